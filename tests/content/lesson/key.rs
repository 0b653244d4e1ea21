//! The key against the play: an option is right when, and only when, what it says is what happens.

use super::broker::Broker;
use super::crashes::{after_charge, before_ack, booked};
use super::message::Message;
use super::metrics::{Weather, play, shown};
use super::paper::Lesson;
use super::play::Scene;
use super::races::{LONGER_TIMEOUT, charges_in_races, stalls_that_charge_twice};

/// Compares a question's key with claims: words of one option each, and whether they hold.
fn assert_key(id: &str, claims: [(&str, bool); 4]) {
    let question = Lesson::read().question(id);
    assert_eq!(question.option.len(), claims.len(), "{id}");
    for (words, holds) in claims {
        let mut meant = question.option.iter().filter(|o| o.text.contains(words));
        let option = meant.next().unwrap_or_else(|| panic!("{id}: {words}"));
        assert!(meant.next().is_none(), "{id}: {words} in two options");
        assert_eq!(option.correct, holds, "{id}: {}", option.text);
    }
}

#[test]
fn check_then_charge_is_mended_by_the_claim_and_by_no_other_option() {
    let shown = Scene::check_then_charge();
    let one_charge = |scene: &Scene| charges_in_races(scene).into_iter().eq([1]);
    let mut broker = Broker::new(LONGER_TIMEOUT);
    broker.publish(Message::new("m-88121"));
    let first = broker.receive(0);
    broker.rebalance();
    let one_consumer = first.is_some() && broker.receive(0).is_none();
    let closed = stalls_that_charge_twice(&shown, LONGER_TIMEOUT) == 0;
    assert_key(
        "check-then-charge",
        [
            ("one message to two consumers", one_consumer),
            ("Claim the id", one_charge(&Scene::claim_first())),
            ("Leave the code", one_charge(&shown)),
            ("visibility timeout", closed),
        ],
    );
}

#[test]
fn commit_then_ack_needs_no_change() {
    let scene = Scene::commit_then_ack();
    let bench = scene.die_at(&[before_ack(&scene)]);
    let booked = booked(&bench);
    let stuck = scene.every_race().iter().any(|played| played.stuck);
    let untouched = booked.cents == "4900" && booked.settled && bench.hits == 1;
    assert_key(
        "commit-then-ack",
        [
            ("loses the message", booked.cents == "0"),
            ("adds the 4900 cents a second time", booked.cents == "9800"),
            ("deadlocks", stuck),
            ("violates the key", untouched),
        ],
    );
}

#[test]
fn charge_then_crash_mends_itself() {
    let scene = Scene::charge_then_crash();
    let bench = scene.die_at(&[after_charge(&scene)]);
    let status = bench.ask("SELECT status FROM payment_intents");
    let once = bench.charges() == 1 && status == "paid" && bench.broker.settled();
    assert_key(
        "charge-then-crash",
        [
            ("one charge stands", once),
            ("charge again", bench.charges() > 1),
            ("stay `open` for ever", status == "open"),
            ("with an error", !bench.errors.is_empty()),
        ],
    );
}

#[test]
fn dedup_spike_is_a_redelivery_that_was_absorbed() {
    let windows = shown();
    let [.., quiet, storm, _] = &windows[..] else {
        panic!("several windows");
    };
    let (retried, _) = play(300, Weather::Retry(24));
    let (redelivered, cents) = play(300, Weather::Redelivery(24));
    let table_failing = storm.hits < quiet.hits || storm.errors > quiet.errors;
    let absorbed = cents == 300 * 4900
        && redelivered.hits == 24
        && redelivered.delivered - redelivered.hits == redelivered.appended
        && storm.delivered - storm.hits == storm.appended;
    let once_until_then = quiet.delivered == quiet.appended;
    assert_key(
        "dedup-spike",
        [
            ("dedup table", table_failing),
            ("producer", retried.hits > 0),
            ("absorbed a redelivery", absorbed),
            ("exactly-once", once_until_then),
        ],
    );
}

#[test]
fn only_the_longer_timeout_carries_credit_for_it_does_make_the_window_smaller() {
    for question in Lesson::read().question {
        for option in &question.option {
            let helps = option.text.contains("visibility timeout");
            assert_eq!(option.credit.is_some(), helps, "{}", option.text);
            let share = option.credit.unwrap_or(0.5);
            assert!(share > 0.0 && share < 1.0 && !(option.correct && helps));
        }
    }
}
