//! The few attempts that stand in several places: copies in other words, parts, or versions that contradict each other. They
//! are read cell by cell and put together, one attempt at a time.

use std::cmp::Reverse;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt as _};

use crate::exam::Points;
use crate::results::COLUMNS;
use crate::results::scan::{BadCell, FullRow, FullRows, Head, Row, Rows, Sink, canonical};
use crate::session::moment::WallTime;

use super::super::model::Kept;
use super::blocks::Table;
use super::contradicted::{Contradicted, PutTogether};
use super::gathered::Wanted;
use super::known::{AttemptKey, attempt_id};
use super::runs::{Batch, Extent};
use super::seats::Seats;
use super::seen::Parts;
use super::stretch::{Stretch, bytes_of, place_of};
use super::{Conflict, GatherProblem};

/// Questions after which what was put together is handed on.
const ENOUGH: usize = 1 << 14;

/// Puts attempts together and counts them.
pub(super) fn resolve(
    tables: &[Table<'_>],
    wanted: &Wanted,
    in_parts: HashMap<AttemptKey, Parts>,
    seats: &mut Seats,
) -> Result<(), GatherProblem> {
    let mut attempts: Vec<_> = in_parts.into_iter().collect();
    attempts.sort_by_key(|(_, parts)| parts.stretches.first().copied());
    let mut readers: Vec<Readers<'_>> = tables.iter().map(Readers::new).collect();
    let mut batch = Batch::new(&wanted.groupings, &wanted.counted, Extent::default());
    let mut placed = 0;
    for (attempt, parts) in attempts {
        let id = attempt_id(seats.known(), attempt);
        let mut together = Together::new(tables, &mut readers, &id, parts, wanted.on_conflict)?;
        let first = together.contradicts.take();
        let contradicts = first.is_some();
        let conflict = match first.filter(|_| placed < Contradicted::MOST_PLACED) {
            Some((old, new, column)) => {
                placed += 1;
                Some(together.conflict(tables, &id, &old, &new, column)?)
            }
            None => None,
        };
        let of = PutTogether {
            copies: together.copies(),
            doubled: together.doubled,
            contradicts,
            lacks: (together.questions.len() - together.kept.len()) as u64,
            conflict,
        };
        seats.resolved(attempt, of);
        together.hand_to(&mut readers, &mut batch);
        if batch.questions.len() >= ENOUGH {
            let full = std::mem::replace(
                &mut batch,
                Batch::new(&wanted.groupings, &wanted.counted, Extent::default()),
            );
            seats.put_in(wanted, full);
        }
    }
    seats.put_in(wanted, batch);
    Ok(())
}

/// What reads the rows of one file.
struct Readers<'t> {
    judge: Rows<'t>,
    full: FullRows,
}

impl<'t> Readers<'t> {
    fn new(table: &'t Table<'_>) -> Self {
        Self { judge: Rows::new(&table.columns), full: FullRows::new(&table.columns) }
    }
}

/// One attempt, each question once.
struct Together {
    /// The bytes of its stretches.
    bytes: Vec<(Stretch, Vec<u8>)>,
    kept: Vec<Placed>,
    /// What is known of each question.
    questions: HashMap<String, Known>,
    /// The first row that says what tells its candidate from namesakes, kept or not.
    with_id: Option<Placed>,
    /// Rows that stand twice in one stretch, and say the same.
    doubled: u64,
    /// The first two of its rows that contradict each other, and the column.
    contradicts: Option<(Placed, Placed, usize)>,
}

/// A row with where it is.
#[derive(Clone)]
struct Placed {
    row: FullRow,
    stretch: usize,
    range: Range<usize>,
}

/// What is known of a question.
struct Known {
    /// Its place among the rows kept.
    place: usize,
    /// How often it was seen: in one stretch it counts once.
    times: u64,
    /// In which stretch last.
    stretch: usize,
}

impl Together {
    fn new(
        tables: &[Table<'_>],
        readers: &mut [Readers<'_>],
        id: &str,
        parts: Parts,
        on_conflict: Option<Kept>,
    ) -> Result<Self, GatherProblem> {
        let first = parts.stretches.first().copied();
        let mut stretches = parts.stretches;
        if on_conflict == Some(Kept::Last) {
            stretches.sort_by_key(|stretch| (Reverse(stretch.file), Reverse(stretch.from)));
        }
        let mut together = Self {
            bytes: Vec::new(),
            kept: Vec::new(),
            questions: HashMap::new(),
            with_id: None,
            doubled: 0,
            contradicts: None,
        };
        for stretch in stretches {
            // Copies to the byte of the first stretch are not among the stretches.
            let times = if Some(stretch) == first { 1 + u64::from(parts.copies) } else { 1 };
            let failed = |error| GatherProblem::Read { file: stretch.file, error };
            let bytes = bytes_of(tables, stretch).map_err(failed)?;
            let mut rows = own_rows(&mut readers[stretch.file], id, &bytes);
            if on_conflict == Some(Kept::Last) {
                rows.reverse();
            }
            together.bytes.push((stretch, bytes));
            for (row, range) in rows {
                let placed = Placed { row, stretch: together.bytes.len() - 1, range };
                if let Some((old, column)) = together.take(&placed, times) {
                    let old = together.kept[old].clone();
                    if on_conflict.is_none() {
                        return Err(together.conflict(tables, id, &old, &placed, column)?.into());
                    }
                    together.contradicts.get_or_insert_with(|| (old, placed.clone(), column));
                }
                together.note_id(&placed);
                if !together.questions.contains_key(placed.row.cell(QUESTION)) {
                    together.keep(placed, times);
                }
            }
        }
        together.keep_one_version();
        Ok(together)
    }

    /// Where rows contradict each other, only those count that stand in one file under one head, the first row's: an attempt that no file
    /// holds is nobody's.
    fn keep_one_version(&mut self) {
        let Some(first) = self.kept.first().filter(|_| self.contradicts.is_some()).cloned() else { return };
        let file = |placed: &Placed| self.bytes[placed.stretch].0.file;
        let own = file(&first);
        let is_own = |placed: &Placed| file(placed) == own && have_one_head(&first.row, &placed.row);
        let kept: Vec<Placed> = self.kept.iter().filter(|placed| is_own(placed)).cloned().collect();
        self.kept = kept;
        self.with_id = self.with_id.take().filter(|placed| self.bytes[placed.stretch].0.file == own);
    }

    /// Counts a row whose question is known; tells which row it contradicts, if it does, and in which column.
    fn take(&mut self, new: &Placed, times: u64) -> Option<(usize, usize)> {
        let Some(known) = self.questions.get_mut(new.row.cell(QUESTION)) else {
            let first = self.kept.first()?;
            return difference(&first.row, &new.row, is_common).map(|column| (0, column));
        };
        let in_one = known.stretch == new.stretch;
        if !in_one {
            known.times += times;
            known.stretch = new.stretch;
        }
        let place = known.place;
        let differs = difference(&self.kept[place].row, &new.row, |_| true);
        self.doubled += u64::from(in_one && differs.is_none());
        differs.map(|column| (place, column))
    }

    /// Notes what tells the candidate from namesakes, if the row says it and contradicts the first in nothing that they have in common.
    fn note_id(&mut self, new: &Placed) {
        let first = self.kept.first().map_or(&new.row, |first| &first.row);
        let says_it = self.with_id.is_none() && !new.row.cell("candidate_id").is_empty();
        if says_it && difference(first, &new.row, is_common).is_none() {
            self.with_id = Some(new.clone());
        }
    }

    fn keep(&mut self, new: Placed, times: u64) {
        let place = self.kept.len();
        let question = new.row.cell(QUESTION).to_owned();
        self.questions.insert(question, Known { place, times, stretch: new.stretch });
        self.kept.push(new);
    }

    /// How many copies there are besides: of the question that is there most often.
    fn copies(&self) -> u64 {
        self.questions.values().map(|of| of.times).max().unwrap_or(1) - 1
    }

    /// Reads the rows kept once more, under one head: an attempt has one, the first row's, or that of a copy that says what tells its
    /// candidate from namesakes.
    fn hand_to(&self, readers: &mut [Readers<'_>], batch: &mut Batch) {
        if let Some(placed) = self.with_id.as_ref().or(self.kept.first()) {
            self.read(placed, readers, &mut HeadOnly { batch: &mut *batch });
        }
        let mut one_head = OneHead { batch };
        for placed in &self.kept {
            self.read(placed, readers, &mut one_head);
        }
    }

    fn read(&self, placed: &Placed, readers: &mut [Readers<'_>], sink: &mut impl Sink) {
        let (stretch, bytes) = &self.bytes[placed.stretch];
        let bytes = &bytes[placed.range.clone()];
        readers[stretch.file].judge.read(bytes, 0, bytes.len(), true, sink);
    }

    fn conflict(
        &self,
        tables: &[Table<'_>],
        attempt: &str,
        old: &Placed,
        new: &Placed,
        column: usize,
    ) -> Result<Conflict, GatherProblem> {
        let place = |placed: &Placed| {
            let stretch = self.bytes[placed.stretch].0;
            let place = place_of(tables[stretch.file].bytes, stretch.from + placed.range.start as u64, 0);
            place
                .map(|(line, _)| (stretch.file, line))
                .map_err(|error| GatherProblem::Read { file: stretch.file, error })
        };
        let text = |placed: &Placed| placed.row.get(column).unwrap_or_default().to_owned();
        Ok(Conflict {
            attempt: attempt.to_owned(),
            candidate: old.row.cell("candidate").to_owned(),
            first: place(old)?,
            second: place(new)?,
            column: COLUMNS[column],
            one: text(old),
            other: text(new),
        })
    }
}

const QUESTION: &str = "question_id";

/// Whether a column, by its place, must be the same in all rows of an attempt: those before `number`, and the ladder.
fn is_common(column: usize) -> bool {
    column < 10 || COLUMNS[column] == "ladder"
}

/// Whether two rows have the same in all that an attempt's rows have in common.
pub fn have_one_head(one: &FullRow, other: &FullRow) -> bool {
    difference(one, other, is_common).is_none()
}

/// The first column in which two rows differ, of those asked for that both files have.
fn difference(one: &FullRow, other: &FullRow, asked: impl Fn(usize) -> bool) -> Option<usize> {
    (0..COLUMNS.len()).find(|&column| {
        let both = one.get(column).zip(other.get(column));
        asked(column)
            && both.is_some_and(|(one, other)| one != other && !says_same(COLUMNS[column], one, other))
    })
}

/// Whether two cells of a column say the same in other letters. A copy may lack what tells its candidate from namesakes.
fn says_same(column: &str, one: &str, other: &str) -> bool {
    match column {
        "attempt_id" => canonical(one) == canonical(other),
        "candidate_id" => one.is_empty() || other.is_empty(),
        "started_at" | "finished_at" => {
            WallTime::exact(one).zip(WallTime::exact(other)).is_some_and(|(one, other)| one == other)
        }
        "points" | "max_points" | "seconds" => {
            Points::parse(one).zip(Points::parse(other)).is_some_and(|(one, other)| one == other)
        }
        _ => false,
    }
}

/// The rows of a stretch that are understood and this attempt's: what can't be understood may stand between them, others'
/// rows included.
fn own_rows(readers: &mut Readers<'_>, id: &str, bytes: &[u8]) -> Vec<(FullRow, Range<usize>)> {
    let mut own = OwnRows { id, is_own: false, ranges: Vec::new() };
    readers.judge.read(bytes, 0, bytes.len(), true, &mut own);
    let mut ranges = own.ranges.into_iter().peekable();
    let is_own = |row: FullRow| Some((ranges.next_if(|range| range.start == row.at)?, row));
    readers.full.read(bytes).into_iter().filter_map(is_own).map(|(range, row)| (row, range)).collect()
}

/// Notes where the rows of one attempt are.
struct OwnRows<'i> {
    id: &'i str,
    is_own: bool,
    ranges: Vec<Range<usize>>,
}

impl Sink for OwnRows<'_> {
    fn head(&mut self, _at: usize, head: &Head<'_>) {
        self.is_own = canonical(head.attempt_id) == self.id;
    }

    fn row(&mut self, row: &Row<'_>) {
        if self.is_own {
            self.ranges.push(row.at..row.end);
        }
    }

    fn bad(&mut self, _place: Range<usize>, _bad: &BadCell) {}
}

/// Hands on a head without its rows.
struct HeadOnly<'b> {
    batch: &'b mut Batch,
}

impl Sink for HeadOnly<'_> {
    fn head(&mut self, at: usize, head: &Head<'_>) {
        self.batch.head(at, head);
    }

    fn row(&mut self, _row: &Row<'_>) {}

    fn bad(&mut self, _place: Range<usize>, _bad: &BadCell) {}
}

/// Hands on rows without their heads.
struct OneHead<'b> {
    batch: &'b mut Batch,
}

impl Sink for OneHead<'_> {
    fn head(&mut self, _at: usize, _head: &Head<'_>) {}

    fn row(&mut self, row: &Row<'_>) {
        // Each file's reader numbers its parts by itself.
        let mut row = *row;
        row.part = None;
        self.batch.row(&row);
    }

    fn bad(&mut self, _place: Range<usize>, _bad: &BadCell) {}
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
