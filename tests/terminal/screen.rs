//! What it looks like, at several sizes.

use super::stage::{play, play_on};

#[test]
fn one_line_stays_of_an_answer() {
    let mut pty = play("choose;tick;line;confirm");
    pty.wait_for("> a)").send("b\r");
    pty.wait_for("[ ] a)").send("ac\r");
    pty.wait_for_screen("the line", |screen| screen.matches("? Your answer").count() == 3).send("my text\r");
    pty.wait_for("(y/N)").send("y\r").wait_for("the end");
    let lines: Vec<_> = pty
        .transcript()
        .lines()
        .filter(|line| line.contains("? "))
        .map(|line| line.trim_end().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "? Your answer b) option number 1",
            "? Your answer a, c",
            "? Your answer my text",
            "? Your answer yes"
        ]
    );
    assert!(!pty.transcript().contains("Enter answers"));
}

#[test]
fn a_list_of_64_fits_a_screen_of_ten_rows() {
    let mut pty = play_on("choose options=64;tick options=64 ticked=63", 60, 10);
    pty.wait_for(">  a) ").wait_for("[Enter answers");
    assert_eq!(pty.screen().lines().filter(|row| row.contains(") option")).count(), 7, "{}", pty.screen());
    pty.send("\x1b[6~\x1b[6~").wait_for(">  o) ");
    assert!(
        pty.screen().contains("? Your answer") && pty.screen().contains("[Enter answers"),
        "{}",
        pty.screen()
    );
    pty.send("bl").wait_for("> bl) option number 63").send("\x1b[B").wait_for(">  a) option number 0");
    pty.send("aa\r").wait_for("reply 0: Chosen(26)");
    pty.wait_for("> [ ]  a)")
        .send("\x1b[A")
        .wait_for("> [x] bl)")
        .send("ba\r")
        .wait_for("reply 1: Ticked([52, 63])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn wide_choices_take_a_row_each() {
    for columns in [40, 60, 80, 120] {
        let mut pty = play_on("choose wide;tick wide", columns, 24);
        for (first, enter) in [("> a)", "d\r"), ("> [ ] a)", "d\r")] {
            pty.wait_for(first).wait_for("[Enter answers");
            pty.wait_for_screen("four rows under the message", |screen| {
                let rows: Vec<_> = screen.lines().skip_while(|row| !row.contains(first)).collect();
                rows.len() == 5
                    && ["a)", "b)", "c)", "d)"].iter().zip(&rows).all(|(label, row)| row.contains(label))
            });
            pty.send(enter);
        }
        pty.wait_for("reply 0: Chosen(3)").wait_for("reply 1: Ticked([3])");
        assert_eq!(pty.finish(), 0);
    }
}

#[test]
fn another_size_in_mid_prompt_breaks_nothing() {
    let mut pty = play_on("choose options=20;tick options=20;line;confirm", 80, 24);
    pty.wait_for("> a)").resize(60, 12);
    pty.send("\x1b[B").wait_for("> b)").resize(120, 40);
    pty.send("e\r").wait_for("reply 0: Chosen(4)");
    pty.wait_for("> [ ] a)").resize(50, 8);
    pty.send("tc\r").wait_for("reply 1: Ticked([2, 19])");
    pty.wait_for_screen("the line", |screen| screen.contains("[Enter answers")).resize(30, 10);
    pty.send("a text that is longer than thirty columns").wait_for("columns").resize(100, 20);
    pty.send("!\r").wait_for("reply 2: Typed(\"a text that is longer than thirty columns!\")");
    pty.wait_for("(y/N)").resize(70, 24);
    pty.send("y\r").wait_for("reply 3: Confirmed(true)");
    assert_eq!(pty.finish(), 0);
    assert_eq!(pty.mode_faults(), "");
}

#[test]
fn a_terminal_that_tells_no_size_is_one_of_80() {
    let mut pty = play_on("choose;line", 80, 24);
    pty.wait_for("> a)").send("b\r").wait_for("reply 0: Chosen(1)");
    pty.wait_for("? Your answer  ").forget_size();
    pty.send("x\r").wait_for("reply 1: Typed(\"x\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn keys_pressed_while_the_screen_changes_its_size_arrive() {
    let mut pty = play_on("line", 80, 24);
    pty.wait_for("? Your answer  ");
    let mut typed = String::new();
    // Letters that stand nowhere else, each once: where one is drawn, it was read. How the line looks while the screen changes under
    // it is another matter.
    for (round, letter) in ('а'..='ѯ').take(60).enumerate() {
        pty.resize(if round % 2 == 0 { 100 } else { 80 }, 24);
        typed.push(letter);
        let mut bytes = [0; 4];
        let bytes = letter.encode_utf8(&mut bytes).as_bytes().to_vec();
        // A key that is lost is only seen when another comes: so none is sent before it was.
        pty.send(&bytes).wait_for_bytes(&bytes);
    }
    pty.send("\r").wait_for("reply 0: Typed(");
    assert_eq!(pty.finish(), 0);
    let transcript = pty.transcript().replace('\n', "");
    assert!(transcript.contains(&format!("Typed(\"{typed}\")")), "{transcript}");
}
