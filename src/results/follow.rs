//! Whether the rows that a journal hands in follow from its own events: rows that were changed there do not.

use super::row::{COLUMNS, handed_in, ladder_cell, marked};
use crate::exam::{Digest, Exam};
use crate::scoring::Outcome;
use crate::scoring::mark::HandedIn;
use crate::session::{Attempt, AttemptState, By, Progress, Rows};

/// The `grader` of what a key marks.
const KEY: &str = "key";

/// The place of the key's digest among [`COLUMNS`].
const KEY_DIGEST: usize = 5;

/// A cell of a hand-in that does not follow from the journal's events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The place of its row.
    pub place: usize,
    /// The column.
    pub column: &'static str,
    /// What it says; nothing if there is no such cell.
    pub says: String,
    /// What it has to say.
    pub must: String,
}

/// All such cells. `exams` are those at hand whose text was sat, with whichever keys.
pub fn contradictions(attempt: &Attempt, rows: &Rows, exams: &[&Exam]) -> Vec<Contradiction> {
    let at = COLUMNS.map(|column| rows.columns.iter().position(|name| name == column));
    let mut found = Vec::new();
    for (place, row) in rows.rows.iter().enumerate().take(attempt.progress.len()) {
        let key = at[KEY_DIGEST].and_then(|at| row.get(at)).map_or("", String::as_str);
        for (column, must) in told(attempt, place, key, exams) {
            let at = COLUMNS.iter().position(|known| *known == column).and_then(|known| at[known]);
            let says = at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
            if says != must {
                found.push(Contradiction { place, column, says, must });
            }
        }
    }
    found
}

/// What the events say of a row that names this key; with the exam, also what it is worth; with the key, what it is marked.
fn told(attempt: &Attempt, place: usize, key: &str, exams: &[&Exam]) -> Vec<(&'static str, String)> {
    let (started, drawn, progress) = (&attempt.started, attempt.drawn(place), &attempt.progress[place]);
    let first_16 = |digest: &str| digest.chars().take(16).collect::<String>();
    let mut told = vec![
        ("attempt_id", started.attempt.to_string()),
        ("candidate", started.candidate.clone()),
        ("candidate_id", started.candidate_id.clone()),
        ("exam_id", started.exam.clone()),
        ("exam_digest", first_16(&started.exam_digest)),
        ("mode", started.mode.word().to_owned()),
        ("started_at", attempt.started_at.with_seconds()),
        ("number", (place + 1).to_string()),
        ("question_id", drawn.id.to_string()),
        ("topic", drawn.topic.to_string()),
        ("level", drawn.level.as_ref().map(ToString::to_string).unwrap_or_default()),
    ];
    if let AttemptState::Submitted { by, .. } | AttemptState::Recorded { by, .. } = &attempt.state {
        let status = match by {
            By::Person => "submitted",
            By::Clock => "expired",
        };
        told.push(("status", status.to_owned()));
    }
    // Whoever closed it may have had a mended key.
    let with_key = exams.iter().find(|exam| exam.key_digest.short() == key);
    if with_key.is_none() {
        told.push(("key_digest", first_16(&started.key_digest)));
    }
    let exam = with_key.or(exams.first());
    let question = exam.and_then(|exam| Some((exam, exam.question(&drawn.id)?)));
    let Some((exam, question)) = question else {
        let answer = progress.answer.as_ref().map(|(answer, _)| answer.clone()).unwrap_or_default();
        told.extend(by_no_key(key, &answer, progress));
        told.push(("answer", answer));
        return told;
    };
    let (answer, mark) = marked(exam, question, progress);
    told.extend([
        ("kind", question.face.kind().word().to_owned()),
        ("ladder", ladder_cell(exam)),
        ("max_points", mark.max_points.to_string()),
    ]);
    if with_key.is_some() {
        let grader = if mark.outcome == Outcome::Ungraded { "" } else { KEY };
        told.extend([
            ("outcome", mark.outcome.word().to_owned()),
            ("points", mark.points.map(|points| points.to_string()).unwrap_or_default()),
            ("grader", grader.to_owned()),
        ]);
    } else {
        told.extend(by_no_key(key, &answer, progress));
    }
    told.push(("answer", answer));
    told.sort_by_key(|(column, _)| COLUMNS.iter().position(|known| known == column));
    told
}

/// What a paper, which has no key, says of an answer; nothing of any other exam.
fn by_no_key(key: &str, answer: &str, progress: &Progress) -> Vec<(&'static str, String)> {
    if key != Digest::of(b"{}").short() {
        return Vec::new();
    }
    let (outcome, points, grader) = match (answer, handed_in(progress)) {
        ("", HandedIn::ByPerson) => (Outcome::Unanswered, "0", KEY),
        ("", HandedIn::ByClock) => (Outcome::TimedOut, "0", KEY),
        _ => (Outcome::Ungraded, "", ""),
    };
    vec![("outcome", outcome.word().to_owned()), ("points", points.to_owned()), ("grader", grader.to_owned())]
}
