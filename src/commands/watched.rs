//! A results file that tells a bar how much of it was read.

use std::io;

use crate::results::scan::ReadAt;
use crate::store::results_files::ResultsFile;
use crate::terminal::bar::Bar;

/// A file and the bar that hears of it.
pub(super) struct Watched<'f> {
    /// What is read.
    pub(super) file: &'f ResultsFile,
    /// What is told.
    pub(super) bar: &'f Bar,
}

impl ReadAt for Watched<'_> {
    fn length(&self) -> u64 {
        self.file.length()
    }

    fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
        let read = self.file.read_at(to, at)?;
        self.bar.read(read as u64);
        Ok(read)
    }
}
