//! Rows to runs: the rows of one attempt that stand together, added up. What one thread makes of one block.

use foldhash::{HashMap, HashMapExt as _};

use crate::exam::Points;
use crate::results::scan::{BadCell, Head, Row, Sink, Status};
use crate::session::Mode;

use super::super::cell::Cell;
use super::names::{Name, Names};

/// What a question is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Its topic.
    Topic,
    /// Its level.
    Level,
    /// Its kind.
    Kind,
    /// Itself.
    Question,
}

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

/// Texts by what they are.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Candidates.
    pub candidates: Names,
    /// Candidate ids.
    pub candidate_ids: Names,
    /// Exams.
    pub exams: Names,
    /// Digests, of exams and of keys.
    pub digests: Names,
    /// Ladders.
    pub ladders: Names,
    /// Attempts whose ids are no UUIDs.
    pub attempts: Names,
    /// Topics.
    pub topics: Names,
    /// Levels.
    pub levels: Names,
    /// Kinds.
    pub kinds: Names,
    /// Questions.
    pub questions: Names,
}

impl Known {
    /// The texts of a dimension.
    pub const fn along(&self, dimension: Dimension) -> &Names {
        match dimension {
            Dimension::Topic => &self.topics,
            Dimension::Level => &self.levels,
            Dimension::Kind => &self.kinds,
            Dimension::Question => &self.questions,
        }
    }
}

/// An attempt's id: as a number where it is a UUID as we write it, else by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttemptKey {
    /// A UUID in small letters with hyphens.
    Uuid(u128),
    /// The number of any other text.
    Other(Name),
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
    /// The ladder.
    pub ladder: Name,
    /// From which command.
    pub mode: Option<Mode>,
    /// How it ended.
    pub status: Option<Status>,
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
}

/// Rows of one attempt that stand together.
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
    /// The cells of all groupings, in the order in which they came.
    pub cells: Vec<(Key, Cell)>,
    /// The questions, in order, counted or not.
    pub questions: Vec<Name>,
    /// Time in 1/10,000 second; `None` if one row doesn't tell.
    pub seconds: Option<i64>,
    /// Whether a question stands in it twice.
    pub twice: bool,
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
    /// How many rows can't be understood.
    pub bad: u64,
    /// The first of them, with its place in the file.
    pub first_bad: Option<(u64, BadCell)>,
    groupings: Vec<Grouping>,
    counted: Counted,
    /// Where the bytes that are read now begin in the file.
    base: u64,
    /// For each topic and each level, whether it counts.
    counts: [Vec<bool>; 2],
    /// For each question, the run in which it was last seen.
    seen_in: Vec<usize>,
    /// For each key, the run in which it last was, and its place there.
    slots: HashMap<Key, (usize, usize)>,
}

impl Batch {
    /// Nothing yet.
    pub fn new(groupings: &[Grouping], counted: &Counted) -> Self {
        Self {
            known: Known::default(),
            runs: Vec::new(),
            bad: 0,
            first_bad: None,
            groupings: groupings.to_vec(),
            counted: counted.clone(),
            base: 0,
            counts: [Vec::new(), Vec::new()],
            seen_in: Vec::new(),
            slots: HashMap::new(),
        }
    }

    /// The rows that come now are of bytes that begin here in the file.
    pub const fn based(&mut self, base: u64) {
        self.base = base;
    }

    fn place(&self, at: usize) -> u64 {
        self.base + at as u64
    }
}

/// So many cells are found soonest by looking at each.
const FEW: usize = 16;

/// Reads a UUID in small letters with hyphens.
fn uuid(text: &str) -> Option<u128> {
    let small = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte) || byte == b'-';
    if text.len() != 36 || !text.bytes().all(small) {
        return None;
    }
    uuid::Uuid::try_parse(text).ok().map(|uuid| uuid.as_u128())
}

/// Whether a text is asked for, remembered by its number.
fn counts(remembered: &mut Vec<bool>, asked: &[String], names: &Names, name: Name) -> bool {
    let at = name as usize;
    while remembered.len() <= at {
        let next = names.text(Name::try_from(remembered.len()).unwrap_or(Name::MAX));
        remembered.push(asked.is_empty() || asked.iter().any(|asked| asked == next));
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
            candidate: known.candidates.of(head.candidate.as_bytes()),
            candidate_id: known.candidate_ids.of(head.candidate_id.as_bytes()),
            exam: known.exams.of(head.exam_id.as_bytes()),
            exam_digest: known.digests.of(head.exam_digest.as_bytes()),
            key_digest: known.digests.of(head.key_digest.as_bytes()),
            ladder: known.ladders.of(head.ladder.as_bytes()),
            mode: head.mode,
            status: head.status,
            started_ms: head.started_at.0,
        };
        let at = self.place(at);
        // A bad row between two rows of one attempt doesn't part them.
        if self.runs.last().is_some_and(|run| run.whose == whose) {
            return;
        }
        self.runs.push(Run {
            whose,
            from: at,
            to: at,
            total: Cell::default(),
            cells: Vec::new(),
            questions: Vec::new(),
            seconds: Some(0),
            twice: false,
        });
    }

    fn row(&mut self, row: &Row<'_>) {
        let to = self.place(row.end);
        let Self { known, runs, groupings, counted, counts: [topic_counts, level_counts], .. } = self;
        let this = runs.len();
        let Some(run) = runs.last_mut() else { return };
        run.to = to;
        let question = known.questions.of_cell(row.question_id);
        let seen = question as usize;
        if self.seen_in.len() <= seen {
            self.seen_in.resize(seen + 1, 0);
        }
        run.twice |= self.seen_in[seen] == this;
        self.seen_in[seen] = this;
        run.questions.push(question);
        let topic = known.topics.of_cell(row.topic);
        let level = known.levels.of_cell(row.level);
        let wanted = counts(topic_counts, &counted.topics, &known.topics, topic)
            && counts(level_counts, &counted.levels, &known.levels, level);
        if !wanted {
            return;
        }
        run.seconds = run.seconds.zip(row.seconds).map(|(so_far, more)| so_far.saturating_add(more));
        run.total.add(row.outcome, row.points, row.max_points);
        let mut kind = None;
        for (grouping, &(first, second)) in groupings.iter().enumerate() {
            let mut along = |dimension| match dimension {
                Dimension::Topic => topic,
                Dimension::Level => level,
                Dimension::Kind => *kind.get_or_insert_with(|| known.kinds.of_cell(row.kind)),
                Dimension::Question => question,
            };
            let key = Key {
                grouping: u8::try_from(grouping).unwrap_or(u8::MAX),
                first: along(first),
                second: second.map_or(0, along),
            };
            let place = if run.cells.len() <= FEW {
                run.cells.iter().position(|(known, _)| *known == key)
            } else {
                self.slots.get(&key).filter(|(run, _)| *run == this).map(|(_, place)| *place)
            };
            let place = place.unwrap_or_else(|| {
                run.cells.push((key, Cell::default()));
                match run.cells.len() {
                    // From here on the map is asked, so it must know the first ones, too.
                    len if len == FEW + 1 => {
                        let all = run.cells.iter().enumerate();
                        self.slots.extend(all.map(|(place, (key, _))| (*key, (this, place))));
                    }
                    len if len > FEW => {
                        self.slots.insert(key, (this, len - 1));
                    }
                    _ => {}
                }
                run.cells.len() - 1
            });
            run.cells[place].1.add(row.outcome, row.points, row.max_points);
        }
    }

    fn bad(&mut self, at: usize, bad: &BadCell) {
        self.bad += 1;
        if self.first_bad.is_none() {
            self.first_bad = Some((self.place(at), bad.clone()));
        }
    }
}

impl Run {
    /// Adds the rows that follow, of the same attempt.
    pub fn go_on(&mut self, next: &Self) {
        self.to = next.to;
        self.total.merge(&next.total);
        for (key, cell) in &next.cells {
            match self.cells.iter_mut().find(|(known, _)| known == key) {
                Some((_, known)) => known.merge(cell),
                None => self.cells.push((*key, *cell)),
            }
        }
        self.seconds = self.seconds.zip(next.seconds).map(|(one, other)| one.saturating_add(other));
        self.twice |= next.twice || next.questions.iter().any(|question| self.questions.contains(question));
        self.questions.extend_from_slice(&next.questions);
    }

    /// What it is read as in the end: one attempt, its total not below nothing.
    pub fn finish(&mut self) {
        self.total.attempts = 1;
        self.total.points = self.total.points.max(Points::default());
        for (_, cell) in &mut self.cells {
            cell.attempts = 1;
        }
    }
}
