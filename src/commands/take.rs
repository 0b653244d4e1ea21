//! `examiner take`: the start page, the sitting, the hand-in.

use super::going_on::{Manners, go_on};
use super::lines::resume_line;
use super::source::{self, Source};
use super::{cannot_prompt, namesakes, stopped, wrap_up};
use crate::cli::Take;
use crate::context::Context;
use crate::exam::{Predict, Reveal};
use crate::failure::{Failure, Kind};
use crate::session::{Attempt, ExtraTime, Mode, Pace};
use crate::sitting::closing::{DAY_MS, tidy};
use crate::sitting::colours;
use crate::sitting::desk::{ClockTalk, Consent, Desk, Room, Stop, Ways};
use crate::sitting::front::{self, Front};
use crate::sitting::starting::{self, Extra, Plan};
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Got, Manner, Prompter};

/// Runs `take`.
pub fn run(asked: &Take, context: &mut Context) -> Result<(), Failure> {
    if context.manner == Manner::Plain && asked.candidate.is_none() {
        let help = "name the candidate with `--candidate NAME`";
        return Err(Failure::new(Kind::CommandLine, "plain lines ask for no name, and none is given", help));
    }
    let extra = extra_time(asked)?;
    let ledger = if asked.no_record { None } else { Some(Ledger::at(&asked.results.results)?) };
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let source = source::find(&asked.exam, Some(&mut *prompter), context)?;
    let reveal = reveal(&source, asked)?;
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
        wrap_up::say_tidied(&found, ledger, context);
    }
    let consent = if asked.yes { Consent::Given } else { Consent::Ask };
    let candidate = candidate(asked, &mut *prompter, context)?;
    let (candidate_id, open) = match &ledger {
        Some(ledger) => namesakes::known(ledger, &candidate, &source, consent, &mut *prompter, context)?,
        None => (String::new(), None),
    };
    if let (Some(open), Some(ledger)) = (open, &ledger) {
        let manners =
            Manners { reveal: asked.reveal, quiet: asked.quiet_clock, yes: asked.yes, agreed: true };
        return go_on(ledger, &open, &manners, prompter, context);
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
        reveal,
        quiet_clock: asked.quiet_clock,
        no_predict: asked.yes,
        named: None,
    };
    let ways = Ways {
        consent,
        clock_talk: if asked.quiet_clock { ClockTalk::Quiet } else { ClockTalk::Full },
        predict: if asked.yes { Predict::Skip } else { source.exam.predict },
    };
    begin(&source, &plan, ways, ledger.as_ref(), prompter, context)
}

/// What may be shown at the end: as asked, else as the exam has it. A paper says nothing about right or wrong.
fn reveal(source: &Source, asked: &Take) -> Result<Option<Reveal>, Failure> {
    let asked = asked.reveal.map(wrap_up::reveal);
    if source.exam.paper_of.is_none() {
        return Ok(asked);
    }
    match asked {
        None | Some(Reveal::Nothing) => Ok(Some(Reveal::Nothing)),
        Some(other) => {
            let message = format!("`--reveal {}` needs the key, and a paper has none", other.word());
            Err(Failure::new(Kind::CommandLine, message, "leave `--reveal` out"))
        }
    }
}

fn extra_time(asked: &Take) -> Result<Option<(Extra, ExtraTime)>, Failure> {
    let Some(amount) = &asked.extra_time else { return Ok(None) };
    let Some(extra) = Extra::parse(amount) else {
        let message = format!("`{amount}` is no extra time");
        return Err(Failure::new(
            Kind::CommandLine,
            message,
            "write `25%` (up to 1000%) or `10m` (up to 168h)",
        ));
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

fn begin(
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
    colours::make_ready(plan.exam, &started, context.err_look, ways.consent);
    let front = Front {
        exam: plan.exam,
        title: source.title(),
        started: &started,
        results: ledger.map(Ledger::results),
        public: source.origin == source::Origin::BuiltIn,
        consent: ways.consent,
        predict: ways.predict,
        reveal: plan.reveal.unwrap_or(plan.exam.reveal),
    };
    let timed = started.limit.is_some() || started.questions.iter().any(|drawn| drawn.limit.is_some());
    prompter.show(&front::exam_page(&front, context.err_look));
    if ways.consent == Consent::Ask {
        let question = if timed { "Start now? The clock runs from here" } else { "Start now?" };
        match front::confirm(&mut *prompter, question, true) {
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
    let (log, entry) = starting::open_log(ledger, plan.exam, &source.bytes, started, &*context.clock)?;
    let attempt = Attempt::from_entries(std::slice::from_ref(&entry))
        .map_err(|why| Failure::new(Kind::File, why.why, ""))?;
    let clock = context.clock.clone();
    let room =
        Room { prompter: &mut *prompter, clock: &*clock, look: context.err_look, zone: context.zone.clone() };
    let mut desk = Desk::new(room, plan.exam, ways, attempt, log);
    let reveal = plan.reveal.unwrap_or(plan.exam.reveal);
    let finished = desk
        .sit()
        .and_then(|by| desk.hand_in(by))
        .and_then(|handed| wrap_up::after_exam(&mut desk, &handed, ledger, reveal).map_err(Stop::Unrecorded));
    drop(desk);
    drop(prompter);
    super::keep_again(ledger, plan.exam, &source.bytes, &finished);
    finished.map_err(|stop| stopped(stop, ledger.map(|l| resume_line(l, id.as_str())).as_deref(), context))
}
