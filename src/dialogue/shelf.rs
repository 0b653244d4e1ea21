//! Where an exam in the making lies: the file that it will be, and the draft beside it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::authoring::reopen::{self, Refusal};
use crate::authoring::{Draft, write};
use crate::store::trouble::Trouble;
use crate::store::{disk, folder, regular};

/// The file to be written and the draft of it.
#[derive(Clone, Debug)]
pub struct Shelf {
    file: PathBuf,
    draft: PathBuf,
    /// Whether the draft is this run's to replace.
    own: bool,
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
        Ok(Self { file: file.to_owned(), draft: draft.into(), own: false })
    }

    /// The draft of it.
    pub fn draft(&self) -> &Path {
        &self.draft
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
        self.own = true;
    }

    /// Keeps what there is in the draft, whole or as it was before.
    ///
    /// # Errors
    ///
    /// If it can't be written, or another run began a draft meanwhile.
    pub fn keep(&mut self, draft: &Draft) -> Result<(), Trouble> {
        let bytes = reopen::file(draft);
        let kept = if self.own {
            disk::replace(&self.draft, bytes.as_bytes(), 0o600)
        } else {
            disk::create_whole(&self.draft, bytes.as_bytes())
        };
        kept.map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                let help = "see whether `examiner new` runs elsewhere, and move the draft away";
                return Trouble::new(&self.draft, "another draft appeared meanwhile", help);
            }
            Trouble::io(&self.draft, "keep the draft", &error)
        })?;
        self.own = true;
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
        if self.own {
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
