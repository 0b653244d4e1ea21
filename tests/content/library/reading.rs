//! What proofs read from texts and snippets, and the orders of a list.

use super::paper::Asked;

/// What stands in the first pair of backticks.
pub(crate) fn quoted(text: &str) -> &str {
    text.split('`').nth(1).unwrap_or_else(|| panic!("nothing in backticks: {text}"))
}

/// The first block of code in that language in a Markdown text.
pub(crate) fn code_block<'a>(text: &'a str, language: &str) -> &'a str {
    let (_, block) = text
        .split_once(&format!("```{language}\n"))
        .unwrap_or_else(|| panic!("no block of {language}: {text}"));
    block.split("```").next().unwrap_or(block)
}

/// The number that a text begins with, commas between thousands left out: `9,000`, `-59,650`, `70%`,
/// `450/s`, `1.9s`.
pub(crate) fn number(text: &str) -> f64 {
    let start = text.trim_start();
    let is_part = |(at, c): (usize, char)| c.is_ascii_digit() || ".,".contains(c) || (at == 0 && c == '-');
    let end = start.char_indices().find(|&part| !is_part(part)).map_or(start.len(), |(at, _)| at);
    let digits = start[..end].replace(',', "");
    digits.trim_end_matches('.').parse().unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

/// The number right behind the first occurrence of these words.
pub(crate) fn number_after(text: &str, words: &str) -> f64 {
    let (_, rest) = text.split_once(words).unwrap_or_else(|| panic!("no {words:?} in {text:?}"));
    number(rest)
}

/// The whole number right behind the first occurrence of these words.
pub(crate) fn count_after(text: &str, words: &str) -> u32 {
    let number = number_after(text, words);
    format!("{number}").parse().unwrap_or_else(|error| panic!("{error} behind {words:?}: {number}"))
}

/// All whole numbers of a text, in their order.
pub(crate) fn counts(text: &str) -> Vec<u32> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    words.map(|digits| digits.parse().unwrap_or_else(|error| panic!("{error}: {digits}"))).collect()
}

/// Replaces what must be there exactly once.
pub(crate) fn with(code: &str, old: &str, new: &str) -> String {
    assert_eq!(code.matches(old).count(), 1, "{old:?} once in:\n{code}");
    code.replacen(old, new, 1)
}

/// Every order of these things.
pub(crate) fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let first_of = |at: usize| {
        let mut rest = things.to_vec();
        let first = rest.remove(at);
        orders(&rest).into_iter().map(move |tail| [vec![first.clone()], tail].concat())
    };
    (0..things.len()).flat_map(first_of).collect()
}

/// Holds an order's entries: of all orders the written one alone is sound.
pub(crate) fn assert_only_order(asked: &Asked, sound: impl Fn(&[&str]) -> bool) {
    let written: Vec<&str> = asked.entry.iter().map(|entry| entry.text.as_str()).collect();
    let sound: Vec<Vec<&str>> = orders(&written).into_iter().filter(|order| sound(order)).collect();
    assert_eq!(sound, [written], "{}", asked.id);
}

#[test]
fn numbers_and_orders_are_read() {
    assert_eq!(quoted("Use `set -u` here, `x`"), "set -u");
    assert_eq!(code_block("so:\n\n```sql\nSELECT 1;\n```\n", "sql"), "SELECT 1;\n");
    let read = [number("0.063."), number("13, then"), number("100%"), number(" -1,940 ms")];
    assert_eq!(read.map(|n| n.to_string()), ["0.063", "13", "100", "-1940"]);
    assert_eq!((count_after("max-age=600, private", "max-age="), counts("1 of 20%")), (600, vec![1, 20]));
    assert_eq!(with("a b", "b", "c"), "a c");
    assert_eq!(orders(&[1, 2, 3]).len(), 6);
}
