//! `examiner practice`: the lesson's opening, the questions, what was learnt.

use std::collections::HashMap;

use super::likeness::nearest;
use super::past::Practised;
use super::source::{self, Source};
use super::{cannot_prompt, learner, lines, open, stopped, wrap_up};
use crate::cli::Practice;
use crate::context::Context;
use crate::exam::{Exam, Predict, QuestionId};
use crate::failure::{Failure, Kind};
use crate::render::report::next::open_words;
use crate::render::sanitize;
use crate::report::history::sat::base;
use crate::report::model::Absent;
use crate::session::{Attempt, Mode, Pace};
use crate::sitting::closing::{DAY_MS, tidy};
use crate::sitting::colours;
use crate::sitting::desk::{ClockTalk, Consent, Desk, Room, Stop, Ways};
use crate::sitting::front;
use crate::sitting::starting::{self, Narrowed, Plan};
use crate::store::ledger::Ledger;
use crate::terminal::prompter::Got;

/// Runs `practice`.
pub fn run(asked: &Practice, context: &mut Context) -> Result<(), Failure> {
    let ledger = if asked.no_record { None } else { Some(learner::ledger(context)?) };
    let mut prompter = context.prompter().map_err(|error| cannot_prompt(&error))?;
    let source = source::find(&asked.exam, Some(&mut *prompter), context)?;
    if source.exam.paper_of.is_some() {
        let name = sanitize::line(&source.name);
        let message =
            format!("`{name}` is a paper, an exam without its key: practice could not say what is right");
        return Err(Failure::new(Kind::CommandLine, message, "sit it with `examiner take`"));
    }
    if let Some(ledger) = &ledger {
        ledger.prepare(&mut |text| context.say(text))?;
        let found = tidy(ledger, &*context.clock.clone(), DAY_MS, &mut |text| context.say(text))?;
        wrap_up::say_tidied(&found, ledger, context);
    }
    let candidate = starting::name(&asked.candidate).ok_or_else(|| {
        let message = "the name is empty or longer than 200 characters";
        Failure::new(Kind::CommandLine, message, "give a shorter one with `--candidate NAME`")
    })?;
    if let Some(ledger) = &ledger {
        say_open(ledger, &source.exam, &candidate, context);
    }
    let plan = Plan {
        exam: &source.exam,
        form: source.form.as_ref(),
        mode: Mode::Practice,
        pace: if asked.timed { Pace::Timed } else { Pace::Untimed },
        narrowed: narrowed(asked, &source, &candidate, ledger.as_ref())?,
        reveal: None,
        quiet_clock: asked.quiet_clock,
        no_predict: asked.no_predict || asked.yes,
        named: Some(source.name.clone()),
        candidate,
        candidate_id: String::new(),
        seed: asked.seed.unwrap_or_else(|| context.seed()),
        seed_given: asked.seed.is_some(),
        extra: None,
    };
    let now = context.clock.now();
    let id = starting::attempt_id(now, context.id_bytes());
    let started = starting::started(&plan, id.clone());
    let consent = if asked.yes { Consent::Given } else { Consent::Ask };
    colours::make_ready(plan.exam, &started, context.err_look, consent);
    prompter.show(&front::practice_page(
        plan.exam,
        source.title(),
        &started,
        (context.manner, consent),
        context.err_look,
    ));
    if consent == Consent::Ask {
        match front::confirm(&mut *prompter, "Start?", true) {
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
                context.say("Not started.");
                return Err(Failure::said(Kind::Left));
            }
        }
    }
    let (log, entry) =
        starting::open_log(ledger.as_ref(), plan.exam, &source.bytes, started, &*context.clock)?;
    let attempt = Attempt::from_entries(std::slice::from_ref(&entry))
        .map_err(|why| Failure::new(Kind::File, why.why, ""))?;
    let ways = Ways {
        consent,
        clock_talk: if asked.quiet_clock { ClockTalk::Quiet } else { ClockTalk::Full },
        predict: if asked.yes || asked.no_predict { Predict::Skip } else { Predict::Ask },
    };
    let clock = context.clock.clone();
    let room =
        Room { prompter: &mut *prompter, clock: &*clock, look: context.err_look, zone: context.zone.clone() };
    let mut desk = Desk::new(room, plan.exam, ways, attempt, log);
    let finished = desk.practise().and_then(|by| desk.hand_in(by)).and_then(|handed| {
        let again = lines::only_missed(&source.name, &plan.candidate);
        wrap_up::after_practice(&mut desk, &handed, ledger.as_ref(), &again).map_err(Stop::Unrecorded)
    });
    drop(desk);
    drop(prompter);
    super::keep_again(ledger.as_ref(), &source.exam, &source.bytes, &finished);
    let line = ledger.as_ref().map(|_| format!("examiner resume {id}"));
    finished.map_err(|stop| stopped(stop, line.as_deref(), context))
}

/// Says that an attempt of this learner at this exam is open already.
fn say_open(ledger: &Ledger, exam: &Exam, candidate: &str, context: &mut Context) {
    let open = open::among(&[(true, ledger.clone())], |started, _| {
        started.mode == Mode::Practice
            && started.candidate == candidate
            && base(&started.exam) == exam.id.as_str()
    });
    for one in open.iter().filter(|one| one.state == Absent::Open) {
        if let Some(command) = &one.command {
            let words = format!("An earlier {}. To go on with it instead:", open_words(one, None));
            context.say_command(&words, command);
        }
    }
}

fn narrowed(
    asked: &Practice,
    source: &Source,
    candidate: &str,
    ledger: Option<&Ledger>,
) -> Result<Option<Narrowed>, Failure> {
    if asked.topic.is_empty() && asked.level.is_empty() && !asked.only_missed && !asked.only_new {
        return Ok(None);
    }
    let exam = &source.exam;
    let mut narrowed = Narrowed::default();
    for topic in &asked.topic {
        let known = exam.topics.iter().map(|topic| topic.id.as_str());
        let found = exam.topics.iter().find(|known| known.id.as_str() == topic || known.title == *topic);
        match found {
            Some(found) => narrowed.topics.push(found.id.clone()),
            None => return Err(unknown("topic", topic, known)),
        }
    }
    for level in &asked.level {
        let known = exam.ladder.rungs.iter().map(|rung| rung.level.as_str());
        match exam.ladder.rungs.iter().find(|rung| rung.level.as_str() == level) {
            Some(found) => narrowed.levels.push(found.level.clone()),
            None => return Err(unknown("level", level, known)),
        }
    }
    if asked.only_missed || asked.only_new {
        narrowed.only = Some(only(asked, exam, &source.name, candidate, ledger)?);
    }
    let form = source.form.as_ref();
    let drawn = |question| form.is_none_or(|form| form.may_ask(question));
    if exam.questions.iter().any(|question| narrowed.takes(question) && drawn(question)) {
        return Ok(Some(narrowed));
    }
    let (message, help) = if asked.only_missed {
        let help = "leave out `--only-missed` to practise all of it again";
        ("nothing was missed when these were last practised", help)
    } else if asked.only_new {
        let help = "leave out `--only-new` to practise all of it again";
        ("nothing is new: each of these questions was answered before", help)
    } else {
        ("no question has such a topic and such a level", "leave one of them out")
    };
    Err(Failure::new(Kind::CommandLine, message, help))
}

/// What `--only-missed` or `--only-new` asks.
fn only(
    asked: &Practice,
    exam: &Exam,
    name: &str,
    candidate: &str,
    ledger: Option<&Ledger>,
) -> Result<Vec<QuestionId>, Failure> {
    let flag = if asked.only_missed { "--only-missed" } else { "--only-new" };
    let Some(ledger) = ledger else {
        let message = format!("`{flag}` needs a record, and `--no-record` reads none");
        return Err(Failure::new(Kind::CommandLine, message, "leave one of them out"));
    };
    let (practised, learners) = Practised::of_name(ledger, candidate, exam.id.as_str());
    if !practised.knows(exam.id.as_str()) {
        // Whoever left all of it open is known, and has practised nothing of it.
        if !learners.contains(candidate)
            && let Some(near) = nearest(candidate, learners.iter().map(String::as_str))
        {
            let message = format!("`{}` has not practised `{}` yet", sanitize::line(candidate), exam.id);
            let more = if asked.only_new { " Else leave out `--only-new`: all of it is new" } else { "" };
            let help = format!("did you mean `{}`?{more}", sanitize::line(near));
            return Err(Failure::new(Kind::CommandLine, message, help));
        }
        if asked.only_missed {
            let message = format!("`{}` has not been practised yet, so nothing was missed", exam.id);
            let line = format!("examiner practice {}", lines::quoted(name));
            return Err(Failure::new(Kind::CommandLine, message, line));
        }
    }
    let questions = practised.questions(exam);
    let of: HashMap<&str, _> =
        questions.into_iter().map(|question| (question.id.as_str(), question.is_missed())).collect();
    let is_asked = |id: &&QuestionId| match of.get(id.as_str()) {
        Some(is_missed) => asked.only_missed && *is_missed,
        None => asked.only_new,
    };
    Ok(exam.questions.iter().map(|question| &question.id).filter(is_asked).cloned().collect())
}

fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let help = match nearest(given, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known.map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")),
    };
    let given = sanitize::line(given).into_owned();
    Failure::new(Kind::CommandLine, format!("no {what} `{given}` in this exam"), help)
}
