//! Reports, debriefs and comparisons as JSON, format 1: everything, with its n, and `null` with a reason where something is not defined.
//! Members may be added, never renamed.

mod history;
mod report;
mod sheets;

pub use history::history;
pub use report::{pivots, text};
pub use sheets::{compare, debrief};

use super::super::json::written;
