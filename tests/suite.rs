//! The tests.

#[cfg(test)]
mod terminal;
