//! Reading that takes long is shown, and nothing of that stays.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::sandbox::Sandbox;

/// Some blocks of results.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut text =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n".to_owned();
    for attempt in 0..10_000 {
        for question in 0..20 {
            text.push_str(&format!("a{attempt},Ada,m,2026-11-18T09:00:00Z,q{question},sql,correct,1,1\n"));
        }
    }
    sandbox.write("many.csv", text);
    sandbox.clock(0, 0, "boot");
    sandbox
}

/// Does something while the clock runs away: any two looks at it are seconds apart.
fn in_no_time<T>(sandbox: &Sandbox, something: impl FnOnce() -> T) -> T {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut up = 0;
            while !over.load(Ordering::Relaxed) {
                up += 5000;
                sandbox.clock(0, up, "boot");
            }
        });
        let done = something();
        over.store(true, Ordering::Relaxed);
        done
    })
}

#[test]
fn reading_that_takes_long_is_shown_and_nothing_of_that_stays() {
    let sandbox = room();
    let clock = sandbox.path("clock");
    for columns in [40, 80] {
        let args = ["report", "many.csv", "--rows", "candidate", "--columns", "topic"];
        let mut pty = in_no_time(&sandbox, || {
            let mut pty = sandbox.pty_with(&[("EXAMINER_TEST_CLOCK", &clock)], &args, columns, 24);
            pty.wait_for("Ada");
            pty
        });
        assert_eq!(pty.finish(), 0, "{}", pty.transcript());
        let raw = String::from_utf8_lossy(&pty.raw_output()).into_owned();
        assert!(raw.contains("reading ") && raw.contains('%'), "{raw:?}");
        assert!(!pty.transcript().contains("reading"), "{}", pty.transcript());
        assert_eq!(pty.broken_rows(), Vec::<String>::new());
        assert_eq!(pty.mode_faults(), "");
    }
}

#[test]
fn reading_is_not_shown_where_it_takes_no_time_or_nobody_looks() {
    let sandbox = room();
    let clock = sandbox.path("clock");
    let args = ["report", "few.csv", "--format", "csv"];
    sandbox.write("few.csv", &std::fs::read(sandbox.path("many.csv")).unwrap()[..2000]);
    let mut pty = sandbox.pty_with(
        &[("EXAMINER_TEST_CLOCK", &clock)],
        &[&args[..], &["--skip-bad-rows"]].concat(),
        80,
        24,
    );
    assert_eq!(pty.finish(), 0);
    let raw = String::from_utf8_lossy(&pty.raw_output()).into_owned();
    assert!(raw.starts_with("candidate,topic"), "{raw:?}");
    let args = ["report", "many.csv", "--format", "csv"];
    let plain = [&["--plain"], &args[..]].concat();
    let drawn = in_no_time(&sandbox, || {
        let mut pty = sandbox.pty_with(&[("EXAMINER_TEST_CLOCK", &clock)], &plain, 80, 24);
        assert_eq!(pty.finish(), 0);
        String::from_utf8_lossy(&pty.raw_output()).into_owned()
    });
    assert!(drawn.starts_with("candidate,topic"), "{drawn:?}");
    let piped = in_no_time(&sandbox, || {
        let mut command = sandbox.command(&args);
        command.env("EXAMINER_TEST_CLOCK", &clock).stderr(Stdio::piped());
        command.output().unwrap()
    });
    let said = String::from_utf8_lossy(&piped.stderr).into_owned();
    assert!(
        said.starts_with("1 candidate sat an exam more than once") && !said.contains("reading"),
        "{said:?}"
    );
}
