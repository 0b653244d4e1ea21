//! One attempt: what the events of its journal add up to.
//!
//! Time in an attempt is counted in milliseconds since its start ("elapsed"). Within one boot it follows the clock that
//! counts while the machine sleeps; across a reboot the wall clock, which never counts as earlier than the last event.

use crate::exam::{Millis, QuestionId};

use super::event::{By, Drawn, Entry, Event, Pace, Rows, Scope, Started};
use super::moment::{Moment, WallTime};
use super::progress::{Progress, Visit};

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
    /// What was on screen when time ended; time given back leads there again.
    cut_short: Option<usize>,
    last: Moment,
    boot: String,
    elapsed_ms: u64,
    /// Until when the person may have been there: time given back is no sign of life.
    alive_ms: u64,
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
            cut_short: None,
            last: entry.stamp.moment(),
            boot: entry.stamp.boot.clone(),
            elapsed_ms: 0,
            alive_ms: 0,
        }
    }

    /// Adds one event.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), String> {
        self.refuse_after_the_end(&entry.event)?;
        let before = self.alive_ms;
        self.elapsed_ms = self.elapsed_at(entry.stamp.moment(), &entry.stamp.boot);
        self.last = entry.stamp.moment();
        self.boot.clone_from(&entry.stamp.boot);
        if !matches!(entry.event, Event::GivenBack { .. }) {
            self.alive_ms = self.elapsed_ms;
        }
        match &entry.event {
            Event::Started(_) => return Err("it starts twice".to_owned()),
            Event::Shown { question } => {
                let place = self.place(question)?;
                if self.on_screen() != Some(place) {
                    self.close_visit();
                    self.progress[place].visits = self.progress[place].visits.saturating_add(1);
                    self.visit = Some(Visit { place, since_ms: self.elapsed_ms, away: Vec::new() });
                }
                self.cut_short = None;
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
                if away_ms.is_some() {
                    self.was_away_since(before);
                }
                self.expire(*scope, place, answer.as_deref());
            }
            Event::ClockJumped { .. } | Event::Left { .. } => {}
            Event::Resumed { .. } => {
                self.interruptions = self.interruptions.saturating_add(1);
                self.was_away_since(before);
            }
            Event::GivenBack { ms, .. } => self.give_back(*ms),
            Event::Submitted { by, rows } => {
                self.refuse_foreign_rows(rows)?;
                self.close_visit();
                self.state = AttemptState::Submitted { by: *by, rows: rows.clone() };
            }
            Event::Recorded { .. } => {
                // Again, too: rows that someone took out of the results are written once more.
                let (AttemptState::Submitted { by, rows } | AttemptState::Recorded { by, rows }) =
                    &self.state
                else {
                    return Err("it is recorded, but not submitted".to_owned());
                };
                self.state = AttemptState::Recorded { by: *by, rows: rows.clone() };
            }
        }
        Ok(())
    }

    /// Once handed in, an attempt changes only by being recorded, or by time given back.
    fn refuse_after_the_end(&self, event: &Event) -> Result<(), String> {
        match (&self.state, event) {
            (AttemptState::Open, _)
            | (
                AttemptState::Submitted { .. } | AttemptState::Recorded { .. },
                Event::Started(_)
                | Event::ClockJumped { .. }
                | Event::Left { .. }
                | Event::Resumed { .. }
                | Event::GivenBack { .. }
                | Event::Recorded { .. },
            ) => Ok(()),
            (
                AttemptState::Submitted { .. } | AttemptState::Recorded { .. },
                Event::Shown { .. }
                | Event::Predicted { .. }
                | Event::Answered { .. }
                | Event::Tried { .. }
                | Event::Completed { .. }
                | Event::Skipped { .. }
                | Event::Flagged { .. }
                | Event::Unclear { .. }
                | Event::Expired { .. }
                | Event::Submitted { .. },
            ) => Err("it goes on after it was handed in".to_owned()),
        }
    }

    /// Rows are written as they stand in the journal: one a question, and none of another attempt.
    fn refuse_foreign_rows(&self, rows: &Rows) -> Result<(), String> {
        let id = rows.columns.iter().position(|column| column == "attempt_id");
        let own = |row: &Vec<String>| {
            row.len() == rows.columns.len()
                && id.and_then(|at| row.get(at)).is_some_and(|id| id == self.started.attempt.as_str())
        };
        if rows.rows.len() == self.progress.len() && rows.rows.iter().all(own) {
            Ok(())
        } else {
            Err("the rows it holds are not those of its questions".to_owned())
        }
    }

    fn was_away_since(&mut self, before_ms: u64) {
        if let Some(visit) = &mut self.visit {
            visit.away.push((before_ms, self.elapsed_ms));
        }
    }

    fn accept(&mut self, place: usize, answer: &str, by: By) {
        let progress = &mut self.progress[place];
        progress.answer = Some((answer.to_owned(), by));
        progress.answers.push(answer.to_owned());
        progress.flagged = false;
        progress.timed_out = None;
    }

    fn expire(&mut self, scope: Scope, place: Option<usize>, answer: Option<&str>) {
        let was_away = self.visit.as_ref().is_some_and(|visit| !visit.away.is_empty());
        self.close_visit();
        if scope == Scope::Exam {
            self.expired = Expiry::RanOut;
        }
        let Some(place) = place else { return };
        if scope == Scope::Exam || was_away {
            self.cut_short = Some(place);
        }
        self.progress[place].ran_out_away = scope == Scope::Question && was_away;
        if self.progress[place].answer.is_none() {
            match answer {
                Some(answer) => self.accept(place, answer, By::Clock),
                None => self.progress[place].timed_out = Some(scope),
            }
        }
    }

    /// Time returned counts for the exam and for the question that was on screen, or ran out while the program was
    /// away; an expiry of the exam is undone.
    fn give_back(&mut self, span: Millis) {
        self.given_back = Millis(self.given_back.0.saturating_add(span.0));
        self.expired = Expiry::Running;
        if matches!(&self.state, AttemptState::Submitted { by: By::Clock, .. }) {
            self.state = AttemptState::Open;
        }
        let on_screen = self.on_screen();
        for (place, progress) in self.progress.iter_mut().enumerate() {
            let cut_short = progress.timed_out == Some(Scope::Exam) || progress.ran_out_away;
            if cut_short || on_screen == Some(place) {
                progress.spent.returned_ms = progress.spent.returned_ms.saturating_add(span.0);
            }
            if cut_short {
                progress.timed_out = None;
                progress.ran_out_away = false;
            }
        }
    }

    /// A visit ends now, or with the question's or the exam's time.
    fn close_visit(&mut self) {
        let ends =
            [self.exam_deadline(), self.on_screen().and_then(|place| self.question_deadline(place, 0))];
        if let Some(visit) = self.visit.take() {
            let end = ends.into_iter().flatten().fold(self.elapsed_ms, u64::min);
            let (charged, seen) = visit.until(end);
            let spent = &mut self.progress[visit.place].spent;
            spent.charged_ms = spent.charged_ms.saturating_add(charged);
            spent.seen_ms = spent.seen_ms.saturating_add(seen);
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
        self.visit.as_ref().map(|visit| visit.place)
    }

    /// The question that was on screen when time ended, if nothing was shown since.
    pub fn cut_short(&self) -> Option<usize> {
        self.cut_short
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
        let since = match &self.visit {
            Some(visit) if visit.place == place => visit.since_ms,
            _ => elapsed_ms,
        };
        Some(since.saturating_add(left))
    }

    /// Milliseconds a question was on screen until now, over all visits.
    pub fn seen_ms(&self, place: usize, elapsed_ms: u64) -> u64 {
        let open = match &self.visit {
            Some(visit) if visit.place == place => visit.until(elapsed_ms).1,
            Some(_) | None => 0,
        };
        self.progress[place].spent.seen_ms.saturating_add(open)
    }

    /// How many questions have an answer.
    pub fn answered(&self) -> usize {
        self.progress.iter().filter(|progress| progress.answer.is_some()).count()
    }
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "fold_tests.rs"]
mod fold_tests;
