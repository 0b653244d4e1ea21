//! Records to rows that are understood: every cell that is counted is read, and what can't be is refused by its column.

use std::fmt;
use std::ops::Range;

use crate::exam::{Fraction, Points};
use crate::scoring::Outcome;
use crate::session::Mode;
use crate::session::moment::WallTime;

use super::super::cell::unguard;
use super::columns::{BODY, Columns, HEAD, SECONDS};
use super::earned::{Earned, amount, earned};
use super::problem::{CellProblem, MOST_RUNGS, lossy, quoted};
use super::records::{Cells, Records, Stop};

/// How an attempt ended, as the results say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Handed in.
    Submitted,
    /// Ended by the clock.
    Expired,
}

impl Status {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Expired => "expired",
        }
    }
}

/// The cells that an attempt's rows have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<'a> {
    /// Which attempt: any text that is not empty.
    pub attempt_id: &'a str,
    /// Who.
    pub candidate: &'a str,
    /// What tells namesakes apart, or empty.
    pub candidate_id: &'a str,
    /// Which exam, or form of it.
    pub exam_id: &'a str,
    /// Which text of it, or empty.
    pub exam_digest: &'a str,
    /// Which key, or empty.
    pub key_digest: &'a str,
    /// From which command, if that is known.
    pub mode: Option<Mode>,
    /// How it ended, if that is known.
    pub status: Option<Status>,
    /// When it began.
    pub started_at: WallTime,
    /// The nanoseconds that this is later than its whole millisecond.
    pub started_rest: i32,
    /// The ladder's cell, well formed or empty; `None` where the file has no such column.
    pub ladder: Option<&'a str>,
}

/// One row's own cells.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Where it begins, in bytes of what was given.
    pub at: usize,
    /// Where it ends: before its newline, or behind all that a record with quotes was read of.
    pub end: usize,
    /// Its texts, which not everybody asks for.
    texts: Texts<'a>,
    /// What became of it.
    pub outcome: Outcome,
    /// What it earned; `None` exactly while ungraded.
    pub points: Option<Points>,
    /// What it is worth; not below nothing.
    pub max_points: Points,
    /// Time spent on it in 1/10,000 second, if that is known.
    pub seconds: Option<i64>,
    /// A number that stands for all its cells that count but for `seconds`: from one reader of one file, the same number is the same cells.
    /// Not all rows have one. Whoever keeps something by it takes rows of one reader only.
    pub part: Option<u32>,
}

/// A row's cells, of which some are texts.
#[derive(Clone, Copy, Debug)]
struct Texts<'a> {
    cells: &'a Cells<'a>,
    columns: &'a Columns,
}

impl<'a> Texts<'a> {
    /// The cell of a column of [`BODY`]; empty where the file has no such column.
    fn get(&self, i: usize) -> &'a [u8] {
        self.columns.body[i].map_or(&b""[..], |place| self.cells.get(place))
    }
}

/// Texts are as in the file: guarded.
impl<'a> Row<'a> {
    /// Which question.
    pub fn question_id(&self) -> &'a [u8] {
        self.texts.get(0)
    }

    /// Its topic.
    pub fn topic(&self) -> &'a [u8] {
        self.texts.get(1)
    }

    /// Its level, or empty.
    pub fn level(&self) -> &'a [u8] {
        self.texts.get(2)
    }

    /// Its kind, or empty.
    pub fn kind(&self) -> &'a [u8] {
        self.texts.get(3)
    }
}

/// Why a row can't be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// The place of the cell among the row's cells.
    pub place: usize,
    /// Its column; empty where the whole row is wrong.
    pub column: &'static str,
    /// What is wrong with it.
    pub problem: CellProblem,
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            "" => self.problem.fmt(f),
            column => write!(f, "column `{column}`: {}", self.problem),
        }
    }
}

/// Takes rows as they are read. Rows that follow a head are that head's.
pub trait Sink {
    /// The rows that follow have these cells in common, and the ones before had others.
    fn head(&mut self, at: usize, head: &Head<'_>);
    /// A row that is understood.
    fn row(&mut self, row: &Row<'_>);
    /// A row that is not, at this place.
    fn bad(&mut self, place: Range<usize>, bad: &BadCell);
}

/// Reads rows of one file.
pub struct Rows<'c> {
    columns: &'c Columns,
    records: Records,
    /// The head's cells of the row before, as in the file.
    before: [Vec<u8>; HEAD.len()],
    /// What was made of them; `None` before the first row.
    judged: Option<Result<(), BadCell>>,
    /// The last ladder that was found well formed: as a rule the same in every row.
    ladder: Vec<u8>,
    /// The columns of the head that are not in the lead.
    behind_lead: Vec<usize>,
    /// Of parts of rows that come again, by their numbers, what they earned and the turn of their cells of the head; `None` where that
    /// could not be understood.
    parts: Vec<Option<(Earned, u64)>>,
    /// Grows with each change of the head's cells behind the lead: in the same turn they are the same.
    turn: u64,
}

impl<'c> Rows<'c> {
    /// A reader for a file with these columns.
    pub fn new(columns: &'c Columns) -> Self {
        let behind = |&i: &usize| columns.head[i].is_some_and(|place| place >= columns.lead);
        Self {
            columns,
            records: Records::with_part(columns.lead, columns.part()),
            before: Default::default(),
            judged: None,
            ladder: Vec::new(),
            behind_lead: (0..HEAD.len()).filter(behind).collect(),
            parts: Vec::new(),
            turn: 0,
        }
    }

    /// Reads the rows that begin in `bytes` from `from`, where one begins, and before `limit`; places are bytes from the start
    /// of `bytes`. `all` tells that nothing follows. Each call begins with a head.
    pub fn read(&mut self, bytes: &[u8], from: usize, limit: usize, all: bool, sink: &mut impl Sink) -> Stop {
        self.judged = None;
        let Self { columns, records, before, judged, ladder, behind_lead, parts, turn } = self;
        let clean = bytes.is_ascii()
            || match str::from_utf8(bytes) {
                Ok(_) => true,
                // A character cut at the end belongs to a record that is not all here.
                Err(error) => error.error_len().is_none() && !all,
            };
        records.read(bytes, from, limit, all, |cells, range, common| {
            if cells.len() != columns.count() {
                *judged = None;
                let text = bytes[range.clone()].trim_ascii_end();
                let lines = memchr::memchr_iter(b'\n', text).count() + 1;
                let problem = CellProblem::Count { found: cells.len(), expected: columns.count(), lines };
                return sink.bad(range, &BadCell { place: 0, column: "", problem });
            }
            let part = common.part.filter(|_| clean);
            let known = part.and_then(|part| *parts.get(part as usize)?);
            let cell = |i: usize| columns.head[i].map_or(&b""[..], |place| cells.get(place));
            let is_same = |i: usize| cell(i) == before[i];
            let same_behind =
                || known.is_some_and(|(_, of)| of == *turn) || behind_lead.iter().all(|&i| is_same(i));
            let same =
                judged.is_some() && if common.lead { same_behind() } else { (0..HEAD.len()).all(is_same) };
            if !same {
                *turn += u64::from(!behind_lead.iter().all(|&i| is_same(i)));
                for (i, before) in before.iter_mut().enumerate() {
                    before.clear();
                    before.extend_from_slice(cell(i));
                }
                let bad = |(i, problem): (usize, CellProblem)| BadCell {
                    place: columns.head[i].unwrap_or_default(),
                    column: HEAD[i],
                    problem,
                };
                let head = head(columns, before, ladder);
                *judged = Some(head.map(|head| sink.head(range.start, &head)).map_err(bad));
                if judged == &Some(Ok(())) && *ladder != before[LADDER] {
                    ladder.clone_from(&before[LADDER]);
                }
            }
            if let Some(Err(bad)) = judged {
                return sink.bad(range, bad);
            }
            let texts = Texts { cells, columns };
            let bad = |i: usize, problem| BadCell {
                place: columns.body[i].unwrap_or_default(),
                column: BODY[i],
                problem,
            };
            let Earned { outcome, points, max_points } = match known {
                Some((earned, _)) => earned,
                None => match own(&texts, clean) {
                    Ok(earned) => earned,
                    Err((i, problem)) => return sink.bad(range, &bad(i, problem)),
                },
            };
            let seconds = match seconds(texts.get(SECONDS)) {
                Ok(seconds) => seconds,
                Err(problem) => return sink.bad(range, &bad(SECONDS, problem)),
            };
            if let Some(part) = part.filter(|_| known.is_none_or(|(_, of)| of != *turn)) {
                let part = part as usize;
                parts.resize(parts.len().max(part + 1), None);
                parts[part] = Some((Earned { outcome, points, max_points }, *turn));
            }
            let (at, end) = (range.start, range.end);
            sink.row(&Row { at, end, texts, outcome, points, max_points, seconds, part });
        })
    }
}

/// The place of the ladder in the head.
const LADDER: usize = 10;

/// The head's cells, or which of them can't be understood. `well_formed` is a ladder that needs no second look.
fn head<'a>(
    columns: &Columns,
    cells: &'a [Vec<u8>; HEAD.len()],
    well_formed: &[u8],
) -> Result<Head<'a>, (usize, CellProblem)> {
    let text = |i: usize| match str::from_utf8(&cells[i]) {
        Ok(text) => Ok(unguard(text)),
        Err(_) => Err((i, CellProblem::Encoding)),
    };
    let some = |i: usize| match text(i)? {
        "" => Err((i, CellProblem::Empty)),
        text => Ok(text),
    };
    let mode = match text(6)? {
        "" => None,
        "exam" => Some(Mode::Exam),
        "practice" => Some(Mode::Practice),
        other => return Err((6, CellProblem::Word(quoted(other), &["exam", "practice"]))),
    };
    let status = match text(7)? {
        "" => None,
        "submitted" => Some(Status::Submitted),
        "expired" => Some(Status::Expired),
        other => return Err((7, CellProblem::Word(quoted(other), &["submitted", "expired"]))),
    };
    let instant =
        |i: usize, text: &str| WallTime::exact(text).ok_or_else(|| (i, CellProblem::Instant(quoted(text))));
    let (started_at, started_rest) = instant(8, some(8)?)?;
    if !text(9)?.is_empty() {
        instant(9, text(9)?)?;
    }
    let ladder = text(LADDER)?;
    if cells[LADDER] != well_formed {
        if ladder.split_ascii_whitespace().nth(MOST_RUNGS).is_some() {
            return Err((LADDER, CellProblem::Rungs));
        }
        if ladder_rungs(ladder).is_none() {
            return Err((LADDER, CellProblem::Ladder(quoted(ladder))));
        }
    }
    Ok(Head {
        attempt_id: some(0)
            .and_then(|id| if id.contains('\0') { Err((0, CellProblem::Nul)) } else { Ok(id) })?,
        candidate: some(1)
            .and_then(|name| if name.trim().is_empty() { Err((1, CellProblem::Empty)) } else { Ok(name) })?,
        candidate_id: text(2)?,
        exam_id: some(3)?,
        exam_digest: text(4)?,
        key_digest: text(5)?,
        mode,
        status,
        started_at,
        started_rest,
        ladder: columns.head[LADDER].map(|_| ladder),
    })
}

/// A ladder's cell as rungs with cuts, lowest first; none for an empty one, `None` for what is no ladder.
pub fn ladder_rungs(cell: &str) -> Option<Vec<(&str, Fraction)>> {
    let rung = |text| {
        let (level, cut) = str::split_once(text, '=')?;
        (!level.is_empty()).then_some((level, Fraction::parse(cut)?))
    };
    let rungs: Vec<_> = cell.split_ascii_whitespace().map(rung).collect::<Option<_>>()?;
    let repeated = |i: usize| rungs[..i].iter().any(|(level, _)| *level == rungs[i].0);
    (!(0..rungs.len()).any(repeated)).then_some(rungs)
}

/// What a row earned, if all its own cells but the time can be understood, or which of them can't be. `clean` tells that all bytes are
/// UTF-8.
fn own(texts: &Texts<'_>, clean: bool) -> Result<Earned, (usize, CellProblem)> {
    let cell = |i: usize| texts.get(i);
    if !clean && let Some(i) = (0..BODY.len()).find(|&i| str::from_utf8(cell(i)).is_err()) {
        return Err((i, CellProblem::Encoding));
    }
    let earned = earned(cell)?;
    match [0, 1].into_iter().find(|&i| cell(i).is_empty()) {
        Some(empty) => Err((empty, CellProblem::Empty)),
        None => Ok(earned),
    }
}

/// Time spent in 1/10,000 second; `None` for an empty cell.
fn seconds(text: &[u8]) -> Result<Option<i64>, CellProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    match amount(text) {
        Some(seconds) if seconds.0 >= 0 => Ok(Some(seconds.0)),
        Some(_) => Err(CellProblem::Negative(lossy(text))),
        None => Err(CellProblem::Decimal(lossy(text))),
    }
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
