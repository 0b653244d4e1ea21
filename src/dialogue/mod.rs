//! Conducts the dialogue of `new`: asks an author step by step, has each answer judged, keeps what is complete.
//!
//! - [`author`] is the whole of it: the exam, question after question, what is between them, the end
//! - `asking` asks for one step, `lines` for a text of several lines, `menu` is what Esc opens, `between` what comes between questions
//! - [`shelf`] is the file to be written and the draft beside it

mod asking;
pub mod author;
mod between;
mod lines;
mod menu;
pub mod shelf;

#[cfg(test)]
mod tests;
