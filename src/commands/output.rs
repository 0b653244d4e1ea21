//! Where a report goes: standard output, or a file that is there whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::cannot_write;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::results::codes;
use crate::results::scan::Columns;
use crate::store::ledger::Trouble;
use crate::store::{disk, results_files};

/// Readable by others: a report is for them.
const MODE: u32 = 0o644;

/// Refuses a place whose content can't be made again: what is read for it, results, lists of codes, journals, exams.
pub fn spare<'a>(to: Option<&Path>, mut read: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    let Some(path) = to else { return Ok(()) };
    let is_read = read.any(|read| results_files::same_place(path, read));
    let start = results_files::start_of(path, Columns::LONGEST as u64)
        .map_err(|error| Trouble::io(path, "look at what would be replaced", &error))?
        .unwrap_or_default();
    let what = if Columns::read(&start, true).is_ok() {
        "holds results"
    } else if codes::is_list(&start) {
        "holds the codes of names"
    } else if start.starts_with(b"{\"v\":") {
        "holds an attempt's journal"
    } else if is_toml(path) && begins_a_line(&start, b"[[question]]") || begins_with_format(&start) {
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

/// Whether some line begins so.
fn begins_a_line(bytes: &[u8], with: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'\n').any(|line| line.starts_with(with))
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
        Ok(None) => disk::replace_by(&disk::followed(path), MODE, |file| {
            let mut buffered = BufWriter::new(file);
            write(&mut buffered)?;
            buffered.flush()
        }),
        Err(error) => Err(error),
    };
    written.map_err(|error| {
        let help = "name a place that can be written with `-o FILE`".to_owned();
        Failure::from(Trouble { help, ..Trouble::io(path, "write it", &error) })
    })
}
