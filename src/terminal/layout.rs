//! How a prompt lies on the screen: its choices as rows, none of them wider than that.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::field::{Field, Line, List};
use super::open::Drawn;
use super::prompter::{Ask, Choice, Want};
use super::tty::size;

/// `> ` or `  ` in front of a choice.
pub(super) const CHOOSE_PREFIX: usize = 2;
/// The same and `[x] `.
pub(super) const TICK_PREFIX: usize = 6;

/// How a prompt lies on the screen.
pub(super) struct Layout {
    /// Columns of the screen.
    pub(super) columns: usize,
    /// Choices that are seen at once.
    pub(super) page: usize,
    /// The choice at which the cursor begins.
    pub(super) cursor: usize,
}

impl Layout {
    /// With the cursor at this place where there are choices.
    pub(super) fn of(ask: &Ask<'_>, place: usize) -> Self {
        let (columns, rows) = size();
        let lines = |width: usize| width.div_ceil(columns).max(1);
        let message = lines(width(ask.message).saturating_add(3));
        let help = if ask.help.is_empty() { 0 } else { lines(width(ask.help).saturating_add(2)) };
        // A row is left for where the cursor rests.
        let page = rows.saturating_sub(message).saturating_sub(help).saturating_sub(1).max(1);
        let mut layout = Self { columns, page, cursor: place };
        layout.cursor = layout.field(ask).cursor();
        layout
    }

    /// What keys do.
    pub(super) fn field(&self, ask: &Ask<'_>) -> Field {
        let list = |choices: &[Choice<'_>]| {
            List::new(choices.iter().map(|choice| (choice.label, choice.open)), self.cursor, self.page)
        };
        match ask.want {
            Want::Choose { choices, .. } => Field::Choose(list(choices)),
            Want::Tick { choices, .. } => Field::Tick(list(choices)),
            Want::Line { draft } => Field::Line(Line::new(draft)),
            Want::LineOfMany { draft } => Field::Line(Line::of_many(draft)),
            Want::Confirm { .. } => Field::Confirm { answered: false },
        }
    }

    /// The choices as rows, none of them wider than the screen.
    pub(super) fn rows(&self, choices: &[Choice<'_>], prefix: usize, drawn: &Drawn) -> Vec<Row> {
        let labels = choices.iter().map(|choice| width(choice.label)).max().unwrap_or(0);
        let room = self.columns.saturating_sub(prefix).saturating_sub(1);
        let row = |choice: &Choice<'_>| {
            let indent = " ".repeat(labels.saturating_sub(width(choice.label)));
            let (mark, note) = if choice.open { ("", "") } else { ("- ", " (tried)") };
            let head = format!("{indent}{}) {mark}", choice.label);
            let text = cut(choice.text, room.saturating_sub(width(&head)).saturating_sub(width(note)));
            Row { label: choice.label.to_owned(), text: format!("{head}{text}{note}"), drawn: drawn.clone() }
        };
        choices.iter().map(row).collect()
    }
}

/// A choice, as inquire lists it.
pub(super) struct Row {
    /// What stands for it.
    pub(super) label: String,
    /// The whole row.
    pub(super) text: String,
    drawn: Drawn,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.drawn.ask();
        f.write_str(&self.text)
    }
}

/// Cells, measured the way inquire does where it measures more (it adds up what is joined).
pub(super) fn width(text: &str) -> usize {
    let added_up: usize = text.chars().map(|character| character.width().unwrap_or(0)).sum();
    added_up.max(text.width())
}

/// The text, or as much of it as fits with `...` at its end.
pub(super) fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 0;
    for part in text.graphemes(true) {
        taken += width(part);
        if taken > room.saturating_sub(3) {
            break;
        }
        kept.push_str(part);
    }
    kept.truncate(kept.trim_end().len());
    kept + "..."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_never_wider_than_its_room() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("a longer one", 8), "a lon...");
        assert_eq!(cut("漢字かな交じり文", 8), "漢字...");
        for room in 3..30 {
            for text in [
                "🧑‍🔬🧑‍🔬🧑‍🔬🧑‍🔬🧑‍🔬",
                "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
                "plain text of some length",
            ] {
                assert!(width(&cut(text, room)) <= room, "{text:?} in {room}");
            }
        }
    }
}
