//! Idempotency: handlers run twice, on rows in `SQLite`, on sets and on marks.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::super::sqlite::{database, rows};
use super::Asked;
use super::reading::{count_after, first_number, line_with, setting};

pub(super) fn which_may_run_twice(asked: &Asked) {
    let schema = asked.code("schema.sql");
    let handlers = asked.code("handlers.sql");
    let claims: Vec<(String, bool)> = handlers
        .split("-- ")
        .skip(1)
        .map(|handler| {
            let (name, statement) = handler.split_once('\n').expect("a name and a statement");
            let after = |times: usize| {
                let db = database(&[schema, ROWS]);
                for _ in 0..times {
                    db.execute_batch(statement).unwrap_or_else(|error| panic!("{name}: {error}"));
                }
                tables(&db)
            };
            assert_ne!(after(0), after(1), "{name} does something");
            (format!("`{name}`"), after(1) == after(2))
        })
        .collect();
    let claims: Vec<(&str, bool)> = claims.iter().map(|(name, same)| (name.as_str(), *same)).collect();
    asked.assert_options(&claims);
}

const ROWS: &str = "INSERT INTO orders VALUES (7, 'paid'), (8, 'paid');
    INSERT INTO stock VALUES ('ink', 10), ('pen', 3);
    INSERT INTO carts VALUES (3, 'ink'), (3, 'pen'), (4, 'ink');";

fn tables(db: &Connection) -> Vec<Vec<String>> {
    let names = rows(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    names.iter().map(|name| rows(db, &format!("SELECT * FROM {name} ORDER BY 1, 2"))).collect()
}

pub(super) fn seen_in_memory(asked: &Asked) {
    let code = asked.code("bonus.py");
    let log = asked.code("group bonus, 3 pods");
    assert!(code.contains("seen = set()"), "in the memory of a process");
    let check = line_with(code, "if msg.id in seen");
    let act = line_with(code, "give_bonus(");
    let mark = line_with(code, "seen.add(");
    assert!(check < act);
    let mut memories: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut given = 0;
    let mut receiver = "";
    for line in log.lines().filter(|line| line.contains(" handled ") || line.contains(" received ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let (pod, message) = (words[1], words[3]);
        receiver = pod;
        let seen = memories.entry(pod).or_default();
        if !seen.contains(message) {
            given += count_after(code, "points=");
            if mark > check {
                seen.insert(message);
            }
        }
    }
    let once = count_after(code, "points=");
    let delivered = log.contains("bonus-3 received m-77");
    assert!(log.contains("m-77 not committed"), "so that it comes again");
    asked.assert_options(&[
        ("100 points a second time", given == 2 * once),
        ("It is skipped", delivered && given == once),
        ("left for bonus-1", receiver == "bonus-1"),
        ("a group gets each message once", !delivered),
    ]);
}

pub(super) fn marked_before_done(asked: &Asked) {
    let code = asked.code("pack.py");
    let after = usize::try_from(count_after(&asked.prompt, "after line ")).expect("a line");
    let before = usize::try_from(count_after(&asked.prompt, "before line ")).expect("a line");
    assert_eq!((line_with(code, "redis.set"), line_with(code, "ship(")), (after, before));
    let mut world = World::default();
    world.handle(code, Some(before));
    world.handle(code, None);
    let (shipped, settled) = (world.shipped, world.committed);
    asked.assert_options(&[
        ("shipped once", shipped == 1),
        ("isn't shipped", shipped == 0 && settled),
        ("shipped twice", shipped == 2),
        ("a day late", shipped == 0 && !settled),
    ]);
}

/// What outlives a process: the key in Redis, the parcel, the offset.
#[derive(Default)]
struct World {
    marked: bool,
    shipped: u32,
    committed: bool,
}

impl World {
    /// Runs the lines of `handle`, and dies before that one.
    fn handle(&mut self, code: &str, dies_before: Option<usize>) {
        let mut fresh = false;
        let mut skipping = false;
        for (number, line) in (1..).zip(code.lines()) {
            if dies_before == Some(number) {
                return;
            }
            let deep = line.starts_with("        ");
            let statement = line.trim();
            if deep && skipping {
                continue;
            }
            match statement {
                "if not fresh:" => skipping = fresh,
                "return" => return,
                "consumer.commit()" => self.committed = true,
                _ if statement.contains("redis.set(") => {
                    assert!(statement.contains("nx=True"), "{statement}");
                    fresh = !self.marked;
                    self.marked = true;
                }
                _ if statement.starts_with("ship(") => self.shipped += 1,
                _ => assert!(statement.starts_with("def "), "{statement}"),
            }
        }
    }
}

pub(super) fn reset_to_earliest(asked: &Asked) {
    let topic = asked.code("topic ledger");
    let milliseconds = |name: &str| setting(topic, name).parse::<u32>().expect("a number");
    let day = 24 * 60 * 60 * 1000;
    let in_topic = milliseconds("retention.ms") / day;
    assert!(milliseconds("segment.ms") < day / 10, "closed segments go as a whole: a day's share at most");
    assert_eq!(
        in_topic,
        first_number(topic.lines().next().and_then(|line| line.split_once("# ")).expect("a remark").1)
    );
    let in_inbox = count_after(asked.code("nightly.sql"), "interval '");
    let daily = first_number(topic.lines().find(|line| line.ends_with("within a minute")).expect("a rate"));
    assert!(asked.code("runbook").contains("--to-earliest"));
    let db = database(&["CREATE TABLE inbox (day INT PRIMARY KEY)"]);
    for day in 0..in_topic {
        db.execute("INSERT INTO inbox VALUES (?1)", [day]).expect("each day was handled");
    }
    db.execute("DELETE FROM inbox WHERE day >= ?1", [in_inbox]).expect("the nightly run");
    let known: u32 =
        rows(&db, "SELECT count(*) FROM inbox").first().expect("a count").parse().expect("a number");
    let twice = (in_topic - known) * daily;
    for option in &asked.option {
        let said = if option.text.starts_with("None") { 0 } else { first_number(&option.text) };
        assert_eq!(option.correct, said == twice, "{twice}: {}", option.text);
    }
}

/// How the id of a refund's event comes about, and what is compared.
#[derive(Clone, Copy, PartialEq)]
enum Identity {
    PerAttempt,
    PerRefund,
    OrderAndAmount,
}

pub(super) fn id_made_in_the_retry(asked: &Asked) {
    let code = asked.code("refunds.py");
    let payouts: Vec<&str> = asked.code("logs").lines().filter(|line| line.starts_with("payout")).collect();
    let retried =
        line_with(code, "@retry") < line_with(code, "uuid4()") && code.contains("def publish_refund");
    assert!(retried && payouts.len() == 2, "each attempt makes an id of its own");
    let attempts = count_after(code, "attempts=");
    assert_eq!(paid(Identity::PerAttempt, attempts, Answer::LostAfterAppend, false), [2, 1], "as logged");
    let once = |identity, attempts, broker_drops| {
        [Answer::LostAfterAppend, Answer::LostBeforeAppend]
            .into_iter()
            .all(|answer| paid(identity, attempts, answer, broker_drops) == [1, 1])
    };
    asked.assert_options(&[
        ("enable.idempotence", once(Identity::PerAttempt, attempts, true)),
        ("order and amount", once(Identity::OrderAndAmount, attempts, false)),
        ("out of `refund.id`", once(Identity::PerRefund, attempts, false)),
        ("Take away `@retry`", once(Identity::PerAttempt, 1, false)),
    ]);
}

/// Why the first attempt timed out.
#[derive(Clone, Copy, PartialEq)]
enum Answer {
    LostAfterAppend,
    LostBeforeAppend,
}

/// How often each of two refunds is paid, both of one order and of one amount; the first attempt of the
/// first one times out. An idempotent broker drops a sequence number it has had, and each `send` has
/// the next one.
fn paid(identity: Identity, attempts: u32, answer: Answer, broker_drops: bool) -> [u32; 2] {
    let mut appended: Vec<(u32, usize, String)> = Vec::new();
    let mut sequence = 0;
    for refund in 0..2 {
        for attempt in 1..=attempts {
            let times_out = refund == 0 && attempt == 1;
            sequence += 1;
            let id = match identity {
                Identity::PerAttempt => format!("{refund}/{attempt}"),
                Identity::PerRefund => format!("{refund}"),
                Identity::OrderAndAmount => "o-8/2500".to_owned(),
            };
            let known = broker_drops && appended.iter().any(|(had, ..)| *had == sequence);
            let lost = times_out && answer == Answer::LostBeforeAppend;
            if !known && !lost {
                appended.push((sequence, refund, id));
            }
            if !times_out {
                break;
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut paid = [0; 2];
    for (_, refund, id) in appended {
        if seen.insert(id) {
            paid[refund] += 1;
        }
    }
    paid
}
