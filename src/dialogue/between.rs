//! Between questions: what there is, what lacks, what comes next; and the reasons for what is left so at the end.

use crate::authoring::judge;
use crate::authoring::standing::{ENOUGH, Standing};
use crate::authoring::step::Given;
use crate::authoring::write;
use crate::exam::{self, Purpose};
use crate::render::{plural, question, sanitize, width};
use crate::terminal::prompter::{Got, Want};

use super::asking::Answer;
use super::author::{Author, Stop};

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another question.
    Another,
    /// A question that is there, again.
    Change(usize),
    /// The exam itself, again.
    Front,
    /// The file.
    Save,
}

/// Whether the file is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Save {
    /// It is.
    Now,
    /// Something is to be mended first.
    NotYet,
}

/// So many places of one warning are shown; `check` shows more.
const SHOWN: usize = 3;

impl Author<'_> {
    /// Says what there is and asks what comes next.
    pub(super) fn between(&mut self) -> Result<Next, Stop> {
        let mut cursor = 0;
        loop {
            let standing = Standing::of(&self.work.draft);
            self.show(&format!("\n{}", self.in_words(&standing)));
            let texts = [
                "another question",
                "look at the list",
                "change a question",
                "take a question out",
                "the exam itself: title, limits, levels, topics",
                "save and stop",
                "leave, to go on later",
            ]
            .map(str::to_owned);
            let got = self.choice("What next?", "a letter moves, Enter chooses", &texts, cursor)?;
            let Answer::Given(Given::Place(place)) = got else { continue };
            cursor = place;
            match place {
                0 => return Ok(Next::Another),
                1 => self.list(),
                2 => {
                    if let Some(place) = self.which("Which one?")? {
                        return Ok(Next::Change(place));
                    }
                }
                3 => {
                    self.take_out()?;
                    if self.work.draft.questions.is_empty() {
                        return Ok(Next::Another);
                    }
                }
                4 => return Ok(Next::Front),
                5 => return Ok(Next::Save),
                _ => return self.leave(),
            }
        }
    }

    /// `3 questions: junior 2, middle 1, senior none yet. …`
    fn in_words(&self, standing: &Standing) -> String {
        let number = |count: usize| if count == 0 { "none yet".to_owned() } else { count.to_string() };
        let mut levels: Vec<String> =
            standing.levels.iter().map(|(level, count)| format!("{level} {}", number(*count))).collect();
        if standing.without > 0 {
            levels.push(format!("{} without a level", standing.without));
        }
        let mut text =
            format!("{}: {}.", plural::count(standing.questions, "question"), plural::list(&levels));
        if self.work.draft.purpose == Purpose::Exam
            && standing.levels.iter().any(|(_, count)| *count < ENOUGH)
        {
            text.push_str(&format!(" It takes {ENOUGH} questions a level to tell levels apart."));
        }
        if !standing.bare_topics.is_empty() {
            let bare: Vec<String> =
                standing.bare_topics.iter().map(|title| sanitize::line(title).into_owned()).collect();
            text.push_str(&format!(" No question yet about {}.", plural::list(&bare)));
        }
        text
    }

    fn rows(&self, room: usize) -> Vec<String> {
        let questions = self.work.draft.questions.iter();
        let line = |question: &crate::authoring::draft::Question| {
            let level = if question.level.is_empty() { "no level" } else { &question.level };
            let text = if question.title.is_empty() { &question.prompt } else { &question.title };
            let text = question::short(text, room);
            format!("{} · {} · {}: {text}", question.kind.word(), level, question.topic)
        };
        questions.map(line).collect()
    }

    fn list(&mut self) {
        let lines = self.rows(self.look.width);
        let mut page = String::new();
        for (place, line) in lines.iter().enumerate() {
            let number = format!("{:>3}  ", place + 1);
            page.push_str(&width::wrap(line, self.look.width, &number, "     ").join("\n"));
            page.push('\n');
        }
        self.prompter.show(&page);
    }

    /// One of the questions; nothing if none is meant.
    fn which(&mut self, message: &str) -> Result<Option<usize>, Stop> {
        let lines = self.rows(self.look.width);
        let last = lines.len().saturating_sub(1);
        Ok(match self.choice(message, "a letter moves, Enter chooses, Esc: none", &lines, last)? {
            Answer::Given(Given::Place(place)) => Some(place),
            Answer::Given(_) | Answer::Back(_) | Answer::Menu(_) => None,
        })
    }

    fn take_out(&mut self) -> Result<(), Stop> {
        let Some(place) = self.which("Take out which one?")? else { return Ok(()) };
        let sure =
            self.ask("Take it out? It is gone then", "Enter: no, y: yes", Want::Confirm { default: false })?;
        if sure == Got::Confirmed(true) && place < self.work.draft.questions.len() {
            self.work.draft.questions.remove(place);
            self.keep();
        }
        Ok(())
    }

    /// Asks for the reasons for what `check` will warn of. Whoever would rather mend it does not save yet.
    pub(super) fn reasons(&mut self) -> Result<Save, Stop> {
        for (name, said) in judge::warnings(&self.work.draft) {
            let mut text = format!("`check` will warn of `{}`", name.word());
            for one in said.iter().take(SHOWN) {
                text.push_str(&format!("\n  {}", sanitize::line(one)));
            }
            if said.len() > SHOWN {
                text.push_str(&format!("\n  and {} more", said.len() - SHOWN));
            }
            self.show(&text);
            if self.reason(name.word())? == Save::NotYet {
                return Ok(Save::NotYet);
            }
        }
        Ok(Save::Now)
    }

    fn reason(&mut self, name: &str) -> Result<Save, Stop> {
        let mut draft = String::new();
        loop {
            let help = "stands under `allow`; empty: let it warn, Esc: back, to mend it";
            let got = self.ask("A reason to leave it so", help, Want::Line { draft: &draft })?;
            let Got::Typed(text) = got else { return Ok(Save::NotYet) };
            text.trim().clone_into(&mut draft);
            if draft.is_empty() {
                return Ok(Save::Now);
            }
            let mut whole = self.work.draft.clone();
            whole.allow.push((name.to_owned(), draft.clone()));
            match exam::parse(write::exam(&whole).as_bytes()) {
                Ok(_) => {
                    self.work.draft = whole;
                    return Ok(Save::Now);
                }
                Err(problems) => self.show(&format!("Not taken: {}", sanitize::line(&problems.to_string()))),
            }
        }
    }
}
