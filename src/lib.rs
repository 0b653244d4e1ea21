//! examiner.

pub mod clock;
pub mod exam;
pub mod render;
pub mod terminal;
