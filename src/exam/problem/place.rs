//! Offsets of a file as lines and columns.

use std::ops::Range;

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Where the lines of a file start.
#[derive(Clone, Debug)]
pub struct Lines<'s> {
    source: &'s [u8],
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// Finds the lines of a file, which need not be UTF-8.
    pub fn new(source: &'s [u8]) -> Self {
        let ends = source.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        Self { source, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line of an offset, counted from 0, and the offsets that the line covers without its end.
    pub fn line(&self, offset: usize) -> (usize, Range<usize>) {
        let offset = offset.min(self.source.len());
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = self.starts.get(line + 1).map_or(self.source.len(), |next| next - 1);
        let end = if end > start && self.source.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        (line, start..end)
    }

    /// The place of an offset; beyond the end, the end.
    pub fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.source.len());
        let (line, covers) = self.line(offset);
        let before = self.source.get(covers.start..offset).unwrap_or_default();
        let before = before.strip_prefix(b"\xEF\xBB\xBF").filter(|_| line == 0).unwrap_or(before);
        Place { line: line + 1, column: characters(before) + 1 }
    }

    /// The place of an offset, given one before it: many places on one long line are found without starting anew for each.
    pub fn place_after(&self, offset: usize, known: (usize, Place)) -> Place {
        let (from, place) = known;
        let offset = offset.min(self.source.len());
        match self.source.get(from..offset) {
            Some(between) if self.line(offset).0 + 1 == place.line => {
                Place { line: place.line, column: place.column + characters(between) }
            }
            Some(_) | None => self.place(offset),
        }
    }

    /// The file.
    pub const fn source(&self) -> &'s [u8] {
        self.source
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("ab\r\nä = 1\n".as_bytes());
        assert_eq!(lines.place(0), Place { line: 1, column: 1 });
        assert_eq!(lines.place(4), Place { line: 2, column: 1 });
        assert_eq!(lines.place(6), Place { line: 2, column: 2 });
        assert_eq!(lines.place(99), Place { line: 3, column: 1 });
        assert_eq!(lines.line(1), (0, 0..2));
        assert_eq!(Lines::new(b"").place(7), Place { line: 1, column: 1 });
    }

    #[test]
    fn places_found_one_after_the_other_are_the_same() {
        let lines = Lines::new("\u{feff}äöü = 1\nx\n\ny = 2".as_bytes());
        let mut known = (0, Place { line: 0, column: 0 });
        for offset in [3, 5, 5, 9, 13, 15, 16, 18, 99] {
            known = (offset, lines.place_after(offset, known));
            assert_eq!(known.1, lines.place(offset), "{offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(Lines::new("\u{feff}x".as_bytes()).place(3), Place { line: 1, column: 1 });
    }
}
