//! Exam files in folders: which there are, and their bytes.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use super::ledger::Trouble;
use super::regular::{self, Strange};

/// The longest exam file, in bytes, and one more: what is longer is refused by its length alone.
const MOST: u64 = regular::EXAM + 1;

/// Whether there is something at this path.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The same, where it matters that it can't be told.
pub fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether there is a folder at this path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is a regular file at this path.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// The bytes of an exam file; of one that is too long, just enough to tell.
pub fn read_exam(path: &Path) -> Result<Vec<u8>, Trouble> {
    let trouble = |error: std::io::Error| {
        Trouble::new(path, format!("could not be opened: {error}"), "check the path and the permissions")
    };
    let mut bytes = Vec::new();
    let pipe = fs::metadata(path).is_ok_and(|known| known.file_type().is_fifo());
    // What a shell hands over (`<(…)`) has a writer; a pipe with a name may have none, and would be waited for.
    if pipe && !path.starts_with("/dev") && !path.starts_with("/proc") {
        return Err(Trouble::new(path, "a named pipe, not an exam file", "name a TOML file"));
    }
    let file = File::open(path).map_err(trouble)?;
    if file.metadata().map_err(trouble)?.is_dir() {
        let help = "name a TOML file; `examiner list FOLDER` shows the exams in a folder";
        return Err(Trouble::new(path, "a folder, not an exam file", help));
    }
    file.take(MOST).read_to_end(&mut bytes).map_err(trouble)?;
    Ok(bytes)
}

/// The bytes of a regular file of at most `most` bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    regular::read(path, most).map_err(|error| match Strange::of(&error) {
        Some(_) => Trouble::io(path, "read it", &error),
        None => {
            Trouble::new(path, format!("could not be read: {error}"), "check the path and the permissions")
        }
    })
}

/// The bytes of a regular file of at most `most` bytes, or nothing where there is none.
pub fn read_if_there(path: &Path, most: u64) -> Option<Vec<u8>> {
    regular::read(path, most).ok()
}

/// The names of the files in a folder (not below it), sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = listed.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The names of all that is in a folder (not below it), folders included.
pub fn all_names(folder: &Path) -> Vec<String> {
    let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The TOML files in a folder (not below it), sorted by name.
pub fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = listed
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file())
        .map(|path| path.strip_prefix("./").map(Path::to_owned).unwrap_or(path))
        .collect();
    files.sort();
    files
}
