//! Candidates in groups by level shown: counts and status at each rung, the total, its range.

use crate::report::Cell;
use crate::report::group::{Standing, standing};
use crate::report::model::{CandidateFigures, Cuts, ExamFigures, NoLevel, Sort};
use crate::report::statistics::percentile_rank;
use crate::scoring::{LevelShown, RungStatus};

use super::super::level;
use super::super::share;
use super::super::table::{Column, Table};
use super::{FEWEST_FOR_PERCENTILE, points, worth_of_totals};

/// Which columns of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// All.
    Whole,
    /// Those of some levels, from one rung to before another.
    Levels(usize, usize),
    /// Those of the total.
    Total,
}

/// The table, or its parts where it is wider than `width`. `marks` holds, for each candidate, the marks of the remarks that are
/// theirs.
pub(super) fn tables(
    exam: &ExamFigures,
    sort: Sort,
    times: bool,
    marks: &[String],
    width: usize,
) -> Vec<Table> {
    let whole = table(exam, sort, times, marks, Columns::Whole);
    if whole.least_width() <= width || rungs(exam).is_empty() {
        return vec![whole];
    }
    let (mut tables, mut from, all) = (Vec::new(), 0, rungs(exam).len());
    while from < all {
        let part = |to: usize| table(exam, sort, times, marks, Columns::Levels(from, to));
        let to = (from + 1..=all).rev().find(|&to| part(to).least_width() <= width).unwrap_or(from + 1);
        tables.push(part(to));
        from = to;
    }
    tables.push(table(exam, sort, times, marks, Columns::Total));
    tables
}

fn table(exam: &ExamFigures, sort: Sort, times: bool, marks: &[String], part: Columns) -> Table {
    let has_level = exam.candidates.iter().any(|of| of.level.shown.is_ok());
    let grouped = sort == Sort::Level && has_level && part != Columns::Total;
    let worth = worth_of_totals(exam);
    let mut rungs = rungs(exam);
    match part {
        Columns::Whole => {}
        Columns::Levels(from, to) => rungs = rungs.drain(from..to).collect(),
        Columns::Total => rungs.clear(),
    }
    let ranked = sort == Sort::Total;
    let percentiles = percentiles(exam);
    let mut columns = Vec::new();
    if ranked {
        columns.push(Column::number("rank"));
    }
    columns.push(Column::text(if grouped { "Level shown" } else { "Candidate" }));
    for rung in &rungs {
        let column = Column::number(&rung.level);
        columns.push(match rung.asked {
            Some(n) => column.under(&format!("of {n}")),
            None => column,
        });
    }
    if !matches!(part, Columns::Levels(..)) {
        let total = Column::number("total");
        columns.push(match worth {
            Some(worth) => total.under(&format!("of {}", share::sum(points(worth)))),
            None => total,
        });
        columns.push(Column::number("95% range"));
        columns.extend(percentiles.as_ref().map(|_| Column::number("percentile")));
        columns.extend(times.then(|| Column::number("time").under("of own limit")));
    }
    let says_level = !grouped && has_level && part != Columns::Total;
    columns.extend(says_level.then(|| Column::text("level shown")));
    let mut table = Table::new(columns);
    let mut group = None;
    for (place, candidate) in exam.candidates.iter().enumerate() {
        if grouped && group != Some(standing(candidate)) {
            group = Some(standing(candidate));
            table.group(&heading(candidate));
        }
        let mut cells = Vec::new();
        if ranked {
            cells.push(candidate.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()));
        }
        let indent = if grouped { "  " } else { "" };
        let mixed_above = grouped && is_mixed(candidate) && !matches!(standing(candidate), Standing::Mixed);
        let mixed = if mixed_above { " (mixed above)" } else { "" };
        cells.push(format!("{indent}{}{}{mixed}", candidate.shown_as, marks[place]));
        cells.extend(rungs.iter().map(|rung| rung_cell(candidate, rung)));
        if !matches!(part, Columns::Levels(..)) {
            cells.push(total_cell(&candidate.total, worth.is_some()));
            cells.push(range_cell(&candidate.total));
            cells.extend(percentiles.as_ref().map(|percentiles| {
                percentiles[place].map_or_else(|| "–".to_owned(), |rank| format!("{rank:.0}"))
            }));
            let time = || candidate.time_share.map_or_else(|| "–".to_owned(), share::percent);
            cells.extend(times.then(time));
        }
        cells.extend(says_level.then(|| heading(candidate)));
        table.row(cells);
    }
    table
}

/// A rung of a table: its level, and how many questions of it each candidate has, if that is the same for all.
struct Rung {
    level: String,
    asked: Option<u32>,
}

fn rungs(exam: &ExamFigures) -> Vec<Rung> {
    let nothing_asked = |of: &CandidateFigures| of.level.evidence.iter().all(|evidence| evidence.n == 0);
    if exam.cuts == Cuts::Lesson || exam.candidates.iter().all(nothing_asked) {
        return Vec::new();
    }
    let mut levels: Vec<&String> = Vec::new();
    for (level, _) in exam.candidates.iter().flat_map(|of| &of.level.ladder) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    let asked = |level: &String| {
        let mut all = exam.candidates.iter().map(|of| evidence(of, level).map_or(0, |(x_of, _)| x_of.n));
        let first = all.next()?;
        (first > 0 && all.all(|n| n == first)).then_some(first)
    };
    levels.into_iter().map(|level| Rung { asked: asked(level), level: level.clone() }).collect()
}

fn evidence<'a>(
    candidate: &'a CandidateFigures,
    level: &str,
) -> Option<(crate::scoring::Evidence, Option<&'a crate::scoring::RungShown>)> {
    let place = candidate.level.ladder.iter().position(|(rung, _)| rung == level)?;
    let shown = candidate.level.shown.as_ref().ok().and_then(|shown| shown.rungs.get(place));
    Some((*candidate.level.evidence.get(place)?, shown))
}

fn rung_cell(candidate: &CandidateFigures, rung: &Rung) -> String {
    let Some((evidence, shown)) = evidence(candidate, &rung.level) else { return "–".to_owned() };
    let count = match rung.asked {
        Some(_) => share::sum(evidence.x),
        None => share::counted(evidence.x, evidence.n),
    };
    match shown {
        Some(rung) if rung.status == RungStatus::NotAsked => level::status(level::RungStatus::NotAsked),
        // Where a weak rung is under a strong one, the answers must be read: no word says more than the counts.
        Some(_) if is_above_mixed(candidate, &rung.level) => count,
        Some(rung) => format!("{count} {}", level::status(status(rung))),
        None if evidence.n == 0 => "–".to_owned(),
        None => count,
    }
}

/// Whether answers are mixed and this rung is above what they show.
fn is_above_mixed(candidate: &CandidateFigures, level: &str) -> bool {
    let place = candidate.level.ladder.iter().position(|(rung, _)| rung == level);
    is_mixed(candidate) && candidate.level.shown.as_ref().is_ok_and(|shown| place > shown.shown)
}

/// A rung's status as the words for it need it.
pub(super) fn status(rung: &crate::scoring::RungShown) -> level::RungStatus {
    match rung.status {
        RungStatus::NotAsked => level::RungStatus::NotAsked,
        RungStatus::TooFew => level::RungStatus::TooFew,
        RungStatus::Shown => level::RungStatus::Shown,
        RungStatus::NotYet => level::RungStatus::NotYet,
        RungStatus::Open => level::RungStatus::Open { probability: rung.p_at_least },
    }
}

/// `28`, or `28/30` where totals are of different wholes; `at least 18` while something waits for a mark.
fn total_cell(total: &Cell, same_worth: bool) -> String {
    let earned = share::sum(points(total.points));
    let of = if same_worth { String::new() } else { format!("/{}", share::sum(points(total.worth()))) };
    if total.ungraded() > 0 { format!("at least {earned}{of}") } else { format!("{earned}{of}") }
}

fn range_cell(total: &Cell) -> String {
    match total.interval() {
        Some(interval) => share::range(interval.low, interval.high),
        None if total.ungraded() > 0 => format!("{} unmarked", total.ungraded()),
        None => "–".to_owned(),
    }
}

fn is_mixed(candidate: &CandidateFigures) -> bool {
    candidate.level.shown.as_ref().is_ok_and(|shown: &LevelShown| shown.mixed)
}

/// The words for the group that a candidate is in.
pub(super) fn heading(candidate: &CandidateFigures) -> String {
    match &candidate.level.shown {
        Ok(shown) => match shown.shown.and_then(|rung| candidate.level.ladder.get(rung)) {
            Some((level, _)) => format!("at least {level}"),
            None if shown.mixed => "mixed: read the answers".to_owned(),
            None => "nothing settled yet".to_owned(),
        },
        Err(reason) => no_level(*reason),
    }
}

/// Why there is no level, in words.
pub(super) fn no_level(reason: NoLevel) -> String {
    match reason {
        NoLevel::Lesson => "a lesson claims no level".to_owned(),
        NoLevel::SeveralAttempts => "no level: one attempt carries one, and all are added up".to_owned(),
        NoLevel::BestOf(times) => format!("no level: best of {times} attempts, counts only"),
        NoLevel::Filtered => "no level: only a part of the questions counts".to_owned(),
        NoLevel::NoLevels => "no level: no question has one of the ladder".to_owned(),
    }
}

/// Each candidate's percentile rank among all, from thirty on.
fn percentiles(exam: &ExamFigures) -> Option<Vec<Option<f64>>> {
    if exam.total_spread.n < FEWEST_FOR_PERCENTILE {
        return None;
    }
    let share = |of: &CandidateFigures| of.total.interval().and_then(|_| of.total.share());
    let shares: Vec<f64> = exam.candidates.iter().filter_map(share).collect();
    let rank = |of: &CandidateFigures| percentile_rank(&shares, share(of)?);
    Some(exam.candidates.iter().map(rank).collect())
}
