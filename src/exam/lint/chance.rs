//! Exact distributions of sums of independent trials, by convolution.
//!
//! The number of successes of trials that differ in their chances has the Poisson-binomial distribution (Wang 1993, On the number of
//! successes in independent trials, Statistica Sinica 3); with equal chances it is the binomial. Whatever reaches what is asked for
//! stays there: its probability is gathered in the last place, and nothing beyond is computed.

/// The probability of at least `hits` successes in trials with these chances.
pub(super) fn at_least(hits: usize, chances: &[f64]) -> f64 {
    let mut sum = Sum::new(hits);
    for chance in chances {
        sum.add(&[(1, *chance)]);
    }
    sum.at_least(hits)
}

/// What a trial may bring, and with which probability; what is left to 1 brings nothing.
pub(super) type Outcomes = Vec<(usize, f64)>;

/// The distribution of a sum, up to a goal.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// The probability of each sum; the last is that of the goal or more.
    now: Vec<f64>,
    next: Vec<f64>,
    /// The largest sum so far.
    most: usize,
}

impl Sum {
    /// Of nothing yet.
    pub(super) fn new(goal: usize) -> Self {
        let mut now = vec![0.0; goal + 1];
        if let Some(none) = now.first_mut() {
            *none = 1.0;
        }
        Self { next: vec![0.0; goal + 1], now, most: 0 }
    }

    /// One trial more.
    pub(super) fn add(&mut self, trial: &[(usize, f64)]) {
        let goal = self.now.len() - 1;
        let largest = trial.iter().map(|(value, _)| *value).max().unwrap_or(0);
        let nothing = (1.0 - trial.iter().map(|(_, chance)| chance).sum::<f64>()).max(0.0);
        let (filled, end) = (self.most + 1, (self.most + largest).min(goal) + 1);
        for (next, now) in self.next.iter_mut().zip(&self.now[..filled]) {
            *next = now * nothing;
        }
        self.next[filled..end].fill(0.0);
        // What is at the goal stays there, whatever comes.
        if filled > goal {
            self.next[goal] = self.now[goal];
        }
        for (value, chance) in trial {
            let below = filled.min(goal);
            let direct = below.min(goal.saturating_sub(*value));
            for (next, now) in self.next.iter_mut().skip(*value).zip(&self.now[..direct]) {
                *next += now * chance;
            }
            let over: f64 = self.now[direct..below].iter().sum();
            self.next[goal] += if over > 0.0 { over * chance } else { 0.0 };
        }
        std::mem::swap(&mut self.now, &mut self.next);
        self.most = end - 1;
    }

    /// The probability that the sum is at least this, which is at most the goal.
    pub(super) fn at_least(&self, least: usize) -> f64 {
        let filled = self.now.get(least..=self.most).unwrap_or_default();
        filled.iter().sum::<f64>().clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reaches(goal: usize, trials: &[Outcomes]) -> f64 {
        let mut sum = Sum::new(goal);
        for trial in trials {
            sum.add(trial);
        }
        sum.at_least(goal)
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-12
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

    /// By enumeration of everything that can happen.
    fn enumerated(goal: usize, trials: &[Outcomes]) -> f64 {
        let Some((first, rest)) = trials.split_first() else { return if goal == 0 { 1.0 } else { 0.0 } };
        let nothing = 1.0 - first.iter().map(|(_, chance)| chance).sum::<f64>();
        let brings =
            first.iter().map(|(value, chance)| chance * enumerated(goal.saturating_sub(*value), rest));
        nothing * enumerated(goal, rest) + brings.sum::<f64>()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn convolution_is_what_enumeration_says(
            trials in prop::collection::vec((0.0..0.5, 1..4_usize, 0.0..0.5, 1..4_usize), 0..6),
            goal in 0..12_usize,
        ) {
            let trials: Vec<Outcomes> = trials.into_iter().map(|(p, a, q, b)| vec![(a, p), (b, q)]).collect();
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
        fn all_that_can_happen_adds_up_to_one(
            trials in prop::collection::vec((0.0..0.5, 1..4_usize, 0.0..0.5, 1..4_usize), 0..100),
        ) {
            let trials: Vec<Outcomes> = trials.into_iter().map(|(p, a, q, b)| vec![(a, p), (b, q)]).collect();
            let mut sum = Sum::new(300);
            for trial in &trials {
                sum.add(trial);
            }
            prop_assert!((sum.now.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for goal in [0, 1, 10, 30, 100, 299, 300] {
                prop_assert!((sum.at_least(goal) - reaches(goal, &trials)).abs() < 1e-9);
            }
        }
    }
}
