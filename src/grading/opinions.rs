//! What people said of answers, added up: whose mark on which criterion stands, and what that comes to for an answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::evidence::base;
use super::said::{Mark, Said};
use crate::exam::{Criterion, Exam, Key, Points, Question, QuestionId};

/// One grader's mark on a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The points.
    pub points: Points,
    /// What was said about it.
    pub comment: Option<String>,
}

/// What was said on one criterion of one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnCriterion {
    /// Each grader's last mark, by name.
    pub marks: BTreeMap<String, Given>,
    /// What was agreed on after all of them, and by whom, joined by `+`.
    pub agreed: Option<(Points, String)>,
}

impl OnCriterion {
    /// The points that stand; `None` without a mark, or while graders differ.
    fn settled(&self) -> Option<Points> {
        let mut marks = self.marks.values().map(|given| given.points);
        let same = marks.next().filter(|first| marks.all(|other| other == *first));
        self.agreed.as_ref().map(|(points, _)| *points).or(same)
    }

    /// Whether graders differ, and have not agreed.
    pub fn differs(&self) -> bool {
        !self.marks.is_empty() && self.settled().is_none()
    }
}

/// What was said of one answer: for each criterion of the rubric.
pub type OnAnswer = Vec<OnCriterion>;

/// What marks come to for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No criterion has a mark.
    Unmarked,
    /// Some have none.
    Partly {
        /// How many have one.
        marked: usize,
        /// How many there are.
        of: usize,
    },
    /// Graders differ on these, counted from 0.
    Differ(Vec<usize>),
    /// Each has one that stands.
    Settled {
        /// For each criterion.
        points: Vec<Points>,
        /// Whose marks they are, joined by `+`.
        graders: String,
    },
}

/// Who took a question out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Who says so.
    pub grader: String,
    /// Why, if it is said.
    pub comment: Option<String>,
}

/// Everything that people said of one exam.
#[derive(Clone, Debug, Default)]
pub struct Opinions {
    answers: HashMap<(String, String), OnAnswer>,
    /// Questions that were taken out.
    pub dropped: BTreeMap<String, Dropped>,
    /// Answers with marks by another rubric than the exam's, which don't count.
    pub other_rubric: BTreeSet<(String, String)>,
}

impl Opinions {
    /// Adds up what was said, in the order in which it was. `same_rubric` tells whether a question had the exam's rubric under the key
    /// with this digest.
    pub fn of<'s>(
        said: impl Iterator<Item = &'s Said>,
        exam: &Exam,
        same_rubric: &dyn Fn(&str, &Question) -> bool,
    ) -> Self {
        let mut opinions = Self::default();
        for said in said {
            opinions.say(said, exam, same_rubric);
        }
        opinions
    }

    /// Adds what is said next.
    pub fn say(&mut self, said: &Said, exam: &Exam, same_rubric: &dyn Fn(&str, &Question) -> bool) {
        match said {
            Said::Dropped { exam: of, question, grader, comment, .. } => {
                if base(of) == exam.id.as_str() {
                    let dropped = || Dropped { grader: grader.clone(), comment: comment.clone() };
                    self.dropped.entry(question.clone()).or_insert_with(dropped);
                }
            }
            Said::Marked(mark) | Said::Agreed(mark) => {
                let Some((question, criteria)) = rubric(exam, &mark.question) else { return };
                let answer = (mark.attempt.clone(), mark.question.clone());
                match fitting(mark, criteria).filter(|_| same_rubric(&mark.key_digest, question)) {
                    Some(points) => {
                        let on = self.answers.entry(answer).or_default();
                        on.resize(criteria.len(), OnCriterion::default());
                        add(&mut on[mark.criterion - 1], said, mark, points);
                    }
                    None => {
                        self.other_rubric.insert(answer);
                    }
                }
            }
        }
    }

    /// What was said of an answer; nothing for each criterion if nothing was.
    pub fn on(&self, attempt: &str, question: &str) -> &[OnCriterion] {
        // A key of two texts needs both; the map is small, and asked once a row.
        self.answers.get(&(attempt.to_owned(), question.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// A grader's own mark on a criterion, counted from 0.
    pub fn own(&self, attempt: &str, question: &str, criterion: usize, grader: &str) -> Option<&Given> {
        self.on(attempt, question).get(criterion)?.marks.get(grader)
    }

    /// What the marks on an answer come to.
    pub fn verdict(&self, attempt: &str, question: &str) -> Verdict {
        verdict(self.on(attempt, question))
    }

    /// The graders of each answer to a question that has marks, by attempt.
    pub fn of_question<'o>(&'o self, question: &'o str) -> impl Iterator<Item = (&'o str, &'o OnAnswer)> {
        self.answers
            .iter()
            .filter(move |((_, of), _)| of == question)
            .map(|((attempt, _), on)| (attempt.as_str(), on))
    }
}

/// What marks come to, criterion by criterion.
pub fn verdict(on: &[OnCriterion]) -> Verdict {
    let marked = on.iter().filter(|on| !on.marks.is_empty() || on.agreed.is_some()).count();
    if marked == 0 {
        return Verdict::Unmarked;
    }
    let differ: Vec<usize> = (0..on.len()).filter(|&place| on[place].differs()).collect();
    if !differ.is_empty() {
        return Verdict::Differ(differ);
    }
    if marked < on.len() {
        return Verdict::Partly { marked, of: on.len() };
    }
    let points = on.iter().filter_map(OnCriterion::settled).collect();
    Verdict::Settled { points, graders: graders(on) }
}

/// Who stands for an answer's points: who marked all of it, or else who marked any; and who agreed.
fn graders(on: &[OnCriterion]) -> String {
    let all = |grader: &&str| on.iter().all(|on| on.marks.contains_key(*grader));
    let any: BTreeSet<&str> = on.iter().flat_map(|on| on.marks.keys().map(String::as_str)).collect();
    let mut graders: BTreeSet<&str> = any.iter().copied().filter(all).collect();
    if graders.is_empty() {
        graders = any;
    }
    let agreed = on.iter().filter_map(|on| on.agreed.as_ref());
    graders.extend(agreed.flat_map(|(_, by)| by.split('+')));
    graders.into_iter().collect::<Vec<_>>().join("+")
}

/// The rubric of an essay.
pub fn rubric<'e>(exam: &'e Exam, question: &str) -> Option<(&'e Question, &'e [Criterion])> {
    let question = exam.question(&QuestionId::new(question)?)?;
    match &question.key {
        Some(Key::Essay { criteria, .. }) => Some((question, criteria)),
        Some(
            Key::Single(_)
            | Key::Multiple(_)
            | Key::Boolean { .. }
            | Key::Text(_)
            | Key::Number { .. }
            | Key::Order(_)
            | Key::Match(_),
        )
        | None => None,
    }
}

/// Whether an essay is marked by the same rubric in both exams.
pub fn same_rubric(one: &Exam, other: &Exam, question: &str) -> bool {
    let criteria = |exam: &'_ Exam| rubric(exam, question).map(|(_, criteria)| criteria.to_vec());
    criteria(one).is_some() && criteria(one) == criteria(other)
}

/// A mark's points, if the rubric has such a criterion that is worth as much.
fn fitting(mark: &Mark, criteria: &[Criterion]) -> Option<Points> {
    let criterion = criteria.get(mark.criterion.checked_sub(1)?)?;
    Points::parse(&mark.points).filter(|points| (Points(0)..=criterion.points).contains(points))
}

fn add(on: &mut OnCriterion, said: &Said, mark: &Mark, points: Points) {
    if let Said::Agreed(_) = said {
        on.agreed = Some((points, mark.grader.clone()));
        return;
    }
    // Who marks again afterwards opens again what was agreed on, unless it says the same.
    on.agreed.take_if(|(agreed, _)| *agreed != points);
    on.marks.insert(mark.grader.clone(), Given { points, comment: mark.comment.clone() });
}
