//! The `examiner` program.

fn main() {}
