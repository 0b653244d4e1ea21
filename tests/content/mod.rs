//! The built-in lesson, proven by playing it, and the example panel; the exams' proofs are in `library`.
//!
//! The code, the SQL and the numbers are taken from the lesson's own file: a snippet that is changed
//! so that a claim no longer holds breaks a test here.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod bench;
mod broker;
mod crashes;
mod key;
mod lesson;
mod library;
mod message;
mod metrics;
mod panel;
mod play;
mod program;
mod provider;
mod races;
mod rules;
mod sql;
mod wording;
mod worker;
