//! `examiner record`: attempts that are handed in, or whose time is over, into the results; journals that someone sent,
//! too.

use std::path::Path;

use super::{cannot_write, lines, wrap_up};
use crate::cli::Record;
use crate::context::Context;
use crate::exam::{self, Kind};
use crate::failure::{self, Failure};
use crate::render::sanitize;
use crate::scoring::Outcome;
use crate::session::{Attempt, AttemptId, AttemptState};
use crate::sitting::closing::{Found, record_again, tidy};
use crate::store::ledger::Ledger;
use crate::store::{arrival, folder, journal};

/// Runs `record`.
pub fn run(asked: &Record, context: &mut Context) -> Result<(), Failure> {
    let ledger = Ledger::at(&asked.results.results)?;
    if ledger.journals()?.is_empty() && asked.journals.is_empty() && asked.exam.is_none() {
        return context.print("nothing to record\n").map_err(|error| cannot_write(&error));
    }
    ledger.prepare(&mut |text| context.say(text))?;
    if let Some(path) = &asked.exam {
        let bytes = folder::read_exam(path)?;
        let exam = exam::parse(&bytes).map_err(|_| {
            let name = path.display().to_string();
            let message = format!("`{}` can't be read as an exam", sanitize::line(&name));
            Failure::new(failure::Kind::File, message, "`examiner check` says what is wrong with it")
        })?;
        ledger.keep_exam(exam.exam_digest, exam.key_digest, &bytes)?;
    }
    let mut refused = 0;
    let mut named = Vec::new();
    for path in &asked.journals {
        match arrival::take_in(&ledger, path) {
            Ok(attempt) => {
                say_of_arrival(&attempt, path, &ledger, context);
                named.push(attempt.started.attempt);
            }
            Err(trouble) => {
                refused += 1;
                context.say(&format!("error: {}", Failure::from(trouble)));
            }
        }
    }
    let clock = context.clock.clone();
    let already: Vec<_> =
        named.iter().filter(|id| journal::ends_recorded(&ledger.journal(id))).cloned().collect();
    let mut found = tidy(&ledger, &*clock, 0, &mut |text| context.say(text))?;
    for id in already {
        found.push(record_again(&ledger, &id, &*clock, &mut |text| context.say(text))?);
    }
    let mut text = String::new();
    for one in &found {
        match one {
            Found::Unusable(said) => {
                refused += 1;
                context.say(said);
            }
            Found::Stuck(said) => {
                refused += 1;
                wrap_up::say_stuck(said, &ledger, context);
            }
            Found::NoAttempt(said) => context.say(said),
            Found::Closed(said)
            | Found::Recorded(said)
            | Found::Running(said)
            | Found::Open(said)
            | Found::There(said) => {
                text.push_str(said);
                text.push('\n');
            }
        }
    }
    let done = found.iter().filter(|one| matches!(one, Found::Closed(_) | Found::Recorded(_))).count();
    if done == 0 {
        text.push_str("nothing to record\n");
    }
    context.print(&text).map_err(|error| cannot_write(&error))?;
    if named.iter().any(|id| waits_for_the_key(&ledger, id)) {
        let results = lines::quoted(&asked.results.results.display().to_string());
        let exam = asked
            .exam
            .as_ref()
            .map_or_else(|| "EXAM.toml".to_owned(), |path| lines::quoted(&path.display().to_string()));
        context.say_command(
            "It was sat as a paper, and waits for the key. To see what its answers earn:",
            &format!("examiner grade {results} --exam {exam}"),
        );
    }
    if refused > 0 { Err(Failure::said(failure::Kind::File)) } else { Ok(()) }
}

/// Whether answers that a key marks have no marks: they were given to a paper.
fn waits_for_the_key(ledger: &Ledger, id: &AttemptId) -> bool {
    let contents = journal::read(&ledger.journal(id)).ok();
    let attempt = contents.and_then(|contents| Attempt::from_entries(&contents.entries).ok());
    let Some(AttemptState::Submitted { rows, .. } | AttemptState::Recorded { rows, .. }) =
        attempt.map(|attempt| attempt.state)
    else {
        return false;
    };
    let place = |column: &str| rows.columns.iter().position(|name| name == column);
    let (Some(kind), Some(outcome)) = (place("kind"), place("outcome")) else { return false };
    let is = |row: &[String], at: usize, word: &str| row.get(at).is_some_and(|cell| cell == word);
    let waits =
        |row: &Vec<String>| is(row, outcome, Outcome::Ungraded.word()) && !is(row, kind, Kind::Essay.word());
    rows.rows.iter().any(waits)
}

/// What is not plain to see of a journal that was taken in.
fn say_of_arrival(attempt: &Attempt, path: &Path, ledger: &Ledger, context: &mut Context) {
    let path = path.display().to_string();
    let path = sanitize::line(&path);
    let started = &attempt.started;
    if attempt.state == AttemptState::Open {
        context.say(&format!("`{path}` is not handed in yet; it is kept, and can be resumed here"));
    } else if ledger.copies(&started.exam_digest).is_empty() {
        context.say(&format!(
            "note: the exam of `{path}` is not kept here, so reports won't know its texts; `examiner record --exam FILE` keeps it"
        ));
    }
}
