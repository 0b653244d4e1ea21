//! What each kind of question asks for: what is printed, which prompts follow one another, and what they come to.
//!
//! A question is asked in steps. [`Standing`] is what stands there so far; [`Sheet::step`] makes the next prompt of it,
//! [`Sheet::hear`] takes what came back in. A choice takes one step, an order one for each entry.

mod choosing;
mod essay;
mod matching;
mod ordering;
mod typing;

use crate::exam::{Answer, Face, PartId, Partial, Question};
use crate::render::question::{self as card, short};
use crate::render::{Look, sanitize};
use crate::terminal::prompter::{Choice, CommandWord, Draft, Got, Manner, Want};

pub(super) use essay::Written;
use matching::Paired;
use ordering::Placed;

/// The longest answer that is taken, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// A question as it lies before the candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    /// The question.
    pub(super) question: &'a Question,
    /// Its parts in the order shown.
    pub(super) parts: &'a [PartId],
    /// How prompts talk.
    pub(super) manner: Manner,
    /// Width and colour.
    pub(super) look: Look,
    /// What partial credit there is.
    pub(super) partial: Partial,
    /// Whether an answer that is kept can't be come back to.
    pub(super) last_word: bool,
    /// Commands open besides those of every question.
    pub(super) extra: &'a [CommandWord],
    /// Options tried before, struck out (practice).
    pub(super) tried: &'a [PartId],
    /// The name of the candidate's editor, if there is one.
    pub(super) editor: Option<&'a str>,
}

/// What stands in a question's prompts so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Standing {
    /// The place of a list's highlight.
    Choice(usize),
    /// The places ticked.
    Ticks(Vec<usize>),
    /// The text typed.
    Line(String),
    /// Entries put in order.
    Order(Placed),
    /// Sides that were paired.
    Pairs(Paired),
    /// A longer text.
    Essay(Written),
}

/// One prompt of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// The prompt's line.
    pub(super) message: String,
    /// What keys do; empty where prompts are plain lines.
    pub(super) keys: String,
    /// What is asked for.
    pub(super) prompt: Prompt,
}

/// What a step asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Prompt {
    /// One of these, the highlight starting at a place.
    Choose(Vec<Label>, usize),
    /// Any of these, some ticked at the start.
    Tick(Vec<Label>, Vec<usize>),
    /// A line.
    Line(String),
    /// One line of a longer text.
    LineOfMany(String),
    /// A text written in the candidate's editor.
    Editor(String),
}

/// A choice below a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The letter or word that picks it.
    pub(super) key: String,
    /// A short text.
    pub(super) text: String,
    /// Whether it can be chosen.
    pub(super) open: bool,
}

/// What a reply means for the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Heard {
    /// It is this answer.
    Answer(Answer),
    /// It is none yet; the next step follows.
    More,
    /// It can't be one; the text says why.
    Refused(String),
    /// Practice: the answer is to be shown.
    ShowMe,
    /// Practice: on to the next.
    Next,
}

impl Sheet<'_> {
    /// Nothing answered yet.
    pub(super) fn blank(&self) -> Standing {
        match &self.question.face {
            Face::Single(_) | Face::Boolean => Standing::Choice(0),
            Face::Multiple(_) => Standing::Ticks(Vec::new()),
            Face::Text | Face::Number { .. } => Standing::Line(String::new()),
            Face::Order(_) => Standing::Order(Placed::default()),
            Face::Match { lefts, .. } => Standing::Pairs(Paired::none(lefts.len())),
            Face::Essay => Standing::Essay(Written::default()),
        }
    }

    /// What stands there of an answer in the record's words.
    pub(super) fn standing_of(&self, answer: &str) -> Standing {
        match Answer::read(answer, &self.question.face) {
            Some(Answer::Single(id)) => Standing::Choice(self.place(&id).unwrap_or(0)),
            Some(Answer::Multiple(ids)) => Standing::Ticks(self.places(&ids)),
            Some(Answer::Boolean(truth)) => Standing::Choice(usize::from(truth.word() == "false")),
            Some(Answer::Text(text) | Answer::Number(text)) => Standing::Line(text),
            Some(Answer::Order(ids)) => Standing::Order(Placed::of(self.places(&ids))),
            Some(Answer::Match(pairs)) => Standing::Pairs(self.paired(&pairs)),
            Some(Answer::Essay(text)) => Standing::Essay(Written::of(text)),
            None => self.blank(),
        }
    }

    /// The next prompt.
    pub(super) fn step(&self, standing: &Standing) -> Step {
        match standing {
            Standing::Choice(cursor) => self.choose(*cursor),
            Standing::Ticks(ticked) => self.tick(ticked),
            Standing::Line(text) => self.line(text),
            Standing::Order(placed) => self.place_next(placed),
            Standing::Pairs(paired) => self.pair_next(paired),
            Standing::Essay(written) => self.write(written),
        }
    }

    /// Takes a reply in; `None` for one that is about something else than the answer.
    pub(super) fn hear(&self, standing: &mut Standing, got: &Got) -> Option<Heard> {
        match got {
            Got::Chosen(at) => Some(match standing {
                Standing::Choice(_) | Standing::Ticks(_) | Standing::Line(_) => self.chosen(*at),
                Standing::Order(placed) => self.placed(placed, *at),
                Standing::Pairs(paired) => self.matched(paired, *at),
                Standing::Essay(written) => self.about_text(written, *at),
            }),
            Got::Ticked(ticked) => Some(self.ticked(standing, ticked)),
            Got::Typed(text) => Some(match standing {
                Standing::Choice(_) | Standing::Ticks(_) | Standing::Line(_) => self.typed(standing, text),
                Standing::Order(placed) => self.order_typed(placed, text),
                Standing::Pairs(paired) => self.pairs_typed(paired, text),
                Standing::Essay(written) => self.written(written, text),
            }),
            Got::Confirmed(_) | Got::Command(_) | Got::Escaped(_) | Got::Expired(_) | Got::Gone(_) => None,
        }
    }

    /// Keeps what stood in a prompt that was left or ended.
    pub(super) fn keep(&self, standing: &mut Standing, draft: &Draft) {
        match (draft, standing) {
            (Draft::Ticked(ticked), Standing::Ticks(kept)) => kept.clone_from(ticked),
            (Draft::Typed(text), Standing::Line(kept)) => kept.clone_from(text),
            (Draft::Typed(text), Standing::Order(placed)) => self.order_drafted(placed, text),
            (Draft::Typed(text), Standing::Pairs(paired)) => self.pairs_drafted(paired, text),
            (Draft::Typed(text), Standing::Essay(written)) => written.drafted(text),
            (
                Draft::Nothing | Draft::Ticked(_) | Draft::Typed(_),
                Standing::Choice(_)
                | Standing::Ticks(_)
                | Standing::Line(_)
                | Standing::Order(_)
                | Standing::Pairs(_)
                | Standing::Essay(_),
            ) => {}
        }
    }

    /// The answer that stands there when time ends, if it is a valid one. A highlighted option is not a choice.
    pub(super) fn answer(&self, standing: &Standing) -> Option<Answer> {
        match standing {
            Standing::Choice(_) => None,
            Standing::Ticks(ticked) => self.ticks(ticked),
            Standing::Line(text) => self.line_answer(text),
            Standing::Order(placed) => self.order(placed),
            Standing::Pairs(paired) => self.pairs(paired),
            Standing::Essay(written) => written.answer(),
        }
    }

    /// What stood there, as the journal keeps a draft.
    pub(super) fn draft(&self, standing: &Standing) -> Option<String> {
        let ids = |places: &[usize], by: &str| {
            let ids: Vec<&str> =
                places.iter().filter_map(|&at| self.parts.get(at)).map(PartId::as_str).collect();
            ids.join(by)
        };
        let text = match standing {
            Standing::Choice(_) => String::new(),
            Standing::Ticks(ticked) => ids(ticked, "+"),
            // What was typed is kept even where nothing stood in it: it was a line.
            Standing::Line(text) => return Some(text.clone()),
            Standing::Order(placed) => ids(placed.places(), ">"),
            Standing::Pairs(paired) => self.pairs(paired).map(|pairs| pairs.to_string()).unwrap_or_default(),
            Standing::Essay(written) => written.text(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// What is printed between the question and its prompts: options, entries, sides, each with its letter.
    pub(super) fn page(&self) -> String {
        let text = match &self.question.face {
            Face::Single(_) | Face::Multiple(_) => self.options(),
            Face::Order(_) => self.entries(),
            Face::Match { .. } => self.sides(),
            Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => String::new(),
        };
        if text.is_empty() { text } else { format!("\n{text}") }
    }

    /// An answer as the candidate would say it: letters, or as typed, safe for a terminal.
    pub(super) fn said(&self, answer: &Answer) -> String {
        match answer {
            Answer::Single(id) => self.place(id).map(card::label).unwrap_or_default(),
            Answer::Multiple(ids) => {
                let mut places = self.places(ids);
                places.sort_unstable();
                letters(&places, ", ")
            }
            Answer::Boolean(truth) => truth.word().to_owned(),
            Answer::Text(text) | Answer::Number(text) => sanitize::line(text).into_owned(),
            Answer::Order(ids) => letters(&self.places(ids), " "),
            Answer::Match(pairs) => self.paired(pairs).said(),
            Answer::Essay(text) => sanitize::text(text).into_owned(),
        }
    }

    /// The place of a part on the screen.
    fn place(&self, id: &PartId) -> Option<usize> {
        self.parts.iter().position(|part| part == id)
    }

    fn places(&self, ids: &[PartId]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.place(id)).collect()
    }

    /// In front of a text in a list stand the highlight, the tick and the label.
    fn room(&self) -> usize {
        self.look.width.saturating_sub(12).max(20)
    }

    /// The start of a text, for a list.
    fn short(&self, text: &str) -> String {
        short(text, self.room())
    }

    /// How one skips here, in brackets.
    fn how_to_skip(&self) -> &'static str {
        match self.manner {
            Manner::Plain => "(`:skip` skips it)",
            Manner::Interactive => "(Esc opens the menu)",
        }
    }

    /// What keys do here; nothing where prompts are plain lines.
    fn keys(&self, keys: &str) -> String {
        match self.manner {
            Manner::Interactive => format!("{keys}, Esc: {}", self.behind_esc()),
            Manner::Plain => String::new(),
        }
    }

    /// What is behind Esc that is worth a word: where the list below does not offer it.
    fn behind_esc(&self) -> &'static str {
        let listed = matches!(self.question.face, Face::Single(_) | Face::Boolean);
        let shows = !listed && self.extra.contains(&CommandWord::ShowMe);
        match (self.extra.contains(&CommandWord::Hint), shows) {
            (true, true) => "menu (hint, show me)",
            (true, false) => "menu (hint)",
            (false, true) => "menu (show me)",
            (false, false) => "menu",
        }
    }

    /// What keeping an answer that takes several steps is called.
    fn keep_it(&self) -> String {
        if self.last_word { "keep it; you can't come back to it" } else { "keep it" }.to_owned()
    }
}

impl Step {
    /// What the prompter is asked for; `choices` are this step's.
    pub(super) fn want<'s>(&'s self, choices: &'s [Choice<'s>]) -> Want<'s> {
        match &self.prompt {
            Prompt::Choose(_, cursor) => Want::Choose { choices, cursor: *cursor },
            Prompt::Tick(_, ticked) => Want::Tick { choices, ticked },
            Prompt::Line(draft) => Want::Line { draft },
            // Whoever has an editor open asks nothing.
            Prompt::LineOfMany(draft) | Prompt::Editor(draft) => Want::LineOfMany { draft },
        }
    }

    /// The choices of this step, as the prompter takes them.
    pub(super) fn choices(&self) -> Vec<Choice<'_>> {
        let labels: &[Label] = match &self.prompt {
            Prompt::Choose(labels, _) | Prompt::Tick(labels, _) => labels,
            Prompt::Line(_) | Prompt::LineOfMany(_) | Prompt::Editor(_) => &[],
        };
        labels.iter().map(|Label { key, text, open }| Choice { label: key, text, open: *open }).collect()
    }
}

/// A choice that is open.
fn open(key: impl Into<String>, text: impl Into<String>) -> Label {
    Label { key: key.into(), text: text.into(), open: true }
}

/// A letter for what stands below so many parts with letters: its own, unless a part has it; then a word.
fn beside(parts: usize, letter: &str, word: &str) -> String {
    let free = card::place(letter).is_some_and(|place| place >= parts);
    if free { letter } else { word }.to_owned()
}

/// The letters of places.
fn letters(places: &[usize], by: &str) -> String {
    places.iter().map(|&place| card::label(place)).collect::<Vec<_>>().join(by)
}

#[cfg(test)]
mod tests;
