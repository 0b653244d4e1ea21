//! `check` as a process: what it says in each format, what can be allowed and denied, what is explained.

use std::path::Path;

use examiner::exam::WarningName;
use serde_json::Value;

use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox};

/// Two questions of a lesson: two distractors without a heads-up, a topic that nobody is asked about.
const LESSON: &str = r#"format = 1
id = "two"
title = "Two"
purpose = "lesson"

[[topic]]
id = "asked"

[[topic]]
id = "announced"

[[question]]
id = "first"
topic = "asked"
prompt = "Which comes first?"
option = [{ text = "act", correct = true }, { text = "ack" }]

[[question]]
id = "second"
topic = "asked"
prompt = "Which comes last?"
option = [{ text = "poll" }, { text = "commit", correct = true }]
"#;

fn lesson() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("two.toml", LESSON);
    sandbox
}

fn check(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["check"], args].concat(), "")
}

#[test]
fn warnings_are_told_with_place_figure_reason_and_remedy_and_keep_nobody_from_anything() {
    let ran = check(&lesson(), &["two.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.out, @r#"
    warning[unused-topic]: no question on the topic `announced`, expected one on each
      --> two.toml:10:6
       |
    10 | id = "announced"
       |      ^^^^^^^^^^^
       |
       = note: it is announced, and nobody is asked about it
       = help: write a question on it, or remove the `[[topic]]`

    warning[no-heads-up]: 2 of 2 distractors have no heads-up, expected one on each
      --> two.toml:16:54
       |
    16 | option = [{ text = "act", correct = true }, { text = "ack" }]
       |                                                      ^^^^^
       |
      --> two.toml:22:20
       |
    22 | option = [{ text = "poll" }, { text = "commit", correct = true }]
       |                    ------
       |
       = note: whoever chooses it learns that it is wrong, but not why
       = help: write `heads_up = "…"`: why this choice fails in this very case

    two.toml: no errors, 2 warnings (2 questions, 2 topics, exam 23f59df930658973, key a587d76fa8301ab2)
    `examiner help check NAME` explains a warning
    "#);
}

#[test]
fn the_short_form_has_a_line_for_each_place() {
    let sandbox = lesson();
    let ran = check(&sandbox, &["two.toml", "--format", "short"]);
    insta::assert_snapshot!(ran.out, @r"
    two.toml:10:6: warning[unused-topic]: no question on the topic `announced`, expected one on each
    two.toml:16:54: warning[no-heads-up]: 2 of 2 distractors have no heads-up, expected one on each
    two.toml:22:20: warning[no-heads-up]: 2 of 2 distractors have no heads-up, expected one on each
    ");
    assert_eq!(check(&sandbox, &["two.toml", "--short"]).out, ran.out);
    assert_eq!(check(&sandbox, &["two.toml", "--short", "--format", "json"]).code, Some(2));
    assert_eq!(check(&sandbox, &["delivery-guarantees", "--short"]).out, "");
    let many =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exams/warned/no-heads-up-many.toml");
    let ran = check(&sandbox, &[&many.display().to_string(), "--short"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 21, "twenty places and what is left");
    assert!(
        lines[20].ends_with(":10:20: warning[no-heads-up]: 3 more places are not named"),
        "{}",
        lines[20]
    );
}

#[test]
fn what_is_allowed_in_the_file_or_on_the_command_line_is_not_given() {
    let sandbox = lesson();
    let all = ["two.toml", "--allow", "unused-topic", "--allow", "no-heads-up"];
    let ran = check(&sandbox, &all);
    assert_eq!(
        ran.out,
        "two.toml: no errors, no warnings (2 questions, 2 topics, exam 23f59df930658973, key a587d76fa8301ab2)\n  allowed: no-heads-up, unused-topic\n"
    );
    let one = check(&sandbox, &["two.toml", "--allow", "no-heads-up", "--short"]);
    assert_eq!(one.out.lines().count(), 1);
    let allow = "allow = { unused-topic = \"to come\", guessable = \"never given to a lesson\" }\n[[topic]]";
    sandbox.write("two.toml", LESSON.replacen("[[topic]]", allow, 1));
    let ran = check(&sandbox, &["two.toml", "--allow", "no-heads-up"]);
    assert!(
        ran.out.ends_with("key a587d76fa8301ab2)\n  allowed: no-heads-up, unused-topic\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("exam 23f59df930658973"), "the digest is the same: {}", ran.out);
}

#[test]
fn what_is_no_warning_can_t_be_allowed() {
    let sandbox = lesson();
    for (name, help) in [
        ("no-heads-ups", "did you mean `no-heads-up`?"),
        ("guessabel", "did you mean `guessable`?"),
        ("duplicate-option", "only warnings can be silenced, errors have to be mended"),
        ("unreachable-draw", "only warnings can be silenced, errors have to be mended"),
        ("\u{1b}[2J", "only warnings can be silenced, errors have to be mended"),
    ] {
        let ran = check(&sandbox, &["two.toml", "--allow", name]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{name}");
        assert!(ran.words().contains(help) && !ran.err.contains('\u{1b}'), "{}", ran.err);
    }
}

#[test]
fn denied_warnings_are_an_exit_code_unless_they_are_allowed() {
    let sandbox = lesson();
    sandbox.write("bad.toml", "format = 1\n");
    let code = |args: &[&str]| check(&sandbox, &[args, &["--deny", "warnings"]].concat()).code;
    assert_eq!(code(&["two.toml"]), Some(1));
    assert_eq!(code(&["two.toml", "--short"]), Some(1));
    assert_eq!(code(&["two.toml", "--format", "json"]), Some(1));
    assert_eq!(code(&["two.toml", "--allow", "no-heads-up"]), Some(1));
    assert_eq!(code(&["two.toml", "--allow", "no-heads-up", "--allow", "unused-topic"]), Some(0));
    assert_eq!(code(&["delivery-guarantees"]), Some(0));
    assert_eq!(code(&["bad.toml", "delivery-guarantees"]), Some(1));
    assert_eq!(code(&["two.toml", "none.toml"]), Some(3), "what can't be read is worse");
    assert_eq!(check(&sandbox, &["two.toml", "--deny", "errors"]).code, Some(2));
}

/// The exam files of a folder of the project.
fn toml_files(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let exams = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    exams.map(|path| path.display().to_string()).collect()
}

fn json(sandbox: &Sandbox, args: &[&str]) -> Value {
    let ran = check(sandbox, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&ran.out).expect("a JSON document")
}

#[test]
fn json_has_everything_by_name() {
    let sandbox = lesson();
    let document = json(&sandbox, &["two.toml", "--allow", "unused-topic"]);
    assert_eq!(document["format"], 1);
    let file = &document["files"][0];
    for (name, value) in [
        ("file", "two.toml".into()),
        ("exam_id", "two".into()),
        ("questions", 2.into()),
        ("errors", 0.into()),
        ("warnings", 1.into()),
    ] {
        let value: Value = value;
        assert_eq!(file[name], value, "{name}");
    }
    assert!(file["exam_digest"].as_str().expect("a digest").starts_with("23f59df930658973"));
    assert!(file["key_digest"].as_str().expect("a digest").starts_with("a587d76fa8301ab2"));
    assert_eq!(file["allowed"], serde_json::json!([{ "name": "unused-topic", "reason": null }]));
    insta::assert_snapshot!(serde_json::to_string_pretty(&file["problems"]).expect("JSON"), @r#"
    [
      {
        "severity": "warning",
        "name": "no-heads-up",
        "line": 16,
        "column": 54,
        "end_line": 16,
        "end_column": 59,
        "text": "2 of 2 distractors have no heads-up, expected one on each",
        "reason": "whoever chooses it learns that it is wrong, but not why",
        "help": "write `heads_up = \"…\"`: why this choice fails in this very case",
        "also_at": [
          {
            "line": 22,
            "column": 20,
            "end_line": 22,
            "end_column": 26
          }
        ],
        "places_not_named": 0,
        "figures": {
          "without": 2,
          "distractors": 2
        }
      }
    ]
    "#);
}

#[test]
fn json_tells_errors_and_files_that_can_t_be_read_in_the_same_shape() {
    let sandbox = lesson();
    sandbox.write("twice.toml", LESSON.replace("\"poll\"", "\"commit\""));
    let ran = check(&sandbox, &["twice.toml", "none.toml", "delivery-guarantees", "--format", "json"]);
    assert_eq!(ran.code, Some(3));
    let document: Value = serde_json::from_str(&ran.out).expect("a JSON document");
    let problem = |at: usize| &document["files"][at]["problems"][0];
    assert_eq!((&problem(0)["severity"], &problem(0)["name"]), (&"error".into(), &"duplicate-option".into()));
    assert_eq!(problem(0)["first"]["line"], 22);
    assert_eq!(document["files"][0]["exam_id"], Value::Null);
    assert_eq!((&problem(1)["name"], &problem(1)["line"]), (&"unreadable".into(), &Value::Null));
    assert_eq!(document["files"][2]["problems"], Value::Array(Vec::new()));
    assert_eq!(document["files"][2]["exam_id"], "delivery-guarantees");
}

#[test]
fn every_warning_has_its_figures_in_json() {
    let files = toml_files("tests/fixtures/exams/warned");
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let document = json(&Sandbox::new(), &files);
    for file in document["files"].as_array().expect("files") {
        for problem in file["problems"].as_array().expect("problems") {
            let figures = problem["figures"].as_object().expect("figures");
            assert!(!figures.is_empty(), "{problem}");
            for probability in ["probability", "similarity"] {
                let within = |figure: &Value| (0.0..=1.0).contains(&figure.as_f64().expect("a number"));
                assert!(figures.get(probability).is_none_or(within), "{problem}");
            }
        }
    }
}

#[test]
fn each_warning_is_explained_by_name() {
    let sandbox = Sandbox::new();
    let list = sandbox.run(&["help", "check"], "");
    assert_eq!(list.code, Some(0));
    assert_eq!(list.out, sandbox.run(&["check", "--help"], "").out);
    for name in WarningName::words() {
        assert!(list.out.contains(name), "{name}");
        let ran = sandbox.run(&["help", "check", name], "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{name}");
        for part in [
            &format!("warning[{name}]"),
            "What it finds",
            "How",
            "Why it matters",
            "How to mend it",
            &format!("allow = {{ {name} = \"…\" }}"),
            &format!("--allow {name}"),
        ] {
            assert!(ran.out.contains(part), "{part}: {}", ran.out);
        }
        assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{name}: {}", ran.out);
    }
    let ran = sandbox.run(&["help", "check", "guesable"], "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.words().contains("did you mean `guessable`?"), "{}", ran.err);
}

#[test]
fn help_on_what_is_no_warning_is_refused() {
    let sandbox = Sandbox::new();
    for args in [
        &["help", "take", "guessable"][..],
        &["help", "check", "guessable", "more"],
        &["help", "check", "nonsense"],
    ] {
        assert_eq!(sandbox.run(args, "").code, Some(2), "{args:?}");
    }
}

#[test]
fn who_sits_an_exam_is_told_no_warnings() {
    let sandbox = Sandbox::new();
    assert!(check(&sandbox, &["four.toml"]).out.contains("warning[few-questions]"));
    for ran in [
        sandbox.run(&TAKE_YES, "b\na c\nc\n42\n"),
        sandbox.run(&["practice", "four.toml", "--yes", "--no-record"], "b\na c\nc\n42\n"),
        sandbox.run(&["list"], ""),
    ] {
        assert!(!ran.out.contains("warning") && !ran.err.contains("warning"), "{ran:?}");
    }
}

#[test]
fn no_warning_is_left_on_the_exams_that_come_with_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec!["delivery-guarantees".to_owned()];
    for folder in ["exams", "examples", "examples/panel/exams"] {
        files.extend(toml_files(folder));
    }
    assert!(files.len() >= 5);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let ran = check(&Sandbox::new(), &[&files[..], &["--deny", "warnings"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let gate = std::fs::read_to_string(root.join(".ci/run")).expect("the gate");
    let line = gate.lines().find(|line| line.contains(" check ")).expect("the gate checks exams");
    assert!(line.ends_with("--deny warnings"), "{line}");
}

#[test]
fn an_id_in_a_criterion_is_to_be_removed() {
    let sandbox = Sandbox::new();
    let exam = "format = 1\nid = \"e\"\ntitle = \"E\"\n[[question]]\nid = \"why\"\ntopic = \"t\"\nkind = \"essay\"\nprompt = \"Why?\"\n[[question.criterion]]\nid = \"x\"\ntext = \"a\"\npoints = 1\n";
    sandbox.write("e.toml", exam);
    let ran = sandbox.run(&["check", "e.toml"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let all = format!("{}{}", ran.out, ran.err);
    assert!(
        all.contains("criteria are told apart by their places") && !all.contains("belongs to the exam"),
        "{all}"
    );
}
