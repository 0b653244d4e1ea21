//! Attempts whose rows contradict each other: whose they are, and where.

use super::Conflict;
use super::known::AttemptKey;
use super::names::Name;

/// What is to be told of an attempt that was put together.
#[derive(Clone, Debug, Default)]
pub(super) struct PutTogether {
    /// How many copies there are besides.
    pub copies: u64,
    /// Rows that stand twice in one stretch.
    pub doubled: u64,
    /// Whether rows contradict each other.
    pub contradicts: bool,
    /// Questions that only rows have which do not count.
    pub lacks: u64,
    /// Where they do first, as far as that is looked up.
    pub conflict: Option<Conflict>,
}

/// An attempt with rows that contradict each other, of which some count.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradicted {
    /// Which.
    pub attempt: AttemptKey,
    /// Whose.
    pub candidate: Name,
    /// What tells namesakes apart.
    pub candidate_id: Name,
    /// At which exam.
    pub exam: Name,
    /// Questions that only rows have which do not count.
    pub lacks: u64,
    /// The first difference, of the first [`Contradicted::MOST_PLACED`] of them.
    pub conflict: Option<Conflict>,
    /// The places of its two rows, as a message names them; `None` where they are not looked up, or not to be named.
    pub places: Option<[String; 2]>,
}

impl Contradicted {
    /// Of so many the lines are looked up: each time a file is read up to them.
    pub const MOST_PLACED: usize = 16;
}
