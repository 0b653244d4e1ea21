//! Instants as values: read from two clocks at once, written as RFC 3339.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::exam::Millis;

/// An instant, read from both clocks at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock: milliseconds since 1970-01-01 UTC.
    pub wall_ms: i64,
    /// Milliseconds of a clock that counts while the machine sleeps and never jumps; comparable within one boot only.
    pub up_ms: u64,
}

/// A drift between the clocks is a jump beyond this many milliseconds.
pub const DRIFT_MS: i64 = 2000;

/// How far the wall clock moved against the other between two instants of one boot, if by more than [`DRIFT_MS`].
pub fn drift(from: Moment, to: Moment) -> Option<i64> {
    let wall = to.wall_ms.saturating_sub(from.wall_ms);
    let up = i64::try_from(to.up_ms)
        .unwrap_or(i64::MAX)
        .saturating_sub(i64::try_from(from.up_ms).unwrap_or(i64::MAX));
    let by = wall.saturating_sub(up);
    (by.saturating_abs() > DRIFT_MS).then_some(by)
}

/// The rule of every deadline: what happens at it or before it counts. Both in milliseconds of one clock.
pub const fn in_time(at_ms: u64, deadline_ms: u64) -> bool {
    at_ms <= deadline_ms
}

/// What is left until a deadline, milliseconds. With nothing left nothing new begins, though this very millisecond counts.
pub const fn left_ms(at_ms: u64, deadline_ms: u64) -> u64 {
    deadline_ms.saturating_sub(at_ms)
}

/// The first millisecond after a deadline.
pub const fn after(deadline_ms: u64) -> u64 {
    deadline_ms.saturating_add(1)
}

/// A wall-clock instant, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(pub i64);

impl WallTime {
    /// RFC 3339, UTC, with milliseconds: `2026-11-23T08:13:26.123Z`.
    pub fn with_millis(self) -> String {
        format!("{:.3}", self.timestamp())
    }

    /// RFC 3339, UTC, whole seconds (cut, not rounded): `2026-11-23T08:13:26Z`.
    pub fn with_seconds(self) -> String {
        let whole = Self(self.0.div_euclid(1000).saturating_mul(1000));
        format!("{:.0}", whole.timestamp())
    }

    /// Any RFC 3339 instant.
    pub fn parse(text: &str) -> Option<Self> {
        Self::exact(text).map(|(instant, _)| instant)
    }

    /// Any RFC 3339 instant, with the nanoseconds that it is later than its whole millisecond (or earlier, before 1970).
    pub fn exact(text: &str) -> Option<(Self, i32)> {
        if let Some(instant) = in_whole_seconds(text.as_bytes()) {
            return Some((instant, 0));
        }
        let instant = is_rfc_3339(text).then(|| text.parse::<Timestamp>().ok())??;
        let whole = instant.as_millisecond();
        let rest = instant.as_nanosecond() - i128::from(whole) * 1_000_000;
        Some((Self(whole), i32::try_from(rest).unwrap_or_default()))
    }

    /// That much later.
    #[must_use]
    pub fn plus(self, span: Millis) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.0).unwrap_or(i64::MAX)))
    }

    /// As jiff's instant, clipped to what jiff can hold.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl Serialize for WallTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.with_millis())
    }
}

impl<'de> Deserialize<'de> for WallTime {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no RFC 3339 instant")))
    }
}

/// An instant as results have it, `2026-11-23T08:13:26Z`, read without the parser, for there are two in each row; `None` for any
/// other text, and for what is no such instant.
fn in_whole_seconds(text: &[u8]) -> Option<WallTime> {
    let text: &[u8; 20] = text.try_into().ok()?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    if marks.iter().any(|&(place, mark)| text[place] != mark) {
        return None;
    }
    let digit = |place: usize| text[place].is_ascii_digit().then_some(text[place] & 0x0f);
    let two = |place: usize| i8::try_from(digit(place)? * 10 + digit(place + 1)?).ok();
    let year = i16::from(two(0)?) * 100 + i16::from(two(2)?);
    let date = jiff::civil::Date::new(year, two(5)?, two(8)?).ok()?;
    let time = jiff::civil::Time::new(two(11)?, two(14)?, two(17)?, 0).ok()?;
    let instant = jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    Some(WallTime(instant.as_millisecond()))
}

/// Whether a text has the form of an RFC 3339 instant. jiff reads more: compact forms, years of six digits, names of zones.
fn is_rfc_3339(text: &str) -> bool {
    let of_form = |text: &[u8], form: &[u8]| {
        text.len() == form.len()
            && text.iter().zip(form).all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't' | b' '),
                _ => byte == form,
            })
    };
    let Some((instant, rest)) = text.as_bytes().split_at_checked(19) else { return false };
    let rest = match rest {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &rest[digits..]
        }
        _ => rest,
    };
    let is_offset = match rest {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', offset @ ..] => {
            of_form(offset, b"00:00") && &offset[..2] < b"24".as_slice() && &offset[3..] < b"60".as_slice()
        }
        _ => false,
    };
    is_offset && of_form(instant, b"0000-00-00T00:00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn an_instant_in_whole_seconds_is_read_as_the_parser_reads_it(
            text in "(1[0-9]{3}|[0-9]{4})-(0[0-9]|1[0-3])-([0-3][0-9])T([0-2][0-9]):([0-6][0-9]):([0-6][0-9])Z",
        ) {
            let parsed: Option<Timestamp> = text.parse().ok();
            let read = in_whole_seconds(text.as_bytes());
            if read.is_some() {
                proptest::prop_assert_eq!(read, parsed.map(|instant| WallTime(instant.as_millisecond())));
            }
            proptest::prop_assert_eq!(WallTime::parse(&text), parsed.map(|instant| WallTime(instant.as_millisecond())));
        }
    }

    #[test]
    fn clocks_that_part_by_more_than_two_seconds_have_jumped() {
        let from = Moment { wall_ms: 0, up_ms: 0 };
        let to = |wall_ms, up_ms| Moment { wall_ms, up_ms };
        assert_eq!(drift(from, to(12_000, 10_000)), None);
        assert_eq!(drift(from, to(12_001, 10_000)), Some(2_001));
        assert_eq!(drift(from, to(7_999, 10_000)), Some(-2_001));
        assert_eq!(drift(from, to(3_600_000, 3_600_000)), None, "asleep for an hour");
        let _ = drift(to(i64::MIN, u64::MAX), to(i64::MAX, 0));
        let _ = drift(to(i64::MAX, 0), to(i64::MIN, u64::MAX));
    }

    #[test]
    fn at_or_before_the_deadline_it_counts() {
        assert_eq!([999, 1_000, 1_001].map(|at| in_time(at, 1_000)), [true, true, false]);
        assert_eq!([999, 1_000, 1_001].map(|at| left_ms(at, 1_000)), [1, 0, 0]);
        assert!(!in_time(after(1_000), 1_000) && in_time(after(1_000) - 1, 1_000));
    }

    #[test]
    fn instants_are_written_in_utc_and_read_back() {
        let instant = WallTime(1_795_421_606_123);
        assert_eq!(instant.with_millis(), "2026-11-23T08:13:26.123Z");
        assert_eq!(instant.with_seconds(), "2026-11-23T08:13:26Z");
        assert_eq!(WallTime::parse("2026-11-23T09:13:26.123+01:00"), Some(instant));
        assert_eq!(WallTime(-1).with_seconds(), "1969-12-31T23:59:59Z");
        for text in ["2026-11-23T08:13:26.123Z", "2026-11-23t08:13:26.123z", "2026-11-23 03:13:26.1230-05:00"]
        {
            assert_eq!(WallTime::parse(text), Some(instant), "{text}");
        }
        for text in [
            "yesterday",
            "",
            "2026-11-23",
            "2026-11-23T08:13Z",
            "2026-11-23T08:13:26",
            "2026-11-23T08:13:26.Z",
            "2026-11-23T08:13:26,5Z",
            "2026-11-23T08:13:26+01",
            "2026-11-23T08:13:26+0100",
            "2026-11-23T08:13:26+25:00",
            "2026-11-23T08:13:26+01:60",
            "2026-11-23T08:13:26+01:00:30",
            "2026-11-23T08:13:26+01:00[Europe/Berlin]",
            "20261123T081326Z",
            "-000001-11-23T08:13:26Z",
            "2026-02-30T08:13:26Z",
            "2026-11-23T24:13:26Z",
        ] {
            assert_eq!(WallTime::parse(text), None, "{text}");
        }
    }
}
