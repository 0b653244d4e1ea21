//! What a key means to the prompt that is open: keys → what is typed into inquire. Pure.
//!
//! It keeps a picture of the prompt (where the highlight is, how long the line is) to know what a key would do before it does it.

use super::keys::Key;
use super::tabs;

/// One thing typed into the prompt; never cut in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feed {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// The character that it adds at the end of a line, if that is all it does.
    pub(super) appends: Option<char>,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// This is typed into the prompt; may be nothing.
    Type(Vec<Feed>),
    /// The prompt ends with what it holds.
    Submit,
    /// The prompt does not take it: a bell.
    Refuse,
}

/// The longest line that can be typed, characters. Every key redraws the line: the bound keeps a paste from outrunning the clock.
pub(super) const LONGEST_LINE: usize = 2_000;

/// What the tab key types in a line of code.
const TAB: &str = "    ";

/// Submits.
pub(super) const ENTER: &[u8] = b"\r";
/// Ends a prompt without an answer (Ctrl-G: unlike an Esc it is never the beginning of something else, unlike Ctrl-C it clears the
/// list away).
pub(super) const CANCEL: &[u8] = b"\x07";

const UP: &[u8] = b"\x1b[A";
const DOWN: &[u8] = b"\x1b[B";
const PAGE_UP: &[u8] = b"\x1b[5~";
const PAGE_DOWN: &[u8] = b"\x1b[6~";
const BACKSPACE: &[u8] = b"\x7f";
const END: &[u8] = b"\x1b[F";

/// The prompt that is open.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// A line of text.
    Line(Line),
    /// One of a list.
    Choose(List),
    /// Several of a list.
    Tick(List),
    /// Yes or no.
    Confirm {
        /// A letter stands there.
        answered: bool,
    },
}

impl Field {
    /// What the key does.
    pub(super) fn press(&mut self, key: Key) -> Effect {
        match self {
            Self::Line(line) => line.press(key),
            Self::Choose(list) if key == Key::Enter && !list.is_open(list.cursor) => Effect::Refuse,
            Self::Choose(_) | Self::Tick(_) if key == Key::Enter => Effect::Submit,
            Self::Choose(list) => list.press(key, Letter::Moves),
            Self::Tick(list) => list.press(key, Letter::Toggles),
            Self::Confirm { answered } => {
                let letter: &[u8] = match key {
                    Key::Enter => return Effect::Submit,
                    Key::Char('y' | 'Y') => b"y",
                    Key::Char('n' | 'N') => b"n",
                    Key::Char(_) => return Effect::Refuse,
                    Key::Backspace => b"",
                    Key::Pasted(_)
                    | Key::PastedNewline
                    | Key::PastedTab
                    | Key::Tab
                    | Key::Esc
                    | Key::Interrupt
                    | Key::Clear
                    | Key::Delete
                    | Key::Down
                    | Key::Up
                    | Key::Left
                    | Key::Right
                    | Key::WordLeft
                    | Key::WordRight
                    | Key::Home
                    | Key::End
                    | Key::PageUp
                    | Key::PageDown => return nothing(),
                };
                let replaced = if std::mem::replace(answered, !letter.is_empty()) { BACKSPACE } else { b"" };
                let typed = [replaced, letter].concat();
                if typed.is_empty() { nothing() } else { Effect::Type(vec![control(&typed)]) }
            }
        }
    }

    /// Whether what stands there can be submitted by the clock: a line and ticks; a highlighted option is not a choice.
    pub(super) fn holds_a_draft(&self) -> bool {
        match self {
            Self::Line(_) | Self::Tick(_) => true,
            Self::Choose(_) | Self::Confirm { .. } => false,
        }
    }

    /// Whether more was typed or pasted than a line holds.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Line(line) => line.cut,
            Self::Choose(_) | Self::Tick(_) | Self::Confirm { .. } => false,
        }
    }

    /// Whether it is a list.
    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::Choose(_) | Self::Tick(_) => true,
            Self::Line(_) | Self::Confirm { .. } => false,
        }
    }

    /// Where the highlight of a list is.
    pub(super) fn cursor(&self) -> usize {
        match self {
            Self::Choose(list) | Self::Tick(list) => list.cursor,
            Self::Line(_) | Self::Confirm { .. } => 0,
        }
    }

    /// Whether it is a line of a text of several.
    pub(super) fn is_of_many(&self) -> bool {
        match self {
            Self::Line(line) => line.of_many,
            Self::Choose(_) | Self::Tick(_) | Self::Confirm { .. } => false,
        }
    }

    /// Whether keys typed before it is drawn are dropped; a line keeps them.
    pub(super) fn is_choice(&self) -> bool {
        match self {
            Self::Line(_) => false,
            Self::Choose(_) | Self::Tick(_) | Self::Confirm { .. } => true,
        }
    }
}

/// A line of text, of which the length is known and whether the cursor is at its end.
#[derive(Clone, Debug)]
pub(super) struct Line {
    length: usize,
    at_end: bool,
    /// More came than it can hold.
    cut: bool,
    /// It is one of several: a newline of a paste ends it.
    of_many: bool,
}

impl Line {
    /// A line in which `draft` stands.
    pub(super) fn new(draft: &str) -> Self {
        Self { length: draft.chars().count(), at_end: true, cut: false, of_many: false }
    }

    /// A line of a text of several.
    pub(super) fn of_many(draft: &str) -> Self {
        Self { of_many: true, ..Self::new(draft) }
    }

    /// Characters, if there is room for them.
    fn text(&mut self, text: &str) -> Effect {
        let count = text.chars().count();
        if self.length + count > LONGEST_LINE {
            self.cut = true;
            return Effect::Refuse;
        }
        self.length += count;
        let feed = |character: char| Feed {
            bytes: character.to_string().into_bytes(),
            appends: self.at_end.then_some(character),
        };
        Effect::Type(text.chars().map(feed).collect())
    }

    fn press(&mut self, key: Key) -> Effect {
        let bytes: &[u8] = match key {
            Key::Enter => return Effect::Submit,
            Key::Char(character) | Key::Pasted(character) => {
                return self.text(character.encode_utf8(&mut [0; 4]));
            }
            Key::PastedNewline if self.of_many => return Effect::Submit,
            Key::PastedTab if self.of_many => return self.text(tabs::SIGN),
            Key::Tab if self.of_many => return self.text(TAB),
            Key::PastedNewline | Key::PastedTab => return self.text(" "),
            Key::Clear => {
                let length = std::mem::take(&mut self.length);
                self.at_end = true;
                let backspaces = std::iter::repeat_n(BACKSPACE, length);
                return Effect::Type(std::iter::once(END).chain(backspaces).map(control).collect());
            }
            Key::Backspace => {
                self.length = self.length.saturating_sub(1);
                BACKSPACE
            }
            Key::Delete => {
                self.length = self.length.saturating_sub(1);
                b"\x1b[3~"
            }
            Key::Left => b"\x1b[D",
            Key::WordLeft => b"\x1b[1;5D",
            Key::Home => b"\x1b[H",
            Key::Right => b"\x1b[C",
            Key::WordRight => b"\x1b[1;5C",
            Key::End => END,
            Key::Up | Key::Down | Key::PageUp | Key::PageDown | Key::Tab | Key::Esc | Key::Interrupt => {
                return nothing();
            }
        };
        if matches!(key, Key::Left | Key::WordLeft | Key::Home) {
            self.at_end = false;
        } else if key == Key::End {
            self.at_end = true;
        }
        Effect::Type(vec![control(bytes)])
    }
}

/// What a label's letter does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Moves,
    Toggles,
}

/// A list, of which it is known where the highlight is.
#[derive(Clone, Debug)]
pub(super) struct List {
    places: Vec<Place>,
    cursor: usize,
    page: usize,
    /// The letters of a longer label typed so far.
    begun: String,
}

#[derive(Clone, Debug)]
struct Place {
    label: String,
    open: bool,
}

impl List {
    /// A list of labels and whether each can be chosen; `page` rows are shown at once. The highlight starts at `cursor` or, if that
    /// cannot be chosen, at the next that can.
    pub(super) fn new<'a>(
        places: impl IntoIterator<Item = (&'a str, bool)>,
        cursor: usize,
        page: usize,
    ) -> Self {
        let places: Vec<_> =
            places.into_iter().map(|(label, open)| Place { label: label.to_lowercase(), open }).collect();
        let cursor = cursor.min(places.len().saturating_sub(1));
        let mut list = Self { places, cursor, page: page.max(1), begun: String::new() };
        list.cursor = list.open_from(cursor).unwrap_or(cursor);
        list
    }

    fn is_open(&self, place: usize) -> bool {
        self.places.get(place).is_some_and(|place| place.open)
    }

    /// The first open place from `start` on, over the end to the beginning.
    fn open_from(&self, start: usize) -> Option<usize> {
        let count = self.places.len();
        (0..count).map(|step| (start + step) % count).find(|&place| self.is_open(place))
    }

    /// The first open place from `start` back, over the beginning to the end.
    fn open_back_from(&self, start: usize) -> Option<usize> {
        let count = self.places.len();
        (0..count).map(|step| (start + count - step) % count).find(|&place| self.is_open(place))
    }

    fn press(&mut self, key: Key, letter: Letter) -> Effect {
        let begun = std::mem::take(&mut self.begun);
        let count = self.places.len();
        let last = count.saturating_sub(1);
        let target = match key {
            Key::Down => self.open_from((self.cursor + 1) % count.max(1)),
            Key::Up => self.open_back_from(if self.cursor == 0 { last } else { self.cursor - 1 }),
            Key::PageDown => self.open_back_from((self.cursor + self.page).min(last)),
            Key::PageUp => self.open_from(self.cursor.saturating_sub(self.page)),
            Key::Home => self.open_from(0),
            Key::End => self.open_back_from(last),
            Key::Char(' ') => {
                return match letter {
                    Letter::Moves => nothing(),
                    Letter::Toggles if self.is_open(self.cursor) => Effect::Type(vec![control(b" ")]),
                    Letter::Toggles => Effect::Refuse,
                };
            }
            Key::Char(character) => return self.letter(character, &begun, letter),
            // Left and Right would untick and tick everything; what is pasted is no choice.
            Key::Left
            | Key::Right
            | Key::WordLeft
            | Key::WordRight
            | Key::Backspace
            | Key::Clear
            | Key::Delete
            | Key::Pasted(_)
            | Key::PastedNewline
            | Key::PastedTab
            | Key::Tab
            | Key::Enter
            | Key::Esc
            | Key::Interrupt => None,
        };
        Effect::Type(target.map(|target| self.go(target)).unwrap_or_default())
    }

    /// A label's letter. A letter with which a longer label can go on only moves, so that `a` is not ticked on the way to `aa`.
    fn letter(&mut self, character: char, begun: &str, letter: Letter) -> Effect {
        let mut typed: String = begun.to_owned();
        typed.extend(character.to_lowercase());
        if !self.places.iter().any(|place| place.label.starts_with(&typed)) {
            typed = character.to_lowercase().collect();
        }
        let exact = self.places.iter().position(|place| place.label == typed);
        let longer = self
            .places
            .iter()
            .any(|place| place.label.len() > typed.len() && place.label.starts_with(&typed));
        match exact {
            Some(place) if !self.is_open(place) => Effect::Refuse,
            Some(place) => {
                let mut feeds = self.go(place);
                if longer {
                    self.begun = typed;
                } else if letter == Letter::Toggles {
                    feeds.push(control(b" "));
                }
                Effect::Type(feeds)
            }
            None if longer => {
                self.begun = typed;
                nothing()
            }
            None => Effect::Refuse,
        }
    }

    /// The moves that bring the highlight to `target`, pages first.
    fn go(&mut self, target: usize) -> Vec<Feed> {
        let distance = target.abs_diff(self.cursor);
        let (page, step) = if target > self.cursor { (PAGE_DOWN, DOWN) } else { (PAGE_UP, UP) };
        self.cursor = target;
        let pages = std::iter::repeat_n(page, distance / self.page);
        let steps = std::iter::repeat_n(step, distance % self.page);
        pages.chain(steps).map(control).collect()
    }
}

fn nothing() -> Effect {
    Effect::Type(Vec::new())
}

fn control(bytes: &[u8]) -> Feed {
    Feed { bytes: bytes.to_vec(), appends: None }
}

/// What was typed before a text prompt was open, and is kept for it: text up to an Enter (which does not submit unseen). Enters in
/// front of it belonged to what came before. A line of several keeps all of it: what is pasted there comes line after line.
pub(super) fn typed_ahead(keys: &[Key], field: &Field) -> Vec<Key> {
    let text = |key: &Key| matches!(key, Key::Char(_) | Key::Pasted(_) | Key::PastedNewline | Key::PastedTab);
    let end = |key: &Key| matches!(key, Key::Enter);
    if field.is_of_many() {
        let kept =
            keys.iter().filter(|key| text(key) || end(key) || matches!(key, Key::Tab | Key::Backspace));
        return kept.copied().collect();
    }
    keys.iter()
        .copied()
        .skip_while(|key| !matches!(key, Key::Char(_) | Key::Pasted(_)))
        .take_while(|key| !end(key))
        .filter(|key| text(key) || *key == Key::Backspace)
        .take(LONGEST_LINE)
        .collect()
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
