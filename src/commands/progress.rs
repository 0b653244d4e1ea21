//! What results already say of a person: earlier sittings, what was missed, how far one got.

use std::collections::{BTreeMap, BTreeSet};

use crate::results::reader::{self, Seen};
use crate::session::moment::WallTime;
use crate::store::folder;
use crate::store::ledger::Ledger;

/// An earlier attempt at an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// When it began.
    pub started_at: WallTime,
    /// What told namesakes apart.
    pub candidate_id: String,
}

/// A person's earlier attempts at an exam (any form of it), oldest first. What can't be read says nothing.
pub fn earlier(ledger: &Ledger, candidate: &str, exam: &str) -> Vec<Earlier> {
    let rows = rows(ledger);
    let mut attempts: BTreeMap<String, Earlier> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.candidate == candidate && base(&row.exam_id) == exam) {
        if row.mode == "practice" {
            continue;
        }
        let started_at = WallTime::parse(&row.started_at).unwrap_or_default();
        attempts
            .entry(row.attempt_id.clone())
            .or_insert(Earlier { started_at, candidate_id: row.candidate_id.clone() });
    }
    let mut earlier: Vec<Earlier> = attempts.into_values().collect();
    earlier.sort_by_key(|one| one.started_at);
    earlier
}

/// For each question of an exam that was practised, whether it was right at the first try when it last was.
pub fn practised(ledger: &Ledger, candidate: Option<&str>, exam: &str) -> BTreeMap<String, bool> {
    let mut last: BTreeMap<String, (WallTime, bool)> = BTreeMap::new();
    let rows = rows(ledger);
    for row in rows.iter().filter(|row| base(&row.exam_id) == exam) {
        if candidate.is_some_and(|candidate| candidate != row.candidate) || row.outcome == "unanswered" {
            continue;
        }
        let at = WallTime::parse(&row.started_at).unwrap_or_default();
        let known = last.entry(row.question_id.clone()).or_insert((at, false));
        if at >= known.0 {
            *known = (at, row.outcome == "correct");
        }
    }
    last.into_iter().map(|(question, (_, right))| (question, right)).collect()
}

/// Who practised an exam.
pub fn learners(ledger: &Ledger, exam: &str) -> BTreeSet<String> {
    let rows = rows(ledger).into_iter().filter(|row| base(&row.exam_id) == exam);
    rows.map(|row| row.candidate).collect()
}

fn rows(ledger: &Ledger) -> Vec<Seen> {
    let bytes = folder::read_if_there(ledger.results(), u64::MAX).unwrap_or_default();
    reader::seen(&bytes)
}

fn base(exam_id: &str) -> &str {
    exam_id.split_once('/').map_or(exam_id, |(exam, _)| exam)
}

/// How many attempts at an exam (any form of it) are in the results.
pub fn sittings(ledger: &Ledger, exam: &str) -> usize {
    let rows = rows(ledger);
    let attempts: std::collections::BTreeSet<&str> = rows
        .iter()
        .filter(|row| base(&row.exam_id) == exam && row.mode != "practice")
        .map(|row| row.attempt_id.as_str())
        .collect();
    attempts.len()
}
