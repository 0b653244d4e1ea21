//! Small pictures that stand in tables, each beside the numbers that it is drawn from.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::scoring::RungShown;
use crate::scoring::RungStatus;

/// A place on a scale of 100, with one decimal.
fn at(share: f64) -> String {
    let text = format!("{:.1}", share.clamp(0.0, 1.0) * 100.0);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// A probability in words that few answers carry: never on the other side of where a status begins, never certain.
pub(super) fn probability(rung: &RungShown) -> Option<String> {
    let percent = rung.p_at_least? * 100.0;
    Some(match rung.status {
        RungStatus::NotAsked | RungStatus::TooFew => return None,
        RungStatus::Shown if percent > 99.0 => "over 99%".to_owned(),
        RungStatus::Shown => format!("{:.0}%", percent.max(80.0)),
        RungStatus::NotYet if percent < 1.0 => "under 1%".to_owned(),
        RungStatus::NotYet => format!("{:.0}%", percent.min(20.0)),
        RungStatus::Open => format!("{}%", crate::scoring::level::open_percent(percent / 100.0)),
    })
}

/// How probable it is that a rung is reached, with a tick at the probability from which it is shown.
pub(super) fn rung(rung: &RungShown) -> Option<Markup> {
    let probability = probability(rung)?;
    let filled = at(rung.p_at_least?);
    Some(html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" role="img" {
            title { "probability " (probability) }
            path.track d="M0 4H100" {}
            path.own d={ "M0 4H" (filled) } {}
            path.tick d="M80 0V8" {}
        }
    })
}

/// A share with its range, on a scale of 0 to 100%.
pub(super) fn range(share: f64, low: f64, high: f64, words: &str) -> Markup {
    html! {
        svg.range viewBox="0 0 100 10" preserveAspectRatio="none" role="img" {
            title { (words) }
            path.grid d="M0 0V10M50 0V10M100 0V10" {}
            path.line d={ "M" (at(low)) " 5H" (at(high)) } {}
            path.own d={ "M" (at(share)) " 1V9" } {}
        }
    }
}

/// Candidates' shares over their range and their median: one of them, or all.
pub(super) struct Strip<'a> {
    /// From the least to the greatest, and the median, where so many are there that these are shown.
    pub(super) spread: Option<(f64, f64, f64)>,
    /// The shares to be shown.
    pub(super) shares: &'a [f64],
    /// What it says.
    pub(super) words: String,
}

/// The picture.
pub(super) fn strip(strip: &Strip<'_>) -> Markup {
    let mut own = String::new();
    for share in strip.shares {
        // Writing to a String cannot go wrong.
        let _ = write!(own, "M{} 2V10", at(*share));
    }
    html! {
        svg.strip viewBox="0 0 100 12" preserveAspectRatio="none" role="img" {
            title { (strip.words) }
            path.grid d="M0 0V12M50 0V12M100 0V12" {}
            @if let Some((low, median, high)) = strip.spread {
                path.spread d={ "M" (at(low)) " 6H" (at(high)) } {}
                path.median d={ "M" (at(median)) " 0V12" } {}
            }
            path.own.many[strip.shares.len() > 1] d=(own) {}
        }
    }
}

/// How many of the most there are.
#[expect(clippy::cast_precision_loss, reason = "only to be drawn")]
pub(super) fn count(n: usize, most: usize) -> Markup {
    html! {
        svg.count viewBox="0 0 100 10" preserveAspectRatio="none" role="img" {
            title { (n) }
            path.own d={ "M0 5H" (at(n as f64 / most as f64)) } {}
        }
    }
}
