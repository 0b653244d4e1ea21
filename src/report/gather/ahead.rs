//! What is done before runs are counted, so that counting waits less.

use foldhash::HashMap;

use super::blocks::Table;
use super::gathered::{Gathered, Seat};
use super::names::Name;
use super::runs::Run;

/// The places of seats, by the candidate, what tells namesakes apart and the exam.
pub(super) type Places = HashMap<(Name, Name, Name), usize>;

/// So many runs are looked at together.
pub(super) const WARMED: usize = 16;

/// Looks at what counting these runs will look at. Where there are many seats each lies far from the next, and a processor waits for
/// them all at once sooner than for one after the other.
pub(super) fn warm(gathered: &Gathered, known: &Places, runs: &[Run]) {
    let seen = runs.iter().filter(|run| gathered.seen.first.has(run.whose.attempt)).count();
    let place = |run: &Run| known.get(&(run.whose.candidate, run.whose.candidate_id, run.whose.exam));
    let mut places = [usize::MAX; WARMED];
    for (to, run) in places.iter_mut().zip(runs) {
        *to = place(run).copied().unwrap_or(usize::MAX);
    }
    let seats = || places.iter().filter_map(|&place| gathered.seats.get(place));
    let attempts = seats().map(|seat| seat.cells.len() + seat.facts.len()).fold(seen, usize::wrapping_add);
    let questions = |seat: &Seat| {
        let all = seat.cells.iter().map(|(_, cell)| u64::from(cell.questions));
        all.fold(seat.facts.last().map_or(0, |fact| fact.question_set), u64::wrapping_add)
    };
    std::hint::black_box((attempts, seats().map(questions).fold(0, u64::wrapping_add)));
}

/// About how many attempts there are, as the first stretch has it: room made at once need not be made again and again.
pub(super) fn expected(tables: &[Table<'_>], runs: &[Run]) -> usize {
    /// More is not made room for on the word of a first stretch.
    const MOST: u64 = 1 << 20;
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return 0 };
    let read = last.to.saturating_sub(first.from).max(1);
    let all: u64 = tables.iter().map(|table| table.bytes.length()).sum();
    let attempts = (runs.len() as u64).saturating_mul(all / read + 1);
    usize::try_from(attempts.min(MOST)).unwrap_or(0)
}
