//! What can be said of a group: quantiles, the mean with its interval, percentile ranks. Rounded only when shown.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::scoring::Interval;

use super::cell::Cell;
use super::model::Spread;

/// A quantile of sorted values by linear interpolation, type 7 (R. J. Hyndman and Y. Fan, The American Statistician 50,
/// 1996, 361–365); `None` of nothing. `p` is clipped to 0 and 1.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among the values"
)]
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let below = at.floor() as usize;
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    Some((at - below as f64).mul_add(high - low, low))
}

/// The mean.
#[expect(clippy::cast_precision_loss, reason = "a count of candidates")]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The sample standard deviation, with n − 1; `None` under two values.
#[expect(clippy::cast_precision_loss, reason = "a count of candidates")]
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

/// Student's t 95% interval of the mean of shares, clipped to 0 and 1; `None` under two values.
#[expect(clippy::cast_precision_loss, reason = "a count of candidates")]
pub fn mean_interval(values: &[f64]) -> Option<Interval> {
    let (mean, sd) = (mean(values)?, standard_deviation(values)?);
    let n = values.len() as f64;
    let t = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(0.975);
    let half = t * sd / n.sqrt();
    Some(Interval { low: (mean - half).max(0.0), high: (mean + half).min(1.0) })
}

/// The percentile rank of a value among sorted ones (itself included), 0 to 100: 100·(B + E/2)/N, with B below it and E equal to
/// it; `None` among nothing.
#[expect(clippy::cast_precision_loss, reason = "a count of candidates")]
pub fn percentile_rank(sorted: &[f64], of: f64) -> Option<f64> {
    let below = sorted.partition_point(|value| *value < of);
    let equal = sorted.partition_point(|value| *value <= of) - below;
    (!sorted.is_empty()).then(|| 100.0 * (below as f64 + equal as f64 / 2.0) / sorted.len() as f64)
}

/// How shares spread; the facility is for the caller to add.
pub fn spread(shares: &[f64]) -> Spread {
    let mut sorted = shares.to_vec();
    sorted.sort_by(f64::total_cmp);
    Spread {
        n: u32::try_from(sorted.len()).unwrap_or(u32::MAX),
        median: quantile(&sorted, 0.5),
        min: sorted.first().copied(),
        max: sorted.last().copied(),
        mean: mean(&sorted),
        interval: mean_interval(&sorted),
        sd: standard_deviation(&sorted),
        facility: None,
    }
}

/// How the shares of cells spread, of those with something graded and nothing waiting, with the facility.
pub fn over<'a>(cells: impl Iterator<Item = &'a Cell>) -> Spread {
    let mut facility = Cell::default();
    let mut shares = Vec::new();
    for cell in cells {
        if let Some(share) = cell.settled_share() {
            shares.push(share);
            facility.merge(cell);
        }
    }
    Spread { facility: (!shares.is_empty()).then_some(facility), ..spread(&shares) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    }

    #[test]
    fn quantiles_are_of_type_7() {
        // R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1), type = 7)
        let values = [1.0, 2.0, 4.0, 8.0];
        for (p, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!(close(quantile(&values, p), expected), "{p}");
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn percentile_ranks_go_by_the_oracle() {
        // scipy.stats.percentileofscore(scores, score, kind="mean")
        let scores = [12.0, 15.0, 15.0, 18.0, 18.0, 18.0, 20.0, 22.0, 25.0, 25.0];
        let ranks =
            [(12.0, 5.0), (15.0, 20.0), (17.0, 30.0), (18.0, 45.0), (20.0, 65.0), (22.0, 75.0), (25.0, 90.0)];
        for (score, expected) in ranks {
            assert!(close(percentile_rank(&scores, score), expected), "{score}");
        }
        assert_eq!(percentile_rank(&[], 1.0), None);
    }

    #[test]
    fn the_mean_has_students_interval() {
        let shares = [0.4, 0.5, 0.6, 0.7, 0.8];
        assert!(close(mean(&shares), 0.6));
        assert!(close(standard_deviation(&shares), 0.025_f64.sqrt()));
        // t(0.975; 4) = 2.7764451051977987
        let half = 2.776_445_105_197_798_7 * 0.025_f64.sqrt() / 5.0_f64.sqrt();
        let interval = mean_interval(&shares).unwrap();
        assert!(close(Some(interval.low), 0.6 - half) && close(Some(interval.high), 0.6 + half));
        assert_eq!((mean_interval(&[0.5]), standard_deviation(&[0.5]), mean(&[])), (None, None, None));
    }

    proptest! {
        #[test]
        fn a_spread_is_in_order(shares in proptest::collection::vec(0.0..=1.0_f64, 1..60)) {
            let spread = spread(&shares);
            let ordered = [spread.min.unwrap(), spread.median.unwrap(), spread.max.unwrap()];
            prop_assert!(ordered.is_sorted());
            prop_assert!(ordered[0] <= spread.mean.unwrap() + 1e-12 && spread.mean.unwrap() <= ordered[2] + 1e-12);
            if let Some(interval) = spread.interval {
                prop_assert!(interval.low >= 0.0 && interval.high <= 1.0);
            }
            for share in &shares {
                let mut sorted = shares.clone();
                sorted.sort_by(f64::total_cmp);
                prop_assert!((0.0..=100.0).contains(&percentile_rank(&sorted, *share).unwrap()));
            }
        }
    }
}
