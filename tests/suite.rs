//! One binary for all integration tests.

mod cli;
mod content;
mod exam_files;
mod store;
mod terminal;
