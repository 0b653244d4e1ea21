//! One question on the screen, until it is answered, left, or out of time.

use crate::exam::{Answer, Face, Navigation, PartId, Question};
use crate::render::sanitize;
use crate::session::machine::{self, Input};
use crate::session::{Event, Mode, Moment, Scope};
use crate::terminal::prompter::{Ask, Choice, Command, CommandWord, Draft, Got, Manner, Reply, Want};

use super::desk::{Consent, Desk, Stop, draft_text};
use super::meaning::{Sense, Standing};
use super::menu::Chosen;
use super::pages;

/// How a visit to a question ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// An answer is kept.
    Answered(Answer),
    /// Left for now.
    Skipped,
    /// To the question before.
    Back,
    /// The candidate wants to hand in.
    Submit,
    /// The question's own time ran out.
    QuestionOver,
    /// The exam's time ran out.
    ExamOver,
    /// Practice: show the answer.
    ShowMe,
    /// Practice: on to the next.
    Next,
}

/// What stood in the prompt of a question when the candidate wished to hand in.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The question.
    pub(super) place: usize,
    /// What is to stand there when it is asked again.
    standing: Standing,
    /// What counts if time ends before that.
    pub(super) draft: Draft,
}

/// How a question is asked.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Commands open besides those of every question.
    pub extra: Vec<CommandWord>,
    /// Options tried before, struck out (practice).
    pub tried: Vec<PartId>,
}

impl Desk<'_> {
    /// The parts of a question in the order shown: `true` and `false` for a boolean.
    pub fn parts(&self, place: usize) -> &[PartId] {
        &self.attempt.drawn(place).parts
    }

    /// Whether this is practice.
    pub fn is_practice(&self) -> bool {
        self.attempt.started.mode == Mode::Practice
    }

    /// Asks until there is an answer, or the question is left. The options were printed.
    pub fn ask_answer(&mut self, place: usize, question: &Question, asking: &Asking) -> Result<Turn, Stop> {
        let mut standing = match self.held.take() {
            Some(held) if held.place == place => held.standing,
            Some(_) | None => self.standing(place, question),
        };
        loop {
            let reply = self.put(place, question, asking, &standing)?;
            match self.sense(place, question, asking, &reply.got) {
                Some(Sense::Answer(answer)) => {
                    if let Some(turn) = self.accept(place, question, answer, &reply, &mut standing)? {
                        return Ok(turn);
                    }
                }
                Some(Sense::Refused(why)) => {
                    match &reply.got {
                        Got::Typed(text) => standing.text.clone_from(text),
                        Got::Ticked(ticked) => standing.ticked.clone_from(ticked),
                        Got::Chosen(_)
                        | Got::Confirmed(_)
                        | Got::Command(_)
                        | Got::Escaped(_)
                        | Got::Expired(_)
                        | Got::Gone(_) => {}
                    }
                    let text = pages::wrapped(&sanitize::text(&why), self.room.look, "");
                    self.show(&text);
                }
                Some(Sense::ShowMe) => return Ok(Turn::ShowMe),
                Some(Sense::Next) => return Ok(Turn::Next),
                None => {
                    if let Some(turn) = self.other(place, question, asking, reply, &mut standing)? {
                        return Ok(turn);
                    }
                }
            }
            self.give_notice();
        }
    }

    /// What came back instead of an answer. `Some` ends the visit.
    fn other(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
        reply: Reply,
        standing: &mut Standing,
    ) -> Result<Option<Turn>, Stop> {
        match reply.got {
            Got::Expired(draft) => {
                let answer = self.valid(place, question, &draft);
                self.expire(place, &draft, answer, reply.at).map(Some)
            }
            Got::Escaped(draft) => {
                match &draft {
                    Draft::Nothing => {}
                    Draft::Ticked(ticked) => standing.ticked.clone_from(ticked),
                    Draft::Typed(text) => standing.text.clone_from(text),
                }
                match self.menu(place, question, asking)? {
                    Chosen::Command(command, at) => {
                        if command == Command::Plain(CommandWord::Submit) {
                            self.held = Some(Held { place, standing: standing.clone(), draft });
                        }
                        self.obey(place, question, command, at)
                    }
                    Chosen::Question => Ok(None),
                    Chosen::TimeUp(at) => {
                        let answer = self.valid(place, question, &draft);
                        self.expire(place, &draft, answer, at).map(Some)
                    }
                }
            }
            Got::Command(command) => self.obey(place, question, command, reply.at),
            Got::Chosen(_) | Got::Ticked(_) | Got::Typed(_) | Got::Confirmed(_) | Got::Gone(_) => Ok(None),
        }
    }

    fn put(
        &mut self,
        place: usize,
        question: &Question,
        asking: &Asking,
        standing: &Standing,
    ) -> Result<Reply, Stop> {
        let labels = self.labelled(place, question, asking);
        let choices: Vec<Choice<'_>> =
            labels.iter().map(|(label, text, open)| Choice { label, text, open: *open }).collect();
        let commands = self.commands(place, asking);
        let (message, help) = pages::question_prompt(self, question, &asking.extra);
        let want = match &question.face {
            Face::Single(_) | Face::Boolean => Want::Choose { choices: &choices, cursor: standing.place },
            Face::Multiple(_) => Want::Tick { choices: &choices, ticked: &standing.ticked },
            Face::Text | Face::Number { .. } | Face::Order(_) | Face::Match { .. } | Face::Essay => {
                Want::Line { draft: &standing.text }
            }
        };
        let until = self.until(place);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: &message,
            help: &help,
            want,
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &commands,
        };
        self.ask(&ask)
    }

    /// Keeps an answer. Under linear navigation it is confirmed once: what can't be taken back should be meant.
    fn accept(
        &mut self,
        place: usize,
        question: &Question,
        answer: Answer,
        reply: &Reply,
        standing: &mut Standing,
    ) -> Result<Option<Turn>, Stop> {
        let mut at = reply.at;
        let linear = self.exam.navigation == Navigation::Linear;
        if linear && self.ways.consent == Consent::Ask && self.room.prompter.manner() == Manner::Interactive {
            let bells = self.bells_to_come();
            let ask = Ask {
                message: "Keep this answer? You can't come back to it",
                help: "Enter keeps it, n goes back to it",
                want: Want::Confirm { default: true },
                until_up_ms: self.until(place),
                bells_up_ms: &bells,
                commands: &[],
            };
            let confirmed = self.ask(&ask)?;
            match confirmed.got {
                Got::Confirmed(false) => {
                    *standing = self.standing_of(place, question, &answer.to_string());
                    return Ok(None);
                }
                Got::Expired(_) => {
                    let text = Draft::Typed(answer.to_string());
                    return self.expire(place, &text, Some(answer), confirmed.at).map(Some);
                }
                Got::Confirmed(true)
                | Got::Chosen(_)
                | Got::Ticked(_)
                | Got::Typed(_)
                | Got::Command(_)
                | Got::Escaped(_)
                | Got::Gone(_) => at = confirmed.at,
            }
        }
        self.keep(place, answer, at).map(Some)
    }

    /// Journals an answer and says so.
    fn keep(&mut self, place: usize, answer: Answer, at: Moment) -> Result<Turn, Stop> {
        let first = self.attempt.progress[place].answers.is_empty();
        let input = if self.is_practice() && !first {
            Input::Try(answer.clone())
        } else {
            Input::Answer(answer.clone())
        };
        let events = self.take_in(place, input, at)?;
        if let [Event::Expired { scope, .. }] = events[..] {
            return Ok(over(scope));
        }
        let kept = format!("kept: {} of {}", self.attempt.answered(), self.attempt.progress.len());
        self.room.prompter.acknowledge(&kept);
        Ok(Turn::Answered(answer))
    }

    /// Notes that time ended, with what stood there.
    pub fn expire(
        &mut self,
        place: usize,
        draft: &Draft,
        answer: Option<Answer>,
        at: Moment,
    ) -> Result<Turn, Stop> {
        let text = match draft {
            Draft::Ticked(ticked) => {
                let parts = self.parts(place);
                let ids: Vec<&str> =
                    ticked.iter().filter_map(|&at| parts.get(at)).map(PartId::as_str).collect();
                Some(ids.join("+")).filter(|text| !text.is_empty())
            }
            Draft::Nothing | Draft::Typed(_) => draft_text(draft),
        };
        let events = self.take_in(place, Input::Expire { draft: text, answer }, at)?;
        let scope = events
            .iter()
            .find_map(|event| if let Event::Expired { scope, .. } = event { Some(*scope) } else { None });
        let page = pages::out_of_time(self, place, scope.unwrap_or(Scope::Exam));
        self.show(&page);
        Ok(over(scope.unwrap_or(Scope::Exam)))
    }

    /// When the question's, or the exam's, time ends, on the `up` clock.
    pub fn until(&self, place: usize) -> Option<u64> {
        let deadline = machine::deadline(&self.attempt, place, self.elapsed())?;
        Some(self.up_at(deadline.elapsed_ms))
    }
}

fn over(scope: Scope) -> Turn {
    match scope {
        Scope::Question => Turn::QuestionOver,
        Scope::Exam => Turn::ExamOver,
    }
}
