//! Which attempts stand in the tables, whether they count or not, and where.

use std::hash::BuildHasher as _;

use foldhash::HashMap;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::known::AttemptKey;
use super::stretch::Stretch;

/// The attempts of all tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Where each attempt of those who are asked for was first.
    pub first: Firsts,
    /// The attempts of others, with where each was first, and those without any row that is understood, which are nowhere.
    pub others: HashMap<AttemptKey, Stretch>,
}

/// Attempts by where each was first, in the order in which they came: of a million of them no more than a number each lies scattered.
#[derive(Clone, Debug, Default)]
pub(super) struct Firsts {
    all: Vec<Packed>,
    places: HashTable<u32>,
    hasher: RandomState,
}

impl Firsts {
    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.all.len()
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.all.reserve(more);
        let Self { all, places, hasher } = self;
        places.reserve(more, |&place| hasher.hash_one(all[place as usize].attempt));
    }

    /// Whether an attempt is among them.
    pub(super) fn has(&self, attempt: AttemptKey) -> bool {
        self.get(attempt).is_some()
    }

    /// Where an attempt was first.
    pub(super) fn get(&self, attempt: AttemptKey) -> Option<First> {
        self.place(attempt).map(|place| self.all[place].first())
    }

    fn place(&self, attempt: AttemptKey) -> Option<usize> {
        let is_it = |&place: &u32| self.all[place as usize].attempt == attempt;
        self.places.find(self.hasher.hash_one(attempt), is_it).map(|&place| place as usize)
    }

    /// There is one more copy of an attempt.
    pub(super) fn add_copy(&mut self, attempt: AttemptKey) {
        if let Some(place) = self.place(attempt) {
            self.all[place].copies = self.all[place].copies.saturating_add(1);
        }
    }

    /// Where an attempt was first, if it was; else it is now.
    pub(super) fn or_here(&mut self, attempt: AttemptKey, stretch: Stretch) -> Option<First> {
        let Self { all, places, hasher } = self;
        let is_it = |&place: &u32| all[place as usize].attempt == attempt;
        let rehash = |&place: &u32| hasher.hash_one(all[place as usize].attempt);
        match places.entry(hasher.hash_one(attempt), is_it, rehash) {
            Entry::Occupied(known) => Some(all[*known.get() as usize].first()),
            Entry::Vacant(free) => {
                free.insert(u32::try_from(all.len()).unwrap_or(u32::MAX));
                all.push(Packed::new(attempt, stretch));
                None
            }
        }
    }
}

/// An attempt with where it was first, in few bytes.
#[derive(Clone, Debug)]
struct Packed {
    attempt: AttemptKey,
    file: u32,
    from: u64,
    to: u64,
    copies: u32,
}

impl Packed {
    fn new(attempt: AttemptKey, Stretch { file, from, to }: Stretch) -> Self {
        Self { attempt, file: u32::try_from(file).unwrap_or(u32::MAX), from, to, copies: 0 }
    }

    const fn first(&self) -> First {
        let stretch = Stretch { file: self.file as usize, from: self.from, to: self.to };
        First { stretch, copies: self.copies }
    }
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
        self.first.has(attempt) || self.others.contains_key(&attempt)
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
