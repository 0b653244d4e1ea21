//! One question on the screen, until it is answered, left, or out of time.

use crate::exam::{Answer, Face, Navigation, PartId, Question};
use crate::render::sanitize;
use crate::session::machine::{self, Input};
use crate::session::{Event, Mode, Moment, Scope};
use crate::store::drafts;
use crate::terminal::prompter::{Ask, Command, CommandWord, Got, Manner, Reply, Want};

use super::desk::{Consent, Desk, Stop};
use super::kinds::{Heard, Prompt, Sheet, Standing, Written};
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
    /// What is to stand there when it is asked again, and counts if time ends before that.
    pub(super) standing: Standing,
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

    /// The question as it lies before the candidate.
    pub(super) fn sheet<'s>(&'s self, place: usize, question: &'s Question, asking: &'s Asking) -> Sheet<'s> {
        Sheet {
            question,
            parts: self.parts(place),
            manner: self.room.prompter.manner(),
            look: self.room.look,
            partial: self.exam.scoring.partial,
            last_word: self.exam.navigation == Navigation::Linear && !self.is_practice(),
            extra: &asking.extra,
            tried: &asking.tried,
            editor: self.room.prompter.editor(),
        }
    }

    /// What stands in the prompts: the answer given before, if there is one.
    fn standing(&mut self, place: usize, question: &Question, asking: &Asking) -> Standing {
        if matches!(question.face, Face::Essay) {
            // What was written since the last answer, or before the program was ended.
            let saved = self.saved(&self.draft_file(place), "");
            if !saved.is_empty() {
                return Standing::Essay(Written::of(saved));
            }
        }
        let sheet = self.sheet(place, question, asking);
        match &self.attempt.progress[place].answer {
            Some((answer, _)) if self.attempt.started.mode == Mode::Exam => sheet.standing_of(answer),
            Some(_) | None => sheet.blank(),
        }
    }

    /// Keeps a text that is being written as far as it has come: whatever ends the visit, it is there at the next.
    fn keep_draft(&self, place: usize, standing: &Standing) {
        if let Standing::Essay(written) = standing {
            let (file, text) = (self.draft_file(place), written.text());
            if text.is_empty() {
                drafts::done(&file);
            } else {
                // Where that fails, handing it in fails as well, and says so.
                let _ = drafts::save(&file, &text);
            }
        }
    }

    /// Prints options, entries or sides with their letters.
    pub(super) fn show_parts(&mut self, place: usize, question: &Question, asking: &Asking) {
        let parts = self.sheet(place, question, asking).page();
        if !parts.is_empty() {
            self.show(&parts);
        }
    }

    /// The answer that stands from an earlier visit, if the question was answered.
    pub(super) fn given(&self, place: usize, question: &Question, asking: &Asking) -> Option<String> {
        let (answer, _) = self.attempt.progress[place].answer.as_ref()?;
        let said = self.sheet(place, question, asking).said(&Answer::read(answer, &question.face)?);
        let between = if matches!(question.face, Face::Essay) { "\n\n" } else { " " };
        let text = format!("Your answer so far:{between}{said}");
        Some(format!("\n{}", pages::wrapped(&text, self.room.look, "")))
    }

    /// Asks until there is an answer, or the question is left. The options were printed.
    pub fn ask_answer(&mut self, place: usize, question: &Question, asking: &Asking) -> Result<Turn, Stop> {
        let mut standing = match self.held.take() {
            Some(held) if held.place == place => held.standing,
            Some(_) | None => self.standing(place, question, asking),
        };
        loop {
            let reply = self.put(place, question, asking, &standing)?;
            let heard = self.sheet(place, question, asking).hear(&mut standing, &reply.got);
            if heard.is_some() {
                self.keep_draft(place, &standing);
            }
            match heard {
                Some(Heard::Answer(answer)) => {
                    if let Some(turn) = self.accept(place, question, asking, answer, &reply, &mut standing)? {
                        return Ok(turn);
                    }
                }
                Some(Heard::More) => {}
                Some(Heard::Refused(why)) => {
                    let text = pages::wrapped(&sanitize::text(&why), self.room.look, "");
                    self.show(&text);
                }
                Some(Heard::ShowMe) => return Ok(Turn::ShowMe),
                Some(Heard::Next) => return Ok(Turn::Next),
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
                self.sheet(place, question, asking).keep(standing, &draft);
                self.expire(place, question, standing, reply.at).map(Some)
            }
            Got::Escaped(draft) => {
                self.sheet(place, question, asking).keep(standing, &draft);
                self.keep_draft(place, standing);
                match self.menu(place, question, asking)? {
                    Chosen::Command(command, at) => {
                        if command == Command::Plain(CommandWord::Submit) {
                            self.held = Some(Held { place, standing: standing.clone() });
                        }
                        self.obey(place, question, command, at)
                    }
                    Chosen::Question => Ok(None),
                    Chosen::TimeUp(at) => self.expire(place, question, standing, at).map(Some),
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
        let step = self.sheet(place, question, asking).step(standing);
        let until = self.until(place);
        if let Prompt::Editor(draft) = &step.prompt {
            let (file, draft) = (self.draft_file(place), draft.clone());
            return self.edit(&file, &draft, until);
        }
        let choices = step.choices();
        let commands = self.commands(place, asking);
        let bells = self.bells_to_come();
        let ask = Ask {
            message: &step.message,
            help: &step.keys,
            want: step.want(&choices),
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
        asking: &Asking,
        answer: Answer,
        reply: &Reply,
        standing: &mut Standing,
    ) -> Result<Option<Turn>, Stop> {
        let mut at = reply.at;
        // What takes several steps was confirmed by its last one.
        let steps = matches!(question.face, Face::Order(_) | Face::Match { .. } | Face::Essay);
        let linear = self.exam.navigation == Navigation::Linear;
        if linear
            && !steps
            && self.ways.consent == Consent::Ask
            && self.room.prompter.manner() == Manner::Interactive
        {
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
                    *standing = self.sheet(place, question, asking).standing_of(&answer.to_string());
                    return Ok(None);
                }
                Got::Expired(_) => {
                    return self
                        .time_up(place, Some(answer.to_string()), Some(answer), confirmed.at)
                        .map(Some);
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
        drafts::done(&self.draft_file(place));
        let kept = format!("kept: {} of {}", self.attempt.answered(), self.attempt.progress.len());
        self.room.prompter.acknowledge(&kept);
        Ok(Turn::Answered(answer))
    }

    /// Notes that time ended, with what stood there.
    pub(super) fn expire(
        &mut self,
        place: usize,
        question: &Question,
        standing: &Standing,
        at: Moment,
    ) -> Result<Turn, Stop> {
        let asking = Asking::default();
        let sheet = self.sheet(place, question, &asking);
        let (draft, answer) = (sheet.draft(standing), sheet.answer(standing));
        self.time_up(place, draft, answer, at)
    }

    /// Notes that time ended, with a draft for the record and the answer that it makes.
    pub(super) fn time_up(
        &mut self,
        place: usize,
        draft: Option<String>,
        answer: Option<Answer>,
        at: Moment,
    ) -> Result<Turn, Stop> {
        let events = self.take_in(place, Input::Expire { draft, answer }, at)?;
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
