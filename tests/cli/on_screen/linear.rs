//! Forward only: an answer is confirmed once; handing in by mistake loses nothing.

use super::{TAKE, answer, ends, question, ready, room_with, shows};
use crate::cli::sandbox::Sandbox;

fn linear() -> Sandbox {
    room_with(&[("id = \"five\"", "id = \"five\"\nnavigation = \"linear\"")])
}

#[test]
fn an_answer_is_confirmed_once() {
    let sandbox = linear();
    let mut pty = sandbox.pty(&TAKE, 60, 40);
    ready(&mut pty, "Start now?");
    shows(&mut pty, &["Forward only"]);
    pty.send("\r");
    question(&mut pty, 1, "Your choice");
    pty.send("c\r");
    ready(&mut pty, "Keep this answer?");
    assert!(sandbox.events("results.csv", "answered").is_empty(), "not before it is confirmed");
    // "No" goes back to where one was.
    pty.send("n\r");
    ready(&mut pty, "> c) the third");
    pty.send("b\r");
    answer(&mut pty, "Keep this answer?", "\r");
    question(&mut pty, 2, "Your choices");
    pty.send("ac\r");
    answer(&mut pty, "Keep this answer?", "n\r");
    ready(&mut pty, "[x] a) ah\n  [ ] b) beh\n  [x] c) eh");
    pty.send("\r");
    answer(&mut pty, "Keep this answer?", "\r");
    question(&mut pty, 3, "True or false");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    let menu = pty.screen();
    assert!(!menu.contains("flag") && !menu.contains("go back one"), "{menu}");
    pty.send("\x1b");
    ready(&mut pty, "True or false");
    pty.send("\x03");
    ends(&mut pty, 130);
    assert_eq!(sandbox.events("results.csv", "answered").len(), 2);
}

#[test]
fn handing_in_by_mistake_can_be_taken_back() {
    let sandbox = linear();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    answer(&mut pty, "Keep this answer?", "\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("x").wait_for("> x) submit").send("\r");
    ready(&mut pty, "Submit?");
    shows(&mut pty, &["Answered: 1 of 5 · not seen yet: 3"]);
    pty.send("n\r");
    ready(&mut pty, "Your choices");
    pty.send("ac\r");
    answer(&mut pty, "Keep this answer?", "\r");
    question(&mut pty, 3, "True or false");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("x").wait_for_screen("submit", |screen| screen.contains("> x) submit"));
    pty.send("\r");
    answer(&mut pty, "Submit?", "\r");
    ends(&mut pty, 0);
    assert_eq!(
        sandbox.column("results.csv", "outcome"),
        ["correct", "correct", "unanswered", "unanswered", "unanswered"]
    );
}

#[test]
fn at_the_end_nothing_can_be_gone_back_to() {
    let sandbox = linear();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    for number in 1..=5 {
        question(&mut pty, number, "Esc: menu");
        pty.send("\x1b");
        answer(&mut pty, "Menu", "\x1b[B\r");
    }
    answer(&mut pty, "Submit?", "n\r");
    pty.wait_for("No question can be gone back to.");
    answer(&mut pty, "Submit?", "\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["unanswered"; 5]);
}

#[test]
fn what_stood_in_a_question_stands_there_after_a_hand_in_that_was_taken_back() {
    let sandbox = linear();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    for number in [1, 2, 3] {
        question(&mut pty, number, "Esc: menu");
        pty.send("\x1b");
        answer(&mut pty, "Menu", "\x1b[B\r");
    }
    question(&mut pty, 4, "Your answer");
    pty.send("half").wait_for_screen("half", |screen| screen.contains("half")).send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("x").wait_for_screen("submit", |screen| screen.contains("> x) submit")).send("\r");
    answer(&mut pty, "Submit?", "n\r");
    ready(&mut pty, "Your answer half");
    pty.send("\x03");
    ends(&mut pty, 130);
}
