//! Whether the process is called away: SIGINT, SIGTERM and SIGHUP, and Ctrl-C as a key. For whoever listens for them
//! while something else is waited for; knows nothing of who that is.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Once};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Set while nobody listens. A handler, once set, is never taken back: it must then do what the signal does by default.
static RELEASED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static CALLED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static LISTENERS: AtomicUsize = AtomicUsize::new(0);
static HANDLERS: Once = Once::new();

/// While any of these lives, the signals end nothing by themselves: their listeners do.
#[derive(Debug)]
pub struct Listening(());

impl Listening {
    /// Begins to listen.
    pub fn begin() -> io::Result<Self> {
        let listening = Self(());
        LISTENERS.fetch_add(1, Ordering::SeqCst);
        RELEASED.store(false, Ordering::SeqCst);
        let mut told = Ok(());
        HANDLERS.call_once(|| {
            told = [SIGINT, SIGTERM, SIGHUP].into_iter().try_for_each(|signal| {
                flag::register_conditional_default(signal, Arc::clone(&RELEASED))?;
                flag::register(signal, Arc::clone(&CALLED)).map(drop)
            });
        });
        told.map(|()| listening)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if LISTENERS.fetch_sub(1, Ordering::SeqCst) == 1 {
            RELEASED.store(true, Ordering::SeqCst);
        }
    }
}

/// Something is waited for; it can be called off.
#[derive(Debug)]
pub struct Wait(Listening);

impl Wait {
    /// Begins to wait: only calls from now on count.
    pub fn begin() -> io::Result<Self> {
        let listening = Listening::begin()?;
        CALLED.store(false, Ordering::SeqCst);
        Ok(Self(listening))
    }

    /// Whether a call came.
    pub fn is_called_off(&self) -> bool {
        let Self(Listening(())) = self;
        CALLED.load(Ordering::SeqCst)
    }
}

/// Calls, as a signal does: for Ctrl-C where it is a key.
pub fn call() {
    CALLED.store(true, Ordering::SeqCst);
}
