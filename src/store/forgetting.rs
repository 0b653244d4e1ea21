//! Removes what is held of a person, in an order in which `kill -9` at any step leaves what the same command can finish.
//!
//! First the tombstones: from then on a journal that is still there is no attempt any more, so that nothing records it. Then
//! what names nobody, and is found by the attempts' ids: drafts, marks; and rows of earlier files. Then journals, and the rows last: by these the person is
//! found again.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::session::AttemptId;

use super::forgotten::{self, Tombstone};
use super::journal::{self, Unusable};
use super::ledger::{Ledger, Trouble};
use super::lock::Held;
use super::{disk, folder, marks, parted, regular};

/// What goes.
#[derive(Clone, Debug, Default)]
pub struct Removal {
    /// One for each attempt.
    pub stones: Vec<Tombstone>,
    /// Whose journals, drafts and marks go.
    pub attempts: Vec<String>,
    /// Which bytes of the results, ascending and apart.
    pub rows: Vec<Range<u64>>,
    /// Which bytes of the results as they were before they were marked anew.
    pub backups: Vec<(PathBuf, Vec<Range<u64>>)>,
}

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Journals.
    pub journals: usize,
    /// Texts that were being written.
    pub drafts: usize,
    /// Marks.
    pub marks: usize,
}

/// The files of an attempt beside the results: its journals, that which was written elsewhere included, and its drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Where journals are.
    pub journals: Vec<PathBuf>,
    /// Where drafts are.
    pub drafts: Vec<PathBuf>,
}

/// Finds the files of some attempts.
pub fn files_of(ledger: &Ledger, attempts: &[String]) -> Files {
    let ids: Vec<AttemptId> = attempts.iter().filter_map(|id| AttemptId::new(id)).collect();
    let mut files = Files::default();
    for id in ids.iter().filter(|id| id.as_str() != forgotten::STEM) {
        let beside = ledger.results().with_file_name(format!("{id}.jsonl"));
        let is_its = |path: &PathBuf| {
            *path != beside || journal::whose(path).is_some_and(|(started, _)| started.attempt == *id)
        };
        let paths = [ledger.journal(id), beside.clone()].into_iter();
        files.journals.extend(paths.filter(|path| folder::is_file(path)).filter(is_its));
    }
    let listed = fs::read_dir(ledger.attempts()).into_iter().flatten().filter_map(Result::ok);
    let is_draft = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let draft = name.strip_suffix(".md").and_then(|name| name.rsplit_once(".answer-"));
        draft.is_some_and(|(of, number)| {
            number.bytes().all(|byte| byte.is_ascii_digit()) && ids.iter().any(|id| id.as_str() == of)
        })
    };
    files.drafts = listed.map(|entry| entry.path()).filter(is_draft).collect();
    files.drafts.sort();
    files
}

/// Removes it all, or nothing where somebody sits one of the attempts.
pub fn forget(ledger: &Ledger, held: &Held, removal: &Removal) -> Result<Removed, Trouble> {
    let files = files_of(ledger, &removal.attempts);
    // Held until all is gone, so that nobody goes on with an attempt meanwhile.
    let sat = "somebody is sitting this attempt; nothing was removed";
    let held_journals: Result<Vec<File>, Trouble> =
        files.journals.iter().map(|path| hold(path, sat)).collect();
    let _journals = held_journals?;
    let path = disk::followed(&marks::path(ledger.results()));
    let marked = "somebody is marking answers; nothing was removed";
    let _marks = folder::exists(&path).then(|| hold(&path, marked)).transpose()?;
    let is_theirs = |id: &str| removal.attempts.iter().any(|known| known == id);
    let marks = parted::part(&path, is_theirs)?;
    let marked = (marks.count > 0).then_some(&path).into_iter();
    let all = marked.chain(&files.journals).chain(&files.drafts).map(PathBuf::as_path);
    can_change(all.chain([ledger.results(), ledger.forgotten().as_path()]))?;
    forgotten::add(ledger, held, &removal.stones)?;
    rest(&files, removal, &path, &marks.others, marks.count > 0, ledger).map_err(begun)?;
    Ok(Removed { journals: files.journals.len(), drafts: files.drafts.len(), marks: marks.count })
}

/// Whether files can be replaced or removed: by their folders, as both are done there. One that is not there needs no change.
fn can_change<'p>(paths: impl Iterator<Item = &'p Path>) -> Result<(), Trouble> {
    let folder = |path: &'p Path| disk::nonempty(path.parent().unwrap_or(Path::new(".")));
    let mut folders: Vec<&Path> = paths.map(folder).filter(|folder| folder.is_dir()).collect();
    folders.sort_unstable();
    folders.dedup();
    folders.into_iter().try_for_each(|folder| {
        disk::can_create_beside(&folder.join("x")).map_err(|error| {
            let what = format!("nothing can be written in this folder: {error}; nothing was removed");
            Trouble::new(folder, what, "let it be written to, then run the command again")
        })
    })
}

/// A removal that could not be finished.
fn begun(trouble: Trouble) -> Trouble {
    let what = format!(
        "{}; the removal was begun and is not finished, rows or journals are still there",
        trouble.what
    );
    let help = format!("{}; the same command then removes the rest", trouble.help);
    Trouble { what, help, ..trouble }
}

fn rest(
    files: &Files,
    removal: &Removal,
    path: &Path,
    others: &[u8],
    any_marks: bool,
    ledger: &Ledger,
) -> Result<(), Trouble> {
    remove_all(&files.drafts)?;
    if any_marks {
        let failed = |error: io::Error| Trouble::io(path, "take the marks out", &error);
        let temporary = temporary_beside(path);
        disk::replace_through(&temporary, path, |file| file.write_all(others)).map_err(failed)?;
    }
    for (path, rows) in &removal.backups {
        take_out(path, rows)?;
    }
    remove_all(&files.journals)?;
    take_out(ledger.results(), &removal.rows)
}

fn hold(path: &Path, running: &str) -> Result<File, Trouble> {
    journal::hold(path).map_err(|problem| match problem {
        Unusable::Running => {
            let help = "let it come to its end, or leave it there (Ctrl-C), then run the command again";
            Trouble::new(path, running, help)
        }
        Unusable::Io(error) => Trouble::io(path, "lock it", &error),
        Unusable::Empty | Unusable::Damaged { .. } => Trouble::new(path, "could not be locked", ""),
    })
}

fn remove_all(paths: &[PathBuf]) -> Result<(), Trouble> {
    for path in paths {
        match disk::remove(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Trouble::io(path, "remove it", &error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    let mut folders: Vec<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders.dedup();
    folders.into_iter().try_for_each(|folder| {
        disk::sync_folder(disk::nonempty(folder)).map_err(|e| Trouble::io(folder, "sync the folder", &e))
    })
}

/// Under the lock there is one at a time: what a killed command left is written over.
fn temporary_beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".forgetting");
    path.with_file_name(name)
}

/// Replaces a file by itself without some of its bytes.
fn take_out(path: &Path, places: &[Range<u64>]) -> Result<(), Trouble> {
    if places.is_empty() {
        return Ok(());
    }
    let failed = |error: io::Error| Trouble::io(path, "take the rows out", &error);
    let mut from = regular::open(path).map_err(failed)?;
    disk::replace_through(&temporary_beside(path), path, |to| {
        let mut at = 0;
        for place in places {
            from.seek(SeekFrom::Start(at))?;
            io::copy(&mut (&from).take(place.start.saturating_sub(at)), to)?;
            at = place.end;
        }
        from.seek(SeekFrom::Start(at))?;
        io::copy(&mut from, to).map(|_| ())
    })
    .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_other_bytes_stay_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results.csv");
        for (places, expected) in [
            (vec![], "0123456789"),
            (vec![0..2, 4..5], "2356789"),
            (vec![8..9, 9..10], "01234567"),
            (vec![2..4, 4..9], "019"),
        ] {
            fs::write(&path, "0123456789").unwrap();
            take_out(&path, &places).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn drafts_and_journals_of_others_are_not_found() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(&folder.path().join("results.csv")).unwrap();
        fs::create_dir(ledger.attempts()).unwrap();
        for name in
            ["a.jsonl", "ab.jsonl", "a.answer-1.md", "a.answer-x.md", "ab.answer-1.md", "forgotten.jsonl"]
        {
            fs::write(ledger.attempts().join(name), "").unwrap();
        }
        // Of that name, and somebody else's.
        fs::write(folder.path().join("a.jsonl"), "").unwrap();
        let files = files_of(&ledger, &["a".to_owned(), "forgotten".to_owned(), "../a".to_owned()]);
        assert_eq!(files.journals, [ledger.attempts().join("a.jsonl")]);
        assert_eq!(files.drafts, [ledger.attempts().join("a.answer-1.md")]);
    }
}
