//! examiner.

pub mod clock;
pub mod exam;
pub mod scoring;
pub mod terminal;
