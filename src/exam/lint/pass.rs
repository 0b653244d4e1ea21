//! How probable it is that guesses come to a cut, with the questions that make it most probable.

use super::chance::{Outcomes, Sum};
use super::guess::{Guess, Part};
use super::mix::{AtLevel, Drawn};
use crate::exam::quantity::Fraction;

/// The finest division of a point in which shares are added up exactly; beyond, they are rounded up to 1/10,000.
const FINEST: u64 = 100_000;
/// The division from which rounding up is too little to matter.
const FINE: u64 = 10_000;

/// The greatest probability that guesses come to the cut, and with how many questions.
pub(super) fn passes(at: &AtLevel<'_>, guesses: &[Guess], work: u64) -> (usize, f64) {
    let of = |questions: &[usize]| -> Vec<&Guess> {
        questions.iter().filter_map(|question| guesses.get(*question)).collect()
    };
    let always = of(&at.always);
    let drawn: Vec<(&Drawn, Vec<&Guess>)> =
        at.drawn.iter().map(|drawn| (drawn, of(&drawn.members))).collect();
    let most = always.len() + at.drawn.iter().map(|drawn| drawn.most).sum::<usize>();
    let parts = Parts::of(always.iter().chain(drawn.iter().flat_map(|(_, members)| members)), most, work);
    let mut search = Search { cut: at.cut, one: parts.one, worst: (0, 0.0) };
    let start = (always.len(), Sum::of(always.iter().map(|guess| parts.outcomes(guess)).collect()));
    let pools: Vec<Pool> = drawn.iter().map(|(drawn, members)| Pool::of(drawn, members, &parts)).collect();
    let ways = pools.iter().map(Pool::ways).fold(1.0, |all, ways| all * ways);
    let cost =
        ways * as_float(most) * as_float(most) * as_float(usize::try_from(parts.one).unwrap_or(usize::MAX));
    if cost <= as_float(usize::try_from(work).unwrap_or(usize::MAX)) {
        search.all(start, &pools);
    } else {
        search.ranked(&start, &pools, mean);
        let enough = needed(at.cut, 1, parts.one);
        search.ranked(&start, &pools, |outcomes| alone(outcomes, enough));
    }
    search.worst
}

/// How many parts the least sum has that is a cut's share of so many questions.
pub(super) fn needed(cut: Fraction, questions: usize, one: u64) -> usize {
    let parts = u64::from(cut.ten_thousandths()) * questions as u64 * one;
    usize::try_from(parts.div_ceil(10_000)).unwrap_or(usize::MAX)
}

/// What one question brings on average.
fn mean(outcomes: &Outcomes) -> f64 {
    outcomes.iter().map(|(parts, chance)| as_float(*parts) * chance).sum()
}

/// How probable it is that one question alone comes to the cut.
fn alone(outcomes: &Outcomes, enough: usize) -> f64 {
    outcomes.iter().filter(|(parts, _)| *parts >= enough).map(|(_, chance)| chance).sum()
}

#[expect(clippy::cast_precision_loss, reason = "what is too large to be exact is far too large to be tried")]
const fn as_float(count: usize) -> f64 {
    count as f64
}

/// So many questions and the distribution of what they bring.
type Given = (usize, Sum);

/// The worst found so far.
struct Search {
    cut: Fraction,
    one: u64,
    worst: (usize, f64),
}

impl Search {
    fn look(&mut self, (questions, sum): &Given) {
        if *questions > 0 {
            let probability = sum.at_least(needed(self.cut, *questions, self.one));
            if probability > self.worst.1 || self.worst.0 == 0 {
                self.worst = (*questions, probability);
            }
        }
    }

    /// Tries all that can be drawn.
    fn all(&mut self, given: Given, pools: &[Pool]) {
        match pools.split_first() {
            None => self.look(&given),
            Some((pool, rest)) => self.draw(given, &pool.kinds, pool.least, pool.most, rest),
        }
    }

    /// Tries all ways to take `least` to `most` more from these kinds.
    fn draw(&mut self, given: Given, kinds: &[Kind], least: usize, most: usize, rest: &[Pool]) {
        let Some((kind, others)) = kinds.split_first() else {
            if least == 0 {
                self.all(given, rest);
            }
            return;
        };
        let mut given = given;
        for taken in 0..=kind.count.min(most) {
            if taken > 0 {
                given.0 += 1;
                given.1.add(&kind.outcomes);
            }
            self.draw(given.clone(), others, least.saturating_sub(taken), most - taken, rest);
        }
    }

    /// Takes from each pool by rank, as few as can be; then one after the other what may come besides, by rank.
    fn ranked(&mut self, (questions, sum): &Given, pools: &[Pool], rank: impl Fn(&Outcomes) -> f64) {
        let (mut questions, mut trials, mut besides) = (*questions, Vec::new(), Vec::new());
        for pool in pools {
            let mut kinds: Vec<&Kind> = pool.kinds.iter().collect();
            kinds.sort_by(|one, other| rank(&other.outcomes).total_cmp(&rank(&one.outcomes)));
            let members = kinds.into_iter().flat_map(|kind| std::iter::repeat_n(&kind.outcomes, kind.count));
            let mut members = members.take(pool.most);
            trials.extend(members.by_ref().take(pool.least).cloned());
            besides.extend(members);
        }
        questions += trials.len();
        let mut given = (questions, sum.and(&Sum::of(trials)));
        self.look(&given);
        besides.sort_by(|one, other| rank(other).total_cmp(&rank(one)));
        for trial in besides {
            given.0 += 1;
            given.1.add(trial);
            self.look(&given);
        }
    }
}

/// The questions of a draw, those that are guessed alike as one kind.
struct Pool {
    kinds: Vec<Kind>,
    least: usize,
    most: usize,
}

struct Kind {
    outcomes: Outcomes,
    count: usize,
}

impl Pool {
    fn of(drawn: &Drawn, members: &[&Guess], parts: &Parts) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        for guess in members {
            let outcomes = parts.outcomes(guess);
            match kinds.iter_mut().find(|kind| kind.outcomes == outcomes) {
                Some(kind) => kind.count += 1,
                None => kinds.push(Kind { outcomes, count: 1 }),
            }
        }
        Self { kinds, least: drawn.least, most: drawn.most }
    }

    /// At most how many ways there are to draw.
    fn ways(&self) -> f64 {
        self.kinds.iter().map(|kind| as_float(1 + kind.count.min(self.most))).product()
    }
}

/// How finely a point is divided.
struct Parts {
    one: u64,
}

impl Parts {
    /// As few parts as keep every share exact, if that is not too much work.
    fn of<'g, 'a: 'g>(guesses: impl Iterator<Item = &'g &'a Guess>, most: usize, work: u64) -> Self {
        let mut one = 1;
        for share in guesses.flat_map(|guess| guess.shares()) {
            let reduced = share.whole / gcd(share.part, share.whole);
            one = one / gcd(one, reduced) * reduced;
            if one > FINEST {
                one = FINE;
                break;
            }
        }
        let most = most.max(1) as u64;
        Self { one: one.min(work / (most * most)).max(1) }
    }

    /// A guess in parts of a point. A share between two parts is rounded up where parts are fine, so that no sum misses the cut by
    /// it. Where they are coarse, it is now the one and now the other, so that it is what it was on average: thousands that are
    /// rounded up would come to something.
    fn outcomes(&self, guess: &Guess) -> Outcomes {
        let mut outcomes = Outcomes::new();
        for (Part { part, whole }, chance) in guess.outcomes() {
            let (parts, over) = (part * self.one / whole, part * self.one % whole);
            let parts = usize::try_from(parts).unwrap_or(usize::MAX - 1);
            if over == 0 {
                outcomes.push((parts, chance));
            } else if self.one >= FINE {
                outcomes.push((parts + 1, chance));
            } else {
                let up = Part { part: over, whole }.as_f64();
                outcomes.push((parts, chance * (1.0 - up)));
                outcomes.push((parts + 1, chance * up));
            }
        }
        outcomes
    }
}

const fn gcd(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { gcd(other, one % other) }
}

#[cfg(test)]
#[path = "pass_tests.rs"]
mod tests;
