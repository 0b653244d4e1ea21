//! The whole dialogue: the exam itself, question after question, and the end.

use crate::authoring::draft::{Draft, Question, Unfinished};
use crate::authoring::judge;
use crate::authoring::step::{Given, Step, Work};
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
    /// What was said so far at the step that is asked for.
    pub(super) in_hand: Option<(Step, String)>,
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
        Self {
            prompter,
            look,
            shelf,
            work: Work::new(draft, name),
            changing: None,
            begun: Vec::new(),
            in_hand: None,
        }
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
        self.work.open = Question { level, ..Question::new() };
        self.write()
    }

    /// The question that an earlier run left unfinished, if it can be read and the author wants it back.
    fn take_up(&mut self) -> Result<Option<Next>, Stop> {
        let Some(unfinished) = self.work.draft.unfinished.last().and_then(|text| reopen::question(text))
        else {
            return Ok(None);
        };
        let text = short(&in_a_line(&unfinished), self.look.width.saturating_sub(16));
        self.show(&format!("\nNot finished: {}", sanitize::line(&text)));
        let take_up = Want::Confirm { default: true };
        if self.ask("Go on with this question?", "n: it stays as comments", take_up)? != Got::Confirmed(true)
        {
            return Ok(None);
        }
        self.work.draft.unfinished.pop();
        self.show("Enter keeps what stands there.");
        let id = &unfinished.question.id;
        // It may be one that is there and was being changed.
        let place = self.work.draft.questions.iter().position(|known| known.id == *id);
        if let Some(place) = place {
            return self.change_to(place, Some(unfinished)).map(Some);
        }
        self.work.take_up(unfinished);
        self.write().map(Some)
    }

    /// Asks for the open question, from what there is of it.
    fn write(&mut self) -> Result<Next, Stop> {
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
        self.show(&format!("\nQuestion {} again: Enter keeps what stands there.", place + 1));
        self.change_to(place, None)
    }

    /// Asks for a question that is there, from how far it was changed before.
    fn change_to(&mut self, place: usize, begun: Option<Unfinished>) -> Result<Next, Stop> {
        let Some(question) = self.work.draft.questions.get(place).cloned() else { return self.between() };
        // While it is changed no other of its id is there.
        self.work.draft.questions.remove(place);
        self.changing = Some((place, question.clone()));
        self.work.take_up(begun.unwrap_or_else(|| Unfinished { question: question.clone(), topic: None }));
        let walked = self.walk(Step::Kind)?;
        self.changing = None;
        let changed = match walked {
            Walked::Done => {
                self.work.new_topic = false;
                std::mem::take(&mut self.work.open)
            }
            Walked::Dropped | Walked::Save => {
                self.work.forget_new_topic();
                self.work.open = Question::new();
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
        self.keep_in_hand();
        self.set_aside();
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
        let then = if self.shelf.is_beside_another() {
            "Another run has the draft of that name; rename this one to it to go on."
        } else {
            "The same command goes on with it."
        };
        self.show(&format!("\nKept in {}: {count}{begun}. {then}", sanitize::line(&draft)));
        Err(Stop::Left)
    }

    /// What was said so far at the step that is asked for is taken, as far as it will do.
    fn keep_in_hand(&mut self) {
        let Some((step, text)) = self.in_hand.take() else { return };
        let given = Given::Text(text.trim_end().to_owned());
        if !text.trim().is_empty() && judge::judge(&self.work, step, &given).is_ok() {
            self.work.take(step, &given);
        }
    }

    /// What there is of the open question becomes a comment; one that was being changed is there as it was.
    fn set_aside(&mut self) {
        let begun = self.work.set_aside();
        let before = self.changing.take();
        let changed =
            begun.filter(|begun| before.as_ref().is_none_or(|(_, before)| begun.question != *before));
        if let Some((place, question)) = before {
            self.work.draft.questions.insert(place, question);
        }
        self.work.draft.unfinished.extend(changed.map(|unfinished| write::unfinished(&unfinished)));
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

/// A question that was left half written, as it is called.
fn in_a_line(unfinished: &Unfinished) -> String {
    let Unfinished { question, topic } = unfinished;
    let topic = topic.as_ref().map_or(&question.topic, |topic| &topic.title);
    if !question.title.is_empty() {
        question.title.clone()
    } else if !question.prompt.is_empty() {
        question.prompt.clone()
    } else if topic.is_empty() {
        format!("a {} question", question.kind.word())
    } else {
        format!("a {} question about {topic}", question.kind.word())
    }
}
