//! What was right topic by topic, across candidates: candidates as columns while they fit, topics as columns where that fits,
//! blocks where neither does.

use crate::report::Cell;
use crate::report::model::{ExamFigures, Spread};

use super::super::document::Part;
use super::super::share;
use super::super::table::{Column, Table};
use super::{FEWEST_FOR_MEAN, FEWEST_FOR_MEDIAN, figure, points, range};
use crate::render::plural;

/// More candidates than this are rows, where not all fit as columns.
const MOST_COLUMNS: usize = 8;

/// The tables with the sentence over them.
pub(super) fn parts(exam: &ExamFigures, width: usize) -> Vec<Part> {
    if exam.topics.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::Text(sentence(exam))];
    let candidates: Vec<usize> = (0..exam.candidates.len()).collect();
    let topics: Vec<usize> = (0..exam.topics.len()).collect();
    let as_columns = by_candidate(exam, &candidates, true);
    let as_rows = by_topic(exam, &topics);
    if as_columns.natural_width() <= width {
        parts.push(Part::Table(as_columns));
    } else if as_rows.natural_width() <= width {
        parts.push(Part::Table(as_rows));
    } else if candidates.len() <= MOST_COLUMNS && as_columns.least_width() <= width {
        parts.push(Part::Table(as_columns));
    } else if as_rows.least_width() <= width {
        parts.push(Part::Table(as_rows));
    } else if candidates.len() <= MOST_COLUMNS {
        let tables = blocks(&candidates, width, |some, last| by_candidate(exam, some, last));
        parts.extend(tables.into_iter().map(Part::Table));
    } else {
        let tables = blocks(&topics, width, |some, _| by_topic(exam, some));
        parts.extend(tables.into_iter().map(Part::Table));
    }
    if exam.total_spread.n >= FEWEST_FOR_MEAN {
        parts.push(Part::Table(over_candidates(exam)));
    }
    parts
}

/// Tables of as many of these as fit each, at least one.
fn blocks(all: &[usize], width: usize, table: impl Fn(&[usize], bool) -> Table) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut rest = all;
    while !rest.is_empty() {
        let fits = |&n: &usize| table(&rest[..n], n == rest.len()).least_width() <= width;
        let n = (1..=rest.len()).take_while(fits).last().unwrap_or(1);
        tables.push(table(&rest[..n], n == rest.len()));
        rest = &rest[n..];
    }
    tables
}

/// The worth that all topics have, for all candidates.
fn one_worth(exam: &ExamFigures) -> Option<crate::exam::Points> {
    let first = exam.topics.first()?.worth?;
    exam.topics.iter().all(|topic| topic.worth == Some(first)).then_some(first)
}

fn sentence(exam: &ExamFigures) -> String {
    let of = match one_worth(exam) {
        Some(worth) => share::sum(points(worth)),
        None => "asked".to_owned(),
    };
    let most = exam.topics.iter().map(|topic| topic.questions.most).max().unwrap_or(0);
    let caution = if exam.candidates.len() < 2 {
        ": enough to see where to ask"
    } else if most < 20 {
        ": enough to see where to ask, too few to rank by"
    } else {
        ""
    };
    format!("Per topic, right of {of}{caution}")
}

/// A cell: the points, with what they are of where that is not over the table.
fn cell(cell: &Cell, same: bool) -> String {
    if cell.questions == 0 {
        return "–".to_owned();
    }
    let earned = share::sum(points(cell.points));
    let of = if same { String::new() } else { format!("/{}", share::sum(points(cell.worth()))) };
    let waits = if cell.ungraded() > 0 { "+" } else { "" };
    format!("{earned}{waits}{of}")
}

fn title(exam: &ExamFigures, topic: usize, same: bool) -> String {
    let topic = &exam.topics[topic];
    match topic.worth.filter(|_| !same) {
        Some(worth) => format!("{} (of {})", topic.title, share::sum(points(worth))),
        None => topic.title.clone(),
    }
}

/// Topics as rows.
fn by_candidate(exam: &ExamFigures, candidates: &[usize], last: bool) -> Table {
    let same = one_worth(exam).is_some();
    let spreads = last && (FEWEST_FOR_MEDIAN..FEWEST_FOR_MEAN).contains(&exam.total_spread.n);
    let mut columns = vec![Column::text("")];
    columns.extend(candidates.iter().map(|&i| Column::number(&exam.candidates[i].shown_as)));
    if spreads {
        columns.extend([Column::number("median"), Column::number("range")]);
    }
    let mut table = Table::new(columns);
    for (topic, heading) in exam.topics.iter().enumerate() {
        let mut cells = vec![title(exam, topic, same)];
        let is_over = same || heading.worth.is_some();
        cells.extend(candidates.iter().map(|&i| cell(&exam.candidates[i].topics[topic], is_over)));
        if spreads {
            cells.extend(spread_cells(&exam.topic_spreads[topic], heading.worth));
        }
        table.row(cells);
    }
    table
}

fn spread_cells(spread: &Spread, worth: Option<crate::exam::Points>) -> [String; 2] {
    if spread.n < FEWEST_FOR_MEDIAN {
        return ["–".to_owned(), "–".to_owned()];
    }
    let median = spread.median.map_or_else(|| "–".to_owned(), |median| figure(median, worth));
    [median, range(spread, worth)]
}

/// Candidates as rows.
fn by_topic(exam: &ExamFigures, topics: &[usize]) -> Table {
    let same = one_worth(exam).is_some();
    let mut columns = vec![Column::text("")];
    columns.extend(topics.iter().map(|&topic| {
        let heading = &exam.topics[topic];
        let column = Column::number(&heading.title);
        match heading.worth.filter(|_| !same) {
            Some(worth) => column.under(&format!("of {}", share::sum(points(worth)))),
            None => column,
        }
    }));
    let mut table = Table::new(columns);
    for candidate in &exam.candidates {
        let mut cells = vec![candidate.shown_as.clone()];
        let of = |&topic: &usize| cell(&candidate.topics[topic], same || exam.topics[topic].worth.is_some());
        cells.extend(topics.iter().map(of));
        table.row(cells);
    }
    if (FEWEST_FOR_MEDIAN..FEWEST_FOR_MEAN).contains(&exam.total_spread.n) {
        table.group(&format!("all {}", plural::word(exam.candidates.len())));
        let spread = |topic: usize| spread_cells(&exam.topic_spreads[topic], exam.topics[topic].worth);
        for (i, name) in ["  median", "  range"].into_iter().enumerate() {
            let cells = topics.iter().map(|&topic| spread(topic)[i].clone());
            table.row(std::iter::once(name.to_owned()).chain(cells));
        }
    }
    table
}

/// From ten candidates on: what is right topic by topic over all of them.
fn over_candidates(exam: &ExamFigures) -> Table {
    let mut table = Table::new([
        Column::text(&format!("Over {} candidates", exam.total_spread.n)),
        Column::number("median"),
        Column::number("range"),
        Column::number("mean"),
        Column::number("95% range").under("of the mean"),
        Column::number("SD").under("points of 100"),
        Column::number("all answers").under("95% range"),
    ]);
    let topics = exam.topics.iter().zip(&exam.topic_spreads);
    let mut row = |title: &str, spread: &Spread, worth| {
        let dash = || "–".to_owned();
        let interval = |interval: Option<crate::scoring::Interval>| {
            interval.map_or_else(dash, |interval| share::range(interval.low, interval.high))
        };
        if spread.n < FEWEST_FOR_MEAN {
            let [median, range] = spread_cells(spread, worth);
            table.row([title.to_owned(), median, range, dash(), dash(), dash(), dash()]);
            return;
        }
        let [median, range] = spread_cells(spread, worth);
        table.row([
            title.to_owned(),
            median,
            range,
            spread.mean.map_or_else(dash, share::percent),
            interval(spread.interval),
            spread.sd.map_or_else(dash, |sd| format!("{:.0}", sd * 100.0)),
            interval(spread.facility.and_then(|cell| cell.interval())),
        ]);
    };
    for (topic, spread) in topics {
        row(&topic.title, spread, topic.worth);
    }
    row("Total", &exam.total_spread, super::worth_of_totals(exam));
    table
}
