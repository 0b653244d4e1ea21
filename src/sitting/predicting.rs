//! The line of prediction, before the options are seen.

use crate::exam::Question;
use crate::session::Moment;
use crate::session::machine::Input;
use crate::terminal::prompter::{Ask, Draft, Got, Want};

use super::asking::{Asking, Turn};
use super::desk::{Desk, Stop};
use super::menu::{Chosen, LONGEST_LINE};

impl Desk<'_> {
    /// Asks for a prediction, before the options. `Some` ends the visit.
    pub(super) fn ask_prediction(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
    ) -> Result<Option<Turn>, Stop> {
        let mut typed = String::new();
        loop {
            let bells = self.bells_to_come();
            let commands = self.commands(place, asking);
            let ask = Ask {
                message: "First say it yourself, in a line:",
                help: "Enter alone skips this line, Esc: menu",
                want: Want::Line { draft: &typed },
                until_up_ms: self.until(place),
                bells_up_ms: &bells,
                commands: &commands,
            };
            let reply = self.ask(&ask)?;
            let turn = match reply.got {
                Got::Typed(text) => {
                    self.predict(place, &text, reply.at)?;
                    self.give_notice();
                    return Ok(None);
                }
                Got::Expired(draft) => {
                    let text = if let Draft::Typed(text) = draft { text } else { String::new() };
                    return self.out_of_time_predicting(place, &text, reply.at).map(Some);
                }
                Got::Escaped(draft) => {
                    typed = if let Draft::Typed(text) = draft { text } else { String::new() };
                    match self.menu(place, question, asking)? {
                        Chosen::Command(command, at) => self.obey(place, question, command, at)?,
                        Chosen::Question => None,
                        Chosen::TimeUp(at) => {
                            return self.out_of_time_predicting(place, &typed, at).map(Some);
                        }
                    }
                }
                Got::Command(command) => self.obey(place, question, command, reply.at)?,
                Got::Chosen(_) | Got::Ticked(_) | Got::Confirmed(_) | Got::Gone(_) => None,
            };
            if turn.is_some() {
                return Ok(turn);
            }
            self.give_notice();
        }
    }

    fn predict(&mut self, place: usize, text: &str, at: Moment) -> Result<(), Stop> {
        let text: String = text.trim().chars().take(LONGEST_LINE).collect();
        if !text.is_empty() {
            self.take_in(place, Input::Predict(text), at)?;
        }
        Ok(())
    }

    fn out_of_time_predicting(&mut self, place: usize, text: &str, at: Moment) -> Result<Turn, Stop> {
        self.predict(place, text, at)?;
        self.time_up(place, None, None, at)
    }
}
