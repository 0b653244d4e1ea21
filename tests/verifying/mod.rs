//! Rows against journals: what was changed is found, and named by its column.

pub(crate) mod bench;
mod changed;
mod journals;
mod judged;
