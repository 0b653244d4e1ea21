//! `kill -9` and a full disk at every step of `--write`: the old results or the new, whole; nothing that is recorded meanwhile is lost.

use std::fs::{self, OpenOptions};

use super::{backups, ending, grade, room, sit};
use crate::cli::sandbox::{Sandbox, holds};

const WRITE: [&str; 5] = ["grade", "results.csv", "--exam", "mended.toml", "--write"];
const DROP: [&str; 4] = ["--drop-question", "tick", "--grader", "Ito"];

fn args() -> Vec<&'static str> {
    [&WRITE[..], &DROP].concat()
}

/// The names of the steps that touch a file.
fn steps() -> Vec<String> {
    let sandbox = room();
    let log = sandbox.path("steps");
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("steps:{}", log.display()), &args(), "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    fs::read_to_string(log).unwrap().lines().map(str::to_owned).collect()
}

fn results(sandbox: &Sandbox) -> Vec<u8> {
    fs::read(sandbox.path("results.csv")).unwrap()
}

/// The results as they are after all of it, ids and times left aside.
fn outcome(sandbox: &Sandbox) -> Vec<[String; 5]> {
    let columns = ["question_id", "outcome", "points", "max_points", "grader"];
    sandbox.rows("results.csv").into_iter().map(|row| columns.map(|column| row[column].clone())).collect()
}

fn done() -> Vec<[String; 5]> {
    let sandbox = room();
    assert_eq!(sandbox.run(&args(), "").code, Some(0));
    outcome(&sandbox)
}

/// Whatever happened, the results are whole, and the same command ends it.
fn ends_well(sandbox: &Sandbox, was: &[u8], expected: &[[String; 5]], at: &str) {
    let now = results(sandbox);
    assert!(now == was || outcome(sandbox) == expected, "{at}: the old or the new");
    let ran = sandbox.run(&args(), "");
    assert_eq!(ran.code, Some(0), "{at}: {ran:?}");
    assert_eq!(outcome(sandbox), expected, "{at}");
    if now == was {
        assert!(backups(sandbox).iter().any(|backup| backup == was), "{at}");
    }
    let marks = String::from_utf8(ending(sandbox, ".marks.jsonl").1).unwrap();
    assert_eq!(marks.matches("\"dropped\"").count(), 1, "{at}: said once\n{marks}");
}

#[test]
fn killed_at_any_step_it_leaves_the_old_or_the_new() {
    let (steps, expected) = (steps(), done());
    assert!(steps.len() > 15, "{steps:?}");
    for (at, step) in steps.iter().enumerate() {
        let sandbox = room();
        let was = results(&sandbox);
        let fault = format!("kill:{}", at + 1);
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &args(), "");
        assert_eq!(ran.code, None, "{fault}: {ran:?}");
        ends_well(&sandbox, &was, &expected, &format!("{fault} ({step})"));
    }
}

#[test]
fn a_torn_write_or_a_full_disk_leaves_the_old_or_the_new() {
    let (steps, expected) = (steps(), done());
    let writes = ["append to journal", "write temporary file"];
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| writes.contains(&step.as_str())) {
        for fault in [format!("torn:{}:100", at + 1), format!("full:{}:100", at + 1)] {
            let sandbox = room();
            let was = results(&sandbox);
            let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &args(), "");
            let at = format!("{fault} ({step})");
            // A sync is a step of the same name, and needs no room.
            if fault.starts_with("full") && ran.code != Some(0) {
                assert_eq!(ran.code, Some(3), "{at}: {ran:?}");
                holds(&ran.err, &["make room"]);
                assert_eq!(results(&sandbox), was, "{at}: the old results");
            }
            ends_well(&sandbox, &was, &expected, &at);
        }
    }
}

#[test]
fn what_is_recorded_at_the_same_moment_is_not_lost() {
    let sandbox = &room();
    let names: Vec<String> = (0..6).map(|n| format!("N{n}")).collect();
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(move || sit(sandbox, name, "b\na c\nc\n42\n"));
        }
        for exam in ["mended.toml", "four.toml", "mended.toml", "four.toml"] {
            let ran = sandbox.run(&["grade", "results.csv", "--exam", exam, "--write"], "");
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
    });
    let rows = sandbox.rows("results.csv");
    assert_eq!(rows.len(), 4 * (2 + names.len()));
    for name in &names {
        assert_eq!(rows.iter().filter(|row| row["candidate"] == *name).count(), 4, "{name}");
    }
    grade(sandbox, &["--exam", "mended.toml", "--write"]);
    let picked: Vec<_> =
        sandbox.rows("results.csv").into_iter().filter(|row| row["question_id"] == "pick").collect();
    assert!(picked.iter().all(|row| (row["answer"] == "a") == (row["outcome"] == "correct")));
}

/// Rows that come while it waits for the lock are marked as well.
#[test]
fn what_is_recorded_while_it_waits_is_marked_too() {
    let sandbox = room();
    let path = sandbox.path("results.csv.lock");
    let held = OpenOptions::new().create(true).truncate(false).write(true).open(path).unwrap();
    held.try_lock().expect("nobody holds it");
    let live = sandbox.live(&WRITE);
    live.wait_for("waiting for another process");
    let text = String::from_utf8(results(&sandbox)).unwrap();
    let of_ada = text.lines().filter(|line| line.contains(",Ada,"));
    let of_cy: Vec<String> = of_ada.map(|line| format!("cy{}", line.replace(",Ada,", ",Cy,"))).collect();
    sandbox.write("results.csv", format!("{text}{}\n", of_cy.join("\n")));
    drop(held);
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let rows = sandbox.rows("results.csv");
    let of_cy: Vec<&str> =
        rows.iter().filter(|row| row["candidate"] == "Cy").map(|row| row["outcome"].as_str()).collect();
    assert_eq!(of_cy, ["incorrect", "correct", "correct", "incorrect"], "by the mended key");
}

#[test]
fn no_backup_is_ever_put_in_anothers_place() {
    let sandbox = room();
    sandbox.clock(1_795_000_000_000, 1, "boot");
    for (n, exam) in [(1, "mended.toml"), (2, "four.toml"), (3, "mended.toml")] {
        let ran = sandbox.run_by_clock(&["grade", "results.csv", "--exam", exam, "--write"], "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(backups(&sandbox).len(), n);
    }
}
