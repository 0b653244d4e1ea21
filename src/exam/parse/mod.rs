//! Raw tables → a valid exam: every rule of the format, and every problem of the file at once.
//!
//! `document` puts an exam together, `front` reads what stands above the questions, `ladder` the rungs and cuts, `question` and `kind`
//! the questions, `draws` what draws and forms can reach. Past this module nothing asks whether an exam is well formed.
//!
//! # Papers
//!
//! A file with `paper_of` (the exam's `exam_digest`, all 64 hex digits) is a paper: an exam without its key. Its questions have neither
//! `hint`, `explanation`, `follow_up` nor any key of their kind that says what is right, and the file neither `recap` nor `allow`. What a
//! candidate has to see stays:
//!
//! - options with `id`, `text` and `pin`;
//! - `unit` of a number;
//! - `[[question.entry]]` with `text` and `id` (by default made of the text), in any order;
//! - instead of pairs `[[question.left]]` and `[[question.right]]`, each with `text` and `id` (by default made of the text), distractors among the
//!   right ones, in any order.
//!
//! A paper whose text is not that of the exam it names is refused.

mod document;
mod draws;
mod front;
mod kind;
mod known;
mod ladder;
pub(super) mod number;
mod parts;
pub(super) mod pattern;
mod question;
pub(super) mod suggest;

use super::model::Exam;
use super::problem::Problems;
use super::raw::{self, Sink, Table};
use super::spans::Spans;

/// Reads an exam file, or a paper.
///
/// # Errors
///
/// All problems of the file in the order of their places; one alone where it is no UTF-8, no TOML, too large or of another format.
pub fn parse(bytes: &[u8]) -> Result<Exam, Problems> {
    let (source, root) = raw::read(bytes)?;
    valid(source, root)
}

/// Reads an exam file, or a paper, and where its parts stand.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_with_spans(bytes: &[u8]) -> Result<(Exam, Spans), Problems> {
    let (source, root) = raw::read(bytes)?;
    let spans = root.spans();
    Ok((valid(source, root)?, spans))
}

fn valid(source: &str, root: Table<'_>) -> Result<Exam, Problems> {
    let mut sink = Sink::new(source);
    match document::read(root, &mut sink) {
        Ok(exam) if sink.is_empty() => Ok(exam),
        Ok(_) | Err(_) => Err(sink.into_problems()),
    }
}

#[cfg(test)]
mod slips_tests;

/// Whether the file holds what is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// An exam with its key.
    Exam,
    /// An exam without it.
    Paper,
}
