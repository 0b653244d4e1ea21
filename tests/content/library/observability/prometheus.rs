//! What Prometheus does with samples and buckets.

use super::reading::{count, number};

/// `increase()` over these samples of a counter, without extrapolation: a drop is a restart at 0.
pub(super) fn increase(samples: &[f64]) -> f64 {
    samples.windows(2).map(|step| if step[1] < step[0] { step[1] } else { step[1] - step[0] }).sum()
}

/// An upper bound and how many don't exceed it.
pub(super) type Bucket = (f64, f64);

/// The buckets of lines with `le="…"` and a count.
pub(super) fn buckets(lines: &str) -> Vec<Bucket> {
    let bounded = lines.lines().filter_map(|line| line.split_once("le=\""));
    let bucket = |(_, rest): (&str, &str)| {
        let (bound, rest) = rest.split_once('"').expect("a bound in quotes");
        (self::bound(bound), number(rest.trim_start_matches('}')))
    };
    bounded.map(bucket).collect()
}

/// A bucket's bound as it is written, `+Inf` for the last.
pub(super) fn bound(text: &str) -> f64 {
    if text == "+Inf" { f64::INFINITY } else { number(text) }
}

/// `histogram_quantile()`: linear within the bucket that has the rank; in the last bucket its lower bound.
pub(super) fn quantile(share: f64, buckets: &[Bucket]) -> f64 {
    let (bounds, counts): (Vec<f64>, Vec<f64>) = buckets.iter().copied().unzip();
    let rank = share * counts.last().expect("a bucket +Inf");
    let at = counts.iter().position(|&up_to| up_to >= rank).expect("the last bucket has all");
    let (lower, below) = if at == 0 { (0.0, 0.0) } else { (bounds[at - 1], counts[at - 1]) };
    if bounds[at].is_infinite() {
        return lower;
    }
    lower + (bounds[at] - lower) * (rank - below) / (counts[at] - below)
}

/// The smallest value that this share of the values doesn't exceed.
pub(super) fn percentile(share: f64, values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let total = count(sorted.len());
    let enough = |&at: &usize| count(at + 1) >= share * total;
    sorted[(0..sorted.len()).find(enough).expect("a value")]
}

#[test]
fn a_restart_is_corrected_and_a_quantile_interpolated() {
    assert_eq!(increase(&[10.0, 15.0, 3.0, 4.0]).to_string(), "9");
    let shown = buckets("le=\"1\"  50\nx{le=\"2\"} 100\nx{le=\"+Inf\"} 200\n");
    assert_eq!(quantile(0.25, &shown).to_string(), "1");
    assert_eq!(quantile(0.375, &shown).to_string(), "1.5");
    assert_eq!(quantile(0.99, &shown).to_string(), "2");
    assert_eq!(percentile(0.9, &[3.0, 1.0, 2.0, 9.0]).to_string(), "9");
}
