//! `examiner resume`: the newest unfinished attempt that is not running, with the same questions, order, answers and
//! deadline.

use super::take::{self, resume_line};
use super::{cannot_prompt, cannot_write, giving, practice, stopped, wrap_up};
use crate::cli::{Resume, RevealArg};
use crate::clock::Clock;
use crate::context::Context;
use crate::exam::Predict;
use crate::failure::{Failure, Kind};
use crate::render::{duration, sanitize};
use crate::session::attempt::Expiry;
use crate::session::{Attempt, AttemptId, AttemptState, By, Event, Mode, machine};
use crate::sitting::closing::{DAY_MS, describe, incoherent, kept_exam, tidy, unusable};
use crate::sitting::desk::{ClockTalk, Consent, Desk, Log, Room, Stop, Ways};
use crate::sitting::front;
use crate::store::journal::{self, Journal};
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Got, Prompter};

/// An unfinished attempt.
struct Unfinished {
    ledger: Ledger,
    attempt: Attempt,
}

/// How to go on.
pub struct Manners {
    /// What may be shown at the end.
    pub reveal: Option<RevealArg>,
    /// Whether the clock is silent.
    pub quiet: bool,
    /// Whether nothing is asked.
    pub yes: bool,
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
            wrap_up::say_tidied(&found, context);
        }
    }
    let mut unfinished = unfinished(&ledgers, give_back.is_some(), context)?;
    if let Some(wanted) = &asked.attempt {
        let all = unfinished.len();
        unfinished.retain(|one| fits(wanted, &one.attempt.started.attempt));
        if unfinished.len() > 1 {
            let message = format!("`{}` could be {} attempts", sanitize::line(wanted), unfinished.len());
            return Err(Failure::new(Kind::CommandLine, message, "`examiner resume --list` lists them"));
        }
        if unfinished.is_empty() {
            return Err(not_there(wanted, &ledgers, all));
        }
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
    let manners = Manners { reveal: asked.reveal, quiet: asked.quiet_clock, yes: asked.yes };
    go_on(&one.ledger, &id, &manners, None, context)
}

fn fits(wanted: &str, id: &AttemptId) -> bool {
    id.as_str().starts_with(wanted) || id.as_str().ends_with(wanted)
}

fn not_there(wanted: &str, ledgers: &[Ledger], unfinished: usize) -> Failure {
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
    let help = match unfinished {
        0 => "there is none at all; a finished one can't be resumed".to_owned(),
        n => format!("`examiner resume --list` lists the {n} there are"),
    };
    Failure::new(Kind::CommandLine, message, help)
}

/// The results named, and the learner's own.
fn ledgers(asked: &Resume, context: &Context) -> Result<Vec<Ledger>, Failure> {
    let mut ledgers = vec![Ledger::at(&asked.results.results)?];
    ledgers.extend(practice::existing_ledger(context));
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
                context.say(&format!("running now, left alone: attempt {id}"));
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
    let mut table = crate::render::table::Table::new(
        ["attempt", "candidate", "exam", "answered", "last alive", "left"]
            .map(crate::render::table::Column::text),
    );
    for one in all.iter().rev() {
        let attempt = &one.attempt;
        let started = &attempt.started;
        table.row([
            started.attempt.to_string(),
            started.candidate.clone(),
            started.exam.clone(),
            format!("{} of {}", attempt.answered(), attempt.progress.len()),
            duration::moment(attempt.last().wall_ms, &context.zone),
            left_words(attempt, &*context.clock),
        ]);
    }
    let text = table.render(context.out_look);
    context.print(&text).map_err(|error| cannot_write(&error))
}

fn left_words(attempt: &Attempt, clock: &dyn Clock) -> String {
    let elapsed = attempt.elapsed_at(clock.now(), clock.boot());
    match attempt.exam_deadline() {
        None => "no limit".to_owned(),
        Some(end) if end < elapsed => "over".to_owned(),
        Some(end) => duration::clock(end - elapsed),
    }
}

pub(super) fn open(ledger: &Ledger, id: &AttemptId) -> Result<(Journal, journal::Contents), Failure> {
    let path = ledger.journal(id);
    Journal::open(&path).map_err(|problem| {
        let message = unusable(&path, id, &problem).text().to_owned();
        Failure::new(Kind::File, message, "see who is sitting it, or restore the journal from a copy")
    })
}

pub(super) fn fold(
    ledger: &Ledger,
    id: &AttemptId,
    contents: &journal::Contents,
) -> Result<Attempt, Failure> {
    Attempt::from_entries(&contents.entries).map_err(|why| {
        let message = incoherent(&ledger.journal(id), &why).text().to_owned();
        Failure::new(Kind::File, message, "restore the journal from a copy")
    })
}

/// Takes one attempt up again, with the prompter that has asked so far, if one has: lines typed ahead are in it.
pub fn go_on(
    ledger: &Ledger,
    id: &AttemptId,
    manners: &Manners,
    prompter: Option<Box<dyn Prompter>>,
    context: &mut Context,
) -> Result<(), Failure> {
    let (journal, contents) = open(ledger, id)?;
    let attempt = fold(ledger, id, &contents)?;
    if attempt.state != AttemptState::Open {
        drop(journal);
        let found = tidy(ledger, &*context.clock.clone(), DAY_MS, &mut |text| context.say(text))?;
        wrap_up::say_tidied(&found, context);
        context.say("It was handed in meanwhile; there is nothing to go on with.");
        return Ok(());
    }
    let exam = kept_exam(ledger, &attempt)?;
    let mut prompter = match prompter {
        Some(prompter) => prompter,
        None => context.prompter().map_err(|error| cannot_prompt(&error))?,
    };
    let clock = context.clock.clone();
    let now = clock.now();
    let elapsed = attempt.elapsed_at(now, clock.boot());
    let over = machine::exam_is_over(&attempt, elapsed);
    let page = welcome(&attempt, context, elapsed, over);
    prompter.show(&page);
    if !manners.yes && !consents(&mut *prompter, over) {
        drop(prompter);
        let line = resume_line(ledger, id.as_str());
        let left = if over { "Left open; nothing was changed." } else { "Left as it is." };
        context.say_command(&format!("{left} To go on:"), &line);
        return Err(Failure::said(Kind::Left));
    }
    let practice = attempt.started.mode == Mode::Practice;
    let ways = Ways {
        consent: if manners.yes { Consent::Given } else { Consent::Ask },
        clock_talk: if manners.quiet { ClockTalk::Quiet } else { ClockTalk::Full },
        predict: if manners.yes {
            Predict::Skip
        } else if practice {
            Predict::Ask
        } else {
            exam.predict
        },
    };
    let room =
        Room { prompter: &mut *prompter, clock: &*clock, look: context.err_look, zone: context.zone.clone() };
    let mut desk = Desk::new(room, &exam, ways, attempt, Log::Kept(Box::new(journal)));
    let finished = sit_on(&mut desk, over).and_then(|by| desk.hand_in(by)).and_then(|handed| {
        let done = if practice {
            let name = exam.id.as_str();
            wrap_up::after_practice(&mut desk, &handed, Some(ledger), name)
        } else {
            let reveal = take::reveal(manners.reveal, exam.reveal);
            wrap_up::after_exam(&mut desk, &handed, Some(ledger), reveal)
        };
        done.map_err(Stop::Unrecorded)
    });
    drop(desk);
    drop(prompter);
    let line = if practice { format!("examiner resume {id}") } else { resume_line(ledger, id.as_str()) };
    finished.map_err(|stop| stopped(stop, Some(&line), context))
}

/// Notes the return, and goes on; an attempt whose time is over only ends.
fn sit_on(desk: &mut Desk<'_>, over: bool) -> Result<By, Stop> {
    let now = desk.now();
    let boot = desk.room.clock.boot().to_owned();
    let last = desk.attempt.last();
    let rebooted = boot != desk.attempt.boot();
    let away_ms = desk.elapsed_at(now).saturating_sub(desk.attempt.elapsed_at(last, desk.attempt.boot()));
    let jumped = if rebooted { None } else { machine::drift(last, now) };
    desk.note(&Event::Resumed { away_ms, rebooted }, now)?;
    if let Some(by_ms) = jumped {
        desk.note(&Event::ClockJumped { by_ms }, now)?;
    }
    if over {
        desk.end_by_clock()?;
        return Ok(By::Clock);
    }
    if let Some(place) = machine::ran_out_away(&desk.attempt, desk.elapsed_at(now)) {
        desk.run_out(place, now)?;
    }
    match desk.attempt.started.mode {
        Mode::Exam => desk.sit(),
        Mode::Practice => desk.practise(),
    }
}

fn consents(prompter: &mut dyn Prompter, over: bool) -> bool {
    let question = if over { "Record it as it stands?" } else { "Is this you, and do you want to go on?" };
    match front::confirm(prompter, question, true) {
        Got::Confirmed(yes) => yes,
        Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Typed(_)
        | Got::Command(_)
        | Got::Escaped(_)
        | Got::Expired(_)
        | Got::Gone(_) => false,
    }
}

/// Who, what, when last alive, how long away, what is left.
fn welcome(attempt: &Attempt, context: &Context, elapsed: u64, over: bool) -> String {
    let zone = &context.zone;
    let since_start = attempt.elapsed_at(attempt.last(), attempt.boot());
    let away = duration::words(elapsed.saturating_sub(since_start));
    let mut lines = vec![
        describe(attempt),
        format!(
            "Answered {} of {}. Last alive {}, {away} ago.",
            attempt.answered(),
            attempt.progress.len(),
            duration::moment(attempt.last().wall_ms, zone)
        ),
    ];
    lines.push(match (over, attempt.exam_deadline(), attempt.exam_deadline_at()) {
        (true, _, Some(at)) => format!("Its time was over at {}.", duration::moment(at.0, zone)),
        (true, _, None) => "Its time is over.".to_owned(),
        (false, Some(end), Some(at)) => format!(
            "{} left, ends {}; the clock ran on meanwhile.",
            duration::clock(end.saturating_sub(elapsed)),
            duration::moment(at.0, zone)
        ),
        (false, _, _) => "No limit on the whole.".to_owned(),
    });
    if attempt.expired == Expiry::RanOut && !over {
        lines.push("Time was given back.".to_owned());
    }
    let look = context.err_look;
    let page: String = lines.iter().map(|line| crate::sitting::pages::wrapped(line, look, "")).collect();
    format!("\n{page}")
}
