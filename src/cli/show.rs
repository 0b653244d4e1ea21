//! The command line of `show`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::WhichExam;

const EXAMPLES: &str = "\
Without --seed all questions that may be asked are shown, in the file's order.
With it, what `take --seed` asks: the same draws, the same shuffles.

On a terminal what is longer than the screen goes through a pager
(EXAMINER_PAGER, PAGER, else less).

Examples:
  examiner show delivery-guarantees
  examiner show interview.toml --form short --seed 7 -o paper.html
  examiner show interview.toml --answers --format markdown > marker.md";

/// `show`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// Which exam.
    #[command(flatten)]
    pub exam: WhichExam,

    /// What is right, too: keys, credits, heads-ups, explanations, follow-ups, criteria.
    #[arg(long)]
    pub answers: bool,

    /// What one attempt is asked, as drawn and shuffled from this seed.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,

    /// text, markdown or html (both to print, with room for answers); by default what the ending of -o says, else text.
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<SheetFormat>,

    /// Writes to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Prints at once, however long it is.
    #[arg(long)]
    pub no_pager: bool,
}

/// How a sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SheetFormat {
    /// For a terminal.
    Text,
    /// Markdown, to print.
    Markdown,
    /// One page of HTML, to print.
    Html,
}
