//! What keys do.

use super::pty::Pty;
use super::stage::{Gate, Hands, play};

#[test]
fn enter_on_nothing_comes_back_empty() {
    let mut pty = play("line;tick");
    pty.wait_for("? Your answer").send("\r").wait_for("reply 0: Typed(\"\")");
    pty.wait_for("[ ] a)").send("\r").wait_for("reply 1: Ticked([])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn letters_and_arrows_choose() {
    let mut pty = play("choose;choose cursor=2;choose;tick ticked=0");
    pty.wait_for("> a)").send("d").wait_for("> d)").send("\r").wait_for("reply 0: Chosen(3)");
    pty.wait_for("> c)").send("\x1b[A").wait_for("> b)").send("\x1b[F\r").wait_for("reply 1: Chosen(3)");
    pty.wait_for("> a)")
        .send("\x1b[B\x1bOB\x1b[5~\x1b[A")
        .wait_for("> d)")
        .send("\r")
        .wait_for("reply 2: Chosen(3)");
    pty.wait_for("[x] a)").send("c").wait_for("> [x] c)").send("a").wait_for("> [ ] a)").send("\x1b[B \r");
    pty.wait_for("reply 3: Ticked([1, 2])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn left_and_right_tick_nothing() {
    let mut pty = play("tick ticked=1");
    pty.wait_for("[x] b)").send("\x1b[C\x1b[D\x1bOC\x1b[1;5C\r").wait_for("reply 0: Ticked([1])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_mouse_answers_nothing() {
    // Clicks and wheel turns where an earlier program left their reports on.
    let reports = "\x1b[M !!\x1b[M#!!\x1b[M`!!\x1b[<0;5;5M\x1b[<0;5;5m\x1b[<65;5;5M\x1b[32;5;5M";
    let mut pty = play("line;choose;confirm");
    pty.wait_for("? Your answer")
        .send("a")
        .wait_for("Your answer a")
        .send_and_have_read(reports)
        .send("b\r")
        .wait_for("reply 0: Typed(\"ab\")");
    pty.wait_for("> a)")
        .send_and_have_read(reports)
        .send("c")
        .wait_for("> c)")
        .send("\r")
        .wait_for("reply 1: Chosen(2)");
    pty.wait_for("(y/N)").send_and_have_read(reports).send("y\r").wait_for("reply 2: Confirmed(true)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn esc_keeps_what_stood_there() {
    let mut pty = play("line draft=old;tick ticked=0;choose;confirm");
    pty.wait_for("Your answer old").send("er\x1b").wait_for("reply 0: Escaped(Typed(\"older\"))");
    pty.wait_for("[x] a)")
        .send("c")
        .wait_for("[x] c)")
        .send("\x1b")
        .wait_for("reply 1: Escaped(Ticked([0, 2]))");
    pty.wait_for("> a)").send("\x1b").wait_for("reply 2: Escaped(Nothing)");
    pty.wait_for("(y/N)").send("\x1b").wait_for("reply 3: Escaped(Nothing)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn esc_means_nothing_where_there_is_no_menu() {
    let (hands, mut pty) = Hands::play("confirm nocommands yes bell=60000;line nocommands bell=60000");
    let bells = |pty: &Pty| pty.raw_output().split(|&byte| byte == b'\x07').count() - 1;
    // Esc alone is told from the beginning of a sequence by time; the bell tells that it has passed.
    pty.wait_for("(Y/n)").send_and_have_read("\x1b");
    hands.set(60_000, 60_000);
    pty.poll("the first bell", |pty| bells(pty) == 1);
    pty.send("n\r").wait_for("reply 0: Confirmed(false)");
    pty.wait_for("? Your answer  ").send_and_have_read("kept\x1b");
    hands.set(120_000, 120_000);
    pty.poll("the second bell", |pty| bells(pty) == 2);
    pty.send("!\r").wait_for("reply 1: Typed(\"kept!\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn an_arrow_in_pieces_is_no_esc() {
    let mut pty = play("choose");
    pty.wait_for("> a)");
    // Between Esc and what follows it there may be a twentieth of a second only: that is for the decoder's own tests.
    pty.send_and_have_read("\x1b[").send("B").wait_for("> b)");
    pty.send_and_have_read("\x1bO").send("B").wait_for("> c)");
    pty.send_and_have_read("\x1b[1").send("A").wait_for_screen("back", |screen| screen.contains("> b)"));
    pty.send("\r").wait_for("reply 0: Chosen(1)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_confirmation_takes_a_letter_or_its_default() {
    let mut pty = play("confirm;confirm yes;confirm;confirm yes;confirm");
    pty.wait_for("(y/N)").send("\r").wait_for("reply 0: Confirmed(false)");
    pty.wait_for("(Y/n)").send("\r").wait_for("reply 1: Confirmed(true)");
    pty.wait_for_screen("the third", |screen| screen.matches("(y/N)").count() == 1)
        .send("ny\r")
        .wait_for("reply 2: Confirmed(true)");
    pty.wait_for_screen("the fourth", |screen| screen.contains("(Y/n)"))
        .send("yN\r")
        .wait_for("reply 3: Confirmed(false)");
    pty.wait_for_screen("the fifth", |screen| screen.contains("(y/N)"))
        .send("y\x7f\x7f\r")
        .wait_for("reply 4: Confirmed(false)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn newlines_of_a_paste_are_spaces() {
    let mut pty = play("line");
    pty.wait_for("? Your answer").send("\x1b[200~first\r\nsecond\nthird\r\x1b[201~");
    pty.wait_for("first second third")
        .send("fourth\r")
        .wait_for("reply 0: Typed(\"first second third fourth\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_line_can_be_edited() {
    let mut pty = play("line draft=world");
    pty.wait_for("Your answer world")
        .send("\x1b[Hhello, \x1b[F!?\x7f\x01\x1b[3~H\r")
        .wait_for("reply 0: Typed(\"Hello, world!\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn what_was_typed_before_a_choice_is_drawn_is_dropped() {
    let gate = Gate::new();
    let mut pty = play(&format!("hold={};choose;tick;confirm", gate.path().display()));
    pty.wait_for("holding").send_and_have_read("c\r\r");
    gate.open();
    pty.wait_for("> a)").send("\r").wait_for("reply 1: Chosen(0)");
    pty.wait_for("> [ ] a)").send("\r").wait_for("reply 2: Ticked([])");
    pty.wait_for("(y/N)").send("\r").wait_for("reply 3: Confirmed(false)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn what_was_typed_before_a_line_is_drawn_is_kept_but_not_submitted() {
    let gate = Gate::new();
    let mut pty = play(&format!("hold={};line", gate.path().display()));
    pty.wait_for("holding").send_and_have_read("\rearly\rlate");
    gate.open();
    pty.wait_for("Your answer early").send(" bird\r").wait_for("reply 1: Typed(\"early bird\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn no_enter_reaches_the_next_prompt() {
    let mut pty = play("line until=400;line;line;choose;tick");
    pty.wait_for("reply 0: Expired(Typed(\"\"))");
    pty.wait_for_screen("the second prompt", |screen| screen.matches("? Your answer").count() == 2);
    pty.send("\x1b").wait_for("reply 1: Escaped(Typed(\"\"))");
    pty.wait_for_screen("the third prompt", |screen| screen.matches("? Your answer").count() == 3);
    // Both in one piece: the second Enter belongs to nobody.
    pty.send("text\r\r")
        .wait_for("reply 2: Typed(\"text\")")
        .wait_for("> a)")
        .send("b\r")
        .wait_for("reply 3: Chosen(1)");
    pty.wait_for("[ ] a)").send("b\r").wait_for("reply 4: Ticked([1])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn what_was_tried_is_marked_and_skipped() {
    let mut pty = play("choose tried=0;choose tried=1 cursor=1;tick tried=2");
    pty.wait_for("a) - option number 0 (tried)")
        .wait_for("> b)")
        .send("a")
        .send("\r")
        .wait_for("reply 0: Chosen(1)");
    pty.wait_for("> c)").send("\x1b[A").wait_for("> a)").send("\r").wait_for("reply 1: Chosen(0)");
    pty.wait_for("[ ] c) -").send("c\x1b[B\x1b[B \r").wait_for("reply 2: Ticked([3])");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn ctrl_u_takes_the_line_away() {
    let mut pty = play("line draft=old;line");
    pty.wait_for("Your answer old").send("er\x1b[D\x15new\r").wait_for("reply 0: Typed(\"new\")");
    // The second prompt, not the first one's line above it: an Enter before it is drawn would not count.
    pty.wait_for_screen("the second prompt", |screen| screen.matches("? Your answer").count() == 2);
    pty.send("\x15x\r").wait_for("reply 1: Typed(\"x\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_paste_that_is_too_long_is_never_cut_unseen() {
    let mut pty = play("line");
    let paste = format!("\x1b[200~{}END\x1b[201~", "x".repeat(2_000));
    pty.wait_for("? Your answer").send_and_have_read(&paste).send("\r");
    pty.wait_for("Not taken yet: it was cut at 2000 characters");
    pty.send("\x7f\x7f\r").wait_for("reply 0: Typed(\"");
    pty.finish();
    assert!(
        pty.transcript().contains(&format!("{}\\\")", "x".repeat(20))) || pty.transcript().contains("xxx\")")
    );
}

#[test]
fn a_long_line_and_its_enter_hold_no_deadline_up() {
    let (hands, mut pty) = Hands::play("line until=60000");
    let text = "x".repeat(1_900);
    pty.wait_for("? Your answer").send_and_have_read(format!("\x1b[200~{text}\x1b[201~\r"));
    hands.set(60_001, 60_001);
    pty.wait_for("reply 0: Typed(\"xxx");
    pty.finish();
    let said: String = pty
        .transcript()
        .split("reply 0: ")
        .nth(1)
        .expect("a reply")
        .split("late=")
        .next()
        .expect("all of it")
        .split_whitespace()
        .collect();
    assert_eq!(said.matches('x').count(), 1_900, "whole");
}
