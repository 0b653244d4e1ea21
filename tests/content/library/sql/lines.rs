//! The lines that the texts of `sql` name.

use super::super::basis::Pointed;

pub(super) const LINES: &[Pointed] = &[
    ("two-transfers", 5, "A: UPDATE accounts SET cents = cen"),
    ("two-transfers", 6, "B: UPDATE accounts SET cents = cen"),
    ("read-twice", 4, "A: SELECT cents FROM accounts WHER"),
    ("read-twice", 6, "A: SELECT cents FROM accounts WHER"),
    ("read-twice", 8, "A: SELECT cents FROM accounts WHER"),
    ("stale-snapshot-write", 2, "A: SELECT cents FROM accounts"),
    ("stale-snapshot-write", 4, "A: UPDATE accounts SET cents = cen"),
    ("alter-in-the-queue", 3, "B: ALTER TABLE orders ADD COLUMN n"),
];
