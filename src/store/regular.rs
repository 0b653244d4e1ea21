//! Regular files and nothing else, of a bounded length: what stands where a file should be may be a pipe that nobody
//! writes to, or a device that never ends.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fmt;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

/// The longest exam file, in bytes.
pub const EXAM: u64 = 16 * MIB;
/// The longest journal, in bytes: far more than the longest exam can write.
pub const JOURNAL: u64 = 256 * MIB;

const MIB: u64 = 1024 * 1024;

/// Why a file that can be opened is not read; carried by the [`io::Error`] of the functions here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strange {
    /// It is no regular file, but this.
    Kind(&'static str),
    /// It is longer than this many bytes.
    Long(u64),
}

impl Strange {
    /// What an error of these functions says about the file itself.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Strange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, "{kind}, expected a regular file"),
            Self::Long(most) => write!(f, "more than {0} MiB, expected at most {0} MiB", most / MIB),
        }
    }
}

impl std::error::Error for Strange {}

impl From<Strange> for io::Error {
    fn from(strange: Strange) -> Self {
        Self::other(strange)
    }
}

/// What stands at a path, with its article; `None` for a regular file.
pub fn strange_kind(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        None
    } else if kind.is_dir() {
        Some("a folder")
    } else if kind.is_fifo() {
        Some("a named pipe")
    } else if kind.is_socket() {
        Some("a socket")
    } else if kind.is_symlink() {
        Some("a symbolic link")
    } else {
        Some("a device")
    }
}

/// Opens a regular file for reading; never waits for whoever is at the other end of something else.
pub fn open(path: &Path) -> io::Result<File> {
    open_with(path, OpenOptions::new().read(true))
}

/// Opens a regular file that is there for reading and writing.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    open_with(path, OpenOptions::new().read(true).write(true))
}

fn open_with(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // Opening some devices does something: they are not even opened.
    refuse_strange(fs::metadata(path)?.file_type())?;
    let wait_not = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = options.custom_flags(wait_not).open(path)?;
    // Something else may have taken its place since; of regular files the flag changes nothing.
    refuse_strange(file.metadata()?.file_type())?;
    Ok(file)
}

fn refuse_strange(kind: FileType) -> io::Result<()> {
    strange_kind(kind).map_or(Ok(()), |kind| Err(Strange::Kind(kind).into()))
}

/// All bytes of a regular file of at most `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_open(open(path)?, most)
}

/// All bytes from where an open file stands, if there are at most `most`.
pub fn read_open(file: impl io::Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(Strange::Long(most).into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_within_the_bound_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(Strange::of(&read(&path, 4).unwrap_err()), Some(Strange::Long(4)));
        let kind = |path: &Path| Strange::of(&read(path, 4).unwrap_err());
        assert_eq!(kind(folder.path()), Some(Strange::Kind("a folder")));
        assert_eq!(kind(Path::new("/dev/zero")), Some(Strange::Kind("a device")));
        assert_eq!(kind(&folder.path().join("none")), None);
    }
}
