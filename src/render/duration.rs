//! Time as people read it: clocks, lengths, times of day, dates; and RFC 3339, as files keep it. The time zone is given.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::plural;

/// A running clock, `11:42` or `1:02:03`. What is left of a second is dropped: it never shows more time than there is.
pub fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = split(ms / 1000);
    if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// A length in words: `90 s`, `45 min`, `2 min 30 s`, `1 h 30 min`, `3 days 4 h`. Two units at most; what is smaller is dropped.
pub fn words(ms: u64) -> String {
    let total = ms / 1000;
    let (hours, minutes, seconds) = split(total);
    match total {
        60 => "1 min".to_owned(),
        0..120 => format!("{total} s"),
        120..3600 => two(&format!("{minutes} min"), seconds, "s"),
        3600..172_800 => two(&format!("{hours} h"), minutes, "min"),
        _ => {
            let days = plural::count(usize::try_from(hours / 24).unwrap_or(usize::MAX), "day");
            two(&days, hours % 24, "h")
        }
    }
}

fn two(first: &str, n: u64, unit: &str) -> String {
    if n == 0 { first.to_owned() } else { format!("{first} {n} {unit}") }
}

fn split(seconds: u64) -> (u64, u64, u64) {
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The time of day, `15:07:20`.
pub fn time_of_day(wall_ms: i64, zone: &TimeZone) -> String {
    let at = local(wall_ms, zone);
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

/// When what is left at an instant is over: the time of day, `15:07:20`; with the day where it is another one than at that
/// instant, `27 Nov, 08:59:07`, and with the year where that is another one, too.
pub fn end(now_ms: i64, left_ms: u64, zone: &TimeZone) -> String {
    let end_ms = now_ms.saturating_add(i64::try_from(left_ms).unwrap_or(i64::MAX));
    let (now, end) = (local(now_ms, zone), local(end_ms, zone));
    let time = time_of_day(end_ms, zone);
    if now.date() == end.date() {
        time
    } else if now.year() == end.year() {
        format!("{} {}, {time}", end.day(), month(end))
    } else {
        format!("{}, {time}", date(end_ms, zone))
    }
}

/// The date, `12 Nov 2026`.
pub fn date(wall_ms: i64, zone: &TimeZone) -> String {
    let at = local(wall_ms, zone);
    format!("{} {} {}", at.day(), month(at), at.year())
}

/// The date and the time of day, `12 Nov 2026, 15:07:20`.
pub fn moment(wall_ms: i64, zone: &TimeZone) -> String {
    format!("{}, {}", date(wall_ms, zone), time_of_day(wall_ms, zone))
}

/// The days from one instant to another: `18 Nov 2026`, `18–21 Nov 2026`, `28 Nov – 2 Dec 2026`.
pub fn dates(from_ms: i64, to_ms: i64, zone: &TimeZone) -> String {
    let (from, to) = (local(from_ms, zone), local(to_ms, zone));
    let last = date(to_ms, zone);
    if from.date() == to.date() {
        last
    } else if from.year() != to.year() {
        format!("{} – {last}", date(from_ms, zone))
    } else if from.month() != to.month() {
        format!("{} {} – {last}", from.day(), month(from))
    } else {
        format!("{}–{last}", from.day())
    }
}

/// RFC 3339 in UTC, whole seconds: `2026-11-23T08:13:26Z`.
pub fn rfc3339(wall_ms: i64) -> String {
    let at = local(wall_ms, &TimeZone::UTC);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// RFC 3339 in UTC, milliseconds: `2026-11-23T08:13:26.123Z`.
pub fn rfc3339_ms(wall_ms: i64) -> String {
    let seconds = rfc3339(wall_ms);
    let seconds = seconds.trim_end_matches('Z');
    format!("{seconds}.{:03}Z", local(wall_ms, &TimeZone::UTC).millisecond())
}

/// The instant that an RFC 3339 text names, in milliseconds since 1970-01-01 UTC; any offset. What is below a millisecond is dropped.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    if !has_rfc3339_shape(text) {
        return None;
    }
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// Whether a text is written as RFC 3339 asks: jiff alone would take more than that.
fn has_rfc3339_shape(text: &str) -> bool {
    const SHAPE: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let matches = |shape: &[u8], text: &[u8]| {
        shape.len() == text.len()
            && shape.iter().zip(text).all(|(&s, &t)| match s {
                b'd' => t.is_ascii_digit(),
                b'T' => matches!(t, b'T' | b't' | b' '),
                b'+' => matches!(t, b'+' | b'-'),
                _ => s == t,
            })
    };
    let Some((start, rest)) = text.as_bytes().split_at_checked(SHAPE.len()) else { return false };
    let offset = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            fraction.get(digits..).unwrap_or_default()
        }
        None => rest,
    };
    matches(SHAPE, start) && (matches!(offset, b"Z" | b"z") || matches(b"+dd:dd", offset))
}

fn local(wall_ms: i64, zone: &TimeZone) -> DateTime {
    let at = Timestamp::from_millisecond(wall_ms).unwrap_or(if wall_ms < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    });
    zone.to_datetime(at)
}

fn month(at: DateTime) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(at.month() - 1).ok().and_then(|i| NAMES.get(i)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::tz::offset;
    use proptest::prelude::*;

    use super::*;

    const AT: i64 = 1_795_421_606_123; // 2026-11-23T08:13:26.123Z

    #[test]
    fn clocks_count_down_in_minutes_and_hours() {
        assert_eq!(clock(702_999), "11:42");
        assert_eq!(clock(3_723_000), "1:02:03");
        assert_eq!(clock(59_000), "0:59");
        assert_eq!(clock(0), "0:00");
    }

    #[test]
    fn lengths_have_at_most_two_units() {
        for (seconds, said) in [
            (0, "0 s"),
            (60, "1 min"),
            (90, "90 s"),
            (150, "2 min 30 s"),
            (2700, "45 min"),
            (3600, "1 h"),
            (5400, "1 h 30 min"),
            (100_000, "27 h 46 min"),
            (172_800, "2 days"),
            (277_200, "3 days 5 h"),
        ] {
            assert_eq!(words(seconds * 1000), said);
        }
    }

    #[test]
    fn times_of_day_are_local() {
        let zone = TimeZone::fixed(offset(2));
        assert_eq!(time_of_day(AT, &zone), "10:13:26");
        assert_eq!(date(AT, &zone), "23 Nov 2026");
        assert_eq!(moment(AT, &zone), "23 Nov 2026, 10:13:26");
    }

    #[test]
    fn an_end_on_another_day_names_the_day() {
        let zone = TimeZone::fixed(offset(2));
        let hours = 3_600_000;
        assert_eq!(end(AT, 0, &zone), "10:13:26");
        assert_eq!(end(AT, 13 * hours, &zone), "23:13:26");
        assert_eq!(end(AT, 14 * hours, &zone), "24 Nov, 00:13:26");
        assert_eq!(end(AT, 60 * 24 * hours, &zone), "22 Jan 2027, 10:13:26");
        assert_eq!(end(AT, u64::MAX, &zone), end(AT, u64::MAX - 1, &zone), "whatever is left");
    }

    #[test]
    fn days_in_one_month_share_it() {
        let day = 86_400_000;
        assert_eq!(dates(AT, AT, &TimeZone::UTC), "23 Nov 2026");
        assert_eq!(dates(AT - 5 * day, AT, &TimeZone::UTC), "18–23 Nov 2026");
        assert_eq!(dates(AT, AT + 9 * day, &TimeZone::UTC), "23 Nov – 2 Dec 2026");
        assert_eq!(dates(AT, AT + 60 * day, &TimeZone::UTC), "23 Nov 2026 – 22 Jan 2027");
    }

    #[test]
    fn rfc_3339_goes_both_ways() {
        assert_eq!(rfc3339(AT), "2026-11-23T08:13:26Z");
        assert_eq!(rfc3339_ms(AT), "2026-11-23T08:13:26.123Z");
        assert_eq!(parse_rfc3339("2026-11-23T08:13:26.123Z"), Some(AT));
        assert_eq!(parse_rfc3339("2026-11-23T10:13:26.123999+02:00"), Some(AT));
        assert_eq!(parse_rfc3339("2026-11-23t08:13:26z"), Some(AT - 123));
    }

    #[test]
    fn what_is_no_rfc_3339_instant_is_refused() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T08:13:26",
            "2026-11-23T08:13Z",
            "2026-11-23T08:13:26.Z",
            "2026-11-23T08:13:26Z[UTC]",
            "2026-13-23T08:13:26Z",
            "20261123T081326Z",
            "日本日本日本日本日本",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_instant_comes_back(ms in 0_i64..4_102_444_800_000) {
            prop_assert_eq!(parse_rfc3339(&rfc3339_ms(ms)), Some(ms));
        }

        #[test]
        fn no_instant_is_too_far(ms in any::<i64>()) {
            let _ = (rfc3339_ms(ms), moment(ms, &TimeZone::UTC));
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            let _ = parse_rfc3339(&text);
        }
    }
}
