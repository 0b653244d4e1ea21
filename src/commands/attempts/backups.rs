//! Results as they were before they were marked anew: a person's rows stand there, too.

use std::ops::Range;
use std::path::PathBuf;

use super::people::Person;
use crate::commands::misread::Naming;
use crate::commands::{misread, tables};
use crate::failure::Failure;
use crate::results::scan::{Columns, plain_rows, with_line_end};
use crate::store::ledger::Ledger;
use crate::store::results_files::{self, ResultsFile};

/// An earlier file in which a person's rows stand.
pub(super) struct Backup {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its bytes.
    pub(super) file: ResultsFile,
    /// Its columns.
    pub(super) columns: Columns,
    /// The person's rows with their line ends, ascending and apart.
    pub(super) rows: Vec<Range<u64>>,
}

/// All of them.
pub(super) fn of(ledger: &Ledger, person: &Person<'_>) -> Result<Vec<Backup>, Failure> {
    let ids = person.ids();
    let mut found = Vec::new();
    for path in ledger.backups() {
        let Some(file) = results_files::open(std::slice::from_ref(&path))?.pop() else { continue };
        let columns = tables::columns(&file, Naming::Plain)?;
        let unread = |error: std::io::Error| misread::unread(&file, &error, Naming::Plain);
        let mut rows = Vec::new();
        plain_rows(&file, &columns, |row| {
            let is_theirs = row.candidate == person.candidate && row.candidate_id == person.candidate_id;
            if is_theirs || ids.contains(&row.attempt_id) {
                rows.push(row.place);
            }
        })
        .map_err(unread)?;
        let rows: Vec<Range<u64>> =
            rows.iter().map(|place| with_line_end(&file, place)).collect::<Result<_, _>>().map_err(unread)?;
        if !rows.is_empty() {
            found.push(Backup { path, file, columns, rows });
        }
    }
    Ok(found)
}

/// How many rows stand in them.
pub(super) fn count(backups: &[Backup]) -> usize {
    backups.iter().map(|backup| backup.rows.len()).sum()
}
