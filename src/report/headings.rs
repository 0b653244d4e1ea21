//! What tables stand under: topics, levels and questions, in the exam's order, with what each is worth.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::exam::Points;

use super::assemble::Sitting;
use super::cell::Cell;
use super::ladders::SeatLadder;
use super::model::{Heading, Span};

/// The place of each heading.
pub(super) struct Columns<'a> {
    pub places: BTreeMap<&'a str, usize>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(headings: &'a [Heading]) -> Self {
        let places = headings.iter().enumerate().map(|(place, heading)| (heading.id.as_str(), place));
        Self { places: places.collect() }
    }
}

impl Sitting<'_> {
    /// Topics in the exam's order; those that no copy knows behind them, by id.
    pub(super) fn topic_order(&self) -> Vec<(String, String)> {
        let topics = self.copies.iter().flatten().flat_map(|exam| &exam.topics);
        let mut known = HashSet::new();
        topics
            .filter(|topic| known.insert(topic.id.as_str()))
            .map(|topic| (topic.id.to_string(), topic.title.clone()))
            .collect()
    }

    /// Levels in the order of the ladders.
    pub(super) fn level_order(&self) -> Vec<(String, String)> {
        let mut known = HashSet::new();
        let levels = self.ladders.iter().flat_map(SeatLadder::rungs).map(|(level, _)| level);
        levels.filter(|level| known.insert(*level)).map(|level| (level.clone(), level.clone())).collect()
    }

    /// The headings of a grouping that have questions, first those of a known order. Questions without a level have none.
    pub(super) fn headings(&self, grouping: u8, order: &[(String, String)]) -> Vec<Heading> {
        let mut cells: BTreeMap<&str, Vec<&Cell>> = BTreeMap::new();
        for (key, cell) in self.seats.iter().flat_map(|seat| &seat.cells) {
            if key.grouping == grouping {
                cells.entry(self.text(grouping, key.first)).or_default().push(cell);
            }
        }
        cells.remove("");
        let heading = |id: &str, title: &str, cells: &[&Cell]| {
            let worth: BTreeSet<Points> = cells.iter().map(|cell| cell.worth()).collect();
            Heading {
                id: id.to_owned(),
                title: title.to_owned(),
                questions: span(cells.iter().map(|cell| cell.questions)),
                worth: worth.first().copied().filter(|_| worth.len() == 1),
            }
        };
        let mut headings: Vec<Heading> = Vec::new();
        for (id, title) in order {
            if let Some(cells) = cells.remove(id.as_str()) {
                headings.push(heading(id, title, &cells));
            }
        }
        headings.extend(cells.into_iter().map(|(id, cells)| heading(id, id, &cells)));
        headings
    }

    /// The questions' ids in the exam's order; none without a copy.
    pub(super) fn question_order(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for question in self.copies.iter().flatten().flat_map(|exam| &exam.questions) {
            if known.insert(question.id.as_str()) {
                ids.push(question.id.to_string());
            }
        }
        ids
    }
}

/// The least and the most of some numbers.
pub(super) fn span(numbers: impl Iterator<Item = u32> + Clone) -> Span {
    Span { least: numbers.clone().min().unwrap_or(0), most: numbers.max().unwrap_or(0) }
}
