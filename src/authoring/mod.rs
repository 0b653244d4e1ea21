//! Writing an exam: what its author has said so far, and the TOML that it makes. Pure: asks nobody, and touches no file.
//!
//! - [`draft`] holds what was said, as it was typed; [`mod@write`] makes a commented exam file of it, [`strings`] its texts, [`notes`] its comments;
//!   [`reopen`] makes a draft of such a file again
//! - [`step`] knows what comes after what, [`asked`] how it is asked for (its `hints` in a file of their own), [`set`] where it goes
//! - [`judge`] says what is wrong with what was just said. No rule of the format is written here: `pad` makes a whole exam of
//!   what there is so far, and the parser judges that
//! - [`paper`] makes an exam's paper, the exam without its key
//! - [`standing`] counts what there is; [`starter`] is an exam to begin from in an editor

pub mod asked;
pub mod draft;
mod hints;
pub mod judge;
pub mod notes;
mod pad;
pub mod paper;
pub mod reopen;
pub mod set;
pub mod standing;
pub mod starter;
pub mod step;
pub mod strings;
pub mod write;

#[cfg(test)]
mod tests;

pub use draft::Draft;
pub use step::Step;
