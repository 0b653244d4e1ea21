//! Rows as they stand, judged by nobody: whose each is and where, so that a person's can be told from all others' even in a file
//! that no report would take.

use std::io;
use std::ops::Range;

use super::super::cell::unguard;
use super::super::name::composed;
use super::super::row::is_text;
use super::bytes::ReadAt;
use super::columns::Columns;
use super::records::Records;
use super::steps::in_steps;

/// One row, its cells without the guard against spreadsheets; what the file has no column for is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainRow {
    /// Its bytes in the file, without its newline; a carriage return before that, or all that ends a row with quotes, is in it.
    pub place: Range<u64>,
    /// Whether it has as many cells as the header.
    pub is_whole: bool,
    /// Which attempt.
    pub attempt_id: String,
    /// Who, composed.
    pub candidate: String,
    /// What tells namesakes apart, composed.
    pub candidate_id: String,
    /// Which exam.
    pub exam_id: String,
    /// From which command.
    pub mode: String,
    /// How it ended.
    pub status: String,
    /// When it began.
    pub started_at: String,
    /// What became of the question.
    pub outcome: String,
    /// What it earned.
    pub points: String,
    /// What it is worth.
    pub max_points: String,
}

/// Reads all rows of a file, in its order.
pub fn plain_rows(bytes: &dyn ReadAt, columns: &Columns, mut each: impl FnMut(PlainRow)) -> io::Result<()> {
    let place = |column: &str| columns.names.iter().position(|name| name == column);
    let names = [
        "attempt_id",
        "candidate",
        "candidate_id",
        "exam_id",
        "mode",
        "status",
        "started_at",
        "outcome",
        "points",
        "max_points",
    ];
    let places = names.map(|name| (name, place(name)));
    let mut records = Records::new(0);
    in_steps(bytes, columns, |bytes, base, all| {
        records.read(bytes, 0, bytes.len(), all, |cells, range, _| {
            let [
                attempt_id,
                candidate,
                candidate_id,
                exam_id,
                mode,
                status,
                started_at,
                outcome,
                points,
                max_points,
            ] = places.map(|(name, place)| {
                let text = String::from_utf8_lossy(place.map_or(&b""[..], |place| cells.get(place)));
                match name {
                    "candidate" | "candidate_id" => composed(unguard(&text)).into_owned(),
                    name if is_text(name) => unguard(&text).to_owned(),
                    _ => text.into_owned(),
                }
            });
            let place = base + range.start as u64..base + range.end as u64;
            let is_whole = cells.len() == columns.count();
            each(PlainRow {
                place,
                is_whole,
                attempt_id,
                candidate,
                candidate_id,
                exam_id,
                mode,
                status,
                started_at,
                outcome,
                points,
                max_points,
            });
        })
    })
}

/// A row's bytes with its line end, whichever it is.
pub fn with_line_end(bytes: &dyn ReadAt, place: &Range<u64>) -> io::Result<Range<u64>> {
    let mut around = [0; 3];
    let from = place.end.saturating_sub(1).max(place.start);
    let filled = bytes.fill(&mut around, from)?;
    let (last, behind) = around[..filled].split_first().map_or((0, &[][..]), |(last, rest)| (*last, rest));
    // What ends a line may have been taken for a part of the row.
    let more = match (last, behind) {
        (b'\r', [b'\n', ..]) => 1,
        (b'\n' | b'\r', _) | (_, []) => 0,
        (_, [b'\r', b'\n']) => 2,
        (_, [b'\r' | b'\n', ..]) => 1,
        (_, [..]) => 0,
    };
    Ok(place.start..place.end + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points";

    fn rows(text: &str) -> Vec<(PlainRow, Range<u64>)> {
        let bytes = text.as_bytes().to_vec();
        let columns = Columns::read(&bytes, true).unwrap();
        let mut rows = Vec::new();
        plain_rows(&bytes, &columns, |row| rows.push(row)).unwrap();
        rows.into_iter().map(|row| (row.clone(), with_line_end(&bytes, &row.place).unwrap())).collect()
    }

    #[test]
    fn what_is_left_without_some_rows_is_the_file_without_them() {
        for end in ["\n", "\r\n", "\r"] {
            for (ada, bob) in [
                ("a,Ada,x,t,q,t,correct,1,1", "b,Bob,x,t,q,t,correct,1,1"),
                ("a,\"Ada\",x,t,\"q,\n1\",t,correct,1,1", "b,\"Bob\",x,t,q,t,correct,1,\"1\""),
                ("a,Ada", "b,Bob,,,"),
            ] {
                let kept = format!("{HEADER}{end}{bob}{end}{end}{bob}{end}");
                let text = format!("{HEADER}{end}{ada}{end}{bob}{end}{ada}{end}{end}{bob}{end}{ada}");
                let mut left = String::new();
                let mut at = 0;
                let rows = rows(&text);
                assert_eq!(rows.len(), 5, "{text:?}");
                for (row, place) in rows.iter().filter(|(row, _)| row.candidate == "Ada") {
                    assert_eq!(row.attempt_id, "a");
                    left.push_str(&text[at..usize::try_from(place.start).unwrap()]);
                    at = usize::try_from(place.end).unwrap();
                }
                left.push_str(&text[at..]);
                assert_eq!(left, kept, "{text:?}");
            }
        }
    }

    #[test]
    fn names_are_composed_and_guards_taken_off() {
        let rows = rows(&format!("{HEADER}\na,'=Jose\u{301},x,t,q,t,correct,1,1\n"));
        assert_eq!(rows[0].0.candidate, "=Jos\u{e9}");
        assert!(rows[0].0.is_whole);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let text = [format!("{HEADER}\n").as_bytes(), &bytes].concat();
            let columns = Columns::read(&text, true).unwrap();
            let mut last = columns.end;
            plain_rows(&text, &columns, |row| {
                let place = with_line_end(&text, &row.place).unwrap();
                assert!(place.start >= last && place.end <= text.len() as u64);
                last = place.end;
            }).unwrap();
        }
    }
}
