//! The menu behind Esc, and what its items (and the commands of plain lines) do.

use crate::exam::{Navigation, Question};
use crate::session::Moment;
use crate::session::machine::{self, Input};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Draft, Got, Want};

use super::asking::{Asking, Turn};
use super::desk::{Desk, Stop};
use super::pages;

/// The longest line that is kept beside the answers (an objection, a prediction), in characters.
pub(super) const LONGEST_LINE: usize = 2000;

/// What the menu came to.
pub(super) enum Chosen {
    /// A command, chosen at an instant.
    Command(Command, Moment),
    /// Back to the question.
    Question,
    /// Time ran out meanwhile.
    TimeUp(Moment),
}

impl Desk<'_> {
    /// The commands that are open at a question, in the order of the menu.
    pub(super) fn commands(&self, place: usize, asking: &Asking) -> Vec<CommandWord> {
        let mut commands = asking.extra.clone();
        // After a wrong try "on to the next question" says what skipping would.
        if !commands.contains(&CommandWord::Next) {
            commands.push(CommandWord::Skip);
        }
        if self.exam.navigation == Navigation::Free && !self.is_practice() {
            commands.push(CommandWord::Flag);
        }
        if self.has_before(place) {
            commands.push(CommandWord::Back);
        }
        commands.push(CommandWord::Unclear);
        if self.until(place).is_some() {
            commands.push(CommandWord::Time);
        }
        commands.extend([CommandWord::Quit, CommandWord::Submit]);
        commands
    }

    /// Whether there is a question to go back to: in practice one that is not completed.
    fn has_before(&self, place: usize) -> bool {
        if self.is_practice() {
            return self.incomplete().any(|other| other < place);
        }
        machine::before(&self.attempt, place, self.exam.navigation, self.elapsed()).is_some()
    }

    /// The menu behind Esc.
    pub(super) fn menu(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
    ) -> Result<Chosen, Stop> {
        let commands = self.commands(place, asking);
        let mut items = vec!["back to the question"];
        items.extend(commands.iter().map(|word| pages::menu_word(self, place, *word)));
        let labels = std::iter::once("r").chain(commands.iter().map(|word| pages::menu_letter(*word)));
        let choices: Vec<Choice<'_>> =
            items.iter().zip(labels).map(|(text, label)| Choice { label, text, open: true }).collect();
        let bells = self.bells_to_come();
        let ask = Ask {
            message: "Menu",
            help: "a letter moves, Enter chooses, Esc goes back",
            want: Want::Choose { choices: &choices, cursor: 0 },
            until_up_ms: self.until(place),
            bells_up_ms: &bells,
            // Only drawn prompts have a menu; there this lets Esc through.
            commands: &[CommandWord::Quit],
        };
        let reply = self.ask(&ask)?;
        let word = match reply.got {
            Got::Chosen(at) => at.checked_sub(1).and_then(|at| commands.get(at)).copied(),
            Got::Expired(_) => return Ok(Chosen::TimeUp(reply.at)),
            Got::Ticked(_)
            | Got::Typed(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => None,
        };
        match word {
            None => Ok(Chosen::Question),
            Some(CommandWord::Quit) => self.leave("menu", reply.at),
            Some(CommandWord::Unclear) => self.objection(place, question),
            Some(word) => Ok(Chosen::Command(Command::Plain(word), reply.at)),
        }
    }

    fn objection(&mut self, place: usize, question: &Question) -> Result<Chosen, Stop> {
        let bells = self.bells_to_come();
        let message = if self.is_practice() {
            "What is unclear? (kept with your answers)"
        } else {
            "What is unclear? (kept for the interviewer)"
        };
        let ask = Ask {
            message,
            help: "Enter keeps it, Esc goes back",
            want: Want::Line { draft: "" },
            until_up_ms: self.until(place),
            bells_up_ms: &bells,
            commands: &[CommandWord::Quit],
        };
        let reply = self.ask(&ask)?;
        match reply.got {
            Got::Typed(text) => Ok(Chosen::Command(Command::Unclear(text), reply.at)),
            Got::Expired(objection) => {
                if let Draft::Typed(text) = objection {
                    self.obey(place, question, Command::Unclear(text), reply.at)?;
                }
                Ok(Chosen::TimeUp(reply.at))
            }
            Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Confirmed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => Ok(Chosen::Question),
        }
    }

    /// Carries out a command. `Some` ends the visit.
    pub(super) fn obey(
        &mut self,
        place: usize,
        question: &Question,
        command: Command,
        at: Moment,
    ) -> Result<Option<Turn>, Stop> {
        let word = match command {
            Command::Unclear(text) => {
                let text: String = text.trim().chars().take(LONGEST_LINE).collect();
                if !text.is_empty() {
                    self.take_in(place, Input::Object(text), at)?;
                    self.show(if self.is_practice() {
                        "Kept with your answers."
                    } else {
                        "Kept for the interviewer."
                    });
                }
                return Ok(None);
            }
            Command::Plain(word) => word,
        };
        match word {
            CommandWord::Skip => {
                self.take_in(place, Input::Skip, at)?;
                Ok(Some(Turn::Skipped))
            }
            CommandWord::Flag => {
                self.take_in(place, Input::Flag, at)?;
                Ok(Some(Turn::Skipped))
            }
            CommandWord::Back => {
                self.take_in(place, Input::Skip, at)?;
                Ok(Some(Turn::Back))
            }
            CommandWord::Submit => {
                // Where one can't come back, a question is not left before handing in was confirmed.
                if self.exam.navigation == Navigation::Free || self.is_practice() {
                    self.take_in(place, Input::Skip, at)?;
                }
                Ok(Some(Turn::Submit))
            }
            CommandWord::Time => {
                let text = pages::time_left(self);
                self.show(&text);
                Ok(None)
            }
            CommandWord::Hint => {
                let text = pages::hint(self, question);
                self.show(&text);
                Ok(None)
            }
            CommandWord::ShowMe => Ok(Some(Turn::ShowMe)),
            CommandWord::Next => Ok(Some(Turn::Next)),
            CommandWord::Unclear | CommandWord::Quit => Ok(None),
        }
    }
}
