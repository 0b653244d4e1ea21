//! Plain lines: no cursor movement, no colour, no redraw, no menu. What a line means is in [`grammar`](super::grammar);
//! here it is waited for, with an eye on the clock and on the signals.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::termios::{QueueSelector, tcflush};

use super::grammar;
use super::prompter::{Ask, Draft, Gone, Got, Manner, Prompter, Reply, Want};
use super::signals::Signals;
use super::tty::ring;
use super::watch::{ClockWatch, wait_ms};
use crate::clock::{Moment, SharedClock};

/// The longest line, in bytes. A longer one is refused whole.
const LONGEST_LINE: usize = 1 << 20;

/// Asks in plain lines on standard error, reads lines from standard input. One in a process.
pub struct PlainPrompter {
    clock: SharedClock,
    signals: Signals,
    watch: ClockWatch,
    input: Input,
}

/// What was read and not yet asked for.
#[derive(Debug, Default)]
struct Input {
    bytes: Vec<u8>,
    /// How much of `bytes` is known to hold no newline.
    searched: usize,
    ended: bool,
    /// The rest of a line that was cut off by a deadline, or was too long, is dropped.
    dropping: Dropping,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Dropping {
    #[default]
    No,
    /// Up to and including the next newline.
    ToNewline,
}

/// What came of waiting for a line.
enum Waited {
    Line(Vec<u8>),
    TooLong,
    /// The deadline, with what of a line had come.
    Expired(Vec<u8>),
    Gone(Gone),
}

impl std::fmt::Debug for PlainPrompter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlainPrompter").field("input", &self.input).finish_non_exhaustive()
    }
}

impl PlainPrompter {
    /// Begins to catch signals; standard input is read when something is asked.
    pub fn start(clock: SharedClock) -> io::Result<Self> {
        let watch = ClockWatch::new(clock.now());
        Ok(Self { signals: Signals::catch()?, watch, clock, input: Input::default() })
    }

    fn wait(&mut self, ask: &Ask<'_>) -> (Waited, Moment) {
        let mut bells = ask.bells_up_ms.to_vec();
        bells.sort_unstable();
        loop {
            let now = self.clock.now();
            self.watch.look(now);
            if let Some(gone) = self.signals.gone() {
                return (Waited::Gone(gone), now);
            }
            if ask.until_up_ms.is_some_and(|until| now.up_ms >= until) {
                return (Waited::Expired(self.input.cut_off()), now);
            }
            while bells.first().is_some_and(|bell| *bell <= now.up_ms) {
                bells.remove(0);
                ring();
            }
            if let Some(waited) = self.input.line() {
                return (waited, now);
            }
            if self.input.ended {
                return (Waited::Gone(Gone::EndOfInput), now);
            }
            let due = [ask.until_up_ms, bells.first().copied()].into_iter().flatten().min();
            if let Err(gone) = self.read_more(wait_ms(now, due)) {
                return (Waited::Gone(gone), self.clock.now());
            }
        }
    }

    fn read_more(&mut self, wait_ms: u64) -> Result<(), Gone> {
        let mut ready =
            [PollFd::from_borrowed_fd(stdin(), PollFlags::IN), PollFd::new(&self.signals, PollFlags::IN)];
        let timeout = Timespec::try_from(Duration::from_millis(wait_ms)).unwrap_or_default();
        match poll(&mut ready, Some(&timeout)) {
            Ok(0) | Err(Errno::INTR) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Gone::EndOfInput),
        }
        if ready[0].revents().is_empty() {
            return Ok(());
        }
        let mut bytes = [0; 16 * 1024];
        match rustix::io::read(stdin(), &mut bytes) {
            Ok(0) => self.input.ended = true,
            Ok(count) => self.input.bytes.extend_from_slice(&bytes[..count]),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return Err(Gone::HangUp),
        }
        Ok(())
    }
}

impl Input {
    /// The next whole line without its end; at the end of input, what there is.
    fn line(&mut self) -> Option<Waited> {
        loop {
            let newline = self.bytes[self.searched..].iter().position(|&byte| byte == b'\n');
            match (newline.map(|at| at + self.searched), self.dropping) {
                (Some(end), Dropping::ToNewline) => {
                    self.bytes.drain(..=end);
                    self.searched = 0;
                    self.dropping = Dropping::No;
                }
                (Some(end), Dropping::No) => {
                    let mut line: Vec<u8> = self.bytes.drain(..=end).collect();
                    self.searched = 0;
                    line.pop();
                    if line.last() == Some(&b'\r') {
                        line.pop();
                    }
                    let fits = line.len() <= LONGEST_LINE;
                    return Some(if fits { Waited::Line(line) } else { Waited::TooLong });
                }
                (None, Dropping::ToNewline) => {
                    self.bytes.clear();
                    self.searched = 0;
                    return None;
                }
                (None, Dropping::No) if self.bytes.len() > LONGEST_LINE => {
                    self.bytes.clear();
                    self.searched = 0;
                    self.dropping = Dropping::ToNewline;
                    return Some(Waited::TooLong);
                }
                (None, Dropping::No) if self.ended && !self.bytes.is_empty() => {
                    self.searched = 0;
                    return Some(Waited::Line(std::mem::take(&mut self.bytes)));
                }
                (None, Dropping::No) => {
                    self.searched = self.bytes.len();
                    return None;
                }
            }
        }
    }

    /// At a deadline: what of a line had come. Its rest, still to come, is no answer to what is asked next.
    fn cut_off(&mut self) -> Vec<u8> {
        self.searched = 0;
        if stdin().is_terminal() {
            // What stands in the terminal's own line can't be seen here, and must not reach the next question.
            let _ = tcflush(stdin(), QueueSelector::IFlush);
        }
        if self.bytes.is_empty() || self.bytes.contains(&b'\n') || self.dropping == Dropping::ToNewline {
            return Vec::new();
        }
        self.dropping = Dropping::ToNewline;
        std::mem::take(&mut self.bytes)
    }
}

impl Prompter for PlainPrompter {
    fn show(&mut self, text: &str) {
        let newline = if text.ends_with('\n') { "" } else { "\n" };
        write(&format!("{text}{newline}"));
    }

    fn ask(&mut self, ask: &Ask<'_>) -> Reply {
        loop {
            // A line typed at a terminal is echoed by it; one that comes through a pipe is not.
            let sign = if stdin().is_terminal() { "> " } else { "" };
            write(&format!("{}{}\n{sign}", ask.message, grammar::default_sign(&ask.want)));
            let (waited, at) = self.wait(ask);
            let got = match waited {
                Waited::Gone(gone) => Got::Gone(gone),
                Waited::Expired(partial) => Got::Expired(draft(&partial, &ask.want)),
                Waited::TooLong => {
                    write(&format!(
                        "That line is longer than {} KiB; it was not taken.\n",
                        LONGEST_LINE / 1024
                    ));
                    continue;
                }
                Waited::Line(line) => match grammar::understand(&line, &ask.want, ask.commands) {
                    Ok(got) => got,
                    Err(why) => {
                        write(&format!("{why}\n"));
                        continue;
                    }
                },
            };
            return Reply { got, at, jumps: self.watch.take() };
        }
    }

    fn manner(&self) -> Manner {
        Manner::Plain
    }

    fn acknowledge(&mut self, text: &str) {
        write(&format!("{text}\n"));
    }
}

/// What a part of a line is worth at a deadline: text as far as it came, ticks as far as they can be read.
fn draft(partial: &[u8], want: &Want<'_>) -> Draft {
    match (want, grammar::understand(partial, want, &[])) {
        (Want::Line { .. }, Ok(Got::Typed(text))) if !text.is_empty() => Draft::Typed(text),
        (Want::Tick { .. }, Ok(Got::Ticked(ticked))) if !ticked.is_empty() => Draft::Ticked(ticked),
        (Want::Line { .. } | Want::Tick { .. } | Want::Choose { .. } | Want::Confirm { .. }, _) => {
            Draft::Nothing
        }
    }
}

/// What can't be written to standard error is not there to be read; the sitting goes on.
fn write(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}
