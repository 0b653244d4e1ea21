//! The attempts of a candidate that count: one in place of another, or added to others.

use foldhash::HashMap;

use super::super::cell::Cell;
use super::gathered::{Fact, Seat};
use super::runs::{Key, Run};
use crate::exam::Points;

impl Seat {
    /// Lets an attempt stand alone for the candidate.
    pub(super) fn choose(&mut self, fact: Fact, total: Cell, most: Points, cells: &[(Key, Cell)]) {
        self.facts.clear();
        self.facts.push(fact);
        self.total = total;
        self.most = most;
        self.cells.clear();
        self.cells.extend_from_slice(cells);
    }

    /// Adds an attempt to those that count.
    pub(super) fn add(&mut self, fact: Fact, total: &Cell, most: Points, cells: &[(Key, Cell)]) {
        self.facts.push(fact);
        self.total.merge(total);
        self.most = self.most + most;
        if self.cells.len() > FEW {
            let places = self.cells.iter().enumerate().map(|(place, (key, _))| (*key, place));
            let known: HashMap<Key, usize> = places.collect();
            for (key, cell) in cells {
                match known.get(key) {
                    Some(&place) => self.cells[place].1.merge(cell),
                    None => self.cells.push((*key, *cell)),
                }
            }
            return;
        }
        for (key, cell) in cells {
            match self.cells.iter_mut().find(|(known, _)| known == key) {
                Some((_, known)) => known.merge(cell),
                None => self.cells.push((*key, *cell)),
            }
        }
    }
}

/// So many cells are found soonest by looking at each.
const FEW: usize = 32;

/// The share of an attempt by which the best is chosen: its points of all that its questions are worth, whatever of them is
/// asked for. Below nothing where wrong answers cost more than right ones earned: nothing is better than that.
#[expect(clippy::cast_precision_loss, reason = "a share is floating point")]
pub(super) fn achieved(run: &Run) -> f64 {
    if run.worth.0 > 0 { run.earned.0 as f64 / run.worth.0 as f64 } else { 0.0 }
}

#[cfg(test)]
#[path = "chosen_tests.rs"]
mod tests;
