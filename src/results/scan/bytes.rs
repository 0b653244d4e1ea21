//! Where bytes come from: read from any place, by several threads at once.

use std::io;

/// Bytes that can be read from any place.
pub trait ReadAt: Sync {
    /// How many there are.
    fn length(&self) -> u64;
    /// Reads some bytes from a place on; none at the end.
    fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize>;
}

impl ReadAt for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(self.len());
        let count = to.len().min(self.len() - from);
        to[..count].copy_from_slice(&self[from..from + count]);
        Ok(count)
    }
}
