//! Where a harder rung contradicts an easier one: which, in one clause, and no word on what would show more.

use crate::report::model::CandidateFigures;
use crate::scoring::LevelShown;

use super::super::level::{self, RungView};
use super::super::{plural, sanitize, share};
use super::panel;

/// `3 of 10 at junior, but 8 of 10 at middle and 9 of 10 at senior`. Nothing where answers are not mixed.
pub(super) fn clause(candidate: &CandidateFigures) -> Option<String> {
    let (weak, strong) = candidate.level.shown.as_ref().ok()?.contradiction()?;
    let counts = |rungs: Vec<usize>| {
        let count = |rung: usize| {
            let (level, of) = (candidate.level.ladder.get(rung)?, candidate.level.evidence.get(rung)?);
            Some(format!("{} of {} at {}", share::sum(of.x), of.n, sanitize::line(&level.0)))
        };
        plural::list(&rungs.into_iter().filter_map(count).collect::<Vec<_>>())
    };
    Some(format!("{}, but {}", counts(weak), counts(strong)))
}

/// Each rung with what would show it; from the weak one up only counts where answers are mixed.
pub(super) fn rungs(candidate: &CandidateFigures) -> Vec<String> {
    let Some(view) = panel::level_view(candidate) else { return Vec::new() };
    let weak = candidate.level.shown.as_ref().ok().and_then(LevelShown::contradiction);
    let weak = weak.and_then(|(weak, _)| weak.first().copied());
    let line = |(place, rung): (usize, &RungView)| match weak {
        Some(weak) if place >= weak => level::counted(rung),
        Some(_) | None => level::rung(rung, place == 0),
    };
    view.rungs.iter().enumerate().map(line).collect()
}
