//! The lock beside the results: who holds it may read and write them. Waiting for it is bounded, and whoever is called
//! away meanwhile waits no longer.

#![expect(clippy::disallowed_methods, reason = "this room is where files are touched")]

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::away;

/// How long to wait for the lock at most, in seconds.
pub const PATIENCE_S: u32 = 30;
/// Between two tries; there are [`A_SECOND`] of them in a second.
const STEP: Duration = Duration::from_millis(50);
const A_SECOND: u32 = 20;

/// Held until dropped.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

/// A signal, or Ctrl-C, ended the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalledAway;

impl CalledAway {
    /// Whether that is what an error of [`exclusive`] says.
    pub fn is(error: &io::Error) -> bool {
        error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Self>)
    }
}

impl fmt::Display for CalledAway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("called away while waiting for it")
    }
}

impl std::error::Error for CalledAway {}

/// Takes the exclusive lock on `path`, waiting at most [`PATIENCE_S`]; `waiting` is called once if it takes over a second.
pub fn exclusive(path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Held> {
    let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    if try_it(&file)? {
        return Ok(Held { _file: file });
    }
    let wait = away::Wait::begin()?;
    for step in 1..=PATIENCE_S * A_SECOND {
        if step == A_SECOND {
            waiting();
        }
        std::thread::sleep(STEP);
        if wait.is_called_off() {
            return Err(io::Error::other(CalledAway));
        }
        if try_it(&file)? {
            return Ok(Held { _file: file });
        }
    }
    let held = format!("another process has held it for {PATIENCE_S} seconds");
    Err(io::Error::new(io::ErrorKind::TimedOut, held))
}

fn try_it(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
