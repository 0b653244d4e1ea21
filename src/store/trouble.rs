//! What went wrong with a file, as data: which file, what was found there, and what to do about that very file.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::sanitize;
use crate::results::HeaderProblem;

use super::lock::CalledAway;
use super::regular::Strange;

/// What went wrong with a file: which, while doing what, and what to do.
#[derive(Debug)]
pub struct Trouble {
    /// The file.
    pub path: PathBuf,
    /// What was found.
    pub what: String,
    /// What to do.
    pub help: String,
    /// Where an attempt's journal was written because it can't be where it should.
    pub rescued: Option<PathBuf>,
    /// Nothing is wrong: a signal, or Ctrl-C, ended a wait for the file.
    pub called_away: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        write!(f, "`{}`: {}", sanitize::line(&path), self.what)
    }
}

impl Trouble {
    /// What was found at a path, and what to do about it.
    pub fn new(path: &Path, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            what: what.into(),
            help: help.into(),
            rescued: None,
            called_away: false,
        }
    }

    /// An error of the system while `doing` something with the file at `path`, which is what the help is about.
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Self {
        if let Some(strange) = Strange::of(error) {
            return Self::strange(path, strange);
        }
        if CalledAway::is(error) {
            let help = "run the command again once the other process is done";
            let trouble = Self::new(path, format!("{error}, nothing was written"), help);
            return Self { called_away: true, ..trouble };
        }
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
        let kind = error.kind();
        let help = if full.contains(&kind) {
            "make room on the disk that holds it"
        } else if kind == io::ErrorKind::PermissionDenied {
            "check its permissions and those of its folder"
        } else if kind == io::ErrorKind::ReadOnlyFilesystem {
            "make the disk that holds it writable"
        } else if kind == io::ErrorKind::NotFound {
            "see whether it, or its folder, was moved or deleted, and put it back"
        } else if kind == io::ErrorKind::TimedOut {
            "see which process holds it, and try again"
        } else {
            "mend that, and try again"
        };
        Self::new(path, format!("could not {doing}: {error}"), help)
    }

    /// Something else than the file that should be there.
    fn strange(path: &Path, strange: Strange) -> Self {
        let help = match strange {
            Strange::Kind(_) => "move it out of the way, or name the file that is meant",
            Strange::Long(_) => "see whether it is the file that is meant",
        };
        Self::new(path, strange.to_string(), help)
    }

    /// A first line that is no header to append to.
    pub(super) fn header(path: &Path, problem: &HeaderProblem) -> Self {
        let help = match problem {
            HeaderProblem::Foreign | HeaderProblem::Encoding => {
                "this file holds something else and was left untouched: move it out of the way"
            }
            HeaderProblem::Semicolons => "save it with commas between the cells",
            HeaderProblem::Lacks(_) | HeaderProblem::Twice(_) => "mend the header",
            HeaderProblem::Unfinished => "add a newline behind the header",
            HeaderProblem::Long => "take out columns that are not ours",
        };
        Self::new(path, problem.to_string(), help)
    }

    /// The same, with another way out.
    #[must_use]
    pub fn or(mut self, way: &str) -> Self {
        self.help = format!("{}, or {way}", self.help);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_is_about_the_file_in_question() {
        let path = Path::new("a.jsonl");
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::NotFound,
            io::ErrorKind::TimedOut,
            io::ErrorKind::Other,
        ] {
            let trouble = Trouble::io(path, "append to the attempt's journal", &kind.into());
            assert!(!trouble.help.contains("--results"), "{kind}: {}", trouble.help);
        }
    }
}
