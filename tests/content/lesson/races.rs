//! Two consumers with the same message: the first question, and what the second one says of locks.

use std::collections::BTreeSet;

use super::bench::VISIBILITY_TIMEOUT;
use super::broker::Broker;
use super::message::Message;
use super::paper::{Lesson, fence};
use super::play::Scene;
use super::program::Step;

/// The longer visibility timeout of the first question's option, in seconds.
pub(crate) const LONGER_TIMEOUT: u64 = 5 * 60;

/// The numbers of charges that occur when two consumers race.
pub(crate) fn charges_in_races(scene: &Scene) -> BTreeSet<usize> {
    let races = scene.every_race();
    races.iter().map(|played| played.bench.charges()).collect()
}

/// Of stalls from ten seconds to ten minutes, how many end in two charges under that timeout.
pub(crate) fn stalls_that_charge_twice(scene: &Scene, visibility_timeout: u64) -> usize {
    let charge = scene.program.position(is_charge);
    let stalls = (1..=60).map(|stall| stall * 10);
    let twice = stalls.filter(|&seconds| {
        let mut bench = scene.quiet_bench();
        bench.broker = Broker::new(visibility_timeout);
        bench.broker.publish(Message::new("m-88121"));
        scene.stall(&mut bench, charge, seconds);
        bench.charges() > 1
    });
    twice.count()
}

fn is_charge(step: &Step) -> bool {
    matches!(step, Step::Charge { .. })
}

#[test]
fn a_check_before_the_charge_lets_some_races_charge_twice() {
    let charges = charges_in_races(&Scene::check_then_charge());
    assert_eq!(charges, BTreeSet::from([1, 2]));
}

#[test]
fn a_plain_index_takes_both_inserts() {
    let races = Scene::check_then_charge().every_race();
    let twice: Vec<_> = races.iter().filter(|p| p.bench.charges() == 2).collect();
    assert!(!twice.is_empty());
    for played in twice {
        assert_eq!(played.bench.ask("SELECT count(*) FROM processed"), "2");
        assert!(played.bench.errors.is_empty());
    }
}

#[test]
fn a_unique_key_under_an_insert_that_comes_last_speaks_too_late() {
    let mut scene = Scene::check_then_charge();
    scene.scripts = Scene::claim_first().scripts;
    assert_eq!(charges_in_races(&scene), BTreeSet::from([1, 2]));
    let races = scene.every_race();
    assert!(races.iter().any(|played| !played.bench.errors.is_empty()));
}

#[test]
fn a_claim_before_the_charge_charges_once_in_every_race() {
    let scene = Scene::claim_first();
    let races = scene.every_race();
    assert!(races.len() > 252, "every order was played");
    for played in &races {
        assert!(!played.stuck);
        assert_eq!(played.bench.charges(), 1);
        assert_eq!(played.bench.hits, 1);
        assert_eq!(played.bench.ask("SELECT count(*) FROM processed"), "1");
        assert!(played.bench.broker.settled());
        assert!(played.bench.errors.is_empty());
    }
    assert!(races.iter().any(|p| p.waits > 0), "the second one waits");
}

#[test]
fn a_longer_visibility_timeout_makes_the_window_smaller_and_leaves_it_open() {
    let shown = Scene::check_then_charge();
    let short = stalls_that_charge_twice(&shown, VISIBILITY_TIMEOUT);
    let long = stalls_that_charge_twice(&shown, LONGER_TIMEOUT);
    assert!(long < short, "{long} of {short}");
    assert!(long > 0);
    for timeout in [VISIBILITY_TIMEOUT, LONGER_TIMEOUT] {
        assert_eq!(stalls_that_charge_twice(&Scene::claim_first(), timeout), 0);
    }
}

#[test]
fn a_claim_is_rolled_back_with_a_consumer_that_dies_before_its_charge() {
    let scene = Scene::claim_first();
    let charge = scene.program.position(is_charge);
    for point in 0..=charge {
        let bench = scene.die_at(&[point]);
        assert_eq!(bench.charges(), 1, "dead before step {point}");
        assert!(bench.broker.settled());
    }
}

#[test]
fn a_crash_between_charge_and_commit_charges_again_unless_the_charge_has_a_key() {
    let mut scene = Scene::claim_first();
    let after_charge = scene.program.position(is_charge) + 1;
    assert_eq!(scene.die_at(&[after_charge]).charges(), 2);
    scene.program = scene.program.keyed(true);
    for point in scene.crash_points() {
        assert_eq!(scene.die_at(&[point]).charges(), 1, "dead before {point}");
    }
}

#[test]
fn a_claim_committed_by_itself_can_leave_a_customer_uncharged() {
    let mut scene = Scene::claim_first();
    scene.program = scene.program.claim_committed_alone();
    let charge = scene.program.position(is_charge);
    let bench = scene.die_at(&[charge]);
    assert_eq!(bench.charges(), 0);
    assert!(bench.broker.settled(), "the repeat was taken for a duplicate");
}

#[test]
fn two_consumers_of_the_inbox_never_deadlock_and_one_gets_the_violation() {
    let races = Scene::commit_then_ack().every_race();
    for played in &races {
        assert!(!played.stuck);
        assert_eq!(played.bench.ask("SELECT paid_cents FROM orders"), "4900");
        assert_eq!(played.bench.hits, 1);
        assert!(played.bench.errors.is_empty());
    }
    assert!(races.iter().any(|played| played.waits > 0));
}

#[test]
fn the_recaps_query_finds_a_double_charge_and_is_silent_without_one() {
    let query = fence(&Lesson::read().recap, "sql");
    let find = |scene: Scene| -> BTreeSet<Vec<String>> {
        let races = scene.every_race();
        let asked = races.iter().map(|p| p.bench.ask_the_provider(&query));
        asked.collect()
    };
    let shown = find(Scene::check_then_charge());
    assert!(shown.contains(&vec!["m-88121".to_owned()]));
    assert_eq!(find(Scene::claim_first()), BTreeSet::from([vec![]]));
}
