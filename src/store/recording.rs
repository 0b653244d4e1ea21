//! An attempt's rows into the results, exactly once.
//!
//! Under the lock: an attempt is there only if as many of its rows are there as it has. A trailing run of rows, torn or
//! whole, that is the beginning of what an unrecorded attempt of this folder would write is cut back to its first byte
//! and written again. Bytes that belong to no journal here are never cut.

use std::fs::File;
use std::io::{self, Read as _};

use crate::results::Header;
use crate::results::survey::{self, Survey};
use crate::session::{AttemptId, Event, Rows};

use super::disk;
use super::forgotten;
use super::journal;
use super::ledger::{Ledger, Trouble};
use super::lock::Held;
use super::regular;

/// What recording an attempt came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows were written.
    Written,
    /// They were there already.
    WasThere,
}

/// Writes an attempt's rows unless they are there. The caller journals `recorded` afterwards.
pub fn record(
    ledger: &Ledger,
    attempt: &AttemptId,
    rows: &Rows,
    waiting: &mut dyn FnMut(&str),
) -> Result<Outcome, Trouble> {
    let held = ledger.lock(waiting)?;
    if forgotten::read(ledger)?.holds(attempt.as_str()) {
        let what = format!("attempt `{attempt}` was removed at its candidate's wish, and stays so");
        let help = "`examiner attempts` shows whether its removal broke off";
        return Err(Trouble::new(ledger.results(), what, help));
    }
    let (mut file, header) = ledger.open(&held)?;
    let doing = |error: io::Error| Trouble::io(ledger.results(), "write the results", &error);
    let mut survey = survey_of(&file, &header, attempt).map_err(doing)?;
    let mine = Unit { attempt: attempt.clone(), bytes: header.encode(rows), rows: rows.rows.len() as u64 };
    // Too little of a torn row may be left to tell whose it was: the run that begins earlier has it.
    if let Some((owner, start)) = owner_of_tail(ledger, &held, &header, &file, &survey, &mine)?
        && beginning(&file, &survey, &mine).map_err(doing)?.is_none_or(|mine| start < mine)
    {
        cut(&mut file, &header, attempt, start).map_err(doing)?;
        append(&mut file, &owner.bytes).map_err(doing)?;
        survey = survey_of(&file, &header, attempt).map_err(doing)?;
    }
    match presence(&file, &survey, &mine).map_err(doing)? {
        Presence::There => return Ok(Outcome::WasThere),
        Presence::CutAt(start) => survey = cut(&mut file, &header, attempt, start).map_err(doing)?,
        Presence::Absent => {}
        Presence::Partly(count) => {
            let what = format!("holds {count} of the {} rows of attempt `{attempt}`", mine.rows);
            let help = format!(
                "take these {count} rows out, then run `examiner record`; nothing is lost, the attempt is whole in its journal"
            );
            return Err(Trouble::new(ledger.results(), what, help));
        }
    }
    let mut bytes = Vec::new();
    // A row whose quote is open may end in a newline, too: what came behind it would be read as part of its cell.
    if survey.length > survey.header_end && !survey.last_is_whole {
        return Err(torn(ledger, &file, &survey).map_err(doing)?);
    }
    if survey.length > survey.header_end && !survey.ends_in_newline {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(&mine.bytes);
    append(&mut file, &bytes).map_err(doing)?;
    Ok(Outcome::Written)
}

/// What is said of a last row that is not whole and belongs to nobody here.
fn torn(ledger: &Ledger, file: &File, survey: &Survey) -> io::Result<Trouble> {
    let bytes = tail(file, survey.last_start)?;
    let line = survey.last_line;
    let what = match bytes.len() {
        1 if bytes == [0] => format!("line {line}: 1 NUL byte of no attempt here, expected rows"),
        nuls if bytes.iter().all(|&byte| byte == 0) => {
            format!("line {line}: {nuls} NUL bytes of no attempt here, expected rows")
        }
        _ => format!("line {line}: its last row is torn, and belongs to no attempt here"),
    };
    let help = "mend or take out that line, then run `examiner record`; nothing is lost, the attempt is whole in its journal";
    Ok(Trouble::new(ledger.results(), what, help))
}

/// Whether all of an attempt's rows are in the results: a reader's question, without the lock.
pub fn is_there(ledger: &Ledger, attempt: &AttemptId, rows: &Rows) -> bool {
    survey(ledger, attempt).is_ok_and(|survey| survey.count == rows.rows.len() as u64)
}

/// Whether any row of an attempt is in the results, or may be: a file that can't be read is taken to hold some.
pub fn any_there(ledger: &Ledger, attempt: &AttemptId) -> bool {
    match survey(ledger, attempt) {
        Ok(survey) => survey.count > 0,
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn survey(ledger: &Ledger, attempt: &AttemptId) -> io::Result<Survey> {
    let mut file = regular::open(ledger.results())?;
    let mut start = Vec::new();
    (&mut file).take(Header::LOOK).read_to_end(&mut start)?;
    let header = Header::read(&start).map_err(|problem| io::Error::other(problem.to_string()))?;
    survey_of(&file, &header, attempt)
}

/// What an attempt would write.
struct Unit {
    attempt: AttemptId,
    bytes: Vec<u8>,
    rows: u64,
}

enum Presence {
    There,
    Absent,
    CutAt(u64),
    Partly(u64),
}

fn survey_of(file: &File, header: &Header, attempt: &AttemptId) -> io::Result<Survey> {
    Survey::of(&mut &*file, file.metadata()?.len(), header, attempt.as_str())
}

fn tail(file: &File, start: u64) -> io::Result<Vec<u8>> {
    survey::bytes_from(&mut &*file, start)
}

/// The earliest place from which on the file is the beginning of what `unit` would write, NUL bytes of a lost sync
/// left aside; `None` if there is none. NUL bytes alone don't say whose they are: only as many as all its bytes are
/// taken for a unit's, and only if none of its rows is there. `survey` is of the unit's own attempt.
fn beginning(file: &File, survey: &Survey, unit: &Unit) -> io::Result<Option<u64>> {
    let mut starts: Vec<u64> =
        survey.run_before.into_iter().chain([survey.run_start, survey.last_start]).collect();
    starts.dedup();
    for start in starts {
        if start < survey.header_end || survey.length - start > unit.bytes.len() as u64 {
            continue;
        }
        let bytes = tail(file, start)?;
        let nuls = bytes.iter().rev().take_while(|&&byte| byte == 0).count();
        let written = &bytes[..bytes.len() - nuls];
        let could_be = !written.is_empty() || nuls == unit.bytes.len() && survey.count == 0;
        if could_be && unit.bytes.starts_with(written) {
            return Ok(Some(start));
        }
    }
    Ok(None)
}

fn presence(file: &File, survey: &Survey, mine: &Unit) -> io::Result<Presence> {
    if let Some(start) = beginning(file, survey, mine)? {
        let whole = survey.length - start == mine.bytes.len() as u64 && survey.count == mine.rows;
        return Ok(if whole && tail(file, start)? == mine.bytes {
            Presence::There
        } else {
            Presence::CutAt(start)
        });
    }
    let torn = survey.run_id == mine.attempt.as_str().as_bytes() && !survey.last_is_whole;
    Ok(match survey.count {
        0 => Presence::Absent,
        count if count == mine.rows && !torn => Presence::There,
        count => Presence::Partly(count),
    })
}

/// The unrecorded attempt of this folder whose rows the file's tail begins, if they are not all there.
fn owner_of_tail(
    ledger: &Ledger,
    _held: &Held,
    header: &Header,
    file: &File,
    survey: &Survey,
    mine: &Unit,
) -> Result<Option<(Unit, u64)>, Trouble> {
    if survey.length <= survey.header_end {
        return Ok(None);
    }
    let clean = survey.ends_in_newline && survey.last_is_whole;
    let named = str::from_utf8(&survey.run_id).ok().and_then(AttemptId::new);
    let candidates = match (clean, named) {
        (true, Some(id)) => vec![id],
        (true, None) => Vec::new(),
        (false, _) => ledger.journals()?,
    };
    let forgotten = forgotten::read(ledger)?;
    let others = |id: &AttemptId| *id != mine.attempt && !forgotten.holds(id.as_str());
    for attempt in candidates.into_iter().filter(others) {
        let Ok(contents) = journal::read(&ledger.journal(&attempt)) else { continue };
        if contents.entries.iter().any(|entry| matches!(entry.event, Event::Recorded { .. })) {
            continue;
        }
        let rows = contents.entries.iter().rev().find_map(|entry| {
            if let Event::Submitted { rows, .. } = &entry.event { Some(rows) } else { None }
        });
        let Some(rows) = rows else { continue };
        let unit = Unit { attempt, bytes: header.encode(rows), rows: rows.rows.len() as u64 };
        let reading = |e: io::Error| Trouble::io(ledger.results(), "read the results", &e);
        if beginning(file, survey, &unit).map_err(reading)?.is_none() {
            continue;
        }
        // Another pass over the file, for the few that may own its tail.
        let own = survey_of(file, header, &unit.attempt).map_err(reading)?;
        if let Some(start) = beginning(file, &own, &unit).map_err(reading)?
            && tail(file, start).map_err(reading)? != unit.bytes
        {
            return Ok(Some((unit, start)));
        }
    }
    Ok(None)
}

fn cut(file: &mut File, header: &Header, attempt: &AttemptId, start: u64) -> io::Result<Survey> {
    disk::cut(file, start, "cut torn rows")?;
    survey_of(file, header, attempt)
}

/// All rows in one write, synced; cut back to the length it had if that fails.
fn append(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let end = file.metadata()?.len();
    disk::append_at(file, end, bytes, "append to results")
}
