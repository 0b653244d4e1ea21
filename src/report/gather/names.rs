//! Texts as small numbers: each text once.

use std::hash::BuildHasher as _;
use std::ops::Range;
use std::sync::LazyLock;

use foldhash::fast::{FixedState, RandomState};
use hashbrown::HashTable;

use crate::results::cell::unguard;

/// A text's number among [`Names`].
pub type Name = u32;

/// Texts in the order in which they came, end to end.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// The hash of each text.
    hashes: Vec<u64>,
    known: HashTable<Name>,
}

/// One for all names of this run, so that a hash is known wherever its text is taken in, and no file can be made to collide.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);

impl Names {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a text, a new one if it is new.
    pub fn of(&mut self, text: &[u8]) -> Name {
        self.of_hashed(text, HASHER.hash_one(text))
    }

    fn of_hashed(&mut self, text: &[u8], hash: u64) -> Name {
        if let Some(name) = self.find_hashed(text, hash) {
            return name;
        }
        let Self { texts, ends, hashes, known } = self;
        let next = Name::try_from(ends.len()).unwrap_or(Name::MAX);
        // Whoever reads rows has made sure that they are text.
        texts.push_str(&String::from_utf8_lossy(text));
        ends.push(texts.len());
        hashes.push(hash);
        known.insert_unique(hash, next, |&name| hashes[name as usize]);
        next
    }

    /// The number of a text that is here.
    pub fn find(&self, text: &[u8]) -> Option<Name> {
        self.find_hashed(text, HASHER.hash_one(text))
    }

    fn find_hashed(&self, text: &[u8], hash: u64) -> Option<Name> {
        let same = |&name: &Name| &self.texts.as_bytes()[range(&self.ends, name)] == text;
        self.known.find(hash, same).copied()
    }

    /// The number of a cell's text, the guard against spreadsheets taken off.
    pub fn of_cell(&mut self, cell: &[u8]) -> Name {
        if cell.first() == Some(&b'\'')
            && let Ok(text) = str::from_utf8(cell)
        {
            return self.of(unguard(text).as_bytes());
        }
        self.of(cell)
    }

    /// The text of a number; empty for a number that is none here.
    pub fn text(&self, name: Name) -> &str {
        let there = (name as usize) < self.ends.len();
        if there { &self.texts[range(&self.ends, name)] } else { "" }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|name| self.text(Name::try_from(name).unwrap_or(Name::MAX)))
    }

    /// Takes in all texts of another: for each of its numbers, the one here.
    pub fn take_in(&mut self, other: &Self) -> Vec<Name> {
        let mut from = 0;
        let mut take = |(&end, &hash): (&usize, &u64)| {
            let text = &other.texts.as_bytes()[from..end];
            from = end;
            self.of_hashed(text, hash)
        };
        other.ends.iter().zip(&other.hashes).map(&mut take).collect()
    }
}

/// The hash of a cell's text, the guard against spreadsheets taken off.
pub fn hash_of_cell(cell: &[u8]) -> u64 {
    match str::from_utf8(cell) {
        Ok(text) => hash(unguard(text).as_bytes()),
        Err(_) => hash(cell),
    }
}

/// A text's hash, the same everywhere: to tell sets of texts apart.
pub fn hash(text: &[u8]) -> u64 {
    FixedState::default().hash_one(text)
}

fn range(ends: &[usize], name: Name) -> Range<usize> {
    let at = name as usize;
    at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut names = Names::new();
        let all: Vec<Name> =
            ["a", "", "b", "a", "", "'=x"].map(|text| names.of_cell(text.as_bytes())).to_vec();
        assert_eq!(all, [0, 1, 2, 0, 1, 3]);
        assert_eq!(names.iter().collect::<Vec<_>>(), ["a", "", "b", "=x"]);
        assert_eq!((names.text(3), names.text(9), names.len()), ("=x", "", 4));
        assert_eq!((names.find(b"b"), names.find(b"c")), (Some(2), None));
        let mut others = Names::new();
        others.of(b"b");
        assert_eq!(others.take_in(&names), [1, 2, 0, 3]);
    }
}
