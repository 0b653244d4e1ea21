//! A learner's history as a page: each exam's attempts, its topics, the level of one attempt; then what to practise next.

use jiff::tz::TimeZone;

use crate::report::history::{
    Again, ENOUGH, ExamHistory, FEWEST_CHANGED, History, LevelOf, NoLevel, Person, Sitting, TopicHistory,
    Trend, share,
};
use crate::report::model::{Absent, Note};
use crate::scoring::Evidence;
use crate::session::Mode;
use crate::session::moment::WallTime;

use super::super::document::{Document, Part};
use super::super::level::{self, Estimate, RungStatus};
use super::super::table::{Column, Table};
use super::super::{duration, plural, share as shares, sparkline};
use super::debrief::notes_in_words;
use super::next;
use super::panel;

/// The latest attempts are listed, this many.
const MOST_LISTED: usize = 10;
/// Of a topic's attempts the latest have a bar, this many.
pub(super) const MOST_BARS: usize = 12;
/// And this many stand there in numbers.
const MOST_COUNTS: usize = 4;

/// How a topic's attempts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// As bars.
    Drawn,
    /// As counts, where bars could not be seen or read out.
    Counted,
    /// Not in the table: something else stands beside it.
    Apart,
}

/// An attempt that is not in the results yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub attempt_id: String,
    /// Whose.
    pub candidate: String,
    /// At which exam, or form of it.
    pub exam_id: String,
    /// From which command.
    pub mode: Mode,
    /// How it stands.
    pub state: Absent,
    /// When it began.
    pub started_at: WallTime,
    /// How many questions have an answer.
    pub answered: usize,
    /// Of how many.
    pub of: usize,
    /// What goes on with it; nothing while it runs.
    pub command: Option<String>,
}

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The figures.
    pub history: &'a History,
    /// Whose they are.
    pub who: &'a [String],
    /// Attempts that are not in the results.
    pub open: &'a [Open],
    /// For each that is to be practised the command, where the exam is at hand.
    pub commands: &'a [Option<String>],
    /// Whose attempts are left out.
    pub others: &'a [Person],
    /// What must be known besides.
    pub notes: &'a [Note],
    /// How topics are shown.
    pub series: Series,
}

/// The whole page.
pub fn page(view: &View<'_>) -> Document {
    let mut parts = Vec::new();
    for exam in &view.history.exams {
        parts.extend(of_exam(exam, view.series));
    }
    parts.extend(remarks(view));
    parts.extend(next::parts(view));
    Document { parts }
}

/// How it is to be read, and what must be known besides.
pub(super) fn remarks(view: &View<'_>) -> Vec<Part> {
    let lines = |lines: Vec<String>| {
        let lines: Vec<_> = lines.into_iter().map(|line| (String::new(), line)).collect();
        (!lines.is_empty()).then_some(Part::Remarks(lines))
    };
    let reading = if view.history.exams.is_empty() { Vec::new() } else { reading(view) };
    lines(reading).into_iter().chain(lines(besides(view))).collect()
}

fn of_exam(exam: &ExamHistory, series: Series) -> Vec<Part> {
    let mut parts = vec![Part::Heading(vec![title(exam).to_owned(), how_far(exam)])];
    parts.extend(attempts(exam));
    parts.push(Part::Table(topics(exam, series)));
    parts.extend(shown(exam));
    parts
}

/// The title, else the id.
pub(super) fn title(exam: &ExamHistory) -> &str {
    exam.title.as_deref().unwrap_or(&exam.id)
}

/// When, and the attempts.
pub(super) fn attempts(exam: &ExamHistory) -> Vec<Part> {
    let mut under = vec![days(exam)];
    under.extend(
        (exam.versions > 1).then(|| {
            format!("{} versions of it; a question is known by its id", plural::word(exam.versions))
        }),
    );
    let gone = exam.questions.iter().filter(|question| !question.is_asked).count();
    under.extend(
        (gone > 0)
            .then(|| format!("{} no longer asked count in attempts alone", plural::count(gone, "question"))),
    );
    let parts = [Part::Under(under), Part::Table(table_of_attempts(exam))];
    parts.into_iter().chain(earlier(exam).map(Part::Text)).collect()
}

/// What its answers show: a trend, a level.
pub(super) fn shown(exam: &ExamHistory) -> Vec<Part> {
    let level = exam.level.as_ref().into_iter().flat_map(|of| level(exam, of));
    let no_level = exam.no_level.map(|why| Part::Text(no_level(exam, why)));
    trend(exam).map(Part::Text).into_iter().chain(level).chain(no_level).collect()
}

/// Why no level is shown, in words.
fn no_level(exam: &ExamHistory, why: NoLevel) -> String {
    let why = match why {
        NoLevel::OnlyParts => "no attempt asked the whole exam and left nothing open".to_owned(),
        NoLevel::RowsLeftOut(place) => {
            let of = exam.sittings.get(place).map_or_else(String::new, |sitting| {
                let date = duration::date(sitting.started_at.0, &TimeZone::UTC);
                format!(" of the {} of {date}", kind(sitting))
            });
            format!("rows{of} are left out")
        }
    };
    format!("No level is shown: {why}.")
}

/// `12 of 33 questions tried, 9 right the last time`.
pub(super) fn how_far(exam: &ExamHistory) -> String {
    let far = exam.how_far();
    let of = exam.of.filter(|of| *of >= far.tried).map_or_else(
        || plural::count(far.tried, "question"),
        |of| format!("{} of {}", far.tried, plural::count(of, "question")),
    );
    format!("{of} tried, {} right the last time", far.right)
}

pub(super) fn listed(exam: &ExamHistory) -> impl DoubleEndedIterator<Item = &Sitting> {
    exam.sittings.iter().filter(|sitting| sitting.listed)
}

fn days(exam: &ExamHistory) -> String {
    let begun = || listed(exam).map(|sitting| sitting.started_at.0);
    let days = begun().min().zip(begun().max()).map(|(from, to)| duration::dates(from, to, &TimeZone::UTC));
    let n = plural::count(listed(exam).count(), "attempt");
    days.map_or_else(|| n.clone(), |days| format!("{n}, {days}"))
}

/// What kind of attempt it was: `practice`, `practice of missed`, `exam, messaging/short`.
pub(super) fn kind(sitting: &Sitting) -> String {
    let form = sitting.exam_id.split_once('/').map(|(_, form)| format!(", {form}")).unwrap_or_default();
    match sitting.mode {
        Some(Mode::Practice) if sitting.picked => format!("practice{form} of missed"),
        Some(Mode::Practice) => format!("practice{form}"),
        Some(Mode::Exam) | None => format!("exam{form}"),
    }
}

fn table_of_attempts(exam: &ExamHistory) -> Table {
    let any = |of: fn(&Sitting) -> u32| listed(exam).any(|sitting| of(sitting) > 0);
    let (open, waiting) = (any(|sitting| sitting.left_open), any(|sitting| sitting.waiting));
    let mut columns = vec![Column::text("Attempt"), Column::number("begun"), Column::number("right")];
    columns.push(Column::number("seen before"));
    columns.extend(open.then(|| Column::number("left open")));
    columns.extend(waiting.then(|| Column::number("to mark")));
    let mut table = Table::new(columns);
    let latest: Vec<&Sitting> = listed(exam).rev().take(MOST_LISTED).collect();
    for sitting in latest.into_iter().rev() {
        let asked = sitting.tally.n.saturating_add(sitting.waiting);
        let mut cells = vec![
            kind(sitting),
            duration::date(sitting.started_at.0, &TimeZone::UTC),
            shares::share(sitting.tally.x, sitting.tally.n),
            format!("{} of {asked}", sitting.seen),
        ];
        let count = |n: u32| if n == 0 { "–".to_owned() } else { n.to_string() };
        cells.extend(open.then(|| count(sitting.left_open)));
        cells.extend(waiting.then(|| count(sitting.waiting)));
        table.row(cells);
    }
    table
}

/// How many attempts came before those in the table.
fn earlier(exam: &ExamHistory) -> Option<String> {
    let earlier = listed(exam).count().saturating_sub(MOST_LISTED);
    (earlier > 0).then(|| format!("{} before these.", plural::count(earlier, "attempt")))
}

/// The topics.
pub(super) fn topics(exam: &ExamHistory, series: Series) -> Table {
    let again = exam.topics.iter().any(|topic| topic.again.asked > 0);
    let attempts = exam.topics.iter().any(|topic| topic.series.len() > 1);
    let mut columns = vec![Column::text("Topic")];
    let drawn = attempts && series != Series::Apart;
    columns.extend(drawn.then(|| Column::text("by attempt")));
    columns.push(Column::number("last"));
    columns.extend(attempts.then(|| Column::number("best")));
    columns.push(Column::number("now"));
    columns.extend(again.then(|| Column::number("again")));
    let mut table = Table::new(columns);
    for topic in &exam.topics {
        let tally = |tally: Option<Evidence>| tally.map_or_else(|| "–".to_owned(), counted);
        let mut cells = vec![topic.title.clone()];
        cells.extend(drawn.then(|| by_attempt(topic, series)));
        cells.push(tally(topic.last()));
        cells.extend(attempts.then(|| tally(topic.best())));
        cells.push(tally(Some(topic.now).filter(|now| now.n > 0)));
        cells.extend(again.then(|| changed(topic.again, topic.trend)));
        table.row(cells);
    }
    table
}

/// The latest counts, so many at most.
pub(super) fn counts(topic: &TopicHistory, most: usize) -> Vec<String> {
    let skipped = topic.series.len().saturating_sub(most);
    topic.series[skipped..].iter().map(|(_, tally)| shares::counted(tally.x, tally.n)).collect()
}

/// `+6 −0 up`; no word where no trend is shown.
fn changed(again: Again, trend: Trend) -> String {
    let word = match trend {
        Trend::TooFew | Trend::NotShown => "",
        Trend::Up => " up",
        Trend::Down => " down",
    };
    if again.asked == 0 { "–".to_owned() } else { format!("+{} −{}{word}", again.gained, again.lost) }
}

fn counted(tally: Evidence) -> String {
    shares::share(tally.x, tally.n)
}

fn by_attempt(topic: &TopicHistory, series: Series) -> String {
    match series {
        Series::Drawn => {
            let all: Vec<f64> = topic.series.iter().filter_map(|(_, tally)| share(*tally)).collect();
            sparkline::of(&all, MOST_BARS)
        }
        Series::Counted | Series::Apart => counts(topic, MOST_COUNTS).join(" "),
    }
}

/// A sentence on all questions that were asked again, and one on topics where none has enough of them.
pub(super) fn trend(exam: &ExamHistory) -> Option<String> {
    let again = exam.again;
    let words = match again.trend() {
        Trend::TooFew => "too few changed to show a trend",
        Trend::NotShown => "no trend is shown",
        Trend::Up => "the trend is up",
        Trend::Down => "the trend is down",
    };
    let asked = plural::count(again.asked as usize, "question");
    let changed = match (again.gained, again.lost) {
        (0, 0) => "none earns more or less than at first".to_owned(),
        (1, lost) => format!("1 earns more than at first and {lost} less"),
        (gained, lost) => format!("{gained} earn more than at first and {lost} less"),
    };
    let by_topic = exam.topics.len() > 1 && exam.topics.iter().all(|topic| topic.trend == Trend::TooFew);
    let by_topic = if by_topic && again.trend() != Trend::TooFew {
        " In no topic by itself have enough changed to show one."
    } else {
        ""
    };
    (again.asked > 0).then(|| format!("Of {asked} asked again {changed}: {words}.{by_topic}"))
}

/// What one attempt shows, and what that rests on.
fn level(exam: &ExamHistory, of: &LevelOf) -> Vec<Part> {
    let Some(sitting) = exam.sittings.get(of.sitting) else { return Vec::new() };
    let view = panel::view(&of.ladder, &of.evidence, &of.shown);
    let words = level::words(&view);
    let date = duration::date(sitting.started_at.0, &TimeZone::UTC);
    let n = sitting.tally.n;
    let mut under = vec![format!("{} of {date}", kind(sitting)), plural::count(n as usize, "question")];
    under.push(match sitting.seen_of_counted {
        0 => "none seen before".to_owned(),
        seen if seen == n => "all seen before, so right may be remembered".to_owned(),
        seen => format!("{seen} seen before, so right may be remembered"),
    });
    under.extend((sitting.mode == Some(Mode::Practice)).then(|| "not under an exam's conditions".to_owned()));
    let mut heading = vec!["Level shown".to_owned(), words.headline];
    heading.extend(words.next.filter(|_| of.shown.mixed && of.shown.shown.is_some()));
    let lines = view.rungs.iter().enumerate().map(|(place, rung)| {
        let line = match rung.status {
            // Where answers are mixed no count is said to be enough.
            _ if of.shown.mixed => level::counted(rung),
            // How many would be enough is said once, below.
            RungStatus::TooFew => format!("{}, {}", level::counted(rung), level::status(rung.status)),
            RungStatus::NotAsked | RungStatus::Shown | RungStatus::Open { .. } | RungStatus::NotYet => {
                level::rung(rung, place == 0)
            }
        };
        (String::new(), line)
    });
    let few = view.rungs.iter().any(|rung| rung.status == RungStatus::TooFew) && !of.shown.mixed;
    let least = few.then(|| (String::new(), level::least()));
    let cuts: Vec<_> = of.ladder.iter().map(|(level, cut)| (level.as_str(), *cut)).collect();
    let estimate = Estimate { questions: n as usize, cuts: Some(&cuts), basis: of.basis.as_ref() };
    vec![
        Part::Heading(heading),
        Part::Under(under),
        Part::Remarks(lines.chain(least).collect()),
        Part::Text(estimate.text()),
    ]
}

/// How the tables are read.
fn reading(view: &View<'_>) -> Vec<String> {
    let history = view.history;
    let any = |is: fn(&ExamHistory) -> bool| history.exams.iter().any(is);
    let practised = any(|exam| listed(exam).any(|sitting| sitting.mode == Some(Mode::Practice)));
    let is_counted = |open: &Open| open.mode == Mode::Practice && open.answered > 0;
    let also = if view.open.iter().any(is_counted) { ", also in practice that is open" } else { "" };
    let mut lines = vec![format!("right: each question once; now: the latest answer to each{also}")];
    lines
        .push("seen before: answered in an earlier attempt, or looked at there without an answer".to_owned());
    lines.extend(few(history));
    lines.extend(practised.then(|| {
        "practice: the first try counts, read hints are not in the rows, and what was left open is left out".to_owned()
    }));
    lines.extend(any(|exam| listed(exam).any(|sitting| sitting.picked)).then(|| {
        "practice of missed: its answers are in now, and neither in last and best nor among the bars"
            .to_owned()
    }));
    lines.extend(any(|exam| exam.again.asked > 0).then(|| {
        format!(
            "again: questions asked again that earn more (+) or less (−) than at first, not counting attempts that asked nothing but what was missed; a trend is shown from {FEWEST_CHANGED} changes on, at 95%, for an exam's topics at 95% for all together (0.05 divided by their number), and may be memory"
        )
    }));
    lines
}

/// Which topics had a greater share than the best in an attempt that is too short for it.
fn few(history: &History) -> Option<String> {
    let topics = history.exams.iter().flat_map(|exam| &exam.topics);
    let greater: Vec<String> = topics
        .filter_map(|topic| Some(format!("{} {}", topic.title, counted(topic.best_of_few()?))))
        .collect();
    (!greater.is_empty()).then(|| {
        format!(
            "best: of attempts with at least {ENOUGH} questions of the topic; with fewer there was more in {}",
            super::notes::some(&greater)
        )
    })
}

/// Whose attempts are left out, and what is to be said of the rows.
fn besides(view: &View<'_>) -> Vec<String> {
    let names: Vec<String> = view
        .others
        .iter()
        .map(|one| format!("{} ({})", one.called(), plural::count(one.attempts as usize, "attempt")))
        .collect();
    let others = (!names.is_empty()).then(|| {
        let most = super::notes::some(&names);
        format!("left out: {most}; --candidate NAME shows them; given twice it puts two names together")
    });
    notes_in_words(view.notes).into_iter().chain(others).collect()
}
