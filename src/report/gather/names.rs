//! Texts as small numbers: each text once.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt as _};

use crate::results::cell::unguard;

/// A text's number among [`Names`].
pub type Name = u32;

/// Texts in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Names {
    known: HashMap<Box<[u8]>, Name>,
    texts: Vec<Box<[u8]>>,
}

impl Names {
    /// None yet.
    pub fn new() -> Self {
        Self { known: HashMap::new(), texts: Vec::new() }
    }

    /// The number of a text, a new one if it is new.
    pub fn of(&mut self, text: &[u8]) -> Name {
        if let Some(name) = self.known.get(text) {
            return *name;
        }
        let next = Name::try_from(self.texts.len()).unwrap_or(Name::MAX);
        match self.known.entry(text.into()) {
            Entry::Occupied(there) => *there.get(),
            Entry::Vacant(new) => {
                self.texts.push(text.into());
                *new.insert(next)
            }
        }
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

    /// The text of a number.
    pub fn text(&self, name: Name) -> &str {
        self.bytes(name).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn bytes(&self, name: Name) -> Option<&[u8]> {
        self.texts.get(usize::try_from(name).ok()?).map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// All texts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|bytes| str::from_utf8(bytes).unwrap_or_default())
    }

    /// Takes in all texts of another: for each of its numbers, the one here.
    pub fn take_in(&mut self, other: &Self) -> Vec<Name> {
        other.texts.iter().map(|text| self.of(text)).collect()
    }
}
