//! `examiner compare`: two to five candidates side by side.

use std::path::Path;

use super::sheets::{self, Material, Named};
use super::{output, spelled, tables};
use crate::cli::debrief::{Compare, CompareRows};
use crate::cli::report::Format;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::report::compare::{Rows, page};
use crate::render::report::{html, json};
use crate::render::{plural, sanitize};
use crate::report::Report;
use crate::report::compare::Comparison;
use crate::report::gather::Wanted;
use crate::report::model::{CandidateFigures, ExamFigures};
use crate::store::folder;
use crate::store::results_files::{self, ResultsFile};

/// So many can be compared at once.
const MOST: usize = 5;

/// Runs `compare`.
pub fn run(args: &Compare, context: &mut Context) -> Result<(), Failure> {
    let to = args.sheets.output.as_deref();
    let format = spelled::format(args.sheets.format, to)?;
    refuse(args)?;
    let files = results_files::open(&args.results).map_err(|trouble| meant(args, trouble.into()))?;
    let named = Named::of(&args.candidates, &files, context).map_err(|unknown| meant(args, unknown))?;
    let wanted = sheets::wanted(&args.sheets, named.names(), args.exam.clone());
    let material = Material::of(&files, &wanted, &named, &args.sheets, context)
        .map_err(|unknown| meant(args, unknown))?;
    let mut comparisons = Vec::new();
    for exam in &material.report.exams {
        let seats = args.candidates.iter().flat_map(|name| seats_of(exam, &named, name));
        let seats: Vec<_> = seats.map(|candidate| (exam, candidate)).collect();
        if seats.len() > MOST {
            return Err(too_many(seats.len(), "people of these names"));
        }
        if args.candidates.iter().all(|name| seats_of(exam, &named, name).next().is_some()) {
            comparisons.push(Comparison::new(material.sheets(&seats)?));
        }
    }
    if comparisons.is_empty() {
        return Err(not_together(args, &files, &wanted, &named, context)?);
    }
    let rows = match args.rows {
        CompareRows::Level => Rows::Level,
        CompareRows::Topic => Rows::Topic,
    };
    let page = |width| page(&comparisons, rows, &material.notes, width);
    let text = match format {
        Format::Csv => {
            let sheets: Vec<_> = comparisons.iter().flat_map(|of| of.sheets.clone()).collect();
            return sheets::csv(&args.sheets, &sheets, &material.notes, context);
        }
        Format::Html => html::compare::page(&comparisons, rows, &material.notes),
        Format::Json => json::compare(&comparisons, &material.notes),
        Format::Markdown => page(usize::MAX).markdown(),
        Format::Table => {
            let look = tables::look(to, context);
            page(look.width).render(look)
        }
    };
    output::write(to, context, |to| to.write_all(text.as_bytes()))
}

/// Why it can't be done; a candidate that is a file's name may have been meant for results.
fn meant(args: &Compare, why: Failure) -> Failure {
    match args.candidates.iter().find(|name| folder::exists(Path::new(name))) {
        Some(path) => {
            let path = sanitize::line(path);
            let message = format!("`{path}` is a file or a folder, and `compare` takes candidates");
            Failure::new(Kind::CommandLine, message, format!("name results with `--results {path}`"))
        }
        None => why,
    }
}

/// Those of a name, or a code, who sat an exam.
fn seats_of<'a>(
    exam: &'a ExamFigures,
    named: &'a Named,
    name: &'a str,
) -> impl Iterator<Item = &'a CandidateFigures> {
    exam.candidates.iter().filter(move |of| named.by(of) == Some(name))
}

/// Refuses too many names, and a name twice.
fn refuse(args: &Compare) -> Result<(), Failure> {
    let names = &args.candidates;
    if names.len() > MOST {
        return Err(too_many(names.len(), "candidates"));
    }
    match names.iter().enumerate().find(|(place, name)| names[..*place].contains(name)) {
        Some((_, name)) => {
            let message = format!("`{}` is named twice", sanitize::line(name));
            Err(Failure::new(Kind::CommandLine, message, "name two to five different candidates"))
        }
        None => Ok(()),
    }
}

fn too_many(n: usize, of: &str) -> Failure {
    let message = format!("{n} {of}, and at most {MOST} are compared");
    Failure::new(Kind::CommandLine, message, "`examiner report` shows any number")
}

/// Who sat what, where no exam was sat by all: of all exams, whichever were asked for.
fn not_together(
    args: &Compare,
    files: &[ResultsFile],
    wanted: &Wanted,
    named: &Named,
    context: &Context,
) -> Result<Failure, Failure> {
    let all = Wanted { exams: Vec::new(), ..wanted.clone() };
    let report = Material::of(files, &all, named, &args.sheets, context)?.report;
    let who: Vec<String> = args.candidates.iter().map(|name| sat(&report, named, name)).collect();
    let exams: Vec<String> = args.exam.iter().map(|exam| format!("`{}`", sanitize::line(exam))).collect();
    let none = match &exams[..] {
        [] => "no exam was sat".to_owned(),
        [only] => format!("{only} was not sat"),
        several => format!("none of {} was sat", plural::list(several)),
    };
    let message = format!("{none} by all of them: {}", who.join("; "));
    Ok(Failure::new(Kind::CommandLine, message, "name two to five who sat the same exam"))
}

/// ``Rigel sat `messaging` and `queries` ``.
fn sat(report: &Report, named: &Named, name: &str) -> String {
    let exams = report.exams.iter().filter(|exam| seats_of(exam, named, name).next().is_some());
    let exams: Vec<String> = exams.map(|exam| format!("`{}`", sanitize::line(&exam.id))).collect();
    let what = if exams.is_empty() { "nothing that counts".to_owned() } else { plural::list(&exams) };
    format!("{} sat {what}", sanitize::line(name))
}
