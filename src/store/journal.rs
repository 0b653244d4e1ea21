//! An attempt's journal: JSON Lines, one event a line, each chained to the line before, appended and synced.
//!
//! A line ends in a member `chain`: SHA-256, in hex, of the previous line's 64 digits (64 zeros first) followed by this
//! line's bytes up to but not including `,"chain":`.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::session::{Entry, Event, Moment, Stamp, Started, moment::WallTime};

pub use super::chain::Chain;
use super::lines::Lines;
use super::{disk, regular};

/// The version of the journal's format.
const VERSION: u32 = 1;
/// Between two tries for the lock.
const PAUSE: Duration = Duration::from_millis(2);

/// One line as it stands in the file, without its chain.
#[derive(Serialize, Deserialize)]
struct Line {
    v: u32,
    #[serde(flatten)]
    entry: Entry,
}

/// What a journal holds.
#[derive(Clone, Debug)]
pub struct Contents {
    /// Its events.
    pub entries: Vec<Entry>,
    /// The chain of the `submitted` event, if there is one.
    pub submitted: Option<Chain>,
    /// Bytes of whole lines.
    pub good: u64,
    /// Bytes behind them: a torn line.
    pub torn: u64,
    chain: Chain,
}

/// Why a journal cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// Somebody is sitting this attempt, or recording it.
    Running,
    /// It has no whole line: no attempt.
    Empty,
    /// A line is not what was written.
    Damaged {
        /// 1-based.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// It could not be read.
    Io(io::Error),
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a journal's bytes: the longest prefix of whole lines that parse and chain; one further line is torn.
pub fn parse(bytes: &[u8]) -> Result<Contents, Unusable> {
    let mut contents =
        Contents { entries: Vec::new(), submitted: None, good: 0, torn: 0, chain: Chain::first() };
    let mut rest = bytes;
    while let Some(end) = memchr(rest) {
        match parse_line(&rest[..end], &contents.chain, contents.entries.len() as u64 + 1) {
            Ok((entry, chain)) => {
                if matches!(entry.event, Event::Submitted { .. }) {
                    contents.submitted = Some(chain.clone());
                }
                contents.entries.push(entry);
                contents.chain = chain;
                contents.good += end as u64 + 1;
                rest = &rest[end + 1..];
            }
            Err(Fault::Broken(_)) if end + 1 == rest.len() => break,
            // A line that chains is what somebody wrote: one that this program can't read is never cut.
            Err(Fault::Broken(why) | Fault::Foreign(why)) => {
                return Err(Unusable::Damaged { line: contents.entries.len() as u64 + 1, why });
            }
        }
    }
    contents.torn = rest.len() as u64;
    if contents.entries.is_empty() { Err(Unusable::Empty) } else { Ok(contents) }
}

fn memchr(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| byte == b'\n')
}

/// Why a line is no event.
enum Fault {
    /// It is not what was written: torn, or altered.
    Broken(String),
    /// It is whole and chains, and says what this program does not know.
    Foreign(String),
}

fn parse_line(line: &[u8], before: &Chain, number: u64) -> Result<(Entry, Chain), Fault> {
    let chain = before.unseal(line).map_err(|why| Fault::Broken(why.to_owned()))?;
    let foreign = |why: String| Fault::Foreign(format!("{why}; written by a newer version, perhaps"));
    let parsed: Line = serde_json::from_slice(line).map_err(|error| foreign(error.to_string()))?;
    if parsed.v != VERSION {
        return Err(foreign(format!("it has version {}, this program reads version {VERSION}", parsed.v)));
    }
    if parsed.entry.stamp.seq != number {
        let said = parsed.entry.stamp.seq;
        return Err(Fault::Foreign(format!("it says it is number {said}, and is number {number}")));
    }
    Ok((parsed.entry, chain))
}

/// Reads a journal without locking it.
pub fn read(path: &Path) -> Result<Contents, Unusable> {
    parse_named(path, &regular::read(path, regular::JOURNAL)?)
}

/// The same as [`parse`], of a file that is named for its attempt: a copy under another name is no second attempt.
fn parse_named(path: &Path, bytes: &[u8]) -> Result<Contents, Unusable> {
    let contents = parse(bytes)?;
    if let Some(Entry { event: Event::Started(started), .. }) = contents.entries.first()
        && path.file_stem().is_none_or(|name| name != started.attempt.as_str())
    {
        let why = format!("it is the journal of attempt `{}`, under another name", started.attempt);
        return Err(Unusable::Damaged { line: 1, why });
    }
    Ok(contents)
}

/// Whose attempt a journal is and when it was begun, as its first line says, even if it is damaged further down.
pub fn whose(path: &Path) -> Option<(Started, WallTime)> {
    let bytes = regular::read(path, regular::JOURNAL).ok()?;
    let line: Line = serde_json::from_slice(bytes.split(|&byte| byte == b'\n').next()?).ok()?;
    let at = line.entry.stamp.at;
    if let Event::Started(started) = line.entry.event { Some((*started, at)) } else { None }
}

/// Locks a journal, whatever is in it, so that nobody goes on with it; held until the file is dropped.
pub(super) fn hold(path: &Path) -> Result<File, Unusable> {
    let file = regular::open_to_write(path)?;
    claim(&file, 4)?;
    Ok(file)
}

/// Whether somebody holds the journal's lock. Looks with a shared lock, so that lookers don't take each other for one
/// who sits it.
pub fn is_running(path: &Path) -> bool {
    regular::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Who only looks whether a journal is running holds its lock for a moment: tries again so many times.
pub(super) fn claim(file: &File, tries: u32) -> Result<(), Unusable> {
    for _ in 0..tries {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(Unusable::Running)
}

/// Whether a journal's last line says that the attempt is recorded: a quick look at the end of the file, so that a
/// folder of thousands of finished attempts costs little. What it takes for recorded is never opened for writing.
pub fn ends_recorded(path: &Path) -> bool {
    const LOOK: u64 = 2048;
    let end = || -> io::Result<Vec<u8>> {
        let mut file = regular::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LOOK)))?;
        let mut bytes = Vec::new();
        file.take(LOOK).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    end().is_ok_and(|bytes| {
        let lines = bytes.strip_suffix(b"\n").and_then(|bytes| bytes.rsplit(|&byte| byte == b'\n').next());
        let entry = lines.and_then(|line| serde_json::from_slice::<Line>(line).ok());
        entry.is_some_and(|line| matches!(line.entry.event, Event::Recorded { .. }))
    })
}

/// A journal open for appending, locked until dropped.
#[derive(Debug)]
pub struct Journal {
    lines: Lines,
    seq: u64,
    chain: Chain,
}

impl Journal {
    /// Creates a journal that must not be there, locks it, and writes its first event.
    pub fn create(path: &Path, event: &Event, at: Moment, boot: &str) -> io::Result<(Self, Entry)> {
        let mut journal = Self { lines: Lines::create(path)?, seq: 0, chain: Chain::first() };
        let entry = journal.append(event, at, boot)?;
        disk::sync_folder(disk::nonempty(path.parent().unwrap_or(Path::new("."))))?;
        Ok((journal, entry))
    }

    /// Opens a journal for appending: locks it, reads it, cuts a torn line.
    pub fn open(path: &Path) -> Result<(Self, Contents), Unusable> {
        let mut file = regular::open_to_write(path)?;
        claim(&file, 4)?;
        // Whoever held the lock may have removed it.
        if !disk::stands_at(&file, path)? {
            return Err(io::Error::other("another file has taken its place").into());
        }
        let mut bytes = regular::read_open(&file, regular::JOURNAL)?;
        let contents = parse_named(path, &bytes)?;
        if contents.torn > 0 {
            disk::cut(&mut file, contents.good, "cut torn journal line")?;
        }
        bytes.truncate(usize::try_from(contents.good).unwrap_or(usize::MAX));
        let lines = Lines::of(file, path, bytes);
        let journal = Self { lines, seq: contents.entries.len() as u64, chain: contents.chain.clone() };
        Ok((journal, contents))
    }

    /// Appends one event and syncs it. If that fails the journal is as long as before.
    pub fn append(&mut self, event: &Event, at: Moment, boot: &str) -> io::Result<Entry> {
        let stamp =
            Stamp { seq: self.seq + 1, at: WallTime(at.wall_ms), up: at.up_ms, boot: boot.to_owned() };
        let entry = Entry { stamp, event: event.clone() };
        let (line, chain) = self.chain.seal(serde_json::to_vec(&Line { v: VERSION, entry: entry.clone() })?);
        self.lines.append(&line)?;
        self.seq += 1;
        self.chain = chain;
        Ok(entry)
    }

    /// Appends whole lines that follow from the last one, synced; the journal is to be opened anew afterwards.
    pub(super) fn extend(mut self, lines: &[u8]) -> io::Result<()> {
        self.lines.append(lines)
    }

    /// Where its lines are safe if no more can be appended: see to it that they are somewhere. `None`: where they should be.
    pub fn rescue(&self) -> io::Result<Option<PathBuf>> {
        self.lines.rescue()
    }

    /// The digits of the last line.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.lines.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::QuestionId;

    fn lines(count: u64) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let question = QuestionId::new("q").unwrap();
        let at = Moment { wall_ms: 0, up_ms: 0 };
        let (mut journal, _) =
            Journal::create(&path, &Event::Shown { question: question.clone() }, at, "boot").unwrap();
        for _ in 1..count {
            let text = "a \u{9b}\" \n text".to_owned();
            journal.append(&Event::Unclear { question: question.clone(), text }, at, "boot").unwrap();
        }
        std::fs::read(&path).unwrap()
    }

    #[test]
    fn a_journal_cut_at_any_byte_is_its_whole_lines() {
        let bytes = lines(3);
        let ends: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b'\n').collect();
        for cut in 0..=bytes.len() {
            let whole = ends.iter().filter(|&&end| end < cut).count();
            match parse(&bytes[..cut]) {
                Ok(contents) => assert_eq!(contents.entries.len(), whole),
                Err(Unusable::Empty) => assert_eq!(whole, 0),
                Err(other) => panic!("cut at {cut}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_torn_last_line_is_cut_and_more_than_one_is_damage() {
        let mut bytes = lines(2);
        let good = bytes.len() as u64;
        bytes.extend_from_slice(b"\0\0\0\0\n");
        assert_eq!(parse(&bytes).unwrap().good, good);
        bytes.extend_from_slice(b"x\n");
        assert!(matches!(parse(&bytes), Err(Unusable::Damaged { line: 3, .. })));
    }

    #[test]
    fn a_last_line_that_chains_and_says_something_unknown_is_never_cut() {
        let bytes = lines(1);
        let first: Chain = parse(&bytes).unwrap().chain;
        let line = br#"{"v":1,"seq":2,"at":"2026-11-23T08:13:26.123Z","up":1,"boot":"b","event":"edited"}"#;
        let more = [bytes, first.seal(line.to_vec()).0].concat();
        assert!(matches!(parse(&more), Err(Unusable::Damaged { line: 2, .. })));
    }

    #[test]
    fn an_altered_byte_before_the_last_line_is_damage() {
        let bytes = lines(3);
        let first = bytes.iter().position(|&byte| byte == b'\n').unwrap();
        for at in 0..first {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            assert!(matches!(parse(&altered), Err(Unusable::Damaged { line: 1, .. })), "byte {at}");
        }
    }

    #[test]
    fn a_second_opener_finds_it_running() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let event = Event::ClockJumped { by_ms: 1 };
        let at = Moment { wall_ms: 0, up_ms: 0 };
        let (journal, _) = Journal::create(&path, &event, at, "boot").unwrap();
        assert!(matches!(Journal::open(&path), Err(Unusable::Running)));
        assert!(is_running(&path));
        drop(journal);
        assert!(!is_running(&path));
        assert_eq!(Journal::open(&path).unwrap().1.entries.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }

        #[test]
        fn any_text_comes_back(text: String) {
            let question = QuestionId::new("q").unwrap();
            let event = Event::Unclear { question, text };
            let stamp = Stamp { seq: 1, at: WallTime(1), up: 2, boot: "b".to_owned() };
            let line = Line { v: VERSION, entry: Entry { stamp, event } };
            let json = serde_json::to_vec(&line).unwrap();
            let back: Line = serde_json::from_slice(&json).unwrap();
            proptest::prop_assert_eq!(back.entry, line.entry);
        }
    }
}
