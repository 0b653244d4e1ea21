//! The results' contract, both ways: which columns there are, and how a row becomes bytes and a byte a row.

pub mod amend;
pub mod cell;
pub mod codec;
pub mod codes;
pub mod follow;
pub mod name;
pub mod reader;
pub mod row;
pub mod scan;
pub mod sheet;
pub mod survey;

pub use codec::{Header, HeaderProblem};
pub use row::{COLUMNS, Closing, rows_of};
