//! Reports, debriefs and comparisons as JSON, format 1: everything, with its n, and `null` with a reason where something is not defined.
//! Members may be added, never renamed.

use serde::Serialize;
use serde_json::{Value, json};

use crate::report::compare::{Comparison, Shared};
use crate::report::debrief::{ClockTrouble, Sheet, Told};

use super::super::sanitize;
use report::{number, of_candidate};

mod report;

pub use report::{pivots, text};

/// Sheets as JSON.
pub fn debrief(sheets: &[Sheet]) -> String {
    let sheets: Vec<Value> = sheets.iter().map(of_sheet).collect();
    written(&json!({ "format": 1, "sheets": sheets }))
}

/// Candidates side by side as JSON.
pub fn compare(comparisons: &[Comparison]) -> String {
    let of = |comparison: &Comparison| {
        let name = |place: usize| comparison.candidates().nth(place).map(|of| of.shown_as.clone());
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
        let questions = |shared: &[Shared]| -> Vec<Value> {
            let told = |shared: &Shared| {
                let told =
                    (0..comparison.sheets.len()).map(|place| comparison.told(shared, place).map(of_told));
                json!(told.collect::<Vec<_>>())
            };
            shared.iter().map(told).collect()
        };
        json!({
            "same_exam": comparison.same_exam(),
            "differences": differences,
            "split": questions(&comparison.split),
            "missed": questions(&comparison.missed),
            "sheets": comparison.sheets.iter().map(of_sheet).collect::<Vec<_>>(),
        })
    };
    written(&json!({ "format": 1, "comparisons": comparisons.iter().map(of).collect::<Vec<_>>() }))
}

fn of_sheet(sheet: &Sheet) -> Value {
    let answers: Vec<Value> = sheet.answers.iter().map(of_told).collect();
    let changes: Vec<Value> = sheet
        .changes
        .iter()
        .map(|change| {
            let question = sheet.answers.get(change.question).map(|told| &told.id);
            let effect = change.effect.map(crate::report::debrief::Effect::word);
            json!({ "question": question, "from": change.from, "to": change.to, "effect": effect })
        })
        .collect();
    let clock: Vec<Value> = sheet
        .clock
        .iter()
        .map(|trouble| match trouble {
            ClockTrouble::QuestionExpired(id) => json!({ "event": "question_expired", "question": id }),
            ClockTrouble::ExamExpired => json!({ "event": "exam_expired" }),
            ClockTrouble::Jumped(ms) => json!({ "event": "clock_jumped", "by_ms": ms }),
            ClockTrouble::GivenBack(ms, by) => json!({ "event": "given_back", "ms": ms, "by": by }),
            ClockTrouble::Away(ms, rebooted) => {
                json!({ "event": "resumed", "away_ms": ms, "rebooted": rebooted })
            }
        })
        .collect();
    let candidate = sheet.exam.candidates.first();
    json!({
        "exam": sheet.exam.id,
        "title": sheet.exam.title,
        "candidate": candidate.map(|candidate| json!(of_candidate(&sheet.exam, candidate))),
        "has_copy": sheet.has_copy,
        "has_journal": sheet.has_journal,
        "questions": answers,
        "changes": changes,
        "clock": clock,
    })
}

fn of_told(told: &Told) -> Value {
    json!({
        "question": told.id,
        "number": told.number,
        "title": told.title,
        "topic": told.topic,
        "level": told.level,
        "outcome": told.outcome.word(),
        "points": told.points.map(number),
        "max_points": number(told.max_points),
        "answer": told.answer,
        "means": told.means,
        "right": told.right,
        "predicted": told.predicted,
        "objected": told.unclear,
        "flagged": told.flagged,
        "ask_next": told.follow_up,
    })
}

fn written(document: &impl Serialize) -> String {
    // Strings, numbers and maps with text keys: nothing that JSON can't hold.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    // What would control a terminal stands in strings only, and means the same escaped.
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c == '\n' || sanitize::is_harmless(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out + "\n"
}
