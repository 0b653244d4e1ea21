//! Formats, days and shares as they are spelled on a command line.

use std::path::Path;

use jiff::civil::Date;

use crate::cli::report::Format;
use crate::exam::Fraction;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;

/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;

/// The format: as named, else by the ending of the output file, else a table.
pub fn format(named: Option<Format>, output: Option<&Path>) -> Result<Format, Failure> {
    let Some(path) = output.filter(|_| named.is_none()) else { return Ok(named.unwrap_or(Format::Table)) };
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => Ok(Format::Csv),
        Some("json") => Ok(Format::Json),
        Some("md" | "markdown") => Ok(Format::Markdown),
        Some("html" | "htm") => Ok(Format::Html),
        Some("txt") | None => Ok(Format::Table),
        Some(other) => {
            let message = format!("`.{}` tells no format", sanitize::line(other));
            Err(Failure::new(
                Kind::CommandLine,
                message,
                "name one with `--format table|markdown|html|csv|json`",
            ))
        }
    }
}

/// The first instant of a day, in milliseconds since 1970.
pub fn day(text: &str) -> Result<i64, Failure> {
    let date: Result<Date, _> = text.parse();
    let date = date.ok().filter(|date| date.to_string() == text);
    // Counted in days: the last of the calendar is a day, too, though not all of its instants are in jiff's range.
    let days =
        date.and_then(|date| date.since(jiff::civil::date(1970, 1, 1)).ok()).map(|span| span.get_days());
    days.map(|days| i64::from(days) * DAY).ok_or_else(|| {
        let message = format!("`{}` is no day", sanitize::line(text));
        Failure::new(Kind::CommandLine, message, "write it as year, month and day: `2026-11-18` (UTC)")
    })
}

/// A share that is asked for: `0.7` or `70%`.
pub fn share(text: &str) -> Result<f64, Failure> {
    let share = match text.strip_suffix('%') {
        Some(percent) => crate::exam::Points::parse(percent.trim_end())
            .filter(|percent| (0..=1_000_000).contains(&percent.0))
            .map(|percent| f64::from(u32::try_from(percent.0).unwrap_or(0)) / 1_000_000.0),
        None => Fraction::parse(text).map(Fraction::as_f64),
    };
    share.ok_or_else(|| {
        let message = format!("`{}` is no share", sanitize::line(text));
        Failure::new(Kind::CommandLine, message, "write it as `0.7` or `70%`")
    })
}
