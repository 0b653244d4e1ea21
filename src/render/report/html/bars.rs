//! Small pictures that stand in tables, each beside the numbers that it is drawn from.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::report::model::Spread;
use crate::scoring::level::open_percent;
use crate::scoring::{RungShown, RungStatus};

use super::super::FEWEST_FOR_MEDIAN;

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
        RungStatus::Open => format!("{}%", open_percent(percent / 100.0)),
    })
}

/// How probable it is that a rung is reached, with a tick at the probability from which it is shown.
pub(super) fn rung(rung: &RungShown) -> Option<Markup> {
    let probability = probability(rung)?;
    let filled = at(rung.p_at_least?);
    Some(html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" role="img" {
            title { "probability " (probability) }
            use href="#track" {}
            path.own d={ "M0 4H" (filled) } {}
            use href="#tick" {}
        }
    })
}

/// How such a bar looks, for a key.
pub(super) fn example_of_rung() -> Markup {
    html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
            use href="#track" {}
            path.own d="M0 4H60" {}
            use href="#tick" {}
        }
    }
}

/// A share, on a scale of 0 to 100%.
pub(super) fn share(share: f64, words: &str) -> Markup {
    html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" role="img" {
            title { (words) }
            use href="#track" {}
            path.own d={ "M0 4H" (at(share)) } {}
        }
    }
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

/// How such a range looks, for a key.
pub(super) fn example_of_range() -> Markup {
    html! {
        svg.range viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            path.grid d="M0 0V10M50 0V10M100 0V10" {}
            path.line d="M45 5H80" {}
            path.own d="M65 1V9" {}
        }
    }
}

/// From the least to the greatest, with the median.
#[derive(Clone, Copy)]
pub(super) struct Band {
    pub(super) low: f64,
    pub(super) median: f64,
    pub(super) high: f64,
}

impl Band {
    /// Where so many candidates are there that it is shown.
    pub(super) fn of(spread: &Spread) -> Option<Self> {
        let spread = Some(spread).filter(|spread| spread.n >= FEWEST_FOR_MEDIAN)?;
        Some(Self { low: spread.min?, median: spread.median?, high: spread.max? })
    }
}

/// What is drawn in many pictures stands once on a page: the track and the tick of bars.
pub(super) fn shared() -> Markup {
    html! {
        svg.shared width="0" height="0" aria-hidden="true" {
            defs { path #track d="M0 4H100" {} path #tick d="M80 0V8" {} }
        }
    }
}

/// And for each of an exam's topics its band, under an id.
pub(super) fn bands(bands: &[(String, Band)]) -> Markup {
    html! {
        svg.shared width="0" height="0" aria-hidden="true" {
            defs { @for (id, band) in bands { g id=(id) { (self::band(*band, 8)) } } }
        }
    }
}

fn band(band: Band, height: u8) -> Markup {
    let Band { low, median, high } = band;
    html! {
        path.band d={ "M" (at(low)) " " (height) "H" (at(high)) } {}
        path.median d={ "M" (at(median)) " 0V16" } {}
    }
}

/// One candidate's share over the band of this id, if there is one.
pub(super) fn own(share: f64, band: Option<&str>, words: &str) -> Markup {
    html! {
        svg.strip viewBox="0 0 100 16" preserveAspectRatio="none" role="img" {
            title { (words) }
            @if let Some(band) = band { use href={ "#" (band) } {} }
            path.dot d={ "M" (at(share)) " 8h0" } {}
        }
    }
}

/// All candidates' shares, in order, over the band: a stroke for each share, as high as there are candidates of it.
#[expect(clippy::cast_precision_loss, reason = "only to be drawn")]
pub(super) fn all(shares: &[f64], band: Option<Band>, words: &str) -> Markup {
    let places: Vec<String> = shares.iter().map(|share| at(*share)).collect();
    let strokes: Vec<&[String]> = places.chunk_by(|one, other| one == other).collect();
    let most = strokes.iter().map(|same| same.len()).max().unwrap_or(1) as f64;
    let mut path = String::new();
    for same in strokes {
        // Writing to a String cannot go wrong.
        let _ = write!(path, "M{} 12V{:.1}", same[0], 12.0 - 12.0 * same.len() as f64 / most);
    }
    html! {
        svg.all viewBox="0 0 100 16" preserveAspectRatio="none" role="img" {
            title { (words) }
            path.grid d="M0 1V16M50 1V16M100 1V16" {}
            @if let Some(band) = band { (self::band(band, 14)) }
            path.stroke d=(path) {}
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

/// Shares one behind the other, a bar each, on a scale of 0 to 100%.
pub(super) fn spark(shares: &[f64], words: &str) -> Markup {
    let mut own = String::new();
    for (place, share) in shares.iter().enumerate() {
        // A bar of nothing has a foot all the same.
        let _ = write!(own, "M{} 20V{:.1}", 4 + place * 8, 19.0 - share.clamp(0.0, 1.0) * 19.0);
    }
    let width = 8 * shares.len().max(1);
    html! {
        svg.spark viewBox={ "0 0 " (width) " 20" } role="img" {
            title { (words) }
            path.grid d={ "M0 20H" (width) "M0 0H" (width) } {}
            path.own d=(own) {}
        }
    }
}
