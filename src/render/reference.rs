//! A reference text for a terminal: headings, paragraphs, terms, items and examples, laid out for a width.
//!
//! In the source `# ` begins a heading, `- ` an item, four spaces a line of an example, which is kept as it is, two spaces a
//! term, with two more between it and what it means. Every other line is a paragraph.

use super::paint::{self, Style};
use super::{Look, width};

/// Longer lines are hard to read.
const WIDEST: usize = 88;
/// How far terms, items and examples are set in.
const INDENT: &str = "  ";
/// A longer term has a line of its own.
const LONGEST_TERM: usize = 18;
/// How far what such a term means is set in.
const UNDER_TERM: &str = "      ";

/// The text of a page, with a newline at its end.
pub fn page(source: &str, look: Look) -> String {
    let look = Look { width: look.width.min(WIDEST), ..look };
    let lines: Vec<&str> = source.lines().collect();
    let mut text = String::new();
    let mut column = None;
    for (at, line) in lines.iter().enumerate() {
        let term = term_of(line);
        column = term.and(column.or_else(|| Some(column_of(&lines[at..]))));
        let laid_out = match (term, column) {
            (Some((term, meaning)), Some(column)) => self::term(term, meaning, column, look),
            _ => plain(line, look),
        };
        for line in laid_out {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// The examples of a page, without what they are set in by.
pub fn examples(source: &str) -> Vec<String> {
    let mut examples: Vec<String> = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        match example(line) {
            Some(line) if inside => {
                if let Some(last) = examples.last_mut() {
                    last.push_str(line);
                    last.push('\n');
                }
            }
            Some(line) => examples.push(format!("{line}\n")),
            None => {
                // A blank line is part of an example that goes on below it.
                if inside && line.is_empty() {
                    if let Some(last) = examples.last_mut() {
                        last.push('\n');
                    }
                    continue;
                }
            }
        }
        inside = example(line).is_some();
    }
    examples
}

fn example(line: &str) -> Option<&str> {
    line.strip_prefix("    ")
}

/// A term and what it means.
fn term_of(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix(INDENT).filter(|line| !line.starts_with(' '))?;
    line.split_once("  ")
}

/// Where what terms mean stands, for terms that follow one another.
fn column_of(lines: &[&str]) -> usize {
    let terms = lines.iter().map_while(|line| term_of(line)).map(|(term, _)| width::of(term));
    terms.filter(|width| *width <= LONGEST_TERM).max().unwrap_or(0) + 2 * INDENT.len()
}

fn term(term: &str, meaning: &str, column: usize, look: Look) -> Vec<String> {
    let bold = |text: &str| paint::styled(text, Style::BOLD, look.color);
    if width::of(term) > LONGEST_TERM {
        let mut lines = vec![format!("{INDENT}{}", bold(term))];
        lines.extend(width::wrap(meaning, look.width, UNDER_TERM, UNDER_TERM));
        return lines;
    }
    let rest = " ".repeat(column);
    let mut lines = width::wrap(meaning, look.width, &rest, &rest);
    if let Some(first) = lines.first_mut() {
        let gap = " ".repeat(column.saturating_sub(INDENT.len() + width::of(term)));
        let said = first.get(column..).unwrap_or_default().to_owned();
        *first = format!("{INDENT}{}{gap}{said}", bold(term));
    }
    lines
}

fn plain(line: &str, look: Look) -> Vec<String> {
    if let Some(heading) = line.strip_prefix("# ") {
        return vec![paint::styled(heading, Style::BOLD, look.color)];
    }
    if let Some(line) = example(line) {
        return vec![format!("{INDENT}{line}")];
    }
    match line.strip_prefix("- ") {
        Some(item) => width::wrap(item, look.width, "  - ", "    "),
        None => width::wrap(line, look.width, "", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
# A heading

A paragraph that is longer than the screen is wide.

  id  What it is called, in few words.
  time_limit  How long.

    a = 1

    b = 2

- An item that does not fit into one line.
  examiner check exam.toml  What is wrong.
";

    #[test]
    fn a_page_is_laid_out_for_its_width() {
        let expected = "\
A heading

A paragraph that is longer
than the screen is wide.

  id          What it is
              called, in few
              words.
  time_limit  How long.

  a = 1

  b = 2

  - An item that does not
    fit into one line.
  examiner check exam.toml
      What is wrong.
";
        assert_eq!(page(SOURCE, Look::plain(28)), expected);
    }

    #[test]
    fn examples_are_taken_out_whole() {
        assert_eq!(examples(SOURCE), ["a = 1\n\nb = 2\n\n"]);
    }
}
