//! Where a cell is in a file, for messages: line and column as an editor counts them.

/// Line and column of a cell, both from 1: `lines_before` line feeds come before the record, whose bytes are given (and may
/// go on behind it). Columns count characters.
pub fn locate(lines_before: u64, record: &[u8], cell: usize) -> (u64, u64) {
    let (mut line, mut line_start, mut cells, mut quoted, mut at) = (lines_before + 1, 0, 0, false, 0);
    while cells < cell && at < record.len() {
        match record[at] {
            b'"' => quoted = !quoted,
            b',' if !quoted => cells += 1,
            b'\n' if !quoted => break,
            b'\n' => {
                line += 1;
                line_start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let before = &record[line_start.min(at)..at];
    (line, String::from_utf8_lossy(before).chars().count() as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_behind_quotes_and_newlines() {
        assert_eq!(locate(0, b"a,b,c\nd", 2), (1, 5));
        assert_eq!(locate(6, "é,b".as_bytes(), 1), (7, 3));
        assert_eq!(locate(1, b"\"a,\n\"\"b\",c,d\n", 1), (3, 6));
        assert_eq!(locate(1, b"a\n", 5), (2, 2));
    }
}
