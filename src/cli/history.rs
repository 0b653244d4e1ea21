//! The command line of `history`.

use std::path::PathBuf;

use clap::Args;

use super::report::{Format, KeptArg, composed};

const EXAMPLES: &str = "\
Rows are those of your own practice, and of the results named with --results.
In practice the first try at a question counts; whether a hint was read before it
is not in the rows. Days are UTC.

What an open attempt at practice holds says already how questions stand (now); it
is in no table before it ends.

A trend is told by the same questions asked again: the first answer to each held
against the latest, by the sign test at 95% (for an exam's topics at 95% for all
together). Attempts at nothing but what was missed are left out of that, for
there a question can only be gained.

The level is that of the latest whole attempt: all questions of the exam or form,
none of them left open in practice. One at an exam goes before practice.

A CSV that is written with -o into a folder of results is not taken for results
by the next command that reads the folder: it is left out, by name.

Exit codes: 0 done, 2 wrong command line, 3 a file could not be read, understood
or written.

Examples:
  examiner history
  examiner history messaging --since 2026-11-01
  examiner history messaging --candidate Ada --results results.csv -o ada.html";

/// `history`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct History {
    /// Only this exam: a path, an id, or either with a form, whose attempts alone are listed then.
    #[arg(value_name = "EXAM")]
    pub exam: Option<String>,

    /// Whose attempts; two names of one person are put together. By default whose there are, or `learner`.
    #[arg(long, env = "EXAMINER_CANDIDATE", hide_env_values = true, value_name = "NAME", value_parser = composed)]
    pub candidate: Vec<String>,

    /// Results to look in besides your own practice: files; of folders, their `*.csv`.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub results: Vec<PathBuf>,

    /// Lists attempts begun on this day or later (UTC); those before are known all the same.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,

    /// Only these topics.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// Which rows count where two contradict each other for one attempt; by default that is an error.
    #[arg(long, value_enum, value_name = "WHICH", hide_possible_values = true)]
    pub on_conflict: Option<KeptArg>,

    /// Leaves rows out that can't be understood, and says how many.
    #[arg(long)]
    pub skip_bad_rows: bool,

    /// table, markdown, html, csv or json; by default what the ending of -o says, else table.
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,

    /// Writes to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
