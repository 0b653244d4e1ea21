//! The end of an attempt: its rows are fixed in the journal, then brought into the results.

use crate::clock::Clock;
use crate::exam::{self, Exam, Millis};
use crate::render::{duration, sanitize};
use crate::results::{Closing, rows_of};
use crate::session::attempt::{Expiry, Incoherent};
use crate::session::moment::{WallTime, in_time};
use crate::session::{Attempt, AttemptId, AttemptState, By, Event, Rows, Scope};
use crate::store::folder;
use crate::store::journal::{self, Journal, Unusable};
use crate::store::ledger::{Ledger, Trouble};
use crate::store::recording::{self, Outcome};
use crate::store::regular::{self, Strange};

use super::desk::{Desk, Log, Stop};

/// Overdue attempts are closed by whoever comes along once their deadline is this long past, in milliseconds.
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What a hand-in came to.
#[derive(Clone, Debug)]
pub struct HandedIn {
    /// By whom.
    pub by: By,
    /// When: the submission, or the deadline.
    pub finished_at: WallTime,
    /// The receipt; none for a trial.
    pub receipt: Option<String>,
    /// The rows.
    pub rows: Rows,
}

fn closing_of(attempt: &Attempt, by: By, elapsed_ms: u64) -> Closing {
    // The wall clock may have been moved since the start; the clock that counts can't be.
    let now = attempt.started_at.plus(Millis(elapsed_ms));
    let finished_at = match by {
        By::Person => now,
        By::Clock => attempt.exam_deadline_at().unwrap_or(now),
    };
    Closing { by, finished_at, elapsed_ms }
}

impl Desk<'_> {
    /// Fixes the rows in the journal. From here on nothing of the attempt changes.
    pub fn hand_in(&mut self, by: By) -> Result<HandedIn, Stop> {
        let now = self.now();
        let closing = closing_of(&self.attempt, by, self.elapsed_at(now));
        let rows = rows_of(&self.attempt, self.exam, closing);
        self.note(&Event::Submitted { by, rows: rows.clone() }, now)?;
        let receipt = self.log.chain().map(journal::Chain::receipt);
        Ok(HandedIn { by, finished_at: closing.finished_at, receipt, rows })
    }

    /// Brings the rows into the results and journals that they are there. Nothing to do for a trial.
    pub fn record(&mut self, ledger: &Ledger, rows: &Rows) -> Result<(), Trouble> {
        match &mut self.log {
            Log::Trial { .. } => Ok(()),
            Log::Kept(journal) => {
                let prompter = &mut *self.room.prompter;
                let mut say = |text: &str| prompter.show(&sanitize::text(text));
                let id = &self.attempt.started.attempt;
                record(ledger, journal, id, rows, self.room.clock, &mut say).map(|_| ())
            }
        }
    }
}

/// Brings an attempt's rows into the results and journals that they are there.
pub fn record(
    ledger: &Ledger,
    journal: &mut Journal,
    attempt: &AttemptId,
    rows: &Rows,
    clock: &dyn Clock,
    say: &mut dyn FnMut(&str),
) -> Result<Outcome, Trouble> {
    let outcome = recording::record(ledger, attempt, rows, say)?;
    let event = Event::Recorded { results: ledger.name() };
    journal
        .append(&event, clock.now(), clock.boot())
        .map_err(|error| Trouble::io(journal.path(), "append to the attempt's journal", &error))?;
    Ok(outcome)
}

/// What tidying came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An attempt whose time was over: closed and recorded.
    Closed(String),
    /// A submitted attempt that was not in the results: recorded.
    Recorded(String),
    /// Somebody is sitting it.
    Running(String),
    /// It is open, and its time is not over.
    Open(String),
    /// Its rows were in the results already.
    There(String),
    /// A journal without a whole line: no attempt; it is kept.
    NoAttempt(String),
    /// A journal that is damaged or can't be read; it is kept.
    Unusable(String),
    /// An attempt that could not be closed or recorded, why, and what to do.
    Stuck(String),
}

impl Found {
    /// What is said of it, safe for a terminal.
    pub fn text(&self) -> &str {
        match self {
            Self::Closed(text)
            | Self::Recorded(text)
            | Self::Running(text)
            | Self::Open(text)
            | Self::There(text)
            | Self::NoAttempt(text)
            | Self::Unusable(text)
            | Self::Stuck(text) => text,
        }
    }
}

/// Closes and records attempts whose deadline passed more than `grace_ms` ago, and records submitted ones that were not.
pub fn tidy(
    ledger: &Ledger,
    clock: &dyn Clock,
    grace_ms: u64,
    say: &mut dyn FnMut(&str),
) -> Result<Vec<Found>, Trouble> {
    let mut found = Vec::new();
    for id in ledger.journals()? {
        if journal::ends_recorded(&ledger.journal(&id)) {
            continue;
        }
        match tidy_one(ledger, &id, clock, grace_ms, say) {
            Ok(one) => found.extend(one),
            // Whoever can't have the lock now would wait for it again with each attempt.
            Err(trouble) if trouble.path == ledger.lock_path() => return Err(trouble),
            Err(trouble) => found.push(stuck(ledger, &id, &trouble)),
        }
    }
    Ok(found)
}

/// One attempt that can't be brought to its end holds up no other.
fn stuck(ledger: &Ledger, id: &AttemptId, trouble: &Trouble) -> Found {
    let journal = ledger.journal(id).display().to_string();
    let kept = sanitize::line(&journal);
    Found::Stuck(format!("not recorded: attempt {id}, safe in `{kept}`: {trouble}\n  help: {}", trouble.help))
}

/// Brings the rows of a recorded attempt into these results if they are not there: its journal may have come from
/// elsewhere, or the results be new.
pub fn record_again(
    ledger: &Ledger,
    id: &AttemptId,
    clock: &dyn Clock,
    say: &mut dyn FnMut(&str),
) -> Result<Found, Trouble> {
    let path = ledger.journal(id);
    let (mut journal, contents) = match Journal::open(&path) {
        Ok(opened) => opened,
        Err(problem) => return Ok(unusable(&path, id, &problem)),
    };
    let attempt = match Attempt::from_entries(&contents.entries) {
        Ok(attempt) => attempt,
        Err(why) => return Ok(incoherent(&path, &why)),
    };
    let who = describe(&attempt);
    match &attempt.state {
        AttemptState::Open => Ok(Found::Open(format!("open: {who}"))),
        AttemptState::Recorded { rows, .. } if recording::is_there(ledger, id, rows) => {
            Ok(Found::There(format!("was there already: {who}")))
        }
        // What said that it was recorded may have been no line of the journal's.
        AttemptState::Recorded { rows, .. } | AttemptState::Submitted { rows, .. } => {
            match record(ledger, &mut journal, id, rows, clock, say) {
                Ok(_) => Ok(Found::Recorded(format!("recorded: {who}"))),
                Err(trouble) if trouble.path == ledger.lock_path() => Err(trouble),
                Err(trouble) => Ok(stuck(ledger, id, &trouble)),
            }
        }
    }
}

fn tidy_one(
    ledger: &Ledger,
    id: &AttemptId,
    clock: &dyn Clock,
    grace_ms: u64,
    say: &mut dyn FnMut(&str),
) -> Result<Option<Found>, Trouble> {
    let path = ledger.journal(id);
    let (mut journal, contents) = match Journal::open(&path) {
        Ok(opened) => opened,
        Err(problem) => return Ok(Some(unusable(&path, id, &problem))),
    };
    let attempt = match Attempt::from_entries(&contents.entries) {
        Ok(attempt) => attempt,
        Err(why) => return Ok(Some(incoherent(&path, &why))),
    };
    let who = describe(&attempt);
    match &attempt.state {
        AttemptState::Recorded { .. } => Ok(None),
        AttemptState::Submitted { rows, .. } => {
            record(ledger, &mut journal, id, rows, clock, say)?;
            Ok(Some(Found::Recorded(format!("recorded: {who}"))))
        }
        AttemptState::Open => {
            let now = clock.now();
            let elapsed = attempt.elapsed_at(now, clock.boot());
            let over =
                attempt.exam_deadline().is_some_and(|end| !in_time(elapsed, end.saturating_add(grace_ms)));
            if !over {
                return Ok(Some(Found::Open(format!("open: {who}"))));
            }
            let exam = kept_exam(ledger, &attempt)?;
            let rows = close(&mut journal, attempt, &exam, clock)?;
            record(ledger, &mut journal, id, &rows, clock, say)?;
            Ok(Some(Found::Closed(format!("time was over, closed and recorded: {who}"))))
        }
    }
}

/// Closes an attempt whose time is over, in its journal.
fn close(
    journal: &mut Journal,
    mut attempt: Attempt,
    exam: &Exam,
    clock: &dyn Clock,
) -> Result<Rows, Trouble> {
    let path = journal.path().to_owned();
    let failed = |error| Trouble::io(&path, "append to the attempt's journal", &error);
    let now = clock.now();
    if attempt.expired == Expiry::Running {
        let elapsed = attempt.elapsed_at(now, clock.boot());
        let since_last = elapsed.saturating_sub(attempt.elapsed_at(attempt.last(), attempt.boot()));
        let place = attempt.on_screen().or(attempt.cut_short());
        let question = place.map(|place| attempt.drawn(place).id.clone());
        let event = Event::Expired {
            scope: Scope::Exam,
            question,
            draft: None,
            answer: None,
            away_ms: Some(since_last),
        };
        let entry = journal.append(&event, now, clock.boot()).map_err(failed)?;
        let incoherent = |what: String| Trouble::new(&path, what, "");
        attempt.apply(&entry).map_err(incoherent)?;
    }
    let elapsed = attempt.elapsed_at(now, clock.boot());
    let rows = rows_of(&attempt, exam, closing_of(&attempt, By::Clock, elapsed));
    journal
        .append(&Event::Submitted { by: By::Clock, rows: rows.clone() }, now, clock.boot())
        .map_err(failed)?;
    Ok(rows)
}

/// The exam of an attempt, from the copy kept beside the results.
pub fn kept_exam(ledger: &Ledger, attempt: &Attempt) -> Result<Exam, Trouble> {
    let started = &attempt.started;
    let path = ledger.copy_path(&started.exam_digest, &started.key_digest);
    let trouble = |what: &str| {
        let help = format!(
            "copy the exam file as it was administered (exam digest {:.16}, key digest {:.16}) there; `examiner record --exam FILE` does so, and records what is over",
            started.exam_digest, started.key_digest
        );
        Trouble::new(&path, what, help)
    };
    // Which text decides; a mended key blocks nothing, and the rows name the key that marked them.
    let other = || {
        let copies = ledger.copies(&started.exam_digest).into_iter().rev();
        let mut exams = copies.filter_map(|copy| exam::parse(&folder::read(&copy, regular::EXAM).ok()?).ok());
        exams.find(|exam| exam.exam_digest.full() == started.exam_digest)
    };
    if !folder::is_file(&path)
        && let Some(exam) = other()
    {
        return Ok(exam);
    }
    let bytes = ledger.kept_exam(&started.exam_digest, &started.key_digest).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            trouble("the copy of the exam that this attempt needs is not there")
        } else if let Some(strange) = Strange::of(&error) {
            trouble(&strange.to_string())
        } else {
            Trouble::io(&path, "read the kept copy of the exam", &error)
        }
    })?;
    let exam = exam::parse(&bytes).map_err(|_| trouble("the kept copy can't be read as an exam any more"))?;
    if exam.exam_digest.full() != started.exam_digest {
        return Err(trouble("the kept copy is not the exam that the attempt names"));
    }
    if exam.key_digest.full() != started.key_digest {
        return Err(trouble("the kept copy has another key than the attempt names"));
    }
    Ok(exam)
}

/// Who, what, and when it began, safe for a terminal.
pub fn describe(attempt: &Attempt) -> String {
    let started = &attempt.started;
    let begun = duration::rfc3339(attempt.started_at.0);
    let text = format!("{}, {}, begun {begun}, attempt {}", started.candidate, started.exam, started.attempt);
    sanitize::line(&text).into_owned()
}

/// What is said of a journal whose lines are whole, but make no attempt.
pub fn incoherent(path: &std::path::Path, why: &Incoherent) -> Found {
    let text = format!("`{}`, line {}: {}; not used, and left as it is", path.display(), why.line, why.why);
    Found::Unusable(sanitize::line(&text).into_owned())
}

/// What is said of a journal that cannot be used now.
pub fn unusable(path: &std::path::Path, id: &AttemptId, problem: &Unusable) -> Found {
    let file = path;
    let path = path.display();
    match problem {
        Unusable::Running => {
            let events = journal::read(file).ok();
            let attempt = events.and_then(|contents| Attempt::from_entries(&contents.entries).ok());
            let who = attempt.map_or_else(|| format!("attempt {id}"), |attempt| describe(&attempt));
            Found::Running(format!("running now, left alone: {who}"))
        }
        Unusable::Empty => {
            let text = format!("`{path}` has no whole line and is no attempt; skipped and kept");
            Found::NoAttempt(sanitize::line(&text).into_owned())
        }
        Unusable::Damaged { line, why } => {
            let text = format!("`{path}`, line {line}: {why}; not used, and left as it is");
            Found::Unusable(sanitize::line(&text).into_owned())
        }
        Unusable::Io(error) => {
            let text = format!("`{path}`: could not be read: {error}; skipped");
            Found::Unusable(sanitize::line(&text).into_owned())
        }
    }
}
