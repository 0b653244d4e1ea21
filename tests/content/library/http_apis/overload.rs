//! Queues that are too long, and retries that keep themselves alive.

use std::collections::VecDeque;

use super::Asked;
use super::reading::{count_after, count_before, number_after};

/// A server with a queue, in steps of 10 ms.
#[derive(Clone)]
struct Server {
    arriving: u32,
    served: u32,
    queue_max: usize,
}

const STEPS: u32 = 100;

/// The n-th step's share of so many a second.
const fn share(per_second: u32, step: u32) -> u32 {
    (step + 1) * per_second / STEPS - step * per_second / STEPS
}

impl Server {
    /// From a full queue on: answers in time and waiting ones, in the last of ten minutes' seconds.
    fn after_ten_minutes(&self, full: usize, patience: u32) -> (u32, usize) {
        let mut queue: VecDeque<u32> = std::iter::repeat_n(0, full).collect();
        let mut in_time = 0;
        let end = 600 * STEPS;
        for now in 1..=end {
            for _ in 0..share(self.arriving, now % STEPS) {
                if queue.len() < self.queue_max {
                    queue.push_back(now);
                }
            }
            for _ in 0..share(self.served, now % STEPS) {
                if let Some(since) = queue.pop_front() {
                    let last_second = now > end - STEPS;
                    in_time += u32::from(last_second && now - since <= patience * STEPS);
                }
            }
        }
        (in_time, queue.len())
    }
}

pub(super) fn answers_nobody_waits_for(asked: &Asked) {
    let (config, metrics) = (asked.code("server.yaml"), asked.code("metrics, unchanged for ten minutes"));
    let size = |text: &str, words: &str| usize::try_from(count_after(text, words)).expect("few");
    let shown = Server {
        arriving: count_after(metrics, "arriving"),
        served: count_after(metrics, "served"),
        queue_max: size(config, "queue_max:"),
    };
    let full = size(metrics, "queue");
    let patience = count_after(&asked.prompt, "leave after");
    let (in_time, waiting) = shown.after_ten_minutes(full, patience);
    assert_eq!(in_time, count_after(metrics, "answers in time"), "what the metrics show");
    assert!(waiting.abs_diff(full) <= 10, "the queue stays full: {waiting}");
    let wait = count_after(metrics, "(wait");
    assert!((number_after(metrics, "queue") / f64::from(shown.served) - f64::from(wait)).abs() < 0.5);
    // With the CPU at its limit, more workers serve no more.
    let cpu_bound = metrics.contains("CPU bound, CPU at 100%");
    let workers = count_after(config, "workers:");
    let more = count_after(&asked.option("Raise `workers`").text, "to");
    let crowded = Server {
        served: if cpu_bound { shown.served } else { shown.served * more / workers },
        ..shown.clone()
    };
    let queue = |words: &str| Server { queue_max: size(&asked.option(words).text, "to"), ..shown.clone() };
    let answers = |server: &Server| server.after_ten_minutes(full, patience).0;
    let most = shown.served.min(shown.arriving);
    asked.assert_options(&[
        ("Cut `queue_max`", answers(&queue("Cut `queue_max`")) >= most),
        ("Raise `queue_max`", answers(&queue("Raise `queue_max`")) >= most),
        ("Raise `workers`", answers(&crowded) >= most),
        asked.changes_nothing("Raise the apps' timeout", "whatever\ntheir app does", answers(&shown) >= most),
    ]);
}

/// Callers with retries, and the service they call, in steps of 10 ms.
#[derive(Clone)]
struct Callers {
    requests: u32,
    capacity: u32,
    queue_max: usize,
    timeout: u32,
    attempts: usize,
    /// Steps to wait before each retry.
    waits: Vec<u32>,
    /// Retries that each first attempt allows for, in percent.
    budget: Option<u32>,
}

/// One call in the queue: when it was made, and which attempt of its request it is.
#[derive(Clone, Copy)]
struct Call {
    made: u32,
    attempt: usize,
}

/// What one second saw.
struct Second {
    calls: u32,
    in_time: u32,
    waiting: u32,
}

const OUTAGE: std::ops::Range<u32> = 10 * STEPS..30 * STEPS;
const CHANGE: u32 = 90 * STEPS;

impl Callers {
    /// Ten quiet seconds, twenty without the database, and then five minutes, a second each. The change
    /// comes after one of them.
    fn played(&self, changed: &Self) -> Vec<Second> {
        let end = 390 * STEPS;
        let mut due: Vec<Vec<usize>> = vec![Vec::new(); usize::try_from(end + 2000).expect("few")];
        let mut open: VecDeque<Call> = VecDeque::new();
        let mut queue: VecDeque<Call> = VecDeque::new();
        let mut seconds = Vec::new();
        let (mut calls, mut in_time, mut allowance) = (0, 0, 0);
        for now in 0..end {
            let rules = if now < CHANGE { self } else { changed };
            let slot = usize::try_from(now).expect("few");
            let mut starting = std::mem::take(&mut due[slot]);
            let requests = share(rules.requests, now % STEPS);
            starting.extend((0..requests).map(|_| 0));
            allowance += requests * rules.budget.unwrap_or_default();
            // A call that was made one timeout ago and isn't served is given up.
            let mut failed = Vec::new();
            while open.front().is_some_and(|call| now - call.made >= rules.timeout) {
                failed.extend(open.pop_front());
            }
            for attempt in starting {
                calls += 1;
                let call = Call { made: now, attempt };
                if queue.len() < rules.queue_max {
                    queue.push_back(call);
                    open.push_back(call);
                } else {
                    failed.push(call);
                }
            }
            for call in failed {
                let allowed = rules.budget.is_none() || allowance >= 100;
                if call.attempt + 1 < rules.attempts && allowed {
                    allowance -= if rules.budget.is_some() { 100 } else { 0 };
                    let wait = rules.waits.get(call.attempt).copied().unwrap_or_default().max(1);
                    due[slot + usize::try_from(wait).expect("few")].push(call.attempt + 1);
                }
            }
            let capacity = if OUTAGE.contains(&now) { 0 } else { share(rules.capacity, now % STEPS) };
            for _ in 0..capacity {
                let Some(call) = queue.pop_front() else { break };
                if now - call.made < rules.timeout {
                    in_time += 1;
                    let answered = open.iter().position(|other| other.made == call.made);
                    open.remove(answered.expect("a call that was not given up"));
                }
            }
            if now % STEPS == STEPS - 1 {
                let waiting = u32::try_from(queue.len()).expect("few");
                seconds.push(Second { calls, in_time, waiting });
                (calls, in_time) = (0, 0);
            }
        }
        seconds
    }
}

pub(super) fn blip_that_stays(asked: &Asked) {
    let (config, stock) = (asked.code("callers of stock"), asked.code("stock"));
    let line = |time: &str| {
        let line = stock.lines().find(|line| line.starts_with(time)).unwrap_or_else(|| panic!("no {time}"));
        let numbers = line.split_whitespace().skip(1).map(|cell| cell.parse().expect("a number"));
        numbers.collect::<Vec<u32>>()
    };
    let (before, later) = (line("09:59:59"), line("10:15:00"));
    let shown = Callers {
        requests: count_before(&asked.prompt, " requests/s"),
        capacity: before[1],
        queue_max: usize::try_from(count_after(stock, "queue (max")).expect("few"),
        timeout: count_after(config, "timeout:") * STEPS,
        attempts: usize::try_from(count_after(config, "attempts:")).expect("few"),
        waits: Vec::new(),
        budget: None,
    };
    let seconds = shown.played(&shown);
    // With retries at once the calls come in waves, so the figures are means.
    for (window, line) in [(0..10, before), (20..30, line("10:00:20")), (290..390, later)] {
        let seen = &seconds[window];
        let mean = |figure: &dyn Fn(&Second) -> f64| {
            seen.iter().map(figure).sum::<f64>() / seen.iter().map(|_| 1.0).sum::<f64>()
        };
        let shows = |mean: f64, cell: u32| (mean - f64::from(cell)).abs() <= 1.0 + f64::from(cell) * 0.02;
        assert!(shows(mean(&|second| f64::from(second.calls)), line[0]), "{line:?}");
        assert!(shows(mean(&|second| f64::from(second.waiting)), line[2]), "{line:?}");
        assert!(shows(mean(&|second| f64::from(second.in_time)), line[3]), "{line:?}");
    }
    let percent = count_after(&asked.option("Cap retries").text, "at");
    let budget = Callers { budget: Some(percent), ..shown.clone() };
    let seconds_given = count_after(&asked.option("a timeout of").text, "timeout of");
    let patient = Callers { timeout: seconds_given * STEPS, ..shown.clone() };
    let bigger =
        Callers { capacity: count_after(&asked.option("half as many").text, "again:"), ..shown.clone() };
    // 0.5 s, 1 s and 2 s in steps.
    let waits: Vec<u32> = vec![STEPS / 2, STEPS, 2 * STEPS];
    assert!(asked.option("with jitter").text.contains("0.5 s, 1 s, 2 s"));
    let backoff = Callers { waits, ..shown.clone() };
    let over = |changed: &Callers| {
        let last = shown.played(changed);
        last.iter().rev().take(10).all(|second| second.in_time.abs_diff(shown.requests) <= 5)
    };
    asked.assert_options(&[
        ("a timeout of", over(&patient)),
        ("half as many", over(&bigger)),
        ("with jitter", over(&backoff)),
        ("Cap retries", over(&budget)),
    ]);
}
