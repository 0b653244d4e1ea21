//! Bytes → lines, bounded. Pure.

use std::fmt;

/// The longest line, bytes.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// Why a line is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// More than [`LONGEST_LINE`] bytes.
    TooLong,
    /// Not UTF-8.
    Encoding,
    /// A control character other than a tab.
    Control(char),
    /// The input ended before the line did: nobody said that this is all of it.
    CutOff,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "not taken: a line of more than {} KiB", LONGEST_LINE / 1024),
            Self::Encoding => f.write_str("not taken: not UTF-8, expected text in UTF-8"),
            Self::CutOff => f.write_str("not taken: the input ended in the middle of this line"),
            Self::Control(character) => {
                write!(f, "not taken: it holds the control character U+{:04X}", u32::from(*character))
            }
        }
    }
}

/// Collects what was read and hands out lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    waiting: Vec<u8>,
    /// How much of `waiting` is known to hold no end of a line.
    searched: usize,
    /// The rest of a line that was given up is being passed over.
    passing_over: Option<PassingOver>,
    begun: bool,
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PassingOver {
    /// It was too long, which is yet to be told.
    TooLong,
    /// The clock took its beginning.
    Cut,
}

impl Lines {
    /// Takes what was read.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
    }

    /// There is no more: what waits without an end is no line.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Whether everything was read and handed out.
    pub(super) fn is_over(&self) -> bool {
        self.ended && self.waiting.is_empty() && self.passing_over != Some(PassingOver::TooLong)
    }

    /// The next line, without its end; `None` until there is one.
    pub(super) fn next_line(&mut self) -> Option<Result<String, Unreadable>> {
        loop {
            let newline = self
                .waiting
                .iter()
                .skip(self.searched)
                .position(|&byte| byte == b'\n')
                .map(|at| self.searched + at);
            let line = match newline {
                Some(at) => {
                    let mut line: Vec<u8> = self.waiting.drain(..=at).collect();
                    line.pop();
                    self.searched = 0;
                    line
                }
                None if self.ended && !(self.waiting.is_empty() && self.passing_over.is_none()) => {
                    self.searched = 0;
                    self.waiting.clear();
                    self.begun = true;
                    return match self.passing_over.take() {
                        Some(PassingOver::TooLong) => Some(Err(Unreadable::TooLong)),
                        Some(PassingOver::Cut) => None,
                        None => Some(Err(Unreadable::CutOff)),
                    };
                }
                None => {
                    if self.waiting.len() > LONGEST_LINE || self.passing_over.is_some() {
                        self.waiting.clear();
                        self.passing_over = self.passing_over.or(Some(PassingOver::TooLong));
                    }
                    self.searched = self.waiting.len();
                    return None;
                }
            };
            let first = !std::mem::replace(&mut self.begun, true);
            match self.passing_over.take() {
                Some(PassingOver::TooLong) => return Some(Err(Unreadable::TooLong)),
                Some(PassingOver::Cut) => {}
                None => return Some(text(line, first)),
            }
        }
    }

    /// The beginning of a line that stands in a terminal's own line, up to an end if it has one by now. What is typed next begins
    /// a line of its own.
    pub(super) fn take_half(&mut self, behind: &[u8]) -> Option<String> {
        self.waiting.extend_from_slice(behind);
        let partial = self.take_partial_line();
        self.passing_over = None;
        self.waiting.clear();
        self.searched = 0;
        partial
    }

    /// The beginning of a line that has no end yet; its rest will be passed over.
    pub(super) fn take_partial(&mut self) -> Option<String> {
        if self.waiting.contains(&b'\n') {
            return None;
        }
        self.take_partial_line()
    }

    fn take_partial_line(&mut self) -> Option<String> {
        if let Some(end) = self.waiting.iter().position(|&byte| byte == b'\n') {
            self.waiting.truncate(end);
        }
        if self.passing_over.is_some() || self.waiting.is_empty() {
            return None;
        }
        let partial = std::mem::take(&mut self.waiting);
        self.searched = 0;
        if !self.ended {
            self.passing_over = Some(PassingOver::Cut);
        }
        let first = !std::mem::replace(&mut self.begun, true);
        // Cut in the middle of a character, it counts up to there.
        let whole = match std::str::from_utf8(&partial) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Ok(_) | Err(_) => partial.len(),
        };
        text(partial.into_iter().take(whole).collect(), first).ok()
    }
}

/// The line as text: UTF-8 without control characters but tabs; a carriage return at its end belongs to the end.
fn text(mut line: Vec<u8>, first: bool) -> Result<String, Unreadable> {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    if line.len() > LONGEST_LINE {
        return Err(Unreadable::TooLong);
    }
    let line = String::from_utf8(line).map_err(|_| Unreadable::Encoding)?;
    if let Some(control) = line.chars().find(|&character| character.is_control() && character != '\t') {
        return Err(Unreadable::Control(control));
    }
    // A byte-order mark in front of everything is no part of it.
    Ok(match line.strip_prefix('\u{feff}') {
        Some(rest) if first => rest.to_owned(),
        Some(_) | None => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(pieces: &[&[u8]]) -> Vec<Result<String, Unreadable>> {
        let mut lines = Lines::default();
        let mut told = Vec::new();
        for piece in pieces {
            lines.push(piece);
            told.extend(std::iter::from_fn(|| lines.next_line()));
        }
        lines.end();
        told.extend(std::iter::from_fn(|| lines.next_line()));
        assert!(lines.is_over());
        told
    }

    #[expect(clippy::unnecessary_wraps, reason = "the tests read as what comes back")]
    fn ok(text: &str) -> Result<String, Unreadable> {
        Ok(text.to_owned())
    }

    #[test]
    fn a_line_ends_with_a_newline_and_what_has_none_is_no_line() {
        assert_eq!(
            all(&[b"one\ntw", b"o\r\n\nlast"]),
            [ok("one"), ok("two"), ok(""), Err(Unreadable::CutOff)]
        );
        assert_eq!(all(&[b"one\n"]), [ok("one")]);
        assert_eq!(all(&[b""]), []);
        assert_eq!(all(&[b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n"]), [ok("a"), ok("\u{feff}b")]);
    }

    #[test]
    fn what_is_no_text_is_not_taken() {
        use Unreadable::{Control, Encoding};
        assert_eq!(
            all(&[b"\xff\na\0b\n\x1b[31m\n\xc2\x9b\nx\rx\na\tb\n"]),
            [
                Err(Encoding),
                Err(Control('\0')),
                Err(Control('\x1b')),
                Err(Control('\u{9b}')),
                Err(Control('\r')),
                ok("a\tb")
            ]
        );
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_memory() {
        let mut lines = Lines::default();
        let piece = vec![b'x'; 1 << 16];
        for _ in 0..64 {
            lines.push(&piece);
            assert_eq!(lines.next_line(), None);
            assert!(lines.waiting.len() <= LONGEST_LINE);
        }
        lines.push(b"\nnext\n");
        assert_eq!(lines.next_line(), Some(Err(Unreadable::TooLong)));
        assert_eq!(lines.next_line(), Some(ok("next")));
    }

    #[test]
    fn the_rest_of_a_line_that_the_clock_cut_is_passed_over() {
        let mut lines = Lines::default();
        lines.push("half a ü".as_bytes().split_last().unwrap().1);
        assert_eq!(lines.next_line(), None);
        assert_eq!(lines.take_partial().as_deref(), Some("half a "));
        assert_eq!(lines.take_partial(), None);
        lines.push(b"\xbc line\nthe next\nla");
        assert_eq!(lines.next_line(), Some(ok("the next")));
        assert_eq!(lines.next_line(), None);
        assert_eq!(lines.take_partial().as_deref(), Some("la"));
        lines.end();
        assert_eq!(lines.next_line(), None);
        assert!(lines.is_over());
    }

    #[test]
    fn half_a_line_of_a_terminal_counts_and_the_next_begins_anew() {
        let mut lines = Lines::default();
        assert_eq!(lines.take_half(b"half"), Some("half".to_owned()));
        lines.push(b"next\n");
        assert_eq!(lines.next_line(), Some(ok("next")));
        assert_eq!(lines.take_half(b""), None);
        assert_eq!(lines.take_half(b"whole\nmore"), Some("whole".to_owned()));
        assert_eq!(lines.next_line(), None);
    }

    proptest! {
        #[test]
        fn cuts_change_nothing(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..60), cut in 0_usize..60) {
            let cut = cut.min(bytes.len());
            prop_assert_eq!(all(&[&bytes]), all(&[&bytes[..cut], &bytes[cut..]]));
        }
    }
}
