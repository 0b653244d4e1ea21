//! The person's own editor: another program that has the terminal for a while, and not for longer than the clock allows.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, getpgrp, kill_process, kill_process_group};
use rustix::termios::tcgetpgrp;

/// More is not read of what an editor saved, in bytes.
const MOST: u64 = 1 << 20;
/// How long an editor that was told to end may take before it is killed.
const GRACE: Duration = Duration::from_secs(1);
/// How often it is looked whether the editor has ended.
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
    ) -> io::Result<Child> {
        let line = format!("{} \"$1\"; exit $?", self.0);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-mc", &line, "editor"]).arg(file);
        shell.stdin(terminal).stdout(screen).spawn()
    }
}

/// Writes the text where the editor is to find it; nobody else may read it.
pub(super) fn save(file: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    if !text.is_empty() {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        file.write_all(text.as_bytes())?;
        file.write_all(end.as_bytes())?;
    }
    file.sync_all()
}

/// What the editor saved; nothing if it took the file away.
pub fn saved(file: &Path) -> String {
    let read = |file: File| {
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).map(|_| bytes)
    };
    let regular = file.symlink_metadata().is_ok_and(|found| found.is_file());
    let bytes = if regular { File::open(file).and_then(read).unwrap_or_default() } else { Vec::new() };
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

/// Ends the editor: it is told to hang up, and killed a second later if that did not do.
pub(super) fn end(child: &mut Child, terminal: impl AsFd) {
    let group = tcgetpgrp(&terminal).ok().filter(|group| *group != getpgrp());
    let shell = Pid::from_child(child);
    let tell = |signal| {
        // Whoever is gone already needs no telling.
        let _ = group.map_or_else(|| kill_process(shell, signal), |group| kill_process_group(group, signal));
    };
    tell(Signal::HUP);
    // One that was stopped hears it when it goes on.
    tell(Signal::CONT);
    if ended_within(child, GRACE) {
        return;
    }
    tell(Signal::KILL);
    if !ended_within(child, GRACE) {
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn ended_within(child: &mut Child, time: Duration) -> bool {
    let begun = Instant::now();
    loop {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        if begun.elapsed() > time {
            return false;
        }
        thread::sleep(LOOK);
    }
}

/// Waits a little for the editor to end; how it ended, if it did.
pub(super) fn look(child: &mut Child) -> io::Result<Option<std::process::ExitStatus>> {
    let ended = child.try_wait()?;
    if ended.is_none() {
        thread::sleep(LOOK);
    }
    Ok(ended)
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

    #[test]
    fn what_was_saved_comes_back_and_what_is_no_file_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answer.md");
        save(&file, "one\ntwo").unwrap();
        assert_eq!(saved(&file), "one\ntwo\n");
        std::fs::write(&file, b"\xffx\r\ny").unwrap();
        assert_eq!(saved(&file), "\u{fffd}x\ny");
        assert_eq!(saved(folder.path()), "");
        assert_eq!(saved(&folder.path().join("none")), "");
    }
}
