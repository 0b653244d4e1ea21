//! Delivery semantics: consumers that die between two lines of their snippet.
//!
//! What a committed offset, a transaction and `min.insync.replicas` mean is taken from the Kafka
//! documentation (Design, "Message Delivery Semantics" and "Replication"); what follows from it for
//! these lines is played.

use std::collections::{BTreeMap, BTreeSet};

use super::Asked;
use super::reading::{assert_only_order, count_after, first_number, line_with, orders, quoted, setting};

/// What a line of a consumer's loop does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    Poll,
    Commit,
    StoreEach,
}

pub(super) fn commit_before_work(asked: &Asked) {
    let code = asked.code("consumer.py");
    let log = asked.code("consumer.log");
    let mut lines =
        [("consumer.poll", Line::Poll), ("consumer.commit", Line::Commit), ("store(", Line::StoreEach)];
    lines.sort_by_key(|(words, _)| line_with(code, words));
    let polled: u32 = setting(code, "# max.poll.records").parse().expect("a number of records");
    let first = count_after(log, "offsets ");
    let dies_after = count_after(log, "stored offset ");

    let mut committed = first;
    play(&lines.map(|(_, line)| line), polled, &mut committed, |offset| offset == dies_after);
    let after =
        play(&lines.map(|(_, line)| line), polled, &mut committed, |offset| offset >= first + 3 * polled);

    let batch = first..first + polled;
    let again: Vec<u32> = after.iter().copied().filter(|offset| batch.contains(offset)).collect();
    let next = after.first().copied();
    asked.assert_options(&[
        ("All ten", again == batch.clone().collect::<Vec<_>>()),
        ("304 to 309", again == (304..310).collect::<Vec<_>>()),
        ("None of the ten", again.is_empty() && next == Some(310)),
        ("303 to 309", again == (303..310).collect::<Vec<_>>()),
    ]);
}

/// Runs the loop from the committed offset until a store after which it dies; what was stored.
fn play(lines: &[Line], polled: u32, committed: &mut u32, dies: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut stored = Vec::new();
    let mut position = *committed;
    loop {
        for line in lines {
            match line {
                Line::Poll => position += polled,
                Line::Commit => *committed = position,
                Line::StoreEach => {
                    for offset in position - polled..position {
                        stored.push(offset);
                        if dies(offset) {
                            return stored;
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn handled_again(asked: &Asked) {
    let log = asked.code("billing-1");
    assert!(log.contains("committed offset = the next one to read"));
    let committed = count_after(log, "partition=3 committed offset=");
    let last = count_after(log, "handled offset=");
    assert!(last - committed < count_after(log, "commits every "), "no commit is due in between");
    let before: BTreeSet<u32> = (committed..=last).collect();
    let after: BTreeSet<u32> = (committed..=last + 50).collect();
    let twice = before.intersection(&after).fold(0.0, |count, _| count + 1.0);
    assert!((asked.number() - twice).abs() < f64::EPSILON, "{twice}");
}

pub(super) fn transaction_and_mail(asked: &Asked) {
    let code = asked.code("settle.py");
    let batch = count_after(&asked.prompt, "batch of ");
    let dies_before = usize::try_from(count_after(&asked.prompt, "before line ")).expect("a line");
    assert_eq!(line_with(code, "commit_transaction"), dies_before);
    let mut broker = Broker::default();
    let mut mails = BTreeMap::new();
    settle(code, batch, Some(dies_before), &mut broker, &mut mails);
    settle(code, batch, None, &mut broker, &mut mails);

    assert_eq!(broker.offset, batch, "the batch is done in the end");
    let each = |counts: &BTreeMap<u32, u32>, expected| {
        (0..batch).all(|m| counts.get(&m).copied().unwrap_or(0) == expected)
    };
    let outcome = |mailed, seen| each(&mails, mailed) && each(&broker.visible, seen);
    asked.assert_options(&[
        ("Two mails for each message; each settled record once", outcome(2, 1)),
        ("One mail for each message; each settled record once", outcome(1, 1)),
        ("Two mails for each message; each settled record twice", outcome(2, 2)),
        ("no settled record of them", outcome(1, 0)),
    ]);
}

/// What a broker stores for a transactional producer.
#[derive(Default)]
struct Broker {
    offset: u32,
    visible: BTreeMap<u32, u32>,
    open: Option<(Vec<u32>, u32)>,
}

/// One life of the process, line by line; a new life aborts what the former one left open.
fn settle(
    code: &str,
    batch: u32,
    dies_before: Option<usize>,
    broker: &mut Broker,
    mails: &mut BTreeMap<u32, u32>,
) {
    broker.open = None;
    let messages = broker.offset..batch;
    for (number, line) in (1..).zip(code.lines().map(str::trim)) {
        if dies_before == Some(number) {
            return;
        }
        if line.starts_with("producer.begin_transaction") {
            broker.open = Some((Vec::new(), broker.offset));
        } else if line.starts_with("mailer.send") {
            messages.clone().for_each(|message| *mails.entry(message).or_default() += 1);
        } else if line.starts_with("producer.send(") {
            match &mut broker.open {
                Some((records, _)) => records.extend(messages.clone()),
                None => messages.clone().for_each(|message| *broker.visible.entry(message).or_default() += 1),
            }
        } else if line.starts_with("producer.send_offsets") {
            match &mut broker.open {
                Some((_, offset)) => *offset = batch,
                None => broker.offset = batch,
            }
        } else if line.starts_with("producer.commit_transaction") {
            let (records, offset) = broker.open.take().expect("a transaction is open");
            for message in records {
                *broker.visible.entry(message).or_default() += 1;
            }
            broker.offset = offset;
        }
    }
}

/// A step of a consumer's shutdown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    StopFetching,
    Finish,
    Commit,
    Leave,
    Exit,
}

pub(super) fn shutdown_order(asked: &Asked) {
    let settings = asked.code("settings");
    assert_eq!(setting(settings, "enable.auto.commit"), "false");
    let slowest = count_after(settings, "up to ");
    assert!(slowest < count_after(settings, "terminationGracePeriodSeconds: "), "the handlers can finish");
    let threads = count_after(settings, "handlers: ");
    let named = [
        ("Stop fetching", Step::StopFetching),
        ("handlers finish", Step::Finish),
        ("Commit the offsets", Step::Commit),
        ("Leave the group", Step::Leave),
        ("Exit the process", Step::Exit),
    ];
    let of = |text: &str| {
        let found = named.iter().find(|(words, _)| text.contains(words));
        found.unwrap_or_else(|| panic!("no step: {text}")).1
    };
    assert_only_order(asked, |order| {
        let steps: Vec<Step> = order.iter().map(|text| of(text)).collect();
        hands_over(&steps, threads)
    });
}

/// Whether nothing is repeated and nobody waits for the session timeout. While the consumer fetches,
/// one more message comes in before each step.
fn hands_over(order: &[Step], threads: u32) -> bool {
    let (mut fetching, mut member, mut alive) = (true, true, true);
    let (mut in_hand, mut finished, mut repeated, mut waits) = (threads, 0, 0, false);
    for step in order {
        if !alive {
            return false;
        }
        in_hand += u32::from(fetching && member);
        match step {
            Step::StopFetching => fetching = false,
            Step::Finish => {
                finished += in_hand;
                in_hand = 0;
            }
            Step::Commit if member => finished = 0,
            Step::Commit => {}
            Step::Leave => {
                member = false;
                repeated += in_hand + finished;
            }
            Step::Exit => {
                alive = false;
                waits = member;
                repeated += in_hand;
            }
        }
    }
    repeated == 0 && !waits
}

pub(super) fn highest_offset_committed(asked: &Asked) {
    let code = asked.code("pool_consumer.py");
    let log = asked.code("consumer.log");
    let handled: Vec<u32> = log
        .lines()
        .filter_map(|line| line.split_once("handled "))
        .map(|(_, offset)| first_number(offset))
        .collect();
    let running = count_after(log, "oom-kill (");
    assert!(code.contains("max("), "the snippet commits the highest");
    assert_eq!(handled.iter().min(), Some(&FIRST));
    assert_eq!(highest(&handled), count_after(log, "committed "), "as logged");
    assert!(loses(&handled, running, highest));

    let all: Vec<u32> = handled.iter().copied().chain([running]).collect();
    // One key to one thread: what has the key of 7101 waits behind it, and the rest is handled. Whatever
    // shares its key, the hole is there while something beyond it is done.
    let kept_in_order = |same_key: &dyn Fn(u32) -> bool| -> Vec<u32> {
        all.iter()
            .copied()
            .filter(|offset| *offset < running || (*offset > running && !same_key(*offset)))
            .collect()
    };
    let by_key = [kept_in_order(&|_| false), kept_in_order(&|offset| offset == running + 1)];
    let drained = if log.contains("SIGTERM") { [&handled[..], &[running]].concat() } else { handled.clone() };
    asked.assert_options(&[
        ("Commit in `run`", !loses(&handled, running, each_its_own)),
        ("one key to one thread", !by_key.iter().any(|handled| loses(handled, running, highest))),
        ("On SIGTERM", !loses(&drained, running, highest)),
        ("lowest offset", !loses(&handled, running, lowest_open)),
    ]);

    for order in orders(&all) {
        for killed_after in 0..=order.len() {
            let committed = lowest_open(&order[..killed_after]);
            let open = order[killed_after..].iter().min();
            assert!(open.is_none_or(|open| committed <= *open), "{order:?} {killed_after}");
        }
    }
}

const FIRST: u32 = 7100;

fn highest(finished: &[u32]) -> u32 {
    finished.iter().max().map_or(FIRST, |offset| offset + 1)
}

/// Each thread commits behind its own message: the last commit stands.
fn each_its_own(finished: &[u32]) -> u32 {
    finished.last().map_or(FIRST, |offset| offset + 1)
}

fn lowest_open(finished: &[u32]) -> u32 {
    (FIRST..=u32::MAX).find(|offset| !finished.contains(offset)).expect("one is open")
}

/// Whether a message that wasn't finished is before the committed offset.
fn loses(finished: &[u32], running: u32, committed: impl Fn(&[u32]) -> u32) -> bool {
    !finished.contains(&running) && running < committed(finished)
}

pub(super) fn acked_by_one_disk(asked: &Asked) {
    let settings = asked.code("settings");
    let shown: BTreeMap<&str, &str> = settings.lines().filter_map(|line| line.split_once('=')).collect();
    let log = asked.code("controller.log");
    let in_sync: Vec<u32> = {
        let shrunk = log.lines().filter_map(|line| line.split_once("isr=")).next_back().expect("an ISR").1;
        let list = shrunk.split_whitespace().next().expect("a list");
        list.split(',').map(first_number).collect()
    };
    let before_word = log.split_once(" appends").expect("appends").0;
    let appends = first_number(before_word.rsplit(' ').next().expect("a number"));
    let failed = count_after(log, "broker ");
    assert_eq!(acked_and_lost(&shown, &in_sync, appends, failed), appends, "as told");
    for option in &asked.option {
        let (name, value) = quoted(&option.text).split_once('=').expect("a setting");
        let mut changed = shown.clone();
        changed.insert(name, value);
        let lost = acked_and_lost(&changed, &in_sync, appends, failed);
        assert_eq!(option.correct, lost == 0, "{name}={value}: {lost} lost");
    }
}

/// Records that were acked and that no living broker has. Replicas outside the ISR have none of them,
/// however many there are, and electing one of those doesn't bring them back.
fn acked_and_lost(settings: &BTreeMap<&str, &str>, in_sync: &[u32], appends: u32, failed: u32) -> u32 {
    let enough: usize = settings["min.insync.replicas"].parse().expect("a number");
    let refused = settings["acks"] == "all" && in_sync.len() < enough;
    let acked = if refused { 0 } else { appends };
    let copies = in_sync.iter().filter(|broker| **broker != failed).count();
    if copies == 0 { acked } else { 0 }
}

#[test]
fn a_line_that_moves_changes_what_is_lost() {
    let mut committed = 300;
    let after_the_work = [Line::Poll, Line::StoreEach, Line::Commit];
    play(&after_the_work, 10, &mut committed, |offset| offset == 303);
    assert_eq!(committed, 300);
}
