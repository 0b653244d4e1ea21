//! Rows to runs: the rows of one attempt that stand together, added up. What one thread makes of one block.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt as _};

use crate::exam::Points;
use crate::results::name::composed;
use crate::results::scan::{BadCell, Head, Row, Sink, Status};
use crate::session::Mode;

use super::super::cell::Cell;
use super::known::{AttemptKey, Dimension, Known, uuid};
use super::names::{Name, Names, hash_of_cell};

/// By what cells are made: a dimension, or two.
pub type Grouping = (Dimension, Option<Dimension>);

/// Which of the groupings, and where in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The place of the grouping among those asked for.
    pub grouping: u8,
    /// Along its first dimension.
    pub first: Name,
    /// Along its second; 0 without one.
    pub second: Name,
}

/// What an attempt's rows have in common, texts as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Which attempt.
    pub attempt: AttemptKey,
    /// Who.
    pub candidate: Name,
    /// What tells namesakes apart.
    pub candidate_id: Name,
    /// Which exam.
    pub exam: Name,
    /// Which text of it.
    pub exam_digest: Name,
    /// Which key.
    pub key_digest: Name,
    /// The ladder's cell; `None` where the file has no such column.
    pub ladder: Option<Name>,
    /// From which command.
    pub mode: Option<Mode>,
    /// How it ended.
    pub status: Option<Status>,
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
    /// The nanoseconds that this is later than its whole millisecond.
    pub started_rest: i32,
}

/// Rows of one attempt that stand together. Its cells are with its batch.
#[derive(Clone, Debug)]
pub struct Run {
    /// Whose they are.
    pub whose: Whose,
    /// Where they begin in the file.
    pub from: u64,
    /// Where they end.
    pub to: u64,
    /// Everything that counts.
    pub total: Cell,
    /// What all its questions earned, counted or not; ungraded ones nothing.
    pub earned: Points,
    /// What all of them are worth.
    pub worth: Points,
    /// Where its cells are in the batch.
    pub cells: Range<usize>,
    /// Where its questions are in the batch.
    pub questions: Range<usize>,
    /// The same for the same set of questions: the sum of their texts' hashes.
    pub question_set: u64,
    /// Time in 1/10,000 second; `None` if one row doesn't tell.
    pub seconds: Option<i64>,
    /// Whether a question stands in it twice.
    pub twice: bool,
    /// Questions that were taken out, and are worth nothing: they count nowhere.
    pub dropped: Vec<Name>,
}

impl Run {
    /// Whether any row of it could be understood.
    pub const fn has_rows(&self) -> bool {
        self.to > self.from
    }
}

/// Which rows count.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Only these topics; empty for all.
    pub topics: Vec<String>,
    /// Only these levels; empty for all.
    pub levels: Vec<String>,
}

/// What was made of a stretch of a file.
#[derive(Debug)]
pub struct Batch {
    /// The texts of these rows.
    pub known: Known,
    /// The runs, in the file's order.
    pub runs: Vec<Run>,
    /// The cells of all runs and groupings; those of one run together, in the order in which they came.
    pub cells: Vec<(Key, Cell)>,
    /// The questions of all runs, counted or not, in order.
    pub questions: Vec<Name>,
    /// How many rows can't be understood, by the lines that they take.
    pub bad: u64,
    /// The first of them, with its place in the file.
    pub first_bad: Option<(u64, BadCell)>,
    groupings: Vec<Grouping>,
    counted: Counted,
    /// Whether rows' levels are looked at, and their kinds.
    needs: (bool, bool),
    /// Where the bytes that are read now begin in the file.
    base: u64,
    /// What is known of each question.
    of_question: Vec<OfQuestion>,
    /// What is known of rows by the numbers of their parts.
    of_part: Vec<Option<Answered>>,
    /// The same of the last row without a part.
    of_no_part: Option<Answered>,
    /// For each topic and each level, whether it counts.
    counts: [Vec<bool>; 2],
    /// Where cells were last made.
    made: Made,
}

/// How much a batch has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    runs: usize,
    cells: usize,
    questions: usize,
}

/// What is known of a question.
#[derive(Debug)]
struct OfQuestion {
    /// Of its text.
    hash: u64,
    /// The run in which it was last seen, counted from 1.
    seen_in: usize,
    /// Its topic in the file and by number: as a rule the same in every row.
    topic: (Box<[u8]>, Name),
}

/// One answer, texts as numbers; the level and the kind only where they are looked at.
#[derive(Clone, Copy, Debug)]
struct Answered {
    question: Name,
    topic: Name,
    level: Name,
    kind: Name,
    cell: Cell,
}

impl Answered {
    const fn along(&self, dimension: Dimension) -> Name {
        match dimension {
            Dimension::Topic => self.topic,
            Dimension::Level => self.level,
            Dimension::Kind => self.kind,
            Dimension::Question => self.question,
        }
    }
}

impl Batch {
    /// Nothing yet; room is made for so much.
    pub fn new(groupings: &[Grouping], counted: &Counted, expected: Extent) -> Self {
        Self {
            known: Known::default(),
            runs: Vec::with_capacity(expected.runs),
            cells: Vec::with_capacity(expected.cells),
            questions: Vec::with_capacity(expected.questions),
            bad: 0,
            first_bad: None,
            groupings: groupings.to_vec(),
            counted: counted.clone(),
            needs: (
                !counted.levels.is_empty() || has(groupings, Dimension::Level),
                has(groupings, Dimension::Kind),
            ),
            base: 0,
            of_question: Vec::new(),
            of_part: Vec::new(),
            of_no_part: None,
            counts: [Vec::new(), Vec::new()],
            made: Made { direct: vec![Vec::new(); groupings.len()], pairs: HashMap::new() },
        }
    }

    /// How much there is.
    pub const fn extent(&self) -> Extent {
        Extent { runs: self.runs.len(), cells: self.cells.len(), questions: self.questions.len() }
    }

    /// The rows that come now are of bytes that begin here in the file.
    pub const fn based(&mut self, base: u64) {
        self.base = base;
    }

    fn place(&self, at: usize) -> u64 {
        self.base + at as u64
    }

    /// What is counted of a row, as it was found for its part before, if it has one; its place among the parts then.
    fn learn(&mut self, row: &Row<'_>) -> Option<usize> {
        let part = row.part.map(|part| part as usize);
        if part.is_some_and(|part| self.of_part.get(part).is_some_and(Option::is_some)) {
            return part;
        }
        let answered = Some(self.named(row));
        match part {
            Some(part) => {
                self.of_part.resize(self.of_part.len().max(part + 1), None);
                self.of_part[part] = answered;
            }
            None => self.of_no_part = answered,
        }
        part
    }

    fn named(&mut self, row: &Row<'_>) -> Answered {
        let Self { known, of_question, needs, .. } = self;
        let question = known.questions.of_cell(row.question_id());
        let topic = match of_question.get_mut(question as usize) {
            Some(of) if *of.topic.0 == *row.topic() => of.topic.1,
            Some(of) => {
                let topic = known.topics.of_cell(row.topic());
                of.topic = (row.topic().into(), topic);
                topic
            }
            None => {
                let topic = known.topics.of_cell(row.topic());
                let hash = hash_of_cell(row.question_id());
                of_question.push(OfQuestion { hash, seen_in: 0, topic: (row.topic().into(), topic) });
                topic
            }
        };
        let mut cell = Cell::default();
        cell.add(row.outcome, row.points, row.max_points);
        Answered {
            question,
            topic,
            level: if needs.0 { known.levels.of_cell(row.level()) } else { 0 },
            kind: if needs.1 { known.kinds.of_cell(row.kind()) } else { 0 },
            cell,
        }
    }
}

/// Where the cells of keys were last made.
#[derive(Debug)]
struct Made {
    /// For each grouping, for each name along its only dimension.
    direct: Vec<Vec<usize>>,
    /// Where there are two dimensions.
    pairs: HashMap<Key, usize>,
}

impl Made {
    /// The place for a key; beyond all cells if there is none yet.
    fn place(&mut self, key: Key, is_pair: bool) -> &mut usize {
        if is_pair {
            return self.pairs.entry(key).or_insert(usize::MAX);
        }
        let direct = &mut self.direct[usize::from(key.grouping)];
        let at = key.first as usize;
        if direct.len() <= at {
            direct.resize(at + 1, usize::MAX);
        }
        &mut direct[at]
    }
}

/// Whether a text is among those asked for, remembered by its number.
fn counts(remembered: &mut Vec<bool>, asked: &[String], names: &Names, name: Name) -> bool {
    let at = name as usize;
    while remembered.len() <= at {
        let next = names.text(Name::try_from(remembered.len()).unwrap_or(Name::MAX));
        remembered.push(asked.iter().any(|asked| asked == next));
    }
    remembered[at]
}

impl Sink for Batch {
    fn head(&mut self, at: usize, head: &Head<'_>) {
        let known = &mut self.known;
        let attempt = match uuid(head.attempt_id) {
            Some(uuid) => AttemptKey::Uuid(uuid),
            None => AttemptKey::Other(known.attempts.of(head.attempt_id.as_bytes())),
        };
        let whose = Whose {
            attempt,
            candidate: known.candidates.of(composed(head.candidate).as_bytes()),
            candidate_id: known.candidate_ids.of(composed(head.candidate_id).as_bytes()),
            exam: known.exams.of(head.exam_id.as_bytes()),
            exam_digest: known.digests.of(head.exam_digest.as_bytes()),
            key_digest: known.digests.of(head.key_digest.as_bytes()),
            ladder: head.ladder.map(|ladder| known.ladders.of(ladder.as_bytes())),
            mode: head.mode,
            status: head.status,
            started_ms: head.started_at.0,
            started_rest: head.started_rest,
        };
        let at = self.place(at);
        // A bad row between two rows of one attempt doesn't part them.
        if self.runs.last().is_some_and(|run| run.whose == whose) {
            return;
        }
        let (cells, questions) = (self.cells.len(), self.questions.len());
        self.runs.push(Run {
            whose,
            from: at,
            to: at,
            total: Cell::default(),
            earned: Points::default(),
            worth: Points::default(),
            cells: cells..cells,
            questions: questions..questions,
            question_set: 0,
            seconds: Some(0),
            twice: false,
            dropped: Vec::new(),
        });
    }

    fn row(&mut self, row: &Row<'_>) {
        let to = self.place(row.end);
        let part = self.learn(row);
        let Self { known, runs, cells, questions, groupings, counted, made, of_question, .. } = self;
        let answered = match part {
            Some(part) => self.of_part[part].as_ref(),
            None => self.of_no_part.as_ref(),
        };
        let this = runs.len();
        let (Some(run), Some(answered)) = (runs.last_mut(), answered) else { return };
        let question = answered.question;
        questions.push(question);
        run.to = to;
        run.earned = run.earned + row.points.unwrap_or_default();
        run.worth = run.worth + row.max_points;
        run.questions.end = questions.len();
        let of = &mut of_question[question as usize];
        run.twice |= of.seen_in == this;
        of.seen_in = this;
        // Of a question that is not asked for, or was taken out, the time was spent all the same.
        run.seconds = run.seconds.zip(row.seconds).map(|(so_far, more)| so_far.saturating_add(more));
        if row.max_points == Points(0) {
            run.dropped.push(question);
            return;
        }
        run.question_set = run.question_set.wrapping_add(of.hash);
        let [topic_counts, level_counts] = &mut self.counts;
        let wanted = (counted.topics.is_empty()
            || counts(topic_counts, &counted.topics, &known.topics, answered.topic))
            && (counted.levels.is_empty()
                || counts(level_counts, &counted.levels, &known.levels, answered.level));
        if !wanted {
            return;
        }
        run.total.merge(&answered.cell);
        for (grouping, (first, second)) in (0..).zip(groupings) {
            let key = Key {
                grouping,
                first: answered.along(*first),
                second: second.map(|second| answered.along(second)).unwrap_or_default(),
            };
            let place = made.place(key, second.is_some());
            if !(run.cells.start..cells.len()).contains(place) {
                *place = cells.len();
                cells.push((key, Cell::default()));
            }
            cells[*place].1.merge(&answered.cell);
        }
        run.cells.end = cells.len();
    }

    fn bad(&mut self, place: Range<usize>, bad: &BadCell) {
        self.bad += bad.problem.rows();
        if self.first_bad.is_none() {
            self.first_bad = Some((self.place(place.start), bad.clone()));
        }
    }
}

fn has(groupings: &[Grouping], dimension: Dimension) -> bool {
    groupings.iter().any(|of| of.0 == dimension || of.1 == Some(dimension))
}
