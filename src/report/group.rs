//! Candidates side by side: in which group each stands, ranks, and which pairs an exam tells apart.

use std::cmp::Reverse;

use crate::scoring::interval::{confidence_for, quantile};

use super::model::{Apart, CandidateFigures};

/// With more candidates than this, pairs are not compared: no exam tells so many apart, and nobody reads it.
pub const MOST_COMPARED: usize = 1000;

/// The group that a candidate stands in, first to last: the highest level shown first, then nothing settled, then mixed, then
/// those of whom no level is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least this rung, counted from 0, lowest first.
    AtLeast(Reverse<usize>),
    /// No rung is shown.
    NothingSettled,
    /// A weak rung is under a strong one, and nothing below it is shown.
    Mixed,
    /// There is no level.
    NoLevel,
}

/// Where a candidate stands.
pub fn standing(candidate: &CandidateFigures) -> Standing {
    match &candidate.level.shown {
        Ok(level) => match level.shown {
            Some(rung) => Standing::AtLeast(Reverse(rung)),
            None if level.mixed => Standing::Mixed,
            None => Standing::NothingSettled,
        },
        Err(_) => Standing::NoLevel,
    }
}

/// Ranks by total: 1 + how many did better. Who waits for a mark has none.
pub fn rank(candidates: &mut [CandidateFigures]) {
    let share =
        |candidate: &CandidateFigures| candidate.total.interval().and_then(|_| candidate.total.share());
    let shares: Vec<Option<f64>> = candidates.iter().map(share).collect();
    let mut sorted: Vec<f64> = shares.iter().flatten().copied().collect();
    sorted.sort_by(|one, other| other.total_cmp(one));
    for (candidate, share) in candidates.iter_mut().zip(shares) {
        candidate.rank = share.map(|share| {
            let ahead = sorted.partition_point(|other| *other > share);
            u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(1)
        });
    }
}

/// The pairs whose totals differ at a confidence that allows for all pairs, the greater share first; and how many pairs were
/// compared: those without anything waiting for a mark, up to [`MOST_COMPARED`] candidates.
pub fn told_apart(candidates: &[CandidateFigures]) -> (Vec<Apart>, u32) {
    let comparable: Vec<usize> =
        (0..candidates.len()).filter(|&i| candidates[i].total.interval().is_some()).collect();
    let n = comparable.len();
    let pairs = u32::try_from(n * n.saturating_sub(1) / 2).unwrap_or(u32::MAX);
    let Some(z) = quantile(confidence_for(pairs)).filter(|_| n <= MOST_COMPARED) else {
        return (Vec::new(), 0);
    };
    let ranged: Vec<_> =
        comparable.iter().filter_map(|&i| Some((i, candidates[i].total.proportion()?.ranged(z)))).collect();
    let mut apart = Vec::new();
    for (place, &(i, one)) in ranged.iter().enumerate() {
        for &(j, other) in &ranged[place + 1..] {
            let difference = one.less(other);
            if !difference.is_shown() {
                continue;
            }
            apart.push(if difference.difference > 0.0 {
                Apart { a: i, b: j, difference }
            } else {
                Apart { a: j, b: i, difference: other.less(one) }
            });
        }
    }
    (apart, pairs)
}
