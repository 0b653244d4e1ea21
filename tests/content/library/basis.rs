//! What keys and cuts rest on.

use super::paper::{Asked, Paper};

/// What a question's key rests on.
#[derive(Clone, Copy)]
pub(crate) enum Basis {
    /// A machine shows it. The proof takes the code and the numbers from the question itself, and
    /// holds every option that it can against what happened; it panics where the key is wrong.
    Proven(fn(&Asked)),
    /// A public text says it: the standard's section, the manual's page, the vendor's document.
    Source(&'static str),
}

/// A question as its judges see it.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) question: &'static str,
    /// How many of 100 candidates who just reach the question's level answer it: 1 to 99.
    pub(crate) borderline: u8,
    pub(crate) basis: Basis,
}

/// An exam's judgements, a line for each of its questions.
pub(crate) struct ExamBasis {
    pub(crate) exam: &'static str,
    /// The share of questions, in percent, that must be proven.
    pub(crate) proven_at_least: usize,
    pub(crate) questions: &'static [Judged],
}

impl ExamBasis {
    /// Plays every proof; each names its question when it fails.
    pub(crate) fn prove(&self) {
        let paper = Paper::read(self.exam);
        for judged in self.questions {
            match judged.basis {
                Basis::Proven(proof) => proof(paper.question(judged.question)),
                Basis::Source(source) => {
                    assert!(source.len() > 15, "{}: where is it said? {source:?}", judged.question);
                }
            }
        }
    }
}

/// A line of the table whose key a machine shows.
pub(crate) const fn proven(question: &'static str, borderline: u8, proof: fn(&Asked)) -> Judged {
    Judged { question, borderline, basis: Basis::Proven(proof) }
}

/// A line of the table whose key a public text says.
pub(crate) const fn sourced(question: &'static str, borderline: u8, source: &'static str) -> Judged {
    Judged { question, borderline, basis: Basis::Source(source) }
}
