//! What stands beside results that tells of their rows: journals, marks, a list of attempts that were removed.

use std::path::Path;

use crate::failure::Failure;
use crate::session::{Attempt, AttemptId, Entry, Event};
use crate::store::journal::{self, Unusable};
use crate::store::ledger::Ledger;
use crate::store::marks;
use crate::store::regular;
use crate::store::results_files::ResultsFile;
use crate::verifying::kinds::Journal;
use crate::verifying::settle::Of;
use crate::verifying::{Evidence, Receipt, Voices};

/// Where it stands.
pub(super) struct Beside {
    ledger: Option<Ledger>,
}

/// What was found of an attempt.
pub(super) struct Found {
    pub(super) evidence: Evidence,
    /// The receipts of its hand-ins.
    pub(super) receipts: Vec<(Receipt, Of)>,
}

impl Beside {
    /// Beside this file; beside a pipe there is nothing.
    pub(super) fn of(file: &ResultsFile) -> Self {
        Self { ledger: Ledger::at(&file.path).ok().filter(|_| file.stays()) }
    }

    pub(super) const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// The attempts that have a journal.
    pub(super) fn journals(&self) -> Result<Vec<String>, Failure> {
        let Some(ledger) = &self.ledger else { return Ok(Vec::new()) };
        Ok(ledger.journals()?.into_iter().map(String::from).filter(|id| id != REMOVED).collect())
    }

    /// How many attempts were removed.
    pub(super) fn removed(&self) -> usize {
        let Some(ledger) = &self.ledger else { return 0 };
        let path = ledger.attempts().join(format!("{REMOVED}.jsonl"));
        let lines = |bytes: Vec<u8>| memchr::memchr_iter(b'\n', &bytes).count();
        regular::read(&path, regular::JOURNAL).map_or(0, lines)
    }

    /// What people say of answers, and why it can't be read if it can't.
    pub(super) fn said(&self) -> (Voices, Option<String>) {
        let Some(ledger) = &self.ledger else { return (Voices::default(), None) };
        match marks::read(&marks::path(ledger.results())) {
            Ok(lines) => (Voices::of(lines.into_iter().map(|line| (line.at.0, line.said))), None),
            Err(problem) => (Voices::default(), Some(why(&problem))),
        }
    }

    /// The journal of an attempt; with its receipts, where they are asked for.
    pub(super) fn evidence(&self, id: &str, receipts: bool) -> Found {
        let none = |evidence| Found { evidence, receipts: Vec::new() };
        let path = self.ledger.as_ref().zip(AttemptId::new(id)).map(|(ledger, id)| ledger.journal(&id));
        let Some(path) = path.filter(|_| id != REMOVED) else { return none(Evidence::Missing) };
        let bytes = match regular::read(&path, regular::JOURNAL) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return none(Evidence::Missing),
            Err(error) => return none(Evidence::Unreadable(error.to_string())),
        };
        let evidence = of_bytes(id, &path, &bytes);
        let receipts = if receipts { receipts_of(id, &bytes, &evidence) } else { Vec::new() };
        Found { evidence, receipts }
    }
}

/// The name, as an attempt's would be, of the list of those that were removed.
const REMOVED: &str = "forgotten";

fn of_bytes(id: &str, path: &Path, bytes: &[u8]) -> Evidence {
    let contents = match journal::parse(bytes) {
        Ok(contents) => contents,
        Err(Unusable::Empty) => return Evidence::Empty,
        Err(Unusable::Damaged { line, why }) => return Evidence::Damaged { line, why },
        Err(problem @ (Unusable::Running | Unusable::Io(_))) => return Evidence::Unreadable(why(&problem)),
    };
    match Attempt::from_entries(&contents.entries) {
        Ok(attempt) if attempt.started.attempt.as_str() != id => {
            let why =
                format!("it is the journal of attempt `{}`, under another name", attempt.started.attempt);
            Evidence::Damaged { line: 1, why }
        }
        Ok(attempt) => {
            let running = journal::is_running(path);
            let (entries, torn) = (contents.entries, contents.torn > 0);
            Evidence::Journal(Box::new(Journal { attempt, entries, torn, running }))
        }
        Err(wrong) => Evidence::Damaged { line: wrong.line, why: wrong.why },
    }
}

fn receipts_of(id: &str, bytes: &[u8], evidence: &Evidence) -> Vec<(Receipt, Of)> {
    let all = Receipt::all_in(bytes);
    let (candidate, count, broken) = match evidence {
        Evidence::Journal(journal) => {
            let is_submitted = |entry: &&Entry| matches!(entry.event, Event::Submitted { .. });
            let count = journal.entries.iter().filter(is_submitted).count();
            (journal.attempt.started.candidate.clone(), count, None)
        }
        Evidence::Damaged { line, why } => {
            (String::new(), all.len(), Some(format!("line {line} of the journal: {why}")))
        }
        Evidence::Empty | Evidence::Unreadable(_) | Evidence::Missing => return Vec::new(),
    };
    let of = |i: usize, lost: bool| Of {
        attempt: id.to_owned(),
        candidate: candidate.clone(),
        broken: broken.clone().or(lost.then(|| "its line of the journal is torn".to_owned())),
        reopened: i + 1 < count,
    };
    all.into_iter().enumerate().map(|(i, receipt)| (receipt, of(i, i >= count))).collect()
}

fn why(problem: &Unusable) -> String {
    match problem {
        Unusable::Running => "somebody has it open".to_owned(),
        Unusable::Empty => "it has no whole line".to_owned(),
        Unusable::Damaged { line, why } => format!("line {line}: {why}"),
        Unusable::Io(error) => format!("could not be read: {error}"),
    }
}
