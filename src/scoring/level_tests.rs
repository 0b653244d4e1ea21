//! Tests of the level shown: the oracle in every field, and what must hold for any evidence.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// A case of the oracle.
#[derive(Deserialize)]
struct Case {
    x: Vec<f64>,
    n: Vec<u32>,
    cuts: Vec<f64>,
    ladder: Vec<String>,
    p_own: Vec<Option<f64>>,
    p_rung: Vec<Option<f64>>,
    p_at_least: Vec<Option<f64>>,
    status: Vec<String>,
    needed: Vec<Option<u32>>,
    mixed: bool,
    level_shown: Option<String>,
}

fn fractions(cuts: &[f64]) -> Vec<Fraction> {
    cuts.iter().map(|cut| Fraction::parse(&cut.to_string()).unwrap()).collect()
}

fn evidence(x: &[f64], n: &[u32]) -> Vec<Evidence> {
    x.iter().zip(n).map(|(x, n)| Evidence { x: *x, n: *n }).collect()
}

fn usual() -> Vec<Fraction> {
    fractions(&[0.7, 0.65, 0.6])
}

fn shown(x: &[f64], n: &[u32]) -> LevelShown {
    Levels::new().shown(&usual(), &evidence(x, n))
}

fn close(found: &[Option<f64>], expected: &[Option<f64>]) -> bool {
    found.len() == expected.len()
        && found.iter().zip(expected).all(|pair| match pair {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
            (found, expected) => found == expected,
        })
}

#[test]
fn levels_go_by_the_oracle_in_every_field() {
    let text = include_str!("../../tests/fixtures/oracles/levels.json");
    let cases: HashMap<String, Case> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 28);
    let mut levels = Levels::new();
    for (name, case) in cases {
        let found = levels.shown(&fractions(&case.cuts), &evidence(&case.x, &case.n));
        let column = |field: fn(&RungShown) -> Option<f64>| found.rungs.iter().map(field).collect::<Vec<_>>();
        assert!(close(&column(|rung| rung.p_own), &case.p_own), "{name}: {found:?}");
        assert!(close(&column(|rung| rung.p_rung), &case.p_rung), "{name}: {found:?}");
        assert!(close(&column(|rung| rung.p_at_least), &case.p_at_least), "{name}: {found:?}");
        let status: Vec<_> = found.rungs.iter().map(|rung| rung.status.word()).collect();
        assert_eq!(status, case.status, "{name}");
        let needed: Vec<_> = found.rungs.iter().map(|rung| rung.needed).collect();
        assert_eq!(needed, case.needed, "{name}");
        assert_eq!(found.mixed, case.mixed, "{name}");
        assert_eq!(found.shown.map(|rung| case.ladder[rung].clone()), case.level_shown, "{name}");
    }
}

#[test]
fn mixed_keeps_what_is_shown_below_the_weak_rung() {
    let cuts = fractions(&[0.7, 0.65, 0.6, 0.6]);
    let found = Levels::new().shown(&cuts, &evidence(&[12.0, 4.0, 9.0, 12.0], &[12; 4]));
    assert!(found.mixed);
    assert_eq!(found.shown, Some(0));
    assert!(found.rungs[0].p_own.unwrap() >= SHOWN_FROM);
}

#[test]
fn the_rungs_that_contradict_each_other_are_known() {
    // Strong, weak, open, strong.
    let cuts = fractions(&[0.7, 0.65, 0.6, 0.6]);
    let found = Levels::new().shown(&cuts, &evidence(&[12.0, 4.0, 7.0, 12.0], &[12; 4]));
    assert_eq!(found.contradiction(), Some((vec![1], vec![3])));
    assert_eq!(shown(&[3.0, 8.0, 9.0], &[10; 3]).contradiction(), Some((vec![0], vec![1, 2])));
    assert_eq!(shown(&[3.0, 3.0, 9.0], &[10; 3]).contradiction(), Some((vec![0, 1], vec![2])));
    // A weak rung above a strong one is no contradiction.
    assert_eq!(shown(&[10.0, 3.0, 0.0], &[10; 3]).contradiction(), None);
    for x in 0..=10_u32 {
        for y in 0..=10_u32 {
            let found = shown(&[f64::from(x), f64::from(y)], &[10, 10]);
            assert_eq!(found.contradiction().is_some(), found.mixed, "{x} {y}");
        }
    }
}

#[test]
fn mixed_takes_away_a_level_that_pooling_would_show() {
    // Three of six juniors' questions, and everything above: the pool alone would show all three.
    let found = shown(&[3.0, 20.0, 20.0], &[6, 20, 20]);
    assert!(found.rungs.iter().all(|rung| rung.status == RungStatus::Shown));
    assert_eq!((found.mixed, found.shown), (true, None));
}

#[test]
fn a_rung_above_one_not_asked_is_open_without_a_probability() {
    let found = shown(&[9.0, 0.0, 9.0], &[10, 0, 10]);
    assert_eq!(found.rungs[2].status, RungStatus::Open);
    assert_eq!(found.rungs[2].p_at_least, None);
    assert_eq!(found.shown, Some(0));
    let few = shown(&[9.0, 0.0, 3.0], &[10, 0, 3]);
    assert_eq!(few.rungs[2].status, RungStatus::TooFew);
}

#[test]
fn the_percentage_of_an_open_rung_never_looks_settled() {
    assert_eq!([0.200_1, 0.474_9, 0.799_9].map(open_percent), [21, 47, 79]);
}

#[test]
fn nothing_asked_shows_nothing() {
    let found = shown(&[], &[]);
    assert_eq!((found.shown, found.mixed, found.rungs.len()), (None, false, 3));
    assert!(found.rungs.iter().all(|rung| rung.status == RungStatus::NotAsked && rung.p_at_least.is_none()));
    assert_eq!(Levels::new().shown(&[], &[]).shown, None);
}

#[test]
fn evidence_out_of_range_is_clipped() {
    let one = |x| own(Evidence { x, n: 10 }, Fraction::parse("0.7").unwrap());
    assert!((one(12.0) - one(10.0)).abs() < 1e-15);
    assert!((one(-1.0) - one(0.0)).abs() < 1e-15);
    assert!((one(f64::NAN) - one(0.0)).abs() < 1e-15);
    let mut gathered = Evidence::default();
    for share in [1.0, 0.5, -0.25, 7.0] {
        gathered.add(share);
    }
    assert_eq!(gathered, Evidence { x: 2.5, n: 4 });
}

#[test]
fn cuts_at_the_ends_are_always_or_never_reached() {
    let all = Evidence { x: 10.0, n: 10 };
    assert!((own(Evidence { x: 0.0, n: 10 }, Fraction::ZERO) - 1.0).abs() < 1e-15);
    assert!(own(all, Fraction::parse("1").unwrap()) < 1e-15);
}

#[test]
fn the_largest_exams_are_computed_as_closely() {
    // By Simpson's rule over 400,000 steps, normalised by its own integral.
    for (x, n, cut, expected) in [
        (7_000.0, 10_000, "0.7", 0.499_419_593_231),
        (7_050.0, 10_000, "0.7", 0.862_445_574_179),
        (6_930.5, 10_000, "0.7", 0.064_917_321_613),
        (40.0, 10_000, "0.005", 0.074_246_843_942),
    ] {
        let found = own(Evidence { x, n }, Fraction::parse(cut).unwrap());
        assert!((found - expected).abs() < 1e-9, "{x} of {n}: {found}");
    }
}

#[test]
fn as_many_rungs_as_a_ladder_may_have_take_no_time() {
    let cuts = vec![Fraction::parse("0.5").unwrap(); 64];
    let mut levels = Levels::new();
    for candidate in 0..8_u32 {
        let right = |rung: u32| f64::from(20 - (rung * 7 + candidate) % 4) - f64::from(candidate) / 128.0;
        let evidence: Vec<Evidence> = (0..64).map(|rung| Evidence { x: right(rung), n: 20 }).collect();
        let found = levels.shown(&cuts, &evidence);
        assert!(found.rungs[0].needed.is_some_and(|needed| needed < 20), "{:?}", found.rungs[0]);
    }
}

/// Up to 24 questions at each of up to five rungs, shares in quarters, cuts falling or not.
fn a_ladder() -> impl Strategy<Value = (Vec<Fraction>, Vec<Evidence>)> {
    let rung = (0..=24_u32, 0.0..=1.0_f64, 1..=9_999_u16).prop_map(|(n, share, cut)| {
        let x = (share * f64::from(n) * 4.0).floor() / 4.0;
        (Fraction::new(cut).unwrap(), Evidence { x, n })
    });
    proptest::collection::vec(rung, 1..=5).prop_map(|rungs| rungs.into_iter().unzip())
}

proptest! {
    #[test]
    fn more_right_answers_never_lower_any_probability((cuts, less) in a_ladder(), rung: prop::sample::Index, more in 0.0..=1.0_f64) {
        let rung = rung.index(cuts.len());
        let mut gained = less.clone();
        let room = f64::from(less[rung].n) - less[rung].x;
        gained[rung].x += (room * more * 4.0).ceil() / 4.0;
        let mut levels = Levels::new();
        let (before, after) = (levels.shown(&cuts, &less), levels.shown(&cuts, &gained));
        for (before, after) in before.rungs.iter().zip(&after.rungs) {
            prop_assert!(before.p_at_least.zip(after.p_at_least).is_none_or(|(before, after)| after >= before));
            prop_assert_eq!(before.p_at_least.is_some(), after.p_at_least.is_some());
        }
    }

    #[test]
    fn probabilities_are_probabilities_and_fall_as_rungs_rise((cuts, evidence) in a_ladder()) {
        let found = Levels::new().shown(&cuts, &evidence);
        let mut last = 1.0;
        for rung in &found.rungs {
            for p in [rung.p_own, rung.p_rung, rung.p_at_least].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&p));
            }
            prop_assert!(rung.p_own.zip(rung.p_rung).is_none_or(|(own, pooled)| own <= pooled));
            prop_assert!(rung.p_at_least.is_none_or(|p| p <= last));
            last = rung.p_at_least.unwrap_or(last);
        }
    }

    #[test]
    fn what_is_needed_shows_the_rung_and_one_less_does_not((cuts, evidence) in a_ladder()) {
        let mut levels = Levels::new();
        let found = levels.shown(&cuts, &evidence);
        for (place, rung) in found.rungs.iter().enumerate() {
            let mut at = |x: u32| {
                let mut other = evidence.clone();
                other[place].x = f64::from(x);
                levels.shown(&cuts, &other).rungs[place].p_at_least.is_some_and(|p| p >= SHOWN_FROM)
            };
            match rung.needed {
                Some(needed) => {
                    prop_assert!(at(needed));
                    prop_assert!(needed == 0 || !at(needed - 1));
                }
                None => prop_assert!(evidence[place].n < FEWEST_QUESTIONS || !at(evidence[place].n)),
            }
        }
    }

    #[test]
    fn what_was_remembered_changes_nothing((cuts, evidence) in a_ladder(), (others, before) in a_ladder()) {
        let mut levels = Levels::new();
        levels.shown(&others, &before);
        levels.shown(&cuts, &evidence);
        prop_assert_eq!(levels.shown(&cuts, &evidence), Levels::new().shown(&cuts, &evidence));
    }
}
