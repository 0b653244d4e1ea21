//! A results file and what lies beside it: where everything is, and the first checks before a question is asked.
//!
//! Beside `results.csv`: `results.csv.lock`, and `results.csv.attempts/` with a journal for each attempt and, in
//! `exams/`, a copy of each exam that was administered.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::exam::Digest;
use crate::render::sanitize;
use crate::results::{Header, HeaderProblem};
use crate::session::AttemptId;

use super::disk;
use super::lock::{self, Held};
use super::regular::{self, Strange};

/// Follows at most this many symlinks.
const LINKS: usize = 40;

/// A results file and its companions.
#[derive(Clone, Debug)]
pub struct Ledger {
    results: PathBuf,
}

/// What went wrong with a file: which, while doing what, and what to do.
#[derive(Debug)]
pub struct Trouble {
    /// The file.
    pub path: PathBuf,
    /// What was found.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        write!(f, "`{}`: {}", sanitize::line(&path), self.what)
    }
}

impl Trouble {
    /// An error of the system while `doing` something.
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Self {
        if let Some(strange) = Strange::of(error) {
            return Self::strange(path, strange);
        }
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
        let kind = error.kind();
        let help = if full.contains(&kind) {
            "make room, or name another place with `--results FILE`"
        } else if kind == io::ErrorKind::PermissionDenied {
            "check the permissions, or name another place with `--results FILE`"
        } else if kind == io::ErrorKind::ReadOnlyFilesystem {
            "name a place that can be written with `--results FILE`"
        } else if kind == io::ErrorKind::NotFound {
            "create the folder first, or name another place with `--results FILE`"
        } else if kind == io::ErrorKind::TimedOut {
            "see which process holds it, and run the command again"
        } else {
            "mend that, and run the command again"
        };
        Self { path: path.to_owned(), what: format!("could not {doing}: {error}"), help: help.to_owned() }
    }

    /// Something else than the file that should be there.
    fn strange(path: &Path, strange: Strange) -> Self {
        let help = match strange {
            Strange::Kind(_) => "move it out of the way, or name the file that is meant",
            Strange::Long(_) => "see whether it is the file that is meant",
        };
        Self { path: path.to_owned(), what: strange.to_string(), help: help.to_owned() }
    }

    fn header(path: &Path, problem: &HeaderProblem) -> Self {
        let help = match problem {
            HeaderProblem::Foreign | HeaderProblem::Encoding => {
                "this file holds something else and was left untouched: name another one with `--results FILE`"
            }
            HeaderProblem::Semicolons => "save it with commas between the cells, or name another file",
            HeaderProblem::Lacks(_) | HeaderProblem::Twice(_) => {
                "mend the header, or name another file with `--results FILE`"
            }
            HeaderProblem::Unfinished => "add a newline behind the header",
        };
        Self { path: path.to_owned(), what: problem.to_string(), help: help.to_owned() }
    }
}

impl Ledger {
    /// Resolves the path of a results file through symlinks, once. The file may be missing; anything but a regular
    /// file is refused.
    pub fn at(path: &Path) -> Result<Self, Trouble> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            match fs::symlink_metadata(&path) {
                Ok(known) if known.file_type().is_symlink() => {
                    let target =
                        fs::read_link(&path).map_err(|e| Trouble::io(&path, "follow the link", &e))?;
                    path = path.parent().unwrap_or(Path::new("")).join(target);
                }
                Ok(known) if known.is_file() => return Self::beside(&path),
                Ok(_) => {
                    return Err(Trouble {
                        what: "not a regular file, and results are kept in one".to_owned(),
                        help: "name a file with `--results FILE`".to_owned(),
                        path,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::beside(&path),
                Err(error) => return Err(Trouble::io(&path, "look at the file", &error)),
            }
        }
        let what = "too many symbolic links".to_owned();
        Err(Trouble { path, what, help: "name the file itself with `--results FILE`".to_owned() })
    }

    fn beside(path: &Path) -> Result<Self, Trouble> {
        let folder = disk::nonempty(path.parent().unwrap_or(Path::new(".")));
        let folder = fs::canonicalize(folder).map_err(|e| Trouble::io(folder, "find the folder", &e))?;
        let Some(name) = path.file_name() else {
            let what = "not a regular file, and results are kept in one".to_owned();
            let help = "name a file with `--results FILE`".to_owned();
            return Err(Trouble { path: path.to_owned(), what, help });
        };
        Ok(Self { results: folder.join(name) })
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

    /// The lock file.
    pub fn lock_path(&self) -> PathBuf {
        self.sibling(".lock")
    }

    /// Takes the lock on the results.
    pub fn lock(&self, waiting: &mut dyn FnMut(&str)) -> Result<Held, Trouble> {
        let path = self.lock_path();
        let mut say = || {
            waiting(&format!("waiting for another process to let go of `{}` (its lock)", path.display()));
        };
        lock::exclusive(&path, &mut say).map_err(|e| Trouble::io(&path, "take the lock", &e))
    }

    /// Tries everything before the first question: folders, lock, header.
    pub fn prepare(&self, waiting: &mut dyn FnMut(&str)) -> Result<(), Trouble> {
        let held = self.lock(waiting)?;
        self.open(&held)?;
        for folder in [self.attempts(), self.exams()] {
            disk::private_folder(&folder).map_err(|e| Trouble::io(&folder, "create the folder", &e))?;
        }
        Ok(())
    }

    /// Opens the results for reading and writing, and reads the header, or writes it into a new file.
    pub(super) fn open(&self, _held: &Held) -> Result<(File, Header), Trouble> {
        let path = &self.results;
        let fail = |doing: &'static str| move |e: io::Error| Trouble::io(path, doing, &e);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(fail("open the results"))?;
        if !file.metadata().map_err(fail("look at the results"))?.is_file() {
            return Err(Trouble {
                path: path.clone(),
                what: "not a regular file, and results are kept in one".to_owned(),
                help: "move it away, or name a file with `--results FILE`".to_owned(),
            });
        }
        let mut start = Vec::new();
        (&mut file).take(64 * 1024).read_to_end(&mut start).map_err(fail("read the results"))?;
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

    /// The attempts that have a journal here, oldest id first.
    pub fn journals(&self) -> Result<Vec<AttemptId>, Trouble> {
        let folder = self.attempts();
        let listed = match fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Trouble::io(&folder, "list the journals", &error)),
        };
        let mut attempts: Vec<AttemptId> = listed
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| {
                let name = entry.file_name();
                AttemptId::new(name.to_str()?.strip_suffix(".jsonl")?)
            })
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

    /// Keeps a copy of an exam that is administered.
    pub fn keep_exam(&self, exam: Digest, key: Digest, bytes: &[u8]) -> Result<(), Trouble> {
        let path = self.copy_path(&exam.full(), &key.full());
        if regular::read(&path, regular::EXAM).is_ok_and(|known| known == bytes) {
            return Ok(());
        }
        disk::replace(&path, bytes, 0o600).map_err(|e| Trouble::io(&path, "keep a copy of the exam", &e))
    }

    /// The copy of the exam that an attempt names.
    pub fn kept_exam(&self, exam_digest: &str, key_digest: &str) -> io::Result<Vec<u8>> {
        regular::read(&self.copy_path(exam_digest, key_digest), regular::EXAM)
    }
}
