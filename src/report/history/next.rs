//! What to practise next, and why: what was missed again and again, the weakest topic of which enough is known, what was not seen for
//! long, what was not tried yet.

use std::collections::{BTreeSet, HashSet};

use crate::exam::Exam;
use crate::scoring::Evidence;
use crate::session::moment::WallTime;

use super::sat::Sat;
use super::{Asked, ENOUGH, ExamHistory, Question, questions, share};

/// From so many days on a question is long unseen.
pub const LONG_UNSEEN_DAYS: i64 = 30;

/// Fewer missed questions of a topic are named, and the topic is not called weak for them.
const WEAK_FROM: usize = 2;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Something to practise.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Of which exam: a place in `exams`.
    pub exam: usize,
    /// Why.
    pub why: Why,
    /// What.
    pub run: Run,
}

/// Why something is to be practised.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// These were missed twice or more, when they were last asked, too; beside them so many once.
    MissedTwice {
        /// Which.
        questions: Vec<String>,
        /// How many were missed once, the last time.
        once: usize,
    },
    /// These were missed when they were last asked.
    Missed(Vec<String>),
    /// The topic with the smallest share, of those of which enough questions were answered.
    Weakest {
        /// Its title, else its id.
        topic: String,
        /// How its questions stand.
        now: Evidence,
        /// Among how many topics of which enough is known.
        among: usize,
    },
    /// These were not seen for long.
    LongUnseen {
        /// Which.
        questions: Vec<String>,
        /// When the one longest unseen was seen.
        since: WallTime,
    },
    /// So many questions of an exam were not tried yet.
    NotTried {
        /// How many.
        questions: usize,
        /// Of how many.
        of: usize,
    },
}

impl Why {
    /// The word for it in machine formats.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissedTwice { .. } => "missed-twice",
            Self::Missed(_) => "missed",
            Self::Weakest { .. } => "weakest-topic",
            Self::LongUnseen { .. } => "long-unseen",
            Self::NotTried { .. } => "not-tried",
        }
    }
}

/// What is to be practised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// What `--only-missed` asks.
    OnlyMissed,
    /// These topics, by id.
    Topics(Vec<String>),
    /// All of the exam.
    All,
}

/// What to practise of one exam, most pressing first.
pub(super) fn of_exam(
    place: usize,
    exam: &ExamHistory,
    sats: &[&Sat],
    copy: Option<&Exam>,
    asked: &Asked,
) -> Vec<Next> {
    let known: Option<HashSet<&str>> =
        copy.map(|exam| exam.questions.iter().map(|question| question.id.as_str()).collect());
    // What the exam does not ask any more can't be practised.
    let is_asked =
        |question: &&Question| known.as_ref().is_none_or(|known| known.contains(question.id.as_str()));
    let all: Vec<&Question> = exam.questions.iter().filter(is_asked).collect();
    let next = |why, run| Next { exam: place, why, run };
    let missed = missed(&all, sats, asked).map(|(why, run)| next(why, run));
    let weakest = weakest(exam).map(|(why, id)| next(why, Run::Topics(vec![id])));
    let unseen = unseen(&all, exam, asked).map(|(why, run)| next(why, run));
    let not_tried = exam.of.map(|of| (of.saturating_sub(all.len()), of)).filter(|(left, _)| *left > 0);
    let not_tried = not_tried.map(|(questions, of)| next(Why::NotTried { questions, of }, Run::All));
    missed.into_iter().chain(weakest).chain(unseen).chain(not_tried).collect()
}

/// What was missed the last time: twice if anything was.
fn missed(all: &[&Question], sats: &[&Sat], asked: &Asked) -> Option<(Why, Run)> {
    let missed: Vec<&&Question> = all.iter().filter(|question| question.is_missed()).collect();
    if missed.is_empty() {
        return None;
    }
    let ids = |questions: &[&&Question]| questions.iter().map(|question| question.id.clone()).collect();
    let (mut twice, once): (Vec<&&Question>, Vec<&&Question>) =
        missed.iter().copied().partition(|question| question.is_missed_twice());
    twice.sort_by_key(|question| std::cmp::Reverse(question.missed));
    let which = if twice.is_empty() { &missed } else { &twice };
    // What `practice` itself finds missed: in the learner's own results, under their name.
    let own = sats.iter().copied().filter(|sat| sat.own && sat.candidate == asked.learner);
    let own = questions(own);
    let found: HashSet<&str> =
        own.iter().filter(|question| question.is_missed()).map(|question| question.id.as_str()).collect();
    let run = if which.iter().all(|question| found.contains(question.id.as_str())) && !asked.is_part() {
        Run::OnlyMissed
    } else {
        Run::Topics(topics(which.iter().map(|question| **question)))
    };
    let why = if twice.is_empty() {
        Why::Missed(ids(&missed))
    } else {
        Why::MissedTwice { questions: ids(&twice), once: once.len() }
    };
    Some((why, run))
}

/// The topic with the smallest share among those of which enough is known, if several of it were missed the last time; of equal ones
/// that of most questions.
fn weakest(exam: &ExamHistory) -> Option<(Why, String)> {
    let enough: Vec<_> = exam.topics.iter().filter(|topic| topic.now.n >= ENOUGH).collect();
    let key = |now: Evidence| share(now).unwrap_or(1.0);
    let weakest = enough
        .iter()
        .min_by(|one, other| key(one.now).total_cmp(&key(other.now)).then(other.now.n.cmp(&one.now.n)))?;
    let missed =
        exam.questions.iter().filter(|question| question.topic == weakest.id && question.is_missed());
    (missed.count() >= WEAK_FROM).then(|| {
        let why = Why::Weakest { topic: weakest.title.clone(), now: weakest.now, among: enough.len() };
        (why, weakest.id.clone())
    })
}

/// What was right, or waits for a mark, and was not seen for long.
fn unseen(all: &[&Question], exam: &ExamHistory, asked: &Asked) -> Option<(Why, Run)> {
    let long_ago = asked.now.0.saturating_sub(LONG_UNSEEN_DAYS.saturating_mul(DAY_MS));
    let unseen: Vec<&Question> = all
        .iter()
        .copied()
        .filter(|question| !question.is_missed() && question.seen_at.0 <= long_ago)
        .collect();
    let since = unseen.iter().map(|question| question.seen_at).min()?;
    let topics = topics(unseen.iter().copied());
    let run =
        if topics.len() == exam.topics.len() && !asked.is_part() { Run::All } else { Run::Topics(topics) };
    let questions = unseen.iter().map(|question| question.id.clone()).collect();
    Some((Why::LongUnseen { questions, since }, run))
}

fn topics<'a>(questions: impl Iterator<Item = &'a Question>) -> Vec<String> {
    questions.map(|question| question.topic.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}
