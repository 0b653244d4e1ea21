//! The words for results that can't be read or understood. In a blind report they name nobody, and no file that was not named on
//! the command line.

use std::io;

use crate::failure::{Failure, Kind};
use crate::render::sanitize;
use crate::report::gather::{Conflict, GatherProblem};
use crate::results::scan::{ColumnsProblem, REQUIRED};
use crate::store::results_files::ResultsFile;
use crate::store::trouble::Trouble;

/// Whether words may name what stands in results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Files, lines, cells.
    Plain,
    /// Only what was named on the command line.
    Blind,
}

/// A file in words; of one that was found in a folder the folder, where it is not to be named.
fn name(file: &ResultsFile, naming: Naming, behind: &str) -> String {
    let shown = |path: &std::path::Path| sanitize::line(&path.display().to_string()).into_owned();
    match naming {
        Naming::Blind if file.is_found() => format!("a file in `{}`", shown(&file.named)),
        Naming::Blind | Naming::Plain => format!("`{}{behind}`", shown(&file.path)),
    }
}

/// A file that could not be read.
pub fn unread(file: &ResultsFile, error: &io::Error, naming: Naming) -> Failure {
    let message = format!("{}: could not be read: {error}", name(file, naming, ""));
    Failure::new(Kind::File, message, "check the file, and run the command again")
}

/// Files that could not be opened.
pub fn unopened(trouble: Trouble, named: &[std::path::PathBuf], naming: Naming) -> Failure {
    if naming == Naming::Plain || named.contains(&trouble.path) {
        return trouble.into();
    }
    Failure::new(Kind::File, format!("a results file: {}", trouble.what), trouble.help)
}

/// A file whose first line is no header of results.
pub fn no_columns(file: &ResultsFile, problem: &ColumnsProblem, naming: Naming) -> Failure {
    let needed;
    let help = match problem {
        ColumnsProblem::Empty => "name a results file; `examiner take` writes one",
        ColumnsProblem::Parted(_) => "save it with commas between the cells",
        ColumnsProblem::Lacks(_) => {
            let (last, others) = REQUIRED.split_last().unwrap_or((&"", &[]));
            needed = format!("results need the columns {} and {last}, in any order", others.join(", "));
            &needed
        }
        ColumnsProblem::Twice(_) => "take one of the two away",
        ColumnsProblem::Endless(_) | ColumnsProblem::Encoding => "is it a results file?",
    };
    Failure::new(Kind::File, format!("{}: {problem}", name(file, naming, ":1")), help)
}

/// What went wrong while results were gathered from these files.
pub fn failure(files: &[&ResultsFile], problem: GatherProblem, naming: Naming) -> Failure {
    let (message, help) = match (problem, naming) {
        (GatherProblem::Read { file, error }, _) => return unread(files[file], &error, naming),
        (GatherProblem::BadRow { bad, rows, .. }, Naming::Blind) => (
            format!("a row can't be understood{}{}", in_column(bad.column), more(rows)),
            "leave such rows out with `--skip-bad-rows`; without `--blind` the place is named".to_owned(),
        ),
        (GatherProblem::BadRow { file, line, character, bad, rows }, Naming::Plain) => {
            let place = name(files[file], naming, &format!(":{line}:{character}"));
            let leave = "leave such rows out with `--skip-bad-rows`: whose they are has no range then";
            let help = match bad.problem.remedy() {
                Some(remedy) => format!("{remedy}; or {leave}"),
                None => format!("mend the row, or {leave}"),
            };
            (format!("{place}: {bad}{}", more(rows)), help)
        }
        (GatherProblem::Conflict(conflict), Naming::Blind) => (
            format!("two versions of an attempt: they differ in `{}`", conflict.column),
            "choose with `--on-conflict first` or `--on-conflict last`; without `--blind` the places are named"
                .to_owned(),
        ),
        (GatherProblem::Conflict(conflict), Naming::Plain) => {
            let [one, other] = places(files, &conflict);
            let message = format!(
                "two versions of attempt `{}` of {}: `{}` is `{}` in {one} and `{}` in {other}",
                conflict.attempt, conflict.candidate, conflict.column, conflict.one, conflict.other,
            );
            let help = "`examiner verify FILE` tells which of them its journal bears out; take the other away, or choose with \
                        `--on-conflict first` or `--on-conflict last`";
            (message, help.to_owned())
        }
    };
    Failure::new(Kind::File, sanitize::line(&message).into_owned(), help)
}

/// Where two rows stand that contradict each other.
pub fn places(files: &[&ResultsFile], conflict: &Conflict) -> [String; 2] {
    [conflict.first, conflict.second]
        .map(|(file, line)| name(files[file], Naming::Plain, &format!(":{line}")))
}

/// Where a row stands.
pub fn place(files: &[&ResultsFile], (file, line): (usize, u64)) -> String {
    name(files[file], Naming::Plain, &format!(":{line}"))
}

fn in_column(column: &str) -> String {
    if column.is_empty() { ": its number of cells".to_owned() } else { format!(": its column `{column}`") }
}

/// How many more rows than the one that is named can't be understood.
fn more(rows: u64) -> String {
    match rows {
        0 | 1 => String::new(),
        2 => " (and one more row can't be understood)".to_owned(),
        n => format!(" (and {} more rows can't be understood)", n - 1),
    }
}
