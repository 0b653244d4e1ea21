//! What people say of answers, beside the results in `<file name>.marks.jsonl`: one line a mark, chained and synced as a journal's.
//!
//! Nothing in it is ever changed. Who gives another mark adds a line; the last line of a grader on a criterion is theirs.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use crate::grading::said::{Mark, Said};
use crate::session::moment::WallTime;

use super::chain::Chain;
use super::journal::Unusable;
use super::ledger::Ledger;
use super::lines::Lines;
use super::trouble::Trouble;
use super::{disk, fault, forgotten, regular};

/// The version of the format.
const VERSION: u32 = 1;

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    v: u32,
    /// Its number, from 1.
    pub seq: u64,
    /// When it was said.
    pub at: WallTime,
    /// What was said.
    #[serde(flatten)]
    pub said: Said,
}

/// Where the marks of a results file are.
pub fn path(results: &Path) -> PathBuf {
    let mut name = results.file_name().unwrap_or_default().to_owned();
    name.push(".marks.jsonl");
    results.with_file_name(name)
}

/// Reads all marks, without locking; none where there is no file. One torn line at the end is left out.
pub fn read(path: &Path) -> Result<Vec<Line>, Unusable> {
    fault::step("read marks");
    match regular::read(path, regular::JOURNAL) {
        Ok(bytes) => parse(&bytes).map(|parsed| parsed.lines),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// What a file holds.
struct Parsed {
    lines: Vec<Line>,
    good: usize,
    chain: Chain,
}

fn parse(bytes: &[u8]) -> Result<Parsed, Unusable> {
    let mut parsed = Parsed { lines: Vec::new(), good: 0, chain: Chain::first() };
    while let Some(end) = bytes[parsed.good..].iter().position(|&byte| byte == b'\n') {
        let line = &bytes[parsed.good..parsed.good + end];
        let number = parsed.lines.len() as u64 + 1;
        let damaged = |why: String| Unusable::Damaged { line: number, why };
        let chain = match parsed.chain.unseal(line) {
            Ok(chain) => chain,
            // The last line was torn; one that is whole was altered.
            Err(_)
                if parsed.good + end + 1 == bytes.len()
                    && serde_json::from_slice::<serde_json::Value>(line).is_err() =>
            {
                break;
            }
            Err(why) => return Err(damaged(why.to_owned())),
        };
        let newer = |why: String| damaged(format!("{why}; written by a newer version, perhaps"));
        let read: Line = serde_json::from_slice(line).map_err(|error| newer(error.to_string()))?;
        if read.v != VERSION {
            return Err(newer(format!("it has version {}, this program reads version {VERSION}", read.v)));
        }
        if read.seq != number {
            return Err(damaged(format!("it says it is number {}, and is number {number}", read.seq)));
        }
        parsed.lines.push(read);
        parsed.good += end + 1;
        parsed.chain = chain;
    }
    Ok(parsed)
}

/// The marks of a results file, open for adding to them, locked until dropped.
#[derive(Debug)]
pub struct Marks {
    file: Lines,
    chain: Chain,
    /// Everything said so far.
    pub lines: Vec<Line>,
}

impl Marks {
    /// Opens the file, a new one if there is none, locks it, and cuts a torn line. [`Unusable::Running`]: somebody else marks.
    pub fn open(path: &Path) -> Result<Self, Unusable> {
        Self::open_within(path, 4)
    }

    fn open_within(path: &Path, tries: u32) -> Result<Self, Unusable> {
        let mut file = locked(path, tries)?;
        let mut bytes = regular::read_open(&file, regular::JOURNAL)?;
        let parsed = parse(&bytes)?;
        if parsed.good < bytes.len() {
            disk::cut(&mut file, parsed.good as u64, "cut torn line of marks")?;
        }
        bytes.truncate(parsed.good);
        Ok(Self { file: Lines::of(file, path, bytes), chain: parsed.chain, lines: parsed.lines })
    }

    /// Adds a line and syncs it. If that fails the file is as long as before.
    pub fn append(&mut self, said: Said, at: WallTime) -> io::Result<()> {
        let line = Line { v: VERSION, seq: self.lines.len() as u64 + 1, at, said };
        let (bytes, chain) = self.chain.seal(serde_json::to_vec(&line)?);
        self.file.append(&bytes)?;
        self.chain = chain;
        self.lines.push(line);
        Ok(())
    }
}

/// The file, locked; a new one if there is none. Until it is locked another process may add to it, whoever made it, or put another in
/// its place.
fn locked(path: &Path, tries: u32) -> Result<File, Unusable> {
    for _ in 0..TRIES {
        match disk::create_private(path) {
            Ok(_) => disk::sync_folder(disk::nonempty(path.parent().unwrap_or(Path::new("."))))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        let file = regular::open_to_write(path)?;
        super::journal::claim(&file, tries)?;
        if disk::stands_at(&file, path)? {
            return Ok(file);
        }
    }
    Err(Unusable::Running)
}

/// How often the lock is tried for by who has only a line to add: some two seconds.
const TRIES: u32 = 1000;

/// What became of something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Kept,
    /// It is about an attempt that was removed at its candidate's wish, and nothing of it is kept.
    Removed,
}

/// Adds a line, synced, and lets go of the file, so that others may mark at the same time.
pub fn say(ledger: &Ledger, said: Said, at: WallTime) -> Result<Kept, Trouble> {
    let path = path(ledger.results());
    let mut marks = Marks::open_within(&path, TRIES).map_err(|problem| unusable(&path, &problem))?;
    // Whoever removes an attempt says so while holding the marks.
    if let Said::Marked(mark) | Said::Agreed(mark) = &said
        && forgotten::read(ledger)?.holds(&mark.attempt)
    {
        return Ok(Kept::Removed);
    }
    marks.append(said, at).map_err(|error| Trouble::io(&path, "append to the marks", &error))?;
    Ok(Kept::Kept)
}

/// Marks that can't be used, in words.
pub fn unusable(path: &Path, problem: &Unusable) -> Trouble {
    match problem {
        Unusable::Damaged { line, why } => {
            Trouble::new(path, format!("line {line}: {why}"), "put a copy in its place that was not altered")
        }
        Unusable::Running => Trouble::new(path, "another process holds it", "let it end, and try again"),
        Unusable::Empty => Trouble::new(path, "it has no whole line", "move it out of the way"),
        Unusable::Io(error) => Trouble::io(path, "read the marks", error),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test tears the file")]
mod tests {
    use std::fs;

    use super::*;

    fn said(points: &str) -> Said {
        Said::Marked(Mark {
            attempt: "019a".to_owned(),
            question: "why".to_owned(),
            criterion: 1,
            points: points.to_owned(),
            grader: "Ito".to_owned(),
            comment: Some("a line\nand \"another\"".to_owned()),
            key_digest: "0".repeat(64),
        })
    }

    fn dropped() -> Said {
        Said::Dropped {
            exam: "m".to_owned(),
            question: "q".to_owned(),
            grader: "Ito".to_owned(),
            comment: None,
            key_digest: "1".repeat(64),
        }
    }

    #[test]
    fn what_was_said_is_read_again_and_a_torn_line_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = path(&folder.path().join("results.csv"));
        assert!(path.ends_with("results.csv.marks.jsonl"));
        assert_eq!(read(&path).unwrap(), []);
        let all = [said("1"), said("0.5"), dropped()];
        for one in &all {
            // Opened anew each time, as a session that was interrupted.
            Marks::open(&path).unwrap().append(one.clone(), WallTime(5)).unwrap();
        }
        let read_back =
            |path: &Path| -> Vec<Said> { read(path).unwrap().into_iter().map(|line| line.said).collect() };
        assert_eq!(read_back(&path), all);
        let whole = fs::read(&path).unwrap();
        let second = whole.iter().take(whole.len() - 1).rposition(|&byte| byte == b'\n').unwrap() + 1;
        for torn in second..whole.len() {
            fs::write(&path, &whole[..torn]).unwrap();
            assert_eq!(read_back(&path), all[..2], "{torn}");
            let mut marks = Marks::open(&path).unwrap();
            marks.append(dropped(), WallTime(5)).unwrap();
            assert_eq!(fs::read(&path).unwrap(), whole, "{torn}");
        }
    }

    #[test]
    fn an_altered_line_is_named_and_nobody_marks_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marks");
        let mut marks = Marks::open(&path).unwrap();
        marks.append(said("1"), WallTime(5)).unwrap();
        marks.append(said("2"), WallTime(6)).unwrap();
        assert!(matches!(Marks::open(&path), Err(Unusable::Running)));
        drop(marks);
        let text = fs::read_to_string(&path).unwrap().replacen("\"points\":\"1\"", "\"points\":\"3\"", 1);
        fs::write(&path, text).unwrap();
        assert!(matches!(read(&path), Err(Unusable::Damaged { line: 1, .. })));
        assert!(matches!(Marks::open(&path), Err(Unusable::Damaged { line: 1, .. })));
        // The last line, too: it is whole, so it was not torn.
        fs::remove_file(&path).unwrap();
        Marks::open(&path).unwrap().append(said("1"), WallTime(5)).unwrap();
        let text = fs::read_to_string(&path).unwrap().replacen("\"points\":\"1\"", "\"points\":\"3\"", 1);
        fs::write(&path, text).unwrap();
        assert!(matches!(Marks::open(&path), Err(Unusable::Damaged { line: 1, .. })));
    }
    #[test]
    fn of_many_who_say_something_first_nobody_is_lost() {
        for round in 0..100 {
            let folder = tempfile::tempdir().unwrap();
            let ledger = &Ledger::at(&folder.path().join("results.csv")).unwrap();
            let start = &std::sync::Barrier::new(4);
            std::thread::scope(|scope| {
                for points in ["1", "2", "3", "4"] {
                    scope.spawn(move || {
                        start.wait();
                        assert_eq!(say(ledger, said(points), WallTime(5)).unwrap(), Kept::Kept);
                    });
                }
            });
            assert_eq!(read(&path(ledger.results())).unwrap().len(), 4, "round {round}");
        }
    }

    /// How many files of this process are open at a path.
    fn open_at(path: &Path) -> usize {
        let listed = fs::read_dir("/proc/self/fd").unwrap().filter_map(Result::ok);
        listed.filter(|one| fs::read_link(one.path()).is_ok_and(|to| to == path)).count()
    }

    #[test]
    fn what_was_taken_out_while_a_grader_waited_stays_out() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = &Ledger::at(&folder.path().join("results.csv")).unwrap();
        let path = &path(ledger.results());
        let mut marks = Marks::open(path).unwrap();
        marks.append(said("1"), WallTime(5)).unwrap();
        let before = open_at(path);
        let kept = std::thread::scope(|scope| {
            let waiting = scope.spawn(move || say(ledger, dropped(), WallTime(5)));
            while open_at(path) == before {
                std::thread::yield_now();
            }
            disk::replace(path, b"", 0o600).unwrap();
            drop(marks);
            waiting.join().unwrap().unwrap()
        });
        assert_eq!(kept, Kept::Kept);
        let all: Vec<Said> = read(path).unwrap().into_iter().map(|line| line.said).collect();
        assert_eq!(all, [dropped()]);
    }

    #[test]
    fn of_an_attempt_that_was_removed_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(&folder.path().join("results.csv")).unwrap();
        let held = ledger.lock(&mut |_| {}).unwrap();
        let stone = forgotten::Tombstone::new(WallTime(1), "019a", "m", None, 1);
        forgotten::add(&ledger, &held, &[stone]).unwrap();
        assert_eq!(say(&ledger, said("1"), WallTime(5)).unwrap(), Kept::Removed);
        assert_eq!(say(&ledger, dropped(), WallTime(5)).unwrap(), Kept::Kept);
        assert_eq!(read(&path(ledger.results())).unwrap().len(), 1);
    }
}
