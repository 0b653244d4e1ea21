//! One pass over a results file before rows are added: how many rows an attempt has, how the file ends, and where its
//! last runs of rows begin.

use std::io::{self, Read, Seek, SeekFrom};

use csv::{ByteRecord, ReaderBuilder};

use super::codec::Header;

/// What one pass over the results tells. Places are bytes from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Bytes in all.
    pub length: u64,
    /// Where the header ends.
    pub header_end: u64,
    /// Whether the last row ends in a newline.
    pub ends_in_newline: bool,
    /// Rows of the attempt asked for.
    pub count: u64,
    /// Where the last run of rows of one attempt begins.
    pub run_start: u64,
    /// Whose it is, as far as it can be read.
    pub run_id: Vec<u8>,
    /// Where the run before it begins.
    pub run_before: Option<u64>,
    /// Where the last row begins.
    pub last_start: u64,
    /// The last row's line, 1-based.
    pub last_line: u64,
    /// Whether the last row has as many cells as the header, with closed quotes and without NUL bytes.
    pub last_is_whole: bool,
}

impl Survey {
    /// Reads all of a file of `length` bytes, whose header was read before.
    pub fn of(
        file: &mut (impl Read + Seek),
        length: u64,
        header: &Header,
        attempt: &str,
    ) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let id_at = header.place("attempt_id").unwrap_or(0);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 20)
            .from_reader(&mut *file);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record)?;
        let columns = record.len();
        let mut survey = Self {
            length,
            header_end: reader.position().byte(),
            ends_in_newline: true,
            count: 0,
            run_start: length,
            run_id: Vec::new(),
            run_before: None,
            last_start: length,
            last_line: 1,
            last_is_whole: true,
        };
        let mut rows = 0_u64;
        while reader.read_byte_record(&mut record)? {
            let (start, line) = record.position().map_or((0, 0), |at| (at.byte(), at.line()));
            let id = record.get(id_at).unwrap_or_default();
            survey.count += u64::from(id == attempt.as_bytes());
            if rows == 0 || id != survey.run_id.as_slice() {
                survey.run_before = (rows > 0).then_some(survey.run_start);
                survey.run_start = start;
                id.clone_into(&mut survey.run_id);
            }
            rows += 1;
            survey.last_start = start;
            survey.last_line = line;
            survey.last_is_whole = record.len() == columns;
        }
        drop(reader);
        if rows > 0 {
            survey.settle(file)?;
        }
        Ok(survey)
    }

    /// The reader takes CR for the end of a line and starts the next row at the LF behind it: moves such starts on, and
    /// looks at the last row's own bytes.
    fn settle(&mut self, file: &mut (impl Read + Seek)) -> io::Result<()> {
        self.run_start = behind_line_end(file, self.run_start)?;
        self.run_before = self.run_before.map(|start| behind_line_end(file, start)).transpose()?;
        self.last_start = behind_line_end(file, self.last_start)?;
        let last = bytes_from(file, self.last_start)?;
        self.ends_in_newline = last.ends_with(b"\n");
        let in_quotes = last.iter().filter(|&byte| *byte == b'"').fold(false, |open, _| !open);
        self.last_is_whole &= !in_quotes && !last.contains(&0);
        Ok(())
    }
}

fn behind_line_end(file: &mut (impl Read + Seek), start: u64) -> io::Result<u64> {
    file.seek(SeekFrom::Start(start))?;
    let mut at = start;
    let mut byte = [0];
    while file.read(&mut byte)? == 1 && (byte == *b"\n" || byte == *b"\r") {
        at += 1;
    }
    Ok(at)
}

/// All bytes from a place on.
pub fn bytes_from(file: &mut (impl Read + Seek), start: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::results::COLUMNS;

    fn survey(body: &str) -> Survey {
        let file = format!("{}\n{body}", COLUMNS.join(","));
        let header = Header::ours();
        Survey::of(&mut Cursor::new(&file), file.len() as u64, &header, "a").unwrap()
    }

    fn row(id: &str) -> String {
        format!("{id}{}", ",x".repeat(COLUMNS.len() - 1))
    }

    #[test]
    fn runs_of_rows_are_told_apart() {
        let header = COLUMNS.join(",").len() as u64 + 1;
        let length = row("a").len() as u64 + 1;
        let told = survey(&format!("{0}\n{0}\n{1}\n{1}\n", row("a"), row("b")));
        assert_eq!((told.count, told.run_before, told.run_start), (2, Some(header), header + 2 * length));
        assert_eq!((told.last_start, told.last_line, told.run_id), (header + 3 * length, 5, b"b".to_vec()));
        assert!(told.ends_in_newline && told.last_is_whole);
    }

    #[test]
    fn torn_last_rows_are_not_whole() {
        for torn in ["a,x", "a,\"x", &row("a").replacen('x', "\0", 1)] {
            let told = survey(&format!("{}\n{torn}", row("b")));
            assert!(!told.last_is_whole && !told.ends_in_newline, "{torn:?}");
        }
        assert!(survey(&row("a")).last_is_whole);
        assert_eq!(survey("").count, 0);
    }

    #[test]
    fn crlf_belongs_to_the_row_before_it() {
        let told = survey(&format!("{}\r\n{}\r\n", row("b"), row("a")));
        let header = COLUMNS.join(",").len() as u64 + 1;
        assert_eq!(told.run_start, header + row("b").len() as u64 + 2);
    }
}
