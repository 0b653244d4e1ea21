//! Reports, debriefs and comparisons as JSON, format 1: everything, with its n, and `null` with a reason where something is not defined.
//! Members may be added, never renamed.

mod history;
mod pivots;
mod report;
mod sheets;

pub use history::history;
pub use pivots::pivots;
pub use report::report;
pub use sheets::{compare, debrief};

use super::super::json::{write, written};
