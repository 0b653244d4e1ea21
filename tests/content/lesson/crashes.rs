//! A consumer that dies at every step: the second and the third question.

use super::bench::Bench;
use super::paper::Lesson;
use super::play::Scene;
use super::program::Step;
use super::provider::KEY_LIFETIME;
use super::worker::{Turn, Worker};

/// What a play of the second question leaves behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Booked {
    pub(crate) status: String,
    pub(crate) cents: String,
    pub(crate) ids: String,
    pub(crate) settled: bool,
}

/// Reads what a play of the second question left behind.
pub(crate) fn booked(bench: &Bench) -> Booked {
    Booked {
        status: bench.ask("SELECT status FROM orders WHERE id = 'o-7731'"),
        cents: bench.ask("SELECT paid_cents FROM orders WHERE id = 'o-7731'"),
        ids: bench.ask("SELECT group_concat(message_id) FROM inbox"),
        settled: bench.broker.settled(),
    }
}

fn booked_once() -> Booked {
    Booked { status: "paid".to_owned(), cents: "4900".to_owned(), ids: "m-50317".to_owned(), settled: true }
}

/// The point between a consumer's last durable step and its ack.
pub(crate) fn before_ack(scene: &Scene) -> usize {
    scene.program.position(|step| *step == Step::Ack)
}

/// The point between a consumer's charge and what follows.
pub(crate) fn after_charge(scene: &Scene) -> usize {
    let is_charge = |step: &Step| matches!(step, Step::Charge { .. });
    scene.program.position(is_charge) + 1
}

#[test]
fn an_inbox_in_the_updates_transaction_books_once_wherever_the_consumer_dies() {
    let scene = Scene::commit_then_ack();
    for first in scene.crash_points() {
        for second in scene.crash_points() {
            let bench = scene.die_at(&[first, second]);
            assert_eq!(booked(&bench), booked_once(), "dead at {first}, {second}");
            assert!(bench.errors.is_empty());
        }
    }
}

#[test]
fn the_delivery_after_the_commit_never_reaches_the_update() {
    let scene = Scene::commit_then_ack();
    let mut bench = scene.bench();
    scene.die(&mut bench, before_ack(&scene));
    assert_eq!(bench.ask("SELECT paid_cents FROM orders"), "4900");
    assert!(!bench.broker.settled(), "committed, not acked");

    let delivery = bench.broker.receive(bench.now).expect("delivery 2");
    assert_eq!(delivery.number, 2);
    let mut worker = Worker::start(&scene.program, &bench, delivery);
    let mut path = Vec::new();
    while worker.turn(&mut bench) == Turn::Moved {
        path.push(worker.at());
    }
    let claim = scene.program.position(|s| matches!(s, Step::Write(_)));
    let caught = scene.program.position(|s| *s == Step::Duplicate);
    assert_eq!(path, [claim, caught, caught + 1, caught + 2]);
    assert_eq!(booked(&bench), booked_once());
    assert_eq!(bench.hits, 1);
}

#[test]
fn without_its_key_the_inbox_lets_the_update_run_twice() {
    let mut scene = Scene::commit_then_ack();
    for script in &mut scene.scripts {
        *script = script.replacen("message_id TEXT PRIMARY KEY", "message_id TEXT", 1);
    }
    let bench = scene.die_at(&[before_ack(&scene)]);
    assert_eq!(booked(&bench).cents, "9800");
}

#[test]
fn ack_before_commit_loses_the_message_and_commit_before_ack_never_does() {
    let shown = Scene::commit_then_ack();
    let mut swapped = Scene::commit_then_ack();
    swapped.program = swapped.program.ack_first();
    let lost = |scene: &Scene| {
        let lost = scene.crash_points().filter(|&point| {
            let booked = booked(&scene.die_at(&[point]));
            booked.settled && booked.cents == "0"
        });
        lost.count()
    };
    assert_eq!(lost(&shown), 0);
    assert!(lost(&swapped) > 0);
}

#[test]
fn a_charge_keyed_by_the_message_is_booked_once_wherever_the_consumer_dies() {
    let scene = Scene::charge_then_crash();
    for first in scene.crash_points() {
        for second in scene.crash_points() {
            let bench = scene.die_at(&[first, second]);
            assert_eq!(bench.charges(), 1, "dead at {first}, {second}");
            assert_eq!(bench.ask("SELECT status FROM payment_intents"), "paid");
            assert_eq!(bench.ask("SELECT charge_id FROM payment_intents"), "ch_31");
            assert!(bench.broker.settled());
            assert!(bench.errors.is_empty(), "the provider raises nothing");
        }
    }
}

#[test]
fn the_open_row_after_the_crash_is_the_one_that_the_lesson_shows() {
    let scene = Scene::charge_then_crash();
    let mut bench = scene.bench();
    scene.die(&mut bench, after_charge(&scene));
    let row = "SELECT id || '  ' || status || '    ' || coalesce(charge_id, 'NULL')
               FROM payment_intents";
    let shown = Lesson::read().question("charge-then-crash");
    assert!(shown.code("text").contains(&bench.ask(row)));
    let charge = bench.provider.booked().first().expect("one charge");
    assert!(shown.code("text").contains(&charge.id));
    assert!(shown.code("text").contains(&charge.message_id));
}

#[test]
fn without_a_key_the_crash_after_the_charge_charges_again() {
    let mut scene = Scene::charge_then_crash();
    scene.program = scene.program.keyed(false);
    assert_eq!(scene.die_at(&[after_charge(&scene)]).charges(), 2);
}

#[test]
fn after_the_keys_lifetime_a_replay_is_a_new_charge() {
    let scene = Scene::charge_then_crash();
    for (waited, charges) in [(KEY_LIFETIME - 1, 1), (3 * KEY_LIFETIME, 2)] {
        let mut bench = scene.bench();
        scene.die(&mut bench, after_charge(&scene));
        bench.now += waited;
        scene.finish(&mut bench);
        assert_eq!(bench.charges(), charges, "replayed after {waited} s");
    }
}

#[test]
fn a_purged_message_leaves_a_charge_that_no_row_knows() {
    let scene = Scene::charge_then_crash();
    let mut bench = scene.bench();
    scene.die(&mut bench, after_charge(&scene));
    bench.broker.ack(0);
    scene.finish(&mut bench);
    assert_eq!(bench.charges(), 1);
    assert_eq!(bench.ask("SELECT charge_id FROM payment_intents"), "");
    assert_eq!(bench.ask("SELECT status FROM payment_intents"), "open");
}
