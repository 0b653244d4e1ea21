//! Versions of a question: exams are mended between sittings, and an option chosen in one version says nothing of another.

use std::collections::HashMap;

use crate::exam::{Exam, Question, Snippet};

/// A question in an exam's copy; `None` where there is no copy.
type In<'a> = Option<(&'a Exam, &'a Question)>;

/// The versions met so far, by the questions' ids, each with its place.
#[derive(Default)]
pub(super) struct Versions<'a> {
    met: HashMap<String, Vec<(In<'a>, usize)>>,
    places: usize,
}

impl<'a> Versions<'a> {
    /// The place of a question as it is in this copy; those of which there is no copy have one together.
    pub(super) fn place(&mut self, id: &str, asked: In<'a>) -> usize {
        let met = self.met.entry(id.to_owned()).or_default();
        if let Some((_, place)) = met.iter().find(|(other, _)| is_one(*other, asked)) {
            return *place;
        }
        let alike = met.iter().find(|(other, _)| is_alike(*other, asked)).map(|(_, place)| *place);
        let place = alike.unwrap_or(self.places);
        self.places += usize::from(alike.is_none());
        met.push((asked, place));
        place
    }

    /// Which version has a place, from 1, and of how many; `None` where there is one only.
    pub(super) fn of(&self, id: &str, place: usize) -> Option<(usize, usize)> {
        let mut places: Vec<usize> = self.met.get(id)?.iter().map(|(_, place)| *place).collect();
        places.sort_unstable();
        places.dedup();
        let at = places.iter().position(|known| *known == place)?;
        (places.len() > 1).then_some((at + 1, places.len()))
    }
}

/// Whether it is the same copy's.
fn is_one(one: In<'_>, other: In<'_>) -> bool {
    match (one, other) {
        (Some((_, one)), Some((_, other))) => std::ptr::eq(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether two copies ask the same, with the same key.
fn is_alike(one: In<'_>, other: In<'_>) -> bool {
    let (Some((one_exam, one)), Some((other_exam, other))) = (one, other) else { return false };
    let snippets = |exam: &'_ Exam, question: &'_ Question| -> Vec<Snippet> {
        exam.snippets_of(question).cloned().collect()
    };
    one.title == other.title
        && one.prompt.trim() == other.prompt.trim()
        && one.face == other.face
        && format!("{:?}", one.key) == format!("{:?}", other.key)
        && snippets(one_exam, one) == snippets(other_exam, other)
}
