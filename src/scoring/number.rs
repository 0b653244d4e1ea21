//! Reading a typed number, and comparing it. Decimals only: no float is made anywhere.
//!
//! A number is a sign (`+`, `-`, `−`), digits with at most one `.` or `,`, an exponent (`e3`), then the question's unit or
//! nothing. Both signs for the decimal are taken, with one exception: `1,000` has been written for a thousand and for
//! one, so a comma with one to three digits before it, not beginning with `0`, and exactly three digits after it is
//! refused with both readings. `0,500` and `1000,000` and `1,0000` can only be decimals. A `.` is always the decimal
//! point: `1.000` is one. Digits in groups (`1 000`, `1_000`, `1,000,000`) are refused with the plain way to write them.
//!
//! A unit may follow with or without white space. Case counts (`Mb` is not `MB`), ways of encoding don't (`m2` is `m²`,
//! both signs for micro are one).

use std::fmt;
use std::str::FromStr;

use bigdecimal::BigDecimal;
use unicode_normalization::UnicodeNormalization;

use crate::exam::Tolerance;

/// The most digits a number may have, before and after the decimal point together.
pub const MOST_DIGITS: usize = 400;
/// The largest exponent, either way.
pub const LARGEST_EXPONENT: i64 = 400;

/// How much of a text is quoted in a problem, in characters.
const QUOTED: usize = 40;
/// White space that is typed or pasted between groups of digits.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// Why a text can't be taken as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberProblem {
    /// The comma may separate thousands or decimals.
    Ambiguous {
        /// What to write for the first reading: `1000`.
        as_thousand: String,
        /// What to write for the second: `1.000`.
        as_decimal: String,
    },
    /// Digits are in groups.
    Grouped {
        /// The same number without: `1000000`.
        plain: String,
    },
    /// Nothing of the kind.
    NotANumber,
    /// Over [`MOST_DIGITS`] digits or [`LARGEST_EXPONENT`].
    TooLong,
    /// Another unit than the question's.
    WrongUnit {
        /// What was written, cut after 40 characters.
        found: String,
        /// The question's; `None` if it has none.
        expected: Option<String>,
    },
}

impl fmt::Display for NumberProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ambiguous { as_thousand, as_decimal } => {
                write!(f, "this can be read as {as_thousand} or as {as_decimal}")
            }
            Self::Grouped { plain: _ } => f.write_str("digits in groups are not taken"),
            Self::NotANumber => f.write_str("this is not a number"),
            Self::TooLong => write!(
                f,
                "a number has at most {MOST_DIGITS} digits and an exponent of at most {LARGEST_EXPONENT}"
            ),
            Self::WrongUnit { found, expected: Some(unit) } => {
                write!(f, "the unit is `{unit}`, found `{found}`")
            }
            Self::WrongUnit { found, expected: None } => {
                write!(f, "the number has no unit here, found `{found}`")
            }
        }
    }
}

impl std::error::Error for NumberProblem {}

impl NumberProblem {
    /// What to do about it, in a line.
    pub fn help(&self) -> String {
        match self {
            Self::Ambiguous { as_thousand, as_decimal } => format!("write `{as_thousand}` or `{as_decimal}`"),
            Self::Grouped { plain } => format!("write `{plain}`"),
            Self::NotANumber => {
                "write digits, at most one decimal point, no spaces: `12.5`, `-3`, `2e6`".to_owned()
            }
            Self::TooLong => "write it shorter, with an exponent: `2e6`".to_owned(),
            Self::WrongUnit { found: _, expected: Some(unit) } => {
                format!("write the number in `{unit}`, with the unit or without")
            }
            Self::WrongUnit { found: _, expected: None } => "write the number alone".to_owned(),
        }
    }
}

/// Reads a typed number, with or without the question's unit.
///
/// # Errors
///
/// If it isn't one, could be two, is too long, or is in another unit.
pub fn read(text: &str, unit: Option<&str>) -> Result<BigDecimal, NumberProblem> {
    let text = text.trim();
    let (minus, unsigned) = sign(text);
    let (mantissa, rest) = split_mantissa(unsigned);
    if !mantissa.contains(|c: char| c.is_ascii_digit()) {
        return Err(NumberProblem::NotANumber);
    }
    let (exponent, rest) = split_exponent(rest);
    check_unit(rest.trim(), unit)?;
    if mantissa.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return Err(NumberProblem::TooLong);
    }
    let exponent = match exponent {
        Some(exponent) => exponent_value(exponent)?,
        None => 0,
    };
    let sign = if minus { "-" } else { "" };
    let tail = if exponent == 0 { String::new() } else { format!("e{exponent}") };
    let (whole, decimals) = match mantissa.find(['.', ',']) {
        Some(place) => (&mantissa[..place], &mantissa[place + 1..]),
        None => (mantissa, ""),
    };
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(decimals) {
        return Err(ungrouped(mantissa).map_or(NumberProblem::NotANumber, |digits| NumberProblem::Grouped {
            plain: format!("{sign}{digits}{tail}"),
        }));
    }
    if mantissa.contains(',') && may_be_thousands(whole, decimals) {
        return Err(NumberProblem::Ambiguous {
            as_thousand: format!("{sign}{whole}{decimals}{tail}"),
            as_decimal: format!("{sign}{whole}.{decimals}{tail}"),
        });
    }
    BigDecimal::from_str(&format!("{sign}0{whole}.{decimals}0e{exponent}"))
        .map_err(|_| NumberProblem::NotANumber)
}

/// Whether a number is no further from the right one than the tolerance, inclusive; exact.
pub fn is_within(given: &BigDecimal, right: &BigDecimal, tolerance: &Tolerance) -> bool {
    // A key beyond what can be typed can't be met; looking at the scale first keeps the difference small.
    let bounded = |number: &BigDecimal| {
        let (digits, scale) = number.as_bigint_and_scale();
        digits.bits() <= 100_000 && scale.unsigned_abs() <= 10_000
    };
    let allowed = match tolerance {
        Tolerance::Absolute(allowed) | Tolerance::Percent(allowed) => allowed,
    };
    if ![given, right, allowed].into_iter().all(bounded) {
        return false;
    }
    let off = (given - right).abs();
    match tolerance {
        Tolerance::Absolute(allowed) => off <= *allowed,
        Tolerance::Percent(percent) => off * BigDecimal::from(100) <= right.abs() * percent,
    }
}

/// Takes a sign off the front; true for minus.
fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Splits off digits and what may stand between them; white space and marks only if a digit follows.
fn split_mantissa(text: &str) -> (&str, &str) {
    let mut chars = text.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        let before_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let belongs = c.is_ascii_digit()
            || matches!(c, '.' | ',')
            || (before_digit && place > 0 && (SPACES.contains(&c) || matches!(c, '_' | '\'' | '\u{2019}')));
        if !belongs {
            return text.split_at(place);
        }
    }
    (text, "")
}

/// Splits off `e` or `E` with a sign and digits, without which it is the beginning of a unit.
fn split_exponent(text: &str) -> (Option<&str>, &str) {
    let Some(after) = text.strip_prefix(['e', 'E']) else {
        return (None, text);
    };
    let (_, digits) = sign(after);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 {
        return (None, text);
    }
    let (exponent, rest) = after.split_at(after.len() - digits.len() + count);
    (Some(exponent), rest)
}

/// The value of a sign and digits.
fn exponent_value(text: &str) -> Result<i64, NumberProblem> {
    let (minus, digits) = sign(text);
    let digits = digits.trim_start_matches('0');
    let value = if digits.is_empty() { Ok(0) } else { digits.parse::<i64>() };
    match value {
        Ok(value) if value <= LARGEST_EXPONENT => Ok(if minus { -value } else { value }),
        Ok(_) | Err(_) => Err(NumberProblem::TooLong),
    }
}

/// Whether a comma between these could separate thousands: `1,000`, but not `0,500`, `1000,000` or `1,00`.
fn may_be_thousands(whole: &str, decimals: &str) -> bool {
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && decimals.len() == 3
}

/// The number that is written in groups of three, if it is: `1 000`, `1_000`, `1'000`, `1,000,000.5`, `1.000,5`.
fn ungrouped(mantissa: &str) -> Option<String> {
    let between = SPACES.into_iter().chain(['_', '\'', '\u{2019}', ',', '.']);
    for group in between {
        let decimal = mantissa.find(|c| c != group && matches!(c, '.' | ','));
        let (whole, decimals) = match decimal {
            Some(place) => (&mantissa[..place], Some(&mantissa[place + 1..])),
            None => (mantissa, None),
        };
        let groups: Vec<&str> = whole.split(group).collect();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let in_threes = groups.len() > 1
            && groups.iter().enumerate().all(|(place, part)| {
                digits(part) && if place == 0 { part.len() <= 3 } else { part.len() == 3 }
            });
        if in_threes && decimals.is_none_or(digits) {
            let point = decimals.map_or_else(String::new, |decimals| format!(".{decimals}"));
            return Some(format!("{}{point}", groups.concat()));
        }
    }
    None
}

/// Whether what follows the number is nothing or the unit.
fn check_unit(found: &str, expected: Option<&str>) -> Result<(), NumberProblem> {
    let plain = |unit: &str| unit.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
    if found.is_empty() || expected.is_some_and(|unit| plain(unit) == plain(found)) {
        return Ok(());
    }
    let begins_a_unit =
        |c: char| !(c.is_ascii_digit() || SPACES.contains(&c) || "+-\u{2212}.,_'\u{2019}".contains(c));
    if !found.starts_with(begins_a_unit) {
        return Err(NumberProblem::NotANumber);
    }
    let mut quoted: String = found.chars().take(QUOTED).collect();
    if quoted.len() < found.len() {
        quoted.push('…');
    }
    Err(NumberProblem::WrongUnit { found: quoted, expected: expected.map(str::to_owned) })
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
