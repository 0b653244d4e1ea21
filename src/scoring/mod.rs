//!
//! Pure: knows the exam's types and nothing of files, clocks, terminals or the results' format.

pub mod interval;
pub mod mark;
pub mod number;
pub mod share;
pub mod text;

pub use interval::{Difference, Interval, Proportion, Tally};
pub use mark::{EssayProblem, HandedIn, Mark, Outcome, essay_share, mark, mark_essay, total};
pub use number::NumberProblem;
pub use share::Share;
