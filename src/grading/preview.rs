//! What marking anew comes to, ready to be shown.

use std::collections::BTreeMap;

use super::figures::{OfAttempt, OfQuestion, of_attempts, of_questions};
use super::opinions::{Dropped, Opinions, Verdict};
use super::plan::{Plan, Waiting};
use crate::exam::Exam;

/// What would change, or was changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// The results file's name.
    pub results: String,
    /// The exam's id.
    pub exam: String,
    /// Its title.
    pub title: String,
    /// Which text of it marks; 16 digits.
    pub exam_digest: String,
    /// By which key; 16 digits.
    pub key_digest: String,
    /// The keys that rows name now, sorted.
    pub keys_now: Vec<String>,
    /// How many rows there are.
    pub answers: usize,
    /// Rows in which any cell would change.
    pub rows_changed: usize,
    /// What would change, question by question.
    pub questions: Vec<OfQuestion>,
    /// All attempts, changed or not.
    pub attempts: Vec<OfAttempt>,
    /// Where the file as it was is kept, once the changes are written.
    pub backup: Option<String>,
    /// What must be known besides.
    pub notes: Vec<Note>,
}

/// What must be known to read a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Answers to a question that have no points yet.
    Ungraded {
        /// Which question.
        question: String,
        /// Those that nobody has marked.
        unmarked: usize,
        /// Those with marks on some criteria.
        partly: usize,
        /// Those on which graders differ.
        differ: usize,
        /// Those with marks by another rubric only.
        other_rubric: usize,
    },
    /// Answers to a question that keep points whose marks are not here.
    MarkedElsewhere(String, usize),
    /// A question is taken out.
    Dropped(String, Dropped),
    /// Rows say that their question is taken out, and nobody here says so.
    DroppedElsewhere(String, usize),
    /// No copy of the exam that was sat is here: only the rows could be compared.
    NoCopy(String),
    /// The exam is another version than was sat, in something that no answer needs.
    OtherText(String),
    /// A question is worded otherwise than it was sat, and somebody says that it asks the same.
    SameQuestion(String),
    /// Answers to a question that are wrong now and would cost, without a journal that tells whether the clock handed them in.
    Spared(String, usize),
    /// Attempts of the exam that are in journals only.
    JournalsOnly(usize),
    /// Attempts without a journal, where a wrong answer costs unless the clock handed it in.
    NoJournal(usize),
}

impl Note {
    /// The name of its kind in machine formats.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ungraded { .. } => "ungraded",
            Self::MarkedElsewhere(..) => "marked-elsewhere",
            Self::Dropped(..) => "dropped",
            Self::DroppedElsewhere(..) => "dropped-elsewhere",
            Self::NoCopy(_) => "no-exam-copy",
            Self::OtherText(_) => "other-text",
            Self::SameQuestion(_) => "same-question",
            Self::Spared(..) => "spared",
            Self::JournalsOnly(_) => "journals-only",
            Self::NoJournal(_) => "no-journal",
        }
    }

    /// How many answers, questions or attempts it speaks of.
    pub const fn count(&self) -> usize {
        match self {
            Self::Ungraded { unmarked, partly, differ, other_rubric, .. } => {
                *unmarked + *partly + *differ + *other_rubric
            }
            Self::MarkedElsewhere(_, n)
            | Self::DroppedElsewhere(_, n)
            | Self::JournalsOnly(n)
            | Self::Spared(_, n)
            | Self::NoJournal(n) => *n,
            Self::Dropped(..) | Self::NoCopy(_) | Self::OtherText(_) | Self::SameQuestion(_) => 1,
        }
    }
}

impl Preview {
    /// Of a plan.
    pub fn of(results: String, plan: &Plan, exam: &Exam, opinions: &Opinions) -> Self {
        let mut keys: Vec<String> = plan.rows.iter().map(|row| row.now.key_digest.clone()).collect();
        keys.sort();
        keys.dedup();
        let is_asked = |id: &str| plan.rows.iter().any(|row| row.question == id);
        let dropped = opinions.dropped.iter().filter(|(id, _)| is_asked(id));
        let dropped = dropped.map(|(id, by)| Note::Dropped(id.clone(), by.clone()));
        Self {
            results,
            exam: exam.id.to_string(),
            title: exam.title.clone(),
            exam_digest: exam.exam_digest.short(),
            key_digest: exam.key_digest.short(),
            keys_now: keys,
            answers: plan.rows.len(),
            rows_changed: plan.changed().count(),
            questions: of_questions(plan, exam),
            attempts: of_attempts(plan, exam),
            backup: None,
            notes: dropped.chain(waiting(plan)).collect(),
        }
    }

    /// Attempts whose share or level changes.
    pub fn changed(&self) -> impl Iterator<Item = &OfAttempt> {
        self.attempts.iter().filter(|of| of.changes > 0)
    }
}

fn waiting(plan: &Plan) -> Vec<Note> {
    let mut counts: BTreeMap<&str, [usize; 7]> = BTreeMap::new();
    for (row, why) in &plan.waiting {
        let of = counts.entry(&plan.rows[*row].question).or_default();
        let place = match why {
            Waiting::ForMarks(Verdict::Partly { .. } | Verdict::Settled { .. }) => 1,
            Waiting::ForMarks(Verdict::Differ(_)) => 2,
            Waiting::ForMarks(Verdict::Unmarked) => 0,
            Waiting::OtherRubric => 3,
            Waiting::MarkedElsewhere => 4,
            Waiting::DroppedElsewhere => 5,
            Waiting::Spared => 6,
        };
        of[place] += 1;
    }
    let mut notes = Vec::new();
    for (question, [unmarked, partly, differ, other_rubric, elsewhere, dropped, spared]) in counts {
        let question = question.to_owned();
        if spared > 0 {
            notes.push(Note::Spared(question.clone(), spared));
        }
        if dropped > 0 {
            notes.push(Note::DroppedElsewhere(question.clone(), dropped));
        }
        if elsewhere > 0 {
            notes.push(Note::MarkedElsewhere(question.clone(), elsewhere));
        }
        if unmarked + partly + differ + other_rubric > 0 {
            notes.push(Note::Ungraded { question, unmarked, partly, differ, other_rubric });
        }
    }
    notes
}
