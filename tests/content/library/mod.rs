//! The library of exams: what each is held to, and what each key rests on.
//!
//! An exam of the library has a module here with an [`ExamBasis`]: for each question an estimate of
//! how many borderline candidates answer it (Angoff), and a [`Basis`] for its key, which is a proof
//! that a machine plays on the exam's own snippets, or the public text that says so.

mod basis;
mod paper;
mod rules;
mod shell;
mod sqlite;
mod toolchain;

pub(crate) use basis::{ExamBasis, Judged, proven, sourced};
pub(crate) use paper::{Asked, Paper};
