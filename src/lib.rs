//! examiner.

pub mod cli;
pub mod clock;
pub mod exam;
pub mod failure;
pub mod render;
pub mod results;
pub mod scoring;
pub mod session;
pub mod sitting;
pub mod store;
pub mod terminal;
