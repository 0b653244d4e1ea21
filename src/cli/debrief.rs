//! The command line of `debrief` and `compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::report::{Format, KeptArg, composed};
use super::{DEFAULT_RESULTS, Results};

const DEBRIEF_EXAMPLES: &str = "\
What was chosen is shown in words where a copy of the exam is at hand (beside
the journals, or --exam-file); predictions, objections and changes of answer
where the journal is.

csv and json hold all questions, or those named with --question. html has them
in full, light or dark; printed, there are lines to write on.

`examiner help levels` says how to read a level. CANDIDATE may be a code of
`report --blind`: then no name, id or time is shown; the answers are, in the
candidate's own words where they were typed.

Examples:
  examiner debrief Rigel panel/ --exam messaging -o rigel.html
  examiner debrief Rigel panel/ --question after-the-crash
  examiner debrief --last";

/// `debrief`.
#[derive(Debug, Args)]
#[command(after_help = DEBRIEF_EXAMPLES)]
pub struct Debrief {
    /// Who; with --last nobody need be named.
    #[arg(value_name = "CANDIDATE", value_parser = composed, required_unless_present = "last")]
    pub candidate: Option<String>,

    /// Results files; of folders, their `*.csv`. By default what --results names.
    #[arg(value_name = "RESULTS")]
    pub files: Vec<PathBuf>,

    /// Where results are.
    #[command(flatten)]
    pub default: Results,

    /// Your own latest attempt: the one begun last, practice included. Where no RESULTS are named, also in your own practice.
    #[arg(long)]
    pub last: bool,

    /// All questions, not only those that were missed.
    #[arg(long)]
    pub all: bool,

    /// Only these questions, in full.
    #[arg(long, value_name = "ID")]
    pub question: Vec<String>,

    /// Questions in full: all of their text, and the code that they are about.
    #[arg(long)]
    pub full: bool,

    /// Only these exams.
    #[arg(long, value_name = "EXAM")]
    pub exam: Vec<String>,

    /// What counts, and where it goes.
    #[command(flatten)]
    pub sheets: Sheets,
}

/// What `debrief` and `compare` have in common.
#[derive(Debug, Args)]
pub struct Sheets {
    /// Which of a candidate's attempts: first or latest.
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Which::First, hide_possible_values = true)]
    pub attempts: Which,

    /// Which file's rows of an attempt count where rows of it contradict each other: those of the first or the last; by default that is
    /// an error.
    #[arg(long, value_enum, value_name = "WHICH", hide_possible_values = true)]
    pub on_conflict: Option<KeptArg>,

    /// Leaves rows out that can't be understood, and says how many.
    #[arg(long)]
    pub skip_bad_rows: bool,

    /// An exam's file, where no copy is kept beside the results.
    #[arg(long, value_name = "FILE")]
    pub exam_file: Vec<PathBuf>,

    /// table, markdown, html, csv or json; by default what the ending of -o says, else table.
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,

    /// Writes to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which of a candidate's attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The first.
    First,
    /// The latest.
    Latest,
}

const COMPARE_EXAMPLES: &str = "\
One sentence on the total claims no more than its 95% range does. The range takes
two candidates as independent of each other; on the same questions that errs wide.
Counts by level or topic are questions of questions, without ranges or words:
among many comparisons one would look like a difference by chance. An html page,
printed, has lines to write on.

Codes of `report --blind` may stand for all of the names: then none is shown.

Examples:
  examiner compare Rigel Vega
  examiner compare Rigel Vega Mira --results panel/ --rows topic
  examiner compare Rigel Vega -o both.html";

/// `compare`.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct Compare {
    /// Who: two to five.
    #[arg(value_name = "CANDIDATE", value_parser = composed, required = true, num_args = 2..)]
    pub candidates: Vec<String>,

    /// Results files; of folders, their `*.csv`.
    #[arg(long, value_name = "FILE", env = "EXAMINER_RESULTS", hide_env_values = true, default_value = DEFAULT_RESULTS)]
    pub results: Vec<PathBuf>,

    /// Only these exams.
    #[arg(long, value_name = "EXAM")]
    pub exam: Vec<String>,

    /// Counts by level, or by topic.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = CompareRows::Level, hide_possible_values = true)]
    pub rows: CompareRows,

    /// What counts, and where it goes.
    #[command(flatten)]
    pub sheets: Sheets,
}

/// What is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompareRows {
    /// Levels.
    Level,
    /// Topics.
    Topic,
}
