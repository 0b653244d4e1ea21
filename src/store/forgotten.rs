//! What is left of attempts that were removed at their candidates' wish: a line each, without a name or an answer, so that counts
//! stay explained, and that what was removed is not brought back.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::exam::digest::hex;
use crate::session::Mode;
use crate::session::moment::WallTime;

use super::ledger::{Ledger, Trouble};
use super::lock::Held;
use super::{disk, folder, regular};

/// The file's name without its ending: no attempt has it for an id here.
pub const STEM: &str = "forgotten";

/// The longest file that is read, in bytes.
const MOST: u64 = 64 << 20;

/// So many digits tell one attempt from all others.
const DIGITS: usize = 32;

/// The version of the format.
const VERSION: u32 = 1;

/// What is left of one attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    v: u32,
    /// When it was removed.
    pub at: WallTime,
    /// A mark of its id, from which nobody can be told.
    pub attempt: String,
    /// Which exam it was.
    pub exam: String,
    /// From which command, if that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// How many rows went.
    pub rows: u64,
    /// Why counts are others than before.
    pub why: String,
}

impl Tombstone {
    /// Of an attempt that is removed now.
    pub fn new(at: WallTime, attempt: &str, exam: &str, mode: Option<Mode>, rows: u64) -> Self {
        Self {
            v: VERSION,
            at,
            attempt: mark(attempt),
            exam: exam.to_owned(),
            mode,
            rows,
            why: "removed at its candidate's wish".to_owned(),
        }
    }
}

/// What stands for an attempt's id.
fn mark(attempt: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"examiner: a removed attempt\n");
    hash.update(attempt.as_bytes());
    hex(&hash.finalize()).chars().take(DIGITS).collect()
}

/// All tombstones beside some results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// One an attempt, in the order in which they were removed.
    pub stones: Vec<Tombstone>,
}

impl Forgotten {
    /// Whether an attempt is among them.
    pub fn holds(&self, attempt: &str) -> bool {
        if self.stones.is_empty() {
            return false;
        }
        let mark = mark(attempt);
        self.stones.iter().any(|stone| stone.attempt == mark)
    }

    /// Reads a file's text; lines that are no tombstones are passed over.
    fn parse(text: &str) -> Self {
        Self { stones: text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect() }
    }
}

/// Reads those beside these results.
pub fn read(ledger: &Ledger) -> Result<Forgotten, Trouble> {
    Ok(Forgotten::parse(&text(ledger)?))
}

fn text(ledger: &Ledger) -> Result<String, Trouble> {
    let path = ledger.forgotten();
    let failed = |error: std::io::Error| Trouble::io(&path, "read what is left of removed attempts", &error);
    // Only what is known not to be there is not there. A plain file where the folder should be is told of by who looks for journals.
    match folder::is_there(&path) {
        Ok(true) => {}
        Ok(false) => return Ok(String::new()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(String::new()),
        Err(error) => return Err(failed(error)),
    }
    let bytes = regular::read(&path, MOST).map_err(failed)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Adds some; those that are there stay as they are.
pub(super) fn add(ledger: &Ledger, _held: &Held, stones: &[Tombstone]) -> Result<(), Trouble> {
    let path = ledger.forgotten();
    let mut text = text(ledger)?;
    let known = Forgotten::parse(&text);
    let is_new = |stone: &&Tombstone| known.stones.iter().all(|one| one.attempt != stone.attempt);
    let mut new = stones.iter().filter(is_new).peekable();
    if new.peek().is_none() {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let failed = |error: std::io::Error| Trouble::io(&path, "keep what is left of removed attempts", &error);
    for stone in new {
        text.push_str(&serde_json::to_string(stone).map_err(|error| failed(error.into()))?);
        text.push('\n');
    }
    disk::private_folder(&ledger.attempts()).map_err(failed)?;
    disk::replace(&path, text.as_bytes(), 0o600).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tombstone_names_nobody_and_tells_its_attempt_from_others() {
        let id = "0192f0c4-7d1e-7a53-b2a4-0f4f3a1c9e55";
        let stone = Tombstone::new(WallTime(0), id, "messaging", Some(Mode::Exam), 3);
        let line = serde_json::to_string(&stone).unwrap();
        assert!(!line.contains("0192"), "{line}");
        let all = Forgotten::parse(&format!("{line}\n{{\"torn\":"));
        assert_eq!(all.stones, [stone]);
        assert!(all.holds(id) && !all.holds("0192f0c4-7d1e-7a53-b2a4-0f4f3a1c9e56"));
        assert!(!Forgotten::default().holds(id));
    }

    #[test]
    fn those_that_are_there_stay_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(&folder.path().join("results.csv")).unwrap();
        let held = ledger.lock(&mut |_| {}).unwrap();
        let stone = |at, id| Tombstone::new(WallTime(at), id, "messaging", None, 3);
        add(&ledger, &held, &[stone(1, "a")]).unwrap();
        add(&ledger, &held, &[stone(2, "a"), stone(2, "b")]).unwrap();
        let at: Vec<i64> = read(&ledger).unwrap().stones.iter().map(|stone| stone.at.0).collect();
        assert_eq!(at, [1, 2]);
        assert!(ledger.journals().unwrap().is_empty(), "it is no journal");
    }
}
