//! The command line of `check`.

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
An error: the exam can't be administered. A warning: it can, but it measures or
teaches badly. The warnings, each explained by `examiner help check NAME`:
  no-heads-up       all-of-the-above  longest-is-right  position-bias
  few-questions     untested-level    guessable         default-cuts
  time-budget       unused-topic      unused-snippet    near-duplicate

One that is meant is silenced in the file, with the reason:
  allow = { guessable = \"a warm-up, no level hangs on it\" }
At most 20 places of a warning are named, the rest is counted.

--format json is one document, whose members are kept:
  format    1
  files     for each: file, exam_id, exam_digest, key_digest, questions (null
            if it is no exam), errors, warnings, allowed (name, reason),
            problems
  problems  for each: severity, name, line, column, end_line, end_column
            (counted from 1, in characters, the end is behind the last), text,
            help; of an error with two places first; of a warning reason,
            also_at (places), places_not_named, figures (by name)

Exit codes: 0 it can be administered, 1 it can't, or --deny warnings and there
is one, 2 wrong command line, 3 it can't be opened.

Examples:
  examiner check interview.toml
  examiner check exams/*.toml --deny warnings
  examiner check interview.toml --format short";

/// `check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// Exam files, or ids of built-in exams.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,

    /// Silences a warning; may be given several times. Errors can't be silenced.
    #[arg(long, value_name = "NAME")]
    pub allow: Vec<String>,

    /// Exit code 1 if a warning is left.
    #[arg(long, value_enum, value_name = "warnings", hide_possible_values = true)]
    pub deny: Option<Denied>,

    /// text: with the source lines; short: `file:line:col: severity[name]: text`, for editors; json: for other programs.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text, hide_possible_values = true)]
    pub format: Format,

    /// The same as `--format short`.
    #[arg(long, conflicts_with = "format")]
    pub short: bool,
}

impl Check {
    /// The format that was asked for, one way or the other.
    pub const fn format(&self) -> Format {
        if self.short { Format::Short } else { self.format }
    }
}

/// What must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Warnings that nothing allows.
    Warnings,
}

/// How what was found is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For editors.
    Short,
    /// For other programs.
    Json,
}
