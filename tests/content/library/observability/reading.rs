//! Numbers as dashboards, logs and tables write them.

pub(super) use super::super::reading::{number, number_after};
use super::Asked;

/// The numbers of a line's words, those left out that don't begin with a digit.
pub(super) fn numbers(line: &str) -> Vec<f64> {
    let words = line.split_whitespace();
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(number).collect()
}

/// The one line that begins with these words.
pub(super) fn line<'a>(text: &'a str, words: &str) -> &'a str {
    let mut found = text.lines().filter(|line| line.trim_start().starts_with(words));
    let line = found.next().unwrap_or_else(|| panic!("no line {words:?} in {text:?}"));
    assert!(found.next().is_none(), "several lines {words:?}");
    line
}

/// The numbers after these words, which begin one line.
pub(super) fn row(text: &str, words: &str) -> Vec<f64> {
    numbers(line(text, words).trim_start().trim_start_matches(words))
}

/// A count as a number.
pub(super) fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).expect("few"))
}

/// Whether two numbers are the same within a thousandth.
pub(super) fn same(a: f64, b: f64) -> bool {
    within(a, b, 0.001)
}

/// Whether two numbers differ by no more than this share of the second.
pub(super) fn within(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * b.abs()
}

/// Holds every option against what its own words claim.
pub(super) fn assert_each(asked: &Asked, holds: impl Fn(&str) -> bool) {
    let claims: Vec<(&str, bool)> =
        asked.option.iter().map(|option| (option.text.as_str(), holds(&option.text))).collect();
    asked.assert_options(&claims);
}

#[test]
fn numbers_are_read_as_they_are_written() {
    assert_eq!(numbers("03:00 is 9,000 v8 70% 450/s -1"), [3.0, 9000.0, 70.0, 450.0]);
    assert!(same(number_after("About -59,650 orders", "About"), -59650.0));
    assert!(same(number("0.063."), 0.063) && same(number("13, then"), 13.0));
    assert_eq!(row("a 1\nb 2 3\n", "b"), [2.0, 3.0]);
}
