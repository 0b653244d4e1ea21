//! The first event of an attempt: what is drawn, in which order, against which limits.

use std::io;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Clock;
use crate::exam::{Exam, Form, Level, Millis, QuestionId, Reveal, TopicId};
use crate::session::{AttemptId, Drawn, Entry, Event, ExtraTime, Mode, Moment, Pace, Started, order};
use crate::store::journal::Journal;
use crate::store::ledger::{Ledger, Trouble};

use super::desk::Log;

/// The most extra time that can be given, in milliseconds: a week. What is more is a slip of the hand.
const MOST_EXTRA_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// What is known before an attempt starts.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The exam.
    pub exam: &'a Exam,
    /// The form, if one is taken.
    pub form: Option<&'a Form>,
    /// From which command.
    pub mode: Mode,
    /// Whether limits are enforced.
    pub pace: Pace,
    /// Who sits it.
    pub candidate: String,
    /// What tells namesakes apart.
    pub candidate_id: String,
    /// What the orders are drawn from.
    pub seed: u64,
    /// Whether the seed was given by hand.
    pub seed_given: bool,
    /// Extra time, as granted.
    pub extra: Option<(Extra, ExtraTime)>,
    /// Only these questions, if narrowed (practice).
    pub narrowed: Option<Narrowed>,
    /// What the candidate may see after handing in, if the command line says so.
    pub reveal: Option<Reveal>,
    /// Whether the clock is silent until the end.
    pub quiet_clock: bool,
    /// Whether predictions are declined, where they would be asked for.
    pub no_predict: bool,
    /// How the exam was named on the command line, for practice.
    pub named: Option<String>,
}

/// Which questions to practise.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Only these topics; all where empty.
    pub topics: Vec<TopicId>,
    /// Only these levels; all where empty.
    pub levels: Vec<Level>,
    /// Only these questions; all where `None`.
    pub only: Option<Vec<QuestionId>>,
}

/// How much extra time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Of the exam's and the questions' limits, in percent.
    Percent(u32),
    /// For the exam.
    Fixed(Millis),
}

impl Extra {
    /// Reads `25%` (1% to 1000%) or `10m` (up to a week).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(number) => {
                let percent = number.trim().parse().ok()?;
                (1..=1000).contains(&percent).then_some(Self::Percent(percent))
            }
            None => Millis::parse(text).filter(|more| more.0 <= MOST_EXTRA_MS).map(Self::Fixed),
        }
    }

    /// Whether any limit of the exam, or of the form of it, becomes longer.
    pub fn changes(self, exam: &Exam, form: Option<&Form>) -> bool {
        let whole = form.and_then(|form| form.time_limit).or(exam.time_limit);
        match self {
            Self::Percent(_) => whole.is_some() || exam.questions.iter().any(|one| one.time_limit.is_some()),
            Self::Fixed(_) => whole.is_some(),
        }
    }

    fn exam_limit(self, limit: Millis) -> Millis {
        match self {
            Self::Percent(percent) => add_percent(limit, percent),
            Self::Fixed(more) => Millis(limit.0.saturating_add(more.0)),
        }
    }

    fn question_limit(self, limit: Millis) -> Millis {
        match self {
            Self::Percent(percent) => add_percent(limit, percent),
            Self::Fixed(_) => limit,
        }
    }
}

fn add_percent(limit: Millis, percent: u32) -> Millis {
    Millis(limit.0.saturating_add(limit.0.saturating_mul(u64::from(percent)) / 100))
}

/// A name as it is kept: trimmed, NFC. `None` if nothing is left or it is too long.
pub fn name(text: &str) -> Option<String> {
    let name: String = text.trim().nfc().collect();
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then_some(name)
}

/// `messaging` or `messaging/short`.
pub fn exam_id(exam: &Exam, form: Option<&Form>) -> String {
    form.map_or_else(|| exam.id.to_string(), |form| format!("{}/{}", exam.id, form.id))
}

/// A new attempt's id: a `UUIDv7` built from the clock, 74 bits of it by chance.
pub fn attempt_id(at: Moment, chance: [u8; 10]) -> AttemptId {
    let millis = u64::try_from(at.wall_ms).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid();
    AttemptId::from(id)
}

/// What does not change in the attempt.
pub fn started(plan: &Plan<'_>, attempt: AttemptId) -> Started {
    let exam = plan.exam;
    let places = match &plan.narrowed {
        None => order::questions(exam, plan.form, plan.seed),
        Some(narrowed) => {
            let drawn =
                |question| plan.form.is_none_or(|form| form.draws.iter().any(|draw| draw.matches(question)));
            let fits = |place: &usize| {
                let question = &exam.questions[*place];
                narrowed.takes(question) && drawn(question)
            };
            order::arrange(exam, (0..exam.questions.len()).filter(fits).collect(), plan.seed)
        }
    };
    let extra = plan.extra.as_ref().map(|(extra, _)| *extra);
    let limit = plan.form.and_then(|form| form.time_limit).or(exam.time_limit);
    let questions = places.into_iter().map(|place| {
        let question = &exam.questions[place];
        Drawn {
            id: question.id.clone(),
            topic: question.topic.clone(),
            level: question.level.clone(),
            parts: order::parts(exam, question, plan.seed),
            limit: question.time_limit.map(|limit| extra.map_or(limit, |extra| extra.question_limit(limit))),
        }
    });
    Started {
        attempt,
        candidate: plan.candidate.clone(),
        candidate_id: plan.candidate_id.clone(),
        exam: exam_id(exam, plan.form),
        exam_digest: exam.exam_digest.full(),
        key_digest: exam.key_digest.full(),
        mode: plan.mode,
        seed: plan.seed,
        seed_given: plan.seed_given,
        pace: plan.pace,
        limit: limit.map(|limit| extra.map_or(limit, |extra| extra.exam_limit(limit))),
        extra_time: plan.extra.as_ref().map(|(_, data)| data.clone()),
        reveal: plan.reveal.map(|reveal| reveal.word().to_owned()),
        quiet_clock: plan.quiet_clock,
        no_predict: plan.no_predict,
        named: plan.named.clone(),
        questions: questions.collect(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

impl Narrowed {
    /// Whether a question is among those to practise.
    pub fn takes(&self, question: &crate::exam::Question) -> bool {
        let topic = self.topics.is_empty() || self.topics.contains(&question.topic);
        let level = self.levels.is_empty()
            || question.level.as_ref().is_some_and(|level| self.levels.contains(level));
        let only = self.only.as_ref().is_none_or(|only| only.contains(&question.id));
        topic && level && only
    }
}

/// Creates the journal with its first event and keeps a copy of the exam's bytes; a trial has neither.
pub fn open_log(
    ledger: Option<&Ledger>,
    exam: &Exam,
    bytes: &[u8],
    started: Started,
    clock: &dyn Clock,
) -> Result<(Log, Entry), Trouble> {
    let (now, boot) = (clock.now(), clock.boot());
    let id = started.attempt.clone();
    let event = Event::Started(Box::new(started));
    match ledger {
        None => {
            let nowhere = Path::new("(not recorded)");
            let trouble = |error: io::Error| Trouble::io(nowhere, "begin the trial", &error);
            let scratch = tempfile::Builder::new().prefix("examiner-").tempdir().map_err(trouble)?;
            let mut log = Log::Trial { seq: 0, scratch };
            let entry = log.append(&event, now, boot).map_err(trouble)?;
            Ok((log, entry))
        }
        Some(ledger) => {
            ledger.keep_exam(exam.exam_digest, exam.key_digest, bytes)?;
            let path = ledger.journal(&id);
            let (journal, entry) = Journal::create(&path, &event, now, boot)
                .map_err(|e| Trouble::io(&path, "create the attempt's journal", &e))?;
            Ok((Log::Kept(Box::new(journal)), entry))
        }
    }
}
