//! One attempt: what the events of its journal add up to.
//!
//! Time in an attempt is counted in milliseconds since its start ("elapsed"). Within one boot it follows the clock that
//! counts while the machine sleeps; across a reboot the wall clock, which never counts as earlier than the last event.

use crate::exam::{Millis, QuestionId};

use super::event::{By, Completion, Drawn, Entry, Event, Pace, Rows, Scope, Started};
use super::moment::{Moment, WallTime};

/// An attempt as its events leave it.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What does not change.
    pub started: Started,
    /// When it began.
    pub started_at: WallTime,
    /// For each question, in the order drawn.
    pub progress: Vec<Progress>,
    /// Whether it is still open.
    pub state: AttemptState,
    /// How often it was left, or broke off, and was taken up again.
    pub interruptions: u32,
    /// Time returned, in all.
    pub given_back: Millis,
    /// Whether the exam's time ran out.
    pub expired: Expiry,
    visit: Option<Visit>,
    last: Moment,
    boot: String,
    elapsed_ms: u64,
}

/// Whether the exam's time ran out, as far as the journal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Not yet.
    Running,
    /// It did.
    RanOut,
}

/// Whether an attempt is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptState {
    /// Answers may come.
    Open,
    /// Handed in; its rows are fixed.
    Submitted {
        /// By whom.
        by: By,
        /// Its rows.
        rows: Rows,
    },
    /// Handed in, and its rows are in the results.
    Recorded {
        /// By whom.
        by: By,
        /// Its rows.
        rows: Rows,
    },
}

/// How far one question has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// The answer that stands, as in the results, and who handed it in.
    pub answer: Option<(String, By)>,
    /// Every answer that was accepted, first to last.
    pub answers: Vec<String>,
    /// What was predicted.
    pub predicted: Option<String>,
    /// Marked to come back to.
    pub flagged: bool,
    /// Objections, in order.
    pub objections: Vec<String>,
    /// How often it came on screen.
    pub visits: u32,
    /// Practice: further tries.
    pub tries: Vec<String>,
    /// Practice: whether and how it is completed.
    pub completed: Option<Completion>,
    /// It was on screen when time ended, without a valid answer.
    pub timed_out: Option<Scope>,
    /// Its own limit is used up.
    pub spent: Spending,
}

/// Time spent on a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    /// On screen with the program running, over all closed visits, milliseconds.
    pub seen_ms: u64,
    /// Against its limit: time away in mid-question counts, too. Closed visits only, milliseconds.
    pub charged_ms: u64,
    /// Returned to its limit, milliseconds.
    pub returned_ms: u64,
}

#[derive(Clone, Copy, Debug)]
struct Visit {
    place: usize,
    since_ms: u64,
    away_ms: u64,
}

/// Why a journal cannot be an attempt, though each of its lines is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoherent {
    /// The line, 1-based.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

impl Attempt {
    /// Folds a journal's events.
    pub fn from_entries(entries: &[Entry]) -> Result<Self, Incoherent> {
        let wrong = |line: u64, why: &str| Incoherent { line, why: why.to_owned() };
        let Some((first, rest)) = entries.split_first() else {
            return Err(wrong(1, "it has no event"));
        };
        let Event::Started(started) = &first.event else {
            return Err(wrong(1, "its first event is not `started`"));
        };
        let mut attempt = Self::begin((**started).clone(), first);
        for entry in rest {
            attempt.apply(entry).map_err(|why| wrong(entry.stamp.seq, &why))?;
        }
        Ok(attempt)
    }

    fn begin(started: Started, entry: &Entry) -> Self {
        Self {
            progress: vec![Progress::default(); started.questions.len()],
            started,
            started_at: entry.stamp.at,
            state: AttemptState::Open,
            interruptions: 0,
            given_back: Millis(0),
            expired: Expiry::Running,
            visit: None,
            last: entry.stamp.moment(),
            boot: entry.stamp.boot.clone(),
            elapsed_ms: 0,
        }
    }

    /// Adds one event.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), String> {
        self.elapsed_ms = self.elapsed_at(entry.stamp.moment(), &entry.stamp.boot);
        self.last = entry.stamp.moment();
        self.boot.clone_from(&entry.stamp.boot);
        match &entry.event {
            Event::Started(_) => return Err("it starts twice".to_owned()),
            Event::Shown { question } => {
                let place = self.place(question)?;
                if self.visit.is_none_or(|visit| visit.place != place) {
                    self.close_visit();
                    self.progress[place].visits += 1;
                    self.visit = Some(Visit { place, since_ms: self.elapsed_ms, away_ms: 0 });
                }
            }
            Event::Predicted { question, text } => {
                let place = self.place(question)?;
                self.progress[place].predicted = Some(text.clone());
            }
            Event::Answered { question, answer, .. } => {
                let place = self.place(question)?;
                self.close_visit();
                self.accept(place, answer, By::Person);
            }
            Event::Tried { question, answer } => {
                let place = self.place(question)?;
                self.progress[place].tries.push(answer.clone());
            }
            Event::Completed { question, how } => {
                let place = self.place(question)?;
                self.close_visit();
                self.progress[place].completed = Some(*how);
            }
            Event::Skipped { question } => {
                self.place(question)?;
                self.close_visit();
            }
            Event::Flagged { question } => {
                let place = self.place(question)?;
                self.progress[place].flagged = true;
            }
            Event::Unclear { question, text } => {
                let place = self.place(question)?;
                self.progress[place].objections.push(text.clone());
            }
            Event::Expired { scope, question, answer, away_ms, .. } => {
                let place = question.as_ref().map(|id| self.place(id)).transpose()?;
                if let (Some(visit), Some(away)) = (&mut self.visit, away_ms) {
                    visit.away_ms += away;
                }
                self.expire(*scope, place, answer.as_deref());
            }
            Event::ClockJumped { .. } | Event::Left { .. } => {}
            Event::Resumed { away_ms, .. } => {
                self.interruptions += 1;
                if let Some(visit) = &mut self.visit {
                    visit.away_ms += away_ms;
                }
            }
            Event::GivenBack { ms, .. } => self.give_back(*ms),
            Event::Submitted { by, rows } => {
                self.close_visit();
                self.state = AttemptState::Submitted { by: *by, rows: rows.clone() };
            }
            Event::Recorded { .. } => {
                let AttemptState::Submitted { by, rows } = &self.state else {
                    return Err("it is recorded, but not submitted".to_owned());
                };
                self.state = AttemptState::Recorded { by: *by, rows: rows.clone() };
            }
        }
        Ok(())
    }

    fn accept(&mut self, place: usize, answer: &str, by: By) {
        let progress = &mut self.progress[place];
        progress.answer = Some((answer.to_owned(), by));
        progress.answers.push(answer.to_owned());
        progress.flagged = false;
        progress.timed_out = None;
    }

    fn expire(&mut self, scope: Scope, place: Option<usize>, answer: Option<&str>) {
        self.close_visit();
        if scope == Scope::Exam {
            self.expired = Expiry::RanOut;
        }
        let Some(place) = place else { return };
        if self.progress[place].answer.is_none() {
            match answer {
                Some(answer) => self.accept(place, answer, By::Clock),
                None => self.progress[place].timed_out = Some(scope),
            }
        }
    }

    /// Time returned counts for the exam and for the question that was on screen; an expiry of the exam is undone.
    fn give_back(&mut self, span: Millis) {
        self.given_back = Millis(self.given_back.0.saturating_add(span.0));
        self.expired = Expiry::Running;
        if matches!(&self.state, AttemptState::Submitted { by: By::Clock, .. }) {
            self.state = AttemptState::Open;
        }
        for (place, progress) in self.progress.iter_mut().enumerate() {
            let cut_short = progress.timed_out == Some(Scope::Exam);
            if cut_short || self.visit.is_some_and(|visit| visit.place == place) {
                progress.spent.returned_ms = progress.spent.returned_ms.saturating_add(span.0);
            }
            if cut_short {
                progress.timed_out = None;
            }
        }
    }

    /// A visit ends now, or with the exam's time.
    fn close_visit(&mut self) {
        if let Some(visit) = self.visit.take() {
            let end = self.exam_deadline().map_or(self.elapsed_ms, |end| end.min(self.elapsed_ms));
            let charged = end.saturating_sub(visit.since_ms);
            let spent = &mut self.progress[visit.place].spent;
            spent.charged_ms += charged;
            spent.seen_ms += charged.saturating_sub(visit.away_ms);
        }
    }

    /// The place of a question in this attempt.
    pub fn place(&self, id: &QuestionId) -> Result<usize, String> {
        self.started
            .questions
            .iter()
            .position(|drawn| drawn.id == *id)
            .ok_or_else(|| format!("question `{id}` is not part of the attempt"))
    }

    /// The question at a place.
    pub fn drawn(&self, place: usize) -> &Drawn {
        &self.started.questions[place]
    }

    /// The question on screen, or that was when the program ended.
    pub fn on_screen(&self) -> Option<usize> {
        self.visit.map(|visit| visit.place)
    }

    /// The instant of the last event.
    pub fn last(&self) -> Moment {
        self.last
    }

    /// The boot of the last event.
    pub fn boot(&self) -> &str {
        &self.boot
    }

    /// Milliseconds since the start at an instant of a boot.
    pub fn elapsed_at(&self, now: Moment, boot: &str) -> u64 {
        let since_last = if boot == self.boot {
            now.up_ms.saturating_sub(self.last.up_ms)
        } else {
            u64::try_from(now.wall_ms.saturating_sub(self.last.wall_ms)).unwrap_or(0)
        };
        self.elapsed_ms.saturating_add(since_last)
    }

    /// When the exam's time ends, in milliseconds since the start.
    pub fn exam_deadline(&self) -> Option<u64> {
        match self.started.pace {
            Pace::Untimed => None,
            Pace::Timed => self.started.limit.map(|limit| limit.0.saturating_add(self.given_back.0)),
        }
    }

    /// The wall-clock instant at which the exam's time ends.
    pub fn exam_deadline_at(&self) -> Option<WallTime> {
        self.exam_deadline().map(|ms| self.started_at.plus(Millis(ms)))
    }

    /// When a question's own time ends if it is on screen from `elapsed_ms` on, in milliseconds since the start.
    pub fn question_deadline(&self, place: usize, elapsed_ms: u64) -> Option<u64> {
        if self.started.pace == Pace::Untimed {
            return None;
        }
        let limit = self.drawn(place).limit?.0;
        let spent = self.progress[place].spent;
        let left = limit.saturating_add(spent.returned_ms).saturating_sub(spent.charged_ms);
        let since = match self.visit {
            Some(visit) if visit.place == place => visit.since_ms,
            _ => elapsed_ms,
        };
        Some(since.saturating_add(left))
    }

    /// Milliseconds a question was on screen until now, over all visits.
    pub fn seen_ms(&self, place: usize, elapsed_ms: u64) -> u64 {
        let open = match self.visit {
            Some(visit) if visit.place == place => {
                elapsed_ms.saturating_sub(visit.since_ms).saturating_sub(visit.away_ms)
            }
            _ => 0,
        };
        self.progress[place].spent.seen_ms + open
    }

    /// How many questions have an answer.
    pub fn answered(&self) -> usize {
        self.progress.iter().filter(|progress| progress.answer.is_some()).count()
    }
}
