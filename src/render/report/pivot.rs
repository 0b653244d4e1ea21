//! One plain table of any two dimensions.

use crate::report::Cell;
use crate::report::pivot::{Along, Pivot, Shape};

use super::super::document::{Document, Part};
use super::super::share;
use super::super::table::{Column, Table};
use super::points;

/// What a cell shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// Counts, and percent on totals.
    #[default]
    Counts,
    /// Counts and percent.
    Both,
    /// Percent.
    Percent,
    /// Points of points.
    Points,
    /// The 95% range.
    Interval,
}

/// The tables as a page, with the titles of exams; split into blocks of columns where they are wider than `width`.
pub fn page(pivots: &[Pivot], shape: Shape, figure: Figure, width: usize) -> Document {
    let mut parts = Vec::new();
    for pivot in pivots {
        if !pivot.exam.is_empty() && pivots.len() > 1 {
            parts.push(Part::Heading(vec![pivot.exam.clone()]));
        }
        parts.extend(blocks(pivot, shape, figure, width).into_iter().map(Part::Table));
    }
    if parts.is_empty() {
        parts.push(Part::Text("No attempt counts here.".to_owned()));
    }
    Document { parts }
}

fn blocks(pivot: &Pivot, shape: Shape, figure: Figure, width: usize) -> Vec<Table> {
    let all: Vec<usize> = (0..pivot.columns.len()).collect();
    let mut tables = Vec::new();
    let mut rest = &all[..];
    while !rest.is_empty() {
        let fits =
            |&n: &usize| table(pivot, shape, figure, &rest[..n], n == rest.len()).least_width() <= width;
        let n =
            if fits(&rest.len()) { rest.len() } else { (1..rest.len()).take_while(fits).last().unwrap_or(1) };
        tables.push(table(pivot, shape, figure, &rest[..n], n == rest.len()));
        rest = &rest[n..];
    }
    tables
}

fn table(pivot: &Pivot, shape: Shape, figure: Figure, columns: &[usize], last: bool) -> Table {
    let totals = shape.columns != Along::Nothing && pivot.columns.len() > 1;
    let has_rows = shape.rows != Along::Nothing;
    let mut titles = vec![Column::text(if has_rows { shape.rows.word() } else { "" })];
    titles.extend(columns.iter().map(|&column| match shape.columns {
        Along::Nothing => Column::number("right"),
        Along::Candidate | Along::Exam | Along::Of(_) => Column::number(named(&pivot.columns[column])),
    }));
    if totals && last {
        titles.push(Column::number("total"));
    }
    let mut table = Table::new(titles);
    for (row, name) in pivot.rows.iter().enumerate() {
        let mut cells = vec![if has_rows { named(name).to_owned() } else { "all".to_owned() }];
        cells.extend(columns.iter().map(|&column| text(pivot.cells[row][column].as_ref(), figure, !totals)));
        if totals && last {
            cells.push(text(Some(&pivot.row_totals[row]), figure, true));
        }
        table.row(cells);
    }
    if has_rows && pivot.rows.len() > 1 {
        let mut cells = vec!["all".to_owned()];
        cells.extend(columns.iter().map(|&column| text(Some(&pivot.column_totals[column]), figure, true)));
        if totals && last {
            let mut all = Cell::default();
            pivot.row_totals.iter().for_each(|total| all.merge(total));
            cells.push(text(Some(&all), figure, true));
        }
        table.row(cells);
    }
    table
}

fn named(name: &str) -> &str {
    if name.is_empty() { "(none)" } else { name }
}

fn text(cell: Option<&Cell>, figure: Figure, total: bool) -> String {
    let Some(cell) = cell.filter(|cell| cell.questions > 0) else { return "–".to_owned() };
    let waits = if cell.ungraded() > 0 { "+" } else { "" };
    let earned = format!("{}{waits}/{}", share::sum(points(cell.points)), share::sum(points(cell.worth())));
    // Under four questions a share is a count, and while something waits for a mark there is none.
    let percent = cell.share().filter(|_| cell.graded >= 4 && cell.ungraded() == 0).map(share::percent);
    match figure {
        Figure::Points => earned,
        Figure::Counts if !total => earned,
        Figure::Counts | Figure::Both => match percent {
            Some(percent) => format!("{earned} {percent}"),
            None => earned,
        },
        Figure::Percent => percent.unwrap_or(earned),
        Figure::Interval => match cell.interval() {
            Some(interval) => share::range(interval.low, interval.high),
            None => format!("{} unmarked", cell.ungraded()),
        },
    }
}
