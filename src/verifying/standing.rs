//! Rows that people have spoken of: which of their marks the results have, and whether every row has them.
//!
//! All rows of an exam are marked anew at once, by whatever had been said until then. So there is one line of the marks up to which all of
//! them go; only attempts that were recorded later may still be as they were handed in. What was said after that line waits.

use std::collections::BTreeMap;

use super::check::Findings;
use super::kinds::{Alteration, FactKind};
use crate::grading::evidence::{DROPPED, KEY};

/// The columns that follow from key and marks, besides the key itself.
pub const JUDGED: [&str; 4] = ["outcome", "points", "max_points", "grader"];

/// What a row has to say from a line of the marks on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// How many lines had been said.
    pub after: usize,
    /// Its cells in the order of [`JUDGED`], guarded.
    pub must: [String; 4],
}

/// A row that people have spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of which exam, without a form.
    pub exam: String,
    /// What it says in the columns of [`JUDGED`], guarded; `None` where the file has no such column.
    pub says: [Option<String>; 4],
    /// If it is as it was handed in: how many lines had been said when it was recorded.
    pub held: Option<usize>,
    /// What it had to say, and from when on. Not empty.
    pub states: Vec<State>,
    /// The row, as an alteration without a column.
    pub altered: Alteration,
}

impl Standing {
    /// What it has to say after so many lines.
    fn at(&self, line: usize) -> &State {
        let place = self.states.partition_point(|state| state.after <= line);
        &self.states[place.saturating_sub(1)]
    }

    /// In how many columns it says something else.
    fn differences(&self, state: &State) -> usize {
        let differs =
            |(says, must): &(&Option<String>, &String)| says.as_ref().is_some_and(|says| says != *must);
        self.says.iter().zip(&state.must).filter(differs).count()
    }

    fn is(&self, state: &State) -> bool {
        self.differences(state) == 0
    }

    /// From which line on it says something else than it has to, in how many columns.
    fn costs(&self) -> Vec<(usize, usize)> {
        // As it was handed in it may be until it was recorded.
        let from = self.held.map_or(0, |recorded| recorded.saturating_add(1));
        let ends = self.states.iter().skip(1).map(|state| state.after).chain([usize::MAX]);
        let past = self.states.iter().zip(ends).filter(|(_, end)| *end > from);
        past.map(|(state, _)| (state.after.max(from), self.differences(state))).collect()
    }

    /// Whether it shows that its attempt was marked anew: by what was said until that line, and not as it was handed in.
    fn shows(&self, line: usize) -> bool {
        self.held.is_none() && self.is(self.at(line))
    }
}

/// Holds every such row against the line up to which its exam's rows go.
pub(super) fn settle(findings: &mut [Findings]) {
    let lines = lines(findings);
    for found in findings {
        let standing = std::mem::take(&mut found.standing);
        let line = |row: &Standing| lines.get(&row.exam).copied().unwrap_or_default();
        let is_marked = standing.iter().any(|row| row.shows(line(row)));
        let mut waiting = 0;
        let mut graders: BTreeMap<String, usize> = BTreeMap::new();
        for row in &standing {
            let state = row.at(line(row));
            let may_be_held = !is_marked && row.held.is_some_and(|recorded| line(row) <= recorded);
            if !row.is(state) && !may_be_held {
                found.alterations.extend(alterations(row, state));
                continue;
            }
            waiting += usize::from(row.states.last().is_some_and(|last| !row.is(last)));
            let grader = row.says[3].as_deref().unwrap_or_default();
            if row.is(state) && ![KEY, DROPPED, ""].contains(&grader) {
                *graders.entry(grader.to_owned()).or_default() += 1;
            }
        }
        found.alterations.sort_by_key(|one| one.line);
        let by_hand = graders.into_iter().map(|(graders, answers)| FactKind::ByHand { answers, graders });
        found.facts.extend(by_hand);
        found.facts.extend((waiting > 0).then_some(FactKind::Waiting { answers: waiting }));
    }
}

/// By exam, the line up to which its rows go: the last at which the least would have to be altered.
fn lines(findings: &[Findings]) -> BTreeMap<String, usize> {
    let mut steps: BTreeMap<&str, BTreeMap<usize, i64>> = BTreeMap::new();
    for row in findings.iter().flat_map(|found| &found.standing) {
        let of = steps.entry(&row.exam).or_insert_with(|| BTreeMap::from([(0, 0)]));
        let mut before = 0;
        for (from, cost) in row.costs() {
            let cost = i64::try_from(cost).unwrap_or_default();
            *of.entry(from).or_default() += cost - before;
            before = cost;
        }
    }
    let least = |steps: BTreeMap<usize, i64>| {
        let (mut cost, mut least, mut line) = (0_i64, i64::MAX, 0);
        let ends: Vec<usize> = steps.keys().skip(1).copied().chain([usize::MAX]).collect();
        for ((_, step), end) in steps.into_iter().zip(ends) {
            cost += step;
            if cost <= least {
                (least, line) = (cost, end - 1);
            }
        }
        line
    };
    steps.into_iter().map(|(exam, steps)| (exam.to_owned(), least(steps))).collect()
}

fn alterations(row: &Standing, state: &State) -> Vec<Alteration> {
    let altered = |((column, says), must): ((&'static str, &Option<String>), &String)| {
        let says = says.as_ref().filter(|says| *says != must)?;
        Some(Alteration {
            column: Some(column),
            row: Some(says.clone()),
            expected: Some(must.clone()),
            ..row.altered.clone()
        })
    };
    JUDGED.into_iter().zip(&row.says).zip(&state.must).filter_map(altered).collect()
}
