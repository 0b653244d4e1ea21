//! What the program knows → text, for a width, with or without colour. Nothing here decides anything, and nothing is written anywhere.

pub mod diagnostic;
