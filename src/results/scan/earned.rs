//! What a row earned: its outcome, its points and what it is worth, in keeping with each other.

use crate::exam::Points;
use crate::scoring::Outcome;

use super::problem::{CellProblem, MOST_POINTS, lossy};

/// What a row earned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earned {
    /// What became of it.
    pub(super) outcome: Outcome,
    /// `None` exactly while ungraded.
    pub(super) points: Option<Points>,
    /// What it is worth; not below nothing.
    pub(super) max_points: Points,
}

/// What a row earned, if its cells are in keeping with each other.
pub(super) fn earned<'a>(cell: impl Fn(usize) -> &'a [u8]) -> Result<Earned, (usize, CellProblem)> {
    let outcome = outcome(cell(4)).ok_or_else(|| (4, CellProblem::Word(lossy(cell(4)), &OUTCOMES)))?;
    let max_points = match cell(6) {
        b"" => return Err((6, CellProblem::Empty)),
        text => amount(text).ok_or_else(|| (6, CellProblem::Decimal(lossy(text))))?,
    };
    if max_points.0 < 0 {
        return Err((6, CellProblem::Negative(lossy(cell(6)))));
    }
    if max_points.0 > MOST_POINTS * Points::SCALE {
        return Err((6, CellProblem::TooMuch(lossy(cell(6)))));
    }
    let points = match cell(5) {
        b"" => None,
        text => Some(amount(text).ok_or_else(|| (5, CellProblem::Decimal(lossy(text))))?),
    };
    match (points, outcome) {
        (Some(points), Outcome::Ungraded) => return Err((5, CellProblem::PointsWhileUngraded(points))),
        (None, Outcome::Ungraded) => {}
        (None, _) => return Err((5, CellProblem::NoPoints(outcome))),
        (Some(points), _) => {
            if points.0.abs() > max_points.0 {
                return Err((5, CellProblem::Beyond { points, max_points }));
            }
            if !is_of(outcome, points, max_points) {
                return Err((5, CellProblem::OfAnother { outcome, points, max_points }));
            }
        }
    }
    Ok(Earned { outcome, points, max_points })
}

/// Whether an outcome can have earned these points. A part may be rounded to nothing or to all; only a wrong answer costs.
const fn is_of(outcome: Outcome, points: Points, max_points: Points) -> bool {
    match outcome {
        Outcome::Correct => points.0 == max_points.0,
        Outcome::Partial => points.0 >= 0,
        Outcome::Incorrect => points.0 <= 0,
        Outcome::Unanswered | Outcome::TimedOut => points.0 == 0,
        Outcome::Ungraded => false,
    }
}

const OUTCOMES: [&str; 6] = ["correct", "partial", "incorrect", "unanswered", "timed_out", "ungraded"];

fn outcome(word: &[u8]) -> Option<Outcome> {
    Some(match word {
        b"correct" => Outcome::Correct,
        b"incorrect" => Outcome::Incorrect,
        b"partial" => Outcome::Partial,
        b"timed_out" => Outcome::TimedOut,
        b"unanswered" => Outcome::Unanswered,
        b"ungraded" => Outcome::Ungraded,
        _ => return None,
    })
}

/// A plain decimal with at most four places, as [`Points::parse`] reads it, without making a text of it.
pub(super) fn amount(text: &[u8]) -> Option<Points> {
    // As a rule it is one digit.
    if let [digit @ b'0'..=b'9'] = text {
        return Some(Points(i64::from(digit - b'0') * Points::SCALE));
    }
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut value, mut places, mut any) = (0_i64, None, false);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                any = true;
                if let Some(places) = &mut places {
                    *places += 1;
                }
            }
            b'.' if any && places.is_none() => places = Some(0_usize),
            _ => return None,
        }
    }
    if !any || places == Some(0) || places > Some(4) {
        return None;
    }
    let missing = [10_000, 1000, 100, 10, 1][places.unwrap_or(0)];
    let value = value.checked_mul(missing)?;
    Some(Points(if negative { -value } else { value }))
}
