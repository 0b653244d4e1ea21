//! How far one gets by guessing: what a guess at each kind of question brings, and how probable it is that they come to a cut.

use super::pass::passes;
use super::{Asked, Finding, levels};
use crate::exam::model::{Exam, Face, Merit, OptionKey, Partial, Question};
use crate::exam::problem::Warning;
use crate::exam::spans::Spans;

/// A warning is given where a guesser reaches a cut with more than this probability.
const MOST: f64 = 0.05;
/// What a level of each way of administering the exam may cost together, in additions; beyond, shares are divided more coarsely.
const WORK: u64 = 100_000_000;

/// `guessable`.
pub(super) fn lint(exam: &Exam, spans: &Spans, mixes: &[Asked<'_>], guesses: &[Guess]) -> Vec<Finding> {
    let work = WORK / mixes.len().max(1) as u64;
    let mut found = Vec::new();
    for (mix, asked) in mixes {
        for at in *asked {
            let (questions, probability) = passes(at, guesses, work);
            if probability > MOST {
                let form = mix.form.map(|(_, form)| form.id.clone());
                let (level, cut) = (at.level.clone(), at.cut);
                let warning = Warning::Guessable { form, level, cut, questions, probability };
                found.push(Finding { warning, places: vec![levels::place(exam, spans, mix, at.rung)] });
            }
        }
    }
    found
}

/// A guess at each question.
pub(super) fn all(exam: &Exam) -> Vec<Guess> {
    exam.questions.iter().map(|question| Guess::at(question, exam.scoring.partial)).collect()
}

/// What a guess at a question brings: shares, each with its probability. What is left to 1 brings nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Guess(Vec<(Part, f64)>);

/// A share as a ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) part: u64,
    pub(super) whole: u64,
}

const ALL: Part = Part { part: 1, whole: 1 };

impl Guess {
    fn at(question: &Question, partial: Partial) -> Self {
        Self(match (&question.face, partial) {
            (Face::Single(options), _) => single(question, options.len()),
            (Face::Boolean, _) => vec![(ALL, 0.5)],
            (Face::Text | Face::Number { .. } | Face::Essay, _) => Vec::new(),
            (Face::Multiple(options), Partial::None) => vec![(ALL, 1.0 / sets(options.len()))],
            (Face::Multiple(_), Partial::Net) => multiple(question.option_keys()),
            (Face::Order(entries), Partial::None) => vec![(ALL, 1.0 / orders(entries.len(), entries.len()))],
            (Face::Order(entries), Partial::Net) => order(entries.len()),
            (Face::Match { lefts, rights }, Partial::None) => {
                vec![(ALL, 1.0 / orders(rights.len(), lefts.len()))]
            }
            (Face::Match { lefts, rights }, Partial::Net) => matching(lefts.len(), rights.len()),
        })
    }

    /// A guess that brings these shares, with these probabilities.
    #[cfg(test)]
    pub(super) fn bringing(outcomes: impl IntoIterator<Item = (Part, f64)>) -> Self {
        Self(outcomes.into_iter().collect())
    }

    /// Shares, each with its probability.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = (Part, f64)> {
        self.0.iter().copied()
    }

    /// What may be brought.
    pub(super) fn shares(&self) -> impl Iterator<Item = Part> {
        self.0.iter().map(|(share, _)| *share)
    }
}

impl Part {
    pub(super) fn as_f64(self) -> f64 {
        float(self.part) / float(self.whole)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of options, entries and parts of a point are below 2^53"
)]
const fn float(count: u64) -> f64 {
    count as f64
}

fn of_count(count: usize) -> f64 {
    float(count as u64)
}

fn single(question: &Question, options: usize) -> Vec<(Part, f64)> {
    let chance = 1.0 / of_count(options);
    let earns = question.option_keys().iter().filter_map(|key| match key.merit {
        Merit::Right => Some(ALL),
        Merit::Credit(credit) => Some(Part { part: u64::from(credit.ten_thousandths()), whole: 10_000 }),
        Merit::Wrong => None,
    });
    earns.map(|share| (share, chance)).collect()
}

/// How many sets of ticks there are: all but the empty one, which is no answer.
fn sets(options: usize) -> f64 {
    of_count(options).exp2() - 1.0
}

/// How many ways there are to take so many of these, one after the other.
fn orders(of: usize, taken: usize) -> f64 {
    (0..taken).map(|gone| of_count(of.saturating_sub(gone))).product()
}

/// n over k; 0 where k is more than n.
fn choose(n: usize, k: usize) -> f64 {
    if k > n {
        return 0.0;
    }
    (0..k).map(|at| of_count(n - at) / of_count(k - at)).product()
}

/// Right ticks less wrong ones, of all right ones.
fn multiple(keys: &[OptionKey]) -> Vec<(Part, f64)> {
    let right = keys.iter().filter(|key| key.merit == Merit::Right).count();
    let wrong = keys.len() - right;
    let net = (1..=right).map(|net| {
        let ways = (net..=right).map(|ticked| choose(right, ticked) * choose(wrong, ticked - net));
        (Part { part: net as u64, whole: right as u64 }, ways.sum::<f64>() / sets(keys.len()))
    });
    net.collect()
}

/// Kendall's τ of a random order: the numbers of orders with so many inversions (Mahonian), by adding one entry after the other.
fn order(entries: usize) -> Vec<(Part, f64)> {
    let pairs = entries * entries.saturating_sub(1) / 2;
    let mut chances = vec![1.0];
    for size in 1..=entries {
        let before = chances.clone();
        chances = (0..before.len() + size - 1)
            .map(|inversions| {
                let from = (inversions + 1).saturating_sub(size);
                before.iter().take(inversions + 1).skip(from).sum::<f64>() / of_count(size)
            })
            .collect();
    }
    let positive = chances.into_iter().enumerate().take_while(|(inversions, _)| 2 * inversions < pairs);
    positive
        .map(|(inversions, chance)| {
            (Part { part: (pairs - 2 * inversions) as u64, whole: pairs as u64 }, chance)
        })
        .collect()
}

/// Right matches less wrong ones, of all left sides, where each left side is given a right side of its own.
fn matching(lefts: usize, rights: usize) -> Vec<(Part, f64)> {
    // Exactly `right` of them: choose which, and by inclusion and exclusion none of the others.
    let exactly = |right: usize| {
        let others = lefts - right;
        let terms = (0..=others).map(|more| {
            let sign = if more % 2 == 0 { 1.0 } else { -1.0 };
            sign * choose(others, more) / orders(rights, right + more)
        });
        (choose(lefts, right) * terms.sum::<f64>()).max(0.0)
    };
    let net = (0..=lefts).filter(|right| 2 * right > lefts);
    net.map(|right| (Part { part: (2 * right - lefts) as u64, whole: lefts as u64 }, exactly(right)))
        .collect()
}

#[cfg(test)]
#[path = "guess_tests.rs"]
mod tests;
