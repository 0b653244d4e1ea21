//! One binary for all integration tests.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what it expects, and touches the world"
)]

mod architecture;
mod browser;
mod cli;
mod content;
mod exam_files;
mod golden_orders;
mod pictures;
mod store;
mod terminal;
mod verifying;
