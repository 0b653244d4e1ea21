//! The real terminal: made raw for input only, and left as it was found in every ending, a panic included.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Mutex, Once, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{dup2_stdin, stderr, stdin};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, isatty, tcflush,
    tcgetattr, tcgetwinsize, tcsetattr,
};

/// Bracketed paste off, no attributes, the cursor shown.
const CALM: &[u8] = b"\x1b[?2004l\x1b[0m\x1b[?25h";

/// The terminal that was standard input.
#[derive(Debug)]
pub(super) struct RealTerminal {
    fd: OwnedFd,
    found: Termios,
}

/// What a panic restores.
static TAKEN: Mutex<Option<Arc<RealTerminal>>> = Mutex::new(None);
static HOOK: Once = Once::new();

impl RealTerminal {
    /// Keeps standard input, a terminal, for later, and makes it raw for input.
    pub(super) fn take() -> io::Result<Arc<Self>> {
        let fd = rustix::io::fcntl_dupfd_cloexec(stdin(), 3)?;
        let found = tcgetattr(&fd)?;
        let real = Arc::new(Self { fd, found });
        HOOK.call_once(restore_before_panic_messages);
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&real));
        real.listen()?;
        Ok(real)
    }

    /// Every key comes at once and as it is, Ctrl-C and Ctrl-Z too, and none is echoed; output is processed as before.
    pub(super) fn listen(&self) -> io::Result<()> {
        let mut modes = self.found.clone();
        modes.input_modes -= InputModes::ICRNL
            | InputModes::INLCR
            | InputModes::IGNCR
            | InputModes::IXON
            | InputModes::IXOFF
            | InputModes::ISTRIP
            | InputModes::IGNBRK
            | InputModes::BRKINT
            | InputModes::PARMRK;
        modes.local_modes -= LocalModes::ICANON
            | LocalModes::ECHO
            | LocalModes::ECHONL
            | LocalModes::ISIG
            | LocalModes::IEXTEN;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        Ok(tcsetattr(&self.fd, OptionalActions::Now, &modes)?)
    }

    /// Puts the modes back as they were found; what was typed and not read does not spill into the shell.
    pub(super) fn lend(&self) {
        // A terminal that went away has nothing to be restored: errors mean nothing here and below.
        let _ = tcsetattr(&self.fd, OptionalActions::Now, &self.found);
        let _ = tcflush(&self.fd, QueueSelector::IFlush);
        write_to_screen(CALM);
    }

    /// Puts the modes and standard input back as they were found.
    pub(super) fn give_back(&self) {
        let _ = dup2_stdin(&self.fd);
        self.lend();
        TAKEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// A second handle on the terminal, for a program that is to use it.
    pub(super) fn handle(&self) -> io::Result<OwnedFd> {
        Ok(rustix::io::fcntl_dupfd_cloexec(&self.fd, 3)?)
    }
}

impl AsFd for RealTerminal {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn restore_before_panic_messages() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // `try_lock`: a panic while the lock is held must not wait for itself.
        if let Ok(taken) = TAKEN.try_lock()
            && let Some(real) = taken.as_ref()
        {
            real.lend();
            write_to_screen(b"\r\n");
        }
        before(panic);
    }));
}

/// Whether prompts can be drawn: keys come from a terminal and the prompts' stream is one.
pub fn can_draw() -> bool {
    isatty(stdin()) && isatty(stderr())
}

/// Columns and rows of the terminal on which prompts are drawn, 80 and 24 if unknown.
pub fn size() -> (usize, usize) {
    let told = tcgetwinsize(stderr()).ok();
    let known = |told: Option<u16>, otherwise| told.filter(|&told| told > 0).map_or(otherwise, usize::from);
    (known(told.map(|size| size.ws_col), 80), known(told.map(|size| size.ws_row), 24))
}

/// Sounds the bell.
pub(super) fn ring() {
    write_to_screen(b"\x07");
}

/// Writes a few bytes to standard error unless that would block (a screen that is held must not hold the clock).
fn write_to_screen(bytes: &[u8]) {
    let mut ready = [PollFd::from_borrowed_fd(stderr(), PollFlags::OUT)];
    if isatty(stderr()) && matches!(poll(&mut ready, Some(&Timespec::default())), Ok(1..)) {
        let _ = rustix::io::write(stderr(), bytes);
    }
}
