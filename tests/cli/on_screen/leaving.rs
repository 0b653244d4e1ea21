//! Whatever ends the program, the terminal is left as it was found, and what was answered can be gone on with.

use std::path::Path;

use rustix::process::Signal;

use super::{TAKE, answer, choose, ends, question, ready, room, shows};
use crate::cli::sandbox::Sandbox;
use crate::terminal::pty::Pty;

/// An exam whose first two questions are answered; the third is open.
fn two_answered(sandbox: &Sandbox) -> Pty {
    let mut pty = sandbox.pty(&TAKE, 80, 24);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    question(&mut pty, 2, "Your choices");
    pty.send("ac\r");
    question(&mut pty, 3, "True or false");
    pty
}

/// The line that takes the attempt up again, as it was printed.
fn resume_line(pty: &Pty) -> Vec<String> {
    let transcript = pty.transcript();
    let line = transcript.lines().find_map(|line| line.strip_prefix("Saved. To go on: examiner "));
    line.expect("the line to go on").split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_way_out_keeps_the_answers() {
    let ways: [(&str, Option<Signal>); 4] = [
        ("ctrl-c", None),
        ("ctrl-c", Some(Signal::INT)),
        ("terminated", Some(Signal::TERM)),
        ("hung-up", Some(Signal::HUP)),
    ];
    for (how, signal) in ways {
        let sandbox = room();
        let mut pty = two_answered(&sandbox);
        match signal {
            None => drop(pty.send("\x03")),
            Some(signal) => pty.signal(signal),
        }
        ends(&mut pty, 130);
        assert_eq!(sandbox.events("results.csv", "left")[0]["how"], how);
        assert!(sandbox.rows("results.csv").is_empty());

        let args = resume_line(&pty);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut pty = sandbox.pty(&args, 80, 24);
        ready(&mut pty, "Is this you");
        shows(
            &mut pty,
            &["Ada, five, begun ", "Answered 2 of 5. Last seen ", " left, ends ", "the clock ran on"],
        );
        pty.send("\r");
        // The question that was on screen is on screen again.
        question(&mut pty, 3, "True or false");
        choose(&mut pty, "True or false", "go back one question");
        question(&mut pty, 2, "[x] c) eh");
        shows(&mut pty, &["Your answer so far: a, c"]);
        pty.send("\r");
        question(&mut pty, 3, "True or false");
        pty.send("f\r");
        question(&mut pty, 4, "Your answer");
        pty.send("c\r");
        question(&mut pty, 5, "Your answer");
        pty.send("42\r");
        answer(&mut pty, "Submit?", "\r");
        ends(&mut pty, 0);
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 5]);
    }
}

#[test]
fn ctrl_c_leaves_wherever_one_is() {
    let sandbox = room();
    let mut pty = two_answered(&sandbox);
    pty.send("\x1b");
    answer(&mut pty, "Menu", "\x03");
    ends(&mut pty, 130);
    let mut pty = sandbox.pty(&["resume"], 60, 24);
    answer(&mut pty, "Is this you", "\x03");
    ends(&mut pty, 130);
    // At 60 columns the line does not fit behind the words; it is not broken.
    pty.wait_for("Left as it is. To go on:").wait_for("\n  examiner resume ");
    let mut pty = sandbox.pty(&["resume", "--yes"], 80, 24);
    question(&mut pty, 3, "True or false");
    choose(&mut pty, "True or false", "this question is unclear");
    answer(&mut pty, "What is unclear?", "half\x03");
    ends(&mut pty, 130);
    let mut pty = sandbox.pty(&["resume", "--yes"], 80, 24);
    question(&mut pty, 3, "True or false");
    choose(&mut pty, "True or false", "submit");
    ends(&mut pty, 0);
    assert_eq!(sandbox.events("results.csv", "left").len(), 2);
}

#[test]
fn nothing_is_started_where_nobody_said_yes() {
    let sandbox = room();
    for keys in ["\x03", "n\r"] {
        let mut pty = sandbox.pty(&TAKE, 80, 24);
        answer(&mut pty, "Start now?", keys);
        ends(&mut pty, 130);
        pty.wait_for("Not started; nothing is recorded.");
    }
    assert!(sandbox.journals("results.csv").is_empty());
}

#[test]
fn the_lesson_can_be_left_and_gone_on_with() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["practice", "delivery-guarantees", "--seed", "7"], 80, 24);
    answer(&mut pty, "Start?", "\r");
    question(&mut pty, 1, "First say it yourself");
    pty.send("\r");
    ready(&mut pty, "Your choice");
    pty.send("a\r");
    answer(&mut pty, "s) show me", "\x03");
    ends(&mut pty, 130);
    let args = resume_line(&pty);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut pty = sandbox.pty(&args, 80, 24);
    answer(&mut pty, "Is this you", "\r");
    // What was tried is still struck out.
    question(&mut pty, 1, "a) - Raise");
    pty.send("c\r");
    ready(&mut pty, "Go on");
    shows(&mut pty, &["0 of 1 at the first try"]);
    pty.send("\x03");
    ends(&mut pty, 130);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_leaves_the_terminal_clean_and_the_answers_kept() {
    let sandbox = room();
    let hook = [("EXAMINER_TEST_PANIC", Path::new("3"))];
    let mut pty = sandbox.pty_with(&hook, &TAKE, 80, 24);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b\r").wait_for("a panic that was asked for");
    ends(&mut pty, 101);
    let mut pty = sandbox.pty(&["resume", "--yes"], 80, 24);
    shows(&mut pty, &["Answered 1 of 5."]);
    question(&mut pty, 2, "Your choices");
    pty.send("\x03");
    ends(&mut pty, 130);
}
