//! examiner.

pub mod clock;
pub mod exam;
pub mod results;
pub mod scoring;
pub mod session;
pub mod store;
pub mod terminal;
