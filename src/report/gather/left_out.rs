//! Rows that can't be understood and are left out: whose they are, as far as they tell, so that nobody's figures pass for whole.
//!
//! Only where there are such rows the files are read again for it: first for these rows, then for the others of the same attempts. A
//! question of which a copy can be understood is not missing.

use std::io;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::results::cell::unguard;
use crate::results::name::composed;
use crate::results::scan::{BadCell, CellProblem, Columns, Head, Records, Row, Rows, Sink, in_steps};
use crate::session::Mode;

use super::GatherProblem;
use super::blocks::Table;
use super::gathered::{Gathered, Wanted};
use super::known::AttemptKey;
use super::names::{Name, hash_of_cell};
use super::stretch::place_of;

/// Somebody's rows that are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The place of their seat; `None` where nothing of them counts.
    pub seat: Option<usize>,
    /// Who, as these rows have it.
    pub candidate: String,
    /// Of which attempts, by id as these rows have it.
    pub attempts: Vec<String>,
    /// Questions whose rows are left out.
    pub rows: u64,
    /// Of how many of the attempts they are of.
    pub of: u64,
    /// The first of the rows: in which file, and on which line; of the first [`LeftOut::MOST_PLACED`] of them.
    pub first: Option<(usize, u64)>,
    /// What is wrong with it.
    pub bad: BadCell,
    /// Its place, as a message names it; `None` where that is not to be named.
    pub place: Option<String>,
}

impl LeftOut {
    /// Of so many the lines are looked up: each time a file is read up to them.
    pub const MOST_PLACED: usize = 64;
}

/// Finds whose the rows are, and marks all that they earned: it has no range, and nothing is compared with it.
pub(super) fn find(
    tables: &[Table<'_>],
    wanted: &Wanted,
    gathered: &mut Gathered,
) -> Result<(), GatherProblem> {
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut places: HashMap<[String; 3], usize> = HashMap::new();
    for (file, table) in tables.iter().enumerate() {
        let failed = |error| GatherProblem::Read { file, error };
        for (at, bad, said) in bad_rows(table).map_err(failed)? {
            let place = *places.entry(said.whose.clone()).or_insert_with(|| {
                attempts.push(Attempt::new(said.clone(), (file, at), bad.clone()));
                attempts.len() - 1
            });
            attempts[place].lacking.push((said.question, bad.problem.rows()));
        }
    }
    let mut understood: HashMap<String, HashSet<u64>> =
        attempts.iter().map(|attempt| (attempt.said.whose[0].clone(), HashSet::default())).collect();
    for (file, table) in tables.iter().enumerate() {
        read_good(table, &mut understood).map_err(|error| GatherProblem::Read { file, error })?;
    }
    let mut owners = Owners::of(gathered);
    for attempt in attempts {
        attempt.settle(tables, wanted, &understood, &mut owners, gathered)?;
    }
    Ok(())
}

/// Whose seats are whose, by their places; and what was told of them so far.
struct Owners {
    of_attempt: HashMap<AttemptKey, Vec<usize>>,
    of_candidate: HashMap<Name, Vec<usize>>,
    /// Where somebody's rows are among all that are left out.
    told: HashMap<(Option<usize>, String), usize>,
}

impl Owners {
    fn of(gathered: &Gathered) -> Self {
        let mut owners =
            Self { of_attempt: HashMap::new(), of_candidate: HashMap::new(), told: HashMap::new() };
        for (place, seat) in gathered.seats.iter().enumerate() {
            owners.of_candidate.entry(seat.candidate).or_default().push(place);
            for fact in &seat.facts {
                owners.of_attempt.entry(fact.attempt).or_default().push(place);
            }
        }
        owners
    }
}

/// What a row says of itself, as far as it can be read.
#[derive(Clone, Debug)]
struct Said {
    /// The attempt, the candidate and the exam.
    whose: [String; 3],
    mode: String,
    /// Its question's text as a number; `None` where it says none.
    question: Option<u64>,
}

/// The rows of a table that can't be understood, with their places.
fn bad_rows(table: &Table<'_>) -> io::Result<Vec<(u64, BadCell, Said)>> {
    let (mut rows, mut records) = (Rows::new(&table.columns), Records::new(0));
    let mut found = Vec::new();
    in_steps(table.bytes, &table.columns, |bytes, base, all| {
        let mut bad = Bad(Vec::new());
        let stop = rows.read(bytes, 0, bytes.len(), all, &mut bad);
        for (range, bad) in bad.0 {
            let at = base + range.start as u64;
            found.push((at, bad, said(&mut records, &bytes[range], &table.columns)));
        }
        stop
    })?;
    Ok(found)
}

struct Bad(Vec<(Range<usize>, BadCell)>);

impl Sink for Bad {
    fn head(&mut self, _at: usize, _head: &Head<'_>) {}

    fn row(&mut self, _row: &Row<'_>) {}

    fn bad(&mut self, place: Range<usize>, bad: &BadCell) {
        self.0.push((place, bad.clone()));
    }
}

fn said(records: &mut Records, row: &[u8], columns: &Columns) -> Said {
    let mut said = Said { whose: Default::default(), mode: String::new(), question: None };
    records.read(row, 0, 1, true, |cells, _, _| {
        let text = |place: Option<usize>| {
            let cell = place.map_or(&b""[..], |place| cells.get(place));
            unguard(&String::from_utf8_lossy(cell)).to_owned()
        };
        let attempt = crate::results::scan::canonical(&text(columns.head[0])).into_owned();
        let candidate = composed(&text(columns.head[1])).into_owned();
        said.whose = [attempt, candidate, text(columns.head[3])];
        said.mode = text(columns.head[6]);
        let question = columns.body[0].map_or(&b""[..], |place| cells.get(place));
        said.question = (!question.is_empty()).then(|| hash_of_cell(question));
    });
    said
}

/// Notes the questions of some attempts that are understood.
fn read_good(table: &Table<'_>, understood: &mut HashMap<String, HashSet<u64>>) -> io::Result<()> {
    let mut rows = Rows::new(&table.columns);
    in_steps(table.bytes, &table.columns, |bytes, _, all| {
        let mut good = Good { understood: &mut *understood, attempt: String::new() };
        rows.read(bytes, 0, bytes.len(), all, &mut good)
    })
}

struct Good<'u> {
    understood: &'u mut HashMap<String, HashSet<u64>>,
    attempt: String,
}

impl Sink for Good<'_> {
    fn head(&mut self, _at: usize, head: &Head<'_>) {
        self.attempt = crate::results::scan::canonical(head.attempt_id).into_owned();
    }

    fn row(&mut self, row: &Row<'_>) {
        if let Some(questions) = self.understood.get_mut(&self.attempt) {
            questions.insert(hash_of_cell(row.question_id()));
        }
    }

    fn bad(&mut self, _place: Range<usize>, _bad: &BadCell) {}
}

/// The rows of one attempt that can't be understood.
struct Attempt {
    said: Said,
    /// The first of them, in bytes of its file.
    first: (usize, u64),
    bad: BadCell,
    /// The question of each, and for how many rows it stands.
    lacking: Vec<(Option<u64>, u64)>,
}

impl Attempt {
    const fn new(said: Said, first: (usize, u64), bad: BadCell) -> Self {
        Self { said, first, bad, lacking: Vec::new() }
    }

    /// Whose they are, and what that takes from it.
    fn settle(
        self,
        tables: &[Table<'_>],
        wanted: &Wanted,
        understood: &HashMap<String, HashSet<u64>>,
        owners: &mut Owners,
        gathered: &mut Gathered,
    ) -> Result<(), GatherProblem> {
        let [id, candidate, exam] = &self.said.whose;
        let known = understood.get(id);
        let mut seen = HashSet::default();
        let is_missing = |(question, _): &&(Option<u64>, u64)| match question {
            Some(question) => known.is_none_or(|known| !known.contains(question)) && seen.insert(*question),
            None => true,
        };
        let rows: u64 = self.lacking.iter().filter(is_missing).map(|(_, rows)| rows).sum();
        let is_practice = self.said.mode == Mode::Practice.word() && !wanted.has_mode(Some(Mode::Practice));
        if rows == 0 || is_practice {
            return Ok(());
        }
        let there = known.map_or(0, HashSet::len) as u64;
        let key = gathered.known.attempt(id).filter(|_| there > 0);
        let theirs: Vec<usize> = if let Some(key) = key {
            // It may be one that does not count.
            owners.of_attempt.get(&key).cloned().unwrap_or_default()
        } else {
            // Nothing of the attempt can be understood, so it can't be told whether it would be the one that counts.
            let texts = &gathered.known;
            let at = texts.exams.find(exam.as_bytes());
            let name = texts.candidates.find(candidate.as_bytes());
            let seats = name.and_then(|name| owners.of_candidate.get(&name)).into_iter().flatten().copied();
            seats.filter(|&place| at.is_none_or(|exam| gathered.seats[place].exam == exam)).collect()
        };
        let is_asked = |asked: &[String], it: &String| asked.is_empty() || asked.contains(it);
        let may_be_anybodys = matches!(self.bad.problem, CellProblem::Count { .. } | CellProblem::Encoding);
        if theirs.is_empty() && key.is_none() && (candidate.trim().is_empty() || may_be_anybodys) {
            gathered.nobodys += rows;
            return Ok(());
        }
        let is_nobody_asked_for = !is_asked(&wanted.candidates, candidate) || !is_asked(&wanted.exams, exam);
        if theirs.is_empty() && (key.is_some() || is_nobody_asked_for) {
            return Ok(());
        }
        let all: Vec<Option<usize>> =
            if theirs.is_empty() { vec![None] } else { theirs.into_iter().map(Some).collect() };
        let (file, at) = self.first;
        let is_new = all.iter().any(|&seat| !owners.told.contains_key(&(seat, candidate.clone())));
        let first = if is_new && gathered.left_out.len() < LeftOut::MOST_PLACED {
            let place = place_of(tables[file].bytes, at, 0);
            let (line, _) = place.map_err(|error| GatherProblem::Read { file, error })?;
            Some((file, line))
        } else {
            None
        };
        for seat in all {
            if let Some(seat) = seat {
                gathered.seats[seat].all_cells().for_each(super::Cell::mark_rows_left_out);
            }
            let next = gathered.left_out.len();
            let told = *owners.told.entry((seat, candidate.clone())).or_insert(next);
            if let Some(known) = gathered.left_out.get_mut(told) {
                known.rows += rows;
                known.of += rows + there;
                known.attempts.push(id.clone());
                continue;
            }
            gathered.left_out.push(LeftOut {
                seat,
                candidate: candidate.clone(),
                attempts: vec![id.clone()],
                rows,
                of: rows + there,
                first,
                bad: self.bad.clone(),
                place: None,
            });
        }
        Ok(())
    }
}
