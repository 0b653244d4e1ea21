//! Who sits down: has this name an attempt here that is open, or an earlier one, and is it the same person?

use super::progress::{self, Earlier};
use super::source::Source;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::{duration, sanitize};
use crate::session::{Attempt, AttemptId, AttemptState, Mode};
use crate::sitting::desk::Consent;
use crate::sitting::{front, pages, starting};
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
    let exam = starting::exam_id(&source.exam, source.form.as_ref());
    let mut attempts = unfinished(ledger, candidate, &exam);
    if let Some(running) = attempts.iter().find(|one| one.runs) {
        let since = duration::moment(running.attempt.started_at.0, &context.zone);
        let text = format!("{candidate} is sitting this exam elsewhere now, since {since}.");
        if consent == Consent::Given {
            context.say(&sanitize::line(&format!("note: {text} This is another attempt.")));
        } else {
            prompter.show(&pages::wrapped(&sanitize::line(&text), context.err_look, ""));
            if !yes(prompter, "Start another attempt?", Answer::No, context)? {
                return Err(left(context));
            }
        }
    }
    attempts.retain(|one| !one.runs);
    let open = attempts.pop().map(|one| one.attempt);
    if let Some(open) = &open
        && consent == Consent::Ask
    {
        let text = format!("{candidate} has this exam open, unsubmitted. Go on with it?");
        if yes(prompter, &text, Answer::Yes, context)? {
            return Ok((String::new(), Some(open.started.attempt.clone())));
        }
    }
    let sat = progress::earlier(ledger, candidate, source.exam.id.as_str()).pop();
    let begun =
        open.map(|open| Earlier { started_at: open.started_at, candidate_id: open.started.candidate_id });
    let Some((last, did)) = sat.map(|sat| (sat, "sat")).or(begun.map(|begun| (begun, "began"))) else {
        return Ok(Known::default());
    };
    if consent == Consent::Given {
        return Ok((last.candidate_id, None));
    }
    let day = duration::date(last.started_at.0, &context.zone);
    let text = format!("{candidate} {did} this exam on {day}. The same person?");
    if yes(prompter, &text, Answer::Yes, context)? {
        return Ok((last.candidate_id, None));
    }
    match what_tells_apart(prompter, &last.candidate_id) {
        Some(candidate_id) => Ok((candidate_id, None)),
        None => Err(left(context)),
    }
}

/// Asks until there is something that tells one from the other; `None` if the person is gone.
fn what_tells_apart(prompter: &mut dyn Prompter, other: &str) -> Option<String> {
    loop {
        match front::ask_line(prompter, "What tells you apart? (a birthday, a number, a team)") {
            Got::Typed(text) => match starting::name(&text) {
                Some(candidate_id) if candidate_id != other => return Some(candidate_id),
                Some(_) => prompter.show("The other one is told by that already; something else is needed."),
                None => prompter.show("Something is needed, of at most 200 characters."),
            },
            Got::Gone(_) => return None,
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_) => {}
        }
    }
}

/// What Enter alone says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

fn yes(
    prompter: &mut dyn Prompter,
    text: &str,
    enter: Answer,
    context: &mut Context,
) -> Result<bool, Failure> {
    match front::confirm(prompter, text, enter == Answer::Yes) {
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

/// An attempt that is not handed in.
struct Unfinished {
    attempt: Attempt,
    /// Somebody is sitting it now.
    runs: bool,
}

/// The attempts of the name at the exam that are not handed in, the newest last.
fn unfinished(ledger: &Ledger, candidate: &str, exam: &str) -> Vec<Unfinished> {
    let ids = ledger.journals().unwrap_or_default();
    let unfinished = |id: AttemptId| {
        let path = ledger.journal(&id);
        if journal::ends_recorded(&path) {
            return None;
        }
        let attempt = Attempt::from_entries(&journal::read(&path).ok()?.entries).ok()?;
        let fits = attempt.state == AttemptState::Open
            && attempt.started.mode == Mode::Exam
            && attempt.started.candidate == candidate
            && attempt.started.exam == exam;
        fits.then(|| Unfinished { attempt, runs: journal::is_running(&path) })
    };
    ids.into_iter().filter_map(unfinished).collect()
}
