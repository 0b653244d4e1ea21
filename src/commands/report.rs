//! `examiner report`: rows in, tables out.

use std::path::PathBuf;

use super::misread::{self, Naming};
use super::{asked, beside::Beside, blind, filters, outcomes, output, pages, spelled, tables};
use crate::cli::report::{Format, Report as Args};
use crate::context::Context;
use crate::exam::Points;
use crate::failure::{Failure, Kind};
use crate::report::Report;
use crate::report::assemble::{self, CodeOf, assemble};
use crate::report::gather::{Gathered, Seat, Wanted};
use crate::report::model::Note;
use crate::report::noted;
use crate::results::codes::Codes;
use crate::scoring::Share;
use crate::session::Attempt;
use crate::store::codes;
use crate::store::results_files::{self, ResultsFile};

/// Runs `report`.
pub fn run(args: &Args, context: &mut Context) -> Result<(), Failure> {
    let format = spelled::format(args.format, args.output.as_deref())?;
    let shape = asked::shape(args, format)?;
    asked::no_option_is_idle(args, shape, format)?;
    let pass = args.pass.as_deref().map(spelled::share).transpose()?;
    let mut wanted = asked::wanted(args, pages::groupings(shape, format))?;
    let naming = if args.blind { Naming::Blind } else { Naming::Plain };
    let files = results_files::open(&args.results)
        .map_err(|trouble| misread::unopened(trouble, &args.results, naming))?;
    spare_what_is_read(args, &files)?;
    let known = if args.blind { blind::known(&files)? } else { Codes::default() };
    if args.blind {
        wanted.candidates = blind::names(&args.candidate, &known);
    }
    let mut gathered = tables::gathered_by(&files, &wanted, naming, context)?;
    let beside = Beside::of(&files, &args.exam_file)?;
    let absent = absent(args, &wanted, &gathered, &beside);
    filters::all_match(args, &gathered.known, &absent)?;
    if args.blind {
        blind::only(&args.candidate, &mut gathered, &known)?;
    }
    let all_days = || {
        let wanted = Wanted { since: None, before: None, ..wanted.clone() };
        tables::gathered_by(&files, &wanted, naming, context)
    };
    filters::something_counts(args, &gathered, &absent, all_days)?;
    let passing = pass.map(|pass| Ok::<_, Failure>((pass, only_seat(&gathered)?.clone()))).transpose()?;
    let codes = if args.blind { blind::made(&files, &gathered, context)? } else { Codes::default() };
    let code = |name: &str, id: &str| codes.of(name, id).unwrap_or("?").to_owned();
    let code: Option<&CodeOf<'_>> = if args.blind { Some(&code) } else { None };
    let mut report = match format {
        // A table for programs has no use for the figures.
        Format::Csv => Report {
            asked: asked::repeated(args),
            notes: noted::of_all(&gathered, &asked::repeated(args), args.blind),
            blind: args.blind,
            ..Report::default()
        },
        Format::Table | Format::Markdown | Format::Json | Format::Html => {
            figures(args, &gathered, &beside, code)
        }
    };
    report.notes.extend(beside.other_versions(args.blind));
    report.notes.extend(absent);
    // Whose they were is not known, so they are no note on candidates that are named.
    if args.candidate.is_empty() {
        for note in beside.removed(&wanted.exams, &wanted.modes, args.blind) {
            if !report.notes.contains(&note) {
                report.notes.push(note);
            }
        }
    }
    report.notes.extend(tables::notes_on_left_out(&files, naming));
    match shape {
        Some(shape) if format == Format::Csv => pages::csv(args, &gathered, shape, code, &report, context)?,
        Some(shape) => pages::plain(args, &gathered, shape, code, &report, format, context)?,
        None => {
            let material = outcomes::Material { files: &files, gathered: &gathered, beside: &beside, code };
            let outcomes =
                if format == Format::Html { outcomes::of(&report, &material)? } else { Vec::new() };
            pages::panel(args, &report, &outcomes, format, context)?;
        }
    }
    // The process ends: taking millions of cells apart first would only take time.
    std::mem::forget(gathered);
    passing.map_or(Ok(()), |(pass, seat)| passed(pass, &seat, context))
}

/// Refuses to write over what is read, or over codes that are about to be made.
fn spare_what_is_read(args: &Args, files: &[ResultsFile]) -> Result<(), Failure> {
    let codes: Vec<PathBuf> = files.iter().map(|file| codes::path_beside(&file.path)).collect();
    let read = files.iter().map(|file| &file.path).chain(&codes).chain(&args.exam_file);
    output::spare(args.output.as_deref(), read.map(PathBuf::as_path))
}

fn figures(args: &Args, gathered: &Gathered, beside: &Beside, code: Option<&CodeOf<'_>>) -> Report {
    let limit = |id: &str| if args.times { beside.limit(id) } else { None };
    let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
    assemble(gathered, asked::repeated(args), &assemble::Beside { copy: &copy, limit: &limit, code })
}

/// Attempts that are asked for and not in the results.
fn absent(args: &Args, wanted: &Wanted, gathered: &Gathered, beside: &Beside) -> Vec<Note> {
    let counts = |attempt: &Attempt| {
        let among = |asked: &[String], it: &str| asked.is_empty() || asked.iter().any(|one| one == it);
        among(&wanted.candidates, &attempt.started.candidate)
            && among(&wanted.exams, &attempt.started.exam)
            && wanted.since.is_none_or(|since| attempt.started_at.0 >= since)
            && wanted.before.is_none_or(|before| attempt.started_at.0 < before)
    };
    beside.absent(counts, &wanted.modes, |id| gathered.saw(id), args.blind)
}

/// What the one candidate earned at the one exam that count.
fn only_seat(gathered: &Gathered) -> Result<&Seat, Failure> {
    let mut seats = gathered.seats.iter().filter(|seat| !seat.facts.is_empty() && seat.total.questions > 0);
    if let (Some(seat), None) = (seats.next(), seats.next()) {
        return Ok(seat);
    }
    let message = "`--pass` is for one candidate at one exam";
    let help = "name them with `--candidate` and `--exam`; it is for your own practice scripts, not for selecting people";
    Err(Failure::new(Kind::CommandLine, message, help))
}

/// Exit code 1 if the one candidate reported is below a share.
fn passed(pass: f64, seat: &Seat, context: &mut Context) -> Result<(), Failure> {
    let (points, waiting, worth) = (seat.total.points, seat.total.waiting, seat.total.worth());
    let share = |points: Points| Share::of_points(points, worth).as_f64();
    // What waits for a mark may earn all or nothing: where neither changes the answer, it is given.
    if share(points) >= pass {
        return Ok(());
    }
    let best = seat.most;
    context.say(&if waiting == Points::default() {
        format!("`--pass` is not reached: {points} of {worth} points")
    } else if share(best) >= pass {
        format!("`--pass` is not reached yet: {points} of {worth} points, and answers worth {waiting} wait for a mark")
    } else {
        format!("`--pass` is not reached: {points} of {worth} points, and {best} at most once all is marked")
    });
    Err(Failure::said(Kind::AnswerIsNo))
}
