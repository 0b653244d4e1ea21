//! `take`: one question after another under a hard clock, nothing about right or wrong, then the hand-in.

use crate::exam::Navigation;
use crate::session::{By, Event, Moment, Scope, machine};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Got, Manner, Want};

use super::asking::{Asking, Turn};
use super::desk::{Consent, Desk, Stop};
use super::pages;

/// What the candidate does next.
enum Step {
    /// On the way through.
    Ask(usize),
    /// Gone back to from the review, which comes again after it.
    AskAgain(usize),
    Review,
    Close(By),
}

impl Desk<'_> {
    /// Asks all that is left to ask, until the candidate hands in or the clock does.
    pub fn sit(&mut self) -> Result<By, Stop> {
        let mut step = ask_or_review(machine::resume_at(&self.attempt, self.elapsed()));
        loop {
            if machine::exam_is_over(&self.attempt, self.elapsed()) {
                self.end_by_clock()?;
                return Ok(By::Clock);
            }
            step = match step {
                Step::Ask(place) => {
                    self.give_notice();
                    let turn = self.visit(place)?;
                    self.after(place, &turn)
                }
                Step::AskAgain(place) => {
                    self.give_notice();
                    let turn = self.visit(place)?;
                    self.after_again(place, &turn)
                }
                Step::Review => self.review()?,
                Step::Close(by) => return Ok(by),
            };
        }
    }

    fn after(&self, place: usize, turn: &Turn) -> Step {
        let elapsed = self.elapsed();
        match turn {
            Turn::ExamOver => Step::Close(By::Clock),
            Turn::Submit => Step::Review,
            Turn::Back => {
                let before = machine::before(&self.attempt, place, self.exam.navigation, elapsed);
                Step::Ask(before.unwrap_or(place))
            }
            Turn::Answered(_) | Turn::Skipped | Turn::QuestionOver | Turn::ShowMe | Turn::Next => {
                ask_or_review(machine::next_behind(&self.attempt, place, self.exam.navigation, elapsed))
            }
        }
    }

    fn after_again(&self, place: usize, turn: &Turn) -> Step {
        match turn {
            Turn::ExamOver => Step::Close(By::Clock),
            Turn::Back => {
                let before = machine::before(&self.attempt, place, self.exam.navigation, self.elapsed());
                before.map_or(Step::Review, Step::AskAgain)
            }
            Turn::Answered(_)
            | Turn::Skipped
            | Turn::Submit
            | Turn::QuestionOver
            | Turn::ShowMe
            | Turn::Next => Step::Review,
        }
    }

    fn visit(&mut self, place: usize) -> Result<Turn, Stop> {
        let Some(question) = self.question(place) else { return Ok(Turn::Skipped) };
        let now = self.now();
        self.take_in(place, machine::Input::Show, now)?;
        let page = pages::question(self, place, question);
        self.show(&page);
        let first = self.attempt.progress[place].predicted.is_none()
            && self.attempt.progress[place].answers.is_empty();
        if first
            && pages::has_prediction(self, question)
            && let Some(turn) = self.ask_prediction(place)?
        {
            return Ok(turn);
        }
        let options = pages::options(self, place, question, &[]);
        if !options.is_empty() {
            self.show(&options);
        }
        self.ask_answer(place, question, &Asking::default())
    }

    /// Before the hand-in: what is unanswered or flagged, and "Submit?".
    fn review(&mut self) -> Result<Step, Stop> {
        if self.ways.consent == Consent::Given {
            return Ok(Step::Close(By::Person));
        }
        self.give_notice();
        let elapsed = self.elapsed();
        let open = match self.exam.navigation {
            Navigation::Free => machine::to_review(&self.attempt, elapsed),
            Navigation::Linear => Vec::new(),
        };
        let total = self.attempt.progress.len();
        let answered = self.attempt.answered();
        self.show(&format!("\nAnswered: {answered} of {total}."));
        if open.is_empty() { self.confirm_submit() } else { self.choose_open(&open) }
    }

    fn choose_open(&mut self, open: &[usize]) -> Result<Step, Stop> {
        let mut texts: Vec<(String, String)> = open
            .iter()
            .map(|&place| {
                let progress = &self.attempt.progress[place];
                let state = match (progress.answer.is_some(), progress.flagged) {
                    (true, _) => "answered, flagged",
                    (false, true) => "no answer, flagged",
                    (false, false) => "no answer",
                };
                let topic = self.exam.topic_title(&self.attempt.drawn(place).topic);
                let topic = crate::render::sanitize::line(topic).into_owned();
                ((place + 1).to_string(), format!("{topic} ({state})"))
            })
            .collect();
        texts.push(("submit".to_owned(), "hand in as it stands".to_owned()));
        self.show(&listing(&texts));
        let choices: Vec<Choice<'_>> =
            texts.iter().map(|(label, text)| Choice { label, text, open: true }).collect();
        let want = Want::Choose { choices: &choices, cursor: 0 };
        match self.ask_before_end("Go back to one, or submit", want)? {
            Some(Got::Chosen(at)) => {
                Ok(open.get(at).map_or(Step::Close(By::Person), |&place| Step::AskAgain(place)))
            }
            Some(Got::Command(Command::Plain(CommandWord::Submit))) => Ok(Step::Close(By::Person)),
            Some(_) => Ok(Step::Review),
            None => Ok(Step::Close(By::Clock)),
        }
    }

    fn confirm_submit(&mut self) -> Result<Step, Stop> {
        match self.ask_before_end("Submit?", Want::Confirm { default: true })? {
            Some(Got::Confirmed(true) | Got::Command(Command::Plain(CommandWord::Submit))) => {
                Ok(Step::Close(By::Person))
            }
            Some(Got::Confirmed(false)) => self.after_no(),
            Some(_) => Ok(Step::Review),
            None => Ok(Step::Close(By::Clock)),
        }
    }

    /// "No" to "Submit?": any question that may still be shown.
    fn after_no(&mut self) -> Result<Step, Stop> {
        let elapsed = self.elapsed();
        let open: Vec<usize> = match self.exam.navigation {
            Navigation::Linear => Vec::new(),
            Navigation::Free => (0..self.attempt.progress.len())
                .filter(|&place| machine::may_show(&self.attempt, place, elapsed))
                .collect(),
        };
        if open.is_empty() {
            self.show("Nothing can be gone back to. Ctrl-C leaves it unsubmitted; it can be resumed until time is up.");
            return Ok(Step::Review);
        }
        let texts: Vec<(String, String)> = open
            .iter()
            .map(|&place| {
                let topic = self.exam.topic_title(&self.attempt.drawn(place).topic);
                ((place + 1).to_string(), crate::render::sanitize::line(topic).into_owned())
            })
            .collect();
        if self.room.prompter.manner() == Manner::Plain {
            self.show(&listing(&texts));
        }
        let choices: Vec<Choice<'_>> =
            texts.iter().map(|(label, text)| Choice { label, text, open: true }).collect();
        let want = Want::Choose { choices: &choices, cursor: 0 };
        match self.ask_before_end("Go back to which?", want)? {
            Some(Got::Chosen(at)) => Ok(open.get(at).map_or(Step::Review, |&place| Step::AskAgain(place))),
            Some(_) => Ok(Step::Review),
            None => Ok(Step::Close(By::Clock)),
        }
    }

    /// Asks something that is no question of the exam; `None`: the exam's time ran out.
    fn ask_before_end(&mut self, message: &str, want: Want<'_>) -> Result<Option<Got>, Stop> {
        let until = self.attempt.exam_deadline().map(|end| self.up_at(end));
        let bells = self.bells_to_come();
        let commands = [CommandWord::Time, CommandWord::Quit, CommandWord::Submit];
        let ask = Ask {
            message,
            help: "Enter chooses, Ctrl-C leaves",
            want,
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &commands,
        };
        loop {
            let reply = self.ask(&ask)?;
            match reply.got {
                Got::Expired(_) => {
                    self.end_by_clock()?;
                    return Ok(None);
                }
                Got::Command(Command::Plain(CommandWord::Time)) => {
                    let text = pages::time_left(self);
                    self.show(&text);
                }
                Got::Escaped(_) => {}
                got @ (Got::Chosen(_)
                | Got::Ticked(_)
                | Got::Typed(_)
                | Got::Confirmed(_)
                | Got::Command(_)
                | Got::Gone(_)) => return Ok(Some(got)),
            }
        }
    }

    /// Notes that a question's own time ran out while the program was away, and says so.
    pub fn run_out(&mut self, place: usize, at: Moment) -> Result<(), Stop> {
        let question = Some(self.attempt.drawn(place).id.clone());
        let event =
            Event::Expired { scope: Scope::Question, question, draft: None, answer: None, away_ms: None };
        self.note(&event, at)?;
        let page = pages::out_of_time(self, place, Scope::Question);
        self.show(&page);
        Ok(())
    }

    /// Notes that the exam's time ran out, if the journal does not say so yet.
    pub fn end_by_clock(&mut self) -> Result<(), Stop> {
        if self.attempt.expired == crate::session::attempt::Expiry::Running {
            let question = self.attempt.on_screen().map(|place| self.attempt.drawn(place).id.clone());
            let event =
                Event::Expired { scope: Scope::Exam, question, draft: None, answer: None, away_ms: None };
            let now = self.now();
            self.note(&event, now)?;
        }
        Ok(())
    }
}

fn listing(texts: &[(String, String)]) -> String {
    let lines: Vec<String> = texts.iter().map(|(label, text)| format!("  {label:>6}  {text}")).collect();
    lines.join("\n")
}

fn ask_or_review(place: Option<usize>) -> Step {
    place.map_or(Step::Review, Step::Ask)
}
