//! How each question of an exam stands: how often it was answered and missed, how it went last, and when.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::scoring::Share;
use crate::session::moment::WallTime;

use super::sat::{Counted, Sat};

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Which.
    pub id: String,
    /// Its title or the first paragraph of its prompt (Markdown), from a copy of the exam; else the id.
    pub title: String,
    /// Its topic, as it was last.
    pub topic: String,
    /// How many answers count.
    pub times: u32,
    /// How many of these earned less than all.
    pub missed: u32,
    /// What the latest of them earned; `None` while none counts.
    pub latest: Option<Share>,
    /// When it was last answered, marked or not.
    pub seen_at: WallTime,
    /// Whether the exam still asks it, as far as a copy tells.
    pub is_asked: bool,
}

impl Question {
    /// Whether it was missed when it was last answered.
    pub fn is_missed(&self) -> bool {
        self.latest.is_some_and(|share| !share.is_all())
    }

    /// Whether it was missed twice or more, when it was last answered, too.
    pub fn is_missed_twice(&self) -> bool {
        self.is_missed() && self.missed >= 2
    }
}

/// The questions that were answered in some attempts, which stand in order of time; in the order in which they first came.
/// A question that was left open in practice, or taken out, is not among them for that.
pub fn questions<'a>(sats: impl IntoIterator<Item = &'a Sat>) -> Vec<Question> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut questions: Vec<Question> = Vec::new();
    for sat in sats {
        for answer in &sat.answers {
            let counted = sat.counted(answer);
            if matches!(counted, Counted::LeftOpen | Counted::Dropped) {
                continue;
            }
            let place = *places.entry(answer.question.as_str()).or_insert_with(|| {
                questions.push(Question {
                    id: answer.question.clone(),
                    title: answer.question.clone(),
                    topic: String::new(),
                    times: 0,
                    missed: 0,
                    latest: None,
                    seen_at: WallTime::default(),
                    is_asked: true,
                });
                questions.len() - 1
            });
            let question = &mut questions[place];
            answer.topic.clone_into(&mut question.topic);
            question.seen_at = question.seen_at.max(sat.started_at);
            if let Counted::As(share) = counted {
                question.times = question.times.saturating_add(1);
                question.missed = question.missed.saturating_add(u32::from(!share.is_all()));
                question.latest = Some(share);
            }
        }
    }
    questions
}

/// How far one got at an exam.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HowFar {
    /// Questions that were answered.
    pub tried: usize,
    /// Of these the ones that were right when they were last answered.
    pub right: usize,
    /// Those that were not.
    pub missed: usize,
}

impl HowFar {
    /// Over these questions.
    pub fn of<'a>(questions: impl IntoIterator<Item = &'a Question>) -> Self {
        questions.into_iter().fold(Self::default(), |far, question| Self {
            tried: far.tried + 1,
            right: far.right + usize::from(question.latest.is_some_and(Share::is_all)),
            missed: far.missed + usize::from(question.is_missed()),
        })
    }
}

/// How each question of each exam stands after some attempts, in any order.
pub fn by_exam(mut sats: Vec<Sat>) -> HashMap<String, Vec<Question>> {
    in_order(&mut sats);
    let mut exams: HashMap<&str, Vec<&Sat>> = HashMap::new();
    for sat in &sats {
        exams.entry(sat.base()).or_default().push(sat);
    }
    exams.into_iter().map(|(exam, sats)| (exam.to_owned(), questions(sats))).collect()
}

/// Puts attempts in order, as everywhere: by when they began, then by their ids.
pub(super) fn in_order(sats: &mut [Sat]) {
    sats.sort_by(|one, other| (one.started_at, &one.attempt_id).cmp(&(other.started_at, &other.attempt_id)));
}

/// Finds out which of some attempts, in order of time, were about nothing but what was missed last. What was left open, too, tells what
/// was asked.
pub(super) fn mark_only_missed(sats: &mut [Sat]) {
    let mut missed: HashMap<(String, String), bool> = HashMap::new();
    let mut known: HashMap<(String, String), HashSet<String>> = HashMap::new();
    for sat in sats {
        let key = |question: &str| (sat.base().to_owned(), question.to_owned());
        let counted: Vec<_> = sat.answers.iter().map(|of| (key(&of.question), sat.counted(of))).collect();
        let some = counted.iter().any(|(_, counted)| matches!(counted, Counted::As(_)));
        let all = counted.iter().all(|(question, counted)| {
            missed.get(question).copied().unwrap_or_default() || *counted == Counted::Dropped
        });
        for (question, counted) in counted {
            if let Counted::As(share) = counted {
                missed.insert(question, !share.is_all());
            }
        }
        sat.only_missed = sat.is_practice() && some && all;
        let base = sat.base().to_owned();
        let mut asked: HashMap<&str, HashSet<&str>> = HashMap::new();
        for answer in &sat.answers {
            asked.entry(&answer.topic).or_default().insert(&answer.question);
        }
        let mut picked = BTreeSet::new();
        for (topic, questions) in asked {
            let known = known.entry((base.clone(), topic.to_owned())).or_default();
            if sat.only_missed && known.iter().any(|question| !questions.contains(question.as_str())) {
                picked.insert(topic.to_owned());
            }
            known.extend(questions.into_iter().map(str::to_owned));
        }
        sat.picked = picked;
    }
}
