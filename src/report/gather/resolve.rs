//! The few attempts that stand in several places: copies in other words, parts, or versions that contradict each other. They
//! are read cell by cell and put together.

use foldhash::HashMap;

use crate::results::scan::{Columns, FullRow, full_rows};
use crate::results::{COLUMNS, Header};
use crate::session::Rows;

use super::super::model::Kept;
use super::blocks::Table;
use super::runs::{AttemptKey, Known};
use super::seats::attempt_id;
use super::stretch::{Stretch, bytes_of, place_of};
use super::{Conflict, GatherProblem};

/// What became of them.
pub(super) struct Resolved {
    /// All rows, attempt by attempt.
    pub rows: Vec<FullRow>,
    /// Stretches that said nothing new.
    pub duplicates: u64,
    /// Attempts with rows that contradict each other.
    pub conflicts: u64,
}

/// The columns that must be the same in all rows of an attempt: those before `number`, and the ladder.
fn is_common(column: &str) -> bool {
    column == "ladder" || COLUMNS.iter().position(|known| *known == column).is_some_and(|place| place < 10)
}

/// A row with where it is.
struct Placed {
    row: FullRow,
    file: usize,
    at: u64,
}

/// Puts the attempts together.
pub(super) fn resolve(
    tables: &[Table<'_>],
    in_parts: &HashMap<AttemptKey, Vec<Stretch>>,
    known: &Known,
    on_conflict: Option<Kept>,
) -> Result<Resolved, GatherProblem> {
    let mut attempts: Vec<_> = in_parts.iter().collect();
    attempts.sort_by_key(|(_, stretches)| stretches.first().copied());
    let mut resolved = Resolved { rows: Vec::new(), duplicates: 0, conflicts: 0 };
    for (&attempt, stretches) in attempts {
        let mut stretches = stretches.clone();
        if on_conflict == Some(Kept::Last) {
            // The last named file comes first, and what comes first counts.
            stretches
                .sort_by_key(|stretch| (std::cmp::Reverse(stretch.file), std::cmp::Reverse(stretch.from)));
        }
        let mut kept: Vec<Placed> = Vec::new();
        let mut conflicts = false;
        for stretch in stretches {
            let failed = |error| GatherProblem::Read { file: stretch.file, error };
            let bytes = bytes_of(tables, stretch).map_err(failed)?;
            let before = kept.len();
            for row in full_rows(&bytes, &tables[stretch.file].columns) {
                let at = stretch.from + row.at as u64;
                let new = Placed { row, file: stretch.file, at };
                let same = kept.iter().find(|old| old.row.cell("question_id") == new.row.cell("question_id"));
                let differs = match same {
                    Some(old) => difference(old, &new, |_| true).map(|column| (old, column)),
                    None => kept
                        .first()
                        .and_then(|old| difference(old, &new, is_common).map(|column| (old, column))),
                };
                if let Some((old, column)) = differs {
                    if on_conflict.is_none() {
                        return Err(conflict(tables, &attempt_id(known, attempt), old, &new, column)?);
                    }
                    conflicts = true;
                }
                if same.is_none() {
                    kept.push(new);
                }
            }
            resolved.duplicates += u64::from(before == kept.len());
        }
        resolved.conflicts += u64::from(conflicts);
        let common = kept.first().map(|first| first.row.cells.clone()).unwrap_or_default();
        for mut placed in kept {
            // One attempt has one head: the first's.
            for (i, column) in COLUMNS.iter().enumerate() {
                if is_common(column) {
                    placed.row.cells[i].clone_from(&common[i]);
                }
            }
            resolved.rows.push(placed.row);
        }
    }
    Ok(resolved)
}

/// The first column in which two rows differ, of those asked for that both files have.
fn difference(one: &Placed, other: &Placed, asked: impl Fn(&str) -> bool) -> Option<&'static str> {
    let differs = |(i, column): (usize, &&'static str)| {
        let both = one.row.cells[i].as_ref().zip(other.row.cells[i].as_ref());
        (asked(column) && both.is_some_and(|(one, other)| one != other)).then_some(*column)
    };
    COLUMNS.iter().enumerate().find_map(differs)
}

fn conflict(
    tables: &[Table<'_>],
    attempt: &str,
    old: &Placed,
    new: &Placed,
    column: &'static str,
) -> Result<GatherProblem, GatherProblem> {
    let line = |placed: &Placed| {
        let place = place_of(tables[placed.file].bytes, placed.at, 0);
        place.map(|(line, _)| line).map_err(|error| GatherProblem::Read { file: placed.file, error })
    };
    Ok(GatherProblem::from(Conflict {
        attempt: attempt.to_owned(),
        first: (old.file, line(old)?),
        second: (new.file, line(new)?),
        column,
        one: old.row.cell(column).to_owned(),
        other: new.row.cell(column).to_owned(),
    }))
}

/// The rows as the bytes of a file of their own, with its columns; `None` where there are no rows.
pub(super) fn as_table(rows: &[FullRow]) -> (Vec<u8>, Option<Columns>) {
    let header = Header::ours();
    let mut bytes = header.to_bytes();
    let cells = |row: &FullRow| row.cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect();
    let columns = COLUMNS.map(str::to_owned).to_vec();
    bytes.extend(header.encode(&Rows { columns, rows: rows.iter().map(cells).collect() }));
    let columns = if rows.is_empty() { None } else { Columns::read(&bytes, true).ok() };
    (bytes, columns)
}
