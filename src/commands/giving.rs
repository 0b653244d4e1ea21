//! `examiner resume --give-back`: time lost through no fault of the candidate's, returned.

use super::going_on::{fold, open};
use crate::cli::Resume;
use crate::context::Context;
use crate::exam::Millis;
use crate::failure::{Failure, Kind};
use crate::render::{duration, sanitize};
use crate::session::{AttemptId, AttemptState, By, Event};
use crate::sitting::{closing, starting};
use crate::store::ledger::{Ledger, Trouble};
use crate::store::recording;

/// What is to be given back, and by whom, if anything is.
pub(super) fn wish(asked: &Resume) -> Result<Option<(Millis, String)>, Failure> {
    let (Some(span), Some(by)) = (&asked.give_back, &asked.by) else { return Ok(None) };
    let Some(span) = Millis::parse(span) else {
        let message = format!("`{}` is no duration", sanitize::line(span));
        return Err(Failure::new(Kind::CommandLine, message, "write `90s`, `5m` or `1h 30m`"));
    };
    match starting::name(by) {
        Some(by) => Ok(Some((span, by))),
        None => Err(Failure::new(Kind::CommandLine, "`--by` names nobody", "say who decided it")),
    }
}

/// Gives time back to an attempt that is not recorded.
pub(super) fn give(
    ledger: &Ledger,
    id: &AttemptId,
    span: Millis,
    by: &str,
    context: &mut Context,
) -> Result<(), Failure> {
    let (mut journal, contents) = open(ledger, id)?;
    let mut attempt = fold(ledger, id, &contents)?;
    let recorded = match &attempt.state {
        AttemptState::Recorded { .. } | AttemptState::Submitted { by: By::Person, .. } => true,
        // Rows that stand in the results already can't be taken back: what began there is finished.
        AttemptState::Submitted { by: By::Clock, rows } if recording::any_there(ledger, id) => {
            closing::record(ledger, &mut journal, id, rows, &*context.clock.clone(), &mut |text| {
                context.say(text);
            })?;
            true
        }
        AttemptState::Open | AttemptState::Submitted { by: By::Clock, .. } => false,
    };
    if recorded {
        let help = "a recorded attempt stays as it is";
        return Err(Failure::new(Kind::CommandLine, "the attempt is handed in and recorded", help));
    }
    if attempt.exam_deadline().is_none()
        && attempt.started.questions.iter().all(|drawn| drawn.limit.is_none())
    {
        let help = "leave out `--give-back`";
        return Err(Failure::new(
            Kind::CommandLine,
            "the attempt has no limit, so there is no time to give back",
            help,
        ));
    }
    let event = Event::GivenBack { ms: span, by: by.to_owned() };
    let entry = journal
        .append(&event, context.clock.now(), context.clock.boot())
        .map_err(|error| Trouble::io(journal.path(), "append to the attempt's journal", &error))?;
    context.say(&format!("Given back: {}, by {by}; it is in the journal.", duration::words(span.0)));
    context.say(&format!("To: {}", closing::describe(&attempt)));
    let elapsed = attempt.elapsed_at(context.clock.now(), context.clock.boot());
    if attempt.apply(&entry).is_ok()
        && let Some(over) = attempt.exam_deadline().and_then(|end| elapsed.checked_sub(end))
        && over > 0
    {
        let over = duration::words(over);
        context.say(&format!("That is not enough to go on: its time has been over for {over} even so."));
    }
    Ok(())
}
