//! The exam file's JSON Schema (draft 7), written by hand: what an editor offers and checks while one types.
//!
//! Tests hold it to the parser: every key of [`super::section`] is in it, and no other; every valid file passes; what it can't
//! know is listed there. Editors look for keys, words and what they mean only where no `allOf` stands: what is required of one
//! kind or of a paper is in `if` and `dependencies`, which they leave to validation.

/// The schema's text.
pub const SCHEMA: &str = include_str!("schema.json");
