//! A report as JSON, format 1: everything, with its n, and `null` with a reason where something is not defined.
//! Members may be added, never renamed.

mod report;

pub(super) use super::super::json::written;
pub(super) use report::{number, of_candidate};
pub use report::{pivots, text};
