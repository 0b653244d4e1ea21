//! Candidates side by side as a table of counts: in parts where a screen is too narrow for all of them.

use std::collections::{HashMap, HashSet};

use crate::report::Cell;
use crate::report::compare::Comparison;
use crate::report::debrief::Sheet;

use super::super::share;
use super::super::table::{Column, Table};
use super::{earned_of, in_points};

/// What stands in the table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Levels.
    Level,
    /// Topics.
    Topic,
}

/// The table, in parts where it is wider than `width`.
pub(super) fn tables(comparison: &Comparison, rows: Rows, width: usize) -> Vec<Table> {
    let cells: Vec<_> = comparison.sheets.iter().map(|sheet| cells_of(sheet, rows)).collect();
    let mut columns = vec![Column::text("")];
    columns.extend(comparison.candidates().map(|of| Column::number(&of.shown_as)));
    let mut table = Table::new(columns);
    for (id, title) in titles(comparison, rows) {
        let cells = cells.iter().map(|cells| cell(cells.get(id.as_str()).copied()));
        table.row(std::iter::once(title).chain(cells));
    }
    let total = if is_in_points(comparison) { "total, points" } else { "total" };
    let totals = comparison.candidates().map(|of| earned_of(&of.total));
    table.row(std::iter::once(total.to_owned()).chain(totals));
    table.split(1, width)
}

/// Whether totals are of something else than questions.
pub(super) fn is_in_points(comparison: &Comparison) -> bool {
    comparison.sheets.iter().any(|sheet| in_points(&sheet.exam))
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

/// A candidate's cells, by the id of what they are of.
fn cells_of(sheet: &Sheet, rows: Rows) -> HashMap<&str, &Cell> {
    let Some(candidate) = sheet.exam.candidates.first() else { return HashMap::new() };
    let (headings, cells) = match rows {
        Rows::Level => (&sheet.exam.levels, &candidate.levels),
        Rows::Topic => (&sheet.exam.topics, &candidate.topics),
    };
    cells.iter().map(|(place, cell)| (headings[place].id.as_str(), cell)).collect()
}

/// Questions of questions, each once whatever its points: what a level rests on.
fn cell(cell: Option<&Cell>) -> String {
    match cell.filter(|cell| cell.questions > 0) {
        Some(cell) => {
            let waits = if cell.ungraded() > 0 { "+" } else { "" };
            format!("{}{waits}/{}", share::sum(cell.shares), cell.questions)
        }
        None => "–".to_owned(),
    }
}
