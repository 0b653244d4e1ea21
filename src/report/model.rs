//! The figures of a report, ready to be shown: nothing here is rounded, and what is not defined is `None` with a reason.

use crate::exam::{CutsSource, Fraction, Points};
use crate::scoring::{Difference, Interval, LevelShown};
use crate::session::moment::WallTime;

use super::cell::{Cell, Unsettled};
use super::cells::Cells;
pub use super::note::{Absent, Contradiction, Kept, Lacks, Note};

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What was asked for, to be repeated in machine formats.
    pub asked: Asked,
    /// Each exam (a form is an exam of its own), by id.
    pub exams: Vec<ExamFigures>,
    /// What was left out, and what must be known to read the tables.
    pub notes: Vec<Note>,
    /// Whether names are codes: then attempt ids, candidate ids, times, file names and free text are shown nowhere.
    pub blind: bool,
}

/// What a report was asked to count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only these candidates; empty for all.
    pub candidates: Vec<String>,
    /// Only these exams.
    pub exams: Vec<String>,
    /// Only these topics.
    pub topics: Vec<String>,
    /// Only these levels.
    pub levels: Vec<String>,
    /// The first day, `2026-11-18`, UTC.
    pub since: Option<String>,
    /// The last day.
    pub until: Option<String>,
    /// Modes (`exam`, `practice`); empty for `exam` and none.
    pub modes: Vec<String>,
    /// Which of a candidate's attempts.
    pub attempts: Choice,
    /// In which order candidates stand.
    pub sort: Sort,
}

impl Asked {
    /// Whether only a part of each attempt's questions counts: then no level is shown.
    pub fn is_part(&self) -> bool {
        !self.topics.is_empty() || !self.levels.is_empty()
    }
}

/// Which of a candidate's attempts at one exam count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The one begun first: who has seen an exam does better the second time.
    #[default]
    First,
    /// The one begun last.
    Latest,
    /// The one with the greatest share, ungraded as nothing; ties by latest.
    Best,
    /// All, added up.
    All,
}

impl Choice {
    /// The word for it on the command line and in machine formats.
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Latest => "latest",
            Self::Best => "best",
            Self::All => "all",
        }
    }
}

/// In which order candidates stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// In groups by level shown, alphabetical inside a group.
    #[default]
    Level,
    /// Alphabetical.
    Name,
    /// By total, with ranks.
    Total,
}

/// One exam's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamFigures {
    /// `messaging`, or `messaging/short` for a form.
    pub id: String,
    /// From a copy of the exam, if there is one.
    pub title: Option<String>,
    /// The exam digests that these attempts name (16 hex digits), sorted.
    pub digests: Vec<String>,
    /// The key digests.
    pub key_digests: Vec<String>,
    /// What a level is read against.
    pub cuts: Cuts,
    /// How many attempts count, of all candidates.
    pub attempts: u32,
    /// How many questions a candidate was asked, in all their attempts that count; of those whose rows are all there, if there are any.
    pub questions: Span,
    /// Whether all attempts counted have the same questions, in the same version of the exam; those aside whose rows are not all there.
    pub same_questions: bool,
    /// Ids of the questions in the exam's order, from a copy; none without one.
    pub question_order: Vec<String>,
    /// When the first and the last attempt counted began; `None` when blind.
    pub began: Option<(WallTime, WallTime)>,
    /// Topics: in the exam's order, those not in it by id.
    pub topics: Vec<Heading>,
    /// Levels: the ladder's rungs, lowest first, then others by id. Questions without one are in none.
    pub levels: Vec<Heading>,
    /// The candidates, in the order to be shown.
    pub candidates: Vec<CandidateFigures>,
    /// For each topic, how the candidates' shares spread.
    pub topic_spreads: Vec<Spread>,
    /// How their totals spread.
    pub total_spread: Spread,
    /// Pairs of candidates that this exam tells apart, of `pairs` compared.
    pub told_apart: Vec<Apart>,
    /// How many pairs were compared, allowing for all of them at once.
    pub pairs: u32,
}

impl ExamFigures {
    /// How many questions each attempt has, where all have the same.
    pub fn per_attempt(&self) -> Option<u32> {
        let whole = self.candidates.iter().find(|of| of.total.unsettled() != Some(Unsettled::RowsLeftOut));
        let first = whole.or(self.candidates.first()).filter(|_| self.same_questions);
        match first {
            Some(of) => Some(of.total.questions / u32::try_from(of.attempts.len()).unwrap_or(1).max(1)),
            None => self.questions.one().filter(|_| !self.has_several_attempts()),
        }
    }

    /// Whether several attempts of one candidate are added up.
    pub fn has_several_attempts(&self) -> bool {
        self.candidates.iter().any(|of| of.attempts.len() > 1)
    }

    /// Whether a question at a rung was asked of anybody.
    pub fn asks_levels(&self) -> bool {
        self.candidates.iter().flat_map(|of| &of.level.evidence).any(|evidence| evidence.n > 0)
    }
}

/// What a level is read against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// One ladder for all: rungs with cuts, lowest first, and where they come from; `None` where they stand in the results and no copy of
    /// the exam says on what they rest. When blind the text of a basis is empty.
    One(Vec<(String, Fraction)>, Option<CutsSource>),
    /// Attempts with different ladders, each read by its own.
    Mixed,
    /// A lesson has no level.
    Lesson,
}

/// The least and the most of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub least: u32,
    /// The most.
    pub most: u32,
}

impl Span {
    /// The number, where it is the same for all.
    pub fn one(self) -> Option<u32> {
        (self.least == self.most).then_some(self.least)
    }
}

/// A topic or a level over its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// As in the results.
    pub id: String,
    /// From a copy of the exam, else the id.
    pub title: String,
    /// How many questions each candidate who was asked any has in it, all attempts that count together.
    pub questions: Span,
    /// What they are worth, all attempts that count together, if it is the same for all of these.
    pub worth: Option<Points>,
}

/// One candidate's figures at one exam.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateFigures {
    /// As to be shown: the name, with the candidate id where namesakes must be told apart; a code when blind.
    pub shown_as: String,
    /// The name as given; the code when blind.
    pub candidate: String,
    /// What tells namesakes apart, or empty; empty when blind.
    pub candidate_id: String,
    /// The attempts counted, by when they began; without ids and times when blind.
    pub attempts: Vec<AttemptFacts>,
    /// How many attempts there are that could have counted.
    pub sat: u32,
    /// How many attempts lie outside the days asked for.
    pub outside: u32,
    /// Everything; floored at nothing, attempt by attempt.
    pub total: Cell,
    /// Rows that are missing of it all, which can't be understood.
    pub lacks: Option<Lacks>,
    /// Where rows of an attempt that counts contradict each other, how many questions only those have that do not count.
    pub contradicts: Option<u64>,
    /// Where they do, as far as that is looked up; `None` when blind.
    pub contradiction: Option<Contradiction>,
    /// For each of the exam's topics.
    pub topics: Cells,
    /// For each of the exam's levels.
    pub levels: Cells,
    /// What the answers show.
    pub level: LevelFigures,
    /// Time taken as a share of the candidate's own limit, where both are known.
    pub time_share: Option<f64>,
    /// With [`Sort::Total`], 1 + how many did better; `None` where the total is not settled.
    pub rank: Option<u32>,
    /// The mid-rank percentile of the total among all, 0 to 100; `None` where the total is not settled, and among few.
    pub percentile: Option<f64>,
}

/// One attempt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttemptFacts {
    /// Its id; `None` when blind.
    pub attempt_id: Option<String>,
    /// `submitted`, `expired`, or none in results made elsewhere.
    pub status: Option<&'static str>,
    /// When it began; `None` when blind.
    pub started_at: Option<WallTime>,
    /// Seconds over all questions; `None` when blind or not known.
    pub seconds: Option<f64>,
    /// The exam's digest, or empty.
    pub exam_digest: String,
    /// The key's digest, or empty.
    pub key_digest: String,
}

/// What one candidate's answers show.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelFigures {
    /// The rungs that it is read against, lowest first; parallel to `LevelShown::rungs`.
    pub ladder: Vec<(String, Fraction)>,
    /// The evidence at each: `x` of `n`.
    pub evidence: Vec<crate::scoring::Evidence>,
    /// What that shows, or why nothing is said.
    pub shown: Result<LevelShown, NoLevel>,
}

/// Why there is no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoLevel {
    /// A lesson has none.
    Lesson,
    /// One attempt carries a level, and several are added up.
    SeveralAttempts,
    /// The best of several attempts: chance favours it.
    BestOf(u32),
    /// Rows that can't be understood, or that others contradict, are left out.
    RowsLeftOut,
    /// Only a part of the questions counts.
    Filtered,
    /// No question has a level of the ladder.
    NoLevels,
}

impl NoLevel {
    /// The reason in machine formats.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::SeveralAttempts => "several-attempts",
            Self::BestOf(_) => "best-of-several",
            Self::RowsLeftOut => "rows-left-out",
            Self::Filtered => "filtered",
            Self::NoLevels => "no-levels",
        }
    }
}

/// How shares spread over candidates. Everything that is defined is here; what so few candidates don't carry is left out
/// when it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Over how many candidates: those with something graded that is settled.
    pub n: u32,
    /// The median (type 7).
    pub median: Option<f64>,
    /// The least.
    pub min: Option<f64>,
    /// The greatest.
    pub max: Option<f64>,
    /// The arithmetic mean.
    pub mean: Option<f64>,
    /// Student's t 95% interval of the mean, clipped to 0 and 1; `None` under two candidates.
    pub interval: Option<Interval>,
    /// The sample standard deviation (n − 1); `None` under two candidates.
    pub sd: Option<f64>,
    /// How many questions were answered right on the whole: the facility, with its n; defined with the mean.
    pub facility: Option<Cell>,
}

/// Two candidates told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// The one with the greater share: a place in `candidates`.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How far, at the confidence that allows for all pairs.
    pub difference: Difference,
}
