//! Before the hand-in: what is unanswered or flagged, and "Submit?".

use crate::exam::Navigation;
use crate::render::duration;
use crate::session::machine::{self, Input};
use crate::session::{By, Moment};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Got, Manner, Want};

use super::desk::{ClockTalk, Consent, Desk, Stop};
use super::pages;
use super::taking::Step;

impl Desk<'_> {
    /// What is left to do, and the hand-in. `from`: the question to return to where none can be chosen.
    pub(super) fn review(&mut self, from: Option<usize>) -> Result<Step, Stop> {
        if self.ways.consent == Consent::Given {
            return self.close(from);
        }
        self.give_notice();
        let open = match self.exam.navigation {
            Navigation::Free => machine::to_review(&self.attempt, self.elapsed()),
            Navigation::Linear => Vec::new(),
        };
        let text = self.so_far();
        self.show(&text);
        if open.is_empty() { self.confirm_submit(from) } else { self.choose(&open) }
    }

    /// How many are answered, and how much time is left.
    fn so_far(&self) -> String {
        let total = self.attempt.progress.len();
        let mut text = format!("Answered: {} of {total}", self.attempt.answered());
        let unseen = self.attempt.progress.iter().filter(|progress| progress.visits == 0).count();
        if unseen > 0 {
            text.push_str(&format!(" · not seen yet: {unseen}"));
        }
        if self.ways.clock_talk == ClockTalk::Full
            && let Some(end) = self.attempt.exam_deadline()
        {
            let now = self.now();
            let left = end.saturating_sub(self.elapsed_at(now));
            let ends = duration::end(now.wall_ms, left, &self.room.zone);
            text.push_str(&format!(" · {} left, ends {ends}", duration::clock(left)));
        }
        format!("\n{}", pages::wrapped(&text, self.room.look, ""))
    }

    /// One of these questions, or the hand-in.
    fn choose(&mut self, places: &[usize]) -> Result<Step, Stop> {
        let drawn = self.room.prompter.manner() == Manner::Interactive;
        let mut texts: Vec<(String, String)> =
            places.iter().map(|&place| ((place + 1).to_string(), self.state_of(place))).collect();
        let submit = if drawn { "s" } else { "submit" };
        let all = self.may_be_shown();
        let other = (places.len() < all.len()).then_some(places.len());
        if other.is_some() {
            let label = if drawn { "o" } else { "other" };
            texts.push((label.to_owned(), "another question, answered already".to_owned()));
        }
        texts.push((submit.to_owned(), "submit as it stands".to_owned()));
        if !drawn {
            let lines: Vec<String> =
                texts.iter().map(|(label, text)| format!("  {label:>6}  {text}")).collect();
            self.show(&lines.join("\n"));
        }
        let choices: Vec<Choice<'_>> =
            texts.iter().map(|(label, text)| Choice { label, text, open: true }).collect();
        let want = Want::Choose { choices: &choices, cursor: 0 };
        let message = "Go back to one, or submit";
        match self.ask_before_end(message, "a number or letter moves, Enter chooses, Esc: time left", want)? {
            Some(Got::Chosen(at)) if Some(at) == other => self.choose(&all),
            Some(Got::Chosen(at)) => match places.get(at) {
                Some(&place) => Ok(Step::AskAgain(place)),
                None => self.close(None),
            },
            Some(Got::Command(Command::Plain(CommandWord::Submit))) => self.close(None),
            Some(_) => Ok(Step::Review(None)),
            None => Ok(Step::Close(By::Clock)),
        }
    }

    /// A question in a few words, and what became of it.
    fn state_of(&self, place: usize) -> String {
        let progress = &self.attempt.progress[place];
        let state = match (progress.answer.is_some(), progress.flagged, progress.visits) {
            (true, true, _) => "answered, flagged",
            (true, false, _) => "answered",
            (false, true, _) => "no answer, flagged",
            (false, false, 0) => "not seen yet",
            (false, false, _) => "no answer",
        };
        let room = self.room.look.width.saturating_sub(state.len() + 14).max(12);
        let words = self.question(place).map(|question| pages::in_short(question, room)).unwrap_or_default();
        format!("{words} ({state})")
    }

    fn confirm_submit(&mut self, from: Option<usize>) -> Result<Step, Stop> {
        let want = Want::Confirm { default: true };
        match self.ask_before_end("Submit?", "Enter: yes, n: not yet, Esc: time left", want)? {
            Some(Got::Confirmed(true) | Got::Command(Command::Plain(CommandWord::Submit))) => {
                self.close(from)
            }
            Some(Got::Confirmed(false)) => self.not_yet(from),
            Some(_) => Ok(Step::Review(from)),
            None => Ok(Step::Close(By::Clock)),
        }
    }

    /// "No" to "Submit?": any question that may still be shown.
    fn not_yet(&mut self, from: Option<usize>) -> Result<Step, Stop> {
        if let Some(place) = from {
            return Ok(Step::Ask(place));
        }
        let open = self.may_be_shown();
        if open.is_empty() {
            let text = "No question can be gone back to. Ctrl-C leaves without submitting; until time is up it can be resumed.";
            let text = pages::wrapped(text, self.room.look, "");
            self.show(&text);
            return Ok(Step::Review(None));
        }
        self.choose(&open)
    }

    /// All questions that may still be shown.
    fn may_be_shown(&self) -> Vec<usize> {
        let elapsed = self.elapsed();
        match self.exam.navigation {
            Navigation::Linear => Vec::new(),
            Navigation::Free => (0..self.attempt.progress.len())
                .filter(|&place| machine::may_show(&self.attempt, place, elapsed))
                .collect(),
        }
    }

    /// The candidate hands in, a question not left yet being left now.
    fn close(&mut self, from: Option<usize>) -> Result<Step, Stop> {
        if let Some(place) = from {
            let now = self.now();
            self.take_in(place, Input::Skip, now)?;
        }
        Ok(Step::Close(By::Person))
    }

    /// Time ended before the hand-in was confirmed: what stood in the prompt of a question that was not left counts as it would there.
    fn end_over_held(&mut self, at: Moment) -> Result<(), Stop> {
        if let Some(held) = self.held.take()
            && self.attempt.on_screen() == Some(held.place)
            && let Some(question) = self.question(held.place)
        {
            self.expire(held.place, question, &held.standing, at)?;
            return Ok(());
        }
        self.end_by_clock()
    }

    /// Asks something that is no question of the exam; `None`: the exam's time ran out.
    fn ask_before_end(&mut self, message: &str, help: &str, want: Want<'_>) -> Result<Option<Got>, Stop> {
        let (mut help, mut want) = (help, want);
        let commands = [CommandWord::Time, CommandWord::Quit, CommandWord::Submit];
        loop {
            let bells = self.bells_to_come();
            let ask = Ask {
                message,
                help,
                want,
                until_up_ms: self.exam_end_up(),
                bells_up_ms: &bells,
                commands: &commands,
            };
            let reply = self.ask(&ask)?;
            match reply.got {
                Got::Expired(_) => {
                    self.end_over_held(reply.at)?;
                    return Ok(None);
                }
                got @ (Got::Escaped(_) | Got::Command(Command::Plain(CommandWord::Time))) => {
                    let text = pages::time_left(self);
                    self.show(&text);
                    // Esc throws away a "no" that was typed: from then on Enter alone hands nothing in.
                    if matches!(got, Got::Escaped(_)) && matches!(want, Want::Confirm { .. }) {
                        (help, want) =
                            ("y: yes, Enter: not yet, Esc: time left", Want::Confirm { default: false });
                    }
                }
                got @ (Got::Chosen(_)
                | Got::Ticked(_)
                | Got::Typed(_)
                | Got::Confirmed(_)
                | Got::Command(_)
                | Got::Gone(_)) => return Ok(Some(got)),
            }
        }
    }
}
