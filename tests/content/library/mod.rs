//! The library of exams: what each is held to, and what each key rests on.
//!
//! An exam of the library has a module here with an [`ExamBasis`]: for each question an estimate of
//! how many borderline candidates answer it (Angoff), and for its key a proof that a machine plays on the
//! exam's own snippets, or the public text that says so, with a model of it where we have one.

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

pub(crate) use basis::{ExamBasis, modelled, proven, sourced};
pub(crate) use paper::{Asked, Paper};
