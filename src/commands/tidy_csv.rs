//! A table as tidy CSV: a line each cell, written as it is made. Many candidates are done in parts, by several threads.

use std::io::{self, Write};
use std::thread;

use super::output;
use crate::cli::report::Report as Args;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::sanitize;
use crate::render::tidy::{self, Figures};
use crate::report::assemble::CodeOf;
use crate::report::gather::{Gathered, Split};
use crate::report::pivot::{Along, Line, Lines, Shape};
use crate::results::sheet::Sheet;

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
        let mut head = Sheet::new(&mut *to, &header)?;
        let mut figures = Figures::new();
        if lines.seats() <= PART {
            lines.each(|line| texts.line(line, &mut figures, &mut head))?;
            return head.finish();
        }
        head.finish()?;
        in_parts(&lines, texts, to)
    })
}

/// Which of the three texts of a line are there.
#[derive(Clone, Copy)]
struct Texts([(bool, &'static str); 3]);

impl Texts {
    fn shown<T>(self, texts: [T; 3]) -> impl Iterator<Item = T> {
        texts.into_iter().zip(self.0).filter(|(_, (is_there, _))| *is_there).map(|(text, _)| text)
    }

    fn line<W: Write>(self, line: &Line<'_>, figures: &mut Figures, sheet: &mut Sheet<W>) -> io::Result<()> {
        let texts = [line.exam, &line.row, &line.column].map(sanitize::text);
        let numbers = figures.of(&line.cell);
        sheet.line(self.shown(texts.each_ref()).map(AsRef::as_ref), numbers.iter().map(String::as_str))
    }
}

/// Each thread makes a part in memory; the parts are written in order.
fn in_parts(lines: &Lines<'_, '_>, texts: Texts, to: &mut dyn Write) -> io::Result<()> {
    let threads = Split::default().threads;
    let part = |at: usize| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sheet = Sheet::without_header(&mut bytes);
        let mut figures = Figures::new();
        lines
            .each_of(at..(at + PART).min(lines.seats()), |line| texts.line(line, &mut figures, &mut sheet))?;
        sheet.finish()?;
        Ok(bytes)
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
