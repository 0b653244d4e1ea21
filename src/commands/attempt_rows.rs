//! The rows of some attempts, all of their cells: read once for all that need them.

use std::collections::{HashMap, HashSet};

use super::misread::{self, Naming};
use super::tables;
use crate::failure::Failure;
use crate::report::model::Kept;
use crate::results::scan::{FullRow, rows_of_attempts};
use crate::store::results_files::ResultsFile;

/// All cells of attempts' rows, by attempt, each question once: as it stands first, or in the file named last.
pub(super) fn of(
    files: &[ResultsFile],
    ids: &HashSet<String>,
    kept: Option<Kept>,
) -> Result<HashMap<String, Vec<FullRow>>, Failure> {
    let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let mut rows = Vec::new();
    for file in tables::with_content(files) {
        let found = rows_of_attempts(file, &tables::columns(file, Naming::Plain)?, &ids)
            .map_err(|error| misread::unread(file, &error, Naming::Plain))?;
        rows.extend(found);
    }
    if kept == Some(Kept::Last) {
        rows.reverse();
    }
    let mut known = HashSet::new();
    let mut by_attempt: HashMap<String, Vec<FullRow>> = HashMap::new();
    for row in rows {
        let [id, question] = ["attempt_id", "question_id"].map(|column| row.cell(column).to_owned());
        if known.insert((id.clone(), question)) {
            by_attempt.entry(id).or_default().push(row);
        }
    }
    if kept == Some(Kept::Last) {
        for rows in by_attempt.values_mut() {
            rows.reverse();
        }
    }
    Ok(by_attempt)
}
