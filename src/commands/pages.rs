//! A report to a format, and to where it goes.

use std::io::Write;

use super::{output, tables, tidy_csv};
use crate::cli::report::{CellArg, Format, Report as Args};
use crate::context::Context;
use crate::failure::Failure;
use crate::render::page::parts;
use crate::render::report::pivot::{self, Figure};
use crate::render::report::{Shown, html, in_short, json, page};
use crate::report::Report;
use crate::report::assemble::{CodeOf, GROUPINGS};
use crate::report::gather::{Gathered, Grouping};
use crate::report::outcomes::Outcomes;
use crate::report::pivot::{Pivot, Shape, pivots as pivots_of};
use crate::session::moment::WallTime;

/// What heads a page of plain tables.
const TITLE: &str = "Results";
/// Columns that Markdown is laid out for: a page is wide.
const PAGE: usize = 160;

/// By what is gathered: a page has what the panel's report has, a CSV only its own cells.
pub fn groupings(shape: Option<Shape>, format: Format) -> Vec<Grouping> {
    let own = shape.map(Shape::groupings).unwrap_or_default();
    if format == Format::Csv {
        return own;
    }
    let more = own.into_iter().filter(|grouping| !GROUPINGS.contains(grouping));
    GROUPINGS.into_iter().chain(more).collect()
}

/// Writes the panel's report; what became of the questions is for a page.
pub fn panel(
    args: &Args,
    report: &Report,
    outcomes: &[Outcomes],
    format: Format,
    context: &mut Context,
) -> Result<(), Failure> {
    let shown = |width| Shown { width, times: args.times };
    let now = WallTime(context.clock.now().wall_ms);
    let text = match format {
        Format::Json => {
            return output::write(args.output.as_deref(), context, |to| json::report(report, now, to));
        }
        Format::Html => html::page(report, outcomes, args.times),
        Format::Markdown => page(report, shown(PAGE)).markdown(),
        Format::Table | Format::Csv => {
            let look = tables::look(args.output.as_deref(), context);
            page(report, shown(look.width)).render(look)
        }
    };
    write(args, &text, context)
}

/// Writes plain tables.
pub fn plain(
    args: &Args,
    gathered: &Gathered,
    shape: Shape,
    code: Option<&CodeOf<'_>>,
    report: &Report,
    format: Format,
    context: &mut Context,
) -> Result<(), Failure> {
    let place = groupings(Some(shape), format).iter().position(|one| shape.groupings().first() == Some(one));
    let grouping = place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0);
    let tables: Vec<Pivot> = pivots_of(gathered, shape, grouping, code, report);
    let figure = match args.cell {
        None => Figure::Counts,
        Some(CellArg::Both) => Figure::Both,
        Some(CellArg::Percent) => Figure::Percent,
        Some(CellArg::Points) => Figure::Points,
        Some(CellArg::Interval) => Figure::Interval,
    };
    let text = match format {
        Format::Json => {
            let now = WallTime(context.clock.now().wall_ms);
            let tables = |to: &mut dyn Write| json::pivots(report, &tables, shape, now, to);
            return output::write(args.output.as_deref(), context, tables);
        }
        Format::Html => parts::page(&pivot::page(report, &tables, shape, figure, usize::MAX), TITLE),
        Format::Markdown => pivot::page(report, &tables, shape, figure, usize::MAX).markdown(),
        Format::Table | Format::Csv => {
            let look = tables::look(args.output.as_deref(), context);
            pivot::page(report, &tables, shape, figure, look.width).render(look)
        }
    };
    write(args, &text, context)
}

/// Writes a tidy CSV. What must be known to read it is said besides: a table for programs has no room for it.
pub fn csv(
    args: &Args,
    gathered: &Gathered,
    shape: Shape,
    code: Option<&CodeOf<'_>>,
    report: &Report,
    context: &mut Context,
) -> Result<(), Failure> {
    tidy_csv::write(args, gathered, shape, code, context)?;
    for words in in_short(report, gathered) {
        context.say(&words);
    }
    Ok(())
}

fn write(args: &Args, text: &str, context: &mut Context) -> Result<(), Failure> {
    output::write(args.output.as_deref(), context, |to| to.write_all(text.as_bytes()))
}
