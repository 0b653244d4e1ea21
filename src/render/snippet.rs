//! A snippet on the screen: a title, line numbers, a thin rule, colour where it is on, and a mark where a long line goes on.
//!
//! ```text
//!    ╭─ consumer.py
//!  1 │ def handle(message):
//!  2 │     db.execute("INSERT INTO orders (id, total)
//!    │     ↳ VALUES (%s, %s)", message.body)
//! ```

use super::paint::{self, Color, Line, Span, Style};
use super::{Look, highlight, sanitize, width};

/// Before what goes on from the line above.
const CONTINUED: &str = "↳ ";

/// Fewer columns than this for code, and continued lines give up their indent.
const NARROW: usize = 24;

/// A snippet with its title, each line ending in a newline. `title` and `code` are as the file has them.
pub fn render(title: Option<&str>, language: &str, code: &str, look: Look) -> String {
    let lines = code_lines(code, language, look.color);
    let digits = lines.len().to_string().len();
    let mut out = Vec::new();
    if let Some(title) = title {
        let room = look.width.saturating_sub(digits + 5);
        let title = sanitize::line(title);
        out.push(vec![
            Span::new(format!("{} ╭─ ", " ".repeat(digits + 1)), Style::DIM),
            Span::new(width::truncate(&title, room.max(1)), Style::BOLD),
        ]);
    }
    for (i, line) in lines.iter().enumerate() {
        let number = Span::new(format!(" {:>digits$} │ ", i + 1), Style::DIM);
        let blank = Span::new(format!(" {:>digits$} │ ", ""), Style::DIM);
        push_folded(&mut out, line, look.width, &[number], &[blank]);
    }
    paint::lines(&out, look.color)
}

/// The lines of code, safe for a terminal, in colour where it is on.
pub(super) fn code_lines(code: &str, language: &str, color: Color) -> Vec<Line> {
    let code = sanitize::text(code.trim_end_matches(['\n', '\r']));
    let colored = match color {
        Color::On => highlight::lines(&code, language),
        Color::Off => None,
    };
    colored.unwrap_or_else(|| code.split('\n').map(|line| vec![Span::plain(line)]).collect())
}

/// Adds a line of code behind `first`, folded to `width` where it is longer, its continuations behind `rest`.
/// No character is dropped, added or moved except the continuation mark and the indent before it.
pub(super) fn push_folded(out: &mut Vec<Line>, code: &Line, width: usize, first: &[Span], rest: &[Span]) {
    let text = paint::text_of(code);
    let room = width.saturating_sub(paint::width_of(first));
    let indent = match text.len() - text.trim_start_matches(' ').len() {
        deep if deep + NARROW > room => 0,
        indent => indent,
    };
    let continued = Span::new(format!("{}{CONTINUED}", " ".repeat(indent)), Style::DIM);
    let room_after = room.saturating_sub(indent + width::of(CONTINUED));
    let folds = width::folds(&text, room, room_after);
    for (i, piece) in paint::cut(code, &folds).into_iter().enumerate() {
        let mut line =
            if i == 0 { first.to_vec() } else { [rest, std::slice::from_ref(&continued)].concat() };
        line.extend(piece);
        paint::trim_end(&mut line);
        out.push(line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PYTHON: &str = "def handle(message):\n\tdb.execute(\"INSERT INTO orders (id, total) VALUES (%s, %s)\", message.body)\n\n\treturn \"日本語\"\n";

    #[test]
    fn at_60_columns_long_lines_go_on_after_a_mark() {
        let seen = render(Some("consumer.py"), "python", PYTHON, Look::plain(60));
        assert_eq!(
            seen,
            "   ╭─ consumer.py
 1 │ def handle(message):
 2 │     db.execute(\"INSERT INTO orders (id, total) VALUES
   │     ↳ (%s, %s)\", message.body)
 3 │
 4 │     return \"日本語\"
"
        );
    }

    #[test]
    fn at_80_and_120_columns_less_goes_on() {
        let at_80 = render(None, "python", PYTHON, Look::plain(80));
        assert_eq!(
            at_80,
            " 1 │ def handle(message):
 2 │     db.execute(\"INSERT INTO orders (id, total) VALUES (%s, %s)\",
   │     ↳ message.body)
 3 │
 4 │     return \"日本語\"
"
        );
        assert!(!render(None, "python", PYTHON, Look::plain(120)).contains('↳'));
    }

    #[test]
    fn with_colour_words_stand_where_they_stood() {
        let seen = render(Some("q.sql"), "sql", "SELECT 1 -- one\n", Look::colored(60));
        assert_eq!(
            seen,
            "\u{1b}[2m   ╭─ \u{1b}[0m\u{1b}[1mq.sql\u{1b}[0m\n\u{1b}[2m 1 │ \u{1b}[0m\u{1b}[35mSELECT\u{1b}[0m \u{1b}[36m1\u{1b}[0m \u{1b}[2m-- one\u{1b}[0m\n"
        );
    }

    #[test]
    fn hostile_code_controls_nothing() {
        let seen = render(Some("a\u{1b}]0;x\u{7}"), "text", "a\u{9b}2J\u{202e}b", Look::plain(60));
        assert_eq!(seen, "   ╭─ a\\u{1b}]0;x\\u{7}\n 1 │ a\\u{9b}2J\\u{202e}b\n");
    }

    #[test]
    fn numbers_are_aligned() {
        let seen = render(None, "text", &"x\n".repeat(10), Look::plain(60));
        assert!(seen.starts_with("  1 │ x\n"));
        assert!(seen.ends_with(" 10 │ x\n"));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_and_nothing_is_lost(raw in "[ -~日本\t\n]{0,300}", width in 12_usize..100) {
            let seen = render(None, "text", &raw, Look::plain(width));
            prop_assert!(width::widest_line(&seen) <= width);
            let ink = |text: &str| text.replace([' ', '\n'], "");
            let code: String = seen
                .lines()
                .filter_map(|line| line.split_once('│').map(|(_, code)| code.replace('↳', "")))
                .collect();
            prop_assert_eq!(ink(&code), ink(&sanitize::text(&raw)));
        }
    }
}
