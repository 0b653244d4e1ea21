//! The signals that take a person away (SIGINT, SIGTERM, SIGHUP), noticed by whoever waits for keys; and SIGCONT.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

use super::prompter::Gone;
use crate::away::Listening;

/// Catches the signals while it lives; afterwards they do what they do by default. One at a time.
#[derive(Debug)]
pub(super) struct Signals {
    bell: UnixStream,
    interrupt: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
    hang_up: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    registered: Vec<SigId>,
    /// There until dropped.
    listening: Option<Listening>,
}

impl Signals {
    /// Begins to catch them.
    pub(super) fn catch() -> io::Result<Self> {
        let (bell, rope) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        rope.set_nonblocking(true)?;
        let mut signals = Self {
            bell,
            interrupt: Arc::default(),
            terminate: Arc::default(),
            hang_up: Arc::default(),
            resumed: Arc::default(),
            registered: Vec::new(),
            listening: Some(Listening::begin()?),
        };
        let flags = [
            (SIGINT, Arc::clone(&signals.interrupt)),
            (SIGTERM, Arc::clone(&signals.terminate)),
            (SIGHUP, Arc::clone(&signals.hang_up)),
            (SIGCONT, Arc::clone(&signals.resumed)),
        ];
        for (signal, told) in flags {
            signals.registered.push(flag::register(signal, told)?);
            signals.registered.push(low_level::pipe::register(signal, rope.try_clone()?)?);
        }
        Ok(signals)
    }

    /// The signal that takes the person away, if one came; the strongest first. SIGINT is told once, the others for ever.
    pub(super) fn gone(&self) -> Option<Gone> {
        let mut rung = [0; 64];
        while matches!((&self.bell).read(&mut rung), Ok(1..)) {}
        if self.hang_up.load(Ordering::SeqCst) {
            Some(Gone::HangUp)
        } else if self.terminate.load(Ordering::SeqCst) {
            Some(Gone::Terminate)
        } else if self.interrupt.swap(false, Ordering::SeqCst) {
            Some(Gone::Interrupt)
        } else {
            None
        }
    }

    /// Whether the process was stopped and goes on; told once.
    pub(super) fn resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::SeqCst)
    }
}

impl AsFd for Signals {
    /// Becomes readable when a signal came; [`Signals::gone`] empties it.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        // What comes from here on does what it does by default.
        drop(self.listening.take());
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
    }
}
