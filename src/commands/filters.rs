//! Filters that match nothing are refused, with the nearest that would, or with what it is that nothing is left of.

use jiff::tz::TimeZone;

use super::likeness::nearest;
use crate::cli::report::{ModeArg, Report};
use crate::failure::{Failure, Kind};
use crate::render::report::not_in_results;
use crate::render::{duration, plural, sanitize};
use crate::report::gather::{Gathered, Known, Names};
use crate::report::model::Note;

/// Refuses a filter's value that is nowhere in the results, with the nearest that is. Candidates whose attempts are not in the results
/// yet are told of; in a blind report candidates are nobody's business here.
pub fn all_match(asked: &Report, known: &Known, absent: &[Note]) -> Result<(), Failure> {
    if !asked.blind {
        is_there("candidate", &asked.candidate, &known.candidates).map_err(|unknown| {
            let besides = not_in_results(absent).into_iter().next();
            besides
                .map_or(unknown, |words| Failure::new(Kind::CommandLine, words, "nothing of it counts yet"))
        })?;
    }
    let filters = [
        ("exam", &asked.exam, &known.exams),
        ("topic", &asked.topic, &known.topics),
        ("level", &asked.level, &known.levels),
    ];
    filters.into_iter().try_for_each(|(what, values, names)| is_there(what, values, names))
}

/// Refuses values that are none of these names.
pub fn is_there(what: &str, values: &[String], names: &Names) -> Result<(), Failure> {
    match values.iter().find(|value| names.iter().all(|name| name != value.as_str())) {
        Some(value) => Err(nowhere(what, value, names.iter())),
        None => Ok(()),
    }
}

/// A value that is nowhere in the results, with the nearest that is.
pub fn nowhere<'a>(what: &str, value: &str, names: impl Iterator<Item = &'a str>) -> Failure {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let message = format!("no {what} `{}` in these results", sanitize::line(value));
    let lower = value.to_lowercase();
    let by_case = names.iter().copied().find(|name| name.to_lowercase() == lower);
    let help = match by_case.or_else(|| nearest(value, names.iter().copied())) {
        Some(near) => format!("did you mean `{}`?", sanitize::line(near)),
        None => some_of(what, names),
    };
    Failure::new(Kind::CommandLine, message, help)
}

/// Names a few of those that are there.
fn some_of(what: &str, mut names: Vec<&str>) -> String {
    const FEW: usize = 8;
    if names.is_empty() {
        return format!("there is no {what} in them at all");
    }
    names.sort_unstable();
    let more = names.len().saturating_sub(FEW);
    let few: Vec<String> = names.iter().take(FEW).map(|name| format!("`{}`", sanitize::line(name))).collect();
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("there are {}{and_more}", few.join(", "))
}

/// Refuses filters of which each matches something, and nothing counts. `all_days` gathers the same without regard to days.
pub fn something_counts(
    asked: &Report,
    gathered: &Gathered,
    absent: &[Note],
    all_days: impl FnOnce() -> Result<Gathered, Failure>,
) -> Result<(), Failure> {
    let of_seats =
        |counts: fn(&Gathered, usize) -> bool| (0..gathered.seats.len()).any(|seat| counts(gathered, seat));
    let is_filtered = !(asked.candidate.is_empty()
        && asked.exam.is_empty()
        && asked.topic.is_empty()
        && asked.level.is_empty()
        && asked.mode.is_empty()
        && asked.since.is_none()
        && asked.until.is_none());
    if !is_filtered
        || of_seats(|all, seat| !all.seats[seat].facts.is_empty() && all.seats[seat].total.questions > 0)
    {
        return Ok(());
    }
    let (message, help) = if of_seats(|all, seat| !all.seats[seat].facts.is_empty()) {
        let asked_for = [("topic", &asked.topic), ("level", &asked.level)].into_iter().filter_map(named);
        let message =
            format!("no question of {} in these attempts", plural::list(&asked_for.collect::<Vec<_>>()));
        (message, "leave one of the filters out".to_owned())
    } else if let Some(words) = not_in_results(absent).into_iter().next() {
        (words, "nothing of it counts yet".to_owned())
    } else if of_seats(|all, seat| all.seats[seat].outside > 0) {
        let help = if asked.blind {
            "leave `--since` or `--until` out".to_owned()
        } else {
            days(&all_days()?).map_or_else(String::new, |days| format!("there are attempts of {days}"))
        };
        ("no attempt was begun on the days asked for".to_owned(), help)
    } else if asked.mode == [ModeArg::Practice] {
        let help = "leave `--mode` out: then attempts at exams count".to_owned();
        ("no attempt at practice counts here".to_owned(), help)
    } else if gathered.other_mode > 0 {
        let help = "`--mode practice` counts attempts at practice".to_owned();
        ("all that was asked for is practice, and left out".to_owned(), help)
    } else {
        let help = "leave one of the filters out".to_owned();
        let asked_for =
            [("candidate", &asked.candidate), ("exam", &asked.exam)].into_iter().filter_map(named);
        (format!("no attempt of {}", plural::list(&asked_for.collect::<Vec<_>>())), help)
    };
    Err(Failure::new(Kind::CommandLine, message, help))
}

/// What a filter asks for: the topic with its id.
fn named((what, values): (&str, &Vec<String>)) -> Option<String> {
    let values: Vec<String> = values.iter().map(|value| format!("`{}`", sanitize::line(value))).collect();
    (!values.is_empty()).then(|| format!("{what} {}", plural::either(&values)))
}

/// From when to when attempts were begun.
fn days(gathered: &Gathered) -> Option<String> {
    let begun = || gathered.seats.iter().flat_map(|seat| &seat.facts).map(|fact| fact.started_ms);
    let (from, to) = begun().min().zip(begun().max())?;
    Some(duration::dates(from, to, &TimeZone::UTC))
}
