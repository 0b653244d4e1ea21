//! Candidates in groups by level shown: counts and status at each rung, the total, its range.

use std::collections::HashSet;

use crate::report::Cell;
use crate::report::cell::Unsettled;
use crate::report::group::{Standing, standing};
use crate::report::model::{Asked, CandidateFigures, Cuts, ExamFigures, NoLevel, Sort};
use crate::scoring::{LevelShown, RungStatus};

use super::super::table::{Column, Table};
use super::super::{level, share};
use super::{FEWEST_FOR_PERCENTILE, in_points, is_too_empty, mixed, points, range_of, worth_of_totals};

/// The table, in parts where it is wider than `width`. `marks` holds, for each candidate, the marks of the remarks that are theirs.
pub(super) fn tables(
    exam: &ExamFigures,
    asked: &Asked,
    times: bool,
    marks: &[String],
    width: usize,
) -> Vec<Table> {
    let has_level = exam.candidates.iter().any(|of| of.level.shown.is_ok());
    let grouped = asked.sort == Sort::Level && has_level;
    let ranked = asked.sort == Sort::Total;
    let worth = worth_of_totals(exam);
    let rungs = rungs(exam, asked);
    let percentiles = exam.total_spread.n >= FEWEST_FOR_PERCENTILE;
    let mut columns = Vec::new();
    columns.extend(ranked.then(|| Column::number("rank")));
    columns.push(Column::text(if grouped { "Level shown" } else { "Candidate" }));
    columns.extend(rungs.iter().map(|rung| {
        let column = Column::number(&rung.level);
        match rung.asked {
            Some(n) => column.under(&format!("of {n}")),
            None => column,
        }
    }));
    let total = Column::number("total");
    let unit = if in_points(exam) { " points" } else { "" };
    columns.push(match worth {
        Some(worth) => total.under(&format!("of {}{unit}", share::sum(points(worth)))),
        None => total,
    });
    columns.push(Column::number("95% range").glued());
    columns.extend(percentiles.then(|| Column::number("percentile").glued()));
    columns.extend(times.then(|| Column::number("time").under("of own limit").glued()));
    let says_level = !grouped && has_level;
    columns.extend(says_level.then(|| Column::text("level shown")));
    let mut table = Table::new(columns);
    let mut group = None;
    for (place, candidate) in exam.candidates.iter().enumerate() {
        if grouped && group != Some(standing(candidate)) {
            group = Some(standing(candidate));
            table.group(&heading(candidate));
        }
        let mut cells = Vec::new();
        let dash = || "–".to_owned();
        cells.extend(ranked.then(|| candidate.rank.map_or_else(dash, |rank| rank.to_string())));
        let indent = if grouped { "  " } else { "" };
        let mixed_above = grouped && is_mixed(candidate) && !matches!(standing(candidate), Standing::Mixed);
        let mixed = if mixed_above { " (mixed above)" } else { "" };
        cells.push(format!("{indent}{}{}{mixed}", candidate.shown_as, marks[place]));
        cells.extend(rungs.iter().map(|rung| rung_cell(candidate, rung)));
        cells.push(total_cell(&candidate.total, worth.is_some()));
        cells.push(range_cell(&candidate.total));
        let percentile = || candidate.percentile.map_or_else(dash, |rank| format!("{rank:.0}"));
        cells.extend(percentiles.then(percentile));
        cells.extend(times.then(|| candidate.time_share.map_or_else(dash, share::percent)));
        cells.extend(says_level.then(|| heading(candidate)));
        table.row(cells);
        if let Some(words) = mixed::clause(candidate) {
            table.remark(&format!("{indent}  {words}"));
        }
    }
    table.split(1 + usize::from(ranked), width)
}

/// A rung of a table: its level, and how many questions of it each candidate has, if that is the same for all.
pub(super) struct Rung {
    pub(super) level: String,
    asked: Option<u32>,
}

/// The rungs that have a column.
pub(super) fn rungs(exam: &ExamFigures, asked: &Asked) -> Vec<Rung> {
    if exam.cuts == Cuts::Lesson || !exam.asks_levels() {
        return Vec::new();
    }
    let mut known = HashSet::new();
    let rungs = exam.candidates.iter().flat_map(|of| &of.level.ladder).map(|(level, _)| level);
    let mut levels: Vec<&String> = rungs.filter(|level| known.insert(*level)).collect();
    let on_them = exam.candidates.iter().map(|of| of.level.ladder.len()).sum();
    if is_too_empty(exam.candidates.len(), levels.len(), on_them) {
        return Vec::new();
    }
    let n = |of: &CandidateFigures, level: &str| evidence(of, level).map_or(0, |(x_of, _)| x_of.n);
    // What is not asked for has no column.
    let is_there = |level: &str| exam.candidates.iter().any(|of| n(of, level) > 0);
    levels.retain(|level| !asked.is_part() || is_there(level));
    let asked = |level: &String| {
        let mut all = exam.candidates.iter().map(|of| n(of, level));
        let first = all.next()?;
        (first > 0 && all.all(|n| n == first)).then_some(first)
    };
    levels.into_iter().map(|level| Rung { asked: asked(level), level: level.clone() }).collect()
}

/// What a candidate's answers at a level are, and what that shows.
pub(super) fn evidence<'a>(
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
pub(super) fn is_above_mixed(candidate: &CandidateFigures, level: &str) -> bool {
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
    match range_of(total) {
        Some(range) => range,
        None if total.unsettled() == Some(Unsettled::Ungraded) => format!("{} unmarked", total.ungraded()),
        None => "–".to_owned(),
    }
}

pub(super) fn is_mixed(candidate: &CandidateFigures) -> bool {
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
        NoLevel::SeveralAttempts => "no level: one attempt carries one, and here all are added up".to_owned(),
        NoLevel::BestOf(times) => format!("no level: best of {times} attempts, counts only"),
        NoLevel::RowsLeftOut => "no level: rows are left out".to_owned(),
        NoLevel::Filtered => "no level: only a part of the questions counts".to_owned(),
        NoLevel::NoLevels => {
            "no level: no question names a rung of the ladder in the column `level`".to_owned()
        }
    }
}
