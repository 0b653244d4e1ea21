//! The list of attempts: a table, lines of a CSV, JSON.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::exam::Points;
use crate::report::attempts::{Earned, Listed, short_id, shown_as};
use crate::session::moment::WallTime;

use super::super::document::{Document, Part};
use super::super::report::removed;
use super::super::table::{Column, Table};
use super::super::{Look, duration, json::written, plural, sanitize};

/// What must be known to read the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Attempts that were removed at their candidates' wish.
    pub removed: usize,
    /// Attempts whose removal broke off.
    pub unfinished: usize,
}

/// The same in words.
pub fn remarks(notes: Notes) -> Vec<String> {
    notes_with_codes(notes).into_iter().map(|(_, _, words)| words).collect()
}

fn notes_with_codes(notes: Notes) -> Vec<(&'static str, usize, String)> {
    let mut all = Vec::new();
    if notes.unfinished > 0 {
        let n = plural::count(notes.unfinished, "attempt");
        let words = format!("the removal of {n} broke off (`examiner attempts forget NAME` finishes it)");
        all.push(("unfinished-removal", notes.unfinished, words));
    }
    if notes.removed > 0 {
        all.push(("removed-attempts", notes.removed, removed(notes.removed as u64)));
    }
    all
}

/// A table of some attempts among all, in the order given.
pub fn table(all: &[&Listed], chosen: &[&Listed], notes: Notes, zone: &TimeZone, look: Look) -> String {
    let mut document = Document::default();
    if chosen.is_empty() {
        document.parts.push(Part::Text("No attempts.".to_owned()));
    } else {
        let mut table = Table::new([
            Column::text("Candidate"),
            Column::text("Exam"),
            Column::text("Begun"),
            Column::text("Status"),
            Column::text("Recorded"),
            Column::number("Points"),
            Column::text("Attempt"),
        ]);
        for one in chosen {
            table.row([
                shown_as(all, one).as_str(),
                &one.exam,
                &one.begun.map_or_else(|| "–".to_owned(), |at| minute(at.0, zone)),
                one.standing.words(),
                one.recorded.word(),
                &one.earned.map(points).unwrap_or_default(),
                short_id(&one.attempt, all),
            ]);
        }
        document.parts.push(Part::Table(table));
    }
    let remarks = remarks(notes);
    if !remarks.is_empty() {
        let remarks = remarks.into_iter().map(|words| (String::new(), words)).collect();
        document.parts.push(Part::Remarks(remarks));
    }
    document.render(look)
}

/// The date and the time of day without seconds, `12 Nov 2026, 15:07`.
fn minute(wall_ms: i64, zone: &TimeZone) -> String {
    let moment = duration::moment(wall_ms, zone);
    moment.rsplit_once(':').map_or(moment.as_str(), |(minute, _)| minute).to_owned()
}

/// `3 of 4`; `3 of 6, 2 unmarked`; `2 unmarked`.
fn points(earned: Earned) -> String {
    let marked = format!("{} of {}", earned.points, earned.max_points);
    match earned.unmarked {
        0 => marked,
        n if earned.marked == 0 => format!("{n} unmarked"),
        n => format!("{marked}, {n} unmarked"),
    }
}

/// The columns of text.
pub const TEXTS: [&str; 9] = [
    "attempt_id",
    "candidate",
    "candidate_id",
    "exam_id",
    "mode",
    "started_at",
    "status",
    "recorded",
    "journal",
];

/// The columns of numbers.
pub const NUMBERS: [&str; 3] = ["points", "max_points", "unmarked"];

/// Whether it is the header of such a CSV.
pub fn is_header(line: &str) -> bool {
    line.split(',').eq(TEXTS.into_iter().chain(NUMBERS))
}

/// An attempt's line: texts, then numbers.
pub fn line(one: &Listed) -> ([String; TEXTS.len()], [String; NUMBERS.len()]) {
    let text = |text: &str| sanitize::text(text).into_owned();
    let texts = [
        text(&one.attempt),
        text(&one.candidate),
        text(&one.candidate_id),
        text(&one.exam),
        text(&one.mode),
        one.begun.map(WallTime::with_seconds).unwrap_or_default(),
        one.standing.word().to_owned(),
        one.recorded.word().to_owned(),
        if one.has_journal { "yes" } else { "no" }.to_owned(),
    ];
    let number = |of: fn(Earned) -> String| one.earned.map(of).unwrap_or_default();
    let numbers = [
        number(|earned| earned.points.to_string()),
        number(|earned| earned.max_points.to_string()),
        number(|earned| earned.unmarked.to_string()),
    ];
    (texts, numbers)
}

/// The list for other programs, format 1. Members may be added, never renamed.
pub fn json(chosen: &[&Listed], notes: Notes) -> String {
    let attempt = |one: &&Listed| {
        let number =
            |points: Points| serde_json::from_str::<Value>(&points.to_string()).unwrap_or(Value::Null);
        json!({
            "attempt_id": one.attempt,
            "candidate": one.candidate,
            "candidate_id": one.candidate_id,
            "exam_id": one.exam,
            "mode": one.mode,
            "started_at": one.begun.map(WallTime::with_seconds),
            "status": one.standing.word(),
            "recorded": one.recorded.word(),
            "journal": one.has_journal,
            "points": one.earned.map(|earned| number(earned.points)),
            "max_points": one.earned.map(|earned| number(earned.max_points)),
            "unmarked": one.earned.map(|earned| earned.unmarked),
        })
    };
    let attempts: Vec<Value> = chosen.iter().map(attempt).collect();
    let notes = notes_with_codes(notes)
        .into_iter()
        .map(|(code, count, text)| json!({ "code": code, "count": count, "text": text }));
    written(&json!({ "format": 1, "attempts": attempts, "notes": notes.collect::<Vec<_>>() }))
}
