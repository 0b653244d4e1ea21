//! The probability of a pass against the oracle and against trying everything.

use proptest::prelude::*;

use super::*;

/// What a level may cost.
const WORK: u64 = 100_000_000;

/// Guesses of which each brings these shares of ten thousand, with these probabilities.
fn guess(outcomes: &[(u64, f64)]) -> Guess {
    Guess::bringing(outcomes.iter().map(|(part, chance)| (Part { part: *part, whole: 10_000 }, *chance)))
}

fn one_of(options: u32) -> Guess {
    guess(&[(10_000, 1.0 / f64::from(options))])
}

fn at(
    cut: Fraction,
    always: Vec<usize>,
    drawn: Vec<Drawn>,
    look: impl FnOnce(&AtLevel<'_>) -> (usize, f64),
) -> (usize, f64) {
    let level = crate::exam::default::ladder().remove(0);
    look(&AtLevel { level: &level, rung: 0, cut, always, drawn })
}

/// The worst for a level of questions that all come.
fn pass(guesses: &[Guess], cut: Fraction) -> f64 {
    at(cut, (0..guesses.len()).collect(), Vec::new(), |at| passes(at, guesses, WORK)).1
}

fn cut(text: &str) -> Fraction {
    Fraction::parse(text).unwrap()
}

#[test]
fn passes_are_those_of_the_oracle() {
    let mut rows = 0;
    for line in include_str!("../../../tests/fixtures/oracles/guess_pass_probability.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [options, questions, cut, need, p] = cells[..] else { panic!("{line}") };
        let count = |cell: &str| cell.parse::<u32>().unwrap();
        let guesses = vec![one_of(count(options)); usize::try_from(count(questions)).unwrap()];
        let cut = Fraction::parse(cut).unwrap();
        assert_eq!(needed(cut, guesses.len(), 1), usize::try_from(count(need)).unwrap(), "{line}");
        let expected: f64 = p.parse().unwrap();
        assert!((pass(&guesses, cut) - expected).abs() <= 1e-12 * expected.max(1e-3), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 96);
}

#[test]
fn parts_of_a_share_add_up_exactly() {
    // Three thirds are one: rounding them would miss the cut of 1.
    let third = Guess::bringing([(Part { part: 1, whole: 3 }, 1.0)]);
    let full = guess(&[(10_000, 1.0)]);
    let guesses = [third.clone(), third.clone(), third, full.clone(), full];
    assert!((pass(&guesses, cut("0.6")) - 1.0).abs() < 1e-12);
    assert!(pass(&guesses, cut("0.6001")).abs() < 1e-12);
    // Two of two at 1/3 with half credit at 1/3: at least 1.5 of 2 is (1, 1), (1, ½), (½, 1).
    let credit = guess(&[(10_000, 1.0 / 3.0), (5_000, 1.0 / 3.0)]);
    assert!((pass(&[credit.clone(), credit], cut("0.7")) - 3.0 / 9.0).abs() < 1e-12);
}

#[test]
fn the_worst_draw_is_the_one_that_reaches_the_cut_and_not_the_one_of_the_highest_mean() {
    // Half of it for sure is more on average than all of it with 0.4, and never reaches 0.7.
    let guesses = [guess(&[(5_000, 1.0)]), guess(&[(10_000, 0.4)])];
    let one = vec![Drawn { members: vec![0, 1], least: 1, most: 1 }];
    let (questions, probability) = at(cut("0.7"), Vec::new(), one, |at| passes(at, &guesses, WORK));
    assert!(questions == 1 && (probability - 0.4).abs() < 1e-12, "{probability}");
}

#[test]
fn thousands_of_questions_with_credit_are_not_rounded_up_to_a_pass() {
    let guesses = vec![guess(&[(10_000, 0.25), (5_000, 0.25)]); 10_000];
    assert!(pass(&guesses, cut("0.6")) < 1e-9);
    assert!(pass(&guesses, cut("0.35")) > 1.0 - 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_higher_cut_is_never_easier(
        options in prop::collection::vec(1..8_u32, 1..30),
        cuts in prop::collection::vec(1..=10_000_u16, 2),
    ) {
        let guesses: Vec<Guess> = options.iter().map(|k| one_of(*k)).collect();
        let at = |cut: u16| pass(&guesses, Fraction::new(cut).unwrap());
        let (low, high) = (*cuts.iter().min().unwrap(), *cuts.iter().max().unwrap());
        prop_assert!((0.0..=1.0).contains(&at(low)) && at(high) <= at(low) + 1e-12);
    }

    #[test]
    fn of_all_that_can_be_drawn_the_worst_is_found(
        always in prop::collection::vec(0..4_usize, 0..3),
        pools in prop::collection::vec((prop::collection::vec(0..4_usize, 1..5), 0..3_usize, 0..3_usize), 1..3),
        cut in 1..=10_000_u16,
    ) {
        let of_kind = |kind: usize| match kind {
            0 => guess(&[(5_000, 0.9)]),
            1 => one_of(3),
            2 => guess(&[(10_000, 0.25), (3_000, 0.5)]),
            _ => one_of(2),
        };
        let mut guesses: Vec<Guess> = always.iter().map(|kind| of_kind(*kind)).collect();
        let all: Vec<usize> = (0..guesses.len()).collect();
        let drawn = |guesses: &mut Vec<Guess>| -> Vec<Drawn> {
            let pool = |(kinds, least, more): &(Vec<usize>, usize, usize)| {
                let from = guesses.len();
                guesses.extend(kinds.iter().map(|kind| of_kind(*kind)));
                let least = (*least).min(kinds.len());
                Drawn { members: (from..guesses.len()).collect(), least, most: (least + more).min(kinds.len()) }
            };
            pools.iter().map(pool).collect()
        };
        let drawn = drawn(&mut guesses);
        let cut = Fraction::new(cut).unwrap();
        let mut subsets = vec![all.clone()];
        for pool in &drawn {
            subsets = subsets.iter().flat_map(|given| {
                (0..1_u32 << pool.members.len()).filter(|set| {
                    let count = set.count_ones() as usize;
                    (pool.least..=pool.most).contains(&count)
                }).map(move |set| {
                    let taken = pool.members.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                    [given.clone(), taken.map(|(_, question)| *question).collect()].concat()
                })
            }).collect();
        }
        let of = |subset: &Vec<usize>| {
            let guesses: Vec<Guess> = subset.iter().map(|question| guesses[*question].clone()).collect();
            if guesses.is_empty() { 0.0 } else { pass(&guesses, cut) }
        };
        let expected = subsets.iter().map(of).fold(0.0, f64::max);
        let found = at(cut, all, drawn, |at| passes(at, &guesses, WORK)).1;
        prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
}

#[test]
fn coarser_parts_change_little() {
    let credit = |at: u64| guess(&[(10_000, 0.25), (1 + at * 47 % 9_999, 0.25)]);
    let guesses: Vec<Guess> = (0..200).map(credit).collect();
    for percent in [25, 30, 35, 37, 40, 45] {
        let cut = Fraction::new(percent * 100).unwrap();
        let all: Vec<usize> = (0..200).collect();
        let of =
            |parts: u64| at(cut, all.clone(), Vec::new(), |at| passes(at, &guesses, 200 * 200 * parts)).1;
        assert!((of(5) - of(100)).abs() < 0.02, "{percent}%: {} {}", of(5), of(100));
    }
}
