//! What is asked for, and what is gathered.

use std::cmp::Ordering;

use foldhash::HashSet;

use crate::exam::Points;
use crate::results::scan::Status;
use crate::session::Mode;

use super::super::cell::Cell;
use super::super::model::{Choice, Kept};
use super::contradicted::Contradicted;
use super::known::{AttemptKey, Known, attempt_id};
use super::left_out::LeftOut;
use super::names::Name;
use super::runs::{Counted, Grouping, Key, Whose};
use super::seen::Seen;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// By what cells are made; totals are always there.
    pub groupings: Vec<Grouping>,
    /// Which rows count.
    pub counted: Counted,
    /// Only these candidates; empty for all.
    pub candidates: Vec<String>,
    /// Only these exams.
    pub exams: Vec<String>,
    /// Only attempts begun from here on, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Only attempts begun before.
    pub before: Option<i64>,
    /// Only these modes; empty for `exam` and none.
    pub modes: Vec<Mode>,
    /// Which of a candidate's attempts.
    pub choice: Choice,
    /// Leaves rows out that can't be understood.
    pub skip_bad_rows: bool,
    /// Whose rows count where two differ; `None` is an error.
    pub on_conflict: Option<Kept>,
}

impl Wanted {
    /// As many cells as a seat can have, by what is known so far; as many as there may be where two dimensions meet.
    pub(super) fn most_cells(&self, known: &Known) -> usize {
        let one = |(first, second): &Grouping| second.is_none().then(|| known.along(*first).len());
        self.groupings.iter().map(one).sum::<Option<usize>>().unwrap_or(usize::MAX)
    }

    /// Whether attempts of this mode are asked for; without a mode they are exams.
    pub(super) fn has_mode(&self, mode: Option<Mode>) -> bool {
        let mode = mode.unwrap_or(Mode::Exam);
        if self.modes.is_empty() { mode == Mode::Exam } else { self.modes.contains(&mode) }
    }

    /// Whether this attempt's mode and day are asked for.
    pub(super) fn has_begun(&self, whose: &Whose) -> bool {
        self.has_mode(whose.mode) && self.has_instant(whose.started_ms)
    }

    /// Whether attempts begun at this instant are, in milliseconds since 1970.
    pub(super) fn has_instant(&self, started_ms: i64) -> bool {
        self.since.is_none_or(|since| started_ms >= since)
            && self.before.is_none_or(|before| started_ms < before)
    }
}

/// Names that are asked for; none asks for all.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) names: HashSet<String>,
}

impl Asked {
    /// Whether a name is among them.
    pub(super) fn has<'n>(&self, name: impl FnOnce() -> &'n str) -> bool {
        self.names.is_empty() || self.names.contains(name())
    }
}

/// What is known of an attempt that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Which.
    pub attempt: AttemptKey,
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
    /// The nanoseconds that this is later than its whole millisecond.
    pub started_rest: i32,
    /// Points of all its questions are worth, asked for or not: at most 1.
    pub achieved: f64,
    /// Time over all questions in 1/10,000 second, where all rows tell.
    pub seconds: Option<i64>,
    /// The same for the same set of questions.
    pub question_set: u64,
    /// Which text of the exam.
    pub exam_digest: Name,
    /// Which key.
    pub key_digest: Name,
    /// The ladder's cell; `None` where the file has no such column.
    pub ladder: Option<Name>,
    /// How it ended.
    pub status: Option<Status>,
}

impl Fact {
    /// When it began, to the nanosecond.
    pub const fn started(&self) -> (i64, i32) {
        (self.started_ms, self.started_rest)
    }
}

/// Which of two attempts began later: by instant, then by id.
pub(super) fn begun(known: &Known, one: &Fact, other: &Fact) -> Ordering {
    one.started().cmp(&other.started()).then_with(|| match (one.attempt, other.attempt) {
        (AttemptKey::Uuid(one), AttemptKey::Uuid(other)) => one.cmp(&other),
        (one, other) => attempt_id(known, one).cmp(&attempt_id(known, other)),
    })
}

/// One candidate at one exam.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Who.
    pub candidate: Name,
    /// What tells namesakes apart.
    pub candidate_id: Name,
    /// Which exam.
    pub exam: Name,
    /// Attempts that could have counted.
    pub sat: u32,
    /// Attempts outside the days asked for.
    pub outside: u32,
    /// The attempts that count; by when they began, once gathered.
    pub facts: Vec<Fact>,
    /// All that counts.
    pub total: Cell,
    /// The cells of all groupings.
    pub cells: Vec<(Key, Cell)>,
    /// The most that the attempts that count may come to once all is marked, each not below nothing.
    pub most: Points,
}

impl Seat {
    /// The total and all cells.
    pub(super) fn all_cells(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.cells.iter_mut().map(|(_, cell)| cell).chain([&mut self.total])
    }
}

/// Everything that was gathered.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// All texts, of rows that don't count, too.
    pub known: Known,
    /// Candidates at exams, in the order in which they first came; some have no attempt that counts.
    pub seats: Vec<Seat>,
    /// Copies of attempts.
    pub duplicates: u64,
    /// Whose these are, the first [`Gathered::MOST_COPIED`] of them: candidates with what tells namesakes apart.
    pub copied: Vec<(Name, Name)>,
    /// Attempts with rows that contradict each other.
    pub conflicts: u64,
    /// Whose these are, and where the first of them contradict each other.
    pub contradicted: Vec<Contradicted>,
    /// Rows that stand twice among the rows of one attempt in one file, and count once.
    pub doubled: u64,
    /// Whose rows count there.
    pub kept: Option<Kept>,
    /// Rows that can't be understood.
    pub bad_rows: u64,
    /// Whose of these are not in what counts.
    pub left_out: Vec<LeftOut>,
    /// Of how many of them nobody can tell whose they are.
    pub nobodys: u64,
    /// Attempts of another mode than asked for.
    pub other_mode: u64,
    /// Questions that were taken out, of attempts that could have counted: exams with questions.
    pub dropped: HashSet<(Name, Name)>,
    /// All attempts.
    pub(super) seen: Seen,
}

impl Gathered {
    /// Of so many candidates it is kept that there are copies of their attempts.
    pub const MOST_COPIED: usize = 16;

    /// Whether an attempt stands in the tables, whether it counts or not: filters, modes and choices leave it seen.
    pub fn saw(&self, attempt_id: &str) -> bool {
        self.known.attempt(attempt_id).is_some_and(|attempt| self.seen.has(attempt))
    }
}
