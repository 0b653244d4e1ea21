//! Candidates side by side as a page: one sentence on the total, counts, and what to talk about.

use jiff::tz::TimeZone;

use crate::report::cell::Unsettled;
use crate::report::compare::{Comparison, Shared};
use crate::report::debrief::{Sheet, Told};
use crate::report::group::NoRange;
use crate::report::model::{Apart, CandidateFigures, Choice, Note};

use super::super::document::{Document, Part};
use super::super::markdown::plain_line;
use super::super::{duration, level, plural, share};
use super::apart::{self, signed};
use super::debrief::{lines, missing, notes_in_words};
pub use super::side_by_side::Rows;
use super::side_by_side::{is_in_points, tables};
use super::told::{self, Labelled};
use super::{levels, mixed, panel, points};

/// The page, and what must be known besides; tables are laid out for `width` columns.
pub fn page(comparisons: &[Comparison], rows: Rows, besides: &[Note], width: usize) -> Document {
    let mut parts: Vec<Part> =
        comparisons.iter().flat_map(|comparison| of_one(comparison, rows, width)).collect();
    parts.extend(lines(notes_in_words(besides)));
    Document { parts }
}

pub(super) fn names(comparison: &Comparison) -> Vec<String> {
    comparison.candidates().map(|candidate| candidate.shown_as.clone()).collect()
}

fn of_one(comparison: &Comparison, rows: Rows, width: usize) -> Vec<Part> {
    let Some(first) = comparison.sheets.first() else { return Vec::new() };
    let exam = &first.exam;
    let title = exam.title.clone().unwrap_or_else(|| exam.id.clone());
    let mut parts = vec![Part::Heading(vec![plural::list(&names(comparison)), title])];
    let sat: Vec<String> = comparison.candidates().filter_map(sat).collect();
    if !sat.is_empty() {
        parts.push(Part::Under(sat));
    }
    parts.extend(lines(differences_of_exam(comparison)));
    parts.push(Part::Text(sentence(comparison)));
    let rows = if has_levels(comparison) { rows } else { Rows::Topic };
    parts.extend(tables(comparison, rows, width).into_iter().map(Part::Table));
    parts.extend(lines(level_lines(comparison)));
    parts.push(Part::Text(over_split(comparison)));
    parts.extend(comparison.split.iter().map(|shared| split(comparison, shared)));
    if !comparison.missed.is_empty() {
        parts.push(Part::Text(over_missed(comparison)));
        parts.extend(comparison.missed.iter().map(|shared| missed(comparison, shared)));
    }
    if !comparison.waiting.is_empty() {
        parts.push(Part::Text(over_waiting(comparison)));
        parts.extend(comparison.waiting.iter().map(|shared| waiting(comparison, shared)));
    }
    parts.extend(lines(remarks(comparison)));
    parts.push(Part::Text(panel::estimate(exam)));
    parts
}

/// Whether any was asked a question of a level.
pub(super) fn has_levels(comparison: &Comparison) -> bool {
    comparison.sheets.iter().any(|sheet| !sheet.exam.levels.is_empty())
}

/// What heads the questions that some got right and others didn't.
pub(super) fn over_split(comparison: &Comparison) -> String {
    let others = if comparison.sheets.len() == 2 {
        "that one got right and the other didn't"
    } else {
        "that some got right and others didn't"
    };
    let first = if has_levels(comparison) { ", the highest level first" } else { "" };
    match comparison.split.len() {
        0 => format!("There is no question {others}."),
        1 => format!("1 question {others}"),
        n => format!("{n} questions {others}{first}"),
    }
}

/// What heads the questions that nobody got right.
pub(super) fn over_missed(comparison: &Comparison) -> String {
    let whom = if comparison.sheets.len() == 2 { "both" } else { "all of them" };
    format!("Worth asking {whom}: nobody got these right")
}

/// What heads the questions that wait for a mark.
pub(super) fn over_waiting(comparison: &Comparison) -> String {
    let wait = if comparison.waiting.len() == 1 { "question waits" } else { "questions wait" };
    format!("{} {wait} for a mark", comparison.waiting.len())
}

/// `Mira 18 Nov 2026, ended by the clock`.
pub(super) fn sat(candidate: &CandidateFigures) -> Option<String> {
    let attempt = candidate.attempts.first()?;
    let day = duration::date(attempt.started_at?.0, &TimeZone::UTC);
    let expired = if attempt.status == Some("expired") { ", ended by the clock" } else { "" };
    Some(format!("{} {day}{expired}", candidate.shown_as))
}

/// What makes the candidates' totals totals of different things.
pub(super) fn differences_of_exam(comparison: &Comparison) -> Vec<String> {
    let versions = |what: &str, of: fn(&Sheet) -> Option<&String>| {
        let version = |sheet: &Sheet| {
            let digest = of(sheet).map_or("", String::as_str);
            let digest = if digest.is_empty() { "not named" } else { digest.get(..8).unwrap_or(digest) };
            format!("{}'s {digest}", sheet.exam.candidates.first().map_or("", |of| &of.shown_as))
        };
        let all: Vec<String> = comparison.sheets.iter().map(version).collect();
        format!("{what} ({})", all.join(", "))
    };
    let mut said = Vec::new();
    if !comparison.same_exam() {
        let versions = versions("They sat different versions of this exam", |sheet| {
            Some(&sheet.exam.candidates.first()?.attempts.first()?.exam_digest)
        });
        said.push(format!("{versions}: what differs between them may be the questions."));
    }
    if !comparison.same_key() {
        let versions = versions("They were marked by different keys", |sheet| {
            Some(&sheet.exam.candidates.first()?.attempts.first()?.key_digest)
        });
        said.push(format!("{versions}: what differs between them may be the marks."));
    }
    if !comparison.same_questions {
        said.push("They were not asked the same questions.".to_owned());
    }
    said
}

/// The level that each has shown, and why.
fn level_lines(comparison: &Comparison) -> Vec<String> {
    let line = |candidate: &CandidateFigures| {
        let clause = mixed::clause(candidate).map(|clause| format!(" · {clause}")).unwrap_or_default();
        format!("{}: {}{clause}", candidate.shown_as, level_words(candidate))
    };
    comparison.candidates().map(line).collect()
}

/// The level that one has shown, or why there is none.
pub(super) fn level_words(candidate: &CandidateFigures) -> String {
    match panel::level_view(candidate) {
        Some(view) => level::words(&view).line(),
        None => candidate.level.shown.as_ref().err().map(|why| levels::no_level(*why)).unwrap_or_default(),
    }
}

/// What must be known to read the page.
pub(super) fn remarks(comparison: &Comparison) -> Vec<String> {
    let mut said = Vec::new();
    for sheet in &comparison.sheets {
        let Some(candidate) = sheet.exam.candidates.first().filter(|of| of.sat > 1) else { continue };
        let (counts, other) = match sheet.choice {
            Choice::Latest => ("the latest counts, with the questions seen before", "first"),
            Choice::First | Choice::Best | Choice::All => ("the first counts", "latest"),
        };
        let times = match candidate.sat {
            2 => "twice".to_owned(),
            n => format!("{} times", plural::word(n as usize)),
        };
        let name = &candidate.shown_as;
        said.push(format!("{name} sat it {times}; {counts} (--attempts {other} takes the {other})."));
    }
    for sheet in &comparison.sheets {
        let (reached, all) = sheet.reached();
        if let Some(candidate) = sheet.exam.candidates.first().filter(|_| reached < all) {
            let name = &candidate.shown_as;
            said.push(format!(
                "{name} reached {reached} of the {all} questions; the others count as not right."
            ));
        }
    }
    let waits = |of: &CandidateFigures| of.total.ungraded() > 0;
    if comparison.candidates().any(waits) {
        said.push("+ more may come of what waits for a mark.".to_owned());
    }
    if !comparison.differences.is_empty() && comparison.same_questions {
        said.push(
            "Ranges take candidates as independent of each other; on the same questions that errs wide."
                .to_owned(),
        );
    }
    said.extend(missing(&comparison.sheets));
    said
}

/// One sentence, in words that claim no more than the intervals do.
pub(super) fn sentence(comparison: &Comparison) -> String {
    let candidates: Vec<&CandidateFigures> = comparison.candidates().collect();
    let names = names(comparison);
    let earned = |of: &CandidateFigures| share::sum(points(of.total.points));
    let worth = candidates.first().map(|of| of.total.worth()).unwrap_or_default();
    let same = candidates.iter().all(|of| of.total.worth() == worth);
    let unit = if is_in_points(comparison) { " points" } else { "" };
    let totals = |some: &[&CandidateFigures]| {
        if same {
            let list: Vec<String> = some.iter().map(|of| earned(of)).collect();
            format!("{} of {}{unit}", plural::list(&list), share::sum(points(worth)))
        } else {
            let of = |one: &&CandidateFigures| {
                format!("{} of {}{unit}", earned(one), share::sum(points(one.total.worth())))
            };
            plural::list(&some.iter().map(of).collect::<Vec<_>>())
        }
    };
    match comparison.why_not() {
        None => {}
        Some(NoRange::Unsettled(Unsettled::Ungraded)) => {
            return format!(
                "Answers wait for a mark, so nothing is compared yet: at least {}.",
                totals(&candidates)
            );
        }
        Some(why) => {
            return format!(
                "Totals are not compared{}: {}.",
                apart::because(why).replace(':', ","),
                totals(&candidates)
            );
        }
    }
    let shown: Vec<&Apart> =
        comparison.differences.iter().filter(|apart| apart.difference.is_shown()).collect();
    if shown.is_empty() {
        return format!(
            "On this exam no difference between {} is shown: {}.{}",
            plural::list(&names),
            totals(&candidates),
            excluded(comparison)
        );
    }
    let pairs = comparison.differences.len();
    let allowing =
        if pairs > 1 { format!(", allowing for {} comparisons", plural::word(pairs)) } else { String::new() };
    let more = |apart: &&Apart| {
        let (a, b) = (candidates[apart.a], candidates[apart.b]);
        let interval = apart.difference.interval;
        format!(
            "{} earned more than {} ({}; 95% range {} to {} points of 100)",
            a.shown_as,
            b.shown_as,
            totals(&[a, b]),
            signed(interval.low),
            signed(interval.high)
        )
    };
    let list = plural::list(&shown.iter().map(more).collect::<Vec<_>>());
    let rest = if shown.len() < pairs { " No other difference among them is shown." } else { "" };
    format!(
        "{list}{allowing}. It says nothing about why.{rest} The report allows for all pairs that it shows, so it may leave open what these alone show."
    )
}

/// So great a difference of shares is called large.
const LARGE: f64 = 0.2;

/// How great a difference may be that is not shown: the range of the only pair, or the widest of several.
fn excluded(comparison: &Comparison) -> String {
    let names = names(comparison);
    let reach = |apart: &Apart| {
        let interval = apart.difference.interval;
        interval.low.abs().max(interval.high.abs())
    };
    let widest = comparison.differences.iter().max_by(|one, other| reach(one).total_cmp(&reach(other)));
    let Some(apart) = widest else { return String::new() };
    let large = if reach(apart) >= LARGE { ": a large difference is not excluded" } else { "" };
    let (which, allowing) = match comparison.differences.len() {
        1 => ("The 95% range", String::new()),
        pairs => ("The widest 95% range,", format!(", allowing for {} comparisons", plural::word(pairs))),
    };
    let comma = if allowing.is_empty() { "" } else { "," };
    format!(
        " {which} of {} less {}{comma} is {} to {} points of 100{allowing}{large}.",
        names[apart.a],
        names[apart.b],
        signed(apart.difference.interval.low),
        signed(apart.difference.interval.high)
    )
}

/// What each made of a question.
fn split(comparison: &Comparison, shared: &Shared) -> Part {
    let lines = each(comparison, shared);
    Part::Entry { title: title(comparison, shared), blocks: Vec::new(), lines: lines.0 }
}

/// A line or some for each; what somebody else chose before is not said again.
fn each(comparison: &Comparison, shared: &Shared) -> Labelled {
    let mut lines = Labelled::default();
    let mut before: Vec<(&str, &Told)> = Vec::new();
    for (place, candidate) in comparison.candidates().enumerate() {
        let Some(told) = comparison.told(shared, place) else {
            lines.add(&candidate.shown_as, ["not asked".to_owned()]);
            continue;
        };
        let outcome = told::outcome(told);
        let is_same = |other: &Told| !told.waits() && !told.answer.is_empty() && other.answer == told.answer;
        let same = before.iter().find(|(_, other)| is_same(other));
        let answer: Vec<String> = told.answer.iter().map(|text| told::words(told, text)).collect();
        let mut said = vec![match same {
            Some(_) if told.is_right() => outcome,
            Some((name, _)) => format!("{outcome}: as {name}"),
            None if answer.is_empty() || told.waits() => outcome,
            None => format!("{outcome}: {}", answer.join(" + ")),
        }];
        if same.is_none() && !told.is_right() {
            said.extend(
                told.means.iter().map(|means| format!("means: {}", told::flat(&told::meaning(means)))),
            );
            let missed: Vec<String> = told.missed.iter().map(|text| plain_line(text)).collect();
            said.extend((!missed.is_empty()).then(|| format!("missed: {}", missed.join(" + "))));
        }
        lines.add(&candidate.shown_as, said);
        before.push((&candidate.shown_as, told));
    }
    lines
}

/// The title of a question, by the first who was asked it.
fn title(comparison: &Comparison, shared: &Shared) -> Vec<String> {
    let mut told = (0..comparison.sheets.len()).filter_map(|place| comparison.told(shared, place));
    told.next().map(told::heading).unwrap_or_default()
}

/// What nobody got right: what would have been, and what to ask.
fn missed(comparison: &Comparison, shared: &Shared) -> Part {
    let mut lines = each(comparison, shared);
    if let Some(told) = comparison.told(shared, 0) {
        lines.add("right", told::right(told).iter().map(|line| told::flat(line)));
        lines.add("ask next", told.follow_up.as_deref().map(plain_line));
    }
    Part::Entry { title: title(comparison, shared), blocks: Vec::new(), lines: lines.0 }
}

/// What waits for a mark: how each stands, and what to ask.
fn waiting(comparison: &Comparison, shared: &Shared) -> Part {
    let mut lines = Labelled::default();
    let mut ask = None;
    for (place, candidate) in comparison.candidates().enumerate() {
        let told = comparison.told(shared, place);
        lines.add(&candidate.shown_as, [told.map_or_else(|| "not asked".to_owned(), told::outcome)]);
        ask = ask.or(told.and_then(|told| told.follow_up.as_deref()));
    }
    lines.add("ask next", ask.map(plain_line));
    Part::Entry { title: title(comparison, shared), blocks: Vec::new(), lines: lines.0 }
}
