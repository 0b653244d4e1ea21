//! A disk that is full at any write: nothing that was accepted is lost, the person is told, and it can be finished.

use std::process::Command;

use super::sandbox::{PROGRAM, Sandbox, holds};

const TAKE: [&str; 4] = ["take", "four.toml", "--candidate", "Ada"];

fn writes() -> usize {
    let sandbox = Sandbox::new();
    let file = sandbox.path("steps");
    let fault = format!("steps:{}", file.display());
    let args = [&TAKE[..], &["--yes"]].concat();
    assert_eq!(sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &args, "b\na c\nc\n42\n").code, Some(0));
    std::fs::read_to_string(file).expect("the steps").lines().count()
}

#[test]
fn a_disk_that_is_full_for_one_write_loses_nothing() {
    for at in 1..=writes() {
        for bytes in [0, 25] {
            let sandbox = Sandbox::new();
            let fault = format!("full:{at}:{bytes}");
            let args = [&TAKE[..], &["--yes"]].concat();
            let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &args, "b\na c\nc\n42\n");
            if ran.code == Some(0) {
                assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4], "{fault}");
                continue;
            }
            assert_eq!(ran.code, Some(3), "{fault}: {ran:?}");
            holds(&ran.err, &["error:", "help:"]);
            let kept = ran.err.lines().filter(|line| line.starts_with("kept: ")).count();
            let answered = sandbox
                .journals("results.csv")
                .first()
                .map_or(0, |journal| journal.iter().filter(|line| line["event"] == "answered").count());
            assert!(answered >= kept, "{fault}: {kept} acknowledged, {answered} kept");
            let rest: Vec<&str> = ["b\n", "a c\n", "c\n", "42\n"][answered..].to_vec();
            let begun = sandbox.journals("results.csv").iter().any(|journal| !journal.is_empty());
            let ran = if begun {
                sandbox.run(&["resume", "--yes"], &rest.concat())
            } else {
                sandbox.run(&args, &rest.concat())
            };
            assert_eq!(ran.code, Some(0), "{fault}: {ran:?}");
            assert_eq!(sandbox.run(&["record"], "").code, Some(0));
            assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4], "{fault}");
        }
    }
}

#[test]
fn without_yes_the_answer_is_held_and_tried_again() {
    let sandbox = Sandbox::new();
    let steps = writes();
    let mut held = 0;
    for at in 1..=steps {
        let fault = format!("full:{at}:10");
        let sandbox = Sandbox::new();
        // An empty line is "try again" where it is asked, and is refused with "answer or skip" elsewhere.
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &TAKE, "y\nb\n\na c\n\nc\n\n42\n\ny\n\n\n");
        if ran.err.contains("It is held here") && ran.code == Some(0) {
            held += 1;
            assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4], "{fault}: {ran:?}");
        }
    }
    assert!(held >= 4, "the answers' writes were among the {steps} steps: {held}");
    drop(sandbox);
}

/// The kernel's own limit on the size of a file, at several sizes.
#[test]
fn a_limit_on_file_size_is_an_error_with_a_remedy_and_no_signal() {
    for limit in [100, 400, 1000, 2000, 3500] {
        let sandbox = Sandbox::new();
        let mut command = Command::new("prlimit");
        command.arg(format!("--fsize={limit}")).arg(PROGRAM).args(TAKE).arg("--yes");
        command.current_dir(sandbox.path("")).env_clear().env("HOME", sandbox.path("home")).env("TZ", "UTC");
        sandbox.write("lines", "b\na c\nc\n42\n");
        let input = std::fs::File::open(sandbox.path("lines")).expect("the lines");
        let output = command.stdin(input).output().expect("prlimit is part of util-linux");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "limit {limit}: {err}");
        holds(&err, &["error:", "make room"]);
        let answered = sandbox
            .journals("results.csv")
            .first()
            .map_or(0, |journal| journal.iter().filter(|line| line["event"] == "answered").count());
        let begun = sandbox.journals("results.csv").iter().any(|journal| !journal.is_empty());
        let rest = ["b\n", "a c\n", "c\n", "42\n"][answered..].concat();
        let args = if begun { vec!["resume", "--yes"] } else { [&TAKE[..], &["--yes"]].concat() };
        let ran = sandbox.run(&args, &rest);
        assert_eq!(ran.code, Some(0), "limit {limit}: {ran:?}");
        assert_eq!(sandbox.run(&["record"], "").code, Some(0));
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4], "limit {limit}");
    }
}
