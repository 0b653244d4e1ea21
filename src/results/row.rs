//! One question of one attempt as a row of the results.

use crate::exam::{Answer, Exam, Ladder, Millis, Purpose};
use crate::scoring::mark::{HandedIn, Mark, Outcome, mark};
use crate::session::moment::WallTime;
use crate::session::{Attempt, By, Progress, Rows};

/// The columns, in the contract's order.
pub const COLUMNS: [&str; 22] = [
    "attempt_id",
    "candidate",
    "candidate_id",
    "exam_id",
    "exam_digest",
    "key_digest",
    "mode",
    "status",
    "started_at",
    "finished_at",
    "number",
    "question_id",
    "topic",
    "level",
    "kind",
    "ladder",
    "answer",
    "outcome",
    "points",
    "max_points",
    "seconds",
    "grader",
];

/// Whether a column holds text, which is guarded against spreadsheets; the others hold numbers.
pub fn is_text(column: &str) -> bool {
    !matches!(column, "number" | "points" | "max_points" | "seconds")
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// By whom it was handed in.
    pub by: By,
    /// When: the submission, or the deadline.
    pub finished_at: WallTime,
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
}

/// The rows of an attempt that is handed in now, scored with the exam's key.
///
/// Questions of the attempt that the exam does not know are left out; an attempt is only ever closed with the exam
/// whose digest its journal names.
pub fn rows_of(attempt: &Attempt, exam: &Exam, closing: Closing) -> Rows {
    let started = &attempt.started;
    let ladder = ladder_cell(exam);
    let rows = attempt.progress.iter().enumerate().filter_map(|(place, progress)| {
        let question = exam.question(&started.questions[place].id)?;
        let (answer, mark) = marked(exam, question, progress);
        let cells: [String; COLUMNS.len()] = [
            started.attempt.to_string(),
            started.candidate.clone(),
            started.candidate_id.clone(),
            started.exam.clone(),
            first_16(&started.exam_digest),
            exam.key_digest.short(),
            started.mode.word().to_owned(),
            match closing.by {
                By::Person => "submitted",
                By::Clock => "expired",
            }
            .to_owned(),
            attempt.started_at.with_seconds(),
            closing.finished_at.with_seconds(),
            (place + 1).to_string(),
            question.id.to_string(),
            question.topic.to_string(),
            question.level.as_ref().map(ToString::to_string).unwrap_or_default(),
            question.face.kind().word().to_owned(),
            ladder.clone(),
            answer,
            mark.outcome.word().to_owned(),
            mark.points.map(|points| points.to_string()).unwrap_or_default(),
            mark.max_points.to_string(),
            Millis(attempt.seen_ms(place, closing.elapsed_ms)).seconds_with_tenth(),
            if mark.outcome == Outcome::Ungraded { String::new() } else { "key".to_owned() },
        ];
        Some(cells.to_vec())
    });
    Rows { rows: rows.collect(), columns: COLUMNS.map(str::to_owned).to_vec() }
}

/// The answer's cell and its mark.
pub fn marked(exam: &Exam, question: &crate::exam::Question, progress: &Progress) -> (String, Mark) {
    let answer = progress.answer.as_ref().and_then(|(text, _)| Answer::read(text, &question.face));
    let mark = mark(question, answer.as_ref(), exam.scoring, handed_in(progress));
    (answer.map(|answer| answer.to_string()).unwrap_or_default(), mark)
}

/// Who handed a question in.
pub fn handed_in(progress: &Progress) -> HandedIn {
    let by_clock = progress.answer.as_ref().is_some_and(|(_, by)| *by == By::Clock);
    if by_clock || progress.timed_out.is_some() { HandedIn::ByClock } else { HandedIn::ByPerson }
}

/// `junior=0.70 middle=0.65 senior=0.60`; empty for a lesson.
pub fn ladder_cell(exam: &Exam) -> String {
    match exam.purpose {
        Purpose::Lesson => String::new(),
        Purpose::Exam => ladder_text(&exam.ladder),
    }
}

fn ladder_text(ladder: &Ladder) -> String {
    let rungs: Vec<String> =
        ladder.rungs.iter().map(|rung| format!("{}={}", rung.level, rung.cut.with_two_places())).collect();
    rungs.join(" ")
}

fn first_16(digest: &str) -> String {
    digest.chars().take(16).collect()
}
