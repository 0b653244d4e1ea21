//! Styles: bold, faint, italic and four basic colours that read well on light and on dark, written as SGR sequences, or not at all.
//!
//! Nothing is said by colour alone: every style here only repeats what words, marks or place already say.

use std::ops::Range;

use super::width;

/// Between parts of a line.
const SEPARATOR: &str = " · ";

/// Whether styles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// They are.
    On,
    /// They are not.
    Off,
}

/// How heavy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As text is.
    #[default]
    Normal,
    /// Bold.
    Bold,
    /// Faint: what can be passed over.
    Dim,
}

/// How upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slant {
    /// Upright.
    #[default]
    Upright,
    /// Italic.
    Italic,
}

/// Which of the terminal's own colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// As text is.
    #[default]
    Text,
    /// Red.
    Red,
    /// Green.
    Green,
    /// Magenta.
    Magenta,
    /// Cyan.
    Cyan,
}

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// How heavy.
    pub weight: Weight,
    /// How upright.
    pub slant: Slant,
    /// Its colour.
    pub ink: Ink,
}

impl Style {
    /// As text is.
    pub const PLAIN: Self = Self { weight: Weight::Normal, slant: Slant::Upright, ink: Ink::Text };
    /// Bold.
    pub const BOLD: Self = Self { weight: Weight::Bold, ..Self::PLAIN };
    /// Faint.
    pub const DIM: Self = Self { weight: Weight::Dim, ..Self::PLAIN };

    /// Text in this colour.
    pub const fn ink(ink: Ink) -> Self {
        Self { ink, ..Self::PLAIN }
    }

    /// This style in another weight.
    #[must_use]
    pub const fn with_weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The sequence that switches it on; empty for plain text.
    fn sequence(self) -> String {
        let weight = match self.weight {
            Weight::Normal => None,
            Weight::Bold => Some("1"),
            Weight::Dim => Some("2"),
        };
        let slant = match self.slant {
            Slant::Upright => None,
            Slant::Italic => Some("3"),
        };
        let ink = match self.ink {
            Ink::Text => None,
            Ink::Red => Some("31"),
            Ink::Green => Some("32"),
            Ink::Magenta => Some("35"),
            Ink::Cyan => Some("36"),
        };
        let codes: Vec<&str> = [weight, slant, ink].into_iter().flatten().collect();
        if codes.is_empty() { String::new() } else { format!("\u{1b}[{}m", codes.join(";")) }
    }
}

/// A piece of text in one style. The text is already safe for a terminal; a newline in it ends a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: Style,
}

impl Span {
    /// A piece of text in a style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }

    /// A piece of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Style::PLAIN)
    }
}

/// One line of spans.
pub type Line = Vec<Span>;

/// The text in this style.
pub fn styled(text: &str, style: Style, color: Color) -> String {
    line(&[Span::new(text, style)], color)
}

/// One line of spans as text. What is switched on is switched off before the line ends.
pub fn line(spans: &[Span], color: Color) -> String {
    let mut out = String::new();
    let mut current = Style::PLAIN;
    for span in spans.iter().filter(|span| !span.text.is_empty()) {
        if color == Color::On && span.style != current {
            if current != Style::PLAIN {
                out.push_str("\u{1b}[0m");
            }
            out.push_str(&span.style.sequence());
            current = span.style;
        }
        out.push_str(&span.text);
    }
    if current != Style::PLAIN {
        out.push_str("\u{1b}[0m");
    }
    out
}

/// Lines of spans as text, each ending in a newline.
pub fn lines(lines: &[Line], color: Color) -> String {
    lines.iter().map(|spans| line(spans, color) + "\n").collect()
}

/// The columns that spans take on one line.
pub fn width_of(spans: &[Span]) -> usize {
    width::of(&text_of(spans))
}

/// The text of spans without their styles.
pub fn text_of(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Breaks spans into lines of at most `width` columns, the first behind `first`, the others behind as many columns as `rest` says.
pub fn wrap(spans: &[Span], width: usize, first: &[Span], rest: usize) -> Vec<Line> {
    let text = text_of(spans);
    let room = width.saturating_sub(width_of(first));
    let ranges = width::breaks(&text, room, width.saturating_sub(rest));
    let pieces = cut(spans, &ranges);
    ranges
        .iter()
        .zip(pieces)
        .enumerate()
        .map(|(i, (range, piece))| {
            let mut line = if i == 0 { first.to_vec() } else { vec![Span::plain(" ".repeat(rest))] };
            if range.is_empty() {
                trim_end(&mut line);
            }
            line.extend(piece);
            line
        })
        .collect()
}

/// Joins parts with ` · ` into lines of at most `width` columns, broken between parts where that can be; lines but the first behind
/// `rest` columns.
pub fn parts(parts: impl IntoIterator<Item = Span>, width: usize, rest: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for part in parts {
        let wide = width::of(&part.text);
        match lines.last_mut() {
            Some(line) if width_of(line) + width::of(SEPARATOR) + wide <= width => {
                line.push(Span::new(SEPARATOR, Style::DIM));
                line.push(part);
            }
            Some(_) => lines.extend(wrap(&[part], width, &[Span::plain(" ".repeat(rest))], rest)),
            None => lines.extend(wrap(&[part], width, &[], rest)),
        }
    }
    lines
}

/// Drops spaces at the end of a line.
pub(super) fn trim_end(line: &mut Line) {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            return;
        }
        line.pop();
    }
}

/// The parts of spans in these byte ranges of their whole text; the ranges are in order and do not overlap.
pub(super) fn cut(spans: &[Span], ranges: &[Range<usize>]) -> Vec<Line> {
    let mut out = Vec::with_capacity(ranges.len());
    let mut left = spans.iter();
    let mut current = left.next();
    let mut offset = 0;
    for range in ranges {
        let mut line = Line::new();
        while let Some(span) = current {
            let end = offset + span.text.len();
            let from = range.start.max(offset) - offset;
            let to = range.end.min(end).saturating_sub(offset);
            if let Some(piece) = span.text.get(from..to).filter(|piece| !piece.is_empty()) {
                line.push(Span::new(piece, span.style));
            }
            if end > range.end {
                break;
            }
            offset = end;
            current = left.next();
        }
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_nothing_is_written_but_text() {
        let spans = [Span::new("a", Style::BOLD), Span::new("b", Style::ink(Ink::Red))];
        assert_eq!(line(&spans, Color::Off), "ab");
    }

    #[test]
    fn styles_are_switched_off_where_they_end() {
        let spans = [Span::plain("a "), Span::new("b", Style::BOLD), Span::plain(" c")];
        assert_eq!(line(&spans, Color::On), "a \u{1b}[1mb\u{1b}[0m c");
        let style = Style { weight: Weight::Dim, slant: Slant::Italic, ink: Ink::Cyan };
        assert_eq!(styled("x", style, Color::On), "\u{1b}[2;3;36mx\u{1b}[0m");
    }

    #[test]
    fn a_style_goes_on_in_the_next_line() {
        let spans = [Span::plain("ab "), Span::new("cd ef", Style::BOLD), Span::plain(" gh")];
        let wrapped = wrap(&spans, 7, &[Span::plain("- ")], 2);
        assert_eq!(lines(&wrapped, Color::Off), "- ab cd\n  ef gh\n");
        assert_eq!(lines(&wrapped, Color::On), "- ab \u{1b}[1mcd\u{1b}[0m\n  \u{1b}[1mef\u{1b}[0m gh\n");
    }
}
