//! The built-in lesson, and practice, from the start to the end.

use super::{answer, ends, question, reads_well, ready, room, shows};
use crate::cli::sandbox::{Sandbox, holds};

const LESSON: [&str; 4] = ["practice", "delivery-guarantees", "--seed", "7"];
const RECORD: &str = "home/.local/share/examiner/practice.csv";

#[test]
fn the_lesson_from_start_to_end_at_every_width() {
    for columns in [60, 80, 120] {
        let sandbox = Sandbox::new();
        let mut pty = sandbox.pty(&LESSON, columns, 30);
        ready(&mut pty, "Start?");
        shows(
            &mut pty,
            &["Delivery guarantees", "Goal", "4 questions, about 14 minutes", "zero ●─", "0 of 4"],
        );
        pty.send("\r");
        // Wrong, wrong again, then right; the prediction comes back.
        question(&mut pty, 1, "First say it yourself");
        assert!(!pty.transcript().contains("Claim the id"), "the options come after the prediction");
        pty.send("both charge\r");
        ready(&mut pty, "Your choice");
        pty.send("b\r").wait_for("✗ Not this one.").wait_for("The log has one message");
        ready(&mut pty, "s) show me the answer");
        shows(&mut pty, &["(tried)", "b) - Find out", "n) on to the next question"]);
        pty.send("c").wait_for("> c) Claim the id").send("\r").wait_for("✓ Right.");
        ready(&mut pty, "Go on");
        shows(&mut pty, &["Why\n", "You had said\n  both charge", "1 of 4", "0 of 1 at the first try"]);
        pty.send("w\r").wait_for("The other options\n");
        answer(&mut pty, "Go on", "\r");
        // Right at the first try.
        question(&mut pty, 2, "First say it yourself");
        pty.send("\r");
        ready(&mut pty, "Your choice");
        pty.send("c\r");
        ready(&mut pty, "Go on");
        shows(&mut pty, &["1 of 2 at the first try"]);
        pty.send("\r");
        // Wrong, then shown.
        question(&mut pty, 3, "First say it yourself");
        pty.send("\r");
        ready(&mut pty, "Your choice");
        pty.send("a\r");
        ready(&mut pty, "s) show me");
        pty.send("s\r").wait_for("What is right");
        answer(&mut pty, "Go on", "\r");
        // Wrong, then on; at the end it is offered again.
        question(&mut pty, 4, "First say it yourself");
        pty.send("\r");
        ready(&mut pty, "Your choice");
        pty.send("a\r");
        ready(&mut pty, "n) on to the next");
        pty.send("n\r");
        ends(&mut pty, 0);
        shows(&mut pty, &["Right at the first try", "What was missed, and why", "Recap"]);
        let transcript = pty.transcript();
        holds(&transcript, &["  examiner practice delivery-guarantees --only-missed"]);
        reads_well(&pty);
        assert_eq!(
            sandbox.column(RECORD, "outcome"),
            ["incorrect", "correct", "incorrect", "incorrect"],
            "the first answer is the record"
        );
    }
}

#[test]
fn what_was_skipped_is_offered_at_the_end() {
    let sandbox = room();
    let mut pty = sandbox.pty(&["practice", "five.toml", "--no-predict"], 80, 40);
    answer(&mut pty, "Start?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    answer(&mut pty, "Go on", "\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    assert!(!pty.screen().contains("flag"), "nothing is flagged in practice: {}", pty.screen());
    pty.send("\x1b[B\r");
    question(&mut pty, 3, "True or false");
    pty.send("f\r");
    answer(&mut pty, "Go on", "\r");
    question(&mut pty, 4, "Esc: menu (hint)");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("h").wait_for("> h) a hint").send("\r").wait_for("Say the alphabet.");
    ready(&mut pty, "Your answer");
    pty.send("d\r").wait_for("✗ Not this.");
    ready(&mut pty, "Esc: menu (hint, show me)");
    pty.send("c\r").wait_for("✓ Right.").wait_for("It is the third.");
    answer(&mut pty, "Go on", "\r");
    question(&mut pty, 5, "a number");
    pty.send("42\r");
    answer(&mut pty, "Go on", "\r");
    ready(&mut pty, "1 question left open. Go back to it?");
    pty.send("y\r");
    question(&mut pty, 2, "Your choices");
    // One right and one wrong: what was wrong is struck out, nothing is said of the rest.
    pty.send("ab\r").wait_for("Not these, or not all of them.").wait_for("Lips closed.");
    ready(&mut pty, "(tried)");
    pty.send("b").wait_for_bytes(b"\x07");
    pty.send("ac\r").wait_for("✓ Right.");
    answer(&mut pty, "Go on", "\r");
    ends(&mut pty, 0);
    shows(
        &mut pty,
        &["Letters  2 of 4", "Over time: `examiner history`", "examiner practice five.toml --only-missed"],
    );
    reads_well(&pty);
}

#[test]
fn the_line_to_practise_again_names_whose_answers_they_are() {
    let sandbox = room();
    sandbox.write("my exam.toml", super::EXAM);
    let args = ["practice", "my exam.toml", "--candidate", "Ada B", "--yes"];
    let mut pty = sandbox.pty(&args, 80, 24);
    for (number, keys) in [(1, "\r"), (2, "a\r"), (3, "\r"), (4, "x\r"), (5, "1\r")] {
        question(&mut pty, number, "Your ".trim_end_matches(if number == 3 { "Your " } else { "" }));
        pty.send(keys);
    }
    ends(&mut pty, 0);
    shows(&mut pty, &["  examiner practice 'my exam.toml' --only-missed --candidate 'Ada B'"]);
}
