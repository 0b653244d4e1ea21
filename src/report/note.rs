//! What must be known to read a report, as data; the words are the renderer's.

use crate::session::Mode;

/// Something that must be known to read a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Copies of attempts, counted once, and of some of them whose; of nobody when blind.
    DuplicateAttempts(u64, Vec<String>),
    /// Attempts of which the inputs hold different rows; the first or the last file's count.
    Conflicts(u64, Kept),
    /// Rows of one attempt that stand twice in one file, counted once.
    DoubledRows(u64),
    /// Rows that can't be understood, left out on request; and of how many nobody can tell whose they are.
    BadRows(u64, u64),
    /// Somebody's rows that can't be understood: what is left has no range.
    RowsLeftOut {
        /// A place in `exams`; `None` where nothing of them counts.
        exam: Option<usize>,
        /// A place in its `candidates`.
        candidate: Option<usize>,
        /// Who; empty when blind and nothing of them counts.
        who: String,
        /// How many, of how many, and why.
        lacks: Lacks,
    },
    /// An attempt with rows that contradict each other, of which some count.
    Contradicting {
        /// A place in `exams`.
        exam: usize,
        /// A place in its `candidates`.
        candidate: usize,
        /// Who.
        who: String,
        /// Where, as far as that is looked up, and to be told.
        at: Option<Contradiction>,
        /// Which of them count.
        kept: Kept,
        /// Questions that only rows have which do not.
        lacks: u64,
    },
    /// Names that differ in large and small letters only, and count as so many people.
    CaseOnly(Vec<String>),
    /// A name that was asked for is that of several people, who are shown as these.
    Namesakes(String, Vec<String>),
    /// Attempts beside results that can't be looked at: the place and why; empty when blind.
    NotLookedAt(String, String),
    /// An exam that was named and that nobody sat here: its file (empty when blind) and its id.
    OtherExam(String, String),
    /// Attempts of a mode that is not asked for, left out.
    OtherMode(u64, Mode),
    /// Nothing of what is asked for was asked at an exam, or in the attempts of some at it; they are left out.
    NothingAsked {
        /// The exam's title, else its id.
        exam: String,
        /// Of how many candidates.
        candidates: u32,
        /// Whether they are all who sat it.
        all: bool,
    },
    /// An empty file in a folder, left out; its name is empty when blind.
    EmptyFile(String),
    /// A table that a report or a sheet was written to, in a folder, left out; its name is empty when blind.
    TableFile(String),
    /// Ranks are shown, and bear only so much.
    Ranks {
        /// A place in `exams`.
        exam: usize,
    },
    /// Questions of levels that are no rungs: they count in totals, and show no level.
    OffLadder {
        /// A place in `exams`.
        exam: usize,
        /// Which levels.
        levels: Vec<String>,
    },
    /// An attempt's total is not below nothing, though its parts are.
    Floored {
        /// A place in `exams`.
        exam: usize,
    },
    /// A candidate sat an exam more than once.
    SatAgain {
        /// A place in `exams`.
        exam: usize,
        /// A place in its `candidates`.
        candidate: usize,
        /// How many attempts there are.
        times: u32,
    },
    /// A candidate's earlier (or, with `latest`, later) attempts lie outside the days asked for.
    OutsideDays {
        /// A place in `exams`.
        exam: usize,
        /// A place in its `candidates`.
        candidate: usize,
        /// How many.
        times: u32,
    },
    /// The clock ended a candidate's attempt with questions that have no answer.
    RanOut {
        /// A place in `exams`.
        exam: usize,
        /// A place in its `candidates`.
        candidate: usize,
        /// How many have none.
        open: u32,
        /// Of how many.
        of: u32,
        /// How many attempts the clock ended, of how many that count.
        attempts: (u32, u32),
        /// Topics with how many questions of each have none.
        topics: Vec<(String, u32)>,
    },
    /// Answers that wait for a mark.
    Ungraded {
        /// A place in `exams`.
        exam: usize,
        /// A place in its `candidates`.
        candidate: usize,
        /// How many.
        answers: u32,
    },
    /// Attempts in one table under different digests of the exam.
    SeveralDigests {
        /// A place in `exams`.
        exam: usize,
        /// For each digest, places in `candidates`.
        who: Vec<(String, Vec<usize>)>,
    },
    /// Attempts in one table marked by different keys.
    SeveralKeys {
        /// A place in `exams`.
        exam: usize,
        /// For each key digest, places in `candidates`.
        who: Vec<(String, Vec<usize>)>,
    },
    /// Some attempts name the exam's digest, others none.
    SomeDigests {
        /// A place in `exams`.
        exam: usize,
        /// For each digest, places in `candidates`.
        who: Vec<(String, Vec<usize>)>,
    },
    /// Some attempts name the key's digest, others none.
    SomeKeys {
        /// A place in `exams`.
        exam: usize,
        /// For each key digest, places in `candidates`.
        who: Vec<(String, Vec<usize>)>,
    },
    /// Attempts with different ladders, each read by its own.
    MixedLadders {
        /// A place in `exams`.
        exam: usize,
    },
    /// Neither a copy of the exam nor the results name cuts.
    DefaultCuts {
        /// A place in `exams`.
        exam: usize,
    },
    /// Questions that were taken out, and count nowhere.
    Dropped {
        /// A place in `exams`.
        exam: usize,
        /// Which, by id.
        questions: Vec<String>,
    },
    /// No copy of the exam: ids are shown in place of titles.
    NoCopy {
        /// A place in `exams`.
        exam: usize,
    },
    /// A file was named for an exam that is another version of it than was sat: nothing of it is shown.
    OtherVersion {
        /// The file; empty when blind.
        file: String,
        /// The exam's id.
        exam: String,
        /// The digest of the version that was sat.
        sat: String,
    },
    /// An attempt that is not in the results; its names are empty when blind.
    NotInResults {
        /// How it stands.
        state: Absent,
        /// Who.
        candidate: String,
        /// Which exam.
        exam: String,
        /// The results that it belongs to, as a word for a shell; empty for the default, and when blind.
        results: String,
    },
    /// A journal that can't be read, by its file's name; empty when blind.
    BadJournal(String),
    /// Attempts that were removed at their candidates' wish.
    Removed(u64),
}

/// Rows that are missing of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacks {
    /// How many.
    pub rows: u64,
    /// Of how many.
    pub of: u64,
    /// The place of the first, as far as it is looked up; `None` when blind.
    pub place: Option<String>,
    /// What is wrong with that one; empty when blind.
    pub why: String,
}

impl Lacks {
    /// No more than how many.
    #[must_use]
    pub fn blind(self) -> Self {
        Self { place: None, why: String::new(), ..self }
    }
}

/// Where two rows contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// In which column.
    pub column: &'static str,
    /// What stands there in each, and where these stand.
    pub rows: [(String, String); 2],
}

/// Which file's rows count where two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The first named.
    First,
    /// The last named.
    Last,
}

/// Why an attempt whose journal is here is not in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absent {
    /// Nobody has handed it in, and nobody sits it now.
    Open,
    /// Somebody sits it now.
    Running,
    /// It is handed in, and its rows are not there yet.
    Unrecorded,
}

impl Note {
    /// The exam that it is about: a place in `exams`; `None` for the whole report.
    pub const fn exam(&self) -> Option<usize> {
        match self {
            Self::SatAgain { exam, .. }
            | Self::OutsideDays { exam, .. }
            | Self::RanOut { exam, .. }
            | Self::Ungraded { exam, .. }
            | Self::SeveralDigests { exam, .. }
            | Self::SeveralKeys { exam, .. }
            | Self::SomeDigests { exam, .. }
            | Self::SomeKeys { exam, .. }
            | Self::MixedLadders { exam }
            | Self::DefaultCuts { exam }
            | Self::Dropped { exam, .. }
            | Self::NoCopy { exam }
            | Self::Ranks { exam }
            | Self::OffLadder { exam, .. }
            | Self::Floored { exam }
            | Self::Contradicting { exam, .. } => Some(*exam),
            Self::RowsLeftOut { exam, .. } => *exam,
            Self::DuplicateAttempts(..)
            | Self::Conflicts(..)
            | Self::DoubledRows(_)
            | Self::BadRows(..)
            | Self::CaseOnly(_)
            | Self::Namesakes(..)
            | Self::NotLookedAt(..)
            | Self::OtherExam(..)
            | Self::OtherMode(..)
            | Self::NothingAsked { .. }
            | Self::EmptyFile(_)
            | Self::TableFile(_)
            | Self::OtherVersion { .. }
            | Self::NotInResults { .. }
            | Self::BadJournal(_)
            | Self::Removed(_) => None,
        }
    }

    /// The candidate that it is about: a place among the exam's.
    pub const fn candidate(&self) -> Option<usize> {
        if let Self::SatAgain { candidate, .. }
        | Self::OutsideDays { candidate, .. }
        | Self::RanOut { candidate, .. }
        | Self::Contradicting { candidate, .. }
        | Self::Ungraded { candidate, .. } = self
        {
            Some(*candidate)
        } else if let Self::RowsLeftOut { candidate, .. } = self {
            *candidate
        } else {
            None
        }
    }

    /// The name of its kind in machine formats.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateAttempts(..) => "duplicate-attempt",
            Self::Conflicts(..) => "conflicting-attempt",
            Self::DoubledRows(_) => "doubled-rows",
            Self::BadRows(..) => "bad-rows",
            Self::RowsLeftOut { .. } => "rows-left-out",
            Self::Contradicting { .. } => "contradicting-rows",
            Self::CaseOnly(_) => "names-differ-in-case",
            Self::Namesakes(..) => "namesakes",
            Self::NotLookedAt(..) => "attempts-not-looked-at",
            Self::OtherExam(..) => "other-exam",
            Self::OtherMode(_, Mode::Practice) => "practice-left-out",
            Self::OtherMode(_, Mode::Exam) => "exams-left-out",
            Self::NothingAsked { .. } => "nothing-asked",
            Self::EmptyFile(_) => "empty-file",
            Self::TableFile(_) => "table-file",
            Self::Ranks { .. } => "ranks",
            Self::OffLadder { .. } => "off-ladder",
            Self::Floored { .. } => "floored-total",
            Self::SatAgain { .. } => "sat-again",
            Self::OutsideDays { .. } => "outside-days",
            Self::RanOut { .. } => "ran-out",
            Self::Ungraded { .. } => "ungraded",
            Self::SeveralDigests { .. } => "several-digests",
            Self::SeveralKeys { .. } => "several-keys",
            Self::SomeDigests { .. } => "some-without-digest",
            Self::SomeKeys { .. } => "some-without-key",
            Self::MixedLadders { .. } => "mixed-ladders",
            Self::DefaultCuts { .. } => "default-cuts",
            Self::Dropped { .. } => "dropped",
            Self::NoCopy { .. } => "no-exam-copy",
            Self::OtherVersion { .. } => "other-version",
            Self::NotInResults { state: Absent::Open, .. } => "open-attempt",
            Self::NotInResults { state: Absent::Running, .. } => "running-attempt",
            Self::NotInResults { state: Absent::Unrecorded, .. } => "unrecorded-attempt",
            Self::BadJournal(_) => "bad-journal",
            Self::Removed(_) => "removed-attempts",
        }
    }

    /// How many attempts, rows or answers it speaks of.
    pub fn count(&self) -> u64 {
        match self {
            Self::DuplicateAttempts(n, _)
            | Self::Conflicts(n, _)
            | Self::DoubledRows(n)
            | Self::BadRows(n, _)
            | Self::OtherMode(n, _)
            | Self::Removed(n) => *n,
            Self::RowsLeftOut { lacks, .. } => lacks.rows,
            Self::CaseOnly(names) | Self::Namesakes(_, names) => names.len() as u64,
            Self::NothingAsked { candidates, .. } => u64::from(*candidates),
            Self::OffLadder { levels, .. } => levels.len() as u64,
            Self::Dropped { questions, .. } => questions.len() as u64,
            Self::SatAgain { times, .. } | Self::OutsideDays { times, .. } => u64::from(*times),
            Self::Ungraded { answers, .. } => u64::from(*answers),
            Self::RanOut { open, .. } => u64::from(*open),
            Self::SeveralDigests { who, .. }
            | Self::SeveralKeys { who, .. }
            | Self::SomeDigests { who, .. }
            | Self::SomeKeys { who, .. } => who.len() as u64,
            Self::EmptyFile(_)
            | Self::TableFile(_)
            | Self::Ranks { .. }
            | Self::Floored { .. }
            | Self::MixedLadders { .. }
            | Self::DefaultCuts { .. }
            | Self::NoCopy { .. }
            | Self::OtherVersion { .. }
            | Self::NotInResults { .. }
            | Self::Contradicting { .. }
            | Self::NotLookedAt(..)
            | Self::OtherExam(..)
            | Self::BadJournal(_) => 1,
        }
    }
}
