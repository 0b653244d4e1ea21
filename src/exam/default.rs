//! What holds where the file says nothing. Reading, digests and paper writing agree because all three ask here.

use std::collections::HashSet;

use super::digest::Digest;
use super::id::{FormId, Level, PartId};
use super::model::{Question, Topic};
use super::quantity::{Fraction, Points};

/// The language of an exam's text.
pub const LANGUAGE: &str = "en";
/// The language of a snippet.
pub const SNIPPET_LANGUAGE: &str = "text";
/// What a question is worth.
pub const POINTS: Points = Points(Points::SCALE);

/// The ladder, lowest rung first.
pub fn ladder() -> Vec<Level> {
    ["junior", "middle", "senior"].into_iter().map(|level| Level::known(level.to_owned())).collect()
}

/// The cut of the n-th rung, counted from 0: 0.70, 0.65, then 0.60.
pub const fn cut(rung: usize) -> Fraction {
    match rung {
        0 => Fraction::SEVENTY,
        1 => Fraction::SIXTY_FIVE,
        _ => Fraction::SIXTY,
    }
}

/// The id of the n-th option, counted from 0: a … z, then aa, ab …
pub fn option_id(place: usize) -> PartId {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    PartId::known(letters.into_iter().rev().collect())
}

/// The id of an entry or a side of a pair: the first 8 hex digits of SHA-256 of its text. Never its place, since the file's order is the key.
pub fn part_id(text: &str) -> PartId {
    let mut id = Digest::of(text.as_bytes()).full();
    id.truncate(8);
    PartId::known(id)
}

/// The title of a form.
pub fn form_title(exam_title: &str, form: &FormId) -> String {
    format!("{exam_title}, {form}")
}

/// The topics where none is declared: those of the questions in the order of first use, each with its id as title.
pub fn topics(questions: &[Question]) -> Vec<Topic> {
    let mut seen = HashSet::new();
    questions
        .iter()
        .filter(|question| seen.insert(&question.topic))
        .map(|question| Topic { id: question.topic.clone(), title: question.topic.to_string() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_lettered_beyond_z() {
        let ids: Vec<String> =
            [0, 1, 25, 26, 27, 51, 52, 63].map(|place| option_id(place).to_string()).into();
        assert_eq!(ids, ["a", "b", "z", "aa", "ab", "az", "ba", "bl"]);
    }

    #[test]
    fn a_part_is_named_for_its_text() {
        // printf '%s' 'commit the offset' | sha256sum | cut -c1-8
        assert_eq!(part_id("commit the offset").as_str(), PART);
    }

    const PART: &str = "aa16e4e2";
}
