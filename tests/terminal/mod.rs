//! What a person sees and types, in a pseudo-terminal.

pub(crate) mod pty;
mod stage;

mod clock_wins;
mod endings;
mod keys;
mod plain;
mod screen;
