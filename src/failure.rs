//! What can go wrong for the whole command, and the exit code that it gives. The table of exit codes is here alone.

use std::fmt;

use crate::store::ledger::Trouble;

/// Why a command ends without success.
#[derive(Debug)]
pub struct Failure {
    /// Which kind, and so which exit code.
    pub kind: Kind,
    /// What was found; empty where everything was said already.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It worked, and the answer is no.
    AnswerIsNo,
    /// The command line is wrong.
    CommandLine,
    /// A file could not be read, understood or written.
    File,
    /// It needs a terminal and has none.
    NoTerminal,
    /// Left by the candidate or by a signal; can be resumed.
    Left,
}

impl Kind {
    /// The process's exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::AnswerIsNo => 1,
            Self::CommandLine => 2,
            Self::File => 3,
            Self::NoTerminal => 4,
            Self::Left => 130,
        }
    }
}

impl Failure {
    /// One with a message and what to do.
    pub fn new(kind: Kind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: help.into() }
    }

    /// One whose words were already shown.
    pub fn said(kind: Kind) -> Self {
        Self::new(kind, "", "")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        let kind = if trouble.called_away { Kind::Left } else { Kind::File };
        Self::new(kind, trouble.to_string(), trouble.help)
    }
}
