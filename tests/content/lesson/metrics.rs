//! The dedup metric: the fourth question's numbers, and what each of its options would look like.

use super::bench::Bench;
use super::crashes::before_ack;
use super::message::Message;
use super::paper::Lesson;
use super::play::Scene;
use super::worker::Worker;

/// One line of the metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) appended: usize,
    pub(crate) delivered: usize,
    pub(crate) hits: usize,
    pub(crate) share: String,
    pub(crate) errors: usize,
}

/// What goes wrong while a window is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// That many deliveries are committed and not acked before a rebalance.
    Redelivery(usize),
    /// An outbox publishes that many messages a second time.
    Republish(usize),
    /// An idempotent producer sends that many messages a second time.
    Retry(usize),
    /// The dedup table raises, with that many deliveries not acked before a rebalance.
    TableGone(usize),
    /// The dedup table has lost its rows when that many messages come again.
    RowsGone(usize),
}

/// A window of so many messages through the second question's consumer, and the cents it booked.
pub(crate) fn play(messages: usize, weather: Weather) -> (Window, usize) {
    let scene = Scene::commit_then_ack();
    let mut bench = scene.quiet_bench();
    send(&mut bench, messages);
    match weather {
        Weather::Republish(again) => (0..again).for_each(|n| bench.broker.publish(numbered(n))),
        Weather::Retry(again) => send(&mut bench, again),
        Weather::Redelivery(unacked) | Weather::TableGone(unacked) | Weather::RowsGone(unacked) => {
            let end = before_ack(&scene);
            for _ in 0..unacked {
                let delivery = bench.broker.receive(bench.now).expect("a message");
                let mut worker = Worker::start(&scene.program, &bench, delivery);
                while worker.at() < end {
                    worker.turn(&mut bench);
                }
            }
            bench.broker.rebalance();
        }
    }
    match weather {
        Weather::TableGone(_) => bench.run("DROP TABLE inbox"),
        Weather::RowsGone(_) => bench.run("DELETE FROM inbox"),
        Weather::Redelivery(_) | Weather::Republish(_) | Weather::Retry(_) => {}
    }
    scene.finish(&mut bench);
    let window = Window {
        appended: bench.broker.appended(),
        delivered: bench.broker.delivered(),
        hits: bench.hits,
        share: share(bench.hits, bench.broker.delivered()),
        errors: bench.errors.len(),
    };
    let cents = bench.ask("SELECT paid_cents FROM orders");
    (window, cents.parse().expect("a sum"))
}

fn numbered(number: usize) -> Message {
    Message::new(&format!("m-{number}"))
}

/// Publishes that many messages from an idempotent producer, numbered from its start.
fn send(bench: &mut Bench, messages: usize) {
    for (number, sequence) in (0..messages).zip(0..) {
        let message = numbered(number);
        bench.broker.publish_numbered("outbox", sequence, message);
    }
}

/// The lines of the question's metric.
pub(crate) fn shown() -> Vec<Window> {
    let question = Lesson::read().question("dedup-spike");
    let mut lines = question.code("text").lines();
    let header = lines.next().expect("a header").split_whitespace();
    let names: Vec<&str> = header.collect();
    assert_eq!(names, ["window", "appended", "delivered", "hits", "share", "errors"]);
    lines.map(window).collect()
}

fn window(line: &str) -> Window {
    let cells: Vec<&str> = line.split_whitespace().collect();
    let [_, appended, delivered, hits, share, errors] = cells[..] else {
        panic!("a line has six cells: {line}");
    };
    let number = |cell: &str| cell.parse().expect("a whole number");
    Window {
        appended: number(appended),
        delivered: number(delivered),
        hits: number(hits),
        share: share.to_owned(),
        errors: number(errors),
    }
}

/// Hits by delivered, in hundredths of a percent, rounded.
fn share(hits: usize, delivered: usize) -> String {
    let hundredths = (hits * 20_000 / delivered).div_ceil(2);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[test]
fn the_shown_numbers_add_up_to_redelivery_and_nothing_else() {
    let windows = shown();
    for window in &windows {
        assert_eq!(window.share, share(window.hits, window.delivered));
        assert_eq!(window.delivered - window.hits, window.appended);
        assert!(window.delivered > window.appended, "never exactly once");
        assert_eq!(window.errors, 0);
    }
    let shares: Vec<&str> = windows.iter().map(|w| w.share.as_str()).collect();
    assert_eq!(shares, ["0.05%", "0.05%", "8.00%", "0.06%"]);
    let [_, before, storm, after] = &windows[..] else {
        panic!("four windows");
    };
    let usual = before.appended.abs_diff(after.appended);
    assert!(before.appended.abs_diff(storm.appended) <= usual);
}

#[test]
fn the_texts_name_the_numbers_that_are_shown() {
    let question = Lesson::read().question("dedup-spike");
    let windows = shown();
    let storm = windows.iter().max_by_key(|window| window.hits);
    let storm = storm.expect("a window");
    let (delivered, hits, appended) = (storm.delivered, storm.hits, storm.appended);
    let sum = format!("{delivered} delivered less {hits} hits is {appended}, and {appended} were appended");
    assert!(question.explanation.contains(&sum), "{sum}");
    assert!(question.prompt.contains(&format!("the {hits} hits")));
    let quiet = windows.first().expect("a window").hits;
    let texts = question.option.iter().map(|option| &option.heads_up);
    let quiet = format!("the {quiet} hits of a quiet window");
    assert_eq!(texts.filter(|text| text.contains(&quiet)).count(), 1);
}

#[test]
fn a_redelivery_storm_raises_the_share_without_extra_appends_or_a_second_effect() {
    for (messages, unacked, share) in [(2000, 1, "0.05%"), (2000, 174, "8.00%"), (1700, 1, "0.06%")] {
        let (window, cents) = play(messages, Weather::Redelivery(unacked));
        let expected = Window {
            appended: messages,
            delivered: messages + unacked,
            hits: unacked,
            share: share.to_owned(),
            errors: 0,
        };
        assert_eq!(window, expected);
        assert_eq!(cents, messages * 4900, "each applied once");
    }
}

#[test]
fn a_dedup_table_in_trouble_lets_hits_fall() {
    let (calm, _) = play(300, Weather::Redelivery(24));
    let (gone, _) = play(300, Weather::TableGone(24));
    assert!(gone.hits < calm.hits && gone.errors > calm.errors);
    let (emptied, cents) = play(300, Weather::RowsGone(24));
    assert!(emptied.hits < calm.hits);
    assert!(cents > 300 * 4900, "and repeats are applied");
}

#[test]
fn an_idempotent_producers_retries_never_reach_the_dedup_check() {
    let (window, cents) = play(300, Weather::Retry(24));
    assert_eq!(window.appended, 300);
    assert_eq!(window.delivered, 300);
    assert_eq!(window.hits, 0);
    assert_eq!(cents, 300 * 4900);
}

#[test]
fn a_republishing_outbox_would_show_as_extra_appends() {
    let (window, cents) = play(300, Weather::Republish(24));
    assert_eq!(window.appended, 324);
    assert_eq!(window.hits, 24);
    assert_eq!(cents, 300 * 4900);
}
