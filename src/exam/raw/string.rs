//! What a string of the file may hold, and where in it what it may not.

use std::borrow::Cow;
use std::ops::Range;

use super::{Located, Read, Sink};
use crate::exam::problem::{Bound, Fault};

/// A string that is short enough, has something in it and no control characters. Line ends become newlines.
pub(super) fn text(
    text: Cow<'_, str>,
    key: &str,
    span: Range<usize>,
    sink: &mut Sink<'_>,
) -> Read<Located<String>> {
    if text.len() > Bound::Text.most() {
        return Err(sink.add(Fault::TooMuch(Bound::Text, text.len()), span));
    }
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { text };
    if let Some(character) = control(&text) {
        let at = control_span(sink.written(&span), character)
            .map_or(span.clone(), |within| span.start + within.start..span.start + within.end);
        return Err(sink.add(Fault::ControlCharacter(character), at));
    }
    if text.trim().is_empty() {
        return Err(sink.add(Fault::Empty(key.to_owned()), span));
    }
    Ok(Located { value: text.into_owned(), span })
}

/// The first control character other than newline and tab. Most texts have no byte that one could begin with.
fn control(text: &str) -> Option<char> {
    let suspect = |byte: &u8| (*byte < b' ' && !matches!(byte, b'\n' | b'\t')) || matches!(byte, 0x7F | 0xC2);
    let from = text.bytes().position(|byte| suspect(&byte))?;
    let rest = text.get(from..)?;
    rest.chars().find(|character| character.is_control() && !matches!(character, '\n' | '\t'))
}

/// Where a string as written has a control character: as it is, or as an escape.
fn control_span(written: &str, character: char) -> Option<Range<usize>> {
    if character != '\r'
        && let Some(at) = written.find(character)
    {
        return Some(at..at + character.len_utf8());
    }
    let short = match character {
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        _ => '\\',
    };
    let mut rest = written.char_indices();
    while let Some((at, backslash)) = rest.next() {
        if backslash != '\\' {
            continue;
        }
        let Some((next, escape)) = rest.next() else { break };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if escape == short && short != '\\' => return Some(at..next + escape.len_utf8()),
            _ => continue,
        };
        let code = written.get(next + 1..next + 1 + digits);
        if code.and_then(|code| u32::from_str_radix(code, 16).ok()) == Some(u32::from(character)) {
            return Some(at..next + 1 + digits);
        }
    }
    None
}
