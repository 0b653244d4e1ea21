//! What there is: rows, evidence, alterations, facts.

use std::fmt;

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

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |n: usize| if n == 1 { "" } else { "s" };
        match self {
            Self::ExtraTime { amount, reference: Some(filed) } => {
                write!(f, "extra time {amount}, filed at {filed}")
            }
            Self::ExtraTime { amount, reference: None } => write!(f, "extra time {amount}, no reference"),
            Self::GivenBack { ms, by } => write!(f, "{} given back by {by}", Span(*ms)),
            Self::ClockJumped { by_ms } => {
                let to = if *by_ms < 0 { "back" } else { "forward" };
                write!(f, "the wall clock jumped {to} by {}", Span(by_ms.unsigned_abs()))
            }
            Self::ClockStopped { line, by_ms } => {
                write!(
                    f,
                    "a clock was stopped or set: line {line} of the journal is {} off",
                    Span(by_ms.unsigned_abs())
                )
            }
            Self::Untimed => f.write_str("sat without a clock"),
            Self::SeedGiven { seed } => write!(f, "seed {seed} was given by hand"),
            Self::Rebooted { times } => write!(f, "the machine was restarted {}", Times(*times)),
            Self::Interrupted { times, away_ms } => {
                write!(f, "interrupted {}, away for {} in all", Times(*times), Span(*away_ms))
            }
            Self::Torn => f.write_str("the journal's last line is torn"),
            Self::Mended { from, to } => write!(f, "marked by the key {to}, handed in with {from}"),
            Self::OtherText { sat, by, reworded } => {
                write!(f, "marked by the exam's text {by}, sat with {sat}; ")?;
                if reworded.is_empty() {
                    return f.write_str("what answers need is the same");
                }
                write!(f, "worded otherwise: {}", reworded.join(", "))
            }
            Self::ByHand { answers, graders } => {
                write!(f, "{answers} answer{} marked by {graders}", s(*answers))
            }
            Self::Waiting { answers } => {
                write!(f, "{answers} answer{} marked or dropped, and not so in the results yet", s(*answers))
            }
            Self::Open { running: true } => f.write_str("running now"),
            Self::Open { running: false } => f.write_str("not handed in"),
            Self::NoAttempt => f.write_str("a journal without a whole line is no attempt"),
            Self::Versions { exam, texts, keys } => {
                write!(f, "{exam}: {texts} text{}, {keys} key{}", s(*texts), s(*keys))
            }
            Self::Dropped { exam, question, grader, comment } => {
                let why = comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
                write!(f, "{exam}: question {question} counts for nobody, says {grader}{why}")
            }
            Self::Removed { attempts } => write!(f, "{attempts} attempt{} removed", s(*attempts)),
            Self::NoColumns { columns } => write!(f, "columns not there: {}", columns.join(", ")),
        }
    }
}

/// `1.5 s`, `5 min`, `1 h 5 min`.
struct Span(u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, tenths) = (self.0 / 3_600_000, self.0 / 60_000 % 60, self.0 / 100 % 600);
        let (seconds, tenth) = (tenths / 10, tenths % 10);
        match (hours, minutes, seconds) {
            (0, 0, _) if tenth > 0 => write!(f, "{seconds}.{tenth} s"),
            (0, 0, _) => write!(f, "{seconds} s"),
            (0, _, 0) => write!(f, "{minutes} min"),
            (0, ..) => write!(f, "{minutes} min {seconds} s"),
            (_, 0, _) => write!(f, "{hours} h"),
            _ => write!(f, "{hours} h {minutes} min"),
        }
    }
}

/// `once`, `3 times`.
struct Times(u32);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1 { f.write_str("once") } else { write!(f, "{} times", self.0) }
    }
}
