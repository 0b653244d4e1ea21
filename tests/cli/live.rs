//! The program with its input held open: what it says is waited for, what it is told comes line by line.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::sandbox::Ran;

/// Longer than anything should take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, running.
pub(crate) struct Live {
    child: Child,
    stdin: Option<ChildStdin>,
    said: Arc<(Mutex<String>, Condvar)>,
    reader: JoinHandle<()>,
}

impl Live {
    /// Starts it.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdin = child.stdin.take();
        let mut stderr = child.stderr.take().expect("its messages");
        let said = Arc::new((Mutex::new(String::new()), Condvar::new()));
        let told = Arc::clone(&said);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = stderr.read(&mut bytes) {
                told.0.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..read]));
                told.1.notify_all();
            }
            told.1.notify_all();
        });
        Self { child, stdin, said, reader }
    }

    /// Tells it something.
    pub(crate) fn send(&mut self, text: impl AsRef<[u8]>) {
        let stdin = self.stdin.as_mut().expect("its input is open");
        stdin.write_all(text.as_ref()).and_then(|()| stdin.flush()).expect("it reads");
    }

    /// Waits until it has said something; what it said until then comes back.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_for_times(text, 1)
    }

    /// Waits until it has said something so many times.
    pub(crate) fn wait_for_times(&self, text: &str, times: usize) -> String {
        let (said, more) = &*self.said;
        let guard = said.lock().unwrap();
        let (guard, timeout) =
            more.wait_timeout_while(guard, PATIENCE, |said| said.matches(text).count() < times).unwrap();
        assert!(!timeout.timed_out(), "`{text}` was never said in:\n{}", *guard);
        guard.clone()
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("it is there");
    }

    /// Waits for its end with the input still open.
    pub(crate) fn ended(mut self) -> Ran {
        let status = self.child.wait().expect("it ends");
        drop(self.stdin.take());
        self.reader.join().expect("its messages end");
        let err = self.said.0.lock().unwrap().clone();
        Ran { code: status.code(), out: String::new(), err }
    }

    /// Closes its input and waits for its end.
    pub(crate) fn closed(mut self) -> Ran {
        drop(self.stdin.take());
        self.ended()
    }
}
