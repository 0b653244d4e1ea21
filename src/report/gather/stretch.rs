//! Where rows stand: their bytes, and their places for messages.

use std::io;

pub(super) use crate::results::scan::{LONGEST_RECORD, endless, place_of, shortened};

use super::blocks::Table;

/// Where an attempt's rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    /// In which file.
    pub file: usize,
    /// From which byte.
    pub from: u64,
    /// To which.
    pub to: u64,
}

impl Stretch {
    /// Whether nothing stands there.
    pub(super) const fn is_empty(self) -> bool {
        self.to <= self.from
    }
}

/// Whether two stretches hold the same bytes under the same columns.
pub(super) fn same_bytes(tables: &[Table<'_>], one: Stretch, other: Stretch) -> io::Result<bool> {
    if one.to - one.from != other.to - other.from
        || tables[one.file].columns.names != tables[other.file].columns.names
    {
        return Ok(false);
    }
    Ok(bytes_of(tables, one)? == bytes_of(tables, other)?)
}

/// A stretch's bytes.
pub(super) fn bytes_of(tables: &[Table<'_>], stretch: Stretch) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(stretch.to - stretch.from).unwrap_or_default()];
    if tables[stretch.file].bytes.fill(&mut bytes, stretch.from)? < bytes.len() {
        return Err(shortened());
    }
    Ok(bytes)
}
