//! Parts of rows that come again and again: results hold few different questions with few different answers. Where commas are in such
//! a part is looked for once, and whoever reads the rows can keep what was made of it by its number.

use std::hash::BuildHasher as _;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::commas::{first_comma, last_comma};

/// The columns of a part, from the first on; what differs in every row is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Columns of a row.
    pub count: usize,
    /// The first of the part.
    pub from: usize,
    /// The first behind it.
    pub to: usize,
}

/// Where a part is in a row.
struct Place {
    /// Where it begins.
    start: usize,
    /// Where the cells behind it end, the row's last first, and then the part.
    behind: [usize; Repeats::MOST_AROUND + 1],
}

impl Part {
    /// Whether it stands behind so many first cells of its row, and has few enough columns behind it.
    pub fn fits_behind(self, lead: usize) -> bool {
        lead <= self.from
            && self.from < self.to
            && self.to <= self.count
            && self.count - self.to <= Repeats::MOST_AROUND
    }

    /// Finds the part in a row's text. `ends` has the ends of the first cells, and the next begins at `at`; it then has those of all cells
    /// before the part. `None` where the row has fewer cells.
    fn place(self, text: &[u8], at: usize, ends: &mut Vec<usize>) -> Option<Place> {
        let mut start = at;
        for _ in ends.len()..self.from {
            let length = first_comma(&text[start..])?;
            ends.push(start + length);
            start += length + 1;
        }
        let mut behind = [text.len(); Repeats::MOST_AROUND + 1];
        for place in 1..=self.count - self.to {
            let length = last_comma(&text[start..behind[place - 1]])?;
            behind[place] = start + length;
        }
        Some(Place { start, behind })
    }
}

/// Parts known so far.
pub struct Repeats {
    part: Part,
    /// Their texts, end to end.
    texts: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Where the cells of each end, from its start.
    cells: Vec<usize>,
    known: HashTable<u32>,
    /// Of its own, so that no file can be made to collide.
    hasher: RandomState,
    /// Rows that were looked up, and those that were found, of the last few.
    looked_up: u32,
    found: u32,
    /// Whether looking up is not worth it.
    off: bool,
}

/// Where the cells of a known part are in its row, and those behind it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r> {
    /// The part's number.
    pub number: u32,
    /// Where it begins.
    start: usize,
    /// Where its cells end, from there.
    cells: &'r [usize],
    /// Where the cells behind it end, the row's last first.
    behind: [usize; Repeats::MOST_AROUND + 1],
    /// How many these are.
    count: usize,
}

impl Known<'_> {
    /// Cells of the part and behind it.
    pub const fn count(&self) -> usize {
        self.cells.len() + self.count
    }

    /// Where one of them ends in the row.
    #[inline]
    pub fn end(&self, i: usize) -> Option<usize> {
        if let Some(end) = self.cells.get(i) {
            return Some(self.start + end);
        }
        let before = i - self.cells.len() + 1;
        self.count.checked_sub(before).map(|place| self.behind[place])
    }
}

/// What became of looking a part up.
pub enum Lookup<'r> {
    /// It is known.
    Known(Known<'r>),
    /// It is not known, and may be learned by this hash.
    New(u64),
    /// The row has no such part.
    None,
}

impl Repeats {
    /// Columns before and behind a part that are looked for in each row are no more than these.
    pub const MOST_AROUND: usize = 4;
    /// So many parts are remembered.
    const MOST: usize = 4096;
    /// Bytes of a part that is.
    const LONGEST: usize = 1024;
    /// After so many rows it is found out whether half of them were known.
    const TRIAL: u32 = 8192;

    /// None yet.
    pub fn new(part: Part) -> Self {
        Self {
            part,
            texts: Vec::new(),
            ends: Vec::new(),
            cells: Vec::new(),
            known: HashTable::new(),
            hasher: RandomState::default(),
            looked_up: 0,
            found: 0,
            off: false,
        }
    }

    fn range(ends: &[usize], number: u32) -> Range<usize> {
        let at = number as usize;
        at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]
    }

    /// Looks up the part of a row's text. `ends` has the ends of the first cells, and the next begins at `at`. If the part is known,
    /// it then has the ends of all cells before the part, else those that it had.
    pub fn look_up(&mut self, text: &[u8], at: usize, ends: &mut Vec<usize>) -> Lookup<'_> {
        if self.off {
            return Lookup::None;
        }
        if self.looked_up == Self::TRIAL {
            self.off = self.found < Self::TRIAL / 2;
            (self.looked_up, self.found) = (0, 0);
        }
        self.looked_up += 1;
        let first = ends.len();
        let Some(Place { start, behind }) = self.part.place(text, at, ends) else {
            ends.truncate(first);
            return Lookup::None;
        };
        let Part { count, from, to } = self.part;
        let part = &text[start..behind[count - to]];
        let hash = self.hasher.hash_one(part);
        let is_same = |&number: &u32| &self.texts[Self::range(&self.ends, number)] == part;
        let Some(&number) = self.known.find(hash, is_same) else {
            ends.truncate(first);
            return Lookup::New(hash);
        };
        self.found += 1;
        let width = to - from;
        let cells = &self.cells[number as usize * width..][..width];
        Lookup::Known(Known { number, start, cells, behind, count: count - to })
    }

    /// Learns the part of a row whose cells end there, if it has as many as it should; its number then.
    pub fn learn(&mut self, hash: u64, text: &[u8], ends: &[usize]) -> Option<u32> {
        let Part { count, from, to } = self.part;
        let number = self.ends.len();
        if ends.len() != count || number == Self::MOST {
            return None;
        }
        let start = from.checked_sub(1).map_or(0, |before| ends[before] + 1);
        let part = &text[start..ends[to - 1]];
        if part.len() > Self::LONGEST {
            return None;
        }
        let number = u32::try_from(number).ok()?;
        self.texts.extend_from_slice(part);
        self.ends.push(self.texts.len());
        self.cells.extend(ends[from..to].iter().map(|end| end - start));
        let Self { texts, ends, known, hasher, .. } = self;
        let rehash = |&number: &u32| hasher.hash_one(&texts[Self::range(ends, number)]);
        known.insert_unique(hash, number, rehash);
        Some(number)
    }
}
