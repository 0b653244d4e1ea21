//! Where an exam in the making lies: the file that it will be, and the draft beside it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::authoring::reopen::{self, Refusal};
use crate::authoring::{Draft, write};
use crate::store::trouble::Trouble;
use crate::store::{disk, folder, regular};

/// So many drafts of one file are tried.
const MOST_DRAFTS: u32 = 100;

/// The file to be written and the draft of it.
#[derive(Clone, Debug)]
pub struct Shelf {
    file: PathBuf,
    draft: PathBuf,
    /// The draft as this run knows it: what it may replace. `None` while there is none of its own.
    known: Option<Vec<u8>>,
}

impl Shelf {
    /// For a file that is to be written.
    ///
    /// # Errors
    ///
    /// If there is something of that name, or nothing can be written beside it.
    pub fn of(file: &Path) -> Result<Self, Trouble> {
        if folder::exists(file) {
            return Err(taken(file));
        }
        disk::can_create_beside(file).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                let help = "make the folder first, or name another place";
                return Trouble::new(file, "there is no such folder", help);
            }
            Trouble::io(file, "make a file there", &error).or("name another place")
        })?;
        let mut draft = OsString::from(file);
        draft.push(".draft");
        Ok(Self { file: file.to_owned(), draft: draft.into(), known: None })
    }

    /// The draft of it.
    pub fn draft(&self) -> &Path {
        &self.draft
    }

    /// Whether the draft had to be kept beside another run's.
    pub fn is_beside_another(&self) -> bool {
        self.draft.extension().is_none_or(|ending| ending != "draft")
    }

    /// The draft of an earlier run, if there is one.
    ///
    /// # Errors
    ///
    /// If it can't be read, or can't be gone on with without losing something of it.
    pub fn earlier(&self) -> Result<Option<Draft>, Trouble> {
        if !folder::exists(&self.draft) {
            return Ok(None);
        }
        let bytes = folder::read(&self.draft, regular::EXAM)?;
        reopen::draft(&bytes).map(Some).map_err(|refusal| {
            let what = match refusal {
                Refusal::Faulty(problems) => format!("a draft that can't be gone on with: {problems}"),
                Refusal::Foreign => {
                    "a draft that can't be gone on with: it was changed by hand or written by another version, \
                     and something of that would be lost"
                        .to_owned()
                }
            };
            let help = "rename it to the exam's own name and go on in an editor, or move it away to begin anew";
            Trouble::new(&self.draft, what, help)
        })
    }

    /// Writes the file, whole, where there is none.
    ///
    /// # Errors
    ///
    /// If there is such a file by now, or it can't be written.
    pub fn write_new(&self, bytes: &[u8]) -> Result<(), Trouble> {
        disk::create_whole(&self.file, bytes).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                taken(&self.file)
            } else {
                Trouble::io(&self.file, "write the exam", &error)
            }
        })
    }

    /// Goes on with the draft of an earlier run: it may be replaced.
    pub fn adopt(&mut self) {
        self.known = folder::read_if_there(&self.draft, regular::EXAM);
    }

    /// Whether the draft is there as this run left it: nobody else goes on with it.
    fn is_ours(&self) -> bool {
        self.known.is_some() && folder::read_if_there(&self.draft, regular::EXAM) == self.known
    }

    /// Keeps what there is in the draft, whole or as it was before. Where another run has a draft of that name, or has gone on
    /// with this one, it is kept beside that: neither loses anything.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn keep(&mut self, draft: &Draft) -> Result<(), Trouble> {
        let bytes = reopen::file(draft).into_bytes();
        if self.is_ours() {
            disk::replace(&self.draft, &bytes, 0o600)
                .map_err(|error| Trouble::io(&self.draft, "keep the draft", &error))?;
            self.known = Some(bytes);
            return Ok(());
        }
        let first = self.file.clone();
        let mut tried = 1;
        loop {
            match disk::create_whole(&self.draft, &bytes) {
                Ok(()) => break,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < MOST_DRAFTS => {
                    tried += 1;
                    let mut next = OsString::from(&first);
                    next.push(format!(".draft-{tried}"));
                    self.draft = next.into();
                }
                Err(error) => return Err(Trouble::io(&self.draft, "keep the draft", &error)),
            }
        }
        self.known = Some(bytes);
        Ok(())
    }

    /// Lays a text out beside the draft, to be changed in an editor.
    ///
    /// # Errors
    ///
    /// If it can't be written, or there is something of that name.
    pub fn lay_out(&self, text: &str) -> Result<PathBuf, Trouble> {
        let mut file = OsString::from(&self.draft);
        file.push(".text.md");
        let file = PathBuf::from(file);
        disk::create_whole(&file, format!("{text}\n").as_bytes()).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                taken(&file)
            } else {
                Trouble::io(&file, "lay the text out", &error)
            }
        })?;
        Ok(file)
    }

    /// Takes such a text in again, with what became of it.
    ///
    /// # Errors
    ///
    /// If it can't be read; then it stays.
    pub fn take_in(&self, file: &Path) -> Result<String, Trouble> {
        let bytes = folder::read(file, regular::EXAM)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Trouble::new(file, "is no UTF-8, expected text", "save it as UTF-8"))?;
        // One that stays is said to be there the next time.
        let _ = disk::remove(file);
        Ok(text.replace("\r\n", "\n"))
    }

    /// Writes the exam and takes the draft away.
    ///
    /// # Errors
    ///
    /// If there is such a file by now, or it can't be written; then the exam is kept as a draft if that can be done.
    pub fn finish(&mut self, draft: &Draft) -> Result<(), Trouble> {
        if let Err(trouble) = self.write_new(write::exam(draft).as_bytes()) {
            return Err(match self.keep(draft) {
                Ok(()) => {
                    let help = format!("{}; all of it is kept in `{}`", trouble.help, self.draft.display());
                    Trouble { help, ..trouble }
                }
                Err(_) => trouble,
            });
        }
        if self.is_ours() {
            // A draft that stays is said to be one; the exam is written.
            let _ = disk::remove(&self.draft);
        }
        Ok(())
    }
}

/// There is something of the name that is to be written.
pub fn taken(file: &Path) -> Trouble {
    Trouble::new(
        file,
        "there is something of that name, and it is not replaced",
        "name another file, or move it away",
    )
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test looks at what lies there")]
mod tests {
    use super::*;

    fn titled(title: &str) -> Draft {
        Draft { id: "x".to_owned(), title: title.to_owned(), ..Draft::new() }
    }

    #[test]
    fn two_runs_on_one_draft_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.toml");
        let mut first = Shelf::of(&file).unwrap();
        first.keep(&titled("one")).unwrap();
        let mut second = Shelf::of(&file).unwrap();
        assert!(second.earlier().unwrap().is_some());
        second.adopt();
        second.keep(&titled("two")).unwrap();
        first.keep(&titled("one more")).unwrap();
        let holds = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(
            holds("x.toml.draft").contains("\"two\"") && holds("x.toml.draft-2").contains("\"one more\"")
        );
        first.finish(&titled("one more")).unwrap();
        assert!(holds("x.toml").contains("\"one more\"") && holds("x.toml.draft").contains("\"two\""));
        let mut third = Shelf { known: None, ..second.clone() };
        third.keep(&titled("three")).unwrap();
        assert!(holds("x.toml.draft").contains("\"two\"") && holds("x.toml.draft-2").contains("\"three\""));
    }
}
