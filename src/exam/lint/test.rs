//! Exams for the tests of lints.

use crate::exam::model::Exam;
use crate::exam::parse::parse_with_spans;
use crate::exam::spans::Spans;

/// An exam and where it came from.
pub(super) struct Made {
    pub(super) exam: Exam,
    pub(super) spans: Spans,
    pub(super) source: String,
}

impl Made {
    /// An exam with this below its title.
    pub(super) fn of(rest: &str) -> Self {
        let source = format!("format = 1\nid = \"made\"\ntitle = \"Made\"\n{rest}");
        let (exam, spans) =
            parse_with_spans(source.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
        Self { exam, spans, source }
    }
}

/// The same without its source.
pub(super) fn exam(rest: &str) -> (Exam, Spans) {
    let Made { exam, spans, .. } = Made::of(rest);
    (exam, spans)
}

/// A single question with options of these lengths, of which one is right.
pub(super) fn single(id: usize, more: &str, lengths: &[usize], right: usize) -> String {
    let options = lengths.iter().enumerate().map(|(at, length)| {
        let text: String = std::iter::once(char::from(b'a' + u8::try_from(at).unwrap()))
            .chain(std::iter::repeat('x'))
            .take(*length)
            .collect();
        format!("{{ text = \"{text}\", correct = {}, heads_up = \"h\" }}, ", at == right)
    });
    let options: String = options.collect();
    format!(
        "[[question]]\nid = \"q{id}\"\ntopic = \"t\"\n{more}\nprompt = \"Question {id}?\"\noption = [{options}]\n"
    )
}
