//! All cells of some rows, for the few of which everything must be known.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::io;
use std::ops::Range;

use super::super::cell::unguard;
use super::super::name::composed;
use super::super::row::{COLUMNS, is_text};
use super::bytes::ReadAt;
use super::columns::Columns;
use super::judge::{BadCell, Head, Row, Rows, Sink};
use super::records::Records;
use super::steps::in_steps;

/// One row with the cells of all our columns, in the contract's order; `None` where the file has no such column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRow {
    /// Where it begins, in bytes of what was given.
    pub at: usize,
    /// Its cells, end to end, the guard against spreadsheets taken off and names composed.
    text: String,
    /// From where to where each is in the text.
    cells: Vec<Option<(u32, u32)>>,
}

impl FullRow {
    /// A row of these cells.
    pub fn new<T: AsRef<str>>(at: usize, cells: impl Iterator<Item = Option<T>>) -> Self {
        let mut row = Self { at, text: String::new(), cells: Vec::with_capacity(COLUMNS.len()) };
        let end = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        for cell in cells {
            let cell = cell.map(|cell| {
                let from = end(&row.text);
                row.text.push_str(cell.as_ref());
                (from, end(&row.text))
            });
            row.cells.push(cell);
        }
        row
    }

    /// A cell by the place of its column; `None` where the file has no such column.
    pub fn get(&self, place: usize) -> Option<&str> {
        let (from, to) = (*self.cells.get(place)?)?;
        self.text.get(from as usize..to as usize)
    }

    /// A cell by its column; empty where there is none.
    pub fn cell(&self, column: &str) -> &str {
        let place = COLUMNS.iter().position(|known| *known == column);
        place.and_then(|place| self.get(place)).unwrap_or_default()
    }
}

/// Reads all cells of the rows of one file. Bytes that are not UTF-8 are replaced.
pub struct FullRows {
    /// For each of our columns, its place in the file.
    places: [Option<usize>; COLUMNS.len()],
    records: Records,
}

impl FullRows {
    /// A reader for a file with these columns.
    pub fn new(columns: &Columns) -> Self {
        let places = COLUMNS.map(|column| columns.names.iter().position(|name| name == column));
        Self { places, records: Records::new(0) }
    }

    /// The rows of a stretch that begins with a record and holds only whole ones.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<FullRow> {
        let Self { places, records } = self;
        let mut rows = Vec::new();
        records.read(bytes, 0, bytes.len(), true, |cells, range, _| {
            let cell = |(column, place): (&&str, &Option<usize>)| {
                let text = String::from_utf8_lossy(cells.get((*place)?));
                Some(match *column {
                    "candidate" | "candidate_id" => Cow::Owned(composed(unguard(&text)).into_owned()),
                    column if is_text(column) && unguard(&text).len() < text.len() => {
                        Cow::Owned(unguard(&text).to_owned())
                    }
                    _ => text,
                })
            };
            rows.push(FullRow::new(range.start, COLUMNS.iter().zip(&*places).map(cell)));
        });
        rows
    }
}

/// An attempt's id as it is compared: of a UUID in small letters.
pub fn canonical(id: &str) -> Cow<'_, str> {
    let is_large = |byte: u8| byte.is_ascii_uppercase();
    if id.len() == 36 && id.bytes().any(is_large) && uuid::Uuid::try_parse(id).is_ok() {
        Cow::Owned(id.to_ascii_lowercase())
    } else {
        Cow::Borrowed(id)
    }
}

/// The rows of a whole file whose attempt is one of these, by their canonical ids, in the file's order; those that can't be understood are left out.
pub fn rows_of_attempts(
    bytes: &dyn ReadAt,
    columns: &Columns,
    attempts: &HashSet<&str, impl BuildHasher>,
) -> io::Result<Vec<FullRow>> {
    let mut found = Vec::new();
    let (mut rows, mut full) = (Rows::new(columns), FullRows::new(columns));
    in_steps(bytes, columns, |bytes, _, all| {
        let mut theirs = Theirs { attempts, counts: false, places: Vec::new() };
        let stop = rows.read(bytes, 0, bytes.len(), all, &mut theirs);
        for place in theirs.places {
            found.extend(full.read(&bytes[place]));
        }
        stop
    })?;
    Ok(found)
}

/// Where the rows of some attempts are.
struct Theirs<'a, S> {
    attempts: &'a HashSet<&'a str, S>,
    /// Whether the rows that follow are of one of them.
    counts: bool,
    places: Vec<Range<usize>>,
}

impl<S: BuildHasher> Sink for Theirs<'_, S> {
    fn head(&mut self, _: usize, head: &Head<'_>) {
        self.counts = self.attempts.contains(&*canonical(head.attempt_id));
    }

    fn row(&mut self, row: &Row<'_>) {
        if self.counts {
            self.places.push(row.at..row.end);
        }
    }

    fn bad(&mut self, _: Range<usize>, _: &BadCell) {}
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Counts the bytes that are read.
    struct Counted(Vec<u8>, AtomicU64);

    impl ReadAt for Counted {
        fn length(&self) -> u64 {
            self.0.length()
        }

        fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
            let read = self.0.read_at(to, at)?;
            self.1.fetch_add(read as u64, Ordering::Relaxed);
            Ok(read)
        }
    }

    #[test]
    fn a_file_is_read_once_for_all_attempts_and_bad_rows_are_left_out() {
        let mut text = String::from(
            "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n",
        );
        for attempt in ["a", "b", "c"] {
            for question in 0..3 {
                let outcome = if (attempt, question) == ("c", 1) { "wrong" } else { "correct" };
                text += &format!("{attempt},Ada,m,2026-11-18T09:30:00Z,\"q{question}\",t,{outcome},1,1\n");
            }
        }
        text += "c,Ada,m,yesterday,q3,t,correct,1,1\nc,Ada,m,2026-11-18T09:30:00Z,q4,t,correct,1\n";
        let columns = Columns::read(text.as_bytes(), true).unwrap();
        let bytes = Counted(text.into_bytes(), AtomicU64::new(0));
        let rows = rows_of_attempts(&bytes, &columns, &HashSet::from(["a", "c", "d"])).unwrap();
        let found: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {}", row.cell("attempt_id"), row.cell("question_id")))
            .collect();
        assert_eq!(found, ["a q0", "a q1", "a q2", "c q0", "c q2"]);
        assert_eq!(bytes.1.into_inner(), bytes.0.length() - columns.end);
    }
}
