//! SLOs and burn rates.

use super::Asked;
use super::prometheus::buckets;
use super::reading::{assert_each, line, number, number_after, numbers, row, same};

pub(super) fn the_budget_is_what_may_fail(asked: &Asked) {
    let shown = asked.code("checkout, the last 30 days");
    let [requests, failed, slo] = ["requests", "failed", "SLO"].map(|name| row(shown, name)[0]);
    let budget = requests * (100.0 - slo) / 100.0;
    let left = 100.0 * (budget - failed) / budget;
    assert!(same(number(&asked.option("64%: it").text), 100.0 * failed / budget), "what is spent");
    let of_requests = 100.0 - slo - 100.0 * failed / requests;
    assert!(same(number(&asked.option("0.036%:").text), of_requests), "a share of the requests");
    let indicator = 100.0 - 100.0 * failed / requests;
    let met = &asked.option("still over").text;
    assert!(
        same(number_after(met, "100%:"), indicator)
            && same(number_after(met, "over the"), slo)
            && indicator > slo
    );
    assert_each(asked, |text| same(number(text), left));
}

pub(super) fn the_highest_burn_rate_is_gone_first(asked: &Asked) {
    let table = asked.code("the last hour");
    let rate = |line: &str| {
        let [slo, failed] = numbers(line)[..] else { panic!("{line}") };
        let name = line.split_whitespace().next().expect("a name");
        (failed / (100.0 - slo), name.to_owned())
    };
    let mut services: Vec<(f64, String)> = table.lines().skip(1).map(rate).collect();
    services.sort_by(|a, b| b.0.total_cmp(&a.0));
    let distinct = services.windows(2).all(|pair| pair[0].0 > 1.1 * pair[1].0);
    assert!(distinct, "no two run out together: {services:?}");
    let order: Vec<&str> = asked.entry.iter().map(|entry| entry.text.as_str()).collect();
    assert!(services.iter().map(|(_, name)| name.as_str()).eq(order), "{services:?}");
}

pub(super) fn both_windows_must_be_over(asked: &Asked) {
    let rule = asked.code("alert.yml");
    let threshold = |window: &str| {
        let condition = line(rule, window);
        number_after(condition, ">") * number_after(condition, "*")
    };
    let thresholds = [threshold("errors:ratio_1h"), threshold("errors:ratio_5m")];
    assert!(rule.lines().any(|line| line.trim() == "and"));
    let ratios = asked.code("ratios");
    assert!(ratios.lines().next().is_some_and(|header| header.find("1h") < header.find("5m")));
    assert_each(asked, |text| {
        let time = text.strip_prefix("At ").expect("a time");
        row(ratios, time).iter().zip(thresholds).all(|(ratio, threshold)| *ratio > threshold)
    });
}

/// An hour's requests and failures, and whether someone should wake up.
struct Hour {
    requests: f64,
    failed: f64,
    pages: bool,
}

impl Hour {
    /// Whether a rule such as `ratio > 0.0144 and failed > 5` holds.
    fn meets(&self, rule: &str) -> bool {
        rule.split(" and ").all(|condition| {
            let (name, limit) = condition.split_once(" > ").expect("a comparison");
            let value = match name {
                "ratio" => self.failed / self.requests,
                "failed" => self.failed,
                "requests" => self.requests,
                other => panic!("{other}"),
            };
            value > number(limit)
        })
    }
}

pub(super) fn one_rule_gives_all_four_answers(asked: &Asked) {
    let shown = asked.code("four hours; ratio is failed by requests");
    let lines: Vec<&str> =
        shown.lines().filter(|line| line.ends_with("yes") || line.ends_with("no")).collect();
    let hour = |line: &&str| {
        let [_, requests, failed] = numbers(line)[..] else { panic!("{line}") };
        Hour { requests, failed, pages: line.ends_with("yes") }
    };
    let hours: Vec<Hour> = lines.iter().map(hour).collect();
    assert_eq!(hours.len(), 4);
    let wrong = |rule: &str| hours.iter().filter(|hour| hour.meets(rule) != hour.pages).count();
    let current = line(shown, "rule").trim_start_matches("rule").trim();
    assert!(wrong(current) == 1 && hours[0].meets(current) && !hours[0].pages, "only 03:00 is wrong today");
    assert_each(asked, |text| wrong(text.split('`').nth(1).expect("a rule")) == 0);
}

/// What balancer and pods counted in half an hour.
#[derive(Clone, Copy)]
struct Counted {
    balancer: (f64, f64),
    pods: (f64, f64),
}

impl Counted {
    fn read(table: &str) -> Self {
        let [balancer, pods] = ["load balancer", "checkout pods"].map(|name| {
            let [requests, failed] = row(table, name)[..] else { panic!("{table}") };
            (requests, failed)
        });
        Self { balancer, pods }
    }
}

pub(super) fn the_balancer_counts_what_no_pod_sees(asked: &Asked) {
    let share = |(requests, failed): (f64, f64)| 100.0 * failed / requests;
    let before = Counted::read(asked.code("19:30 to 20:00"));
    let incident = asked.code("20:00 to 20:30");
    let outage = Counted::read(incident);
    let unseen = outage.balancer.0 - outage.pods.0;
    assert!(same(outage.balancer.1, unseen + outage.pods.1), "the balancer answered the rest itself");
    let slo = 100.0 - number_after(incident, "SLO");
    assert!(share(outage.pods) < slo && share(outage.balancer) > slo, "green on the pods");
    // The same fall in traffic, without a failure more than before.
    let fewer = (outage.pods.0, before.pods.1 * outage.pods.0 / before.pods.0);
    let lull = Counted { balancer: fewer, pods: fewer };
    let limit = number_after(incident, "share over");
    let works = |pages: &dyn Fn(Counted) -> bool| pages(outage) && !pages(before) && !pages(lull);
    let lower = number_after(&asked.option("0.05%").text, "share over");
    let fall = number_after(&asked.option("fewer requests").text, "get");
    let by_traffic = |now: Counted| now.pods.0 < before.pods.0 * (1.0 - fall / 100.0);
    asked.assert_options(&[
        ("load balancer", works(&|now| share(now.balancer) > limit)),
        ("0.05%", works(&|now| share(now.pods) > lower)),
        ("fewer requests", works(&by_traffic)),
        // A counter tells the same however often it is read.
        asked.changes_nothing("Scrape", "checkout pods     558,600", works(&|now| share(now.pods) > limit)),
    ]);
    let credited = asked.option("fewer requests").credit.is_some();
    assert!(credited && by_traffic(outage) && !by_traffic(before), "it would have paged this evening");
}

pub(super) fn the_buckets_leave_it_open(asked: &Asked) {
    let slo = asked.code("SLO");
    let (target, bound) = (number(slo), number_after(slo, "at most") / 1000.0);
    let shown = buckets(asked.code("last month, api_seconds_bucket"));
    let all = shown.last().expect("a bucket +Inf").1;
    let above = shown.iter().position(|bucket| bucket.0 > bound).expect("a bound above");
    assert!(shown.iter().all(|bucket| !same(bucket.0, bound)), "no bound where the promise is");
    let ((lower, below), (upper, up_to)) = (shown[above - 1], shown[above]);
    let worst = 100.0 * below / all;
    let best = 100.0 * up_to / all;
    let even = 100.0 * (below + (up_to - below) * (bound - lower) / (upper - lower)) / all;
    assert!(
        (number_after(&asked.option("97.5%").text, "Missed,") - even).abs() < 0.05,
        "{even} if spread evenly"
    );
    assert!(same(number_after(&asked.option("Met").text, "Met,"), best));
    assert!(same(number_after(&asked.option("only").text, "Missed,"), worst));
    let unknown = &asked.option("Unknown").text;
    let said = same(number_after(unknown, "from"), worst) && same(number_after(unknown, " to "), best);
    asked.assert_options(&[
        ("97.5%", best < target),
        ("Met", worst >= target),
        ("Unknown", worst < target && target <= best && said),
        ("only", best < target),
    ]);
}
