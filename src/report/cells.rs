//! Cells under headings of which most may be empty: only those are kept in which something was asked.

use super::cell::Cell;

/// What one candidate earned under each of an exam's headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    /// By the heading's place, in order.
    asked: Vec<(usize, Cell)>,
}

impl Cells {
    /// The cell of the heading at this place; an empty one where nothing was asked.
    pub fn of(&self, heading: usize) -> Cell {
        let place = self.asked.binary_search_by_key(&heading, |(place, _)| *place);
        place.map_or_else(|_| Cell::default(), |place| self.asked[place].1)
    }

    /// The cells in which something was asked, each with its heading's place, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Cell)> + Clone {
        self.asked.iter().map(|(place, cell)| (*place, cell))
    }

    /// How many these are.
    pub const fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether nothing was asked.
    pub const fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }
}

/// From cells with their headings' places, one for each heading.
impl FromIterator<(usize, Cell)> for Cells {
    fn from_iter<I: IntoIterator<Item = (usize, Cell)>>(cells: I) -> Self {
        let mut asked: Vec<_> = cells.into_iter().filter(|(_, cell)| cell.questions > 0).collect();
        asked.sort_by_key(|(place, _)| *place);
        Self { asked }
    }
}
