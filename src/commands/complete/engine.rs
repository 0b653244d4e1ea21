//! What may stand at the cursor: `clap_complete`'s engine walks the command line, and asks [`World`] where an argument names
//! something that is at hand.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args as _, CommandFactory as _};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _};

use super::Candidate;
use super::values::World;
use crate::cli::{Cli, Results};

/// What a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// An exam, perhaps with its form.
    Exam,
    /// An exam file, or a built-in exam.
    ExamFile,
    /// A form of the exam on the line.
    Form,
    /// A topic of it.
    Topic,
    /// A level of it.
    Level,
    /// An unfinished attempt.
    Attempt,
    /// Any attempt that has a journal.
    Journaled,
    /// A candidate in the results.
    Candidate,
    /// An exam in the results.
    ExamSat,
    /// A topic in the results.
    TopicAsked,
    /// A level in the results.
    LevelAsked,
    /// An exam in the learner's own results, or in those named.
    Practised,
    /// A name there.
    Learner,
    /// A topic there.
    TopicPractised,
    /// A topic of `help`, or a command.
    HelpTopic,
    /// A command.
    Command,
    /// A warning of `check`.
    Warning,
}

/// Which arguments name what.
const ARGUMENTS: &[(&str, &str, Named)] = &[
    ("take", "exam", Named::Exam),
    ("take", "form", Named::Form),
    ("practice", "exam", Named::Exam),
    ("practice", "form", Named::Form),
    ("practice", "topic", Named::Topic),
    ("practice", "level", Named::Level),
    ("resume", "attempt", Named::Attempt),
    ("show", "exam", Named::Exam),
    ("show", "form", Named::Form),
    ("check", "files", Named::ExamFile),
    ("publish", "exam", Named::ExamFile),
    ("check", "allow", Named::Warning),
    ("report", "candidate", Named::Candidate),
    ("report", "exam", Named::ExamSat),
    ("report", "topic", Named::TopicAsked),
    ("report", "level", Named::LevelAsked),
    ("debrief", "candidate", Named::Candidate),
    ("debrief", "exam", Named::ExamSat),
    ("compare", "candidates", Named::Candidate),
    ("compare", "exam", Named::ExamSat),
    ("history", "exam", Named::Practised),
    ("history", "candidate", Named::Learner),
    ("history", "topic", Named::TopicPractised),
    ("attempts", "candidate", Named::Candidate),
    ("attempts", "exam", Named::ExamSat),
    ("show", "attempt", Named::Journaled),
    ("export", "candidate", Named::Candidate),
    ("forget", "candidate", Named::Candidate),
    ("grade", "exam", Named::ExamFile),
    ("help", "what", Named::HelpTopic),
    ("man", "command", Named::Command),
];

/// What may come next behind these words, at a word that was begun.
pub(super) fn candidates(words: &[String], typed: &str, world: World) -> Vec<Candidate> {
    let mut command = with_values(Cli::command(), &Arc::new(world));
    let mut line: Vec<OsString> = words.iter().map(OsString::from).collect();
    let at = line.len();
    line.push(typed.into());
    let found = clap_complete::engine::complete(&mut command, line, at, Some(Path::new(".")));
    let mut candidates: Vec<Candidate> = found.unwrap_or_default().iter().filter_map(candidate).collect();
    // Options only where there is nothing else, or when they are asked for.
    if typed.is_empty() && candidates.iter().any(|candidate| !candidate.text.starts_with('-')) {
        candidates.retain(|candidate| !candidate.text.starts_with('-'));
    }
    candidates
}

/// Files with this beginning whose names end in `.toml`, and folders (with a slash).
pub(super) fn toml_files(typed: &str) -> Vec<String> {
    let is_toml = |path: &Path| path.extension().is_some_and(|ending| ending == "toml");
    let found = PathCompleter::file().filter(is_toml).complete(OsStr::new(typed));
    found.iter().filter(|one| !one.is_hide_set()).filter_map(text).collect()
}

/// The results file if none is named: what the environment says, or the one in this folder.
pub(super) fn default_results() -> Option<PathBuf> {
    let command = Results::augment_args(clap::Command::new("examiner"));
    command.try_get_matches_from(["examiner"]).ok()?.get_one::<PathBuf>("results").cloned()
}

fn text(one: &CompletionCandidate) -> Option<String> {
    one.get_value().to_str().map(str::to_owned)
}

fn candidate(one: &CompletionCandidate) -> Option<Candidate> {
    let meaning = one.get_help().map(ToString::to_string).unwrap_or_default();
    Some(Candidate::new(text(one)?, meaning.lines().next().unwrap_or_default()))
}

/// The command with the values of its arguments, and the same of those below it.
fn with_values(command: clap::Command, world: &Arc<World>) -> clap::Command {
    let name = command.get_name().to_owned();
    let here: Vec<(&str, Named)> =
        ARGUMENTS.iter().filter(|(of, ..)| *of == name).map(|(_, arg, named)| (*arg, *named)).collect();
    command.mut_subcommands(|sub| with_values(sub, world)).mut_args(|arg| {
        match here.iter().find(|(known, _)| arg.get_id() == known) {
            Some((_, named)) => {
                let (world, named) = (Arc::clone(world), *named);
                arg.add(ArgValueCompleter::new(move |typed: &OsStr| offered(&world, named, typed)))
            }
            None => arg,
        }
    })
}

/// Those of a sort that begin with what is typed; where none does, those that do but for upper and lower case.
fn offered(world: &World, named: Named, typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let all = world.all(named, &typed);
    let mut fitting: Vec<&Candidate> = all.iter().filter(|one| one.text.starts_with(&*typed)).collect();
    if fitting.is_empty() {
        let lower = typed.to_lowercase();
        fitting = all.iter().filter(|one| one.text.to_lowercase().starts_with(&lower)).collect();
    }
    let candidate = |one: &Candidate| {
        let meaning = (!one.meaning.is_empty()).then(|| one.meaning.clone().into());
        CompletionCandidate::new(&one.text).help(meaning)
    };
    fitting.into_iter().map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All commands of a name: `show`, and that of `attempts`.
    fn called<'c>(command: &'c clap::Command, name: &str) -> Vec<&'c clap::Command> {
        let below = command.get_subcommands().flat_map(|sub| called(sub, name));
        command.get_subcommands().filter(|sub| sub.get_name() == name).chain(below).collect()
    }

    #[test]
    fn every_argument_that_names_something_is_there() {
        let command = Cli::command();
        for (name, arg, _) in ARGUMENTS {
            let mut arguments = called(&command, name).into_iter().flat_map(clap::Command::get_arguments);
            assert!(arguments.any(|known| known.get_id() == arg), "{name} {arg}");
        }
    }

    #[test]
    fn every_exam_and_form_that_can_be_named_is_offered() {
        for sub in Cli::command().get_subcommands() {
            for arg in sub.get_arguments().map(|arg| arg.get_id().as_str()) {
                // What `record` takes is a file, and no exam by its id.
                if matches!(arg, "exam" | "form" | "topic" | "level") && sub.get_name() != "record" {
                    let is_listed =
                        ARGUMENTS.iter().any(|(name, known, _)| *name == sub.get_name() && *known == arg);
                    assert!(is_listed, "{} {arg}", sub.get_name());
                }
            }
        }
    }
}
