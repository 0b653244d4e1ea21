//! From rows of results to the figures of a report: what was earned, what that shows, and what it rests on.
//!
//! Rows come in, values go out. Bytes are read through [`crate::results::scan::ReadAt`], by several threads where there are many; files,
//! terminals and formats are not known here, and the words for what is here are the renderer's.

pub mod assemble;
pub mod attempts;
pub mod cell;
pub mod cells;
pub mod compare;
pub mod debrief;
pub mod gather;
pub mod group;
mod headings;
pub mod history;
mod ladders;
pub mod model;
mod namesakes;
pub mod note;
pub mod noted;
pub mod outcomes;
pub mod pivot;
mod shape;
pub mod statistics;
mod telling;
mod versions;

pub use cell::Cell;
pub use cells::Cells;
pub use model::Report;
