//! What the results know that a line names: candidates, exams, topics, levels; and attempts that are open.

use std::path::{Path, PathBuf};

use super::{Candidate, engine};
use crate::commands::tables;
use crate::report::gather::{Known, Names, Wanted};
use crate::report::model::Kept;
use crate::results::scan::ReadAt;
use crate::session::{Attempt, AttemptState};
use crate::store::ledger::Ledger;
use crate::store::{folder, journal, results_files};

/// Of results of more bytes nobody waits for the names.
const MOST_RESULTS: u64 = 64 << 20;
/// So many attempts are looked into, the newest first.
const MOST_ATTEMPTS: usize = 64;

/// The results that the line names with `--results`.
pub(super) fn named(words: &[String]) -> Vec<PathBuf> {
    let named = words.iter().enumerate().filter_map(|(at, word)| match word.strip_prefix("--results")? {
        "" => words.get(at + 1).map(PathBuf::from),
        path => path.strip_prefix('=').map(PathBuf::from),
    });
    named.collect()
}

/// The results that the line names, or those that there are by default.
pub(super) fn results(words: &[String]) -> Vec<PathBuf> {
    let named = named(words);
    if !named.is_empty() {
        return named;
    }
    let placed = words.iter().skip(2).filter(|word| !word.starts_with('-')).map(PathBuf::from);
    let is_csv = |path: &Path| path.extension().is_some_and(|ending| ending == "csv");
    let placed: Vec<PathBuf> = placed.filter(|path| is_csv(path) || folder::is_folder(path)).collect();
    if placed.is_empty() { engine::default_results().into_iter().collect() } else { placed }
}

/// Names of a sort in the results, in alphabetical order.
pub(super) fn names(paths: &[PathBuf], names: impl Fn(&Known) -> &Names) -> Vec<Candidate> {
    // A pipe would be read to its end, and keep the shell waiting.
    let paths = paths.iter().filter(|path| folder::is_file(path) || folder::is_folder(path));
    let Ok(files) = results_files::open(&paths.cloned().collect::<Vec<_>>()) else { return Vec::new() };
    if files.iter().map(ReadAt::length).sum::<u64>() > MOST_RESULTS {
        return Vec::new();
    }
    let wanted = Wanted { skip_bad_rows: true, on_conflict: Some(Kept::First), ..Wanted::default() };
    let Ok(gathered) = tables::gathered_quietly(&files, &wanted) else { return Vec::new() };
    let mut names: Vec<&str> = names(&gathered.known).iter().filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.into_iter().map(|name| Candidate::new(name, "")).collect()
}

/// Attempts that are open, the newest first.
pub(super) fn attempts(words: &[String], data: Option<&Path>) -> Vec<Candidate> {
    let learner = data.map(|data| data.join("practice.csv"));
    let ledgers = results(words).into_iter().chain(learner).filter_map(|path| Ledger::at(&path).ok());
    let mut open = Vec::new();
    for ledger in ledgers {
        for id in ledger.journals().unwrap_or_default().into_iter().rev().take(MOST_ATTEMPTS) {
            let path = ledger.journal(&id);
            if journal::ends_recorded(&path) {
                continue;
            }
            let Ok(contents) = journal::read(&path) else { continue };
            let Ok(attempt) = Attempt::from_entries(&contents.entries) else { continue };
            if attempt.state == AttemptState::Open {
                let whose = format!("{}, {}", attempt.started.candidate, attempt.started.exam);
                open.push(Candidate::new(id.as_str(), whose));
            }
        }
    }
    open
}

/// Attempts that have a journal, the newest first.
pub(super) fn journaled(words: &[String]) -> Vec<Candidate> {
    let ledgers = results(words).into_iter().filter_map(|path| Ledger::at(&path).ok());
    let mut all = Vec::new();
    for ledger in ledgers {
        for id in ledger.journals().unwrap_or_default().into_iter().rev().take(MOST_ATTEMPTS) {
            if let Some((started, _)) = journal::whose(&ledger.journal(&id)) {
                all.push(Candidate::new(id.as_str(), format!("{}, {}", started.candidate, started.exam)));
            }
        }
    }
    all
}
