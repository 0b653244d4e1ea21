//! Pipes, devices and folders where a file should be: said, refused, and never waited for.

use std::process::Command;

use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

/// A named pipe that nobody writes to.
fn pipe(sandbox: &Sandbox, name: &str) {
    let _ = std::fs::remove_file(sandbox.path(name));
    assert!(Command::new("mkfifo").arg(sandbox.path(name)).status().expect("mkfifo").success());
}

/// Runs it with a limit on its memory and its time, so that reading without end fails instead of lasting.
fn bounded(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let inner = sandbox.command(args);
    let mut command = sandbox.command_of("timeout".as_ref(), &["--signal=KILL", "20"]);
    command.args(["prlimit", "--as=2000000000"]).arg(inner.get_program()).args(inner.get_args());
    super::sandbox::run(&mut command, b"")
}

/// The kept copy of the exam, relative to the sandbox.
fn kept_copy(sandbox: &Sandbox) -> String {
    let exams = sandbox.path("results.csv.attempts/exams");
    let copy = std::fs::read_dir(exams).expect("copies").next().expect("a copy").expect("an entry");
    format!("results.csv.attempts/exams/{}", copy.file_name().to_str().expect("UTF-8"))
}

#[test]
fn a_kept_exam_that_became_a_pipe_is_said_and_not_waited_for() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let copy = kept_copy(&sandbox);
    pipe(&sandbox, &copy);
    let copy = sandbox.path(&copy).display().to_string();
    let ran = bounded(&sandbox, &["resume", "--yes"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.replace("\n  ", "").replace('\n', "").contains(&copy), "{ran:?}");
    holds(&ran.words(), &["a named pipe, expected a regular file", "examiner record --exam FILE"]);
    // Another attempt at the same exam, or the command that the help names, puts it right.
    assert_eq!(bounded(&sandbox, &["record", "--exam", "four.toml"]).code, Some(0));
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn a_kept_exam_of_any_length_is_not_read_to_its_end() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let copy = std::fs::OpenOptions::new().write(true).open(sandbox.path(&kept_copy(&sandbox))).unwrap();
    copy.set_len(1 << 34).expect("a file of holes");
    let ran = bounded(&sandbox, &["resume", "--yes"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["more than 16 MiB", "examiner record --exam FILE"]);
}

#[test]
fn what_is_recorded_is_a_regular_file_of_a_bounded_length() {
    let sandbox = Sandbox::new();
    pipe(&sandbox, "pipe.jsonl");
    std::fs::create_dir(sandbox.path("folder.jsonl")).unwrap();
    std::fs::File::create(sandbox.path("long.jsonl")).unwrap().set_len(1 << 34).expect("a file of holes");
    for (name, says) in [
        ("pipe.jsonl", "a named pipe, expected a regular file"),
        ("/dev/zero", "a device, expected a regular file"),
        ("folder.jsonl", "a folder, expected a regular file"),
        ("long.jsonl", "more than 256 MiB, expected at most 256 MiB"),
    ] {
        let ran = bounded(&sandbox, &["record", name]);
        assert_eq!(ran.code, Some(3), "{name}: {ran:?}");
        holds(&ran.words(), &[&format!("`{name}`: {says}"), "help: "]);
    }
}

#[test]
fn an_exam_file_that_is_too_long_is_said_to_be_too_long_and_no_length_is_made_up() {
    let sandbox = Sandbox::new();
    std::fs::File::create(sandbox.path("long.toml")).unwrap().set_len(40 << 20).expect("a file of holes");
    let ran = bounded(&sandbox, &["check", "long.toml"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["a file of more than 16 MiB, expected at most 16 MiB"]);
    assert!(!ran.out.contains("16777217"), "{}", ran.out);
}

#[test]
fn a_time_zone_that_never_ends_is_utc() {
    let sandbox = Sandbox::new();
    for zone in [":/dev/zero", "/dev/zero"] {
        let ran = sandbox.run_with("TZ", zone, &TAKE_YES, "b\na c\nc\n42\n");
        assert_eq!(ran.code, Some(0), "{zone}: {ran:?}");
    }
}

#[test]
fn a_copy_of_a_journal_under_another_name_is_no_second_attempt() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let journal = sandbox.journal("results.csv");
    let copy = journal.with_file_name("backup.jsonl");
    std::fs::copy(&journal, &copy).unwrap();
    let listed = sandbox.run(&["resume", "--list"], "");
    assert_eq!(listed.out.matches("examiner resume").count(), 1, "{listed:?}");
    let said = "backup.jsonl`, line 1: it is the journal of attempt `";
    holds(&listed.words(), &[said, "under another name; not used, and left as it is"]);
    let ran = sandbox.run(&["resume", "--yes"], "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.rows("results.csv").len(), 4);
    let record = sandbox.run(&["record"], "");
    assert_eq!(record.code, Some(3), "{record:?}");
    holds(&record.words(), &[said]);
    assert_eq!(sandbox.rows("results.csv").len(), 4, "once");
    assert!(copy.exists());
}

#[test]
fn an_empty_path_of_results_says_where_it_comes_from() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run_with("EXAMINER_RESULTS", "", &TAKE_YES, "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["unset `EXAMINER_RESULTS`"]);
}

#[test]
fn an_exam_that_is_a_pipe_is_not_waited_for() {
    let sandbox = Sandbox::new();
    pipe(&sandbox, "pipe.toml");
    for args in [
        &["take", "pipe.toml", "--candidate", "Ada", "--yes"][..],
        &["practice", "pipe.toml"],
        &["check", "pipe.toml"],
    ] {
        let ran = bounded(&sandbox, args);
        assert_eq!(ran.code, Some(3), "{args:?}: {ran:?}");
        holds(&ran.words(), &["a named pipe, not an exam file"]);
    }
}
