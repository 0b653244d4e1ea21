//! The pseudo-terminal from which inquire reads.

use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::{Mode, OFlags};
use rustix::io::FdFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr};

/// Both ends of a pseudo-terminal on which nothing is echoed or translated.
#[derive(Debug)]
pub(super) struct Pair {
    master: OwnedFd,
    slave: OwnedFd,
}

impl Pair {
    /// Opens one.
    pub(super) fn open() -> io::Result<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        rustix::io::fcntl_setfd(&master, FdFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let slave = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
        let mut modes = tcgetattr(&slave)?;
        modes.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &modes)?;
        rustix::io::ioctl_fionbio(&master, true)?;
        Ok(Self { master, slave })
    }

    /// Makes it standard input.
    pub(super) fn be_standard_input(&self) -> io::Result<()> {
        Ok(rustix::stdio::dup2_stdin(&self.slave)?)
    }

    /// Types; never waits.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(&self.master, bytes)?)
    }

    /// Whether something that was typed lies unread.
    pub(super) fn holds_unread(&self) -> bool {
        rustix::io::ioctl_fionread(&self.slave).is_ok_and(|unread| unread > 0)
    }

    /// Forgets what lies unread.
    pub(super) fn forget(&self) {
        // Should it fail, what lies there is at most a prompt's end that the prompt did not wait for.
        let _ = tcflush(&self.slave, QueueSelector::IFlush);
    }
}
