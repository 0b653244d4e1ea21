//! The lock on the results, held by somebody else: what is said meanwhile, and how the wait can be ended.

use std::fs::{File, OpenOptions};

use rustix::process::Signal;

use super::resuming::{TAKE, TAKE_YES};
use super::sandbox::{Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";
const WAITING: &str = "waiting for another process to let go of";

/// Holds the lock until dropped.
fn lock(sandbox: &Sandbox) -> File {
    let path = sandbox.path("results.csv.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).expect("a lock file");
    file.try_lock().expect("nobody holds it");
    file
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_signal_ends_the_wait_before_the_first_question() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        for args in [&TAKE_YES[..], &TAKE, &["record", "--exam", "four.toml"]] {
            let sandbox = Sandbox::new();
            let held = lock(&sandbox);
            let live = sandbox.live(args);
            live.wait_for("waiting for another");
            live.signal(signal);
            let ran = live.ended();
            assert_eq!(ran.code, Some(130), "{signal:?} {args:?}: {ran:?}");
            let words = joined(&ran.err);
            holds(
                &words,
                &[
                    WAITING,
                    "results.csv.lock` (the lock on `results.csv`)",
                    "for at most 30 seconds; Ctrl-C ends the wait",
                ],
            );
            holds(&words, &["called away while waiting for it, nothing was written", "help: "]);
            assert!(!sandbox.path("results.csv").exists(), "{signal:?} {args:?}");
            drop(held);
        }
    }
}

#[test]
fn a_signal_ends_the_wait_after_the_hand_in_and_the_attempt_is_safe() {
    for signal in [Signal::INT, Signal::TERM] {
        let sandbox = Sandbox::new();
        let mut live = sandbox.live(&TAKE_YES);
        live.wait_for("Question 1 of 4");
        let held = lock(&sandbox);
        live.send(ALL);
        live.wait_for("waiting for another");
        live.signal(signal);
        let ran = live.ended();
        assert_eq!(ran.code, Some(130), "{ran:?}");
        let journal = sandbox.journal("results.csv").display().to_string();
        holds(&joined(&ran.err), &["safe in", &journal, "examiner record --results"]);
        assert_eq!(sandbox.rows("results.csv").len(), 0, "nothing was written");
        // The same for those who only come by to record it.
        let live = sandbox.live(&["resume"]);
        live.wait_for("waiting for another");
        live.signal(signal);
        let ran = live.ended();
        assert_eq!(ran.code, Some(130), "{ran:?}");
        drop(held);
        assert_eq!(sandbox.run(&["record"], "").code, Some(0));
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
    }
}

#[test]
fn ctrl_c_ends_the_wait_where_prompts_are_drawn() {
    let sandbox = Sandbox::new();
    let held = lock(&sandbox);
    let mut pty = sandbox.pty(&TAKE_YES, 80, 24);
    pty.wait_for("waiting for another").send("\x03");
    assert_eq!(pty.finish(), 130, "{}", pty.transcript());
    assert_eq!(pty.mode_faults(), "");
    assert!(!sandbox.path("results.csv").exists());
    drop(held);
}

#[test]
fn a_lock_that_is_let_go_is_taken_and_a_signal_afterwards_does_what_it_does() {
    let sandbox = Sandbox::new();
    let held = lock(&sandbox);
    let mut live = sandbox.live(&TAKE_YES);
    live.wait_for("waiting for another");
    drop(held);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    live.signal(Signal::INT);
    let ran = live.ended();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    holds(&ran.err, &["Saved. To go on: examiner resume "]);
}
