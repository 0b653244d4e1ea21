//! `examiner __complete`: what a shell asks at each Tab. Prints what may come next, a line each; never an error, and nothing
//! that could control a terminal.

mod engine;
mod line;
mod recorded;
mod values;

use std::ffi::OsStr;

use crate::cli::generate::{Complete, Shell};
use crate::context::Context;
use crate::render::{sanitize, width};
use line::Word;

/// The columns that a shell shows of what a candidate means.
const MEANING: usize = 70;

/// What may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it means; may be empty.
    pub meaning: String,
}

impl Candidate {
    fn new(text: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self { text: text.into(), meaning: meaning.into() }
    }
}

/// Runs `__complete`.
pub fn run(asked: &Complete, context: &mut Context) {
    let (words, word) = typed(asked);
    let world = values::World::of(&words, context.data.clone());
    let candidates = engine::candidates(&words, &word.text, world);
    let mut text = String::new();
    for candidate in candidates.iter().filter(|candidate| is_safe(&candidate.text)) {
        if let Some(line) = shown(candidate, &word, asked.shell) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    // A shell that does not listen any more wants no more.
    let _ = context.print(&text);
}

/// The words before the cursor, and the one at it.
fn typed(asked: &Complete) -> (Vec<String>, Word) {
    let text = |text: &OsStr| text.to_string_lossy().into_owned();
    if let Some(line) = &asked.line {
        return line::split(&text(line), &text(&asked.breaks));
    }
    let words = asked.words.iter().map(|word| text(word)).collect();
    let (_, word) = line::split(&text(&asked.at), "");
    (words, Word { kept: 0, quote: None, ..word })
}

/// Whether a text can stand on a command line and on a screen as it is.
fn is_safe(text: &str) -> bool {
    !text.is_empty() && sanitize::line(text) == text
}

fn shown(candidate: &Candidate, word: &Word, shell: Shell) -> Option<String> {
    let meaning = sanitize::line(&candidate.meaning);
    let meaning = width::truncate(&meaning, MEANING);
    let text = &candidate.text;
    match shell {
        Shell::Bash => word.rest_of(text),
        Shell::Zsh => {
            let escaped = text.replace('\\', "\\\\").replace(':', "\\:");
            Some(if meaning.is_empty() { escaped } else { format!("{escaped}:{meaning}") })
        }
        Shell::Fish | Shell::Powershell | Shell::Elvish => Some(format!("{text}\t{meaning}")),
    }
}
