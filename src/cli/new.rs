//! The command line of `new`.

use std::path::PathBuf;

use clap::Args;

const NEW_EXAMPLES: &str = "\
It asks for the exam's title, its topics and then question after question, says
at once what is wrong with an answer, and ends with a file that `check` finds no
error in. Esc opens a menu. What is complete is kept in FILE.draft until the file
is written; after an interruption the same command goes on from there. A file
that is there is never replaced.

Exit codes: 0 written, 2 wrong command line, 3 there is such a file or it could
not be written, 4 no terminal to ask on, 130 left.

Examples:
  examiner new interview.toml
  examiner new --template interview.toml
  examiner new --plain interview.toml";

/// `new`.
#[derive(Debug, Args)]
#[command(after_help = NEW_EXAMPLES)]
pub struct New {
    /// The exam file to be written; there must be none of that name.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Writes a starter to be changed in an editor, a question of each kind with comments, and asks nothing.
    #[arg(long)]
    pub template: bool,
}
