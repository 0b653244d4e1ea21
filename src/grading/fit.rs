//! Whether an exam is the one that was sat, as far as answers need it: a mended key is, other options are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::evidence::Evidence;
use crate::exam::{Answer, Exam, Face, Points, Question, QuestionId};
use crate::scoring::Outcome;

/// Why an exam can't mark answers that were given to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// It scores by another rule.
    Scoring,
    /// It has no such question.
    NoQuestion,
    /// The question is of another kind.
    Kind {
        /// As it was sat.
        sat: String,
        /// As it is.
        is: &'static str,
    },
    /// What there is to choose from is not the same.
    Parts,
    /// It is worded otherwise, and so may ask something else.
    Wording(&'static str),
    /// The number has another unit.
    Unit,
    /// It is worth more or less.
    Points {
        /// As it was sat.
        sat: Points,
        /// As it is.
        is: Points,
    },
    /// An answer can't be given to it.
    Answer(String),
    /// A row has a mark, and no answer to be marked.
    NoAnswer,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scoring => f.write_str("it scores by another rule (`partial`, `wrong`)"),
            Self::NoQuestion => f.write_str("there is no such question"),
            Self::Kind { sat, is } => write!(f, "it was `{sat}` and is `{is}`"),
            Self::Parts => f.write_str("there is something else to choose from (other ids)"),
            Self::Wording(what) => f.write_str(what),
            Self::Unit => f.write_str("it has another unit"),
            Self::Points { sat, is } => write!(f, "it was worth {sat} and is worth {is}"),
            Self::Answer(answer) => write!(f, "the answer `{answer}` can't be given to it"),
            Self::NoAnswer => f.write_str("a row has a mark and no answer"),
        }
    }
}

/// By question, in order; what concerns the whole exam under an empty id.
pub type Misfits = BTreeMap<String, Misfit>;

/// What keeps an exam from marking answers that were given to another, of the questions asked.
pub fn of_exams(sat: &Exam, is: &Exam, asked: &BTreeSet<&str>) -> Misfits {
    let mut misfits = Misfits::new();
    if sat.scoring != is.scoring {
        misfits.insert(String::new(), Misfit::Scoring);
    }
    for id in asked {
        let question = |exam: &'_ Exam| QuestionId::new(id).and_then(|id| exam.question(&id).cloned());
        let misfit = match (question(sat), question(is)) {
            (_, None) => Some(Misfit::NoQuestion),
            // The rows alone tell of it then.
            (None, Some(_)) => None,
            (Some(sat), Some(is)) => of_questions(&sat, &is),
        };
        misfits.extend(misfit.map(|misfit| ((*id).to_owned(), misfit)));
    }
    misfits
}

fn of_questions(sat: &Question, is: &Question) -> Option<Misfit> {
    if sat.face.kind() != is.face.kind() {
        let sat = sat.face.kind().word().to_owned();
        return Some(Misfit::Kind { sat, is: is.face.kind().word() });
    }
    if sat.points != is.points {
        return Some(Misfit::Points { sat: sat.points, is: is.points });
    }
    match (&sat.face, &is.face) {
        (Face::Number { unit: sat }, Face::Number { unit: is }) if sat != is => Some(Misfit::Unit),
        (sat, is) if parts(sat) != parts(is) => Some(Misfit::Parts),
        _ => None,
    }
}

/// Of the questions asked, those that are worded otherwise: an answer that was given to another question is none to this one, and only a
/// person can say that they ask the same.
pub fn wordings(sat: &Exam, is: &Exam, asked: &BTreeSet<&str>) -> Misfits {
    let both = asked.iter().filter_map(|id| {
        let known = QuestionId::new(id)?;
        Some((*id, sat.question(&known)?, is.question(&known)?))
    });
    let reworded = both.filter_map(|(id, one, other)| {
        let code = |exam: &Exam, question: &Question| -> Vec<String> {
            exam.snippets_of(question).map(|snippet| snippet.code.clone()).collect()
        };
        let what = if one.prompt != other.prompt {
            "its prompt is not the one that was sat"
        } else if texts(&one.face) != texts(&other.face) {
            "the words to choose from are not those that were sat"
        } else if code(sat, one) != code(is, other) {
            "its snippets are not those that were sat"
        } else {
            return None;
        };
        Some((id.to_owned(), Misfit::Wording(what)))
    });
    reworded.collect()
}

/// Ids of what there is to choose from, whatever their order.
fn parts(face: &Face) -> BTreeSet<(u8, &str)> {
    texts(face).into_iter().map(|(side, id, _)| (side, id)).collect()
}

/// The same with the texts.
fn texts(face: &Face) -> BTreeSet<(u8, &str, &str)> {
    match face {
        Face::Single(options) | Face::Multiple(options) => {
            options.iter().map(|option| (0, option.id.as_str(), option.text.as_str())).collect()
        }
        Face::Order(entries) => {
            entries.iter().map(|part| (0, part.id.as_str(), part.text.as_str())).collect()
        }
        Face::Match { lefts, rights } => {
            let lefts = lefts.iter().map(|part| (0, part.id.as_str(), part.text.as_str()));
            lefts.chain(rights.iter().map(|part| (1, part.id.as_str(), part.text.as_str()))).collect()
        }
        Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => BTreeSet::new(),
    }
}

/// The same as far as rows alone tell it: kind, worth, and whether their answers can be given. Rows that need none are left out by whoever
/// calls.
pub fn of_rows<'r>(rows: impl Iterator<Item = &'r Evidence>, is: &Exam) -> Misfits {
    let mut misfits = Misfits::new();
    for row in rows {
        if misfits.contains_key(&row.question) {
            continue;
        }
        let misfit = match QuestionId::new(&row.question).and_then(|id| is.question(&id)) {
            None => Some(Misfit::NoQuestion),
            Some(question) => of_row(row, question),
        };
        misfits.extend(misfit.map(|misfit| (row.question.clone(), misfit)));
    }
    misfits
}

fn of_row(row: &Evidence, question: &Question) -> Option<Misfit> {
    let kind = question.face.kind().word();
    if !row.kind.is_empty() && row.kind != kind {
        return Some(Misfit::Kind { sat: row.kind.clone(), is: kind });
    }
    if row.now.max_points != question.points && !row.now.is_dropped() {
        return Some(Misfit::Points { sat: row.now.max_points, is: question.points });
    }
    if row.answer.is_empty() {
        let has_none = matches!(row.now.outcome, Outcome::Unanswered | Outcome::TimedOut);
        return (!has_none).then_some(Misfit::NoAnswer);
    }
    Answer::read(&row.answer, &question.face).is_none().then(|| Misfit::Answer(row.answer.clone()))
}
