//! Problems of an exam file as data: what is wrong and where. `wording` says it in words, `place` turns offsets into lines and columns.

mod help;
mod place;
mod warning;
mod wording;

use std::fmt;
use std::ops::Range;

pub use place::{Lines, Place};
pub use warning::{Excess, Explanation, Figure, Figures, NAMED, Overrun, Warning, WarningName};
pub(super) use wording::TOO_BIG;

use super::digest::Digest;
use super::model::Kind;
use super::section::Section;

/// Something wrong at a place in an exam file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// Where the other half of it is: the first of two.
    pub first: Option<Range<usize>>,
    /// Where it is the same again.
    pub again: Vec<Range<usize>>,
    /// At how many more places it is, which are not named.
    pub unnamed: usize,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The exam can't be administered.
    Error,
    /// It can, but it measures or teaches badly.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A bound of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Bytes of a file.
    File,
    /// Questions of an exam.
    Questions,
    /// Options, entries, sides or criteria of a question.
    Parts(&'static str),
    /// Rungs of a ladder.
    Rungs,
    /// Bytes of a string.
    Text,
}

impl Bound {
    /// The most that is allowed.
    pub const fn most(self) -> usize {
        match self {
            Self::File => 16 * 1024 * 1024,
            Self::Questions => 10_000,
            Self::Parts(_) | Self::Rungs => 64,
            Self::Text => 64 * 1024,
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Nothing that keeps the exam from being administered.
    Warning(Warning),
    /// The file is no UTF-8: the first byte that can't be read.
    NotUtf8(u8),
    /// More than a bound allows.
    TooMuch(Bound, usize),
    /// The file is no TOML; what its parser says.
    Syntax(String),
    /// Text that goes on after the quote that closed it.
    ClosedText(char),
    /// Text of several lines without its end; the quotes that open it.
    OpenText(&'static str),
    /// A quote that is none in TOML.
    CurlyQuote(char),
    /// A header that starts one table where there is a list of them, or is in capitals.
    Header {
        /// As written.
        found: String,
        /// The list that is meant.
        name: String,
    },
    /// Tables or lists inside one another beyond any use.
    Nesting,
    /// A control character other than newline and tab.
    ControlCharacter(char),
    /// A value of another type.
    WrongType {
        /// The key.
        key: String,
        /// What was found, with its article.
        found: &'static str,
        /// What was expected, with its article.
        expected: &'static str,
        /// The number that a text means.
        meant: Option<String>,
    },
    /// A key that the table does not know.
    UnknownKey {
        /// The key.
        key: String,
        /// The table.
        section: Section,
        /// A key of the table that looks like it.
        near: Option<String>,
        /// The table that knows it.
        home: Option<Section>,
    },
    /// A key of other kinds of question.
    OtherKind {
        /// The key.
        key: String,
        /// The kind of the question.
        kind: Kind,
    },
    /// A key that says what is right, in a paper.
    KeyInPaper(String),
    /// A key of papers, in an exam with its key.
    OnlyInPaper(String),
    /// A key that must be there and is not.
    Missing {
        /// The key.
        key: &'static str,
        /// The table.
        section: Section,
    },
    /// Another format of the file.
    OtherFormat(String),
    /// A text that is no id.
    NoId(String),
    /// `zero` as a rung.
    ZeroRung,
    /// An id used twice.
    DuplicateId {
        /// What it names.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A default id (made of the text) used twice.
    DuplicateHash {
        /// What it names.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// The same text twice.
    DuplicateText(&'static str),
    /// The same twice in a list.
    Repeated {
        /// The key of the list.
        key: &'static str,
        /// What is in it twice.
        found: String,
    },
    /// A text with nothing in it.
    Empty(String),
    /// A list with nothing in it.
    EmptyList(&'static str),
    /// A word that is none of those to choose from.
    UnknownWord {
        /// The key.
        key: String,
        /// The word.
        found: String,
        /// What may be written.
        expected: Vec<String>,
        /// The one that looks like it.
        near: Option<String>,
    },
    /// A warning's name that is none, or that of an error.
    NotAllowable {
        /// The name.
        found: String,
        /// The one that looks like it.
        near: Option<String>,
    },
    /// A number out of its range.
    NumberRange {
        /// The key.
        key: String,
        /// As written.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A text that is no span of time.
    NoDuration {
        /// The key.
        key: &'static str,
        /// As written.
        found: String,
    },
    /// Fewer parts than a question of the kind needs.
    TooFew {
        /// What there is too little of.
        section: Section,
        /// How many there are.
        found: usize,
        /// How many there must be.
        least: usize,
    },
    /// A single question without a right option.
    NoneRight(Kind),
    /// A second right option of a single question.
    SecondRight,
    /// Credit on a right option.
    CreditOnRight,
    /// Credit on an option of a multiple question.
    CreditOnMultiple,
    /// A name that is declared nowhere.
    Undeclared {
        /// What it should name.
        what: &'static str,
        /// The name.
        found: String,
        /// The declared one that looks like it.
        near: Option<String>,
        /// All that are declared, if they are few.
        known: Vec<String>,
    },
    /// A draw of more questions than match it.
    UnreachableDraw {
        /// How many it draws.
        count: u64,
        /// How many match.
        matching: usize,
    },
    /// Two draws that match one question.
    OverlappingDraws {
        /// A question that both match.
        question: String,
    },
    /// A percentage of an answer that is 0.
    PercentOfZero,
    /// A text that is no tolerance.
    NoTolerance(String),
    /// Neither accepted texts nor a pattern.
    NothingAccepted,
    /// Accepted texts and a pattern.
    AcceptAndPattern,
    /// Normalisation of what a pattern sees.
    NormalizedPattern,
    /// Patterns that cost too much together.
    TooManyPatterns,
    /// A pattern that can't be compiled; what is wrong with it.
    NoPattern(String),
    /// A text that is no digest.
    NoDigest(String),
    /// A paper that is not that of the exam it names.
    AlteredPaper {
        /// The digest it names.
        named: Digest,
        /// The digest it has.
        found: Digest,
    },
}

impl Problem {
    /// A problem at one place.
    pub const fn new(fault: Fault, span: Range<usize>) -> Self {
        Self { fault, span, first: None, again: Vec::new(), unnamed: 0 }
    }

    /// A problem with two halves, of which one came first.
    pub const fn second(fault: Fault, span: Range<usize>, first: Range<usize>) -> Self {
        Self { fault, span, first: Some(first), again: Vec::new(), unnamed: 0 }
    }

    /// How bad it is.
    pub const fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

/// All problems of a file, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Puts problems in the order of their places.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        Self(problems)
    }

    /// All of them.
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// How many are this bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|problem| problem.severity() == severity).count()
    }

    /// Those that something holds of.
    pub fn retain(&mut self, holds: impl FnMut(&Problem) -> bool) {
        self.0.retain(holds);
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Problems {
    /// How many there are, and the first in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("no problems"),
            [one] => f.write_str(&one.fault.message()),
            [first, more @ ..] => write!(f, "{}, and {} more", first.fault.message(), more.len()),
        }
    }
}

impl std::error::Error for Problems {}
