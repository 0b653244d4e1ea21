//! One question: what a candidate may see of it, and what is taught with it.

use super::Snippet;
use super::key::{Key, OptionKey};
use crate::exam::id::{Level, PartId, QuestionId, SnippetId, TopicId};
use crate::exam::quantity::{Millis, Points};

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Its topic.
    pub topic: TopicId,
    /// Its level; without one it counts in no level.
    pub level: Option<Level>,
    /// What it is worth; more than nothing.
    pub points: Points,
    /// How long it may be on screen, over all visits.
    pub time_limit: Option<Millis>,
    /// A title.
    pub title: Option<String>,
    /// Shared snippets, shown first.
    pub uses: Vec<SnippetId>,
    /// Its own snippets.
    pub snippets: Vec<Snippet>,
    /// The question (Markdown).
    pub prompt: String,
    /// What may be answered.
    pub face: Face,
    /// Kind-independent text that depends on the key: hint, explanation, follow-up.
    pub teaching: Teaching,
    /// What is right; `None` in a paper only.
    pub key: Option<Key>,
}

impl Question {
    /// What the key says of each option, in the face's order; nothing for kinds without options and in a paper.
    pub fn option_keys(&self) -> &[OptionKey] {
        match &self.key {
            Some(Key::Single(keys) | Key::Multiple(keys)) => keys,
            Some(
                Key::Boolean { .. }
                | Key::Text(_)
                | Key::Number { .. }
                | Key::Order(_)
                | Key::Match(_)
                | Key::Essay { .. },
            )
            | None => &[],
        }
    }
}

/// What is said about a question apart from its options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teaching {
    /// Offered in practice only.
    pub hint: Option<String>,
    /// Shown with the feedback, right or wrong (Markdown).
    pub explanation: Option<String>,
    /// What an interviewer asks next; shown in the debrief only.
    pub follow_up: Option<String>,
}

/// What may be answered, as a candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// One of these.
    Single(Vec<Choice>),
    /// Any of these, at least one.
    Multiple(Vec<Choice>),
    /// True or false.
    Boolean,
    /// One line of text.
    Text,
    /// A number.
    Number {
        /// What it is counted in.
        unit: Option<String>,
    },
    /// These, to be put in order; sorted by id (the file's order is the key).
    Order(Vec<Part>),
    /// One right for each left.
    Match {
        /// Left sides in file order.
        lefts: Vec<Part>,
        /// Right sides, distractors alike, sorted by id.
        rights: Vec<Part>,
    },
    /// Free text, marked by people.
    Essay,
}

/// The kind of a question, as named in the file and the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One of several options.
    Single,
    /// Any number of several options.
    Multiple,
    /// True or false.
    Boolean,
    /// One line of text.
    Text,
    /// A number.
    Number,
    /// An order.
    Order,
    /// Pairs.
    Match,
    /// Free text.
    Essay,
}

impl Kind {
    /// All kinds, in the order of the format's table.
    pub const ALL: [Self; 8] = [
        Self::Single,
        Self::Multiple,
        Self::Boolean,
        Self::Text,
        Self::Number,
        Self::Order,
        Self::Match,
        Self::Essay,
    ];

    /// The word for it in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Boolean => "boolean",
            Self::Text => "text",
            Self::Number => "number",
            Self::Order => "order",
            Self::Match => "match",
            Self::Essay => "essay",
        }
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Face {
    /// The kind of the question.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multiple(_) => Kind::Multiple,
            Self::Boolean => Kind::Boolean,
            Self::Text => Kind::Text,
            Self::Number { .. } => Kind::Number,
            Self::Order(_) => Kind::Order,
            Self::Match { .. } => Kind::Match,
            Self::Essay => Kind::Essay,
        }
    }

    /// The options of a single or multiple question; empty for other kinds.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Single(options) | Self::Multiple(options) => options,
            Self::Boolean
            | Self::Text
            | Self::Number { .. }
            | Self::Order(_)
            | Self::Match { .. }
            | Self::Essay => &[],
        }
    }
}

/// An option as a candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id; unique in the question.
    pub id: PartId,
    /// Its text (Markdown).
    pub text: String,
    /// Whether it keeps its place when options are shuffled.
    pub pin: Pin,
}

/// Whether an option keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// It keeps its place.
    Pinned,
    /// It moves.
    Free,
}

/// An entry of an order, or a side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its id; unique among its like.
    pub id: PartId,
    /// Its text.
    pub text: String,
}
