//! The library of exams: what each is held to, and what each key rests on.
//!
//! An exam of the library has a module here with an [`ExamBasis`]: for each question an estimate of
//! how many borderline candidates answer it (Angoff), and for its key either a proof that a machine
//! plays on the exam's own snippets, or the public text that says so.

mod basis;
mod http_apis;
mod linux;
mod messaging;
mod observability;
mod paper;
mod rules;
mod rust;
mod shell;
mod sql;
mod sqlite;
mod toolchain;

pub(crate) use basis::{ExamBasis, proven, sourced};
pub(crate) use paper::{Asked, Paper};
