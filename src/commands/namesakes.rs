//! Who sits down: has this name an attempt here that is open, or an earlier one, and is it the same person?

use super::progress;
use super::source::Source;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::duration;
use crate::session::{Attempt, AttemptId, AttemptState, Mode};
use crate::sitting::desk::Consent;
use crate::sitting::{front, starting};
use crate::store::journal;
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Got, Prompter};

/// What tells the candidate from namesakes, and the attempt to go on with, if there is one.
pub(super) type Known = (String, Option<AttemptId>);

/// Whether the name has this exam open, or an attempt at it in these results; where both could be meant, it is asked.
pub(super) fn known(
    ledger: &Ledger,
    candidate: &str,
    source: &Source,
    consent: Consent,
    prompter: &mut dyn Prompter,
    context: &mut Context,
) -> Result<Known, Failure> {
    if consent == Consent::Given {
        return Ok(Known::default());
    }
    let exam = starting::exam_id(&source.exam, source.form.as_ref());
    let mut before = None;
    if let Some(attempt) = open_attempt(ledger, candidate, &exam) {
        let text = format!("{candidate} has this exam open, unsubmitted. Go on with it?");
        if yes(prompter, &text, context)? {
            return Ok((String::new(), Some(attempt.started.attempt)));
        }
        before = Some((attempt.started_at, attempt.started.candidate_id));
    }
    if let Some(last) = progress::earlier(ledger, candidate, source.exam.id.as_str()).pop() {
        before = Some((last.started_at, last.candidate_id));
    }
    let Some((when, candidate_id)) = before else { return Ok(Known::default()) };
    let day = duration::date(when.0, &context.zone);
    let text = format!("{candidate} sat this exam on {day}. The same person?");
    if yes(prompter, &text, context)? {
        return Ok((candidate_id, None));
    }
    loop {
        match front::ask_line(prompter, "What tells you apart? (a birthday, a number, a team)") {
            Got::Typed(text) => match starting::name(&text) {
                Some(id) => return Ok((id, None)),
                None => prompter.show("A word is needed, of at most 200 characters."),
            },
            Got::Gone(_) => return Err(left(context)),
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_) => {}
        }
    }
}

fn yes(prompter: &mut dyn Prompter, text: &str, context: &mut Context) -> Result<bool, Failure> {
    match front::confirm(prompter, text, true) {
        Got::Confirmed(yes) => Ok(yes),
        Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Typed(_)
        | Got::Command(_)
        | Got::Escaped(_)
        | Got::Expired(_)
        | Got::Gone(_) => Err(left(context)),
    }
}

fn left(context: &mut Context) -> Failure {
    context.say("Left; nothing was started.");
    Failure::said(Kind::Left)
}

/// The newest open attempt of the name at the exam that nobody is sitting now.
fn open_attempt(ledger: &Ledger, candidate: &str, exam: &str) -> Option<Attempt> {
    let mut ids = ledger.journals().ok()?;
    ids.reverse();
    ids.into_iter().find_map(|id| {
        let path = ledger.journal(&id);
        if journal::ends_recorded(&path) || journal::is_running(&path) {
            return None;
        }
        let attempt = Attempt::from_entries(&journal::read(&path).ok()?.entries).ok()?;
        let fits = attempt.state == AttemptState::Open
            && attempt.started.mode == Mode::Exam
            && attempt.started.candidate == candidate
            && attempt.started.exam == exam;
        fits.then_some(attempt)
    })
}
