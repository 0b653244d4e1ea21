//! examiner.

pub mod clock;
pub mod exam;
pub mod terminal;
