//! The short menu behind Esc.

use super::{TAKE, answer, choose, ends, question, ready, room, room_with, shows};

#[test]
fn every_item_does_what_it_says() {
    let sandbox = room();
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("\x1b");
    ready(&mut pty, "Menu");
    shows(
        &mut pty,
        &[
            "> r) back to the question\n  s) skip\n  f) flag and skip\n  u) this question is unclear\n  t) time left\n  \
             l) leave and resume later\n  x) submit",
        ],
    );
    // Esc goes back as it came.
    pty.send("\x1b");
    choose(&mut pty, "Your choice", "skip");
    question(&mut pty, 2, "Your choices");
    // What was ticked and typed stands after a look at the menu.
    pty.send("ac").wait_for("[x] c)");
    choose(&mut pty, "Your choices", "back to the question");
    ready(&mut pty, "[x] a) ah\n  [ ] b) beh\n  [x] c) eh");
    choose(&mut pty, "Your choices", "time left");
    pty.wait_for("For the whole: ");
    ready(&mut pty, "[x] c) eh");
    pty.send("\r");
    question(&mut pty, 3, "True or false");
    choose(&mut pty, "True or false", "flag and skip");
    question(&mut pty, 4, "Your answer");
    pty.send("half");
    choose(&mut pty, "Your answer half", "this question is unclear");
    ready(&mut pty, "What is unclear?");
    pty.send("which b?\r").wait_for("Kept for the interviewer.");
    ready(&mut pty, "Your answer half");
    choose(&mut pty, "Your answer half", "go back one question");
    question(&mut pty, 3, "True or false");
    choose(&mut pty, "True or false", "submit");
    ready(&mut pty, "Go back to one, or submit");
    pty.send("4").wait_for("> 4) Which letter").send("\r");
    question(&mut pty, 4, "Your answer");
    choose(&mut pty, "Your answer", "leave and resume later");
    ends(&mut pty, 130);
    shows(&mut pty, &["Saved. To go on: examiner resume "]);
    let unclear = sandbox.events("results.csv", "unclear");
    assert_eq!(
        (unclear[0]["question"].as_str(), unclear[0]["text"].as_str()),
        (Some("qid-name"), Some("which b?"))
    );
    assert_eq!(sandbox.events("results.csv", "flagged").len(), 1);
    assert_eq!(sandbox.events("results.csv", "left")[0]["how"], "menu");
    assert_eq!(sandbox.events("results.csv", "answered").len(), 1);
}

#[test]
fn an_objection_can_be_given_up() {
    let sandbox = room();
    let mut pty = sandbox.pty(&[&TAKE[..], &["--yes"]].concat(), 60, 24);
    question(&mut pty, 1, "Your choice");
    for keys in ["not this\x1b", "\r"] {
        choose(&mut pty, "Your choice", "unclear");
        ready(&mut pty, "What is unclear?");
        pty.send(keys);
        ready(&mut pty, "Your choice");
    }
    pty.send("\x03");
    ends(&mut pty, 130);
    assert!(sandbox.events("results.csv", "unclear").is_empty());
}

#[test]
fn the_prediction_has_the_menu_too() {
    let sandbox = room_with(&[("id = \"five\"", "id = \"five\"\npredict = true")]);
    let mut pty = sandbox.pty(&TAKE, 80, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "First say it yourself");
    pty.send("half a th");
    choose(&mut pty, "half a th", "time left");
    ready(&mut pty, "First say it yourself, in a line: half a th");
    pty.send("ought\r");
    ready(&mut pty, "Your choice");
    pty.send("b\r");
    question(&mut pty, 2, "First say it yourself");
    choose(&mut pty, "First say it yourself", "skip");
    question(&mut pty, 3, "True or false");
    pty.send("\x03");
    ends(&mut pty, 130);
    let predicted = sandbox.events("results.csv", "predicted");
    assert_eq!(predicted.len(), 1);
    assert_eq!(predicted[0]["text"], "half a thought");
    assert_eq!(sandbox.events("results.csv", "skipped")[0]["question"], "qid-tick");
}
