//! The command line of `help`.

use clap::Args;

const EXAMPLES: &str = "\
Topics: format (how an exam file is written, with an example of each kind), and
of `check` each warning by its name.

Examples:
  examiner help format
  examiner help take
  examiner help check guessable";

/// `help`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Help {
    /// A topic, or a command; without it, the list of commands.
    #[arg(value_name = "TOPIC")]
    pub what: Vec<String>,
}
