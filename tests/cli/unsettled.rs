//! What has a range, a percentile or a comparison, and what has counts only.

use serde_json::Value;

use super::sandbox::{Sandbox, holds};

const PANEL: &str = include_str!("../fixtures/results/panel.csv");
const HEADER: &str = "attempt_id,candidate,exam_id,started_at,status,question_id,topic,level,outcome,points,max_points,seconds\n";

/// So many questions of an attempt, of which so many are right.
fn attempt(id: &str, name: &str, hour: u32, right: u32, of: u32) -> String {
    let row = |n: u32| {
        let (outcome, points) = if n < right { ("correct", 1) } else { ("incorrect", 0) };
        let topic = ["sql", "http"][usize::from(n % 2 == 1)];
        format!(
            "{id},{name},m,2026-11-18T{hour:02}:00:00Z,submitted,q{n},{topic},junior,{outcome},{points},1,2.5\n"
        )
    };
    (0..of).map(row).collect()
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let ran = sandbox.run(&[arguments, &["--format", "json"]].concat(), "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    serde_json::from_str(&ran.out).unwrap()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_best_of_several_attempts_has_counts_only() {
    let sandbox = Sandbox::new();
    let rows = [
        attempt("a", "Ada", 9, 5, 20),
        attempt("b", "Ada", 10, 19, 20),
        attempt("c", "Bob", 9, 2, 20),
        attempt("d", "Cyd", 9, 18, 20),
    ];
    sandbox.write("results.csv", HEADER.to_owned() + &rows.concat());
    let arguments = ["report", "results.csv", "--attempts", "best"];
    let report = json(&sandbox, &arguments);
    let exam = &report["exams"][0];
    let ada = exam["candidates"].as_array().unwrap().iter().find(|of| of["candidate"] == "Ada").unwrap();
    let total = &ada["total"];
    assert_eq!((&total["points"], &total["share"]), (&19.into(), &0.95.into()));
    assert_eq!((&total["low"], &total["reason"]), (&Value::Null, &"best-of-several".into()));
    assert_eq!(ada["percentile_reason"], "best-of-several");
    assert_eq!(
        exam["not_compared"],
        serde_json::json!([{ "candidate": "Ada", "reason": "best-of-several" }])
    );
    assert_eq!((&exam["pairs"], exam["told_apart"].as_array().unwrap().len()), (&1.into(), 1));
    let page = words(&sandbox.run(&arguments, "").out);
    holds(
        &page,
        &["Ada¹ 19 – – 19 –", "Ada is not compared, as chance favours the best of several attempts."],
    );
    let page = words(&sandbox.run(&[&arguments[..], &["--sort", "total"]].concat(), "").out);
    holds(&page, &["– Ada¹"]);
}

#[test]
fn a_percentile_needs_thirty_candidates() {
    let sandbox = Sandbox::new();
    for (n, is_there) in [(29, false), (30, true)] {
        let rows: String =
            (0..n).map(|n| attempt(&format!("a{n}"), &format!("N{n}"), 9, n % 20, 20)).collect();
        sandbox.write("results.csv", HEADER.to_owned() + &rows);
        let report = json(&sandbox, &["report", "results.csv"]);
        let one = &report["exams"][0]["candidates"][0];
        assert_eq!(one["percentile"].is_number(), is_there, "{n}");
        assert_eq!(one["percentile_reason"] == "few-candidates", !is_there, "{n}");
    }
}

#[test]
fn fewer_than_four_questions_are_compared_nowhere() {
    let sandbox = Sandbox::new();
    let rows = [attempt("a", "Ada", 9, 3, 3), attempt("b", "Bob", 9, 0, 3), attempt("c", "Cyd", 9, 0, 12)];
    sandbox.write("results.csv", HEADER.to_owned() + &rows.concat());
    let page = words(&sandbox.run(&["report", "results.csv"], "").out);
    holds(&page, &["Candidates are not compared on fewer than four questions."]);
    let ran = sandbox.run(&["compare", "Ada", "Bob"], "");
    holds(&words(&ran.out), &["Totals are not compared on fewer than four questions: 3 and 0 of 3."]);
    let compared = json(&sandbox, &["compare", "Ada", "Bob"]);
    assert_eq!(compared["comparisons"][0]["differences_reason"], "too-few-questions");
    let page = words(&sandbox.run(&["debrief", "Ada", "results.csv"], "").out);
    assert!(page.contains("3 of 3 points") && !page.contains("95%"), "{page}");
}

#[test]
fn an_attempts_time_is_that_of_all_its_questions() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", HEADER.to_owned() + &attempt("a", "Ada", 9, 3, 8));
    for more in [&[][..], &["--topic", "sql"], &["--level", "junior"]] {
        let report = json(&sandbox, &[&["report", "results.csv"], more].concat());
        assert_eq!(report["exams"][0]["candidates"][0]["attempts"][0]["seconds"], 20.0, "{more:?}");
    }
}

#[test]
fn a_difference_that_is_not_shown_comes_with_its_range() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", PANEL);
    let page = words(&sandbox.run(&["compare", "Rigel", "Vega"], "").out);
    // Newcombe's interval for 28 and 23 of 30 at 95%.
    holds(
        &page,
        &["The 95% range of Vega less Rigel is −2 to +35 points of 100: a large difference is not excluded."],
    );
    let page = words(&sandbox.run(&["compare", "Rigel", "Vega", "Altair"], "").out);
    holds(&page, &["The widest 95% range, of Vega less", "allowing for three comparisons"]);
}

#[test]
fn a_tidy_cell_that_waits_for_marks_has_no_share_to_sort_by() {
    let sandbox = Sandbox::new();
    let waits = attempt("a", "Ada", 9, 4, 4).replacen(",correct,1,", ",ungraded,,", 1);
    sandbox.write("results.csv", HEADER.to_owned() + &waits);
    let ran = sandbox.run(&["report", "results.csv", "--format", "csv"], "");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines[0],
        "candidate,topic,points,max_points,share,low,high,answered,questions,attempts,ungraded"
    );
    assert!(lines[1].starts_with("Ada,http,2,2,1,0.3") && lines[1].ends_with(",2,2,1,0"), "{lines:?}");
    assert_eq!(lines[2], "Ada,sql,1,1,,,,2,2,1,1");
    // The page that was written so is known for one, and so is one that was written before.
    for table in [ran.out.clone(), ran.out.replace(",attempts,ungraded", ",attempts")] {
        sandbox.write("tables.csv", table);
        let ran = sandbox.run(&["report", "."], "");
        holds(&words(&ran.out), &["tables.csv` is a table that examiner wrote, no results, and left out"]);
    }
}

#[test]
fn more_candidates_than_a_part_holds_are_written_in_order() {
    let sandbox = Sandbox::new();
    let rows: String =
        (0..4200).rev().map(|n| attempt(&format!("a{n:04}"), &format!("N{n:04}"), 9, n % 3, 2)).collect();
    sandbox.write("results.csv", HEADER.to_owned() + &rows);
    let ran = sandbox.run(&["report", "results.csv", "--format", "csv"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let names: Vec<&str> = ran.out.lines().skip(1).map(|line| &line[..line.find(',').unwrap()]).collect();
    let expected: Vec<String> = (0..4200).flat_map(|n| [format!("N{n:04}"), format!("N{n:04}")]).collect();
    assert_eq!(names, expected);
    assert_eq!(ran.out.lines().nth(1).unwrap(), "N0000,http,0,1,0,0,0.7934506856227626,1,1,1,0");
}

#[test]
fn marks_that_wait_do_not_make_up_for_what_wrong_answers_cost() {
    let sandbox = Sandbox::new();
    let mut rows = attempt("a", "Ada", 9, 0, 3).replace(",incorrect,0,", ",incorrect,-1,");
    rows.push_str("a,Ada,m,2026-11-18T09:00:00Z,submitted,essay,sql,junior,ungraded,,2,2.5\n");
    sandbox.write("results.csv", HEADER.to_owned() + &rows);
    let ran = sandbox.run(&["report", "results.csv", "--candidate", "Ada", "--pass", "0.3"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.words(), &["`--pass` is not reached: 0 of 5 points, and 0 at most once all is marked"]);
}

#[test]
fn a_csv_is_told_what_a_page_says_of_versions_and_dropped_questions() {
    let sandbox = Sandbox::new();
    let other = |line: &str| {
        if line.contains(",Mira,") {
            line.replace("90ac41f3", "80ac41f3").replace("5b0e77d2", "4b0e77d2") + "\n"
        } else {
            line.to_owned() + "\n"
        }
    };
    let text: String = PANEL.lines().map(other).collect();
    sandbox.write("results.csv", text.replacen(",correct,1,1,", ",correct,0,0,", 1));
    let ran = sandbox.run(&["report", "results.csv", "--format", "csv"], "");
    holds(
        &ran.words(),
        &[
            "messaging was sat in two versions of it",
            "messaging was marked by two keys",
            "1 question was taken out: junior-0",
        ],
    );
}
