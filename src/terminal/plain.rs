//! Plain lines: no cursor movement, no colour, no redraw. For pipes, scripts, screen readers and simple terminals.
//!
//! Prompts go to standard error; lines come from standard input, which is polled, so that deadlines and signals hold.

mod answer;
mod input;

use std::fmt;
use std::io::{self, Write as _};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, isatty, tcflush, tcgetattr, tcsetattr,
};

use self::answer::{Heard, draft, hear};
use self::input::Lines;
use super::prompter::{Ask, Edit, Gone, Got, Manner, Prompter, Reply, Want};
use super::signals::Signals;
use super::tty::ring;
use super::watch::{ClockWatch, wait_ms};
use crate::clock::{Moment, SharedClock, after, in_time, left_ms};

/// Asks in plain lines.
pub struct PlainPrompter {
    clock: SharedClock,
    signals: Signals,
    watch: ClockWatch,
    lines: Lines,
    /// When something was last read.
    arrived: Moment,
    gone: Option<Gone>,
}

impl fmt::Debug for PlainPrompter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainPrompter").field("lines", &self.lines).finish_non_exhaustive()
    }
}

/// What waiting brought.
enum Came {
    Line(String),
    Unreadable(input::Unreadable),
    Deadline,
    Gone(Gone),
}

impl PlainPrompter {
    /// Begins to listen for signals; nothing is read before it is asked.
    pub fn start(clock: SharedClock) -> io::Result<Self> {
        let signals = Signals::catch()?;
        let arrived = clock.now();
        let watch = ClockWatch::new(arrived);
        Ok(Self { clock, signals, watch, lines: Lines::default(), arrived, gone: None })
    }

    /// Waits for a line, the deadline or a signal; the moment is the one at which it came. A line came when its end was
    /// read; one that was typed ahead, when it was asked for.
    fn wait(&mut self, until_up_ms: Option<u64>, bells_up_ms: &mut Vec<u64>) -> (Came, Moment) {
        let asked = self.clock.now();
        let asked_in_time = until_up_ms.is_none_or(|until| in_time(asked.up_ms, until));
        loop {
            let now = self.clock.now();
            self.watch.look(now);
            if let Some(gone) = self.signals.gone() {
                if gone != Gone::Interrupt {
                    self.gone = Some(gone);
                }
                return (Came::Gone(gone), now);
            }
            if let Some(gone) = self.gone {
                return (Came::Gone(gone), now);
            }
            // Nothing is read after the deadline: what is there was read in time, however late it is looked at.
            if asked_in_time {
                let came = if self.arrived.up_ms > asked.up_ms { self.arrived } else { asked };
                match self.lines.next_line() {
                    Some(Ok(line)) => return (Came::Line(line), came),
                    Some(Err(unreadable)) => return (Came::Unreadable(unreadable), came),
                    None => {}
                }
            }
            if until_up_ms.is_some_and(|until| !in_time(now.up_ms, until)) {
                return (Came::Deadline, now);
            }
            if self.lines.is_over() {
                self.gone = Some(Gone::EndOfInput);
                continue;
            }
            let bells = bells_up_ms.len();
            bells_up_ms.retain(|&bell| bell > now.up_ms);
            if bells_up_ms.len() < bells {
                ring();
            }
            let due = until_up_ms.map(after).into_iter().chain(bells_up_ms.iter().copied()).min();
            self.read(wait_ms(now, due), until_up_ms);
        }
    }

    /// Waits for so long for something to read, and reads it unless the deadline has passed by then.
    fn read(&mut self, wait_ms: u64, until_up_ms: Option<u64>) {
        let timeout = Timespec {
            tv_sec: 0,
            tv_nsec: i64::try_from(wait_ms.min(999)).unwrap_or(0).saturating_mul(1_000_000),
        };
        let input = stdin();
        let mut ready = [PollFd::new(&self.signals, PollFlags::IN), PollFd::new(&input, PollFlags::IN)];
        if poll(&mut ready, Some(&timeout)).is_err()
            || ready.last().is_none_or(|input| input.revents().is_empty())
        {
            return;
        }
        let now = self.clock.now();
        if until_up_ms.is_some_and(|until| !in_time(now.up_ms, until)) {
            return;
        }
        self.arrived = now;
        let mut bytes = [0_u8; 1 << 14];
        match rustix::io::read(input, &mut bytes) {
            Ok(read @ 1..) => self.lines.push(bytes.get(..read).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            // Also a terminal that went away: nothing will come any more.
            Ok(0) | Err(_) => self.lines.end(),
        }
    }

    fn reply(&mut self, got: Got, at: Moment) -> Reply {
        Reply { got, at, jumps: self.watch.take() }
    }
}

impl Prompter for PlainPrompter {
    fn show(&mut self, text: &str) {
        say(text, if text.ends_with('\n') { "" } else { "\n" });
    }

    fn ask(&mut self, ask: &Ask<'_>) -> Reply {
        let begun = self.clock.now();
        if ask.until_up_ms.is_some_and(|until| left_ms(begun.up_ms, until) == 0) {
            self.watch.look(begun);
            return self.reply(Got::Expired(draft(None, ask)), begun);
        }
        let mut bells: Vec<_> = ask.bells_up_ms.iter().copied().filter(|&bell| bell > begun.up_ms).collect();
        // A terminal shows the end of the line that was typed into it.
        let echoed = isatty(stdin());
        loop {
            say(ask.message, prompt_end(ask.want));
            let (came, at) = self.wait(ask.until_up_ms, &mut bells);
            let is_line = matches!(came, Came::Line(_) | Came::Unreadable(_));
            if !(echoed && is_line) {
                say("\n", "");
            }
            match came {
                Came::Line(line) => match hear(&line, ask) {
                    Heard::Got(got) => return self.reply(got, at),
                    Heard::Refused(why) => say(&why, " (`?` lists what is possible)\n"),
                    Heard::Help(help) => say(&help, "\n"),
                },
                Came::Unreadable(why) => say(&why.to_string(), "\n"),
                Came::Deadline => {
                    let partial = if echoed {
                        // What stands in the terminal's own line counts, and must not reach the next question.
                        self.lines.take_half(&terminals_own_line())
                    } else {
                        self.lines.take_partial()
                    };
                    return self.reply(Got::Expired(draft(partial.as_deref(), ask)), at);
                }
                Came::Gone(gone) => return self.reply(Got::Gone(gone), at),
            }
        }
    }

    fn edit(&mut self, _: &Edit<'_>) -> Reply {
        // Plain lines name no editor, so none is asked for.
        let now = self.clock.now();
        self.reply(Got::Typed(String::new()), now)
    }

    fn manner(&self) -> Manner {
        Manner::Plain
    }

    fn acknowledge(&mut self, text: &str) {
        say(text, "\n");
    }
}

/// What was typed into the terminal's own line and not sent yet, taken out of it.
fn terminals_own_line() -> Vec<u8> {
    let mut typed = Vec::new();
    if let Ok(found) = tcgetattr(stdin()) {
        let mut modes = found.clone();
        // Without lines, what stands there can be read at once.
        modes.local_modes -= LocalModes::ICANON;
        modes.special_codes[SpecialCodeIndex::VMIN] = 0;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        if tcsetattr(stdin(), OptionalActions::Now, &modes).is_ok() {
            let mut bytes = [0_u8; 4096];
            if let Ok(read) = rustix::io::read(stdin(), &mut bytes) {
                typed.extend_from_slice(bytes.get(..read).unwrap_or_default());
            }
            let _ = tcsetattr(stdin(), OptionalActions::Now, &found);
        }
    }
    let _ = tcflush(stdin(), QueueSelector::IFlush);
    typed
}

fn prompt_end(want: Want<'_>) -> &'static str {
    match want {
        Want::Choose { .. } | Want::Tick { .. } | Want::Line { .. } | Want::LineOfMany { .. } => " > ",
        Want::Confirm { default: true } => " [Y/n] > ",
        Want::Confirm { default: false } => " [y/N] > ",
    }
}

/// Writes to standard error in one piece.
fn say(text: &str, end: &str) {
    // If nobody reads it any more, the answers still count.
    let _ = io::stderr().lock().write_all(format!("{text}{end}").as_bytes());
}
