//! Runs a program in a pseudo-terminal of a given size, reads its screen, and types.
//!
//! Waits for text, never for time. Whatever is not met within [`PATIENCE`] panics with the screen.

use std::io::{Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a pseudo-terminal.
pub(crate) struct Pty {
    /// `None` when the terminal was taken away.
    line: Option<Line>,
    found: Termios,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    ended: bool,
}

struct Line {
    master: Box<dyn MasterPty + Send>,
    /// Kept open: the terminal lives on when the program ends, so that its state can be read.
    slave: OwnedFd,
    writer: Box<dyn Write + Send>,
    reader: JoinHandle<()>,
}

struct Seen {
    output: Mutex<Output>,
    more: Condvar,
}

struct Output {
    raw: Vec<u8>,
    parser: vt100::Parser,
    hung_up: bool,
}

impl Pty {
    /// Starts the program. The environment is the command's alone, with a `TERM` if it has none.
    pub(crate) fn spawn(mut command: CommandBuilder, cols: u16, rows: u16) -> Self {
        if command.get_env("TERM").is_none() {
            command.env("TERM", "xterm-256color");
        }
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let name = pair.master.tty_name().unwrap();
        let slave = rustix::fs::open(
            &name,
            rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC,
            rustix::fs::Mode::empty(),
        )
        .unwrap();
        let found = tcgetattr(&slave).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let seen = Arc::new(Seen {
            output: Mutex::new(Output {
                raw: Vec::new(),
                parser: vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 10_000),
                hung_up: false,
            }),
            more: Condvar::new(),
        });
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let witness = Arc::clone(&seen);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let mut output = witness.lock();
                if output.hung_up {
                    return;
                }
                output.raw.extend_from_slice(&bytes[..read]);
                output.parser.process(&bytes[..read]);
                drop(output);
                witness.more.notify_all();
            }
        });
        let line = Some(Line { master: pair.master, slave, writer, reader });
        Self { line, found, child, seen, ended: false }
    }

    fn line(&mut self) -> &mut Line {
        self.line.as_mut().expect("the terminal is there")
    }

    /// Waits until the text stands on the screen or in the scrollback.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |output| output.transcript().contains(text))
    }

    /// Waits until the screen (without the scrollback) is as wished.
    pub(crate) fn wait_for_screen(&mut self, what: &str, wished: impl Fn(&str) -> bool) -> &mut Self {
        self.wait_until(what, |output| wished(&output.parser.screen().contents()))
    }

    /// Waits until the screen and what was scrolled out of it are as wished.
    pub(crate) fn wait_for_transcript(&mut self, what: &str, wished: impl Fn(&str) -> bool) -> &mut Self {
        self.wait_until(what, |output| wished(&output.transcript()))
    }

    /// Waits until these bytes were written.
    pub(crate) fn wait_for_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.wait_until(&String::from_utf8_lossy(bytes), |output| {
            output.raw.windows(bytes.len()).any(|window| window == bytes)
        })
    }

    /// Waits until the transcript is as wished: true; or until the program has ended: false.
    pub(crate) fn lives_to_see(&mut self, what: &str, wished: impl Fn(&str) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let ended = self.child.try_wait().unwrap().is_some();
            let mut output = self.seen.lock();
            if wished(&output.transcript()) {
                return true;
            }
            if ended {
                return false;
            }
            assert!(
                Instant::now() < deadline,
                "waited for {what:?} on this screen:\n{}",
                output.transcript()
            );
            drop(self.seen.more.wait_timeout(output, Duration::from_millis(20)).unwrap());
        }
    }

    fn wait_until(&mut self, what: &str, met: impl Fn(&mut Output) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        let mut output = self.seen.lock();
        while !met(&mut output) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited for {what:?} on this screen:\n{}", output.transcript());
            output = self.seen.more.wait_timeout(output, left.min(Duration::from_millis(200))).unwrap().0;
        }
        drop(output);
        self
    }

    /// Types.
    pub(crate) fn send(&mut self, keys: impl AsRef<[u8]>) -> &mut Self {
        let writer = &mut self.line().writer;
        writer.write_all(keys.as_ref()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Types, and waits until the program has read all of it: nothing shows that, so it is stopped until everything is there.
    pub(crate) fn send_and_have_read(&mut self, keys: impl AsRef<[u8]>) -> &mut Self {
        use rustix::process::{Signal, WaitId, WaitIdOptions, waitid};
        let keys = keys.as_ref();
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        self.signal(Signal::STOP);
        self.poll("the program stops", |pty| waitid(WaitId::Pid(pty.process()), options).unwrap().is_some());
        self.send(keys);
        let all = u64::try_from(keys.len()).unwrap();
        self.poll("all of it is there", |pty| pty.unread() == all);
        self.signal(Signal::CONT);
        self.poll("all of it is read", |pty| pty.unread() == 0);
        self
    }

    /// How many bytes the program has not read yet.
    pub(crate) fn unread(&self) -> u64 {
        rustix::io::ioctl_fionread(self.terminal()).unwrap()
    }

    /// Waits for a state that nothing tells of.
    pub(crate) fn poll(&mut self, what: &str, met: impl Fn(&Self) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !met(self) {
            assert!(Instant::now() < deadline, "waited for: {what}\n{}", self.transcript());
            std::thread::sleep(Duration::from_millis(1));
        }
        self
    }

    /// What the screen shows.
    pub(crate) fn screen(&self) -> String {
        self.seen.lock().parser.screen().contents()
    }

    /// What the screen shows and what was scrolled out of it.
    pub(crate) fn transcript(&self) -> String {
        self.seen.lock().transcript()
    }

    /// The rows that the terminal had to break: what was printed was wider than it.
    pub(crate) fn broken_rows(&self) -> Vec<String> {
        self.seen.lock().rows().into_iter().filter(|(_, broken)| *broken).map(|(row, _)| row).collect()
    }

    /// Everything that was written.
    pub(crate) fn raw_output(&self) -> Vec<u8> {
        self.seen.lock().raw.clone()
    }

    /// Another size, as when a window is dragged.
    pub(crate) fn resize(&mut self, cols: u16, rows: u16) {
        self.seen.lock().parser.screen_mut().set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.line().master.resize(size(cols, rows)).unwrap();
    }

    /// The terminal tells no size any more, as over some serial lines.
    pub(crate) fn forget_size(&mut self) {
        self.line().master.resize(size(0, 0)).unwrap();
    }

    /// The terminal itself, as the program has it.
    pub(crate) fn terminal(&self) -> BorrowedFd<'_> {
        self.line.as_ref().expect("the terminal is there").slave.as_fd()
    }

    /// The program's process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.process(), signal).unwrap();
    }

    fn process(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_raw(i32::try_from(self.pid()).unwrap()).unwrap()
    }

    /// Waits for the end, and until its last words are on the screen: the exit code (1 if a signal ended it).
    pub(crate) fn finish(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.ended = true;
                self.read_to_the_end();
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "the program did not end:\n{}", self.transcript());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until all that the program wrote was read: what is written behind it comes after it.
    fn read_to_the_end(&mut self) {
        const MARK: &[u8] = b"\x1b]7777;the end\x1b\\";
        if self.line.is_none() {
            return;
        }
        rustix::io::write(self.terminal(), MARK).unwrap();
        self.wait_for_bytes(MARK);
        let mut output = self.seen.lock();
        let written = output.raw.len() - MARK.len();
        output.raw.truncate(written);
    }

    /// In what the terminal differs from how the program found it (its modes, bracketed paste, the cursor); nothing if it is clean.
    pub(crate) fn mode_faults(&self) -> String {
        use std::fmt::Write as _;
        let now = self.modes();
        let mut faults = String::new();
        for (what, found, now) in [
            ("input", format!("{:?}", self.found.input_modes), format!("{:?}", now.input_modes)),
            ("output", format!("{:?}", self.found.output_modes), format!("{:?}", now.output_modes)),
            ("control", format!("{:?}", self.found.control_modes), format!("{:?}", now.control_modes)),
            ("local", format!("{:?}", self.found.local_modes), format!("{:?}", now.local_modes)),
            ("codes", format!("{:?}", self.found.special_codes), format!("{:?}", now.special_codes)),
        ] {
            if found != now {
                writeln!(faults, "{what} modes: found {found}, left {now}").unwrap();
            }
        }
        let output = self.seen.lock();
        let screen = output.parser.screen();
        for (fault, here) in [
            ("bracketed paste is on", screen.bracketed_paste()),
            ("the cursor is hidden", screen.hide_cursor()),
            ("the other screen is shown", screen.alternate_screen()),
        ] {
            if here {
                writeln!(faults, "{fault}").unwrap();
            }
        }
        faults
    }

    /// The terminal's modes now.
    pub(crate) fn modes(&self) -> Termios {
        tcgetattr(self.terminal()).unwrap()
    }

    /// Takes the terminal away, as when its window is closed.
    pub(crate) fn hang_up(&mut self) {
        let Some(Line { master, slave, writer, reader }) = self.line.take() else { return };
        self.seen.lock().hung_up = true;
        // Without an end-of-file character the writer types nothing when it is dropped.
        let mut modes = tcgetattr(&slave).unwrap();
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&slave, OptionalActions::Now, &modes).unwrap();
        // The reader blocks and holds the terminal: something to read wakes it.
        rustix::io::write(&slave, b"\n").unwrap();
        reader.join().unwrap();
        drop(writer);
        drop(master);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if !self.ended {
            // A failed test leaves no process behind; one that is gone already is fine.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

impl Seen {
    fn lock(&self) -> MutexGuard<'_, Output> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output {
    fn transcript(&mut self) -> String {
        let scrolled = self.parser.screen_mut().scrollback_len();
        let mut text = String::new();
        for (row, goes_on) in self.rows().into_iter().take(scrolled) {
            text.push_str(&row);
            if !goes_on {
                text.push('\n');
            }
        }
        text + &self.parser.screen().contents()
    }

    /// Every row, those scrolled out of the screen first, and whether the terminal went on with it in the next.
    fn rows(&mut self) -> Vec<(String, bool)> {
        let screen = self.parser.screen_mut();
        let rows = usize::from(screen.size().0.get());
        let columns = screen.size().1.get();
        let mut above = screen.scrollback_len();
        let mut all = Vec::new();
        loop {
            // The screen can be scrolled back a screenful at a time.
            screen.set_scrollback(above);
            let shown = if above == 0 { rows } else { above.min(rows) };
            for (number, row) in (0_u16..).zip(screen.rows(0, columns)).take(shown) {
                all.push((row, screen.row_wrapped(number)));
            }
            if above == 0 {
                return all;
            }
            above -= shown;
        }
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
