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

/// Writes a folder that must not be there: beside it first, under another name, so that it is whole once it is there. Names may be in
/// folders below it.
pub fn write(to: &Path, pieces: &[(PathBuf, Piece<'_>)]) -> Result<(), Trouble> {
    if folder::exists(to) {
        return Err(not_made(to, &io::ErrorKind::AlreadyExists.into()));
    }
    let aside = aside(to);
    if is_left_over(&aside, pieces) {
        disk::remove_folder(&aside)
            .map_err(|error| Trouble::io(&aside, "remove what is left of it", &error))?;
    }
    disk::create_folder(&aside).map_err(|error| not_made(&aside, &error))?;
    let failed = |error: io::Error| Trouble::io(to, "give the folder its name", &error);
    let written = pieces
        .iter()
        .try_for_each(|(name, piece)| write_one(&aside.join(name), piece))
        .and_then(|()| disk::sync_folder(&aside).map_err(|e| Trouble::io(&aside, "sync the folder", &e)))
        .and_then(|()| disk::rename(&aside, to).map_err(failed));
    if written.is_err() {
        // It was made by this very call. What can't be taken back is named by the error.
        let _ = disk::remove_folder(&aside);
    }
    written
}

/// Where it is written.
fn aside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    to.with_file_name(name)
}

/// Whether a folder is one that a killed command left: nothing in it is other than what is written now.
fn is_left_over(aside: &Path, pieces: &[(PathBuf, Piece<'_>)]) -> bool {
    let ours = |name: &String| pieces.iter().any(|(piece, _)| piece.starts_with(name));
    folder::is_folder(aside) && folder::all_names(aside).iter().all(ours)
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
        // What a killed command left is written over; what somebody else put there is not.
        let next = folder.path().join("bob");
        write(&folder.path().join("bob.unfinished"), &[rows()]).unwrap();
        write(&next, &[rows()]).unwrap();
        assert!(!folder::exists(&folder.path().join("bob.unfinished")));
        write(&folder.path().join("cy.unfinished"), &[readme()]).unwrap();
        assert!(write(&folder.path().join("cy"), &[rows()]).is_err());
        assert!(folder::exists(&folder.path().join("cy.unfinished/README.txt")));
    }
}
