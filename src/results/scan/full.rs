//! All cells of some rows, for the few of which everything must be known.

use std::io;

use super::super::cell::unguard;
use super::super::name::composed;
use super::super::row::{COLUMNS, is_text};
use super::bytes::ReadAt;
use super::columns::Columns;
use super::records::{Records, Stop};

/// One row with the cells of all our columns, in the contract's order; `None` where the file has no such column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRow {
    /// Where it begins, in bytes of what was given.
    pub at: usize,
    /// Its cells, the guard against spreadsheets taken off and names composed.
    pub cells: Vec<Option<String>>,
}

impl FullRow {
    /// A cell by its column; empty where there is none.
    pub fn cell(&self, column: &str) -> &str {
        let place = COLUMNS.iter().position(|known| *known == column);
        place.and_then(|place| self.cells[place].as_deref()).unwrap_or_default()
    }
}

/// The rows of a stretch that begins with a record and holds only whole ones. Bytes that are not UTF-8 are replaced.
pub fn full_rows(bytes: &[u8], columns: &Columns) -> Vec<FullRow> {
    let places = COLUMNS.map(|column| columns.names.iter().position(|name| name == column));
    let mut rows = Vec::new();
    Records::new(0).read(bytes, 0, bytes.len(), true, |cells, range, _| {
        let cell = |(column, place): (&&str, Option<usize>)| {
            let text = String::from_utf8_lossy(cells.get(place?)).into_owned();
            Some(match *column {
                "candidate" | "candidate_id" => composed(unguard(&text)).into_owned(),
                column if is_text(column) => unguard(&text).to_owned(),
                _ => text,
            })
        };
        rows.push(FullRow { at: range.start, cells: COLUMNS.iter().zip(places).map(cell).collect() });
    });
    rows
}

/// Bytes read at once.
const STEP: usize = 4 << 20;

/// The rows of a whole file whose attempt is one of these.
pub fn rows_of_attempts(
    bytes: &dyn ReadAt,
    columns: &Columns,
    attempts: &[String],
) -> io::Result<Vec<FullRow>> {
    let Some(place) = columns.names.iter().position(|name| name == "attempt_id") else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let mut records = Records::new(0);
    let (mut base, mut wanted) = (columns.end, STEP);
    let mut buffer = Vec::new();
    loop {
        let left = usize::try_from(bytes.length().saturating_sub(base)).unwrap_or(usize::MAX);
        buffer.resize(left.min(wanted), 0);
        let mut filled = 0;
        while filled < buffer.len() {
            match bytes.read_at(&mut buffer[filled..], base + filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        let all = filled < wanted || filled == left;
        buffer.truncate(filled);
        let stop = records.read(&buffer, 0, filled, all, |cells, range, _| {
            let id = String::from_utf8_lossy(cells.get(place)).into_owned();
            if attempts.iter().any(|attempt| attempt == unguard(&id)) {
                found.extend(full_rows(&buffer[range], columns));
            }
        });
        let done = match stop {
            Stop::At(end) => end,
            Stop::Short(start) => start,
        };
        if all {
            return Ok(found);
        }
        // A record longer than what was read needs more at once.
        wanted = if done == 0 { wanted.saturating_mul(2) } else { STEP };
        base += done as u64;
    }
}
