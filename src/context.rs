//! Everything outside the process that a command needs, as values.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::clock::SharedClock;
use crate::render::{Color, Look, sanitize, width};
use crate::terminal::bar::Bars;
use crate::terminal::pager::Pager;
use crate::terminal::prompter::{Manner, Prompter};

/// Opens the prompter once it is needed: before that, a command leaves the terminal alone.
pub type OpenPrompter = Box<dyn Fn(Manner, Color, SharedClock) -> io::Result<Box<dyn Prompter>>>;

/// The world of a command.
pub struct Context {
    /// The time.
    pub clock: SharedClock,
    /// For times of day.
    pub zone: TimeZone,
    /// Data: standard output.
    pub out: Box<dyn Write>,
    /// Messages: standard error.
    pub err: Box<dyn Write>,
    /// What standard output is laid out for.
    pub out_look: Look,
    /// How wide tables on standard output may be: wider than text that is read.
    pub table_width: usize,
    /// What standard error is laid out for.
    pub err_look: Look,
    /// Whether long reading is shown on standard error.
    pub bars: Bars,
    /// Whether plain lines were asked for, by the command line or the terminal's name.
    pub plain: bool,
    /// Whether prompts are drawn or plain.
    pub manner: Manner,
    /// Whether standard input is a terminal, at which somebody may sit.
    pub has_terminal: bool,
    /// Opens the prompter.
    pub open_prompter: OpenPrompter,
    /// The user's data folder for this program, if there is a home.
    pub data: Option<PathBuf>,
    /// What shows data that is longer than the screen; `None` where standard output is no terminal.
    pub pager: Option<Pager>,
    /// Random bytes: for ids and seeds.
    pub chance: [u8; 16],
}

impl Context {
    /// Prints data; a broken pipe is no error.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        let done = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Prints data, through the pager where it is longer than the screen.
    pub fn page(&mut self, text: &str) -> io::Result<()> {
        if let Some(pager) = &self.pager
            && text.lines().count() >= pager.rows
            && pager.show(text).is_ok()
        {
            return Ok(());
        }
        self.print(text)
    }

    /// Says something on standard error. What can't be said is no reason to stop.
    pub fn say(&mut self, text: &str) {
        say(&mut *self.err, text, self.err_look);
    }

    /// Says something with a command to copy: behind the words, or on a line of its own that is not broken.
    pub fn say_command(&mut self, words: &str, command: &str) {
        let command = sanitize::line(command).into_owned();
        if width::of(words) + 1 + width::of(&command) <= self.err_look.width {
            self.say(&format!("{words} {command}"));
        } else {
            self.say(words);
            let _ = writeln!(self.err, "  {command}");
        }
    }

    /// Prompts, on a real terminal or as plain lines.
    pub fn prompter(&self) -> io::Result<Box<dyn Prompter>> {
        (self.open_prompter)(self.manner, self.err_look.color, SharedClock::clone(&self.clock))
    }

    /// A seed of its own for each attempt; below 2^48, so that every reader of JSON keeps it exact.
    pub fn seed(&self) -> u64 {
        self.chance[10..].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte))
    }

    /// Ten random bytes for an attempt's id.
    pub fn id_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&self.chance[..10]);
        bytes
    }
}

/// What is indented so far is a command to be copied, and is not wrapped.
const COMMAND_INDENT: usize = 4;

/// Writes a message made safe and wrapped, with a newline at its end.
pub fn say(to: &mut dyn Write, text: &str, look: Look) {
    let text = sanitize::text(text);
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if indent >= COMMAND_INDENT {
            let _ = writeln!(to, "{line}");
            continue;
        }
        let rest = " ".repeat(indent);
        for line in width::wrap(line.trim_start(), look.width, &rest, &rest) {
            let _ = writeln!(to, "{line}");
        }
    }
    let _ = to.flush();
}
