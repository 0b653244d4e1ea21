//! Why a row can't be understood, in words.

use std::fmt;

use crate::exam::Points;
use crate::exam::problem::Bound;
use crate::scoring::Outcome;
use crate::session::moment::WallTime;

/// The most that one question may be worth, in points: far above any exam's, and sums of it stay exact.
pub const MOST_POINTS: i64 = 1_000_000;

/// The most rungs that a ladder may have: as many as an exam's.
pub const MOST_RUNGS: usize = Bound::Rungs.most();

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// The row has another number of cells than the header.
    Count {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
        /// Over how many lines the row goes.
        lines: usize,
    },
    /// Nothing is in it.
    Empty,
    /// It is not UTF-8.
    Encoding,
    /// A byte of nothing is in it.
    Nul,
    /// It is none of these words.
    Word(String, &'static [&'static str]),
    /// It is no RFC 3339 instant.
    Instant(String),
    /// It is no decimal with at most four places.
    Decimal(String),
    /// It is below nothing.
    Negative(String),
    /// It is more than [`MOST_POINTS`].
    TooMuch(String),
    /// Points are more than the question is worth, either way.
    Beyond {
        /// The points.
        points: Points,
        /// What the question is worth.
        max_points: Points,
    },
    /// Points that the outcome can't have earned.
    OfAnother {
        /// The outcome.
        outcome: Outcome,
        /// The points.
        points: Points,
        /// What the question is worth.
        max_points: Points,
    },
    /// An answer waits for a mark and has points.
    PointsWhileUngraded(Points),
    /// An answer has a mark and no points.
    NoPoints(Outcome),
    /// It is no ladder.
    Ladder(String),
    /// It is a ladder of more than [`MOST_RUNGS`].
    Rungs,
}

impl CellProblem {
    /// How many rows it makes of what stands there: one over many lines may have swallowed as many.
    pub const fn rows(&self) -> u64 {
        if let Self::Count { lines, .. } = self { *lines as u64 } else { 1 }
    }

    /// What to do about it, where that can be told.
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Decimal(found) => {
                let with_point = found.replacen(',', ".", 1);
                let is_comma = with_point != *found && Points::parse(&with_point).is_some();
                is_comma.then(|| format!("a decimal point is meant: write `{with_point}`"))
            }
            Self::Instant(found) => {
                let instant = format!("{found}T00:00:00Z");
                let is_day = WallTime::parse(&instant).is_some();
                is_day.then(|| format!("a day is no instant: write when it began, or at least `{instant}`"))
            }
            Self::Count { found, expected, lines: 1 } if found > expected => Some(
                "a text with a comma needs quotes around it, and decimals have a point: `0.5`, not `0,5`"
                    .to_owned(),
            ),
            Self::Count { .. }
            | Self::Empty
            | Self::Encoding
            | Self::Nul
            | Self::Word(..)
            | Self::Negative(_)
            | Self::TooMuch(_)
            | Self::Beyond { .. }
            | Self::OfAnother { .. }
            | Self::PointsWhileUngraded(_)
            | Self::NoPoints(_)
            | Self::Ladder(_)
            | Self::Rungs => None,
        }
    }
}

impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { found, expected, lines: 1 } => {
                write!(f, "{found} cells, and the header has {expected}")
            }
            Self::Count { found, expected, lines } => write!(
                f,
                "{found} cells, and the header has {expected}; the row goes over {lines} lines: a quote in it may not be closed"
            ),
            Self::Empty => f.write_str("nothing, where something must be"),
            Self::Encoding => f.write_str("text that is not UTF-8"),
            Self::Nul => f.write_str("NUL bytes: was the file cut short, or damaged?"),
            Self::Word(found, expected) => write!(f, "`{found}`, expected `{}`", expected.join("`, `")),
            Self::Instant(found) => {
                write!(f, "`{found}`, expected an instant such as `2026-11-18T09:30:00Z`")
            }
            Self::Decimal(found) => {
                write!(f, "`{found}`, expected a decimal such as `0.25` with at most four places")
            }
            Self::Negative(found) => write!(f, "`{found}`, expected nothing less than 0"),
            Self::TooMuch(found) => write!(f, "`{found}`, expected {MOST_POINTS} at most"),
            Self::Beyond { points, max_points } => {
                write!(f, "`{points}`, and `max_points` is {max_points}")
            }
            Self::OfAnother { outcome, points, max_points } => {
                let word = outcome.word();
                match outcome {
                    Outcome::Correct => write!(f, "`{points}`, and `{word}` earns all of {max_points}"),
                    Outcome::Incorrect => write!(f, "`{points}`, and `{word}` earns nothing"),
                    Outcome::Partial => write!(f, "`{points}`, and `{word}` costs nothing"),
                    Outcome::Unanswered | Outcome::TimedOut | Outcome::Ungraded => {
                        write!(f, "`{points}`, and `{word}` has 0")
                    }
                }
            }
            Self::PointsWhileUngraded(points) => {
                write!(f, "`{points}`, and an `ungraded` answer has no points yet")
            }
            Self::NoPoints(outcome) => write!(f, "nothing, and the outcome is `{}`", outcome.word()),
            Self::Ladder(found) => {
                write!(f, "`{found}`, expected rungs with cuts such as `junior=0.70 middle=0.65`")
            }
            Self::Rungs => {
                write!(f, "a ladder of more than {MOST_RUNGS} rungs, expected {MOST_RUNGS} at most")
            }
        }
    }
}

/// How much of a cell is quoted in a message, in characters.
const QUOTED: usize = 60;

pub(super) fn quoted(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    text.chars().take(QUOTED).chain(['…']).collect()
}

pub(super) fn lossy(bytes: &[u8]) -> String {
    quoted(&String::from_utf8_lossy(bytes))
}
