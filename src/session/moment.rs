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
        text.parse::<Timestamp>().ok().map(|instant| Self(instant.as_millisecond()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc_and_read_back() {
        let instant = WallTime(1_795_421_606_123);
        assert_eq!(instant.with_millis(), "2026-11-23T08:13:26.123Z");
        assert_eq!(instant.with_seconds(), "2026-11-23T08:13:26Z");
        assert_eq!(WallTime::parse("2026-11-23T09:13:26.123+01:00"), Some(instant));
        assert_eq!(WallTime(-1).with_seconds(), "1969-12-31T23:59:59Z");
        assert_eq!(WallTime::parse("yesterday"), None);
    }
}
