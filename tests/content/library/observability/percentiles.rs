//! Percentiles and their traps.

use super::Asked;
use super::prometheus::{Bucket, bound, percentile, quantile};
use super::reading::{assert_each, count, line, number, number_after, numbers, row, same, within};

pub(super) fn one_in_a_hundred_lies_beyond_p99(asked: &Asked) {
    let shown = asked.code("search, yesterday");
    let searches = number_after(shown, "searches=");
    assert!(same(number_after(&asked.prompt, "longer than"), number_after(shown, "p99=")), "asked is p99");
    let beyond = |percent: f64| searches * (100.0 - percent) / 100.0;
    assert!(same(number_after(&asked.option("beyond p95").text, "About"), beyond(95.0)));
    assert!(same(number_after(&asked.option("thousand").text, "About"), beyond(99.9)));
    let share_beyond = |durations: &[f64]| {
        let p99 = percentile(0.99, durations);
        count(durations.iter().filter(|duration| **duration > p99).count()) / count(durations.len())
    };
    let even: Vec<f64> = (1..=1000).map(f64::from).collect();
    let skewed: Vec<f64> = even.iter().map(|duration| duration.powi(4)).collect();
    let given = same(share_beyond(&even), 0.01) && same(share_beyond(&skewed), 0.01);
    assert_each(asked, |text| match text.strip_prefix("About") {
        Some(number) => same(number_after(number, ""), beyond(99.0)),
        None => !given,
    });
}

pub(super) fn the_mean_lies_where_nobody_is(asked: &Asked) {
    let shown = asked.code("product page, 10:00 to 10:05");
    let [mean, total] = numbers(line(shown, "mean"))[..] else { panic!("{shown}") };
    let rows: Vec<Vec<f64>> = shown.lines().skip(1).map(numbers).collect();
    let share = |within: &dyn Fn(f64, f64) -> bool| {
        let counted = rows.iter().filter(|row| within(row[0], row[1])).map(|row| row[2]);
        counted.sum::<f64>() / total
    };
    assert!(same(share(&|_, _| true), 1.0), "the rows are all requests");
    let least: f64 = rows.iter().map(|row| row[0] * row[2]).sum::<f64>() / total;
    let most: f64 = rows.iter().map(|row| row[1] * row[2]).sum::<f64>() / total;
    assert!((least..=most).contains(&mean), "{mean} is a mean of these rows");
    let fast = share(&|_, to| to <= 20.0);
    let slow = share(&|from, _| from >= 1000.0);
    let around = share(&|from, to| from <= mean && mean <= to);
    let below = share(&|_, to| to <= mean);
    asked.assert_options(&[
        ("Nine in ten", same(fast, 0.9) && same(slow, 0.1)),
        ("for about 158", around > 0.5),
        ("Half of them", within(below, 0.5, 0.2)),
        ("one in a hundred", within(slow, 0.01, 0.5)),
    ]);
}

pub(super) fn beyond_the_last_bound_the_quantile_is_flat(asked: &Asked) {
    let share = number_after(asked.code("p99 panel"), "histogram_quantile(");
    let table = asked.code("buckets of up-1");
    let bounds: Vec<&str> =
        table.lines().filter(|line| line.starts_with(|c: char| c == '+' || c.is_ascii_digit())).collect();
    let at = |time: usize| -> Vec<Bucket> {
        let bucket = |line: &&str| {
            let (name, counts) = line.split_once(' ').expect("a bound and its counts");
            (bound(name), numbers(counts)[time])
        };
        bounds.iter().map(bucket).collect()
    };
    let shown = row(table, "panel");
    let computed: Vec<f64> = (0..shown.len()).map(|time| quantile(share, &at(time))).collect();
    assert!(shown.iter().zip(&computed).all(|(shown, computed)| same(*shown, *computed)), "{computed:?}");
    let over = |time: usize| {
        let [.., (last, within), (_, all)] = at(time)[..] else { panic!("two buckets") };
        (last, all - within, all)
    };
    let (last, over_then, all) = over(1);
    let (_, over_later, _) = over(2);
    assert!(same(shown[1], last) && same(shown[2], last), "flat at the highest finite bound");
    let beyond = over_then > (1.0 - share) * all && over_later > (1.0 - share) * all;
    asked.assert_options(&[
        ("no worse", over_later <= over_then),
        ("timeout", over_later < 1.0),
        ("beyond 5 s", beyond),
        ("between 2.5 and 5", !beyond),
    ]);
}

pub(super) fn buckets_are_added_before_the_quantile(asked: &Asked) {
    let table = asked.code("r, as counts of five minutes");
    let header = table.lines().next().expect("bounds");
    let bounds = header.split_whitespace().map(|word| bound(word.trim_start_matches("le=")));
    let bounds: Vec<f64> = bounds.collect();
    let pods: Vec<Vec<f64>> = ["pod a", "pod b"].iter().map(|pod| row(table, pod)).collect();
    let histogram =
        |counts: &[f64]| -> Vec<Bucket> { bounds.iter().copied().zip(counts.iter().copied()).collect() };
    let added: Vec<f64> = (0..bounds.len()).map(|at| pods.iter().map(|pod| pod[at]).sum()).collect();
    let by_pod: Vec<f64> = pods.iter().map(|pod| quantile(0.99, &histogram(pod))).collect();
    let evaluated = |query: &str| match query.trim_matches('`') {
        "avg by (job) (histogram_quantile(0.99, r))" => {
            Some(by_pod.iter().sum::<f64>() / count(by_pod.len()))
        }
        "max by (job) (histogram_quantile(0.99, r))" => by_pod.iter().copied().reduce(f64::max),
        // No label `le` is left, and without it nothing is returned.
        "histogram_quantile(0.99, sum by (job) (r))" => None,
        "histogram_quantile(0.99, sum by (le) (r))" => Some(quantile(0.99, &histogram(&added))),
        other => panic!("{other}"),
    };
    let all: Vec<f64> = pods.iter().flat_map(|pod| spread(&histogram(pod))).collect();
    let real = percentile(0.99, &all);
    assert_each(asked, |query| evaluated(query).is_some_and(|value| within(value, real, 0.01)));
}

/// Durations of a histogram's requests, even within each bucket.
fn spread(buckets: &[Bucket]) -> Vec<f64> {
    let mut durations = Vec::new();
    let (mut lower, mut below) = (0.0, 0.0);
    for &(upper, up_to) in buckets {
        let here = up_to - below;
        let mut at = 0.5;
        while at < here {
            durations.push(lower + (upper - lower) * at / here);
            at += 1.0;
        }
        (lower, below) = (upper, up_to);
    }
    durations
}

/// A load test's plan and the pause that it ran into, in milliseconds from its start.
struct Test {
    interval: f64,
    lasts: f64,
    pause: (f64, f64),
    service: f64,
}

impl Test {
    fn read(log: &str) -> Self {
        let seconds =
            |line: &str| number_after(line, ":") * 60.0 + number(line.split(':').nth(2).expect("seconds"));
        let time = |words: &str| {
            let line = log.lines().find(|line| line.contains(words)).expect("an event");
            1000.0 * seconds(line)
        };
        let from = time("GC pause") - time("start");
        let lasts = 1000.0 * number_after(log, "ms, for");
        assert!(same(time("done") - time("start"), lasts), "it ran as planned");
        let pause = (from, from + 1000.0 * number_after(log, "GC pause,"));
        Self { interval: number_after(log, "request every"), lasts, pause, service: number_after(log, "p50") }
    }

    /// When a request that arrives then is answered, by a server that works one off after the other.
    fn answered(&self, arrives: f64, free: f64) -> f64 {
        let starts = arrives.max(free);
        let paused = self.pause.0 <= starts && starts < self.pause.1;
        (if paused { self.pause.1 } else { starts }) + self.service
    }

    /// What a tester measures who sends nothing before the last answer.
    fn waiting(&self, connections: usize) -> Vec<f64> {
        let mut durations = Vec::new();
        for connection in 0..connections {
            let mut due = self.interval * count(connection) / count(connections);
            while due < self.lasts {
                let answered = self.answered(due, 0.0);
                durations.push(answered - due);
                due = answered.max(due + self.interval);
            }
        }
        durations
    }

    /// What callers wait who arrive that often, whatever comes back.
    fn on_schedule(&self, interval: f64) -> Vec<f64> {
        let mut durations = Vec::new();
        let (mut due, mut free) = (0.0, 0.0);
        while due < self.lasts {
            free = self.answered(due, free);
            durations.push(free - due);
            due += interval;
        }
        durations
    }
}

pub(super) fn a_tester_that_waits_omits_the_pause(asked: &Asked) {
    let log = asked.code("bench.log");
    let test = Test::read(log);
    let measured = test.waiting(1);
    assert!(same(count(measured.len()), number_after(log, "done,")), "{} requests", measured.len());
    let summary = [("p50", 0.5), ("p99 ", 0.99), ("p99.9", 0.999), ("max", 1.0)];
    for (name, share) in summary {
        assert!(same(number_after(log, name), percentile(share, &measured)), "{name}");
    }
    let prompt = asked.prompt.replace('\n', " ");
    let goal = number_after(&prompt, "stay below");
    let arrivals = 1000.0 / number_after(&prompt, "In production");
    let real = percentile(0.99, &test.on_schedule(arrivals));
    let shows = |value: f64| within(value, real, 0.05);
    assert!(real > goal, "callers wait {real} ms");
    let ten = test.waiting(10);
    let connections = asked.option("10 such connections");
    assert!(within(count(ten.len()), number_after(&connections.heads_up.replace('\n', " "), "among"), 0.01));
    asked.assert_options(&[
        ("Accept it", real < goal),
        ("fixed schedule", shows(percentile(0.99, &test.on_schedule(test.interval)))),
        ("10 such connections", shows(percentile(0.99, &ten))),
        ("maximum", shows(percentile(1.0, &measured))),
    ]);
    assert!(percentile(1.0, &measured) > goal, "the maximum would have stopped it");
}

pub(super) fn hedging_alone_reaches_the_goal(asked: &Asked) {
    let shown = asked.code("home page");
    let calls = number(shown.split("GET /home").nth(1).expect("the page"));
    let slow_page = |slow_call: f64, calls: f64| 1.0 - (1.0 - slow_call).powf(calls);
    let goal = number_after(shown, "no more than") / 100.0;
    let beyond_p99 = 0.01;
    let now = slow_page(beyond_p99, calls);
    assert!(within(now, number(shown.split("GET /home").nth(2).expect("its share")) / 100.0, 0.02));
    let limit = number_after(shown, "longer than");
    assert!(same(limit, number_after(shown, "p99")));
    let tuned = number_after(&asked.option("Tune").text, "until") / 100.0;
    let cached = number_after(&asked.option("Cache").text, "Cache");
    let hedged_after = number_after(&asked.option("take the first").text, "it is");
    // The second call has the rest of the time, which 95% of the calls don't exceed.
    assert!(
        same(hedged_after, number_after(shown, "p95")) && limit - hedged_after >= number_after(shown, "p95")
    );
    let both_slow = beyond_p99 * 0.05;
    let tolerable = number_after(&asked.explanation.replace('\n', " "), "5% slow pages, about") / 100.0;
    assert!(within(slow_page(tolerable, calls), goal, 0.05), "{tolerable} of the calls");
    let timeout = number_after(&asked.option("Time a call out").text, "after");
    let late_anyway = if timeout >= limit { beyond_p99 } else { both_slow };
    asked.assert_options(&[
        ("Tune", slow_page(tuned, calls) <= goal),
        ("Cache", slow_page(beyond_p99, calls - cached) <= goal),
        ("take the first", slow_page(both_slow, calls) <= goal),
        ("Time a call out", slow_page(late_anyway, calls) <= goal),
    ]);
}
