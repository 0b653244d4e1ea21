//! `examiner compare`: two to five candidates side by side.

use super::{asked, beside::Beside, debrief, output, tables};
use crate::cli::debrief::{Compare, CompareRows};
use crate::cli::report::Format;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::render::report::compare::{Rows, page};
use crate::render::report::json;
use crate::render::{plural, sanitize};
use crate::report::Report;
use crate::report::assemble::{self, assemble};
use crate::report::compare::Comparison;
use crate::report::gather::Wanted;
use crate::report::model::Asked;
use crate::store::results_files;

/// So many can be compared at once.
const MOST: usize = 5;

/// Runs `compare`.
pub fn run(args: &Compare, context: &mut Context) -> Result<(), Failure> {
    let format = asked::format(args.format, args.output.as_deref())?;
    if args.candidates.len() > MOST {
        let message = format!("{} candidates, and at most {MOST} are compared", args.candidates.len());
        return Err(Failure::new(Kind::CommandLine, message, "`examiner report` shows any number"));
    }
    let files = results_files::open(&args.results)?;
    let wanted = Wanted {
        groupings: assemble::GROUPINGS.to_vec(),
        candidates: args.candidates.clone(),
        exams: args.exam.clone(),
        ..Wanted::default()
    };
    let gathered = tables::gathered(&files, &wanted, context)?;
    asked::is_there("candidate", &wanted.candidates, &gathered.known.candidates)?;
    asked::is_there("exam", &wanted.exams, &gathered.known.exams)?;
    let beside = Beside::of(&files, &args.exam_file)?;
    let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
    let figures = assemble::Beside { copy: &copy, limit: &|_| None, code: None };
    let report = assemble(&gathered, Asked::default(), &figures);
    let mut comparisons = Vec::new();
    for exam in &report.exams {
        let mut sheets = Vec::new();
        for name in &args.candidates {
            for candidate in exam.candidates.iter().filter(|of| of.candidate == *name) {
                sheets.extend(debrief::sheet_of(exam, candidate, &files, &beside)?);
            }
        }
        let sat = |name: &String| exam.candidates.iter().any(|of| of.candidate == *name);
        if args.candidates.iter().all(sat) && sheets.len() > 1 {
            comparisons.push(Comparison::new(sheets));
        }
    }
    if comparisons.is_empty() {
        return Err(not_together(args, &report));
    }
    let rows = match args.rows {
        CompareRows::Level => Rows::Level,
        CompareRows::Topic => Rows::Topic,
    };
    let sheets = || comparisons.iter().flat_map(|comparison| comparison.sheets.clone()).collect::<Vec<_>>();
    let text = match format {
        Format::Csv => return tables::debrief_csv(args.output.as_deref(), &sheets(), context),
        Format::Json => json::compare(&comparisons),
        Format::Markdown => page(&comparisons, rows).markdown(),
        Format::Table => page(&comparisons, rows).render(tables::look(args.output.as_deref(), context)),
    };
    output::write(args.output.as_deref(), context, |to| to.write_all(text.as_bytes()))
}

/// Who sat what, where no exam was sat by all.
fn not_together(args: &Compare, report: &Report) -> Failure {
    let sat = |name: &String| {
        let exams = report.exams.iter().filter(|exam| exam.candidates.iter().any(|of| of.candidate == *name));
        let exams: Vec<String> = exams.map(|exam| format!("`{}`", sanitize::line(&exam.id))).collect();
        let what = if exams.is_empty() { "nothing that counts".to_owned() } else { plural::list(&exams) };
        format!("{} sat {what}", sanitize::line(name))
    };
    let who: Vec<String> = args.candidates.iter().map(sat).collect();
    let message = format!("no exam was sat by all of them: {}", who.join("; "));
    Failure::new(Kind::CommandLine, message, "name two to five who sat the same exam")
}
