//! A pager: another program that shows what is longer than the screen.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Which program pages, and for how many rows it is not needed.
#[derive(Clone, Debug)]
pub struct Pager {
    /// A shell's command line.
    pub command: String,
    /// The screen's rows.
    pub rows: usize,
    /// What `less` is told where the environment says nothing: quit if it fits, colours, no clearing.
    pub less: Option<&'static str>,
}

impl Pager {
    /// Shows the text, and waits until the person has seen enough. An error if the program can't be started; then nothing was
    /// shown.
    pub fn show(&self, text: &str) -> io::Result<()> {
        // Ctrl-C is the pager's: it searches, or follows, or ends.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default());
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &self.command]).stdin(Stdio::piped());
        if let Some(less) = self.less {
            command.env("LESS", less);
        }
        let mut child = command.spawn()?;
        if let Some(mut pipe) = child.stdin.take() {
            // Whoever quits early has seen enough.
            let _ = pipe.write_all(text.as_bytes());
        }
        let status = child.wait()?;
        // What a shell says of a program that it can't find or start.
        if matches!(status.code(), Some(126 | 127)) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no such pager"));
        }
        Ok(())
    }
}
