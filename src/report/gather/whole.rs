//! Runs that go on from one stretch of a file to the next.

use foldhash::{HashMap, HashSet};

use super::super::cell::Cell;
use super::names::Name;
use super::runs::{Key, Run};

/// A run with its cells, by the numbers of all files: one attempt, or what of it stands together.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// The run.
    pub run: Run,
    /// Its cells.
    pub cells: Vec<(Key, Cell)>,
    questions: HashSet<Name>,
    /// Where the cell of each key is.
    places: HashMap<Key, usize>,
}

impl Whole {
    /// A run with its cells and its questions, all by the numbers of all files.
    pub(super) fn new(run: Run, cells: Vec<(Key, Cell)>, questions: impl Iterator<Item = Name>) -> Self {
        let places = cells.iter().enumerate().map(|(place, (key, _))| (*key, place)).collect();
        Self { questions: questions.collect(), places, run, cells }
    }

    /// Adds the rows that follow, of the same attempt.
    pub(super) fn go_on(&mut self, next: &Self) {
        let (run, more) = (&mut self.run, &next.run);
        if more.has_rows() {
            run.from = if run.has_rows() { run.from } else { more.from };
            run.to = more.to;
        }
        run.total.merge(&more.total);
        run.earned = run.earned + more.earned;
        run.worth = run.worth + more.worth;
        run.question_set = run.question_set.wrapping_add(more.question_set);
        run.seconds = run.seconds.zip(more.seconds).map(|(one, other)| one.saturating_add(other));
        run.twice |= more.twice;
        run.dropped.extend(&more.dropped);
        for &question in &next.questions {
            run.twice |= !self.questions.insert(question);
        }
        for (key, cell) in &next.cells {
            if let Some(&place) = self.places.get(key) {
                self.cells[place].1.merge(cell);
            } else {
                self.places.insert(*key, self.cells.len());
                self.cells.push((*key, *cell));
            }
        }
    }
}
