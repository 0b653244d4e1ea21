//! An interviewer's sheet as a page: the total and the level, what was missed and what it means, what to ask next.

use jiff::tz::TimeZone;

use crate::exam::Points;
use crate::report::Cell;
use crate::report::debrief::{Change, ClockTrouble, Effect, Sheet, Told};
use crate::scoring::Outcome;

use super::super::document::{Document, Part};
use super::super::level;
use super::super::markdown::plain_line;
use super::super::{duration, plural, share};
use super::{levels, panel, points};

/// Which questions are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// All, not only those that were missed.
    pub all: bool,
    /// Only these, if any are named.
    pub questions: Vec<String>,
}

/// The sheets, one behind the other, and what must be known besides.
pub fn page(sheets: &[Sheet], asked: &Asked, besides: &[String]) -> Document {
    let mut parts: Vec<Part> = sheets.iter().flat_map(|sheet| of_sheet(sheet, asked)).collect();
    if !besides.is_empty() {
        parts.push(Part::Remarks(besides.iter().map(|words| (String::new(), words.clone())).collect()));
    }
    Document { parts }
}

/// The columns of a sheet as CSV; the last two hold numbers.
pub const COLUMNS: [&str; 16] = [
    "candidate",
    "candidate_id",
    "exam_id",
    "attempt_id",
    "question_id",
    "topic",
    "level",
    "outcome",
    "answer",
    "means",
    "right",
    "predicted",
    "objected",
    "ask_next",
    "points",
    "max_points",
];

/// A sheet's lines as CSV, texts first; several texts in one cell stand on lines of their own.
pub fn lines(sheet: &Sheet) -> Vec<[String; 16]> {
    let Some(candidate) = sheet.exam.candidates.first() else { return Vec::new() };
    let attempt =
        candidate.attempts.first().and_then(|attempt| attempt.attempt_id.clone()).unwrap_or_default();
    let all = |texts: &[String]| texts.iter().map(|text| plain_line(text)).collect::<Vec<_>>().join("\n");
    let line = |told: &Told| {
        [
            candidate.candidate.clone(),
            candidate.candidate_id.clone(),
            sheet.exam.id.clone(),
            attempt.clone(),
            told.id.clone(),
            told.topic.clone(),
            told.level.clone(),
            told.outcome.word().to_owned(),
            all(&told.answer),
            all(&told.means),
            right_lines(told).join("\n"),
            told.predicted.clone().unwrap_or_default(),
            told.unclear.join("\n"),
            told.follow_up.as_deref().map(plain_line).unwrap_or_default(),
            told.points.map(|points| points.to_string()).unwrap_or_default(),
            told.max_points.to_string(),
        ]
    };
    sheet.answers.iter().map(line).collect()
}

fn of_sheet(sheet: &Sheet, asked: &Asked) -> Vec<Part> {
    let exam = &sheet.exam;
    let Some(candidate) = exam.candidates.first() else { return Vec::new() };
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    let mut under = Vec::new();
    for attempt in &candidate.attempts {
        under.extend(attempt.started_at.map(|at| duration::date(at.0, &TimeZone::UTC)));
        under.extend(attempt.status.map(|status| match status {
            "expired" => "ended by the clock".to_owned(),
            _ => "handed in".to_owned(),
        }));
        under.extend(attempt.attempt_id.as_ref().map(|id| format!("attempt {id}")));
    }
    if candidate.sat > 1 {
        under.push(format!("one of {} attempts", plural::word(candidate.sat as usize)));
    }
    let mut parts = vec![Part::Heading(vec![candidate.shown_as.clone(), title])];
    if !under.is_empty() {
        parts.push(Part::Under(under));
    }
    parts.push(Part::Text(total(&candidate.total)));
    parts.extend(level_lines(sheet));
    let shown: Vec<&Told> = if !asked.questions.is_empty() {
        sheet.answers.iter().filter(|told| asked.questions.contains(&told.id)).collect()
    } else if asked.all {
        sheet.answers.iter().collect()
    } else {
        sheet.missed()
    };
    let over = match (asked.questions.is_empty(), asked.all, shown.len()) {
        (true, false, 0) => "Nothing was missed.".to_owned(),
        (true, false, n) => format!("{} missed, most telling first", plural::count(n, "question")),
        (true, true, n) => format!("All {}", plural::count(n, "question")),
        (false, _, n) => plural::count(n, "question"),
    };
    parts.push(Part::Text(over));
    parts.extend(shown.iter().map(|told| entry(told)));
    if !asked.all && asked.questions.is_empty() {
        parts.extend(objected(sheet));
        parts.extend(strong(sheet));
    }
    parts.extend(remarks("Answers that were changed", sheet.changes.iter().map(|one| change(sheet, one))));
    parts.extend(remarks("The clock", sheet.clock.iter().map(clock)));
    let missing = [
        (!sheet.has_copy, "No copy of the exam is at hand, so ids stand for words (--exam-file names one)."),
        (
            !sheet.has_journal,
            "No journal is at hand: predictions, objections and changes of answer are not known.",
        ),
    ];
    let missing: Vec<_> = missing
        .into_iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, text)| (String::new(), text.to_owned()))
        .collect();
    if !missing.is_empty() {
        parts.push(Part::Remarks(missing));
    }
    parts.push(Part::Text(panel::estimate(exam)));
    parts
}

/// `23 of 30 points, 77%; 95% range 59–88%`; no percentage of fewer than four questions.
fn total(cell: &Cell) -> String {
    let of = format!("{} of {} points", share::sum(points(cell.points)), share::sum(points(cell.worth())));
    match (cell.ungraded(), cell.share(), cell.interval()) {
        (0, Some(share_of), Some(range)) if cell.graded >= 4 => {
            format!("{of}, {}; 95% range {}", share::percent(share_of), share::range(range.low, range.high))
        }
        (0, ..) => of,
        (1, ..) => format!("at least {of}; one answer waits for a mark"),
        (n, ..) => format!("at least {of}; {n} answers wait for a mark"),
    }
}

/// The level in words, and each rung with what would show it.
fn level_lines(sheet: &Sheet) -> Vec<Part> {
    let Some(candidate) = sheet.exam.candidates.first() else { return Vec::new() };
    let Some(view) = panel::level_view(candidate) else {
        let reason = candidate.level.shown.as_ref().err();
        return reason.map(|reason| Part::Text(levels::no_level(*reason))).into_iter().collect();
    };
    let rungs = view.rungs.iter().enumerate();
    let lines = rungs.map(|(place, rung)| (String::new(), level::rung(rung, place == 0)));
    let words = level::words(&view);
    vec![Part::Heading(vec![words.headline]), Part::Remarks(lines.collect())]
}

fn entry(told: &Told) -> Part {
    let mut title = vec![plain_line(&told.title), told.topic.clone()];
    if !told.level.is_empty() {
        title.push(told.level.clone());
    }
    title.push(outcome(told));
    let mut lines = Vec::new();
    let mut line = |label: &str, text: String| lines.push((label.to_owned(), text));
    if told.answer.is_empty() {
        line("answered", "nothing".to_owned());
    }
    for (i, answer) in told.answer.iter().enumerate() {
        line(if i == 0 { "answered" } else { "" }, plain_line(answer));
    }
    for (i, means) in told.means.iter().enumerate() {
        line(if i == 0 { "means" } else { "" }, plain_line(means));
    }
    let right = if told.is_right() { Vec::new() } else { right_lines(told) };
    for (i, right) in right.into_iter().enumerate() {
        line(if i == 0 { "right" } else { "" }, right);
    }
    if let Some(predicted) = &told.predicted {
        line("predicted", predicted.clone());
    }
    for unclear in &told.unclear {
        line("objected", unclear.clone());
    }
    if told.flagged {
        line("flagged", "marked to come back to".to_owned());
    }
    if let Some(follow_up) = &told.follow_up {
        line("ask next", plain_line(follow_up));
    }
    Part::Entry { title, lines }
}

/// What is right, a line each.
fn right_lines(told: &Told) -> Vec<String> {
    let lines = told.right.iter().flat_map(|right| right.lines());
    lines.map(|line| plain_line(line.strip_prefix("- ").unwrap_or(line))).collect()
}

/// `right`, `0.5 of 1`, `not answered`, `waits for a mark`.
fn outcome(told: &Told) -> String {
    let of = |points_of: Points| share::sum(points(points_of));
    match told.outcome {
        Outcome::Correct => "right".to_owned(),
        Outcome::Unanswered => "not answered".to_owned(),
        Outcome::TimedOut => "time ended".to_owned(),
        Outcome::Ungraded => "waits for a mark".to_owned(),
        Outcome::Partial | Outcome::Incorrect => {
            format!("{} of {}", of(told.points.unwrap_or_default()), of(told.max_points))
        }
    }
}

/// Questions that were answered right, and objected to.
fn objected(sheet: &Sheet) -> Vec<Part> {
    let objected: Vec<&Told> =
        sheet.answers.iter().filter(|told| told.is_right() && !told.unclear.is_empty()).collect();
    if objected.is_empty() {
        return Vec::new();
    }
    let over = Part::Text("Answered right, with an objection".to_owned());
    std::iter::once(over).chain(objected.into_iter().map(entry)).collect()
}

/// Topics and levels of which all was right.
fn strong(sheet: &Sheet) -> Option<Part> {
    let candidate = sheet.exam.candidates.first()?;
    let topics = sheet.exam.topics.iter().zip(&candidate.topics);
    let levels = sheet.exam.levels.iter().zip(&candidate.levels);
    let all_right: Vec<String> = levels
        .chain(topics)
        .filter(|(_, cell)| cell.graded > 1 && cell.ungraded() == 0 && cell.points == cell.max_points)
        .map(|(heading, cell)| format!("{} ({} of {})", heading.title, share::sum(cell.shares), cell.graded))
        .collect();
    (!all_right.is_empty()).then(|| Part::Text(format!("All right in {}.", plural::list(&all_right))))
}

fn remarks(title: &str, lines: impl Iterator<Item = String>) -> Vec<Part> {
    let lines: Vec<(String, String)> = lines.map(|line| (String::new(), line)).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Part::Text(title.to_owned()), Part::Remarks(lines)]
}

fn change(sheet: &Sheet, change: &Change) -> String {
    let question = sheet.answers.get(change.question).map(|told| plain_line(&told.title)).unwrap_or_default();
    let words = |texts: &[String]| {
        texts.iter().map(|text| format!("“{}”", plain_line(text))).collect::<Vec<_>>().join(" + ")
    };
    let effect = match change.effect {
        Some(Effect::Gained) => ": it earned more",
        Some(Effect::Lost) => ": it earned less",
        Some(Effect::Same) => ": it earned the same",
        None => "",
    };
    format!("{question}: from {} to {}{effect}", words(&change.from), words(&change.to))
}

fn clock(trouble: &ClockTrouble) -> String {
    match trouble {
        ClockTrouble::QuestionExpired(id) => {
            format!("the time of question `{id}` ended while it was on screen")
        }
        ClockTrouble::ExamExpired => "the exam's time ended".to_owned(),
        ClockTrouble::Jumped(ms) => {
            let way = if *ms < 0 { "back" } else { "forward" };
            format!(
                "the wall clock went {way} by {}; the deadline stayed",
                duration::words(ms.unsigned_abs())
            )
        }
        ClockTrouble::GivenBack(ms, by) => format!("{} were given back by {by}", duration::words(*ms)),
        ClockTrouble::Away(ms, rebooted) => {
            let restart = if *rebooted { ", with a restart of the machine" } else { "" };
            format!("away for {}{restart}; the clock ran on", duration::words(*ms))
        }
    }
}
