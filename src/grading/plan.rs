//! What rows would say if they were marked anew.

use super::evidence::{DROPPED, Evidence, KEY, Marked};
use super::opinions::{Opinions, Verdict};
use crate::exam::{Answer, Exam, Fraction, Points, Question, QuestionId, ScoringRule};
use crate::results::amend::amended;
use crate::results::scan::Columns;
use crate::scoring::mark::{HandedIn, all_or_nothing, mark, mark_essay};
use crate::scoring::{Mark, Outcome};

/// What rows are marked by.
pub struct Basis<'a> {
    /// The exam with its key.
    pub exam: &'a Exam,
    /// What people said.
    pub opinions: &'a Opinions,
    /// Who handed an answer in, where a journal tells: by attempt and question.
    pub handed_in: &'a dyn Fn(&str, &str) -> Option<HandedIn>,
}

/// Why an answer has no points, or keeps those it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For marks: what there is of them.
    ForMarks(Verdict),
    /// Its marks are by another rubric.
    OtherRubric,
    /// It was marked by somebody whose marks are not here, and stays as it is.
    MarkedElsewhere,
    /// It says that its question is taken out, nobody here says so, and it stays as it is.
    DroppedElsewhere,
    /// It is wrong and would cost, and nothing tells whether the clock handed it in: it costs nothing.
    Spared,
}

/// Rows and what they would say.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The rows.
    pub rows: Vec<Evidence>,
    /// What each would say, in the same order.
    pub then: Vec<Marked>,
    /// Rows that wait, with why.
    pub waiting: Vec<(usize, Waiting)>,
}

impl Plan {
    /// Marks rows by what is known.
    pub fn of(rows: Vec<Evidence>, basis: &Basis<'_>) -> Self {
        let mut plan = Self::default();
        for (place, row) in rows.iter().enumerate() {
            let (then, waiting) = basis.marked(row);
            plan.then.push(then);
            plan.waiting.extend(waiting.map(|why| (place, why)));
        }
        plan.rows = rows;
        plan
    }

    /// The places of rows of which any cell would change.
    pub fn changed(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|&place| self.rows[place].now != self.then[place])
    }

    /// The bytes of the file with the changes in it; every other byte stays.
    pub fn apply(&self, bytes: &[u8], columns: &Columns) -> Vec<u8> {
        let place = |column: &str| columns.names.iter().position(|name| name == column);
        let mut out = Vec::with_capacity(bytes.len() + 64);
        let mut done = 0;
        for at in self.changed() {
            let (now, then) = (&self.rows[at].now, &self.then[at]);
            let points = |marked: &Marked| marked.points.map(|points| points.to_string()).unwrap_or_default();
            let texts = [
                ("outcome", now.outcome == then.outcome, then.outcome.word().to_owned()),
                // The same points may be written in other ways: `1.0`. They stay as they are.
                ("points", now.points == then.points, points(then)),
                ("max_points", now.max_points == then.max_points, then.max_points.to_string()),
                ("grader", now.grader == then.grader, then.grader.clone()),
                ("key_digest", now.key_digest == then.key_digest, then.key_digest.clone()),
            ];
            let changes: Vec<(usize, &str, &str)> = texts
                .iter()
                .filter(|(_, same, _)| !same)
                .filter_map(|(column, _, text)| Some((place(column)?, *column, text.as_str())))
                .collect();
            let record = &self.rows[at].place;
            out.extend_from_slice(&bytes[done..record.start]);
            out.extend_from_slice(&amended(&bytes[record.clone()], &changes));
            done = record.end;
        }
        out.extend_from_slice(&bytes[done..]);
        out
    }
}

/// What the key says of an answer.
enum ByKey {
    /// All of it; and whether it would cost if it was a person who handed it in, which is not known.
    Done(Mark, bool),
    /// That people mark it, what of, and what their marks come to.
    Asks(Mark, Verdict, Option<Mark>),
}

impl Basis<'_> {
    /// What a row would say, and why it waits if it does. Wherever a journal tells who handed the answer in, and what is said of it is
    /// here, this follows from the answer, the exam and what people said alone, not from what the row says now.
    pub fn marked(&self, row: &Evidence) -> (Marked, Option<Waiting>) {
        let key_digest = self.exam.key_digest.short();
        let question = QuestionId::new(&row.question).and_then(|id| self.exam.question(&id));
        if self.opinions.dropped.contains_key(&row.question) {
            return (self.dropped(row, question), None);
        }
        if row.now.is_dropped() {
            return (Marked { key_digest, ..row.now.clone() }, Some(Waiting::DroppedElsewhere));
        }
        // Whoever calls has refused an exam without this question.
        let Some(question) = question else { return (row.now.clone(), None) };
        let by = |mark: Mark, grader: &str| Marked {
            outcome: mark.outcome,
            points: mark.points,
            max_points: mark.max_points,
            grader: grader.to_owned(),
            key_digest: key_digest.clone(),
        };
        let (open, verdict) = match self.by_key(row, question) {
            ByKey::Done(mark, spared) => return (by(mark, KEY), spared.then_some(Waiting::Spared)),
            ByKey::Asks(_, Verdict::Settled { graders, .. }, Some(mark)) => {
                return (by(mark, &graders), None);
            }
            ByKey::Asks(open, verdict, _) => (open, verdict),
        };
        let answer = (row.attempt.clone(), row.question.clone());
        let is_marked = row.now.points.is_some() && ![KEY, DROPPED, ""].contains(&row.now.grader.as_str());
        let waiting = match &verdict {
            Verdict::Unmarked if self.opinions.other_rubric.contains(&answer) => Waiting::OtherRubric,
            Verdict::Unmarked if is_marked => {
                return (Marked { key_digest, ..row.now.clone() }, Some(Waiting::MarkedElsewhere));
            }
            Verdict::Unmarked | Verdict::Partly { .. } | Verdict::Differ(_) | Verdict::Settled { .. } => {
                Waiting::ForMarks(verdict)
            }
        };
        (by(open, ""), Some(waiting))
    }

    fn by_key(&self, row: &Evidence, question: &Question) -> ByKey {
        let answer = Answer::read(&row.answer, &question.face);
        let rule = self.exam.scoring;
        let handed_in = (self.handed_in)(&row.attempt, &row.question).or_else(|| by_row(row, question, rule));
        let marked = |by: HandedIn| mark(question, answer.as_ref(), rule, by);
        let mark = marked(handed_in.unwrap_or(HandedIn::ByClock));
        if mark.outcome != Outcome::Ungraded {
            return ByKey::Done(mark, handed_in.is_none() && mark != marked(HandedIn::ByPerson));
        }
        let verdict = self.opinions.verdict(&row.attempt, &row.question);
        let essay = match &verdict {
            Verdict::Settled { points, .. } => mark_essay(question, points).ok(),
            Verdict::Unmarked | Verdict::Partly { .. } | Verdict::Differ(_) => None,
        };
        ByKey::Asks(mark, verdict, essay)
    }

    /// The row of a question that is taken out: its outcome is what it would have been, where the exam can still mark it; an answer that
    /// nobody can mark earns nothing of nothing.
    fn dropped(&self, row: &Evidence, question: Option<&Question>) -> Marked {
        let fits = |question: &&Question| {
            (row.kind.is_empty() || row.kind == question.face.kind().word())
                && (row.answer.is_empty() || Answer::read(&row.answer, &question.face).is_some())
        };
        let by_clock = || {
            (self.handed_in)(&row.attempt, &row.question) == Some(HandedIn::ByClock)
                || row.now.outcome == Outcome::TimedOut
        };
        let outcome = match question.filter(fits).map(|question| self.by_key(row, question)) {
            Some(ByKey::Done(mark, _) | ByKey::Asks(_, _, Some(mark))) => mark.outcome,
            Some(ByKey::Asks(_, _, None)) => Outcome::Incorrect,
            None if !row.answer.is_empty() => Outcome::Incorrect,
            None if by_clock() => Outcome::TimedOut,
            None => Outcome::Unanswered,
        };
        Marked {
            outcome,
            points: Some(Points(0)),
            max_points: Points(0),
            grader: DROPPED.to_owned(),
            key_digest: self.exam.key_digest.short(),
        }
    }
}

/// Whether a wrong answer to a question costs.
pub fn costs(question: &Question, rule: ScoringRule) -> bool {
    rule.wrong != Fraction::ZERO && all_or_nothing(&question.face, rule.partial)
}

/// Who handed an answer in, as far as its row tells. One that was wrong and cost nothing where that costs was the clock's; one that was
/// wrong and cost was not. Of one that was right it is known only where no clock can have: in an attempt that was handed in before its time
/// was over, to a question without a time of its own.
fn by_row(row: &Evidence, question: &Question, rule: ScoringRule) -> Option<HandedIn> {
    match row.now.outcome {
        Outcome::TimedOut => Some(HandedIn::ByClock),
        Outcome::Unanswered | Outcome::Ungraded => Some(HandedIn::ByPerson),
        Outcome::Incorrect if row.now.points < Some(Points(0)) => Some(HandedIn::ByPerson),
        Outcome::Incorrect if !row.now.is_dropped() && costs(question, rule) => Some(HandedIn::ByClock),
        Outcome::Incorrect | Outcome::Correct | Outcome::Partial => {
            (row.status == "submitted" && question.time_limit.is_none()).then_some(HandedIn::ByPerson)
        }
    }
}
