//! One cell of any table: answers added up, with all that their share rests on.

use crate::exam::Points;
use crate::scoring::{Evidence, Interval, Outcome, Proportion, Share};

/// Answers added up. Points are exact; what is not graded yet is in neither `points` nor `max_points`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Earned by graded answers, less what wrong ones cost; may be below nothing.
    pub points: Points,
    /// What the graded questions are worth.
    pub max_points: Points,
    /// What the questions are worth that wait for a mark.
    pub waiting: Points,
    /// The sum of the squares of the graded questions' worth, in (1/10,000 point)²: exact up to 2⁵³, that is up to some 9,000
    /// points in one question, or 90 million questions of one point each; rounded beyond.
    squares: f64,
    /// The sum of the graded questions' shares, each from 0 to 1.
    pub shares: f64,
    /// Questions with an answer.
    pub answered: u32,
    /// Questions with a mark; unanswered ones have one (nothing).
    pub graded: u32,
    /// All questions.
    pub questions: u32,
    /// Attempts that these questions are of, and in the bits above [`COUNT`] what stands against reading a share of them: of cells
    /// there are many.
    attempts: u32,
}

/// The bits that count attempts.
const COUNT: u32 = BEST_OF_SEVERAL - 1;
/// Each is the best of several attempts of somebody.
const BEST_OF_SEVERAL: u32 = 1 << 30;
/// Rows of somebody are not in it, which could not be understood or which others contradict.
const ROWS_LEFT_OUT: u32 = 1 << 31;

/// Why a share is not settled: it has no range, and nothing is compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsettled {
    /// Rows are not in it that can't be understood, or that others contradict.
    RowsLeftOut,
    /// Answers wait for a mark.
    Ungraded,
    /// It is of the best of several attempts: chance favours it, so there are counts only.
    BestOfSeveral,
}

impl Unsettled {
    /// The reason in machine formats.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RowsLeftOut => "rows-left-out",
            Self::Ungraded => "ungraded",
            Self::BestOfSeveral => "best-of-several",
        }
    }
}

impl Cell {
    /// Adds one question: `points` is `None` exactly while ungraded. Does not count an attempt.
    #[expect(clippy::cast_precision_loss, reason = "worths are bounded far below 2⁵³")]
    pub fn add(&mut self, outcome: Outcome, points: Option<Points>, max_points: Points) {
        self.questions = self.questions.saturating_add(1);
        let answered = !matches!(outcome, Outcome::Unanswered | Outcome::TimedOut);
        self.answered = self.answered.saturating_add(u32::from(answered));
        let Some(points) = points else {
            self.waiting = self.waiting + max_points;
            return;
        };
        self.points = self.points + points;
        self.max_points = self.max_points + max_points;
        let weight = max_points.0 as f64;
        self.squares += weight * weight;
        self.shares += Share::of_points(points, max_points).as_f64();
        self.graded = self.graded.saturating_add(1);
    }

    /// Adds another cell, its attempts included.
    pub fn merge(&mut self, other: &Self) {
        self.points = self.points + other.points;
        self.max_points = self.max_points + other.max_points;
        self.waiting = self.waiting + other.waiting;
        self.squares += other.squares;
        self.shares += other.shares;
        self.answered = self.answered.saturating_add(other.answered);
        self.graded = self.graded.saturating_add(other.graded);
        self.questions = self.questions.saturating_add(other.questions);
        let marks = (self.attempts | other.attempts) & !COUNT;
        self.attempts = marks | (self.attempts() + other.attempts()).min(COUNT);
    }

    /// How many attempts these questions are of.
    pub const fn attempts(&self) -> u32 {
        self.attempts & COUNT
    }

    /// The same for equal attempts and equal marks, and for no others.
    pub const fn attempts_and_marks(&self) -> u32 {
        self.attempts
    }

    /// They are of so many attempts.
    pub fn set_attempts(&mut self, n: u32) {
        self.attempts = (self.attempts & !COUNT) | n.min(COUNT);
    }

    /// There are rows that are not in it, for they can't be understood, or others contradict them.
    pub const fn mark_rows_left_out(&mut self) {
        self.attempts |= ROWS_LEFT_OUT;
    }

    /// It is of the best of several attempts.
    pub const fn mark_best_of_several(&mut self) {
        self.attempts |= BEST_OF_SEVERAL;
    }

    /// Why its share is not settled, if it isn't.
    pub const fn unsettled(&self) -> Option<Unsettled> {
        if self.attempts & ROWS_LEFT_OUT != 0 {
            Some(Unsettled::RowsLeftOut)
        } else if self.ungraded() > 0 {
            Some(Unsettled::Ungraded)
        } else if self.attempts & BEST_OF_SEVERAL != 0 {
            Some(Unsettled::BestOfSeveral)
        } else {
            None
        }
    }

    /// An attempt's total is not below nothing.
    pub fn floor(&mut self) {
        self.points = self.points.max(Points::default());
    }

    /// Questions that wait for a mark.
    pub const fn ungraded(&self) -> u32 {
        self.questions.saturating_sub(self.graded)
    }

    /// Points of points of what is graded, with the effective number of questions, (Σw)²/Σw²; `None` while nothing that
    /// is worth something is graded.
    #[expect(clippy::cast_precision_loss, reason = "statistics are floating point")]
    pub fn proportion(&self) -> Option<Proportion> {
        if self.max_points.0 <= 0 {
            return None;
        }
        let whole = self.max_points.0 as f64;
        Proportion::new(self.points.0 as f64 / whole, whole * whole / self.squares)
    }

    /// The share of what is graded, 0 to 1.
    pub fn share(&self) -> Option<f64> {
        self.proportion().map(Proportion::share)
    }

    /// The share, if it is settled.
    pub fn settled_share(&self) -> Option<f64> {
        self.share().filter(|_| self.unsettled().is_none())
    }

    /// Wilson's 95% interval of the share, if that is settled.
    pub fn interval(&self) -> Option<Interval> {
        self.proportion().filter(|_| self.unsettled().is_none()).map(Proportion::wilson_95)
    }

    /// What is worth something in all, graded or not.
    pub fn worth(&self) -> Points {
        self.max_points + self.waiting
    }

    /// The same as evidence for a rung: graded questions only, each once whatever its points.
    pub const fn evidence(&self) -> Evidence {
        Evidence { x: self.shares, n: self.graded }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ungraded_questions_wait_and_the_rest_counts() {
        let mut cell = Cell::default();
        cell.add(Outcome::Correct, Some(Points(10_000)), Points(10_000));
        cell.add(Outcome::Incorrect, Some(Points(-2_500)), Points(10_000));
        cell.add(Outcome::Unanswered, Some(Points(0)), Points(20_000));
        assert_eq!(cell.interval(), cell.proportion().map(Proportion::wilson_95));
        cell.add(Outcome::Ungraded, None, Points(50_000));
        assert_eq!((cell.answered, cell.graded, cell.questions, cell.ungraded()), (3, 3, 4, 1));
        assert_eq!((cell.points, cell.max_points), (Points(7_500), Points(40_000)));
        assert_eq!((cell.waiting, cell.worth()), (Points(50_000), Points(90_000)));
        // (1 + 1 + 2)² / (1 + 1 + 4)
        let proportion = cell.proportion().unwrap();
        assert_eq!((proportion.share(), proportion.n()), (0.1875, 16.0 / 6.0));
        assert_eq!(cell.evidence(), Evidence { x: 1.0, n: 3 });
        assert_eq!(cell.interval(), None);
    }

    #[test]
    fn what_is_not_settled_has_no_range_and_neither_has_a_sum_with_it() {
        let right = |attempts| {
            let mut cell = Cell::default();
            cell.add(Outcome::Correct, Some(Points(10_000)), Points(10_000));
            cell.set_attempts(attempts);
            cell
        };
        let (mut best, mut lacking, mut sum) = (right(1), right(2), right(4));
        best.mark_best_of_several();
        lacking.mark_rows_left_out();
        assert_eq!((best.unsettled(), best.attempts()), (Some(Unsettled::BestOfSeveral), 1));
        assert_eq!((best.share(), best.settled_share(), best.interval()), (Some(1.0), None, None));
        sum.merge(&best);
        assert_eq!((sum.unsettled(), sum.attempts()), (Some(Unsettled::BestOfSeveral), 5));
        sum.merge(&lacking);
        assert_eq!((sum.unsettled(), sum.attempts()), (Some(Unsettled::RowsLeftOut), 7));
        sum.set_attempts(u32::MAX);
        assert_eq!((sum.unsettled(), sum.attempts()), (Some(Unsettled::RowsLeftOut), COUNT));
    }

    #[test]
    fn only_a_total_is_floored() {
        let mut cell = Cell::default();
        cell.add(Outcome::Incorrect, Some(Points(-5_000)), Points(10_000));
        assert_eq!((cell.points, cell.share()), (Points(-5_000), Some(0.0)));
        cell.floor();
        assert_eq!(cell.points, Points(0));
    }

    fn questions() -> impl Strategy<Value = Vec<(bool, i64, i64)>> {
        proptest::collection::vec((any::<bool>(), -20_000..=20_000_i64, 0..=20_000_i64), 0..40)
    }

    proptest! {
        #[test]
        fn cells_add_up_the_same_in_any_split(all in questions(), at in 0..40_usize) {
            let fill = |questions: &[(bool, i64, i64)]| {
                let mut cell = Cell::default();
                for &(graded, points, max) in questions {
                    let outcome = if graded { Outcome::Correct } else { Outcome::Ungraded };
                    cell.add(outcome, graded.then_some(Points(points)), Points(max));
                }
                cell
            };
            let at = at.min(all.len());
            let whole = fill(&all);
            let mut halves = fill(&all[..at]);
            halves.merge(&fill(&all[at..]));
            prop_assert_eq!((halves.points, halves.max_points, halves.graded), (whole.points, whole.max_points, whole.graded));
            prop_assert!((halves.shares - whole.shares).abs() < 1e-9);
            prop_assert_eq!(halves.proportion(), whole.proportion());
            if let Some(share) = whole.share() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
        }
    }
}
