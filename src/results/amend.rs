//! Single cells of a record put in place of others: every other byte of it stays as it is.

use std::ops::Range;

use super::cell::guard;
use super::row::is_text;

/// Where the cells of a record are in its bytes, quotes included; what is behind the last is the end of its line.
///
/// A quote opens only where a cell begins, and whatever stands behind the one that closes is text again, as the `csv` crate has it.
pub fn cells(record: &[u8]) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut from = 0;
    loop {
        let to = from + length(&record[from..]);
        cells.push(from..to);
        if record.get(to) != Some(&b',') {
            return cells;
        }
        from = to + 1;
    }
}

/// How long the cell is with which the bytes begin.
fn length(bytes: &[u8]) -> usize {
    let mut at = 0;
    if bytes.first() == Some(&b'"') {
        at = 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else { return bytes.len() };
            at += quote + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
    }
    let ends = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
    bytes[at..].iter().position(ends).map_or(bytes.len(), |more| at + more)
}

/// A record with other texts in some cells: each is named by its place, with its column.
pub fn amended(record: &[u8], changes: &[(usize, &str, &str)]) -> Vec<u8> {
    let mut amended = Vec::with_capacity(record.len() + 16);
    let mut done = 0;
    for (place, cell) in cells(record).into_iter().enumerate() {
        let Some((_, column, text)) = changes.iter().find(|(changed, ..)| *changed == place) else {
            continue;
        };
        amended.extend_from_slice(&record[done..cell.start]);
        let text = if is_text(column) { guard(text) } else { (*text).into() };
        // A cell that was quoted without need is quoted again: so does the program that wrote it.
        let is_quoted = record[cell.start..].starts_with(b"\"");
        if is_quoted || text.contains([',', '"', '\n', '\r']) {
            amended.extend_from_slice(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes());
        } else {
            amended.extend_from_slice(text.as_bytes());
        }
        done = cell.end;
    }
    amended.extend_from_slice(&record[done..]);
    amended
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(record: &[u8]) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(record);
        let record = reader.records().next().unwrap().unwrap();
        record.iter().map(str::to_owned).collect()
    }

    #[test]
    fn other_cells_stay_to_the_byte() {
        let record = b"a,\"b\",'=c,\"x,\"\"y\n\",\"q\"z,\r\n";
        assert_eq!(cells(record), [0..1, 2..5, 6..9, 10..18, 19..23, 24..24]);
        let amended = amended(record, &[(1, "grader", "=B, \"C\""), (5, "points", "-0.5")]);
        assert_eq!(amended, b"a,\"'=B, \"\"C\"\"\",'=c,\"x,\"\"y\n\",\"q\"z,-0.5\r\n");
        assert_eq!(super::amended(record, &[]), record);
        assert_eq!(super::amended(b"a,\"b", &[(1, "grader", "c")]), b"a,\"c\"");
    }

    proptest! {
        /// Whatever a record holds, it reads as before but for what was put in.
        #[test]
        fn what_was_put_in_is_read_and_nothing_else_is_changed(
            texts in prop::collection::vec("[a,\"é '=\r\n-]{0,4}", 1..7),
            always in any::<bool>(),
            place in 0..7_usize,
            text in "[a,\"é=\n]{0,5}",
        ) {
            let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
            let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
            writer.write_record(&texts).unwrap();
            let record = writer.into_inner().unwrap();
            prop_assume!(texts.len() > 1);
            let place = place % texts.len();
            let amended = amended(&record, &[(place, "answer", &text)]);
            let mut expected = texts.clone();
            expected[place] = guard(&text).into_owned();
            prop_assert_eq!(read(&amended), expected);
            let (old, new) = (cells(&record), cells(&amended));
            prop_assert_eq!(&record[..old[place].start], &amended[..new[place].start]);
            prop_assert_eq!(&record[old[place].end..], &amended[new[place].end..]);
        }

        #[test]
        fn no_bytes_make_it_panic(record: Vec<u8>, place in 0..4_usize) {
            let _ = amended(&record, &[(place, "points", "1")]);
        }
    }
}
