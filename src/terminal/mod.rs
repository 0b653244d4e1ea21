//! The person at the terminal: what can be asked, and the ways to ask. Knows no exams.
//!
//! - [`prompter`]: the trait and its vocabulary
//! - [`inquire`]: drawn prompts, over [`relay`], which keeps the time; [`keys`] reads the terminal's bytes, [`field`] says what they
//!   mean to a prompt, [`tty`] holds the real terminal
//! - [`plain`]: plain lines; [`grammar`] says what a line means

pub mod prompter;

mod field;
mod grammar;
mod keys;
mod watch;

#[cfg(unix)]
pub mod inquire;
#[cfg(unix)]
mod open;
#[cfg(unix)]
pub mod plain;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod relay;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod tty;

#[cfg(unix)]
pub use relay::Suspended;
#[cfg(unix)]
pub use tty::{can_draw, size};
