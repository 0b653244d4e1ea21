//! Results files to be read, by many or by few: a file, a pipe, all in a folder; each once.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::results::scan::ReadAt;

use super::ledger::Trouble;

/// The most that is read of a pipe, in bytes: it is kept in memory.
const MOST_PIPED: u64 = 1 << 30;

/// A results file that is open for reading.
#[derive(Debug)]
pub struct ResultsFile {
    /// As it was named, or as it was found in a folder.
    pub path: PathBuf,
    /// What was named on the command line: the file, or the folder that it is in.
    pub named: PathBuf,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    /// A regular file and the length that it had when it was opened.
    File(File, u64),
    /// What came through a pipe.
    Piped(Vec<u8>),
}

impl ResultsFile {
    /// Whether a folder was named and not the file.
    pub fn is_found(&self) -> bool {
        self.named != self.path
    }

    /// Whether it stands somewhere to stay, so that something may be kept beside it: a pipe and what is only handed over do not.
    pub fn stays(&self) -> bool {
        let is_handed_over = ["/dev", "/proc"].iter().any(|folder| self.path.starts_with(folder));
        matches!(self.bytes, Bytes::File(..)) && !is_handed_over
    }
}

impl ReadAt for ResultsFile {
    fn length(&self) -> u64 {
        match &self.bytes {
            Bytes::File(_, length) => *length,
            Bytes::Piped(bytes) => bytes.length(),
        }
    }

    fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
        match &self.bytes {
            Bytes::File(file, _) => file.read_at(to, at),
            Bytes::Piped(bytes) => bytes.read_at(to, at),
        }
    }
}

/// Opens files, and of folders all `*.csv` in them (not below), by name; what is named twice is opened once.
pub fn open(paths: &[PathBuf]) -> Result<Vec<ResultsFile>, Trouble> {
    let mut files = Vec::new();
    let mut known = HashSet::new();
    for path in paths {
        if path.is_dir() {
            let found = csv_files(path)?;
            if found.is_empty() {
                let help = "name a results file, or the folder that holds some";
                return Err(Trouble::new(path, "no results (`*.csv`) in this folder", help));
            }
            for found in found {
                open_one(found, path, &mut known, &mut files)?;
            }
        } else {
            open_one(path.clone(), path, &mut known, &mut files)?;
        }
    }
    // Exams, journals and what is written are opened besides: none of these is to be missed for that.
    let spare: io::Result<Vec<File>> = (0..SPARE).map(|_| open_file(Path::new("/dev/null"))).collect();
    match (spare, files.last()) {
        (Err(error), Some(last)) if is_one_too_many(&error) => Err(one_too_many(&last.path, &error)),
        (Ok(_) | Err(_), _) => Ok(files),
    }
}

/// Files that are open at once besides the results, at most.
const SPARE: usize = 16;

fn one_too_many(path: &Path, error: &io::Error) -> Trouble {
    let help = "join some of the files, or let programs open more (`ulimit -n`)";
    Trouble::new(path, format!("could not be read: {error}"), help)
}

fn open_one(
    path: PathBuf,
    named: &Path,
    known: &mut HashSet<(u64, u64)>,
    files: &mut Vec<ResultsFile>,
) -> Result<(), Trouble> {
    let trouble = |error: &io::Error| {
        if is_one_too_many(error) {
            return one_too_many(&path, error);
        }
        let help = if error.kind() == io::ErrorKind::NotFound {
            "name the results with their path; `examiner take` writes `results.csv` in the current folder"
                .to_owned()
        } else {
            Trouble::io(&path, "read it", error).help
        };
        Trouble::new(&path, format!("could not be read: {error}"), help)
    };
    let file = open_file(&path).map_err(|error| trouble(&error))?;
    let about = file.metadata().map_err(|error| trouble(&error))?;
    let bytes = if about.is_file() {
        if !known.insert((about.dev(), about.ino())) {
            return Ok(());
        }
        Bytes::File(file, about.len())
    } else {
        let mut bytes = Vec::new();
        let read = file.take(MOST_PIPED + 1).read_to_end(&mut bytes).map_err(|error| trouble(&error))?;
        if read as u64 > MOST_PIPED {
            let what = format!("more than {} MiB through a pipe", MOST_PIPED >> 20);
            return Err(Trouble::new(&path, what, "save it as a file and name that"));
        }
        Bytes::Piped(bytes)
    };
    files.push(ResultsFile { path, named: named.to_owned(), bytes });
    Ok(())
}

/// Opens a file to be read; where no more may be open at once, as many as this program may ask for.
fn open_file(path: &Path) -> io::Result<File> {
    match File::open(path) {
        Err(error) if is_one_too_many(&error) => {
            let limit = getrlimit(Resource::Nofile);
            // Some systems take no limit that is above their own, and name no number.
            let most = [limit.maximum, limit.maximum.map(|most| most.min(10_240))];
            let _ = most.into_iter().find(|&current| {
                setrlimit(Resource::Nofile, Rlimit { current, maximum: limit.maximum }).is_ok()
            });
            File::open(path)
        }
        opened => opened,
    }
}

/// Whether this program has as many files open as it may.
fn is_one_too_many(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error())
}

fn csv_files(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let listed = fs::read_dir(folder).map_err(|error| {
        Trouble::new(folder, format!("could not be listed: {error}"), "check the permissions")
    })?;
    let mut files: Vec<PathBuf> = listed
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv") && path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// The first bytes of a regular file; `None` where there is none. A pipe is not waited for.
pub fn start_of(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    if !fs::metadata(path).is_ok_and(|about| about.is_file()) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whether two paths lead to one file, or would if there were one.
pub fn same_place(one: &Path, other: &Path) -> bool {
    let file = |path: &Path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    let in_folder = |path: &Path| {
        let folder = fs::canonicalize(super::disk::nonempty(path.parent()?)).ok()?;
        Some(folder.join(path.file_name()?))
    };
    match (file(one), file(other)) {
        (None, None) => in_folder(one).is_some_and(|one| in_folder(other) == Some(one)),
        (one, other) => one == other,
    }
}
