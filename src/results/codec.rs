//! Rows to bytes and bytes to rows, in the order of the file's own header and with its own line ending.

use std::fmt;

use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};

use crate::session::Rows;

use super::cell::guard;
use super::row::{COLUMNS, is_text};

/// The header of a results file: where each of our columns is, and how its lines end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
    ending: Ending,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Lf,
    CrLf,
}

/// Why a file's first line is no header that we can append to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderProblem {
    /// It is no header of results at all.
    Foreign,
    /// It has no newline at its end.
    Unfinished,
    /// It is longer than [`Header::LOOK`].
    Long,
    /// Cells are parted by `;`.
    Semicolons,
    /// Columns of ours that it lacks.
    Lacks(Vec<&'static str>),
    /// A column of ours stands there twice.
    Twice(&'static str),
    /// It is not UTF-8.
    Encoding,
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str("its first line is no header of results"),
            Self::Unfinished => f.write_str("its header has no newline at its end"),
            Self::Long => f.write_str("its header is longer than 64 KiB, expected at most 64 KiB"),
            Self::Semicolons => f.write_str("its cells are parted by `;`, and results are parted by `,`"),
            Self::Lacks(columns) => {
                let s = if columns.len() == 1 { "" } else { "s" };
                write!(f, "its header lacks the column{s} `{}`", columns.join("`, `"))
            }
            Self::Twice(column) => write!(f, "its header has the column `{column}` twice"),
            Self::Encoding => f.write_str("its header is not UTF-8"),
        }
    }
}

impl Header {
    /// How many bytes of a file are looked at for its header.
    pub const LOOK: u64 = 64 * 1024;

    /// Our own: all columns in the contract's order, LF.
    pub fn ours() -> Self {
        Self { names: COLUMNS.map(str::to_owned).to_vec(), ending: Ending::Lf }
    }

    /// Reads the first line of a file (any further bytes are not looked at).
    pub fn read(bytes: &[u8]) -> Result<Self, HeaderProblem> {
        let looked_far = bytes.len() as u64 >= Self::LOOK;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut record = ByteRecord::new();
        let read = reader.read_byte_record(&mut record);
        if !matches!(read, Ok(true)) {
            return Err(HeaderProblem::Foreign);
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(bytes.len()).min(bytes.len());
        // The reader takes CR for the end and the LF behind it for the start of the next line.
        let behind = usize::from(bytes[..end].ends_with(b"\r") && bytes[end..].starts_with(b"\n"));
        let line = &bytes[..end + behind];
        let Ok(names) = record.iter().map(str::from_utf8).collect::<Result<Vec<_>, _>>() else {
            return Err(HeaderProblem::Encoding);
        };
        if let [only] = names[..]
            && only.split(';').filter(|name| COLUMNS.contains(&name.trim_matches('"'))).count() > 1
        {
            return Err(HeaderProblem::Semicolons);
        }
        let missing: Vec<&'static str> =
            COLUMNS.into_iter().filter(|column| !names.contains(column)).collect();
        if missing.len() > COLUMNS.len() / 2 {
            return Err(HeaderProblem::Foreign);
        }
        // Where the look ends before the line does, nothing is known of the columns behind it.
        if looked_far && end == bytes.len() && !line.ends_with(b"\n") {
            return Err(HeaderProblem::Long);
        }
        if !missing.is_empty() {
            return Err(HeaderProblem::Lacks(missing));
        }
        let twice = |column: &&str| names.iter().filter(|name| *name == column).count() > 1;
        if let Some(column) = COLUMNS.into_iter().find(twice) {
            return Err(HeaderProblem::Twice(column));
        }
        if !line.ends_with(b"\n") {
            return Err(HeaderProblem::Unfinished);
        }
        let ending = if line.ends_with(b"\r\n") { Ending::CrLf } else { Ending::Lf };
        Ok(Self { names: names.into_iter().map(str::to_owned).collect(), ending })
    }

    /// The header as bytes, its line ending included.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(self.ending, std::iter::once(self.names.iter().map(String::as_str)))
    }

    /// Where a column stands.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }

    /// Rows as bytes: cells in the order of this header, columns that are not ours empty.
    pub fn encode(&self, rows: &Rows) -> Vec<u8> {
        let from: Vec<Option<usize>> =
            self.names.iter().map(|name| rows.columns.iter().position(|column| column == name)).collect();
        let cells = |row: &Vec<String>| -> Vec<String> {
            let cell = |(name, place): (&String, &Option<usize>)| {
                let text = place.and_then(|place| row.get(place)).map_or("", String::as_str);
                if is_text(name) { guard(text).into_owned() } else { text.to_owned() }
            };
            self.names.iter().zip(&from).map(cell).collect()
        };
        write(self.ending, rows.rows.iter().map(cells))
    }
}

fn write<R, C>(ending: Ending, records: impl Iterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let terminator = match ending {
        Ending::Lf => Terminator::Any(b'\n'),
        Ending::CrLf => Terminator::CRLF,
    };
    let mut writer = WriterBuilder::new().terminator(terminator).flexible(true).from_writer(Vec::new());
    for record in records {
        // Writing into memory cannot fail: records may have any length, and a `Vec` takes all bytes.
        let _ = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let cells = COLUMNS.map(|column| format!("{column} \"x\",\n=1"));
        Rows { columns: COLUMNS.map(str::to_owned).to_vec(), rows: vec![cells.to_vec()] }
    }

    #[test]
    fn our_header_reads_back() {
        let bytes = Header::ours().to_bytes();
        assert_eq!(Header::read(&bytes), Ok(Header::ours()));
    }

    #[test]
    fn another_order_and_line_ending_are_kept() {
        let mut names = COLUMNS.to_vec();
        names.reverse();
        names.insert(3, "remark");
        let line = format!("{}\r\n", names.join(","));
        let header = Header::read(line.as_bytes()).unwrap();
        let bytes = header.encode(&rows());
        assert!(bytes.ends_with(b"\r\n"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[3], "");
        assert_eq!(&record[names.len() - 1], "attempt_id \"x\",\n=1");
    }

    #[test]
    fn foreign_headers_are_refused_by_what_is_wrong() {
        let lacking = COLUMNS.join(",").replace(",seconds", "") + "\n";
        assert_eq!(Header::read(lacking.as_bytes()), Err(HeaderProblem::Lacks(vec!["seconds"])));
        let semicolons = COLUMNS.join(";") + "\n";
        assert_eq!(Header::read(semicolons.as_bytes()), Err(HeaderProblem::Semicolons));
        assert_eq!(Header::read(b"name,phone\nx,y\n"), Err(HeaderProblem::Foreign));
        assert_eq!(Header::read(b""), Err(HeaderProblem::Foreign));
        assert_eq!(Header::read(COLUMNS.join(",").as_bytes()), Err(HeaderProblem::Unfinished));
        let twice = COLUMNS.join(",") + ",topic\n";
        assert_eq!(Header::read(twice.as_bytes()), Err(HeaderProblem::Twice("topic")));
        assert_eq!(Header::read(b"\xff\xfe,a\n"), Err(HeaderProblem::Encoding));
        let look = usize::try_from(Header::LOOK).unwrap();
        let long = format!("{},{}\n", COLUMNS.join(","), "x".repeat(look));
        assert_eq!(Header::read(&long.as_bytes()[..look]), Err(HeaderProblem::Long));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_header_reader_panic(bytes: Vec<u8>) {
            let _ = Header::read(&bytes);
        }
    }
}
