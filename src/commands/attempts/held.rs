//! What is held: the rows of some results and the journals beside them, attempt by attempt. Reads only.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::journaled::{Journaled, recorded, standing};
use crate::commands::misread::Naming;
use crate::commands::{misread, tables};
use crate::exam::Points;
use crate::failure::Failure;
use crate::report::attempts::{Earned, Listed, Standing};
use crate::results::scan::{Columns, PlainRow, ReadAt, plain_rows};
use crate::session::Started;
use crate::session::moment::WallTime;
use crate::store::folder;
use crate::store::forgotten::{self, Forgotten};
use crate::store::ledger::Ledger;
use crate::store::results_files::{self, ResultsFile};

/// One attempt, and where its rows are.
pub struct HeldAttempt {
    /// What is known of it.
    pub listed: Listed,
    /// Its rows' bytes in the results, without their line ends.
    pub rows: Vec<Range<u64>>,
}

/// All that is held with some results.
pub struct Held {
    /// Where.
    pub ledger: Ledger,
    /// The results, if there are any, and their columns.
    pub results: Option<(ResultsFile, Columns)>,
    /// The attempts, the one that was begun first first.
    pub attempts: Vec<HeldAttempt>,
    /// What is left of those that were removed.
    pub forgotten: Forgotten,
}

/// Whose rows stand under one id.
type Whose = (String, String, String);

/// Rows by attempt, in the file's order; and those that are not whole.
type Found = (Vec<(Whose, Rows)>, Vec<PlainRow>);

/// What is gathered of an attempt's rows.
struct Rows {
    first: PlainRow,
    earned: Earned,
    places: Vec<Range<u64>>,
}

impl Held {
    /// Reads it all.
    pub fn of(ledger: Ledger) -> Result<Self, Failure> {
        let results = open(&ledger)?;
        let forgotten = forgotten::read(&ledger)?;
        let (mut by_attempt, torn) = match &results {
            Some((file, columns)) => rows(file, columns)?,
            None => (Vec::new(), Vec::new()),
        };
        let mut attempts = Vec::new();
        let mut at: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, ((id, ..), _)) in by_attempt.iter().enumerate() {
            at.entry(id.clone()).or_default().push(place);
        }
        let mut taken = HashSet::new();
        for id in ledger.all_journals()? {
            let Some(journal) = Journaled::of(&ledger, &id) else { continue };
            let places = at.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let same =
                places.iter().find(|&&place| journal.names(&by_attempt[place].0.1, &by_attempt[place].0.2));
            // Whom the rows name counts, unless they name several.
            let own = same.or(places.first().filter(|_| places.len() == 1)).copied();
            let rows = own.map(|place| (&by_attempt[place].0, &by_attempt[place].1));
            attempts.push(held(id.as_str(), Some(&journal), rows, &forgotten));
            taken.extend(own);
        }
        for (place, (whose, rows)) in by_attempt.drain(..).enumerate() {
            if !taken.contains(&place) {
                let id = whose.0.clone();
                attempts.push(held(&id, None, Some((&whose, &rows)), &forgotten));
            }
        }
        attach(&mut attempts, torn);
        attempts.sort_by(|one, other| {
            let key = |held: &HeldAttempt| (held.listed.begun.is_none(), held.listed.begun);
            key(one).cmp(&key(other)).then_with(|| one.listed.attempt.cmp(&other.listed.attempt))
        });
        Ok(Self { ledger, results, attempts, forgotten })
    }

    /// All as they are listed.
    pub fn listed(&self) -> Vec<&Listed> {
        self.attempts.iter().map(|held| &held.listed).collect()
    }
}

/// The results, if something is in them.
fn open(ledger: &Ledger) -> Result<Option<(ResultsFile, Columns)>, Failure> {
    if !folder::exists(ledger.results()) {
        return Ok(None);
    }
    let file = results_files::open(&[ledger.results().to_owned()])?.pop();
    let Some(file) = file.filter(|file| file.length() > 0) else { return Ok(None) };
    let columns = tables::columns(&file, Naming::Plain)?;
    Ok(Some((file, columns)))
}

/// Reads the rows.
fn rows(file: &ResultsFile, columns: &Columns) -> Result<Found, Failure> {
    let mut order: Vec<(Whose, Rows)> = Vec::new();
    let mut known: HashMap<Whose, usize> = HashMap::new();
    let mut torn = Vec::new();
    plain_rows(file, columns, |row| {
        if !row.is_whole {
            torn.push(row);
            return;
        }
        let whose = (row.attempt_id.clone(), row.candidate.clone(), row.candidate_id.clone());
        let place = *known.entry(whose.clone()).or_insert_with(|| {
            let rows = Rows { first: row.clone(), earned: Earned::default(), places: Vec::new() };
            order.push((whose, rows));
            order.len() - 1
        });
        let rows = &mut order[place].1;
        match (Points::parse(&row.points), Points::parse(&row.max_points)) {
            (Some(points), Some(max)) => {
                rows.earned.marked += 1;
                rows.earned.points = rows.earned.points + points;
                rows.earned.max_points = rows.earned.max_points + max;
            }
            (None, max) if row.outcome == "ungraded" => {
                rows.earned.max_points = rows.earned.max_points + max.unwrap_or_default();
                rows.earned.unmarked += 1;
            }
            _ => {}
        }
        rows.places.push(row.place);
    })
    .map_err(|error| misread::unread(file, &error, Naming::Plain))?;
    for (_, rows) in &mut order {
        rows.earned.points = rows.earned.points.max(Points::default());
    }
    Ok((order, torn))
}

/// Torn rows belong to the attempt whose id they hold; the last one may hold only the beginning of it.
fn attach(attempts: &mut [HeldAttempt], torn: Vec<PlainRow>) {
    for row in torn {
        let fits: Vec<usize> = (0..attempts.len())
            .filter(|&place| {
                let id = &attempts[place].listed.attempt;
                *id == row.attempt_id || row.candidate.is_empty() && id.starts_with(&row.attempt_id)
            })
            .collect();
        let exact = fits.iter().find(|&&place| attempts[place].listed.attempt == row.attempt_id);
        if let Some(&place) = exact.or(fits.first().filter(|_| fits.len() == 1))
            && !row.attempt_id.is_empty()
        {
            attempts[place].rows.push(row.place);
        }
    }
}

fn held(
    id: &str,
    journal: Option<&Journaled>,
    rows: Option<(&Whose, &Rows)>,
    forgotten: &Forgotten,
) -> HeldAttempt {
    let (started, begun) =
        journal.and_then(|journal| journal.started.as_ref()).map(|(started, at)| (started, *at)).unzip();
    let first = rows.map(|(_, rows)| &rows.first);
    let of = |row: fn(&PlainRow) -> &String, started_as: fn(&Started) -> String| {
        first.map(row).cloned().or_else(|| started.map(started_as)).unwrap_or_default()
    };
    let begun = begun.or_else(|| WallTime::parse(&first?.started_at));
    let count = rows.map_or(0, |(_, rows)| rows.places.len());
    HeldAttempt {
        listed: Listed {
            attempt: id.to_owned(),
            candidate: of(|row| &row.candidate, |started| started.candidate.clone()),
            candidate_id: of(|row| &row.candidate_id, |started| started.candidate_id.clone()),
            exam: of(|row| &row.exam_id, |started| started.exam.clone()),
            mode: of(|row| &row.mode, |started| started.mode.word().to_owned()),
            begun,
            standing: if forgotten.holds(id) { Standing::BeingRemoved } else { standing(journal, first) },
            recorded: recorded(journal, count),
            earned: rows.map(|(_, rows)| rows.earned),
            has_journal: journal.is_some(),
        },
        rows: rows.map(|(_, rows)| rows.places.clone()).unwrap_or_default(),
    }
}
