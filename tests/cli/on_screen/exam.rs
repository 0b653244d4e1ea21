//! An exam from the start page to the receipt, at every width.

use super::{TAKE, answer, choose, ends, question, reads_well, ready, room, room_with, shows};
use crate::cli::sandbox::holds;

const BACK: &str = "go back one question";

#[test]
fn an_exam_from_start_to_receipt_at_every_width() {
    for columns in [60, 80, 120] {
        let sandbox = room();
        let mut pty = sandbox.pty(&TAKE, columns, 30);
        ready(&mut pty, "Start now?");
        shows(
            &mut pty,
            &[
                "Five kinds",
                "What a candidate sees.",
                "5 questions",
                "10 min",
                "costs nothing",
                "Recorded:",
                "Kept for 30 days.",
            ],
        );
        assert!(sandbox.journals("results.csv").is_empty(), "the clock runs from the start alone");
        pty.send("\r");
        question(&mut pty, 1, "Your choice");
        shows(
            &mut pty,
            &[
                "Letters · 2 points",
                "left, ends",
                "1 │ def pick(options):",
                "Which line prints?",
                "> a) the first, which",
            ],
        );
        // The list is erased; what was asked stays.
        pty.send("b").wait_for("> b) the second").send("\r");
        question(&mut pty, 2, "Your choices");
        shows(&mut pty, &["? Your choice b) the second", "(exactly the right ones, or no points)"]);
        pty.send("ac").wait_for("[x] c) eh").send("\r");
        question(&mut pty, 3, "True or false");
        shows(&mut pty, &["(exactly the right ones, or no points) a, c"]);
        pty.send("f").wait_for("> f) false").send("\r");
        question(&mut pty, 4, "Your answer");
        pty.send("c\r");
        question(&mut pty, 5, "Your answer, a number, in ms");
        pty.send("42\r");
        answer(&mut pty, "Submit?", "\r");
        ends(&mut pty, 0);
        shows(
            &mut pty,
            &["Answered: 5 of 5", "Thank you.", "5 of 5 answered", "results.csv", "Your receipt: "],
        );
        reads_well(&pty);
        let transcript = pty.transcript();
        holds(&transcript, &["  a  the first, which is so long", "  b  the second\n", "  c  the third\n"]);
        for hidden in ["opt-", "qid-", "returns nothing", "By topic", "right:"] {
            assert!(!transcript.contains(hidden), "`{hidden}` in:\n{transcript}");
        }
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 5]);
        assert_eq!(
            sandbox.column("results.csv", "answer"),
            ["opt-second", "opt-a+opt-e", "false", "c", "42"]
        );
    }
}

#[test]
fn the_score_has_shares_by_topic_and_level() {
    let sandbox = room();
    let mut pty = sandbox.pty(&[&TAKE[..], &["--yes", "--reveal", "score"]].concat(), 80, 24);
    five_answers(&mut pty);
    ends(&mut pty, 0);
    shows(&mut pty, &["By topic", "Letters  2 of 5", "40%", "Numbers  1 of 1", "By level", "junior  0 of 2"]);
    let transcript = pty.transcript();
    assert!(!transcript.contains("Level shown") && !transcript.contains("returns nothing"), "{transcript}");
    reads_well(&pty);
}

#[test]
fn the_answers_have_the_level_what_was_missed_and_why() {
    let sandbox =
        room_with(&[("id = \"five\"", "id = \"five\"\nrecap = \"Say it again.\"\nreveal = \"answers\"")]);
    let mut pty = sandbox.pty(&[&TAKE[..], &["--yes"]].concat(), 80, 24);
    five_answers(&mut pty);
    ends(&mut pty, 0);
    shows(
        &mut pty,
        &[
            "Level shown",
            "nothing settled yet",
            "It decides nothing",
            "1. Which line prints?",
            "the first, which is so long",
            "The first returns nothing.",
            "What is right:",
            "3. Is c a vowel?",
            "It is a consonant.",
            "Say it again.",
        ],
    );
    assert!(!pty.transcript().contains("opt-"), "{}", pty.transcript());
    reads_well(&pty);
}

/// Two of them not right.
fn five_answers(pty: &mut crate::terminal::pty::Pty) {
    question(pty, 1, "Your choice");
    pty.send("\r");
    question(pty, 2, "Your choices");
    pty.send("ac\r");
    question(pty, 3, "True or false");
    pty.send("\r");
    question(pty, 4, "Your answer");
    pty.send("c\r");
    question(pty, 5, "Your answer");
    pty.send("42\r");
}

#[test]
fn going_back_finds_the_answer_that_was_given() {
    let sandbox = room();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("c\r");
    question(&mut pty, 2, "Your choices");
    pty.send("ab\r");
    question(&mut pty, 3, "True or false");
    pty.send("f\r");
    question(&mut pty, 4, "Your answer");
    pty.send("sea\r");
    question(&mut pty, 5, "a number");
    // Back to each, from the last to the first.
    choose(&mut pty, "a number", BACK);
    question(&mut pty, 4, "Your answer sea");
    shows(&mut pty, &["· answered", "Your answer so far: sea"]);
    pty.send("\x7f\x7f\x7fc");
    choose(&mut pty, "Your answer c", BACK);
    question(&mut pty, 3, "> f) false");
    shows(&mut pty, &["Your answer so far: false"]);
    choose(&mut pty, "True or false", BACK);
    question(&mut pty, 2, "[x] a) ah");
    ready(&mut pty, "[x] b) beh");
    shows(&mut pty, &["Your answer so far: a, b"]);
    pty.send("bc").wait_for("[x] c) eh").send("\r");
    // Everything else is answered: on to the first without an answer.
    question(&mut pty, 5, "a number");
    pty.send("42\r");
    answer(&mut pty, "Submit?", "n");
    ready(&mut pty, "Submit? (Y/n) n");
    pty.send("\r");
    ready(&mut pty, "Go back to one, or submit");
    pty.send("1").wait_for("> 1) Which line prints? (answered)").send("\r");
    question(&mut pty, 1, "> c) the third");
    pty.send("b\r");
    answer(&mut pty, "Submit?", "n");
    ready(&mut pty, "Submit? (Y/n) n");
    // Esc throws the "no" away: Enter hands nothing in then.
    pty.send("\x1b");
    ready(&mut pty, "Submit? (y/N)");
    pty.send("\r");
    ready(&mut pty, "Go back to one, or submit");
    pty.send("s").wait_for("> s) submit as it stands").send("\r");
    ends(&mut pty, 0);
    // A text that was changed and not entered is none; what was entered stands.
    assert_eq!(sandbox.column("results.csv", "answer"), ["opt-second", "opt-a+opt-e", "false", "sea", "42"]);
    assert_eq!(sandbox.events("results.csv", "answered").len(), 7);
}

#[test]
fn what_is_open_or_flagged_is_listed_before_submitting() {
    let sandbox = room();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("\x1b");
    answer(&mut pty, "Menu", "f");
    pty.wait_for("> f) flag and skip").send("\r");
    question(&mut pty, 2, "Your choices");
    pty.send("a\r");
    question(&mut pty, 3, "True or false");
    pty.send("\x1b");
    answer(&mut pty, "Menu", "\x1b[B\r");
    question(&mut pty, 4, "Your answer");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    pty.send("x").wait_for("> x) submit").send("\r");
    ready(&mut pty, "Go back to one, or submit");
    shows(
        &mut pty,
        &[
            "Answered: 1 of 5 · not seen yet: 1",
            "> 1) Which line prints? (no answer, flagged)",
            "3) Is c a vowel? (no answer)",
            "4) Which letter comes after b? (no answer)",
            "5) How much is 40 + 2? (not seen yet)",
            "s) submit as it stands",
        ],
    );
    pty.send("3").wait_for("> 3) Is c").send("\r");
    question(&mut pty, 3, "True or false");
    pty.send("f\r");
    ready(&mut pty, "Go back to one, or submit");
    assert!(!pty.screen().rsplit("Answered: 2 of 5").next().unwrap_or_default().contains("Is c a vowel"));
    pty.send("\x1b").wait_for("For the whole: ");
    ready(&mut pty, "Go back to one, or submit");
    pty.send("s").wait_for("> s) submit").send("\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["2 of 5 answered"]);
    assert_eq!(
        sandbox.column("results.csv", "outcome"),
        ["unanswered", "incorrect", "correct", "unanswered", "unanswered"]
    );
}

#[test]
fn a_wrong_answer_that_costs_is_announced() {
    let sandbox = room_with(&[(
        "id = \"five\"",
        "id = \"five\"\nscoring = { wrong = 0.25, partial = \"net\" }\npredict = true",
    )]);
    let mut pty = sandbox.pty(&TAKE, 60, 30);
    ready(&mut pty, "Start now?");
    shows(&mut pty, &["A wrong answer costs 25% of the question's points"]);
    pty.send("\r");
    // Under exam conditions, too, a prediction can be asked for; the options come after it.
    question(&mut pty, 1, "First say it yourself");
    assert!(!pty.transcript().contains("the second\n"), "{}", pty.transcript());
    pty.send("the second one\r");
    ready(&mut pty, "Your choice");
    pty.send("\r");
    question(&mut pty, 2, "First say it yourself");
    pty.send("\r");
    ready(&mut pty, "takes a right one away");
    pty.send("\x03");
    ends(&mut pty, 130);
    assert_eq!(sandbox.events("results.csv", "predicted")[0]["text"], "the second one");
    reads_well(&pty);
}
