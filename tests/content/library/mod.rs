//! The library of exams: what each is held to, and what each key rests on.
//!
//! An exam of the library has a module here with an [`ExamBasis`]: for each question an estimate of
//! how many borderline candidates answer it (Angoff), and for its key a proof that a machine plays on the
//! exam's own snippets; where it plays a model of ours, the public text whose rules the model has.

mod basis;
mod http_apis;
mod lines;
mod linux;
mod messaging;
mod observability;
mod paper;
mod reading;
mod rules;
mod rust;
mod shell;
mod sql;
mod sqlite;
mod toolchain;

pub(crate) use basis::{ExamBasis, exam_basis, modelled, proven};
pub(crate) use paper::Asked;
