//! Lag and redelivery metrics: queues played, rates and ages computed again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Asked;
use super::reading::{busy, count_after, decimal, first_number, table, tenths};

pub(super) fn steady_lag(asked: &Asked) {
    let rows = table(asked.code("group mailer"), &[]);
    let waits: Vec<(u32, usize)> = rows
        .iter()
        .map(|row| wait_in_queue(first_number(row[3]), first_number(row[1]), first_number(row[2])))
        .collect();
    let (first, _) = waits[0];
    let (last, lag_then) = waits[waits.len() - 1];
    asked.assert_options(&[
        ("some 12 s", last == 12),
        ("handled at once", last == 0),
        ("longer than one of 09:00", last > first),
        ("has come down to 0", lag_then == 0),
    ]);
}

/// How many seconds a message waits that joins a queue of this length, and how long the queue is then.
fn wait_in_queue(lag: u32, per_second_in: u32, per_second_out: u32) -> (u32, usize) {
    let mut queue: VecDeque<bool> = (0..lag).map(|_| false).collect();
    queue.push_back(true);
    for second in 0.. {
        for _ in 0..per_second_out {
            if queue.pop_front() == Some(true) {
                return (second, queue.len());
            }
        }
        queue.extend((0..per_second_in).map(|_| false));
    }
    unreachable!("the seconds don't end")
}

pub(super) fn back_to_zero(asked: &Asked) {
    let code = asked.code("group invoices, 11:00");
    let cell = |name: &str| {
        let line = code.lines().find(|line| line.starts_with(name)).expect("a line");
        first_number(&line[name.len()..])
    };
    let mut lag = cell("lag");
    let mut seconds = 0;
    while lag > 0 {
        lag = (lag + cell("messages in")).saturating_sub(cell("messages out, at most"));
        seconds += 1;
    }
    let minutes = f64::from(seconds) / 60.0;
    assert!((asked.number() - minutes).abs() < 0.01 * minutes, "{minutes}");
}

pub(super) fn published_twice(asked: &Asked) {
    let rows = table(asked.code("handled, partition 1 of stock"), &[]);
    let mut offsets: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut handled: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &rows {
        offsets.entry(row[1]).or_default().insert(first_number(row[0]));
        *handled.entry(row[1]).or_default() += 1;
    }
    let twice: Vec<&str> =
        handled.iter().filter(|(_, times)| **times == 2).map(|(event, _)| *event).collect();
    assert_eq!((twice.len(), handled.values().max()), (4, Some(&2)), "four were handled twice");
    for event in handled.keys() {
        assert_eq!(asked.accepts(event), offsets[event].len() == 2, "{event}");
    }
    assert!(!asked.accepts("stock-2") && !asked.accepts("8814"));
}

/// A group at some rate, and how late it is.
#[derive(Clone, Copy)]
struct State {
    name: &'static str,
    lag: f64,
    grows: bool,
    age: f64,
    promise: f64,
}

pub(super) fn page_on_age(asked: &Asked) {
    let rows = table(asked.code("groups"), &["clicks", "payouts"]);
    let shown = count_after(asked.code("alert"), "lag > ");
    let seconds = |row: &[&str]| decimal(row[4]) * if row[5] == "min" { 60.0 } else { 1.0 };
    let as_shown = |row: &Vec<&str>| {
        let name = if row[0] == "clicks" { "clicks" } else { "payouts" };
        let (lag, out) = (decimal(row[1]), decimal(row[3]));
        State { name, lag, grows: decimal(row[2]) > out, age: lag / out, promise: seconds(row) }
    };
    let now: Vec<State> = rows.iter().map(as_shown).collect();
    let in_a_month = 31.0 * 24.0 / f64::from(count_after(asked.code("alert"), "again every "));
    let pages = |state: &State| if state.lag > f64::from(shown) { in_a_month } else { 0.0 };
    assert!(
        rows.iter().zip(&now).all(|(row, state)| (decimal(row[6]) - pages(state)).abs() < 0.5),
        "as it pages"
    );
    let at_other_rates = [0.2, 0.5, 1.0, 2.0, 25.0]
        .into_iter()
        .flat_map(|factor| now.iter().map(move |state| State { lag: state.lag * factor, ..*state }));
    let states: Vec<State> = at_other_rates.collect();
    let fits = |states: &[State], alert: &dyn Fn(&State) -> bool| {
        states.iter().all(|state| alert(state) == (state.age > state.promise))
    };
    let lowered = f64::from(first_number(&asked.option("Lower the threshold").text));
    let own = &asked.option("its own threshold").text;
    let thresholds = [f64::from(first_number(own)), f64::from(count_after(own, "clicks, "))];
    let by_group = |state: &State| state.lag > thresholds[usize::from(state.name == "payouts")];
    asked.assert_options(&[
        ("has grown", fits(&states, &|state| state.grows)),
        ("Lower the threshold", fits(&states, &|state| state.lag > lowered)),
        ("its own threshold", fits(&states, &by_group)),
        ("age of the oldest", fits(&states, &|state| state.age > state.promise)),
    ]);
    assert!(fits(&now, &by_group), "right at the rates of today, which is what its credit is for");
}

pub(super) fn lag_meets_retention(asked: &Asked) {
    let topic = asked.code("topic audit");
    let code = asked.code("group archiver");
    let rows = table(code, &[]);
    let [before, now] = &rows[..] else { panic!("two lines") };
    let retention = count_after(topic, "retention.ms=") / (60 * 60 * 1000);
    let partitions = first_number(topic);
    let [pods, per_second_in, out, age] = [1, 2, 3, 4].map(|cell| first_number(now[cell]));
    let each = out / busy(partitions, pods);
    let hours = (tenths(now[0]) - tenths(before[0])) / 10 / 60;
    let grown = f64::from(hours) * (1.0 - f64::from(out) / f64::from(per_second_in));
    assert!((f64::from(age - first_number(before[4])) - grown).abs() < 0.01, "the ages go with the rates");
    let release = count_after(code, "tomorrow at ") + 24 - first_number(now[0]);
    let lost = |per_second_out: u32, retention: u32, skips: bool| {
        let slower = 1.0 - f64::from(per_second_out) / f64::from(per_second_in);
        let oldest = f64::from(age) + f64::from(release) * if skips { 1.0 } else { slower };
        oldest > f64::from(retention)
    };
    let pods_of = |words: &str| first_number(asked.option(words).text.split("un ").nth(1).expect("pods"));
    let with_more_pods = busy(partitions, pods_of("until the release")) * each;
    let room_for = |days: u32| count_after(topic, "disks ") * days < 100;
    let on_the_old_six = busy(partitions, pods_of("to 12 partitions")) * each;
    asked.assert_options(&[
        ("until the release", !lost(with_more_pods, retention, false)),
        ("to three days", !lost(out, 3 * 24, false) && room_for(3)),
        ("to 12 partitions", !lost(on_the_old_six, retention, false)),
        ("Skip to the latest", !lost(out, retention, true)),
    ]);
}

pub(super) fn more_pods_less_done(asked: &Asked) {
    let code = asked.code("queue thumbs");
    let rows = table(code.split_once("\n\n").expect("a table").1, &[]);
    let deadline = count_after(code, "ack deadline ");
    let incoming = first_number(code.lines().nth(1).expect("a rate"));
    let done: Vec<u32> = rows.iter().map(|row| first_number(row[2])).collect();
    let acked: Vec<u32> = rows.iter().map(|row| first_number(row[3])).collect();
    let p99: Vec<u32> = rows.iter().map(|row| first_number(row[4])).collect();
    let waits: Vec<u32> = rows.iter().map(|row| first_number(row[6])).collect();
    let most = acked.iter().copied().max().expect("a line");
    let apart_from_waiting: BTreeSet<u32> = p99.iter().zip(&waits).map(|(p99, wait)| p99 - wait).collect();
    assert_eq!(apart_from_waiting.len(), 1, "what grows with the pods is the wait for the database");
    let late: Vec<u32> = done.iter().zip(&acked).map(|(done, acked)| done - acked).collect();
    for (at, late) in late.iter().enumerate() {
        let few = late * 100 <= done[at];
        assert_eq!(few, p99[at] <= deadline, "{late} late with a p99 of {}", p99[at]);
    }
    assert!(asked.explanation.contains(&format!("{} of {}", late[2], done[2])), "{late:?}");
    let longer =
        first_number(asked.option("Raise the ack deadline").text.split_once(" to ").expect("a deadline").1);
    let in_time = if p99[2] < longer { done[2] } else { acked[2] };
    let more_with_more_pods = done.windows(2).any(|pair| pair[1] > pair[0]);
    let best_is_four =
        acked[0] == most && acked[0] > incoming && p99[0] < deadline && first_number(rows[0][1]) == 4;
    asked.assert_options(&[
        ("32 pods", more_with_more_pods),
        ("Raise the ack deadline", in_time > most),
        ("Go back to 4 pods", best_is_four),
        ("on receipt", done[2] > most),
    ]);
    assert!(in_time > incoming && asked.option("Raise the ack deadline").credit.is_some(), "it shrinks, too");
}
