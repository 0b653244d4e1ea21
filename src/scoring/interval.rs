//! What a share rests on: Wilson's interval for one, Newcombe's for the difference of two. Rounded only when shown.

use statrs::distribution::{ContinuousCDF, Normal};

/// The normal quantile of a 95% interval.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// A range; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value is in it.
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// A share with the number of questions it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    share: f64,
    n: f64,
}

impl Proportion {
    /// A share, clipped to 0 and 1, of `n` questions (a fraction where their points differ); `None` unless `n` is more than 0.
    pub fn new(share: f64, n: f64) -> Option<Self> {
        (n > 0.0 && n.is_finite() && !share.is_nan()).then(|| Self { share: share.clamp(0.0, 1.0), n })
    }

    /// The share, 0 to 1.
    pub const fn share(self) -> f64 {
        self.share
    }

    /// The questions it rests on: with unequal points the effective number, (Σw)²/Σw² (Kish).
    pub const fn n(self) -> f64 {
        self.n
    }

    /// Wilson's score interval at the normal quantile `z`, clipped to 0 and 1 (E. B. Wilson, JASA 22, 1927, 209–212).
    pub fn wilson(self, z: f64) -> Interval {
        let Self { share: p, n } = self;
        let z2n = z * z / n;
        let centre = (p + z2n / 2.0) / (1.0 + z2n);
        let half = z / (1.0 + z2n) * (p * (1.0 - p) / n + z2n / (4.0 * n)).sqrt();
        Interval { low: (centre - half).clamp(0.0, 1.0), high: (centre + half).clamp(0.0, 1.0) }
    }

    /// Wilson's interval at 95%.
    pub fn wilson_95(self) -> Interval {
        self.wilson(Z_95)
    }
}

/// How far one share is above another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first less the second, −1 to 1.
    pub difference: f64,
    /// Where the true difference is, at the confidence asked for; −1 to 1.
    pub interval: Interval,
}

impl Difference {
    /// Whether the interval leaves no difference out: then the two are told apart.
    pub fn is_shown(self) -> bool {
        !self.interval.contains(0.0)
    }
}

/// A share with Wilson's interval at some confidence, to be compared with others at the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranged {
    share: f64,
    around: Interval,
}

impl Proportion {
    /// With Wilson's interval at the normal quantile `z`.
    pub fn ranged(self, z: f64) -> Ranged {
        Ranged { share: self.share, around: self.wilson(z) }
    }
}

impl Ranged {
    /// How far this is above another at the same confidence, with Newcombe's hybrid score interval (R. G. Newcombe, Statistics
    /// in Medicine 17, 1998, 873–890, method 10). It takes the two as independent, so on the same questions it errs wide.
    pub fn less(self, other: Self) -> Difference {
        let difference = self.share - other.share;
        let low = difference - (self.share - self.around.low).hypot(other.around.high - other.share);
        let high = difference + (self.around.high - self.share).hypot(other.share - other.around.low);
        Difference { difference, interval: Interval { low: low.max(-1.0), high: high.min(1.0) } }
    }
}

/// The confidence for each of `pairs` comparisons so that all hold together at 95% (Bonferroni): 1 − 0.05/m.
pub fn confidence_for(pairs: u32) -> f64 {
    1.0 - 0.05 / f64::from(pairs.max(1))
}

/// The two-sided normal quantile of a confidence; `None` unless that is between 0 and 1.
pub fn quantile(confidence: f64) -> Option<f64> {
    let tail = (1.0 - confidence) / 2.0;
    (tail > 0.0 && tail < 0.5).then(|| -Normal::standard().inverse_cdf(tail))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<Vec<f64>> {
        let cells = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
        text.lines().skip(1).map(cells).collect()
    }

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn wilson_goes_by_the_oracle() {
        let rows = rows(include_str!("../../tests/fixtures/oracles/wilson.csv"));
        assert_eq!(rows.len(), 26);
        for row in rows {
            let found = Proportion::new(row[0] / row[1], row[1]).unwrap().wilson(row[2]);
            assert!(close(found.low, row[3]) && close(found.high, row[4]), "{row:?}: {found:?}");
        }
    }

    fn difference(first: Proportion, second: Proportion, confidence: f64) -> Difference {
        let z = quantile(confidence).unwrap();
        first.ranged(z).less(second.ranged(z))
    }

    #[test]
    fn newcombe_goes_by_the_oracle() {
        let rows = rows(include_str!("../../tests/fixtures/oracles/newcombe.csv"));
        assert_eq!(rows.len(), 5);
        for row in rows {
            let proportion = |x, n| Proportion::new(x / n, n).unwrap();
            let found = difference(proportion(row[0], row[1]), proportion(row[2], row[3]), 0.95);
            let Interval { low, high } = found.interval;
            assert!(close(found.difference, row[4]), "{row:?}: {found:?}");
            assert!(close(low, row[5]) && close(high, row[6]), "{row:?}: {found:?}");
        }
    }

    #[test]
    fn the_quantile_of_95_percent_is_the_one_we_write() {
        assert!((quantile(0.95).unwrap() - Z_95).abs() < 1e-12);
        // The normal quantile of 1 − 0.05/10/2: ten pairs of five candidates.
        assert!((quantile(confidence_for(10)).unwrap() - 2.807_033_768_343_804).abs() < 1e-12);
        for none in [0.0, 1.0, -1.0, 2.0, f64::NAN] {
            assert_eq!(quantile(none), None);
        }
    }

    proptest! {
        #[test]
        fn intervals_hold_the_share_and_stay_in_range(
            x in 0.0..=1.0_f64, y in 0.0..=1.0_f64, n in 0.5..1e4_f64, m in 0.5..1e4_f64, confidence in 0.01..0.9999_f64,
        ) {
            let (first, second) = (Proportion::new(x, n).unwrap(), Proportion::new(y, m).unwrap());
            let wilson = first.wilson_95();
            prop_assert!(wilson.low >= 0.0 && wilson.high <= 1.0);
            prop_assert!(wilson.low <= x + 1e-12 && x <= wilson.high + 1e-12);
            let there = difference(first, second, confidence);
            let back = difference(second, first, confidence);
            prop_assert!(there.interval.low >= -1.0 && there.interval.high <= 1.0);
            prop_assert!(close(there.interval.low, -back.interval.high));
            prop_assert!(!difference(first, first, confidence).is_shown());
        }
    }
}
