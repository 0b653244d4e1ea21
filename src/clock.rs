//! The time, as a value: the only file that reads a clock.

use std::sync::Arc;

/// An instant, read from both clocks at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock: milliseconds since 1970-01-01 UTC.
    pub wall_ms: i64,
    /// Milliseconds of a clock that counts while the machine sleeps and never jumps; comparable within one boot only.
    pub up_ms: u64,
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
    /// Names the current boot of the machine.
    fn boot(&self) -> &str;
}

/// A clock that several threads may read.
pub type SharedClock = Arc<dyn Clock>;
