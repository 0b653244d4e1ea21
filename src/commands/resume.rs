//! `examiner resume`: the newest unfinished attempt that is not running, with the same questions, order, answers and
//! deadline.

use super::going_on::{Manners, go_on};
use super::lines::resume_line;
use super::{cannot_prompt, cannot_write, giving, learner, nearby, wrap_up};
use crate::cli::Resume;
use crate::clock::{Clock, in_time, left_ms};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::{duration, sanitize, width};
use crate::session::{Attempt, AttemptId, AttemptState, By};
use crate::sitting::closing::{DAY_MS, incoherent, tidy, unusable};
use crate::store::journal;
use crate::store::ledger::Ledger;

/// An unfinished attempt.
struct Unfinished {
    ledger: Ledger,
    attempt: Attempt,
}

/// Runs `resume`.
pub fn run(asked: &Resume, context: &mut Context) -> Result<(), Failure> {
    let ledgers = ledgers(asked, context)?;
    if asked.list {
        return list(&ledgers, context);
    }
    let give_back = giving::wish(asked)?;
    if give_back.is_none() {
        for ledger in &ledgers {
            let found = tidy(ledger, &*context.clock.clone(), DAY_MS, &mut |text| context.say(text))?;
            wrap_up::say_tidied(&found, ledger, context);
        }
    }
    let mut unfinished = unfinished(&ledgers, give_back.is_some(), context)?;
    if let Some(wanted) = &asked.attempt {
        let open: Vec<(String, String)> = unfinished
            .iter()
            .map(|one| (one.attempt.started.attempt.to_string(), one.attempt.started.candidate.clone()))
            .collect();
        unfinished.retain(|one| fits(wanted, &one.attempt.started.attempt));
        if unfinished.len() > 1 {
            let message = format!("`{}` could be {} attempts", sanitize::line(wanted), unfinished.len());
            return Err(Failure::new(Kind::CommandLine, message, "`examiner resume --list` lists them"));
        }
        if unfinished.is_empty() {
            return Err(not_there(wanted, &ledgers, &open));
        }
    }
    if give_back.is_some() && asked.attempt.is_none() && unfinished.len() > 1 {
        let message =
            format!("there are {} unfinished attempts, and time given back stays given", unfinished.len());
        let help = "name the attempt; `examiner resume --list` lists them";
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    let Some(one) = unfinished.pop() else {
        if give_back.is_some() {
            let help = "a recorded attempt stays as it is; `examiner resume --list` lists the open ones";
            return Err(Failure::new(Kind::CommandLine, "no unfinished attempt to give time back to", help));
        }
        context.say("No unfinished attempts.");
        return Ok(());
    };
    let id = one.attempt.started.attempt.clone();
    if let Some((span, by)) = give_back {
        giving::give(&one.ledger, &id, span, &by, context)?;
    }
    let manners = Manners { reveal: asked.reveal, quiet: asked.quiet_clock, yes: asked.yes, agreed: false };
    let prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    go_on(&one.ledger, &id, &manners, prompter, context)
}

fn fits(wanted: &str, id: &AttemptId) -> bool {
    id.as_str().starts_with(wanted) || id.as_str().ends_with(wanted)
}

/// `open` are the ids and candidates of the attempts that could be meant.
fn not_there(wanted: &str, ledgers: &[Ledger], open: &[(String, String)]) -> Failure {
    let any = |is: fn(&std::path::Path) -> bool| {
        ledgers.iter().any(|ledger| {
            let ids = ledger.journals().unwrap_or_default();
            ids.iter().any(|id| fits(wanted, id) && is(&ledger.journal(id)))
        })
    };
    let running = any(journal::is_running);
    if !running && any(journal::ends_recorded) {
        let message = format!("attempt `{}` is handed in and recorded", sanitize::line(wanted));
        return Failure::new(Kind::CommandLine, message, "a recorded attempt stays as it is");
    }
    let wanted = sanitize::line(wanted).into_owned();
    if running {
        let message = format!("attempt `{wanted}` is running in another process");
        return Failure::new(Kind::File, message, "leave it there first (Ctrl-C), then resume it here");
    }
    let message = format!("no unfinished attempt `{wanted}`");
    let help = match (open.len(), nearby::attempt(&wanted, open)) {
        (0, _) => "there is none at all; a finished one can't be resumed".to_owned(),
        (_, Some((id, candidate))) => {
            format!("did you mean `{id}` ({})?", sanitize::line(candidate))
        }
        (n, None) => format!("`examiner resume --list` lists the {n} there are"),
    };
    Failure::new(Kind::CommandLine, message, help)
}

/// The results named, and the learner's own.
fn ledgers(asked: &Resume, context: &Context) -> Result<Vec<Ledger>, Failure> {
    let mut ledgers = vec![Ledger::at(&asked.results.results)?];
    ledgers.extend(learner::existing_ledger(context));
    Ok(ledgers)
}

/// All unfinished attempts that are not running, the one that was last alive last.
fn unfinished(
    ledgers: &[Ledger],
    with_expired: bool,
    context: &mut Context,
) -> Result<Vec<Unfinished>, Failure> {
    let mut all = Vec::new();
    for ledger in ledgers {
        for id in ledger.journals()? {
            let path = ledger.journal(&id);
            if journal::ends_recorded(&path) {
                continue;
            }
            if journal::is_running(&path) {
                context.say(unusable(&path, &id, &journal::Unusable::Running).text());
                continue;
            }
            let attempt = match journal::read(&path) {
                Ok(contents) => Attempt::from_entries(&contents.entries),
                Err(problem) => {
                    context.say(unusable(&path, &id, &problem).text());
                    continue;
                }
            };
            let attempt = match attempt {
                Ok(attempt) => attempt,
                Err(why) => {
                    context.say(incoherent(&path, &why).text());
                    continue;
                }
            };
            let open = match &attempt.state {
                AttemptState::Open => true,
                AttemptState::Submitted { by: By::Clock, .. } => with_expired,
                AttemptState::Submitted { by: By::Person, .. } | AttemptState::Recorded { .. } => false,
            };
            if open {
                all.push(Unfinished { ledger: ledger.clone(), attempt });
            }
        }
    }
    all.sort_by_key(|one| one.attempt.last().wall_ms);
    Ok(all)
}

fn list(ledgers: &[Ledger], context: &mut Context) -> Result<(), Failure> {
    let all = unfinished(ledgers, false, context)?;
    if all.is_empty() {
        context.say("No unfinished attempts.");
        return Ok(());
    }
    let mut text = String::new();
    for one in all.iter().rev() {
        let attempt = &one.attempt;
        let started = &attempt.started;
        let who = format!("{}, {}", sanitize::line(&started.candidate), sanitize::line(&started.exam));
        let seen = duration::moment(attempt.last().wall_ms, &context.zone);
        let far = format!("answered {} of {}", attempt.answered(), attempt.progress.len());
        let left = left_words(attempt, &*context.clock);
        let width = context.out_look.width;
        text.push_str(&width::wrap(&who, width, "", "  ").join("\n"));
        text.push('\n');
        let facts = format!("{far} · last seen {seen} · {left}");
        text.push_str(&width::wrap(&facts, width, "  ", "  ").join("\n"));
        text.push_str(&format!("\n  {}\n\n", resume_line(&one.ledger, started.attempt.as_str())));
    }
    context.print(&text).map_err(|error| cannot_write(&error))
}

fn left_words(attempt: &Attempt, clock: &dyn Clock) -> String {
    let elapsed = attempt.elapsed_at(clock.now(), clock.boot());
    match attempt.exam_deadline() {
        None => "no time limit".to_owned(),
        Some(end) if !in_time(elapsed, end) => "over".to_owned(),
        Some(end) => format!("{} left", duration::clock(left_ms(elapsed, end))),
    }
}
