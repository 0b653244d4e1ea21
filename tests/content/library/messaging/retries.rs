//! Retries and dead letters: schedules added up, a loop that seeks back, and replays.
//!
//! That a member without a poll for `max.poll.interval.ms` leaves its group, while heartbeats go on, is
//! taken from the Kafka documentation (Consumer Configs; the consumer's API, "Detecting Consumer
//! Failures").

use std::collections::BTreeMap;

use super::Asked;
use super::reading::{count_after, decimal, first_number, line_with, partition, setting, table};

pub(super) fn until_dead_letter(asked: &Asked) {
    let yaml = asked.code("retry.yaml");
    let of = |name: &str| first_number(setting(yaml, name));
    assert_eq!(setting(yaml, "after_last_attempt"), "dead-letter");
    let mut wait = of("initial_delay");
    let mut passed = 0;
    for _ in 1..of("attempts") {
        passed += wait.min(of("max_delay"));
        wait *= of("multiplier");
    }
    assert!((asked.number() - f64::from(passed)).abs() < f64::EPSILON, "{passed}");
}

pub(super) fn poison_message(asked: &Asked) {
    let code = asked.code("consumer.py");
    let poison = 5120;
    assert!(asked.code("consumer.log").lines().all(|line| line.ends_with(&format!("offset={poison}"))));
    let except = line_with(code, "except Exception");
    let seeks_back =
        code.lines().skip(except).any(|line| line.contains("consumer.seek(msg.partition, msg.offset)"));
    let dead_letters = code.lines().skip(except).any(|line| line.contains("producer.send("));
    let mut position = poison;
    let mut committed = poison;
    let mut end = poison + 5;
    let mut visits: Vec<u32> = Vec::new();
    for _ in 0..1000 {
        end += 1;
        visits.push(position);
        if position == poison {
            position += u32::from(!seeks_back);
        } else {
            position += 1;
            committed = position;
        }
    }
    let lag = end - committed;
    let handled_others = visits.iter().any(|offset| *offset != poison);
    let visited_again = visits.iter().filter(|offset| **offset == poison).count() > 1;
    asked.assert_options(&[
        ("client skips 5120", handled_others && !dead_letters),
        ("It stays at 5120", visits.iter().all(|offset| *offset == poison) && lag > 1000),
        ("5120 comes again", handled_others && visited_again),
        ("dead-letter topic", dead_letters),
    ]);
}

pub(super) fn not_worth_retrying(asked: &Asked) {
    let yaml = asked.code("partner.yaml");
    let rows = table(asked.code("last 7 days, by the first answer"), &[]);
    let mut in_vain = Vec::new();
    for row in &rows {
        let [messages, through, dead] = [1, 2, 3].map(|cell| first_number(row[cell]));
        assert_eq!(through + dead, messages, "{}", row[0]);
        assert!(yaml.lines().next().is_some_and(|line| line.contains(row[0])), "{} is retried", row[0]);
        if through == 0 {
            in_vain.push(row[0]);
        } else {
            assert!(f64::from(through) > 0.99 * decimal(row[1]), "{}: worth it", row[0]);
        }
    }
    assert_eq!(in_vain.len(), 1, "{in_vain:?}");
    for row in &rows {
        assert_eq!(asked.accepts(row[0]), row[0] == in_vain[0], "{}", row[0]);
    }
    assert!(asked.accepts(&format!("HTTP {}", in_vain[0])) && !asked.accepts("4xx"));
}

pub(super) fn sleep_in_the_poll_loop(asked: &Asked) {
    let code = asked.code("consumer.py");
    let client = asked.code("client settings");
    assert_eq!(setting(client, "max.poll.records"), "1", "one message between two polls");
    let list = code.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    let delays: Vec<u32> = list.split(',').map(first_number).collect();
    assert!(code.contains("in [0, *DELAYS]:"), "the first attempt is at once");
    assert!(
        line_with(code, "time.sleep(delay)") < line_with(code, "call_partner(msg)"),
        "no sleep after the last"
    );
    let between_polls: u32 = delays.iter().sum();
    assert!(asked.prompt.contains("for an hour") && between_polls < 60 * 60, "no attempt succeeds");
    assert!(asked.prompt.contains("two other pods have nothing to read"), "and can take it at once");
    assert!(
        line_with(code, "consumer.commit()") > line_with(code, "dead_letter(msg)"),
        "committed at the end"
    );
    let interval = count_after(client, "max.poll.interval.ms=") / 1000;
    let session = count_after(client, "session.timeout.ms=") / 1000;
    let beats_in_sleep = client.contains("heartbeats: own thread");
    let silent = if beats_in_sleep { 0 } else { delays.iter().copied().max().unwrap_or_default() };
    let leaves = [(silent > session).then_some(session), (between_polls > interval).then_some(interval)];
    let leaves = leaves.into_iter().flatten().min();
    let dead_lettered = between_polls;
    asked.assert_options(&[
        ("After 45 s", leaves == Some(45)),
        ("After 450 s", leaves.is_none() && dead_lettered == 450),
        ("After 300 s the broker", dead_lettered == 300),
        ("After 300 s another pod", leaves == Some(300) && dead_lettered > 300),
    ]);
}

/// A record, as far as it is passed on.
struct Record {
    key: Option<&'static str>,
    headers: BTreeMap<&'static str, &'static str>,
    value: Option<&'static str>,
}

pub(super) fn dead_letter_without_key(asked: &Asked) {
    let code = asked.code("consumer.py");
    let send = code.lines().find(|line| line.contains("producer.send(\"orders.dlq\"")).expect("a send");
    let needs =
        code.split_once("msg.headers[\"").and_then(|(_, rest)| rest.split('"').next()).expect("a header");
    let failed =
        Record { key: Some("o-5"), headers: BTreeMap::from([("event-id", "e-1")]), value: Some("{}") };
    let copy = Record {
        key: failed.key.filter(|_| send.contains("key=msg.key")),
        headers: if send.contains("headers=msg.headers") { failed.headers } else { BTreeMap::new() },
        value: failed.value.filter(|_| send.contains("value=msg.value")),
    };
    // A partition that the group has read to its end; the copy is appended to it.
    let mut log = vec!["e-0", "e-1", "e-2"];
    let committed = log.len();
    let old_offset = log.iter().position(|event| *event == "e-1").expect("the failed one");
    log.push("e-1, copied");
    let offset = log.iter().position(|event| event.ends_with("copied")).expect("the copy");
    let partitions = 6;
    let home = partition("o-5", partitions);
    let may_be_in = |place: u32| copy.key.is_none_or(|key| partition(key, partitions) == place);
    let elsewhere = (0..partitions).any(|place| place != home && may_be_in(place));
    asked.assert_options(&[
        ("`handle` raises", !copy.headers.contains_key(needs)),
        ("keeps its old offset", offset == old_offset && offset < committed),
        ("another partition", elsewhere),
        ("a deletion", copy.value.is_none()),
    ]);
}

/// A group of `orders`: whether it dedups, and how often each message took effect. The first messages
/// are those that billing dead-lettered.
struct Group {
    name: String,
    dedups: bool,
    effects: Vec<u32>,
}

impl Group {
    fn receive(&mut self, messages: std::ops::Range<usize>) {
        for message in messages {
            if !(self.dedups && self.effects[message] > 0) {
                self.effects[message] += 1;
            }
        }
    }
}

pub(super) fn replay_for_one_group(asked: &Asked) {
    let code = asked.code("groups on topic orders");
    let failed = usize::try_from(count_after(code, "10:00-10:20: ")).expect("few");
    let all = usize::try_from(count_after(code, "1,800 of ")).expect("few");
    assert_eq!(usize::try_from(first_number(asked.code("billing.dlq"))), Ok(failed));
    let groups = || -> Vec<Group> {
        let lines = code.lines().skip(1).filter(|line| !line.starts_with(' '));
        let group = |line: &str| {
            let name = line.split_whitespace().next().expect("a name").to_owned();
            let missed = if name == "billing" { failed } else { 0 };
            let effects = (0..all).map(|message| u32::from(message >= missed)).collect();
            Group { name, dedups: line.ends_with("yes"), effects }
        };
        lines.map(group).collect()
    };
    let once = |replay: &dyn Fn(&mut Group)| {
        let mut groups = groups();
        assert_eq!(groups.len(), 3);
        groups.iter_mut().for_each(replay);
        groups.iter().all(|group| group.effects.iter().all(|effects| *effects == 1))
    };
    let to_all = |group: &mut Group| group.receive(0..failed);
    let from_ten = |group: &mut Group| {
        if group.name == "billing" {
            group.receive(0..all);
        }
    };
    let to_billing = |group: &mut Group| {
        if group.name == "billing" {
            group.receive(0..failed);
        }
    };
    asked.assert_options(&[
        ("at 50 a second", once(&to_all)),
        ("back to 10:00", once(&from_ten)),
        ("topic of billing's own", once(&to_billing)),
        ("Stop newsletter", once(&to_all)),
    ]);
}
