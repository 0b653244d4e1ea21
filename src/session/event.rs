//! The journal's vocabulary: everything that can happen in an attempt, one event a line.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exam::{Level, Millis, PartId, QuestionId, TopicId};

use super::moment::{Moment, WallTime};

/// An attempt's id: a `UUIDv7` for our own, any file-safe text in a journal that someone sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AttemptId(String);

impl AttemptId {
    /// Takes a text that can be a file name: 1 to 64 of `[A-Za-z0-9-]`.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AttemptId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or_else(|| "an attempt id is 1 to 64 letters, digits and hyphens".to_owned())
    }
}

impl From<uuid::Uuid> for AttemptId {
    fn from(id: uuid::Uuid) -> Self {
        Self(id.to_string())
    }
}

impl From<AttemptId> for String {
    fn from(id: AttemptId) -> String {
        id.0
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where in the journal and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// 1-based.
    pub seq: u64,
    /// Wall clock.
    pub at: WallTime,
    /// Milliseconds of the clock that counts while the machine sleeps.
    pub up: u64,
    /// Names the boot that `up` belongs to.
    pub boot: String,
}

impl Stamp {
    /// Both clocks.
    pub fn moment(&self) -> Moment {
        Moment { wall_ms: self.at.0, up_ms: self.up }
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Where and when.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The attempt began; fixes what must not change.
    Started(Box<Started>),
    /// A question came on screen.
    Shown {
        /// Which.
        question: QuestionId,
    },
    /// The line of prediction before the options.
    Predicted {
        /// For which question.
        question: QuestionId,
        /// As typed.
        text: String,
    },
    /// An answer was accepted.
    Answered {
        /// To which question.
        question: QuestionId,
        /// As in the results' `answer` column.
        answer: String,
        /// Time spent so far, over all visits, in seconds with one decimal.
        seconds: f64,
    },
    /// Practice: another try after the first answer.
    Tried {
        /// At which question.
        question: QuestionId,
        /// As in the results' `answer` column.
        answer: String,
    },
    /// Practice: the question is completed, answered right in the end or shown.
    Completed {
        /// Which.
        question: QuestionId,
        /// How.
        how: Completion,
    },
    /// The question was left without an answer, for now.
    Skipped {
        /// Which.
        question: QuestionId,
    },
    /// Marked to come back to.
    Flagged {
        /// Which.
        question: QuestionId,
    },
    /// The candidate's objection, kept for the interviewer.
    Unclear {
        /// To which question.
        question: QuestionId,
        /// As typed.
        text: String,
    },
    /// Time ran out.
    Expired {
        /// Of a question or of the exam.
        scope: Scope,
        /// The question that was on screen, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<QuestionId>,
        /// What was typed or ticked, as it stood.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<String>,
        /// The answer that this makes, if it is a valid one and none was accepted before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<String>,
        /// Milliseconds since the event before in which the program was not running, if it was not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away_ms: Option<u64>,
    },
    /// The wall clock moved against the other clock by more than 2 s.
    ClockJumped {
        /// Milliseconds; positive: the wall clock went forward.
        by_ms: i64,
    },
    /// The program was left.
    Left {
        /// `ctrl-c`, `terminated`, `hung-up`, `end-of-input` or `menu`.
        how: String,
    },
    /// Taken up again.
    Resumed {
        /// Milliseconds since the event before.
        away_ms: u64,
        /// Whether the machine was restarted in between.
        rebooted: bool,
    },
    /// Time lost through no fault of the candidate's was returned.
    GivenBack {
        /// How much.
        ms: Millis,
        /// Who decided it.
        by: String,
    },
    /// Handed in. Holds the attempt's rows exactly as they will be written.
    Submitted {
        /// By whom.
        by: By,
        /// The rows.
        #[serde(flatten)]
        rows: Rows,
    },
    /// The rows are in the results.
    Recorded {
        /// The results' file name, without its folder.
        results: String,
    },
}

/// What does not change in an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Started {
    /// The attempt's id.
    pub attempt: AttemptId,
    /// As given, trimmed, NFC.
    pub candidate: String,
    /// What tells namesakes apart, or empty.
    pub candidate_id: String,
    /// `messaging` or `messaging/short`.
    pub exam: String,
    /// All 64 digits.
    pub exam_digest: String,
    /// All 64 digits.
    pub key_digest: String,
    /// From `take` or `practice`.
    pub mode: Mode,
    /// What the orders were drawn from.
    pub seed: u64,
    /// Whether the seed was given by hand.
    pub seed_given: bool,
    /// Whether the clock is enforced.
    pub pace: Pace,
    /// How long the attempt may take, extra time included; `null`: no limit.
    pub limit: Option<Millis>,
    /// Extra time, as data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_time: Option<ExtraTime>,
    /// What the candidate may see after handing in, where that was said at the start: it holds after a resume, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal: Option<String>,
    /// Whether the clock is silent until the end; it stays so after a resume.
    #[serde(default)]
    pub quiet_clock: bool,
    /// Whether predictions were declined at the start; they are not asked for after a resume either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_predict: bool,
    /// How the exam was named on the command line, for practice: so that it can be named again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// The questions in the order drawn.
    pub questions: Vec<Drawn>,
    /// The program's version.
    pub program: String,
}

/// A question as drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Which.
    pub id: QuestionId,
    /// Its topic.
    pub topic: TopicId,
    /// Its level, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Its parts (options, entries, right sides) in the order shown; empty for kinds without parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartId>,
    /// How long it may be on screen, extra time included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Millis>,
}

/// From which command an attempt comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// `take`.
    Exam,
    /// `practice`.
    Practice,
}

impl Mode {
    /// The word in the results.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exam => "exam",
            Self::Practice => "practice",
        }
    }
}

/// Whether limits are enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Deadlines end prompts.
    Timed,
    /// No clock.
    Untimed,
}

/// Extra time, as granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraTime {
    /// `25%` or `10m`, as given.
    pub amount: String,
    /// Where the grant is filed; never a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// How a practice question was completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// Answered right, in the end.
    Right,
    /// The answer was shown.
    Shown,
    /// Passed over.
    Passed,
}

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The question's limit.
    Question,
    /// The exam's limit.
    Exam,
}

/// Who handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The candidate.
    Person,
    /// The deadline.
    Clock,
}

/// The results' rows of one attempt, as they will be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The names of the cells.
    pub columns: Vec<String>,
    /// One a question, cells in the order of `columns`.
    pub rows: Vec<Vec<String>>,
}
