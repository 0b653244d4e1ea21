//! Rows of results at any size: bytes → records → judged rows, where every row is either understood or refused with its place.
//!
//! A stretch without quotes and lone carriage returns is split at commas and newlines; a record that has one is read by
//! [`csv_core`], and the next is split again. Knows nothing of what rows are counted for.

pub mod bytes;
pub mod columns;
mod commas;
mod earned;
pub mod full;
pub mod judge;
pub mod locate;
pub mod plain;
pub mod problem;
pub mod records;
pub mod repeats;
pub mod steps;

pub use bytes::ReadAt;
pub use columns::{Columns, ColumnsProblem, REQUIRED};
pub use full::{FullRow, FullRows, canonical, rows_of_attempts};
pub use judge::{BadCell, Head, Row, Rows, Sink, Status, ladder_rungs};
pub use plain::{PlainRow, plain_rows, with_line_end};
pub use problem::CellProblem;
pub use records::{Cells, Records, Stop, behind_line_ends};
pub use steps::{LONGEST_RECORD, endless, in_steps, place_of, shortened};
