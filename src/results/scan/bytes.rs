//! Where bytes come from: read from any place, by several threads at once.

use std::io;

/// Bytes that can be read from any place.
pub trait ReadAt: Sync {
    /// How many there are.
    fn length(&self) -> u64;
    /// Reads some bytes from a place on; none at the end.
    fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize>;

    /// Reads from a place on until `to` is full or the bytes end, and tells how many that were. A call that a signal
    /// interrupts is made again.
    fn fill(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < to.len() {
            match self.read_at(&mut to[filled..], at + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Gives one byte at a time, and every other call is interrupted.
    struct Halting(Vec<u8>, AtomicU32);

    impl ReadAt for Halting {
        fn length(&self) -> u64 {
            self.0.length()
        }

        fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
            if self.1.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            self.0.read_at(&mut to[..1], at)
        }
    }

    #[test]
    fn what_is_interrupted_goes_on() {
        let halting = Halting(b"abcdef".to_vec(), AtomicU32::new(0));
        let mut three = [0; 3];
        assert_eq!((halting.fill(&mut three, 1).unwrap(), &three), (3, b"bcd"));
        assert_eq!((halting.fill(&mut three, 4).unwrap(), &three), (2, b"efd"));
        assert_eq!(halting.fill(&mut three, 9).unwrap(), 0);
    }
}
