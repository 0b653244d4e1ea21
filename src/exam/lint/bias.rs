//! What gives right options away to somebody who knows nothing: that they are the longest, that they stand in one place.

use std::ops::Range;

use super::{Finding, chance};
use crate::exam::model::{Choice, Exam, Merit};
use crate::exam::problem::{Excess, Warning};
use crate::exam::spans::Spans;

/// A warning is given where chance alone has less than this probability.
const SIGNIFICANCE: f64 = 0.01;

/// `longest-is-right` and `position-bias`.
pub(super) fn lint(exam: &Exam, spans: &Spans) -> Vec<Finding> {
    let keyed = keyed(exam, spans);
    [longest_is_right(&keyed), position_bias(&keyed)].into_iter().flatten().collect()
}

/// Options of a question of which some are right and some are not.
struct Keyed<'a> {
    options: &'a [Choice],
    right: Vec<bool>,
    places: &'a [Range<usize>],
}

impl Keyed<'_> {
    /// The chance that an option taken blindly is right.
    fn chance(&self) -> f64 {
        ratio(self.right.iter().filter(|right| **right).count(), self.right.len())
    }

    /// The place of the longest option, unless two are as long.
    fn longest(&self) -> Option<usize> {
        let lengths: Vec<usize> = self.options.iter().map(|option| length(&option.text)).collect();
        let most = lengths.iter().max()?;
        let mut longest = (0..lengths.len()).filter(|at| lengths[*at] == *most);
        let one = longest.next();
        if longest.next().is_none() { one } else { None }
    }
}

/// Characters, with runs of white space as one.
fn length(text: &str) -> usize {
    let (mut length, mut space) = (0, false);
    // A byte that continues a character counts for nothing.
    for byte in text.trim().bytes().filter(|byte| byte & 0xC0 != 0x80) {
        let is_space = byte.is_ascii_whitespace();
        length += usize::from(!(is_space && space));
        space = is_space;
    }
    length
}

fn keyed<'a>(exam: &'a Exam, spans: &'a Spans) -> Vec<Keyed<'a>> {
    let questions = exam.questions.iter().zip(&spans.questions);
    let keyed = questions.filter_map(|(question, at)| {
        let keys = question.option_keys();
        let right: Vec<bool> = keys.iter().map(|key| key.merit == Merit::Right).collect();
        // Nothing for kinds without options either.
        let all = right.iter().all(|right| *right);
        (!all).then_some(Keyed { options: question.face.options(), right, places: &at.options })
    });
    keyed.collect()
}

fn longest_is_right(keyed: &[Keyed<'_>]) -> Option<Finding> {
    let (mut chances, mut places) = (Vec::new(), Vec::new());
    for question in keyed {
        if let Some(longest) = question.longest() {
            chances.push(question.chance());
            if question.right[longest] {
                places.extend(question.places.get(longest).cloned());
            }
        }
    }
    let excess = excess(places.len(), &chances)?;
    (excess.probability < SIGNIFICANCE)
        .then_some(Finding { warning: Warning::LongestIsRight(excess), places })
}

fn position_bias(keyed: &[Keyed<'_>]) -> Option<Finding> {
    let places = keyed.iter().map(|question| question.right.len()).max().unwrap_or(0);
    let looked_at = (0..places).filter_map(|place| {
        let here = keyed.iter().filter(|question| place < question.right.len());
        let chances: Vec<f64> = here.clone().map(Keyed::chance).collect();
        let hits = here.filter(|question| question.right[place]).count();
        let excess = excess(hits, &chances)?;
        let probability = (excess.probability * ratio(places, 1)).min(1.0);
        Some((place, Excess { probability, ..excess }))
    });
    let (place, excess) = looked_at.min_by(|one, other| one.1.probability.total_cmp(&other.1.probability))?;
    if excess.probability >= SIGNIFICANCE {
        return None;
    }
    let here = keyed.iter().filter(|question| question.right.get(place) == Some(&true));
    let spots = here.filter_map(|question| question.places.get(place).cloned()).collect();
    let warning = Warning::PositionBias { place: place + 1, places, excess };
    Some(Finding { warning, places: spots })
}

/// So many hits against these chances, if they are more than chance makes on average.
fn excess(hits: usize, chances: &[f64]) -> Option<Excess> {
    let expected = chances.iter().sum();
    (ratio(hits, 1) > expected).then(|| Excess {
        hits,
        questions: chances.len(),
        expected,
        probability: chance::at_least(hits, chances),
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions and options are far below 2^53")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::super::test::{exam, single};
    use super::*;

    fn found(questions: &str) -> Vec<Warning> {
        let (exam, spans) = exam(questions);
        lint(&exam, &spans).into_iter().map(|finding| finding.warning).collect()
    }

    /// So many questions of four options whose longest is right, then so many whose shortest is.
    fn long(hits: usize, misses: usize) -> String {
        // The right one moves on, so that no place is told.
        let question = |id: usize, right: usize| {
            let mut lengths = [5, 6, 7, 8];
            lengths[id % 4] = right;
            single(id, "", &lengths, id % 4)
        };
        (0..hits + misses).map(|id| question(id, if id < hits { 20 } else { 2 })).collect()
    }

    #[test]
    fn the_longest_is_told_from_one_percent_on() {
        // Of 4 at 1/4 all are 0.39%; 3 are 13/256 = 5.1%. Of 8: 6 or more (28·9 + 8·3 + 1)/4⁸ = 0.42%, 5 or more 2.7%.
        let probability = 277.0 / 65_536.0;
        let [Warning::LongestIsRight(excess)] = found(&long(6, 2))[..] else {
            panic!("{:?}", found(&long(6, 2)))
        };
        assert_eq!((excess.hits, excess.questions), (6, 8));
        assert!((excess.expected - 2.0).abs() < 1e-12 && (excess.probability - probability).abs() < 1e-12);
        assert_eq!(found(&long(5, 3)), []);
        assert_eq!(found(&long(4, 0)).len(), 1);
        assert_eq!(found(&long(3, 0)), [], "1.6%");
        assert_eq!(found(&long(3, 1)), []);
    }

    #[test]
    fn questions_without_a_longest_option_don_t_count() {
        let tied: String = (0..8).map(|id| single(id, "", &[9, 9, 3, 4], id % 4)).collect();
        assert_eq!(found(&tied), []);
        let all_right = "[[question]]\nid = \"all\"\ntopic = \"t\"\nkind = \"multiple\"\nprompt = \"?\"\n\
            option = [{ text = \"a long one\", correct = true }, { text = \"b\", correct = true }]\n";
        let more = format!("{}{all_right}", long(6, 2));
        let [Warning::LongestIsRight(excess)] = found(&more)[..] else { panic!() };
        assert_eq!(excess.questions, 8);
    }

    #[test]
    fn the_chance_of_several_right_options_is_theirs_together() {
        let (exam, spans) = exam(
            "[[question]]\nid = \"two\"\ntopic = \"t\"\nkind = \"multiple\"\nprompt = \"?\"\n\
            option = [{ text = \"a\", correct = true }, { text = \"b\", correct = true }, { text = \"c\" }]\n",
        );
        assert!((keyed(&exam, &spans)[0].chance() - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn length_is_in_characters_with_white_space_as_one() {
        assert_eq!([length("äö  ü\n x"), length(" a "), length("")], [6, 1, 0]);
    }

    fn placed(rights: &[usize]) -> Vec<Warning> {
        let questions: String =
            rights.iter().enumerate().map(|(id, right)| single(id, "", &[4, 4, 4, 4], *right)).collect();
        found(&questions)
    }

    #[test]
    fn a_place_is_told_with_an_allowance_for_all_that_were_looked_at() {
        // 5 of 5 in one place: 1/4⁵ = 0.1%, times four places 0.39%. 4 of 4: 0.39%, times four 1.6%.
        let [Warning::PositionBias { place: 3, places: 4, excess }] = placed(&[2; 5])[..] else { panic!() };
        assert!((excess.probability - 4.0 / 1024.0).abs() < 1e-12);
        assert_eq!(placed(&[2; 4]), []);
        // 7 of 8: (8·3 + 1)/4⁸ = 0.038%, times four 0.15%; 6 of 8: 0.42%, times four 1.7%.
        assert_eq!(placed(&[0, 0, 0, 0, 0, 0, 0, 1]).len(), 1);
        assert_eq!(placed(&[0, 0, 0, 0, 0, 0, 1, 2]), []);
        assert_eq!(placed(&[0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]), []);
    }

    #[test]
    fn questions_that_lack_a_place_don_t_count_for_it() {
        // The fourth place: 5 of 5 questions that have it. Ten questions of two options lack it.
        let four = (0..5).map(|id| single(id, "", &[4; 4], 3));
        let two = (5..15).map(|id| single(id, "", &[4; 2], id % 2));
        let [Warning::PositionBias { place: 4, excess, .. }] =
            found(&four.chain(two).collect::<String>())[..]
        else {
            panic!()
        };
        assert_eq!((excess.hits, excess.questions), (5, 5));
    }
}
