//! The relay: stands between the real terminal and inquire, so that the clock wins.
//!
//! inquire blocks and has no timeout. So the slave of a pseudo-terminal takes the place of standard input, and a thread copies keys
//! from the real terminal to the master, and keeps the time: at a deadline, a signal or an Esc it types into the prompt what ends
//! it. One thread sees keys and clock, so who came first is known.
//!
//! inquire never sees a paste (its text is typed, newlines as spaces, or as the end of a line of several), an Esc, or a second key that could end a prompt: after the
//! one that did, nothing is typed until the next prompt is open. What is long is typed in small pieces, each when the last was
//! read, so that the clock never waits behind it.

use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::field::{CANCEL, Effect, typed_ahead};
use super::keys::{Decoder, Key};
use super::open::{By, End, Open, Opening};
use super::prompter::{ClockJump, Gone};
use super::pty::Pair;
use super::signals::Signals;
use super::tty::{RealTerminal, ring};
use super::watch::{ClockWatch, wait_ms};
use crate::away;
use crate::clock::{Moment, SharedClock, after, in_time, left_ms};

/// So many keys are kept for the next prompt: a text that is pasted line after line.
const MOST_AHEAD: usize = 64 * 1024;

/// The relay; one in a process.
#[derive(Debug)]
pub(super) struct Relay {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread and the prompter share.
struct Shared {
    state: Mutex<State>,
    clock: SharedClock,
    signals: Signals,
    real: Arc<RealTerminal>,
    pair: Pair,
    /// Wakes the thread.
    rope: UnixStream,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("real", &self.real).finish_non_exhaustive()
    }
}

struct State {
    open: Option<Open>,
    gone: Option<Gone>,
    /// Typed while no prompt was open.
    ahead: Vec<Key>,
    /// The last prompt was ended by the clock: what is still being typed was meant for it.
    stale_ahead: bool,
    decoder: Decoder,
    read_at: Moment,
    watch: ClockWatch,
    keys: Keys,
    stopping: bool,
}

/// Whose the keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Ours,
    /// Another program's for a while.
    Lent,
    /// Nobody's: the terminal went away.
    Lost,
}

impl Relay {
    /// Takes over standard input, which must be a terminal.
    pub(super) fn start(clock: SharedClock) -> io::Result<Self> {
        let signals = Signals::catch()?;
        let pair = Pair::open()?;
        let (bell, rope) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        rope.set_nonblocking(true)?;
        let now = clock.now();
        let state = State {
            open: None,
            gone: None,
            ahead: Vec::new(),
            stale_ahead: false,
            decoder: Decoder::default(),
            read_at: now,
            watch: ClockWatch::new(now),
            keys: Keys::Ours,
            stopping: false,
        };
        let real = RealTerminal::take()?;
        let shared = Arc::new(Shared { state: Mutex::new(state), clock, signals, real, pair, rope });
        // From here on dropping the relay gives everything back.
        let mut relay = Self { shared: Arc::clone(&shared), thread: None };
        shared.pair.be_standard_input()?;
        let keeper = move || {
            let _last_word = LastWord(&shared);
            shared.keep(&bell);
        };
        relay.thread = Some(std::thread::Builder::new().name("relay".to_owned()).spawn(keeper)?);
        Ok(relay)
    }

    /// Makes ready for a prompt that is about to be drawn; `Err` if it has ended already: the person is gone, or the time is over.
    pub(super) fn open(&self, mut opening: Opening) -> Result<(), End> {
        let now = self.shared.clock.now();
        opening.bells_up_ms.retain(|&bell| bell > now.up_ms);
        let mut state = self.shared.lock();
        if let Some(gone) = self.shared.signals.gone() {
            state.leave(gone, now);
        }
        if let Some(gone) = state.gone {
            if gone == Gone::Interrupt {
                state.gone = None;
            }
            return Err(End { by: By::Gone(gone), at: now, rest: String::new(), cursor: 0, cut: false });
        }
        if opening.until_up_ms.is_some_and(|until| left_ms(now.up_ms, until) == 0) {
            return Err(End { by: By::Deadline, at: now, rest: String::new(), cursor: 0, cut: false });
        }
        // Nothing of a prompt that failed may reach this one.
        self.shared.pair.forget();
        let ahead = std::mem::take(&mut state.ahead);
        let kept = match &opening {
            Opening { again: true, .. } => ahead,
            Opening { field, .. } if field.is_choice() || state.stale_ahead => Vec::new(),
            Opening { field, .. } => typed_ahead(&ahead, field),
        };
        state.stale_ahead = false;
        state.open = Some(Open::new(opening));
        for key in kept {
            state.press(key, now);
        }
        drop(state);
        self.shared.wake();
        Ok(())
    }

    /// The prompt returned: how it ended (`None`: by itself, because it could not read or draw), and how the clocks jumped since the
    /// last time.
    pub(super) fn close(&self) -> (Option<End>, Vec<ClockJump>) {
        let mut state = self.shared.lock();
        let end = state.open.take().and_then(|open| open.end);
        state.stale_ahead = end.as_ref().is_some_and(|end| end.by == By::Deadline);
        if state.stale_ahead {
            state.ahead.clear();
        }
        (end, state.watch.take())
    }

    /// Lends the real terminal to another program (an editor), in the modes in which it was found, until what is returned is
    /// dropped. Signals are still noticed; keys are the other program's.
    pub(super) fn suspend(&self) -> Suspended<'_> {
        let mut state = self.shared.lock();
        if state.keys == Keys::Ours {
            state.keys = Keys::Lent;
            self.shared.real.lend();
        }
        Suspended { relay: self }
    }

    /// Whether the person is gone: looked at while another program has the terminal.
    pub(super) fn gone(&self) -> Option<Gone> {
        self.shared.lock().gone
    }

    /// How the clocks jumped since the last time.
    pub(super) fn jumps(&self) -> Vec<ClockJump> {
        self.shared.lock().watch.take()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.lock().stopping = true;
        self.shared.wake();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported by its message.
            let _ = thread.join();
        }
        self.shared.real.give_back();
    }
}

/// While this lives the real terminal is another program's.
#[derive(Debug)]
pub struct Suspended<'a> {
    relay: &'a Relay,
}

impl Suspended<'_> {
    /// A handle on the real terminal, to be the other program's standard input (the process's own is the relay's).
    pub fn terminal(&self) -> io::Result<OwnedFd> {
        self.relay.shared.real.handle()
    }
}

impl Drop for Suspended<'_> {
    fn drop(&mut self) {
        let mut state = self.relay.shared.lock();
        if state.keys == Keys::Lent {
            // Should it fail, the next prompt cannot read and says so.
            let _ = self.relay.shared.real.listen();
            state.decoder = Decoder::default();
            state.keys = Keys::Ours;
        }
        drop(state);
        self.relay.shared.wake();
    }
}

/// If the thread ends while it is still needed (it panicked), the open prompt ends too.
struct LastWord<'a>(&'a Shared);

impl Drop for LastWord<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if !state.stopping {
            state.gone = Some(Gone::HangUp);
            let _ = self.0.pair.write(CANCEL);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        // A full pipe wakes just as well.
        let _ = (&self.rope).write(&[1]);
    }

    /// The thread: waits for keys, signals and the time, whichever comes first.
    fn keep(&self, bell: &UnixStream) {
        loop {
            let (wait, listening) = {
                let mut state = self.lock();
                if state.stopping {
                    return;
                }
                (state.tend(self, self.clock.now()), state.keys == Keys::Ours)
            };
            let mut ready = vec![
                PollFd::new(bell, PollFlags::IN),
                PollFd::new(&self.signals, PollFlags::IN),
                PollFd::new(&*self.real, PollFlags::IN),
            ];
            if !listening {
                ready.truncate(2);
            }
            let timeout = Timespec {
                tv_sec: 0,
                tv_nsec: i64::try_from(wait.min(999)).unwrap_or(0).saturating_mul(1_000_000),
            };
            if poll(&mut ready, Some(&timeout)).is_err() {
                continue;
            }
            let hears = ready.get(2).is_some_and(|real| !real.revents().is_empty());
            let mut rung = [0; 64];
            while matches!((&mut &*bell).read(&mut rung), Ok(1..)) {}
            if hears {
                self.lock().listen(self);
            }
        }
    }
}

impl State {
    /// Does what is due, and tells for how long nothing more will be, milliseconds.
    fn tend(&mut self, shared: &Shared, now: Moment) -> u64 {
        self.watch.look(now);
        if let Some(gone) = shared.signals.gone() {
            self.leave(gone, now);
        }
        if shared.signals.resumed() && self.keys == Keys::Ours {
            // Whoever had the terminal meanwhile has set it as they like it.
            let _ = shared.real.listen();
        }
        self.expire(now);
        let mut due = vec![];
        if let Some(patience) = self.decoder.patience_ms() {
            let until = self.read_at.up_ms.saturating_add(patience);
            if until <= now.up_ms {
                let mut keys = Vec::new();
                self.decoder.give_up(&mut keys);
                let at = self.read_at;
                for key in keys {
                    self.press(key, at);
                }
            } else {
                due.push(until);
            }
        }
        if let Some(open) = &mut self.open {
            if open.end.is_some() {
                due.extend(open.opening.until_up_ms.map(after).filter(|&until| until > now.up_ms));
            } else {
                let opening = &mut open.opening;
                let bells = opening.bells_up_ms.len();
                opening.bells_up_ms.retain(|&bell| bell > now.up_ms);
                if opening.bells_up_ms.len() < bells {
                    ring();
                }
                due.extend(opening.until_up_ms.map(after));
                due.extend(&opening.bells_up_ms);
                open.notice_size(now);
            }
            open.pump(&shared.pair, now);
            due.extend(open.more_due(now));
            due.extend(open.nudge(&shared.pair, now));
        }
        wait_ms(now, due.into_iter().min())
    }

    /// Reads what the person typed.
    fn listen(&mut self, shared: &Shared) {
        // Under the lock it is sure that nobody was lent the terminal since it was ready.
        if self.keys != Keys::Ours {
            return;
        }
        let mut ready = [PollFd::new(&*shared.real, PollFlags::IN)];
        if !matches!(poll(&mut ready, Some(&Timespec::default())), Ok(1..)) {
            return;
        }
        let mut bytes = [0_u8; 1024];
        let read = rustix::io::read(&*shared.real, &mut bytes);
        let now = shared.clock.now();
        match read {
            Ok(1..) | Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Ok(0) | Err(_) => {
                self.keys = Keys::Lost;
                self.leave(Gone::HangUp, now);
                return;
            }
        }
        self.watch.look(now);
        self.read_at = now;
        self.expire(now);
        let mut keys = Vec::new();
        self.decoder.read(bytes.get(..read.unwrap_or(0)).unwrap_or_default(), &mut keys);
        for key in keys {
            self.press(key, now);
        }
        if let Some(open) = &mut self.open {
            open.pump(&shared.pair, now);
        }
    }

    /// Ends the prompt if its time is over.
    fn expire(&mut self, now: Moment) {
        if let Some(open) = &mut self.open
            && let Some(until) = open.opening.until_up_ms
            && !in_time(now.up_ms, until)
        {
            open.decide(By::Deadline, now);
            open.hurry();
        }
    }

    fn press(&mut self, key: Key, at: Moment) {
        if key == Key::Interrupt {
            return self.leave(Gone::Interrupt, at);
        }
        let Some(open) = self.open.as_mut().filter(|open| open.end.is_none()) else {
            if self.ahead.len() < MOST_AHEAD {
                self.ahead.push(key);
            }
            return;
        };
        if open.opening.field.is_choice() && !open.opening.again && !open.opening.drawn.is_it() {
            return;
        }
        if key == Key::Esc {
            if open.opening.esc {
                open.decide(By::Esc, at);
            }
            return;
        }
        match open.opening.field.press(key) {
            Effect::Type(feeds) => open.send(feeds),
            Effect::Submit => open.decide(By::Enter, at),
            Effect::Refuse => ring(),
        }
    }

    /// The person is being taken away: from the open prompt, or from the next.
    fn leave(&mut self, gone: Gone, at: Moment) {
        let told = match &mut self.open {
            Some(open) if open.end.is_none() => {
                open.decide(By::Gone(gone), at);
                true
            }
            Some(_) | None => false,
        };
        if !told {
            // Something else may be waited for meanwhile.
            away::call();
        }
        let stronger = self.gone.is_none_or(|known| known == Gone::Interrupt);
        if stronger && !(told && gone == Gone::Interrupt) {
            self.gone = Some(gone);
        }
    }
}
