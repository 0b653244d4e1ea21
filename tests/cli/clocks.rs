//! The clock wins over an open pipe, over a wall clock that is moved, over a machine that slept.

use rustix::process::Signal;

use super::resuming::{MINUTE, TAKE, TAKE_YES};
use super::sandbox::{EXAM, Sandbox, exam_with_limit, holds};

/// A text with a limit of its own, then a number; a wrong answer costs as much as a right one earns.
const COSTLY: &str = r#"
format = 1
id = "four"
title = "Two that cost"
time_limit = "10m"
scoring = { wrong = 1.0 }

[[question]]
id = "word"
topic = "letters"
level = "junior"
kind = "text"
time_limit = "2m"
prompt = "Which letter comes after b?"
accept = ["cé"]

[[question]]
id = "count"
topic = "numbers"
level = "junior"
kind = "number"
prompt = "How much is 40 + 2?"
answer = 42
"#;

fn with(exam: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", exam);
    sandbox.clock(0, 0, "one");
    sandbox
}

#[test]
fn an_exam_ends_by_itself_though_nobody_types_and_the_pipe_stays_open() {
    let sandbox = with(&exam_with_limit("time_limit = \"1s\""));
    let ran = sandbox.live(&TAKE_YES).ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Time is up.", "0 of 4 answered"]);
    assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);
    let outcomes = ["timed_out", "unanswered", "unanswered", "unanswered"];
    assert_eq!(sandbox.column("results.csv", "outcome"), outcomes);
    let seconds = sandbox.column("results.csv", "seconds");
    let first: f64 = seconds[0].parse().expect("seconds");
    // What is over before the question is shown does not count for it.
    assert!((0.5..=1.0).contains(&first) && seconds[1..] == ["0.0", "0.0", "0.0"], "{seconds:?}");
}

#[test]
fn a_question_ends_before_the_exam_does() {
    let sandbox = with(&EXAM.replace("id = \"pick\"", "id = \"pick\"\ntime_limit = \"1s\""));
    let mut live = sandbox.live(&TAKE_YES);
    live.wait_for("Question 2 of 4");
    live.send("a c\nc\n42\n");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Time is up for this question."]);
    assert_eq!(sandbox.column("results.csv", "status"), ["submitted"; 4]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["timed_out", "correct", "correct", "correct"]);
}

/// Asks for help and types half a line behind it: when the help is there, the half line was read, too.
const HELP: &str = "?\n";

#[test]
fn half_a_line_may_earn_and_can_not_cost_and_its_rest_reaches_nobody() {
    for (half, answer, outcome, points, draft) in [
        (&b"c\xc3\xa9"[..], "cé", "correct", "1", Some("cé")),
        (b"z", "z", "incorrect", "0", Some("z")),
        (b"c\xc3", "c", "incorrect", "0", Some("c")),
        (b"", "", "timed_out", "0", None),
        (b"   ", "", "timed_out", "0", None),
        (b":ski", "", "timed_out", "0", None),
        (b"\xff\xfe", "", "timed_out", "0", None),
        (b"\\:wq\r", ":wq", "incorrect", "0", Some(":wq")),
    ] {
        let sandbox = with(COSTLY);
        let mut live = sandbox.live_by_clock(&TAKE_YES);
        live.wait_for("Question 1 of 2");
        live.send([HELP.as_bytes(), half].concat());
        live.wait_for("makes a line literal");
        sandbox.clock(3 * MINUTE, 3 * MINUTE, "one");
        live.wait_for("Question 2 of 2");
        if !half.is_empty() {
            live.send("7 and the rest of it\n");
        }
        live.send("42\n");
        let ran = live.ended();
        assert_eq!(ran.code, Some(0), "{half:?}: {ran:?}");
        let row = &sandbox.rows("results.csv")[0];
        assert_eq!(
            (&*row["answer"], &*row["outcome"], &*row["points"]),
            (answer, outcome, points),
            "{half:?}"
        );
        assert_eq!(sandbox.column("results.csv", "answer")[1], "42", "{half:?}");
        let expired = sandbox.events("results.csv", "expired");
        assert_eq!(expired.len(), 1);
        if let Some(draft) = draft {
            assert_eq!(expired[0]["draft"], draft);
        }
    }
}

#[test]
fn a_person_s_wrong_answer_costs_what_half_a_line_does_not() {
    let sandbox = with(COSTLY);
    assert_eq!(sandbox.run(&TAKE_YES, "z\n42\n").code, Some(0));
    assert_eq!(sandbox.column("results.csv", "points"), ["-1", "1"]);
}

/// The process stood still while the deadline passed and the line came to its end: only what was there in time counts.
#[test]
fn what_comes_after_the_deadline_is_no_part_of_the_answer() {
    let sandbox = with(COSTLY);
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.wait_for("Question 1 of 2");
    live.send([HELP.as_bytes(), b"c"].concat());
    live.wait_for("makes a line literal");
    live.signal(Signal::STOP);
    sandbox.clock(3 * MINUTE, 3 * MINUTE, "one");
    live.send("é\n42\n");
    live.signal(Signal::CONT);
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "answer"), ["c", "42"]);
    assert_eq!(sandbox.column("results.csv", "points"), ["0", "1"]);
}

#[test]
fn ticks_typed_so_far_count_and_a_letter_that_was_not_confirmed_does_not() {
    let sandbox = with(EXAM);
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    live.send([HELP.as_bytes(), b"a c"].concat());
    live.wait_for("Letters answer");
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", "", ""]);
    assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);

    let sandbox = with(EXAM);
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send([HELP.as_bytes(), b"b"].concat());
    live.wait_for("A letter answers");
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    assert_eq!(live.ended().code, Some(0));
    assert_eq!(sandbox.column("results.csv", "outcome")[0], "timed_out");
}

#[test]
fn an_answer_from_before_stands_whatever_is_half_typed_over_it() {
    let sandbox = with(EXAM);
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send("b\na c\nc\n:back\n");
    live.wait_for_times("Question 3 of 4", 2);
    live.send([HELP.as_bytes(), b"d"].concat());
    live.wait_for("makes a line literal");
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Your answer from before stands."]);
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", "c", ""]);
    assert_eq!(
        sandbox.column("results.csv", "outcome")[3],
        "unanswered",
        "skipped, not on screen at the end"
    );
    assert_eq!(sandbox.events("results.csv", "expired")[0]["draft"], "d");
}

#[test]
fn time_runs_out_at_the_last_question_of_all_too() {
    let sandbox = with(EXAM);
    let mut live = sandbox.live_by_clock(&TAKE);
    live.send("y\nb\na c\nc\n42\n");
    live.wait_for("Submit?");
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);
}

/// Whole seconds of an RFC 3339 instant since midnight.
fn seconds(instant: &str) -> i64 {
    let (_, time) = instant.split_once('T').expect("an instant");
    time[..8].split(':').fold(0, |sum, part| sum * 60 + part.parse::<i64>().expect("a number"))
}

#[test]
fn a_wall_clock_that_is_moved_moves_no_deadline() {
    for by in [60 * MINUTE, -60 * MINUTE] {
        let sandbox = with(EXAM);
        let mut live = sandbox.live_by_clock(&TAKE_YES);
        live.send("b\n");
        live.wait_for("Question 2 of 4");
        sandbox.clock(by, 0, "one");
        live.send("a c\nc\n42\n");
        let ran = live.ended();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
        assert_eq!(sandbox.column("results.csv", "status"), ["submitted"; 4]);
        let jumps = sandbox.events("results.csv", "clock_jumped");
        assert_eq!(jumps.len(), 1, "{jumps:?}");
        let told = jumps[0]["by_ms"].as_i64().expect("a number");
        assert!((told - by).abs() < 1000, "{told}");
        let row = &sandbox.rows("results.csv")[0];
        let took = (seconds(&row["finished_at"]) - seconds(&row["started_at"])).rem_euclid(24 * 60 * 60);
        assert!(took < 60, "finished {took} s after the start");
        assert!(
            sandbox.column("results.csv", "seconds").iter().all(|spent| spent.parse::<f64>().unwrap() < 60.0)
        );
    }
}

#[test]
fn time_that_the_wall_clock_hides_passes_all_the_same() {
    let sandbox = with(EXAM);
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    sandbox.clock(0, 20 * MINUTE, "one");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "status"), ["expired"; 4]);
    assert_eq!(sandbox.events("results.csv", "clock_jumped").len(), 1);
}

#[test]
fn lines_typed_ahead_are_answers_in_their_turn() {
    let sandbox = with(&exam_with_limit("time_limit = \"5s\""));
    let ran = sandbox.run(&TAKE_YES, "b\r\na c\r\nc\r\n42\r\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}
