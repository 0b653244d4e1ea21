//! Timeouts, `Retry-After` and token buckets.

use super::Asked;
use super::reading::{clock, count_after, header, number_after};

pub(super) fn gateway_timeout_and_created(asked: &Asked) {
    let log: Vec<&str> = asked.code("app.log and nginx.log").lines().collect();
    let at = |words: &str| {
        let line = log.iter().find(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words}"));
        clock(line.split(' ').next().expect("a time"))
    };
    let (begun, refused, done) = (at("begun"), at("504"), at("done"));
    let timeout = number_after(asked.code("nginx.conf"), "proxy_read_timeout");
    assert!((refused - begun - timeout).abs() < 0.5, "the 504 is the timeout's");
    let again = clock(&format!("14:00:{}", count_after(&asked.prompt, "again at 14:00:")));
    let asked_at = clock(&format!("14:{:02}:00", count_after(&asked.prompt, "there at 14:")));
    let works_on = done > refused;
    let ended = |start: f64| works_on && start + (done - begun) <= asked_at;
    let reports = [begun, again].into_iter().filter(|start| ended(*start)).count();
    asked.assert_options(&[
        ("No report", reports == 0),
        ("nginx called off", reports == 1 && !works_on),
        ("Two reports", reports == 2),
        ("the app joins", reports == 1),
    ]);
}

pub(super) fn retry_after_as_a_date(asked: &Asked) {
    let answer = asked.code("answer");
    let (date, after) = (header(answer, "Date"), header(answer, "Retry-After").expect("a Retry-After"));
    let time = |date: &str| date.split(' ').nth(4).map(clock);
    let difference = date.and_then(time).zip(time(after)).map(|(now, then)| then - now);
    let code = asked.code("client.py");
    assert!(code.contains("time.sleep(int(answer.headers[\"Retry-After\"]))"));
    // Python's int() takes a whole text of digits, with or without a sign and blanks around it.
    let wait: Option<f64> = after.trim().parse::<i32>().ok().map(f64::from);
    let waits = |seconds: f64| wait.is_some_and(|wait| (wait - seconds).abs() < 0.5);
    let named = f64::from(count_after(&asked.option("It waits 90 s").text, "waits"));
    let remembered = f64::from(count_after(&asked.option("as after the answers before").text, "waits"));
    assert!((number_after(&asked.prompt, "Retry-After:") - remembered).abs() < 0.5, "what it got before");
    assert!(difference.is_some_and(|difference| (difference - named).abs() < 0.5), "what the header means");
    asked.assert_options(&[
        ("It waits 90 s", waits(named)),
        ("ValueError", wait.is_none() && !code.contains("except")),
        ("It waits 120 s", waits(remembered)),
        ("It waits 0 s", waits(0.0)),
    ]);
}

pub(super) fn three_bursts_one_bucket(asked: &Asked) {
    let limit = asked.code("limit.yaml");
    let capacity = number_after(limit, "capacity:");
    let refill = number_after(limit, "refill_per_second:");
    let cost = number_after(limit, "cost_per_request:");
    let (mut tokens, mut last) = (capacity, None);
    let (mut refused, mut sent) = (0_u32, 0);
    for line in asked.code("requests with one key").lines() {
        let now = clock(line.split(' ').next().expect("a time"));
        let since = last.replace(now).map_or(0.0, |last| now - last);
        tokens = capacity.min(tokens + since * refill);
        let burst = count_after(line, " ");
        sent += burst;
        for _ in 0..burst {
            if tokens >= cost {
                tokens -= cost;
            } else {
                refused += 1;
            }
        }
    }
    assert_eq!(count_after(&asked.prompt, "of the"), sent);
    assert!((f64::from(refused) - asked.number()).abs() < 0.5, "{refused}");
}
