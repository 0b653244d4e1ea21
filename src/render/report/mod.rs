//! A report as a page: the panel's tables, or one plain table; and as JSON.

mod apart;
pub mod compare;
pub mod debrief;
pub mod history;
pub mod history_csv;
pub mod html;
pub mod json;
mod levels;
mod mixed;
pub mod next;
mod notes;
mod panel;
pub mod pivot;
pub mod sheet_csv;
mod short;
mod side_by_side;
mod told;
mod topics;

pub use notes::{not_in_results, removed};
pub(super) use panel::view as level_view;
pub use panel::{Shown, page};
pub use short::in_short;

use crate::exam::Points;
use crate::report::Cell;
use crate::report::group::{self, FEWEST_FOR_PERCENTILE, FEWEST_QUESTIONS};
use crate::report::model::ExamFigures;

/// The fewest candidates of whom a median and a range are shown.
const FEWEST_FOR_MEDIAN: u32 = 5;
/// The fewest of whom a mean and a standard deviation are.
const FEWEST_FOR_MEAN: u32 = 10;

/// Marks that refer to remarks: `¹`, `²`, … `¹²`.
fn mark(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// A share as a percentage; `None` of too few questions, and where it is not settled.
pub(super) fn percent_of(cell: &Cell) -> Option<String> {
    let share = cell.settled_share().filter(|_| cell.graded >= FEWEST_QUESTIONS);
    share.map(super::share::percent)
}

/// A share's range; `None` of too few questions, and where the share is not settled.
fn range_of(cell: &Cell) -> Option<String> {
    group::range(cell).ok().map(|interval| super::share::range(interval.low, interval.high))
}

/// `8/36`; `8+/36` while something waits for a mark.
fn earned_of(cell: &Cell) -> String {
    let waits = if cell.ungraded() > 0 { "+" } else { "" };
    format!("{}{waits}/{}", super::share::sum(points(cell.points)), super::share::sum(points(cell.worth())))
}

/// In what a share over candidates is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// In points of so many: all candidates could have as many.
    Points(Points),
    /// In percent.
    Percent,
    /// Not at all: so few questions carry no percentage.
    Nothing,
}

impl Unit {
    /// Of figures over cells of this worth, if it is the same for all, and of at least so many questions.
    fn of(worth: Option<Points>, least_questions: u32) -> Self {
        match worth {
            Some(worth) => Self::Points(worth),
            None if least_questions >= FEWEST_QUESTIONS => Self::Percent,
            None => Self::Nothing,
        }
    }

    /// `4.5`, `73%`, `–`.
    fn figure(self, share: Option<f64>) -> String {
        match (self, share) {
            (Self::Points(worth), Some(share)) => super::share::sum(share * points(worth)),
            (Self::Percent, Some(share)) => super::share::percent(share),
            (Self::Nothing, _) | (_, None) => "–".to_owned(),
        }
    }

    /// The same of what was computed over candidates: with one decimal.
    fn rough(self, share: Option<f64>) -> String {
        match (self, share) {
            (Self::Points(worth), Some(share)) => format!("{:.1}", share * points(worth)),
            (Self::Points(_) | Self::Percent | Self::Nothing, _) => self.figure(share),
        }
    }
}

/// `3–5`, `54–91%`, `–`.
fn from_to(low: &str, high: &str) -> String {
    if low == "–" || high == "–" {
        "–".to_owned()
    } else {
        format!("{}–{high}", low.trim_end_matches('%'))
    }
}

/// Whether a question is worth something else than one point, so that points are no count of questions.
fn in_points(exam: &ExamFigures) -> bool {
    let is_count = |cell: &Cell| cell.worth().0 == i64::from(cell.questions) * 10_000;
    exam.candidates.iter().any(|of| !is_count(&of.total) || of.topics.iter().any(|(_, cell)| !is_count(cell)))
}

/// Whether a table of so many rows and columns would be so empty that a line for each cell is shorter: what is made grows with what
/// was asked, not with its square.
const fn is_too_empty(rows: usize, columns: usize, cells: usize) -> bool {
    rows.saturating_mul(columns) > cells.saturating_mul(4).saturating_add(MOST_EMPTY)
}

/// So many empty cells are no matter.
const MOST_EMPTY: usize = 100_000;

/// Points as a float, to be shown.
#[expect(clippy::cast_precision_loss, reason = "only to be shown")]
fn points(points: Points) -> f64 {
    points.0 as f64 / 10_000.0
}

/// What all candidates' totals are of, if that is the same for all.
fn worth_of_totals(exam: &ExamFigures) -> Option<Points> {
    let mut worths = exam.candidates.iter().map(|candidate| candidate.total.worth());
    let first = worths.next()?;
    worths.all(|worth| worth == first).then_some(first)
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;

#[cfg(test)]
mod sheets_tests;
