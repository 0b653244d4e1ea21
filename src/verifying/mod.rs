//! What journals, exams and marks say of the rows of some results, and where the rows say something else.
//!
//! Pure, and without rules of its own on marks: what they come to is for [`crate::grading`] to say. Rows, evidence and exams come in as values. An attempt is looked at alone, so that nothing but the places of rows is kept of
//! many; what only all of them together tell is settled at the end.

pub mod check;
pub mod facts;
pub mod kinds;
pub mod pairing;
pub mod places;
pub mod receipt;
pub mod settle;
pub mod standing;
pub mod voices;

pub use check::{Findings, Laws, check};
pub use kinds::{Alteration, Evidence, Fact, FactKind, Kind, NoJournal, NotRecorded, Row};
pub use receipt::Receipt;
pub use settle::{Total, Verdict, settle};
pub use voices::Voices;
