//! Rows of one attempt, as far as a history needs them.

use std::collections::BTreeSet;

use crate::exam::Points;
use crate::results::COLUMNS;
use crate::results::scan::FullRow;
use crate::scoring::{Outcome, Share};
use crate::session::moment::WallTime;
use crate::session::{Mode, Rows};

/// One attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sat {
    /// Which.
    pub attempt_id: String,
    /// By whom, as the row has it.
    pub candidate: String,
    /// At which exam, or form of it.
    pub exam_id: String,
    /// Which text of it, or empty.
    pub exam_digest: String,
    /// Which key, or empty.
    pub key_digest: String,
    /// From which command, if that is known.
    pub mode: Option<Mode>,
    /// When it began.
    pub started_at: WallTime,
    /// The ladder's cell; `None` where the file has no such column.
    pub ladder: Option<String>,
    /// Whether it stands in the learner's own results, which `practice --only-missed` reads.
    pub own: bool,
    /// Whether it is not over: then it stands in no table, but its first tries say how questions stand.
    pub open: bool,
    /// Whether rows of it can't be understood and are left out: then it shows no level.
    pub lacks_rows: bool,
    /// Whether it was about nothing but what was missed last, as far as rows tell.
    pub only_missed: bool,
    /// Of such an attempt the topics of which it left a question out that was asked before: in these it can't be held beside others.
    pub picked: BTreeSet<String>,
    /// Its questions.
    pub answers: Vec<Answered>,
}

/// One question of an attempt. In practice rows hold the first try only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Which.
    pub question: String,
    /// Its topic.
    pub topic: String,
    /// Its level, or empty.
    pub level: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it earned; `None` while it waits for a mark.
    pub points: Option<Points>,
    /// What it is worth.
    pub max_points: Points,
    /// Whether time was spent on it; never where the file has no such column.
    pub took_time: bool,
}

/// What an answer counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// This share.
    As(Share),
    /// Nothing yet: it waits for a mark.
    Waits,
    /// Nothing: in practice it was left open.
    LeftOpen,
    /// Nothing: the question was taken out.
    Dropped,
}

impl Sat {
    /// Of an attempt's rows; `None` without any.
    pub fn of(rows: &[FullRow]) -> Option<Self> {
        let first = rows.first()?;
        let cell = |column: &str| first.cell(column).to_owned();
        let ladder = COLUMNS.iter().position(|column| *column == "ladder");
        Some(Self {
            attempt_id: cell("attempt_id"),
            candidate: cell("candidate"),
            exam_id: cell("exam_id"),
            exam_digest: cell("exam_digest"),
            key_digest: cell("key_digest"),
            mode: match first.cell("mode") {
                "exam" => Some(Mode::Exam),
                "practice" => Some(Mode::Practice),
                _ => None,
            },
            started_at: WallTime::parse(first.cell("started_at")).unwrap_or_default(),
            ladder: ladder.and_then(|place| first.get(place)).map(str::to_owned),
            own: false,
            open: false,
            lacks_rows: false,
            only_missed: false,
            picked: BTreeSet::new(),
            answers: rows.iter().map(Answered::of).collect(),
        })
    }

    /// Of a journal's rows, in the learner's own folder: an attempt that is not over.
    pub fn of_open(rows: &Rows) -> Option<Self> {
        let place = |column: &str| rows.columns.iter().position(|name| name == column);
        let places = COLUMNS.map(place);
        let row = |cells: &Vec<String>| FullRow::new(0, places.iter().map(|place| cells.get((*place)?)));
        let rows: Vec<FullRow> = rows.rows.iter().map(row).collect();
        Self::of(&rows).map(|sat| Self { own: true, open: true, ..sat })
    }

    /// The exam without its form.
    pub fn base(&self) -> &str {
        base(&self.exam_id)
    }

    /// Whether it was practice: then what was left open counts for nothing.
    pub fn is_practice(&self) -> bool {
        self.mode == Some(Mode::Practice)
    }

    /// What one of its answers counts as. At an exam an unanswered question earns nothing; in practice it was not tried.
    pub fn counted(&self, answer: &Answered) -> Counted {
        match answer.outcome {
            _ if answer.max_points.0 <= 0 => Counted::Dropped,
            Outcome::Ungraded => Counted::Waits,
            Outcome::Unanswered if self.is_practice() => Counted::LeftOpen,
            Outcome::Correct
            | Outcome::Partial
            | Outcome::Incorrect
            | Outcome::Unanswered
            | Outcome::TimedOut => match answer.points {
                Some(points) => Counted::As(Share::of_points(points, answer.max_points)),
                None => Counted::Waits,
            },
        }
    }
}

impl Answered {
    fn of(row: &FullRow) -> Self {
        Self {
            question: row.cell("question_id").to_owned(),
            topic: row.cell("topic").to_owned(),
            level: row.cell("level").to_owned(),
            outcome: Outcome::from_word(row.cell("outcome")).unwrap_or(Outcome::Ungraded),
            points: Points::parse(row.cell("points")),
            max_points: Points::parse(row.cell("max_points")).unwrap_or_default(),
            took_time: row.cell("seconds").parse::<f64>().is_ok_and(|seconds| seconds > 0.0),
        }
    }

    /// Whether the question was before the learner's eyes, as far as rows tell: it was answered, or time was spent on it. What was
    /// never reached took none.
    pub fn was_met(&self) -> bool {
        self.outcome != Outcome::Unanswered || self.took_time
    }
}

/// An exam's id without its form.
pub fn base(exam_id: &str) -> &str {
    exam_id.split_once('/').map_or(exam_id, |(exam, _)| exam)
}
