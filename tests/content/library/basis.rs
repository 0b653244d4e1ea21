//! What keys and cuts rest on.

use super::paper::{Asked, Paper};

/// A question as its judges see it.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) question: &'static str,
    /// How many of 100 candidates who just reach the question's level answer it: 1 to 99.
    pub(crate) borderline: u8,
    /// Holds the key against the question's own code and numbers, every option of it; panics where the
    /// key is wrong.
    proof: fn(&Asked),
    /// The public text whose rule the proof plays: the standard's section, the manual's page, the vendor's
    /// document. Nothing where the thing itself is run, or the number is computed anew.
    pub(crate) source: Option<&'static str>,
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
    /// Plays the proof of one question.
    pub(crate) fn prove(&self, question: &str) {
        let mut meant = self.questions.iter().filter(|judged| judged.question == question);
        let judged = meant.next().unwrap_or_else(|| panic!("{}: no line for {question}", self.exam));
        (judged.proof)(Paper::read(self.exam).question(question));
    }
}

/// A line of the table whose key a machine shows: the thing itself is run, or the number computed anew.
pub(crate) const fn proven(question: &'static str, borderline: u8, proof: fn(&Asked)) -> Judged {
    Judged { question, borderline, proof, source: None }
}

/// A line of the table whose key a model of our own shows, which plays what a public text says. The rule
/// that it plays is the text's, so it doesn't count as proven.
pub(crate) const fn modelled(
    question: &'static str,
    borderline: u8,
    model: fn(&Asked),
    source: &'static str,
) -> Judged {
    Judged { question, borderline, proof: model, source: Some(source) }
}

/// An exam's table, and a test for its rules and for each of its keys: `keys::` and the claim's name.
macro_rules! exam_basis {
    (
        exam: $exam:literal,
        proven_at_least: $floor:literal,
        lines: $lines:expr,
        questions: [$(
            $how:ident(
                $question:literal, $borderline:literal, $file:ident::$claim:ident $(, $source:literal)? $(,)?
            )
        ),* $(,)?],
    ) => {
        pub(crate) const BASIS: ExamBasis = ExamBasis {
            exam: $exam,
            proven_at_least: $floor,
            lines: $lines,
            questions: &[$($how($question, $borderline, $file::$claim $(, $source)?)),*],
        };

        #[test]
        fn the_rules_of_the_library_are_kept() {
            BASIS.assert_rules();
        }

        mod keys {
            $(
                #[test]
                fn $claim() {
                    super::BASIS.prove($question);
                }
            )*
        }
    };
}

pub(crate) use exam_basis;

#[test]
fn a_proof_gets_its_own_question() {
    const QUESTIONS: &[Judged] = &[
        proven("null-in-not-in", 50, |asked| assert_eq!(asked.id, "null-in-not-in")),
        modelled("left-join-where", 50, |_| panic!("the key is wrong"), "a standard, section 1"),
    ];
    let basis = ExamBasis { exam: "sql", proven_at_least: 0, questions: QUESTIONS, lines: &[] };
    basis.prove("null-in-not-in");
    let fails = |question: &str| std::panic::catch_unwind(|| basis.prove(question)).is_err();
    assert!(fails("left-join-where") && fails("no-such-question"));
}
