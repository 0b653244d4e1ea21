//! A history as lines of CSV: a line for each attempt and topic.

use crate::report::history::{ExamHistory, History, share};
use crate::session::Mode;

/// The columns that hold texts.
pub const TEXTS: [&str; 5] = ["exam_id", "attempt_id", "mode", "started_at", "topic"];

/// The columns behind them, which hold numbers.
pub const NUMBERS: [&str; 3] = ["right", "questions", "share"];

/// Whether it is the header of such a CSV.
pub fn is_header(line: &str) -> bool {
    line.split(',').eq(TEXTS.into_iter().chain(NUMBERS))
}

/// The lines, exam by exam, by when attempts began, topics in the exam's order.
pub fn lines(history: &History) -> Vec<([String; TEXTS.len()], [String; NUMBERS.len()])> {
    history.exams.iter().flat_map(of_exam).collect()
}

fn of_exam(exam: &ExamHistory) -> Vec<([String; TEXTS.len()], [String; NUMBERS.len()])> {
    let topics = exam.topics.iter().enumerate();
    let mut cells: Vec<_> = topics
        .flat_map(|(at, topic)| topic.series.iter().map(move |(place, tally)| (*place, at, topic, *tally)))
        .collect();
    cells.sort_by_key(|(place, at, ..)| (*place, *at));
    let line = |(place, _, topic, tally): (usize, usize, &crate::report::history::TopicHistory, _)| {
        let sitting = exam.sittings.get(place)?;
        let tally: crate::scoring::Evidence = tally;
        let texts = [
            sitting.exam_id.clone(),
            sitting.attempt_id.clone(),
            sitting.mode.map(Mode::word).unwrap_or_default().to_owned(),
            sitting.started_at.with_seconds(),
            topic.id.clone(),
        ];
        let share = share(tally).map(decimal).unwrap_or_default();
        Some((texts, [decimal(tally.x), tally.n.to_string(), share]))
    };
    cells.into_iter().filter_map(line).collect()
}

/// To four places, without zeros at the end.
fn decimal(x: f64) -> String {
    format!("{x:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
