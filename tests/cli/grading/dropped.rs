//! A broken question is taken out of everyone's total, and stays out.

use std::fs;

use super::{ending, files, grade, room, sit};
use crate::cli::sandbox::holds;

const DROP: [&str; 6] = ["--exam", "four.toml", "--drop-question", "count", "--grader", "M. Ito"];

#[test]
fn a_dropped_question_counts_for_nobody_and_stays_dropped() {
    let sandbox = room();
    let before = files(&sandbox);
    let ran = grade(&sandbox, &DROP);
    holds(
        &ran.out,
        &[
            "count      1 of 2  correct, 1 of 1     correct, taken out",
            "unanswered, 0 of 1  unanswered, taken out",
            "4 of 4, 100%  3 of 3",
        ],
    );
    assert_eq!(files(&sandbox), before);
    let ran = grade(&sandbox, &[&DROP[..], &["--write", "--comment", "two answers are right"]].concat());
    holds(
        &ran.out,
        &["count is taken out and counts for nobody; M. Ito says so: two answers are", "Written"],
    );
    let rows = sandbox.rows("results.csv");
    for row in rows.iter().filter(|row| row["question_id"] == "count") {
        assert_eq!([&row["points"], &row["max_points"], &row["grader"]], ["0", "0", "dropped"]);
    }
    assert_eq!((rows[3]["outcome"].as_str(), rows[7]["outcome"].as_str()), ("correct", "unanswered"));
    let marks = String::from_utf8(ending(&sandbox, ".marks.jsonl").1).unwrap();
    holds(
        &marks,
        &[
            "\"event\":\"dropped\"",
            "\"question\":\"count\"",
            "\"grader\":\"M. Ito\"",
            "two answers are right",
        ],
    );

    // Whoever sits it afterwards is not asked it for points either; and a mended key does not bring it back.
    sit(&sandbox, "Cy", "b\na c\nc\n42\n");
    grade(&sandbox, &["--exam", "mended.toml", "--write"]);
    let rows = sandbox.rows("results.csv");
    assert_eq!(rows.iter().filter(|row| row["grader"] == "dropped").count(), 3);
    // Said again, it is not said twice.
    grade(&sandbox, &[&DROP[..], &["--write"]].concat());
    assert_eq!(String::from_utf8(ending(&sandbox, ".marks.jsonl").1).unwrap(), marks);

    // Without what was said the rows stay as they are, and drop nothing for anybody else.
    fs::remove_file(sandbox.path("results.csv.marks.jsonl")).unwrap();
    let ran = grade(&sandbox, &["--exam", "four.toml"]);
    holds(&ran.out, &["count: 3 rows say that it is taken out, and no mark here does", "Nothing changes"]);
    sit(&sandbox, "Di", "b\na c\nc\n42\n");
    grade(&sandbox, &["--exam", "four.toml", "--write"]);
    let rows = sandbox.rows("results.csv");
    assert_eq!((rows[11]["grader"].as_str(), rows[15]["grader"].as_str()), ("dropped", "key"));
}

#[test]
fn a_question_that_was_taken_out_by_mistake_counts_again() {
    let sandbox = room();
    let results = || fs::read(sandbox.path("results.csv")).unwrap();
    let before = results();
    grade(&sandbox, &[&DROP[..], &["--write"]].concat());
    assert_ne!(results(), before);
    let restore = ["--exam", "four.toml", "--restore-question", "count", "--grader", "Berg"];
    let ran = grade(&sandbox, &restore);
    holds(&ran.out, &["correct, taken out", "correct, 1 of 1"]);
    grade(&sandbox, &[&restore[..], &["--write", "--comment", "the wrong one"]].concat());
    assert_eq!(results(), before);
    let ran = sandbox.run(&["verify", "results.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.out.contains("counts for nobody"), "{}", ran.out);
    let ran = sandbox.run(&[&["grade", "results.csv"], &restore[..]].concat(), "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["question `count` is not taken out"]);
    // And out once more.
    grade(&sandbox, &[&DROP[..], &["--write"]].concat());
    assert_eq!(sandbox.rows("results.csv")[3]["grader"], "dropped");
    assert_eq!(sandbox.run(&["verify", "results.csv"], "").code, Some(0));
}

#[test]
fn a_report_counts_a_dropped_question_nowhere() {
    let sandbox = room();
    grade(&sandbox, &[&DROP[..], &["--write"]].concat());
    let ran = sandbox.run(&["report", "results.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["2 candidates · the same 3 questions for all", "1 question was taken out: count"]);
    let ran = sandbox.run(&["report", "results.csv", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let exam = &report["exams"][0];
    assert_eq!(
        (&exam["candidates"][0]["total"]["questions"], &exam["candidates"][0]["total"]["max_points"]),
        (&3.into(), &3.into())
    );
    assert!(exam["topics"].get("numbers").is_none(), "{}", exam["topics"]);
    let notes = report["notes"].as_array().unwrap();
    let note = notes.iter().find(|note| note["code"] == "dropped").expect("a note");
    assert_eq!((&note["count"], &note["text"]), (&1.into(), &"1 question was taken out: count".into()));
    let debrief = sandbox.run(&["debrief", "Bob", "results.csv"], "");
    assert_eq!(debrief.code, Some(0), "{debrief:?}");
    holds(&debrief.out, &["2 questions missed"]);
    let debrief = sandbox.run(&["debrief", "Bob", "results.csv", "--all"], "");
    holds(&debrief.out, &["taken out, counts for nobody"]);
}

#[test]
fn a_comparison_asks_for_a_dropped_question_nowhere() {
    let sandbox = room();
    grade(&sandbox, &[&DROP[..], &["--write"]].concat());
    let ran = sandbox.run(&["compare", "Ada", "Bob"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["2 questions that one got right and the other didn't"]);
    assert!(!ran.out.contains("How much is 40 + 2?"), "{}", ran.out);
    // One who was never asked it was asked the same questions.
    let rows = fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let without: Vec<&str> =
        rows.lines().filter(|row| !(row.contains(",Bob,") && row.contains(",count,"))).collect();
    sandbox.write("other.csv", without.join("\n") + "\n");
    let ran = sandbox.run(&["compare", "Ada", "Bob", "--results", "other.csv"], "");
    assert!(!ran.out.contains("not asked the same questions"), "{}", ran.out);
}

#[test]
fn only_a_question_that_is_there_is_taken_out_by_somebody() {
    let sandbox = room();
    let run =
        |args: &[&str]| sandbox.run(&[&["grade", "results.csv", "--exam", "four.toml"], args].concat(), "");
    for (args, said) in [
        (&["--drop-question", "coutn", "--grader", "Ito"][..], "did you mean `count`?"),
        (&["--drop-question", "count"], "--grader <NAME>"),
        (&["--drop-question", "count", "--grader", "A+B"], "more than one name"),
        (&["--drop-question", "count", "--grader", "dropped"], "a word of the results"),
        (&["--drop-question", "count", "--grader", " "], "no name"),
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
        holds(&ran.words(), &[said]);
    }
    assert!(!sandbox.path("results.csv.marks.jsonl").exists());
    // A question that does not fit the answers any more can still be taken out.
    let other = crate::cli::sandbox::EXAM.replace("answer = 42", "answer = 42\npoints = 2");
    sandbox.write("other.toml", other);
    let args =
        ["grade", "results.csv", "--exam", "other.toml", "--drop-question", "count", "--grader", "Ito"];
    assert_eq!(sandbox.run(&args, "").code, Some(0));
}
