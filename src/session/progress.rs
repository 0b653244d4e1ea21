//! How far one question of an attempt has come, and the time spent on it.

use super::event::{By, Completion, Scope};

/// How far one question has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// The answer that stands, as in the results, and who handed it in.
    pub answer: Option<(String, By)>,
    /// Every answer that was accepted, first to last.
    pub answers: Vec<String>,
    /// What was predicted.
    pub predicted: Option<String>,
    /// Marked to come back to.
    pub flagged: bool,
    /// Objections, in order.
    pub objections: Vec<String>,
    /// How often it came on screen.
    pub visits: u32,
    /// Practice: further tries.
    pub tries: Vec<String>,
    /// Practice: whether and how it is completed.
    pub completed: Option<Completion>,
    /// It was on screen when time ended, without a valid answer.
    pub timed_out: Option<Scope>,
    /// Its own limit ran out in a visit in which the program was away.
    pub ran_out_away: bool,
    /// Time spent on it.
    pub spent: Spending,
}

/// Time spent on a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    /// On screen with the program running, over all closed visits, milliseconds.
    pub seen_ms: u64,
    /// Against its limit: time away in mid-question counts, too. Closed visits only, milliseconds.
    pub charged_ms: u64,
    /// Returned to its limit, milliseconds.
    pub returned_ms: u64,
}

/// A question on screen.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) place: usize,
    pub(super) since_ms: u64,
    /// From when to when the program was not running, milliseconds since the start.
    pub(super) away: Vec<(u64, u64)>,
}

impl Visit {
    /// Milliseconds of this visit until `end_ms`, and how many of them the program was running.
    pub(super) fn until(&self, end_ms: u64) -> (u64, u64) {
        let whole = end_ms.saturating_sub(self.since_ms);
        let away = self
            .away
            .iter()
            .fold(0_u64, |sum, (from, to)| sum.saturating_add((*to).min(end_ms).saturating_sub(*from)));
        (whole, whole.saturating_sub(away))
    }
}
