//! Interviewers' sheets: one behind the other, or side by side.

use serde_json::{Value, json};

use crate::exam::Points;
use crate::exam::words::Right;
use crate::report::Report;
use crate::report::compare::{Comparison, Shared};
use crate::report::debrief::{Answered, Change, ClockTrouble, Effect, Rated, Sheet, Told, Tried, Which};
use crate::report::group::NoRange;
use crate::report::model::{CandidateFigures, Note};

use super::super::notes;
use super::report::{number, of_candidate};
use super::written;

/// Sheets one behind the other.
pub fn debrief(sheets: &[Sheet], besides: &[Note]) -> String {
    let sheets: Vec<Value> = sheets.iter().map(of_sheet).collect();
    written(&json!({ "format": 1, "notes": of_notes(besides), "sheets": sheets }))
}

/// Candidates side by side.
pub fn compare(comparisons: &[Comparison], besides: &[Note]) -> String {
    let comparisons: Vec<Value> = comparisons.iter().map(of_comparison).collect();
    written(&json!({ "format": 1, "notes": of_notes(besides), "comparisons": comparisons }))
}

fn of_notes(notes: &[Note]) -> Vec<Value> {
    let of = |note: &Note| {
        let text = notes::words(&Report::default(), note);
        json!({ "code": note.code(), "count": note.count(), "text": text })
    };
    notes.iter().map(of).collect()
}

fn of_comparison(comparison: &Comparison) -> Value {
    let candidates: Vec<&CandidateFigures> = comparison.candidates().collect();
    let name = |place: usize| candidates.get(place).map(|of| &of.shown_as);
    let differences: Vec<Value> = comparison
        .differences
        .iter()
        .map(|apart| {
            json!({
                "a": name(apart.a),
                "b": name(apart.b),
                "difference": apart.difference.difference,
                "low": apart.difference.interval.low,
                "high": apart.difference.interval.high,
                "shown": apart.difference.is_shown(),
            })
        })
        .collect();
    let reason = comparison.why_not().map(NoRange::code);
    let questions = |shared: &[Shared]| -> Vec<Value> {
        let told = |shared: &Shared| {
            let told = (0..comparison.sheets.len()).map(|place| comparison.told(shared, place).map(of_told));
            json!(told.collect::<Vec<_>>())
        };
        shared.iter().map(told).collect()
    };
    json!({
        "same_exam": comparison.same_exam(),
        "same_key": comparison.same_key(),
        "same_questions": comparison.same_questions,
        "differences": differences,
        "differences_reason": reason,
        "split": questions(&comparison.split),
        "missed": questions(&comparison.missed),
        "waiting": questions(&comparison.waiting),
        "sheets": comparison.sheets.iter().map(of_sheet).collect::<Vec<_>>(),
    })
}

fn of_sheet(sheet: &Sheet) -> Value {
    let changed = sheet.answers.iter().filter_map(|told| Some((&told.id, told.change.as_ref()?)));
    let changes: Vec<Value> = changed
        .map(|(id, Change { from, to, effect })| {
            json!({ "question": id, "from": from, "to": to, "effect": effect.map(Effect::word) })
        })
        .collect();
    let candidate = sheet.exam.candidates.first();
    json!({
        "exam": sheet.exam.id,
        "title": sheet.exam.title,
        "candidate": candidate.map(|candidate| json!(of_candidate(&sheet.exam, candidate))),
        "attempts": sheet.choice.word(),
        "mode": sheet.mode.map(crate::session::Mode::word),
        "has_copy": sheet.has_copy,
        "has_journal": sheet.has_journal,
        "reached": sheet.reached().0,
        "questions_in_journal": sheet.lacking.map(|(asked, _)| asked),
        "same_key": sheet.other_key.is_none(),
        "questions": sheet.answers.iter().map(of_told).collect::<Vec<_>>(),
        "changes": changes,
        "clock": sheet.clock.iter().map(of_clock).collect::<Vec<_>>(),
    })
}

fn of_clock(trouble: &ClockTrouble) -> Value {
    let id = |at: &Option<Which>| at.as_ref().map(|at| at.id.clone());
    match trouble {
        ClockTrouble::QuestionExpired(at) => json!({ "event": "question_expired", "question": id(at) }),
        ClockTrouble::ExamExpired(at) => json!({ "event": "exam_expired", "question": id(at) }),
        ClockTrouble::Jumped(ms) => json!({ "event": "clock_jumped", "by_ms": ms }),
        ClockTrouble::GivenBack(ms, by) => {
            json!({ "event": "given_back", "ms": ms, "by": Some(by).filter(|by| !by.is_empty()) })
        }
        ClockTrouble::Away(ms, rebooted) => {
            json!({ "event": "resumed", "away_ms": ms, "rebooted": rebooted })
        }
    }
}

fn of_told(told: &Told) -> Value {
    let is_here = told.answered() != Answered::NotHere;
    let right_is = told.right.as_ref().map(|right| match right {
        Right::One(_) => "one",
        Right::All(_) => "all",
        Right::Any(_) => "any",
        Right::InOrder(_) => "in-order",
        Right::Pairs(_) => "pairs",
    });
    let snippets: Vec<Value> = told
        .snippets
        .iter()
        .map(|of| json!({ "title": of.title, "language": of.language, "code": of.code }))
        .collect();
    json!({
        "question": told.id,
        "number": told.number,
        "title": told.title,
        "prompt": told.prompt,
        "snippets": snippets,
        "topic": told.topic,
        "level": told.level,
        "outcome": told.outcome.word(),
        "points": told.points.map(number),
        "max_points": number(told.max_points),
        "answer": is_here.then_some(&told.answer),
        "answer_reason": (!is_here).then_some("not-in-results"),
        "means": told.means.iter().filter_map(|means| means.heads_up.as_ref()).collect::<Vec<_>>(),
        "missed": told.missed,
        "criteria": told.rubric.iter().map(criterion).collect::<Vec<_>>(),
        "model_answer": told.sample,
        "right": told.right.as_ref().map(Right::texts),
        "right_is": right_is,
        "predicted": told.predicted,
        "objected": told.unclear,
        "flagged": told.flagged,
        "reached": told.tried != Tried::NotReached,
        "cut_off": told.tried == Tried::CutOff,
        "ask_next": told.follow_up,
    })
}

/// One line of an essay's rubric, and the marks on it.
fn criterion(rated: &Rated) -> Value {
    let exact = |points: Points| serde_json::from_str::<Value>(&points.to_string()).unwrap_or(Value::Null);
    let marks = rated
        .marks
        .iter()
        .map(|of| json!({ "grader": of.grader, "points": exact(of.points), "comment": of.comment }));
    let agreed = rated.agreed.as_ref();
    let agreed =
        agreed.map(|of| json!({ "points": exact(of.points), "by": of.grader, "comment": of.comment }));
    json!({
        "text": rated.text,
        "max_points": exact(rated.most),
        "marks": marks.collect::<Vec<_>>(),
        "agreed": agreed,
    })
}
