//! `examiner record`: attempts that are handed in, or whose time is over, into the results; journals that someone sent,
//! too.

use super::cannot_write;
use crate::cli::Record;
use crate::context::Context;
use crate::exam;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::session::{Attempt, AttemptState};
use crate::sitting::closing::{Found, tidy};
use crate::store::journal;
use crate::store::ledger::{Ledger, Trouble};
use crate::store::{disk, folder};

/// Runs `record`.
pub fn run(asked: &Record, context: &mut Context) -> Result<(), Failure> {
    let ledger = Ledger::at(&asked.results.results)?;
    ledger.prepare(&mut |text| context.say(text))?;
    if let Some(path) = &asked.exam {
        let bytes = folder::read_exam(path)?;
        let exam = exam::parse(&bytes).map_err(|_| {
            let message = format!("`{}` can't be read as an exam", path.display());
            Failure::new(Kind::File, message, format!("see with `examiner check {}`", path.display()))
        })?;
        ledger.keep_exam(exam.exam_digest, exam.key_digest, &bytes)?;
    }
    for path in &asked.journals {
        take_in(&ledger, path, context)?;
    }
    let mut messages = Vec::new();
    let found = tidy(&ledger, &*context.clock.clone(), 0, &mut |text| messages.push(text.to_owned()))?;
    for message in messages {
        context.say(&message);
    }
    let mut text = String::new();
    let mut unusable = 0;
    for one in &found {
        match one {
            Found::Unusable(said) => {
                unusable += 1;
                context.say(said);
            }
            Found::Closed(_) | Found::Recorded(_) | Found::Running(_) | Found::Open(_) => {
                text.push_str(one.text());
                text.push('\n');
            }
        }
    }
    let done = found.iter().filter(|one| matches!(one, Found::Closed(_) | Found::Recorded(_))).count();
    if done == 0 {
        text.push_str("nothing to record\n");
    }
    context.print(&text).map_err(|error| cannot_write(&error))?;
    if unusable > 0 && !asked.journals.is_empty() { Err(Failure::said(Kind::File)) } else { Ok(()) }
}

/// Copies a journal that someone sent beside the results.
fn take_in(ledger: &Ledger, path: &std::path::Path, context: &mut Context) -> Result<(), Failure> {
    let bytes = folder::read(path)?;
    let said = |what: String| {
        Failure::from(Trouble {
            path: path.to_owned(),
            what,
            help: "ask for the file once more, as it is on their machine".to_owned(),
        })
    };
    let contents = journal::parse(&bytes).map_err(|problem| match problem {
        journal::Unusable::Damaged { line, why } => said(format!("line {line}: {why}")),
        journal::Unusable::Empty => said("it has no whole line and is no attempt".to_owned()),
        journal::Unusable::Running => said("somebody is sitting it".to_owned()),
        journal::Unusable::Io(error) => said(format!("could not be read: {error}")),
    })?;
    let attempt = Attempt::from_entries(&contents.entries)
        .map_err(|why| said(format!("line {}: {}", why.line, why.why)))?;
    let id = attempt.started.attempt.clone();
    let to = ledger.journal(&id);
    let same_place = std::path::absolute(path).ok() == Some(to.clone());
    if !same_place && folder::exists(&to) {
        let known = folder::read(&to)?;
        let good = usize::try_from(contents.good).unwrap_or(bytes.len());
        if !known.starts_with(&bytes[..good]) {
            if !bytes[..good].starts_with(&known) || journal::is_running(&to) {
                return Err(said(format!(
                    "another journal of attempt `{id}` is here already, and it says something else"
                )));
            }
            copy(&to, &bytes[..good])?;
        }
    } else if !same_place {
        let good = usize::try_from(contents.good).unwrap_or(bytes.len());
        copy(&to, &bytes[..good])?;
    }
    if attempt.state == AttemptState::Open {
        let text = format!("`{}` is not handed in yet; it is kept, and can be resumed here", path.display());
        context.say(&sanitize::line(&text));
    }
    Ok(())
}

fn copy(to: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    disk::replace(to, bytes, 0o600).map_err(|e| Trouble::io(to, "copy the journal", &e))?;
    Ok(())
}
