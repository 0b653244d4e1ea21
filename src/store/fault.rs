//! Faults on demand, for tests of debug builds: die, or find the disk full, at the n-th step that touches a file.
//!
//! `EXAMINER_TEST_FAULT=kill:N` kills the process before its N-th step (1-based), `torn:N:K` kills it after K bytes of
//! the write that is its N-th step, `full:N:K` lets that write fail after K bytes as on a full disk (once),
//! `call:N` calls the process away (SIGINT) before its N-th step, and `steps:FILE` appends the name of each step to FILE; `denied:N`
//! refuses that step, if it creates a file, as a folder does that is not to be written to. Release builds have none of this.

#[cfg(debug_assertions)]
pub use on_demand::{create, step, write};

#[cfg(not(debug_assertions))]
pub use none::{create, step, write};

#[cfg(not(debug_assertions))]
mod none {
    use std::fs::File;
    use std::io::{self, Write as _};

    /// Nothing happens.
    #[inline]
    pub fn step(_name: &str) {}

    /// It may be created.
    #[inline]
    pub fn create(_name: &str) -> io::Result<()> {
        Ok(())
    }

    /// Writes all bytes.
    #[inline]
    pub fn write(file: &mut File, bytes: &[u8], _name: &str) -> io::Result<()> {
        file.write_all(bytes)
    }
}

#[cfg(debug_assertions)]
mod on_demand {
    #![expect(clippy::disallowed_methods, reason = "the fault to make is named by the environment of a test")]

    use std::fs::{File, OpenOptions};
    use std::io::{self, Write as _};
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Clone, Debug)]
    enum Fault {
        None,
        Kill { at: u64 },
        Call { at: u64 },
        Torn { at: u64, bytes: usize },
        Full { at: u64, bytes: usize },
        Denied { at: u64 },
        Steps { to: String },
    }

    static STEPS: AtomicU64 = AtomicU64::new(0);

    fn fault() -> &'static Fault {
        static FAULT: OnceLock<Fault> = OnceLock::new();
        FAULT.get_or_init(|| {
            let wish = std::env::var("EXAMINER_TEST_FAULT").unwrap_or_default();
            let mut parts = wish.splitn(3, ':');
            let kind = parts.next().unwrap_or_default();
            let rest: Vec<&str> = parts.collect();
            let number = |place: usize| rest.get(place).and_then(|text| text.parse().ok()).unwrap_or(0);
            let bytes = usize::try_from(number(1)).unwrap_or(0);
            match kind {
                "kill" => Fault::Kill { at: number(0) },
                "call" => Fault::Call { at: number(0) },
                "torn" => Fault::Torn { at: number(0), bytes },
                "full" => Fault::Full { at: number(0), bytes },
                "denied" => Fault::Denied { at: number(0) },
                "steps" => Fault::Steps { to: rest.join(":") },
                _ => Fault::None,
            }
        })
    }

    fn next(name: &str) -> u64 {
        if let Fault::Steps { to } = fault()
            && let Ok(mut file) = OpenOptions::new().create(true).append(true).open(to)
        {
            let _ = writeln!(file, "{name}");
        }
        STEPS.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn die() -> ! {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        loop {
            std::thread::park();
        }
    }

    /// A step that writes no bytes: create, sync, lock, rename.
    pub fn step(name: &str) {
        let _ = create(name);
    }

    /// A step that creates a file, where that may be refused.
    pub fn create(name: &str) -> io::Result<()> {
        let number = next(name);
        match fault() {
            Fault::Kill { at } if *at == number => die(),
            Fault::Call { at } if *at == number => {
                let _ =
                    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::INT);
                Ok(())
            }
            Fault::Denied { at } if *at == number => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            Fault::None
            | Fault::Kill { .. }
            | Fault::Call { .. }
            | Fault::Torn { .. }
            | Fault::Full { .. }
            | Fault::Denied { .. }
            | Fault::Steps { .. } => Ok(()),
        }
    }

    /// A step that writes bytes.
    pub fn write(file: &mut File, bytes: &[u8], name: &str) -> io::Result<()> {
        let number = next(name);
        match fault() {
            Fault::Kill { at } if *at == number => die(),
            Fault::Torn { at, bytes: some } if *at == number => {
                file.write_all(&bytes[..bytes.len().min(*some)])?;
                let _ = file.sync_all();
                die();
            }
            Fault::Full { at, bytes: some } if *at == number => {
                file.write_all(&bytes[..bytes.len().min(*some)])?;
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Fault::None
            | Fault::Kill { .. }
            | Fault::Call { .. }
            | Fault::Torn { .. }
            | Fault::Full { .. }
            | Fault::Denied { .. }
            | Fault::Steps { .. } => file.write_all(bytes),
        }
    }
}
