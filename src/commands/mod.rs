//! A file per subcommand: read, call the pure middle, write.

pub mod asked;
mod attempt_rows;
pub mod attempts;
pub mod beside;
pub mod blind;
pub mod check;
pub mod compare;
pub mod complete;
pub mod debrief;
pub mod filters;
pub mod generate;
mod giving;
pub mod going_on;
pub mod grade;
pub mod help;
pub mod history;
pub mod home;
pub mod learner;
mod likeness;
pub mod lines;
pub mod list;
pub mod misread;
mod namesakes;
mod nearby;
pub mod new;
mod next;
mod open;
pub mod outcomes;
pub mod output;
pub mod pages;
pub mod past;
pub mod practice;
pub mod progress;
pub mod publish;
pub mod record;
pub mod report;
pub mod resume;
pub mod sheets;
pub mod show;
pub mod source;
pub mod spelled;
pub mod tables;
pub mod take;
pub mod tidy_csv;
pub mod verify;
mod watched;
pub mod wrap_up;

use std::io;

use crate::cli::{Cli, Command};
use crate::context::Context;
use crate::exam::Exam;
use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::sitting::desk::Stop;
use crate::store::ledger::Ledger;

/// Runs what was asked for.
pub fn run(cli: Cli, context: &mut Context) -> Result<(), Failure> {
    match cli.command {
        None => home::run(context),
        Some(Command::Take(asked)) => take::run(&asked, context),
        Some(Command::Practice(asked)) => practice::run(&asked, context),
        Some(Command::Resume(asked)) => resume::run(&asked, context),
        Some(Command::Record(asked)) => record::run(&asked, context),
        Some(Command::Report(asked)) => report::run(&asked, context),
        Some(Command::Debrief(asked)) => debrief::run(&asked, context),
        Some(Command::Compare(asked)) => compare::run(&asked, context),
        Some(Command::History(asked)) => history::run(&asked, context),
        Some(Command::Verify(asked)) => verify::run(&asked, context),
        Some(Command::Attempts(asked)) => attempts::run(&asked, context),
        Some(Command::Grade(asked)) => grade::run(&asked, context),
        Some(Command::New(asked)) => new::run(&asked, context),
        Some(Command::Show(asked)) => show::run(&asked, context),
        Some(Command::Publish(asked)) => publish::run(&asked, context),
        Some(Command::Check(asked)) => check::run(&asked, context),
        Some(Command::List(asked)) => list::run(&asked, context),
        Some(Command::Generate(asked)) => generate::run(&asked, context),
        Some(Command::Help(asked)) => help::run(&asked, context),
        Some(Command::Complete(asked)) => {
            complete::run(&asked, context);
            Ok(())
        }
    }
}

fn cannot_write(error: &io::Error) -> Failure {
    Failure::new(Kind::File, format!("could not write to standard output: {error}"), "")
}

fn cannot_prompt(error: &io::Error) -> Failure {
    Failure::new(
        Kind::NoTerminal,
        format!("could not prompt on this terminal: {error}"),
        "try `--plain`, which asks in plain lines",
    )
}

/// What a stop means for the whole command; `resume` is the line that takes it up again.
fn stopped(stop: Stop, resume: Option<&str>, context: &mut Context) -> Failure {
    match stop {
        Stop::Left => {
            if let Some(line) = resume {
                context.say_command("\nSaved. To go on:", line);
            } else {
                context.say("\nLeft. Nothing of this trial is kept.");
            }
            Failure::said(Kind::Left)
        }
        Stop::Trouble(trouble) => {
            let rescued = trouble.rescued.as_deref().map(|path| path.display().to_string());
            let mut failure = Failure::from(trouble);
            if let Some(line) = resume {
                let kept = "all answers before this one are kept";
                failure.help = match rescued {
                    Some(path) => format!(
                        "{}; {kept} in `{}`, to go on:\n    examiner record {}\n    {line}",
                        failure.help,
                        sanitize::line(&path),
                        lines::quoted(&path)
                    ),
                    None => format!("{}; {kept}, to go on:\n    {line}", failure.help),
                };
            }
            failure
        }
        Stop::Unrecorded(trouble) => Failure::from(trouble),
    }
}

/// Whoever goes on later needs the exam's copy: it is written again if it was taken away meanwhile.
fn keep_again<T>(ledger: Option<&Ledger>, exam: &Exam, bytes: &[u8], finished: &Result<T, Stop>) {
    if let (Some(ledger), Err(Stop::Left | Stop::Trouble(_))) = (ledger, finished) {
        // Where that can't be done, resuming says so.
        let _ = ledger.keep_exam(exam.exam_digest, exam.key_digest, bytes);
    }
}
