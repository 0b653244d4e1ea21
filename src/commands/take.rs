//! `examiner take`: the start page, the sitting, the hand-in.

use std::path::Path;

use jiff::tz::TimeZone;

use super::progress::Earlier;
use super::source::{self, Source};
use super::{cannot_prompt, stopped, wrap_up};
use crate::cli::{RevealArg, Take};
use crate::context::Context;
use crate::exam::{Predict, Reveal};
use crate::failure::{Failure, Kind};
use crate::session::{Attempt, AttemptState, Event, ExtraTime, Mode, Pace};
use crate::sitting::closing::{DAY_MS, tidy};
use crate::sitting::desk::{ClockTalk, Consent, Desk, Log, Room, Stop, Ways};
use crate::sitting::front::{self, Front};
use crate::sitting::starting::{self, Extra, Plan};
use crate::store::journal::{self, Journal};
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Got, Manner, Prompter};

/// Runs `take`.
pub fn run(asked: &Take, context: &mut Context) -> Result<(), Failure> {
    if context.manner == Manner::Plain && asked.candidate.is_none() {
        let help = "name the candidate with `--candidate NAME`";
        return Err(Failure::new(Kind::CommandLine, "plain mode asks for no name, and none is given", help));
    }
    let extra = extra_time(asked)?;
    let ledger = if asked.no_record { None } else { Some(Ledger::at(&asked.results.results)?) };
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let source = source::open(&asked.exam, Some(&mut *prompter), context)?;
    if let Some((extra, data)) = &extra
        && !extra.changes(&source.exam, source.form.as_ref())
    {
        let message = format!("extra time of `{}` changes no limit of this exam", data.amount);
        let help = "leave out `--extra-time`, or give a share (`25%`) where only questions have limits";
        return Err(Failure::new(Kind::CommandLine, message, help));
    }
    if let Some(ledger) = &ledger {
        ledger.prepare(&mut |text| context.say(text))?;
        let found = tidy(ledger, &*context.clock.clone(), DAY_MS, &mut |text| context.say(text))?;
        wrap_up::say_tidied(&found, context);
    }
    let consent = if asked.yes { Consent::Given } else { Consent::Ask };
    let candidate = candidate(asked, &mut *prompter, context)?;
    let (candidate_id, open) = match &ledger {
        Some(ledger) => known(ledger, &candidate, &source, consent, &mut *prompter, context)?,
        None => (String::new(), None),
    };
    if let (Some(open), Some(ledger)) = (open, &ledger) {
        let manners =
            super::resume::Manners { reveal: asked.reveal, quiet: asked.quiet_clock, yes: asked.yes };
        return super::resume::go_on(ledger, &open, &manners, Some(prompter), context);
    }
    let plan = Plan {
        exam: &source.exam,
        form: source.form.as_ref(),
        mode: Mode::Exam,
        pace: Pace::Timed,
        candidate,
        candidate_id,
        seed: asked.seed.unwrap_or_else(|| context.seed()),
        seed_given: asked.seed.is_some(),
        extra,
        narrowed: None,
    };
    let ways = Ways {
        consent,
        clock_talk: if asked.quiet_clock { ClockTalk::Quiet } else { ClockTalk::Full },
        predict: if asked.yes { Predict::Skip } else { source.exam.predict },
    };
    begin(asked, &source, &plan, ways, ledger.as_ref(), prompter, context)
}

fn extra_time(asked: &Take) -> Result<Option<(Extra, ExtraTime)>, Failure> {
    let Some(amount) = &asked.extra_time else { return Ok(None) };
    let Some(extra) = Extra::parse(amount) else {
        let message = format!("`{amount}` is no extra time");
        return Err(Failure::new(Kind::CommandLine, message, "write `25%` (up to 1000%) or `10m`"));
    };
    let data = ExtraTime { amount: amount.trim().to_owned(), reference: asked.extra_time_ref.clone() };
    Ok(Some((extra, data)))
}

fn candidate(asked: &Take, prompter: &mut dyn Prompter, context: &mut Context) -> Result<String, Failure> {
    if let Some(given) = &asked.candidate {
        return starting::name(given).ok_or_else(|| {
            let message = "the candidate's name is empty or longer than 200 characters";
            Failure::new(Kind::CommandLine, message, "give a name or a code with `--candidate NAME`")
        });
    }
    loop {
        match front::ask_line(prompter, "Your name") {
            Got::Typed(text) => match starting::name(&text) {
                Some(name) => return Ok(name),
                None => prompter.show("A name or a code is needed, of at most 200 characters."),
            },
            Got::Gone(_) => {
                context.say("Left; nothing was started.");
                return Err(Failure::said(Kind::Left));
            }
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_) => {}
        }
    }
}

type Known = (String, Option<crate::session::AttemptId>);

/// Whether the name has an attempt at this exam in these results: the same person? And is one of theirs open?
fn known(
    ledger: &Ledger,
    candidate: &str,
    source: &Source,
    consent: Consent,
    prompter: &mut dyn Prompter,
    context: &mut Context,
) -> Result<Known, Failure> {
    let left = |context: &mut Context| {
        context.say("Left; nothing was started.");
        Failure::said(Kind::Left)
    };
    let exam = starting::exam_id(&source.exam, source.form.as_ref());
    let open = open_attempt(ledger, candidate, &exam);
    if let Some(open) = &open
        && consent == Consent::Ask
    {
        let text = format!("{candidate} has this exam open, unsubmitted. Go on with it?");
        match front::confirm(prompter, &text, true) {
            Got::Confirmed(true) => return Ok((String::new(), Some(open.started.attempt.clone()))),
            Got::Gone(_) => return Err(left(context)),
            Got::Confirmed(false)
            | Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Typed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_) => {}
        }
    }
    let sat = super::progress::earlier(ledger, candidate, source.exam.id.as_str()).pop();
    let begun =
        open.map(|open| Earlier { started_at: open.started_at, candidate_id: open.started.candidate_id });
    let Some((last, did)) = sat.map(|sat| (sat, "sat")).or(begun.map(|begun| (begun, "began"))) else {
        return Ok((String::new(), None));
    };
    if consent == Consent::Given {
        return Ok((last.candidate_id, None));
    }
    let zone: &TimeZone = &context.zone;
    let day = crate::render::duration::date(last.started_at.0, zone);
    let text = format!("{candidate} {did} this exam on {day}. The same person?");
    match front::confirm(prompter, &text, true) {
        Got::Confirmed(true) => Ok((last.candidate_id, None)),
        Got::Confirmed(false) => match what_tells_apart(prompter, &last.candidate_id) {
            Some(candidate_id) => Ok((candidate_id, None)),
            None => Err(left(context)),
        },
        Got::Gone(_)
        | Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Typed(_)
        | Got::Command(_)
        | Got::Escaped(_)
        | Got::Expired(_) => Err(left(context)),
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

/// The newest attempt of this name at this exam that is open and not running.
fn open_attempt(ledger: &Ledger, candidate: &str, exam: &str) -> Option<Attempt> {
    let mut ids = ledger.journals().ok()?;
    ids.reverse();
    ids.into_iter().find_map(|id| {
        let path = ledger.journal(&id);
        if journal::ends_recorded(&path) || journal::is_running(&path) {
            return None;
        }
        let contents = journal::read(&path).ok()?;
        Attempt::from_entries(&contents.entries).ok().filter(|attempt| {
            attempt.state == AttemptState::Open
                && attempt.started.mode == Mode::Exam
                && attempt.started.candidate == candidate
                && attempt.started.exam == exam
        })
    })
}

fn begin(
    asked: &Take,
    source: &Source,
    plan: &Plan<'_>,
    ways: Ways,
    ledger: Option<&Ledger>,
    mut prompter: Box<dyn Prompter>,
    context: &mut Context,
) -> Result<(), Failure> {
    let now = context.clock.now();
    let id = starting::attempt_id(now, context.id_bytes());
    let started = starting::started(plan, id.clone());
    let front = Front {
        exam: plan.exam,
        title: source.title(),
        started: &started,
        results: ledger.map(Ledger::results),
        public: source.origin == source::Origin::BuiltIn,
        consent: ways.consent,
    };
    prompter.show(&front::exam_page(&front, context.err_look));
    if ways.consent == Consent::Ask {
        match front::confirm(&mut *prompter, "Start now? The clock runs from here", true) {
            Got::Confirmed(true) => {}
            Got::Confirmed(false)
            | Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Typed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_)
            | Got::Gone(_) => {
                drop(prompter);
                context.say("Not started; nothing is recorded.");
                return Err(Failure::said(Kind::Left));
            }
        }
    }
    let event = Event::Started(Box::new(started));
    let (log, entry) = start_log(ledger, plan, source, &id, &event, context)?;
    let attempt = Attempt::from_entries(std::slice::from_ref(&entry))
        .map_err(|why| Failure::new(Kind::File, why.why, ""))?;
    let clock = context.clock.clone();
    let room =
        Room { prompter: &mut *prompter, clock: &*clock, look: context.err_look, zone: context.zone.clone() };
    let mut desk = Desk::new(room, plan.exam, ways, attempt, log);
    let reveal = reveal(asked.reveal, plan.exam.reveal);
    let finished = desk
        .sit()
        .and_then(|by| desk.hand_in(by))
        .and_then(|handed| wrap_up::after_exam(&mut desk, &handed, ledger, reveal).map_err(Stop::Unrecorded));
    drop(desk);
    drop(prompter);
    finished.map_err(|stop| stopped(stop, ledger.map(|l| resume_line(l, id.as_str())).as_deref(), context))
}

/// What may be shown: the command line wins.
pub fn reveal(asked: Option<RevealArg>, exam: Reveal) -> Reveal {
    match asked {
        None => exam,
        Some(RevealArg::Nothing) => Reveal::Nothing,
        Some(RevealArg::Score) => Reveal::Score,
        Some(RevealArg::Answers) => Reveal::Answers,
    }
}

/// The line that takes an attempt up again.
pub fn resume_line(ledger: &Ledger, id: &str) -> String {
    let results = ledger.results();
    let default = std::path::absolute("results.csv").ok();
    let named = if default.as_deref() == Some(results) || default.is_none() {
        String::new()
    } else {
        format!(" --results {}", quoted(results))
    };
    format!("examiner resume {id}{named}")
}

/// The line that brings what is handed in into the results.
pub fn record_line(ledger: &Ledger) -> String {
    format!("examiner record --results {}", quoted(ledger.results()))
}

fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Creates the journal with its first event and keeps a copy of the exam; a trial has neither.
pub fn start_log(
    ledger: Option<&Ledger>,
    plan: &Plan<'_>,
    source: &Source,
    id: &crate::session::AttemptId,
    event: &Event,
    context: &Context,
) -> Result<(Log, crate::session::Entry), Failure> {
    let now = context.clock.now();
    let boot = context.clock.boot();
    match ledger {
        None => {
            let mut log = Log::Trial { seq: 0 };
            let entry = log
                .append(event, now, boot)
                .map_err(|error| Failure::new(Kind::File, error.to_string(), ""))?;
            Ok((log, entry))
        }
        Some(ledger) => {
            ledger.keep_exam(plan.exam.exam_digest, plan.exam.key_digest, &source.bytes)?;
            let path = ledger.journal(id);
            let (journal, entry) = Journal::create(&path, event, now, boot).map_err(|error| {
                crate::store::ledger::Trouble::io(&path, "create the attempt's journal", &error)
            })?;
            Ok((Log::Kept(Box::new(journal)), entry))
        }
    }
}
