//! Essays, marked by people at a terminal.

use std::fs;
use std::path::Path;

use super::grade;
use crate::cli::on_screen::{answer, ends, ready, shows};
use crate::cli::sandbox::{Sandbox, holds};
use crate::terminal::pty::Pty;

const EXAM: &str = r#"
format = 1
id = "essays"
title = "Essays"
cuts_basis = "a test"
[[topic]]
id = "t"
title = "T"
[[question]]
id = "why"
topic = "t"
kind = "essay"
points = 4
prompt = "Why is a *retry* dangerous?"
sample = "It may act twice."
criterion = [{ text = "names the effect", points = 2 }, { text = "names a way out", points = 1.5 }]
[[question]]
id = "yes"
topic = "t"
kind = "boolean"
prompt = "Yes?"
answer = true
"#;

/// A folder in which three have answered: what each wrote ends in a word of its own.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("essays.toml", EXAM);
    for (name, word) in [("Ada", "alpha"), ("Bob", "beta")] {
        let lines = format!("It acts twice: {word}.\n.\ntrue\n");
        let ran = sandbox.run(&["take", "essays.toml", "--candidate", name, "--yes"], &lines);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let ran = sandbox.run(&["take", "essays.toml", "--candidate", "Cy", "--yes"], ":skip\ntrue\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    sandbox
}

fn manual<'a>(grader: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["grade", "results.csv", "--exam", "essays.toml", "--manual", "--grader", grader], more].concat()
}

/// Waits until a criterion stands there for the nth time and points are asked for it, and types.
fn mark(pty: &mut Pty, nth: usize, keys: &str) {
    pty.wait_for_transcript(&format!("criterion {nth}"), |transcript| {
        transcript.matches("Criterion ").count() >= nth
    });
    answer(pty, "Points, 0 to", keys);
}

/// Gives these points to both criteria of both answers.
fn all_marks(sandbox: &Sandbox, grader: &str, points: [&str; 2]) -> String {
    let mut pty = sandbox.pty(&manual(grader, &[]), 80, 40);
    for nth in 1..=4 {
        mark(&mut pty, nth, &format!("{}\r", points[(nth - 1) % 2]));
    }
    ends(&mut pty, 0);
    pty.transcript()
}

#[test]
fn a_grader_marks_leaves_and_goes_on_and_the_rows_get_their_points() {
    let sandbox = room();
    assert_eq!(sandbox.column("results.csv", "outcome")[0], "ungraded");
    let mut pty = sandbox.pty(&manual("M. Ito", &[]), 80, 40);
    ready(&mut pty, "Points, 0 to 2");
    shows(
        &mut pty,
        &["why · answer 1 of 2", "dangerous?", "Model answer:", "It may act twice.", "The answer:"],
    );
    shows(&mut pty, &["It acts twice:", "Criterion 1 of 2, worth 2:", "names the effect"]);
    assert!(!pty.transcript().contains("Ada") && !pty.transcript().contains("Bob"), "names are hidden");
    mark(&mut pty, 1, "3\r");
    shows(&mut pty, &["Not taken: `3` is more than there is, expected 0 to 2"]);
    mark(&mut pty, 1, "1.5 only half of it\r");
    mark(&mut pty, 2, "b\r");
    // Enter keeps what was given.
    ready(&mut pty, "Points, 0 to 2 [1.5]");
    shows(&mut pty, &["You said: only half of it"]);
    pty.send("\r");
    mark(&mut pty, 4, "s\r");
    pty.wait_for("why · answer 2 of 2");
    mark(&mut pty, 5, "\u{1b}");
    ends(&mut pty, 130);
    shows(&mut pty, &["1 mark kept in results.csv.marks.jsonl.", "2 answers are left"]);
    assert_eq!(fs::read_to_string(sandbox.path("results.csv.marks.jsonl")).unwrap().lines().count(), 1);
    let ran = grade(&sandbox, &["--exam", "essays.toml"]);
    holds(&ran.out, &["why: 2 answers wait for marks: 1 that nobody has marked", "1 with marks"]);

    // The same command goes on with what has no mark.
    let mut pty = sandbox.pty(&manual("M. Ito", &["--names"]), 80, 40);
    for nth in 1..=3 {
        mark(&mut pty, nth, "1\r");
    }
    ends(&mut pty, 0);
    shows(&mut pty, &["3 marks kept", "All answers have your marks.", "examiner grade"]);
    assert!(pty.transcript().contains("· Ada") && pty.transcript().contains("· Bob"));
    let ran = grade(&sandbox, &["--exam", "essays.toml", "--write"]);
    holds(&ran.out, &["ungraded", "partial, 2.8571 of 4", "partial, 2.2857 of 4"]);
    let rows = sandbox.rows("results.csv");
    let essays: Vec<_> = rows.iter().filter(|row| row["question_id"] == "why").collect();
    let graders: Vec<&str> = essays.iter().map(|row| row["grader"].as_str()).collect();
    assert_eq!(graders, ["M. Ito", "M. Ito", "key"]);
    assert_eq!((essays[2]["outcome"].as_str(), essays[2]["points"].as_str()), ("unanswered", "0"));
    let report = sandbox.run(&["report", "results.csv"], "");
    assert!(!report.out.contains("wait for a mark"), "{}", report.out);

    let mut pty = sandbox.pty(&manual("M. Ito", &[]), 80, 40);
    ends(&mut pty, 0);
    shows(&mut pty, &["All answers have your marks; `--again`"]);
}

#[test]
fn graders_who_differ_agree_afterwards() {
    let sandbox = room();
    all_marks(&sandbox, "Ito", ["2", "1.5"]);
    let shown = all_marks(&sandbox, "Berg", ["2", "1"]);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(&words, &["Graders differ on 2 marks.", "--exam essays.toml --agree --grader Berg"]);
    let ran = grade(&sandbox, &["--exam", "essays.toml", "--write"]);
    holds(&ran.out, &["2 on which graders differ (--agree)"]);
    let essays = |sandbox: &Sandbox| -> Vec<[String; 3]> {
        let rows = sandbox.rows("results.csv").into_iter().filter(|row| row["question_id"] == "why");
        rows.map(|row| ["outcome", "points", "grader"].map(|column| row[column].clone())).collect()
    };
    assert_eq!(essays(&sandbox)[0], ["ungraded", "", ""]);

    let agree = ["grade", "results.csv", "--exam", "essays.toml", "--agree", "--grader", "Ito"];
    let ran = sandbox.run(&[&agree[..], &["--format", "json"]].concat(), "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["agreement"][0]["graders"], serde_json::json!(["Berg", "Ito"]));
    let marks = serde_json::json!([{ "grader": "Berg", "points": 1 }, { "grader": "Ito", "points": 1.5 }]);
    assert_eq!(told["to_agree_on"][0]["marks"], marks);
    let ran = sandbox.run(&agree, "");
    assert_eq!(ran.code, Some(4), "{ran:?}");
    holds(
        &ran.out,
        &["why       Berg and Ito        2      0/2", "2 marks to be agreed on", "Berg 1, Ito 1.5"],
    );
    holds(&ran.words(), &["2 marks are to be agreed on, and there is no terminal"]);

    let mut pty = sandbox.pty(&agree, 80, 40);
    answer(&mut pty, "Points that count, 0 to 1.5", "1.25 they meet\r");
    pty.wait_for("why · 2 of 2");
    shows(&mut pty, &["Berg gave 1", "Ito gave 1.5"]);
    answer(&mut pty, "Points that count, 0 to 1.5", "1\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["2 agreed marks kept"]);
    grade(&sandbox, &["--exam", "essays.toml", "--write"]);
    let now = essays(&sandbox);
    assert_eq!((now[0][2].as_str(), now[1][2].as_str()), ("Berg+Ito", "Berg+Ito"));
    assert_eq!((now[0][1].as_str(), now[1][1].as_str()), ("3.7143", "3.4286"));
    let ran = sandbox.run(&agree, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["Graders differ nowhere that is not agreed on."]);
}

#[test]
fn who_mark_the_same_are_both_named() {
    let sandbox = room();
    all_marks(&sandbox, "Ito", ["2", "0"]);
    all_marks(&sandbox, "Berg", ["2", "0"]);
    grade(&sandbox, &["--exam", "essays.toml", "--write"]);
    let rows = sandbox.rows("results.csv");
    assert_eq!((rows[0]["grader"].as_str(), rows[0]["outcome"].as_str()), ("Berg+Ito", "partial"));
    let debrief = sandbox.run(&["debrief", "Ada", "results.csv"], "");
    let words = debrief.out.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(&words, &["criteria names the effect (of 2): Berg 2; Ito 2", "model It may act twice."]);
    let told = sandbox.run(&["debrief", "Ada", "results.csv", "--format", "json"], "");
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let answers = told["sheets"][0]["questions"].as_array().unwrap();
    let why = answers.iter().find(|answer| answer["question"] == "why").unwrap();
    assert_eq!(
        why["criteria"][1]["marks"][0],
        serde_json::json!({ "grader": "Berg", "points": 0, "comment": null })
    );
    // Another rubric needs other marks.
    sandbox.write("essays.toml", EXAM.replace("names the effect", "names its effect"));
    let ran = grade(&sandbox, &["--exam", "essays.toml"]);
    holds(&ran.out, &["2 with marks by another rubric", "partial, 2.2857 of 4  ungraded"]);
    // Another key of another question does not.
    sandbox.write("essays.toml", EXAM.replace("answer = true", "answer = false"));
    let ran = grade(&sandbox, &["--exam", "essays.toml"]);
    assert!(!ran.out.contains("rubric") && !ran.out.contains("why  "), "{}", ran.out);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let sandbox = room();
    let ran = sandbox.run(&manual("Ito", &[]), "2\n1\n");
    assert_eq!(ran.code, Some(4), "{ran:?}");
    holds(&ran.words(), &["there is no terminal to ask on"]);
    assert!(!sandbox.path("results.csv.marks.jsonl").exists());
}

/// Marks that were given are there after a `kill -9` at any step.
#[test]
#[cfg(debug_assertions)]
fn marks_that_were_given_outlive_the_program() {
    for step in 1..=12 {
        let sandbox = room();
        let fault = format!("kill:{step}");
        let args = manual("Ito", &["--plain"]);
        let mut pty = sandbox.pty_with(&[("EXAMINER_TEST_FAULT", Path::new(&fault))], &args, 80, 40);
        // Plain lines can be typed ahead.
        pty.send("2\r1\r0\r1\r");
        let code = pty.finish();
        let marks = sandbox.path("results.csv.marks.jsonl");
        let kept = fs::read_to_string(&marks).unwrap_or_default().matches("\"marked\"").count();
        let shown = pty.transcript().matches("Criterion ").count();
        // The next criterion is shown only once the mark before is kept.
        assert!(code == 0 || kept + 1 >= shown, "{fault}: {kept} of {shown}\n{}", pty.transcript());
        let ran = grade(&sandbox, &["--exam", "essays.toml"]);
        holds(&ran.out, &["Essays"]);
    }
}
