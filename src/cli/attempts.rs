//! The command line of `attempts`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Results;
use super::report::composed;

const EXAMPLES: &str = "\
Lists what the results and the journals beside them hold, sorted by when it was
begun, and writes nothing. Practice is listed where its file is named.

Examples:
  examiner attempts
  examiner attempts --results panel.csv --candidate Ada --format csv
  examiner attempts show 0192f0c4";

/// `attempts`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Attempts {
    /// What to do with one; without it, all are listed.
    #[command(subcommand)]
    pub command: Option<OfAttempts>,

    /// Which are listed, and how.
    #[command(flatten)]
    pub list: ListAttempts,
}

/// What can be done with attempts.
#[derive(Debug, Subcommand)]
pub enum OfAttempts {
    /// One attempt, event by event: what was shown, answered, changed, left, given back.
    Show(ShowAttempt),
    /// All that is held about a person, as one folder to hand over.
    Export(ExportAttempts),
    /// Removes what is held about a person; a line that names nobody stays, so that counts are explained.
    Forget(ForgetAttempts),
}

/// The list.
#[derive(Debug, Args)]
pub struct ListAttempts {
    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// Only these candidates.
    #[arg(long, value_name = "NAME", value_parser = composed)]
    pub candidate: Vec<String>,

    /// Only these exams (a form is an exam of its own: `messaging/short`).
    #[arg(long, value_name = "EXAM")]
    pub exam: Vec<String>,

    /// table, csv or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table, hide_possible_values = true)]
    pub format: ListFormat,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For a terminal.
    Table,
    /// A line an attempt.
    Csv,
    /// For other programs.
    Json,
}

const SHOW_EXAMPLES: &str = "\
Nothing is said about right or wrong without --answers. Titles and options stand
in words where the copy of the exam is beside the journals.

Examples:
  examiner attempts show 0192f0c4
  examiner attempts show 0192f0c4 --answers --results panel.csv";

/// `attempts show`.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub struct ShowAttempt {
    /// The attempt's id, or how it begins or ends: at least 4 characters.
    #[arg(value_name = "ATTEMPT")]
    pub attempt: String,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// Also what each answer earned, and what is right.
    #[arg(long)]
    pub answers: bool,

    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ShowFormat::Text, hide_possible_values = true)]
    pub format: ShowFormat,
}

/// How one attempt is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For a terminal.
    Text,
    /// For other programs.
    Json,
}

const EXPORT_EXAMPLES: &str = "\
The folder is made new, for its owner alone. In it are the person's rows, journals,
drafts and marks, and a README.txt that says what each is. Nobody else's data is in
it, and no key.

Examples:
  examiner attempts export Ada -o ada/
  examiner attempts export 0192f0c4 -o ada/ --results panel.csv";

/// `attempts export`.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct ExportAttempts {
    /// Who: a name, or where several share it, the id of one of their attempts.
    #[arg(value_name = "CANDIDATE", value_parser = composed)]
    pub candidate: String,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// The folder to make.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
}

const FORGET_EXAMPLES: &str = "\
Rows, journals, drafts and marks go, and nothing brings them back. Before that,
`examiner attempts export Ada -o ada/` hands over what is held. A line stays in
`<results>.attempts/forgotten.jsonl`: when, which exam, how many rows; no name, no
answer. Copies elsewhere (backups, what was sent or exported) are yours to delete.

Examples:
  examiner attempts forget Ada
  examiner attempts forget Ada --results panel.csv --yes";

/// `attempts forget`.
#[derive(Debug, Args)]
#[command(after_help = FORGET_EXAMPLES)]
pub struct ForgetAttempts {
    /// Who: a name, or where several share it, the id of one of their attempts.
    #[arg(value_name = "CANDIDATE", value_parser = composed)]
    pub candidate: String,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// Removes without asking.
    #[arg(long, short)]
    pub yes: bool,
}
