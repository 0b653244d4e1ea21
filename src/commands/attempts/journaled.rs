//! What a journal says of its attempt, also where it is damaged.

use crate::report::attempts::{Recorded, Standing};
use crate::results::scan::PlainRow;
use crate::session::moment::WallTime;
use crate::session::{Attempt, AttemptId, AttemptState, By, Started};
use crate::store::journal::{self, Unusable};
use crate::store::ledger::Ledger;

/// What a journal says.
pub struct Journaled {
    /// Whose it is, as far as it can be read.
    pub started: Option<(Started, WallTime)>,
    /// What its events add up to, unless it is damaged.
    attempt: Option<Attempt>,
    is_running: bool,
}

impl Journaled {
    /// `None`: it has no whole line and is no attempt.
    pub fn of(ledger: &Ledger, id: &AttemptId) -> Option<Self> {
        let path = ledger.journal(id);
        let attempt = match journal::read(&path) {
            Ok(contents) => Attempt::from_entries(&contents.entries).ok(),
            Err(Unusable::Empty) => return None,
            Err(Unusable::Running | Unusable::Damaged { .. } | Unusable::Io(_)) => None,
        };
        let started = match &attempt {
            Some(attempt) => Some((attempt.started.clone(), attempt.started_at)),
            None => journal::whose(&path).filter(|(started, _)| started.attempt == *id),
        };
        let is_open = attempt.as_ref().is_some_and(|attempt| attempt.state == AttemptState::Open);
        Some(Self { started, attempt, is_running: is_open && journal::is_running(&path) })
    }

    /// Whether it is of this person.
    pub fn names(&self, candidate: &str, candidate_id: &str) -> bool {
        let of = self.started.as_ref();
        of.is_some_and(|(of, _)| of.candidate == candidate && of.candidate_id == candidate_id)
    }
}

/// How an attempt stands by its journal, else by its first row.
pub fn standing(journal: Option<&Journaled>, first: Option<&PlainRow>) -> Standing {
    match journal {
        Some(Journaled { attempt: Some(attempt), is_running, .. }) => match &attempt.state {
            AttemptState::Open if *is_running => Standing::Running,
            AttemptState::Open => Standing::Open,
            AttemptState::Submitted { by: By::Person, .. }
            | AttemptState::Recorded { by: By::Person, .. } => Standing::HandedIn,
            AttemptState::Submitted { by: By::Clock, .. } | AttemptState::Recorded { by: By::Clock, .. } => {
                Standing::Expired
            }
        },
        Some(Journaled { attempt: None, .. }) => Standing::Damaged,
        None => match first.map(|row| row.status.as_str()) {
            Some("submitted") => Standing::HandedIn,
            Some("expired") => Standing::Expired,
            Some(_) | None => Standing::Unknown,
        },
    }
}

/// Whether as many rows are there as there should be.
pub fn recorded(journal: Option<&Journaled>, count: usize) -> Recorded {
    let expected = journal.and_then(|journal| match &journal.attempt.as_ref()?.state {
        AttemptState::Open => None,
        AttemptState::Submitted { rows, .. } | AttemptState::Recorded { rows, .. } => Some(rows.rows.len()),
    });
    match (count, expected) {
        (0, _) => Recorded::No,
        (count, Some(expected)) if count < expected => Recorded::Partly,
        (_, _) => Recorded::Yes,
    }
}
