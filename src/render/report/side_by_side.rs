//! Candidates side by side as a table of counts: in parts where a screen is too narrow for all of them.

use std::collections::{HashMap, HashSet};

use crate::exam::Points;
use crate::report::Cell;
use crate::report::compare::Comparison;
use crate::report::debrief::Sheet;

use super::super::share;
use super::super::table::{Column, Table};
use super::earned_of;

/// What stands in the table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Levels.
    Level,
    /// Topics.
    Topic,
}

/// The table, or its parts where it is wider than `width`: each with as many candidates as fit.
pub(super) fn tables(comparison: &Comparison, rows: Rows, width: usize) -> Vec<Table> {
    let cells: Vec<_> = comparison.sheets.iter().map(|sheet| cells_of(sheet, rows)).collect();
    table(comparison, &titles(comparison, rows), &cells).split(1, width)
}

/// Whether totals are of something else than questions.
pub(super) fn in_points(comparison: &Comparison) -> bool {
    comparison
        .candidates()
        .any(|of| of.total.worth() != Points(i64::from(of.total.questions) * Points::SCALE))
}

/// The ids and titles of the rows, in the order in which they come.
fn titles(comparison: &Comparison, rows: Rows) -> Vec<(String, String)> {
    let mut titles = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for sheet in &comparison.sheets {
        let headings = match rows {
            Rows::Level => &sheet.exam.levels,
            Rows::Topic => &sheet.exam.topics,
        };
        for heading in headings {
            if known.insert(&heading.id) {
                titles.push((heading.id.clone(), heading.title.clone()));
            }
        }
    }
    titles
}

fn table(comparison: &Comparison, titles: &[(String, String)], cells: &[HashMap<&str, &Cell>]) -> Table {
    let mut columns = vec![Column::text("")];
    columns.extend(comparison.candidates().map(|of| Column::number(&of.shown_as)));
    let mut table = Table::new(columns);
    for (id, title) in titles {
        let cells = cells.iter().map(|cells| cell(cells.get(id.as_str()).copied()));
        table.row(std::iter::once(title.clone()).chain(cells));
    }
    let total = if in_points(comparison) { "total, points" } else { "total" };
    let totals = comparison.candidates().map(|of| earned_of(&of.total));
    table.row(std::iter::once(total.to_owned()).chain(totals));
    table
}

/// A candidate's cells, by the id of what they are of.
fn cells_of(sheet: &Sheet, rows: Rows) -> HashMap<&str, &Cell> {
    let Some(candidate) = sheet.exam.candidates.first() else { return HashMap::new() };
    let (headings, cells) = match rows {
        Rows::Level => (&sheet.exam.levels, &candidate.levels),
        Rows::Topic => (&sheet.exam.topics, &candidate.topics),
    };
    headings.iter().map(|heading| heading.id.as_str()).zip(cells).collect()
}

/// Questions of questions, each once whatever its points: what a level rests on.
fn cell(cell: Option<&Cell>) -> String {
    match cell.filter(|cell| cell.questions > 0) {
        Some(cell) => format!("{}{}/{}", share::sum(cell.shares), more(cell), cell.questions),
        None => "–".to_owned(),
    }
}

/// The mark of what may be more.
fn more(cell: &Cell) -> &'static str {
    if cell.ungraded() > 0 { "+" } else { "" }
}
