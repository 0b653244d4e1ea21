//! The lines of an open journal: on disk, and in memory as they were accepted.
//!
//! While somebody sits an exam the file may be taken away under the program: moved, deleted, cut short, restored from a copy. What
//! was accepted is in memory until the end, so before each line the file is looked at, and what is missing is written again. A file
//! that says something else is somebody's, and is left alone: that is an error, and whoever appends says so.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::journal::{Unusable, claim};
use super::{disk, regular};

/// How often a lock is tried for on a file that others may come upon before it is locked, and look into.
const TRIES: u32 = 1000;

/// A journal's file, locked, and its lines.
#[derive(Debug)]
pub(super) struct Lines {
    file: File,
    path: PathBuf,
    known: Vec<u8>,
}

impl Lines {
    /// Creates and locks a file that must not be there; it has no lines yet.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = disk::create_private(path)?;
        lock(&file)?;
        Ok(Self { file, path: path.to_owned(), known: Vec::new() })
    }

    /// A file that is open and locked, and the whole lines it holds.
    pub(super) fn of(file: File, path: &Path, known: Vec<u8>) -> Self {
        Self { file, path: path.to_owned(), known }
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends whole lines and syncs them. If that fails there are as many lines as before.
    pub(super) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.stand()?;
        disk::append_at(&mut self.file, self.known.len() as u64, lines, "append to journal")?;
        self.known.extend_from_slice(lines);
        Ok(())
    }

    /// Sees to it that the file stands at its path and holds the known lines and nothing else.
    fn stand(&mut self) -> io::Result<()> {
        let ours = self.file.metadata()?;
        match fs::metadata(&self.path) {
            Ok(there) if (there.dev(), there.ino()) == (ours.dev(), ours.ino()) => {
                let known = self.known.len() as u64;
                match ours.len() {
                    length if length > known => disk::cut(&mut self.file, known, "cut journal back"),
                    length if length < known => self.complete(),
                    _ => Ok(()),
                }
            }
            Ok(_) => {
                let file = regular::open_to_write(&self.path)?;
                lock(&file)?;
                let ours = std::mem::replace(&mut self.file, file);
                self.complete().inspect_err(|_| self.file = ours)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.create_again(),
            Err(error) => Err(error),
        }
    }

    /// Where the known lines are safe once no more can be appended: `None` if they stand where they should, else a new file that
    /// holds them, beside the results.
    pub(super) fn rescue(&self) -> io::Result<Option<PathBuf>> {
        let stands = fs::metadata(&self.path).is_ok_and(|there| {
            self.file.metadata().is_ok_and(|ours| {
                (there.dev(), there.ino()) == (ours.dev(), ours.ino())
                    && ours.len() >= self.known.len() as u64
            })
        });
        if stands {
            return Ok(None);
        }
        let name = self.path.file_name().unwrap_or_default();
        let beside = self.path.parent().and_then(Path::parent).map_or(Path::new("."), disk::nonempty);
        let path = beside.join(name);
        let mut file = disk::create_private(&path)?;
        disk::append_at(&mut file, 0, &self.known, "write journal elsewhere")?;
        disk::sync_folder(beside)?;
        Ok(Some(path))
    }

    /// The file is gone, and perhaps its folder.
    fn create_again(&mut self) -> io::Result<()> {
        let folder = disk::nonempty(self.path.parent().unwrap_or(Path::new("."))).to_owned();
        disk::private_folder(&folder)?;
        let mut again = Self::create(&self.path)?;
        again.append_all(&self.known)?;
        disk::sync_folder(&folder)?;
        *self = again;
        Ok(())
    }

    fn append_all(&mut self, lines: &[u8]) -> io::Result<()> {
        disk::append_at(&mut self.file, 0, lines, "write journal again")?;
        self.known = lines.to_vec();
        Ok(())
    }

    /// Adds what the file lacks, if what it holds is how the known lines begin.
    fn complete(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        let found = regular::read_open(&self.file, regular::JOURNAL)?;
        let Some(missing) = self.known.strip_prefix(found.as_slice()) else {
            return Err(io::Error::other(
                "another file has taken its place while the attempt was under way; move that file away",
            ));
        };
        if missing.is_empty() {
            return Ok(());
        }
        disk::append_at(&mut self.file, found.len() as u64, missing, "write journal again")
    }
}

fn lock(file: &File) -> io::Result<()> {
    claim(file, TRIES).map_err(|problem| match problem {
        Unusable::Io(error) => error,
        Unusable::Running | Unusable::Empty | Unusable::Damaged { .. } => {
            io::Error::new(io::ErrorKind::ResourceBusy, "it is locked by another process")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> (tempfile::TempDir, PathBuf, Lines) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("attempts")).unwrap();
        let path = folder.path().join("attempts/a.jsonl");
        let mut lines = Lines::create(&path).unwrap();
        lines.append(b"one\n").unwrap();
        lines.append(b"two\n").unwrap();
        (folder, path, lines)
    }

    #[test]
    fn what_is_taken_away_is_written_again() {
        type Harm = fn(&Path);
        let harms: [(&str, Harm); 7] = [
            ("deleted", |path| fs::remove_file(path).unwrap()),
            ("deleted with its folder", |path| fs::remove_dir_all(path.parent().unwrap()).unwrap()),
            ("moved", |path| fs::rename(path, path.with_extension("old")).unwrap()),
            ("emptied", |path| fs::write(path, "").unwrap()),
            ("cut short", |path| fs::write(path, "one\nt").unwrap()),
            ("written to", |path| fs::write(path, "one\ntwo\nthr").unwrap()),
            ("restored from a copy", |path| {
                fs::remove_file(path).unwrap();
                fs::write(path, "one\n").unwrap();
            }),
        ];
        for (what, harm) in harms {
            let (_folder, path, mut lines) = begun();
            harm(&path);
            lines.append(b"three\n").unwrap();
            lines.append(b"four\n").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\nthree\nfour\n", "{what}");
            assert!(super::super::journal::is_running(&path), "{what}: locked");
        }
    }

    #[test]
    fn what_cannot_stand_where_it_should_is_written_beside_it() {
        let (folder, path, mut lines) = begun();
        assert_eq!(lines.rescue().unwrap(), None);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path.parent().unwrap(), "in the way").unwrap();
        assert!(lines.append(b"three\n").is_err());
        let rescued = lines.rescue().unwrap().unwrap();
        assert_eq!(rescued, folder.path().join("a.jsonl"));
        assert_eq!(fs::read_to_string(rescued).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn another_file_in_its_place_is_left_alone_and_said() {
        let harms: [fn(&Path); 2] = [|path| fs::remove_file(path).unwrap(), |_| ()];
        for harm in harms {
            let (_folder, path, mut lines) = begun();
            harm(&path);
            fs::write(&path, "other").unwrap();
            assert!(lines.append(b"three\n").unwrap_err().to_string().contains("another file"));
            assert_eq!(fs::read_to_string(&path).unwrap(), "other");
            fs::remove_file(&path).unwrap();
            lines.append(b"three\n").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\nthree\n");
        }
    }
}
