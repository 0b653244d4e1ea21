//! Plain tables' document.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::report::Report;
use crate::report::pivot::{Pivot, Shape};
use crate::session::moment::WallTime;

use super::report::{Head, of_cell};
use super::write;

/// Writes plain tables as JSON: one object a cell. `generated_at` is left out of a blind one.
pub fn pivots(
    report: &Report,
    pivots: &[Pivot],
    shape: Shape,
    generated_at: WallTime,
    to: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        head: Head::of(report, generated_at),
        rows: shape.rows.word(),
        columns: shape.columns.word(),
        tables: pivots.iter().map(of_table).collect(),
    };
    write(&document, to)
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    rows: &'static str,
    columns: &'static str,
    tables: Vec<Table<'a>>,
}

#[derive(Serialize)]
struct Table<'a> {
    exam: Option<&'a String>,
    cells: PivotCells<'a>,
}

fn of_table(pivot: &Pivot) -> Table<'_> {
    let exam = Some(&pivot.exam).filter(|exam| !exam.is_empty());
    Table { exam, cells: PivotCells(pivot) }
}

/// A table's cells, each made while it is written.
struct PivotCells<'a>(&'a Pivot);

impl Serialize for PivotCells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Pivot { rows, columns, cells, .. } = self.0;
        serializer.collect_seq(rows.iter().zip(cells).flat_map(|(row, of)| {
            of.iter().map(|(column, cell)| {
                json!({ "row": row.id, "column": columns[*column].id, "cell": of_cell(cell) })
            })
        }))
    }
}
