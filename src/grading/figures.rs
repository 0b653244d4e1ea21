//! What a plan means: question by question, and attempt by attempt what was earned and what level is shown, before and after.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::evidence::{Evidence, Marked};
use super::plan::Plan;
use crate::exam::{Exam, Fraction, Points, Purpose};
use crate::report::cell::Cell;
use crate::results::scan::ladder_rungs;
use crate::scoring::{Evidence as OfRung, LevelShown, Levels, Outcome};

/// What an answer is worth: outcome, points, of how many.
pub type Worth = (Outcome, Option<Points>, Points);

/// What would change in the answers to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfQuestion {
    /// Its id.
    pub id: String,
    /// From what to what, with how many answers; the most first.
    pub changes: Vec<(Worth, Worth, usize)>,
    /// How many answers to it there are.
    pub answers: usize,
}

/// One attempt before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct OfAttempt {
    /// Its id.
    pub attempt: String,
    /// Whose.
    pub candidate: String,
    /// What tells namesakes apart.
    pub candidate_id: String,
    /// Which exam, or form of it.
    pub exam: String,
    /// When it began.
    pub started_at: String,
    /// What was earned, not below nothing in all.
    pub total: [Cell; 2],
    /// What levels are read against, lowest first; none of a lesson.
    pub ladder: Vec<(String, Fraction)>,
    /// The evidence at each rung.
    pub evidence: [Vec<OfRung>; 2],
    /// What that shows; `None` of a lesson, and without any question of a level.
    pub level: [Option<LevelShown>; 2],
    /// How many answers change.
    pub changes: usize,
}

impl OfAttempt {
    /// Whether another level is shown, or answers become or stop being mixed.
    pub fn level_changes(&self) -> bool {
        let said = |level: &Option<LevelShown>| level.as_ref().map(|level| (level.shown, level.mixed));
        said(&self.level[0]) != said(&self.level[1])
    }
}

const fn worth(marked: &Marked) -> Worth {
    (marked.outcome, marked.points, marked.max_points)
}

/// Question by question, in the exam's order, then by id: those in which something would change.
pub fn of_questions(plan: &Plan, exam: &Exam) -> Vec<OfQuestion> {
    let mut by_id: BTreeMap<&str, OfQuestion> = BTreeMap::new();
    for (row, then) in plan.rows.iter().zip(&plan.then) {
        let of = by_id.entry(&row.question).or_insert_with(|| OfQuestion {
            id: row.question.clone(),
            changes: Vec::new(),
            answers: 0,
        });
        of.answers += 1;
        if row.now.is_worth_the_same(then) {
            continue;
        }
        let (from, to) = (worth(&row.now), worth(then));
        match of.changes.iter_mut().find(|(known, then, _)| (*known, *then) == (from, to)) {
            Some((.., count)) => *count += 1,
            None => of.changes.push((from, to, 1)),
        }
    }
    let place = |id: &str| exam.questions.iter().position(|question| question.id.as_str() == id);
    let mut all: Vec<OfQuestion> = by_id.into_values().filter(|of| !of.changes.is_empty()).collect();
    all.sort_by_key(|of| place(&of.id).unwrap_or(usize::MAX));
    for of in &mut all {
        of.changes.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    }
    all
}

/// Attempt by attempt, in the file's order, changed or not.
pub fn of_attempts(plan: &Plan, exam: &Exam) -> Vec<OfAttempt> {
    let mut places: HashMap<[&str; 4], usize> = HashMap::new();
    let mut attempts: Vec<Vec<(&Evidence, &Marked)>> = Vec::new();
    for (row, then) in plan.rows.iter().zip(&plan.then) {
        let whose = [row.attempt.as_str(), &row.candidate, &row.candidate_id, &row.exam];
        let place = *places.entry(whose).or_insert_with(|| {
            attempts.push(Vec::new());
            attempts.len() - 1
        });
        attempts[place].push((row, then));
    }
    let mut levels = Levels::new();
    attempts.iter().filter_map(|rows| of_attempt(rows, exam, &mut levels)).collect()
}

fn of_attempt(rows: &[(&Evidence, &Marked)], exam: &Exam, levels: &mut Levels) -> Option<OfAttempt> {
    let (first, _) = rows.first()?;
    let ladder = ladder(first, exam);
    let mut total = [Cell::default(), Cell::default()];
    let mut rungs = [vec![Cell::default(); ladder.len()], vec![Cell::default(); ladder.len()]];
    let mut known = HashSet::new();
    let mut changes = 0;
    for (row, then) in rows {
        // A copy of a row counts once.
        if !known.insert(row.question.as_str()) {
            continue;
        }
        changes += usize::from(!row.now.is_worth_the_same(then));
        let rung = ladder.iter().position(|(level, _)| *level == row.level);
        for (side, marked) in [&row.now, *then].into_iter().enumerate() {
            if marked.max_points == Points(0) {
                continue;
            }
            let cells = std::iter::once(&mut total[side]).chain(rung.map(|rung| &mut rungs[side][rung]));
            cells.for_each(|cell| cell.add(marked.outcome, marked.points, marked.max_points));
        }
    }
    total.iter_mut().for_each(Cell::floor);
    let cuts: Vec<Fraction> = ladder.iter().map(|(_, cut)| *cut).collect();
    let evidence = rungs.map(|rungs| rungs.iter().map(Cell::evidence).collect::<Vec<_>>());
    let level = evidence
        .each_ref()
        .map(|evidence| evidence.iter().any(|rung| rung.n > 0).then(|| levels.shown(&cuts, evidence)));
    Some(OfAttempt {
        attempt: first.attempt.clone(),
        candidate: first.candidate.clone(),
        candidate_id: first.candidate_id.clone(),
        exam: first.exam.clone(),
        started_at: first.started_at.clone(),
        total,
        ladder,
        evidence,
        level,
        changes,
    })
}

/// What an attempt's levels are read against: its own ladder, or the exam's where its rows have none.
fn ladder(row: &Evidence, exam: &Exam) -> Vec<(String, Fraction)> {
    if exam.purpose == Purpose::Lesson {
        return Vec::new();
    }
    let own = ladder_rungs(&row.ladder).unwrap_or_default();
    if own.is_empty() {
        return exam.ladder.rungs.iter().map(|rung| (rung.level.to_string(), rung.cut)).collect();
    }
    own.into_iter().map(|(level, cut)| (level.to_owned(), cut)).collect()
}
