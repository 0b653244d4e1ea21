//! What was right topic by topic, across candidates: candidates as columns while they fit, topics as columns where that fits,
//! blocks where neither does.

use crate::exam::Points;
use crate::report::Cell;
use crate::report::model::{CandidateFigures, ExamFigures, Heading, Spread};

use super::super::document::Part;
use super::super::table::{Column, Table};
use super::super::{plural, share};
use super::{
    FEWEST_FOR_MEAN, FEWEST_FOR_MEDIAN, Unit, earned_of, from_to, in_points, is_too_empty, points, range_of,
    worth_of_totals,
};

/// More candidates than this are rows, where not all fit as columns.
const MOST_COLUMNS: usize = 8;

/// The tables with the sentence over them.
pub(super) fn parts(exam: &ExamFigures, width: usize) -> Vec<Part> {
    if exam.topics.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::Text(sentence(exam))];
    let asked = exam.candidates.iter().map(|of| of.topics.len()).sum();
    if is_too_empty(exam.candidates.len(), exam.topics.len(), asked) {
        parts.push(Part::Table(listed(exam)));
    } else {
        parts.extend(across(exam, width));
    }
    if most_settled(exam) >= FEWEST_FOR_MEAN {
        let (table, legend) = over_candidates(exam);
        parts.extend(table.split(1, width).into_iter().map(Part::Table));
        parts.push(Part::Text(legend.to_owned()));
    }
    parts
}

/// The candidates in the order of their names, which ranks nobody; in that of their totals where ranks are asked for.
pub(super) fn in_order(exam: &ExamFigures) -> Vec<&CandidateFigures> {
    let mut candidates: Vec<&CandidateFigures> = exam.candidates.iter().collect();
    if candidates.iter().all(|of| of.rank.is_none()) {
        candidates.sort_by_cached_key(|of| of.shown_as.to_lowercase());
    }
    candidates
}

/// Candidates and topics across.
fn across(exam: &ExamFigures, width: usize) -> Vec<Part> {
    let few = exam.candidates.len() <= MOST_COLUMNS;
    let as_columns = by_candidate(exam);
    let as_rows = by_topic(exam, has_spreads(exam));
    let by_columns = if as_columns.natural_width() <= width {
        true
    } else if as_rows.natural_width() <= width {
        false
    } else {
        few && (as_columns.fair_width() <= width || as_rows.fair_width() > width)
    };
    let table = if by_columns { as_columns } else { as_rows };
    table.split(1, width).into_iter().map(Part::Table).collect()
}

/// A line for each topic that a candidate was asked, where hardly anybody was asked the same.
pub(super) fn listed(exam: &ExamFigures) -> Table {
    let mut table = Table::new([Column::text("Candidate"), Column::text("topic"), Column::number("")]);
    for candidate in &exam.candidates {
        for (topic, of) in candidate.topics.iter() {
            table.row([candidate.shown_as.clone(), exam.topics[topic].title.clone(), earned_of(of)]);
        }
    }
    table
}

/// How many candidates there are of whom a topic, or all, is settled.
pub(super) fn most_settled(exam: &ExamFigures) -> u32 {
    let spreads = exam.topic_spreads.iter().chain([&exam.total_spread]);
    spreads.map(|spread| spread.n).max().unwrap_or(0)
}

/// Whether medians and ranges stand in the table itself.
pub(super) fn has_spreads(exam: &ExamFigures) -> bool {
    (FEWEST_FOR_MEDIAN..FEWEST_FOR_MEAN).contains(&most_settled(exam))
}

/// The worth that all topics have, for all candidates.
pub(super) fn one_worth(exam: &ExamFigures) -> Option<Points> {
    let first = exam.topics.first()?.worth?;
    exam.topics.iter().all(|topic| topic.worth == Some(first)).then_some(first)
}

pub(super) fn sentence(exam: &ExamFigures) -> String {
    let counted = match (in_points(exam), one_worth(exam)) {
        (false, Some(worth)) => format!("right of {}", share::sum(points(worth))),
        (false, None) => "right of asked".to_owned(),
        (true, Some(worth)) => format!("points of {}", share::sum(points(worth))),
        (true, None) => "points".to_owned(),
    };
    let most = exam.topics.iter().map(|topic| topic.questions.most).max().unwrap_or(0);
    let caution = if exam.candidates.len() < 2 {
        ": enough to see where to ask"
    } else if most < 20 {
        ": enough to see where to ask, too few to rank by"
    } else {
        ""
    };
    format!("Per topic, {counted}{caution}")
}

/// A cell: the points, with what they are of where that is not over the table.
pub(super) fn cell(cell: &Cell, same: bool) -> String {
    if cell.questions == 0 {
        return "–".to_owned();
    }
    let earned = earned_of(cell);
    match earned.split_once('/') {
        Some((points, _)) if same => points.to_owned(),
        Some(_) | None => earned,
    }
}

pub(super) fn title(exam: &ExamFigures, topic: usize, same: bool) -> String {
    let topic = &exam.topics[topic];
    match topic.worth.filter(|_| !same) {
        Some(worth) => format!("{} (of {})", topic.title, share::sum(points(worth))),
        None => topic.title.clone(),
    }
}

/// Topics as rows.
pub(super) fn by_candidate(exam: &ExamFigures) -> Table {
    let same = one_worth(exam).is_some();
    let candidates = in_order(exam);
    let mut columns = vec![Column::text("")];
    columns.extend(candidates.iter().map(|of| Column::number(&of.shown_as)));
    if has_spreads(exam) {
        columns.extend([Column::number("median"), Column::number("range").glued()]);
    }
    let mut table = Table::new(columns);
    for (topic, heading) in exam.topics.iter().enumerate() {
        let mut cells = vec![title(exam, topic, same)];
        let is_over = same || heading.worth.is_some();
        cells.extend(candidates.iter().map(|of| cell(&of.topics.of(topic), is_over)));
        if has_spreads(exam) {
            cells.extend(spread_cells(&exam.topic_spreads[topic], unit(heading)));
        }
        table.row(cells);
    }
    table
}

/// In what a topic's shares over candidates are shown.
pub(super) fn unit(topic: &Heading) -> Unit {
    Unit::of(topic.worth, topic.questions.least)
}

pub(super) fn spread_cells(spread: &Spread, unit: Unit) -> [String; 2] {
    if spread.n < FEWEST_FOR_MEDIAN {
        return ["–".to_owned(), "–".to_owned()];
    }
    [unit.figure(spread.median), from_to(&unit.figure(spread.min), &unit.figure(spread.max))]
}

/// Candidates as rows, with their median and range below or without.
pub(super) fn by_topic(exam: &ExamFigures, has_spreads: bool) -> Table {
    let same = one_worth(exam).is_some();
    let mut columns = vec![Column::text("")];
    columns.extend(exam.topics.iter().map(|topic| {
        let column = Column::number(&topic.title);
        match topic.worth.filter(|_| !same) {
            Some(worth) => column.under(&format!("of {}", share::sum(points(worth)))),
            None => column,
        }
    }));
    let mut table = Table::new(columns);
    for candidate in in_order(exam) {
        let topics = exam.topics.iter().enumerate();
        let cells =
            topics.map(|(place, topic)| cell(&candidate.topics.of(place), same || topic.worth.is_some()));
        table.row(std::iter::once(candidate.shown_as.clone()).chain(cells));
    }
    if has_spreads {
        table.group(&format!("all {}", plural::word(exam.candidates.len())));
        let topics = exam.topics.iter().zip(&exam.topic_spreads);
        let spreads: Vec<[String; 2]> =
            topics.map(|(topic, spread)| spread_cells(spread, unit(topic))).collect();
        for (i, name) in ["  median", "  range"].into_iter().enumerate() {
            let cells = spreads.iter().map(|spread| spread[i].clone());
            table.row(std::iter::once(name.to_owned()).chain(cells));
        }
    }
    table
}

/// What is right topic by topic over all candidates, and what the columns mean: from ten candidates on with their means.
pub(super) fn over_candidates(exam: &ExamFigures) -> (Table, &'static str) {
    let has_means = most_settled(exam) >= FEWEST_FOR_MEAN;
    let mut columns = vec![
        Column::text(&format!("Over {} candidates", most_settled(exam))),
        Column::number("median"),
        Column::number("range").glued(),
    ];
    if has_means {
        columns.extend([
            Column::number("mean"),
            Column::number("95% range").under("of the mean").glued(),
            Column::number("SD").glued(),
            Column::number("all asked").under("95% range"),
        ]);
    }
    let mut table = Table::new(columns);
    let mut row = |title: String, spread: &Spread, unit: Unit| {
        let [median, range] = spread_cells(spread, unit);
        if !has_means {
            table.row([title, median, range]);
            return;
        }
        if spread.n < FEWEST_FOR_MEAN {
            let dash = || "–".to_owned();
            table.row([title, median, range, dash(), dash(), dash(), dash()]);
            return;
        }
        let ends =
            spread.interval.map(|interval| [interval.low, interval.high].map(|end| unit.rough(Some(end))));
        table.row([
            title,
            median,
            range,
            unit.rough(spread.mean),
            ends.map_or_else(|| "–".to_owned(), |[low, high]| from_to(&low, &high)),
            unit.rough(spread.sd),
            spread.facility.as_ref().and_then(range_of).unwrap_or_else(|| "–".to_owned()),
        ]);
    };
    let same = one_worth(exam).is_some();
    for (topic, (heading, spread)) in exam.topics.iter().zip(&exam.topic_spreads).enumerate() {
        row(title(exam, topic, same), spread, unit(heading));
    }
    let worth = worth_of_totals(exam);
    let total = match worth {
        Some(worth) => format!("Total (of {})", share::sum(points(worth))),
        None => "Total".to_owned(),
    };
    row(total, &exam.total_spread, Unit::of(worth, exam.questions.least));
    let legend = "The mean's range is Student's, over candidates. The last column is the share of all questions asked that was \
                  right, with Wilson's range: it takes every answer as independent, those of one candidate too.";
    (table, legend)
}
