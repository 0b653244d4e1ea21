//! The time, as a value: the only file that reads a clock.

use std::sync::Arc;

pub use crate::session::moment::Moment;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
    /// Names the current boot of the machine.
    fn boot(&self) -> &str;
}

/// A clock that several threads may read.
pub type SharedClock = Arc<dyn Clock>;
