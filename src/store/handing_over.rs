//! A person's data as one folder: made new, for its owner alone, and whole or not at all.

use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::results::scan::ReadAt;

use super::ledger::Trouble;
use super::{disk, folder, regular};

/// One file of the folder.
pub enum Piece<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes as they are.
    Bytes(&'a [u8]),
    /// A copy of a file.
    Copy(&'a Path),
    /// Parts of a file, one behind the other.
    Parts(&'a dyn ReadAt, &'a [Range<u64>]),
}

/// Writes a folder that must not be there. Names may be in folders below it.
pub fn write(to: &Path, pieces: &[(PathBuf, Piece<'_>)]) -> Result<(), Trouble> {
    disk::create_folder(to).map_err(|error| not_made(to, &error))?;
    let written = pieces
        .iter()
        .try_for_each(|(name, piece)| write_one(&to.join(name), piece))
        .and_then(|()| disk::sync_folder(to).map_err(|error| Trouble::io(to, "sync the folder", &error)));
    if written.is_err() {
        // It was made by this very call. What can't be taken back is named by the error.
        let _ = disk::remove_folder(to);
    }
    written
}

fn not_made(to: &Path, error: &io::Error) -> Trouble {
    let kind = error.kind();
    if kind == io::ErrorKind::AlreadyExists {
        Trouble::new(to, "there is something already, and nothing is put among it", "name a new folder")
    } else if kind == io::ErrorKind::NotFound {
        Trouble::new(to, format!("could not be made: {error}"), "create the folder above it first")
    } else {
        Trouble::io(to, "make the folder", error)
    }
}

fn write_one(path: &Path, piece: &Piece<'_>) -> Result<(), Trouble> {
    let failed = |error: io::Error| Trouble::io(path, "write it", &error);
    if let Some(parent) = path.parent() {
        disk::private_folder(parent).map_err(failed)?;
    }
    match piece {
        Piece::Text(text) => disk::write_private(path, |file| file.write_all(text.as_bytes())),
        Piece::Bytes(bytes) => disk::write_private(path, |file| file.write_all(bytes)),
        Piece::Copy(from) => {
            let bytes = folder::read(from, regular::JOURNAL)?;
            disk::write_private(path, |file| file.write_all(&bytes))
        }
        Piece::Parts(from, places) => disk::write_private(path, |file| {
            let mut buffer = Vec::new();
            for place in *places {
                let length = usize::try_from(place.end - place.start).unwrap_or(usize::MAX);
                buffer.resize(length, 0);
                let filled = from.fill(&mut buffer, place.start)?;
                file.write_all(&buffer[..filled])?;
            }
            Ok(())
        }),
    }
    .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_whole_or_not_at_all_and_never_into_another() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("ada");
        let results = b"header\none\ntwo\n".to_vec();
        let places = [0..7, 11..15];
        let rows = || (PathBuf::from("results.csv"), Piece::Parts(&results, &places));
        let missing = folder.path().join("none.jsonl");
        let broken = [rows(), (PathBuf::from("journals/none.jsonl"), Piece::Copy(&missing))];
        assert!(write(&to, &broken).is_err() && !folder::exists(&to));
        let readme = || (PathBuf::from("README.txt"), Piece::Text("hello\n"));
        write(&to, &[readme(), rows()]).unwrap();
        assert_eq!(folder::read(&to.join("results.csv"), 99).unwrap(), b"header\ntwo\n");
        assert!(write(&to, &[readme()]).unwrap_err().what.contains("there is something already"));
        let nowhere = write(&folder.path().join("a/b"), &[readme()]).unwrap_err();
        assert!(nowhere.help.contains("create the folder"), "{nowhere}");
    }
}
