//! What can be asked of the person at the terminal, and what can come back. No wording of exams here, and no drawing.

use std::path::Path;

use crate::clock::Moment;

/// Asks and shows. Implemented with inquire (`inquire.rs`), as plain lines (`plain.rs`), and by scripts in tests.
pub trait Prompter {
    /// Prints text that is already laid out and safe for a terminal; a newline is added if there is none.
    fn show(&mut self, text: &str);

    /// Asks once and blocks until there is an answer, a command, the deadline, or the person is gone.
    fn ask(&mut self, ask: &Ask<'_>) -> Reply;

    /// Whether the prompter draws interactive prompts or plain lines.
    fn manner(&self) -> Manner;

    /// The name of the person's own editor, if texts can be written in it.
    fn editor(&self) -> Option<&str> {
        None
    }

    /// Has a text written in the person's own editor: what counts is what the file holds afterwards. Comes back as
    /// [`Got::Typed`] (of nothing) when the editor is left, as [`Got::Expired`] or [`Got::Gone`] when it had to be ended.
    fn edit(&mut self, edit: &Edit<'_>) -> Reply;

    /// Says how something that was answered was kept (`kept: 3 of 12`); interactive prompts stay silent.
    fn acknowledge(&mut self, text: &str);
}

/// How a prompter talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Drawn prompts with keys.
    Interactive,
    /// Lines only.
    Plain,
}

/// One thing asked. All texts are already safe for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The prompt's line.
    pub message: &'a str,
    /// What keys do, in a few words, shown below an interactive prompt.
    pub help: &'a str,
    /// What kind of answer is wanted.
    pub want: Want<'a>,
    /// The instant (on the `up` clock, milliseconds) at which the prompt ends by itself.
    pub until_up_ms: Option<u64>,
    /// Instants (on the `up` clock, milliseconds) at which a bell sounds while the prompt is open.
    pub bells_up_ms: &'a [u64],
    /// The commands open here (plain: `:skip`; interactive: Esc comes back as [`Got::Escaped`] unless this is empty, then Esc is ignored).
    pub commands: &'a [CommandWord],
}

/// A text to be written.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// Where the text is while it is written, and stays.
    pub file: &'a Path,
    /// The instant (on the `up` clock, milliseconds) at which the editor is ended.
    pub until_up_ms: Option<u64>,
}

/// What kind of answer is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Want<'a> {
    /// One of these. `cursor` is where the highlight starts.
    Choose {
        /// In the order shown.
        choices: &'a [Choice<'a>],
        /// Where the highlight starts.
        cursor: usize,
    },
    /// Any of these, at least one; `ticked` are ticked at the start.
    Tick {
        /// In the order shown.
        choices: &'a [Choice<'a>],
        /// Places ticked at the start.
        ticked: &'a [usize],
    },
    /// A line of text; `draft` stands in it at the start. May come back empty: the caller judges.
    Line {
        /// What stands there at the start.
        draft: &'a str,
    },
    /// One line of a text of several; `draft` stands in it at the start. It is taken as it is: each line of a paste is one, and
    /// what is pasted behind it is kept for the next. Plain lines know no commands in it but those that are open.
    LineOfMany {
        /// What stands there at the start.
        draft: &'a str,
    },
    /// Yes or no; Enter alone takes the default.
    Confirm {
        /// What Enter alone means.
        default: bool,
    },
}

/// One choice of a list.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The key that picks it (`a`, `b`, … `aa`), without brackets.
    pub label: &'a str,
    /// A short text, one line.
    pub text: &'a str,
    /// Whether it can still be chosen (a struck-out option cannot: choosing it is refused).
    pub open: bool,
}

/// A command's name, without its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandWord {
    /// Leave this question for now.
    Skip,
    /// Flag it to come back to, and skip.
    Flag,
    /// Back to what was asked before.
    Back,
    /// An objection, kept for the interviewer.
    Unclear,
    /// How much time is left.
    Time,
    /// Hand in.
    Submit,
    /// Leave, to resume later.
    Quit,
    /// A hint (practice).
    Hint,
    /// Show the answer (practice, after a wrong try).
    ShowMe,
    /// Go on to the next question (practice, after a wrong try).
    Next,
}

/// A command given in place of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// One without an argument.
    Plain(CommandWord),
    /// `:unclear TEXT`; the text may be empty.
    Unclear(String),
}

/// What came back, when, and what the clocks did meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What came back.
    pub got: Got,
    /// When the deciding key was read from the person (for a deadline: when it ended).
    pub at: Moment,
    /// Every drift of over 2 s between the clocks that was seen while the prompt was open.
    pub jumps: Vec<ClockJump>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// The place chosen.
    Chosen(usize),
    /// The places ticked, ascending; may be empty.
    Ticked(Vec<usize>),
    /// A line; may be empty.
    Typed(String),
    /// Yes or no.
    Confirmed(bool),
    /// A command.
    Command(Command),
    /// Esc, with what stood there.
    Escaped(Draft),
    /// The deadline, with what stood there.
    Expired(Draft),
    /// The person, the terminal or the process is being taken away.
    Gone(Gone),
}

/// What stood in an open prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// Nothing that could be an answer (a highlighted option is not a choice).
    Nothing,
    /// Ticked so far.
    Ticked(Vec<usize>),
    /// Typed so far.
    Typed(String),
}

/// Why the person is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Ctrl-C or SIGINT.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP: the terminal went away.
    HangUp,
    /// The end of plain input, or a terminal that cannot be read.
    EndOfInput,
}

/// The wall clock moved against the other by more than 2 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockJump {
    /// How far the wall clock jumped, milliseconds (positive: forward).
    pub by_ms: i64,
    /// When it was seen.
    pub at: Moment,
}
