//! The one gate between text from elsewhere and a terminal: what could control it, or hide in it, becomes a visible escape.
//!
//! Escapes look like `\n`, `\t`, `\r` and `\u{9b}`. What is kept is printable; joiners and variation selectors are kept
//! where scripts and emoji need them (between characters that are not ASCII), and are escaped where they only hide.

use std::borrow::Cow;
use std::fmt::Write;

use super::width;

/// Columns from one tab stop to the next.
pub const TAB: usize = 4;

/// Makes text from elsewhere safe for one line: newlines and tabs become visible escapes, too.
pub fn line(text: &str) -> Cow<'_, str> {
    if is_clean(text, Newlines::Escaped) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(escape(text, Newlines::Escaped))
}

/// Makes text from elsewhere safe for several lines: newlines stay (`\r\n` becomes one), tabs are expanded to stops of [`TAB`] columns.
pub fn text(text: &str) -> Cow<'_, str> {
    if is_clean(text, Newlines::Kept) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(escape(text, Newlines::Kept))
}

/// What becomes of newlines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Newlines {
    Escaped,
    Kept,
}

/// What a character is to a terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// It is seen.
    Visible,
    /// It controls, reorders or hides.
    Dangerous,
    /// ZWJ and ZWNJ: needed between characters of some scripts and in emoji.
    Joiner,
    /// A variation selector: needed after some characters.
    Selector,
}

fn class(c: char) -> Class {
    match c {
        '\u{200C}' | '\u{200D}' => Class::Joiner,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Class::Selector,
        // C0, DEL, C1
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        // soft hyphen, grapheme joiner, Arabic letter mark, invisible vowels and separators
        | '\u{AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        // zero width space, directional marks, line and paragraph separators, embeddings and overrides
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        // word joiner, invisible operators, isolates, deprecated format characters
        | '\u{2060}'..='\u{206F}'
        // Hangul fillers (letters that are not seen), byte order mark, annotation marks
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        // shorthand and musical format controls, tags and the rest of their plane
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => {
            Class::Dangerous
        }
        _ => Class::Visible,
    }
}

/// Whether a character never controls, reorders or hides; joiners and selectors count as harmless.
pub fn is_harmless(c: char) -> bool {
    class(c) != Class::Dangerous
}

/// Whether `c` stays as it is between what was kept before it and what comes after it.
fn stays(before: Option<char>, c: char, after: Option<char>) -> bool {
    match class(c) {
        Class::Visible => true,
        Class::Dangerous => false,
        Class::Joiner => {
            let beside = |c: char| !c.is_ascii() && !c.is_whitespace();
            before.is_some_and(|b| beside(b) && class(b) != Class::Joiner)
                && after.is_some_and(|a| beside(a) && class(a) == Class::Visible)
        }
        Class::Selector => before.is_some_and(|b| {
            class(b) == Class::Visible
                && !b.is_whitespace()
                && (!b.is_ascii() || b.is_ascii_digit() || b == '#' || b == '*')
        }),
    }
}

fn is_clean(text: &str, newlines: Newlines) -> bool {
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let kept = match (c, newlines) {
            ('\n', Newlines::Kept) | (' '..='~', _) => true,
            _ => stays(before, c, rest.clone().next()),
        };
        if !kept {
            return false;
        }
        before = Some(c);
    }
    true
}

fn escape(text: &str, newlines: Newlines) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = None;
    // Where the line, or its last tab stop, begins.
    let mut stop = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, newlines) {
            ('\r', Newlines::Kept) if rest.peek() == Some(&'\n') => continue,
            ('\n', Newlines::Kept) => {
                out.push('\n');
                stop = out.len();
            }
            ('\t', Newlines::Kept) => {
                let column = width::of(out.get(stop..).unwrap_or_default());
                out.extend(std::iter::repeat_n(' ', TAB - column % TAB));
                stop = out.len();
            }
            ('\n', Newlines::Escaped) => out.push_str("\\n"),
            ('\t', Newlines::Escaped) => out.push_str("\\t"),
            ('\r', _) => out.push_str("\\r"),
            _ if stays(before, c, rest.peek().copied()) => out.push(c),
            _ => {
                // Writing to a String cannot go wrong.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
        }
        before = out.chars().next_back();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(line("idempotent consumers, naïve, 日本語, ½"), Cow::Borrowed(_)));
        assert!(matches!(text("two\nlines"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_become_visible_escapes() {
        assert_eq!(line("a\u{1b}[31mb\u{7f}\u{9b}2J\0"), "a\\u{1b}[31mb\\u{7f}\\u{9b}2J\\u{0}");
        assert_eq!(line("a\nb\tc\rd"), "a\\nb\\tc\\rd");
        assert_eq!(text("a\u{1b}]0;x\u{7}\nb"), "a\\u{1b}]0;x\\u{7}\nb");
    }

    #[test]
    fn bidi_and_hiding_characters_become_visible_escapes() {
        for c in
            "\u{200b}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{61c}\u{2028}\u{2029}\u{feff}\u{2060}\u{e0041}\u{e0001}\u{ad}\u{3164}\u{180e}"
                .chars()
        {
            let seen = format!("a\\u{{{:x}}}b", u32::from(c));
            assert_eq!(line(&format!("a{c}b")), seen);
            assert_eq!(text(&format!("a{c}b")), seen);
        }
    }

    #[test]
    fn newlines_are_kept_in_text_and_tabs_go_to_the_next_stop() {
        assert_eq!(text("a\r\nb\rc"), "a\nb\\rc");
        assert_eq!(text("\tx\na\tb\nabcd\te\n日\tz"), "    x\na   b\nabcd    e\n日  z");
    }

    #[test]
    fn joiners_and_selectors_stay_where_scripts_need_them() {
        for kept in ["👩‍🚀", "❤️", "3️⃣", "نمی‌خواهم", "葛\u{e0100}飾"] {
            assert_eq!(line(kept), kept);
        }
        assert_eq!(line("ad\u{200d}min"), "ad\\u{200d}min");
        assert_eq!(line("a\u{fe01}b"), "a\\u{fe01}b");
        assert_eq!(line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}\\u{fe0f}");
    }

    /// Text in which what is dangerous is as frequent as what is not.
    pub(crate) fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(|c| c.to_string()),
            (0_u32..0xA0).prop_map(|c| char::from_u32(c).map(String::from).unwrap_or_default()),
            (0x2000_u32..0x2070).prop_map(|c| char::from_u32(c).map(String::from).unwrap_or_default()),
            prop::sample::select(vec![
                "👩‍🚀",
                "日本",
                "e\u{301}",
                "\u{fe0f}",
                "\u{200d}",
                "\r\n",
                "\u{e0041}",
                "word"
            ])
            .prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_control_character_comes_out(input in hostile()) {
            prop_assert!(!line(&input).chars().any(char::is_control));
            prop_assert!(!text(&input).chars().any(|c| c.is_control() && c != '\n'));
            let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}');
            prop_assert!(!line(&input).chars().any(bidi));
        }

        #[test]
        fn sanitizing_twice_changes_nothing(input in hostile()) {
            let once = line(&input).into_owned();
            prop_assert_eq!(line(&once), once.as_str());
            let once = text(&input).into_owned();
            prop_assert_eq!(text(&once), once.as_str());
        }

        #[test]
        fn nothing_visible_is_lost(input in "[ -~]*") {
            prop_assert_eq!(line(&input), input.as_str());
        }
    }
}
