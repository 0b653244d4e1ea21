//! How far two graders agree on the answers to a question that both have marked.

use std::collections::BTreeSet;

use super::opinions::{OnAnswer, Opinions};
use crate::exam::Points;

/// Two graders on the same answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Answers that both have marked on every criterion.
    pub answers: usize,
    /// Of these, those with the same points on every criterion.
    pub exact: usize,
    /// Quadratic weighted kappa of the answers' points; `None` where chance would agree in full.
    pub kappa: Option<f64>,
}

impl Agreement {
    /// The share of answers on which they agree exactly; `None` without any.
    #[expect(clippy::cast_precision_loss, reason = "answers are far below 2⁵³")]
    pub fn exact_share(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.exact as f64 / self.answers as f64)
    }
}

/// The agreement of every two graders who both marked answers to a question, of the attempts that count.
pub fn of_question(opinions: &Opinions, question: &str, counts: &dyn Fn(&str) -> bool) -> Vec<Agreement> {
    let answers: Vec<&OnAnswer> =
        opinions.of_question(question).filter(|(attempt, _)| counts(attempt)).map(|(_, on)| on).collect();
    let graders: BTreeSet<&str> =
        answers.iter().flat_map(|on| on.iter()).flat_map(|on| on.marks.keys().map(String::as_str)).collect();
    let graders: Vec<&str> = graders.into_iter().collect();
    let mut all = Vec::new();
    for (place, one) in graders.iter().enumerate() {
        for other in &graders[place + 1..] {
            let both: Vec<(Vec<Points>, Vec<Points>)> =
                answers.iter().filter_map(|on| Some((marks_of(on, one)?, marks_of(on, other)?))).collect();
            if both.is_empty() {
                continue;
            }
            let sum = |marks: &[Points]| marks.iter().copied().sum::<Points>();
            let sums: Vec<(Points, Points)> =
                both.iter().map(|(one, other)| (sum(one), sum(other))).collect();
            all.push(Agreement {
                one: (*one).to_owned(),
                other: (*other).to_owned(),
                answers: both.len(),
                exact: both.iter().filter(|(one, other)| one == other).count(),
                kappa: weighted_kappa(&sums),
            });
        }
    }
    all
}

/// A grader's marks on all criteria of an answer; `None` while one is missing.
fn marks_of(on: &OnAnswer, grader: &str) -> Option<Vec<Points>> {
    on.iter().map(|on| on.marks.get(grader).map(|given| given.points)).collect()
}

/// Cohen's weighted kappa with disagreement that grows as the square of the difference: 1 − (mean squared difference within pairs) /
/// (mean squared difference between any one's and any other's mark). `None` where the latter is 0, or without pairs.
///
/// (Jacob Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit", 1968.) The scale
/// need not be even: the weight is the difference of the points themselves. Sums are exact; only the ratio is rounded.
#[expect(clippy::cast_precision_loss, reason = "a ratio of exact sums, rounded once")]
pub fn weighted_kappa(pairs: &[(Points, Points)]) -> Option<f64> {
    let square = |by: i128| by * by;
    let n = pairs.len() as i128;
    let within: i128 = pairs.iter().map(|(one, other)| square(i128::from(one.0) - i128::from(other.0))).sum();
    // Σᵢ Σⱼ (xᵢ − yⱼ)² = n Σ x² + n Σ y² − 2 Σ x Σ y
    let of = |pick: fn(&(Points, Points)) -> Points| {
        let values = || pairs.iter().map(move |pair| i128::from(pick(pair).0));
        (values().sum::<i128>(), values().map(square).sum::<i128>())
    };
    let ((x, x2), (y, y2)) = (of(|pair| pair.0), of(|pair| pair.1));
    let between = n * (x2 + y2) - 2 * x * y;
    (between > 0).then(|| 1.0 - (within * n) as f64 / between as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(table: &[&[usize]]) -> Vec<(Points, Points)> {
        let mut pairs = Vec::new();
        for (one, row) in (1..).zip(table) {
            for (other, count) in (1..).zip(*row) {
                pairs.extend(vec![(Points(one * 10_000), Points(other * 10_000)); *count]);
            }
        }
        pairs
    }

    /// By its definition with a table of counts: 1 − Σ w·o / Σ w·e with w = (i − j)² / (k − 1)².
    fn by_definition(table: &[&[usize]]) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap());
        let k = table.len();
        let n: usize = table.iter().flat_map(|row| row.iter()).sum();
        let (mut observed, mut expected) = (0.0, 0.0);
        for i in 0..k {
            for j in 0..k {
                let w = (count(i) - count(j)).powi(2) / count(k - 1).powi(2);
                let row: usize = table[i].iter().sum();
                let column: usize = table.iter().map(|row| row[j]).sum();
                observed += w * count(table[i][j]) / count(n);
                expected += w * count(row) * count(column) / count(n * n);
            }
        }
        1.0 - observed / expected
    }

    #[test]
    fn it_is_what_the_definition_says() {
        for table in [
            &[&[2, 1, 0][..], &[0, 3, 1], &[1, 0, 4]][..],
            &[&[11, 3, 1, 0], &[1, 9, 0, 1], &[0, 1, 10, 0], &[1, 2, 0, 10]],
            &[&[0, 5], &[5, 0]],
        ] {
            let kappa = weighted_kappa(&pairs(table)).unwrap();
            assert!((kappa - by_definition(table)).abs() < 1e-12, "{kappa}");
        }
    }

    /// Values published with the tests of Ben Hamner's `Metrics` (`R/tests/1.R`, `MATLAB/metrics/test`).
    #[test]
    fn it_is_what_others_have_published() {
        for (one, other, expected) in [
            (&[1, 2, 1][..], &[1, 2, 2][..], 0.4),
            (&[1, 2, 3, 1, 2, 3], &[1, 2, 3, 1, 3, 2], 0.75),
            (&[1, 3, 5], &[2, 4, 6], 0.842_105_263_157_894_7),
            (&[1, 3, 3, 5], &[2, 4, 5, 6], 0.695_652_173_913_043_5),
        ] {
            let pairs: Vec<_> =
                one.iter().zip(other).map(|(&one, &other)| (Points(one), Points(other))).collect();
            assert!((weighted_kappa(&pairs).unwrap() - expected).abs() < 1e-12, "{expected}");
        }
    }

    #[test]
    fn two_who_always_differ_in_a_balanced_way_have_minus_one() {
        assert_eq!(weighted_kappa(&pairs(&[&[0, 5], &[5, 0]])), Some(-1.0));
        assert_eq!(weighted_kappa(&[]), None);
        assert_eq!(weighted_kappa(&[(Points(5), Points(5)); 3]), None, "chance agrees in full");
        assert_eq!(weighted_kappa(&[(Points(5), Points(7)); 3]), Some(0.0));
    }

    fn marks() -> impl Strategy<Value = Vec<(Points, Points)>> {
        proptest::collection::vec((0..9_i64, 0..9_i64), 1..30)
            .prop_map(|all| all.into_iter().map(|(a, b)| (Points(a * 2_500), Points(b * 2_500))).collect())
    }

    proptest! {
        #[test]
        fn the_same_marks_agree_in_full(marks in marks()) {
            let same: Vec<_> = marks.iter().map(|(one, _)| (*one, *one)).collect();
            let all_equal = same.iter().all(|pair| pair == &same[0]);
            prop_assert_eq!(weighted_kappa(&same), (!all_equal).then_some(1.0));
        }

        #[test]
        fn it_does_not_matter_who_is_named_first(marks in marks()) {
            let turned: Vec<_> = marks.iter().map(|(one, other)| (*other, *one)).collect();
            prop_assert_eq!(weighted_kappa(&marks), weighted_kappa(&turned));
        }

        #[test]
        fn it_is_within_its_bounds_whatever_the_scale(marks in marks(), by in 1..50_i64) {
            if let Some(kappa) = weighted_kappa(&marks) {
                prop_assert!((-1.0..=1.0).contains(&kappa), "{}", kappa);
                let scaled: Vec<_> = marks.iter().map(|(a, b)| (Points(a.0 * by), Points(b.0 * by))).collect();
                prop_assert!((weighted_kappa(&scaled).unwrap() - kappa).abs() < 1e-12);
            }
        }
    }
}
