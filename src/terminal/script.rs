//! A prompter that plays a script; for tests of what asks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::prompter::{Ask, ClockJump, CommandWord, Edit, Gone, Got, Manner, Prompter, Reply, Want};
use crate::clock::SharedClock;

/// Gives the replies it was given, one an ask, and notes what it was shown and asked. After the last it is the end of input.
pub struct ScriptPrompter {
    clock: SharedClock,
    manner: Manner,
    replies: VecDeque<Planned>,
    log: Log,
    editor: Option<String>,
}

/// One reply, and what happens before it.
struct Planned {
    before: Option<Box<dyn FnOnce() + Send>>,
    got: Got,
    jumps: Vec<ClockJump>,
}

/// What a prompter was shown and asked, also after it was given away.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<Entry>>>);

/// One thing that the person would have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Shown text.
    Shown(String),
    /// An acknowledgement.
    Acknowledged(String),
    /// A prompt.
    Asked(Asked),
    /// An editor with a file.
    Edited(String),
}

/// A prompt, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The prompt's line.
    pub message: String,
    /// The help under it.
    pub help: String,
    /// What was wanted.
    pub wanted: Wanted,
    /// When it would have ended by itself.
    pub until_up_ms: Option<u64>,
    /// When bells would have sounded.
    pub bells_up_ms: Vec<u64>,
    /// The commands open there.
    pub commands: Vec<CommandWord>,
}

/// What kind of answer was wanted, owned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One of these (label, text, whether it can be chosen), and where the highlight started.
    Choose(Vec<(String, String, bool)>, usize),
    /// Any of these, and what was ticked at the start.
    Tick(Vec<(String, String, bool)>, Vec<usize>),
    /// A line, and what stood in it.
    Line(String),
    /// One line of several, and what stood in it.
    LineOfMany(String),
    /// Yes or no, and the default.
    Confirm(bool),
}

impl ScriptPrompter {
    /// Answers with these, in this order. Replies are dated by the clock.
    pub fn new(clock: SharedClock, manner: Manner, replies: impl IntoIterator<Item = Got>) -> Self {
        let replies =
            replies.into_iter().map(|got| Planned { before: None, got, jumps: Vec::new() }).collect();
        Self { clock, manner, replies, log: Log::default(), editor: None }
    }

    /// Adds a reply before which something happens (time passes, a file is removed).
    pub fn then(&mut self, before: impl FnOnce() + Send + 'static, got: Got) -> &mut Self {
        self.replies.push_back(Planned { before: Some(Box::new(before)), got, jumps: Vec::new() });
        self
    }

    /// Adds a reply during which the clocks jumped.
    pub fn then_with_jumps(&mut self, got: Got, jumps: Vec<ClockJump>) -> &mut Self {
        self.replies.push_back(Planned { before: None, got, jumps });
        self
    }

    /// Names an editor; what it saves is a reply, too.
    #[must_use]
    pub fn with_editor(self, name: &str) -> Self {
        Self { editor: Some(name.to_owned()), ..self }
    }

    /// What it was shown and asked; stays readable after the prompter was given away.
    pub fn log(&self) -> Log {
        self.log.clone()
    }

    /// How many replies were not asked for.
    pub fn left(&self) -> usize {
        self.replies.len()
    }
}

impl std::fmt::Debug for ScriptPrompter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptPrompter")
            .field("left", &self.left())
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

impl Log {
    /// Everything so far, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The prompts so far.
    pub fn asked(&self) -> Vec<Asked> {
        let asked = |entry| match entry {
            Entry::Asked(asked) => Some(asked),
            Entry::Shown(_) | Entry::Acknowledged(_) | Entry::Edited(_) => None,
        };
        self.entries().into_iter().filter_map(asked).collect()
    }

    /// Everything shown so far and the prompts' lines, as they would stand in the scrollback.
    pub fn text(&self) -> String {
        let line = |entry: Entry| match entry {
            Entry::Shown(text) | Entry::Acknowledged(text) => text.trim_end_matches('\n').to_owned() + "\n",
            Entry::Asked(asked) => format!("? {}\n", asked.message),
            Entry::Edited(file) => format!("[editor: {file}]\n"),
        };
        self.entries().into_iter().map(line).collect()
    }

    fn note(&self, entry: Entry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }
}

impl Prompter for ScriptPrompter {
    fn show(&mut self, text: &str) {
        self.log.note(Entry::Shown(text.to_owned()));
    }

    fn ask(&mut self, ask: &Ask<'_>) -> Reply {
        self.log.note(Entry::Asked(Asked::from(ask)));
        self.next()
    }

    fn editor(&self) -> Option<&str> {
        self.editor.as_deref()
    }

    fn edit(&mut self, edit: &Edit<'_>) -> Reply {
        self.log.note(Entry::Edited(edit.file.display().to_string()));
        self.next()
    }

    fn manner(&self) -> Manner {
        self.manner
    }

    fn acknowledge(&mut self, text: &str) {
        self.log.note(Entry::Acknowledged(text.to_owned()));
    }
}

impl ScriptPrompter {
    fn next(&mut self) -> Reply {
        let planned = self.replies.pop_front();
        let Planned { before, got, jumps } =
            planned.unwrap_or(Planned { before: None, got: Got::Gone(Gone::EndOfInput), jumps: Vec::new() });
        if let Some(before) = before {
            before();
        }
        Reply { got, at: self.clock.now(), jumps }
    }
}

impl From<&Ask<'_>> for Asked {
    fn from(ask: &Ask<'_>) -> Self {
        let owned = |choices: &[super::prompter::Choice<'_>]| -> Vec<_> {
            choices
                .iter()
                .map(|choice| (choice.label.to_owned(), choice.text.to_owned(), choice.open))
                .collect()
        };
        Self {
            message: ask.message.to_owned(),
            help: ask.help.to_owned(),
            wanted: match ask.want {
                Want::Choose { choices, cursor } => Wanted::Choose(owned(choices), cursor),
                Want::Tick { choices, ticked } => Wanted::Tick(owned(choices), ticked.to_vec()),
                Want::Line { draft } => Wanted::Line(draft.to_owned()),
                Want::LineOfMany { draft } => Wanted::LineOfMany(draft.to_owned()),
                Want::Confirm { default } => Wanted::Confirm(default),
            },
            until_up_ms: ask.until_up_ms,
            bells_up_ms: ask.bells_up_ms.to_vec(),
            commands: ask.commands.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, FixedClock, Moment};

    #[test]
    fn a_script_replies_in_order_and_remembers() {
        let clock = Arc::new(FixedClock::new(Moment { wall_ms: 1_000, up_ms: 1 }, "boot"));
        let mut prompter = ScriptPrompter::new(clock.clone(), Manner::Plain, [Got::Typed("first".into())]);
        let moved = Arc::clone(&clock);
        prompter.then(move || moved.pass(5), Got::Confirmed(true));
        let log = prompter.log();
        let ask = Ask {
            message: "Your name",
            help: "",
            want: Want::Line { draft: "" },
            until_up_ms: Some(9),
            bells_up_ms: &[],
            commands: &[],
        };
        prompter.show("Welcome");
        assert_eq!(prompter.ask(&ask).got, Got::Typed("first".into()));
        assert_eq!(prompter.ask(&ask).at, Moment { wall_ms: 1_005, up_ms: 6 });
        assert_eq!(prompter.ask(&ask).got, Got::Gone(Gone::EndOfInput));
        assert_eq!(clock.now().up_ms, 6);
        assert_eq!(log.text(), "Welcome\n? Your name\n? Your name\n? Your name\n");
        assert_eq!(log.asked()[0].wanted, Wanted::Line(String::new()));
    }
}
