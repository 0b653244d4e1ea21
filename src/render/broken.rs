//! Words that are wider than their column.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;

use super::width;

/// The text with a hyphen and a line end in words that are wider than `room`; a line end alone behind a hyphen that is there.
pub(super) fn broken(text: &str, room: usize) -> Cow<'_, str> {
    if room < 2 || width::widest_piece(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut done = 0;
    for piece in width::pieces(text) {
        let word = &text[piece.clone()];
        out.push_str(&text[done..piece.start]);
        done = piece.end;
        let mut left = width::of(word);
        let mut taken = 0;
        let mut start = out.len();
        for grapheme in word.graphemes(true) {
            let wide = width::of(grapheme);
            let ends_itself = grapheme == "-" && taken + wide <= room;
            if taken > 0 && taken + left > room && taken + wide > room - 1 && !ends_itself {
                if let Some(at) = out[start..].rfind('-').filter(|at| at * 2 >= room) {
                    out.insert(start + at + 1, '\n');
                    start += at + 2;
                } else {
                    out.push_str("-\n");
                    start = out.len();
                }
                taken = width::of(&out[start..]);
            }
            out.push_str(grapheme);
            taken += wide;
            left -= wide.min(left);
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}
