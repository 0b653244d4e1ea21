//! What a row has to say of one answer: its exam, what the journal tells of it, and what people say of it → outcome and points.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::exam::{Exam, Key, Points, Question};
use crate::results::row::marked;
use crate::scoring::{Outcome, mark_essay};
use crate::session::Progress;

/// The grader of a question that counts for nobody.
pub const DROPPED: &str = "dropped";
/// The grader of what the key marks.
pub const KEY: &str = "key";

/// A mark that somebody gave on one criterion of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The place of the criterion in the rubric, from 1.
    pub criterion: usize,
    /// The points, a plain decimal.
    pub points: String,
    /// Who gave them; who agreed, joined by `+`.
    pub grader: String,
    /// By which rubric; all 64 hex digits of the key's digest.
    pub key_digest: String,
    /// Whether it is what counts where graders differ.
    pub agreed: bool,
}

/// A question that counts for nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Who says so.
    pub grader: String,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// What people say of answers.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// By attempt and question, in the order in which it was said.
    pub given: HashMap<(String, String), Vec<Given>>,
    /// By exam, without a form, and question.
    pub struck: BTreeMap<(String, String), Struck>,
}

impl Said {
    /// What was given for an answer.
    pub fn of(&self, attempt: &str, question: &str) -> &[Given] {
        let key = (attempt.to_owned(), question.to_owned());
        self.given.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// What a row has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The outcome; `None` where it says nothing.
    pub outcome: Option<String>,
    /// The points; empty while ungraded.
    pub points: String,
    /// What the question is worth.
    pub max_points: String,
    /// Who marked it; empty while ungraded.
    pub grader: String,
}

impl Expected {
    /// The same of a question that counts for nobody. An answer that nobody has marked may stand as anything.
    pub fn dropped(outcome: &str) -> Self {
        let is_open = outcome == Outcome::Ungraded.word();
        Self {
            outcome: (!is_open).then(|| outcome.to_owned()),
            points: "0".to_owned(),
            max_points: "0".to_owned(),
            grader: DROPPED.to_owned(),
        }
    }
}

/// What a row has to say of one answer. `counts` tells whether marks made by the rubric of a key count for this one's.
pub fn expected(
    exam: &Exam,
    question: &Question,
    progress: &Progress,
    given: &[Given],
    counts: &dyn Fn(&str) -> bool,
) -> Expected {
    let (_, by_key) = marked(exam, question, progress);
    let by_hand = || {
        let (points, graders) = settled(question, given, counts)?;
        Some((mark_essay(question, &points).ok()?, graders.join("+")))
    };
    let (mark, grader) = match by_key.outcome {
        Outcome::Ungraded => by_hand().unwrap_or((by_key, String::new())),
        Outcome::Correct
        | Outcome::Partial
        | Outcome::Incorrect
        | Outcome::Unanswered
        | Outcome::TimedOut => (by_key, KEY.to_owned()),
    };
    Expected {
        outcome: Some(mark.outcome.word().to_owned()),
        points: mark.points.map(|points| points.to_string()).unwrap_or_default(),
        max_points: mark.max_points.to_string(),
        grader,
    }
}

/// The points on each criterion and who gave them, by name; `None` while a criterion has no mark, or graders differ.
fn settled(
    question: &Question,
    given: &[Given],
    counts: &dyn Fn(&str) -> bool,
) -> Option<(Vec<Points>, Vec<String>)> {
    let Some(Key::Essay { criteria, sample: _ }) = &question.key else { return None };
    let fits: HashSet<&str> =
        given.iter().map(|one| one.key_digest.as_str()).filter(|key| counts(key)).collect();
    let given: Vec<&Given> = given.iter().filter(|one| fits.contains(one.key_digest.as_str())).collect();
    let mut points = Vec::new();
    let mut graders = BTreeSet::new();
    for criterion in 1..=criteria.len() {
        let of_it = || given.iter().filter(|one| one.criterion == criterion);
        let agreed = of_it().rfind(|one| one.agreed);
        // The last word of each grader counts.
        let own: BTreeMap<&str, &str> =
            of_it().filter(|one| !one.agreed).map(|one| (one.grader.as_str(), one.points.as_str())).collect();
        let here = if let Some(agreed) = agreed {
            graders.extend(agreed.grader.split('+').map(str::to_owned));
            Points::parse(&agreed.points)?
        } else {
            let all: BTreeSet<Points> =
                own.values().map(|text| Points::parse(text)).collect::<Option<_>>()?;
            if all.len() > 1 {
                return None;
            }
            graders.extend(own.keys().map(|name| (*name).to_owned()));
            all.first().copied()?
        };
        points.push(here);
    }
    Some((points, graders.into_iter().collect()))
}

#[cfg(test)]
#[path = "remark_tests.rs"]
mod tests;
