//! What to practise next, and why: what was missed again and again, the weakest topic of which enough is known, what was not seen for
//! long, what was not tried yet.

use std::collections::{BTreeSet, HashSet};

use crate::exam::Exam;
use crate::scoring::Evidence;
use crate::session::moment::WallTime;

use super::sat::{Counted, Sat};
use super::{Asked, ENOUGH, ExamHistory, Question, questions, share};

/// From so many days on a question is long unseen.
pub const LONG_UNSEEN_DAYS: i64 = 30;

/// Fewer missed questions of a topic are named, and the topic is not called weak for them.
const WEAK_FROM: usize = 2;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Something to practise.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Of which exam: a place in `exams`.
    pub exam: usize,
    /// Why.
    pub why: Why,
    /// What.
    pub run: Run,
    /// How many of its questions an open attempt asks, too.
    pub pending: usize,
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
        /// How many others of these have just as small a share, and no more questions.
        tied: usize,
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
        /// Whether all that was tried was right when it was last answered.
        rest_right: bool,
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
    /// What `--only-new` asks.
    OnlyNew,
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
    let pending = pending(sats);
    // What an open attempt asks anyhow is for that; without a word of it nothing of it is offered twice.
    let next = |why, run, questions: &[String]| {
        let in_open = questions.iter().filter(|id| pending.contains(id.as_str())).count();
        let is_left = questions.is_empty() || in_open < questions.len();
        is_left.then_some(Next { exam: place, why, run, pending: in_open })
    };
    let missed = missed(&all, sats, asked).and_then(|(why, run, ids)| next(why, run, &ids));
    let weakest = weakest(exam).and_then(|(why, topic, ids)| next(why, Run::Topics(vec![topic]), &ids));
    let unseen = unseen(&all, exam, asked).and_then(|(why, run, ids)| next(why, run, &ids));
    let not_tried =
        copy.filter(|_| exam.of.is_some()).and_then(|copy| not_tried(&all, exam, sats, copy, asked));
    let not_tried = not_tried.and_then(|(why, run, ids)| next(why, run, &ids));
    missed.into_iter().chain(weakest).chain(unseen).chain(not_tried).collect()
}

/// What open attempts have asked for, or will, and have no answer to yet.
fn pending<'a>(sats: &[&'a Sat]) -> HashSet<&'a str> {
    let open = sats.iter().filter(|sat| sat.open);
    let left = open.flat_map(|sat| sat.answers.iter().filter(|of| sat.counted(of) == Counted::LeftOpen));
    left.map(|answer| answer.question.as_str()).collect()
}

/// How questions stand in the learner's own results, under their name: what `practice` itself goes by.
fn own(sats: &[&Sat], asked: &Asked) -> Vec<Question> {
    questions(sats.iter().copied().filter(|sat| sat.own && sat.candidate == asked.learner))
}

/// What was never answered, in the exam's order.
fn not_tried(
    all: &[&Question],
    exam: &ExamHistory,
    sats: &[&Sat],
    copy: &Exam,
    asked: &Asked,
) -> Option<(Why, Run, Vec<String>)> {
    let tried: HashSet<&str> = all.iter().map(|question| question.id.as_str()).collect();
    let left: Vec<_> =
        copy.questions.iter().filter(|question| !tried.contains(question.id.as_str())).collect();
    if left.is_empty() {
        return None;
    }
    let own = own(sats, asked);
    let run = if tried.iter().all(|id| own.iter().any(|question| question.id == *id)) {
        Run::OnlyNew
    } else {
        let topics: BTreeSet<String> = left.iter().map(|question| question.topic.to_string()).collect();
        if topics.len() == copy.topics.len() { Run::All } else { Run::Topics(topics.into_iter().collect()) }
    };
    let far = exam.how_far();
    let rest_right = far.tried > 0 && far.right == far.tried;
    let why = Why::NotTried { questions: left.len(), of: copy.questions.len(), rest_right };
    Some((why, run, left.iter().map(|question| question.id.to_string()).collect()))
}

/// What was missed the last time: twice if anything was.
fn missed(all: &[&Question], sats: &[&Sat], asked: &Asked) -> Option<(Why, Run, Vec<String>)> {
    let missed: Vec<&&Question> = all.iter().filter(|question| question.is_missed()).collect();
    if missed.is_empty() {
        return None;
    }
    let ids =
        |questions: &[&&Question]| questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
    let (mut twice, once): (Vec<&&Question>, Vec<&&Question>) =
        missed.iter().copied().partition(|question| question.is_missed_twice());
    twice.sort_by_key(|question| std::cmp::Reverse(question.missed));
    let which = if twice.is_empty() { &missed } else { &twice };
    let own = own(sats, asked);
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
    let asks = if run == Run::OnlyMissed { ids(&missed) } else { ids(which) };
    Some((why, run, asks))
}

/// The topic with the smallest share among those of which enough is known, if several of it were missed the last time; of equal ones
/// that of most questions.
fn weakest(exam: &ExamHistory) -> Option<(Why, String, Vec<String>)> {
    let enough: Vec<_> = exam.topics.iter().filter(|topic| topic.now.n >= ENOUGH).collect();
    let key = |now: Evidence| share(now).unwrap_or(1.0);
    let by_share = |one: Evidence, other: Evidence| key(one).total_cmp(&key(other));
    let weakest =
        enough.iter().min_by(|one, other| by_share(one.now, other.now).then(other.now.n.cmp(&one.now.n)))?;
    let tied = enough.iter().filter(|topic| by_share(topic.now, weakest.now).is_eq()).count() - 1;
    let missed =
        exam.questions.iter().filter(|question| question.topic == weakest.id && question.is_missed());
    let missed: Vec<String> = missed.map(|question| question.id.clone()).collect();
    (missed.len() >= WEAK_FROM).then(|| {
        let (topic, now) = (weakest.title.clone(), weakest.now);
        (Why::Weakest { topic, now, among: enough.len(), tied }, weakest.id.clone(), missed)
    })
}

/// What was right, or waits for a mark, and was not seen for long.
fn unseen(all: &[&Question], exam: &ExamHistory, asked: &Asked) -> Option<(Why, Run, Vec<String>)> {
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
    let questions: Vec<String> = unseen.iter().map(|question| question.id.clone()).collect();
    Some((Why::LongUnseen { questions: questions.clone(), since }, run, questions))
}

fn topics<'a>(questions: impl Iterator<Item = &'a Question>) -> Vec<String> {
    questions.map(|question| question.topic.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}
