//! A whole file in steps of some megabytes, each from the start of a record; and where a record stands, for messages.

use std::io;

use super::bytes::ReadAt;
use super::columns::Columns;
use super::locate::locate;
use super::records::Stop;

/// How long a record may be, in bytes. What is longer begins, as a rule, with a quote that nobody closed.
pub const LONGEST_RECORD: usize = 16 << 20;

/// Bytes read at once.
const STEP: usize = 4 << 20;

/// Calls `read` with bytes from the start of a record on, where they begin in the file, and whether nothing follows them; it says where it
/// stopped. A record longer than [`LONGEST_RECORD`] is an error.
pub fn in_steps(
    bytes: &dyn ReadAt,
    columns: &Columns,
    mut read: impl FnMut(&[u8], u64, bool) -> Stop,
) -> io::Result<()> {
    let (mut base, mut wanted) = (columns.end, STEP);
    let mut buffer = Vec::new();
    loop {
        let left = usize::try_from(bytes.length().saturating_sub(base)).unwrap_or(usize::MAX);
        buffer.resize(left.min(wanted), 0);
        if bytes.fill(&mut buffer, base)? < buffer.len() {
            return Err(shortened());
        }
        let all = buffer.len() == left;
        let (Stop::At(done) | Stop::Short(done)) = read(&buffer, base, all);
        if all {
            return Ok(());
        }
        // A record longer than what was read needs more at once.
        wanted = if done == 0 { wanted.saturating_mul(2) } else { STEP };
        base += done as u64;
        if wanted > LONGEST_RECORD * 2 {
            return Err(endless(bytes, base)?);
        }
    }
}

/// That a file has become shorter than it was when it was opened.
pub fn shortened() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it became shorter while it was read")
}

/// That the record that begins at a byte is too long to be one.
pub fn endless(bytes: &dyn ReadAt, at: u64) -> io::Result<io::Error> {
    let (line, _) = place_of(bytes, at, 0)?;
    let most = LONGEST_RECORD >> 20;
    let why = format!("the row on line {line} is longer than {most} MiB: a quote in it may never be closed");
    Ok(io::Error::new(io::ErrorKind::InvalidData, why))
}

/// Line and character of a cell of the record that begins at a byte.
pub fn place_of(bytes: &dyn ReadAt, at: u64, cell: usize) -> io::Result<(u64, u64)> {
    let mut buffer = vec![0; 1 << 16];
    let (mut lines, mut seen) = (0, 0);
    while seen < at {
        let wanted = usize::try_from(at - seen).unwrap_or(usize::MAX).min(buffer.len());
        let read = bytes.fill(&mut buffer[..wanted], seen)?;
        if read == 0 {
            break;
        }
        lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64;
        seen += read as u64;
    }
    // As much as the cell needs that stands behind a long one.
    loop {
        let read = bytes.fill(&mut buffer, at)?;
        let all = read < buffer.len() || buffer.len() > LONGEST_RECORD;
        match locate(lines, &buffer[..read], cell) {
            Some(place) => return Ok(place),
            None if all => return Ok((lines + 1, 1)),
            None => buffer.resize(buffer.len() * 2, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::full::rows_of_attempts;
    use super::super::plain::plain_rows;
    use super::*;

    #[test]
    fn a_quote_that_nobody_closes_does_not_take_the_file_in() {
        let header = "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n";
        let mut text = format!("{header}a,\"Ada,m,");
        text.push_str(&"x\n".repeat(LONGEST_RECORD + (1 << 20)));
        let bytes = text.into_bytes();
        let columns = Columns::read(&bytes[..header.len()], true).unwrap();
        let said = "the row on line 2 is longer than 16 MiB: a quote in it may never be closed";
        let full = rows_of_attempts(&bytes, &columns, &HashSet::from(["a"])).unwrap_err();
        assert_eq!(full.to_string(), said);
        assert_eq!(plain_rows(&bytes, &columns, |_| {}).unwrap_err().to_string(), said);
    }
}
