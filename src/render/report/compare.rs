//! Candidates side by side as a page: one sentence on the total, counts, and what to talk about.

use crate::report::Cell;
use crate::report::compare::{Comparison, Shared};
use crate::report::model::{Apart, CandidateFigures};

use super::super::document::{Document, Part};
use super::super::level;
use super::super::markdown::plain_line;
use super::super::table::{Column, Table};
use super::super::{plural, share};
use super::apart::signed;
use super::{levels, panel, points};

/// What stands in the table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Levels.
    Level,
    /// Topics.
    Topic,
}

/// The page.
pub fn page(comparisons: &[Comparison], rows: Rows) -> Document {
    Document { parts: comparisons.iter().flat_map(|comparison| of_one(comparison, rows)).collect() }
}

fn names(comparison: &Comparison) -> Vec<String> {
    comparison.candidates().map(|candidate| candidate.shown_as.clone()).collect()
}

fn of_one(comparison: &Comparison, rows: Rows) -> Vec<Part> {
    let Some(first) = comparison.sheets.first() else { return Vec::new() };
    let exam = &first.exam;
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    let mut parts = vec![Part::Heading(vec![plural::list(&names(comparison)), title])];
    if !comparison.same_exam() {
        parts.push(Part::Text(
            "They sat different versions of this exam: what differs between them may be the questions."
                .to_owned(),
        ));
    }
    parts.push(Part::Text(sentence(comparison)));
    parts.push(Part::Table(table(comparison, rows)));
    let levels = comparison.candidates().map(|candidate| {
        let words = match panel::level_view(candidate) {
            Some(view) => level::words(&view).line(),
            None => {
                candidate.level.shown.as_ref().err().map(|why| levels::no_level(*why)).unwrap_or_default()
            }
        };
        (String::new(), format!("{}: {words}", candidate.shown_as))
    });
    parts.push(Part::Remarks(levels.collect()));
    if !comparison.split.is_empty() {
        let n = plural::count(comparison.split.len(), "question");
        parts.push(Part::Text(format!("{n} that some got right and others didn't")));
        parts.extend(comparison.split.iter().map(|shared| entry(comparison, shared)));
    }
    if !comparison.missed.is_empty() {
        let whom = if comparison.sheets.len() == 2 { "both" } else { "all of them" };
        parts.push(Part::Text(format!("Worth asking {whom}: nobody got these right")));
        let lines = comparison.missed.iter().filter_map(|shared| missed(comparison, shared));
        parts.push(Part::Remarks(lines.map(|line| (String::new(), line)).collect()));
    }
    parts.push(Part::Text(panel::estimate(exam)));
    parts
}

/// One sentence, in words that claim no more than the intervals do.
fn sentence(comparison: &Comparison) -> String {
    let candidates: Vec<&CandidateFigures> = comparison.candidates().collect();
    let names = names(comparison);
    let earned = |of: &CandidateFigures| share::sum(points(of.total.points));
    let worth = candidates.first().map(|of| of.total.worth()).unwrap_or_default();
    let same = candidates.iter().all(|of| of.total.worth() == worth);
    let totals = |some: &[&CandidateFigures]| {
        if same {
            let list: Vec<String> = some.iter().map(|of| earned(of)).collect();
            format!("{} of {}", plural::list(&list), share::sum(points(worth)))
        } else {
            let of = |one: &&CandidateFigures| {
                format!("{} of {}", earned(one), share::sum(points(one.total.worth())))
            };
            plural::list(&some.iter().map(of).collect::<Vec<_>>())
        }
    };
    if comparison.differences.is_empty() {
        return format!(
            "Answers wait for a mark, so nothing is compared yet: at least {}.",
            totals(&candidates)
        );
    }
    let shown: Vec<&Apart> =
        comparison.differences.iter().filter(|apart| apart.difference.is_shown()).collect();
    if shown.is_empty() {
        return format!(
            "On this exam no difference between {} is shown: {}.",
            plural::list(&names),
            totals(&candidates)
        );
    }
    let pairs = comparison.differences.len();
    let allowing =
        if pairs > 1 { format!(", allowing for {} comparisons", plural::word(pairs)) } else { String::new() };
    let more = |apart: &&Apart| {
        let (a, b) = (candidates[apart.a], candidates[apart.b]);
        let interval = apart.difference.interval;
        format!(
            "{} answered more than {} ({}; 95% range {} to {} points of 100{allowing})",
            a.shown_as,
            b.shown_as,
            totals(&[a, b]),
            signed(interval.low),
            signed(interval.high)
        )
    };
    let list = plural::list(&shown.iter().map(more).collect::<Vec<_>>());
    let rest = if shown.len() < pairs { " No difference is shown between the others." } else { "" };
    format!("{list}. It says nothing about why.{rest}")
}

fn table(comparison: &Comparison, rows: Rows) -> Table {
    let mut columns = vec![Column::text("")];
    columns.extend(names(comparison).iter().map(|name| Column::number(name)));
    let mut table = Table::new(columns);
    let mut titles: Vec<(String, String)> = Vec::new();
    for sheet in &comparison.sheets {
        let headings = match rows {
            Rows::Level => &sheet.exam.levels,
            Rows::Topic => &sheet.exam.topics,
        };
        for heading in headings {
            if !titles.iter().any(|(id, _)| *id == heading.id) {
                titles.push((heading.id.clone(), heading.title.clone()));
            }
        }
    }
    for (id, title) in titles {
        let cells = comparison.sheets.iter().map(|sheet| {
            let of = sheet.exam.candidates.first();
            let (headings, cells) = match rows {
                Rows::Level => (&sheet.exam.levels, of.map(|of| &of.levels)),
                Rows::Topic => (&sheet.exam.topics, of.map(|of| &of.topics)),
            };
            let place = headings.iter().position(|heading| heading.id == id);
            cell(place.and_then(|place| cells?.get(place)))
        });
        table.row(std::iter::once(title).chain(cells));
    }
    let totals = comparison.candidates().map(|of| cell(Some(&of.total)));
    table.row(std::iter::once("total".to_owned()).chain(totals));
    table
}

fn cell(cell: Option<&Cell>) -> String {
    match cell.filter(|cell| cell.questions > 0) {
        Some(cell) => {
            let waits = if cell.ungraded() > 0 { "+" } else { "" };
            format!("{}{waits}/{}", share::sum(points(cell.points)), share::sum(points(cell.worth())))
        }
        None => "–".to_owned(),
    }
}

fn entry(comparison: &Comparison, shared: &Shared) -> Part {
    let mut title = Vec::new();
    let mut lines = Vec::new();
    for (place, candidate) in comparison.candidates().enumerate() {
        let label = candidate.shown_as.clone();
        let Some(told) = comparison.told(shared, place) else {
            lines.push((label, "not asked".to_owned()));
            continue;
        };
        if title.is_empty() {
            title = vec![plain_line(&told.title), told.topic.clone()];
            title.extend((!told.level.is_empty()).then(|| told.level.clone()));
        }
        let answer: Vec<String> = told.answer.iter().map(|text| plain_line(text)).collect();
        let answer = if answer.is_empty() { "nothing".to_owned() } else { answer.join(" + ") };
        let mark = if told.is_right() { "right: " } else { "" };
        lines.push((label, format!("{mark}{answer}")));
        if !told.is_right() {
            lines.extend(told.means.iter().map(|means| (String::new(), plain_line(means))));
        }
    }
    Part::Entry { title, lines }
}

fn missed(comparison: &Comparison, shared: &Shared) -> Option<String> {
    let told = comparison.told(shared, 0)?;
    Some(match &told.follow_up {
        Some(follow_up) => format!("{}: {}", plain_line(&told.title), plain_line(follow_up)),
        None => plain_line(&told.title),
    })
}
