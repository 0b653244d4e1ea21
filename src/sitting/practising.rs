//! `practice`: told at once, a second try with the wrong option struck out, the altitude after each question.

use crate::exam::{Answer, Key, Merit, PartId, Question, words};
use crate::scoring::mark::{HandedIn, Outcome, mark};
use crate::session::machine::{self, Input};
use crate::session::{By, Completion, Mode};
use crate::terminal::prompter::{Ask, Choice, CommandWord, Got, Manner, Want};

use super::asking::{Asking, Turn};
use super::desk::{Consent, Desk, Stop};
use super::{feedback, pages};

/// How a round over the questions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    Done,
    ByClock,
}

/// What is done about questions left open.
enum Back {
    Again,
    Finish,
    TimeUp,
}

impl Desk<'_> {
    /// Practises all that is left to practise.
    pub fn practise(&mut self) -> Result<By, Stop> {
        debug_assert_eq!(self.attempt.started.mode, Mode::Practice, "practice is journaled as practice");
        loop {
            if self.round()? == Round::ByClock {
                return Ok(By::Clock);
            }
            let open: Vec<usize> = self.incomplete().collect();
            if open.is_empty() || self.ways.consent == Consent::Given {
                return Ok(By::Person);
            }
            match self.go_back(&open)? {
                Back::Again => {}
                Back::Finish => return Ok(By::Person),
                Back::TimeUp => {
                    self.end_by_clock()?;
                    return Ok(By::Clock);
                }
            }
        }
    }

    /// The questions that are not completed and may still be shown.
    pub(super) fn incomplete(&self) -> impl Iterator<Item = usize> + '_ {
        let elapsed = self.elapsed();
        (0..self.attempt.progress.len()).filter(move |&place| {
            self.attempt.progress[place].completed.is_none()
                && machine::may_show(&self.attempt, place, elapsed)
        })
    }

    fn round(&mut self) -> Result<Round, Stop> {
        let places: Vec<usize> = self.incomplete().collect();
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            if machine::exam_is_over(&self.attempt, self.elapsed()) {
                self.end_by_clock()?;
                return Ok(Round::ByClock);
            }
            if self.attempt.progress[place].completed.is_some() {
                at += 1;
                continue;
            }
            match self.practise_one(place)? {
                Turn::ExamOver => return Ok(Round::ByClock),
                Turn::Submit => return Ok(Round::Done),
                Turn::Back => {
                    let open = |at: &usize| self.attempt.progress[places[*at]].completed.is_none();
                    at = (0..at).rev().find(open).unwrap_or(at);
                }
                Turn::Answered(_) | Turn::Skipped | Turn::QuestionOver | Turn::ShowMe | Turn::Next => at += 1,
            }
        }
        Ok(Round::Done)
    }

    fn practise_one(&mut self, place: usize) -> Result<Turn, Stop> {
        let Some(question) = self.question(place) else { return Ok(Turn::Skipped) };
        let now = self.now();
        self.take_in(place, Input::Show, now)?;
        let page = pages::question(self, place, question);
        self.show(&page);
        let fresh = self.attempt.progress[place].answers.is_empty();
        if fresh && self.attempt.progress[place].predicted.is_none() && pages::has_prediction(self, question)
        {
            let asking = Asking { extra: self.extra_commands(place, question), tried: Vec::new() };
            match self.ask_prediction(place, question, &asking)? {
                None => {}
                Some(Turn::QuestionOver) => {
                    return self.settle(place, question, Completion::Shown, Turn::QuestionOver);
                }
                Some(turn) => return Ok(turn),
            }
        }
        let mut first = true;
        loop {
            let tried = self.tried(place, question);
            let asking = Asking { extra: self.extra_commands(place, question), tried };
            // Again only where something is struck out.
            if first || !question.face.options().is_empty() {
                self.show_parts(place, question, &asking);
            }
            first = false;
            match self.ask_answer(place, question, &asking)? {
                Turn::Answered(answer) => {
                    let outcome =
                        mark(question, Some(&answer), self.exam.scoring, HandedIn::ByPerson).outcome;
                    let page = feedback::at_once(self, question, &answer, outcome);
                    self.show(&page);
                    if outcome == Outcome::Correct {
                        return self.settle(place, question, Completion::Right, Turn::Answered(answer));
                    }
                    if self.ways.consent == Consent::Given || outcome == Outcome::Ungraded {
                        return self.settle(place, question, Completion::Shown, Turn::ShowMe);
                    }
                }
                turn @ (Turn::ShowMe | Turn::QuestionOver) => {
                    return self.settle(place, question, Completion::Shown, turn);
                }
                Turn::ExamOver => return Ok(Turn::ExamOver),
                Turn::Next => {
                    let now = self.now();
                    self.take_in(place, Input::Complete(Completion::Passed), now)?;
                    return Ok(Turn::Next);
                }
                turn @ (Turn::Skipped | Turn::Back | Turn::Submit) => return Ok(turn),
            }
        }
    }

    fn extra_commands(&self, place: usize, question: &Question) -> Vec<CommandWord> {
        let mut extra = Vec::new();
        if question.teaching.hint.is_some() {
            extra.push(CommandWord::Hint);
        }
        if !self.attempt.progress[place].answers.is_empty() {
            extra.extend([CommandWord::ShowMe, CommandWord::Next]);
        }
        extra
    }

    /// The options chosen before that are not right; true and false count as options.
    fn tried(&self, place: usize, question: &Question) -> Vec<PartId> {
        let progress = &self.attempt.progress[place];
        let given = progress.answers.iter().chain(&progress.tries);
        let keys = words::options_with_key(question);
        let wrong =
            |id: &PartId| keys.iter().any(|(known, _, key)| *known == id && key.merit != Merit::Right);
        let mut tried: Vec<PartId> = Vec::new();
        for answer in given.filter_map(|text| Answer::read(text, &question.face)) {
            match answer {
                Answer::Single(id) => tried.extend(Some(id).filter(wrong)),
                Answer::Multiple(ids) => tried.extend(ids.into_iter().filter(wrong)),
                Answer::Boolean(truth) => match &question.key {
                    Some(Key::Boolean { answer: right, .. }) if *right != truth => {
                        tried.extend(PartId::new(truth.word()));
                    }
                    Some(_) | None => {}
                },
                Answer::Text(_)
                | Answer::Number(_)
                | Answer::Order(_)
                | Answer::Match(_)
                | Answer::Essay(_) => {}
            }
        }
        tried
    }

    /// Completes a question: what is right and why, what was predicted, the altitude.
    fn settle(
        &mut self,
        place: usize,
        question: &Question,
        how: Completion,
        turn: Turn,
    ) -> Result<Turn, Stop> {
        let now = self.now();
        self.take_in(place, Input::Complete(how), now)?;
        let mut page = feedback::explained(self, place, question, how);
        page.push_str(&feedback::altitude(self, self.room.prompter.manner()));
        self.show(&page);
        if turn != Turn::ExamOver {
            self.after_feedback(place, question)?;
        }
        Ok(turn)
    }

    /// The other heads-ups for the asking; plain mode prints them and waits for nothing.
    fn after_feedback(&mut self, place: usize, question: &Question) -> Result<(), Stop> {
        let others = feedback::other_heads_ups(self, place, question);
        if self.room.prompter.manner() == Manner::Plain || self.ways.consent == Consent::Given {
            if let Some(others) = others {
                self.show(&others);
            }
            return Ok(());
        }
        let last = self.incomplete().next().is_none();
        let go_on = if last { "finish" } else { "on to the next question" };
        let mut choices = vec![Choice { label: "n", text: go_on, open: true }];
        if others.is_some() {
            choices.push(Choice { label: "w", text: "why not the other options", open: true });
        }
        let until = self.exam_end_up();
        let bells = self.bells_to_come();
        let ask = Ask {
            message: "Go on",
            help: "Enter goes on",
            want: Want::Choose { choices: &choices, cursor: 0 },
            until_up_ms: until,
            bells_up_ms: &bells,
            commands: &[],
        };
        if self.ask(&ask)?.got == Got::Chosen(1)
            && let Some(others) = others
        {
            self.show(&others);
            let ask = Ask { want: Want::Choose { choices: &choices[..1], cursor: 0 }, ..ask };
            self.ask(&ask)?;
        }
        Ok(())
    }

    /// At the end, with questions left open: back to them, or finish.
    fn go_back(&mut self, open: &[usize]) -> Result<Back, Stop> {
        let them = if open.len() == 1 { "it" } else { "them" };
        let text = format!("{} left open. Go back to {them}?", pages::questions(open.len()));
        let bells = self.bells_to_come();
        let ask = Ask {
            message: &text,
            help: "Enter: no, finish; y: go back",
            want: Want::Confirm { default: false },
            until_up_ms: self.exam_end_up(),
            bells_up_ms: &bells,
            commands: &[],
        };
        self.show("");
        Ok(match self.ask(&ask)?.got {
            Got::Confirmed(true) => Back::Again,
            Got::Expired(_) => Back::TimeUp,
            Got::Confirmed(false)
            | Got::Chosen(_)
            | Got::Ticked(_)
            | Got::Typed(_)
            | Got::Command(_)
            | Got::Escaped(_)
            | Got::Gone(_) => Back::Finish,
        })
    }
}
