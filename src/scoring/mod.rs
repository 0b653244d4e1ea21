//! What answers are worth: one answer to outcome and points, points to shares with intervals, a ladder's evidence to the level shown.
//!
//! Pure: knows the exam's types and nothing of files, clocks, terminals or the results' format.

pub mod interval;
pub mod level;
pub mod mark;
pub mod number;
pub mod share;
pub mod text;

pub use interval::{Difference, Interval, Proportion, Ranged};
pub use level::{Evidence, LevelShown, Levels, RungShown, RungStatus};
pub use mark::{EssayProblem, HandedIn, Mark, Outcome, essay_share, mark, mark_essay};
pub use number::NumberProblem;
pub use share::Share;
