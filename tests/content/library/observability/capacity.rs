//! Capacity.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Asked;
use super::reading::{assert_each, count, number_after, numbers, row, same, within};

pub(super) fn rate_times_duration_is_busy(asked: &Asked) {
    let shown = asked.code("job runner, last minute");
    let value = |name: &str| row(shown, name)[0];
    let busy = value("jobs finished") / 60.0 * value("mean duration");
    let share = 100.0 * busy / value("workers");
    assert!(same(asked.number(), share), "{share}");
    assert!(value("jobs waiting").abs() < 0.5, "what arrives is finished");
}

pub(super) fn two_zones_carry_the_load_of_three(asked: &Asked) {
    let table = asked.code("evening peak");
    let zones: Vec<Vec<f64>> = table.lines().skip(1).map(numbers).collect();
    let work: f64 = zones.iter().map(|zone| zone[0] * zone[1]).sum();
    let lost = row(table, "south");
    let pods: f64 = zones.iter().map(|zone| zone[0]).sum::<f64>() - lost[0];
    let cpu = work / pods;
    let said = |words: &str| number_after(&asked.option(words).text, "About");
    assert!(within(said("93%"), lost[1] * 4.0 / 3.0, 0.01), "a third of it each");
    assert!(within(said("74%"), lost[1] + lost[1] / pods, 0.01), "a pod's load over twenty");
    assert!(same(said("140%"), 2.0 * lost[1]), "all of it to both");
    assert!(cpu > 100.0);
    assert_each(asked, |text| within(number_after(text, "About"), cpu, 0.01));
}

pub(super) fn latency_goes_with_the_room_that_is_left(asked: &Asked) {
    let table = asked.code("load test");
    let lines: Vec<[f64; 3]> = table
        .lines()
        .skip(1)
        .map(|line| numbers(line).try_into().unwrap_or_else(|_| panic!("load, cpu, latency: {line}")))
        .collect();
    let [.., before, last] = lines[..] else { panic!("{table}") };
    let room = |cpu: f64| 1.0 - cpu / 100.0;
    let service = last[2] * room(last[1]);
    for [load, cpu, latency] in &lines {
        assert!(within(latency * room(*cpu), service, 0.03), "latency by room: {latency}");
        assert!(same(cpu / load, last[1] / last[0]), "CPU goes with the load");
    }
    let load = number_after(asked.prompt.replace('\n', " ").as_str(), "will bring");
    let cpu = last[1] * load / last[0];
    let expected = service / room(cpu);
    assert!(room(cpu) < 0.5 * room(last[1]), "less than half of the room");
    let along = last[2] + (last[2] - before[2]) / (last[0] - before[0]) * (load - last[0]);
    let said = |words: &str| number_after(&asked.option(words).text, "About");
    assert!(within(said("grows by 6%"), last[2] * load / last[0], 0.01), "in proportion");
    assert!(within(said("last step"), along, 0.01), "on a straight line");
    assert!(same(said("used up"), last[2]), "as before");
    assert_each(asked, |text| within(number_after(text, "About"), expected, 0.05));
}

pub(super) fn only_giving_it_back_survives_a_slow_carrier(asked: &Asked) {
    let code = asked.code("quote.py");
    let milliseconds = |call: &str| {
        let line = code.lines().find(|line| line.contains(call)).expect("a call");
        assert!(line.starts_with(' '), "held meanwhile: {line}");
        number_after(line, "#")
    };
    let [load, quote, save] = ["load(", "carrier.quote(", "save("].map(milliseconds);
    let shown = asked.code("pool and database");
    let rate = row(shown, "requests/s")[0];
    let pool = row(shown, "connections in use")[1];
    let slow = number_after(asked.prompt.replace('\n', " ").as_str(), "takes");
    let needed = |held: f64| rate * held / 1000.0;
    assert!(needed(load + quote + save) > pool, "a connection is waited for");
    let fits = |pool: f64, held: &dyn Fn(f64) -> f64| [quote, slow].map(|quote| needed(held(quote)) <= pool);
    let larger = fits(number_after(&asked.option("Raise").text, "pool to"), &|quote| load + quote + save);
    let given_back = fits(pool, &|_| load + save);
    let indexed = fits(pool, &|quote| f64::midpoint(load, save) + quote);
    let replica = fits(pool, &|quote| quote + save);
    asked.assert_options(&[
        ("Raise", larger == [true; 2]),
        ("Give the connection back", given_back == [true; 2]),
        ("Index", indexed == [true; 2]),
        ("replica", replica == [true; 2]),
    ]);
    assert_eq!(larger, [true, false], "enough today, and not on the carrier's slow days");
    let now = number_after(&asked.option("Raise").text, "connections;");
    assert!(within(now, needed(load + quote + save), 0.01), "{now}");
    assert!(asked.option.iter().all(|option| option.credit.is_none()), "none of the others holds");
    assert_eq!((indexed[0], replica[0]), (false, false), "not even today");
}

/// Ticks in a second.
const SECOND: usize = 10;

/// Callers with a timeout and retries, and a backend with a queue, at a tenth of the load shown.
#[derive(Clone)]
struct Storm {
    users: f64,
    worked_off: f64,
    limit: usize,
    timeout: usize,
    retries: usize,
    now: usize,
    /// Users and calls that are due, by tick.
    due: BTreeMap<usize, Vec<(usize, usize)>>,
    queue: VecDeque<(usize, usize)>,
    answered: BTreeSet<usize>,
    arrived: usize,
    owed: f64,
}

/// What a second on average brought.
struct Seconds {
    calls: f64,
    answers: f64,
}

impl Storm {
    fn read(caller: &str, backend: &str) -> Self {
        let whole = |number: f64| -> usize { number.round().to_string().parse().expect("a whole number") };
        let calm = row(backend, "13:55");
        Self {
            users: calm[0] / 10.0,
            worked_off: number_after(backend, "works off") / 10.0,
            limit: whole(number_after(backend, "queue up to") / 10.0),
            timeout: whole(number_after(caller, "timeout")) * SECOND,
            retries: whole(number_after(caller, "up to")),
            now: 0,
            due: BTreeMap::new(),
            queue: VecDeque::new(),
            answered: BTreeSet::new(),
            arrived: 0,
            owed: 0.0,
        }
    }

    /// So many seconds, with the database there or away; what the last ten of them brought.
    fn run(&mut self, seconds: usize, database: bool) -> Seconds {
        let (mut calls, mut answers) = (0, 0);
        for tick in 0..seconds * SECOND {
            let (called, answered) = self.tick(database);
            if tick >= (seconds - 10) * SECOND {
                calls += called;
                answers += answered;
            }
        }
        Seconds { calls: count(calls), answers: count(answers) }
    }

    fn tick(&mut self, database: bool) -> (usize, usize) {
        let mut calls = self.due.remove(&self.now).unwrap_or_default();
        let per_second = count(SECOND);
        while count(self.arrived) < self.users * count(self.now + 1) / per_second {
            calls.push((self.arrived, 0));
            self.arrived += 1;
        }
        calls.retain(|(user, call)| *call <= self.retries && !self.answered.contains(user));
        for &(user, call) in &calls {
            if self.queue.len() < self.limit {
                self.queue.push_back((self.now, user));
            }
            self.due.entry(self.now + self.timeout).or_default().push((user, call + 1));
        }
        self.owed = if database { self.owed + self.worked_off / per_second } else { 0.0 };
        let mut in_time = 0;
        while self.owed >= 1.0 {
            self.owed -= 1.0;
            let Some((since, user)) = self.queue.pop_front() else { break };
            if self.now - since < self.timeout && self.answered.insert(user) {
                in_time += 1;
            }
        }
        self.now += 1;
        (calls.len(), in_time)
    }

    /// Seconds until this holds, of the callers and of how many were answered in time in that tick.
    fn seconds_until(&mut self, holds: impl Fn(&Self, usize) -> bool) -> f64 {
        for ticks in 1..=60 * SECOND {
            let (_, answered) = self.tick(true);
            if holds(self, answered) {
                return count(ticks) / count(SECOND);
            }
        }
        panic!("not within a minute")
    }

    /// Whether everybody is answered in time two minutes after a change.
    fn ends_with(&self, change: impl Fn(&mut Self)) -> bool {
        let mut changed = self.clone();
        change(&mut changed);
        within(changed.run(120, true).answers / 10.0, self.users, 0.02)
    }
}

pub(super) fn retries_keep_the_overload_alive(asked: &Asked) {
    let backend = asked.code("backend");
    let mut storm = Storm::read(asked.code("caller"), backend);
    let calm = storm.run(20, true);
    assert_brought(&calm, &row(backend, "13:55"));
    assert!(asked.prompt.contains("failed over at 14:00") && asked.prompt.contains("since 14:01"));
    storm.run(60, false);
    let stuck = storm.run(240, true);
    let shown = row(backend, "14:25");
    assert_brought(&stuck, &shown);
    assert!(within(count(storm.queue.len()) * 10.0, shown[2], 0.03), "the queue is full");
    let doubled = number_after(&asked.option("twice as fast").text, ":") / 10.0;
    let longer = number_after(&asked.option("Let the queue").text, "to") / 10.0;
    assert!(same(doubled, 2.0 * storm.worked_off) && same(longer, 10.0 * count(storm.limit)));
    asked.assert_options(&[
        ("twice as fast", storm.ends_with(|storm| storm.worked_off = doubled)),
        ("Let the queue", storm.ends_with(|storm| storm.limit *= 10)),
        ("Restart", storm.ends_with(|storm| storm.queue.clear())),
        ("retries off", storm.ends_with(|storm| storm.retries = 0)),
    ]);
    storm.retries = 0;
    let said = &asked.option("retries off").heads_up;
    let in_time = storm.seconds_until(|_, answered| answered > 0);
    let since = number_after(said, "off: after");
    assert!((since..=since + 1.0).contains(&in_time), "a call then is answered within a second: {in_time}");
    assert!(same(number_after(&asked.explanation.replace('\n', " "), "who calls after"), since));
    let empty = in_time + storm.seconds_until(|storm, _| storm.queue.is_empty());
    assert!((empty - number_after(said, "and after")).abs() <= 0.5, "empty after {empty} s");
}

/// Ten seconds at a tenth of the load against a line with users, calls, queue and answers.
fn assert_brought(seconds: &Seconds, shown: &[f64]) {
    let [_, calls, _, answers] = shown else { panic!("{shown:?}") };
    assert!(within(seconds.calls, *calls, 0.02), "{} calls", seconds.calls);
    assert!((seconds.answers - answers).abs() <= 0.02 * answers + 1.0, "{} answers", seconds.answers);
}
