//! Two to five candidates side by side at one exam: which differences it shows, and which questions some got and others didn't.

use std::collections::BTreeSet;

use super::debrief::{Sheet, Told};
use super::group::differences;
use super::model::{Apart, CandidateFigures};

/// Candidates at one exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Their sheets, in the order in which they were named.
    pub sheets: Vec<Sheet>,
    /// The differences of all pairs at a confidence that allows for all of them; places in `sheets`. Empty while something waits for a mark.
    pub differences: Vec<Apart>,
    /// Questions that some got right and others didn't.
    pub split: Vec<Shared>,
    /// Questions that all were asked and nobody got right.
    pub missed: Vec<Shared>,
}

/// One question with what each made of it: a place among the answers of each sheet, if it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Parallel to the sheets.
    pub answers: Vec<Option<usize>>,
}

impl Comparison {
    /// Puts sheets side by side.
    pub fn new(sheets: Vec<Sheet>) -> Self {
        let candidates: Vec<CandidateFigures> =
            sheets.iter().filter_map(|sheet| sheet.exam.candidates.first().cloned()).collect();
        let waits = candidates.iter().any(|of| of.total.interval().is_none());
        let differences = if waits { Vec::new() } else { differences(&candidates) };
        let mut ids: Vec<&str> = Vec::new();
        for told in sheets.iter().flat_map(|sheet| &sheet.answers) {
            if !ids.contains(&told.id.as_str()) {
                ids.push(&told.id);
            }
        }
        let shared: Vec<Shared> = ids
            .into_iter()
            .map(|id| Shared {
                answers: sheets
                    .iter()
                    .map(|sheet| sheet.answers.iter().position(|told| told.id == id))
                    .collect(),
            })
            .collect();
        let right = |shared: &Shared| -> Vec<bool> {
            let answers = shared.answers.iter().zip(&sheets);
            answers.filter_map(|(place, sheet)| Some(sheet.answers[(*place)?].is_right())).collect()
        };
        let split = |shared: &&Shared| {
            let right = right(shared);
            right.contains(&true) && right.contains(&false)
        };
        let missed = |shared: &&Shared| {
            let right = right(shared);
            right.len() == sheets.len() && !right.contains(&true)
        };
        let (split, missed) =
            (shared.iter().filter(split).cloned().collect(), shared.iter().filter(missed).cloned().collect());
        Self { sheets, differences, split, missed }
    }

    /// What one made of a question.
    pub fn told(&self, shared: &Shared, sheet: usize) -> Option<&Told> {
        self.sheets[sheet].answers.get(shared.answers[sheet]?)
    }

    /// The candidates' figures, in order.
    pub fn candidates(&self) -> impl Iterator<Item = &CandidateFigures> {
        self.sheets.iter().filter_map(|sheet| sheet.exam.candidates.first())
    }

    /// Whether all sat the same text of the exam.
    pub fn same_exam(&self) -> bool {
        let digests: BTreeSet<&str> = self
            .candidates()
            .flat_map(|of| &of.attempts)
            .map(|attempt| attempt.exam_digest.as_str())
            .collect();
        digests.len() < 2
    }
}
