//! A report's files to what was gathered of them.

use std::path::Path;

use super::misread::{self, Naming};
use super::watched::Watched;
use crate::clock::SharedClock;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::attempts::list as attempts_list;
use crate::render::report::{history_csv, sheet_csv};
use crate::render::{Look, tidy};
use crate::report::gather::{Gathered, Split, Table, Wanted, gather};
use crate::report::model::Note;
use crate::results::scan::{Columns, ReadAt};
use crate::store::results_files::ResultsFile;
use crate::terminal::bar::Bar;

/// Gathers from files what is wanted, and shows how far that is if it takes long.
pub fn gathered(files: &[ResultsFile], wanted: &Wanted, context: &Context) -> Result<Gathered, Failure> {
    gathered_by(files, wanted, Naming::Plain, context)
}

/// The same, with errors that name things or don't.
pub fn gathered_by(
    files: &[ResultsFile],
    wanted: &Wanted,
    naming: Naming,
    context: &Context,
) -> Result<Gathered, Failure> {
    let files = with_content(files);
    let bytes = files.iter().map(|file| file.length()).sum();
    let bar = Bar::new(context.bars, SharedClock::clone(&context.clock), bytes);
    let watched: Vec<Watched<'_>> = files.iter().map(|file| Watched { file, bar: &bar }).collect();
    let columns: Vec<Columns> = files.iter().map(|file| columns(file, naming)).collect::<Result<_, _>>()?;
    let table = |(watched, columns)| Table { bytes: watched, columns };
    let tables: Vec<Table<'_>> = watched.iter().map(|it| it as &dyn ReadAt).zip(columns).map(table).collect();
    let mut gathered = gather(&tables, wanted, Split::default())
        .map_err(|problem| misread::failure(&files, problem, naming))?;
    if naming == Naming::Plain {
        for of in &mut gathered.left_out {
            of.place = of.first.map(|first| misread::place(&files, first));
        }
        for of in &mut gathered.contradicted {
            of.places = of.conflict.as_ref().map(|conflict| misread::places(&files, conflict));
        }
    }
    Ok(gathered)
}

/// The same without a word: for those whose screen is not ours.
pub fn gathered_quietly(files: &[ResultsFile], wanted: &Wanted) -> Result<Gathered, Failure> {
    let files = with_content(files);
    let columns = files.iter().map(|file| columns(file, Naming::Plain)).collect::<Result<Vec<_>, _>>()?;
    let tables = files.iter().zip(columns).map(|(file, columns)| Table { bytes: *file, columns });
    let tables: Vec<Table<'_>> = tables.collect();
    gather(&tables, wanted, Split::default())
        .map_err(|problem| misread::failure(&files, problem, Naming::Plain))
}

/// Why a file is left out that was found in a folder; one that was named is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeftOut {
    /// It is empty.
    Empty,
    /// It is a table that `report`, `debrief`, `compare`, `history` or `attempts` wrote.
    Table,
}

fn left_out(file: &ResultsFile) -> Option<LeftOut> {
    if !file.is_found() {
        return None;
    }
    if file.length() == 0 {
        return Some(LeftOut::Empty);
    }
    let mut start = [0; 1024];
    // What can't be read is told of where it is read for its rows.
    let filled = file.fill(&mut start, 0).ok()?;
    let header = start[..filled].split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let header = str::from_utf8(header).ok()?;
    let is_made = [tidy::is_header, sheet_csv::is_header, history_csv::is_header, attempts_list::is_header];
    is_made.iter().any(|is_header| is_header(header)).then_some(LeftOut::Table)
}

/// Notes on files that are left out; without their names where these are not to be told.
pub fn notes_on_left_out(files: &[ResultsFile], naming: Naming) -> Vec<Note> {
    let note = |file: &ResultsFile| {
        let name = match naming {
            Naming::Blind => String::new(),
            Naming::Plain => file.path.display().to_string(),
        };
        Some(match left_out(file)? {
            LeftOut::Empty => Note::EmptyFile(name),
            LeftOut::Table => Note::TableFile(name),
        })
    };
    files.iter().filter_map(note).collect()
}

/// The files that hold something; all, where none does.
pub fn with_content(files: &[ResultsFile]) -> Vec<&ResultsFile> {
    let some: Vec<&ResultsFile> = files.iter().filter(|file| left_out(file).is_none()).collect();
    if some.is_empty() { files.iter().collect() } else { some }
}

/// A file's columns.
pub fn columns(file: &ResultsFile, naming: Naming) -> Result<Columns, Failure> {
    let mut start = vec![0; Columns::LONGEST.min(usize::try_from(file.length()).unwrap_or(usize::MAX))];
    let filled = file.fill(&mut start, 0).map_err(|error| misread::unread(file, &error, naming))?;
    let all = filled as u64 >= file.length();
    Columns::read(&start[..filled], all).map_err(|problem| misread::no_columns(file, &problem, naming))
}

/// What a page is laid out for; a file has no colour.
pub fn look(to: Option<&Path>, context: &Context) -> Look {
    let width = context.table_width;
    match to {
        Some(_) => Look::plain(width),
        None => Look { width, ..context.out_look },
    }
}
