//! Whatever happens, the terminal is left as it was found.

use rustix::process::Signal;

use super::pty::Pty;
use super::stage::{Gate, command, play};

fn assert_left_clean(pty: &mut Pty, code: u32) {
    assert_eq!(pty.finish(), code, "{}", pty.transcript());
    assert_eq!(pty.mode_faults(), "", "{}", pty.transcript());
}

/// One prompt of each kind, and what of it stands on the screen when it waits for keys.
const PROMPTS: [(&str, &str); 4] = [
    ("choose", "[Enter answers"),
    ("tick", "[Enter answers"),
    ("line", "[Enter answers"),
    ("confirm", "[Enter answers"),
];

#[test]
fn ctrl_c_ends_every_prompt() {
    for (prompt, drawn) in PROMPTS {
        let mut pty = play(prompt);
        pty.wait_for(drawn).send("\x03").wait_for("reply 0: Gone(Interrupt)");
        assert_left_clean(&mut pty, 0);
    }
}

#[test]
fn signals_end_every_prompt() {
    for (signal, gone) in [(Signal::TERM, "Terminate"), (Signal::HUP, "HangUp"), (Signal::INT, "Interrupt")] {
        for (prompt, drawn) in PROMPTS {
            let mut pty = play(prompt);
            pty.wait_for(drawn).signal(signal);
            pty.wait_for(&format!("reply 0: Gone({gone})"));
            assert_left_clean(&mut pty, 0);
        }
    }
}

#[test]
fn what_comes_between_prompts_ends_the_next() {
    let gate = Gate::new();
    let script = format!("hold={};line;line;line", gate.path().display());
    let mut pty = play(&script);
    pty.wait_for("holding").send_and_have_read("\x03");
    gate.open();
    // Ctrl-C is told once, SIGTERM for ever.
    pty.wait_for("reply 1: Gone(Interrupt)")
        .wait_for("? Your answer")
        .send("on\r")
        .wait_for("reply 2: Typed(\"on\")");
    pty.wait_for_screen("the next prompt", |screen| screen.matches("? Your answer").count() == 2);
    pty.signal(Signal::TERM);
    pty.wait_for("reply 3: Gone(Terminate)");
    assert_left_clean(&mut pty, 0);

    let gate = Gate::new();
    let mut pty = play(&format!("hold={};line;choose", gate.path().display()));
    pty.wait_for("holding").signal(Signal::TERM);
    pty.wait_for("called");
    gate.open();
    pty.wait_for("reply 1: Gone(Terminate)").wait_for("reply 2: Gone(Terminate)");
    assert_left_clean(&mut pty, 0);
    assert!(!pty.transcript().contains("Your answer"));
}

#[test]
fn a_panic_leaves_the_terminal_clean_and_its_message_readable() {
    let mut pty = play("line;panic");
    pty.wait_for("? Your answer").send("x\r").wait_for("on purpose");
    assert_left_clean(&mut pty, 101);
    let transcript = pty.transcript();
    let message = transcript.lines().find(|line| line.contains("on purpose")).unwrap();
    assert_eq!(message.trim_end(), "on purpose", "the message begins its line");
}

#[test]
fn keys_that_stop_programs_do_nothing() {
    let mut pty = play("line");
    pty.wait_for("? Your answer")
        .send("a\x1ab\x1cc\x04d\x07e\x13\x11f\r")
        .wait_for("reply 0: Typed(\"abcdef\")");
    assert_left_clean(&mut pty, 0);
}

#[test]
fn the_modes_are_raw_for_input_only() {
    use rustix::termios::{LocalModes, OutputModes};
    let mut pty = play("line");
    pty.wait_for("? Your answer");
    let modes = pty.modes();
    assert!(modes.output_modes.contains(OutputModes::OPOST));
    assert!(!modes.local_modes.intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG));
    pty.send("\r");
    assert_left_clean(&mut pty, 0);
}

#[test]
fn what_was_typed_at_the_end_does_not_spill_into_the_shell() {
    let gate = Gate::new();
    let mut pty = play(&format!("line;hold={}", gate.path().display()));
    pty.wait_for("? Your answer").send("x\r").wait_for("holding").send_and_have_read("rm -rf /\r");
    gate.open();
    assert_left_clean(&mut pty, 0);
    assert_eq!(pty.unread(), 0);
}

#[test]
fn a_terminal_that_goes_away_ends_the_prompt() {
    let mut pty = play("line;choose");
    pty.wait_for("? Your answer").send("half");
    pty.wait_for("Your answer half").hang_up();
    // Nothing can be read any more; that it ends is what counts (its last words find no terminal).
    pty.finish();
}

#[test]
fn another_program_can_have_the_terminal_for_a_while() {
    use rustix::termios::LocalModes;
    let gate = Gate::new();
    let mut pty = play(&format!("line;suspend={};line", gate.path().display()));
    pty.wait_for("? Your answer").send("before\r").wait_for("lent");
    assert_eq!(pty.mode_faults(), "");
    gate.open();
    pty.wait_for("back")
        .wait_for_screen("the next prompt", |screen| screen.matches("? Your answer").count() == 2);
    assert!(!pty.modes().local_modes.contains(LocalModes::ICANON));
    pty.send("after\r").wait_for("reply 2: Typed(\"after\")");
    assert_left_clean(&mut pty, 0);
}

#[test]
fn a_stopped_program_finds_its_way_back() {
    use rustix::termios::{LocalModes, OptionalActions};
    let mut pty = play("line");
    pty.wait_for("? Your answer").send("be").wait_for("Your answer be").signal(Signal::STOP);
    // A shell sets the terminal as it likes it.
    let mut modes = pty.modes();
    modes.local_modes |= LocalModes::ICANON | LocalModes::ISIG | LocalModes::ECHO;
    rustix::termios::tcsetattr(pty.terminal(), OptionalActions::Now, &modes).unwrap();
    pty.signal(Signal::CONT);
    pty.poll("raw again", |pty| !pty.modes().local_modes.contains(LocalModes::ICANON));
    pty.send("fore\r").wait_for("reply 0: Typed(\"before\")");
    assert_left_clean(&mut pty, 0);
}

#[test]
fn colours_are_only_where_they_are_wanted() {
    let mut pty = play("choose");
    pty.wait_for("> a)").send("\r");
    assert_left_clean(&mut pty, 0);
    assert!(!String::from_utf8_lossy(&pty.raw_output()).contains("[38;"));
    let mut coloured = command("choose");
    coloured.env("STAGE_COLOUR", "1");
    let mut pty = Pty::spawn(coloured, 80, 24);
    pty.wait_for("> a)").send("\r");
    assert_left_clean(&mut pty, 0);
    assert!(String::from_utf8_lossy(&pty.raw_output()).contains("[38;"));
}
