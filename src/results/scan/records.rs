//! Bytes to records, as the `csv` crate reads them: fast where there is no quote and no lone carriage return, and by
//! [`csv_core`] record by record where there is.

use csv_core::{ReadRecordResult, Reader};
use memchr::memchr3;

use super::commas::commas;
use super::repeats::{Known, Lookup, Part, Repeats};

/// The cells of one record.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    text: &'a [u8],
    /// Where each cell ends in the text, but for those of a known part and behind it.
    ends: &'a [usize],
    /// Bytes between two cells: 1 where commas are still there.
    gap: usize,
    known: Option<Known<'a>>,
}

impl<'a> Cells<'a> {
    /// How many there are.
    pub const fn len(&self) -> usize {
        match self.known {
            Some(known) => self.ends.len() + known.count(),
            None => self.ends.len(),
        }
    }

    /// Whether there are none; a record has at least one.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn end(&self, i: usize) -> Option<usize> {
        match self.ends.get(i) {
            Some(&end) => Some(end),
            None => self.known?.end(i - self.ends.len()),
        }
    }

    /// One of them; empty beyond the last.
    #[inline]
    pub fn get(&self, i: usize) -> &'a [u8] {
        let Some(end) = self.end(i) else { return b"" };
        let start =
            i.checked_sub(1).and_then(|before| self.end(before)).map_or(0, |before| before + self.gap);
        &self.text[start..end]
    }
}

/// What a record has in common with those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Same {
    /// Its lead is that of the record before.
    pub lead: bool,
    /// The number of its part: the same number, the same bytes.
    pub part: Option<u32>,
}

/// Where reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the first record that begins at or behind the limit, or at the end of the bytes.
    At(usize),
    /// The record that begins here is not all in the bytes.
    Short(usize),
}

/// A reader of records; keeps its buffers from one stretch of bytes to the next.
pub struct Records {
    /// How many of the first cells are compared with those of the record before.
    lead: usize,
    repeats: Option<Repeats>,
    ends: Vec<usize>,
    slow: Reader,
    text: Vec<u8>,
    slow_ends: Vec<usize>,
}

impl Records {
    /// A reader that tells for each record whether its first `lead` cells are those of the record before.
    pub fn new(lead: usize) -> Self {
        Self::with_part(lead, None)
    }

    /// And which part it has of those that come again; one is looked for only behind a lead that is the same.
    pub fn with_part(lead: usize, part: Option<Part>) -> Self {
        debug_assert!(part.is_none_or(|part| part.fits_behind(lead)), "{part:?} behind {lead} cells");
        let repeats = part.filter(|_| lead > 0).map(Repeats::new);
        Self { lead, repeats, ends: Vec::new(), slow: primed(), text: vec![0; 1024], slow_ends: vec![0; 64] }
    }

    /// Reads the records that begin in `bytes` from `from`, where one begins, and before `limit`. `all` tells that nothing
    /// follows the bytes. Each record comes with its place and what it has in common with those before.
    pub fn read(
        &mut self,
        bytes: &[u8],
        from: usize,
        limit: usize,
        all: bool,
        mut each: impl FnMut(&Cells<'_>, std::ops::Range<usize>, Same),
    ) -> Stop {
        let mut at = behind_line_ends(bytes, from);
        let mut lead: &[u8] = b"";
        while at < limit && at < bytes.len() {
            let rest = &bytes[at..];
            let same_lead = !lead.is_empty() && rest.starts_with(lead);
            let known = if same_lead { lead.len() } else { 0 };
            let (length, behind) = match line(rest, known) {
                Line::Plain { text, line } => (text, line),
                Line::Open if all => (rest.len(), rest.len()),
                // Not all of it is here.
                Line::Open => return Stop::Short(at),
                Line::Odd => {
                    lead = b"";
                    let Some((read, text, cells)) = self.slow(rest, all) else {
                        return Stop::Short(at);
                    };
                    let (text, ends) = (&self.text[..text], &self.slow_ends[..cells]);
                    let cells = Cells { text, ends, gap: 0, known: None };
                    each(&cells, at..at + read, Same { lead: false, part: None });
                    at = behind_line_ends(bytes, at + read);
                    continue;
                }
            };
            let text = &rest[..length];
            let range = at..at + behind;
            at = behind_line_ends(bytes, at + behind);
            let Self { ends, repeats, lead: columns, .. } = self;
            ends.truncate(if same_lead { *columns } else { 0 });
            let new = match repeats.as_mut().filter(|_| same_lead) {
                None => None,
                Some(repeats) => match repeats.look_up(text, known, ends) {
                    Lookup::Known(found) => {
                        let cells = Cells { text, ends, gap: 1, known: Some(found) };
                        each(&cells, range, Same { lead: true, part: Some(found.number) });
                        continue;
                    }
                    Lookup::New(hash) => Some(hash),
                    Lookup::None => None,
                },
            };
            commas(text, known, ends);
            ends.push(text.len());
            let part = repeats.as_mut().zip(new).and_then(|(repeats, hash)| repeats.learn(hash, text, ends));
            if !same_lead {
                let has_lead = *columns > 0 && ends.len() > *columns;
                lead = if has_lead { &text[..=ends[*columns - 1]] } else { b"" };
            }
            each(&Cells { text, ends, gap: 1, known: None }, range, Same { lead: same_lead, part });
        }
        Stop::At(at)
    }

    /// One record by the state machine: bytes read, bytes of text and number of cells; `None` if it does not end here.
    fn slow(&mut self, bytes: &[u8], all: bool) -> Option<(usize, usize, usize)> {
        let (mut read, mut text, mut cells) = (0, 0, 0);
        loop {
            let (result, taken, written, ended) =
                self.slow.read_record(&bytes[read..], &mut self.text[text..], &mut self.slow_ends[cells..]);
            read += taken;
            text += written;
            cells += ended;
            match result {
                ReadRecordResult::Record => return Some((read, text, cells)),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.slow_ends.resize(self.slow_ends.len() * 2, 0),
                // The next call, with nothing left to read, tells it the end.
                ReadRecordResult::InputEmpty if all => {}
                ReadRecordResult::InputEmpty => {
                    self.slow = primed();
                    return None;
                }
                ReadRecordResult::End => return Some((bytes.len(), text, cells.max(1))),
            }
        }
    }
}

/// What a line is.
enum Line {
    /// Its text ends here, and so does the line but for its newline: a carriage return may stand between.
    Plain {
        /// Bytes of text.
        text: usize,
        /// Bytes before the newline.
        line: usize,
    },
    /// There is no end in these bytes.
    Open,
    /// A quote stands in it, or a carriage return without a newline.
    Odd,
}

/// Looks where the first line ends; of its first bytes it is known that nothing of the kind is in them.
fn line(bytes: &[u8], known: usize) -> Line {
    let Some(place) = memchr3(b'\n', b'\r', b'"', &bytes[known..]).map(|place| known + place) else {
        return Line::Open;
    };
    match &bytes[place..] {
        [b'\n', ..] => Line::Plain { text: place, line: place },
        [b'\r', b'\n', ..] => Line::Plain { text: place, line: place + 1 },
        _ => Line::Odd,
    }
}

/// A state machine that does not take the next bytes for the start of a file, where a byte order mark would be dropped.
fn primed() -> Reader {
    let mut reader = Reader::new();
    let _ = reader.read_record(b"x\n", &mut [0; 8], &mut [0; 8]);
    reader
}

/// The first byte behind line ends: where the next record begins, for empty lines are none.
pub fn behind_line_ends(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
