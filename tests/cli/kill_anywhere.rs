//! `kill -9` at every step of a session that touches a file, torn writes included; then on with it: every acknowledged
//! answer is there, in the same order, against the same deadline, and the attempt is in the results once.

use std::collections::BTreeSet;

use super::sandbox::Sandbox;

const ANSWERS: [&str; 4] = ["b", "a c", "c", "42"];
const TAKE: [&str; 6] = ["take", "four.toml", "--candidate", "Ada", "--yes", "--quiet-clock"];

/// How many answers were acknowledged.
fn acknowledged(err: &str) -> usize {
    err.lines()
        .filter_map(|line| line.strip_prefix("kept: ")?.split(' ').next()?.parse().ok())
        .max()
        .unwrap_or(0)
}

fn lines(from: usize) -> String {
    ANSWERS[from..].join("\n") + "\n"
}

/// Goes on after a crash until the attempt is recorded; `true` if there was an attempt to go on with.
fn go_on(sandbox: &Sandbox, acknowledged: usize, at: &str) {
    let journals = sandbox.journals("results.csv");
    let begun = journals.iter().find(|journal| !journal.is_empty());
    if let Some(journal) = begun {
        let answered = journal.iter().filter(|line| line["event"] == "answered").count();
        assert!(answered >= acknowledged, "{at}: {acknowledged} were acknowledged, {answered} are kept");
        let submitted = journal.iter().any(|line| line["event"] == "submitted");
        let ran = if submitted {
            sandbox.run(&["record"], "")
        } else {
            sandbox.run(&["resume", "--yes"], &lines(answered))
        };
        assert_eq!(ran.code, Some(0), "{at}: {ran:?}");
        let started = journal[0].clone();
        let after = sandbox.journals("results.csv");
        assert!(
            after.iter().any(|journal| journal.first() == Some(&started)),
            "{at}: same order, same deadline"
        );
    } else {
        assert_eq!(acknowledged, 0, "{at}");
        let ran = sandbox.run(&TAKE, &lines(0));
        assert_eq!(ran.code, Some(0), "{at}: {ran:?}");
    }
    let again = sandbox.run(&["record"], "");
    assert_eq!(again.code, Some(0), "{at}: {again:?}");
    assert_eq!(sandbox.column("results.csv", "answer"), ["b", "a+c", "c", "42"], "{at}");
    let attempts: BTreeSet<String> = sandbox.column("results.csv", "attempt_id").into_iter().collect();
    assert_eq!(attempts.len(), 1, "{at}");
}

fn steps() -> Vec<String> {
    let sandbox = Sandbox::new();
    let file = sandbox.path("steps");
    let fault = format!("steps:{}", file.display());
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &TAKE, &lines(0));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    std::fs::read_to_string(file).expect("the steps").lines().map(str::to_owned).collect()
}

#[test]
fn killed_before_any_step_it_goes_on_as_if_nothing_had_happened() {
    let steps = steps();
    assert!(steps.len() > 20, "{steps:?}");
    for (at, step) in steps.iter().enumerate() {
        let sandbox = Sandbox::new();
        let fault = format!("kill:{}", at + 1);
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &TAKE, &lines(0));
        assert_eq!(ran.code, None, "killed at {fault}: {ran:?}");
        go_on(&sandbox, acknowledged(&ran.err), &format!("{fault} ({step})"));
    }
}

#[test]
fn killed_in_the_middle_of_any_write_it_goes_on_as_if_nothing_had_happened() {
    for (at, step) in steps().iter().enumerate().filter(|(_, step)| is_write(step)) {
        for bytes in [1, 40, 300] {
            let sandbox = Sandbox::new();
            let fault = format!("torn:{}:{bytes}", at + 1);
            let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &TAKE, &lines(0));
            if ran.code.is_none() {
                go_on(&sandbox, acknowledged(&ran.err), &format!("{fault} ({step})"));
            }
        }
    }
}

fn is_write(step: &str) -> bool {
    ["append to journal", "append to results", "write header", "write temporary file"].contains(&step)
}
