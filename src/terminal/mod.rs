//! The person at the terminal.
pub mod prompter;
