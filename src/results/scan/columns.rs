//! Which columns a file has, and where: found by name, in any order, with others among them.

use std::fmt;

use super::super::row::COLUMNS;
use super::records::{Records, Stop};
use super::repeats::{Part, Repeats};

/// The columns that a whole attempt has in common.
pub const HEAD: [&str; 11] = [
    "attempt_id",
    "candidate",
    "candidate_id",
    "exam_id",
    "exam_digest",
    "key_digest",
    "mode",
    "status",
    "started_at",
    "finished_at",
    "ladder",
];

/// The columns that each question has of its own, as far as they are counted.
pub const BODY: [&str; 8] =
    ["question_id", "topic", "level", "kind", "outcome", "points", "max_points", "seconds"];

/// The place of `seconds` among these.
pub const SECONDS: usize = 7;

/// The columns that must be there.
pub const REQUIRED: [&str; 9] = [
    "attempt_id",
    "candidate",
    "exam_id",
    "started_at",
    "question_id",
    "topic",
    "outcome",
    "points",
    "max_points",
];

/// The byte order mark that some programs put first.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Where a file has its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// All names, in the file's order.
    pub names: Vec<String>,
    /// For each of [`HEAD`], its place.
    pub head: [Option<usize>; HEAD.len()],
    /// For each of [`BODY`], its place.
    pub body: [Option<usize>; BODY.len()],
    /// How many of the first columns belong to the head: equal bytes there are equal cells.
    pub lead: usize,
    /// Where the first row begins, in bytes.
    pub end: u64,
}

/// Why a file is no results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnsProblem {
    /// Nothing is in it.
    Empty,
    /// It begins with more than this many bytes without the end of a line.
    Endless(usize),
    /// Its first line is not UTF-8.
    Encoding,
    /// Cells are parted by this.
    Parted(char),
    /// Required columns that it lacks.
    Lacks(Vec<&'static str>),
    /// A column of ours stands there twice.
    Twice(&'static str),
}

impl fmt::Display for ColumnsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty, and results begin with a header"),
            Self::Endless(bytes) => write!(f, "its first line does not end within {bytes} bytes"),
            Self::Encoding => f.write_str("its first line is not UTF-8"),
            Self::Parted(by) => {
                let by = if *by == '\t' { "a tab".to_owned() } else { format!("`{by}`") };
                write!(f, "its cells are parted by {by}, and results are parted by `,`")
            }
            Self::Lacks(columns) => {
                let s = if columns.len() == 1 { "" } else { "s" };
                write!(f, "it lacks the column{s} `{}`", columns.join("`, `"))
            }
            Self::Twice(column) => write!(f, "it has the column `{column}` twice"),
        }
    }
}

impl Columns {
    /// How many bytes a first line may have.
    pub const LONGEST: usize = 1 << 20;

    /// Reads the columns from a file's first bytes; `all` tells that there are no more.
    pub fn read(bytes: &[u8], all: bool) -> Result<Self, ColumnsProblem> {
        let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
        let from = mark + bytes[mark..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let mut names = None;
        let stop = Records::new(0).read(bytes, from, from + 1, all, |cells, _, _| {
            names = Some((0..cells.len()).map(|i| str::from_utf8(cells.get(i)).map(str::to_owned)).collect());
        });
        let end = match stop {
            Stop::At(end) => end,
            Stop::Short(_) => return Err(ColumnsProblem::Endless(bytes.len())),
        };
        let Some(names): Option<Result<Vec<String>, _>> = names else { return Err(ColumnsProblem::Empty) };
        let Ok(names) = names else { return Err(ColumnsProblem::Encoding) };
        if let [only] = &names[..]
            && let Some(by) = parted_by(only)
        {
            return Err(ColumnsProblem::Parted(by));
        }
        let place = |column: &str| names.iter().position(|name| name == column);
        let lacks: Vec<_> = REQUIRED.into_iter().filter(|column| place(column).is_none()).collect();
        if !lacks.is_empty() {
            return Err(ColumnsProblem::Lacks(lacks));
        }
        let twice = |column: &&str| names.iter().filter(|name| *name == column).count() > 1;
        if let Some(column) = COLUMNS.into_iter().find(twice) {
            return Err(ColumnsProblem::Twice(column));
        }
        let lead = names.iter().take_while(|name| HEAD.contains(&name.as_str())).count();
        Ok(Self { head: HEAD.map(place), body: BODY.map(place), lead, end: end as u64, names })
    }

    /// What comes again and again in rows: all that is counted behind the lead but for the time, and all of the head that stands there, so
    /// that rows of one lead and one part are of one head. `None` where time stands in the midst
    /// of it, or much else around it.
    pub fn part(&self) -> Option<Part> {
        let (seconds, counted) = (self.body[SECONDS], self.body[..SECONDS].iter().chain(&self.head));
        let behind = |place: &usize| *place >= self.lead;
        let from = counted.clone().flatten().copied().filter(behind).min()?;
        let to = counted.flatten().max()? + 1;
        let is_apart = seconds.is_none_or(|place| !(from..to).contains(&place));
        let around = (from - self.lead).max(self.count() - to);
        (is_apart && around <= Repeats::MOST_AROUND).then_some(Part { count: self.count(), from, to })
    }

    /// How many cells a row has.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

/// What else than a comma the columns of a header in one cell are parted by.
fn parted_by(cell: &str) -> Option<char> {
    [';', '\t', '|'].into_iter().find(|&by| {
        cell.split(by).filter(|name| COLUMNS.contains(&name.trim().trim_matches('"'))).count() > 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Columns, ColumnsProblem> {
        Columns::read(text.as_bytes(), true)
    }

    #[test]
    fn columns_are_found_in_any_order_with_others_among_them() {
        let mut names = REQUIRED.to_vec();
        names.reverse();
        names.insert(2, "remark");
        let text = format!("\u{feff}{}\r\nx", names.join(","));
        let columns = read(&text).unwrap();
        assert_eq!((columns.count(), columns.lead, columns.end), (10, 0, text.len() as u64 - 1));
        assert_eq!(columns.head[0], Some(9));
        assert_eq!(columns.body[6], Some(0));
        assert_eq!(columns.body[2], None);
        let ours = read(&(COLUMNS.join(",") + "\n")).unwrap();
        assert_eq!((ours.lead, ours.head[10]), (10, Some(15)));
    }

    #[test]
    fn a_part_has_all_that_counts_behind_the_lead_but_the_time() {
        let part = |more: &str| read(&(REQUIRED.join(",") + more)).unwrap().part();
        let whole = |count, to| Some(Part { count, from: 4, to });
        assert_eq!(part(""), whole(9, 9));
        assert_eq!(part(",seconds,grader"), whole(11, 9));
        assert_eq!(part(",a,b,c,seconds"), whole(13, 9));
        // Too many behind it.
        assert_eq!(part(",a,b,c,d,seconds"), None);
        // What is of the head and stands behind the lead is in it, and the time must not be.
        assert_eq!(part(",ladder"), whole(10, 10));
        assert_eq!(part(",seconds,ladder"), None);
        let all = read(&COLUMNS.join(",")).unwrap();
        assert_eq!((all.lead, all.part()), (10, Some(Part { count: 22, from: 11, to: 20 })));
        for columns in [read(&REQUIRED.join(",")).unwrap(), all] {
            assert!(columns.part().is_some_and(|part| part.fits_behind(columns.lead)));
        }
    }

    #[test]
    fn a_header_that_is_none_is_refused_by_what_is_wrong() {
        let required = REQUIRED.join(",");
        assert_eq!(read(""), Err(ColumnsProblem::Empty));
        assert_eq!(read("\n\r\n"), Err(ColumnsProblem::Empty));
        assert_eq!(read(&REQUIRED.join(";")), Err(ColumnsProblem::Parted(';')));
        assert_eq!(read(&REQUIRED.join("\t")), Err(ColumnsProblem::Parted('\t')));
        assert_eq!(read(&required.replace(",points", "")), Err(ColumnsProblem::Lacks(vec!["points"])));
        assert_eq!(read(&format!("{required},topic\n")), Err(ColumnsProblem::Twice("topic")));
        assert_eq!(Columns::read(b"a\xff,b\n", true), Err(ColumnsProblem::Encoding));
        assert_eq!(Columns::read(required.as_bytes(), false), Err(ColumnsProblem::Endless(required.len())));
        assert!(read(&required).is_ok());
        let quoted = format!("\"{}\"\n", REQUIRED.join("\",\""));
        assert!(read(&quoted).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, all: bool) {
            let _ = Columns::read(&bytes, all);
        }
    }
}
