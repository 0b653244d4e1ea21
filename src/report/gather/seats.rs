//! Runs to seats: what one candidate earned at one exam, of the attempts that count.

use std::cmp::Ordering;
use std::io;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use crate::exam::Points;
use crate::results::name::composed;
use crate::results::scan::BadCell;

use super::super::cell::Cell;
use super::super::model::Choice;
use super::ahead::{Places, WARMED, expected, warm};
use super::blocks::{self, Split, Table};
use super::chosen::achieved;
use super::contradicted::{Contradicted, PutTogether};
use super::gathered::{Asked, Fact, Gathered, Seat, Wanted, begun};
use super::known::{AttemptKey, Known};
use super::maps::Maps;
use super::runs::{Batch, Key, Run, Whose};
use super::seen::{Parts, Seen};
use super::stretch::{Stretch, place_of, same_bytes};
use super::whole::Whole;
use super::{Conflict, GatherProblem};

/// Gathers runs, in the order of the files.
pub struct Seats {
    gathered: Gathered,
    places: Places,
    /// Attempts of which there are several versions or parts.
    in_parts: HashMap<AttemptKey, Parts>,
    /// Attempts that don't count in this pass.
    without: HashSet<AttemptKey>,
    /// What is to be told of attempts that were put together and are not counted yet.
    put_together: HashMap<AttemptKey, PutTogether>,
    /// What was seen in the pass before, if there was one.
    seen_before: Option<Seen>,
    /// The places of seats whose attempts are not in order yet: as a rule files have them so.
    disordered: HashSet<usize>,
    /// The last run, which may go on in the next stretch.
    open: Option<(usize, Whole)>,
    /// Which names are asked for, by number.
    asked: [Asked; 2],
    /// The first row that can't be understood.
    first_bad: Option<(usize, u64, BadCell)>,
    /// What went wrong while copies were compared.
    failed: Option<(usize, io::Error)>,
}

/// Reads all tables once.
pub(super) fn pass(
    tables: &[Table<'_>],
    wanted: &Wanted,
    split: Split,
    mut seats: Seats,
) -> Result<Seats, GatherProblem> {
    // Each pass finds them all.
    seats.gathered.bad_rows = 0;
    let take = |file, batch| seats.take(tables, wanted, file, batch);
    blocks::read(tables, &wanted.groupings, &wanted.counted, split, take)
        .map_err(|(file, error)| GatherProblem::Read { file, error })?;
    if let Some((file, mut whole)) = seats.open.take() {
        seats.close(tables, wanted, (file, &whole.run), &mut whole.cells);
    }
    if let Some((file, error)) = seats.failed.take() {
        return Err(GatherProblem::Read { file, error });
    }
    if let Some((file, at, bad)) = seats.first_bad.take()
        && !wanted.skip_bad_rows
    {
        let (line, character) = place_of(tables[file].bytes, at, bad.place)
            .map_err(|error| GatherProblem::Read { file, error })?;
        let rows = seats.gathered.bad_rows;
        return Err(GatherProblem::BadRow { file, line, character, bad, rows });
    }
    Ok(seats)
}

impl Seats {
    /// Nothing yet.
    pub(super) fn new(wanted: &Wanted) -> Self {
        let asked = |names: &[String]| Asked { names: names.iter().cloned().collect() };
        let candidates = wanted.candidates.iter().map(|name| composed(name).into_owned()).collect();
        Self {
            gathered: Gathered {
                known: Known::default(),
                seats: Vec::new(),
                duplicates: 0,
                copied: Vec::new(),
                conflicts: 0,
                contradicted: Vec::new(),
                doubled: 0,
                kept: wanted.on_conflict,
                bad_rows: 0,
                left_out: Vec::new(),
                nobodys: 0,
                other_mode: 0,
                dropped: HashSet::new(),
                seen: Seen::default(),
            },
            places: HashMap::new(),
            in_parts: HashMap::new(),
            without: HashSet::new(),
            put_together: HashMap::new(),
            seen_before: None,
            disordered: HashSet::new(),
            open: None,
            asked: [Asked { names: candidates }, asked(&wanted.exams)],
            first_bad: None,
            failed: None,
        }
    }

    /// Whether there are attempts of several versions or parts.
    pub(super) fn has_parts(&self) -> bool {
        !self.in_parts.is_empty()
    }

    /// Whether every attempt that may count is one of these.
    pub(super) fn are_all_in_parts(&self) -> bool {
        self.in_parts.len() == self.gathered.seen.first.len()
    }

    /// To begin again without the attempts in parts, which come apart.
    pub(super) fn without_parts(self, wanted: &Wanted) -> (Self, HashMap<AttemptKey, Parts>) {
        let mut fresh = Self::new(wanted);
        fresh.without = self.in_parts.keys().copied().collect();
        fresh.gathered.known = self.gathered.known;
        fresh.gathered.bad_rows = self.gathered.bad_rows;
        fresh.seen_before = Some(self.gathered.seen);
        (fresh, self.in_parts)
    }

    /// An attempt was put together.
    pub(super) fn resolved(&mut self, attempt: AttemptKey, of: PutTogether) {
        self.put_together.insert(attempt, of);
    }

    /// Whether it is an attempt of somebody and at an exam that are asked for.
    fn is_asked(&self, whose: &Whose) -> bool {
        let known = &self.gathered.known;
        self.asked[0].has(|| known.candidates.text(whose.candidate))
            && self.asked[1].has(|| known.exams.text(whose.exam))
    }

    /// There are so many more copies of an attempt, of which nothing is said if its mode or its day is not asked for.
    fn copied(&mut self, wanted: &Wanted, whose: &Whose, times: u64) {
        if times == 0 || !wanted.has_begun(whose) {
            return;
        }
        let Gathered { duplicates, copied, .. } = &mut self.gathered;
        *duplicates += times;
        let who = (whose.candidate, whose.candidate_id);
        if copied.len() < Gathered::MOST_COPIED && !copied.contains(&who) {
            copied.push(who);
        }
    }

    /// An attempt's rows contradict each other.
    fn contradicts(&mut self, whose: &Whose, lacks: u64, conflict: Option<Conflict>) {
        self.gathered.conflicts += 1;
        self.gathered.contradicted.push(Contradicted {
            attempt: whose.attempt,
            candidate: whose.candidate,
            candidate_id: whose.candidate_id,
            exam: whose.exam,
            lacks,
            conflict,
            places: None,
        });
    }

    /// Counts attempts that were put together.
    pub(super) fn put_in(&mut self, wanted: &Wanted, batch: Batch) {
        let maps = Maps::new(&mut self.gathered.known, &batch.known);
        let Batch { mut runs, mut cells, .. } = batch;
        for run in &mut runs {
            let cells = &mut cells[run.cells.clone()];
            maps.translate(run, cells, &wanted.groupings);
            let of = self.put_together.remove(&run.whose.attempt).unwrap_or_default();
            if of.lacks > 0 {
                // What is missing may have been anything.
                run.total.mark_rows_left_out();
                for (_, cell) in cells.iter_mut() {
                    cell.mark_rows_left_out();
                }
            }
            if wanted.has_begun(&run.whose) {
                if of.contradicts {
                    self.contradicts(&run.whose, of.lacks, of.conflict);
                }
                self.gathered.doubled += of.doubled;
            }
            if self.is_asked(&run.whose) {
                self.copied(wanted, &run.whose, of.copies);
                self.count(wanted, run, cells);
            }
        }
    }

    /// All texts so far.
    pub(super) const fn known(&self) -> &Known {
        &self.gathered.known
    }

    /// Everything, the attempts of each seat in order.
    pub(super) fn finish(self) -> Gathered {
        let mut gathered = self.gathered;
        if let Some(seen) = self.seen_before {
            gathered.seen = seen;
        }
        let Gathered { known, seats, .. } = &mut gathered;
        for place in self.disordered {
            seats[place].facts.sort_by(|one, other| begun(known, one, other));
        }
        gathered
    }

    /// Takes a stretch in; says whether there is any use in more.
    fn take(&mut self, tables: &[Table<'_>], wanted: &Wanted, file: usize, batch: Batch) -> bool {
        let known = &mut self.gathered.known;
        let maps = Maps::new(known, &batch.known);
        self.gathered.bad_rows += batch.bad;
        if self.first_bad.is_none() {
            self.first_bad = batch.first_bad.map(|(at, bad)| (file, at, bad));
        }
        let Batch { mut runs, mut cells, questions, .. } = batch;
        if self.gathered.seen.first.is_empty() {
            self.gathered.seen.first.reserve(expected(tables, &runs));
        }
        let last = runs.len();
        for run in &mut runs {
            maps.translate(run, &mut cells[run.cells.clone()], &wanted.groupings);
        }
        for (place, run) in runs.iter().enumerate() {
            if place % WARMED == 0 {
                warm(&self.gathered, &self.places, &runs[place..(place + WARMED).min(last)]);
            }
            // Only the first and the last run may be a part of one that goes over the stretch's ends.
            if place > 0 && place + 1 < last {
                self.close(tables, wanted, (file, run), &mut cells[run.cells.clone()]);
                continue;
            }
            let questions = questions[run.questions.clone()].iter();
            let questions = questions.map(|question| maps.questions[*question as usize]);
            let whole = Whole::new(run.clone(), cells[run.cells.clone()].to_vec(), questions);
            match &mut self.open {
                Some((of, open)) if *of == file && open.run.whose == whole.run.whose => open.go_on(&whole),
                _ => {
                    if let Some((of, mut before)) = self.open.replace((file, whole)) {
                        self.close(tables, wanted, (of, &before.run), &mut before.cells);
                    }
                }
            }
            if place + 1 < last
                && let Some((of, mut open)) = self.open.take()
            {
                self.close(tables, wanted, (of, &open.run), &mut open.cells);
            }
        }
        self.failed.is_none()
    }

    /// Takes an attempt's run in: counts it if it is the first of this attempt.
    fn close(
        &mut self,
        tables: &[Table<'_>],
        wanted: &Wanted,
        (file, run): (usize, &Run),
        cells: &mut [(Key, Cell)],
    ) {
        let whose = run.whose;
        let stretch = Stretch { file, from: run.from, to: run.to };
        if !run.has_rows() {
            self.gathered.seen.others.entry(whose.attempt).or_insert(stretch);
            return;
        }
        if self.without.contains(&whose.attempt) {
            return;
        }
        if let Some(parts) = self.in_parts.get_mut(&whose.attempt) {
            parts.stretches.push(stretch);
            return;
        }
        if !self.is_asked(&whose) {
            // Rows of one attempt under two names contradict each other, whoever is asked for.
            match self.gathered.seen.first.get(whose.attempt) {
                Some(first) => {
                    let parts = Parts { stretches: vec![first.stretch, stretch], copies: first.copies };
                    self.in_parts.insert(whose.attempt, parts);
                }
                None => self.gathered.seen.add_other(whose.attempt, stretch),
            }
            return;
        }
        if let Some(first) = self.gathered.seen.first.or_here(whose.attempt, stretch) {
            match same_bytes(tables, first.stretch, stretch) {
                Ok(true) => {
                    self.gathered.seen.first.add_copy(whose.attempt);
                    self.copied(wanted, &whose, 1);
                }
                Ok(false) => {
                    let parts = Parts { stretches: vec![first.stretch, stretch], copies: first.copies };
                    self.in_parts.insert(whose.attempt, parts);
                }
                Err(error) => self.failed = Some((file, error)),
            }
            return;
        }
        let others = self.gathered.seen.rows_of_others(whose.attempt);
        if run.twice || others.is_some() {
            let stretches = others.into_iter().chain([stretch]).collect();
            self.in_parts.insert(whose.attempt, Parts { stretches, copies: 0 });
            return;
        }
        self.count(wanted, run, cells);
    }

    /// Counts an attempt, if its mode and its day count and it is the one asked for.
    fn count(&mut self, wanted: &Wanted, run: &Run, cells: &mut [(Key, Cell)]) {
        let whose = run.whose;
        if !wanted.has_mode(whose.mode) {
            self.gathered.other_mode += 1;
            return;
        }
        let Gathered { seats, known, dropped, .. } = &mut self.gathered;
        let place =
            *self.places.entry((whose.candidate, whose.candidate_id, whose.exam)).or_insert_with(|| {
                let most = wanted.most_cells(known).min(cells.len() * 2).max(cells.len());
                seats.push(Seat {
                    candidate: whose.candidate,
                    candidate_id: whose.candidate_id,
                    exam: whose.exam,
                    sat: 0,
                    outside: 0,
                    facts: Vec::with_capacity(1),
                    total: Cell::default(),
                    cells: Vec::with_capacity(most),
                    most: Points::default(),
                });
                seats.len() - 1
            });
        let seat = &mut seats[place];
        if !wanted.has_instant(whose.started_ms) {
            seat.outside += 1;
            return;
        }
        seat.sat += 1;
        dropped.extend(run.dropped.iter().map(|question| (whose.exam, *question)));
        let mut total = run.total;
        let most = (total.points + total.waiting).max(Points::default());
        total.floor();
        total.set_attempts(1);
        for (_, cell) in &mut *cells {
            cell.set_attempts(1);
        }
        let fact = Fact {
            attempt: whose.attempt,
            started_ms: whose.started_ms,
            started_rest: whose.started_rest,
            achieved: achieved(run),
            seconds: run.seconds,
            question_set: run.question_set,
            exam_digest: whose.exam_digest,
            key_digest: whose.key_digest,
            ladder: whose.ladder,
            status: whose.status,
        };
        let Some(before) = seat.facts.first() else {
            seat.choose(fact, total, most, cells);
            return;
        };
        if wanted.choice == Choice::All {
            let is_earlier = |last| begun(known, &fact, last) == Ordering::Less;
            if seat.facts.last().is_some_and(is_earlier) {
                self.disordered.insert(place);
            }
            seat.add(fact, &total, most, cells);
            return;
        }
        let later = begun(known, &fact, before);
        match wanted.choice {
            Choice::First if later == Ordering::Less => seat.choose(fact, total, most, cells),
            Choice::Latest if later == Ordering::Greater => seat.choose(fact, total, most, cells),
            Choice::Best => {
                let more = fact.achieved.total_cmp(&before.achieved);
                if more.then(later) == Ordering::Greater {
                    seat.choose(fact, total, most, cells);
                }
            }
            Choice::First | Choice::Latest | Choice::All => {}
        }
    }
}
