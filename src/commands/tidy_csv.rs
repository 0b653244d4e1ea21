//! A table as tidy CSV: a line each cell, written as it is made. Many candidates are done in parts, by several threads.

use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
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
            return in_parts(&lines, texts, to);
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

/// Each thread makes every so many parts in memory; they are written in order.
fn in_parts(lines: &Lines<'_, '_>, texts: Texts, to: &mut dyn Write) -> io::Result<()> {
    let parts = lines.seats().div_ceil(PART);
    let threads = Split::default().threads.clamp(1, parts.max(1));
    let make = |first: usize, done: &SyncSender<io::Result<Vec<u8>>>| {
        let mut made = Made::new(texts);
        for from in (first..parts).step_by(threads).map(|part| part * PART) {
            let all = lines.each_of(from..(from + PART).min(lines.seats()), |line| made.line(line));
            // Nobody waits for it where writing failed.
            if done.send(all.map(|()| std::mem::take(&mut made.bytes))).is_err() {
                return;
            }
        }
    };
    let make = &make;
    thread::scope(|scope| {
        let start = |first| {
            let (done, waiting) = sync_channel(1);
            // Where the system has no room for it, its parts are missing, and that is said.
            drop(thread::Builder::new().spawn_scoped(scope, move || make(first, &done)));
            waiting
        };
        let waiting: Vec<_> = (0..threads).map(start).collect();
        for one in waiting.iter().cycle().take(parts) {
            let broken = |_| Err(io::Error::other("a part could not be made"));
            to.write_all(&one.recv().unwrap_or_else(broken)?)?;
        }
        Ok(())
    })
}
