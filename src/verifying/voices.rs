//! What people say of answers, with its place: rows may have been marked anew after any line of it.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};

use crate::grading::evidence::base;
use crate::grading::said::Said;

/// Everything that was said, in the order in which it was.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    lines: Vec<Said>,
    /// For each line the latest instant of any up to it, milliseconds since 1970.
    latest: Vec<i64>,
    /// By attempt and question, the places of lines, from 1.
    answers: HashMap<(String, String), Vec<usize>>,
    /// By exam, without a form, and question, the place of the first line that drops it.
    drops: BTreeMap<(String, String), usize>,
}

impl Voices {
    /// Of lines, each with its instant.
    pub fn of(lines: impl IntoIterator<Item = (i64, Said)>) -> Self {
        let mut voices = Self { answers: HashMap::new(), ..Self::default() };
        for (at_ms, said) in lines {
            let place = voices.lines.len() + 1;
            match &said {
                Said::Marked(mark) | Said::Agreed(mark) => {
                    let answer = (mark.attempt.clone(), mark.question.clone());
                    voices.answers.entry(answer).or_default().push(place);
                }
                Said::Dropped { exam, question, .. } => {
                    voices.drops.entry((base(exam).to_owned(), question.clone())).or_insert(place);
                }
            }
            let latest = voices.latest.last().copied().unwrap_or(i64::MIN);
            voices.latest.push(latest.max(at_ms));
            voices.lines.push(said);
        }
        voices
    }

    /// What concerns an answer, with its places, from 1.
    pub fn on(&self, exam: &str, attempt: &str, question: &str) -> Vec<(usize, &Said)> {
        let answer = (attempt.to_owned(), question.to_owned());
        let mut places = self.answers.get(&answer).cloned().unwrap_or_default();
        places.extend(self.drops.get(&(exam.to_owned(), question.to_owned())));
        places.sort_unstable();
        places.into_iter().map(|place| (place, &self.lines[place - 1])).collect()
    }

    /// How many lines, from the first on, had all been said by an instant.
    pub fn by(&self, at_ms: i64) -> usize {
        self.latest.partition_point(|latest| *latest <= at_ms)
    }

    /// The questions that are dropped: exam, question, and what was said.
    pub fn drops(&self) -> impl Iterator<Item = (&str, &str, &Said)> {
        self.drops
            .iter()
            .map(|((exam, question), place)| (exam.as_str(), question.as_str(), &self.lines[place - 1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_known_by_the_latest_instant_up_to_them() {
        let drop = |question: &str| Said::Dropped {
            exam: "m/short".to_owned(),
            question: question.to_owned(),
            grader: "Ito".to_owned(),
            comment: None,
            key_digest: String::new(),
        };
        let voices = Voices::of([(5, drop("a")), (3, drop("b")), (9, drop("a"))]);
        assert_eq!([4, 5, 8, 9].map(|at| voices.by(at)), [0, 2, 2, 3]);
        let places = |question| voices.on("m", "x", question).iter().map(|(at, _)| *at).collect::<Vec<_>>();
        assert_eq!((places("a"), places("b"), places("c")), (vec![1], vec![2], vec![]));
        assert_eq!(voices.drops().count(), 2);
    }
}
