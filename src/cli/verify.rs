//! The command line of `verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Every row is held against its attempt's journal, cell by cell: against the rows
that were fixed at the hand-in, and where another key or people marked it,
against what that key (--exam, or a copy kept beside the journals) and the marks
come to. Every journal is held against its own chain.

What it can't prove: a journal whose end was cut, or an attempt that was forged
whole, journal and rows, looks as any other; only its receipt tells. Whoever may
write the marks and the results can change both. Nothing proves who sat at the
keyboard.

--format json is one document, whose members are kept:
  format         1
  file, rows, attempts
  holds          whether nothing of the next three was found
  alterations    for each: kind, line, candidate, attempt, question, column,
                 row, expected (cells as in the file), why
  no_journal     attempts whose rows no journal tells of
  not_recorded   attempts that are handed in and have no rows
  receipts       those that hold
  unknown_receipts  those that fit no hand-in here
  facts          extra time, time given back, clocks, seeds, interruptions,
                 keys, marks by hand, questions dropped, attempts removed
  not_proved     sentences

Exit codes: 0 all of it is as it was written, 1 it is not, or a journal or rows
are missing, or a receipt fits nothing, 2 wrong command line, 3 a file could not be opened or is no results.

Examples:
  examiner verify results.csv
  examiner verify results.csv --receipt \"3f2a 90c1 77de 0b4e 5a16\"
  examiner verify panel.csv --exam mended.toml --format json";

/// `verify`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// The results file; journals, exams and marks are found beside it.
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,

    /// An exam whose copy is not beside the results; may be given several times.
    #[arg(id = "exam_file", long = "exam", value_name = "FILE")]
    pub exam: Vec<PathBuf>,

    /// A receipt, 20 hex digits with spaces or without: whose hand-in it is of, and whether that holds. May be given several times.
    #[arg(long, value_name = "RECEIPT")]
    pub receipt: Vec<String>,

    /// Lists all that was found, not only the first 50 of a sort.
    #[arg(long)]
    pub all: bool,

    /// table or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table, hide_possible_values = true)]
    pub format: Format,
}

/// As what the answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For other programs.
    Json,
}
