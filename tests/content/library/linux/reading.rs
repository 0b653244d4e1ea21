//! Terminal output and short scripts, read as a candidate reads them.

pub(super) use super::super::reading::{number, number_after, quoted, with};

/// The words of the first line that has this word.
pub(super) fn row<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let words = |line: &'a str| line.split_whitespace().collect::<Vec<_>>();
    let mut rows = text.lines().map(words).filter(|words| words.contains(&word));
    rows.next().unwrap_or_else(|| panic!("no row with {word}: {text}"))
}

/// The script with a further line, which becomes the one of that number.
pub(super) fn with_line(script: &str, number: usize, line: &str) -> String {
    let mut lines: Vec<&str> = script.lines().collect();
    lines.insert(number - 1, line);
    lines.join("\n") + "\n"
}

#[test]
fn terminals_are_read() {
    assert_eq!(row("a 1\nbc 2 3\n", "bc"), ["bc", "2", "3"]);
    assert_eq!(with_line("a\nb\n", 2, "x"), "a\nx\nb\n");
}
