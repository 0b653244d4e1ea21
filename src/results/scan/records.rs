//! Bytes to records, as the `csv` crate reads them: fast where there is no quote and no lone carriage return, and by
//! [`csv_core`] record by record where there is.

use csv_core::{ReadRecordResult, Reader};
use memchr::memchr;

use super::repeats::{Lookup, Part, Repeats};

/// The cells of one record.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    text: &'a [u8],
    /// Where each cell ends in the text.
    ends: &'a [usize],
    /// Bytes between two cells: 1 where commas are still there.
    gap: usize,
}

impl<'a> Cells<'a> {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none; a record has at least one.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them; empty beyond the last.
    #[inline]
    pub fn get(&self, i: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(i) else { return b"" };
        let start = i.checked_sub(1).map_or(0, |before| self.ends[before] + self.gap);
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
        mut each: impl FnMut(Cells<'_>, std::ops::Range<usize>, Same),
    ) -> Stop {
        let mut at = behind_line_ends(bytes, from);
        let mut quote = Next::new(find_quote);
        let mut lone = Next::new(find_lone_cr);
        let mut lead: &[u8] = b"";
        while at < limit && at < bytes.len() {
            // Up to the first quote or lone carriage return bytes are split; nothing is looked for behind it.
            let plain = quote.at(bytes, at).min(lone.at(bytes, at));
            let rest = &bytes[at..plain];
            let length = match memchr(b'\n', rest) {
                Some(length) => length,
                None if plain < bytes.len() => {
                    lead = b"";
                    let Some((read, text, cells)) = self.slow(&bytes[at..], all) else {
                        return Stop::Short(at);
                    };
                    let cells = Cells { text: &self.text[..text], ends: &self.slow_ends[..cells], gap: 0 };
                    each(cells, at..at + read, Same { lead: false, part: None });
                    at = behind_line_ends(bytes, at + read);
                    continue;
                }
                None if all => rest.len(),
                // Not all of it is here.
                None => return Stop::Short(at),
            };
            let text = rest[..length].strip_suffix(b"\r").unwrap_or(&rest[..length]);
            let same_lead = !lead.is_empty() && text.starts_with(lead);
            let part = self.split(text, if same_lead { lead.len() } else { 0 });
            if !same_lead {
                let has_lead = self.lead > 0 && self.ends.len() > self.lead;
                lead = if has_lead { &rest[..=self.ends[self.lead - 1]] } else { b"" };
            }
            each(Cells { text, ends: &self.ends, gap: 1 }, at..at + length, Same { lead: same_lead, part });
            at = behind_line_ends(bytes, at + length);
        }
        Stop::At(at)
    }

    /// Finds the ends of a record's cells; those of its lead are known where that is so many bytes long. Says which part it has.
    fn split(&mut self, text: &[u8], lead: usize) -> Option<u32> {
        let Self { ends, repeats, .. } = self;
        ends.truncate(if lead > 0 { self.lead } else { 0 });
        let repeats = repeats.as_mut().filter(|_| lead > 0);
        let looked_up = repeats.map(|repeats| (repeats.look_up(text, lead, ends), repeats));
        if let Some((Lookup::Known(number), _)) = looked_up {
            return Some(number);
        }
        commas(text, lead, ends);
        ends.push(text.len());
        match looked_up {
            Some((Lookup::New(hash), repeats)) => repeats.learn(hash, text, ends),
            Some(_) | None => None,
        }
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

/// Notes where commas are, from a place on.
///
/// Cells are a few bytes long as a rule, so eight bytes are looked at in one number: a byte's highest bit tells whether it is
/// a comma. No carry goes from one byte to the next, as none is above 0x7f + 0x7f.
fn commas(text: &[u8], from: usize, commas: &mut Vec<usize>) {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const COMMAS: u64 = u64::from_ne_bytes([b','; 8]);
    let (words, rest) = text[from..].as_chunks::<8>();
    let mut at = from;
    for word in words {
        let differs = u64::from_le_bytes(*word) ^ COMMAS;
        let mut found = !(((differs & LOW) + LOW) | differs) & !LOW;
        while found != 0 {
            commas.push(at + (found.trailing_zeros() / 8) as usize);
            found &= found - 1;
        }
        at += 8;
    }
    commas.extend((at..).zip(rest).filter(|(_, byte)| **byte == b',').map(|(place, _)| place));
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

/// The next place of something, looked for once.
struct Next {
    found: Option<usize>,
    find: fn(&[u8], usize) -> usize,
}

impl Next {
    const fn new(find: fn(&[u8], usize) -> usize) -> Self {
        Self { found: None, find }
    }

    /// The first at or behind `from`; the length of the bytes if there is none.
    fn at(&mut self, bytes: &[u8], from: usize) -> usize {
        match self.found {
            Some(found) if found >= from => found,
            Some(_) | None => *self.found.insert((self.find)(bytes, from)),
        }
    }
}

fn find_quote(bytes: &[u8], from: usize) -> usize {
    memchr(b'"', &bytes[from..]).map_or(bytes.len(), |place| from + place)
}

fn find_lone_cr(bytes: &[u8], from: usize) -> usize {
    memchr::memchr_iter(b'\r', &bytes[from..])
        .map(|place| from + place)
        .find(|&place| bytes.get(place + 1) != Some(&b'\n'))
        .unwrap_or(bytes.len())
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
