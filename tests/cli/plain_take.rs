//! An exam and a lesson as plain lines: what is asked, what is kept, what stands in the results.

use super::resuming::TAKE_YES;
use super::sandbox::{EXAM, Sandbox, holds};

const TAKE: [&str; 4] = ["take", "four.toml", "--candidate", "Ada"];

#[test]
fn four_answers_become_four_rows() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&[&TAKE[..], &["--yes"]].concat(), "b\na c\n C \n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Question 1 of 4", "kept: 4 of 4", "Your receipt:", "4 of 4 answered"]);
    assert!(ran.out.is_empty(), "standard output carries data only");
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", " C ", "42"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.column("results.csv", "points"), ["1"; 4]);
    let row = &sandbox.rows("results.csv")[0];
    for (column, cell) in [
        ("candidate", "Ada"),
        ("candidate_id", ""),
        ("exam_id", "four"),
        ("mode", "exam"),
        ("status", "submitted"),
        ("number", "1"),
        ("question_id", "pick"),
        ("topic", "letters"),
        ("level", "junior"),
        ("kind", "single"),
        ("ladder", "junior=0.70 middle=0.65 senior=0.60"),
        ("max_points", "1"),
        ("grader", "key"),
    ] {
        assert_eq!(row[column], cell, "{column}");
    }
    assert_eq!(row["exam_digest"].len(), 16);
    assert_eq!(row["attempt_id"].len(), 36);
    assert!(row["started_at"].ends_with('Z') && row["started_at"].len() == 20);
}

#[test]
fn a_wrong_letter_is_refused_and_asked_again() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&[&TAKE[..], &["--yes"]].concat(), "z\n\nb\n\na c\n\nc\n1,000\nforty\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["1000", "skip"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn a_question_can_be_skipped_flagged_and_gone_back_to() {
    let sandbox = Sandbox::new();
    let lines = "y\n:skip\n:flag\nc\n:back\nd\n42\n1\nb\n2\na c\ny\n";
    let ran = sandbox.run(&TAKE, lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", "d", "42"]);
    let answers: Vec<_> = sandbox.events("results.csv", "answered");
    assert_eq!(answers.len(), 5, "each change of an answer is in the journal");
    assert_eq!(sandbox.events("results.csv", "flagged").len(), 1);
}

#[test]
fn an_objection_is_kept_and_a_backslash_makes_a_line_literal() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&[&TAKE[..], &["--yes"]].concat(), ":unclear second of what?\nb\na\n\\:wq\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.events("results.csv", "unclear")[0]["text"], "second of what?");
    assert_eq!(sandbox.column("results.csv", "answer")[2], ":wq");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct", "incorrect", "incorrect", "correct"]);
}

#[test]
fn the_end_of_input_leaves_an_attempt_that_can_be_resumed() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&[&TAKE[..], &["--yes"]].concat(), "b\na c\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    holds(&ran.err, &["Saved. To go on: examiner resume "]);
    assert!(sandbox.rows("results.csv").is_empty());
    let ran = sandbox.run(&["resume", "--yes"], "c\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Answered 2 of 4."]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    let ran = sandbox.run(&["resume"], "");
    assert_eq!(ran.code, Some(0));
    holds(&ran.err, &["No unfinished attempts."]);
}

#[test]
fn plain_take_without_a_name_is_a_wrong_command_line() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["take", "four.toml"], "");
    assert_eq!(ran.code, Some(2));
    holds(&ran.err, &["--candidate"]);
}

#[test]
fn a_trial_leaves_nothing() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&[&TAKE[..], &["--yes", "--no-record"]].concat(), "b\na c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!sandbox.path("results.csv").exists());
    assert!(!sandbox.path("results.csv.attempts").exists());
}

#[test]
fn the_score_and_the_answers_are_shown_only_where_they_may_be() {
    let sandbox = Sandbox::new();
    let take = |reveal: &str| {
        let args = [&TAKE[..], &["--yes", "--no-record", "--reveal", reveal]].concat();
        sandbox.run(&args, "a\na c\nc\n42\n").err
    };
    let nothing = take("nothing");
    assert!(!nothing.contains("It is the first.") && !nothing.contains("By topic"));
    let score = take("score");
    holds(&score, &["By topic", "2 of 3"]);
    assert!(!score.contains("It is the first."));
    let answers = take("answers");
    holds(
        &answers,
        &[
            "Level shown",
            "It is the first.",
            "What is right",
            "the second",
            "An estimate from these 4 questions",
        ],
    );
}

#[test]
fn a_lesson_is_told_at_once_and_the_first_answer_is_the_record() {
    let sandbox = Sandbox::new();
    let lines = "y\nboth charge\na\nb\nb\na\na\nd\nshow\nnothing\nc\nnext\n";
    let ran = sandbox.run(&["practice", "delivery-guarantees", "--seed", "7"], lines);
    holds(&ran.err, &["First say it yourself", "1 of 4 questions completed"]);
    let folder = "home/.local/share/examiner/practice.csv";
    assert!(sandbox.path(&format!("{folder}.attempts")).exists());
}

#[test]
fn a_lesson_without_second_tries_is_four_lines_long() {
    let sandbox = Sandbox::new();
    let args = ["practice", "delivery-guarantees", "--yes", "--seed", "7"];
    let ran = sandbox.run(&args, "a\na\na\na\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Right at the first try", "Recap", "4 of 4 questions completed"]);
    let rows = sandbox.rows("home/.local/share/examiner/practice.csv");
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row["mode"] == "practice" && row["ladder"].is_empty()));
    let list = sandbox.run(&["list"], "");
    holds(&list.out, &["practised 4 of 4"]);
}

#[test]
fn only_what_was_missed_is_practised_again() {
    let sandbox = Sandbox::new();
    let again = ["practice", "four.toml", "--only-missed", "--yes"];
    let ran = sandbox.run(&again, "");
    assert_eq!(ran.code, Some(2), "nothing was practised yet: {ran:?}");
    sandbox.run(&["practice", "four.toml", "--yes"], "b\na\nc\n42\n");
    let ran = sandbox.run(&again, "a c\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Question 1 of 1"]);
    let ran = sandbox.run(&again, "");
    assert_eq!(ran.code, Some(2), "nothing is missed any more: {ran:?}");
}

#[test]
fn only_the_total_of_an_attempt_is_never_below_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", EXAM.to_owned() + "\n[scoring]\nwrong = 1.0\n");
    let args = [&TAKE_YES[..], &["--reveal", "score"]].concat();
    let ran = sandbox.run(&args, "a\nb\nx\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &ran.err,
        &["Letters  -3 of 3", "Numbers   1 of 1", "in all    0 of 4", "junior  -1 of 1", "middle  -2 of 2"],
    );
    assert_eq!(sandbox.column("results.csv", "points"), ["-1", "-1", "-1", "1"]);
    let long = [&TAKE_YES[..], &["--extra-time", "1000000h"]].concat();
    let ran = sandbox.run(&long, "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["`1000000h` is no extra time", "up to 168h"]);
}

#[test]
fn words_and_advice_fit_what_can_be_typed() {
    let sandbox = Sandbox::new();
    let lesson =
        EXAM.replace("kind = \"number\"", "kind = \"boolean\"").replace("answer = 42", "answer = true");
    sandbox.write("four.toml", lesson);
    let ran = sandbox.run(&TAKE_YES, "b\n:unclear\na c\nc\nTrue\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.words(), &["say what is unclear, as `:unclear TEXT`"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    let ran = sandbox.run(&["practice", "four.toml", "--only-missed", "--yes"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.err, &["help: examiner practice four.toml"]);
}

#[test]
fn what_take_did_not_ask_a_resume_does_not_either() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", EXAM.replace("cuts_basis", "predict = true\ncuts_basis"));
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let ran = sandbox.run(&["resume"], "y\na c\nc\n42\ny\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.err.contains("First say it yourself"), "{}", ran.err);
}
