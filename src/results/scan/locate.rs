//! Where a cell is in a file, for messages: line and column as an editor counts them.

/// Line and column of a cell, both from 1: `lines_before` line feeds come before the record, whose bytes are given (and may
/// go on behind it). Columns count characters. `None` if the bytes end before the cell begins.
pub fn locate(lines_before: u64, record: &[u8], cell: usize) -> Option<(u64, u64)> {
    let (mut line, mut line_start, mut at) = (lines_before + 1, 0, 0);
    for _ in 0..cell {
        let end = at + field(&record[at..])?;
        for (place, _) in record[at..end].iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            line += 1;
            line_start = at + place + 1;
        }
        at = end;
        if record[at] != b',' {
            // The record has no such cell: its end is the place.
            break;
        }
        at += 1;
    }
    let before = &record[line_start..at];
    Some((line, String::from_utf8_lossy(before).chars().count() as u64 + 1))
}

/// How long the field is with which the bytes begin, up to the comma or line end behind it. A quote opens only where a
/// field begins, and whatever stands behind the one that closes is text again.
fn field(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    if bytes.first() == Some(&b'"') {
        at = 1;
        loop {
            at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
            match bytes.get(at) {
                Some(b'"') => at += 1,
                _ => break,
            }
        }
    }
    let ends = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
    bytes.get(at..)?.iter().position(ends).map(|more| at + more)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_are_found_behind_quotes_and_newlines() {
        assert_eq!(locate(0, b"a,b,c\nd", 2), Some((1, 5)));
        assert_eq!(locate(6, "é,b".as_bytes(), 1), Some((7, 3)));
        assert_eq!(locate(1, b"\"a,\n\"\"b\",c,d\n", 1), Some((3, 6)));
        assert_eq!(locate(1, b"a\n", 5), Some((2, 2)));
        assert_eq!(locate(1, b"a,\"b\r\n", 5), None);
        assert_eq!(locate(1, b"a,b", 2), None);
    }

    #[test]
    fn a_quote_inside_a_field_opens_nothing() {
        assert_eq!(locate(1, b"a1,Ad\"a,m,S\nb", 2), Some((2, 9)));
        assert_eq!(locate(1, b"\"a\"b\"c,d\n", 1), Some((2, 8)));
    }

    proptest! {
        /// A line that no cell breaks: the cell begins behind as many characters as the quoted ones before it have.
        #[test]
        fn every_cell_is_found_as_it_was_written(cells in prop::collection::vec("[a,\"é ]{0,4}", 1..6)) {
            let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let line = quoted.join(",") + "\n";
            for place in 0..cells.len() {
                let before: usize = quoted[..place].iter().map(|cell| cell.chars().count() + 1).sum();
                prop_assert_eq!(locate(0, line.as_bytes(), place), Some((1, before as u64 + 1)));
            }
        }
    }
}
