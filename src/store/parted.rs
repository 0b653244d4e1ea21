//! The marks that people gave, beside the results: JSON Lines, each naming its attempt. Only whose they are is looked at here.

use std::path::Path;

use super::ledger::Trouble;
use super::{folder, regular};

/// The longest file of marks that is read, in bytes.
const MOST: u64 = 256 << 20;

/// A file of marks, parted into those of some attempts and all others, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parted {
    /// The lines of these attempts.
    pub theirs: Vec<u8>,
    /// How many those are.
    pub count: usize,
    /// All other lines, whatever they are.
    pub others: Vec<u8>,
}

/// Parts the marks at a path; there may be none.
pub fn part(path: &Path, is_theirs: impl Fn(&str) -> bool) -> Result<Parted, Trouble> {
    if !folder::exists(path) {
        return Ok(Parted::default());
    }
    let bytes = regular::read(path, MOST).map_err(|error| Trouble::io(path, "read the marks", &error))?;
    Ok(parted(&bytes, is_theirs))
}

fn parted(bytes: &[u8], is_theirs: impl Fn(&str) -> bool) -> Parted {
    let mut parted = Parted::default();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let mark: Option<serde_json::Value> = serde_json::from_slice(line).ok();
        let attempt = mark.as_ref().and_then(|mark| mark.get("attempt")?.as_str());
        if attempt.is_some_and(&is_theirs) {
            parted.theirs.extend_from_slice(line);
            parted.count += 1;
        } else {
            parted.others.extend_from_slice(line);
        }
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_parted_by_their_attempts_and_nothing_is_lost() {
        let text = "{\"attempt\":\"a\",\"points\":1}\nno mark\n\n{\"attempt\":\"b\"}\r\n{\"attempt\": \"a\"}";
        let parted = parted(text.as_bytes(), |id| id == "a");
        assert_eq!(parted.theirs, b"{\"attempt\":\"a\",\"points\":1}\n{\"attempt\": \"a\"}");
        assert_eq!(parted.count, 2);
        assert_eq!(parted.others, b"no mark\n\n{\"attempt\":\"b\"}\r\n");
    }
}
