//! The person at the terminal: what can be asked, and the ways to ask. Knows no exams.
//!
//! - [`prompter`] holds the trait and its vocabulary
//! - [`inquire`] draws prompts, over the relay, which keeps the time; `keys` reads the terminal's bytes, `field` says what they mean, `tabs` what stands for a tab
//!   to a prompt, `layout` where it lies on the screen, `open` is the prompt that is open, `tty` holds the real terminal, `pty` is what inquire reads from
//! - [`editor`] is another program in which longer texts are written
//! - [`bar`] tells how far long reading is
//! - [`plain`] asks in lines; [`script`] is for tests

pub mod bar;
pub mod pager;
pub mod prompter;
pub mod script;

mod field;
mod keys;
mod tabs;
mod watch;

#[cfg(unix)]
pub mod editor;
#[cfg(unix)]
pub mod inquire;
#[cfg(unix)]
mod layout;
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
