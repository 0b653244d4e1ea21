//! Warnings as data: an exam can be administered, but measures or teaches badly. Each has a name that `allow` knows, and the figures it
//! rests on. `wording` says it in words, `explanation` at length.

mod explanation;
mod figure;
mod wording;

pub use explanation::Explanation;
pub use figure::{Figure, Figures};

use crate::exam::id::{FormId, Level, QuestionId, SnippetId, TopicId};
use crate::exam::quantity::{Fraction, Millis};

/// How many places of one warning are named; the rest is counted.
pub const NAMED: usize = 20;

/// The names of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningName {
    /// A distractor without a heads-up.
    NoHeadsUp,
    /// An option that means others by their place, where places are shuffled.
    AllOfTheAbove,
    /// Right options are the longest more often than chance would have it.
    LongestIsRight,
    /// Right options stand in one place more often than chance would have it.
    PositionBias,
    /// Too few questions at a level.
    FewQuestions,
    /// A level without questions.
    UntestedLevel,
    /// Who only guesses reaches a level's cut too easily.
    Guessable,
    /// Levels by cuts that nobody has set.
    DefaultCuts,
    /// Not enough time for what is asked.
    TimeBudget,
    /// A topic without questions.
    UnusedTopic,
    /// A shared snippet that no question uses.
    UnusedSnippet,
    /// Questions with nearly the same prompt.
    NearDuplicate,
}

impl WarningName {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 12] = [
        Self::NoHeadsUp,
        Self::AllOfTheAbove,
        Self::LongestIsRight,
        Self::PositionBias,
        Self::FewQuestions,
        Self::UntestedLevel,
        Self::Guessable,
        Self::DefaultCuts,
        Self::TimeBudget,
        Self::UnusedTopic,
        Self::UnusedSnippet,
        Self::NearDuplicate,
    ];

    /// The name as it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoHeadsUp => "no-heads-up",
            Self::AllOfTheAbove => "all-of-the-above",
            Self::LongestIsRight => "longest-is-right",
            Self::PositionBias => "position-bias",
            Self::FewQuestions => "few-questions",
            Self::UntestedLevel => "untested-level",
            Self::Guessable => "guessable",
            Self::DefaultCuts => "default-cuts",
            Self::TimeBudget => "time-budget",
            Self::UnusedTopic => "unused-topic",
            Self::UnusedSnippet => "unused-snippet",
            Self::NearDuplicate => "near-duplicate",
        }
    }

    /// What a name as written names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }

    /// All names as they are written.
    pub fn words() -> [&'static str; 12] {
        Self::ALL.map(Self::word)
    }
}

/// A count that chance alone would seldom make so large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// How often it is so.
    pub hits: usize,
    /// In how many questions it could be.
    pub questions: usize,
    /// How often chance would make it so, on average.
    pub expected: f64,
    /// The exact probability of so many or more by chance; with several places looked at, of so many in any of them, at most.
    pub probability: f64,
}

/// What takes more time than there is.
#[derive(Clone, Debug, PartialEq)]
pub enum Overrun {
    /// The questions' own limits, added up.
    Limits {
        /// In a form, or without one.
        form: Option<FormId>,
        /// The most that they can add up to.
        sum: Millis,
        /// The limit of the whole.
        limit: Millis,
    },
    /// Reading all of it once.
    Reading {
        /// In a form, or without one.
        form: Option<FormId>,
        /// The most words that there can be.
        words: usize,
        /// How long reading takes.
        takes: Millis,
        /// The limit of the whole.
        limit: Millis,
    },
    /// Reading questions that have limits of their own.
    OwnLimit {
        /// How many questions take longer to read than their limits.
        questions: usize,
        /// How many have a limit.
        limited: usize,
    },
}

/// What measures or teaches badly.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Distractors without a heads-up.
    NoHeadsUp {
        /// How many have none.
        without: usize,
        /// How many there are.
        distractors: usize,
    },
    /// Options that mean others by their place, where places are shuffled.
    AllOfTheAbove {
        /// How many there are.
        options: usize,
    },
    /// The longest option is a right one.
    LongestIsRight(Excess),
    /// Right options stand in one place.
    PositionBias {
        /// The place in the file, counted from 1.
        place: usize,
        /// How many places were looked at.
        places: usize,
        /// How often.
        excess: Excess,
    },
    /// Too few questions at a level.
    FewQuestions {
        /// In a form, or without one.
        form: Option<FormId>,
        /// The level.
        level: Level,
        /// The fewest that an attempt can be given.
        questions: usize,
        /// How many there should be.
        least: usize,
    },
    /// Levels without questions.
    UntestedLevel {
        /// In a form, or without one.
        form: Option<FormId>,
        /// The levels, lowest first.
        levels: Vec<Level>,
    },
    /// Who only guesses reaches a level's cut.
    Guessable {
        /// In a form, or without one.
        form: Option<FormId>,
        /// The level.
        level: Level,
        /// Its cut.
        cut: Fraction,
        /// How many questions of it there are.
        questions: usize,
        /// With which probability.
        probability: f64,
    },
    /// Levels by cuts that are the program's defaults.
    DefaultCuts {
        /// The rungs with questions whose cut is a default, lowest first.
        rungs: Vec<(Level, Fraction)>,
    },
    /// Not enough time.
    TimeBudget(Overrun),
    /// Declared topics without questions.
    UnusedTopic {
        /// The topics.
        topics: Vec<TopicId>,
    },
    /// Shared snippets that no question uses.
    UnusedSnippet {
        /// The snippets.
        snippets: Vec<SnippetId>,
    },
    /// Questions with nearly the same prompt.
    NearDuplicate {
        /// The questions, in file order.
        questions: Vec<QuestionId>,
        /// How much of its prompt the least similar shares with the first, 0 to 1.
        similarity: f64,
    },
}

impl Warning {
    /// Its name.
    pub const fn name(&self) -> WarningName {
        match self {
            Self::NoHeadsUp { .. } => WarningName::NoHeadsUp,
            Self::AllOfTheAbove { .. } => WarningName::AllOfTheAbove,
            Self::LongestIsRight(_) => WarningName::LongestIsRight,
            Self::PositionBias { .. } => WarningName::PositionBias,
            Self::FewQuestions { .. } => WarningName::FewQuestions,
            Self::UntestedLevel { .. } => WarningName::UntestedLevel,
            Self::Guessable { .. } => WarningName::Guessable,
            Self::DefaultCuts { .. } => WarningName::DefaultCuts,
            Self::TimeBudget(_) => WarningName::TimeBudget,
            Self::UnusedTopic { .. } => WarningName::UnusedTopic,
            Self::UnusedSnippet { .. } => WarningName::UnusedSnippet,
            Self::NearDuplicate { .. } => WarningName::NearDuplicate,
        }
    }
}
