//! The marks that people gave, parted into those of some attempts and all others: what is handed over, and what stays.
//!
//! Lines that hold together by their chain are chained anew where some of them go, with numbers of their own: what stays is a
//! file of marks as before. What holds no chain stays byte for byte.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::chain::Chain;
use super::ledger::Trouble;
use super::{folder, regular};

/// A file of marks in two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parted {
    /// The lines of these attempts, as they are.
    pub theirs: Vec<u8>,
    /// How many those are.
    pub count: usize,
    /// What the file is without them.
    pub others: Vec<u8>,
}

/// Parts the marks at a path; there may be none.
pub fn part(path: &Path, is_theirs: impl Fn(&str) -> bool) -> Result<Parted, Trouble> {
    if !folder::exists(path) {
        return Ok(Parted::default());
    }
    let bytes =
        regular::read(path, regular::JOURNAL).map_err(|error| Trouble::io(path, "read the marks", &error))?;
    Ok(parted(&bytes, is_theirs))
}

fn parted(bytes: &[u8], is_theirs: impl Fn(&str) -> bool) -> Parted {
    let mut parted = Parted::default();
    let mut others: Vec<&[u8]> = Vec::new();
    let mut chain = Some(Chain::first());
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let mark: Option<Value> = serde_json::from_slice(line).ok();
        let attempt = mark.as_ref().and_then(|mark| mark.get("attempt")?.as_str());
        // The last line may be torn; whoever marks cuts it.
        let is_torn = !line.ends_with(b"\n");
        let is_last = line.as_ptr_range().end == bytes.as_ptr_range().end;
        if let Some(before) = chain.as_ref().filter(|_| !(is_last && is_torn)) {
            chain = line.strip_suffix(b"\n").and_then(|line| before.unseal(line).ok());
        }
        if attempt.is_some_and(&is_theirs) {
            parted.theirs.extend_from_slice(line);
            parted.count += 1;
        } else {
            others.push(line);
        }
    }
    let anew = chain.filter(|_| parted.count > 0).and_then(|_| chained(&others));
    parted.others = anew.unwrap_or_else(|| others.concat());
    parted
}

/// Lines chained anew, numbered from 1; a torn one is left out.
fn chained(lines: &[&[u8]]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut chain = Chain::first();
    for (line, number) in lines.iter().filter(|line| line.ends_with(b"\n")).zip(1..) {
        let mut members: Map<String, Value> = serde_json::from_slice(line).ok()?;
        members.shift_remove("chain")?;
        members.insert("seq".to_owned(), json!(number));
        let (sealed, next) = chain.seal(serde_json::to_vec(&members).ok()?);
        out.extend_from_slice(&sealed);
        chain = next;
    }
    Some(out)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test puts a file there")]
mod tests {
    use super::super::marks::{self, Mark, Marks, Said};
    use super::*;
    use crate::session::moment::WallTime;

    #[test]
    fn marks_are_parted_by_their_attempts_and_nothing_is_lost() {
        let text = "{\"attempt\":\"a\",\"points\":1}\nno mark\n\n{\"attempt\":\"b\"}\r\n{\"attempt\": \"a\"}";
        let parted = parted(text.as_bytes(), |id| id == "a");
        assert_eq!(parted.theirs, b"{\"attempt\":\"a\",\"points\":1}\n{\"attempt\": \"a\"}");
        assert_eq!(parted.count, 2);
        assert_eq!(parted.others, b"no mark\n\n{\"attempt\":\"b\"}\r\n");
    }

    #[test]
    fn what_stays_of_a_chained_file_can_be_read_and_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marks");
        let said = |attempt: &str, criterion| {
            Said::Marked(Mark {
                attempt: attempt.to_owned(),
                question: "why".to_owned(),
                criterion,
                points: "1".to_owned(),
                grader: "Ito".to_owned(),
                comment: None,
                key_digest: "0".repeat(64),
            })
        };
        let mut open = Marks::open(&path).unwrap();
        for (attempt, criterion) in [("a", 1), ("b", 1), ("a", 2), ("b", 2)] {
            open.append(said(attempt, criterion), WallTime(5)).unwrap();
        }
        drop(open);
        let whole = std::fs::read(&path).unwrap();
        assert_eq!(parted(&whole, |_| false).others, whole, "where nothing goes, nothing changes");
        for torn in ["", "{\"v\":1,\"seq\":5,\"attempt\":\"a\","] {
            let found = parted(&[&whole, torn.as_bytes()].concat(), |id| id == "a");
            assert_eq!(found.count, 2);
            std::fs::write(&path, &found.others).unwrap();
            let read: Vec<Said> = marks::read(&path).unwrap().into_iter().map(|line| line.said).collect();
            assert_eq!(read, [said("b", 1), said("b", 2)]);
            Marks::open(&path).unwrap().append(said("b", 3), WallTime(6)).unwrap();
            assert_eq!(marks::read(&path).unwrap().len(), 3);
        }
    }
}
