//! What an attempt came to, for the person who sat it: shares, the level shown, what was missed and why.

use crate::exam::words;
use crate::exam::{Answer, Points, Purpose};
use crate::render::level::{self, LevelView, RungStatus, RungView};
use crate::render::table::{Column, Table};
use crate::render::{markdown, plural, share};
use crate::results::row::marked;
use crate::scoring::level::{Evidence, Levels, RungStatus as Status};
use crate::scoring::mark::{Mark, Outcome};
use crate::scoring::share::Share;
use crate::session::Mode;

use super::desk::Desk;
use super::{feedback, pages};

fn marks(desk: &Desk<'_>) -> Vec<(usize, Mark)> {
    (0..desk.attempt.progress.len())
        .filter_map(|place| {
            let question = desk.question(place)?;
            Some((place, marked(desk.exam, question, &desk.attempt.progress[place]).1))
        })
        .collect()
}

/// Points of points by topic and by level, and in all. Only the total of an attempt is never below 0.
pub fn score(desk: &Desk<'_>) -> String {
    let look = desk.room.look;
    let marks = marks(desk);
    let mut rows = Vec::new();
    for topic in &desk.exam.topics {
        let of_topic = marks.iter().filter(|(place, _)| desk.attempt.drawn(*place).topic == topic.id);
        rows.extend(share_row(&topic.title, of_topic, Floor::None));
    }
    rows.extend(share_row("in all", marks.iter(), Floor::Zero));
    let mut page = pages::heading("By topic", look);
    page.push_str(&shares(&rows).render(look));
    let mut rows = Vec::new();
    for rung in &desk.exam.ladder.rungs {
        let of_level =
            marks.iter().filter(|(place, _)| desk.attempt.drawn(*place).level.as_ref() == Some(&rung.level));
        rows.extend(share_row(rung.level.as_str(), of_level, Floor::None));
    }
    if !rows.is_empty() {
        page.push_str(&pages::heading("By level", look));
        page.push_str(&shares(&rows).render(look));
    }
    page
}

/// A table of shares; without a percentage anywhere there is no column for it.
fn shares(rows: &[Vec<String>]) -> Table {
    let columns = [Column::text(""), Column::number("points"), Column::number("share")];
    let kept = if rows.iter().all(|row| row.last().is_some_and(String::is_empty)) { 2 } else { 3 };
    let mut table = Table::new(columns.into_iter().take(kept));
    for row in rows {
        table.row(row.iter().take(kept));
    }
    table
}

/// How low a sum of points may be.
#[derive(Clone, Copy)]
enum Floor {
    None,
    Zero,
}

/// `title, x of n, percent`: no percentage under four questions; what waits for marks is said.
fn share_row<'m>(
    title: &str,
    marks: impl Iterator<Item = &'m (usize, Mark)>,
    floor: Floor,
) -> Option<Vec<String>> {
    let (mut points, mut most, mut count, mut waiting) = (Points::default(), Points::default(), 0, 0);
    for (_, mark) in marks {
        count += 1;
        match mark.points {
            Some(earned) => {
                points = points + earned;
                most = most + mark.max_points;
            }
            None => waiting += 1,
        }
    }
    if count == 0 {
        return None;
    }
    if let Floor::Zero = floor {
        points = Points(points.0.max(0));
    }
    let percent = if waiting > 0 || count < 4 {
        String::new()
    } else {
        share::percent(Share::of_points(points, most).as_f64())
    };
    let shown = if waiting > 0 {
        format!("at least {points} of {most}, {waiting} unmarked")
    } else {
        format!("{points} of {most}")
    };
    Some(vec![title.to_owned(), shown, percent])
}

/// The level shown with what it rests on; a lesson claims none.
pub fn level_shown(desk: &Desk<'_>) -> String {
    if desk.exam.purpose == Purpose::Lesson {
        let total = desk.attempt.progress.len();
        let right = (0..total).filter(|&place| feedback::right_at_first(desk, place)).count();
        return format!("\n{}\n", level::lesson(right, total));
    }
    let look = desk.room.look;
    let rungs = &desk.exam.ladder.rungs;
    let mut evidence = vec![Evidence::default(); rungs.len()];
    for (place, mark) in marks(desk) {
        let level = desk.attempt.drawn(place).level.as_ref();
        if let (Some(at), Some(points)) =
            (rungs.iter().position(|rung| Some(&rung.level) == level), mark.points)
        {
            evidence[at].add(Share::of_points(points, mark.max_points).as_f64());
        }
    }
    let cuts: Vec<_> = rungs.iter().map(|rung| rung.cut).collect();
    let shown = Levels::new().shown(&cuts, &evidence);
    let views = rungs.iter().zip(&evidence).zip(&shown.rungs).map(|((rung, evidence), result)| RungView {
        level: rung.level.to_string(),
        x: evidence.x,
        n: evidence.n,
        status: match result.status {
            Status::NotAsked => RungStatus::NotAsked,
            Status::TooFew => RungStatus::TooFew,
            Status::Shown => RungStatus::Shown,
            Status::NotYet => RungStatus::NotYet,
            Status::Open => RungStatus::Open { probability: result.p_at_least },
        },
        needed: result.needed,
    });
    let view = LevelView {
        rungs: views.collect(),
        shown: shown.shown.map(|at| rungs[at].level.to_string()),
        mixed: shown.mixed,
    };
    let mut page = pages::heading("Level shown", look);
    page.push_str(&level::words(&view).render(look));
    page.push_str(&estimate(desk));
    page
}

/// Level shown, shares, everything missed with its heads-up, the recap.
pub fn answers(desk: &Desk<'_>) -> String {
    let look = desk.room.look;
    let mut page = level_shown(desk);
    page.push_str(&score(desk));
    page.push_str(&missed(desk));
    if let Some(recap) = &desk.exam.recap {
        page.push_str(&pages::heading("Recap", look));
        page.push_str(&markdown::render(recap, look, ""));
    }
    page
}

fn is_missed(mark: &Mark) -> bool {
    match mark.outcome {
        Outcome::Correct | Outcome::Ungraded => false,
        Outcome::Partial | Outcome::Incorrect | Outcome::Unanswered | Outcome::TimedOut => true,
    }
}

/// Whether anything was missed.
pub fn any_missed(desk: &Desk<'_>) -> bool {
    marks(desk).iter().any(|(_, mark)| is_missed(mark))
}

/// Practice tells nothing of what was not asked: it is still there to be tried.
fn is_told(desk: &Desk<'_>, place: usize) -> bool {
    desk.attempt.started.mode == Mode::Exam || desk.attempt.progress[place].visits > 0
}

/// Everything missed: the question, what was answered, its heads-up, what is right.
pub fn missed(desk: &Desk<'_>) -> String {
    let look = desk.room.look;
    let mut page = String::new();
    for (place, mark) in marks(desk) {
        if !is_missed(&mark) || !is_told(desk, place) {
            continue;
        }
        let Some(question) = desk.question(place) else { continue };
        let room = look.width.saturating_sub(6).max(20);
        let words = pages::in_short(question, room);
        page.push_str(&pages::heading(&format!("{}. {words}", place + 1), look));
        let progress = &desk.attempt.progress[place];
        match progress.answer.as_ref().and_then(|(text, _)| Answer::read(text, &question.face)) {
            Some(answer) => {
                page.push_str("  Your answer:\n");
                page.push_str(&markdown::render(&in_words(question, &answer), look, "    "));
                let heads_ups = words::heads_ups_of(question, &answer);
                if !heads_ups.is_empty() {
                    page.push_str("  Why not:\n");
                }
                for heads_up in heads_ups {
                    page.push_str(&markdown::render(heads_up, look, "    "));
                }
            }
            None if mark.outcome == Outcome::TimedOut => page.push_str("  No answer when its time ended.\n"),
            None => page.push_str("  No answer.\n"),
        }
        if let Some(right) = words::right_answer(question) {
            page.push_str("  What is right:\n");
            page.push_str(&markdown::render(&right, look, "    "));
        }
        if let Some(explanation) = &question.teaching.explanation {
            page.push_str("  Why:\n");
            page.push_str(&markdown::render(explanation, look, "    "));
        }
    }
    if page.is_empty() { page } else { format!("{}{page}", pages::heading("What was missed, and why", look)) }
}

/// An answer in words as Markdown: a list where several parts make it.
fn in_words(question: &crate::exam::Question, answer: &Answer) -> String {
    let texts = words::in_words(question, answer);
    let line = |(at, text): (usize, &String)| match answer {
        Answer::Single(_) | Answer::Multiple(_) | Answer::Match(_) => format!("- {text}"),
        Answer::Order(_) => format!("{}. {text}", at + 1),
        Answer::Boolean(_) => text.clone(),
        Answer::Text(_) | Answer::Number(_) | Answer::Essay(_) => words::literal(text),
    };
    texts.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// Right at the first try, per topic.
pub fn first_tries(desk: &Desk<'_>) -> String {
    let look = desk.room.look;
    let mut table = Table::new([Column::text("topic"), Column::number("right")]);
    let (mut all_right, mut all) = (0, 0);
    for topic in &desk.exam.topics {
        let places: Vec<usize> = (0..desk.attempt.progress.len())
            .filter(|&place| desk.attempt.drawn(place).topic == topic.id && is_told(desk, place))
            .collect();
        if places.is_empty() {
            continue;
        }
        let right = places.iter().filter(|&&place| feedback::right_at_first(desk, place)).count();
        all_right += right;
        all += places.len();
        table.row([topic.title.clone(), format!("{right} of {}", places.len())]);
    }
    table.row(["all".to_owned(), format!("{all_right} of {all}")]);
    let mut page = pages::heading("Right at the first try", look);
    page.push_str(&table.render(look));
    let not_asked = desk.attempt.progress.len() - all;
    if not_asked > 0 {
        page.push_str(&format!("  {} not asked\n", plural::count(not_asked, "question")));
    }
    page
}

/// What stands under every number of an exam: what it is worth. A lesson claims nothing, and says nothing of it.
pub fn estimate(desk: &Desk<'_>) -> String {
    if desk.exam.purpose == Purpose::Lesson {
        return String::new();
    }
    let rungs = &desk.exam.ladder.rungs;
    let cuts: Vec<(&str, crate::exam::Fraction)> =
        rungs.iter().map(|rung| (rung.level.as_str(), rung.cut)).collect();
    let estimate = level::Estimate {
        questions: desk.attempt.progress.len(),
        cuts: Some(&cuts),
        basis: Some(&desk.exam.ladder.cuts),
    };
    format!("\n{}", estimate.render(desk.room.look))
}
