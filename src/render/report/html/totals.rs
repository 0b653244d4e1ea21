//! How candidates' totals spread, from ten candidates on.

use maud::{Markup, html};

use crate::report::model::ExamFigures;

use super::super::super::plural;
use super::super::FEWEST_FOR_MEAN;
use super::Shown;
use super::bars;

/// So many bins of ten points of 100.
const BINS: usize = 10;

/// How many totals are in each bin; `None` of too few candidates.
fn bins(exam: &ExamFigures) -> Option<[usize; BINS]> {
    if exam.total_spread.n < FEWEST_FOR_MEAN {
        return None;
    }
    let mut bins = [0; BINS];
    for share in exam.candidates.iter().filter_map(|of| of.total.settled_share()) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
        let bin = (share.clamp(0.0, 1.0) * 10.0 + 1e-9) as usize;
        bins[bin.min(BINS - 1)] += 1;
    }
    Some(bins)
}

/// The table with its bars, or why there is none.
pub(super) fn section(shown: &Shown<'_>) -> Markup {
    let Some(bins) = bins(shown.exam) else {
        return html! {
            @if shown.exam.candidates.len() > 1 {
                p.legend { "How totals spread is shown from " (plural::word(FEWEST_FOR_MEAN as usize)) " candidates on." }
            }
        };
    };
    let most = bins.iter().copied().max().unwrap_or(0).max(1);
    let first = bins.iter().position(|n| *n > 0).unwrap_or(0);
    let last = bins.iter().rposition(|n| *n > 0).unwrap_or(0);
    html! {
        table.totals {
            caption { "Shares of all points, of " (shown.exam.total_spread.n) " candidates" }
            thead { tr { th scope="col" { "share" } th.picture scope="col" { "candidates" } th.n scope="col" { "n" } } }
            tbody {
                @for (bin, count) in bins.iter().enumerate().take(last + 1).skip(first) {
                    tr {
                        th.n scope="row" { (bin * 10) "–" @if bin + 1 == BINS { "100%" } @else { (bin * 10 + 9) "%" } }
                        td.picture { (bars::count(*count, most)) }
                        td.n { (count) }
                    }
                }
            }
        }
    }
}
