//! Answers marked anew: rows of results, an exam and what people said of answers → marks → what changes.
//!
//! Pure: files, journals and people are the callers'. Evidence is a row as it stands ([`evidence`]); opinions are what people said
//! ([`said`], [`opinions`]); a plan is what the rows would say ([`plan`]), and figures are what that means for whom ([`figures`]).

pub mod agreement;
pub mod evidence;
pub mod figures;
pub mod fit;
pub mod opinions;
pub mod plan;
pub mod preview;
pub mod said;
pub mod typed;

pub use evidence::{Evidence, Marked};
pub use opinions::{Opinions, Verdict};
pub use plan::{Basis, Plan};
pub use preview::Preview;

#[cfg(test)]
mod tests;
