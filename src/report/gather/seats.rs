//! Runs to seats: what one candidate earned at one exam, of the attempts that count.

use std::cmp::Ordering;
use std::io;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use crate::results::scan::locate::locate;
use crate::results::scan::{BadCell, ReadAt, Status};
use crate::session::Mode;

use super::super::cell::Cell;
use super::super::model::{Choice, Kept};
use super::blocks::{self, Split, Table};
use super::names::Name;
use super::runs::{AttemptKey, Batch, Counted, Dimension, Grouping, Key, Known, Run, Whole};
use super::{Conflict, GatherProblem};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// By what cells are made; totals are always there.
    pub groupings: Vec<Grouping>,
    /// Which rows count.
    pub counted: Counted,
    /// Only these candidates; empty for all.
    pub candidates: Vec<String>,
    /// Only these exams.
    pub exams: Vec<String>,
    /// Only attempts begun from here on, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Only attempts begun before.
    pub before: Option<i64>,
    /// Only these modes; empty for `exam` and none.
    pub modes: Vec<Mode>,
    /// Which of a candidate's attempts.
    pub choice: Choice,
    /// Leaves rows out that can't be understood.
    pub skip_bad_rows: bool,
    /// Whose rows count where two differ; `None` is an error.
    pub on_conflict: Option<Kept>,
}

/// What is known of an attempt that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Which.
    pub attempt: AttemptKey,
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
    /// Time over all questions in 1/10,000 second, where all rows tell.
    pub seconds: Option<i64>,
    /// The same for the same set of questions.
    pub question_set: u64,
    /// Which text of the exam.
    pub exam_digest: Name,
    /// Which key.
    pub key_digest: Name,
    /// Which ladder.
    pub ladder: Name,
    /// How it ended.
    pub status: Option<Status>,
}

/// One candidate at one exam.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Who.
    pub candidate: Name,
    /// What tells namesakes apart.
    pub candidate_id: Name,
    /// Which exam.
    pub exam: Name,
    /// Attempts that could have counted.
    pub sat: u32,
    /// Attempts outside the days asked for.
    pub outside: u32,
    /// The attempts that count; by when they began, once gathered.
    pub facts: Vec<Fact>,
    /// All that counts.
    pub total: Cell,
    /// The cells of all groupings.
    pub cells: Vec<(Key, Cell)>,
}

/// Everything that was gathered.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// All texts, of rows that don't count, too.
    pub known: Known,
    /// Candidates at exams, in the order in which they first came; some have no attempt that counts.
    pub seats: Vec<Seat>,
    /// Copies of attempts.
    pub duplicates: u64,
    /// Attempts with rows that contradict each other.
    pub conflicts: u64,
    /// Whose rows count there.
    pub kept: Option<Kept>,
    /// Rows that can't be understood.
    pub bad_rows: u64,
    /// Attempts of another mode than asked for.
    pub other_mode: u64,
}

/// Where an attempt's rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// In which file.
    pub file: usize,
    /// From which byte.
    pub from: u64,
    /// To which.
    pub to: u64,
}

/// Gathers runs, in the order of the files.
pub struct Seats {
    gathered: Gathered,
    places: HashMap<(Name, Name, Name), usize>,
    /// Where each attempt was first.
    attempts: HashMap<AttemptKey, Stretch>,
    /// Attempts of which there are several versions or parts.
    in_parts: HashMap<AttemptKey, Vec<Stretch>>,
    /// Attempts that don't count in this pass.
    without: HashSet<AttemptKey>,
    /// The last run, which may go on in the next stretch.
    open: Option<(usize, Whole)>,
    /// Which names are asked for, by number.
    asked: [Asked; 2],
    /// The first row that can't be understood.
    first_bad: Option<(usize, u64, BadCell)>,
    /// What went wrong while copies were compared.
    failed: Option<(usize, io::Error)>,
}

/// Names that are asked for; none asks for all.
#[derive(Clone, Debug)]
struct Asked {
    names: HashSet<String>,
}

impl Asked {
    fn has(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.contains(name)
    }
}

/// Reads all tables once.
pub(super) fn pass(
    tables: &[Table<'_>],
    wanted: &Wanted,
    split: Split,
    mut seats: Seats,
) -> Result<Seats, GatherProblem> {
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
        return Err(GatherProblem::BadRow { file, line, character, bad });
    }
    Ok(seats)
}

/// Reads the attempts that were put together; what can't be understood of them was counted before.
pub(super) fn pass_resolved(
    table: &[Table<'_>],
    wanted: &Wanted,
    seats: Seats,
) -> Result<Seats, GatherProblem> {
    let bad_rows = seats.gathered.bad_rows;
    let wanted = Wanted { skip_bad_rows: true, ..wanted.clone() };
    let mut seats = Seats { without: HashSet::new(), attempts: HashMap::new(), ..seats };
    seats = pass(table, &wanted, Split { threads: 1, ..Split::default() }, seats)?;
    seats.gathered.bad_rows = bad_rows;
    Ok(seats)
}

impl Seats {
    /// Nothing yet.
    pub(super) fn new(wanted: &Wanted) -> Self {
        let asked = |names: &[String]| Asked { names: names.iter().cloned().collect() };
        Self {
            gathered: Gathered {
                known: Known::default(),
                seats: Vec::new(),
                duplicates: 0,
                conflicts: 0,
                kept: wanted.on_conflict,
                bad_rows: 0,
                other_mode: 0,
            },
            places: HashMap::new(),
            attempts: HashMap::new(),
            in_parts: HashMap::new(),
            without: HashSet::new(),
            open: None,
            asked: [asked(&wanted.candidates), asked(&wanted.exams)],
            first_bad: None,
            failed: None,
        }
    }

    /// To begin again without the attempts in parts.
    pub(super) fn without_these(self, wanted: &Wanted) -> Self {
        let mut fresh = Self::new(wanted);
        fresh.without = self.in_parts.into_keys().collect();
        fresh.gathered.known = self.gathered.known;
        fresh
    }

    /// The attempts of which there are several versions or parts, with all their stretches.
    pub(super) const fn in_parts(&self) -> &HashMap<AttemptKey, Vec<Stretch>> {
        &self.in_parts
    }

    /// All texts so far.
    pub(super) const fn known(&self) -> &Known {
        &self.gathered.known
    }

    /// Everything, the attempts of each seat in order.
    pub(super) fn finish(self) -> Gathered {
        let mut gathered = self.gathered;
        let Gathered { known, seats, .. } = &mut gathered;
        for seat in seats {
            seat.facts.sort_by(|one, other| begun(known, one, other));
            seat.total.attempts = u32::try_from(seat.facts.len()).unwrap_or(u32::MAX);
        }
        gathered
    }

    /// Takes a stretch in; says whether there is any use in more.
    fn take(&mut self, tables: &[Table<'_>], wanted: &Wanted, file: usize, batch: Batch) -> bool {
        let known = &mut self.gathered.known;
        let own = &batch.known;
        let maps = Maps {
            candidates: known.candidates.take_in(&own.candidates),
            candidate_ids: known.candidate_ids.take_in(&own.candidate_ids),
            exams: known.exams.take_in(&own.exams),
            digests: known.digests.take_in(&own.digests),
            ladders: known.ladders.take_in(&own.ladders),
            attempts: known.attempts.take_in(&own.attempts),
            topics: known.topics.take_in(&own.topics),
            levels: known.levels.take_in(&own.levels),
            kinds: known.kinds.take_in(&own.kinds),
            questions: known.questions.take_in(&own.questions),
        };
        self.gathered.bad_rows += batch.bad;
        if self.first_bad.is_none() {
            self.first_bad = batch.first_bad.map(|(at, bad)| (file, at, bad));
        }
        let Batch { mut runs, mut cells, questions, .. } = batch;
        let last = runs.len();
        for (place, run) in runs.iter_mut().enumerate() {
            maps.translate(run, &mut cells[run.cells.clone()], &wanted.groupings);
            // Only the first and the last run may be a part of one that goes over the stretch's ends.
            if place > 0 && place + 1 < last {
                self.close(tables, wanted, (file, run), &mut cells[run.cells.clone()]);
                continue;
            }
            let questions = questions[run.questions.clone()].iter();
            let whole = Whole {
                cells: cells[run.cells.clone()].to_vec(),
                questions: questions.map(|question| maps.questions[*question as usize]).collect(),
                run: run.clone(),
            };
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
        self.failed.is_none() && (wanted.skip_bad_rows || self.first_bad.is_none())
    }

    /// Counts an attempt's run, if it counts.
    fn close(
        &mut self,
        tables: &[Table<'_>],
        wanted: &Wanted,
        (file, run): (usize, &Run),
        cells: &mut [(Key, Cell)],
    ) {
        let whose = run.whose;
        let known = &self.gathered.known;
        let asked = self.asked[0].has(known.candidates.text(whose.candidate))
            && self.asked[1].has(known.exams.text(whose.exam));
        if !asked || self.without.contains(&whose.attempt) {
            return;
        }
        let stretch = Stretch { file, from: run.from, to: run.to };
        if let Some(parts) = self.in_parts.get_mut(&whose.attempt) {
            parts.push(stretch);
            return;
        }
        if let Some(&first) = self.attempts.get(&whose.attempt) {
            match same_bytes(tables, first, stretch) {
                Ok(true) => self.gathered.duplicates += 1,
                Ok(false) => {
                    self.in_parts.insert(whose.attempt, vec![first, stretch]);
                }
                Err(error) => self.failed = Some((file, error)),
            }
            return;
        }
        self.attempts.insert(whose.attempt, stretch);
        if run.twice {
            self.in_parts.insert(whose.attempt, vec![stretch]);
            return;
        }
        let mode_counts = match whose.mode {
            None => wanted.modes.is_empty() || wanted.modes.contains(&Mode::Exam),
            Some(mode) if wanted.modes.is_empty() => mode == Mode::Exam,
            Some(mode) => wanted.modes.contains(&mode),
        };
        if !mode_counts {
            self.gathered.other_mode += 1;
            return;
        }
        let seats = &mut self.gathered.seats;
        let place =
            *self.places.entry((whose.candidate, whose.candidate_id, whose.exam)).or_insert_with(|| {
                seats.push(Seat {
                    candidate: whose.candidate,
                    candidate_id: whose.candidate_id,
                    exam: whose.exam,
                    sat: 0,
                    outside: 0,
                    facts: Vec::new(),
                    total: Cell::default(),
                    cells: Vec::new(),
                });
                seats.len() - 1
            });
        let seat = &mut seats[place];
        let begun_in_time = wanted.since.is_none_or(|since| whose.started_ms >= since)
            && wanted.before.is_none_or(|before| whose.started_ms < before);
        if !begun_in_time {
            seat.outside += 1;
            return;
        }
        seat.sat += 1;
        let mut total = run.total;
        total.floor();
        total.attempts = 1;
        for (_, cell) in &mut *cells {
            cell.attempts = 1;
        }
        let fact = Fact {
            attempt: whose.attempt,
            started_ms: whose.started_ms,
            seconds: run.seconds,
            question_set: run.question_set,
            exam_digest: whose.exam_digest,
            key_digest: whose.key_digest,
            ladder: whose.ladder,
            status: whose.status,
        };
        let Some(before) = seat.facts.first() else {
            seat.choose(fact, total, cells);
            return;
        };
        let later = begun(&self.gathered.known, &fact, before);
        match wanted.choice {
            Choice::All => seat.add(fact, &total, cells),
            Choice::First if later == Ordering::Less => seat.choose(fact, total, cells),
            Choice::Latest if later == Ordering::Greater => seat.choose(fact, total, cells),
            Choice::Best => {
                let more = achieved(&total).total_cmp(&achieved(&seat.total));
                if more.then(later) == Ordering::Greater {
                    seat.choose(fact, total, cells);
                }
            }
            Choice::First | Choice::Latest => {}
        }
    }
}

impl Seat {
    fn choose(&mut self, fact: Fact, total: Cell, cells: &[(Key, Cell)]) {
        self.facts.clear();
        self.facts.push(fact);
        self.total = total;
        self.cells.clear();
        self.cells.extend_from_slice(cells);
    }

    fn add(&mut self, fact: Fact, total: &Cell, cells: &[(Key, Cell)]) {
        self.facts.push(fact);
        self.total.merge(total);
        if self.cells.len() > FEW {
            let places = self.cells.iter().enumerate().map(|(place, (key, _))| (*key, place));
            let known: HashMap<Key, usize> = places.collect();
            for (key, cell) in cells {
                match known.get(key) {
                    Some(&place) => self.cells[place].1.merge(cell),
                    None => self.cells.push((*key, *cell)),
                }
            }
            return;
        }
        for (key, cell) in cells {
            match self.cells.iter_mut().find(|(known, _)| known == key) {
                Some((_, known)) => known.merge(cell),
                None => self.cells.push((*key, *cell)),
            }
        }
    }
}

/// So many cells are found soonest by looking at each.
const FEW: usize = 32;

/// Points of all there are, ungraded as nothing.
#[expect(clippy::cast_precision_loss, reason = "a share is floating point")]
fn achieved(total: &Cell) -> f64 {
    let worth = total.worth().0;
    if worth > 0 { total.points.0 as f64 / worth as f64 } else { 0.0 }
}

/// Which of two attempts began later: by instant, then by id.
fn begun(known: &Known, one: &Fact, other: &Fact) -> Ordering {
    one.started_ms.cmp(&other.started_ms).then_with(|| match (one.attempt, other.attempt) {
        (AttemptKey::Uuid(one), AttemptKey::Uuid(other)) => one.cmp(&other),
        (one, other) => attempt_id(known, one).cmp(&attempt_id(known, other)),
    })
}

/// An attempt's id as text.
pub fn attempt_id(known: &Known, attempt: AttemptKey) -> String {
    match attempt {
        AttemptKey::Uuid(uuid) => uuid::Uuid::from_u128(uuid).to_string(),
        AttemptKey::Other(name) => known.attempts.text(name).to_owned(),
    }
}

/// A batch's numbers to those here.
struct Maps {
    candidates: Vec<Name>,
    candidate_ids: Vec<Name>,
    exams: Vec<Name>,
    digests: Vec<Name>,
    ladders: Vec<Name>,
    attempts: Vec<Name>,
    topics: Vec<Name>,
    levels: Vec<Name>,
    kinds: Vec<Name>,
    questions: Vec<Name>,
}

impl Maps {
    fn translate(&self, run: &mut Run, cells: &mut [(Key, Cell)], groupings: &[Grouping]) {
        let to = |map: &[Name], name: Name| map.get(name as usize).copied().unwrap_or_default();
        let whose = &mut run.whose;
        if let AttemptKey::Other(name) = whose.attempt {
            whose.attempt = AttemptKey::Other(to(&self.attempts, name));
        }
        whose.candidate = to(&self.candidates, whose.candidate);
        whose.candidate_id = to(&self.candidate_ids, whose.candidate_id);
        whose.exam = to(&self.exams, whose.exam);
        whose.exam_digest = to(&self.digests, whose.exam_digest);
        whose.key_digest = to(&self.digests, whose.key_digest);
        whose.ladder = to(&self.ladders, whose.ladder);
        let along = |dimension| match dimension {
            Dimension::Topic => &self.topics,
            Dimension::Level => &self.levels,
            Dimension::Kind => &self.kinds,
            Dimension::Question => &self.questions,
        };
        for (key, _) in cells {
            let (first, second) = groupings[usize::from(key.grouping)];
            key.first = to(along(first), key.first);
            key.second = second.map_or(0, |second| to(along(second), key.second));
        }
    }
}

/// Whether two stretches hold the same bytes under the same columns.
fn same_bytes(tables: &[Table<'_>], one: Stretch, other: Stretch) -> io::Result<bool> {
    if one.to - one.from != other.to - other.from
        || tables[one.file].columns.names != tables[other.file].columns.names
    {
        return Ok(false);
    }
    Ok(bytes_of(tables, one)? == bytes_of(tables, other)?)
}

/// A stretch's bytes.
pub(super) fn bytes_of(tables: &[Table<'_>], stretch: Stretch) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(stretch.to - stretch.from).unwrap_or_default()];
    let mut filled = 0;
    while filled < bytes.len() {
        match tables[stretch.file].bytes.read_at(&mut bytes[filled..], stretch.from + filled as u64)? {
            0 => {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "it became shorter while it was read",
                ));
            }
            read => filled += read,
        }
    }
    Ok(bytes)
}

/// Line and character of a cell of the record that begins at a byte.
pub(super) fn place_of(bytes: &dyn ReadAt, at: u64, cell: usize) -> io::Result<(u64, u64)> {
    let mut buffer = vec![0; 1 << 16];
    let (mut lines, mut seen) = (0, 0);
    while seen < at {
        let wanted = usize::try_from(at - seen).unwrap_or(usize::MAX).min(buffer.len());
        let read = bytes.read_at(&mut buffer[..wanted], seen)?;
        if read == 0 {
            break;
        }
        lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64;
        seen += read as u64;
    }
    let read = bytes.read_at(&mut buffer, at)?;
    Ok(locate(lines, &buffer[..read], cell))
}

/// A conflict as a problem.
impl From<Conflict> for GatherProblem {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(Box::new(conflict))
    }
}
