//! Attempts as they stand, and one of them event by event.

pub mod letter;
pub mod list;
pub mod timeline;
mod told;
mod wording;
