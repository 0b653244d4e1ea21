//! The rows of some attempts, all of their cells: read once for all that need them.

use std::collections::{HashMap, HashSet};

use super::misread::{self, Naming};
use super::tables;
use crate::failure::Failure;
use crate::report::gather::attempt_id;
use crate::report::gather::{Gathered, have_one_head};
use crate::report::model::Kept;
use crate::results::scan::{FullRow, canonical, rows_of_attempts};
use crate::store::results_files::ResultsFile;

/// Whose attempt at which exam: an attempt's id alone does not say it where results were made, or renamed, by hand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Whose {
    /// The attempt.
    pub(super) attempt: String,
    /// The candidate, and what tells namesakes apart.
    pub(super) candidate: (String, String),
    /// The exam.
    pub(super) exam: String,
}

impl Whose {
    /// Whether a row is of it. A copy may lack what tells namesakes apart.
    fn has(&self, row: &FullRow) -> bool {
        let id = row.cell("candidate_id");
        canonical(row.cell("attempt_id")) == self.attempt
            && row.cell("exam_id") == self.exam
            && row.cell("candidate") == self.candidate.0
            && (id == self.candidate.1 || id.is_empty())
    }
}

/// All cells of attempts' rows, each question once. Of attempts whose rows contradict each other only those of one file under one head,
/// those of the first row, or of the last; in a file the first row, or the last.
pub(super) fn of(
    files: &[ResultsFile],
    wanted: &HashSet<Whose>,
    gathered: &Gathered,
    naming: Naming,
) -> Result<HashMap<Whose, Vec<FullRow>>, Failure> {
    let (known, kept) = (&gathered.known, gathered.kept);
    let contradicted: HashSet<String> =
        gathered.contradicted.iter().map(|of| attempt_id(known, of.attempt)).collect();
    let ids: HashSet<&str> = wanted.iter().map(|whose| whose.attempt.as_str()).collect();
    let mut rows: Vec<(usize, FullRow)> = Vec::new();
    for (place, file) in tables::with_content(files).into_iter().enumerate() {
        let found = rows_of_attempts(file, &tables::columns(file, naming)?, &ids)
            .map_err(|error| misread::unread(file, &error, naming))?;
        rows.extend(found.into_iter().map(|row| (place, row)));
    }
    if kept == Some(Kept::Last) {
        rows.reverse();
    }
    let mut first: HashMap<String, (usize, FullRow)> = HashMap::new();
    let mut taken = HashSet::new();
    let mut by_attempt: HashMap<Whose, Vec<FullRow>> = HashMap::new();
    for (file, row) in rows {
        let id = canonical(row.cell("attempt_id")).into_owned();
        if contradicted.contains(&id) {
            let (of_first, head) = first.entry(id).or_insert_with(|| (file, row.clone()));
            if *of_first != file || !have_one_head(head, &row) {
                continue;
            }
        }
        let Some(whose) = wanted.iter().find(|whose| whose.has(&row)) else { continue };
        if taken.insert((whose.clone(), row.cell("question_id").to_owned())) {
            by_attempt.entry(whose.clone()).or_default().push(row);
        }
    }
    if kept == Some(Kept::Last) {
        for rows in by_attempt.values_mut() {
            rows.reverse();
        }
    }
    Ok(by_attempt)
}
