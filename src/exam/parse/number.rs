//! Numbers, read exactly from what the file says and never by way of a float.

use bigdecimal::{BigDecimal, Zero as _};

use crate::exam::quantity::{Fraction, Points};

/// The most digits of a number, and the largest exponent: beyond, comparing decimals could take forever.
const DIGITS: usize = 400;
/// The most that one thing can be worth.
const MOST_POINTS: i64 = 1_000_000;

/// What is expected of points.
pub(super) const POINTS: &str = "more than 0, at most 1000000, at most two decimals";
/// What is expected of an answer.
pub(super) const ANSWER: &str = "a number of at most 400 digits and an exponent of at most 400";
/// What is expected of a tolerance.
pub(super) const TOLERANCE: &str = "0 or more, at most 400 digits and an exponent of at most 400";
/// What is expected of credit.
pub(super) const CREDIT: &str = "more than 0 and less than 1, at most four decimals";
/// What is expected of a cut.
pub(super) const CUT: &str = "more than 0 and at most 1, at most four decimals";
/// What is expected of the cost of a wrong answer.
pub(super) const WRONG: &str = "0 to 1, at most four decimals";

/// A decimal as written in TOML, underscores gone: sign, digits, point, exponent. Neither `inf` nor `nan`, within bounds.
pub(super) fn decimal(text: &str) -> Option<BigDecimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let exponent: i64 = exponent.parse().ok()?;
    let bounded = digits.len() <= DIGITS && exponent.unsigned_abs() <= DIGITS as u64;
    if !plain || !bounded || digits.is_empty() {
        return None;
    }
    text.parse().ok()
}

/// A share in percent: `5%`, `0.5 %`.
pub(super) fn percent(text: &str) -> Option<BigDecimal> {
    let number = text.trim().strip_suffix('%')?.trim_end();
    let plain = number.starts_with(|first: char| first.is_ascii_digit())
        && number.ends_with(|last: char| last.is_ascii_digit());
    if plain && !number.contains(['e', 'E']) { decimal(number) } else { None }
}

/// Points: more than nothing, at most two decimals.
pub(super) fn points(text: &str) -> Option<Points> {
    let points = fixed(text, 2)?;
    (points.0 > 0 && points.0 <= MOST_POINTS * Points::SCALE).then_some(points)
}

/// From 0 to 1, at most four decimals.
pub(super) fn fraction(text: &str) -> Option<Fraction> {
    let points = fixed(text, 4)?;
    u16::try_from(points.0).ok().and_then(Fraction::new)
}

fn fixed(text: &str, places: i64) -> Option<Points> {
    let number = decimal(text)?;
    if number.is_zero() {
        return Some(Points(0));
    }
    let number = number.normalized();
    if number.fractional_digit_count() > places {
        return None;
    }
    Points::parse(&number.to_plain_string())
}

/// The number that a text in quotes means, as it is to be written: without the quotes, and without commas between thousands.
pub(in crate::exam) fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let groups: Vec<&str> = digits.split([',', '_', ' ', '\'']).collect();
    let are_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let thousands = are_digits
        && groups.len() > 1
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && (1..=3).contains(&groups[0].len());
    let decimal_comma = are_digits && groups.len() == 2 && digits.contains(',') && !groups.contains(&"");
    let plain = if thousands {
        groups.concat()
    } else if decimal_comma {
        groups.join(".")
    } else {
        digits.to_owned()
    };
    let is_plain = plain.starts_with(|first: char| first.is_ascii_digit())
        && plain.ends_with(|last: char| last.is_ascii_digit());
    (is_plain && decimal(&plain).is_some()).then(|| format!("{sign}{plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_bounded() {
        assert_eq!(decimal("0.1").unwrap().to_plain_string(), "0.1");
        assert_eq!(decimal("+1.50e+2").unwrap().normalized().to_plain_string(), "150");
        assert_eq!(decimal("-0.0").unwrap(), BigDecimal::zero());
        for bad in ["inf", "-inf", "nan", "+nan", "1e401", "1e-401", "1e99999999999999999999", "", "+", "--1"]
        {
            assert_eq!(decimal(bad), None, "{bad}");
        }
        assert!(decimal(&"9".repeat(400)).is_some());
        assert!(decimal(&"9".repeat(401)).is_none());
    }

    #[test]
    fn a_number_in_quotes_is_meant() {
        for (text, number) in [
            ("24,691", "24691"),
            ("1,234,567", "1234567"),
            ("1,5", "1.5"),
            ("-42", "-42"),
            ("0.5", "0.5"),
            ("12 000", "12000"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", "b", "5%", ",5", "1,", "1,2,3", "1.", "NaN"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn points_have_two_decimals() {
        assert_eq!(points("0.25"), Some(Points(2_500)));
        assert_eq!(points("1e2"), Some(Points(1_000_000)));
        assert_eq!(points("1.500"), Some(Points(15_000)));
        for bad in ["0", "-1", "0.001", "1000000.01", "1e300", "inf"] {
            assert_eq!(points(bad), None, "{bad}");
        }
    }

    #[test]
    fn fractions_go_from_nothing_to_one() {
        assert_eq!(fraction("0.6667"), Fraction::new(6_667));
        assert_eq!(fraction("1.0"), Fraction::new(10_000));
        assert_eq!(fraction("-0.0"), Fraction::new(0));
        for bad in ["1.1", "-0.5", "0.00001", "7"] {
            assert_eq!(fraction(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_share_ends_in_a_percent_sign() {
        assert_eq!(percent("5%"), Some(BigDecimal::from(5)));
        assert_eq!(percent(" 0.5 % ").unwrap().to_plain_string(), "0.5");
        for bad in ["5", "%", "-5%", "5%%", ".5%", "5.%", "1e2%", "five%"] {
            assert_eq!(percent(bad), None, "{bad}");
        }
    }
}
