//! The clock ends whatever is on the screen, with no key pressed; what stood there may earn and never costs.

use super::{answer, choose, ends, question, ready};
use crate::cli::sandbox::Sandbox;
use crate::terminal::pty::Pty;

/// The limit of the exams here, in milliseconds: time enough to type on a busy machine.
const LIMIT_MS: i64 = 4000;
/// By how much a deadline may be missed on a busy machine; on an idle one it is a few milliseconds.
const BOUND_MS: i64 = 500;

const PICK: &str = r#"
[[question]]
id = "pick"
topic = "t"
prompt = "Pick."
option = [{ id = "x", text = "the first" }, { id = "y", text = "the second", correct = true }]
"#;
const TICK: &str = r#"
[[question]]
id = "tick"
topic = "t"
kind = "multiple"
prompt = "Tick."
option = [
  { id = "x", text = "the first", correct = true },
  { id = "y", text = "the second", correct = true },
  { id = "z", text = "the third" },
]
"#;
const TRUTH: &str = r#"
[[question]]
id = "truth"
topic = "t"
kind = "boolean"
prompt = "True?"
answer = true
"#;
const NAME: &str = r#"
[[question]]
id = "name"
topic = "t"
kind = "text"
prompt = "Which?"
accept = ["at-least-once"]
"#;
const COUNT: &str = r#"
[[question]]
id = "count"
topic = "t"
kind = "number"
prompt = "How many?"
answer = 42
"#;

/// An exam against the clock, and the program sitting it, started.
struct Sitting {
    sandbox: Sandbox,
    pty: Pty,
}

impl Sitting {
    fn start(settings: &str, questions: &[&str]) -> Self {
        Self::start_with(LIMIT_MS / 1000, settings, questions)
    }

    fn start_with(seconds: i64, settings: &str, questions: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        let exam = format!(
            "format = 1\nid = \"clock\"\ntitle = \"Clock\"\ntime_limit = \"{seconds}s\"\nscoring = {{ wrong = 0.5 }}\n\
             shuffle = {{ options = false }}\n{settings}\n[[topic]]\nid = \"t\"\ntitle = \"T\"\n{}",
            questions.concat()
        );
        sandbox.write("clock.toml", exam);
        let mut pty = sandbox.pty(&["take", "clock.toml", "--candidate", "Ada"], 80, 24);
        answer(&mut pty, "Start now?", "\r");
        Self { sandbox, pty }
    }

    /// The exam's time ends by itself, in time, and the rows are these.
    fn ends_with(mut self, rows: &[(&str, &str, &str)]) {
        self.pty.wait_for("Thank you.").wait_for("Time was up");
        ends(&mut self.pty, 0);
        let event = |name: &str| self.sandbox.events("results.csv", name).remove(0);
        let up = |name: &str| event(name)["up"].as_i64().expect("a clock");
        let deadline = up("started") + LIMIT_MS;
        let late = up("expired") - deadline;
        println!("ended {late} ms after the deadline, handed in {} ms after it", up("submitted") - deadline);
        assert!((0..BOUND_MS).contains(&late), "{late} ms late");
        assert!(up("submitted") - deadline < 2 * BOUND_MS);
        let got: Vec<_> = self.sandbox.rows("results.csv");
        let got: Vec<_> =
            got.iter().map(|row| (&*row["answer"], &*row["outcome"], &*row["points"])).collect();
        assert_eq!(got, rows, "{}", self.pty.transcript());
    }
}

/// Runs all of them at once: each waits for its deadline.
fn together(sittings: &[fn()]) {
    std::thread::scope(|scope| {
        for sitting in sittings {
            scope.spawn(sitting);
        }
    });
}

#[test]
fn every_kind_of_prompt_ends_and_what_stood_there_counts() {
    together(&[
        || {
            let mut sitting = Sitting::start("", &[PICK]);
            answer(&mut sitting.pty, "Your choice", "b");
            // A highlighted option is not a choice.
            ready(&mut sitting.pty, "> b) the second");
            sitting.ends_with(&[("", "timed_out", "0")]);
        },
        || {
            let mut sitting = Sitting::start("", &[TRUTH]);
            ready(&mut sitting.pty, "> t) true");
            sitting.ends_with(&[("", "timed_out", "0")]);
        },
        || {
            let mut sitting = Sitting::start("", &[TICK, PICK]);
            answer(&mut sitting.pty, "Your choices", "ab");
            ready(&mut sitting.pty, "[x] b)");
            sitting.ends_with(&[("x+y", "correct", "1"), ("", "unanswered", "0")]);
        },
        || {
            // Not right: it costs nothing, though wrong answers do.
            let mut sitting = Sitting::start("", &[TICK]);
            answer(&mut sitting.pty, "Your choices", "ac");
            ready(&mut sitting.pty, "[x] c)");
            sitting.ends_with(&[("x+z", "incorrect", "0")]);
        },
        || {
            let mut sitting = Sitting::start("", &[NAME]);
            answer(&mut sitting.pty, "Your answer", "at-least-once");
            sitting.pty.wait_for("What stood there counts as your answer");
            sitting.ends_with(&[("at-least-once", "correct", "1")]);
        },
        || {
            let mut sitting = Sitting::start("", &[NAME]);
            answer(&mut sitting.pty, "Your answer", "at-le");
            sitting.ends_with(&[("at-le", "incorrect", "0")]);
        },
        || {
            let mut sitting = Sitting::start("", &[COUNT]);
            answer(&mut sitting.pty, "Your answer", "4");
            sitting.ends_with(&[("4", "incorrect", "0")]);
        },
        || {
            // What is no number is no answer; it is kept as it stood.
            let mut sitting = Sitting::start("", &[COUNT]);
            answer(&mut sitting.pty, "Your answer", "4e");
            sitting.pty.wait_for("No answer stood there that could count.");
            assert_eq!(sitting.sandbox.events("results.csv", "expired")[0]["draft"], "4e");
            sitting.ends_with(&[("", "timed_out", "0")]);
        },
        || {
            // A paste without its end.
            let mut sitting = Sitting::start("", &[NAME]);
            answer(&mut sitting.pty, "Your answer", "\x1b[200~at-least-\x1b[201~\x1b[200~once");
            sitting.ends_with(&[("at-least-once", "correct", "1")]);
        },
    ]);
}

#[test]
fn whatever_else_is_on_the_screen_ends_too() {
    together(&[
        || {
            // In the menu: what stood in the question counts.
            let mut sitting = Sitting::start("", &[NAME]);
            answer(&mut sitting.pty, "Your answer", "at-least-once\x1b");
            ready(&mut sitting.pty, "Menu");
            sitting.ends_with(&[("at-least-once", "correct", "1")]);
        },
        || {
            let mut sitting = Sitting::start("", &[TICK]);
            answer(&mut sitting.pty, "Your choices", "ab");
            choose(&mut sitting.pty, "[x] b)", "this question is unclear");
            answer(&mut sitting.pty, "What is unclear?", "half an objec");
            sitting.pty.wait_for("Time is up.");
            assert_eq!(sitting.sandbox.events("results.csv", "unclear")[0]["text"], "half an objec");
            sitting.ends_with(&[("x+y", "correct", "1")]);
        },
        || {
            let mut sitting = Sitting::start("predict = true", &[PICK]);
            answer(&mut sitting.pty, "First say it yourself", "the sec");
            sitting.pty.wait_for("Time is up.");
            assert_eq!(sitting.sandbox.events("results.csv", "predicted")[0]["text"], "the sec");
            sitting.ends_with(&[("", "timed_out", "0")]);
        },
        || {
            // In the list before the hand-in.
            let mut sitting = Sitting::start("", &[PICK, NAME]);
            choose(&mut sitting.pty, "Your choice", "skip");
            answer(&mut sitting.pty, "Your answer", "at-least-once\r");
            ready(&mut sitting.pty, "Go back to one, or submit");
            sitting.ends_with(&[("", "unanswered", "0"), ("at-least-once", "correct", "1")]);
        },
        || {
            let mut sitting = Sitting::start("", &[PICK]);
            answer(&mut sitting.pty, "Your choice", "b\r");
            answer(&mut sitting.pty, "Submit?", "n");
            sitting.ends_with(&[("y", "correct", "1")]);
        },
        || {
            // An answer given before stands, whatever is typed over it.
            let mut sitting = Sitting::start("", &[NAME, PICK]);
            answer(&mut sitting.pty, "Your answer", "at-least-once\r");
            choose(&mut sitting.pty, "Your choice", "go back one question");
            question(&mut sitting.pty, 1, "Your answer at-least-once");
            sitting.pty.send(" or not").wait_for("Your answer from before stands.");
            sitting.ends_with(&[("at-least-once", "correct", "1"), ("", "unanswered", "0")]);
        },
        || {
            // Chosen and not confirmed yet.
            let mut sitting = Sitting::start("navigation = \"linear\"", &[PICK]);
            answer(&mut sitting.pty, "Your choice", "b\r");
            ready(&mut sitting.pty, "Keep this answer?");
            sitting.ends_with(&[("y", "correct", "1")]);
        },
    ]);
}

#[test]
fn a_question_has_its_own_time() {
    let limited = NAME.replace("id = \"name\"", "id = \"name\"\ntime_limit = \"2s\"");
    let mut sitting = Sitting::start_with(600, "", &[&limited, COUNT]);
    sitting.pty.wait_for("this question: 0:0");
    answer(&mut sitting.pty, "Your answer", "at-least-once");
    sitting.pty.wait_for("Time is up for this question.");
    question(&mut sitting.pty, 2, "Your answer, a number");
    answer(&mut sitting.pty, "Your answer", "42\r");
    answer(&mut sitting.pty, "Submit?", "\r");
    ends(&mut sitting.pty, 0);
    let expired = sitting.sandbox.events("results.csv", "expired").remove(0);
    let shown = sitting.sandbox.events("results.csv", "shown").remove(0);
    let late = expired["up"].as_i64().expect("a clock") - shown["up"].as_i64().expect("a clock") - 2000;
    assert!((0..BOUND_MS).contains(&late), "{late} ms late");
    assert_eq!(expired["scope"], "question");
    assert_eq!(sitting.sandbox.column("results.csv", "outcome"), ["correct"; 2]);
    assert_eq!(sitting.sandbox.column("results.csv", "status"), ["submitted"; 2]);
}

#[test]
fn the_clock_is_heard_at_20_and_at_5_percent_unless_it_is_to_be_quiet() {
    let heard = |more: &[&str]| {
        let sitting = Sitting::start("", &[NAME, PICK]);
        drop(sitting.pty);
        let args = [&["take", "clock.toml", "--candidate", "Bo"], more].concat();
        let mut pty = sitting.sandbox.pty(&args, 80, 24);
        answer(&mut pty, "Start now?", "\r");
        ready(&mut pty, "Your answer");
        let quiet = !more.is_empty();
        if !quiet {
            // The bell sounds in the middle of the prompt, the notice comes after it.
            pty.wait_for_bytes(b"\x07");
            assert!(!pty.transcript().contains("For the whole"), "{}", pty.transcript());
            pty.send("x\r").wait_for("For the whole: 0:00 left, ends ");
        }
        pty.wait_for("Time is up.");
        ends(&mut pty, 0);
        let raw = pty.raw_output();
        let bells = raw.split(|byte| *byte == 7).count() - 1;
        (bells, pty.transcript())
    };
    std::thread::scope(|scope| {
        let loud = scope.spawn(|| heard(&[]));
        let (bells, transcript) = heard(&["--quiet-clock"]);
        assert_eq!(bells, 0);
        assert!(!transcript.contains(" left"), "{transcript}");
        let (bells, _) = loud.join().expect("heard");
        assert_eq!(bells, 2);
    });
}

#[test]
fn what_stood_there_counts_at_submit_and_what_was_taken_away_does_not() {
    together(&[
        || {
            let mut sitting = Sitting::start("navigation = \"linear\"", &[NAME]);
            answer(&mut sitting.pty, "Your answer", "at-least-once");
            sitting.pty.wait_for("at-least-once").send("\x1b");
            ready(&mut sitting.pty, "Menu");
            sitting.pty.send("x").wait_for("> x) submit").send("\r");
            ready(&mut sitting.pty, "Submit?");
            sitting.ends_with(&[("at-least-once", "correct", "1")]);
        },
        || {
            // Ticked, gone from, come back to, taken away, refused: nothing stands there any more.
            let mut sitting = Sitting::start("", &[TICK]);
            answer(&mut sitting.pty, "Your choices", "ab");
            ready(&mut sitting.pty, "[x] b)");
            sitting.pty.send("\x1b");
            answer(&mut sitting.pty, "Menu", "\r");
            ready(&mut sitting.pty, "[x] b)");
            sitting.pty.send("ab");
            ready(&mut sitting.pty, "[ ] b)");
            sitting.pty.send("\r").wait_for("Tick at least one");
            ready(&mut sitting.pty, "[ ] b)");
            sitting.ends_with(&[("", "timed_out", "0")]);
        },
    ]);
}
