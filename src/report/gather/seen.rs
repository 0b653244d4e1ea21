//! Which attempts stand in the tables, whether they count or not, and where each was first.

use foldhash::{HashMap, HashSet};

use super::runs::AttemptKey;
use super::stretch::Stretch;

/// The attempts of all tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Where each attempt of those who are asked for was first.
    pub first: HashMap<AttemptKey, Stretch>,
    /// The attempts of others.
    pub others: HashSet<AttemptKey>,
}

impl Seen {
    /// Whether an attempt is among them.
    pub(super) fn has(&self, attempt: AttemptKey) -> bool {
        self.first.contains_key(&attempt) || self.others.contains(&attempt)
    }
}
