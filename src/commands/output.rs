//! Where a report goes: standard output, or a file that is there whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::cannot_write;
use crate::context::Context;
use crate::failure::Failure;
use crate::store::disk;
use crate::store::ledger::Trouble;

/// Readable by others: a report is for them.
const MODE: u32 = 0o644;

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
    let written = match disk::open_special(path) {
        Ok(Some(mut file)) => write(&mut file),
        Ok(None) => disk::replace_by(path, MODE, |file| {
            let mut buffered = BufWriter::new(file);
            write(&mut buffered)?;
            buffered.flush()
        }),
        Err(error) => Err(error),
    };
    written.map_err(|error| {
        let help = "name a place that can be written with `-o FILE`".to_owned();
        Failure::from(Trouble { help, ..Trouble::io(path, "write the report", &error) })
    })
}
