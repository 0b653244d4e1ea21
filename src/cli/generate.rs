//! The command line of `generate`, and of what completion scripts call.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  examiner generate schema > exam.schema.json
  examiner generate completions bash > ~/.local/share/bash-completion/completions/examiner
  examiner generate man -o ~/.local/share/man/man1";

/// `generate`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Generate {
    /// What is generated.
    #[command(subcommand)]
    pub what: Generated,
}

/// What can be generated.
#[derive(Debug, Subcommand)]
pub enum Generated {
    /// The JSON Schema of the exam file, for editors.
    Schema(Schema),
    /// What makes a shell complete commands, exams, forms and names.
    Completions(Completions),
    /// Manual pages.
    Man(Man),
}

const SCHEMA_EXAMPLES: &str = "\
With `#:schema ./exam.schema.json` as the first line of an exam, editors with
Taplo or Even Better TOML offer keys and words, say what they mean, and mark
what is wrong. What a schema can't see, `examiner check` says.

Examples:
  examiner generate schema > exam.schema.json
  examiner generate schema | grep '\"description\"'";

/// `generate schema`.
#[derive(Debug, Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub struct Schema {}

const COMPLETIONS_EXAMPLES: &str = "\
For zsh, `fpath=(~/.zfunc $fpath)` stands before `compinit` in ~/.zshrc. For
elvish and powershell, add what is printed to rc.elv or $PROFILE.

The script asks `examiner` at each Tab, so exams, forms, topics, levels and the
names in the results are those at hand, and it need not be made anew.

Examples:
  examiner generate completions bash > ~/.local/share/bash-completion/completions/examiner
  examiner generate completions zsh > ~/.zfunc/_examiner
  examiner generate completions fish > ~/.config/fish/completions/examiner.fish";

/// `generate completions`.
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    /// For which shell.
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "their names say it, and a help text would repeat them")]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

const MAN_EXAMPLES: &str = "\
Without -o one page is printed: that of examiner, or of the command named.
With -o a page for each command is written: examiner.1, examiner-take.1 …

Examples:
  examiner generate man | man -l -
  examiner generate man take | man -l -
  examiner generate man -o ~/.local/share/man/man1";

/// `generate man`.
#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct Man {
    /// The page of this command.
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,

    /// Writes all pages into this folder, which must be there.
    #[arg(long, short, value_name = "DIR", conflicts_with = "command")]
    pub output: Option<PathBuf>,
}

/// What a completion script asks at each Tab.
#[derive(Debug, Args)]
pub struct Complete {
    /// Which shell asks.
    #[arg(value_enum)]
    pub shell: Shell,

    /// The word at the cursor, as far as the cursor.
    #[arg(long, require_equals = true, default_value = "", hide_default_value = true)]
    pub at: OsString,

    /// In place of words: the line as far as the cursor.
    #[arg(long, require_equals = true)]
    pub line: Option<OsString>,

    /// With a line: at which characters the shell takes a new word to begin.
    #[arg(long, require_equals = true, default_value = "", hide_default_value = true)]
    pub breaks: OsString,

    /// The words before it, the program first.
    #[arg(last = true)]
    pub words: Vec<OsString>,
}
