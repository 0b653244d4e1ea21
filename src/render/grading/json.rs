//! What marking anew comes to, as JSON, format 1: members may be added, never renamed.

use serde_json::{Value, json};

use super::super::json::written;
use super::{level_words, words};
use crate::exam::Points;
use crate::grading::figures::{OfAttempt, OfQuestion, Worth};
use crate::grading::preview::Preview;
use crate::report::cell::Cell;

/// The document, ending in a newline.
pub fn text(preview: &Preview) -> String {
    let notes = preview.notes.iter();
    let notes = notes.map(|note| json!({ "code": note.code(), "count": note.count(), "text": words(note) }));
    written(&json!({
        "format": 1,
        "results": preview.results,
        "exam": preview.exam,
        "title": preview.title,
        "exam_digest": preview.exam_digest,
        "key_digest": preview.key_digest,
        "key_digests_before": preview.keys_now,
        "written": preview.backup.is_some(),
        "backup": preview.backup,
        "answers": preview.answers,
        "rows_changed": preview.rows_changed,
        "questions": preview.questions.iter().map(question).collect::<Vec<_>>(),
        "attempts": preview.attempts.iter().map(attempt).collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
    }))
}

fn question(of: &OfQuestion) -> Value {
    let changes = of.changes.iter();
    let changes =
        changes.map(|(from, to, n)| json!({ "answers": n, "from": worth(*from), "to": worth(*to) }));
    json!({ "id": of.id, "answers": of.answers, "changes": changes.collect::<Vec<_>>() })
}

/// Points as numbers; exact, as they have four places at most.
#[expect(clippy::cast_precision_loss, reason = "points are far below 2⁵³ ten-thousandths")]
fn number(points: Points) -> f64 {
    points.0 as f64 / 10_000.0
}

fn worth((outcome, points, max_points): Worth) -> Value {
    json!({ "outcome": outcome.word(), "points": points.map(number), "max_points": number(max_points) })
}

fn attempt(of: &OfAttempt) -> Value {
    json!({
        "attempt_id": of.attempt,
        "candidate": of.candidate,
        "candidate_id": of.candidate_id,
        "exam": of.exam,
        "started_at": of.started_at,
        "answers_changed": of.changes,
        "from": side(of, 0),
        "to": side(of, 1),
        "level_changes": of.level_changes(),
    })
}

fn side(of: &OfAttempt, side: usize) -> Value {
    let total: &Cell = &of.total[side];
    let shown = of.level[side].as_ref();
    let level = shown.map(|shown| {
        json!({
            "shown": shown.shown.and_then(|rung| of.ladder.get(rung)).map(|(level, _)| level),
            "mixed": shown.mixed,
            "text": level_words(of, side),
        })
    });
    json!({
        "points": number(total.points),
        "max_points": number(total.worth()),
        "questions": total.questions,
        "ungraded": total.ungraded(),
        "share": total.settled_share(),
        "level": level,
        "level_reason": shown.is_none().then_some(if of.ladder.is_empty() { "lesson" } else { "no-levels" }),
    })
}
