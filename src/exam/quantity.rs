//! Exact small numbers: points, shares, limits. Nothing here is a float.

use std::fmt;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// Points, in 1/10,000 of a point. May be negative (a wrong answer can cost).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Points(pub i64);

impl Points {
    /// Units in one point.
    pub const SCALE: i64 = 10_000;

    /// Reads a plain decimal with at most four places (`"1"`, `"-0.25"`).
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        Some(Self(sign * ten_thousandths(digits)?))
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Points {
    /// A decimal without trailing zeros: `1`, `0.25`, `-0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs() / 10_000;
        let part = self.0.unsigned_abs() % 10_000;
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let places = format!("{part:04}");
            write!(f, "{sign}{whole}.{}", places.trim_end_matches('0'))
        }
    }
}

/// A fraction of one, in ten-thousandths: a cut, a credit, the cost of a wrong answer. 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(u16);

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    pub(super) const SEVENTY: Self = Self(7_000);
    pub(super) const SIXTY_FIVE: Self = Self(6_500);
    pub(super) const SIXTY: Self = Self(6_000);

    /// Ten-thousandths, at most 10,000.
    pub const fn new(ten_thousandths: u16) -> Option<Self> {
        if ten_thousandths <= 10_000 { Some(Self(ten_thousandths)) } else { None }
    }

    /// Reads `0.70`, `1`, `0`: a decimal from 0 to 1 with at most four places.
    pub fn parse(text: &str) -> Option<Self> {
        u16::try_from(ten_thousandths(text)?).ok().and_then(Self::new)
    }

    /// In ten-thousandths.
    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }

    /// As a float, for statistics.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    /// With at least two places, as in the `ladder` column: `0.70`, `0.6667`.
    pub fn with_two_places(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        let keep = text.trim_end_matches('0').len().max(4);
        text[..keep].to_owned()
    }
}

impl fmt::Display for Fraction {
    /// Without trailing zeros: `0.7`, `1`, `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Points(i64::from(self.0)).fmt(f)
    }
}

fn ten_thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 4 {
        return None;
    }
    if text.contains('.') && part.is_empty() {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    whole.checked_mul(Points::SCALE)?.checked_add(part)
}

/// A span of time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Millis(pub u64);

impl Millis {
    /// Reads `90s`, `14m`, `1h 30m`, `1h30m`: whole hours, minutes, seconds, each once, largest first, more than nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let mut total: u64 = 0;
        let mut rest = text.trim();
        let mut largest = 3;
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, tail) = rest.split_at(digits);
            let number: u64 = number.parse().ok()?;
            let unit = tail.chars().next()?;
            let (rank, seconds) = match unit {
                'h' => (2, 3600),
                'm' => (1, 60),
                's' => (0, 1),
                _ => return None,
            };
            if rank >= largest {
                return None;
            }
            largest = rank;
            total = total.checked_add(number.checked_mul(seconds * 1000)?)?;
            rest = tail[1..].trim_start();
        }
        (total > 0).then_some(Self(total))
    }

    /// In seconds with one decimal: `12.3` (rounded half up, ties away from zero).
    pub fn seconds_with_tenth(self) -> String {
        let tenths = self.0.saturating_add(50) / 100;
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_read_and_print_the_same() {
        for text in ["0", "1", "0.25", "-0.5", "12.3456"] {
            assert_eq!(Points::parse(text).unwrap().to_string(), text);
        }
        for bad in ["", "1.", ".5", "1.23456", "1e3", "+1", "--1", "99999999999999999999"] {
            assert_eq!(Points::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_fraction_is_at_most_one() {
        assert_eq!(Fraction::parse("0.7").unwrap().with_two_places(), "0.70");
        assert_eq!(Fraction::parse("0.6667").unwrap().with_two_places(), "0.6667");
        assert_eq!(Fraction::parse("1").unwrap().with_two_places(), "1.00");
        assert_eq!(Fraction::parse("1.0001"), None);
    }

    #[test]
    fn limits_are_written_largest_unit_first() {
        assert_eq!(Millis::parse("90s"), Some(Millis(90_000)));
        assert_eq!(Millis::parse("1h 30m"), Some(Millis(5_400_000)));
        for bad in ["", "0s", "5", "30m 1h", "1m 1m", "1.5h", "5d", "99999999999999999999h"] {
            assert_eq!(Millis::parse(bad), None, "{bad}");
        }
    }
}
