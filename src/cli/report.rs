//! The command line of `report`.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use unicode_normalization::UnicodeNormalization as _;

use super::DEFAULT_RESULTS;

const EXAMPLES: &str = "\
`examiner help levels` says how to read a level.

Copies of an attempt count once. A CSV that report, debrief, compare, history or
attempts wrote into a folder of results is no results: it is left out, by name.
Titles and cuts come from the copies of the exams beside the journals, or from
--exam-file.

Results made elsewhere need the columns attempt_id, candidate, exam_id,
started_at, question_id, topic, outcome, points and max_points; all others that
`take` writes may be there. People of one name are one candidate, unless
candidate_id tells them apart.

With --blind, codes stand for names; they are kept in `<file>.codes` beside the
first file, for whoever coordinates. --candidate takes codes then, and no names.
The best blinding is `take --candidate K7` from the start.

Exit codes: 0 done, 1 --pass was not reached, 2 wrong command line, 3 a file
could not be read, understood or written.

Examples:
  examiner report
  examiner report panel/ --exam messaging -o panel.html
  examiner report results.csv --rows candidate --columns topic --format csv -o topics.csv";

/// A name with its letters composed (NFC) and without space around it, as results are read.
#[expect(clippy::unnecessary_wraps, reason = "clap takes what may refuse a value")]
pub(super) fn composed(name: &str) -> Result<String, Infallible> {
    Ok(name.trim().nfc().collect())
}

/// `report`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// Results files; of folders, their `*.csv`. By default the results file that `take` writes.
    #[arg(
        value_name = "RESULTS",
        env = "EXAMINER_RESULTS",
        hide_env_values = true,
        default_value = DEFAULT_RESULTS
    )]
    pub results: Vec<PathBuf>,

    /// What rows are: then one plain table is shown.
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Shape")]
    pub rows: Option<Dimension>,

    /// What columns are.
    #[arg(long, value_enum, value_name = "WHAT", hide_possible_values = true, help_heading = "Shape")]
    pub columns: Option<Dimension>,

    /// What a cell of such a table shows; by default counts, and percent on totals.
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Shape")]
    pub cell: Option<CellArg>,

    /// In which order candidates stand: by level (shown; the default), name, or total (with ranks).
    #[arg(long, value_enum, value_name = "BY", hide_possible_values = true, help_heading = "Shape")]
    pub sort: Option<SortArg>,

    /// Adds the time spent on questions as a share of the candidate's own limit.
    #[arg(long, help_heading = "Shape")]
    pub times: bool,

    /// Codes in place of names; no ids, times, file names or free text.
    #[arg(long, help_heading = "Shape")]
    pub blind: bool,

    /// Only these candidates; with --blind, by their codes.
    #[arg(long, value_name = "NAME", value_parser = composed, help_heading = "What counts")]
    pub candidate: Vec<String>,

    /// Only these exams (a form is an exam of its own: `messaging/short`).
    #[arg(long, value_name = "EXAM", help_heading = "What counts")]
    pub exam: Vec<String>,

    /// Only these topics.
    #[arg(long, value_name = "TOPIC", help_heading = "What counts")]
    pub topic: Vec<String>,

    /// Only these levels.
    #[arg(long, value_name = "LEVEL", help_heading = "What counts")]
    pub level: Vec<String>,

    /// Only attempts begun on this day or later (UTC).
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "What counts")]
    pub since: Option<String>,

    /// Only attempts begun on this day or earlier (UTC).
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "What counts")]
    pub until: Option<String>,

    /// Attempts of this mode; by default those from `take`, and those that name none.
    #[arg(long, value_enum, value_name = "MODE", help_heading = "What counts")]
    pub mode: Vec<ModeArg>,

    /// Which of a candidate's attempts: first, latest, best or all. Who has seen an exam does better the second time.
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ChoiceArg::First, hide_possible_values = true, help_heading = "What counts")]
    pub attempts: ChoiceArg,

    /// Which file's rows of an attempt count where rows of it contradict each other: those of the first or the last; by default that is
    /// an error.
    #[arg(long, value_enum, value_name = "WHICH", help_heading = "What counts")]
    pub on_conflict: Option<KeptArg>,

    /// Leaves rows out that can't be understood, and says how many.
    #[arg(long, help_heading = "What counts")]
    pub skip_bad_rows: bool,

    /// An exam's file, for its titles and cuts, where no copy is kept beside the results.
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub exam_file: Vec<PathBuf>,

    /// table, markdown, html, csv or json; by default what the ending of -o says, else table.
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true, help_heading = "Files")]
    pub format: Option<Format>,

    /// Writes to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Files")]
    pub output: Option<PathBuf>,

    /// Exit code 1 if the one candidate reported is below this share (0.7 or 70%): for your own practice scripts, not for
    /// selecting people.
    #[arg(long, value_name = "SHARE", help_heading = "Files")]
    pub pass: Option<String>,
}

/// What rows or columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dimension {
    /// A candidate each.
    Candidate,
    /// A topic each.
    Topic,
    /// A level each.
    Level,
    /// A question each.
    Question,
    /// An exam each.
    Exam,
    /// A kind of question each.
    Kind,
    /// All in one.
    None,
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CellArg {
    /// Counts and percent: `3/4 75%`.
    Both,
    /// Percent.
    Percent,
    /// Points of points.
    Points,
    /// The 95% range.
    Interval,
}

/// In which order candidates stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// In groups by level shown.
    Level,
    /// Alphabetical.
    Name,
    /// By total, with ranks.
    Total,
}

/// From which command attempts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    /// `take`.
    Exam,
    /// `practice`.
    Practice,
}

/// Which of a candidate's attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChoiceArg {
    /// The first.
    First,
    /// The latest.
    Latest,
    /// The one with the greatest share.
    Best,
    /// All, added up.
    All,
}

/// Which rows count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeptArg {
    /// Those of the first file named, and where one file contradicts itself the first row.
    First,
    /// Those of the last, and the last row.
    Last,
}

/// In which format a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    Table,
    /// For a page.
    Markdown,
    /// One line a cell, for other programs.
    Csv,
    /// Everything, for other programs.
    Json,
    /// One file to look at, to send and to print.
    Html,
}
