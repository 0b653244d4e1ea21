//! The level shown: what the answers at each rung of a ladder show, with probabilities and counts. Words are the renderer's.

use std::collections::HashMap;

use statrs::function::beta::checked_beta_reg;

use crate::exam::Fraction;

/// From this probability on a rung is shown.
pub const SHOWN_FROM: f64 = 0.80;
/// Up to this probability a rung is not yet shown; above it is open.
pub const NOT_YET_TO: f64 = 0.20;
/// The fewest graded questions that can show a rung.
pub const FEWEST_QUESTIONS: u32 = 6;
/// How many probabilities are remembered before starting over: some 3 MB.
const MOST_REMEMBERED: usize = 65_536;

/// What was answered at one rung: graded questions only, each once whatever its points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The sum of the questions' shares, 0 to `n`.
    pub x: f64,
    /// How many questions.
    pub n: u32,
}

impl Evidence {
    /// Adds a graded question with the share it earned, clipped to 0 and 1.
    pub fn add(&mut self, share: f64) {
        self.x += share.clamp(0.0, 1.0);
        self.n = self.n.saturating_add(1);
    }

    /// This and another rung's together.
    fn with(self, other: Self) -> Self {
        Self { x: self.x + other.x, n: self.n.saturating_add(other.n) }
    }
}

/// What is said of one rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RungStatus {
    /// No graded question.
    NotAsked,
    /// Fewer than [`FEWEST_QUESTIONS`].
    TooFew,
    /// The probability is at least [`SHOWN_FROM`].
    Shown,
    /// It is at most [`NOT_YET_TO`].
    NotYet,
    /// In between, or above a rung that was not asked.
    Open,
}

impl RungStatus {
    /// The word for it in machine formats.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::TooFew => "too_few",
            Self::Shown => "shown",
            Self::NotYet => "not_yet",
            Self::Open => "open",
        }
    }
}

/// One rung of the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RungShown {
    /// The probability that the true share at this rung alone is at least the cut; `None` without questions.
    pub p_own: Option<f64>,
    /// The same with harder answers counted downwards where that helps; `None` from the first rung without questions on.
    pub p_rung: Option<f64>,
    /// P(≥ this rung): this rung and all below; `None` from the first rung without questions on.
    pub p_at_least: Option<f64>,
    /// What is said of it.
    pub status: RungStatus,
    /// The least whole number of right answers that shows this rung, the others as they are; `None` if none is enough, or
    /// the rung has too few questions or none.
    pub needed: Option<u32>,
}

/// What an attempt's answers show.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelShown {
    /// The highest rung (counted from 0, lowest first) such that it and all below are shown.
    pub shown: Option<usize>,
    /// Whether a weak rung is under a strong one, so that the answers must be read: nothing is shown from the weak one up.
    pub mixed: bool,
    /// Every rung, lowest first.
    pub rungs: Vec<RungShown>,
}

impl LevelShown {
    /// The rungs that contradict each other where answers are mixed, lowest first: the weak ones under a strong one, and the
    /// strong ones above a weak one.
    pub fn contradiction(&self) -> Option<(Vec<usize>, Vec<usize>)> {
        let is = |rung: usize, holds: fn(f64) -> bool| self.rungs[rung].p_own.is_some_and(holds);
        let weak = |rung: &usize| is(*rung, |own| own <= NOT_YET_TO);
        let strong = |rung: &usize| is(*rung, |own| own >= SHOWN_FROM);
        let all = 0..self.rungs.len();
        let lowest = all.clone().find(weak)?;
        let highest = all.rev().find(strong).filter(|highest| *highest > lowest)?;
        Some(((lowest..highest).filter(weak).collect(), (lowest..=highest).filter(strong).collect()))
    }
}

/// The probability that a true mean share is at least the cut, given `x` of `n`, with Jeffreys' prior:
/// `1 − I_c(x + ½, n − x + ½)`, the regularised incomplete beta. `x` is clipped to 0 and `n`.
pub fn own(evidence: Evidence, cut: Fraction) -> f64 {
    let n = f64::from(evidence.n);
    // `max` takes 0 for NaN.
    let x = evidence.x.max(0.0).min(n);
    // Neither parameter is below ½ and a cut is within 0 and 1, so there is nothing to refuse.
    checked_beta_reg(x + 0.5, n - x + 0.5, cut.as_f64()).map_or(0.0, |below| (1.0 - below).clamp(0.0, 1.0))
}

/// Levels for many attempts: remembers each probability by its evidence, so that thousands of candidates don't wait.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    known: HashMap<(u64, u32, Fraction), f64>,
}

impl Levels {
    /// Nothing remembered yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the answers to one attempt show: `cuts` and `evidence` rung by rung, lowest first. A rung without evidence
    /// was not asked; evidence beyond the cuts is left out.
    pub fn shown(&mut self, cuts: &[Fraction], evidence: &[Evidence]) -> LevelShown {
        let evidence = (0..cuts.len()).map(|rung| evidence.get(rung).copied().unwrap_or_default());
        let mut climb = Climb { cuts, evidence: evidence.collect(), known: &mut self.known };
        let p_own: Vec<_> = (0..cuts.len()).map(|rung| climb.own(rung)).collect();
        let mut p_at_least = Some(1.0);
        let mut rungs = Vec::with_capacity(cuts.len());
        let mut below: Vec<Pool> = Vec::with_capacity(cuts.len());
        for (rung, p_own) in p_own.iter().copied().enumerate() {
            let p_rung = p_at_least.and_then(|_| climb.rung(rung));
            p_at_least = p_at_least.zip(p_rung).map(|(below, here)| below * here);
            let status = status(climb.evidence[rung].n, p_at_least);
            let needed = p_at_least.and_then(|_| climb.needed(rung, &below));
            rungs.push(RungShown { p_own, p_rung, p_at_least, status, needed });
            let here = climb.evidence[rung];
            below.push(Pool::default());
            for (low, pool) in below.iter_mut().enumerate().filter(|_| p_at_least.is_some()) {
                climb.grow(pool, low, here);
            }
        }
        let weak = weak_under_strong(&p_own);
        let all_shown = rungs.iter().take_while(|rung| rung.status == RungStatus::Shown).count();
        let shown = all_shown.min(weak.unwrap_or(all_shown)).checked_sub(1);
        LevelShown { shown, mixed: weak.is_some(), rungs }
    }
}

/// One attempt's evidence at its climb.
struct Climb<'a> {
    cuts: &'a [Fraction],
    /// As many as there are cuts.
    evidence: Vec<Evidence>,
    known: &'a mut HashMap<(u64, u32, Fraction), f64>,
}

impl Climb<'_> {
    /// own, remembered.
    fn probability(&mut self, evidence: Evidence, cut: Fraction) -> f64 {
        let key = (evidence.x.to_bits(), evidence.n, cut);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.known.len() >= MOST_REMEMBERED {
            self.known.clear();
        }
        let probability = own(evidence, cut);
        self.known.insert(key, probability);
        probability
    }

    /// The rung's own probability; `None` without questions.
    fn own(&mut self, rung: usize) -> Option<f64> {
        let evidence = self.evidence[rung];
        (evidence.n > 0).then(|| self.probability(evidence, self.cuts[rung]))
    }

    /// `p_k`: the greatest over pools of this rung and harder ones, ending before the first without questions. The mean over
    /// harder rungs is a lower bound of the easier share, so pooling errs on the careful side.
    fn rung(&mut self, rung: usize) -> Option<f64> {
        let asked: Vec<Evidence> =
            self.evidence[rung..].iter().copied().take_while(|harder| harder.n > 0).collect();
        let mut pool = Pool::default();
        for &harder in &asked {
            self.grow(&mut pool, rung, harder);
        }
        (!asked.is_empty()).then_some(pool.best)
    }

    /// The least whole x at which the rung is shown, found by halves: P(≥k) never falls as x grows. `below` are the pools that
    /// end under this rung: of each lower one.
    fn needed(&mut self, rung: usize, below: &[Pool]) -> Option<u32> {
        let asked = self.evidence[rung];
        if asked.n < FEWEST_QUESTIONS || !self.shows(rung, asked.n, below) {
            return None;
        }
        let (mut low, mut high) = (0, asked.n);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.shows(rung, middle, below) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Some(low)
    }

    /// Whether a rung with questions would be shown with `x` right, all below having some.
    fn shows(&mut self, rung: usize, x: u32, below: &[Pool]) -> bool {
        let here = Evidence { x: f64::from(x), n: self.evidence[rung].n };
        let mut pools: Vec<Pool> = below.iter().copied().chain([Pool::default()]).collect();
        for (low, pool) in pools.iter_mut().enumerate() {
            self.grow(pool, low, here);
        }
        let climbed = |pools: &[Pool]| pools.iter().fold(1.0, |product, pool| product * pool.best);
        // Harder rungs can only help, so what is shown without them needs no look at them.
        if climbed(&pools) >= SHOWN_FROM {
            return true;
        }
        let harder: Vec<Evidence> =
            self.evidence[rung + 1..].iter().copied().take_while(|harder| harder.n > 0).collect();
        let mut so_far = 1.0;
        for low in (0..=rung).rev() {
            let mut pool = pools[low];
            for &harder in &harder {
                self.grow(&mut pool, low, harder);
            }
            pools[low] = pool;
            so_far *= pool.best;
            // What is clearly too little stays too little.
            if so_far < SHOWN_FROM - CLEARLY {
                return false;
            }
        }
        climbed(&pools) >= SHOWN_FROM
    }

    /// Adds a harder rung's evidence to the pool of a rung.
    fn grow(&mut self, pool: &mut Pool, rung: usize, harder: Evidence) {
        pool.evidence = pool.evidence.with(harder);
        pool.best = pool.best.max(self.probability(pool.evidence, self.cuts[rung]));
    }
}

/// Far more than what a product loses by rounding.
const CLEARLY: f64 = 1e-9;

/// The evidence of a rung and harder ones, and the greatest probability of it and the smaller pools on the way.
#[derive(Clone, Copy, Debug, Default)]
struct Pool {
    evidence: Evidence,
    best: f64,
}

/// What is said of a rung with `n` questions.
fn status(n: u32, p_at_least: Option<f64>) -> RungStatus {
    match (n, p_at_least) {
        (0, _) => RungStatus::NotAsked,
        (n, _) if n < FEWEST_QUESTIONS => RungStatus::TooFew,
        (_, Some(probability)) if probability >= SHOWN_FROM => RungStatus::Shown,
        (_, Some(probability)) if probability <= NOT_YET_TO => RungStatus::NotYet,
        (_, Some(_) | None) => RungStatus::Open,
    }
}

/// The lowest rung whose own probability is low under one whose own is high.
fn weak_under_strong(p_own: &[Option<f64>]) -> Option<usize> {
    let strong = p_own.iter().rposition(|own| own.is_some_and(|own| own >= SHOWN_FROM))?;
    p_own[..strong].iter().position(|own| own.is_some_and(|own| own <= NOT_YET_TO))
}

/// An open rung's probability as a whole percentage, never so low or so high that it would read as settled.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 21–79 before")]
pub fn open_percent(probability: f64) -> u8 {
    (probability * 100.0).round().clamp(21.0, 79.0) as u8
}

#[cfg(test)]
#[path = "level_tests.rs"]
mod tests;
