//! Terminal output and short texts, read as a candidate reads them.

/// The first code between backticks.
pub(super) fn code_in(text: &str) -> &str {
    text.split('`').nth(1).unwrap_or_else(|| panic!("no code in {text:?}"))
}

/// The words of the first line that has this word.
pub(super) fn row<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let words = |line: &'a str| line.split_whitespace().collect::<Vec<_>>();
    let mut rows = text.lines().map(words).filter(|words| words.contains(&word));
    rows.next().unwrap_or_else(|| panic!("no row with {word}: {text}"))
}

/// The first number behind these words.
pub(super) fn number_after(text: &str, words: &str) -> f64 {
    let (_, rest) = text.split_once(words).unwrap_or_else(|| panic!("no {words:?}: {text}"));
    let rest = rest.trim_start();
    let digits = rest.trim_start_matches('-');
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    number(&rest[..rest.len() - digits.len() + end])
}

/// A number that may have a unit's letters at its end.
pub(super) fn number(word: &str) -> f64 {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    digits.parse().unwrap_or_else(|error| panic!("{word:?}: {error}"))
}

/// The script with a further line, which becomes the one of that number.
pub(super) fn with_line(script: &str, number: usize, line: &str) -> String {
    let mut lines: Vec<&str> = script.lines().collect();
    lines.insert(number - 1, line);
    lines.join("\n") + "\n"
}

/// The script with one place changed.
pub(super) fn with(script: &str, from: &str, to: &str) -> String {
    assert_eq!(script.matches(from).count(), 1, "{from:?} once: {script}");
    script.replacen(from, to, 1)
}

#[test]
fn terminals_are_read() {
    assert_eq!(code_in("Use `set -u` here"), "set -u");
    assert_eq!(row("a 1\nbc 2 3\n", "bc"), ["bc", "2", "3"]);
    assert!((number_after("real 0m50s, load 3.5x", "load") - 3.5).abs() < 1e-9);
    assert!((number("100%") - 100.0).abs() < 1e-9);
    assert_eq!(with_line("a\nb\n", 2, "x"), "a\nx\nb\n");
    assert_eq!(with("a b", "b", "c"), "a c");
}
