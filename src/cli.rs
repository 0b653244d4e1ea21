//! The command line: types and help texts, nothing else.

pub mod attempts;
pub mod check;
pub mod debrief;
pub mod generate;
pub mod grade;
pub mod help;
pub mod history;
pub mod new;
pub mod pages;
pub mod publish;
pub mod report;
pub mod show;
pub mod verify;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::render::sanitize;

/// Where options of all commands stand in a help text.
const EVERYWHERE: &str = "With every command";

/// Whose answers practice's are, if nobody is named.
pub const DEFAULT_LEARNER: &str = "learner";

/// The results file, if none is named.
pub const DEFAULT_RESULTS: &str = "results.csv";

/// Timed exams from TOML files, every answer in a CSV.
#[derive(Debug, Parser)]
#[command(name = "examiner", version, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// Colour: auto, always or never; `auto` looks at the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, value_enum, default_value_t = When::Auto, global = true, value_name = "WHEN")]
    #[arg(hide_possible_values = true, help_heading = EVERYWHERE)]
    pub color: When,

    /// Plain lines: no cursor movement, no colour, no menu. For screen readers and scripts.
    #[arg(long, global = true, env = "EXAMINER_PLAIN", value_parser = clap::builder::FalseyValueParser::new())]
    #[arg(hide_env_values = true, help_heading = EVERYWHERE)]
    pub plain: bool,

    /// What to do; without it, a home of a few lines.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Reads the process's command line. `Err` is the exit code, after help, version or what is wrong was printed.
pub fn read() -> Result<Cli, u8> {
    Cli::try_parse().map_err(|error| {
        // What can't be printed (a closed pipe) is no reason to say more.
        if error.use_stderr() {
            let mut text = error.render().to_string();
            if error.kind() == clap::error::ErrorKind::InvalidUtf8 {
                text.push_str(
                    "\nNames, and the paths of exams, have to be UTF-8: rename the file, or copy it.\n",
                );
            }
            let _ = std::io::stderr().write_all(sanitize::text(&text).as_bytes());
        } else {
            let _ = error.print();
        }
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn: no clock, told at once, a second try.
    Practice(Practice),
    /// Sit an exam: a hard clock, nothing about right or wrong until the end.
    Take(Take),
    /// Go on with an attempt that was left or broke off.
    Resume(Resume),
    /// Bring attempts that are handed in, or overdue, into the results.
    Record(Record),
    /// Scores per topic across candidates, the level that each has shown, and what that rests on.
    Report(Box<report::Report>),
    /// What to talk about: what a candidate missed, what that choice means, what to ask next.
    Debrief(Box<debrief::Debrief>),
    /// Two to five candidates side by side: which differences the exam shows, and what to ask all of them.
    Compare(Box<debrief::Compare>),
    /// A learner's attempts over time: how each topic goes, and what to practise next and why.
    History(Box<history::History>),
    /// Hold results against the journals they were recorded from: was anything altered?
    Verify(verify::Verify),
    /// What is held: attempts and how they stand; one of them in full; a person's data, to hand over or to remove.
    Attempts(Box<attempts::Attempts>),
    /// Mark answers anew: with a mended key, by hand, without a broken question.
    Grade(Box<grade::Grade>),
    /// Write an exam: question after question, or from a starter.
    New(new::New),
    /// An exam to read or to print, with what is right where that is asked for.
    Show(show::Show),
    /// An exam without its key, for candidates who sit it on their own computers.
    Publish(publish::Publish),
    /// See whether exam files can be administered, and whether they measure and teach well.
    Check(check::Check),
    /// The built-in exams, and those in this folder.
    List(List),
    /// For editors, shells and `man`: the exam file's schema, completions, manual pages.
    Generate(generate::Generate),
    /// All on a command; how an exam file is written (`examiner help format`); what a warning means (`help check NAME`).
    Help(help::Help),
    /// What completion scripts ask.
    #[command(name = "__complete", hide = true)]
    Complete(generate::Complete),
}

/// Where results are.
#[derive(Clone, Debug, Args)]
pub struct Results {
    /// The results file.
    #[arg(
        long,
        env = "EXAMINER_RESULTS",
        hide_env_values = true,
        default_value = DEFAULT_RESULTS,
        value_name = "FILE",
        value_parser = OsStringValueParser::new().try_map(results_path)
    )]
    pub results: PathBuf,
}

fn results_path(path: OsString) -> Result<PathBuf, &'static str> {
    if path.is_empty() {
        Err("no file is named; give one, or unset `EXAMINER_RESULTS` where it is empty")
    } else {
        Ok(path.into())
    }
}

const TAKE_EXAMPLES: &str = "\
`take EXAM.toml` puts the key on this machine: whoever can read the file can
read what is right. Where there is no Unix terminal an answer that arrives late
does not count; nothing can end an open prompt there.

The receipt shown at the end is for whoever may doubt the record later: with it,
a change made to the journal afterwards can be told. Without it, a cut tail or a
whole forged attempt can't be seen.

Exit codes: 0 done, 2 wrong command line, 3 a file could not be read or written,
130 left, can be resumed.

Examples:
  examiner take delivery-guarantees --candidate \"Ada\"
  examiner take interview.toml --form short --candidate K7 --results panel.csv
  examiner take interview.toml --extra-time 25% --extra-time-ref HR-2041";

/// `take`.
#[derive(Debug, Args)]
#[command(after_help = TAKE_EXAMPLES)]
pub struct Take {
    /// Which exam.
    #[command(flatten)]
    pub exam: WhichExam,

    /// The candidate's name; a code (`K7`) is the best blinding.
    #[arg(long, env = "EXAMINER_CANDIDATE", hide_env_values = true, value_name = "NAME")]
    pub candidate: Option<String>,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// What is shown after handing in: nothing, score (shares by topic and level) or answers (the level shown, what was
    /// missed with its heads-ups, the recap); by default what the exam says.
    #[arg(long, value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub reveal: Option<RevealArg>,

    /// Start and submit without asking; no predictions.
    #[arg(long, short)]
    pub yes: bool,

    /// Fixes draws and shuffles; recorded.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,

    /// Leaves nothing on disk: for trials.
    #[arg(long)]
    pub no_record: bool,

    /// More time: `25%` (of the exam's and the questions' limits) or `10m` (for the exam).
    #[arg(long, value_name = "TIME")]
    pub extra_time: Option<String>,

    /// Where the grant of extra time is filed. Never write a reason or a condition here.
    #[arg(long, value_name = "REF", requires = "extra_time")]
    pub extra_time_ref: Option<String>,

    /// Shows and sounds nothing of the clock but the end.
    #[arg(long)]
    pub quiet_clock: bool,
}

/// Which exam, in which form.
#[derive(Clone, Debug, Args)]
pub struct WhichExam {
    /// A path, a built-in id, or either with a form (`messaging/short`); without it, a list to choose from.
    #[arg(value_name = "EXAM")]
    pub exam: Option<String>,

    /// A shorter cut of the exam.
    #[arg(long, value_name = "FORM")]
    pub form: Option<String>,
}

/// What is shown after `take`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RevealArg {
    /// Nothing about right or wrong.
    Nothing,
    /// Shares by topic and level.
    Score,
    /// Level shown, everything missed with its heads-up, the recap.
    Answers,
}

const PRACTICE_EXAMPLES: &str = "\
Answers are kept in your own data folder (practice.csv), not in this one. The
first answer is the record, and what an open attempt holds already counts for
--only-missed and --only-new.

Examples:
  examiner practice delivery-guarantees
  examiner practice delivery-guarantees --only-missed
  examiner practice messaging --only-new";

/// `practice`.
#[derive(Debug, Args)]
#[command(after_help = PRACTICE_EXAMPLES)]
pub struct Practice {
    /// Which exam.
    #[command(flatten)]
    pub exam: WhichExam,

    /// Whose answers these are.
    #[arg(long, env = "EXAMINER_CANDIDATE", hide_env_values = true, default_value = DEFAULT_LEARNER, value_name = "NAME")]
    pub candidate: String,

    /// Only these topics.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,

    /// Only these levels.
    #[arg(long, value_name = "LEVEL")]
    pub level: Vec<String>,

    /// Only what was not right at the first try when it was last practised.
    #[arg(long, conflicts_with = "only_new")]
    pub only_missed: bool,

    /// Only what was not answered yet, in practice under this name.
    #[arg(long)]
    pub only_new: bool,

    /// Does not ask for a prediction.
    #[arg(long)]
    pub no_predict: bool,

    /// Enforces the exam's and the questions' limits.
    #[arg(long)]
    pub timed: bool,

    /// No start question, no prediction, no second try.
    #[arg(long, short)]
    pub yes: bool,

    /// Fixes draws and shuffles; recorded.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,

    /// Leaves nothing on disk.
    #[arg(long)]
    pub no_record: bool,

    /// Shows and sounds nothing of the clock but the end.
    #[arg(long)]
    pub quiet_clock: bool,
}

const RESUME_EXAMPLES: &str = "\
The exam's clock runs on while an attempt is away.

Examples:
  examiner resume
  examiner resume --list
  examiner resume 0192f0c4 --give-back 5m --by \"M. Ito\"";

/// `resume`.
#[derive(Debug, Args)]
#[command(after_help = RESUME_EXAMPLES)]
pub struct Resume {
    /// The attempt's id, or how it begins or ends; without it, the newest that is unfinished and not running.
    #[arg(value_name = "ATTEMPT")]
    pub attempt: Option<String>,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// Lists the unfinished attempts.
    #[arg(long)]
    pub list: bool,

    /// Goes on without asking; records an attempt whose time is over.
    #[arg(long, short)]
    pub yes: bool,

    /// Returns time lost through no fault of the candidate's, also after the deadline.
    #[arg(long, value_name = "DURATION", requires = "by")]
    pub give_back: Option<String>,

    /// Who decided to give time back.
    #[arg(long, value_name = "NAME", requires = "give_back")]
    pub by: Option<String>,

    /// What is shown after handing in: nothing, score (shares by topic and level) or answers (the level shown, what was
    /// missed with its heads-ups, the recap); by default what the exam says.
    #[arg(long, value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub reveal: Option<RevealArg>,

    /// Shows and sounds nothing of the clock but the end.
    #[arg(long)]
    pub quiet_clock: bool,
}

const RECORD_EXAMPLES: &str = "\
Attempts whose deadline has passed are closed and recorded; those that somebody
is sitting now are left alone.

Examples:
  examiner record
  examiner record 0192f0c4-7d1e-7a53-b2a4-0f4f3a1c9e55.jsonl --results panel.csv";

/// `record`.
#[derive(Debug, Args)]
#[command(after_help = RECORD_EXAMPLES)]
pub struct Record {
    /// Journals that someone sent; copied beside the results.
    #[arg(value_name = "JOURNAL")]
    pub journals: Vec<PathBuf>,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,

    /// The exam of a journal whose copy is not beside the results.
    #[arg(long, value_name = "FILE")]
    pub exam: Option<PathBuf>,
}

const LIST_EXAMPLES: &str = "\
Examples:
  examiner list
  examiner list exams/ --results panel.csv";

/// `list`.
#[derive(Debug, Args)]
#[command(after_help = LIST_EXAMPLES)]
pub struct List {
    /// The folder to look in.
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,

    /// Where results are.
    #[command(flatten)]
    pub results: Results,
}
