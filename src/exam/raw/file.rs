//! A file's bytes as TOML, or the one fault that keeps them from being it.

use std::ops::Range;

use toml::de::DeTable;

use super::{Table, slip};
use crate::exam::problem::{Bound, Fault, Problem, Problems};
use crate::exam::section::Section;

/// Parts of a dotted key beyond which a file is refused: the tree is as deep as keys are long.
const KEY_PARTS: usize = 8;

/// Reads the bytes of a file as TOML.
pub(in crate::exam) fn read(bytes: &[u8]) -> Result<(&str, Table<'_>), Problems> {
    if bytes.len() > Bound::File.most() {
        return Err(alone(Fault::TooMuch(Bound::File, bytes.len()), 0..0));
    }
    let source = match str::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            return Err(alone(Fault::NotUtf8(byte), at..at + 1));
        }
    };
    if let Some(span) = long_key(source) {
        return Err(alone(Fault::Nesting, span));
    }
    match DeTable::parse(source) {
        Ok(root) => Ok((source, Table { section: Section::Exam, span: 0..0, entries: root.into_inner() })),
        Err(error) => {
            let span = error.span().unwrap_or(source.len()..source.len());
            Err(slip::of(source, error.message().trim(), span).into())
        }
    }
}

fn alone(fault: Fault, span: Range<usize>) -> Problems {
    Problem::new(fault, span).into()
}

/// A dotted key of more parts than any exam needs. The tree's destructor recurses, so depth is bounded before there is a tree;
/// what brackets nest is bounded by the parser.
fn long_key(source: &str) -> Option<Range<usize>> {
    use toml_parser::lexer::TokenKind as T;
    let mut parts = 0;
    let mut start = 0;
    for token in toml_parser::Source::new(source).lex() {
        let span = token.span();
        match token.kind() {
            T::Dot => parts += 1,
            T::Whitespace => {}
            T::LiteralString | T::BasicString | T::MlLiteralString | T::MlBasicString | T::Atom => {
                if parts == 0 {
                    start = span.start();
                }
            }
            T::Equals
            | T::Comma
            | T::LeftSquareBracket
            | T::RightSquareBracket
            | T::LeftCurlyBracket
            | T::RightCurlyBracket
            | T::Comment
            | T::Newline
            | T::Eof => parts = 0,
        }
        if parts >= KEY_PARTS {
            return Some(start..span.end());
        }
    }
    None
}
