//! One binary for all integration tests.

mod content;
mod exam_files;
mod store;
mod terminal;
