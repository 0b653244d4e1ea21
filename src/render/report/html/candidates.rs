//! Candidate by candidate: the ladder with its probabilities and counts, and each topic over what the panel's candidates got.

use maud::{Markup, html};

use crate::report::model::CandidateFigures;
use crate::report::outcomes::{Grid, MOST_CANDIDATES, Made};
use crate::scoring::{LevelShown, Outcome};

use super::super::super::page::{heading, name};
use super::super::super::{level as words, sanitize, share};
use super::super::topics as topic_words;
use super::super::{FEWEST_FOR_MEDIAN, levels, mixed, panel};
use super::bars::{self, Band};
use super::{Shown, unfolds};

/// So many candidates are unfolded.
const MOST_OPEN: usize = 12;

/// All of them, or why they are not here.
pub(super) fn section(shown: &Shown<'_>, grid: Option<&Grid>) -> Markup {
    let candidates = &shown.exam.candidates;
    if candidates.len() > MOST_CANDIDATES {
        return html! {
            p { "Candidates are shown one by one up to " (MOST_CANDIDATES) " of them; `--candidate` names some." }
        };
    }
    let open = candidates.len() <= MOST_OPEN;
    let has_spread = topic_words::most_settled(shown.exam) >= FEWEST_FOR_MEDIAN;
    html! {
        @if has_spread {
            p.legend {
                "A dot is the candidate's share of a topic; the band goes from the panel's least to its greatest, and the thin line is \
                 its median. A bar is a probability, with its tick at 80%."
            }
        }
        (bands(shown))
        @if !open { (unfolds("candidates")) }
        @for (place, candidate) in candidates.iter().enumerate() {
            details.who.card id=(shown.id(&format!("c{place}"))) open[open] {
                summary {
                    (heading(shown.level + 1, None, &name(&candidate.shown_as)))
                    " " span.facts { (headline(candidate)) }
                }
                div.two {
                    (ladder(candidate))
                    (topics(shown, candidate))
                }
                @if let Some(grid) = grid { (missed(shown, grid, place)) }
            }
        }
    }
}

/// The id of a topic's band.
fn band_id(shown: &Shown<'_>, topic: usize) -> String {
    shown.id(&format!("b{topic}"))
}

/// The bands of all topics that have one.
fn bands(shown: &Shown<'_>) -> Markup {
    let spreads = shown.exam.topic_spreads.iter().enumerate();
    let bands: Vec<(String, Band)> =
        spreads.filter_map(|(topic, spread)| Some((band_id(shown, topic), Band::of(spread)?))).collect();
    bars::bands(&bands)
}

/// The level shown in a line.
pub(super) fn headline(candidate: &CandidateFigures) -> String {
    panel::level_view(candidate).map_or_else(|| levels::heading(candidate), |view| words::words(&view).line())
}

/// Each rung: counts, how probable it is that it is reached, what that shows, and what would show it.
pub(super) fn ladder(candidate: &CandidateFigures) -> Markup {
    let rungs = candidate.level.ladder.iter().zip(&candidate.level.evidence);
    if candidate.level.evidence.iter().all(|evidence| evidence.n == 0) {
        return html! {};
    }
    let shown = candidate.level.shown.as_ref().ok();
    let view = panel::level_view(candidate);
    let weak = shown.and_then(LevelShown::contradiction).and_then(|(weak, _)| weak.first().copied());
    let is_read = |place: usize| weak.is_none_or(|weak| place < weak);
    let has_probability = shown.is_some_and(|shown| {
        let read = shown.rungs.iter().enumerate().filter(|(place, _)| is_read(*place));
        read.into_iter().any(|(_, rung)| bars::probability(rung).is_some())
    });
    let has_words = shown.is_some() && weak != Some(0);
    html! {
        div {
            table.ladder {
                caption { "Level by level" }
                thead {
                    tr {
                        th scope="col" { "level" }
                        th.n scope="col" { "right" }
                        @if has_words {
                            @if has_probability { th.picture scope="col" { "probability" } }
                            th scope="col" { "shows" }
                        }
                    }
                }
                tbody {
                    @for (place, ((level, cut), evidence)) in rungs.enumerate() {
                        @let rung = shown.and_then(|shown| shown.rungs.get(place)).filter(|_| is_read(place));
                        tr {
                            th scope="row" { (sanitize::line(level)) span.under { "cut " (share::percent(cut.as_f64())) } }
                            td.n { @if evidence.n > 0 { (share::sum(evidence.x)) " of " (evidence.n) } @else { "–" } }
                            @if has_words {
                                @if has_probability { td.picture {
                                    @if let Some(rung) = rung {
                                        @if let Some(probability) = bars::probability(rung) { span.figure { (probability) } (bars::rung(rung).unwrap_or_default()) }
                                    }
                                } }
                                td { @if let Some(view) = view.as_ref().filter(|_| rung.is_some()) {
                                    // How many would be enough is said once, below.
                                    @if view.rungs[place].status == words::RungStatus::TooFew { "too few" } @else { (words::says(&view.rungs[place], place == 0)) }
                                } }
                            }
                        }
                    }
                }
            }
            @if view.as_ref().is_some_and(|view| has_words && view.rungs.iter().any(|rung| rung.status == words::RungStatus::TooFew)) {
                p.legend { (words::least()) }
            }
            @if let Some(clause) = mixed::clause(candidate) { p.legend { "Mixed: " (clause) ". Read the answers." } }
        }
    }
}

/// Each topic: counts, and where that is among the panel's candidates.
fn topics(shown: &Shown<'_>, candidate: &CandidateFigures) -> Markup {
    let exam = shown.exam;
    if candidate.topics.is_empty() {
        return html! {};
    }
    let has_spread = topic_words::most_settled(exam) >= FEWEST_FOR_MEDIAN;
    html! {
        div {
            table.topics {
                caption { "Topic by topic" @if has_spread { ", over the panel's range and median" } }
                thead {
                    tr {
                        th scope="col" { "topic" }
                        th.n scope="col" { "right" }
                        @if has_spread { th.picture scope="col" { "none to all" } }
                    }
                }
                tbody {
                    @for (topic, cell) in candidate.topics.iter() {
                        @let spread = exam.topic_spreads[topic];
                        @let [median, range] = topic_words::spread_cells(&spread, topic_words::unit(&exam.topics[topic]));
                        @let band = Band::of(&spread).map(|_| band_id(shown, topic));
                        @let earned = topic_words::cell(cell, false).replace('/', " of ");
                        tr {
                            th scope="row" { (sanitize::line(&exam.topics[topic].title)) }
                            td.n { (earned) }
                            @if has_spread {
                                td.picture {
                                    @if let Some(share) = cell.settled_share() {
                                        (bars::own(share, band.as_deref(), &format!("{earned}; panel {range}, median {median}")))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The questions that did not earn all, to be looked up.
fn missed(shown: &Shown<'_>, grid: &Grid, candidate: usize) -> Markup {
    let own: Vec<usize> =
        (0..grid.sittings.len()).filter(|&place| grid.sittings[place].candidate == candidate).collect();
    let [own] = own[..] else { return html! {} };
    let is_missed = |made: Made| {
        matches!(
            made,
            Made::Was(Outcome::Partial | Outcome::Incorrect | Outcome::Unanswered | Outcome::TimedOut)
        )
    };
    let missed: Vec<usize> =
        (0..grid.questions.len()).filter(|&at| is_missed(grid.questions[at].made[own])).collect();
    html! {
        @if !missed.is_empty() {
            p.missed {
                "Not all right: "
                @for (place, at) in missed.into_iter().enumerate() {
                    @if place > 0 { ", " }
                    a href={ "#" (shown.id(&format!("q{at}"))) } { (at + 1) }
                }
            }
        }
    }
}
