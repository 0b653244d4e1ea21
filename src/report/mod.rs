//! From rows of results to the figures of a report: what was earned, what that shows, and what it rests on.
//!
//! Pure: rows come in, values go out. Knows nothing of files, terminals or formats; the words for what is here are the
//! renderer's.

pub mod assemble;
pub mod cell;
pub mod compare;
pub mod debrief;
pub mod gather;
pub mod group;
mod ladders;
pub mod model;
pub mod note;
pub mod pivot;
pub mod statistics;
mod telling;

pub use cell::Cell;
pub use model::Report;
