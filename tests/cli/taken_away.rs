//! The journal is moved, deleted or replaced while somebody sits the exam: what was accepted is kept all the same.

use std::fs;

use super::resuming::{TAKE, TAKE_YES};
use super::sandbox::{Sandbox, holds};

#[test]
fn a_journal_deleted_during_a_sitting_is_written_again() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    fs::remove_file(sandbox.journal("results.csv")).unwrap();
    live.send("a c\n");
    live.wait_for("kept: 2 of 4");
    let ran = live.closed();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let resumed = sandbox.run(&["resume", "--yes"], "c\n42\n");
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.events("results.csv", "answered").len(), 4);
}

#[test]
fn all_that_lies_beside_the_results_deleted_during_a_sitting_loses_no_answer() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\na c\n");
    live.wait_for("Question 3 of 4");
    fs::remove_dir_all(sandbox.path("results.csv.attempts")).unwrap();
    fs::remove_file(sandbox.path("results.csv")).unwrap();
    live.send("c\n42\n");
    let ran = live.closed();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    assert_eq!(sandbox.run(&["record"], "").out, "nothing to record\n");
}

#[test]
fn another_file_in_the_journals_place_is_said_before_anything_else_is_shown() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE);
    live.send("y\nb\n");
    live.wait_for("Question 2 of 4");
    let journal = sandbox.journal("results.csv");
    fs::remove_file(&journal).unwrap();
    fs::write(&journal, "mine\n").unwrap();
    live.send(":skip\n");
    let said = live.wait_for("Try again?");
    holds(
        &said.split_whitespace().collect::<Vec<_>>().join(" "),
        &["another file has taken its place", "move that file away"],
    );
    assert_eq!(fs::read_to_string(&journal).unwrap(), "mine\n", "left alone");
    fs::remove_file(&journal).unwrap();
    live.send("\n");
    live.wait_for("Question 3 of 4");
    live.send("c\n42\n");
    live.wait_for("kept: 3 of 4");
    let ran = live.closed();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert_eq!(sandbox.events("results.csv", "answered").len(), 3);
}

#[test]
fn the_exams_copy_is_there_for_whoever_goes_on() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    fs::remove_dir_all(sandbox.path("results.csv.attempts/exams")).unwrap();
    assert_eq!(live.closed().code, Some(130));
    let resumed = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn what_can_not_be_kept_where_it_should_is_kept_beside_it() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&TAKE_YES);
    live.send("b\na c\n");
    live.wait_for("Question 3 of 4");
    let attempts = sandbox.path("results.csv.attempts");
    fs::remove_dir_all(&attempts).unwrap();
    fs::write(&attempts, "in the way").unwrap();
    live.send("c\n");
    let ran = live.closed();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["all answers before this one are kept in", "to go on: examiner record"]);
    let line =
        ran.err.lines().find_map(|line| line.trim().strip_prefix("examiner record ")).expect("a command");
    fs::remove_file(&attempts).unwrap();
    let record = sandbox.run(&["record", line], "");
    assert_eq!(record.code, Some(0), "{record:?}");
    assert_eq!(sandbox.run(&["record", "--exam", "four.toml"], "").code, Some(0));
    let resumed = sandbox.run(&["resume", "--yes"], "c\n42\n");
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}
