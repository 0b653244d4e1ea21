//! What keys and cuts rest on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::paper::{Asked, Paper};

/// What a question's key rests on.
#[derive(Clone, Copy)]
pub(crate) enum Basis {
    /// A machine shows it: the thing itself is run, or the number is computed anew. The proof takes the
    /// code and the numbers from the question, and holds every option that it can against what happened;
    /// it panics where the key is wrong.
    Proven(fn(&Asked)),
    /// A model of our own plays what the public text says. It holds the key against the snippet, but
    /// the rule that it plays is the text's, so it doesn't count as proven.
    Modelled(fn(&Asked), &'static str),
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

/// A line that a question's texts name by its number, and how it starts.
pub(crate) type Pointed = (&'static str, usize, &'static str);

/// An exam's judgements, a line for each of its questions.
pub(crate) struct ExamBasis {
    pub(crate) exam: &'static str,
    /// The share of questions, in percent, that must be proven.
    pub(crate) proven_at_least: usize,
    pub(crate) questions: &'static [Judged],
    pub(crate) lines: &'static [Pointed],
}

impl ExamBasis {
    /// Plays every proof; those that fail are named together, at the end.
    pub(crate) fn prove(&self) {
        let paper = Paper::read(self.exam);
        let failures = self.questions.iter().filter_map(|judged| judged.failure(&paper));
        let failures: Vec<String> = failures.collect();
        assert!(failures.is_empty(), "{}: {} fail:\n{}", self.exam, failures.len(), failures.join("\n"));
    }
}

impl Judged {
    fn failure(&self, paper: &Paper) -> Option<String> {
        let (proof, source) = match self.basis {
            Basis::Proven(proof) => (Some(proof), None),
            Basis::Modelled(model, source) => (Some(model), Some(source)),
            Basis::Source(source) => (None, Some(source)),
        };
        if let Some(source) = source.filter(|source| source.len() <= 15) {
            return Some(format!("{}: where is it said? {source:?}", self.question));
        }
        let played = catch_unwind(AssertUnwindSafe(|| {
            let asked = paper.question(self.question);
            if let Some(proof) = proof {
                proof(asked);
            }
        }));
        played.err().map(|why| match said(&*why) {
            why if why.starts_with(self.question) => why,
            why => format!("{}: {why}", self.question),
        })
    }
}

/// What a panic said.
fn said(why: &(dyn Any + Send)) -> String {
    let text = why.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| why.downcast_ref().cloned()).unwrap_or_default()
}

/// A line of the table whose key a machine shows.
pub(crate) const fn proven(question: &'static str, borderline: u8, proof: fn(&Asked)) -> Judged {
    Judged { question, borderline, basis: Basis::Proven(proof) }
}

/// A line of the table whose key a model shows that plays what a public text says.
pub(crate) const fn modelled(
    question: &'static str,
    borderline: u8,
    model: fn(&Asked),
    source: &'static str,
) -> Judged {
    Judged { question, borderline, basis: Basis::Modelled(model, source) }
}

/// A line of the table whose key a public text says.
pub(crate) const fn sourced(question: &'static str, borderline: u8, source: &'static str) -> Judged {
    Judged { question, borderline, basis: Basis::Source(source) }
}

#[test]
fn all_failures_are_named_together() {
    const QUESTIONS: &[Judged] = &[
        proven("null-in-not-in", 50, |_| panic!("the first")),
        modelled("left-join-where", 50, |_| (), "short"),
        proven("fan-out-sum", 50, |_| ()),
        sourced("page-by-date", 50, "a standard, section 1"),
        modelled("no-such-question", 50, |_| (), "a standard, section 2"),
    ];
    let basis = ExamBasis { exam: "sql", proven_at_least: 0, questions: QUESTIONS, lines: &[] };
    let why = catch_unwind(AssertUnwindSafe(|| basis.prove())).expect_err("three fail");
    let said = said(&*why);
    let expected = "sql: 3 fail:\nnull-in-not-in: the first\nleft-join-where: where is it said? \"short\"\n\
                    no-such-question: no question no-such-question";
    assert_eq!(said, expected);
}
