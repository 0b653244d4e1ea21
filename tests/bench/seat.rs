//! The program in a pseudo-terminal, and how long it takes until a text is written on it.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The program, built as the benchmark is: for release.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_examiner");

/// What takes longer is broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, started in a pseudo-terminal of 80 columns that shows colours.
pub(crate) struct Seat {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    pieces: Receiver<(Instant, Vec<u8>)>,
    written: Vec<u8>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Seat {
    /// Starts it in a folder, with an environment that is all but empty.
    pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(args);
        command.cwd(folder);
        command.env_clear();
        command.env("HOME", folder);
        command.env("TZ", "UTC");
        command.env("TERM", "xterm-256color");
        let size = PtySize { rows: 50, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keys = pair.master.take_writer().expect("its keys");
        let (send, pieces) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 16 * 1024];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if send.send((Instant::now(), bytes[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        Self { child, keys, pieces, written: Vec::new(), started, _master: pair.master }
    }

    /// From the start of the process until all of these texts were written, each behind the one before.
    pub(crate) fn until(&mut self, texts: &[&str]) -> Duration {
        let started = self.started;
        self.wait(0, texts).duration_since(started)
    }

    /// From pressing Enter until all of these texts were written, each behind the one before.
    pub(crate) fn enter_until(&mut self, texts: &[&str]) -> Duration {
        let from = self.written.len();
        let pressed = Instant::now();
        self.keys.write_all(b"\r").expect("a key");
        self.keys.flush().expect("a key");
        self.wait(from, texts).duration_since(pressed)
    }

    fn wait(&mut self, mut from: usize, texts: &[&str]) -> Instant {
        let mut at = self.started;
        for text in texts {
            loop {
                let found = self.written[from..].windows(text.len()).position(|part| part == text.as_bytes());
                if let Some(place) = found {
                    from += place + text.len();
                    break;
                }
                let Ok((then, piece)) = self.pieces.recv_timeout(PATIENCE) else {
                    panic!("`{text}` never came:\n{}", String::from_utf8_lossy(&self.written));
                };
                at = then;
                self.written.extend_from_slice(&piece);
            }
        }
        at
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        if let Some(id) = id.and_then(rustix::process::Pid::from_raw) {
            // It may have ended by itself.
            let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        }
        let _ = self.child.wait();
    }
}
