//! Attempts that are not in the results: which there are, what goes on with them, and what the open ones say of questions already.

use std::path::Path;

use super::{learner, lines};
use crate::cli::DEFAULT_LEARNER;
use crate::context::Context;
use crate::render::report::history::Open;
use crate::report::history::sat::base;
use crate::report::history::{Person, Sat};
use crate::report::model::Absent;
use crate::results::{Closing, rows_of};
use crate::session::{Attempt, AttemptState, By, Mode, Started};
use crate::sitting::closing::kept_exam;
use crate::store::journal;
use crate::store::ledger::Ledger;
use crate::store::results_files::ResultsFile;

/// The learner's own, and those of the results; whether it is the own one.
pub(super) fn ledgers(own: Option<&Path>, files: &[ResultsFile]) -> Vec<(bool, Ledger)> {
    let own = own.and_then(|own| Ledger::of_learner(own).ok());
    let of_own = |ledger: &Ledger| own.as_ref().is_some_and(|own| own.results() == ledger.results());
    let others = files.iter().filter_map(|file| Ledger::at(&file.path).ok()).filter(|it| !of_own(it));
    let others: Vec<_> = others.map(|ledger| (false, ledger)).collect();
    own.into_iter().map(|ledger| (true, ledger)).chain(others).collect()
}

/// Attempts of some people that are not in the results, the one begun last first.
pub(super) fn open(
    own: Option<&Path>,
    files: &[ResultsFile],
    of: &[&Person],
    exam: Option<&str>,
) -> Vec<Open> {
    among(&ledgers(own, files), |started, is_own| {
        // Where nobody is known yet, what one began is one's own.
        let is_theirs = of.iter().any(|one| one.name == started.candidate && one.id == started.candidate_id)
            || of.is_empty() && is_own;
        is_theirs && exam.is_none_or(|exam| base(&started.exam) == exam)
    })
}

/// All that were begun here and are not over: in the learner's own folder, and beside the results.
pub(super) fn here(results: Option<Ledger>, context: &Context) -> Vec<Open> {
    let own = learner::existing_ledger(context).map(|ledger| (true, ledger));
    let is_own = |ledger: &Ledger| own.iter().any(|(_, own)| own.results() == ledger.results());
    let results = results.filter(|ledger| !is_own(ledger)).map(|ledger| (false, ledger));
    let ledgers: Vec<_> = results.into_iter().chain(own).collect();
    among(&ledgers, |_, _| true)
}

/// Those of some ledgers that are wanted, the one begun last first.
pub(super) fn among(ledgers: &[(bool, Ledger)], is_wanted: impl Fn(&Started, bool) -> bool) -> Vec<Open> {
    let mut open = Vec::new();
    for (is_own, ledger) in ledgers {
        for attempt in not_recorded(ledger) {
            let started = &attempt.started;
            if !is_wanted(started, *is_own) {
                continue;
            }
            let id = &started.attempt;
            let state = match attempt.state {
                AttemptState::Recorded { .. } => continue,
                AttemptState::Submitted { .. } => Absent::Unrecorded,
                AttemptState::Open if journal::is_running(&ledger.journal(id)) => Absent::Running,
                AttemptState::Open => Absent::Open,
            };
            let resume = || match started.mode {
                Mode::Practice if *is_own => format!("examiner resume {id}"),
                Mode::Practice | Mode::Exam => lines::resume_line(ledger, id.as_str()),
            };
            open.push(Open {
                attempt_id: id.to_string(),
                candidate: started.candidate.clone(),
                exam_id: started.exam.clone(),
                mode: started.mode,
                state,
                started_at: attempt.started_at,
                answered: attempt.answered(),
                of: attempt.progress.len(),
                command: match state {
                    Absent::Open => Some(resume()),
                    Absent::Unrecorded => Some(lines::record_line(ledger)),
                    Absent::Running => None,
                },
            });
        }
    }
    open.sort_by_key(|open| std::cmp::Reverse(open.started_at));
    open
}

/// Whose it is, where that is not the learner.
pub(super) fn whose(open: &Open) -> Option<&str> {
    Some(open.candidate.as_str()).filter(|name| *name != DEFAULT_LEARNER)
}

fn not_recorded(ledger: &Ledger) -> impl Iterator<Item = Attempt> {
    let paths = ledger.journals().unwrap_or_default().into_iter().map(|id| ledger.journal(&id));
    paths
        .filter(|path| !journal::ends_recorded(path))
        .filter_map(|path| Attempt::from_entries(&journal::read(&path).ok()?.entries).ok())
}

/// What open practice says of questions: the first tries that its journals hold are the record, whenever the attempt ends.
pub(super) fn sats(own: &Ledger) -> Vec<Sat> {
    let closing =
        |attempt: &Attempt| Closing { by: By::Person, finished_at: attempt.started_at, elapsed_ms: 0 };
    not_recorded(own)
        .filter(|attempt| attempt.started.mode == Mode::Practice)
        .filter_map(|attempt| match &attempt.state {
            AttemptState::Open => {
                Sat::of_open(&rows_of(&attempt, &kept_exam(own, &attempt).ok()?, closing(&attempt)))
            }
            AttemptState::Submitted { rows, .. } => Sat::of_open(rows),
            AttemptState::Recorded { .. } => None,
        })
        .collect()
}
