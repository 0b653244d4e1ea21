//! Why a file is no TOML, where its parser can't know it: usual slips, named at the place where they were made.

use std::ops::Range;

use toml_parser::lexer::TokenKind;

use crate::exam::problem::{Fault, Problem};

/// Quotes that word processors make of straight ones.
const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];
/// The lists of tables that an exam has.
const LISTS: [&str; 13] = [
    "topic",
    "snippet",
    "draw",
    "form",
    "form.draw",
    "question",
    "question.snippet",
    "question.option",
    "question.entry",
    "question.pair",
    "question.left",
    "question.right",
    "question.criterion",
];

/// The problem, from what the parser said and where.
pub(super) fn of(source: &str, said: &str, span: Range<usize>) -> Problem {
    let forbidden =
        |character: char| character.is_ascii_control() && !matches!(character, '\n' | '\r' | '\t');
    if let Some((at, character)) = source.char_indices().find(|(_, character)| forbidden(*character)) {
        return Problem::new(Fault::ControlCharacter(character), at..at + 1);
    }
    let texts = texts(source);
    if let Some(open) = open(source, &texts, span.start) {
        return open;
    }
    if said.contains("duplicate key")
        && let Some(header) = header(source, &texts, span.end)
    {
        return header;
    }
    if let Some(curly) = curly(source, said, span.start) {
        return curly;
    }
    match closed(source, said, span.start) {
        Some(quote) => Problem::new(Fault::ClosedText(quote), span),
        None => Problem::new(Fault::Syntax(said.to_owned()), span),
    }
}

/// Where texts of several lines stand.
fn texts(source: &str) -> Vec<Range<usize>> {
    let tokens = toml_parser::Source::new(source).lex();
    let texts =
        tokens.filter(|token| matches!(token.kind(), TokenKind::MlLiteralString | TokenKind::MlBasicString));
    texts.map(|token| token.span().start()..token.span().end()).collect()
}

/// A text that is never closed; or that was closed by the quotes that should have opened the next, questions further down.
fn open(source: &str, texts: &[Range<usize>], at: usize) -> Option<Problem> {
    let text = texts.iter().take_while(|text| text.start <= at).last()?;
    let written = source.get(text.clone())?;
    let (quotes, body) = written.split_at_checked(3)?;
    let is_closed = body.ends_with(quotes);
    let runs_on = body.lines().skip(1).any(|line| line.trim_start().starts_with("[[question"));
    let quotes = if quotes == "'''" { "'''" } else { "\"\"\"" };
    (!is_closed || runs_on).then(|| Problem::new(Fault::OpenText(quotes), text.start..text.start + 3))
}

/// The first header up to here that starts one table where a list of them is meant, or is in capitals.
fn header(source: &str, texts: &[Range<usize>], end: usize) -> Option<Problem> {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let written = line.trim();
        if start > end {
            return None;
        }
        let name = written.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
        let meant = name.to_lowercase();
        let brackets = written.len() - written.trim_start_matches('[').len();
        let in_text = texts.iter().any(|text| text.contains(&start));
        if brackets > 0 && !in_text && LISTS.contains(&meant.as_str()) && (brackets != 2 || name != meant) {
            let found = format!("{}{name}{}", "[".repeat(brackets), "]".repeat(brackets));
            return Some(Problem::new(Fault::Header { found, name: meant }, start..start + written.len()));
        }
    }
    None
}

/// A curly quote where a straight one is meant.
fn curly(source: &str, said: &str, at: usize) -> Option<Problem> {
    let is_curly = |character: &char| CURLY.contains(character);
    let (before, after) = source.split_at_checked(at)?;
    let rest = after.trim_start_matches([' ', '\t']);
    let place = after.len() - rest.len() + at;
    if let Some(quote) = rest.chars().next().filter(is_curly) {
        return Some(Problem::new(Fault::CurlyQuote(quote), place..place + quote.len_utf8()));
    }
    // A straight one opened it, and a curly one was to close it.
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = source.get(start..)?.lines().next()?;
    let open = said.contains("string") && line.matches('"').count() % 2 == 1;
    let (within, quote) =
        line.char_indices().rev().find(|(_, character)| is_curly(character)).filter(|_| open)?;
    Some(Problem::new(Fault::CurlyQuote(quote), start + within..start + within + quote.len_utf8()))
}

/// The quote that closed a text which goes on behind it.
fn closed(source: &str, said: &str, at: usize) -> Option<char> {
    let (before, after) = source.split_at_checked(at).unwrap_or((source, ""));
    let quote =
        before.trim_end_matches([' ', '\t']).chars().next_back().filter(|last| matches!(last, '"' | '\''));
    let in_key = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    let key_follows = after.trim_start_matches(in_key).trim_start().starts_with('=');
    let goes_on = said.starts_with("unexpected key") || said.starts_with("missing comma");
    quote.filter(|_| goes_on && !key_follows)
}
