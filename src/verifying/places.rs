//! Where the rows of each attempt stand in a file, and the rows themselves, read again attempt by attempt.

use std::io;

use foldhash::{HashMap, HashMapExt as _};

use crate::results::COLUMNS;
use crate::results::cell::unguard;
use crate::results::scan::{Cells, Columns, ReadAt, Records, Stop};

use super::kinds::Row;

/// Bytes read at once.
const STEP: usize = 4 << 20;

/// Rows of one attempt, one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    at: u64,
    length: usize,
    line: u64,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Attempts as they come up, each with its runs.
    pub attempts: Vec<(String, Vec<Run>)>,
    /// Rows in all.
    pub rows: usize,
}

/// Where in a file our columns are.
fn places(columns: &Columns) -> [Option<usize>; COLUMNS.len()] {
    COLUMNS.map(|column| columns.names.iter().position(|name| name == column))
}

/// A cell's text; what is not UTF-8 is no text that anybody wrote.
fn text(cell: &[u8]) -> String {
    match str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("{} (not UTF-8)", String::from_utf8_lossy(cell)),
    }
}

fn line_feeds(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

impl Places {
    /// One pass over a file.
    pub fn of(bytes: &dyn ReadAt, columns: &Columns) -> io::Result<Self> {
        let id_at = places(columns)[0].unwrap_or_default();
        let mut found = Self::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut current: Option<(usize, Vec<u8>)> = None;
        let mut records = Records::new(0);
        let mut buffer = vec![0; usize::try_from(columns.end).unwrap_or(usize::MAX)];
        let filled = bytes.fill(&mut buffer, 0)?;
        // Line feeds before what is in the buffer.
        let mut lines = line_feeds(&buffer[..filled]);
        let (mut base, mut wanted) = (columns.end, STEP);
        loop {
            let left = usize::try_from(bytes.length().saturating_sub(base)).unwrap_or(usize::MAX);
            buffer.resize(left.min(wanted), 0);
            let filled = bytes.fill(&mut buffer, base)?;
            let all = filled < wanted || filled == left;
            buffer.truncate(filled);
            let mut counted = 0;
            let stop = records.read(&buffer, 0, filled, all, |cells, range, _| {
                lines += line_feeds(&buffer[counted..range.start]);
                counted = range.start;
                found.rows += 1;
                let id = cells.get(id_at);
                let (at, end) = (base + range.start as u64, base + range.end as u64);
                if let Some((attempt, same)) = &current
                    && same == id
                    && let Some(run) = found.attempts[*attempt].1.last_mut()
                    && run.length < STEP
                {
                    run.length = usize::try_from(end - run.at).unwrap_or(usize::MAX);
                    return;
                }
                let name = unguard(&text(id)).to_owned();
                let attempt = *known.entry(name).or_insert_with_key(|name| {
                    found.attempts.push((name.clone(), Vec::new()));
                    found.attempts.len() - 1
                });
                let length = range.end - range.start;
                found.attempts[attempt].1.push(Run { at, length, line: lines + 1 });
                current = Some((attempt, id.to_owned()));
            });
            let done = match stop {
                Stop::At(end) => end,
                Stop::Short(start) => start,
            };
            if all {
                return Ok(found);
            }
            lines += line_feeds(&buffer[counted..done]);
            // A record longer than what was read needs more at once.
            wanted = if done == 0 { wanted.saturating_mul(2) } else { STEP };
            base += done as u64;
        }
    }
}

/// The rows of some runs.
pub fn rows(bytes: &dyn ReadAt, columns: &Columns, runs: &[Run]) -> io::Result<Vec<Row>> {
    let places = places(columns);
    let mut rows = Vec::new();
    let mut buffer = Vec::new();
    for run in runs {
        buffer.resize(run.length, 0);
        let filled = bytes.fill(&mut buffer, run.at)?;
        let (mut line, mut counted) = (run.line, 0);
        Records::new(0).read(&buffer[..filled], 0, filled, true, |cells, range, _| {
            line += line_feeds(&buffer[counted..range.start]);
            counted = range.start;
            rows.push(row(cells, &places, line));
        });
    }
    Ok(rows)
}

fn row(cells: &Cells<'_>, places: &[Option<usize>], line: u64) -> Row {
    let cell = |place: &Option<usize>| Some(text(cells.get((*place)?)));
    Row { line, count: cells.len(), cells: places.iter().map(cell).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All attempts with the lines and questions of their rows.
    fn read(text: &str) -> Vec<(String, Vec<(u64, String)>)> {
        let bytes = text.as_bytes().to_vec();
        let columns = Columns::read(&bytes, true).unwrap();
        let places = Places::of(&bytes, &columns).unwrap();
        let told = |(id, runs): &(String, Vec<Run>)| {
            let rows = rows(&bytes, &columns, runs).unwrap();
            (id.clone(), rows.iter().map(|row| (row.line, row.cell("question_id").to_owned())).collect())
        };
        places.attempts.iter().map(told).collect()
    }

    #[test]
    fn rows_are_found_with_their_lines_wherever_they_stand() {
        for end in ["\n", "\r\n"] {
            let header =
                "topic,attempt_id,candidate,exam_id,started_at,question_id,outcome,points,max_points";
            let row = |id: &str, question: &str| format!("t,{id},Ada,m,now,{question},correct,1,1");
            let all = [
                row("a", "q1"),
                row("b", "\"q\n1\""),
                row("a", "q2"),
                String::new(),
                row("a", "q3"),
                row("'=c", "q1"),
            ];
            let text = format!("{header}{end}{}", all.join(end));
            let of = |line: u64, question: &str| (line, question.to_owned());
            let expected = [
                ("a".to_owned(), vec![of(2, "q1"), of(5, "q2"), of(7, "q3")]),
                ("b".to_owned(), vec![of(3, "q\n1")]),
                ("=c".to_owned(), vec![of(8, "q1")]),
            ];
            assert_eq!(read(&text), expected, "{end:?}");
        }
    }
}
