//! Topic by topic: what each candidate got right, and how the panel's candidates spread.

use maud::{Markup, html};

use crate::report::model::{CandidateFigures, ExamFigures, Spread};

use super::super::super::page::name;
use super::super::super::page::table::{Dress, plain, table, unclassed};
use super::super::super::sanitize;
use super::super::super::table::Table;
use super::super::topics as words;
use super::super::{FEWEST_FOR_MEAN, FEWEST_FOR_MEDIAN, Unit, is_too_empty, worth_of_totals};
use super::Shown;
use super::bars::{self, Band};

/// The tables.
pub(super) fn section(shown: &Shown<'_>) -> Markup {
    let exam = shown.exam;
    let asked = exam.candidates.iter().map(|of| of.topics.len()).sum();
    let is_list = is_too_empty(exam.candidates.len(), exam.topics.len(), asked);
    let settled = words::most_settled(exam);
    html! {
        @if is_list { (counted(shown, &words::listed(exam), false)) } @else if exam.candidates.len() == 1 {
            (counted(shown, &words::by_candidate(exam), false))
        } @else {
            (counted(shown, &words::by_topic(exam, false), true))
        }
        @if settled >= FEWEST_FOR_MEDIAN { (spread(shown)) } @else if exam.candidates.len() > 1 {
            p.legend { "How a topic's shares spread is shown from " (FEWEST_FOR_MEDIAN) " candidates on." }
        }
    }
}

/// Each candidate's counts.
fn counted(shown: &Shown<'_>, of: &Table, is_by_candidate: bool) -> Markup {
    let order = words::in_order(shown.exam);
    let cell = |row: usize, place: usize, _: &str| {
        let candidate = order.get(row).filter(|_| is_by_candidate && place == 0)?;
        Some(name(&candidate.shown_as))
    };
    let caption = html! { (sanitize::line(&words::sentence(shown.exam))) };
    let class = if is_by_candidate { "who counts" } else { "counts" };
    table(
        of,
        &Dress {
            id: &shown.id("counts"),
            of: Some(&shown.id("title")),
            column: &unclassed,
            caption,
            is_said_only: false,
            class,
            head: 0,
            picture: None,
            cell: &cell,
        },
    )
}

/// Each topic over all candidates, with a picture.
fn spread(shown: &Shown<'_>) -> Markup {
    let exam = shown.exam;
    let (of, legend) = words::over_candidates(exam);
    let pictures: Vec<Option<Markup>> = (0..=exam.topics.len()).map(|topic| picture(exam, topic)).collect();
    let picture = |row: usize| pictures.get(row)?.clone();
    let has_mean = words::most_settled(exam) >= FEWEST_FOR_MEAN;
    let caption = html! { "Each topic over all candidates" };
    let dress = Dress {
        id: &shown.id("spread"),
        of: Some(&shown.id("title")),
        column: &unclassed,
        caption,
        is_said_only: false,
        class: "spread",
        head: 0,
        picture: Some(("none to all right", &picture)),
        cell: &plain,
    };
    html! {
        (table(&of, &dress))
        p.legend {
            "A stroke stands for candidates of one share, on a scale from nothing to all right, and is the higher the more there are; \
             the band goes from the least to the greatest, and the thin line is the median."
            @if has_mean { " " (legend) }
        }
    }
}

/// All candidates' shares of a topic; of all, behind the last.
fn picture(exam: &ExamFigures, topic: usize) -> Option<Markup> {
    let spread: &Spread = exam.topic_spreads.get(topic).unwrap_or(&exam.total_spread);
    if spread.n < FEWEST_FOR_MEDIAN {
        return None;
    }
    let share = |of: &CandidateFigures| match exam.topics.get(topic) {
        Some(_) => of.topics.of(topic).settled_share(),
        None => of.total.settled_share(),
    };
    let mut shares: Vec<f64> = exam.candidates.iter().filter_map(share).collect();
    shares.sort_by(f64::total_cmp);
    let unit = match exam.topics.get(topic) {
        Some(heading) => words::unit(heading),
        None => Unit::of(worth_of_totals(exam), exam.questions.least),
    };
    let [median, range] = words::spread_cells(spread, unit);
    Some(bars::all(&shares, Band::of(spread), &format!("{} candidates: {range}, median {median}", spread.n)))
}
