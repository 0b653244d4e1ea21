//! All cells of some rows, for the few of which everything must be known.

use super::super::cell::unguard;
use super::super::row::{COLUMNS, is_text};
use super::columns::Columns;
use super::records::Records;

/// One row with the cells of all our columns, in the contract's order; `None` where the file has no such column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRow {
    /// Where it begins, in bytes of what was given.
    pub at: usize,
    /// Its cells, the guard against spreadsheets taken off.
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
            Some(if is_text(column) { unguard(&text).to_owned() } else { text })
        };
        rows.push(FullRow { at: range.start, cells: COLUMNS.iter().zip(places).map(cell).collect() });
    });
    rows
}
