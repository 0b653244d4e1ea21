//! Tables of figures as CSV: texts guarded against spreadsheets, numbers as they are.

use std::io::{self, Write};

use csv::{Writer, WriterBuilder};

use super::cell::guard;

/// A sheet that is written line by line.
pub struct Sheet<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// A sheet with this header.
    pub fn new(to: W, header: &[&str]) -> io::Result<Self> {
        let mut writer = WriterBuilder::new().buffer_capacity(1 << 16).from_writer(to);
        writer.write_record(header).map_err(of_csv)?;
        Ok(Self { writer })
    }

    /// A line: texts, then numbers.
    pub fn line<'a>(
        &mut self,
        texts: impl IntoIterator<Item = &'a str>,
        numbers: impl IntoIterator<Item = &'a str>,
    ) -> io::Result<()> {
        for text in texts {
            self.writer.write_field(guard(text).as_bytes()).map_err(of_csv)?;
        }
        for number in numbers {
            self.writer.write_field(number).map_err(of_csv)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(of_csv)
    }

    /// Everything must be out before this is over.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A text as one of several cells of a line: guarded, and in quotes where it needs them.
pub fn text_cell(text: &str) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().buffer_capacity(text.len() + 8).from_writer(Vec::new());
    // A cell alone in its line has quotes where it is empty, and only the end of its line closes those that it needs.
    writer.write_record([guard(text).as_bytes(), b""]).map_err(of_csv)?;
    let mut line = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    line.truncate(line.len().saturating_sub(b",\n".len()));
    Ok(line)
}

/// What went wrong with the writing itself, as it was: a reader that went away is told from a full disk.
fn of_csv(error: csv::Error) -> io::Error {
    let text = error.to_string();
    if let csv::ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other(text) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cell_by_itself_is_what_it_is_in_a_line(text in prop_oneof![".{0,12}", "[a,\"\r\n=' ]{0,8}"]) {
            let mut line = Vec::new();
            let mut sheet = Sheet::new(&mut line, &["a", "b", "c"]).unwrap();
            sheet.line(["x", &text], ["1"]).unwrap();
            sheet.finish().unwrap();
            let made = [b"a,b,c\nx,", &text_cell(&text).unwrap()[..], b",1\n"].concat();
            prop_assert_eq!(made, line);
        }
    }
}
