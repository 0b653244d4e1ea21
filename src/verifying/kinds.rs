//! What there is: rows, evidence, alterations, facts.

use serde::Serialize;

use crate::results::COLUMNS;
use crate::session::{Attempt, Entry};

/// One row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How many cells it has.
    pub count: usize,
    /// Its cells in the order of [`COLUMNS`], guarded as in the file; `None` where the file has no such column.
    pub cells: Vec<Option<String>>,
}

impl Row {
    /// A cell by its column; empty where there is none.
    pub fn cell(&self, column: &str) -> &str {
        let place = COLUMNS.iter().position(|known| *known == column);
        place.and_then(|place| self.cells.get(place)?.as_deref()).unwrap_or_default()
    }
}

/// What is known of an attempt besides its rows.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// Its journal.
    Journal(Box<Journal>),
    /// Its journal is not what was written.
    Damaged {
        /// The journal's line, from 1.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Its journal has no whole line.
    Empty,
    /// Its journal is there and can't be read.
    Unreadable(String),
    /// It has none.
    Missing,
}

/// A journal whose lines hold together.
#[derive(Clone, Debug)]
pub struct Journal {
    /// What its events add up to.
    pub attempt: Attempt,
    /// Its events.
    pub entries: Vec<Entry>,
    /// Whether a torn line follows.
    pub torn: bool,
    /// Whether somebody is sitting the attempt, or recording it.
    pub running: bool,
}

/// What was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A cell is not what it has to be.
    Cell,
    /// A row has more or fewer cells than the header.
    CellCount,
    /// A row that its attempt's journal does not have.
    Unknown,
    /// A row is there more than once.
    Twice,
    /// A row, or all, of an attempt that is recorded is not there.
    Missing,
    /// Rows of an attempt whose journal does not say that it was handed in.
    NotHandedIn,
    /// A journal is not what was written.
    Journal,
    /// A receipt of a journal that is not what was written.
    Receipt,
    /// The marks are not what was written.
    Marks,
    /// A column is not there.
    Column,
}

impl Kind {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cell => "is not what it was",
            Self::CellCount => "has another number of cells than the header",
            Self::Unknown => "a row that no journal has",
            Self::Twice => "there twice",
            Self::Missing => "missing",
            Self::NotHandedIn => "its journal does not say that it was handed in",
            Self::Journal => "the journal is not what was written",
            Self::Receipt => "the receipt does not hold",
            Self::Marks => "the marks are not what was written",
            Self::Column => "missing in the header",
        }
    }
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alteration {
    /// What.
    pub kind: Kind,
    /// The line in the results, from 1.
    pub line: Option<u64>,
    /// Whose attempt, as the journal has it, or else the row; may be empty.
    pub candidate: String,
    /// Which attempt; may be empty.
    pub attempt: String,
    /// Which question; empty where all, or none, are meant.
    pub question: String,
    /// Which column.
    pub column: Option<&'static str>,
    /// What the row says.
    pub row: Option<String>,
    /// What it has to say.
    pub expected: Option<String>,
    /// What that rests on, or what else there is to know; may be empty.
    pub why: String,
}

impl Alteration {
    /// One of this kind, of nobody yet.
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            line: None,
            candidate: String::new(),
            attempt: String::new(),
            question: String::new(),
            column: None,
            row: None,
            expected: None,
            why: String::new(),
        }
    }
}

/// Rows of an attempt that has no journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoJournal {
    /// Whose, as its first row says.
    pub candidate: String,
    /// Which attempt.
    pub attempt: String,
    /// The line of its first row.
    pub line: u64,
    /// How many rows.
    pub rows: usize,
}

/// Rows of an attempt of which nothing here can tell whether they are as they have to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfollowed {
    /// Whose.
    pub candidate: String,
    /// Which attempt.
    pub attempt: String,
    /// The line of the first such row.
    pub line: u64,
    /// How many rows.
    pub rows: usize,
    /// What is in the way, and how it can be mended.
    pub why: String,
}

/// An attempt that was handed in and has no rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRecorded {
    /// Whose.
    pub candidate: String,
    /// Which attempt.
    pub attempt: String,
    /// How many rows its journal holds.
    pub rows: usize,
}

/// Something to know that is no alteration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fact {
    /// Whose attempt; empty where it is of all.
    pub candidate: String,
    /// Which attempt; empty where it is of all.
    pub attempt: String,
    /// What.
    #[serde(flatten)]
    pub kind: FactKind,
}

/// What there is to know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum FactKind {
    /// Extra time was granted.
    ExtraTime {
        /// As given.
        amount: String,
        /// Where the grant is filed.
        reference: Option<String>,
    },
    /// Time was given back.
    GivenBack {
        /// How much.
        ms: u64,
        /// By whom.
        by: String,
    },
    /// The wall clock jumped while it was sat.
    ClockJumped {
        /// Milliseconds; positive: forward.
        by_ms: i64,
    },
    /// The clocks part without a word of it, or run backwards: one was stopped or set.
    ClockStopped {
        /// At which line of the journal.
        line: u64,
        /// Milliseconds; positive: the wall clock went ahead.
        by_ms: i64,
    },
    /// An exam without a clock.
    Untimed,
    /// It had another limit than the exam's, and no extra time.
    OtherLimit {
        /// Of which question; of all of it otherwise.
        question: Option<String>,
        /// As it was sat, milliseconds.
        sat: Option<u64>,
        /// As the exam has it.
        of_exam: Option<u64>,
    },
    /// The seed was given by hand.
    SeedGiven {
        /// Which.
        seed: u64,
    },
    /// The machine was restarted.
    Rebooted {
        /// How often.
        times: u32,
    },
    /// It was left, or broke off, and was taken up again.
    Interrupted {
        /// How often.
        times: u32,
        /// How long it was away in all, milliseconds.
        away_ms: u64,
    },
    /// A line at the journal's end is torn.
    Torn,
    /// It is marked by another key than the one it was handed in with.
    Mended {
        /// That key.
        from: String,
        /// This one.
        to: String,
    },
    /// It is marked by another text of the exam than was sat.
    OtherText {
        /// The text that was sat.
        sat: String,
        /// The one that it is marked by.
        by: String,
        /// Questions that this words otherwise.
        reworded: Vec<String>,
    },
    /// Answers that people marked.
    ByHand {
        /// How many.
        answers: usize,
        /// By whom.
        graders: String,
    },
    /// People have marked, or dropped, what the results do not have yet.
    Waiting {
        /// How many answers.
        answers: usize,
    },
    /// It is not handed in.
    Open {
        /// Whether somebody is at it now.
        running: bool,
    },
    /// A journal without a whole line: no attempt.
    NoAttempt,
    /// Attempts at several texts, or by several keys, of one exam.
    Versions {
        /// Which exam.
        exam: String,
        /// Digests of texts.
        texts: usize,
        /// Digests of keys.
        keys: usize,
    },
    /// A question counts for nobody.
    Dropped {
        /// Of which exam.
        exam: String,
        /// Which.
        question: String,
        /// Who says so.
        grader: String,
        /// Why, if it is said.
        comment: Option<String>,
    },
    /// Attempts were removed.
    Removed {
        /// How many.
        attempts: usize,
    },
    /// Columns of ours that the file does not have, where there is no journal that would have them.
    NoColumns {
        /// Which.
        columns: Vec<&'static str>,
    },
}
