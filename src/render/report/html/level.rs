//! On top of the page: who has shown which level, and how sure that is.

use maud::{Markup, html};

use crate::report::group::{Standing, standing};
use crate::report::model::{CandidateFigures, ExamFigures};
use crate::scoring::RungStatus;

use super::super::super::page::name;
use super::super::super::page::table::{Dress, table};
use super::super::super::table::Table;
use super::super::super::{level as words, sanitize};
use super::super::levels::{self, Rung};
use super::super::{panel, range_of};
use super::{Shown, bars};

/// The sentence, the table, and how it is read.
pub(super) fn section(shown: &Shown<'_>, marks: &[String]) -> Markup {
    let exam = shown.exam;
    let has_level = exam.candidates.iter().any(|of| of.level.shown.is_ok());
    html! {
        @if let Some(lead) = lead(exam) { p.lead { (lead) } }
        @if let Some(why) = panel::why_no_level(exam) { p { (sanitize::line(&why)) } }
        (key(exam))
        @for part in tables(shown, marks) { (part) }
        @if has_level && has_bars(exam) {
            p.legend {
                "A bar is how probable it is that the level is reached: that the share of such questions that the candidate would \
                 answer right is at least the cut, and the levels below are reached, too. Right answers to harder questions count there, \
                 too, where that helps; so the same count may show more for one candidate than for another. From the tick, 80%, it is "
                em { "shown" } "; up to 20% " em { "not yet" } "; in between it is " em { "open" } ", with its percentage."
            }
        }
        @if exam.candidates.iter().any(|of| of.percentile.is_some()) {
            p.legend { "The percentile is how many of 100 of these candidates have a smaller share, half of those with an equal one among them." }
        }
    }
}

/// Whether any rung has a bar.
fn has_bars(exam: &ExamFigures) -> bool {
    let has = |of: &CandidateFigures| {
        of.level.shown.as_ref().is_ok_and(|shown| shown.rungs.iter().any(|rung| bars::rung(rung).is_some()))
    };
    exam.candidates.iter().any(has)
}

/// What the table's pictures are, before they are seen; they are read below it.
fn key(exam: &ExamFigures) -> Markup {
    let has_bars = has_bars(exam);
    let has_ranges = exam.candidates.iter().any(|of| range_of(&of.total).is_some());
    html! {
        @if has_bars || has_ranges {
            ul.key.pictures {
                @if has_bars { li { (bars::example_of_rung()) " probability that the level is reached; shown from the tick on, 80%" } }
                @if has_ranges { li { (bars::example_of_range()) " 95% range of the total, from 0 to 100%" } }
            }
        }
    }
}

/// In one sentence how many have shown which level; of one candidate what is next.
fn lead(exam: &ExamFigures) -> Option<String> {
    if let [only] = &exam.candidates[..] {
        return panel::level_view(only).map(|view| words::words(&view).line());
    }
    let mut groups: Vec<(Standing, usize)> = Vec::new();
    for candidate in &exam.candidates {
        let own = standing(candidate);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, count)) => *count += 1,
            None => groups.push((own, 1)),
        }
    }
    groups.sort();
    let none: usize =
        groups.iter().filter(|(of, _)| matches!(of, Standing::NoLevel(_))).map(|(_, n)| n).sum();
    let said = |(standing, count): &(Standing, usize)| match standing {
        Standing::AtLeast(_, level) => Some(format!("at least {} {count}", sanitize::line(level))),
        Standing::NothingSettled => Some(format!("nothing settled yet {count}")),
        Standing::Mixed => Some(format!("mixed {count}")),
        Standing::NoLevel(_) => None,
    };
    let mut said: Vec<String> = groups.iter().filter_map(said).collect();
    let any = !said.is_empty();
    said.extend((none > 0).then(|| format!("no level {none}")));
    any.then(|| format!("Of {} candidates: {}.", exam.candidates.len(), said.join(", ")))
}

fn tables(shown: &Shown<'_>, marks: &[String]) -> Vec<Markup> {
    let exam = shown.exam;
    let rungs = levels::rungs(exam, &shown.report.asked);
    let tables = levels::tables(exam, &shown.report.asked, shown.times, marks, usize::MAX);
    let head = usize::from(exam.candidates.iter().any(|of| of.rank.is_some()) || is_ranked(shown));
    let cell = |row: usize, place: usize, text: &str| {
        let candidate = exam.candidates.get(row)?;
        if place == head {
            return Some(who(shown, row, candidate, text));
        }
        let place = place.checked_sub(head + 1)?;
        match rungs.get(place) {
            Some(rung) => Some(rung_cell(candidate, rung, text)),
            // Behind the rungs stand the total and its range.
            None if place == rungs.len() + 1 => range_cell(candidate, text),
            None => None,
        }
    };
    let column = |place: usize| match place.checked_sub(head + 1) {
        Some(place) if place < rungs.len() => Some("rungs"),
        Some(place) if place == rungs.len() + 1 => Some("ranges"),
        Some(_) | None => None,
    };
    let caption = html! { "Counts at each level, and what they show" };
    let one = |(at, of): (usize, &Table)| {
        let (id, caption) = (shown.id(&format!("levels{at}")), caption.clone());
        table(
            of,
            &Dress {
                id: &id,
                of: Some(&shown.id("title")),
                caption,
                is_said_only: true,
                class: "who levels",
                head,
                column: &column,
                picture: None,
                cell: &cell,
            },
        )
    };
    tables.iter().enumerate().map(one).collect()
}

fn is_ranked(shown: &Shown<'_>) -> bool {
    shown.report.asked.sort == crate::report::model::Sort::Total
}

/// A name that leads to what is known of the candidate, with the marks behind it.
fn who(shown: &Shown<'_>, row: usize, candidate: &CandidateFigures, text: &str) -> Markup {
    let whole = sanitize::line(&candidate.shown_as);
    let behind = text.trim_start().strip_prefix(whole.as_ref()).unwrap_or_default();
    html! { a href={ "#" (shown.id(&format!("c{row}"))) } { (name(&candidate.shown_as)) } (behind) }
}

/// Counts, the status, and a bar.
fn rung_cell(candidate: &CandidateFigures, rung: &Rung, text: &str) -> Markup {
    let shown = levels::evidence(candidate, &rung.level).and_then(|(_, shown)| shown);
    let shown = shown.filter(|_| !levels::is_above_mixed(candidate, &rung.level));
    let (count, status) = match text.split_once(' ') {
        Some((count, status)) if shown.is_some_and(|rung| rung.status != RungStatus::NotAsked) => {
            (count, status)
        }
        _ => (text, ""),
    };
    let class = match shown.map(|rung| rung.status) {
        Some(RungStatus::Shown) => "rung is-shown",
        Some(RungStatus::Open) => "rung is-open",
        Some(RungStatus::NotYet | RungStatus::TooFew | RungStatus::NotAsked) | None => "rung",
    };
    html! {
        div class=(class) {
            span.count { (count) } " " span.status { (status) }
            @if let Some(bar) = shown.and_then(bars::rung) { (bar) }
        }
    }
}

fn range_cell(candidate: &CandidateFigures, text: &str) -> Option<Markup> {
    let interval = candidate.total.interval()?;
    let share = candidate.total.share()?;
    range_of(&candidate.total)?;
    Some(html! {
        span.figure { (text) }
        " " (bars::range(share, interval.low, interval.high, text))
    })
}
