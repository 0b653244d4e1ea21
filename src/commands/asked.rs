//! What a report's command line asks for: read, and refused where it means nothing.

use super::spelled::{DAY, day};
use crate::cli::report::{ChoiceArg, Dimension as Asked, Format, KeptArg, ModeArg, Report, SortArg};
use crate::failure::{Failure, Kind};
use crate::report::gather::{Counted, Dimension, Grouping, Wanted};
use crate::report::model::{self, Choice, Kept, Sort};
use crate::report::pivot::{Along, Shape};
use crate::session::Mode;

/// What is to be gathered for these groupings.
pub fn wanted(asked: &Report, groupings: Vec<Grouping>) -> Result<Wanted, Failure> {
    let since = asked.since.as_deref().map(day).transpose()?;
    let until = asked.until.as_deref().map(day).transpose()?;
    if since.zip(until).is_some_and(|(since, until)| since > until) {
        let message = "`--since` is a later day than `--until`";
        return Err(Failure::new(Kind::CommandLine, message, "name them the other way round"));
    }
    Ok(Wanted {
        groupings,
        counted: Counted { topics: asked.topic.clone(), levels: asked.level.clone() },
        candidates: asked.candidate.clone(),
        exams: asked.exam.clone(),
        since,
        before: until.map(|until| until + DAY),
        modes: asked.mode.iter().map(|mode| mode_of(*mode)).collect(),
        choice: choice(asked.attempts),
        skip_bad_rows: asked.skip_bad_rows,
        on_conflict: asked.on_conflict.map(kept),
    })
}

/// The same, to be repeated in machine formats.
pub fn repeated(asked: &Report) -> model::Asked {
    model::Asked {
        candidates: asked.candidate.clone(),
        exams: asked.exam.clone(),
        topics: asked.topic.clone(),
        levels: asked.level.clone(),
        since: asked.since.clone(),
        until: asked.until.clone(),
        modes: asked.mode.iter().map(|mode| mode_of(*mode).word().to_owned()).collect(),
        attempts: choice(asked.attempts),
        sort: match asked.sort {
            None | Some(SortArg::Level) => Sort::Level,
            Some(SortArg::Name) => Sort::Name,
            Some(SortArg::Total) => Sort::Total,
        },
    }
}

/// The one plain table that is asked for, if one is: csv always is one.
pub fn shape(asked: &Report, format: Format) -> Result<Option<Shape>, Failure> {
    let (rows, columns) = match (asked.rows, asked.columns) {
        (None, None) if format == Format::Csv => (Along::Candidate, Along::Of(Dimension::Topic)),
        (None, None) if asked.cell.is_some() => {
            let help = "name them with `--rows` and `--columns`: `--rows candidate --columns topic`";
            return Err(Failure::new(Kind::CommandLine, "`--cell` is for a table of rows and columns", help));
        }
        (None, None) => return Ok(None),
        (Some(rows), Some(columns)) => (along(rows), along(columns)),
        (Some(rows), None) => (along(rows), other(along(rows))),
        (None, Some(columns)) => (other(along(columns)), along(columns)),
    };
    if rows == columns && rows != Along::Nothing {
        let message = format!("rows and columns are both `{}`", rows.word());
        return Err(Failure::new(Kind::CommandLine, message, "name two, or `none` for one of them"));
    }
    Ok(Some(Shape { rows, columns }))
}

/// Refuses options that would change nothing, or say what is not so.
pub fn no_option_is_idle(asked: &Report, shape: Option<Shape>, format: Format) -> Result<(), Failure> {
    let plain = "`--rows`, `--columns` and csv make a plain table: leave one of the two out";
    let is_part = !asked.topic.is_empty() || !asked.level.is_empty();
    let machine = matches!(format, Format::Csv | Format::Json);
    let idle = [
        (shape.is_some() && asked.sort.is_some(), "`--sort` is for the panel's tables", plain),
        (shape.is_some() && asked.times, "`--times` is for the panel's tables", plain),
        (
            asked.times && is_part,
            "`--times` is of whole attempts, and `--topic` and `--level` count a part of each",
            "leave `--times` out, or the filters",
        ),
        (asked.times && asked.blind, "`--blind` shows no times", "leave `--times` out, or `--blind`"),
        (
            asked.cell.is_some() && machine,
            "`--cell` is for tables that are read, and csv and json hold all figures",
            "leave it out, or choose `--format table`, `markdown` or `html`",
        ),
    ];
    match idle.into_iter().find(|(is_idle, ..)| *is_idle) {
        Some((_, what, help)) => Err(Failure::new(Kind::CommandLine, what, help)),
        None => Ok(()),
    }
}

/// What goes with a dimension if only one is named.
fn other(along: Along) -> Along {
    if along == Along::Candidate { Along::Of(Dimension::Topic) } else { Along::Candidate }
}

const fn along(asked: Asked) -> Along {
    match asked {
        Asked::Candidate => Along::Candidate,
        Asked::Topic => Along::Of(Dimension::Topic),
        Asked::Level => Along::Of(Dimension::Level),
        Asked::Question => Along::Of(Dimension::Question),
        Asked::Exam => Along::Exam,
        Asked::Kind => Along::Of(Dimension::Kind),
        Asked::None => Along::Nothing,
    }
}

const fn mode_of(mode: ModeArg) -> Mode {
    match mode {
        ModeArg::Exam => Mode::Exam,
        ModeArg::Practice => Mode::Practice,
    }
}

const fn choice(asked: ChoiceArg) -> Choice {
    match asked {
        ChoiceArg::First => Choice::First,
        ChoiceArg::Latest => Choice::Latest,
        ChoiceArg::Best => Choice::Best,
        ChoiceArg::All => Choice::All,
    }
}

pub(super) const fn kept(asked: KeptArg) -> Kept {
    match asked {
        KeptArg::First => Kept::First,
        KeptArg::Last => Kept::Last,
    }
}
