//! JSON as it is written: indented, and nothing in it that could control a terminal.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::sanitize;

/// A document, ending in a newline.
pub(super) fn written(document: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Strings, numbers and maps with text keys: nothing that JSON can't hold.
    match write(document, &mut bytes) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Writes a document, ending in a newline, while it is made.
pub(super) fn write(document: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let mut harmless = Harmless { to: BufWriter::with_capacity(1 << 16, to) };
    serde_json::to_writer_pretty(&mut harmless, document)?;
    harmless.to.write_all(b"\n")?;
    harmless.to.flush()
}

/// What would control a terminal stands in strings only, and means the same escaped.
struct Harmless<W: Write> {
    to: W,
}

impl<W: Write> Write for Harmless<W> {
    /// Takes whole characters, as what makes JSON hands them on.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(bytes).map_err(io::Error::other)?;
        let mut kept = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| c != '\n' && !sanitize::is_harmless(c)) {
            self.to.write_all(&bytes[kept..at])?;
            kept = at + c.len_utf8();
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.to, "\\u{unit:04x}")?;
            }
        }
        self.to.write_all(&bytes[kept..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_comes_back_and_nothing_in_it_controls_a_terminal(text: String, of: char) {
            let document = [format!("{text}\u{9b}{of}\u{202e}\u{e0001}\"\\\n")];
            let written = written(&document);
            prop_assert!(written.chars().all(|c| c == '\n' || sanitize::is_harmless(c)), "{written}");
            prop_assert_eq!(serde_json::from_str::<[String; 1]>(&written).unwrap(), document);
        }
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let mut none: &mut [u8] = &mut [];
        assert!(write(&"text", &mut none).is_err());
    }
}
