//! A table as tidy CSV: a line each cell, written as it is made. Many candidates are done in parts, by several threads.

use std::io::{self, Write};
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

/// Lines that are made. A text stands in many of them, and is made a cell once.
struct Made {
    texts: Texts,
    cells: HashMap<String, Vec<u8>>,
    figures: Figures,
    bytes: Vec<u8>,
}

impl Made {
    /// Bytes that are written at once.
    const MUCH: usize = 64 << 10;

    fn new(texts: Texts) -> Self {
        Self { texts, cells: HashMap::new(), figures: Figures::new(), bytes: Vec::new() }
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let Self { texts, cells, figures, bytes } = self;
        for text in texts.shown([line.exam, &line.row, &line.column]) {
            if let Some(cell) = cells.get(text) {
                bytes.extend_from_slice(cell);
            } else {
                let cell = text_cell(&sanitize::text(text))?;
                bytes.extend_from_slice(&cell);
                cells.insert(text.to_owned(), cell);
            }
            bytes.push(b',');
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

/// Each thread makes a part in memory; the parts are written in order.
fn in_parts(lines: &Lines<'_, '_>, texts: Texts, to: &mut dyn Write) -> io::Result<()> {
    let threads = Split::default().threads;
    let part = |at: usize| -> io::Result<Vec<u8>> {
        let mut made = Made::new(texts);
        lines.each_of(at..(at + PART).min(lines.seats()), |line| made.line(line))?;
        Ok(made.bytes)
    };
    let part = &part;
    let starts: Vec<usize> = (0..lines.seats()).step_by(PART).collect();
    for some in starts.chunks(threads.max(1)) {
        let parts: Vec<io::Result<Vec<u8>>> = thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|&at| scope.spawn(move || part(at))).collect();
            let broken = || Err(io::Error::other("a part could not be made"));
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| broken())).collect()
        });
        for bytes in parts {
            to.write_all(&bytes?)?;
        }
    }
    Ok(())
}
