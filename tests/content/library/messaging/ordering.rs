//! Ordering and partitions: a log with a few partitions, and who reads them when.
//!
//! That order holds within a partition, that equal keys share one, and that a partition has one reader
//! of a group is taken from the Kafka documentation (Introduction, and Design, "The Consumer").

use std::collections::{BTreeMap, BTreeSet};

use super::Asked;
use super::reading::{
    assert_only_order, busy, count_after, decimal, first_number, interleavings, line_with, partition,
    readers, table, tenths,
};

pub(super) fn placed_after_cancelled(asked: &Asked) {
    let code = asked.code("shop.py");
    let partitions = count_after(code, "\"orders\": ");
    let send = code.lines().nth(line_with(code, "producer.send") - 1).expect("a line");
    let keyed = send.contains("key=");
    let mut turn = 0;
    let mut place = || {
        turn += 1;
        if keyed { partition("o-512", partitions) } else { turn % partitions }
    };
    let log: Vec<(u32, &str)> = ["OrderPlaced", "OrderCancelled"].map(|event| (place(), event)).to_vec();
    let together = log[0].0 == log[1].0;
    let of = |place: u32| -> Vec<&str> {
        log.iter().filter(|(at, _)| *at == place).map(|(_, event)| *event).collect()
    };
    let ways = if together { vec![of(log[0].0)] } else { interleavings(&of(log[0].0), &of(log[1].0)) };
    let seen: Vec<&str> =
        asked.code("consumers").lines().map(|line| line.rsplit(' ').next().expect("an event")).collect();
    let possible = ways.contains(&seen);
    let names: BTreeSet<&str> =
        asked.code("consumers").lines().map(|line| line.split(' ').nth(1).expect("a consumer")).collect();
    let most_readers = |place: u32| {
        readers(partitions, 6).iter().enumerate().filter(|(at, _)| u32::try_from(*at) == Ok(place)).count()
    };
    asked.assert_options(&[
        ("two consumers of the group", together && most_readers(log[0].0) > 1),
        ("They are in two partitions", !keyed && !together && possible),
        ("sorts by the time", together && possible),
        ("in one poll", names.len() == 1),
    ]);
}

pub(super) fn nine_pods(asked: &Asked) {
    let partitions = count_after(asked.code("topic"), "PartitionCount: ");
    let each = count_after(&asked.prompt, "handles ");
    let rows = table(asked.code("group"), &[]);
    let out = |pods: &str| busy(partitions, first_number(pods)) * each;
    assert_eq!(out(rows[0][1]), first_number(rows[0][3]), "as measured with {} pods", rows[0][1]);
    assert_eq!(rows[1][3], "?");
    let expected = out(rows[1][1]).min(first_number(rows[1][2]));
    let idle = first_number(rows[1][1]) - busy(partitions, first_number(rows[1][1]));
    for option in &asked.option {
        assert_eq!(option.correct, first_number(&option.text) == expected, "{expected}: {}", option.text);
    }
    assert_eq!(idle, 3, "{}", asked.right());
}

pub(super) fn retry_overtaken(asked: &Asked) {
    let code = asked.code("address_consumer.py");
    let put_aside = code.contains("producer.send(\"addresses.retry\"");
    let wait = count_after(code, "waits ") * 60 * 10;
    let mut saves: Vec<(u32, &str)> = Vec::new();
    let mut highest = (0, "");
    for line in asked.code("consumer.log").lines() {
        let at = tenths(&line[..8]);
        let city = line.split_once("city=").and_then(|(_, rest)| rest.split(' ').next()).expect("a city");
        highest = highest.max((count_after(line, "offset="), city));
        if line.ends_with("saved") {
            saves.push((at, city));
        } else if put_aside {
            saves.push((at + wait, city));
        }
    }
    saves.sort_unstable();
    let mut by_ten_past = saves.iter().filter(|(at, _)| *at < tenths("15:10:00")).map(|(_, city)| *city);
    let table: &str = by_ten_past.next_back().expect("a save");
    asked.assert_options(&[
        ("Bonn: its retry comes last", table == "Bonn" && saves.len() == 2),
        ("its offset in `addresses`", table == highest.1),
        ("a retry of an older", table == "Graz" && saves.len() == 1),
        ("waits for Bonn's retry", table == "Graz" && saves.len() == 2),
    ]);
}

/// One order's events a second, and whose they are.
struct Order {
    tenant: String,
    id: String,
    rate: f64,
}

pub(super) fn one_hot_partition(asked: &Asked) {
    assert!(asked.code("producer.py").contains("key=event.tenant_id"), "the key that is shown");
    let rows = table(asked.code("events at 09:30"), &[]);
    let capacity = f64::from(count_after(&asked.prompt, "each can handle "));
    let hot = rows.iter().find(|row| row[3] == "t-07").expect("t-07");
    let share = decimal(hot[4].trim_end_matches('%')) / 100.0;
    let (hot_rate, total) = (decimal(hot[1]) * share, rows.iter().map(|row| decimal(row[1])).sum::<f64>());
    let spread = |tenant: &str, count: u32, rate: f64| -> Vec<Order> {
        let order = |n: u32| Order {
            tenant: tenant.to_owned(),
            id: format!("{tenant}/o-{n}"),
            rate: rate / f64::from(count),
        };
        (0..count).map(order).collect()
    };
    let mut all = spread("t-07", 3000, hot_rate);
    (0..40).for_each(|n| all.extend(spread(&format!("small-{n}"), 100, (total - hot_rate) / 40.0)));

    let shown = first_number(&rows.len().to_string());
    let by_tenant = |order: &Order, count: u32| vec![partition(&order.tenant, count)];
    let by_order = |order: &Order, count: u32| vec![partition(&order.id, count)];
    let random = |order: &Order, count: u32| {
        if order.tenant == "t-07" { (0..count).collect() } else { by_tenant(order, count) }
    };
    let more = first_number(&asked.option("partitions, and run").text);
    assert!(!holds(&all, by_tenant, shown, capacity), "as it is, partition {} is too much", hot[0]);
    asked.assert_options(&[
        ("16 partitions", holds(&all, by_tenant, more, capacity)),
        ("random key", holds(&all, random, shown, capacity)),
        ("`order_id` as the key", holds(&all, by_order, shown, capacity)),
        asked.changes_nothing(
            "max.poll.records",
            "each can handle 1,000 messages a second",
            holds(&all, by_tenant, shown, capacity),
        ),
    ]);
}

/// Whether each partition has no more than its consumer can take, and each order one partition.
fn holds(all: &[Order], places: impl Fn(&Order, u32) -> Vec<u32>, partitions: u32, capacity: f64) -> bool {
    let mut load: BTreeMap<u32, f64> = BTreeMap::new();
    let mut in_order = true;
    for order in all {
        let at = places(order, partitions);
        in_order &= at.len() == 1;
        let count: f64 = at.iter().map(|_| 1.0).sum();
        for place in &at {
            *load.entry(*place).or_default() += order.rate / count;
        }
    }
    in_order && load.values().all(|rate| *rate <= capacity)
}

/// A step of the move to another topic.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Create,
    SwitchRelay,
    WaitForNoLag,
    SwitchReaders,
    Delete,
}

pub(super) fn move_to_more_partitions(asked: &Asked) {
    let there = asked.code("what there is");
    assert!(there.contains("auto.create.topics.enable=false") && there.contains("one outbox relay"));
    let from_start = there.contains("auto.offset.reset=earliest");
    let named = [
        ("Create `orders-v2`", Step::Create),
        ("Restart the relay", Step::SwitchRelay),
        ("lag on `orders` is 0", Step::WaitForNoLag),
        ("Restart the readers", Step::SwitchReaders),
        ("Delete `orders`", Step::Delete),
    ];
    let of = |text: &str| {
        let found = named.iter().find(|(words, _)| text.contains(words));
        found.unwrap_or_else(|| panic!("no step: {text}")).1
    };
    assert_only_order(asked, |order| {
        let steps: Vec<Step> = order.iter().map(|text| of(text)).collect();
        moves(&steps, from_start).is_some()
    });
}

/// What the readers have handled after the move; nothing where a client meets a topic that isn't there,
/// a wait doesn't end, or an event of the one order is lost or out of turn. The relay sends one event
/// before each step; the readers are slow and get through their topic in the wait alone.
fn moves(order: &[Step], from_start: bool) -> Option<Vec<u32>> {
    let mut old = Some(vec![0, 1, 2]);
    let mut new: Option<Vec<u32>> = None;
    let (mut relay_on_new, mut readers_on_new) = (false, false);
    let mut handled = Vec::new();
    let mut next = 3;
    for step in order {
        let target = if relay_on_new { new.as_mut() } else { old.as_mut() };
        target?.push(next);
        next += 1;
        match step {
            Step::Create => new = Some(Vec::new()),
            Step::SwitchRelay => relay_on_new = true,
            Step::WaitForNoLag => {
                let waiting = old.as_mut()?;
                if readers_on_new && !waiting.is_empty() {
                    return None;
                }
                handled.append(waiting);
            }
            Step::SwitchReaders => {
                readers_on_new = true;
                let there = new.as_mut()?;
                if !from_start {
                    there.clear();
                }
            }
            Step::Delete => old = None,
        }
        let written_to = if relay_on_new { &new } else { &old };
        let read = if readers_on_new { &new } else { &old };
        if written_to.is_none() || read.is_none() {
            return None;
        }
    }
    handled.append(new.as_mut()?);
    (handled == (0..next).collect::<Vec<u32>>()).then_some(handled)
}
