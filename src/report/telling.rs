//! Rows, an exam and a journal to a sheet: each question with the words for what was answered.

use std::collections::HashMap;

use crate::exam::{Answer, Exam, Key, Kind, Question, words};
use crate::results::scan::FullRow;
use crate::scoring::Outcome;
use crate::scoring::mark::{HandedIn, mark};
use crate::session::{Attempt, Entry, Event, Mode, Progress, Scope};

use super::debrief::{
    Change, ClockTrouble, Effect, Meaning, Rated, Ratings, Script, Sheet, Told, Tried, Which,
};
use super::model::{CandidateFigures, Choice, ExamFigures, Spread};

/// What a sheet is made of, besides figures.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Which of the candidate's attempts it is.
    pub choice: Choice,
    /// The attempt's rows.
    pub rows: &'a [FullRow],
    /// Its exam, if a copy is at hand.
    pub exam: Option<&'a Exam>,
    /// Where its journal leaves it, and the journal, if that is at hand.
    pub journal: Option<(&'a Attempt, &'a [Entry])>,
    /// What people said of its essays.
    pub ratings: &'a Ratings,
}

/// The sheet of an attempt.
pub fn sheet(exam_figures: &ExamFigures, candidate: &CandidateFigures, source: Source<'_>) -> Sheet {
    let mut rows: Vec<&FullRow> = source.rows.iter().collect();
    rows.sort_by_key(|row| row.cell("number").parse::<u64>().unwrap_or(u64::MAX));
    let known = Known::of(&source);
    let mode = rows.first().and_then(|row| match row.cell("mode") {
        "exam" => Some(Mode::Exam),
        "practice" => Some(Mode::Practice),
        _ => None,
    });
    Sheet {
        exam: ExamFigures {
            candidates: vec![candidate.clone()],
            told_apart: Vec::new(),
            pairs: 0,
            topic_spreads: vec![Spread::default(); exam_figures.topics.len()],
            total_spread: Spread::default(),
            ..exam_figures.clone()
        },
        choice: source.choice,
        mode,
        answers: rows.iter().map(|row| known.told(row)).collect(),
        clock: source.journal.map(|(_, entries)| known.clock(entries)).unwrap_or_default(),
        has_copy: source.exam.is_some(),
        has_journal: source.journal.is_some(),
        lacking: source
            .journal
            .map(|(attempt, _)| (attempt.started.questions.len(), rows.len()))
            .filter(|(asked, held)| asked > held),
        other_key: other_key(candidate, source.exam),
    }
}

/// Where a copy has another key than the marks were made by.
fn other_key(candidate: &CandidateFigures, exam: Option<&Exam>) -> Option<(String, String)> {
    let (copy, marked) = (exam?.key_digest.short(), &candidate.attempts.first()?.key_digest);
    let differs = !marked.is_empty() && !marked.starts_with(&copy) && !copy.starts_with(marked.as_str());
    differs.then(|| (copy, marked.clone()))
}

/// An exam and an attempt, by id.
struct Known<'a> {
    exam: Option<&'a Exam>,
    questions: HashMap<&'a str, &'a Question>,
    topics: HashMap<&'a str, &'a str>,
    progress: HashMap<&'a str, &'a Progress>,
    ratings: &'a Ratings,
    /// Whether the rows tell of time spent: those of an attempt on paper tell of none.
    is_timed: bool,
}

impl<'a> Known<'a> {
    fn of(source: &Source<'a>) -> Self {
        let exam = source.exam;
        let questions = exam.iter().flat_map(|exam| &exam.questions);
        let topics = exam.iter().flat_map(|exam| &exam.topics);
        let progress = source.journal.iter().flat_map(|(attempt, _)| {
            attempt.started.questions.iter().map(|drawn| drawn.id.as_str()).zip(&attempt.progress)
        });
        Self {
            exam,
            questions: questions.map(|question| (question.id.as_str(), question)).collect(),
            topics: topics.map(|topic| (topic.id.as_str(), topic.title.as_str())).collect(),
            progress: progress.collect(),
            is_timed: source.rows.iter().any(|row| seconds(row).is_some_and(|seconds| seconds.0 > 0)),
            ratings: source.ratings,
        }
    }

    /// Whether it was sat on a screen: what was recorded from paper shows no question.
    fn is_on_screen(&self) -> bool {
        self.progress.values().any(|progress| progress.visits > 0)
    }

    /// Whether a question was tried: by the journal, else by the time spent on it, where the results tell that.
    fn tried(&self, row: &FullRow, progress: Option<&Progress>) -> Tried {
        let outcome = Outcome::from_word(row.cell("outcome"));
        if !matches!(outcome, Some(Outcome::Unanswered | Outcome::TimedOut)) {
            return Tried::Yes;
        }
        let no_time = self.is_timed && seconds(row).is_some_and(|seconds| seconds.0 == 0);
        match progress {
            Some(_) if !self.is_on_screen() => Tried::Yes,
            Some(progress) if progress.visits == 0 => Tried::NotReached,
            Some(progress) if progress.timed_out == Some(Scope::Exam) => Tried::CutOff,
            None if no_time && outcome == Some(Outcome::Unanswered) => Tried::NotReached,
            None if row.cell("status") == "expired" && outcome == Some(Outcome::TimedOut) => Tried::CutOff,
            Some(_) | None => Tried::Yes,
        }
    }

    fn told(&self, row: &FullRow) -> Told {
        let (id, cell, topic) = (row.cell("question_id"), row.cell("answer"), row.cell("topic"));
        let question = self.questions.get(id).copied();
        let progress = self.progress.get(id).copied();
        let answer = question.and_then(|question| Answer::read(cell, &question.face));
        let in_words = match (question, &answer) {
            (Some(question), Some(answer)) => words::in_words(question, answer),
            _ if cell.is_empty() => Vec::new(),
            _ => vec![cell.to_owned()],
        };
        let both = question.zip(answer.as_ref());
        let missed = both.map(|(question, answer)| words::not_ticked(question, answer)).unwrap_or_default();
        Told {
            number: row.cell("number").to_owned(),
            id: id.to_owned(),
            title: question.map_or_else(|| id.to_owned(), title),
            language: question.and(self.exam).map(|exam| exam.language.clone()).unwrap_or_default(),
            prompt: question.and_then(prompt),
            snippets: self
                .exam
                .zip(question)
                .map(|(exam, question)| exam.snippets_of(question).cloned().collect())
                .unwrap_or_default(),
            topic: self.topics.get(topic).map_or(topic, |title| title).to_owned(),
            level: row.cell("level").to_owned(),
            outcome: Outcome::from_word(row.cell("outcome")).unwrap_or(Outcome::Ungraded),
            points: crate::exam::Points::parse(row.cell("points")),
            max_points: crate::exam::Points::parse(row.cell("max_points")).unwrap_or_default(),
            answer: in_words,
            script: match question.map(|question| question.face.kind()) {
                Some(Kind::Single | Kind::Multiple | Kind::Boolean | Kind::Order | Kind::Match) => {
                    Script::Markdown
                }
                Some(Kind::Text | Kind::Number | Kind::Essay) | None => Script::Typed,
            },
            by: progress.and_then(|progress| progress.answer.as_ref()).map(|(_, by)| *by),
            means: both.map(|(question, answer)| means(question, answer)).unwrap_or_default(),
            missed: missed.into_iter().map(str::to_owned).collect(),
            right: question.and_then(words::right),
            rubric: question.map(|question| self.rubric(question)).unwrap_or_default(),
            sample: match question.and_then(|question| question.key.as_ref()) {
                Some(Key::Essay { sample, .. }) => sample.clone(),
                Some(_) | None => None,
            },
            predicted: progress.and_then(|progress| progress.predicted.clone()),
            unclear: progress.map(|progress| progress.objections.clone()).unwrap_or_default(),
            follow_up: question.and_then(|question| question.teaching.follow_up.clone()),
            tried: self.tried(row, progress),
            flagged: progress.is_some_and(|progress| progress.flagged),
            change: question.zip(progress).and_then(|(question, progress)| self.change(question, progress)),
        }
    }

    fn rubric(&self, question: &Question) -> Vec<Rated> {
        let Some(Key::Essay { criteria, .. }) = &question.key else { return Vec::new() };
        let said = self.ratings.get(question.id.as_str());
        let rated = |(place, criterion): (usize, &crate::exam::Criterion)| {
            let (marks, agreed) = said.and_then(|said| said.get(place)).cloned().unwrap_or_default();
            Rated { text: criterion.text.clone(), most: criterion.points, marks, agreed }
        };
        criteria.iter().enumerate().map(rated).collect()
    }

    fn change(&self, question: &Question, progress: &Progress) -> Option<Change> {
        let (first, last) = (progress.answers.first()?, progress.answers.last()?);
        if first == last {
            return None;
        }
        let read = |text: &String| Answer::read(text, &question.face);
        let in_words = |text: &String| {
            read(text).map_or_else(|| vec![text.clone()], |answer| words::in_words(question, &answer))
        };
        let rule = self.exam?.scoring;
        let earned = |text: &String| mark(question, read(text).as_ref(), rule, HandedIn::ByPerson).points;
        let effect = earned(first).zip(earned(last)).map(|(before, after)| match after.cmp(&before) {
            std::cmp::Ordering::Less => Effect::Lost,
            std::cmp::Ordering::Equal => Effect::Same,
            std::cmp::Ordering::Greater => Effect::Gained,
        });
        Some(Change { from: in_words(first), to: in_words(last), effect })
    }

    fn clock(&self, entries: &[Entry]) -> Vec<ClockTrouble> {
        let which = |id: &crate::exam::QuestionId| {
            let question = self.questions.get(id.as_str());
            Which { id: id.to_string(), title: question.map_or_else(|| id.to_string(), |it| title(it)) }
        };
        let trouble = |entry: &Entry| match &entry.event {
            Event::Expired { scope: Scope::Exam, question, .. } => {
                Some(ClockTrouble::ExamExpired(question.as_ref().map(which)))
            }
            Event::Expired { scope: Scope::Question, question, .. } => {
                Some(ClockTrouble::QuestionExpired(question.as_ref().map(which)))
            }
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
}

/// The time spent on a question, where the row tells it.
fn seconds(row: &FullRow) -> Option<crate::exam::Points> {
    crate::exam::Points::parse(row.cell("seconds"))
}

/// What was chosen and is not right, and what that means; of a single choice only where it has a heads-up.
fn means(question: &Question, answer: &Answer) -> Vec<Meaning> {
    if let Some(Key::Multiple(_)) = question.key {
        let in_vain = words::ticked_in_vain(question, answer).into_iter();
        return in_vain
            .map(|(of, heads_up)| Meaning { of: Some(of.to_owned()), heads_up: heads_up.map(str::to_owned) })
            .collect();
    }
    let heads_ups = words::heads_ups_of(question, answer).into_iter();
    heads_ups.map(|heads_up| Meaning { of: None, heads_up: Some(heads_up.to_owned()) }).collect()
}

/// The title, or the first paragraph of the prompt.
pub(super) fn title(question: &Question) -> String {
    question.title.clone().unwrap_or_else(|| first_paragraph(&question.prompt))
}

/// The prompt, where it says more than the title.
fn prompt(question: &Question) -> Option<String> {
    let prompt = question.prompt.trim();
    let is_said = question.title.is_none() && first_paragraph(prompt) == prompt;
    (!is_said).then(|| prompt.to_owned())
}

fn first_paragraph(text: &str) -> String {
    let text = text.trim();
    let ends = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with("```");
    let lines: Vec<&str> = text.lines().take_while(|line| !ends(line)).collect();
    // A prompt may begin with code.
    if lines.is_empty() { text.lines().next().unwrap_or_default().to_owned() } else { lines.join("\n") }
}
