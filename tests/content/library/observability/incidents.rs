//! Incident decisions.

use std::collections::BTreeMap;

use super::super::sqlite::{attempt, database};
use super::Asked;
use super::reading::{line, number, number_after, numbers, same, within};

/// Seconds since midnight UTC, of `…T05:30:20-04:00`, `…T09:29:05Z` or `…:10:28:10 +0100`.
fn utc_seconds(text: &str) -> i64 {
    let clock = regex::Regex::new(r"[T:](\d\d):(\d\d):(\d\d) ?(Z|[+-]\d\d:?\d\d)").expect("a pattern");
    let found = clock.captures(text).unwrap_or_else(|| panic!("no time in {text}"));
    let part = |at: usize| found[at].parse::<i64>().expect("a number");
    let local = part(1) * 3600 + part(2) * 60 + part(3);
    let zone = found[4].replace(':', "");
    if zone == "Z" {
        return local;
    }
    let (sign, digits) = zone.split_at(1);
    let digits: i64 = digits.parse().expect("hours and minutes");
    let offset = digits / 100 * 3600 + digits % 100 * 60;
    if sign == "-" { local + offset } else { local - offset }
}

pub(super) fn the_clocks_in_utc_give_the_order(asked: &Asked) {
    let mut lines: Vec<&str> = asked.code("four sources, one morning").lines().collect();
    assert!(lines.iter().all(|line| line.contains("2026-03-12T") || line.contains("12/Mar/2026:")));
    let as_written: Vec<&str> = lines.clone();
    lines.sort_by_key(|line| utc_seconds(line));
    assert_ne!(lines, as_written);
    let apart = lines.windows(2).all(|pair| utc_seconds(pair[1]) - utc_seconds(pair[0]) >= 30);
    assert!(apart, "no two at about the same time");
    assert_eq!(asked.entry.len(), lines.len());
    for (entry, line) in asked.entry.iter().zip(lines) {
        assert!(line.ends_with(&entry.text), "{line}: {}", entry.text);
    }
}

pub(super) fn the_share_that_fails_has_not_moved(asked: &Asked) {
    let panel = asked.code("the incident's panel");
    let header = panel.lines().next().expect("a header");
    let lines: Vec<Vec<f64>> = panel.lines().skip(1).map(numbers).collect();
    let share: Vec<f64> = lines.iter().map(|line| line[2] / line[1]).collect();
    let [calm, first, .., last] = share[..] else { panic!("{panel}") };
    let fewer = lines[3][1] < 0.1 * lines[1][1];
    let quarter = same(lines[3][2], lines[2][2] / 4.0);
    assert!(
        quarter && same(lines[3][1], lines[2][1] / 4.0),
        "5xx fell to a quarter, and so did the requests"
    );
    asked.assert_options(&[
        ("Yes", quarter && within(last, calm, 1.0)),
        ("No", last > 1.0 / 3.0 && within(last, first, 0.02) && fewer),
        ("In part", last < 0.95 * first),
        ("Open", !header.contains("requests/s")),
    ]);
    let fall = 1.0 - lines[3][2] / lines[1][2];
    assert!(within(fall, number_after(&asked.prompt, "down by") / 100.0, 0.01), "as it is said: {fall}");
}

pub(super) fn one_dip_starts_the_ten_minutes_anew(asked: &Asked) {
    let rule = asked.code("alert.yml");
    let threshold = number_after(line(rule, "expr"), ">");
    let pending = number_after(line(rule, "for"), ":");
    let shown = asked.code("queue_oldest_seconds");
    let mut values = BTreeMap::new();
    let minute = regex::Regex::new(r"03:(\d\d)  (\d+)").expect("a pattern");
    for found in minute.captures_iter(shown) {
        values.insert(found[1].parse::<u32>().expect("a minute"), number(&found[2]));
    }
    let (_, rest) = shown.split_once("from 03:").expect("how it goes on");
    let [from, to] = [number(rest), number_after(rest, "to 03:")];
    let later = (0..60).filter(|minute| (from..=to).contains(&f64::from(*minute)));
    values.extend(later.map(|minute| (minute, number_after(rest, ": "))));
    assert!(values.keys().copied().eq(0..=40), "a value for each minute");
    let levels: Vec<f64> = values.values().copied().collect();
    let mut since = None;
    let mut fires = None;
    for (minute, value) in values {
        since = if value > threshold { since.or(Some(minute)) } else { None };
        let long_enough = since.is_some_and(|since| f64::from(minute - since) >= pending);
        fires = fires.or(long_enough.then_some(minute));
    }
    let fires = fires.expect("it fires");
    assert!(asked.explanation.contains("avg_over_time(queue_oldest_seconds[5m]) > 300"));
    let mean = |to: usize| (to - 4..=to).map(|minute| levels[minute]).sum::<f64>() / 5.0;
    assert!((5..=40).all(|to| mean(to) > threshold), "the dip doesn't show in a mean of five minutes");
    for minute in 0..60 {
        assert_eq!(asked.accepts(&format!("03:{minute:02}")), minute == fires, "03:{minute:02}");
    }
}

pub(super) fn failures_follow_the_version(asked: &Asked) {
    let table = asked.code("the last ten minutes");
    let share = |zone: &str, version: &str| {
        let mut counted = (0.0, 0.0);
        for line in table.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if (zone.is_empty() || words[0] == zone) && (version.is_empty() || words[1] == version) {
                counted = (counted.0 + number(words[2]), counted.1 + number(words[3]));
            }
        }
        counted.1 / counted.0
    };
    let times = |zone: &str| share(zone, "v8") / share(zone, "v7");
    let by_zone = share("b", "") / share("a", "");
    asked.assert_options(&[
        ("20 times", same(times("a"), 20.0) && same(times("b"), 20.0)),
        ("more often in zone b", share("b", "v8") > 1.05 * share("a", "v8")),
        ("6 times", within(by_zone, 6.0, 0.1)),
        ("Without zone b", within(share("a", "v8"), share("a", "v7"), 0.05)),
    ]);
}

pub(super) fn the_old_version_cannot_read_the_new_schema(asked: &Asked) {
    let before = "CREATE TABLE customer (id INTEGER, first_name TEXT, last_name TEXT, full_name TEXT);
                  INSERT INTO customer VALUES (1, 'Ada', 'Osei', NULL);";
    let migrated = database(&[before, asked.code("migration.sql, run at 16:00")]);
    let backup = database(&[before]);
    let (old, new) = (asked.code("v30, until 16:00"), asked.code("v31, since 16:01"));
    let reads = |db: &rusqlite::Connection, query: &str| attempt(db, &query.replace("$1", "1")).is_ok();
    assert!(reads(&backup, old), "v30 has run until now");
    let shown = asked.code("16:05");
    let failing = number_after(line(shown, "new_pricing=on"), "new_pricing=on") / 100.0;
    let flag = line(shown, "new_pricing=off");
    assert!(flag.contains("no errors") && same(failing + number_after(flag, "off") / 100.0, 1.0));
    let seconds = |words: &str| {
        let line = line(shown, words);
        let takes = number_after(line, "takes");
        if line.contains(" min") { 60.0 * takes } else { takes }
    };
    // Seconds until no request fails, and whether what was written since 16:00 is still there.
    let switched = reads(&migrated, new).then(|| seconds("flag switch"));
    let rolled_back = reads(&migrated, old).then(|| seconds("image rollback"));
    let fixed = reads(&migrated, new).then(|| seconds("pipeline"));
    let restored = reads(&backup, old).then(|| seconds("image rollback"));
    let keeps_orders = [switched, rolled_back, fixed];
    let soonest = keeps_orders.into_iter().flatten().fold(f64::INFINITY, f64::min);
    let first = |end: Option<f64>| end.is_some_and(|seconds| same(seconds, soonest));
    asked.assert_options(&[
        ("Switch", first(switched)),
        ("ran without errors", first(rolled_back)),
        ("as v32", first(fixed)),
        ("Restore", first(restored)),
    ]);
    assert!(asked.option("as v32").credit.is_some() && fixed.is_some(), "it ends the 500s as well, later");
    assert!(asked.option("ran without errors").credit.is_none() && rolled_back.is_none());
}
