//! Whether one answers better than at first: told by the same questions asked again, for shares of attempts with different
//! questions can't be compared.
//!
//! Of each question that was asked again the first answer is held against the latest. Where as many were gained (worth more now) as
//! lost, nothing has changed; how far from that it is tells the sign test: twice the probability that of n = gained + lost fair coins
//! at least so many fall to one side, `P(X ≥ k) = I_½(k, n − k + 1)`. Up to 0.05 a trend is shown. With fewer than six that
//! changed it never is, for 2 · ½⁵ > 0.05. Of m topics each is held against 0.05/m, for among many one goes one way by chance.
//!
//! Attempts at nothing but what was missed last are left out: there a question can only be gained, by chance, too.

use std::collections::HashMap;

use statrs::function::beta::checked_beta_reg;

use crate::scoring::Share;

use super::sat::{Counted, Sat};

/// The fewest questions that changed that can show a trend.
pub const FEWEST_CHANGED: u32 = 6;
/// Up to this probability a trend is shown.
const SHOWN_TO: f64 = 0.05;

/// Questions asked again, the first answer to each held against the latest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Questions that were asked again.
    pub asked: u32,
    /// Of these the ones that earned more than at first.
    pub gained: u32,
    /// And less.
    pub lost: u32,
}

/// What that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Too few changed to show anything.
    TooFew,
    /// Enough changed, and no trend is shown.
    NotShown,
    /// More were gained than chance would have it.
    Up,
    /// More were lost.
    Down,
}

impl Trend {
    /// The word for it in machine formats.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooFew => "too_few",
            Self::NotShown => "not_shown",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl Again {
    /// The two-sided probability of so uneven a change, or a more uneven one, where gains and losses are equally likely.
    pub fn p(self) -> f64 {
        let (most, n) = (self.gained.max(self.lost), self.gained.saturating_add(self.lost));
        // No change is more even: so the regularized beta function would say, but for rounding.
        if self.gained == self.lost {
            return 1.0;
        }
        let (most, n) = (f64::from(most), f64::from(n));
        checked_beta_reg(most, n - most + 1.0, 0.5).map_or(1.0, |p| (2.0 * p).clamp(0.0, 1.0))
    }

    /// What it shows by itself.
    pub fn trend(self) -> Trend {
        self.trend_among(1)
    }

    /// What it shows among so many comparisons, so that all that is shown holds together at 95% (Bonferroni: 0.05/m each).
    pub fn trend_among(self, comparisons: usize) -> Trend {
        #[expect(clippy::cast_precision_loss, reason = "topics are few")]
        let shown_to = SHOWN_TO / comparisons.max(1) as f64;
        let changed = self.gained.saturating_add(self.lost);
        let all_one_way = Self { gained: changed, lost: 0, ..self };
        match self {
            _ if all_one_way.p() > shown_to => Trend::TooFew,
            _ if self.p() > shown_to => Trend::NotShown,
            _ if self.gained > self.lost => Trend::Up,
            _ => Trend::Down,
        }
    }

    fn add(&mut self, first: Share, latest: Share) {
        self.asked = self.asked.saturating_add(1);
        self.gained = self.gained.saturating_add(u32::from(latest > first));
        self.lost = self.lost.saturating_add(u32::from(latest < first));
    }
}

/// What became of questions asked again in some attempts, which stand in order of time: over all, and by topic.
pub fn again<'a>(sats: impl IntoIterator<Item = &'a Sat>) -> (Again, HashMap<&'a str, Again>) {
    let mut pairs: HashMap<&str, (&str, Share, Option<Share>)> = HashMap::new();
    for sat in sats {
        for answer in &sat.answers {
            if let Counted::As(share) = sat.counted(answer) {
                pairs
                    .entry(&answer.question)
                    .and_modify(|(topic, _, latest)| (*topic, *latest) = (&answer.topic, Some(share)))
                    .or_insert((&answer.topic, share, None));
            }
        }
    }
    let (mut all, mut topics) = (Again::default(), HashMap::<&str, Again>::new());
    for (topic, first, latest) in pairs.into_values() {
        if let Some(latest) = latest {
            all.add(first, latest);
            topics.entry(topic).or_default().add(first, latest);
        }
    }
    (all, topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(gained: u32, lost: u32) -> Trend {
        Again { asked: gained + lost, gained, lost }.trend()
    }

    #[test]
    fn a_trend_needs_six_that_changed_and_nearly_all_one_way() {
        assert_eq!(trend(5, 0), Trend::TooFew);
        assert_eq!(trend(6, 0), Trend::Up);
        assert_eq!(trend(0, 6), Trend::Down);
        assert_eq!((trend(7, 1), trend(8, 1)), (Trend::NotShown, Trend::Up));
        assert_eq!(trend(10, 10), Trend::NotShown);
    }

    #[test]
    fn among_several_topics_more_must_have_changed() {
        let of = |gained, lost, m| Again { asked: gained + lost, gained, lost }.trend_among(m);
        assert_eq!((of(6, 0, 1), of(6, 0, 2), of(7, 0, 2)), (Trend::Up, Trend::TooFew, Trend::Up));
        // 2 · (1 + 9) / 2⁹ is under 0.05, and not under half of it.
        assert_eq!((of(8, 1, 1), of(8, 1, 2), of(1, 10, 2)), (Trend::Up, Trend::NotShown, Trend::Down));
        assert_eq!(of(0, 0, 0), Trend::TooFew);
    }

    #[test]
    fn the_probability_is_that_of_fair_coins() {
        let p = |gained, lost| Again { asked: 0, gained, lost }.p();
        // 2 · (1 + 9) / 2⁹, and 2 · 1 / 2⁶.
        assert!((p(8, 1) - 20.0 / 512.0).abs() < 1e-12);
        assert!((p(0, 6) - 2.0 / 64.0).abs() < 1e-12);
        for as_many in 0..40 {
            assert!(p(as_many, as_many) >= 1.0, "exactly: {as_many} gained and as many lost");
        }
    }
}
