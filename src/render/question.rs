//! A question on the screen: its header, and its options with letters. Letters are places on the screen, never ids.

use super::paint::{self, Line, Span, Style};
use super::{Look, markdown, sanitize, width};

/// What stands above a question. All parts but the number are left out where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Header<'a> {
    /// Its place, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The topic's title, as the file has it.
    pub topic: Option<&'a str>,
    /// The level, as the file has it.
    pub level: Option<&'a str>,
    /// What it is worth, as a number.
    pub points: Option<&'a str>,
    /// What is left, `11:42`.
    pub left: Option<&'a str>,
    /// When that ends, `15:07:20`.
    pub ends: Option<&'a str>,
    /// What else is to be said: `flagged`, `second visit`.
    pub note: Option<&'a str>,
}

/// The header's line or lines, each ending in a newline: broken between its parts.
pub fn header(header: &Header<'_>, look: Look) -> String {
    let mut parts = vec![Span::new(format!("Question {} of {}", header.number, header.total), Style::BOLD)];
    let mut add = |part: Option<String>| parts.extend(part.map(Span::plain));
    add(header.topic.map(|topic| sanitize::line(topic).into_owned()));
    add(header.level.map(|level| sanitize::line(level).into_owned()));
    add(header.points.map(points));
    add(match (header.left, header.ends) {
        (Some(left), Some(ends)) => Some(format!("{left} left, ends {ends}")),
        (Some(left), None) => Some(format!("{left} left")),
        (None, Some(ends)) => Some(format!("ends {ends}")),
        (None, None) => None,
    });
    add(header.note.map(|note| sanitize::line(note).into_owned()));
    paint::lines(&paint::parts(parts, look.width, 0), look.color)
}

/// `1 point`, `2 points`, `0.5 points`.
pub fn points(number: &str) -> String {
    if number == "1" { "1 point".to_owned() } else { format!("{number} points") }
}

/// The letter of a place: `a` to `z`, then `aa`, `ab`, …
pub fn label(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place;
    loop {
        let letter = u8::try_from(left % 26).unwrap_or_default();
        letters.push(char::from(b'a' + letter));
        left /= 26;
        if left == 0 {
            break;
        }
        left -= 1;
    }
    letters.iter().rev().collect()
}

/// The place of a letter; `None` for what is no label.
pub fn place(label: &str) -> Option<usize> {
    let mut place = 0_usize;
    for letter in label.chars() {
        let digit =
            usize::try_from(u32::from(letter.to_ascii_lowercase()).checked_sub(u32::from('a'))?).ok()?;
        if digit >= 26 {
            return None;
        }
        place = place.checked_mul(26)?.checked_add(digit + 1)?;
    }
    place.checked_sub(1)
}

/// Whether an option can still be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can.
    Open,
    /// It was tried and is wrong.
    Tried,
}

/// Options (or parts of an order, or sides of a match) with letters in the order given, each text Markdown, each line ending in a newline.
pub fn options<'a>(texts: impl IntoIterator<Item = (&'a str, Standing)>, look: Look) -> String {
    let labelled = texts.into_iter().enumerate().map(|(i, (text, standing))| (label(i), text, standing));
    labelled_options(labelled, look)
}

/// As [`options`], with the labels given: numbers for the left sides of a match, letters that keep their places.
pub fn labelled_options<'a>(
    options: impl IntoIterator<Item = (String, &'a str, Standing)>,
    look: Look,
) -> String {
    let options: Vec<_> = options.into_iter().collect();
    let widest = options.iter().map(|(label, ..)| width::of(label)).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (label, text, standing) in &options {
        let mark = match standing {
            Standing::Open => "  ",
            Standing::Tried => "✗ ",
        };
        let first =
            [Span::plain(mark), Span::new(width::pad_start(label, widest), Style::BOLD), Span::plain("  ")];
        let rest = paint::width_of(&first);
        match standing {
            Standing::Open => lines.extend(markdown::entry(text, look, &first, rest)),
            Standing::Tried => {
                let mut tried = markdown::entry(text, look, &first, rest);
                add_word(&mut tried, "(tried)", rest, look.width);
                for span in tried.iter_mut().flatten() {
                    span.style = Style::DIM;
                }
                lines.append(&mut tried);
            }
        }
    }
    paint::lines(&lines, look.color)
}

/// Adds a word behind the last line, or under it where it does not fit.
fn add_word(lines: &mut Vec<Line>, word: &str, indent: usize, width: usize) {
    match lines.last_mut() {
        Some(line) if paint::width_of(line) + 1 + width::of(word) <= width => {
            line.push(Span::plain(format!(" {word}")));
        }
        Some(_) | None => lines.push(vec![Span::plain(format!("{}{word}", " ".repeat(indent)))]),
    }
}

/// The start of an option's text for a list that is drawn and erased: plain, one line, at most `width` columns.
pub fn short(text: &str, width: usize) -> String {
    width::truncate(&markdown::plain_line(text), width).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEADER: Header<'_> = Header {
        number: 3,
        total: 12,
        topic: Some("idempotent consumers"),
        level: None,
        points: Some("2"),
        left: Some("11:42"),
        ends: Some("15:07:20"),
        note: None,
    };

    #[test]
    fn the_header_is_one_line_at_80_columns() {
        assert_eq!(
            header(&HEADER, Look::plain(80)),
            "Question 3 of 12 · idempotent consumers · 2 points · 11:42 left, ends 15:07:20\n"
        );
    }

    #[test]
    fn the_header_breaks_between_its_parts_at_60_columns() {
        assert_eq!(
            header(&HEADER, Look::plain(60)),
            "Question 3 of 12 · idempotent consumers · 2 points\n11:42 left, ends 15:07:20\n"
        );
    }

    #[test]
    fn parts_that_are_not_there_leave_no_trace() {
        let bare = Header { number: 1, total: 4, ..Header::default() };
        assert_eq!(header(&bare, Look::plain(80)), "Question 1 of 4\n");
        let one = Header { points: Some("1"), topic: Some("a\u{1b}b"), note: Some("flagged"), ..bare };
        assert_eq!(header(&one, Look::plain(80)), "Question 1 of 4 · a\\u{1b}b · 1 point · flagged\n");
        assert_eq!(
            header(&Header { points: Some("0.5"), ..bare }, Look::colored(80)),
            "\u{1b}[1mQuestion 1 of 4\u{1b}[0m\u{1b}[2m · \u{1b}[0m0.5 points\n"
        );
    }

    #[test]
    fn labels_go_on_after_z() {
        let seen: Vec<String> = [0, 25, 26, 27, 701, 702].into_iter().map(label).collect();
        assert_eq!(seen, ["a", "z", "aa", "ab", "zz", "aaa"]);
        for i in 0..1000 {
            assert_eq!(place(&label(i)), Some(i));
        }
        assert_eq!((place(""), place("é"), place("a1"), place("B")), (None, None, None, Some(1)));
    }

    #[test]
    fn options_hang_behind_their_letters_at_60_columns() {
        let texts = [
            (
                "Commit the offset *after* the write, in the same transaction as the `orders` row",
                Standing::Open,
            ),
            ("Retry", Standing::Tried),
            ("- 5", Standing::Open),
        ];
        assert_eq!(
            options(texts, Look::plain(60)),
            "  a  Commit the offset *after* the write, in the same
     transaction as the `orders` row
✗ b  Retry (tried)
  c  - 5
"
        );
        assert_eq!(options([texts[1]], Look::colored(60)), "\u{1b}[2m✗ a  Retry (tried)\u{1b}[0m\n");
    }

    #[test]
    fn what_was_tried_is_said_behind_code_too() {
        let seen =
            options([("```\nx\n```", Standing::Tried), ("twelve chars", Standing::Tried)], Look::plain(24));
        assert_eq!(seen, "✗ a      x (tried)\n✗ b  twelve chars\n     (tried)\n");
    }

    #[test]
    fn letters_are_aligned() {
        let seen = options((0..27).map(|_| ("x", Standing::Open)), Look::plain(60));
        assert!(seen.starts_with("   a  x\n"));
        assert!(seen.ends_with("  aa  x\n"));
    }

    #[test]
    fn short_texts_are_plain_and_end_in_an_ellipsis() {
        assert_eq!(short("Commit `after` the **write**", 80), "Commit after the write");
        assert_eq!(short("Commit `after` the **write**", 12), "Commit afte…");
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_the_screen(text in any::<String>(), width in 24_usize..120) {
            let seen = options([(text.as_str(), Standing::Open), (text.as_str(), Standing::Tried)], Look::plain(width));
            prop_assert!(width::widest_line(&seen) <= width);
            prop_assert!(width::of(&short(&text, width)) <= width);
            let head = header(&Header { topic: Some(&text), ..HEADER }, Look::plain(width));
            prop_assert!(width::widest_line(&head) <= width, "{}", head);
        }
    }
}
