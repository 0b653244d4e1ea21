//! What a person sees and types: the program itself in a pseudo-terminal.

mod colour;
mod deadline;
mod exam;
mod forgetting;
mod keys;
mod killed;
mod leaving;
mod lesson;
mod linear;
mod longer_kinds;
mod menu;
mod new;
mod pages;
mod reading;
mod start;

use super::sandbox::Sandbox;
use crate::terminal::pty::Pty;

/// Five questions, one of each kind that can be asked and an open one, with a limit of ten minutes.
const EXAM: &str = include_str!("five.toml");

/// The exam as a candidate starts it.
const TAKE: [&str; 4] = ["take", "five.toml", "--candidate", "Ada"];

/// Words that are never on a screen; `zero` only begins the altitude line.
const NEVER: [&str; 7] = ["failed", "zero points", "likely", "irregular", "verdict", "equal", "better"];

/// A folder with the exam of five questions.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("five.toml", EXAM);
    sandbox
}

/// A folder with the exam of five questions in which lines are replaced, or added in front.
fn room_with(lines: &[(&str, &str)]) -> Sandbox {
    let sandbox = room();
    let mut exam = EXAM.to_owned();
    for (from, to) in lines {
        assert!(exam.contains(from), "`{from}` is in the exam");
        exam = exam.replacen(from, to, 1);
    }
    sandbox.write("five.toml", exam);
    sandbox
}

/// Waits until the last prompt that was drawn holds this text and waits for keys.
pub(crate) fn ready(pty: &mut Pty, prompt: &str) {
    let drawn = |screen: &str| {
        let Some(at) = screen.rfind("\n? ") else { return false };
        let last = &screen[at..];
        last.contains(prompt) && last.trim_end().ends_with(']')
    };
    pty.wait_for_screen(&format!("the prompt `{prompt}`"), |screen| drawn(&format!("\n{screen}")));
}

/// Waits for the prompt, then types.
pub(crate) fn answer(pty: &mut Pty, prompt: &str, keys: &str) {
    ready(pty, prompt);
    pty.send(keys);
}

/// Opens the menu at the prompt and chooses the item.
fn choose(pty: &mut Pty, prompt: &str, item: &str) {
    ready(pty, prompt);
    pty.send("\x1b");
    ready(pty, "Menu");
    let screen = pty.screen();
    let menu = &screen[screen.rfind("? Menu").expect("the menu")..];
    let line = menu.lines().find(|line| line.contains(item)).expect("the item");
    let letter: String =
        line.split(')').next().unwrap_or_default().chars().filter(char::is_ascii_lowercase).collect();
    pty.send(letter).wait_for_screen("the item", |screen| {
        screen.lines().any(|line| line.starts_with("> ") && line.contains(item))
    });
    pty.send("\r");
}

/// Waits for a question, and for its prompt.
fn question(pty: &mut Pty, number: usize, prompt: &str) {
    pty.wait_for_transcript(&format!("question {number}"), |transcript| {
        transcript
            .rfind("\nQuestion ")
            .is_some_and(|at| transcript[at..].starts_with(&format!("\nQuestion {number} of")))
    });
    ready(pty, prompt);
}

/// The program ends with this code and leaves the terminal as it was.
pub(crate) fn ends(pty: &mut Pty, code: u32) {
    assert_eq!(pty.finish(), code, "{}", pty.transcript());
    assert_eq!(pty.mode_faults(), "", "{}", pty.transcript());
}

/// The program ends; then all of this stands in what it printed.
pub(crate) fn shows(pty: &mut Pty, texts: &[&str]) {
    for text in texts {
        pty.wait_for(text);
    }
}

/// No line is wider than the terminal, and no word that hurts is there.
fn reads_well(pty: &Pty) {
    let transcript = pty.transcript();
    for word in NEVER {
        assert!(!transcript.to_lowercase().contains(word), "`{word}` in:\n{transcript}");
    }
    assert_eq!(pty.broken_rows(), Vec::<String>::new(), "wider than the terminal");
}
