//! Patterns of text questions: compiled alone and anchored, each within a bound, all of a file within another.
//!
//! A file may hold thousands of patterns, and each may take a millisecond or more: what they take together is bounded by
//! counting, not by the clock, so that a file that is good on one machine is good on every other.

use regex::{Regex, RegexBuilder};

use crate::exam::model::TextKey;
use crate::exam::problem::{Fault, TOO_BIG};
use crate::exam::raw::{Located, Read, Sink};

/// What a compiled pattern may take, in bytes.
const MOST: usize = 256 * 1024;
/// The sizes that are tried; the regex crate does not tell what a pattern took, only what was not enough.
const SIZES: [usize; 3] = [2 * 1024, 32 * 1024, MOST];
/// What all patterns of a file may take together: 128 of the largest, or thousands of simple ones.
pub(in crate::exam) const WORK: usize = 128 * MOST;

/// So long a pattern costs nothing but what it compiles to, in bytes.
const SHORT: usize = 32;
/// What each further byte costs: it is parsed for each size.
const A_BYTE: usize = 512;
/// What a class costs: in brackets, or one whose characters Unicode lists (`\w`, `\pL`).
const A_CLASS: usize = 2 * 1024;
/// The same where upper and lower case are one, in brackets or from a list: each of its characters is looked up.
const FOLDED: [usize; 2] = [8 * 1024, 32 * 1024];

/// A pattern, alone and anchored: alone too, since `a)|(b` would be well formed between anchors only.
pub(super) fn compiled(source: Located<String>, sink: &mut Sink<'_>) -> Read<TextKey> {
    let text = &source.value;
    sink.spend(to_parse(text), Fault::TooManyPatterns, &source.span)?;
    match anchored(text) {
        Ok((regex, size)) => {
            sink.spend(size, Fault::TooManyPatterns, &source.span)?;
            Ok(TextKey::Pattern { source: source.value, regex })
        }
        Err(error) => {
            sink.spend(MOST, Fault::TooManyPatterns, &source.span)?;
            Err(sink.add(Fault::NoPattern(said(&error)), source.span))
        }
    }
}

/// What a pattern costs before it is compiled.
fn to_parse(text: &str) -> usize {
    let escapes = text.as_bytes().windows(2).filter(|two| two[0] == b'\\' && b"wWdDsSpPbB".contains(&two[1]));
    let (listed, bracketed) = (escapes.count(), text.matches('[').count());
    let folded = text.split("(?").skip(1).any(|flags| {
        let flags = flags.split([')', ':']).next().unwrap_or_default();
        flags.split('-').next().is_some_and(|set| set.contains('i'))
    });
    let [in_brackets, from_a_list] = if folded { FOLDED } else { [A_CLASS; 2] };
    let classes = bracketed.saturating_mul(in_brackets).saturating_add(listed.saturating_mul(from_a_list));
    let long = text.len().saturating_sub(SHORT).saturating_mul(A_BYTE);
    long.saturating_add(classes)
}

fn build(pattern: &str, size: usize) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(size).dfa_size_limit(size).build()
}

/// The anchored pattern, and the size that was enough for it.
fn anchored(text: &str) -> Result<(Regex, usize), regex::Error> {
    // With no room at all only the syntax is looked at.
    match build(text, 0) {
        Ok(_) | Err(regex::Error::CompiledTooBig(_)) => {}
        Err(error) => return Err(error),
    }
    let whole = format!("^(?:{text})$");
    // A comment at the end of an extended pattern swallows the closing anchor, but not a line of its own.
    let whole = match build(&whole, 0) {
        Err(regex::Error::Syntax(_)) => format!("^(?:{text}\n)$"),
        Ok(_) | Err(_) => whole,
    };
    let mut too_big = regex::Error::CompiledTooBig(MOST);
    for size in SIZES {
        match build(&whole, size) {
            Ok(regex) => return Ok((regex, size)),
            Err(error @ regex::Error::CompiledTooBig(_)) => too_big = error,
            Err(error) => return Err(error),
        }
    }
    Err(too_big)
}

/// What the regex parser has to say, in one line.
fn said(error: &regex::Error) -> String {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return TOO_BIG.to_owned();
    }
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str) -> Option<Regex> {
        let mut sink = Sink::new("");
        match compiled(Located { value: source.to_owned(), span: 0..0 }, &mut sink) {
            Ok(TextKey::Pattern { regex, .. }) => Some(regex),
            Ok(TextKey::Accept { .. }) | Err(_) => None,
        }
    }

    #[test]
    fn a_pattern_matches_the_whole_answer() {
        for (source, whole) in [("a|b", "a"), ("(?x) a # or not", "a"), ("(?m)^a$", "a"), ("(?i)A", "a")] {
            let regex = pattern(source).unwrap();
            assert!(regex.is_match(whole), "{source}");
            for part in ["ab", "ba", "a\n", "\na", "b\na", ""] {
                assert!(!regex.is_match(part), "{source} {part:?}");
            }
        }
        assert!(pattern("a)|(b").is_none());
        assert!(pattern("(?x)a)#").is_none());
    }

    /// The problems of a file of this pattern so many times, each at a place of its own.
    fn problems(source: &str, times: usize) -> Vec<(Fault, usize)> {
        let mut sink = Sink::new("");
        for at in 0..times {
            let _ = compiled(Located { value: source.to_owned(), span: at..at + 1 }, &mut sink);
        }
        let problems = sink.into_problems();
        problems.iter().map(|problem| (problem.fault.clone(), problem.span.start)).collect()
    }

    #[test]
    fn many_slow_patterns_of_a_file_are_refused_once_where_they_become_too_many() {
        assert_eq!(problems("(?i)at[- ]least[- ]once", 500), []);
        assert_eq!(problems("ab|cd", 2_000), []);
        for slow in [
            r"\w{4}",
            r"\w|\W|\d|\s",
            "(?i)[\\pL&&[^\\pL]]",
            &"(?i:[\\pL&&\\w])".repeat(100),
            &"a?".repeat(1_000),
            ".{90}",
        ] {
            let mut found = problems(slow, 10_000);
            assert!(found.pop().is_some_and(|(fault, at)| fault == Fault::TooManyPatterns && at < 4_000));
            assert!(found.iter().all(|(fault, _)| matches!(fault, Fault::NoPattern(_))), "{found:?}");
        }
        let found = problems(r"\w{50}", 10_000);
        assert_eq!(found.len(), 128, "each that is too big by itself is said, until they are too many");
        assert_eq!(found[127].0, Fault::TooManyPatterns);
    }
}
