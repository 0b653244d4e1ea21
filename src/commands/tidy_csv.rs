//! A table as tidy CSV: a line each cell, written as it is made. Many candidates are done in parts, by several threads.

use std::io::{self, Write};
use std::sync::mpsc::sync_channel;
use std::thread;

use foldhash::{HashMap, HashMapExt as _};

use super::output;
use crate::cli::report::Report as Args;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::sanitize;
use crate::render::tidy::{self, Figures};
use crate::report::assemble::CodeOf;
use crate::report::gather::{Gathered, Split};
use crate::report::pivot::{Along, Line, Lines, Shape};
use crate::results::sheet::{Sheet, text_cell};

/// Candidates in a part.
const PART: usize = 2048;

/// Writes it to where it was asked for.
pub fn write(
    args: &Args,
    gathered: &Gathered,
    shape: Shape,
    code: Option<&CodeOf<'_>>,
    context: &mut Context,
) -> Result<(), Failure> {
    // Gathered by its own grouping alone.
    let lines = Lines::new(gathered, shape, 0, code);
    let has_exam = shape.rows == Along::Exam || shape.columns == Along::Exam;
    let texts = Texts([
        (lines.of_several_exams() && !has_exam, "exam_id"),
        (shape.rows != Along::Nothing, shape.rows.word()),
        (shape.columns != Along::Nothing, shape.columns.word()),
    ]);
    output::write(args.output.as_deref(), context, |to| {
        let header: Vec<&str> =
            texts.shown(["exam_id", shape.rows.word(), shape.columns.word()]).chain(tidy::COLUMNS).collect();
        Sheet::new(&mut *to, &header)?.finish()?;
        if lines.seats() > PART {
            let split = InParts { part: PART, threads: Split::default().threads };
            return in_parts(&lines, texts, split, to);
        }
        let mut made = Made::new(texts);
        lines.each(|line| {
            made.line(line)?;
            made.write_if_much(to)
        })?;
        to.write_all(&made.bytes)
    })
}

/// Which of the three texts of a line are there.
#[derive(Clone, Copy)]
struct Texts([(bool, &'static str); 3]);

impl Texts {
    fn shown<T>(self, texts: [T; 3]) -> impl Iterator<Item = T> {
        texts.into_iter().zip(self.0).filter(|(_, (is_there, _))| *is_there).map(|(text, _)| text)
    }
}

/// Lines that are made. A text stands in many of them, and is made a cell once: one of an exam or a row in lines that follow each other,
/// one of a column everywhere.
struct Made {
    texts: Texts,
    last: [(String, Vec<u8>); 2],
    columns: HashMap<String, Vec<u8>>,
    figures: Figures,
    bytes: Vec<u8>,
}

impl Made {
    /// Bytes that are written at once.
    const MUCH: usize = 64 << 10;

    fn new(texts: Texts) -> Self {
        let last = <[(String, Vec<u8>); 2]>::default();
        Self { texts, last, columns: HashMap::new(), figures: Figures::new(), bytes: Vec::new() }
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let Self { texts: Texts([exam, row, column]), last: [last_exam, last_row], columns, figures, bytes } =
            self;
        for ((is_there, _), last, text) in [(exam, last_exam, line.exam), (row, last_row, &line.row)] {
            if *is_there {
                if last.1.is_empty() || last.0 != text {
                    *last = (text.to_owned(), own_cell(text)?);
                }
                bytes.extend_from_slice(&last.1);
            }
        }
        if column.0 {
            if let Some(cell) = columns.get(&*line.column) {
                bytes.extend_from_slice(cell);
            } else {
                let cell = own_cell(&line.column)?;
                bytes.extend_from_slice(&cell);
                columns.insert(line.column.clone().into_owned(), cell);
            }
        }
        bytes.extend_from_slice(figures.of(&line.cell).as_bytes());
        bytes.push(b'\n');
        Ok(())
    }

    fn write_if_much(&mut self, to: &mut dyn Write) -> io::Result<()> {
        if self.bytes.len() >= Self::MUCH {
            to.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }
}

/// A text as a cell, with the comma behind it.
fn own_cell(text: &str) -> io::Result<Vec<u8>> {
    let mut cell = text_cell(&sanitize::text(text))?;
    cell.push(b',');
    Ok(cell)
}

/// How the candidates' lines are split.
#[derive(Clone, Copy, Debug)]
struct InParts {
    /// Candidates in a part; at least 1.
    part: usize,
    /// Threads; at least 1.
    threads: usize,
}

/// Each thread makes every so many parts in memory; they are written in order.
fn in_parts(lines: &Lines<'_, '_>, texts: Texts, split: InParts, to: &mut dyn Write) -> io::Result<()> {
    let InParts { part, threads } = split;
    let parts = lines.seats().div_ceil(part);
    let make = |made: &mut Made, at: usize| {
        let from = at * part;
        lines.each_of(from..(from + part).min(lines.seats()), |line| made.line(line))?;
        Ok::<_, io::Error>(std::mem::take(&mut made.bytes))
    };
    let make = &make;
    thread::scope(|scope| {
        let start = |first| {
            let (done, waiting) = sync_channel(1);
            let work = move || {
                let mut made = Made::new(texts);
                // Where writing failed nobody waits for more.
                let _ = (first..parts).step_by(threads).try_for_each(|at| done.send(make(&mut made, at)));
            };
            Some((waiting, thread::Builder::new().spawn_scoped(scope, work).ok()?))
        };
        // Where the system has no room for a thread, whoever writes makes its parts.
        let makers: Vec<_> = (0..threads.min(parts)).map(start).collect();
        let mut own = Made::new(texts);
        let written = makers.iter().cycle().zip(0..parts).try_for_each(|(maker, at)| {
            let broken = |_| Err(io::Error::other("a thread broke off while it made a part"));
            let bytes = match maker {
                Some((waiting, _)) => waiting.recv().unwrap_or_else(broken),
                None => make(&mut own, at),
            };
            to.write_all(&bytes?)
        });
        for (waiting, thread) in makers.into_iter().flatten() {
            drop(waiting);
            // One that broke off has said so by what it did not send.
            drop(thread.join());
        }
        written
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::gather::{Counted, Dimension, Table, Wanted, gather};
    use crate::results::scan::Columns;

    proptest! {
        #[test]
        fn parts_by_any_threads_are_what_one_makes(
            rows in proptest::collection::vec((0..30_u32, 0..4_u32, 0..2_u32), 1..80),
            part in 1..8_usize,
            threads in 1..5_usize,
        ) {
            let mut text = "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n".to_owned();
            for (question, (candidate, topic, points)) in rows.iter().enumerate() {
                let outcome = if *points == 1 { "correct" } else { "incorrect" };
                text += &format!("a{candidate},C{candidate},m,2026-11-18T09:00:00Z,q{question},t{topic},{outcome},{points},1\n");
            }
            let bytes = text.into_bytes();
            let columns = Columns::read(&bytes, true).unwrap();
            let shape = Shape { rows: Along::Candidate, columns: Along::Of(Dimension::Topic) };
            let wanted = Wanted { groupings: shape.groupings(), counted: Counted::default(), ..Wanted::default() };
            let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
            let lines = Lines::new(&gathered, shape, 0, None);
            let texts = Texts([(false, ""), (true, ""), (true, "")]);
            let mut one = Made::new(texts);
            lines.each(|line| one.line(line)).unwrap();
            let mut written = Vec::new();
            in_parts(&lines, texts, InParts { part, threads }, &mut written).unwrap();
            prop_assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(one.bytes).unwrap());
            let mut full: &mut [u8] = &mut [0; 8];
            let written = in_parts(&lines, texts, InParts { part, threads }, &mut full);
            prop_assert!(written.is_err());
        }
    }
}
