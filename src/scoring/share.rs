//! A score as an exact share of a question's points. Nothing here is rounded but once: when a share becomes points.

use std::cmp::Ordering;

use crate::exam::{Fraction, Points};

/// A share from 0 to 1, as an exact ratio.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// 0 to `whole`.
    part: i128,
    /// At least 1.
    whole: i128,
}

impl Share {
    /// Nothing.
    pub const NONE: Self = Self { part: 0, whole: 1 };
    /// All of it.
    pub const ALL: Self = Self { part: 1, whole: 1 };

    /// `part` of `whole`, clipped to 0 and 1; nothing if there is no whole.
    pub fn new(part: i64, whole: i64) -> Self {
        if whole <= 0 {
            return Self::NONE;
        }
        Self { part: i128::from(part.clamp(0, whole)), whole: i128::from(whole) }
    }

    /// All or nothing.
    pub const fn all_if(right: bool) -> Self {
        if right { Self::ALL } else { Self::NONE }
    }

    /// Points of points, clipped to 0 and 1: what a question counts for in statistics.
    pub fn of_points(points: Points, max_points: Points) -> Self {
        Self::new(points.0, max_points.0)
    }

    /// Whether it is nothing.
    pub const fn is_none(self) -> bool {
        self.part == 0
    }

    /// Whether it is all.
    pub const fn is_all(self) -> bool {
        self.part == self.whole
    }

    /// As a float, for statistics: the nearest to the exact ratio while both parts are below 2⁵³.
    #[expect(
        clippy::cast_precision_loss,
        reason = "statistics are floating point; parts are small in practice"
    )]
    pub fn as_f64(self) -> f64 {
        // Nearly all answers are right or wrong: then there is nothing to divide.
        if self.is_none() {
            return 0.0;
        }
        if self.is_all() {
            return 1.0;
        }
        self.part as f64 / self.whole as f64
    }

    /// This share of the points given, in 1/10,000 point, rounded half to even.
    pub fn of(self, points: Points) -> Points {
        rounded(i128::from(points.0), self.part, self.whole)
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Share {}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        // Both parts came from `i64`, so neither product can overflow.
        (self.part * other.whole).cmp(&(other.part * self.whole))
    }
}

impl From<Fraction> for Share {
    fn from(fraction: Fraction) -> Self {
        Self::new(i64::from(fraction.ten_thousandths()), 10_000)
    }
}

/// `amount · part / whole` rounded half to even; `whole` is at least 1 and `part` at most `whole`, both from `i64`.
fn rounded(amount: i128, part: i128, whole: i128) -> Points {
    let product = amount * part;
    let (below, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let up = match (rest * 2).cmp(&whole) {
        Ordering::Less => 0,
        Ordering::Equal => below.rem_euclid(2),
        Ordering::Greater => 1,
    };
    // No further from nothing than `amount`, which came from an `i64`.
    Points(i64::try_from(below + up).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_are_rounded_half_to_even_once() {
        assert_eq!(Share::new(1, 2).of(Points(1)), Points(0));
        assert_eq!(Share::new(1, 2).of(Points(3)), Points(2));
        assert_eq!(Share::new(1, 2).of(Points(-3)), Points(-2));
        assert_eq!(Share::new(1, 3).of(Points(10_000)), Points(3333));
        assert_eq!(Share::new(2, 3).of(Points(10_000)), Points(6667));
        assert_eq!(Share::new(2, 3).of(Points(-10_000)), Points(-6667));
    }

    #[test]
    fn equal_ratios_are_equal_shares() {
        assert_eq!(Share::new(2, 4), Share::new(1, 2));
        assert_eq!(Share::new(5, 5), Share::ALL);
        assert_eq!(Share::new(7, 5), Share::ALL);
        assert_eq!(Share::new(-7, 5), Share::NONE);
        assert_eq!(Share::new(1, 0), Share::NONE);
        assert!(Share::new(1, 3) < Share::new(34, 100));
    }

    proptest! {
        #[test]
        fn a_share_stays_between_nothing_and_all(part: i64, whole: i64, points: i64) {
            let share = Share::new(part, whole);
            prop_assert!((0.0..=1.0).contains(&share.as_f64()));
            let earned = share.of(Points(points)).0;
            prop_assert!(earned.unsigned_abs() <= points.unsigned_abs());
            prop_assert!(earned == 0 || (earned < 0) == (points < 0));
        }

        #[test]
        fn all_of_the_points_is_the_points(points: i64) {
            prop_assert_eq!(Share::ALL.of(Points(points)), Points(points));
            prop_assert_eq!(Share::NONE.of(Points(points)), Points(0));
        }
    }
}
