//! What results already say of those who sit down: earlier sittings, and how many there are.

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

fn rows(ledger: &Ledger) -> Vec<Seen> {
    let bytes = folder::read_if_there(ledger.results(), u64::MAX).unwrap_or_default();
    reader::seen(&bytes)
}

fn base(exam_id: &str) -> &str {
    exam_id.split_once('/').map_or(exam_id, |(exam, _)| exam)
}

/// How many attempts there are in the results, by exam (any form of it).
pub fn sittings(ledger: &Ledger) -> BTreeMap<String, usize> {
    let rows = rows(ledger);
    let attempts: BTreeSet<(&str, &str)> = rows
        .iter()
        .filter(|row| row.mode != "practice")
        .map(|row| (base(&row.exam_id), row.attempt_id.as_str()))
        .collect();
    let mut sittings = BTreeMap::new();
    for (exam, _) in attempts {
        *sittings.entry(exam.to_owned()).or_insert(0) += 1;
    }
    sittings
}
