//! Wrong keys at the wrong time do nothing; nothing is refused without a word.

use super::{TAKE, answer, ends, question, ready, room, shows};
use crate::cli::sandbox::Sandbox;

#[test]
fn a_wrong_key_at_the_wrong_time_does_nothing() {
    let sandbox = room();
    let mut pty = sandbox.pty(&[&TAKE[..], &["--yes"]].concat(), 80, 24);
    question(&mut pty, 1, "Your choice");
    // No such letter, a digit, Left, Right, Backspace, Tab, Space, Ctrl-D, Ctrl-Z, an Alt key, a function key, a paste.
    pty.send("z9\x1b[D\x1b[C\x7f\t \x04\x1a\x1bx\x1bOP\x1b[200~b\r\x1b[201~");
    pty.send("c").wait_for("> c) the third").send("\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\x1b[C\x1b[D\x01a").wait_for("[x] a) ah");
    assert!(!pty.screen().contains("[x] b)"), "Right ticks nothing");
    pty.send("c\r");
    question(&mut pty, 3, "True or false");
    pty.send("yn\x1b[200~f\x1b[201~f\r");
    question(&mut pty, 4, "Your answer");
    pty.send("\x1b[A\x1b[B\x1b[5~x\x7fc\r");
    question(&mut pty, 5, "Your answer");
    pty.send("\x03");
    ends(&mut pty, 130);
    let answers: Vec<_> = sandbox.events("results.csv", "answered");
    let answers: Vec<_> = answers.iter().map(|event| event["answer"].as_str().expect("an answer")).collect();
    assert_eq!(answers, ["opt-third", "opt-a+opt-e", "false", "c"]);
}

#[test]
fn enter_on_nothing_is_refused() {
    let sandbox = room();
    let mut pty = sandbox.pty(&[&TAKE[..], &["--yes"]].concat(), 60, 40);
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\r").wait_for("Tick at least one, or skip (Esc opens the menu).");
    ready(&mut pty, "Your choices");
    pty.send("ac\r");
    question(&mut pty, 3, "True or false");
    pty.send("f\r");
    question(&mut pty, 4, "Your answer");
    pty.send("  \r").wait_for("Answer or skip (Esc opens the menu).");
    ready(&mut pty, "Your answer");
    pty.send("\x7f\x7fc\r");
    question(&mut pty, 5, "a number");
    pty.send("forty\r").wait_for("This is not a number. Write digits");
    // What was typed is there to be mended.
    ready(&mut pty, "in ms forty");
    pty.send("\x7f\x7f\x7f\x7f\x7f42 s\r").wait_for("in `ms`");
    ready(&mut pty, "42 s");
    pty.send("\x7fms\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 5]);
    assert_eq!(sandbox.events("results.csv", "answered").len(), 5);
}

#[test]
fn a_pasted_newline_does_not_answer() {
    let sandbox = Sandbox::new();
    let mut pty = sandbox.pty(&["take", "four.toml", "--candidate", "Ada", "--yes"], 80, 24);
    question(&mut pty, 1, "Your choice");
    pty.send("b\r");
    question(&mut pty, 2, "Your choices");
    pty.send("ac\r");
    question(&mut pty, 3, "Your answer");
    pty.send("\x1b[200~two\nlines\x1b[201~").wait_for("two lines");
    pty.send(" and more\r");
    question(&mut pty, 4, "Your answer");
    pty.send("42\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "answer")[2], "two lines and more");
}

#[test]
fn sixty_four_options_on_twenty_rows() {
    let option = |number: usize| {
        let right = if number == 60 { ", correct = true" } else { "" };
        format!("{{ id = \"o{number}\", text = \"option number {number}\"{right} }},\n")
    };
    let options = (1..=64).map(option).collect::<Vec<_>>().concat();
    let sandbox = Sandbox::new();
    let exam = format!(
        "format = 1\nid = \"long\"\ntitle = \"Long\"\nshuffle = {{ options = false }}\n[[topic]]\nid = \"t\"\ntitle = \"T\"\n\
         [[question]]\nid = \"long\"\ntopic = \"t\"\nprompt = \"Pick number 60.\"\noption = [\n{options}]\n"
    );
    sandbox.write("long.toml", exam);
    let mut pty = sandbox.pty(&["take", "long.toml", "--candidate", "Ada", "--yes"], 60, 20);
    question(&mut pty, 1, "Your choice");
    shows(&mut pty, &["  bl  option number 64\n", ">  a) option number 1"]);
    assert!(pty.screen().lines().filter(|line| line.contains(") option")).count() <= 18, "{}", pty.screen());
    // A letter that a longer one begins with waits for it.
    pty.send("bh");
    ready(&mut pty, "> bh) option number 60");
    pty.send("\x1b[6~");
    ready(&mut pty, "> bl) option number 64");
    pty.send("bh\r");
    ends(&mut pty, 0);
    shows(&mut pty, &["? Your choice bh) option number 60"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"]);
    assert_eq!(pty.broken_rows(), Vec::<String>::new());
}

#[test]
fn a_screen_of_another_size_in_the_middle_of_a_question() {
    let sandbox = room();
    let mut pty = sandbox.pty(&TAKE, 120, 40);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b").wait_for("> b) the second");
    pty.resize(60, 20);
    pty.send("c");
    ready(&mut pty, "> c) the third");
    pty.send("\r");
    question(&mut pty, 2, "Your choices");
    pty.send("ac").wait_for("[x] c)");
    pty.resize(80, 24);
    pty.send("\r");
    question(&mut pty, 3, "True or false");
    pty.send("\x03");
    ends(&mut pty, 130);
    let answers = sandbox.events("results.csv", "answered");
    assert_eq!((&answers[0]["answer"], &answers[1]["answer"]), (&"opt-third".into(), &"opt-a+opt-e".into()));
}
