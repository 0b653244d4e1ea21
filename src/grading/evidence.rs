//! Rows of one exam as they stand in a results file.

use std::ops::Range;

use crate::exam::{ExamId, Points};
use crate::results::scan::{BadCell, Columns, FullRow, FullRows, Head, Row, Rows, Sink};
use crate::scoring::Outcome;

/// What a row's `grader` says of a question that was taken out.
pub const DROPPED: &str = "dropped";

/// What a row's `grader` says where the key has marked it.
pub const KEY: &str = "key";

/// One row: an answer, and how it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where it is in the file's bytes; its line's end may be in it.
    pub place: Range<usize>,
    /// The attempt's id.
    pub attempt: String,
    /// Whose it is.
    pub candidate: String,
    /// What tells namesakes apart.
    pub candidate_id: String,
    /// Which exam, or form of it.
    pub exam: String,
    /// Which text was sat; 16 digits, or empty.
    pub exam_digest: String,
    /// How the attempt ended: `submitted` or `expired`; may be empty.
    pub status: String,
    /// When the attempt began.
    pub started_at: String,
    /// Which question.
    pub question: String,
    /// Its level, or empty.
    pub level: String,
    /// Its kind, or empty.
    pub kind: String,
    /// The attempt's ladder.
    pub ladder: String,
    /// The answer as it is recorded, or empty.
    pub answer: String,
    /// How it is marked.
    pub now: Marked,
}

/// How a row is marked: the only cells of it that marking may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// What became of the answer.
    pub outcome: Outcome,
    /// What it earned; `None` while ungraded.
    pub points: Option<Points>,
    /// What the question is worth; nothing if it was taken out.
    pub max_points: Points,
    /// Who marked it.
    pub grader: String,
    /// By which key; 16 digits, or empty.
    pub key_digest: String,
}

impl Marked {
    /// Whether the question was taken out, so that it counts for nobody.
    pub fn is_dropped(&self) -> bool {
        self.max_points == Points(0) && self.grader == DROPPED
    }

    /// Whether both say the same of the answer; the key's digest and the grader are left aside.
    pub fn is_worth_the_same(&self, other: &Self) -> bool {
        (self.outcome, self.points, self.max_points) == (other.outcome, other.points, other.max_points)
    }
}

/// An exam's id without a form.
pub fn base(exam: &str) -> &str {
    exam.split_once('/').map_or(exam, |(base, _)| base)
}

/// What was read of a file.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The exam's rows, its forms' too, in the file's order.
    pub rows: Vec<Evidence>,
    /// All exams that have rows here, forms left aside.
    pub exams: Vec<String>,
    /// The first row that can't be understood, whosever it is, with its place in bytes.
    pub bad: Option<(usize, BadCell)>,
}

/// Reads the rows of an exam from the bytes of a whole file.
pub fn read(bytes: &[u8], columns: &Columns, exam: &ExamId) -> Read {
    let mut found = Found { exam: exam.as_str(), counts: false, places: Vec::new(), read: Read::default() };
    let from = usize::try_from(columns.end).unwrap_or(bytes.len());
    Rows::new(columns).read(bytes, from, bytes.len(), true, &mut found);
    let Found { places, mut read, .. } = found;
    let mut full = FullRows::new(columns);
    for (place, marked) in places {
        let rows = full.read(&bytes[place.clone()]);
        read.rows.extend(rows.into_iter().next().map(|row| evidence(&row, place, marked)));
    }
    read
}

fn evidence(row: &FullRow, place: Range<usize>, (outcome, points, max_points): Told) -> Evidence {
    let cell = |column: &str| row.cell(column).to_owned();
    Evidence {
        place,
        attempt: cell("attempt_id"),
        candidate: cell("candidate"),
        candidate_id: cell("candidate_id"),
        exam: cell("exam_id"),
        exam_digest: cell("exam_digest"),
        status: cell("status"),
        started_at: cell("started_at"),
        question: cell("question_id"),
        level: cell("level"),
        kind: cell("kind"),
        ladder: cell("ladder"),
        answer: cell("answer"),
        now: Marked { outcome, points, max_points, grader: cell("grader"), key_digest: cell("key_digest") },
    }
}

type Told = (Outcome, Option<Points>, Points);

/// Where the exam's rows are.
struct Found<'e> {
    exam: &'e str,
    counts: bool,
    places: Vec<(Range<usize>, Told)>,
    read: Read,
}

impl Sink for Found<'_> {
    fn head(&mut self, _at: usize, head: &Head<'_>) {
        let base = base(head.exam_id);
        self.counts = base == self.exam;
        if !self.read.exams.iter().any(|known| known == base) {
            self.read.exams.push(base.to_owned());
        }
    }

    fn row(&mut self, row: &Row<'_>) {
        if self.counts {
            self.places.push((row.at..row.end, (row.outcome, row.points, row.max_points)));
        }
    }

    fn bad(&mut self, place: Range<usize>, bad: &BadCell) {
        self.read.bad.get_or_insert_with(|| (place.start, bad.clone()));
    }
}
