//! Where a report goes: standard output, or a file that is there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::cannot_write;
use crate::away;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::results::codes;
use crate::results::scan::Columns;
use crate::store::ledger::Trouble;
use crate::store::lock::CalledAway;
use crate::store::{disk, folder, results_files};

/// Readable by others: a report is for them.
const MODE: u32 = 0o644;

/// Refuses a place whose content can't be made again: what is read for it, results, lists of codes, journals, exams.
pub fn spare<'a>(to: Option<&Path>, mut read: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    let Some(path) = to else { return Ok(()) };
    let is_read = read.any(|read| results_files::same_place(path, read));
    let start = results_files::start_of(path, Columns::LONGEST as u64)
        .map_err(|error| Trouble::io(path, "look at what would be replaced", &error))?
        .unwrap_or_default();
    let is_lock = path.extension().is_some_and(|ending| ending == "lock")
        && folder::is_file(path)
        && folder::is_file(&path.with_extension(""));
    let what = if is_lock {
        "is what keeps two programs from writing at once"
    } else if Columns::read(&start, true).is_ok() {
        "holds results"
    } else if codes::is_list(&start) {
        "holds the codes of names"
    } else if start.starts_with(b"{\"v\":") {
        "holds an attempt's journal"
    } else if is_toml(path) && says_question(&start) || begins_with_format(&start) {
        "holds an exam"
    } else if is_read {
        "is what this is made from"
    } else {
        return Ok(());
    };
    let name = path.display().to_string();
    let message = format!("`{}` {what}, and would be replaced", sanitize::line(&name));
    Err(Failure::new(Kind::CommandLine, message, "name another file with `-o FILE`"))
}

/// Whether it is named as TOML, or as nothing in particular; a sheet may hold TOML, and can be made again.
fn is_toml(path: &Path) -> bool {
    path.extension().is_none_or(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Whether the first line that is no comment names the format of exams.
fn begins_with_format(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    lines
        .find(|line| !line.is_empty() && !line.starts_with(b"#"))
        .is_some_and(|line| line.starts_with(b"format"))
}

/// Whether some line begins with a question, as a table or as a list.
fn says_question(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_start);
    lines.any(|line| line.starts_with(b"[[question") || line.starts_with(b"question"))
}

/// Hands what takes the bytes to `write`.
pub fn write(
    to: Option<&Path>,
    context: &mut Context,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = to else {
        return match write(&mut context.out).and_then(|()| context.out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| cannot_write(&error)),
        };
    };
    spare(to, std::iter::empty())?;
    let written = match disk::open_special(path) {
        Ok(Some(mut file)) => write(&mut file),
        Ok(None) => whole(path, write),
        Err(error) => Err(error),
    };
    written.map_err(|error| {
        if CalledAway::is(&error) {
            let trouble = Trouble::new(path, "called away, nothing was written", "run the command again");
            return Failure::from(Trouble { called_away: true, ..trouble });
        }
        let help = "name a place that can be written with `-o FILE`".to_owned();
        Failure::from(Trouble { help, ..Trouble::io(path, "write it", &error) })
    })
}

/// Writes a file that is there whole or not at all: also where a signal, or Ctrl-C, comes meanwhile.
fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let wait = away::Wait::begin()?;
    disk::replace_by(&disk::followed(path), MODE, |file| {
        let mut buffered = BufWriter::with_capacity(1 << 16, Heeding { file, wait: &wait });
        write(&mut buffered)?;
        buffered.flush()?;
        buffered.get_ref().heed()
    })
}

/// Writes to a file until it is called off.
struct Heeding<'f> {
    file: &'f mut File,
    wait: &'f away::Wait,
}

impl Heeding<'_> {
    fn heed(&self) -> io::Result<()> {
        if self.wait.is_called_off() { Err(io::Error::other(CalledAway)) } else { Ok(()) }
    }
}

impl Write for Heeding<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.heed()?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
