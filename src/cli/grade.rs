//! The command line of `grade`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::DEFAULT_RESULTS;

const GRADE_EXAMPLES: &str = "\
Without --write nothing is changed: what would change is shown. With it, rows get
outcome, points, grader and the key's digest, and nothing else of them or of any
other row changes; the file as it was is kept beside it as `<file>.<time>.bak`.

An exam whose questions are not those that were sat is refused: an answer that
was given to another text may be none to this one. What is right, heads-ups,
explanations and rubrics may be mended freely; a prompt that was only spelled
better needs --same-question. A question that is taken out (--drop-question)
counts for nobody, now and in later runs.

Marks that people give are kept in `<file>.marks.jsonl`, each as soon as it is
given. An essay has points once every criterion has a mark, and those who marked
it agree.

Exit codes: 0 done, 2 wrong command line, 3 a file could not be read, understood
or written, or the exam does not fit; 4 no terminal to ask on, 130 left.

Examples:
  examiner grade results.csv --exam interview.toml
  examiner grade results.csv --exam interview.toml --manual --grader \"M. Ito\"
  examiner grade results.csv --exam interview.toml --write";

/// `grade`.
#[derive(Debug, Args)]
#[command(after_help = GRADE_EXAMPLES)]
pub struct Grade {
    /// The results file. By default the one that `take` writes.
    #[arg(
        value_name = "RESULTS",
        env = "EXAMINER_RESULTS",
        hide_env_values = true,
        default_value = DEFAULT_RESULTS
    )]
    pub results: PathBuf,

    /// The exam with its key: a file, or a built-in id.
    #[arg(long, value_name = "EXAM")]
    pub exam: String,

    /// Writes what would change.
    #[arg(long)]
    pub write: bool,

    /// Takes a broken question out of everyone's total.
    #[arg(long, value_name = "ID", requires = "grader")]
    pub drop_question: Vec<String>,

    /// Says that a question asks the same as when it was sat, though its prompt, options or snippets are worded otherwise: a slip of the
    /// pen was mended.
    #[arg(long, value_name = "ID")]
    pub same_question: Vec<String>,

    /// Why the questions are taken out; kept with who says so.
    #[arg(long, value_name = "TEXT", requires = "drop_question")]
    pub comment: Option<String>,

    /// Who marks, agrees, or takes questions out.
    #[arg(long, value_name = "NAME")]
    pub grader: Option<String>,

    /// Asks for marks on essays, criterion by criterion. `s` skips an answer, `b` goes back, `q` leaves; nothing is lost.
    #[arg(long, requires = "grader", conflicts_with_all = ["write", "drop_question", "agree", "format"])]
    pub manual: bool,

    /// With --manual and --agree: shows whose answers these are.
    #[arg(long)]
    pub names: bool,

    /// Asks for all answers, those that this grader has marked, too: Enter keeps a mark.
    #[arg(long, requires = "manual")]
    pub again: bool,

    /// Shows how far graders agree, and asks for the mark that counts where they differ; with --format json it only shows.
    #[arg(long, requires = "grader", conflicts_with_all = ["write", "drop_question"])]
    pub agree: bool,

    /// table or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = GradeFormat::Table, hide_possible_values = true)]
    pub format: GradeFormat,
}

/// How what would change is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GradeFormat {
    /// A page.
    Table,
    /// For programs.
    Json,
}
