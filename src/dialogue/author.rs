//! The whole dialogue: the exam itself, question after question, and the end.

use crate::authoring::draft::{Draft, Question};
use crate::authoring::step::{Step, Work};
use crate::authoring::{reopen, write};
use crate::render::question::short;
use crate::render::{Look, plural, sanitize, width};
use crate::store::trouble::Trouble;
use crate::terminal::prompter::{Got, Manner, Prompter, Want};

use super::asking::Said;
use super::between::{Next, Save};
use super::shelf::Shelf;

/// An author at the terminal, and what has come of it so far.
pub struct Author<'a> {
    /// Who is asked.
    pub(super) prompter: &'a mut dyn Prompter,
    /// What the screen is.
    pub(super) look: Look,
    /// Where it is kept.
    pub(super) shelf: &'a mut Shelf,
    /// What there is.
    pub(super) work: Work,
    /// The place and the former state of a question that is being changed.
    pub(super) changing: Option<(usize, Question)>,
    /// What was begun at steps from which somebody went back.
    pub(super) begun: Vec<(Step, String)>,
}

/// Why it ended without an exam.
#[derive(Debug)]
pub enum Stop {
    /// The author left.
    Left,
    /// A file could not be written.
    Trouble(Trouble),
}

/// How a row of steps ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walked {
    /// After the last step.
    Done,
    /// It is to be forgotten.
    Dropped,
    /// What is complete is to be saved.
    Save,
}

impl<'a> Author<'a> {
    /// Begins, or goes on with a draft; `name` is the file's, without its ending.
    pub fn new(
        prompter: &'a mut dyn Prompter,
        look: Look,
        shelf: &'a mut Shelf,
        draft: Draft,
        name: &str,
    ) -> Self {
        Self { prompter, look, shelf, work: Work::new(draft, name), changing: None, begun: Vec::new() }
    }

    /// Asks until an exam is written.
    ///
    /// # Errors
    ///
    /// Where the author left, or the file could not be written; what is complete is kept in the draft then.
    pub fn run(&mut self) -> Result<Draft, Stop> {
        self.show(if self.prompter.manner() == Manner::Plain {
            "First the exam itself. `?` says what can be answered. Enter keeps what stands in brackets, a space \
             clears it; `:back` goes one step back, `:quit` opens a menu."
        } else {
            "First the exam itself. Enter takes what stands there, also in brackets; Esc opens a menu: one step \
             back, save, leave."
        });
        if self.work.draft.questions.is_empty() {
            let walked = self.walk(Step::Title)?;
            self.keep();
            if walked == Walked::Save {
                return self.leave();
            }
        }
        let mut next = match self.take_up()? {
            Some(next) => next,
            None if self.work.draft.questions.is_empty() => Next::Another,
            None => self.between()?,
        };
        loop {
            next = match next {
                Next::Another => self.compose()?,
                Next::Change(place) => self.change(place)?,
                Next::Front => {
                    let before = self.work.draft.clone();
                    match self.walk(Step::Title)? {
                        Walked::Done => self.keep(),
                        Walked::Save => {}
                        Walked::Dropped => self.work.draft = before,
                    }
                    self.between()?
                }
                Next::Save => {
                    if self.reasons()? == Save::NotYet {
                        next = self.between()?;
                        continue;
                    }
                    self.shelf.finish(&self.work.draft).map_err(Stop::Trouble)?;
                    return Ok(self.work.draft.clone());
                }
            };
        }
    }

    /// Another question.
    fn compose(&mut self) -> Result<Next, Stop> {
        let number = self.work.draft.questions.len() + 1;
        self.show(&format!("\nQuestion {number}"));
        let level = self.work.draft.questions.last().map(|before| before.level.clone()).unwrap_or_default();
        self.write(Question { level, ..Question::new() })
    }

    /// The question that an earlier run left unfinished, if it can be read and the author wants it back.
    fn take_up(&mut self) -> Result<Option<Next>, Stop> {
        let Some(question) = self.work.draft.unfinished.last().and_then(|text| reopen::question(text)) else {
            return Ok(None);
        };
        let text = if question.title.is_empty() { &question.prompt } else { &question.title };
        self.show(&format!(
            "\nNot finished: {}",
            sanitize::line(&short(text, self.look.width.saturating_sub(16)))
        ));
        let take_up = Want::Confirm { default: true };
        if self.ask("Go on with this question?", "n: it stays as comments", take_up)? != Got::Confirmed(true)
        {
            return Ok(None);
        }
        self.work.draft.unfinished.pop();
        self.show("Enter keeps what stands there.");
        self.write(question).map(Some)
    }

    /// Asks for a question, from what there is of it.
    fn write(&mut self, begun: Question) -> Result<Next, Stop> {
        self.work.open = begun;
        match self.walk(Step::Kind)? {
            Walked::Done => {
                self.work.new_topic = false;
                let question = std::mem::take(&mut self.work.open);
                self.work.draft.questions.push(question);
                self.keep();
            }
            Walked::Dropped => {
                self.work.forget_new_topic();
                self.work.open = Question::new();
            }
            Walked::Save => return self.save_early(),
        }
        self.after_a_question()
    }

    /// A question that is there, again.
    fn change(&mut self, place: usize) -> Result<Next, Stop> {
        let Some(question) = self.work.draft.questions.get(place).cloned() else { return self.between() };
        self.show(&format!("\nQuestion {} again: Enter keeps what stands there.", place + 1));
        // While it is changed no other of its id is there.
        self.work.draft.questions.remove(place);
        self.changing = Some((place, question.clone()));
        self.work.open = question.clone();
        let walked = self.walk(Step::Kind)?;
        self.changing = None;
        let changed = match walked {
            Walked::Done => {
                self.work.new_topic = false;
                std::mem::take(&mut self.work.open)
            }
            Walked::Dropped | Walked::Save => {
                self.work.forget_new_topic();
                question
            }
        };
        self.work.draft.questions.insert(place, changed);
        self.keep();
        self.after_a_question()
    }

    fn after_a_question(&mut self) -> Result<Next, Stop> {
        if self.work.draft.questions.is_empty() { Ok(Next::Another) } else { self.between() }
    }

    /// Saves without the question that is open; it stays in the file as a comment.
    fn save_early(&mut self) -> Result<Next, Stop> {
        if self.work.draft.questions.is_empty() {
            return self.leave();
        }
        self.set_aside();
        Ok(Next::Save)
    }

    /// Asks step by step from this one on.
    fn walk(&mut self, from: Step) -> Result<Walked, Stop> {
        let mut path = Vec::new();
        let mut at = from;
        self.begun.clear();
        loop {
            match self.step(at, !path.is_empty())? {
                Said::Given(given) => match self.work.take(at, &given) {
                    Some(next) => {
                        // One of a list was taken out: the next of it is asked for at the same step.
                        if next != at {
                            path.push(at);
                        }
                        at = next;
                    }
                    None => return Ok(Walked::Done),
                },
                Said::Back => match path.pop() {
                    Some(before) => at = before,
                    None => self.show("There is nothing before this."),
                },
                Said::Drop => return Ok(Walked::Dropped),
                Said::Save => return Ok(Walked::Save),
            }
        }
    }

    /// The author leaves: what is complete is kept, what is not stays as a comment.
    pub(super) fn leave<T>(&mut self) -> Result<T, Stop> {
        if let Some((place, question)) = self.changing.take() {
            let open = std::mem::replace(&mut self.work.open, question.clone());
            self.work.draft.questions.insert(place, question.clone());
            if open != question {
                self.work.draft.unfinished.push(write::question(&open));
            }
        } else {
            self.set_aside();
        }
        if self.work.draft.title.is_empty() {
            self.show("Left; nothing is written.");
            return Err(Stop::Left);
        }
        self.work.settle();
        self.shelf.keep(&self.work.draft).map_err(Stop::Trouble)?;
        let count = plural::count(self.work.draft.questions.len(), "question");
        let begun =
            if self.work.draft.unfinished.is_empty() { "" } else { ", what is not finished as comments" };
        let draft = self.shelf.draft().display().to_string();
        self.show(&format!(
            "\nKept in {}: {count}{begun}. The same command goes on with it.",
            sanitize::line(&draft)
        ));
        Err(Stop::Left)
    }

    /// What there is of the open question becomes a comment.
    fn set_aside(&mut self) {
        let open = std::mem::take(&mut self.work.open);
        self.work.forget_new_topic();
        if !open.title.is_empty() || !open.prompt.is_empty() {
            self.work.draft.unfinished.push(write::question(&open));
        }
    }

    /// Keeps what is complete; what can't be kept now is tried again with the next question.
    pub(super) fn keep(&mut self) {
        if self.work.draft.title.is_empty() {
            return;
        }
        if let Err(trouble) = self.shelf.keep(&self.work.draft) {
            let help = format!("{}; it is tried again after the next question", trouble.help);
            self.show(&format!("Not kept yet: {trouble}\nhelp: {help}"));
        }
    }

    /// Shows text of ours, wrapped; what comes from elsewhere is safe in it already.
    pub(super) fn show(&mut self, text: &str) {
        let mut page = String::new();
        for line in text.split('\n') {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            page.push_str(&width::wrap(line.trim_start(), self.look.width, &indent, &indent).join("\n"));
            page.push('\n');
        }
        self.prompter.show(&page);
    }
}
