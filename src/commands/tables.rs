//! A report's files to what was gathered of them, and a report to a format.

use std::path::Path;

use super::output;
use super::watched::Watched;
use crate::cli::report::{CellArg, Format, Report as Args};
use crate::clock::SharedClock;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::report::pivot::{self, Figure};
use crate::render::report::{Shown, json, page};
use crate::render::{Look, sanitize};
use crate::report::Report;
use crate::report::assemble::CodeOf;
use crate::report::gather::{GatherProblem, Gathered, Split, Table, Wanted, gather};
use crate::report::pivot::{Shape, pivots as pivots_of};
use crate::results::scan::{Columns, ColumnsProblem, ReadAt};
use crate::session::moment::WallTime;
use crate::store::results_files::ResultsFile;
use crate::terminal::bar::Bar;

/// Gathers from files what is wanted, and shows how far that is if it takes long.
pub fn gathered(files: &[ResultsFile], wanted: &Wanted, context: &Context) -> Result<Gathered, Failure> {
    let bytes = files.iter().map(ReadAt::length).sum();
    let bar = Bar::new(context.bars, SharedClock::clone(&context.clock), bytes);
    let watched: Vec<Watched<'_>> = files.iter().map(|file| Watched { file, bar: &bar }).collect();
    let columns: Vec<Columns> = files.iter().map(columns).collect::<Result<_, _>>()?;
    let table = |(watched, columns)| Table { bytes: watched, columns };
    let tables: Vec<Table<'_>> = watched.iter().map(|it| it as &dyn ReadAt).zip(columns).map(table).collect();
    gather(&tables, wanted, Split::default()).map_err(|problem| failure(files, problem))
}

/// A file's columns.
pub(super) fn columns(file: &ResultsFile) -> Result<Columns, Failure> {
    let mut start = vec![0; Columns::LONGEST.min(usize::try_from(file.length()).unwrap_or(usize::MAX))];
    let filled = file
        .fill(&mut start, 0)
        .map_err(|error| failure_at(&name(file), &format!("could not be read: {error}")))?;
    let all = filled as u64 >= file.length();
    Columns::read(&start[..filled], all).map_err(|problem| {
        let help = match &problem {
            ColumnsProblem::Empty => "name a results file; `examiner take` writes one",
            ColumnsProblem::Parted(_) => "save it with commas between the cells",
            ColumnsProblem::Lacks(_) => "results need these columns, in any order; README names them all",
            ColumnsProblem::Twice(_) => "take one of the two away",
            ColumnsProblem::Endless(_) | ColumnsProblem::Encoding => "is it a results file?",
        };
        Failure::new(Kind::File, format!("`{}:1`: {problem}", name(file)), help)
    })
}

pub(super) fn name(file: &ResultsFile) -> String {
    sanitize::line(&file.path.display().to_string()).into_owned()
}

pub(super) fn failure_at(name: &str, what: &str) -> Failure {
    Failure::new(Kind::File, format!("`{name}`: {what}"), "check the file, and run the command again")
}

/// What went wrong, in words.
fn failure(files: &[ResultsFile], problem: GatherProblem) -> Failure {
    match problem {
        GatherProblem::Read { file, error } => {
            failure_at(&name(&files[file]), &format!("could not be read: {error}"))
        }
        GatherProblem::BadRow { file, line, character, bad } => {
            let place = format!("{}:{line}:{character}", name(&files[file]));
            let message = format!("`{place}`: column `{}`: {}", bad.column, bad.problem);
            let help = "mend the row, or leave such rows out with `--skip-bad-rows`";
            Failure::new(Kind::File, sanitize::line(&message).into_owned(), help)
        }
        GatherProblem::Conflict(conflict) => {
            let place = |(file, line): (usize, u64)| format!("`{}:{line}`", name(&files[file]));
            let message = format!(
                "two versions of attempt `{}`: `{}` is `{}` in {} and `{}` in {}",
                conflict.attempt,
                conflict.column,
                conflict.one,
                place(conflict.first),
                conflict.other,
                place(conflict.second),
            );
            let help = "take one away, or choose with `--on-conflict first` or `--on-conflict last`";
            Failure::new(Kind::File, sanitize::line(&message).into_owned(), help)
        }
    }
}

/// Columns that Markdown is laid out for: a page is wide.
const PAGE: usize = 160;

/// Writes a report.
pub fn report(args: &Args, report: &Report, format: Format, context: &mut Context) -> Result<(), Failure> {
    let shown = |width| Shown { width, times: args.times };
    let text = match format {
        Format::Json => json::text(report, WallTime(context.clock.now().wall_ms)),
        Format::Markdown => page(report, shown(PAGE)).markdown(),
        Format::Table | Format::Csv => {
            let look = look(args.output.as_deref(), context);
            page(report, shown(look.width)).render(look)
        }
    };
    write(args, &text, context)
}

/// Writes plain tables.
pub fn pivots(
    args: &Args,
    gathered: &Gathered,
    shape: Shape,
    code: Option<&CodeOf<'_>>,
    format: Format,
    context: &mut Context,
) -> Result<(), Failure> {
    let tables = pivots_of(gathered, shape, code);
    let figure = match args.cell {
        None => Figure::Counts,
        Some(CellArg::Both) => Figure::Both,
        Some(CellArg::Percent) => Figure::Percent,
        Some(CellArg::Points) => Figure::Points,
        Some(CellArg::Interval) => Figure::Interval,
    };
    let text = match format {
        Format::Json => json::pivots(&tables, shape),
        Format::Markdown => pivot::page(&tables, shape, figure, usize::MAX).markdown(),
        Format::Table | Format::Csv => {
            let look = look(args.output.as_deref(), context);
            pivot::page(&tables, shape, figure, look.width).render(look)
        }
    };
    write(args, &text, context)
}

/// What a page is laid out for; a file has no colour.
pub fn look(to: Option<&Path>, context: &Context) -> Look {
    let width = context.table_width;
    match to {
        Some(_) => Look::plain(width),
        None => Look { width, ..context.out_look },
    }
}

fn write(args: &Args, text: &str, context: &mut Context) -> Result<(), Failure> {
    output::write(args.output.as_deref(), context, |to| to.write_all(text.as_bytes()))
}
