//! What a plain table's rows and columns are.

use super::gather::{Dimension, Grouping};

/// What rows or columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// A candidate each.
    Candidate,
    /// An exam each.
    Exam,
    /// A topic, a level, a kind or a question each.
    Of(Dimension),
    /// All in one.
    Nothing,
}

impl Along {
    /// The word for it: on the command line and as a column's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Exam => "exam",
            Self::Of(Dimension::Topic) => "topic",
            Self::Of(Dimension::Level) => "level",
            Self::Of(Dimension::Kind) => "kind",
            Self::Of(Dimension::Question) => "question",
            Self::Nothing => "none",
        }
    }

    /// What of a question it is, if it is anything of it.
    pub(super) const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Of(dimension) => Some(dimension),
            Self::Candidate | Self::Exam | Self::Nothing => None,
        }
    }
}

/// Rows and columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What rows are.
    pub rows: Along,
    /// What columns are.
    pub columns: Along,
}

impl Shape {
    /// By what results must be gathered for it.
    pub fn groupings(self) -> Vec<Grouping> {
        match self.dimensions() {
            [Some(rows), columns] => vec![(rows, columns)],
            [None, Some(columns)] => vec![(columns, None)],
            [None, None] => Vec::new(),
        }
    }

    /// What of a question its rows and its columns are by.
    pub(super) fn dimensions(self) -> [Option<Dimension>; 2] {
        [self.rows.dimension(), self.columns.dimension()]
    }

    /// Whether its rows or its columns are this.
    pub fn has(self, along: Along) -> bool {
        self.rows == along || self.columns == along
    }
}
