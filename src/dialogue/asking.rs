//! One step: asked for, judged, and asked for again with what was typed until it will do.

use std::path::Path;

use crate::authoring::asked::{Asked, Field};
use crate::authoring::judge::{self, Objection};
use crate::authoring::step::{Given, Step};
use crate::exam;
use crate::render::{question, sanitize};
use crate::store::{folder, regular};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Draft, Got, Manner, Want};

use super::author::{Author, Stop};
use super::menu::Chosen;

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// This, and it will do.
    Given(Given),
    /// One step back.
    Back,
    /// Forget all of it.
    Drop,
    /// Save what is complete.
    Save,
}

/// What came back from one prompt.
pub(super) enum Answer {
    /// An answer.
    Given(Given),
    /// One step back, and what stood there.
    Back(Option<String>),
    /// The menu, and what stood there.
    Menu(Option<String>),
}

/// The commands of plain lines; for drawn prompts they let Esc through.
pub(super) const COMMANDS: &[CommandWord] = &[CommandWord::Back, CommandWord::Quit];

impl Author<'_> {
    /// Asks for a step until what is said will do, or something else is wanted.
    pub(super) fn step(&mut self, step: Step, has_before: bool) -> Result<Said, Stop> {
        let mut asked = self.work.ask(step);
        // What was begun here before somebody went back stands here again.
        let begun = self.begun.iter().position(|(known, _)| *known == step);
        // A text of several lines goes on where it was left for the menu.
        let mut again = false;
        stand(&mut asked.field, begun.map(|at| self.begun.swap_remove(at).1));
        loop {
            let given = match self.answer(step, &asked, again)? {
                Answer::Given(given) => given,
                Answer::Back(begun) => {
                    self.begun.extend(begun.map(|text| (step, text)));
                    return Ok(Said::Back);
                }
                Answer::Menu(begun) => {
                    self.in_hand = begun.clone().map(|text| (step, text));
                    let chosen = self.menu(step, has_before)?;
                    self.in_hand = None;
                    match chosen {
                        Chosen::GoOn => {
                            again = begun.is_some();
                            stand(&mut asked.field, begun);
                            continue;
                        }
                        Chosen::Said(said) => {
                            self.begun.extend(begun.map(|text| (step, text)));
                            return Ok(said);
                        }
                    }
                }
            };
            let judged = match (step, &given) {
                (Step::SnippetFile(n), Given::Text(path)) => self.read(n, path),
                _ => judge::judge(&self.work, step, &given),
            };
            match judged {
                Ok(()) => return Ok(Said::Given(given)),
                Err(objection) => self.object(&objection),
            }
            if let Given::Text(text) = given {
                stand(&mut asked.field, Some(text));
            }
            again = false;
        }
    }

    fn object(&mut self, objection: &Objection) {
        let mut text = sanitize::line(&objection.what).into_owned();
        if !objection.help.is_empty() {
            text.push_str(&format!("\n  help: {}", sanitize::line(&objection.help)));
        }
        self.show(&format!("Not taken: {text}"));
    }

    /// Reads a file into a snippet.
    fn read(&mut self, snippet: usize, path: &str) -> Result<(), Objection> {
        let objection = |what: String, help: &str| Objection { what, help: help.to_owned() };
        if path.is_empty() {
            return Err(objection("no file is named, expected a path".to_owned(), "write it, or go back"));
        }
        let bytes = folder::read(Path::new(path), regular::EXAM)
            .map_err(|trouble| objection(trouble.to_string(), &near(path).unwrap_or(trouble.help)))?;
        let code = String::from_utf8(bytes)
            .map_err(|_| objection(format!("`{path}` is no UTF-8, expected text"), "save it as UTF-8"))?;
        let step = Step::SnippetCode(snippet);
        let given = Given::Text(code.replace("\r\n", "\n"));
        judge::judge(&self.work, step, &given)?;
        self.work.take(step, &given);
        Ok(())
    }

    /// Asks once. `again`: on from where it was left.
    fn answer(&mut self, step: Step, asked: &Asked, again: bool) -> Result<Answer, Stop> {
        match &asked.field {
            Field::Line(current) => self.line(asked, current),
            Field::Proposed(text) => self.proposed(asked, text),
            Field::Lines(current, _) => self.lines(step, asked, current, again),
            Field::Choice(choices, at) => self.choice(&asked.message, asked.help, choices, *at),
            Field::YesNo(default) => {
                let got = self.ask(&asked.message, asked.help, Want::Confirm { default: *default })?;
                let Got::Confirmed(truth) = got else { return Ok(other(got)) };
                Ok(Answer::Given(Given::Truth(truth)))
            }
        }
    }

    fn line(&mut self, asked: &Asked, current: &str) -> Result<Answer, Stop> {
        let draft = visible(current);
        let plain = self.prompter.manner() == Manner::Plain;
        let message = if plain && !draft.is_empty() {
            format!("{} [{}]", asked.message, sanitize::line(&draft))
        } else {
            asked.message.clone()
        };
        let got = self.ask(&message, asked.help, Want::Line { draft: &draft })?;
        let Got::Typed(text) = got else { return Ok(other(got)) };
        let kept = plain && text.is_empty();
        Ok(Answer::Given(Given::Text(if kept { draft } else { text.trim().to_owned() })))
    }

    /// A line that stands empty: nothing takes what is in brackets, a space clears it.
    fn proposed(&mut self, asked: &Asked, text: &str) -> Result<Answer, Stop> {
        let proposed = visible(text);
        let message = format!("{} [{}]", asked.message, sanitize::line(&proposed));
        let got = self.ask(&message, asked.help, Want::Line { draft: "" })?;
        let Got::Typed(text) = got else { return Ok(other(got)) };
        Ok(Answer::Given(Given::Text(if text.is_empty() { proposed } else { text.trim().to_owned() })))
    }

    /// Asks for one of several.
    pub(super) fn choice(
        &mut self,
        message: &str,
        help: &str,
        texts: &[String],
        cursor: usize,
    ) -> Result<Answer, Stop> {
        let texts: Vec<_> = texts.iter().map(|text| sanitize::line(text)).collect();
        let labels: Vec<String> = (0..texts.len()).map(question::label).collect();
        let choices: Vec<Choice<'_>> =
            labels.iter().zip(&texts).map(|(label, text)| Choice { label, text, open: true }).collect();
        if self.prompter.manner() == Manner::Plain {
            let lines = choices.iter().map(|choice| format!("  {}  {}\n", choice.label, choice.text));
            let lines: String = lines.collect();
            self.prompter.show(&lines);
        }
        let got = self.ask(message, help, Want::Choose { choices: &choices, cursor })?;
        let Got::Chosen(at) = got else { return Ok(other(got)) };
        Ok(Answer::Given(Given::Place(at)))
    }

    /// Asks once; whoever is gone has left.
    pub(super) fn ask(&mut self, message: &str, help: &str, want: Want<'_>) -> Result<Got, Stop> {
        let ask = Ask { message, help, want, until_up_ms: None, bells_up_ms: &[], commands: COMMANDS };
        match self.prompter.ask(&ask).got {
            Got::Gone(_) => self.leave(),
            got @ (Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Typed(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Expired(_)) => Ok(got),
        }
    }
}

/// What came back that is no answer.
pub(super) fn other(got: Got) -> Answer {
    match got {
        Got::Command(Command::Plain(CommandWord::Back)) => Answer::Back(None),
        Got::Escaped(Draft::Typed(text)) | Got::Expired(Draft::Typed(text)) => Answer::Menu(Some(text)),
        Got::Escaped(_)
        | Got::Expired(_)
        | Got::Command(_)
        | Got::Chosen(_)
        | Got::Ticked(_)
        | Got::Typed(_)
        | Got::Confirmed(_)
        | Got::Gone(_) => Answer::Menu(None),
    }
}

/// The file that was probably meant by a name of none.
fn near(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or((".", path), |(folder, name)| (folder, name));
    if folder::exists(Path::new(path)) {
        return None;
    }
    let folder = if folder.is_empty() { "/" } else { folder };
    let names = folder::names(Path::new(folder));
    let near = exam::near(name, names.iter().map(String::as_str))?;
    let near = path.strip_suffix(name).map_or_else(|| near.clone(), |before| format!("{before}{near}"));
    Some(format!("did you mean `{near}`?"))
}

/// Lets a text stand in a prompt; nothing leaves what is proposed there.
fn stand(field: &mut Field, text: Option<String>) {
    if let (Field::Proposed(_), Some(begun)) = (&*field, &text)
        && !begun.is_empty()
    {
        *field = Field::Line(String::new());
    }
    if let (Field::Line(current) | Field::Lines(current, _), Some(text)) = (field, text) {
        *current = text;
    }
}

/// What can stand in a line: a name of a file may hold anything.
fn visible(text: &str) -> String {
    text.chars().filter(|character| sanitize::is_harmless(*character)).collect()
}
