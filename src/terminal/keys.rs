//! Bytes of a terminal → keys. Pure: knows neither a terminal nor what a prompt does with a key.
//!
//! What it guarantees: nothing of a bracketed paste comes out as anything but [`Key::Pasted`] characters, its newlines and tabs; a
//! lone Esc is told from the beginning of a sequence by the time that follows it; no control character, C1 control or
//! bidirectional override comes out as text; any bytes are accepted.

/// A key as the person meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A character that was typed.
    Char(char),
    /// A character that was pasted; never a newline.
    Pasted(char),
    /// The end of a pasted line.
    PastedNewline,
    /// A tab that was pasted.
    PastedTab,
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Esc alone.
    Esc,
    /// Ctrl-C.
    Interrupt,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Takes the whole line away.
    Clear,
    /// The next line.
    Down,
    /// The line before.
    Up,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// The beginning.
    Home,
    /// The end.
    End,
    /// A page back.
    PageUp,
    /// A page on.
    PageDown,
}

/// How long a lone Esc waits for the rest of a sequence, milliseconds.
pub(super) const ESC_WAIT_MS: u64 = 50;
/// How long any other unfinished sequence waits for its end, milliseconds.
pub(super) const SEQUENCE_WAIT_MS: u64 = 1_000;
/// How long a paste waits for more, milliseconds: a line may stall, and the rest of a paste is never to be taken for keys.
pub(super) const PASTE_WAIT_MS: u64 = 10_000;
/// How long a terminal's string waits for more, milliseconds: it comes in one piece, and what begins like one may be an Alt key.
pub(super) const STRING_WAIT_MS: u64 = 200;
/// How many bytes follow the old form of a mouse report: button, column, row.
const MOUSE_BYTES: u8 = 3;
/// The longest sequence of which the parameters are read; of a longer one only the end is looked for.
const LONGEST_SEQUENCE: usize = 32;

const ESC: u8 = 0x1b;

/// Turns bytes into keys, however they are cut into pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoder {
    state: State,
    pasting: bool,
    /// A carriage return was the last of a paste: a line feed after it is the same line's end.
    pasted_return: bool,
    /// The bytes of an unfinished character.
    partial: Vec<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Esc was read; `again` if twice (some terminals send Alt with an arrow so).
    Escape { again: bool },
    /// `Esc O` was read.
    Ss3,
    /// `Esc [` was read, and these parameters.
    Csi(Vec<u8>),
    /// `Esc [ M` was read: so many characters of a mouse report are still to come; `inside` one of two bytes.
    Mouse { left: u8, inside: bool },
    /// `Esc ]`, `Esc P` and the like were read: a terminal says something (its colours, its name) until BEL or `Esc \\`.
    Said { escape: bool },
}

impl Decoder {
    /// Takes what was read and appends the keys that are complete.
    pub(super) fn read(&mut self, bytes: &[u8], keys: &mut Vec<Key>) {
        for &byte in bytes {
            self.take(byte, keys);
        }
    }

    /// How long to wait for more before [`Decoder::give_up`] is due; `None` if nothing is pending.
    pub(super) fn patience_ms(&self) -> Option<u64> {
        match self.state {
            State::Ground
            | State::Escape { .. }
            | State::Ss3
            | State::Csi(_)
            | State::Mouse { .. }
            | State::Said { .. }
                if self.pasting =>
            {
                Some(PASTE_WAIT_MS)
            }
            State::Ground => None,
            State::Escape { .. } => Some(ESC_WAIT_MS),
            State::Said { .. } => Some(STRING_WAIT_MS),
            State::Ss3 | State::Csi(_) | State::Mouse { .. } => Some(SEQUENCE_WAIT_MS),
        }
    }

    /// Nothing more came: a lone Esc is the Esc key, any other beginning is dropped, and a paste without an end has ended.
    pub(super) fn give_up(&mut self, keys: &mut Vec<Key>) {
        if let State::Escape { .. } = std::mem::take(&mut self.state)
            && !self.pasting
        {
            keys.push(Key::Esc);
        }
        self.close_paste();
    }

    fn close_paste(&mut self) {
        self.pasting = false;
        self.pasted_return = false;
    }

    fn take(&mut self, byte: u8, keys: &mut Vec<Key>) {
        match std::mem::take(&mut self.state) {
            State::Ground if byte == ESC => {
                self.partial.clear();
                self.state = State::Escape { again: false };
            }
            State::Ground => self.ground(byte, keys),
            State::Escape { again } => match byte {
                b'[' => self.state = State::Csi(Vec::new()),
                b'O' if !self.pasting => self.state = State::Ss3,
                ESC if !again && !self.pasting => self.state = State::Escape { again: true },
                ESC => self.state = State::Escape { again: false },
                b']' | b'P' | b'_' | b'^' | b'X' if !self.pasting => {
                    self.state = State::Said { escape: false }
                }
                // An Alt key is no Esc; in a paste the escape is dropped and the rest is text.
                _ if self.pasting => self.ground(byte, keys),
                _ => {}
            },
            // The keypad's Enter, where a program before this one left the keypad so.
            State::Ss3 if byte == b'M' => keys.push(Key::Enter),
            State::Ss3 => keys.extend(final_key(byte, 0)),
            State::Mouse { left, inside } if byte >= b' ' => {
                // Some terminals write places beyond 95 as characters of two bytes.
                let continues = inside && (0x80..0xc0).contains(&byte);
                if left == 0 && !continues {
                    return self.take(byte, keys);
                }
                let left = if continues { left } else { left - 1 };
                let inside = !continues && (0xc2..0xe0).contains(&byte);
                if left > 0 || inside {
                    self.state = State::Mouse { left, inside };
                }
            }
            State::Said { escape: true } if byte == b'\\' => {}
            State::Said { .. } if byte == 0x07 => {}
            State::Said { .. } if byte == ESC => self.state = State::Said { escape: true },
            State::Said { .. } if byte >= b' ' => self.state = State::Said { escape: false },
            // A broken report; the key counts by itself.
            State::Mouse { .. } | State::Said { .. } => self.take(byte, keys),
            State::Csi(mut parameters) => match byte {
                b'[' if parameters.is_empty() => self.state = State::Csi(vec![b'[']),
                b'M' if parameters.is_empty() && !self.pasting => {
                    self.state = State::Mouse { left: MOUSE_BYTES, inside: false };
                }
                0x40..=0x7e => self.sequence(&parameters, byte, keys),
                ESC => self.state = State::Escape { again: false },
                0x20..=0x3f => {
                    if parameters.len() < LONGEST_SEQUENCE {
                        parameters.push(byte);
                    }
                    self.state = State::Csi(parameters);
                }
                // A control character ends a broken sequence and counts by itself: Ctrl-C must never be swallowed.
                _ => self.ground(byte, keys),
            },
        }
    }

    fn ground(&mut self, byte: u8, keys: &mut Vec<Key>) {
        let after_return = std::mem::take(&mut self.pasted_return);
        if byte < 0x80 {
            self.partial.clear();
        }
        match byte {
            b'\r' | b'\n' if self.pasting => {
                if !(after_return && byte == b'\n') {
                    keys.push(Key::PastedNewline);
                }
                self.pasted_return = byte == b'\r';
            }
            b'\t' if self.pasting => keys.push(Key::PastedTab),
            // Whoever is stuck in a paste without an end gets out; what was pasted by mistake is left, and can be resumed.
            0x03 if self.pasting => {
                self.close_paste();
                keys.push(Key::Interrupt);
            }
            0x00..=0x1f | 0x7f if self.pasting => {}
            b'\r' | b'\n' => keys.push(Key::Enter),
            b'\t' => keys.push(Key::Tab),
            0x03 => keys.push(Key::Interrupt),
            0x01 => keys.push(Key::Home),
            0x02 => keys.push(Key::Left),
            0x05 => keys.push(Key::End),
            0x06 => keys.push(Key::Right),
            0x0e => keys.push(Key::Down),
            0x10 => keys.push(Key::Up),
            0x15 => keys.push(Key::Clear),
            0x08 | 0x7f => keys.push(Key::Backspace),
            0x00..=0x1f => {}
            0x20..=0x7e => keys.push(self.text(char::from(byte))),
            0x80.. => self.part_of_character(byte, keys),
        }
    }

    fn part_of_character(&mut self, byte: u8, keys: &mut Vec<Key>) {
        // The controls of one byte, where a terminal writes them so.
        let control = match byte {
            0x8f => Some(State::Ss3),
            0x90 | 0x98 | 0x9d | 0x9e | 0x9f => Some(State::Said { escape: false }),
            0x9b => Some(State::Csi(Vec::new())),
            _ => None,
        };
        if let (Some(state), true, false) = (control, self.partial.is_empty(), self.pasting) {
            self.state = state;
            return;
        }
        self.partial.push(byte);
        match std::str::from_utf8(&self.partial) {
            Ok(text) => {
                let complete = text.chars().next().filter(|&character| is_text(character));
                self.partial.clear();
                keys.extend(complete.map(|character| self.text(character)));
            }
            // Not yet complete: wait for the rest.
            Err(error) if error.error_len().is_none() => {}
            // Broken: drop it, but let the byte that broke it begin another.
            Err(_) if self.partial.len() > 1 => {
                self.partial.clear();
                self.part_of_character(byte, keys);
            }
            Err(_) => self.partial.clear(),
        }
    }

    fn text(&self, character: char) -> Key {
        if self.pasting { Key::Pasted(character) } else { Key::Char(character) }
    }

    fn sequence(&mut self, parameters: &[u8], last: u8, keys: &mut Vec<Key>) {
        let Some(numbers) = numbers(parameters) else { return };
        if is_release(parameters) && !self.pasting {
            return;
        }
        let number = |place: usize| numbers.get(place).copied().unwrap_or(0);
        let first = number(0);
        let modifiers = number(1).saturating_sub(1);
        match (first, last) {
            (200, b'~') => self.pasting = true,
            (201, b'~') => self.close_paste(),
            // Inside a paste only its end counts.
            _ if self.pasting => {}
            (1 | 7, b'~') => keys.push(Key::Home),
            (3, b'~') => keys.push(Key::Delete),
            (4 | 8, b'~') => keys.push(Key::End),
            (5, b'~') => keys.push(Key::PageUp),
            (6, b'~') => keys.push(Key::PageDown),
            (27, b'~') => keys.extend(encoded_key(number(2), modifiers)),
            (code, b'u') => keys.extend(encoded_key(code, modifiers)),
            (_, last) => keys.extend(final_key(last, modifiers)),
        }
    }
}

/// The numbers of a sequence's parameters; `None` if they are anything else: a mouse's report, a terminal's answer, a key of
/// the Linux console (`Esc [ [ A`). Such a sequence names no key.
fn numbers(parameters: &[u8]) -> Option<Vec<u32>> {
    let text = std::str::from_utf8(parameters).ok()?;
    let number = |part: &str| {
        // `5:1` holds an event's kind after the colon; only the first part matters here.
        let first = part.split(':').next().unwrap_or_default();
        if first.is_empty() { Some(0) } else { first.parse().ok() }
    };
    text.split(';').map(number).collect()
}

/// Whether the newer encoding says that a key was let go: `1:3` as its second parameter.
fn is_release(parameters: &[u8]) -> bool {
    let second = parameters.split(|&byte| byte == b';').nth(1).unwrap_or_default();
    second.split(|&byte| byte == b':').nth(1) == Some(b"3")
}

/// The keys that a sequence names by its last letter.
fn final_key(last: u8, modifiers: u32) -> Option<Key> {
    let wordwise = modifiers & CTRL != 0;
    match last {
        b'A' if modifiers == 0 => Some(Key::Up),
        b'B' if modifiers == 0 => Some(Key::Down),
        b'C' if wordwise => Some(Key::WordRight),
        b'D' if wordwise => Some(Key::WordLeft),
        b'C' if modifiers == 0 => Some(Key::Right),
        b'D' if modifiers == 0 => Some(Key::Left),
        b'F' => Some(Key::End),
        b'H' => Some(Key::Home),
        _ => None,
    }
}

const ALT: u32 = 2;
const CTRL: u32 = 4;

/// Keys of a terminal on which another program left a newer key encoding switched on (`CSI 99;5u`, `CSI 27;5;99~`).
fn encoded_key(code: u32, modifiers: u32) -> Option<Key> {
    match code {
        _ if modifiers & ALT != 0 => None,
        99 if modifiers & CTRL != 0 => Some(Key::Interrupt),
        _ if modifiers & CTRL != 0 => None,
        13 => Some(Key::Enter),
        27 => Some(Key::Esc),
        127 => Some(Key::Backspace),
        code => char::from_u32(code).filter(|&character| is_text(character)).map(Key::Char),
    }
}

/// Whether a character may stand in a typed line: no controls, no bidirectional overrides or isolates.
fn is_text(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
