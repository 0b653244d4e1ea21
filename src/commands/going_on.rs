//! Takes one attempt up again: the same questions, order, answers and deadline.

use super::lines::{only_missed, resume_line};
use super::{stopped, wrap_up};
use crate::cli::RevealArg;
use crate::context::Context;
use crate::exam::{Predict, Reveal};
use crate::failure::{Failure, Kind};
use crate::render::duration;
use crate::session::attempt::Expiry;
use crate::session::{Attempt, AttemptId, AttemptState, By, Event, Mode, machine, moment};
use crate::sitting::closing::{DAY_MS, describe, incoherent, kept_exam, tidy, unusable};
use crate::sitting::colours;
use crate::sitting::desk::{ClockTalk, Consent, Desk, Log, Room, Stop, Ways};
use crate::sitting::front;
use crate::store::journal::{self, Journal};
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Got, Prompter};

/// How to go on.
pub struct Manners {
    /// What may be shown at the end.
    pub reveal: Option<RevealArg>,
    /// Whether the clock is silent.
    pub quiet: bool,
    /// Whether nothing is asked.
    pub yes: bool,
    /// Whether the person said already that they go on.
    pub agreed: bool,
}

/// Opens the journal of an attempt, for this process alone.
pub fn open(ledger: &Ledger, id: &AttemptId) -> Result<(Journal, journal::Contents), Failure> {
    let path = ledger.journal(id);
    Journal::open(&path).map_err(|problem| {
        let message = unusable(&path, id, &problem).text().to_owned();
        Failure::new(Kind::File, message, "see who is sitting it, or restore the journal from a copy")
    })
}

/// What its events add up to.
pub fn fold(ledger: &Ledger, id: &AttemptId, contents: &journal::Contents) -> Result<Attempt, Failure> {
    Attempt::from_entries(&contents.entries).map_err(|why| {
        let message = incoherent(&ledger.journal(id), &why).text().to_owned();
        Failure::new(Kind::File, message, "restore the journal from a copy")
    })
}

/// Takes one attempt up again. There is one prompter in a process: who asked before hands on theirs.
pub fn go_on(
    ledger: &Ledger,
    id: &AttemptId,
    manners: &Manners,
    mut prompter: Box<dyn Prompter>,
    context: &mut Context,
) -> Result<(), Failure> {
    let (journal, contents) = open(ledger, id)?;
    let attempt = fold(ledger, id, &contents)?;
    if attempt.state != AttemptState::Open {
        drop(journal);
        let found = tidy(ledger, &*context.clock.clone(), DAY_MS, &mut |text| context.say(text))?;
        wrap_up::say_tidied(&found, ledger, context);
        context.say("It was handed in meanwhile; there is nothing to go on with.");
        return Ok(());
    }
    let exam = kept_exam(ledger, &attempt)?;
    let consent = if manners.yes { Consent::Given } else { Consent::Ask };
    colours::make_ready(&exam, &attempt.started, context.err_look, consent);
    let clock = context.clock.clone();
    let now = clock.now();
    let elapsed = attempt.elapsed_at(now, clock.boot());
    let over = machine::exam_is_over(&attempt, elapsed);
    let page = welcome(&attempt, context, elapsed, over);
    prompter.show(&page);
    let settled = manners.yes || manners.agreed && !over;
    if !settled && !consents(&mut *prompter, over) {
        drop(prompter);
        let line = resume_line(ledger, id.as_str());
        let left = if over { "Left open; nothing was changed." } else { "Left as it is." };
        context.say_command(&format!("{left} To go on:"), &line);
        return Err(Failure::said(Kind::Left));
    }
    let practice = attempt.started.mode == Mode::Practice;
    let ways = Ways {
        consent,
        clock_talk: if manners.quiet || attempt.started.quiet_clock {
            ClockTalk::Quiet
        } else {
            ClockTalk::Full
        },
        predict: if manners.yes || attempt.started.no_predict {
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
            let name = desk.attempt.started.named.clone().unwrap_or_else(|| exam.id.to_string());
            let again = only_missed(&name, &desk.attempt.started.candidate);
            wrap_up::after_practice(&mut desk, &handed, Some(ledger), &again)
        } else {
            let said = desk.attempt.started.reveal.as_deref().and_then(Reveal::from_word);
            let wished = manners.reveal.map(wrap_up::reveal).or(said).unwrap_or(exam.reveal);
            // A paper has nothing to show.
            let reveal = if exam.paper_of.is_some() { Reveal::Nothing } else { wished };
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
    let jumped = if rebooted { None } else { moment::drift(last, now) };
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
            "Answered {} of {}. Last seen {}, {away} ago.",
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
        (false, _, _) => "No time limit.".to_owned(),
    });
    if attempt.expired == Expiry::RanOut && !over {
        lines.push("Time was given back.".to_owned());
    }
    let look = context.err_look;
    let page: String = lines.iter().map(|line| crate::sitting::pages::wrapped(line, look, "")).collect();
    format!("\n{page}")
}
