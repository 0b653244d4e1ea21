//! `examiner` as a library: what the program is made of, for those who build on it and for its own tests.
//!
//! # A tour of the house
//!
//! A pure middle, and edges around it. The middle knows no files, no clock, no terminal and no environment:
//!
//! - [`exam`]: what an exam is. Bytes of a TOML file → a model that is valid by construction, or every problem with its place; and what
//!   measures or teaches badly in one that is valid.
//! - [`session`]: what happens while someone sits one. Inputs → events; events → where it stands. Orders drawn from a seed.
//! - [`authoring`]: what an author has said of an exam in the making → a commented exam file, and back.
//! - [`scoring`]: one answer → outcome and points; the answers of a ladder → the level shown.
//! - [`results`]: the CSV contract, both ways.
//! - [`grading`]: answers marked anew: rows, an exam and what people said of answers → marks → what changes.
//! - [`report`]: rows → cells → figures: what candidates earned, topic by topic, and what that shows.
//! - [`verifying`]: rows against what journals, exams and marks say of them → what was altered.
//! - [`render`]: values → text, given width and colour; everything from elsewhere made safe for a terminal.
//!
//! The edges touch the world:
//!
//! - [`library`]: the built-in exams. [`store`]: the file system. [`terminal`]: the person. [`clock`]: the time. [`away`]: whether the
//!   process is called away.
//! - [`sitting`]: conducts a sitting over all of these: asks, journals, shows, hands in.
//! - [`dialogue`]: conducts the writing of an exam the same way: asks, has it judged, keeps, writes.
//! - [`commands`]: a file per subcommand, with [`cli`] (the command line), [`context`] (the world as values), [`world`]
//!   (the real one) and [`failure`] (exit codes).
//!
//! # The dependency rule
//!
//! Imports run one way: `commands → sitting, dialogue → store, terminal, render → grading, verifying → report, results → session, scoring,
//! authoring → exam`, and [`exam`] imports nothing of ours. [`store`] and [`terminal`] don't know each other. A test reads the `use` lines
//! and holds this.

pub mod authoring;
pub mod away;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod context;
pub mod dialogue;
pub mod exam;
pub mod failure;
pub mod grading;
pub mod library;
pub mod render;
pub mod report;
pub mod results;
pub mod scoring;
pub mod session;
pub mod sitting;
pub mod store;
pub mod terminal;
pub mod verifying;
pub mod world;
