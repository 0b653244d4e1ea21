//! Reading metrics.

use std::collections::BTreeSet;

use super::super::reading::quoted;
use super::Asked;
use super::prometheus::{buckets, increase, quantile};
use super::reading::{assert_each, count, line, number, number_after, numbers, row, same};

pub(super) fn the_minutes_mean_is_its_gains_sum_by_count(asked: &Asked) {
    let scrapes = asked.code("two scrapes");
    let values = |name: &str| -> Vec<f64> {
        let lines = scrapes.lines().filter_map(|line| line.split_once(name));
        lines.map(|(_, value)| number(value)).collect()
    };
    let (sum, count) = (values("_seconds_sum"), values("_seconds_count"));
    let mean = 1000.0 * increase(&sum) / increase(&count);
    assert!(same(asked.number(), mean), "{mean}");
    let since_start = 1000.0 * sum[1] / count[1];
    assert!(!same(asked.number(), since_start), "{since_start}");
}

pub(super) fn between_two_bounds_lies_the_difference(asked: &Asked) {
    let shown = buckets(asked.code("/metrics"));
    let [over, up_to] = numbers(&asked.prompt)[..] else {
        panic!("two bounds: {}", asked.prompt);
    };
    let at = |bound: f64| shown.iter().find(|bucket| same(bucket.0, bound)).expect("a bucket").1;
    let between = at(up_to) - at(over);
    assert_each(asked, |text| same(number(text), between));
}

pub(super) fn a_sum_that_drops_is_taken_for_a_restart(asked: &Asked) {
    let table = asked.code("orders_total by pod, and the recorded sum");
    let lines: Vec<Vec<f64>> = table.lines().skip(1).map(numbers).collect();
    let column = |at: usize| -> Vec<f64> { lines.iter().map(|line| line[at]).collect() };
    let [pods @ .., sum] = &[1, 2, 3, 4].map(column);
    for (at, recorded) in sum.iter().enumerate() {
        assert!(same(*recorded, pods.iter().map(|pod| pod[at]).sum()), "the rule adds the pods up");
    }
    let shown = increase(sum);
    let by_pod: f64 = pods.iter().map(|pod| increase(pod)).sum();
    let difference = (sum[sum.len() - 1] - sum[0]).max(0.0);
    let steps_up = sum.windows(2).map(|step| (step[1] - step[0]).max(0.0)).sum();
    for (words, meant) in [("pod b", by_pod), ("below 0", difference), ("left out", steps_up)] {
        assert!(same(number_after(&asked.option(words).text, "About"), meant), "{words}: {meant}");
    }
    assert_each(asked, |text| same(number_after(text, "About"), shown));
}

pub(super) fn a_quantile_is_interpolated_in_its_bucket(asked: &Asked) {
    let share = number_after(&asked.prompt, "histogram_quantile(");
    let shown = buckets(asked.code("increase(search_seconds_bucket[5m])"));
    let milliseconds = 1000.0 * quantile(share, &shown);
    assert!(same(asked.number(), milliseconds), "{milliseconds}");
}

/// An instant vector of one series at most: its value.
type Vector = Option<f64>;

/// Prometheus documentation, Operators: what has no partner drops out of a division, and a comparison keeps
/// what it holds for.
fn divided(numerator: Vector, denominator: Vector) -> Vector {
    Some(numerator? / denominator?)
}

/// What `up` and an expression on it return; an alert fires for a result.
fn returned(expression: &str, up: Vector) -> Vector {
    match expression {
        r#"up{job="checkout"} == 0"# => up.filter(|up| *up == 0.0),
        r#"absent(up{job="checkout"})"# => {
            if up.is_some() {
                None
            } else {
                Some(1.0)
            }
        }
        other => panic!("what does {other} return?"),
    }
}

pub(super) fn nothing_is_compared_with_a_threshold(asked: &Asked) {
    let (alert, timeline) = (asked.code("alert.yml"), asked.code("timeline"));
    let scraped = !line(timeline, "14:02").contains("no target");
    let up: Vector = if line(timeline, "14:41").ends_with("no result") { None } else { Some(1.0) };
    assert_eq!(scraped, up.is_some(), "no target, no `up`");
    // From 14:10 on each request fails; what isn't scraped isn't counted.
    let rate: Vector = scraped.then_some(5.0);
    let fires = |errors: Vector, threshold: f64| divided(errors, rate).is_some_and(|share| share > threshold);
    let threshold = number_after(alert, "> ");
    assert!(!fires(rate, threshold), "as at 14:40");
    assert!(divided(Some(5.0), Some(5.0)).is_some_and(|share| share > threshold), "scraped, it would fire");
    let lower = number_after(&asked.option("A threshold of").text, "A threshold of");
    let on_up = |words: &str| returned(quoted(&asked.option(words).text), up).is_some();
    let zero = number_after(&asked.option("or vector").text, "vector(");
    asked.assert_options(&[
        ("== 0`", on_up("== 0`")),
        ("or vector", fires(rate.or(Some(zero)), threshold)),
        ("A threshold of", fires(rate, lower)),
        ("absent(up", on_up("absent(up")),
    ]);
}

/// How one request is labelled: path, pod, method and status, each by its number.
type Labels = (usize, usize, usize, usize);

pub(super) fn the_path_alone_makes_series_grow(asked: &Asked) {
    let shown = asked.code("one metric, the last 24 hours");
    let values = |label: &str| row(shown, &format!("{label}  "))[0];
    let whole = |label: &str| -> usize { values(label).to_string().parse().expect("a whole number") };
    let (paths, pods, methods, statuses) = (whole("path"), whole("pod"), whole("method"), whole("status"));
    let routes: usize = number_after(shown, "router has").to_string().parse().expect("a whole number");
    let request = |order: usize| -> Labels {
        (order, order % pods, order / pods % methods, order / pods / methods % statuses)
    };
    let series = |days: usize, seen_as: &dyn Fn(Labels) -> Labels| {
        let seen: BTreeSet<Labels> = (0..days * paths).map(|order| seen_as(request(order))).collect();
        count(seen.len())
    };
    let unchanged = |labels: Labels| labels;
    let by_route = |(path, pod, method, status): Labels| (path / 400 % routes, pod, method, status);
    let without_pod = |(path, _, method, status): Labels| (path, 0, method, status);
    let bounds = values("le");
    assert!(same(series(1, &unchanged) * bounds, row(shown, "http_request_seconds_bucket")[0]));
    let grows = |seen_as: &dyn Fn(Labels) -> Labels| series(2, seen_as) > 1.01 * series(1, seen_as);
    asked.assert_options(&[
        ("Label the route", !grows(&by_route)),
        ("Drop the `pod`", !grows(&without_pod) || series(1, &without_pod) < series(1, &unchanged)),
        asked.changes_nothing("Cut the histogram", "path      60,000", !grows(&unchanged)),
        asked.changes_nothing("Scrape the pods", "Each path is one order", !grows(&unchanged)),
    ]);
    let fewer = number_after(&asked.option("Cut the histogram").text, "down to") / bounds;
    assert!(same(fewer, 0.5), "half the series, which is worth something: {fewer}");
    let at_most = count(routes * pods * methods * statuses) * bounds;
    assert!(series(2, &by_route) * bounds <= at_most);
    assert!(same(number_after(&asked.option("Label the route").heads_up, "At most"), at_most));
}
