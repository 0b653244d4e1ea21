//! Formats, days and shares as they are spelled on a command line.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::report::Format;
use crate::exam::Fraction;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;

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
    let instant =
        date.ok().filter(|date| date.to_string() == text).and_then(|date| date.to_zoned(TimeZone::UTC).ok());
    instant.map(|instant| instant.timestamp().as_millisecond()).ok_or_else(|| {
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
