//! Rows of one attempt that contradict each other, stand twice, or say the same in other letters; and names that differ in case.

use super::sandbox::{Sandbox, holds};

const HEADER: &str =
    "attempt_id,candidate,candidate_id,exam_id,started_at,question_id,topic,outcome,points,max_points\n";
const ID: &str = "0192f0c4-7d1e-7a53-b2a4-0f4f3a1c9e55";

fn row(attempt: &str, name: &str, id: &str, question: &str, points: &str) -> String {
    let outcome = if points.starts_with('1') { "correct" } else { "incorrect" };
    format!("{attempt},{name},{id},m,2026-11-18T09:00:00Z,{question},sql,{outcome},{points},1\n")
}

fn file(rows: &[String]) -> String {
    HEADER.to_owned() + &rows.concat()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn report(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = sandbox.run(&[&["report"], arguments].concat(), "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    words(&ran.out)
}

#[test]
fn a_contradiction_names_whose_it_is_and_where() {
    let sandbox = Sandbox::new();
    sandbox.write("one.csv", file(&[row(ID, "Ada", "", "q1", "1"), row(ID, "Ada", "", "q2", "0")]));
    sandbox.write("two.csv", file(&[row(ID, "Ada", "", "q1", "1"), row(ID, "Ada", "", "q2", "1")]));
    let ran = sandbox.run(&["report", "one.csv", "two.csv"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(
        &ran.words(),
        &[
            &format!("two versions of attempt `{ID}` of Ada"),
            "`outcome` is `incorrect` in `one.csv:3` and `correct` in `two.csv:3`",
            "`examiner verify FILE`",
        ],
    );
    let page = report(&sandbox, &["one.csv", "two.csv", "--on-conflict", "last"]);
    holds(
        &page,
        &[
            "Ada¹ 2",
            "rows of Ada contradict each other: `outcome` is `correct` in `two.csv:3` and `incorrect` in `one.csv:3`; those that stand last count",
            "`examiner verify FILE`",
        ],
    );
    let ran = sandbox.run(&["report", "one.csv", "two.csv", "--on-conflict", "first", "--blind"], "");
    assert!(!ran.out.contains("Ada") && !ran.out.contains("one.csv"), "{}", ran.out);
    let ran = sandbox.run(&["debrief", "Ada", "one.csv", "two.csv", "--on-conflict", "first"], "");
    holds(&words(&ran.out), &["rows of Ada contradict each other: `outcome` is `incorrect` in `one.csv:3`"]);
}

#[test]
fn a_row_that_stands_twice_counts_once_and_is_told_of() {
    let sandbox = Sandbox::new();
    let twice = row("a", "Ada", "", "q1", "1");
    sandbox.write("one.csv", file(&[twice.clone(), twice, row("a", "Ada", "", "q2", "0")]));
    let page = report(&sandbox, &["one.csv"]);
    holds(&page, &["1 candidate · 2 questions", "1 row stands twice in one attempt; it counts once"]);
}

#[test]
fn copies_that_say_the_same_in_other_letters_are_copies() {
    let sandbox = Sandbox::new();
    sandbox.write("one.csv", file(&[row(ID, "Ada", "", "q1", "1"), row(ID, "Ada", "", "q2", "0")]));
    let capitals = ID.to_uppercase();
    let other = [row(&capitals, "Ada", "team 2", "q1", "1.0"), row(&capitals, "Ada", "team 2", "q2", "0.00")];
    sandbox.write("two.csv", file(&other).replace("09:00:00Z", "10:00:00+01:00"));
    for files in [["one.csv", "two.csv"], ["two.csv", "one.csv"]] {
        let page = report(&sandbox, &files);
        holds(&page, &["1 candidate · 2 questions", "a copy of an attempt of Ada was there; it counts once"]);
        let ran = sandbox.run(&[&["report"], &files[..], &["--format", "json"]].concat(), "");
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(json["exams"][0]["candidates"][0]["candidate_id"], "team 2");
        let ran = sandbox.run(&[&["debrief", "Ada"], &files[..]].concat(), "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&words(&ran.out), &["1 of 2 points", "1 question missed"]);
    }
}

#[test]
fn names_that_differ_in_case_only_are_told_of() {
    let sandbox = Sandbox::new();
    let rows =
        [row("a", "Rigel", "", "q1", "1"), row("b", "rigel", "", "q1", "0"), row("c", "Vega", "", "q1", "1")];
    sandbox.write("results.csv", file(&rows));
    let page = report(&sandbox, &["results.csv"]);
    holds(&page, &["Rigel and rigel: names that differ in case only, and count as two people"]);
    let ran = sandbox.run(&["report", "results.csv", "--blind"], "");
    assert!(!ran.out.contains("case"), "{}", ran.out);
}

#[test]
fn a_namesake_is_named_as_the_report_shows_them() {
    let sandbox = Sandbox::new();
    let rows = [
        row("a", "Altair", "", "q1", "1"),
        row("b", "Altair", "ext2", "q1", "0"),
        row("c", "Vega", "", "q1", "1"),
    ];
    sandbox.write("results.csv", file(&rows));
    holds(&report(&sandbox, &["results.csv"]), &["Altair (ext2)"]);
    let ran = sandbox.run(&["debrief", "Altair (ext2)", "results.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["Altair (ext2) · m\n", "0 of 1 point"]);
    assert!(!ran.out.contains("1 of 1 point"), "{}", ran.out);
    let ran = sandbox.run(&["compare", "Altair (ext2)", "Vega"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["Altair (ext2) and Vega · m\n"]);
    let ran = sandbox.run(&["debrief", "Altair (ext3)", "results.csv"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn of_versions_that_contradict_each_other_one_files_rows_count_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("one.csv", file(&[row("a", "Ada", "", "q1", "1"), row("a", "Ada", "", "q2", "1")]));
    sandbox.write("two.csv", file(&[row("a", "Ada", "", "q1", "0"), row("a", "Ada", "", "q3", "0")]));
    for (kept, total) in [("first", "2 of 2 points"), ("last", "0 of 2 points")] {
        for files in [["one.csv", "two.csv"], ["two.csv", "one.csv"]] {
            let total = if files[0] == "one.csv" {
                total
            } else if kept == "first" {
                "0 of 2 points"
            } else {
                "2 of 2 points"
            };
            let ran = sandbox
                .run(&[&["debrief", "Ada"], &files[..], &["--on-conflict", kept, "--all"]].concat(), "");
            assert_eq!(ran.code, Some(0), "{ran:?}");
            holds(&ran.out, &[total, "All 2 questions"]);
        }
    }
    // Nobody gets another's row.
    sandbox.write("ada.csv", file(&[row("a", "Ada", "", "q1", "1")]));
    sandbox.write("bob.csv", file(&[row("a", "Bob", "", "q2", "1")]));
    for (kept, name, question) in [("first", "Ada", "q1"), ("last", "Bob", "q2")] {
        let ran = sandbox.run(
            &[
                "report",
                "ada.csv",
                "bob.csv",
                "--on-conflict",
                kept,
                "--format",
                "csv",
                "--columns",
                "question",
            ],
            "",
        );
        let lines: Vec<&str> = ran.out.lines().skip(1).collect();
        assert_eq!(lines.len(), 1, "{ran:?}");
        assert!(lines[0].starts_with(&format!("{name},{question},1,1,")), "{ran:?}");
    }
    let both = file(&[row("a", "Ada", "", "q1", "1"), row("a", "Bob", "", "q2", "1")]);
    sandbox.write("both.csv", both);
    let ran = sandbox.run(&["report", "both.csv", "--on-conflict", "first", "--format", "csv"], "");
    holds(&ran.out, &["\nAda,sql,1,1,"]);
    assert!(!ran.out.contains("Bob") && !ran.out.contains(",2,2,"), "{ran:?}");
}

#[test]
fn an_answer_that_only_rows_have_which_do_not_count_leaves_no_range() {
    let sandbox = Sandbox::new();
    let other = row("a", "Ada", "", "q2", "0").replace("-18T", "-19T");
    let rows = [
        row("a", "Ada", "", "q1", "1"),
        other,
        row("a", "Ada", "", "q3", "1"),
        row("a", "Ada", "", "q4", "1"),
        row("a", "Ada", "", "q5", "1"),
    ];
    sandbox.write("results.csv", file(&rows));
    for kept in ["first", "last"] {
        let arguments = ["results.csv", "--on-conflict", kept];
        holds(&report(&sandbox, &arguments), &["1 question is in none of these, so there is no range"]);
        let ran = sandbox.run(&[&["report"], &arguments[..], &["--format", "json"]].concat(), "");
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let total = &json["exams"][0]["candidates"][0]["total"];
        assert_eq!((total["questions"].as_u64(), total["low"].is_null()), (Some(4), true), "{total}");
        let debrief = sandbox.run(&[&["debrief", "Ada"], &arguments[..], &["--all"]].concat(), "");
        holds(&debrief.out, &["4 of 4 points", "All 4 questions"]);
        let ran = sandbox.run(&[&["report"], &arguments[..], &["--format", "csv"]].concat(), "");
        holds(&ran.out, &["\nAda,sql,4,4,,,,4,4,1,0\n"]);
    }
}

#[test]
fn texts_that_need_quotes_have_both_in_csv() {
    let sandbox = Sandbox::new();
    let names = ["\"Lovelace, Ada\"", "\"A \"\"B\"\" C\"", "\"'=1,2\"", "Plain"];
    let rows: Vec<String> =
        names.iter().zip(["a", "b", "c", "d"]).map(|(name, id)| row(id, name, "", "q1", "1")).collect();
    sandbox.write("results.csv", file(&rows));
    let ran = sandbox.run(&["report", "results.csv", "--format", "csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let read = csv::Reader::from_reader(ran.out.as_bytes()).into_records().map(|record| record.unwrap());
    let mut read: Vec<String> = read.map(|record| record[0].to_owned()).collect();
    read.sort();
    assert_eq!(read, ["'=1,2", "A \"B\" C", "Lovelace, Ada", "Plain"]);
}

#[test]
fn a_name_of_several_people_is_told_of() {
    let sandbox = Sandbox::new();
    let rows = [
        row("a", "Altair", "", "q1", "1"),
        row("b", "Altair", "x", "q1", "0"),
        row("c", "Vega", "", "q1", "1"),
    ];
    sandbox.write("results.csv", file(&rows));
    for arguments in [&["compare", "Altair", "Vega"][..], &["debrief", "Altair", "results.csv"]] {
        let ran = sandbox.run(arguments, "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&words(&ran.out), &["two people are called Altair: Altair and Altair (x)"]);
    }
}
