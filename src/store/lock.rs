//! The lock beside the results: who holds it may read and write them. Waiting for it is bounded.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How long to wait for the lock, in steps of [`STEP`].
const STEPS: u32 = 600;
const STEP: Duration = Duration::from_millis(50);
/// After how many steps the person is told.
const PATIENCE: u32 = 20;

/// Held until dropped.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

/// Takes the exclusive lock on `path`, waiting at most half a minute; `waiting` is called once if it takes over a second.
pub fn exclusive(path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Held> {
    let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    for step in 0..STEPS {
        match file.try_lock() {
            Ok(()) => return Ok(Held { _file: file }),
            Err(TryLockError::WouldBlock) => {
                if step == PATIENCE {
                    waiting();
                }
                std::thread::sleep(STEP);
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "another process has held the lock for half a minute"))
}
