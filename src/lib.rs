//! examiner.

pub mod clock;
pub mod exam;
pub mod session;
pub mod terminal;
