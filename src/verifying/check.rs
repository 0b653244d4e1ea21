//! The rows of one attempt against what is known of it.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::exam::Exam;
use crate::results::COLUMNS;
use crate::results::cell::guard;
use crate::results::row::is_text;
use crate::session::{AttemptState, Rows};

use super::facts;
use super::kinds::{Alteration, Evidence, Fact, FactKind, Journal, Kind, NoJournal, Row};
use super::pairing::{Pairs, pair};
use super::standing::Standing;
use super::voices::Voices;

/// The columns that may change after the hand-in: by another key, by marks, by a question that is dropped.
pub const JUDGED: [&str; 5] = ["key_digest", "outcome", "points", "max_points", "grader"];

/// Finds the exams of an id without a form whose key's digest begins so: 16 digits, or all 64.
pub type FindExams<'a> = dyn Fn(&str, &str) -> Arc<[Arc<Exam>]> + Sync + 'a;

/// What rows are held against besides their journals.
#[derive(Clone, Copy)]
pub struct Laws<'a> {
    /// Finds exams.
    pub exams: &'a FindExams<'a>,
    /// What people say of answers.
    pub said: &'a Voices,
    /// How many cells the header has.
    pub count: usize,
    /// Whether there is any journal that could have rows under another attempt's name.
    pub any_journal: bool,
}

/// A row that has no place in its attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// What its cells say but for the attempt and what may change.
    pub hash: u64,
    /// What it would be; its row is all of another attempt's, perhaps. `None`: of an attempt without a journal.
    pub alteration: Option<Alteration>,
    /// The line.
    pub line: u64,
}

/// A row that the journal has and the file does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// What its cells say but for the attempt and what may change.
    pub hash: u64,
    /// The question.
    pub question: String,
}

/// What was found in one attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Which attempt.
    pub attempt: String,
    /// Whose, as the journal says, or else the first row.
    pub candidate: String,
    /// How many rows of it are in the file.
    pub rows: usize,
    /// How many rows its journal holds, if it is handed in.
    pub held: usize,
    /// Whether its journal says that it is recorded.
    pub recorded: bool,
    /// Whether somebody has its journal open.
    pub running: bool,
    /// What was altered.
    pub alterations: Vec<Alteration>,
    /// What there is to know.
    pub facts: Vec<FactKind>,
    /// Rows without a journal.
    pub no_journal: Option<NoJournal>,
    /// Rows that have no place here.
    pub strays: Vec<Stray>,
    /// Rows that are not there.
    pub absent: Vec<Absent>,
    /// Exam without a form, digest of its text, keys.
    pub versions: Vec<(String, String, String)>,
    /// Rows that people have spoken of.
    pub standing: Vec<Standing>,
}

impl Findings {
    /// A fact of this attempt.
    pub fn fact(&self, kind: FactKind) -> Fact {
        Fact { candidate: self.candidate.clone(), attempt: self.attempt.clone(), kind }
    }
}

/// Holds the rows of an attempt against its evidence.
pub fn check(attempt: &str, rows: &[Row], evidence: &Evidence, laws: &Laws<'_>) -> Findings {
    let first = rows.first();
    let mut found = Findings {
        attempt: attempt.to_owned(),
        candidate: first.map(|row| row.cell("candidate").to_owned()).unwrap_or_default(),
        rows: rows.len(),
        ..Findings::default()
    };
    let whole = |kind: Kind, why: String| Alteration {
        line: first.map(|row| row.line),
        attempt: attempt.to_owned(),
        candidate: first.map(|row| row.cell("candidate").to_owned()).unwrap_or_default(),
        why,
        ..Alteration::of(kind)
    };
    match evidence {
        Evidence::Damaged { line, why } => {
            found.alterations.push(whole(Kind::Journal, format!("line {line} of the journal: {why}")));
        }
        Evidence::Unreadable(why) => {
            found.alterations.push(whole(Kind::Journal, format!("could not be read: {why}")));
        }
        Evidence::Empty if rows.is_empty() => found.facts.push(FactKind::NoAttempt),
        Evidence::Empty => {
            found.alterations.push(whole(Kind::NotHandedIn, "the journal has no whole line".to_owned()));
        }
        Evidence::Missing => {
            if let Some(first) = first {
                let (candidate, attempt) = (found.candidate.clone(), attempt.to_owned());
                found.no_journal = Some(NoJournal { candidate, attempt, line: first.line, rows: rows.len() });
            }
            if laws.any_journal {
                let stray = |row: &Row| Stray { hash: hash_of(&row.cells), alteration: None, line: row.line };
                found.strays.extend(rows.iter().map(stray));
            }
        }
        Evidence::Journal(journal) => {
            found.candidate.clone_from(&journal.attempt.started.candidate);
            found.facts = facts::of(journal);
            match &journal.attempt.state {
                AttemptState::Submitted { rows: held, .. } | AttemptState::Recorded { rows: held, .. } => {
                    Held::of(journal, held, laws).check(rows, &mut found);
                }
                AttemptState::Open if rows.is_empty() => {}
                AttemptState::Open => found.alterations.push(Alteration {
                    candidate: found.candidate.clone(),
                    ..whole(Kind::NotHandedIn, "the journal has no `submitted` at its end".to_owned())
                }),
            }
        }
    }
    found
}

/// A row's own text, but for the attempt and what may change.
fn hash_of(cells: &[Option<String>]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for (column, cell) in COLUMNS.iter().zip(cells) {
        if *column != "attempt_id" && !JUDGED.contains(column) {
            cell.hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The rows that a journal holds, as they are written.
struct Held<'a> {
    journal: &'a Journal,
    laws: &'a Laws<'a>,
    /// For each question its cells, guarded, in the order of [`COLUMNS`].
    rows: Vec<Vec<Option<String>>>,
    /// The exam's id without a form.
    exam: &'a str,
    /// The exam as it was sat, if it is at hand.
    sat: Option<Arc<Exam>>,
}

impl<'a> Held<'a> {
    fn of(journal: &'a Journal, held: &Rows, laws: &'a Laws<'a>) -> Self {
        let places = COLUMNS.map(|column| held.columns.iter().position(|name| name == column));
        let cell = |row: &Vec<String>, column: &str, place: &Option<usize>| {
            let text = row.get((*place)?)?;
            Some(if is_text(column) { guard(text).into_owned() } else { text.clone() })
        };
        let cells = |row: &Vec<String>| {
            COLUMNS.iter().zip(&places).map(|(column, place)| cell(row, column, place)).collect()
        };
        let exam = journal.attempt.started.exam.as_str();
        let exam = exam.split_once('/').map_or(exam, |(base, _)| base);
        let rows = held.rows.iter().map(cells).collect();
        let mut held = Self { journal, laws, rows, exam, sat: None };
        if !held.rows.is_empty() {
            let digest = held.cell(0, "exam_digest");
            let exams = (laws.exams)(exam, held.cell(0, "key_digest"));
            held.sat = exams.iter().find(|exam| exam.exam_digest.short() == digest).cloned();
        }
        held
    }

    /// What the journal's row of a place says in a column, guarded; empty where it has no such column.
    fn cell(&self, place: usize, column: &str) -> &str {
        let at = COLUMNS.iter().position(|known| *known == column);
        at.and_then(|at| self.rows[place].get(at)?.as_deref()).unwrap_or_default()
    }

    fn alteration(&self, kind: Kind, place: Option<usize>, line: Option<u64>) -> Alteration {
        let started = &self.journal.attempt.started;
        Alteration {
            line,
            candidate: started.candidate.clone(),
            attempt: started.attempt.to_string(),
            question: place.map(|place| self.cell(place, "question_id").to_owned()).unwrap_or_default(),
            ..Alteration::of(kind)
        }
    }

    fn check(&self, rows: &[Row], found: &mut Findings) {
        found.held = self.rows.len();
        found.running = self.journal.running;
        found.recorded = matches!(self.journal.attempt.state, AttemptState::Recorded { .. });
        self.contradictions(found);
        let Pairs { pairs, absent, rest } = pair(rows, &self.rows);
        for (row, twice) in rest {
            let row = &rows[row];
            let kind = if twice { Kind::Twice } else { Kind::Unknown };
            let kind = if row.count == self.laws.count { kind } else { Kind::CellCount };
            let question = row.cell("question_id").to_owned();
            let alteration = Alteration { question, ..self.alteration(kind, None, Some(row.line)) };
            found.strays.push(Stray {
                hash: hash_of(&row.cells),
                alteration: Some(alteration),
                line: row.line,
            });
        }
        let gone = |place: usize| Absent {
            hash: hash_of(&self.rows[place]),
            question: self.cell(place, "question_id").to_owned(),
        };
        found.absent = absent.into_iter().map(gone).collect();
        let key = key_of_all(&pairs, rows, self);
        let markers = self.markers(&key);
        let mut tally = Tally::default();
        for (row, place) in pairs {
            let row = &rows[row];
            if row.count == self.laws.count {
                self.compare(row, place, (&key, &markers), &mut tally, found);
            } else {
                let why = format!("{} cells, and the header has {}", row.count, self.laws.count);
                found.alterations.push(Alteration {
                    why,
                    ..self.alteration(Kind::CellCount, Some(place), Some(row.line))
                });
            }
        }
        found.alterations.sort_by_key(|one| one.line);
        found.facts.extend(tally.facts());
    }

    fn compare(
        &self,
        row: &Row,
        place: usize,
        (key, markers): (&str, &[Arc<Exam>]),
        tally: &mut Tally,
        found: &mut Findings,
    ) {
        let fixed = COLUMNS.iter().filter(|column| !JUDGED.contains(column));
        for column in fixed {
            self.hold(row, place, column, Some(self.cell(place, column)), "", found);
        }
        let own = self.cell(place, "key_digest");
        let says = row.cells[5].as_deref().unwrap_or(own);
        let version = (self.exam.to_owned(), self.cell(place, "exam_digest").to_owned(), says.to_owned());
        if !found.versions.contains(&version) {
            found.versions.push(version);
        }
        if says != key {
            self.hold(
                row,
                place,
                "key_digest",
                Some(key),
                "another key than the attempt's other rows",
                found,
            );
            return;
        }
        if says != own && markers.is_empty() {
            let why = "no exam with that key is at hand; name its file with `--exam`";
            self.hold(row, place, "key_digest", Some(own), why, found);
            return;
        }
        if says != own {
            tally.mended = Some((own.to_owned(), says.to_owned()));
        }
        self.judge(row, place, (says, markers), tally, found);
    }

    /// Holds a cell against a text, where the file has the column.
    fn hold(
        &self,
        row: &Row,
        place: usize,
        column: &'static str,
        must: Option<&str>,
        why: &str,
        found: &mut Findings,
    ) {
        let says = COLUMNS.iter().position(|known| *known == column).and_then(|at| row.cells[at].as_deref());
        if let (Some(says), Some(must)) = (says, must)
            && says != must
        {
            found.alterations.push(Alteration {
                column: Some(column),
                row: Some(says.to_owned()),
                expected: Some(must.to_owned()),
                why: why.to_owned(),
                ..self.alteration(Kind::Cell, Some(place), Some(row.line))
            });
        }
    }
}

/// The key of most rows; where two are of as many, the one that the attempt was handed in with, or else the first.
fn key_of_all(pairs: &[(usize, usize)], rows: &[Row], held: &Held<'_>) -> String {
    let mut counts: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for &(row, place) in pairs {
        let own = held.cell(place, "key_digest");
        let says = rows[row].cells[5].as_deref().unwrap_or(own);
        let count = counts.entry(says).or_insert((0, says == own));
        count.0 += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(key, _)| key.to_owned()).unwrap_or_default()
}

/// What rows of an attempt come to.
#[derive(Default)]
struct Tally {
    /// From which key to which.
    mended: Option<(String, String)>,
    /// Which text was sat, and which marked it.
    text: Option<(String, String)>,
    /// Questions that this words otherwise.
    reworded: Vec<String>,
}

impl Tally {
    fn facts(self) -> impl Iterator<Item = FactKind> {
        let mended = self.mended.map(|(from, to)| FactKind::Mended { from, to });
        let reworded = self.reworded;
        let text = self.text.map(|(sat, by)| FactKind::OtherText { sat, by, reworded });
        mended.into_iter().chain(text)
    }
}

#[path = "contradictions.rs"]
mod contradictions;
#[path = "judge.rs"]
mod judge;
