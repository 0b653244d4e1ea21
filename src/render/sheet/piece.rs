//! What stands on a sheet, before anyone has said how it looks. Texts are as the file has them.

use crate::exam::Snippet;

/// One piece of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'e> {
    /// The exam's, or the form's, title.
    Title(&'e str),
    /// Quiet facts, parts of one line.
    Facts(Vec<String>),
    /// An author's text, under a word of ours if it needs one.
    Text {
        /// Ours, for example `Goal`.
        label: &'static str,
        /// Markdown.
        markdown: &'e str,
    },
    /// The exam's recap, behind the last question (Markdown).
    Recap(&'e str),
    /// A question begins: parts of one line.
    Question(Vec<String>),
    /// Its title.
    Subtitle(&'e str),
    /// Code to read.
    Snippet(&'e Snippet),
    /// The question itself (Markdown).
    Prompt(&'e str),
    /// How it is answered: ours, plain.
    How(String),
    /// What is chosen from, ordered or matched.
    Choices(Vec<Choice<'e>>),
    /// Room to write an answer in, on paper.
    Room(Room<'e>),
    /// Something of the key: a word of ours, and lines of Markdown.
    Key {
        /// Ours, for example `Right`.
        label: &'static str,
        /// One or more, Markdown.
        texts: Vec<String>,
    },
    /// The same, one after the other: numbered.
    Steps {
        /// Ours, for example `Right order`.
        label: &'static str,
        /// Two or more, Markdown.
        texts: Vec<String>,
    },
}

/// An option, an entry, or a side of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice<'e> {
    /// A letter or a number.
    pub(super) label: String,
    /// Markdown.
    pub(super) text: &'e str,
    /// What the key says of it; `None` where the key is hidden or says nothing of a single part.
    pub(super) merit: Option<Merit>,
    /// Why it is wrong, or right (Markdown).
    pub(super) heads_up: Option<&'e str>,
    /// How it is marked on paper.
    pub(super) mark: Mark,
}

/// What the key says of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Merit {
    /// It is right.
    Right,
    /// It earns this share, `0.5`.
    Credit(String),
    /// It earns nothing.
    Wrong,
}

/// How something is marked on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A box to tick, one of several.
    Round,
    /// A box to tick, beside which others may be ticked.
    Box,
    /// A line to write a letter or a number on.
    Line,
    /// Nothing: it is named elsewhere.
    None,
}

/// Room for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room<'e> {
    /// Who writes on it, and when.
    Who,
    /// True or false, to tick.
    TrueFalse,
    /// One line.
    Line,
    /// A number in a unit.
    Number(Option<&'e str>),
    /// Many lines.
    Lines,
}
