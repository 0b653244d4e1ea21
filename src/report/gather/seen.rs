//! Which attempts stand in the tables, whether they count or not, and where.

use foldhash::HashMap;

use super::known::AttemptKey;
use super::stretch::Stretch;

/// The attempts of all tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Where each attempt of those who are asked for was first.
    pub first: HashMap<AttemptKey, First>,
    /// The attempts of others, with where each was first, and those without any row that is understood, which are nowhere.
    pub others: HashMap<AttemptKey, Stretch>,
}

/// Where an attempt was first.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    /// Its rows.
    pub stretch: Stretch,
    /// How many copies of them, to the byte, there were since.
    pub copies: u32,
}

/// An attempt of which there are several versions or parts.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// Where they are, but for copies to the byte of the first.
    pub stretches: Vec<Stretch>,
    /// How many copies to the byte of the first there are besides.
    pub copies: u32,
}

impl Seen {
    /// Whether an attempt is among them.
    pub(super) fn has(&self, attempt: AttemptKey) -> bool {
        self.first.contains_key(&attempt) || self.others.contains_key(&attempt)
    }

    /// Rows of an attempt by somebody or at an exam that is not asked for.
    pub(super) fn add_other(&mut self, attempt: AttemptKey, rows: Stretch) {
        let known = self.others.entry(attempt).or_insert(rows);
        if known.is_empty() {
            *known = rows;
        }
    }

    /// The first rows of an attempt that are somebody else's or of another exam.
    pub(super) fn rows_of_others(&self, attempt: AttemptKey) -> Option<Stretch> {
        self.others.get(&attempt).copied().filter(|rows| !rows.is_empty())
    }
}
