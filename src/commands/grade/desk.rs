//! An answer on the screen, and points asked for it.

use super::super::lines;
use crate::cli::grade::Grade;
use crate::exam::{Criterion, Exam, Points, Question};
use crate::failure::{Failure, Kind};
use crate::grading::opinions::Given;
use crate::grading::typed;
use crate::render::{Look, markdown, sanitize, snippet, width};
use crate::sitting::pages;
use crate::store::ledger::Ledger;
use crate::terminal::prompter::{Ask, Command, CommandWord, Got, Prompter, Want};

/// What may be typed besides points; with these open, Esc leaves.
const COMMANDS: &[CommandWord] = &[CommandWord::Skip, CommandWord::Back, CommandWord::Quit];
const HELP: &str = "points, then a comment if you like; s skips, b goes back, q leaves";

/// Who asks whom.
pub(super) struct Desk<'a> {
    /// Who is asked.
    pub(super) prompter: &'a mut dyn Prompter,
    /// What the screen is.
    pub(super) look: Look,
    /// The exam.
    pub(super) exam: &'a Exam,
}

/// An answer to be marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    /// Of which attempt.
    pub(super) attempt: &'a str,
    /// To which question.
    pub(super) question: &'a Question,
    /// By which rubric.
    pub(super) criteria: &'a [Criterion],
    /// The answer.
    pub(super) text: &'a str,
}

/// What a grader said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Points, with a comment.
    Points(Points, Option<String>),
    /// The earlier mark stands.
    Kept,
    /// On to the next answer.
    Skip,
    /// To the one before.
    Back,
    /// That is all for now.
    Leave,
}

impl Desk<'_> {
    /// The question with its model answer, and the answer.
    pub(super) fn page(&mut self, heading: &str, answer: &Answer<'_>) {
        let look = self.look;
        let mut page = pages::heading(&sanitize::line(heading), look);
        for shown in self.exam.snippets_of(answer.question) {
            page.push_str(&snippet::render(shown.title.as_deref(), &shown.language, &shown.code, look));
            page.push('\n');
        }
        page.push_str(&markdown::render(&answer.question.prompt, look, ""));
        if let Some(crate::exam::Key::Essay { sample: Some(sample), .. }) = &answer.question.key {
            page.push_str("\nModel answer:\n");
            page.push_str(&markdown::render(sample, look, "  "));
        }
        page.push_str("\nThe answer:\n");
        for line in answer.text.lines() {
            // As somebody typed it: a `*` is a `*`.
            page.push_str(&width::wrap(&sanitize::line(line), look.width, "  ", "  ").join("\n"));
            page.push('\n');
        }
        self.prompter.show(&page);
    }

    /// A criterion, and what is to be known of it.
    pub(super) fn criterion(&mut self, place: usize, answer: &Answer<'_>, more: &[String]) {
        let criterion = &answer.criteria[place];
        let first =
            format!("\nCriterion {} of {}, worth {}:\n", place + 1, answer.criteria.len(), criterion.points);
        let mut text = first + &markdown::render(&criterion.text, self.look, "  ");
        for line in more {
            text.push_str(&width::wrap(&sanitize::line(line), self.look.width, "  ", "    ").join("\n"));
            text.push('\n');
        }
        self.prompter.show(&text);
    }

    /// Asks until something can be taken.
    pub(super) fn ask(&mut self, what: &str, most: Points, earlier: Option<&Given>) -> Heard {
        let earlier_points = earlier.map(|given| format!(" [{}]", given.points)).unwrap_or_default();
        let message = format!("{what}, 0 to {most}{earlier_points}:");
        loop {
            let want = Want::Line { draft: "" };
            let ask = Ask {
                message: &message,
                help: HELP,
                want,
                until_up_ms: None,
                bells_up_ms: &[],
                commands: COMMANDS,
            };
            let typed = match self.prompter.ask(&ask).got {
                Got::Typed(text) => text,
                Got::Command(Command::Plain(CommandWord::Skip)) => return Heard::Skip,
                Got::Command(Command::Plain(CommandWord::Back)) => return Heard::Back,
                Got::Command(_) | Got::Escaped(_) | Got::Gone(_) => return Heard::Leave,
                Got::Chosen(_) | Got::Ticked(_) | Got::Confirmed(_) | Got::Expired(_) => continue,
            };
            match typed.trim() {
                "" if earlier.is_some() => return Heard::Kept,
                "" => self.prompter.show("Points are asked for; `s` skips this answer."),
                "s" => return Heard::Skip,
                "b" => return Heard::Back,
                "q" => return Heard::Leave,
                text => match typed::points(text, most) {
                    Ok((points, comment)) => return Heard::Points(points, comment),
                    Err(why) => self.prompter.show(&format!("Not taken: {}", sanitize::line(&why))),
                },
            }
        }
    }
}

/// Nobody can be asked.
pub(super) fn no_terminal(what: &str) -> Failure {
    let help = "run it at a terminal; `--plain` asks in plain lines there";
    Failure::new(Kind::NoTerminal, format!("{what}, and there is no terminal to ask on"), help)
}

/// The line that shows what marks have changed, and writes it.
pub(super) fn write_line(ledger: &Ledger, exam: &str, args: &Grade) -> String {
    format!("{} --write", grade_line(ledger, exam, args))
}

/// The line that lists where graders differ, and asks.
pub(super) fn agree_line(ledger: &Ledger, exam: &str, args: &Grade, grader: &str) -> String {
    format!("{} --agree --grader {}", grade_line(ledger, exam, args), lines::quoted(grader))
}

fn grade_line(ledger: &Ledger, exam: &str, args: &Grade) -> String {
    let results = lines::quoted(&ledger.results().display().to_string());
    let mut line = format!("examiner grade {results} --exam {}", lines::quoted(exam));
    for id in &args.same_question {
        line.push_str(&format!(" --same-question {}", lines::quoted(id)));
    }
    line
}
