//! `take`: one question after another under a hard clock, nothing about right or wrong.

use crate::exam::Navigation;
use crate::session::{By, Event, Moment, Scope, machine};

use super::asking::{Asking, Turn};
use super::desk::{Desk, Stop};
use super::pages;

/// What the candidate does next.
pub(super) enum Step {
    /// On the way through.
    Ask(usize),
    /// Gone back to from the review, which comes again after it.
    AskAgain(usize),
    /// Before the hand-in; from a question that was not left, where one can't come back to any.
    Review(Option<usize>),
    /// The end.
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
                Step::Review(from) => self.review(from)?,
                Step::Close(by) => return Ok(by),
            };
        }
    }

    fn after(&self, place: usize, turn: &Turn) -> Step {
        let elapsed = self.elapsed();
        match turn {
            Turn::ExamOver => Step::Close(By::Clock),
            Turn::Submit => Step::Review(Some(place).filter(|_| self.exam.navigation == Navigation::Linear)),
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
                before.map_or(Step::Review(None), Step::AskAgain)
            }
            Turn::Answered(_)
            | Turn::Skipped
            | Turn::Submit
            | Turn::QuestionOver
            | Turn::ShowMe
            | Turn::Next => Step::Review(None),
        }
    }

    fn visit(&mut self, place: usize) -> Result<Turn, Stop> {
        let Some(question) = self.question(place) else { return Ok(Turn::Skipped) };
        let now = self.now();
        // Asked for at the first visit only: after it the options were seen.
        let fresh = self.attempt.progress[place].visits == 0 || self.attempt.on_screen() == Some(place);
        self.take_in(place, machine::Input::Show, now)?;
        let page = pages::question(self, place, question);
        self.show(&page);
        let first = fresh
            && self.attempt.progress[place].predicted.is_none()
            && self.attempt.progress[place].answers.is_empty();
        if first
            && pages::has_prediction(self, question)
            && let Some(turn) = self.ask_prediction(place, question, &Asking::default())?
        {
            return Ok(turn);
        }
        let asking = Asking::default();
        self.show_parts(place, question, &asking);
        if let Some(given) = self.given(place, question, &asking) {
            self.show(&given);
        }
        self.ask_answer(place, question, &asking)
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
            let place = self.attempt.on_screen().or(self.attempt.cut_short());
            let question = place.map(|place| self.attempt.drawn(place).id.clone());
            let event =
                Event::Expired { scope: Scope::Exam, question, draft: None, answer: None, away_ms: None };
            let now = self.now();
            self.note(&event, now)?;
        }
        Ok(())
    }
}

fn ask_or_review(place: Option<usize>) -> Step {
    place.map_or(Step::Review(None), Step::Ask)
}
