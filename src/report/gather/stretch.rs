//! Where rows stand: their bytes, and their places for messages.

use std::io;

use crate::results::scan::ReadAt;
use crate::results::scan::locate::locate;

use super::blocks::Table;

/// How long a record may be, in bytes. What is longer begins, as a rule, with a quote that nobody closed.
pub(super) const LONGEST_RECORD: usize = 16 << 20;

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
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it became shorter while it was read"));
    }
    Ok(bytes)
}

/// Line and character of a cell of the record that begins at a byte.
pub(super) fn place_of(bytes: &dyn ReadAt, at: u64, cell: usize) -> io::Result<(u64, u64)> {
    let mut buffer = vec![0; 1 << 16];
    let (mut lines, mut seen) = (0, 0);
    while seen < at {
        let wanted = usize::try_from(at - seen).unwrap_or(usize::MAX).min(buffer.len());
        let read = bytes.fill(&mut buffer[..wanted], seen)?;
        if read == 0 {
            break;
        }
        lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64;
        seen += read as u64;
    }
    // As much as the cell needs that stands behind a long one.
    loop {
        let read = bytes.fill(&mut buffer, at)?;
        let all = read < buffer.len() || buffer.len() > LONGEST_RECORD;
        match locate(lines, &buffer[..read], cell) {
            Some(place) => return Ok(place),
            None if all => return Ok((lines + 1, 1)),
            None => buffer.resize(buffer.len() * 2, 0),
        }
    }
}
