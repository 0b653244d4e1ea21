//! Plain lines, through a pipe and on a terminal.

use std::time::Duration;

use rustix::process::Signal;

use super::pty::Pty;
use super::stage::{Hands, command, lateness, play_plain};

#[test]
fn lines_answer() {
    let told = play_plain("choose;tick;line;confirm", b"C\na d\n\\:wq text \nyes\n", None);
    let expected = "Your answer > \nreply 0: Chosen(2)";
    assert!(told.contains(expected), "{told}");
    assert!(told.contains("Your answer > \nreply 1: Ticked([0, 3])"), "{told}");
    assert!(told.contains("Your answer > \nreply 2: Typed(\":wq text \")"), "{told}");
    assert!(told.contains("Your answer [y/N] > \nreply 3: Confirmed(true)"), "{told}");
    assert!(!told.contains('\x1b'), "no escape sequences: {told:?}");
}

#[test]
fn the_end_of_input_ends_it_and_what_has_no_end_is_no_line() {
    let told = play_plain("line;line;choose", b"one\nlast", None);
    assert!(told.contains("reply 0: Typed(\"one\")"), "{told}");
    assert!(told.contains("not taken: the input ended in the middle of this line"), "{told}");
    assert!(told.contains("reply 1: Gone(EndOfInput)"), "{told}");
}

#[test]
fn what_is_refused_is_asked_again() {
    let told = play_plain("choose tried=1", b"\nz\nb\n:back\n:skip now\n?\n\xff\na\0\n:skip\n", None);
    for expected in [
        "nothing answered: expected a, c or d (`?` lists what is possible)\nYour answer > ",
        "no such letter: expected a, c or d",
        "`b` was tried: expected a, c or d",
        "`:back` is not possible here: possible are `:skip`",
        "`:skip` takes nothing after it",
        "A letter answers: a, c or d.\n  :skip  leave this question for now\n",
        "not taken: not UTF-8",
        "not taken: it holds the control character U+0000",
        "reply 0: Command(Plain(Skip))",
    ] {
        assert!(told.contains(expected), "{expected:?} in\n{told}");
    }
}

#[test]
fn a_line_of_megabytes_is_refused() {
    let mut input = vec![b'x'; 3 << 20];
    input.extend(b"\nfine\n");
    let told = play_plain("line", &input, None);
    assert!(told.contains("not taken: a line of more than 1024 KiB\n"), "{}", &told[..told.len().min(500)]);
    assert!(told.contains("reply 0: Typed(\"fine\")"));
}

#[test]
fn a_deadline_holds_while_nothing_comes_and_half_a_line_counts() {
    let told = play_plain(
        "line until=400;choose until=200;tick until=200",
        b"half a li",
        Some(Duration::from_millis(1_500)),
    );
    assert!(told.contains("reply 0: Expired(Typed(\"half a li\"))"), "{told}");
    assert!(told.contains("reply 1: Expired(Nothing)"), "{told}");
    assert!(told.contains("reply 2: Expired(Ticked([]))"), "{told}");
    for late in told.split("late=").skip(1) {
        let late: u64 = late.split_once("ms").unwrap().0.parse().unwrap();
        println!("ended {late} ms after its deadline");
        assert!(late < 500, "{told}");
    }
}

fn on_a_terminal(script: &str) -> Pty {
    let mut command = command(script);
    command.env("STAGE_PLAIN", "1");
    Pty::spawn(command, 60, 24)
}

#[test]
fn on_a_terminal_half_a_line_counts_at_the_deadline_and_goes_no_further() {
    let (hands, mut pty) = Hands::play_plain("line until=60000;tick until=60000;line");
    pty.wait_for("Your answer > ").send("Stra\u{df}en\x7f").wait_for("Stra\u{df}e");
    hands.set(60_001, 60_001);
    pty.wait_for("reply 0: Expired(Typed(\"Stra\u{df}e\"))");
    pty.wait_for_transcript("the second prompt", |text| text.matches("Your answer > ").count() == 2);
    pty.send("a c").wait_for_screen("the letters", |screen| screen.contains("> a c"));
    hands.set(120_100, 120_100);
    pty.wait_for("reply 1: Expired(Ticked([0, 2]))");
    pty.wait_for_transcript("the third prompt", |text| text.matches("Your answer > ").count() == 3);
    pty.send("mine\r").wait_for("reply 2: Typed(\"mine\")");
    pty.finish();
    assert_eq!(pty.mode_faults(), "");
}

#[test]
fn on_a_terminal_the_deadline_and_signals_hold() {
    let mut pty = on_a_terminal("line until=400;line;line;choose");
    pty.wait_for("reply 0: Expired(Typed(\"\"))");
    assert!(lateness(&mut pty, 0) < 500);
    pty.wait_for_transcript("the second prompt", |text| text.matches("Your answer > ").count() == 2);
    pty.send("an answer\r").wait_for("reply 1: Typed(\"an answer\")");
    assert!(pty.transcript().contains("Your answer > an answer\nreply 1:"), "{}", pty.transcript());
    // Ctrl-C, by way of the terminal.
    pty.send("\x03").wait_for("reply 2: Gone(Interrupt)");
    pty.signal(Signal::TERM);
    pty.wait_for("reply 3: Gone(Terminate)");
    pty.finish();
    assert_eq!(pty.mode_faults(), "");
    assert!(!pty.raw_output().contains(&0x1b), "no escape sequences");
}

#[test]
fn ctrl_d_is_the_end_of_input() {
    let mut pty = on_a_terminal("line");
    pty.wait_for("Your answer > ").send("\x04").wait_for("reply 0: Gone(EndOfInput)");
    pty.finish();
}
