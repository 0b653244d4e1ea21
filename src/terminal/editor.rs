//! The person's own editor: another program that has the terminal for a while, and not for longer than the clock allows.

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, getpgrp, kill_process, kill_process_group};
use rustix::termios::tcgetpgrp;

/// How long an editor that was told to end may take before it is killed.
const GRACE: Duration = Duration::from_secs(1);
/// How often the clock is looked at while it runs.
const LOOK: Duration = Duration::from_millis(20);

/// A shell's command line that opens the file whose name follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(String);

impl Editor {
    /// The command line; `None` for a blank one.
    pub fn new(command: &str) -> Option<Self> {
        let command = command.trim();
        (!command.is_empty()).then(|| Self(command.to_owned()))
    }

    /// What a person calls it: the program's name without its folder.
    pub fn name(&self) -> &str {
        let program = self.0.split_whitespace().next().unwrap_or(&self.0);
        program.rsplit('/').next().unwrap_or(program)
    }

    /// Opens a file in it, on this terminal. With job control, so that whatever the command line starts is a group of its own
    /// that can be ended as one.
    pub(super) fn open(
        &self,
        file: &Path,
        terminal: impl Into<Stdio>,
        screen: impl Into<Stdio>,
    ) -> io::Result<Running> {
        let line = format!("{} \"$1\"; exit $?", self.0);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-mc", &line, "editor"]).arg(file);
        let mut child = shell.stdin(terminal).stdout(screen).spawn()?;
        let shell = Pid::from_child(&child);
        let (tell, ended) = mpsc::channel();
        thread::Builder::new().name("editor".to_owned()).spawn(move || {
            // Whoever does not listen any more has ended it.
            let _ = tell.send(child.wait());
        })?;
        Ok(Running { shell, ended })
    }
}

/// An editor that has the terminal.
#[derive(Debug)]
pub(super) struct Running {
    shell: Pid,
    ended: Receiver<io::Result<ExitStatus>>,
}

impl Running {
    /// Waits a moment; how it ended, if it did.
    pub(super) fn look(&self) -> io::Result<Option<ExitStatus>> {
        match self.ended.recv_timeout(LOOK) {
            Ok(status) => status.map(Some),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("nobody waits for it any more")),
        }
    }

    /// Ends it: it is told to hang up, and killed a second later if that did not do.
    pub(super) fn end(&self, terminal: impl AsFd) {
        let group = tcgetpgrp(&terminal).ok().filter(|group| *group != getpgrp());
        let tell = |signal| {
            // Whoever is gone already needs no telling.
            let _ = group
                .map_or_else(|| kill_process(self.shell, signal), |group| kill_process_group(group, signal));
        };
        let still_there =
            || self.ended.recv_timeout(GRACE).is_err_and(|why| why == RecvTimeoutError::Timeout);
        tell(Signal::HUP);
        // One that was stopped hears it when it goes on.
        tell(Signal::CONT);
        if still_there() {
            tell(Signal::KILL);
            // The shell takes the terminal back, and ends.
            if still_there() {
                let _ = kill_process(self.shell, Signal::KILL);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_called_by_its_programs_name() {
        assert_eq!(Editor::new("/usr/bin/code --wait").unwrap().name(), "code");
        assert_eq!(Editor::new(" vim ").unwrap().name(), "vim");
        assert_eq!(Editor::new("  "), None);
    }
}
