//! A report as a page: the panel's tables, or one plain table; and as JSON.

mod apart;
pub mod compare;
pub mod debrief;
pub mod json;
mod levels;
mod mixed;
mod notes;
mod panel;
pub mod pivot;
pub mod sheet_csv;
pub mod sheets_json;
mod side_by_side;
mod told;
mod topics;

pub use notes::not_in_results;
pub use panel::{Shown, page};

use crate::report::model::{ExamFigures, Spread};

/// The fewest candidates of whom a median and a range are shown.
const FEWEST_FOR_MEDIAN: u32 = 5;
/// The fewest of whom a mean and a standard deviation are.
const FEWEST_FOR_MEAN: u32 = 10;
/// The fewest among whom a percentile rank is.
const FEWEST_FOR_PERCENTILE: u32 = 30;

/// Marks that refer to remarks: `¹`, `²`, … `¹²`.
fn mark(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// The median as it is shown: in points where all candidates could have as many, else in percent.
fn figure(share: f64, worth: Option<crate::exam::Points>) -> String {
    match worth {
        Some(worth) => super::share::sum(share * points(worth)),
        None => super::share::percent(share),
    }
}

/// `3–5`.
fn range(spread: &Spread, worth: Option<crate::exam::Points>) -> String {
    match (spread.min, spread.max) {
        (Some(min), Some(max)) => format!("{}–{}", figure(min, worth), figure(max, worth)),
        _ => "–".to_owned(),
    }
}

/// Points as a float, to be shown.
#[expect(clippy::cast_precision_loss, reason = "only to be shown")]
fn points(points: crate::exam::Points) -> f64 {
    points.0 as f64 / 10_000.0
}

/// What all candidates' totals are of, if that is the same for all.
fn worth_of_totals(exam: &ExamFigures) -> Option<crate::exam::Points> {
    let mut worths = exam.candidates.iter().map(|candidate| candidate.total.worth());
    let first = worths.next()?;
    worths.all(|worth| worth == first).then_some(first)
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;

#[cfg(test)]
mod sheets_tests;
