//! Two to five candidates side by side at one exam: which differences it shows, and which questions some got and others didn't.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::debrief::{Sheet, Told};
use super::group::{NoRange, differences, range, why_not_compared};
use super::model::{Apart, AttemptFacts, CandidateFigures};

/// Candidates at one exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Their sheets, in the order in which they were named.
    pub sheets: Vec<Sheet>,
    /// The differences of all pairs at a confidence that allows for all of them; places in `sheets`. Empty where somebody's total
    /// carries none.
    pub differences: Vec<Apart>,
    /// Questions that some got right and others didn't, the highest level first.
    pub split: Vec<Shared>,
    /// Questions that all were asked and nobody got right, the highest level first.
    pub missed: Vec<Shared>,
    /// Other questions at which somebody's answer waits for a mark.
    pub waiting: Vec<Shared>,
    /// Whether all were asked the same questions, those aside that were taken out.
    pub same_questions: bool,
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
        let all = candidates.iter().all(|of| range(&of.total).is_ok());
        let differences = if all { differences(&candidates) } else { Vec::new() };
        let mut comparison = Self {
            differences,
            split: Vec::new(),
            missed: Vec::new(),
            waiting: Vec::new(),
            same_questions: true,
            sheets,
        };
        let mut shared = shared(&comparison.sheets);
        comparison.same_questions = shared.iter().all(|one| one.answers.iter().all(Option::is_some));
        shared.sort_by_key(|one| Reverse(comparison.rung(one)));
        for one in shared {
            let told: Vec<&Told> =
                (0..comparison.sheets.len()).filter_map(|sheet| comparison.told(&one, sheet)).collect();
            let waits = told.iter().any(|told| told.waits());
            let right = told.iter().filter(|told| told.is_right()).count();
            let not_right = told.iter().filter(|told| !told.is_right() && !told.waits()).count();
            if right > 0 && not_right > 0 {
                comparison.split.push(one);
            } else if waits {
                comparison.waiting.push(one);
            } else if not_right == comparison.sheets.len() {
                comparison.missed.push(one);
            }
        }
        comparison
    }

    /// Why there are no differences, where there are none.
    pub fn why_not(&self) -> Option<NoRange> {
        let candidates: Vec<CandidateFigures> = self.candidates().cloned().collect();
        why_not_compared(&candidates)
    }

    /// What one made of a question.
    pub fn told(&self, shared: &Shared, sheet: usize) -> Option<&Told> {
        self.sheets[sheet].answers.get(shared.answers[sheet]?)
    }

    /// How high a question's level is, by the first who was asked it.
    fn rung(&self, shared: &Shared) -> Option<usize> {
        let mut told = self.sheets.iter().enumerate();
        told.find_map(|(place, sheet)| Some(sheet.rung(self.told(shared, place)?))).flatten()
    }

    /// The candidates' figures, in order.
    pub fn candidates(&self) -> impl Iterator<Item = &CandidateFigures> {
        self.sheets.iter().filter_map(|sheet| sheet.exam.candidates.first())
    }

    /// Whether all sat the same text of the exam.
    pub fn same_exam(&self) -> bool {
        self.agree(|attempt| &attempt.exam_digest)
    }

    /// Whether all were marked by the same key.
    pub fn same_key(&self) -> bool {
        self.agree(|attempt| &attempt.key_digest)
    }

    fn agree(&self, digest: fn(&AttemptFacts) -> &String) -> bool {
        let digests: BTreeSet<&String> = self.candidates().flat_map(|of| &of.attempts).map(digest).collect();
        digests.len() < 2
    }
}

/// All questions of some sheets that count, in the order in which they come.
fn shared(sheets: &[Sheet]) -> Vec<Shared> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut shared: Vec<Shared> = Vec::new();
    for (of, sheet) in sheets.iter().enumerate() {
        let counted = sheet.answers.iter().enumerate().filter(|(_, told)| !told.is_dropped());
        for (at, told) in counted {
            let place = *places.entry(&told.id).or_insert_with(|| {
                shared.push(Shared { answers: vec![None; sheets.len()] });
                shared.len() - 1
            });
            shared[place].answers[of].get_or_insert(at);
        }
    }
    shared
}
