//! Rows that can't be understood: what to do about them, and whose figures lack them where they are left out.

use serde_json::Value;

use super::sandbox::{Sandbox, holds};

const PANEL: &str = include_str!("../fixtures/results/panel.csv");

/// The panel's file with some of Rigel's right answers spoiled.
fn spoiled(rows: usize, from: &str, to: &str) -> String {
    let mut left = rows;
    let spoil = |line: &str| {
        if left > 0 && line.contains(",Rigel,") && line.contains(from) {
            left -= 1;
            return line.replacen(from, to, 1) + "\n";
        }
        line.to_owned() + "\n"
    };
    let text: String = PANEL.lines().map(spoil).collect();
    assert_eq!(left, 0);
    text
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn who_lacks_rows_has_no_range_no_level_and_is_compared_with_nobody() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", spoiled(7, ",correct,1,1,", ",correct,\"1,0\",1,"));
    let ran = sandbox.run(&["report", "results.csv", "--skip-bad-rows"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let page = words(&ran.out);
    holds(
        &page,
        &[
            "no level: rows are left out Rigel²",
            "messaging · 5 candidates · the same 30 questions for all",
            "16/23 –",
            "7 of 30 rows of Rigel left out, so there is no range, no level and no comparison; the first is `results.csv:",
            "column `points`: `1,0`, expected a decimal",
            "Rigel is not compared, as rows are left out.",
            "7 rows that can't be understood, left out",
        ],
    );
    let ran = sandbox.run(&["report", "results.csv", "--skip-bad-rows", "--format", "json"], "");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let exam = &report["exams"][0];
    let rigel = exam["candidates"].as_array().unwrap().iter().find(|of| of["candidate"] == "Rigel").unwrap();
    let total = &rigel["total"];
    assert_eq!([&total["share"], &total["low"], &total["high"]], [&Value::Null; 3]);
    assert_eq!((&total["reason"], &total["questions"]), (&"rows-left-out".into(), &23.into()));
    assert_eq!(rigel["level"]["reason"], "rows-left-out");
    assert_eq!(rigel["topics"]["idempotency"]["reason"], "rows-left-out");
    assert_eq!((&rigel["rows_left_out"]["rows"], &rigel["rows_left_out"]["of"]), (&7.into(), &30.into()));
    assert_eq!(exam["not_compared"][0]["reason"], "rows-left-out");
    assert_eq!((&exam["totals"]["n"], &exam["pairs"]), (&4.into(), &6.into()));
    // Sheets say it, and compare nothing.
    let ran = sandbox.run(&["debrief", "Rigel", "results.csv", "--skip-bad-rows"], "");
    holds(&words(&ran.out), &["16 of 23 points no level", "7 of 30 rows of Rigel left out"]);
    let ran = sandbox.run(&["compare", "Rigel", "Vega", "--skip-bad-rows"], "");
    holds(&words(&ran.out), &["Totals are not compared, as rows are left out"]);
    // And the tidy table has no share of what is left.
    let ran = sandbox.run(&["report", "results.csv", "--skip-bad-rows", "--format", "csv"], "");
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("Rigel,")).collect();
    assert!(lines.iter().all(|line| line.contains(",,,,")), "{lines:?}");
    holds(&ran.words(), &["7 of 30 rows of Rigel left out", "column `points`: `1,0`"]);
}

#[test]
fn who_has_no_row_left_is_named_and_codes_stay_codes() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", spoiled(30, "2026-11-", "18.11.2026 "));
    let ran = sandbox.run(&["report", "results.csv", "--skip-bad-rows"], "");
    let page = words(&ran.out);
    holds(&page, &["all 30 rows of Rigel left out; the first is `results.csv:", "column `started_at`"]);
    assert!(!page.contains("no comparison"), "{page}");
    let ran = sandbox.run(&["report", "results.csv", "--skip-bad-rows", "--blind"], "");
    holds(&words(&ran.out), &["all 30 rows of somebody left out"]);
    assert!(!ran.out.contains("Rigel") && !ran.out.contains("18.11"), "{}", ran.out);
    // With a second attempt nobody can tell which would have counted.
    let again: String = PANEL
        .lines()
        .filter(|line| line.contains(",Rigel,"))
        .map(|line| line.replacen("019a", "029a", 1) + "\n")
        .collect();
    sandbox.write("again.csv", spoiled(30, "2026-11-", "18.11.2026 ") + &again);
    let ran = sandbox.run(&["report", "again.csv", "--skip-bad-rows"], "");
    holds(
        &words(&ran.out),
        &["all 30 rows of Rigel left out, so there is no range", "Rigel is not compared"],
    );
}

#[test]
fn a_row_that_stands_whole_in_a_copy_is_not_missing() {
    let sandbox = Sandbox::new();
    sandbox.write("one.csv", spoiled(2, ",correct,1,1,", ",correct,\"1,0\",1,"));
    sandbox.write("two.csv", PANEL);
    let ran = sandbox.run(&["report", "one.csv", "two.csv", "--skip-bad-rows", "--format", "json"], "");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let candidates = report["exams"][0]["candidates"].as_array().unwrap();
    assert!(candidates.iter().all(|of| of["rows_left_out"].is_null() && of["total"]["questions"] == 30));
}

#[test]
fn what_is_wrong_with_a_row_comes_with_its_remedy() {
    let sandbox = Sandbox::new();
    for (from, to, said) in [
        (
            ",correct,1,1,",
            ",correct,\"1,0\",1,",
            &[
                "column `points`",
                "(and 2 more rows can't be understood)",
                "a decimal point is meant: write `1.0`",
            ][..],
        ),
        (
            ",correct,1,1,",
            ",correct,1,0,1,",
            &["23 cells, and the header has 22", "decimals have a point: `0.5`, not `0,5`"],
        ),
        ("T09:", "X", &["column `started_at`", "expected an instant"]),
    ] {
        sandbox.write("results.csv", spoiled(3, from, to));
        let ran = sandbox.run(&["report", "results.csv"], "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), said);
        assert!(!ran.words().contains("column `attempt_id`"), "{ran:?}");
    }
    let days = PANEL.lines().map(|line| line.replace("T09:30:00Z,2026", ",2026") + "\n").collect::<String>();
    sandbox.write("results.csv", days);
    let ran = sandbox.run(&["report", "results.csv"], "");
    holds(&ran.words(), &["a day is no instant: write when it began, or at least `2026-11-18T00:00:00Z`"]);
}
