//! examiner.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod context;
pub mod exam;
pub mod failure;
pub mod library;
pub mod render;
pub mod results;
pub mod scoring;
pub mod session;
pub mod sitting;
pub mod store;
pub mod terminal;
pub mod world;
