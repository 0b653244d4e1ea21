//! An interviewer's sheet as lines of CSV: a line a question.

use crate::exam::words::Right;
use crate::report::debrief::{Sheet, Told};

use super::super::markdown::plain_line;
use super::told::words;

/// The columns that hold texts.
pub const TEXTS: [&str; 15] = [
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
    "missed",
    "right",
    "predicted",
    "objected",
    "ask_next",
];

/// The columns behind them, which hold numbers.
pub const NUMBERS: [&str; 2] = ["points", "max_points"];

/// Whether it is the header of such a CSV.
pub fn is_header(line: &str) -> bool {
    line.split(',').eq(TEXTS.into_iter().chain(NUMBERS))
}

/// A sheet's lines; several texts in one cell stand on lines of their own.
pub fn lines(sheet: &Sheet) -> Vec<([String; TEXTS.len()], [String; NUMBERS.len()])> {
    let Some(candidate) = sheet.exam.candidates.first() else { return Vec::new() };
    let attempt =
        candidate.attempts.first().and_then(|attempt| attempt.attempt_id.clone()).unwrap_or_default();
    let all = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|text| plain_line(text)).collect::<Vec<_>>().join("\n")
    };
    let typed = |told: &Told, texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|text| words(told, text)).collect::<Vec<_>>().join("\n")
    };
    let line = |told: &Told| {
        let texts = [
            candidate.candidate.clone(),
            candidate.candidate_id.clone(),
            sheet.exam.id.clone(),
            attempt.clone(),
            told.id.clone(),
            told.topic.clone(),
            told.level.clone(),
            told.outcome.word().to_owned(),
            typed(told, &mut told.answer.iter()),
            all(&mut told.means.iter().filter_map(|means| means.heads_up.as_ref())),
            all(&mut told.missed.iter()),
            typed(told, &mut told.right.iter().flat_map(Right::texts)),
            told.predicted.clone().unwrap_or_default(),
            told.unclear.join("\n"),
            told.follow_up.as_deref().map(plain_line).unwrap_or_default(),
        ];
        let points = told.points.map(|points| points.to_string()).unwrap_or_default();
        (texts, [points, told.max_points.to_string()])
    };
    sheet.answers.iter().map(line).collect()
}
