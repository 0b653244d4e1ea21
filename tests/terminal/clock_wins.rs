//! The clock must win: a deadline ends whatever prompt is open, and what stood there counts.

use super::pty::Pty;
use super::stage::{Gate, Hands, lateness, play, play_on};

/// By how much a prompt may outlive its deadline on a busy machine, milliseconds; on an idle one it is a few.
const BOUND_MS: u64 = 500;

fn assert_in_time(pty: &mut Pty, number: usize) {
    let late = lateness(pty, number);
    println!("ended {late} ms after its deadline");
    assert!(late < BOUND_MS, "{late} ms late:\n{}", pty.transcript());
}

#[test]
fn a_deadline_ends_every_kind_of_prompt_without_a_key() {
    let mut pty =
        play("choose until=300;tick until=300 ticked=1,3;line until=300 draft=half;confirm until=300");
    pty.wait_for("reply 0: Expired(Nothing)");
    pty.wait_for("reply 1: Expired(Ticked([1, 3]))");
    pty.wait_for("reply 2: Expired(Typed(\"half\"))");
    pty.wait_for("reply 3: Expired(Nothing)");
    for number in 0..4 {
        assert_in_time(&mut pty, number);
    }
    assert_eq!(pty.finish(), 0);
    assert_eq!(pty.mode_faults(), "");
}

#[test]
fn half_typed_text_arrives_whole() {
    let mut pty = play("line until=1500;line");
    pty.wait_for("? Your answer").send("at-least-once: Straße 漢字 🧑‍🔬 e\u{301}");
    pty.wait_for("reply 0: Expired(Typed(\"at-least-once: Straße 漢字 🧑\\u{200d}🔬 e\\u{301}\"))");
    assert_in_time(&mut pty, 0);
    // What is still being typed was meant for the question that is over.
    pty.send("x\r").wait_for("reply 1: Typed(");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn ticks_arrive_and_a_highlight_does_not_count() {
    let mut pty = play("tick until=1500;choose until=1000");
    pty.wait_for("[Enter answers").send("b\x1b[B ");
    pty.wait_for("reply 0: Expired(Ticked([1, 2]))");
    pty.wait_for("> a) option").send("c").wait_for("> c)");
    pty.wait_for("reply 1: Expired(Nothing)");
    assert_in_time(&mut pty, 1);
    assert_eq!(pty.finish(), 0);
}

#[test]
fn an_open_paste_does_not_survive_the_deadline() {
    let (hands, mut pty) = Hands::play("line until=1200;choose bell=60000;line");
    pty.wait_for("? Your answer").send("\x1b[200~one\ntwo\r\nthree");
    pty.wait_for("one two three");
    pty.wait_for("reply 0: Expired(Typed(\"one two three\"))");
    assert_in_time(&mut pty, 0);
    // A paste that never ends is over after a moment's silence; the bell tells that it has passed.
    pty.wait_for("> a)");
    hands.set(60_000, 60_000);
    pty.wait_for_bytes(b"\x07").send("c\r").wait_for("reply 1: Chosen(2)");
    // Text typed before its prompt is drawn is kept, but not its Enter: so the prompt is waited for.
    pty.wait_for_transcript("the third prompt", |text| text.matches("? Your answer").count() == 3);
    pty.send("fine\r").wait_for("reply 2: Typed(\"fine\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_long_paste_does_not_hold_the_clock() {
    let mut pty = play("line until=700");
    let paste: String = ('a'..='z').cycle().take(100_000).collect();
    pty.wait_for("? Your answer").send(format!("\x1b[200~{paste}"));
    pty.wait_for("reply 0: Expired(Typed(\"abcdefgh");
    assert_in_time(&mut pty, 0);
    let typed = pty.transcript();
    let typed = typed.split("Expired(Typed(\"").nth(1).unwrap().replace('\n', "");
    let typed: String = typed.chars().take_while(char::is_ascii_lowercase).collect();
    assert_eq!(typed, paste[..typed.len()]);
    assert_eq!(typed.len(), 2_000, "the longest line that is taken");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn a_deadline_that_is_over_draws_nothing() {
    let mut pty = play("line until=0 draft=mine;tick until=0 ticked=2;choose until=0");
    pty.wait_for("reply 0: Expired(Typed(\"mine\"))");
    pty.wait_for("reply 1: Expired(Ticked([2]))");
    pty.wait_for("reply 2: Expired(Nothing)");
    assert_eq!(pty.finish(), 0);
    assert!(!pty.transcript().contains("Your answer"), "{}", pty.transcript());
}

#[test]
fn an_answer_in_time_is_the_persons() {
    let mut pty = play("line until=60000");
    pty.wait_for("? Your answer").send("in time\r").wait_for("reply 0: Typed(\"in time\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn bells_sound_while_the_prompt_is_open() {
    let mut pty = play("choose bell=200");
    pty.wait_for("> a)").wait_for_bytes(b"\x07").send("\r");
    pty.wait_for("reply 0: Chosen(0)");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn the_sleep_proof_clock_decides_and_jumps_of_the_other_are_told() {
    let (hands, mut pty) = Hands::play("line until=600000;line until=600000;line");
    pty.wait_for("? Your answer").send("first");
    // The wall clock jumps an hour on: no deadline.
    hands.set(3_600_000, 0);
    pty.send("\r").wait_for("reply 0: Typed(\"first\") jumps=[");
    assert!((3_599_900..=3_600_100).contains(&jump(&mut pty, 0)), "{}", pty.transcript());
    // Both clocks: the machine slept, the deadline is over when it wakes.
    pty.send("second").wait_for("Your answer second");
    hands.set(7_200_000, 3_600_000);
    pty.wait_for("reply 1: Expired(Typed(\"second\")) jumps=[]");
    // Back again.
    pty.wait_for_screen("a third prompt", |screen| screen.matches("? Your answer").count() == 3);
    hands.set(0, 3_600_000);
    pty.send("\r").wait_for("reply 2: Typed(\"\") jumps=[-");
    assert!((-7_200_100..=-7_199_900).contains(&jump(&mut pty, 2)), "{}", pty.transcript());
    assert_eq!(pty.finish(), 0);
}

/// The one jump that reply `number` tells, milliseconds.
fn jump(pty: &mut Pty, number: usize) -> i64 {
    lateness(pty, number);
    let transcript = pty.transcript();
    let reply = transcript.split(&format!("reply {number}:")).nth(1).unwrap();
    reply.split("jumps=[").nth(1).unwrap().split_once(']').unwrap().0.parse().unwrap()
}

#[test]
fn a_narrow_screen_changes_nothing() {
    let mut pty = play_on("tick until=900 options=12;line until=900 draft=x", 20, 8);
    pty.wait_for("a)").send("l");
    pty.wait_for("Ticked([11])");
    pty.wait_for("Typed(\"x\")");
    assert_eq!(pty.finish(), 0);
}

#[test]
fn time_spent_before_the_prompt_counts() {
    let gate = Gate::new();
    let mut pty = play(&format!("hold={};line until=200", gate.path().display()));
    pty.wait_for("holding").send_and_have_read("typed ahead");
    gate.open();
    pty.wait_for("reply 1: Expired(Typed(\"typed ahead\"))");
    assert_eq!(pty.finish(), 0);
}
