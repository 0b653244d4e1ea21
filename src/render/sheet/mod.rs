//! An exam as a sheet to read or to print: what a candidate sees of it and, where that is asked for, what is right.
//!
//! `compose` says once what stands on a sheet; the other files write it: for a terminal, as Markdown, as a page of HTML.

mod again;
mod compose;
mod html;
mod markdown;
mod piece;
mod text;

use crate::exam::{Exam, Form, PartId, Question};

use super::Look;

/// What is to be shown of an exam.
#[derive(Clone, Debug)]
pub struct Sheet<'e> {
    /// The exam.
    pub exam: &'e Exam,
    /// The form, if one is meant.
    pub form: Option<&'e Form>,
    /// The questions in the order to show them.
    pub shown: Vec<Shown<'e>>,
    /// Which of the questions they are.
    pub extent: Extent,
    /// Whether what is right stands on it.
    pub answers: Answers,
}

/// A question with its parts in the order to show them.
#[derive(Clone, Debug)]
pub struct Shown<'e> {
    /// The question.
    pub question: &'e Question,
    /// Its options, entries or right sides, in order.
    pub parts: Vec<PartId>,
}

/// Which questions are on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All that may be asked, in the file's order.
    All {
        /// How many of them an attempt is asked.
        asked: usize,
    },
    /// What one attempt is asked, as drawn and shuffled from a seed.
    Drawn {
        /// The seed.
        seed: u64,
    },
}

/// Whether what is right stands on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// As a candidate sees it.
    Hidden,
    /// With the key and all that is said about it.
    Shown,
}

impl Sheet<'_> {
    /// For a terminal.
    pub fn text(&self, look: Look) -> String {
        text::write(&compose::pieces(self), look)
    }

    /// As Markdown, to print: with room for answers where they are hidden.
    pub fn markdown(&self) -> String {
        markdown::write(&compose::pieces(self))
    }

    /// As one page of HTML, to print: with room for answers where they are hidden.
    pub fn html(&self) -> String {
        let title = self.form.map_or(&self.exam.title, |form| &form.title);
        html::write(&compose::pieces(self), title, &self.exam.language)
    }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
