//! Journals that someone sent: copied beside the results, or brought to the length of the one that was sent before.

use std::path::Path;

use crate::exam::{self, Exam};
use crate::results::follow::contradictions;
use crate::session::{Attempt, AttemptState, Event, Rows};

use super::disk;
use super::folder;
use super::forgotten;
use super::journal::{self, Contents, Journal, Unusable};
use super::ledger::{Ledger, Trouble};
use super::regular;

/// Takes in the journal at `path`; its attempt comes back.
///
/// That it was recorded elsewhere says nothing of these results: a last `recorded` is left behind.
pub fn take_in(ledger: &Ledger, path: &Path) -> Result<Attempt, Trouble> {
    let bytes = folder::read(path, regular::JOURNAL)?;
    let contents = journal::parse(&bytes).map_err(|problem| unusable(path, &problem))?;
    let attempt = Attempt::from_entries(&contents.entries)
        .map_err(|why| sent_again(path, format!("line {}: {}", why.line, why.why)))?;
    let id = &attempt.started.attempt;
    if id.as_str() == forgotten::STEM {
        return Err(Trouble::new(
            path,
            format!("`{id}` is the name of another file here, and no attempt's"),
            "",
        ));
    }
    if forgotten::read(ledger)?.holds(id.as_str()) {
        let what = format!("attempt `{id}` was removed from these results at its candidate's wish");
        return Err(Trouble::new(path, what, "delete this copy of it, too"));
    }
    if let AttemptState::Submitted { rows, .. } | AttemptState::Recorded { rows, .. } = &attempt.state {
        vouched(ledger, path, &attempt, rows)?;
    }
    let here = ledger.journal(id);
    let sent = without_recorded(&bytes, &contents);
    if !folder::exists(&here) {
        disk::replace(&here, sent, 0o600).map_err(|e| Trouble::io(&here, "copy the journal", &e))?;
        return Ok(attempt);
    }
    let (journal, known) = Journal::open(&here).map_err(|problem| unusable(&here, &problem))?;
    let known_bytes = folder::read(&here, regular::JOURNAL)?;
    if known_bytes.starts_with(sent) {
        return Ok(attempt);
    }
    let longer = sent.strip_prefix(without_recorded(&known_bytes, &known));
    let Some(lines) = longer.filter(|_| !ends_recorded(&known)) else {
        let what = format!("another journal of attempt `{id}` is here already, and it says something else");
        return Err(sent_again(path, what));
    };
    journal.extend(lines).map_err(|e| Trouble::io(&here, "copy the journal", &e))?;
    Ok(attempt)
}

/// Refuses rows that do not follow from the journal's own lines: whoever sent it may have written them.
fn vouched(ledger: &Ledger, path: &Path, attempt: &Attempt, rows: &Rows) -> Result<(), Trouble> {
    let digest = &attempt.started.exam_digest;
    let copies = ledger.copies(digest).into_iter();
    let copies = copies.filter_map(|copy| folder::read_if_there(&copy, regular::EXAM));
    let exams: Vec<Exam> = copies
        .filter_map(|bytes| exam::parse(&bytes).ok())
        .filter(|exam| exam.exam_digest.full() == *digest)
        .collect();
    let what = match contradictions(attempt, rows, &exams.iter().collect::<Vec<_>>()).first() {
        Some(one) => format!(
            "what it hands in does not follow from its own lines: question {}, column `{}` says `{}`, and has to say `{}`",
            attempt.drawn(one.place).id,
            one.column,
            one.says,
            one.must
        ),
        None if rows.rows.len() != attempt.progress.len() => format!(
            "what it hands in does not follow from its own lines: {} rows, of {} questions",
            rows.rows.len(),
            attempt.progress.len()
        ),
        None => return Ok(()),
    };
    Err(sent_again(path, what))
}

fn ends_recorded(contents: &Contents) -> bool {
    contents.entries.last().is_some_and(|entry| matches!(entry.event, Event::Recorded { .. }))
}

/// The whole lines of a journal, but for a last one that says `recorded`.
fn without_recorded<'a>(bytes: &'a [u8], contents: &Contents) -> &'a [u8] {
    let good = usize::try_from(contents.good).map_or(bytes, |good| &bytes[..good.min(bytes.len())]);
    if !ends_recorded(contents) {
        return good;
    }
    let before = good.strip_suffix(b"\n").unwrap_or(good);
    let end = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    &good[..end]
}

fn sent_again(path: &Path, what: String) -> Trouble {
    Trouble::new(path, what, "ask for the file once more, as it is on their machine")
}

fn unusable(path: &Path, problem: &Unusable) -> Trouble {
    match problem {
        Unusable::Damaged { line, why } => sent_again(path, format!("line {line}: {why}")),
        Unusable::Empty => sent_again(path, "it has no whole line and is no attempt".to_owned()),
        Unusable::Running => {
            let help = "let it come to its end, then run the command again";
            Trouble::new(path, "somebody is sitting this attempt", help)
        }
        Unusable::Io(error) => Trouble::io(path, "read the journal", error),
    }
}
