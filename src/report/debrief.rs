//! What an interviewer takes into the conversation: one attempt, question by question, with what its answers mean.

use crate::exam::{Answer, Exam, Points, Question, words};
use crate::results::scan::FullRow;
use crate::scoring::mark::{HandedIn, mark};
use crate::scoring::{Outcome, Share};
use crate::session::{Attempt, Entry, Event, Progress, Scope};

use super::model::{CandidateFigures, ExamFigures};

/// One attempt of one candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The exam's figures, of this candidate alone.
    pub exam: ExamFigures,
    /// All questions, in the attempt's order.
    pub answers: Vec<Told>,
    /// Answers that were changed, in the order of the questions.
    pub changes: Vec<Change>,
    /// What happened to the clock, in order.
    pub clock: Vec<ClockTrouble>,
    /// Whether a copy of the exam is at hand: without it there are ids in place of words.
    pub has_copy: bool,
    /// Whether the journal is: without it predictions, objections and changes are not known.
    pub has_journal: bool,
}

/// One question with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its place in the attempt, as in the results; may be empty.
    pub number: String,
    /// Its id.
    pub id: String,
    /// Its title, or how its prompt begins (Markdown); the id without a copy.
    pub title: String,
    /// Its topic: the title, or the id without a copy.
    pub topic: String,
    /// Its level, or empty.
    pub level: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it earned; `None` while ungraded.
    pub points: Option<Points>,
    /// What it is worth.
    pub max_points: Points,
    /// What was answered, in the exam's words (Markdown); as in the results without a copy. Empty for no answer.
    pub answer: Vec<String>,
    /// What that means: the heads-ups of what was chosen (Markdown).
    pub means: Vec<String>,
    /// What is right (Markdown).
    pub right: Option<String>,
    /// What was predicted before the options were seen.
    pub predicted: Option<String>,
    /// The candidate's objections.
    pub unclear: Vec<String>,
    /// What to ask next (Markdown).
    pub follow_up: Option<String>,
    /// Whether it was marked to come back to.
    pub flagged: bool,
}

impl Told {
    /// Whether it earned all it could.
    pub fn is_right(&self) -> bool {
        self.outcome == Outcome::Correct
    }
}

/// An answer that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The question: a place in `answers`.
    pub question: usize,
    /// The first answer, in the exam's words.
    pub from: Vec<String>,
    /// The one that stands.
    pub to: Vec<String>,
    /// What that did to its points; `None` where it can't be told.
    pub effect: Option<Effect>,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It earned more.
    Gained,
    /// It earned less.
    Lost,
    /// The same.
    Same,
}

impl Effect {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Same => "same",
        }
    }
}

/// Something that happened to the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockTrouble {
    /// A question's own time ended while it was on screen.
    QuestionExpired(String),
    /// The exam's time ended.
    ExamExpired,
    /// The wall clock moved against the other one, in milliseconds.
    Jumped(i64),
    /// Time was given back, in milliseconds, by whom.
    GivenBack(u64, String),
    /// The program was away so many milliseconds; whether the machine was restarted.
    Away(u64, bool),
}

/// The sheet of an attempt: its rows, and its exam and journal where they are at hand.
pub fn sheet(
    exam_figures: &ExamFigures,
    candidate: &CandidateFigures,
    rows: &[FullRow],
    exam: Option<&Exam>,
    journal: Option<(&Attempt, &[Entry])>,
) -> Sheet {
    let mut rows: Vec<&FullRow> = rows.iter().collect();
    rows.sort_by_key(|row| row.cell("number").parse::<u64>().unwrap_or(u64::MAX));
    let answers: Vec<Told> = rows.iter().map(|row| told(row, exam, journal)).collect();
    let changes = answers
        .iter()
        .enumerate()
        .filter_map(|(place, told)| change(place, told, exam?, progress(journal, &told.id)?))
        .collect();
    Sheet {
        exam: ExamFigures {
            candidates: vec![candidate.clone()],
            told_apart: Vec::new(),
            pairs: 0,
            topic_spreads: vec![super::model::Spread::default(); exam_figures.topics.len()],
            total_spread: super::model::Spread::default(),
            ..exam_figures.clone()
        },
        answers,
        changes,
        clock: journal.map(|(_, entries)| clock(entries)).unwrap_or_default(),
        has_copy: exam.is_some(),
        has_journal: journal.is_some(),
    }
}

impl Sheet {
    /// The questions that did not earn all they could, most telling first: of the highest level, then of the least share.
    pub fn missed(&self) -> Vec<&Told> {
        let rung = |told: &Told| self.exam.levels.iter().position(|level| level.id == told.level);
        let share =
            |told: &Told| told.points.map_or(Share::NONE, |points| Share::of_points(points, told.max_points));
        let mut missed: Vec<&Told> = self.answers.iter().filter(|told| !told.is_right()).collect();
        missed.sort_by(|one, other| rung(other).cmp(&rung(one)).then_with(|| share(one).cmp(&share(other))));
        missed
    }
}

fn told(row: &FullRow, exam: Option<&Exam>, journal: Option<(&Attempt, &[Entry])>) -> Told {
    let id = row.cell("question_id");
    let question = exam.and_then(|exam| exam.questions.iter().find(|question| question.id.as_str() == id));
    let cell = row.cell("answer");
    let answer = question.and_then(|question| Answer::read(cell, &question.face));
    let progress = progress(journal, id);
    let in_words = match (question, &answer) {
        (Some(question), Some(answer)) => words::in_words(question, answer),
        _ if cell.is_empty() => Vec::new(),
        _ => vec![cell.to_owned()],
    };
    let means = question.zip(answer.as_ref());
    let means = means.map(|(question, answer)| words::heads_ups_of(question, answer)).unwrap_or_default();
    let topic = row.cell("topic");
    let known_topic = exam.and_then(|exam| exam.topics.iter().find(|known| known.id.as_str() == topic));
    Told {
        number: row.cell("number").to_owned(),
        id: id.to_owned(),
        title: question.map_or_else(|| id.to_owned(), title),
        topic: known_topic.map_or_else(|| topic.to_owned(), |topic| topic.title.clone()),
        level: row.cell("level").to_owned(),
        outcome: Outcome::from_word(row.cell("outcome")).unwrap_or(Outcome::Ungraded),
        points: Points::parse(row.cell("points")),
        max_points: Points::parse(row.cell("max_points")).unwrap_or_default(),
        answer: in_words,
        means: means.into_iter().map(str::to_owned).collect(),
        right: question.and_then(words::right_answer),
        predicted: progress.and_then(|progress| progress.predicted.clone()),
        unclear: progress.map(|progress| progress.objections.clone()).unwrap_or_default(),
        follow_up: question.and_then(|question| question.teaching.follow_up.clone()),
        flagged: progress.is_some_and(|progress| progress.flagged),
    }
}

/// The title, or the first line of the prompt.
fn title(question: &Question) -> String {
    let first = || question.prompt.trim().lines().next().unwrap_or_default().to_owned();
    question.title.clone().unwrap_or_else(first)
}

fn progress<'a>(journal: Option<(&'a Attempt, &[Entry])>, id: &str) -> Option<&'a Progress> {
    let (attempt, _) = journal?;
    let place = attempt.started.questions.iter().position(|drawn| drawn.id.as_str() == id)?;
    attempt.progress.get(place)
}

fn change(place: usize, told: &Told, exam: &Exam, progress: &Progress) -> Option<Change> {
    let question = exam.questions.iter().find(|question| question.id.as_str() == told.id)?;
    let (first, last) = (progress.answers.first()?, progress.answers.last()?);
    if first == last {
        return None;
    }
    let read = |text: &String| Answer::read(text, &question.face);
    let in_words = |text: &String| {
        read(text).map_or_else(|| vec![text.clone()], |answer| words::in_words(question, &answer))
    };
    let earned = |text: &String| mark(question, read(text).as_ref(), exam.scoring, HandedIn::ByPerson).points;
    let effect = earned(first).zip(earned(last)).map(|(before, after)| match after.cmp(&before) {
        std::cmp::Ordering::Less => Effect::Lost,
        std::cmp::Ordering::Equal => Effect::Same,
        std::cmp::Ordering::Greater => Effect::Gained,
    });
    Some(Change { question: place, from: in_words(first), to: in_words(last), effect })
}

fn clock(entries: &[Entry]) -> Vec<ClockTrouble> {
    let trouble = |entry: &Entry| match &entry.event {
        Event::Expired { scope: Scope::Exam, .. } => Some(ClockTrouble::ExamExpired),
        Event::Expired { scope: Scope::Question, question, .. } => Some(ClockTrouble::QuestionExpired(
            question.as_ref().map(ToString::to_string).unwrap_or_default(),
        )),
        Event::ClockJumped { by_ms } => Some(ClockTrouble::Jumped(*by_ms)),
        Event::GivenBack { ms, by } => Some(ClockTrouble::GivenBack(ms.0, by.clone())),
        Event::Resumed { away_ms, rebooted } => Some(ClockTrouble::Away(*away_ms, *rebooted)),
        Event::Started(_)
        | Event::Shown { .. }
        | Event::Predicted { .. }
        | Event::Answered { .. }
        | Event::Tried { .. }
        | Event::Completed { .. }
        | Event::Skipped { .. }
        | Event::Flagged { .. }
        | Event::Unclear { .. }
        | Event::Left { .. }
        | Event::Submitted { .. }
        | Event::Recorded { .. } => None,
    };
    entries.iter().filter_map(trouble).collect()
}
