//! Time lost through no fault of the candidate's is given back; extra time is granted before.

use super::resuming::{MINUTE, TAKE_YES};
use super::sandbox::{EXAM, Sandbox, exam_with_limit, holds};

const GIVE: [&str; 6] = ["resume", "--give-back", "30m", "--by", "M. Ito", "--yes"];

fn left_and_over(sandbox: &Sandbox) {
    sandbox.clock(0, 0, "one");
    assert_eq!(sandbox.run_by_clock(&TAKE_YES, "b\n").code, Some(130));
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
}

#[test]
fn time_given_back_after_the_deadline_lets_the_person_answer_again() {
    let sandbox = Sandbox::new();
    left_and_over(&sandbox);
    let ran = sandbox.run_by_clock(&GIVE, "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Given back: 30 min, by M. Ito; it is in the journal.", "Question 2 of 4"]);
    assert_eq!(sandbox.column("results.csv", "status"), ["submitted"; 4]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    let given = sandbox.events("results.csv", "given_back");
    assert_eq!((given.len(), &given[0]["ms"], &given[0]["by"]), (1, &1_800_000.into(), &"M. Ito".into()));
}

#[test]
fn time_given_back_before_the_deadline_moves_it() {
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    sandbox.run_by_clock(&TAKE_YES, "b\n");
    let ran = sandbox.run_by_clock(&["resume", "--give-back", "5m", "--by", "M. Ito"], "y\n");
    holds(&ran.err, &["14:5"]);
}

#[test]
fn time_that_is_not_enough_is_said() {
    let sandbox = Sandbox::new();
    left_and_over(&sandbox);
    let ran = sandbox.run_by_clock(&["resume", "--give-back", "5m", "--by", "M. Ito"], "n\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    holds(&ran.err, &["not enough", "5 min", "Record it as it stands?", "Left open"]);
    assert_eq!(sandbox.run_by_clock(&GIVE, "a c\nc\n42\n").code, Some(0));
    assert_eq!(sandbox.events("results.csv", "given_back").len(), 2);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

/// The clock handed it in, but its rows could not be written: it is not recorded, and time can be given back.
#[test]
fn an_expiry_that_is_not_recorded_can_be_undone_even_where_one_moves_forward_only() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", exam_with_limit("time_limit = \"10m\"\nnavigation = \"linear\""));
    sandbox.clock(0, 0, "one");
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    let results = std::fs::read(sandbox.path("results.csv")).expect("the results");
    sandbox.write("results.csv", "name,phone\nBob,1\n");
    sandbox.clock(20 * MINUTE, 20 * MINUTE, "one");
    let ran = live.ended();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let command = format!("examiner record --results {}", sandbox.path("results.csv").display());
    holds(&ran.err, &["Time is up.", "is no header of results", "safe in", "receipt", &command]);
    assert!(!ran.err.contains("examiner resume"), "it is handed in: {}", ran.err);
    assert_eq!(std::fs::read_to_string(sandbox.path("results.csv")).expect("it"), "name,phone\nBob,1\n");
    sandbox.write("results.csv", results);
    assert_eq!(sandbox.events("results.csv", "submitted").len(), 1);

    let ran = sandbox.run_by_clock(&GIVE, "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Question 2 of 4", "Question 4 of 4"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.column("results.csv", "status"), ["submitted"; 4]);
    assert_eq!(sandbox.events("results.csv", "submitted").len(), 2);
}

/// Killed between the rows and `recorded`: the rows stand in the results, so there is nothing to give back to.
#[test]
fn rows_that_are_in_the_results_are_not_taken_back() {
    let steps = |sandbox: &Sandbox| {
        let file = sandbox.path("steps");
        std::fs::read_to_string(file).expect("the steps").lines().count()
    };
    let expire = |fault: &str| {
        let sandbox = Sandbox::new();
        left_and_over(&sandbox);
        let mut command = sandbox.command(&["resume", "--yes"]);
        command.env("EXAMINER_TEST_CLOCK", sandbox.path("clock"));
        let fault = fault.replace("FILE", &sandbox.path("steps").display().to_string());
        command.env("EXAMINER_TEST_FAULT", fault).output().expect("it runs");
        sandbox
    };
    let all = steps(&expire("steps:FILE"));
    let mut refused = 0;
    for at in 1..=all {
        let sandbox = expire(&format!("kill:{at}"));
        let ran = sandbox.run_by_clock(&GIVE, "a c\nc\n42\n");
        let outcomes = sandbox.column("results.csv", "outcome");
        if ran.code == Some(2) {
            refused += 1;
            holds(&ran.err, &["recorded"]);
            assert_eq!(outcomes, ["correct", "timed_out", "unanswered", "unanswered"], "kill:{at}");
        } else {
            assert_eq!(ran.code, Some(0), "kill:{at}: {ran:?}");
            assert_eq!(outcomes, ["correct"; 4], "kill:{at}");
        }
        assert_eq!(sandbox.run_by_clock(&["record"], "").code, Some(0));
        assert_eq!(sandbox.rows("results.csv").len(), 4, "kill:{at}");
    }
    assert!((1..all).contains(&refused), "{refused} of {all}");
}

#[test]
fn a_question_that_ran_out_while_away_gets_its_time_back() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", EXAM.replace("id = \"tick\"", "id = \"tick\"\ntime_limit = \"1m\""));
    sandbox.clock(0, 0, "one");
    sandbox.run_by_clock(&TAKE_YES, "b\n");
    sandbox.clock(3 * MINUTE, 3 * MINUTE, "one");
    let ran = sandbox.run_by_clock(&["resume", "--yes"], "c\n");
    holds(&ran.err, &["Time is up for this question."]);
    assert_eq!(ran.code, Some(130));
    let ran = sandbox.run_by_clock(&["resume", "--give-back", "3m", "--by", "M. Ito"], "y\n42\n2\na c\ny\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn nothing_is_given_back_where_there_is_no_limit_or_nobody_gives_it() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", exam_with_limit(""));
    sandbox.run(&TAKE_YES, "b\n");
    let ran = sandbox.run(&GIVE, "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.err, &["no limit"]);
    for args in [
        &["resume", "--give-back", "5m"][..],
        &["resume", "--give-back", "soon", "--by", "M. Ito"],
        &["resume", "--give-back", "5m", "--by", "  "],
        &["resume", "--by", "M. Ito"],
    ] {
        assert_eq!(sandbox.run(args, "").code, Some(2), "{args:?}");
    }
    assert_eq!(sandbox.events("results.csv", "given_back").len(), 0);
}

#[test]
fn nothing_is_given_back_to_a_recorded_attempt() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, "b\na c\nc\n42\n");
    let id = sandbox.column("results.csv", "attempt_id").remove(0);
    let before = std::fs::read(sandbox.journal("results.csv")).expect("the journal");
    for args in [&[&GIVE[..], &[&id]].concat()[..], &GIVE] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.err, &["recorded"]);
    }
    assert_eq!(std::fs::read(sandbox.journal("results.csv")).expect("the journal"), before);
}

#[test]
fn extra_time_is_in_the_journal_alone_and_lengthens_what_it_is_for() {
    let exam = EXAM.replace("id = \"name\"", "id = \"name\"\ntime_limit = \"1m\"");
    for (extra, limit, question) in [("25%", 750_000, 75_000), ("10m", 1_200_000, 60_000)] {
        let sandbox = Sandbox::new();
        sandbox.write("four.toml", &exam);
        let args = [&TAKE_YES[..], &["--extra-time", extra, "--extra-time-ref", "HR-2041"]].concat();
        let ran = sandbox.run(&args, "b\na c\nc\n42\n");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let started = &sandbox.events("results.csv", "started")[0];
        assert_eq!((&started["limit"], &started["questions"][2]["limit"]), (&limit.into(), &question.into()));
        assert_eq!(started["extra_time"]["amount"], extra);
        assert_eq!(started["extra_time"]["reference"], "HR-2041");
        let results = std::fs::read_to_string(sandbox.path("results.csv")).expect("the results");
        assert!(!results.contains("HR-2041") && !results.contains(extra));
        assert!(!ran.err.contains("HR-2041"));
    }
}

#[test]
fn extra_time_that_is_none_is_refused_before_anything_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("open.toml", exam_with_limit(""));
    let take = |exam: &str, more: &[&str]| {
        sandbox.run(&[&["take", exam, "--candidate", "Ada", "--yes"], more].concat(), "")
    };
    for nonsense in ["", "soon", "0%", "-5%", "1001%", "2.5%", "5", "0m", "5d", "%", "99999999999999999999h"]
    {
        let more = [format!("--extra-time={nonsense}")];
        let ran = take("four.toml", &[&more[0]]);
        assert_eq!(ran.code, Some(2), "{nonsense:?}: {ran:?}");
        holds(&ran.err, &["25%", "10m"]);
    }
    assert_eq!(take("four.toml", &["--extra-time-ref", "HR-2041"]).code, Some(2));
    let ran = take("open.toml", &["--extra-time", "25%"]);
    assert_eq!(ran.code, Some(2));
    holds(&ran.err, &["changes no limit"]);
    assert!(!sandbox.path("results.csv").exists());
}
