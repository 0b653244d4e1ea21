//! Before the first question: the start page of `take` and of `practice`, and the small questions asked there.

use std::path::Path;

use crate::exam::{Exam, Face, Navigation, Partial, Predict, Purpose, Reveal};
use crate::render::altitude::{self, Altitude};
use crate::render::{Look, duration, markdown, sanitize};
use crate::session::{Drawn, Pace, Started};
use crate::terminal::prompter::{Ask, Got, Manner, Prompter, Want};

use super::desk::Consent;
use super::feedback::rungs_of_run;
use super::pages;

/// What the start page of an exam says.
pub struct Front<'a> {
    /// The exam.
    pub exam: &'a Exam,
    /// Its title, or its form's.
    pub title: &'a str,
    /// What will not change.
    pub started: &'a Started,
    /// Where the rows go; `None` for a trial.
    pub results: Option<&'a Path>,
    /// Whether everyone can read its key.
    pub public: bool,
    /// Whether it is asked before it starts.
    pub consent: Consent,
    /// Whether predictions are asked for.
    pub predict: Predict,
    /// What may be shown at the end.
    pub reveal: Reveal,
}

/// The start page of `take`.
pub fn exam_page(front: &Front<'_>, look: Look) -> String {
    let exam = front.exam;
    let mut page = pages::opening(exam, front.title, look);
    page.push_str(&pages::heading("Before you start", look));
    for line in facts(front) {
        page.push_str(&crate::render::width::wrap(&line, look.width, "- ", "  ").join("\n"));
        page.push('\n');
    }
    if let Some(notice) = &exam.notice {
        page.push_str(&pages::heading("Notice", look));
        page.push_str(&markdown::render(notice, look, ""));
    }
    if front.consent == Consent::Ask {
        page.push('\n');
        page.push_str(&pages::wrapped(
            "Need more time or another format? Say so now, before it starts.",
            look,
            "",
        ));
    }
    page
}

fn facts(front: &Front<'_>) -> Vec<String> {
    let exam = front.exam;
    let started = front.started;
    let mut lines = Vec::new();
    if front.public {
        lines.push("This is a public exam: its key is on this machine.".to_owned());
    }
    lines.push(format!("{} in all.", pages::questions(started.questions.len())));
    let limited = started.questions.iter().filter(|drawn| drawn.limit.is_some()).count();
    let limit = match (started.pace, started.limit) {
        (Pace::Timed, Some(limit)) => {
            let extra = match &started.extra_time {
                Some(extra) => format!(", extra time of {} included", sanitize::line(&extra.amount)),
                None => String::new(),
            };
            format!(
                "You have {}{extra}. When it is over it ends by itself, in mid-answer if need be; what stands there then counts if it can be an answer, and can't cost anything.",
                duration::words(limit.0)
            )
        }
        (Pace::Timed, None) => "There is no time limit on the whole.".to_owned(),
        (Pace::Untimed, _) => "No clock is running.".to_owned(),
    };
    lines.push(limit);
    if limited > 0 && started.pace == Pace::Timed {
        let own = if limited == started.questions.len() {
            "Each question has a limit of its own"
        } else {
            "Some questions have limits of their own"
        };
        lines.push(format!("{own}, shown above; it runs while the question is on screen."));
    }
    lines.push(match exam.navigation {
        Navigation::Free => "You may skip, flag and go back until you submit.".to_owned(),
        Navigation::Linear => {
            "Forward only: an answer is confirmed once and can't be changed; what is skipped stays skipped."
                .to_owned()
        }
    });
    let has_parts = |drawn: &Drawn| {
        let face = exam.question(&drawn.id).map(|question| &question.face);
        matches!(face, Some(Face::Multiple(_) | Face::Order(_) | Face::Match { .. }))
    };
    let is_net = exam.scoring.partial == Partial::Net && started.questions.iter().any(has_parts);
    if is_net {
        lines.push("Where an answer has several parts (ticks, pairs, an order), wrong parts are taken off right ones, never below zero; what is left open takes nothing off.".to_owned());
    }
    lines.push(match exam.scoring.wrong.ten_thousandths() {
        0 if is_net => "Any other wrong answer costs nothing; a guess at it is free.".to_owned(),
        0 => "A wrong answer costs nothing; a guess is free.".to_owned(),
        share => {
            let percent = crate::exam::Points(i64::from(share) * 100);
            format!("A wrong answer costs {percent}% of the question's points, where it earns all of them or none; no answer costs nothing.")
        }
    });
    let said = match front.predict {
        Predict::Ask => "your predictions, what you say is unclear",
        Predict::Skip => "what you say is unclear",
    };
    lines.push(format!("Recorded: your name, your answers and each change of them, {said}, seconds per question, interruptions; nothing else on this computer."));
    lines.push(match front.reveal {
        Reveal::Nothing => "At the end you see nothing about right or wrong.".to_owned(),
        Reveal::Score => "At the end you see your score by topic and level.".to_owned(),
        Reveal::Answers => "At the end you see your score, and what is right where you missed it.".to_owned(),
    });
    match front.results {
        Some(path) => {
            let path = sanitize::line(&path.display().to_string()).into_owned();
            lines.push(format!("Where: {path} and the folder of journals beside it. Each answer is on disk before the next question is shown."));
        }
        None => lines.push("Nowhere: this is a trial, and nothing of it is kept.".to_owned()),
    }
    lines
}

/// The start page of `practice`.
pub fn practice_page(
    exam: &Exam,
    title: &str,
    started: &Started,
    (manner, consent): (Manner, Consent),
    look: Look,
) -> String {
    // Whoever is asked nothing in between is not asked whether to try again.
    let again = if consent == Consent::Ask { "; then you may try again" } else { "" };
    let mut page = pages::opening(exam, title, look);
    page.push('\n');
    let whole = started.questions.len() == exam.questions.len();
    let minutes = exam.minutes.filter(|_| whole);
    let about = minutes.map(|minutes| format!(", about {minutes} minutes")).unwrap_or_default();
    let clock = match started.pace {
        Pace::Untimed => "no clock",
        Pace::Timed => "against the clock",
    };
    let count = pages::questions(started.questions.len());
    let what = match exam.purpose {
        Purpose::Lesson => "A lesson",
        Purpose::Exam => "Practice",
    };
    page.push_str(&pages::wrapped(
        &format!("{what}: {count}{about}, {clock}. The first answer is the record{again}."),
        look,
        "",
    ));
    let rungs = rungs_of_run(exam, started);
    let levels: Vec<&str> = rungs.iter().map(String::as_str).collect();
    let start = Altitude { levels: &levels, completed: 0, total: started.questions.len(), first_try: 0 };
    if manner == Manner::Interactive {
        page.push('\n');
        page.push_str(&altitude::line(&start, look));
    }
    page
}

/// Asks for a line, without a deadline.
pub fn ask_line(prompter: &mut dyn Prompter, message: &str) -> Got {
    ask(prompter, message, "Enter goes on, Ctrl-C leaves", Want::Line { draft: "" })
}

/// Asks yes or no, without a deadline.
pub fn confirm(prompter: &mut dyn Prompter, message: &str, default: bool) -> Got {
    let message = sanitize::line(message).into_owned();
    let help = if default { "Enter: yes, n: no" } else { "Enter: no, y: yes" };
    ask(prompter, &message, help, Want::Confirm { default })
}

fn ask(prompter: &mut dyn Prompter, message: &str, help: &str, want: Want<'_>) -> Got {
    let ask = Ask { message, help, want, until_up_ms: None, bells_up_ms: &[], commands: &[] };
    prompter.ask(&ask).got
}
