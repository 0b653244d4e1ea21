//! The file of codes that stand for names in blind reports: kept beside the results, for whoever coordinates.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::disk;
use super::ledger::Trouble;

/// The longest file of codes that is read, in bytes.
const MOST: u64 = 64 << 20;

/// Where the codes of a results file are.
pub fn path_beside(results: &Path) -> PathBuf {
    let mut name = OsString::from(results.file_name().unwrap_or_default());
    name.push(".codes");
    results.with_file_name(name)
}

/// The text of the file of codes; empty where there is none.
pub fn read(path: &Path) -> Result<String, Trouble> {
    if path.exists() { update(path, |_| Ok(String::new())) } else { Ok(String::new()) }
}

/// Reads the file of codes and appends what `more` makes of its text, under the file's own lock, so that two reports at once
/// agree. Gives the whole text.
pub fn update(path: &Path, more: impl FnOnce(&str) -> Result<String, String>) -> Result<String, Trouble> {
    let failed = |doing: &'static str| move |error: io::Error| Trouble::io(path, doing, &error);
    let refused =
        |what: String| Trouble::new(path, what, "mend it, or move it away: then all codes are made anew");
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) && !path.exists() {
        return Err(refused(
            "a link that leads nowhere, and codes are kept where they are looked for".to_owned(),
        ));
    }
    let mut file = open(path).map_err(failed("open the codes"))?;
    if !file.metadata().map_err(failed("look at the codes"))?.is_file() {
        return Err(refused("not a regular file, and codes are kept in one".to_owned()));
    }
    file.lock().map_err(failed("lock the codes"))?;
    let mut text = String::new();
    (&mut file).take(MOST).read_to_string(&mut text).map_err(failed("read the codes"))?;
    let added = more(&text).map_err(refused)?;
    if !added.is_empty() {
        let end = text.len() as u64;
        disk::append_at(&mut file, end, added.as_bytes(), "write codes").map_err(failed("keep the codes"))?;
        text.push_str(&added);
    }
    Ok(text)
}

/// Opens the file, a new one for its owner alone, which is made under this very name. Does not wait for the other end of a pipe.
fn open(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NONBLOCK.bits();
    let flags = i32::try_from(flags).unwrap_or_default();
    let options = |new: bool| {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(new).mode(0o600).custom_flags(flags);
        options
    };
    match options(false).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        opened => return opened,
    }
    match options(true).open(path) {
        Ok(file) => {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
            Ok(file)
        }
        // Somebody else has just made it.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options(false).open(path),
        Err(error) => Err(error),
    }
}
