//! What is right, for each kind of question.

use bigdecimal::BigDecimal;
use regex::Regex;

use crate::exam::id::PartId;
use crate::exam::quantity::{Fraction, Points};

/// What is right.
#[derive(Clone, Debug)]
pub enum Key {
    /// For each option, in the face's order; exactly one is right.
    Single(Vec<OptionKey>),
    /// For each option, in the face's order; at least one is right.
    Multiple(Vec<OptionKey>),
    /// True or false.
    Boolean {
        /// What is right.
        answer: Truth,
        /// Why the other is wrong.
        heads_up: Option<String>,
    },
    /// An accepted text or a pattern.
    Text(TextKey),
    /// A number with its tolerance.
    Number {
        /// What is right.
        answer: BigDecimal,
        /// How far off still counts.
        tolerance: Tolerance,
    },
    /// The right order.
    Order(Vec<PartId>),
    /// Left and right that belong together, in file order.
    Match(Vec<(PartId, PartId)>),
    /// The rubric.
    Essay {
        /// At least one.
        criteria: Vec<Criterion>,
        /// A model answer.
        sample: Option<String>,
    },
}

/// True or false, as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// True.
    True,
    /// False.
    False,
}

impl Truth {
    /// `true` or `false`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
        }
    }
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// What the key says of one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionKey {
    /// Right, wrong, or in between.
    pub merit: Merit,
    /// Why it is wrong (or, on a right one, why it is right).
    pub heads_up: Option<String>,
}

/// What choosing an option earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// All of it.
    Right,
    /// A part: it works, but is not what comes first. More than 0, less than 1.
    Credit(Fraction),
    /// Nothing.
    Wrong,
}

/// What texts are accepted.
#[derive(Clone, Debug)]
pub enum TextKey {
    /// One of these, after normalisation. At least one.
    Accept {
        /// The texts as written in the file.
        texts: Vec<String>,
        /// What is made the same before comparing.
        normalize: Normalize,
    },
    /// A pattern that the whole trimmed answer must match: the source as written, and the compiled, anchored form.
    Pattern {
        /// As written.
        source: String,
        /// Anchored at both ends.
        regex: Regex,
    },
}

/// What is made the same before texts are compared. NFC and trimming always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Normalize {
    /// Full case folding.
    pub case: bool,
    /// Runs of white space become one space.
    pub space: bool,
    /// Combining marks are dropped.
    pub accents: bool,
}

impl Default for Normalize {
    fn default() -> Self {
        Self { case: true, space: true, accents: false }
    }
}

/// How far off a number may be, inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// In the answer's own unit; 0 for exact.
    Absolute(BigDecimal),
    /// Percent of the right answer.
    Percent(BigDecimal),
}

/// One line of an essay's rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// What is looked for.
    pub text: String,
    /// What it is worth.
    pub points: Points,
}
