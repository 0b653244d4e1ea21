//! Exact distributions of sums of independent trials, by convolution.
//!
//! The number of successes of trials that differ in their chances has the Poisson-binomial distribution (Wang 1993, On the number of
//! successes in independent trials, Statistica Sinica 3); with equal chances it is the binomial. Trials that are alike are taken
//! together by squaring. Sums whose probability is below 1e-30 at either end are left out.

/// Below this, what is at an end is left out: thousands of such ends are still below 1e-20 together.
const NOTHING: f64 = 1e-30;

/// What a trial may bring, and with which probability; what is left to 1 brings nothing.
pub(super) type Outcomes = Vec<(usize, f64)>;

/// The probability of at least `hits` successes in trials with these chances.
pub(super) fn at_least(hits: usize, chances: &[f64]) -> f64 {
    let trials = chances.iter().map(|chance| vec![(1, *chance)]).collect();
    Sum::of(trials).at_least(hits)
}

/// The distribution of a sum.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// The least sum that has a weight.
    from: usize,
    /// The probability of it and of those that follow.
    weights: Vec<f64>,
}

impl Sum {
    /// Of these trials.
    pub(super) fn of(mut trials: Vec<Outcomes>) -> Self {
        let by_value = |one: &Outcomes, other: &Outcomes| {
            let pairs = one.iter().zip(other).map(|(a, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            pairs.fold(one.len().cmp(&other.len()), std::cmp::Ordering::then)
        };
        trials.sort_by(by_value);
        let alike = trials.chunk_by(|one, other| by_value(one, other).is_eq());
        alike.fold(Self { from: 0, weights: vec![1.0] }, |sum, trials| {
            trials
                .first()
                .map_or_else(|| sum.clone(), |trial| sum.with(&Self::one(trial).times(trials.len())))
        })
    }

    /// Of one trial.
    fn one(trial: &Outcomes) -> Self {
        let most = trial.iter().map(|(value, _)| *value).max().unwrap_or(0);
        let mut weights = vec![0.0; most + 1];
        let something: f64 = trial.iter().map(|(_, chance)| chance).sum();
        weights[0] = (1.0 - something).max(0.0);
        for (value, chance) in trial {
            weights[*value] += chance;
        }
        Self { from: 0, weights }.trimmed()
    }

    /// Both together.
    pub(super) fn and(&self, other: &Self) -> Self {
        self.with(other)
    }

    /// One trial more.
    pub(super) fn add(&mut self, trial: &Outcomes) {
        *self = self.with(&Self::one(trial));
    }

    /// So many of it together.
    fn times(&self, count: usize) -> Self {
        let mut all = Self { from: 0, weights: vec![1.0] };
        for bit in (0..usize::BITS - count.leading_zeros()).rev() {
            all = all.with(&all);
            if count >> bit & 1 == 1 {
                all = all.with(self);
            }
        }
        all
    }

    /// Both together.
    fn with(&self, other: &Self) -> Self {
        let filled = |sum: &Self| sum.weights.iter().filter(|weight| **weight > 0.0).count();
        let (few, many) = if filled(self) <= filled(other) { (self, other) } else { (other, self) };
        let mut weights = vec![0.0; few.weights.len() + many.weights.len() - 1];
        for (at, weight) in few.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            for (sum, part) in weights[at..].iter_mut().zip(&many.weights) {
                *sum += weight * part;
            }
        }
        Self { from: self.from + other.from, weights }.trimmed()
    }

    /// Without ends that come to nothing.
    fn trimmed(mut self) -> Self {
        let is_something = |weight: &f64| *weight >= NOTHING;
        let end = self.weights.iter().rposition(is_something).map_or(1, |last| last + 1);
        self.weights.truncate(end);
        let start = self.weights.iter().position(is_something).unwrap_or(0);
        self.weights.drain(..start);
        self.from += start;
        self
    }

    /// The probability that the sum is at least this.
    pub(super) fn at_least(&self, least: usize) -> f64 {
        let reached = self.weights.get(least.saturating_sub(self.from)..).unwrap_or_default();
        // The smallest first, so that nothing of them is lost.
        reached.iter().rev().sum::<f64>().clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-12
    }

    fn reaches(goal: usize, trials: &[Outcomes]) -> f64 {
        Sum::of(trials.to_vec()).at_least(goal)
    }

    #[test]
    fn the_binomial_is_as_computed_by_hand() {
        // All of four at 1/4 each; at least 3 of 4: 4·(1/4)³·(3/4) + (1/4)⁴.
        assert!(near(at_least(4, &[0.25; 4]), 1.0 / 256.0));
        assert!(near(at_least(3, &[0.25; 4]), 13.0 / 256.0));
        assert!(near(at_least(0, &[0.25; 4]), 1.0));
        assert!(near(at_least(5, &[0.25; 4]), 0.0));
        assert!(near(at_least(0, &[]), 1.0));
        assert!(near(at_least(1, &[]), 0.0));
        assert!(near(at_least(3, &[1.0; 3]), 1.0));
        assert!(near(at_least(1, &[0.0; 3]), 0.0));
    }

    #[test]
    fn chances_may_differ() {
        // Of 1/2 and 1/3: both 1/6; one at least 1 − 1/2·2/3.
        assert!(near(at_least(2, &[0.5, 1.0 / 3.0]), 1.0 / 6.0));
        assert!(near(at_least(1, &[0.5, 1.0 / 3.0]), 2.0 / 3.0));
    }

    #[test]
    fn trials_may_bring_more_than_one() {
        // Twice: 2 with 1/3, 1 with 1/3, else nothing. At least 3: (2,2) (2,1) (1,2); at least 2: these, (1,1), (2,0), (0,2).
        let trials = vec![vec![(2, 1.0 / 3.0), (1, 1.0 / 3.0)]; 2];
        assert!(near(reaches(3, &trials), 3.0 / 9.0));
        assert!(near(reaches(2, &trials), 6.0 / 9.0));
        assert!(near(reaches(0, &trials), 1.0));
        assert!(near(reaches(5, &trials), 0.0));
    }

    #[test]
    fn thousands_of_trials_are_as_the_binomial_says() {
        // Of 10,000 at 1/2 half or more: 1/2 + P(X = 5000)/2, and P(X = 5000) = (9999‼ / 10000‼).
        let middle: f64 = (1..=5_000_u32).map(|k| f64::from(2 * k - 1) / f64::from(2 * k)).product();
        let coins = vec![0.5; 10_000];
        assert!(near(at_least(5_000, &coins), 0.5 + middle / 2.0));
        assert!(at_least(6_000, &coins) < 1e-30);
        assert!(near(at_least(4_000, &coins), 1.0));
    }

    /// By enumeration of everything that can happen.
    fn enumerated(goal: usize, trials: &[Outcomes]) -> f64 {
        let Some((first, rest)) = trials.split_first() else { return if goal == 0 { 1.0 } else { 0.0 } };
        let nothing = 1.0 - first.iter().map(|(_, chance)| chance).sum::<f64>();
        let brings =
            first.iter().map(|(value, chance)| chance * enumerated(goal.saturating_sub(*value), rest));
        nothing * enumerated(goal, rest) + brings.sum::<f64>()
    }

    /// Trials, of which some are alike.
    fn trials(most: usize) -> impl Strategy<Value = Vec<Outcomes>> {
        let trial =
            (0.0..0.5, 1..4_usize, 0.0..0.5, 1..4_usize).prop_map(|(p, a, q, b)| vec![(a, p), (b, q)]);
        let groups = prop::collection::vec((trial, 1..3_usize), 0..most);
        groups.prop_map(|groups| groups.into_iter().flat_map(|(trial, count)| vec![trial; count]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn convolution_is_what_enumeration_says(trials in trials(4), goal in 0..12_usize) {
            let (found, expected) = (reaches(goal, &trials), enumerated(goal, &trials));
            prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }

        #[test]
        fn probabilities_are_within_bounds_and_fall_with_the_goal(
            chances in prop::collection::vec(0.0..=1.0_f64, 0..30),
        ) {
            let mut before = 1.0;
            for goal in 0..=chances.len() + 1 {
                let now = at_least(goal, &chances);
                prop_assert!((0.0..=1.0).contains(&now) && now <= before + 1e-12);
                before = now;
            }
            prop_assert!(before.abs() < 1e-12, "more than all is impossible");
        }

        #[test]
        fn all_that_can_happen_adds_up_to_one_in_whatever_order(trials in trials(30)) {
            let together = Sum::of(trials.clone());
            prop_assert!((together.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let mut one_by_one = Sum::of(Vec::new());
            for trial in &trials {
                one_by_one.add(trial);
            }
            for goal in 0..200 {
                prop_assert!((together.at_least(goal) - one_by_one.at_least(goal)).abs() < 1e-12);
            }
        }
    }
}
