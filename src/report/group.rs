//! Candidates side by side: in which group each stands, ranks, and which pairs an exam tells apart.

use std::cmp::Reverse;

use crate::scoring::Interval;
use crate::scoring::interval::{Z_95, confidence_for, quantile};

use super::cell::{Cell, Unsettled};
use super::model::{Apart, CandidateFigures, NoLevel};
use super::statistics::percentile_rank;

/// With more candidates than this, pairs are not compared: no exam tells so many apart, and nobody reads it.
pub const MOST_COMPARED: usize = 1000;

/// The fewest questions that carry a percentage, a range or a comparison.
pub const FEWEST_QUESTIONS: u32 = 4;

/// The fewest candidates among whom a percentile rank is said.
pub const FEWEST_FOR_PERCENTILE: u32 = 30;

/// Why questions carry no percentage and no range, and somebody's total no comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoRange {
    /// The share is not settled.
    Unsettled(Unsettled),
    /// They are worth no points.
    Worthless,
    /// They are fewer than [`FEWEST_QUESTIONS`].
    TooFew,
}

impl NoRange {
    /// The reason in machine formats.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unsettled(why) => why.code(),
            Self::Worthless => "nothing-graded",
            Self::TooFew => "too-few-questions",
        }
    }
}

/// The range of a share that carries one; else why it doesn't. Candidates are compared exactly where their totals carry one.
pub fn range(cell: &Cell) -> Result<Interval, NoRange> {
    if let Some(why) = cell.unsettled() {
        return Err(NoRange::Unsettled(why));
    }
    let interval = cell.interval().ok_or(NoRange::Worthless)?;
    if cell.graded < FEWEST_QUESTIONS { Err(NoRange::TooFew) } else { Ok(interval) }
}

/// The candidates who are compared.
pub fn comparable(candidates: &[CandidateFigures]) -> usize {
    candidates.iter().filter(|of| range(&of.total).is_ok()).count()
}

/// Why there are candidates who are not compared: the gravest of the reasons.
pub fn why_not_compared(candidates: &[CandidateFigures]) -> Option<NoRange> {
    candidates.iter().filter_map(|of| range(&of.total).err()).min()
}

/// The group that a candidate stands in, first to last: the highest level shown first, then nothing settled, then mixed, then
/// those of whom no level is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least this rung of the candidate's own ladder: its place, counted from 0, lowest first, and its name. Ladders may differ,
    /// so rungs of one place are one only if they have one name.
    AtLeast(Reverse<usize>, String),
    /// No rung is shown.
    NothingSettled,
    /// A weak rung is under a strong one, and nothing below it is shown.
    Mixed,
    /// There is no level, for this reason.
    NoLevel(NoLevel),
}

/// Where a candidate stands.
pub fn standing(candidate: &CandidateFigures) -> Standing {
    match &candidate.level.shown {
        Ok(level) => match level.shown {
            Some(rung) => {
                let name = candidate.level.ladder.get(rung).map(|(name, _)| name.clone());
                Standing::AtLeast(Reverse(rung), name.unwrap_or_default())
            }
            None if level.mixed => Standing::Mixed,
            None => Standing::NothingSettled,
        },
        Err(reason) => Standing::NoLevel(*reason),
    }
}

/// Ranks by total: 1 + how many did better. Whose total is not settled has none.
pub fn rank(candidates: &mut [CandidateFigures]) {
    let sorted = sorted_shares(candidates);
    for candidate in candidates {
        candidate.rank = candidate.total.settled_share().map(|share| {
            let ahead = sorted.len() - sorted.partition_point(|other| *other <= share);
            u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1)
        });
    }
}

/// Percentiles by total, among [`FEWEST_FOR_PERCENTILE`] who are settled and more. Who is not settled has none.
pub fn percentiles(candidates: &mut [CandidateFigures]) {
    let sorted = sorted_shares(candidates);
    if sorted.len() < FEWEST_FOR_PERCENTILE as usize {
        return;
    }
    for candidate in candidates {
        let share = candidate.total.settled_share();
        candidate.percentile = share.and_then(|share| percentile_rank(&sorted, share));
    }
}

/// The shares of all whose totals are settled, the least first.
fn sorted_shares(candidates: &[CandidateFigures]) -> Vec<f64> {
    let mut shares: Vec<f64> = candidates.iter().filter_map(|of| of.total.settled_share()).collect();
    shares.sort_by(f64::total_cmp);
    shares
}

/// The pairs whose totals differ at a confidence that allows for all pairs, the greater share first; and how many pairs were
/// compared: those whose totals carry a range, up to [`MOST_COMPARED`] candidates.
pub fn told_apart(candidates: &[CandidateFigures]) -> (Vec<Apart>, u32) {
    let (all, pairs) = compared(candidates);
    (all.filter(|apart| apart.difference.is_shown()).collect(), pairs)
}

/// The differences of all pairs that are compared, told apart or not.
pub fn differences(candidates: &[CandidateFigures]) -> Vec<Apart> {
    compared(candidates).0.collect()
}

fn compared(candidates: &[CandidateFigures]) -> (impl Iterator<Item = Apart> + use<>, u32) {
    let shares = candidates.iter().enumerate().filter(|(_, of)| range(&of.total).is_ok());
    let shares: Vec<_> = shares.filter_map(|(place, of)| Some((place, of.total.proportion()?))).collect();
    let n = if shares.len() > MOST_COMPARED { 0 } else { shares.len() };
    let pairs = u32::try_from(n * n.saturating_sub(1) / 2).unwrap_or(u32::MAX);
    // A confidence for at least one pair is between 0 and 1.
    let z = quantile(confidence_for(pairs)).unwrap_or(Z_95);
    let ranged: Vec<_> = shares.into_iter().take(n).map(|(place, share)| (place, share.ranged(z))).collect();
    let apart = (0..n).flat_map(move |one| {
        let ranged = ranged.clone();
        ((one + 1)..n).map(move |other| {
            let ((i, one), (j, other)) = (ranged[one], ranged[other]);
            let difference = one.less(other);
            if difference.difference < 0.0 {
                Apart { a: j, b: i, difference: other.less(one) }
            } else {
                Apart { a: i, b: j, difference }
            }
        })
    });
    (apart, pairs)
}
