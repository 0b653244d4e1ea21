//! Columns: how wide text is on a terminal, and how it is broken into lines. Measures grapheme clusters, never bytes or chars.
//!
//! Expects text that [`super::sanitize`] has seen.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text takes on one line.
pub fn of(text: &str) -> usize {
    if is_printable_ascii(text) {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The columns of the widest line.
pub fn widest_line(text: &str) -> usize {
    text.split('\n').map(of).max().unwrap_or(0)
}

/// The text in at most `width` columns, ending in `…` where something was cut.
pub fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    if of(text) <= width {
        return Cow::Borrowed(text);
    }
    let Some(room) = width.checked_sub(1) else { return Cow::Borrowed("") };
    let mut taken = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += grapheme.width();
        if taken > room {
            break;
        }
        end = at + grapheme.len();
    }
    let kept = text.get(..end).unwrap_or_default().trim_end_matches(' ');
    Cow::Owned(format!("{kept}…"))
}

/// The text with spaces after it, to `width` columns.
pub fn pad_end(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(of(text));
    format!("{text}{}", " ".repeat(gap))
}

/// The text with spaces before it, to `width` columns.
pub fn pad_start(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(of(text));
    format!("{}{text}", " ".repeat(gap))
}

/// Lines of at most `width` columns, the first behind `first_indent`, the others behind `rest_indent`.
///
/// Newlines in the text are kept as line ends. A grapheme is never split; a word only when it does not fit a line of its own.
/// Where an indent leaves no room, one grapheme is put on each line all the same.
pub fn wrap(text: &str, width: usize, first_indent: &str, rest_indent: &str) -> Vec<String> {
    let first = width.saturating_sub(of(first_indent));
    let rest = width.saturating_sub(of(rest_indent));
    breaks(text, first, rest)
        .into_iter()
        .enumerate()
        .map(|(i, range)| {
            let indent = if i == 0 { first_indent } else { rest_indent };
            let piece = text.get(range).unwrap_or_default();
            if piece.is_empty() { indent.trim_end().to_owned() } else { format!("{indent}{piece}") }
        })
        .collect()
}

/// Where lines are: byte ranges of `text`, without the spaces and newlines at which it was broken. At least one.
pub(super) fn breaks(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for hard in text.split('\n') {
        let limit = if lines.is_empty() { first } else { rest };
        break_line(hard, offset, limit, rest, &mut lines);
        offset += hard.len() + 1;
    }
    lines
}

/// The pieces of a line of text that no line end may part, without the spaces between them: words, and each character of a
/// text that is written without spaces.
pub(super) fn pieces(line: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from: Option<usize> = None;
    let mut before = Kind::Space;
    for atom in atoms(line) {
        let ends = atom.kind == Kind::Space || may_break(before, atom.kind);
        pieces.extend(from.filter(|_| ends).map(|from| from..atom.start));
        from = match (atom.kind, from) {
            (Kind::Space, _) => None,
            (_, Some(from)) if !ends => Some(from),
            (_, _) => Some(atom.start),
        };
        before = atom.kind;
    }
    pieces.extend(from.map(|from| from..line.len()));
    pieces
}

/// The columns of the widest of these pieces.
pub(super) fn widest_piece(line: &str) -> usize {
    if is_printable_ascii(line) {
        return line.split(' ').map(str::len).max().unwrap_or(0);
    }
    pieces(line).into_iter().map(|piece| of(line.get(piece).unwrap_or_default())).max().unwrap_or(0)
}

/// Where a line of code is folded: byte ranges that together are the whole line. Folds after a space, else after
/// punctuation, if that leaves the line more than half full; spaces stay at the end of the line they ended, over the edge if need be.
pub(super) fn folds(line: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut folds = Vec::new();
    let mut from = 0;
    let mut limit = first.max(1);
    while let Some(kept) = line.get(from..).and_then(|left| fold_at(left, limit)) {
        folds.push(from..from + kept);
        from += kept;
        limit = rest.max(1);
    }
    folds.push(from..line.len());
    folds
}

/// How many bytes of a line that is wider than `limit` to keep on it, at least one grapheme; `None` where it fits.
fn fold_at(line: &str, limit: usize) -> Option<usize> {
    let mut column = 0;
    let (mut hard, mut soft, mut space) = (None, None, None);
    for (at, grapheme) in line.grapheme_indices(true) {
        let end = at + grapheme.len();
        if grapheme == " " {
            column += 1;
            if column > limit / 2 && hard.is_some() {
                space = Some(end);
            }
            continue;
        }
        column += grapheme.width();
        if column > limit {
            return Some(space.or(soft).or(hard).unwrap_or(if at > 0 { at } else { end }));
        }
        hard = Some(end);
        if column > limit / 2
            && matches!(grapheme, "," | ";" | "(" | "{" | "[" | "." | "/" | ":" | "=" | "&" | "|")
        {
            soft = Some(end);
        }
    }
    None
}

/// A grapheme and where it is.
struct Atom {
    start: usize,
    width: usize,
    kind: Kind,
}

/// What a grapheme means for breaking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    /// East Asian or emoji: a line may end before and after it.
    Wide,
    /// A dash that a line may end after.
    Dash,
    /// Opens a bracket or a quote: no line ends after it.
    Opening,
    /// Closes: no line starts with it.
    Closing,
    /// A quote that does either.
    Quote,
    Other,
}

fn kind(grapheme: &str, width: usize) -> Kind {
    if grapheme == " " {
        return Kind::Space;
    }
    let Some(first) = grapheme.chars().next() else { return Kind::Other };
    match first {
        '—' => Kind::Dash,
        '(' | '[' | '{' | '«' | '“' | '‘' | '（' | '［' | '｛' | '「' | '『' | '【' | '〈' | '《' | '〔' => {
            Kind::Opening
        }
        '.' | ',' | ':' | ';' | '!' | '?' | ')' | ']' | '}' | '»' | '”' | '’' | '%' | '…' | '、' | '。'
        | '，' | '．' | '：' | '；' | '！' | '？' | '）' | '］' | '｝' | '」' | '』' | '】' | '〉' | '》'
        | '〕' | 'ー' | '々' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' => {
            Kind::Closing
        }
        '`' | '"' | '\'' => Kind::Quote,
        _ if width > 1 => Kind::Wide,
        _ => Kind::Other,
    }
}

/// Whether a line may end between these two without a space.
fn may_break(before: Kind, after: Kind) -> bool {
    let held = matches!(after, Kind::Closing | Kind::Quote | Kind::Dash | Kind::Space)
        || matches!(before, Kind::Opening | Kind::Quote);
    !held && (matches!(before, Kind::Wide | Kind::Dash) || after == Kind::Wide)
}

fn atoms(line: &str) -> Vec<Atom> {
    line.grapheme_indices(true)
        .map(|(start, grapheme)| {
            let width = grapheme.width();
            Atom { start, width, kind: kind(grapheme, width) }
        })
        .collect()
}

fn break_line(line: &str, offset: usize, first: usize, rest: usize, lines: &mut Vec<Range<usize>>) {
    let mut push = |start: usize, end: usize| {
        let kept = line.get(start..end).unwrap_or_default().trim_end_matches(' ').len();
        lines.push(offset + start..offset + start + kept);
    };
    if is_printable_ascii(line) && line.len() <= first {
        push(0, line.len());
        return;
    }
    let atoms = atoms(line);
    let byte = |i: usize| atoms.get(i).map_or(line.len(), |atom| atom.start);
    let mut limit = first;
    let mut from = 0;
    loop {
        let (to, next) = next_line(&atoms, from, limit);
        push(byte(from), byte(to));
        if next >= atoms.len() {
            return;
        }
        from = next;
        limit = rest;
    }
}

/// Where the line that begins at `from` ends, and where the next begins.
fn next_line(atoms: &[Atom], from: usize, limit: usize) -> (usize, usize) {
    let mut column = 0;
    let mut good = None;
    let mut inked = false;
    let mut before = None;
    for (i, atom) in atoms.iter().enumerate().skip(from) {
        if atom.kind == Kind::Space {
            // Spaces may hang over the edge: they are dropped where the line ends.
            column += atom.width;
            before = Some(atom.kind);
            continue;
        }
        if inked && before.is_some_and(|b| b == Kind::Space || may_break(b, atom.kind)) {
            good = Some(i);
        }
        column += atom.width;
        if column > limit && (inked || i > from) {
            let cut = good.unwrap_or(i).max(from + 1);
            return (cut, cut);
        }
        inked = true;
        before = Some(atom.kind);
    }
    (atoms.len(), atoms.len())
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sanitize;
    use super::*;

    #[test]
    fn width_counts_columns() {
        assert_eq!(of("abc"), 3);
        assert_eq!(of("日本"), 4);
        assert_eq!(of("e\u{301}"), 1);
        assert_eq!(of("👩‍🚀"), 2);
        assert_eq!(of(""), 0);
        assert_eq!(widest_line("a\nabc\n日本"), 4);
    }

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrap("one two three", 8, "", ""), ["one two", "three"]);
        assert_eq!(wrap("one two three", 9, "  ", "    "), ["  one two", "    three"]);
        assert_eq!(wrap("one  two", 20, "", ""), ["one  two"]);
        assert_eq!(wrap("", 20, "- ", "  "), ["-"]);
        assert_eq!(wrap("a\n\nb", 20, "", "  "), ["a", "", "  b"]);
    }

    #[test]
    fn a_word_too_long_for_a_line_is_broken() {
        assert_eq!(wrap("x abcdefghij y", 4, "", ""), ["x", "abcd", "efgh", "ij y"]);
        assert_eq!(wrap("  abcdefgh", 4, "", ""), ["  ab", "cdef", "gh"]);
    }

    #[test]
    fn wide_text_breaks_between_characters_but_not_before_closing_ones() {
        assert_eq!(wrap("日本語のテスト", 6, "", ""), ["日本語", "のテス", "ト"]);
        assert_eq!(wrap("日本語。日本", 6, "", ""), ["日本", "語。日", "本"]);
        assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", 2, "", ""), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(wrap("ab`日本`", 6, "", ""), ["ab`日", "本`"]);
    }

    #[test]
    fn pieces_are_words_and_characters() {
        let pieces =
            |line: &'static str| pieces(line).into_iter().map(|piece| &line[piece]).collect::<Vec<_>>();
        assert_eq!(pieces("  one  two "), ["one", "two"]);
        assert_eq!(pieces("ab日本（語）。"), ["ab", "日", "本", "（語）。"]);
        assert_eq!(pieces(""), [""; 0]);
        assert_eq!((widest_piece("a bcd ef"), widest_piece("山田太郎 x")), (3, 2));
    }

    #[test]
    fn a_space_that_carries_a_mark_is_text() {
        assert_eq!(wrap("abc \u{cca}", 3, "", ""), ["abc", " \u{cca}"]);
    }

    #[test]
    fn no_room_puts_one_grapheme_on_a_line() {
        assert_eq!(wrap("日本", 1, "", ""), ["日", "本"]);
        assert_eq!(wrap("ab", 2, "....", "...."), ["....a", "....b"]);
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis() {
        assert_eq!(truncate("abc", 3), "abc");
        assert_eq!(truncate("abcd", 3), "ab…");
        assert_eq!(truncate("ab cd", 4), "ab…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate("abc", 1), "…");
    }

    #[test]
    fn padding_measures_columns() {
        assert_eq!(pad_end("日", 4), "日  ");
        assert_eq!(pad_start("12", 4), "  12");
        assert_eq!(pad_end("long", 2), "long");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_width(raw in any::<String>(), width in 1_usize..50, indent in 0_usize..8) {
            let clean = sanitize::text(&raw);
            let indent = " ".repeat(indent);
            let widest = clean.graphemes(true).map(UnicodeWidthStr::width).max().unwrap_or(0);
            for line in wrap(&clean, width, &indent, &indent) {
                prop_assert!(of(&line) <= width.max(indent.len() + widest), "{line:?}");
            }
        }

        #[test]
        fn text_wraps_between_its_pieces(raw in any::<String>()) {
            let clean = sanitize::line(&raw);
            let widest = widest_piece(&clean);
            for line in wrap(&clean, widest.max(1), "", "") {
                prop_assert!(of(&line) <= widest.max(1), "{line:?}");
            }
        }

        #[test]
        fn only_spaces_and_newlines_are_dropped(raw in any::<String>(), width in 1_usize..30) {
            let clean = sanitize::text(&raw);
            let all: String = wrap(&clean, width, "", "").concat();
            let ink = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(ink(&all), ink(&clean));
        }

        #[test]
        fn truncation_fits(raw in any::<String>(), width in 0_usize..30) {
            prop_assert!(of(&truncate(&sanitize::line(&raw), width)) <= width);
        }
    }
}
