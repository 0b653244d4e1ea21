//! `examiner debrief`: the sheet that an interviewer takes into the conversation.

use std::path::{Path, PathBuf};

use super::sheets::{self, Material, Named};
use super::{filters, learner, output, spelled, tables};
use crate::cli::debrief::Debrief;
use crate::cli::report::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::report::debrief::{Asked, Detail, Questions, page};
use crate::render::report::{html, json};
use crate::report::debrief::Sheet;
use crate::report::gather::Wanted;
use crate::report::gather::attempt_id;
use crate::report::model::Choice;
use crate::session::Mode;
use crate::store::folder;
use crate::store::results_files;

/// Runs `debrief`.
pub fn run(args: &Debrief, context: &mut Context) -> Result<(), Failure> {
    let to = args.sheets.output.as_deref();
    let format = spelled::format(args.sheets.format, to)?;
    let (candidate, paths) = who_and_where(args, context);
    let files = results_files::open(&paths)?;
    let named = Named::of(&candidate.into_iter().collect::<Vec<_>>(), &files, context)?;
    let wanted = wanted(args, &named);
    let material = Material::of(&files, &wanted, &named, &args.sheets, context)?;
    let mut sheets = sheets(args, &material)?;
    if sheets.is_empty() {
        return Err(sheets::nothing_counts());
    }
    for question in &args.question {
        let ids = || sheets.iter().flat_map(|sheet| sheet.answers.iter().map(|told| told.id.as_str()));
        if !ids().any(|id| id == question) {
            return Err(filters::nowhere("question", question, ids()));
        }
    }
    if !args.question.is_empty() {
        sheets = sheets.into_iter().filter_map(|sheet| sheet.only(&args.question)).collect();
    }
    let page = || page(&sheets, shown(args), &material.notes);
    let text = match format {
        Format::Html => html::debrief::page(&sheets, shown(args), &material.notes),
        Format::Json => json::debrief(&sheets, &material.notes),
        Format::Csv => return sheets::csv(&args.sheets, &sheets, &material.notes, context),
        Format::Markdown => page().markdown(),
        Format::Table => page().render(tables::look(to, context)),
    };
    output::write(to, context, |to| to.write_all(text.as_bytes()))
}

fn shown(args: &Debrief) -> Asked {
    let named = !args.question.is_empty();
    Asked {
        questions: match args.all {
            _ if named => Questions::Named,
            true => Questions::All,
            false => Questions::Missed,
        },
        detail: if args.full || named { Detail::Full } else { Detail::Short },
    }
}

/// Who, and in which files. With `--last` nobody need be named, so what stands in that place may be a file; and where no file
/// is named, one's own practice is among them.
fn who_and_where(args: &Debrief, context: &Context) -> (Option<String>, Vec<PathBuf>) {
    let first = args.candidate.as_deref().filter(|first| args.last && folder::exists(Path::new(first)));
    let candidate = args.candidate.clone().filter(|_| first.is_none());
    let mut paths: Vec<PathBuf> = first.into_iter().map(PathBuf::from).chain(args.files.clone()).collect();
    if paths.is_empty() {
        let results = args.default.results.clone();
        let practice = if args.last { learner::existing_ledger(context) } else { None };
        paths.extend(practice.map(|ledger| ledger.results().to_owned()));
        if paths.is_empty() || folder::exists(&results) {
            paths.insert(0, results);
        }
    }
    (candidate, paths)
}

fn wanted(args: &Debrief, named: &Named) -> Wanted {
    let wanted = sheets::wanted(&args.sheets, named.names(), args.exam.clone());
    if args.last {
        return Wanted { modes: vec![Mode::Exam, Mode::Practice], choice: Choice::Latest, ..wanted };
    }
    wanted
}

/// A sheet for each exam that each person of this name sat; with `--last` the one begun last.
fn sheets(args: &Debrief, material: &Material<'_>) -> Result<Vec<Sheet>, Failure> {
    let known = &material.gathered.known;
    let facts = material.gathered.seats.iter().flat_map(|seat| &seat.facts);
    // As attempts are ordered everywhere: by when they began, then by their ids.
    let begun = facts.map(|fact| (fact.started(), attempt_id(known, fact.attempt)));
    let last = begun.max().map(|(_, id)| id);
    let exams = material.report.exams.iter();
    let all = exams.flat_map(|exam| exam.candidates.iter().map(move |candidate| (exam, candidate)));
    let wanted: Vec<_> = all
        .filter(|(_, candidate)| {
            let id = candidate.attempts.first().and_then(|facts| facts.attempt_id.as_ref());
            !args.last || last.as_ref() == id
        })
        .collect();
    material.sheets(&wanted)
}
