//! Single steps on files: append and sync, cut back, replace a file atomically, make a folder durable.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::fault;

/// Appends bytes at `end`, in one go, and syncs them. If that fails, the file is cut back to `end`.
pub fn append_at(file: &mut File, end: u64, bytes: &[u8], name: &str) -> io::Result<()> {
    let written = file
        .seek(SeekFrom::Start(end))
        .and_then(|_| fault::write(file, bytes, name))
        .and_then(|()| sync_data(file, name));
    if written.is_err() {
        // What cannot be cut back now is cut back by whoever opens the file next.
        let _ = cut(file, end, name);
    }
    written
}

/// Cuts a file to a length and syncs it.
pub fn cut(file: &mut File, length: u64, name: &str) -> io::Result<()> {
    fault::step(name);
    file.set_len(length)?;
    file.sync_all()
}

/// Syncs a file's content.
pub fn sync(file: &File, name: &str) -> io::Result<()> {
    fault::step(name);
    file.sync_all()
}

/// Syncs a file's bytes and its length, not its times.
fn sync_data(file: &File, name: &str) -> io::Result<()> {
    fault::step(name);
    file.sync_data()
}

/// Syncs a folder, so that a file created in it stays.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fault::step("sync folder");
    File::open(folder)?.sync_all()
}

/// Creates a private folder (0700) if it is missing, and syncs its parent.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fault::step("create folder");
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => folder.parent().map_or(Ok(()), |parent| sync_folder(nonempty(parent))),
    }
}

/// Creates all folders on the way (0700 each) that are missing.
pub fn private_folders(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Creates a private folder (0700) that must not be there.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    fault::step("create folder");
    DirBuilder::new().mode(0o700).create(folder)
}

/// Writes a private file (0600) that must not be there, and syncs it.
pub fn write_private(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = create_private(path)?;
    write(&mut file)?;
    sync(&file, "sync file")
}

/// Removes a folder with all that is in it.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder)
}

/// Gives a folder another name in the same folder, and syncs that.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::step("rename folder");
    fs::rename(from, to)?;
    sync_folder(nonempty(to.parent().unwrap_or(Path::new("."))))
}

/// Creates a private file (0600) that must not be there, for reading and appending.
pub fn create_private(path: &Path) -> io::Result<File> {
    fault::step("create file");
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Writes a whole file atomically: a temporary file beside it, synced, renamed over it. An existing file keeps its
/// permissions; a new one gets `mode`.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    replace_by(path, mode, |file| fault::write(file, bytes, "write temporary file"))
}

/// The same, with the bytes written by `write`.
pub fn replace_by(path: &Path, mode: u32, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let folder = nonempty(path.parent().unwrap_or(Path::new(".")));
    let mode = fs::metadata(path).map_or(mode, |known| known.permissions().mode() & 0o7777);
    fault::step("create temporary file");
    let mut temporary = tempfile::Builder::new().prefix(".examiner-").tempfile_in(folder)?;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    write(temporary.as_file_mut())?;
    temporary.flush()?;
    sync(temporary.as_file(), "sync temporary file")?;
    fault::step("rename temporary file");
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Replaces a file that is there atomically, by way of a temporary file of this name: where only one process does so at a time,
/// one that was killed leaves nothing that the next does not write over. The permissions stay.
pub fn replace_through(
    temporary: &Path,
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions();
    fault::step("create temporary file");
    let options = |new: &mut OpenOptions| new.write(true).create_new(true).mode(0o600).open(temporary);
    let mut file = match options(&mut OpenOptions::new()) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(temporary)?;
            options(&mut OpenOptions::new())?
        }
        opened => opened?,
    };
    let done = write(&mut file)
        .and_then(|()| file.set_permissions(mode))
        .and_then(|()| sync(&file, "sync temporary file"))
        .and_then(|()| {
            fault::step("rename temporary file");
            fs::rename(temporary, path)
        });
    if done.is_err() {
        let _ = fs::remove_file(temporary);
        return done;
    }
    sync_folder(nonempty(path.parent().unwrap_or(Path::new("."))))
}

/// Writes a whole file atomically where there is nothing: a temporary file beside it, synced, is given the name unless something has
/// it by then. The permissions are those of any new file.
pub fn create_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = nonempty(path.parent().unwrap_or(Path::new(".")));
    let mut temporary = temporary_in(folder)?;
    fault::write(temporary.as_file_mut(), bytes, "write temporary file")?;
    sync(temporary.as_file(), "sync temporary file")?;
    fault::step("name temporary file");
    temporary.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// The same with the permissions of another file.
pub fn create_like(path: &Path, bytes: &[u8], like: &Path) -> io::Result<()> {
    let folder = nonempty(path.parent().unwrap_or(Path::new(".")));
    let mode = fs::metadata(like)?.permissions().mode() & 0o7777;
    fault::step("create temporary file");
    let mut temporary = tempfile::Builder::new().prefix(".examiner-").tempfile_in(folder)?;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    fault::write(temporary.as_file_mut(), bytes, "write temporary file")?;
    sync(temporary.as_file(), "sync temporary file")?;
    fault::step("name temporary file");
    temporary.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Whether a file can be made beside this path; nothing of the trial stays.
pub fn can_create_beside(path: &Path) -> io::Result<()> {
    temporary_in(nonempty(path.parent().unwrap_or(Path::new(".")))).map(drop)
}

/// A temporary file with the permissions of any new file.
fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    fault::create("create temporary file")?;
    let mode = fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(".examiner-").permissions(mode).tempfile_in(folder)
}

/// Removes a file.
pub fn remove(path: &Path) -> io::Result<()> {
    fault::step("remove file");
    fs::remove_file(path)
}

/// Opens something for writing that is no regular file, and so can't be replaced: a terminal, a pipe, `/dev/null`. `None` for anything
/// else.
pub fn open_special(path: &Path) -> io::Result<Option<File>> {
    match fs::metadata(path) {
        Ok(known) if !known.is_file() && !known.is_dir() => {
            OpenOptions::new().write(true).open(path).map(Some)
        }
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Where a path leads through symbolic links, whether something is there or not: so that a link stays one when what it leads to is
/// replaced.
pub fn followed(path: &Path) -> PathBuf {
    /// As many as the system follows.
    const MOST: usize = 40;
    let mut at = path.to_owned();
    for _ in 0..MOST {
        let Ok(to) = fs::read_link(&at) else { break };
        at = at.parent().map_or_else(|| to.clone(), |folder| folder.join(&to));
    }
    at
}

/// The current folder where a path's parent is empty.
pub fn nonempty(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("exam.toml");
        create_whole(&path, b"mine").unwrap();
        for _ in 0..2 {
            let refused = create_whole(&path, b"theirs").unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        }
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        let link = folder.path().join("link.toml");
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
        assert_eq!(create_whole(&link, b"x").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
        can_create_beside(&path).unwrap();
        assert!(can_create_beside(&folder.path().join("none/exam.toml")).is_err());
    }

    #[test]
    fn links_are_followed_to_where_they_lead() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("below")).unwrap();
        std::os::unix::fs::symlink("below/two", at("one")).unwrap();
        std::os::unix::fs::symlink("../three", at("below/two")).unwrap();
        assert_eq!(followed(&at("one")), at("below/../three"));
        assert_eq!(followed(&at("none")), at("none"));
        std::os::unix::fs::symlink("round", at("round")).unwrap();
        followed(&at("round"));
    }

    #[test]
    fn of_many_at_once_one_writes_the_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("exam.toml");
        let path = &path;
        let won: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (b'a'..=b'h')
                .map(|letter| scope.spawn(move || create_whole(path, &[letter; 4096]).is_ok()))
                .collect();
            threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
        });
        assert_eq!(won, 1);
        let bytes = fs::read(path).unwrap();
        assert!(bytes.len() == 4096 && bytes.iter().all(|byte| *byte == bytes[0]));
    }
}
