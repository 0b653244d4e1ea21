//! Rows of any number of files to what each candidate earned at each exam: attempts chosen, copies counted once.
//!
//! Memory grows with attempts and with candidates × cells, not with rows; but for rows of an attempt that don't stand together, of which
//! each stretch has its place kept. `runs` adds up rows that stand together, `blocks`
//! reads files by several threads, `seats` chooses attempts, `resolve` reads the few attempts cell by cell of which there
//! are several versions or parts.

mod ahead;
pub mod blocks;
mod chosen;
mod contradicted;
pub mod gathered;
mod known;
mod left_out;
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
pub use contradicted::Contradicted;
pub use gathered::{Fact, Gathered, Seat, Wanted};
pub use known::{Dimension, Known, attempt_id};
pub use left_out::LeftOut;
pub use names::{Name, Names};
pub use resolve::have_one_head;
pub use runs::{Counted, Grouping, Key};

use super::cell::Cell;
use super::model::Choice;
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
        /// How many such rows there are in all.
        rows: u64,
    },
    /// There are different rows for one question of one attempt.
    Conflict(Box<Conflict>),
}

/// Two rows that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Of which attempt.
    pub attempt: String,
    /// Whose, as the first row has it.
    pub candidate: String,
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
    let mut seats = seats::pass(tables, wanted, split, seats::Seats::new(wanted))?;
    if seats.has_parts() {
        // Once more: first the attempts of which there are several versions or parts, put together, then all others, if there are any.
        let are_all = seats.are_all_in_parts();
        let (mut second, in_parts) = seats.without_parts(wanted);
        resolve::resolve(tables, wanted, in_parts, &mut second)?;
        seats = if are_all { second } else { seats::pass(tables, wanted, split, second)? };
    }
    let mut gathered = seats.finish();
    if wanted.choice == Choice::Best {
        let several = gathered.seats.iter_mut().filter(|seat| seat.sat > 1);
        several.flat_map(Seat::all_cells).for_each(Cell::mark_best_of_several);
    }
    if gathered.bad_rows > 0 {
        left_out::find(tables, wanted, &mut gathered)?;
    }
    Ok(gathered)
}

/// A conflict as a problem.
impl From<Conflict> for GatherProblem {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(Box::new(conflict))
    }
}

#[cfg(test)]
#[path = "gather_tests.rs"]
mod tests;
