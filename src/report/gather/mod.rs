//! Rows of any number of files to what each candidate earned at each exam: attempts chosen, copies counted once.
//!
//! Memory grows with attempts and with candidates × cells, not with rows. `runs` adds up rows that stand together, `blocks`
//! reads files by several threads, `seats` chooses attempts, `resolve` reads the few attempts cell by cell of which there
//! are several versions or parts.

pub mod blocks;
mod chosen;
pub mod gathered;
mod maps;
pub mod names;
mod resolve;
pub mod runs;
pub mod seats;
mod seen;
mod stretch;
mod whole;

use std::io;

pub use blocks::{Split, Table};
pub use gathered::{Fact, Gathered, Seat, Wanted};
pub use names::{Name, Names};
pub use runs::{Counted, Dimension, Grouping, Key, Known};

use crate::results::scan::BadCell;

/// Why rows could not be gathered. Files are places among the tables given.
#[derive(Debug)]
pub enum GatherProblem {
    /// A file could not be read.
    Read {
        /// Which.
        file: usize,
        /// Why.
        error: io::Error,
    },
    /// A row can't be understood.
    BadRow {
        /// In which file.
        file: usize,
        /// On which line, from 1.
        line: u64,
        /// At which character of it, from 1.
        character: u64,
        /// What is wrong.
        bad: BadCell,
    },
    /// There are different rows for one question of one attempt.
    Conflict(Box<Conflict>),
}

/// Two rows that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Of which attempt.
    pub attempt: String,
    /// The first row's file and line.
    pub first: (usize, u64),
    /// The other's.
    pub second: (usize, u64),
    /// The first column that differs.
    pub column: &'static str,
    /// What stands there in the first row.
    pub one: String,
    /// And in the other.
    pub other: String,
}

/// Gathers what is wanted from some tables.
pub fn gather(tables: &[Table<'_>], wanted: &Wanted, split: Split) -> Result<Gathered, GatherProblem> {
    let first = seats::pass(tables, wanted, split, seats::Seats::new(wanted))?;
    if !first.has_parts() {
        return Ok(first.finish());
    }
    // Once more: first the attempts of which there are several versions or parts, put together, then all others.
    let (mut second, in_parts) = first.without_parts(wanted);
    resolve::resolve(tables, wanted, in_parts, &mut second)?;
    Ok(seats::pass(tables, wanted, split, second)?.finish())
}

#[cfg(test)]
#[path = "gather_tests.rs"]
mod tests;
