//! One plain table of any two dimensions, with what must be known to read it.

use std::collections::{BTreeMap, HashMap};

use crate::report::model::ExamFigures;
use crate::report::pivot::{Along, Label, Pivot, Shape};
use crate::report::{Cell, Report};

use super::super::document::{Document, Part};
use super::super::table::{Column, Table};
use super::super::{level, plural};
use super::{earned_of, in_points, is_too_empty, notes, panel, percent_of, range_of};

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

/// The tables as a page, in blocks of columns where they are wider than `width`.
pub fn page(report: &Report, pivots: &[Pivot], shape: Shape, figure: Figure, width: usize) -> Document {
    let mut parts = Vec::new();
    for pivot in pivots {
        let exam = report.exams.iter().position(|exam| exam.id == pivot.exam);
        match exam.map(|place| (place, &report.exams[place])) {
            Some((place, exam)) => {
                let (remarks, marks) = notes::of_exam(report, place);
                let marks = if shape.rows == Along::Candidate { &marks[..] } else { &[] };
                let of_each: HashMap<&str, &str> = exam
                    .candidates
                    .iter()
                    .zip(marks)
                    .map(|(of, marks)| (of.shown_as.as_str(), marks.as_str()))
                    .collect();
                parts.extend(panel::headed(exam));
                parts.extend(tables(pivot, shape, figure, width, &|label| marked(&of_each, label)));
                parts.push(Part::Text(legend(pivot, figure, in_points(exam))));
                let remarks = remarks
                    .into_iter()
                    .map(|(mark, words)| (if marks.is_empty() { String::new() } else { mark }, words));
                parts.push(Part::Remarks(remarks.collect()));
                parts.push(Part::Text(panel::estimate(exam)));
            }
            None => parts.extend(over_exams(report, pivot, shape, figure, width)),
        }
    }
    parts.extend(panel::nothing(report));
    parts.push(Part::Remarks(notes::of_all(report)));
    parts.retain(|part| !matches!(part, Part::Remarks(remarks) if remarks.is_empty()));
    Document { parts }
}

/// A table in which the exam is a dimension.
fn over_exams(report: &Report, pivot: &Pivot, shape: Shape, figure: Figure, width: usize) -> Vec<Part> {
    let titles: Vec<String> = report.exams.iter().map(title).collect();
    let mut parts = vec![Part::Heading(vec![plural::list(&titles)])];
    parts.extend(tables(pivot, shape, figure, width, &|label| label.title.clone()));
    parts.push(Part::Text(legend(pivot, figure, report.exams.iter().any(in_points))));
    if shape.has(Along::Candidate) && !is_full(pivot) {
        let words =
            "Not all sat the same exams, so totals are of different questions: compare them within an exam.";
        parts.push(Part::Text(words.to_owned()));
    }
    let remarks = report.exams.iter().enumerate().flat_map(|(place, exam)| {
        let (remarks, _) = notes::of_exam(report, place);
        remarks.into_iter().map(|(_, words)| (String::new(), format!("{}: {words}", title(exam))))
    });
    parts.push(Part::Remarks(remarks.collect()));
    parts.push(Part::Text(match &report.exams[..] {
        [exam] => level::estimate_of_lesson(exam.per_attempt().unwrap_or(exam.questions.most) as usize),
        _ => level::estimate_over_exams(),
    }));
    parts
}

/// Whether something was asked in every cell.
fn is_full(pivot: &Pivot) -> bool {
    pivot.cells.iter().all(|of_row| of_row.len() == pivot.columns.len())
}

fn title(exam: &ExamFigures) -> String {
    exam.title.clone().unwrap_or_else(|| exam.id.clone())
}

/// A candidate's name with the marks of the remarks that are theirs.
fn marked(marks: &HashMap<&str, &str>, label: &Label) -> String {
    format!("{}{}", named(label), marks.get(label.id.as_str()).copied().unwrap_or_default())
}

/// What stands in the cells.
fn legend(pivot: &Pivot, figure: Figure, in_points: bool) -> String {
    let counts = if in_points { "points of points" } else { "right of asked" };
    let waits = if pivot.total.ungraded() > 0 { "; + where answers wait for a mark" } else { "" };
    let carried = format!("{counts} where fewer than four questions carry none{waits}");
    match figure {
        Figure::Counts => {
            format!("Cells: {counts}, totals with percent where four questions carry it{waits}.")
        }
        Figure::Both => format!("Cells: {counts}, with percent where four questions carry it{waits}."),
        Figure::Points => format!("Cells: {counts}{waits}."),
        Figure::Percent => format!("Cells: percent of points; {carried}."),
        Figure::Interval => format!("Cells: the 95% range of the share; {carried}."),
    }
}

fn tables(
    pivot: &Pivot,
    shape: Shape,
    figure: Figure,
    width: usize,
    row_name: &dyn Fn(&Label) -> String,
) -> Vec<Part> {
    let asked = pivot.cells.iter().map(BTreeMap::len).sum();
    if is_too_empty(pivot.rows.len(), pivot.columns.len(), asked) {
        return vec![Part::Table(listed(pivot, shape, figure, row_name))];
    }
    let totals = shape.columns != Along::Nothing && pivot.columns.len() > 1;
    let has_rows = shape.rows != Along::Nothing;
    let mut titles = vec![Column::text(if has_rows { shape.rows.word() } else { "" })];
    titles.extend(pivot.columns.iter().map(|column| match shape.columns {
        Along::Nothing => Column::number("all"),
        Along::Candidate | Along::Exam | Along::Of(_) => Column::number(named(column)),
    }));
    titles.extend(totals.then(|| Column::number("total")));
    let mut table = Table::new(titles);
    for (row, label) in pivot.rows.iter().enumerate() {
        let mut cells = vec![if has_rows { row_name(label) } else { "all".to_owned() }];
        let of_row = &pivot.cells[row];
        cells.extend((0..pivot.columns.len()).map(|column| text(of_row.get(&column), figure, !totals)));
        cells.extend(totals.then(|| text(Some(&pivot.row_totals[row]), figure, true)));
        table.row(cells);
    }
    if has_rows && pivot.rows.len() > 1 {
        let mut cells = vec!["all".to_owned()];
        cells.extend(pivot.column_totals.iter().map(|cell| text(Some(cell), figure, true)));
        cells.extend(totals.then(|| text(Some(&pivot.total), figure, true)));
        table.row(cells);
    }
    table.split(1, width).into_iter().map(Part::Table).collect()
}

/// A line for each cell, where a table would be all but empty.
fn listed(pivot: &Pivot, shape: Shape, figure: Figure, row_name: &dyn Fn(&Label) -> String) -> Table {
    let titles = [Column::text(shape.rows.word()), Column::text(shape.columns.word()), Column::number("")];
    let mut table = Table::new(titles);
    for (row, cells) in pivot.rows.iter().zip(&pivot.cells) {
        for (column, cell) in cells {
            let column = named(&pivot.columns[*column]).to_owned();
            table.row([row_name(row), column, text(Some(cell), figure, true)]);
        }
    }
    table
}

fn named(label: &Label) -> &str {
    if label.title.is_empty() { "(none)" } else { &label.title }
}

fn text(cell: Option<&Cell>, figure: Figure, total: bool) -> String {
    let Some(cell) = cell.filter(|cell| cell.questions > 0) else { return "–".to_owned() };
    let earned = earned_of(cell);
    match figure {
        Figure::Points => earned,
        Figure::Counts if !total => earned,
        Figure::Counts | Figure::Both => match percent_of(cell) {
            Some(percent) => format!("{earned} {percent}"),
            None => earned,
        },
        Figure::Percent => percent_of(cell).unwrap_or(earned),
        Figure::Interval => range_of(cell).unwrap_or(earned),
    }
}
