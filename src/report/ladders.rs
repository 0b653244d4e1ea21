//! What each attempt's levels are read against.

use crate::exam::{CutsSource, Exam, Fraction, Ladder, Purpose, default};
use crate::results::scan::ladder_rungs;

use super::gather::{Gathered, Seat};

/// What one attempt's levels are read against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SeatLadder {
    /// Nothing: a lesson claims no level.
    Lesson,
    /// These rungs with cuts, lowest first, and where they come from; `None` where they stand in the results, and no copy at hand says on
    /// what they rest.
    Rungs(Vec<(String, Fraction)>, Option<CutsSource>),
}

impl SeatLadder {
    /// The rungs; none of a lesson.
    pub(super) fn rungs(&self) -> &[(String, Fraction)] {
        match self {
            Self::Lesson => &[],
            Self::Rungs(rungs, _) => rungs,
        }
    }
}

fn rungs_of(ladder: &Ladder) -> Vec<(String, Fraction)> {
    ladder.rungs.iter().map(|rung| (rung.level.to_string(), rung.cut)).collect()
}

fn default_rungs() -> Vec<(String, Fraction)> {
    let levels = default::ladder().into_iter().enumerate();
    levels.map(|(rung, level)| (level.to_string(), default::cut(rung))).collect()
}

/// What an attempt's levels are read against: its own `ladder` cell; without one the copy's, else the program's defaults.
pub(super) fn ladder(gathered: &Gathered, seat: &Seat, copy: Option<&Exam>) -> SeatLadder {
    let Some(fact) = seat.facts.first() else { return SeatLadder::Lesson };
    let cell = fact.ladder.map(|ladder| gathered.known.ladders.text(ladder));
    ladder_of(cell, !gathered.known.digests.text(fact.exam_digest).is_empty(), copy)
}

/// The same of a `ladder` cell, `None` where there is no such column. Results of our own, which name a digest, have it empty for a
/// lesson alone; others may not know ladders, or know none.
pub(super) fn ladder_of(cell: Option<&str>, is_ours: bool, copy: Option<&Exam>) -> SeatLadder {
    let rungs = cell.and_then(ladder_rungs).unwrap_or_default();
    let rungs: Vec<(String, Fraction)> =
        rungs.into_iter().map(|(level, cut)| (level.to_owned(), cut)).collect();
    match copy {
        Some(exam) if exam.purpose == Purpose::Lesson => SeatLadder::Lesson,
        Some(exam) if rungs.is_empty() || rungs == rungs_of(&exam.ladder) => {
            SeatLadder::Rungs(rungs_of(&exam.ladder), Some(exam.ladder.cuts.clone()))
        }
        Some(_) | None if !rungs.is_empty() => SeatLadder::Rungs(rungs, None),
        Some(_) | None if cell.is_some() && is_ours => SeatLadder::Lesson,
        Some(_) | None => SeatLadder::Rungs(default_rungs(), Some(CutsSource::Defaults)),
    }
}
