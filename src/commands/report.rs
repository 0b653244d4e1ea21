//! `examiner report`: rows in, tables out.

use super::{asked, beside::Beside, tables, tidy_csv};
use crate::cli::report::{Format, Report as Args};
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::report::assemble::{self, CodeOf, assemble};
use crate::report::gather::{Gathered, Wanted};
use crate::report::pivot::Shape;
use crate::results::codes::Codes;
use crate::store::codes;
use crate::store::results_files::{self, ResultsFile};

/// Runs `report`.
pub fn run(args: &Args, context: &mut Context) -> Result<(), Failure> {
    let format = asked::format(args.format, args.output.as_deref())?;
    let shape = asked::shape(args, format)?;
    let pass = args.pass.as_deref().map(asked::share).transpose()?;
    let groupings = shape.map_or_else(|| assemble::GROUPINGS.to_vec(), Shape::groupings);
    let wanted = asked::wanted(args, groupings)?;
    let files = results_files::open(&args.results)?;
    let gathered = tables::gathered(&files, &wanted, context)?;
    asked::all_match(args, &gathered.known)?;
    let codes = if args.blind { Some(coded(&files, &gathered, context)?) } else { None };
    let code =
        |name: &str, id: &str| codes.as_ref().and_then(|codes| codes.of(name, id)).unwrap_or("?").to_owned();
    let code: Option<&CodeOf<'_>> = if args.blind { Some(&code) } else { None };
    match shape {
        Some(shape) if format == Format::Csv => tidy_csv::write(args, &gathered, shape, code, context)?,
        Some(shape) => tables::pivots(args, &gathered, shape, code, format, context)?,
        None => panel(args, &wanted, &files, &gathered, code, format, context)?,
    }
    let result = pass.map_or(Ok(()), |pass| passed(pass, &gathered, context));
    // The process ends: taking millions of cells apart first would only take time.
    std::mem::forget(gathered);
    result
}

fn panel(
    args: &Args,
    wanted: &Wanted,
    files: &[ResultsFile],
    gathered: &Gathered,
    code: Option<&CodeOf<'_>>,
    format: Format,
    context: &mut Context,
) -> Result<(), Failure> {
    let beside = Beside::of(files, &args.exam_file)?;
    let counts = |candidate: &str, exam: &str| {
        let among = |asked: &[String], it: &str| asked.is_empty() || asked.iter().any(|one| one == it);
        among(&wanted.candidates, candidate) && among(&wanted.exams, exam)
    };
    let absent = beside.absent(counts, &wanted.modes, |id| gathered.saw(id), args.blind);
    let limit = |id: &str| if args.times { beside.limit(id) } else { None };
    let copy = |id: &str, exam: &str, key: &str| beside.copy(id, exam, key);
    let beside = assemble::Beside { copy: &copy, limit: &limit, code };
    let mut report = assemble(gathered, asked::repeated(args), &beside);
    report.notes.extend(absent);
    tables::report(args, &report, format, context)
}

/// The codes of all candidates, new ones kept beside the first file.
fn coded(files: &[ResultsFile], gathered: &Gathered, context: &mut Context) -> Result<Codes, Failure> {
    let Some(first) = files.first() else { return Ok(Codes::default()) };
    let known = &gathered.known;
    let mut people: Vec<(&str, &str)> = gathered
        .seats
        .iter()
        .map(|seat| (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id)))
        .collect();
    people.sort_unstable();
    let chance = context.chance;
    let more = |text: &str| Ok(Codes::parse(text)?.extend(people.iter().copied(), chance));
    let path = codes::path_beside(&first.path);
    let text = codes::update(&path, more)?;
    Codes::parse(&text).map_err(|what| Failure::new(Kind::File, what, "move the file of codes away"))
}

/// Exit code 1 if the one candidate reported is below a share.
fn passed(pass: f64, gathered: &Gathered, context: &mut Context) -> Result<(), Failure> {
    let mut seats = gathered.seats.iter().filter(|seat| !seat.facts.is_empty());
    let (Some(seat), None) = (seats.next(), seats.next()) else {
        let message = "`--pass` is for one candidate at one exam";
        let help = "name them with `--candidate` and `--exam`; it is for your own practice scripts, not for selecting people";
        return Err(Failure::new(Kind::CommandLine, message, help));
    };
    if seat.total.ungraded() > 0 {
        context.say("`--pass` is not reached yet: there are answers that wait for a mark");
        return Err(Failure::said(Kind::AnswerIsNo));
    }
    let reached = seat.total.share().unwrap_or(0.0);
    if reached >= pass {
        return Ok(());
    }
    context
        .say(&format!("`--pass` is not reached: {} of {} points", seat.total.points, seat.total.max_points));
    Err(Failure::said(Kind::AnswerIsNo))
}
