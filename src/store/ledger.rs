//! A results file and what lies beside it: where everything is, and the first checks before a question is asked.
//!
//! Beside `results.csv`: `results.csv.lock`, and `results.csv.attempts/` with a journal for each attempt and, in
//! `exams/`, a copy of each exam that was administered.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::ffi::OsString;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::exam::Digest;
use crate::render::sanitize;
use crate::results::Header;
use crate::session::AttemptId;

use super::disk;
use super::forgotten;
use super::lock::{self, Held};
use super::regular::{self, strange_kind};
pub use super::trouble::Trouble;

/// Follows at most this many symlinks.
const LINKS: usize = 40;

/// A results file and its companions.
#[derive(Clone, Debug)]
pub struct Ledger {
    results: PathBuf,
    /// How to have other results, where that is a way out.
    elsewhere: &'static str,
}

/// How to have other results than those of the command line.
const NAME_ANOTHER: &str = "name another place with `--results FILE`";

impl Ledger {
    /// The results that the command line names. Resolves their path through symlinks, once. The file may be missing;
    /// anything but a regular file is refused.
    pub fn at(path: &Path) -> Result<Self, Trouble> {
        Self::found(path, NAME_ANOTHER)
    }

    /// A learner's own results, which no command line names.
    pub fn of_learner(path: &Path) -> Result<Self, Trouble> {
        Self::found(path, "name another data folder with `XDG_DATA_HOME`")
    }

    fn found(path: &Path, elsewhere: &'static str) -> Result<Self, Trouble> {
        Self::follow(path, elsewhere).map_err(|trouble| trouble.or(elsewhere))
    }

    fn follow(path: &Path, elsewhere: &'static str) -> Result<Self, Trouble> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            match fs::symlink_metadata(&path) {
                Ok(known) if known.file_type().is_symlink() => {
                    let target =
                        fs::read_link(&path).map_err(|e| Trouble::io(&path, "follow the link", &e))?;
                    path = path.parent().unwrap_or(Path::new("")).join(target);
                }
                Ok(known) if known.is_file() => return Self::beside(&path, elsewhere),
                Ok(known) => {
                    let kind = strange_kind(known.file_type()).unwrap_or("a strange thing");
                    let what = format!("{kind}, and results are kept in a regular file");
                    return Err(Trouble::new(&path, what, "move it out of the way"));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Self::beside(&path, elsewhere);
                }
                Err(error) => return Err(Trouble::io(&path, "look at the file", &error)),
            }
        }
        Err(Trouble::new(&path, "too many symbolic links", "mend the link"))
    }

    fn beside(path: &Path, elsewhere: &'static str) -> Result<Self, Trouble> {
        let folder = disk::nonempty(path.parent().unwrap_or(Path::new(".")));
        let folder = fs::canonicalize(folder).map_err(|e| {
            if e.kind() == io::ErrorKind::NotFound {
                Trouble::new(folder, format!("could not find the folder: {e}"), "create the folder first")
            } else {
                Trouble::io(folder, "find the folder", &e)
            }
        })?;
        let Some(name) = path.file_name() else {
            let what = "no name of a file, and results are kept in a regular file";
            return Err(Trouble::new(path, what, "name the file, too"));
        };
        Ok(Self { results: folder.join(name), elsewhere })
    }

    /// The results file.
    pub fn results(&self) -> &Path {
        &self.results
    }

    /// Its name without its folder.
    pub fn name(&self) -> String {
        self.results.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn sibling(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(self.results.file_name().unwrap_or_default());
        name.push(ending);
        self.results.with_file_name(name)
    }

    /// The folder of the journals.
    pub fn attempts(&self) -> PathBuf {
        self.sibling(".attempts")
    }

    /// The folder of the exams' copies.
    pub fn exams(&self) -> PathBuf {
        self.attempts().join("exams")
    }

    /// An attempt's journal.
    pub fn journal(&self, attempt: &AttemptId) -> PathBuf {
        self.attempts().join(format!("{attempt}.jsonl"))
    }

    /// What is left of removed attempts.
    pub fn forgotten(&self) -> PathBuf {
        self.attempts().join(format!("{}.jsonl", forgotten::STEM))
    }

    /// The lock file.
    pub fn lock_path(&self) -> PathBuf {
        self.sibling(".lock")
    }

    /// Takes the lock on the results.
    pub fn lock(&self, waiting: &mut dyn FnMut(&str)) -> Result<Held, Trouble> {
        self.hold(waiting).map_err(|e| Trouble::io(&self.lock_path(), "take the lock", &e))
    }

    fn hold(&self, waiting: &mut dyn FnMut(&str)) -> io::Result<Held> {
        let path = self.lock_path();
        let mut say = || {
            waiting(&format!(
                "waiting for another process to let go of `{}` (the lock on `{}`), for at most {} seconds; Ctrl-C ends the wait",
                path.display(),
                self.name(),
                lock::PATIENCE_S
            ));
        };
        lock::exclusive(&path, &mut say)
    }

    /// Tries everything before the first question: folders, lock, header.
    pub fn prepare(&self, waiting: &mut dyn FnMut(&str)) -> Result<(), Trouble> {
        let held = self.hold(waiting).map_err(|e| {
            let trouble = Trouble::io(&self.lock_path(), "take the lock", &e);
            if e.kind() == io::ErrorKind::TimedOut || trouble.called_away {
                trouble
            } else {
                trouble.or(self.elsewhere)
            }
        })?;
        self.open(&held).map_err(|trouble| trouble.or(self.elsewhere))?;
        for folder in [self.attempts(), self.exams()] {
            disk::private_folder(&folder)
                .map_err(|e| self.no_folder(&folder, "create the folder", &e).or(self.elsewhere))?;
        }
        Ok(())
    }

    /// An error of the system about a folder of ours; if something else stands there, that is said.
    fn no_folder(&self, folder: &Path, doing: &str, error: &io::Error) -> Trouble {
        let kind = match fs::symlink_metadata(folder) {
            Ok(known) if !folder.is_dir() => strange_kind(known.file_type()).unwrap_or("a plain file"),
            Ok(_) | Err(_) => return Trouble::io(folder, doing, error),
        };
        let holds = if folder == self.attempts() { "the attempts' journals" } else { "the exams' copies" };
        let name = self.name();
        let what = format!("{kind}, expected the folder that holds {holds} of `{}`", sanitize::line(&name));
        Trouble::new(folder, what, "move it out of the way")
    }

    /// Opens the results for reading and writing, and reads the header, or writes it into a new file.
    pub(super) fn open(&self, _held: &Held) -> Result<(File, Header), Trouble> {
        let path = &self.results;
        let fail = |doing: &'static str| move |e: io::Error| Trouble::io(path, doing, &e);
        let strange = |kind: FileType| {
            let kind = strange_kind(kind)?;
            let what = format!("{kind}, and results are kept in a regular file");
            Some(Trouble::new(path, what, "move it out of the way"))
        };
        if let Some(trouble) = fs::metadata(path).ok().and_then(|known| strange(known.file_type())) {
            return Err(trouble);
        }
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(fail("open the results"))?;
        let known = file.metadata().map_err(fail("look at the results"))?;
        // Something else may have taken its place since.
        if let Some(trouble) = strange(known.file_type()) {
            return Err(trouble);
        }
        let mut start = Vec::new();
        (&mut file).take(Header::LOOK).read_to_end(&mut start).map_err(fail("read the results"))?;
        let ours = Header::ours();
        let header = ours.to_bytes();
        if start.len() < header.len() && header.starts_with(&start) {
            disk::append_at(&mut file, 0, &header, "write header").map_err(fail("write the header"))?;
            let folder = path.parent().unwrap_or(Path::new("."));
            disk::sync_folder(disk::nonempty(folder)).map_err(fail("sync the folder"))?;
            return Ok((file, ours));
        }
        let header = Header::read(&start).map_err(|problem| Trouble::header(path, &problem))?;
        Ok((file, header))
    }

    /// The attempts that have a journal here, oldest id first. What was removed at its candidate's wish is none any more, even if
    /// its journal is still there because the removal broke off.
    pub fn journals(&self) -> Result<Vec<AttemptId>, Trouble> {
        let mut attempts = self.all_journals()?;
        if !attempts.is_empty() {
            let forgotten = forgotten::read(self)?;
            attempts.retain(|id| !forgotten.holds(id.as_str()));
        }
        Ok(attempts)
    }

    /// The same with those whose removal broke off.
    pub fn all_journals(&self) -> Result<Vec<AttemptId>, Trouble> {
        let folder = self.attempts();
        let listed = match fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.no_folder(&folder, "list the journals", &error)),
        };
        let mut attempts: Vec<AttemptId> = listed
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| {
                let name = entry.file_name();
                AttemptId::new(name.to_str()?.strip_suffix(".jsonl")?)
            })
            .filter(|id| id.as_str() != forgotten::STEM)
            .collect();
        attempts.sort();
        Ok(attempts)
    }

    /// Where the copy of an exam is.
    pub fn copy_path(&self, exam_digest: &str, key_digest: &str) -> PathBuf {
        let first = |digest: &str| digest.chars().take(16).collect::<String>();
        self.exams().join(format!("{}-{}.toml", first(exam_digest), first(key_digest)))
    }

    /// The copies of an exam, whatever their keys, by name.
    pub fn copies(&self, exam_digest: &str) -> Vec<PathBuf> {
        let first: String = exam_digest.chars().take(16).collect();
        let listed = fs::read_dir(self.exams()).into_iter().flatten().filter_map(Result::ok);
        let mut copies: Vec<PathBuf> = listed
            .map(|entry| entry.path())
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&first)))
            .collect();
        copies.sort();
        copies
    }

    /// The copies of exams with this key, whatever their texts, by name.
    pub fn copies_with_key(&self, key_digest: &str) -> Vec<PathBuf> {
        let first: String = key_digest.chars().take(16).collect();
        let ending = format!("-{first}.toml");
        let listed = fs::read_dir(self.exams()).into_iter().flatten().filter_map(Result::ok);
        let mut copies: Vec<PathBuf> = listed
            .map(|entry| entry.path())
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(&ending)))
            .collect();
        copies.sort();
        copies
    }

    /// The files that were kept when the results were replaced, by name.
    pub fn backups(&self) -> Vec<PathBuf> {
        let beginning = format!("{}.", self.name());
        let is_stamp = |stamp: &str| {
            let time = stamp.split_once('-').map_or(stamp, |(time, _)| time);
            time.len() == 16 && time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z'))
        };
        let is_one = |name: &str| {
            let stamp = name.strip_prefix(&beginning).and_then(|rest| rest.strip_suffix(".bak"));
            stamp.is_some_and(is_stamp)
        };
        let folder = self.results.parent().unwrap_or(Path::new("."));
        let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut backups: Vec<PathBuf> = listed
            .map(|entry| entry.path())
            .filter(|path| is_one(&path.file_name().unwrap_or_default().to_string_lossy()))
            .filter(|path| fs::symlink_metadata(path).is_ok_and(|known| known.is_file()))
            .collect();
        backups.sort();
        backups
    }

    /// Puts other bytes in the place of the results, whole or not at all, and keeps what was there as `<file name>.<time>.bak`, which is
    /// never put in another's place. Gives the path of that.
    pub fn replace(&self, _held: &Held, was: &[u8], bytes: &[u8], time: &str) -> Result<PathBuf, Trouble> {
        // Whoever holds the lock makes no other one within this very second, as a rule.
        let mut backup = self.sibling(&format!(".{time}.bak"));
        let mut more = 1_u32;
        while fs::symlink_metadata(&backup).is_ok() {
            more = more.saturating_add(1);
            backup = self.sibling(&format!(".{time}-{more}.bak"));
        }
        disk::create_like(&backup, was, &self.results)
            .map_err(|e| Trouble::io(&backup, "keep a copy of the results", &e))?;
        disk::replace(&self.results, bytes, 0o600)
            .map_err(|e| Trouble::io(&self.results, "replace the results", &e))?;
        Ok(backup)
    }

    /// Keeps a copy of an exam that is administered.
    pub fn keep_exam(&self, exam: Digest, key: Digest, bytes: &[u8]) -> Result<(), Trouble> {
        let path = self.copy_path(&exam.full(), &key.full());
        if regular::read(&path, regular::EXAM).is_ok_and(|known| known == bytes) {
            return Ok(());
        }
        for folder in [self.attempts(), self.exams()] {
            disk::private_folder(&folder).map_err(|e| self.no_folder(&folder, "create the folder", &e))?;
        }
        disk::replace(&path, bytes, 0o600).map_err(|e| Trouble::io(&path, "keep a copy of the exam", &e))
    }

    /// The copy of the exam that an attempt names.
    pub fn kept_exam(&self, exam_digest: &str, key_digest: &str) -> io::Result<Vec<u8>> {
        regular::read(&self.copy_path(exam_digest, key_digest), regular::EXAM)
    }
}
