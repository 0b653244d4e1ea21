//! The columns that may change after the hand-in: what key and marks come to, and whether a row says it.

use std::sync::Arc;

use crate::exam::{Exam, Key};
use crate::results::COLUMNS;
use crate::results::cell::guard;
use crate::results::row::is_text;
use crate::scoring::Outcome;
use crate::session::Event;

use super::super::kinds::{Alteration, Kind, Row};
use super::super::remark::{DROPPED, Expected, KEY, expected};
use super::{Findings, Held, NotDropped, Tally};

impl Held<'_> {
    /// The four columns that follow from key and marks.
    pub(super) fn judge(
        &self,
        row: &Row,
        place: usize,
        key: &str,
        exam: Option<&Exam>,
        tally: &mut Tally,
        found: &mut Findings,
    ) {
        let as_held = Expected {
            outcome: Some(self.cell(place, "outcome").to_owned()),
            points: self.cell(place, "points").to_owned(),
            max_points: self.cell(place, "max_points").to_owned(),
            grader: self.cell(place, "grader").to_owned(),
        };
        let is_own = key == self.cell(place, "key_digest");
        let waits = as_held.outcome.as_deref() == Some(Outcome::Ungraded.word());
        let (mut must, mut why) = (as_held.clone(), "");
        if !is_own || waits {
            match self.remarked(place, exam) {
                Some(remarked) => {
                    must = remarked;
                    why = if is_own { "by the marks" } else { "by the key of the row, and the marks" };
                }
                None if waits => {
                    why = "no exam with this key is at hand to follow marks by; name its file with `--exam`";
                }
                None => {}
            }
        }
        let of = (self.exam.to_owned(), self.cell(place, "question_id").to_owned());
        let struck = self.laws.said.struck.get(&of);
        if let Some(struck) = struck {
            let marked = must.clone();
            must = Expected::dropped(must.outcome.as_deref().unwrap_or_default());
            why = "the question is dropped";
            if row.cell("grader") == DROPPED {
                found.dropped.push(of.clone());
            } else if differences(row, &marked).is_empty() || is_own && differences(row, &as_held).is_empty()
            {
                // It may have come into the results after the others were dropped.
                let recorded = self.recorded_ms().is_some_and(|at| at < struck.at_ms);
                let alterations = if recorded { self.altered(row, place, &must, why) } else { Vec::new() };
                found.not_dropped.push(NotDropped { of, alterations });
                return;
            }
        }
        let altered = self.altered(row, place, &must, why);
        if !altered.is_empty() && waits && differences(row, &as_held).is_empty() {
            tally.waiting += 1;
            return;
        }
        if altered.is_empty() && ![KEY, DROPPED, ""].contains(&must.grader.as_str()) {
            tally.by_hand(&must.grader);
        }
        found.alterations.extend(altered);
    }

    fn remarked(&self, place: usize, exam: Option<&Exam>) -> Option<Expected> {
        let exam = exam?;
        let attempt = &self.journal.attempt;
        let question = exam.question(&attempt.drawn(place).id)?;
        let given = self.laws.said.of(attempt.started.attempt.as_str(), question.id.as_str());
        let by_same_rubric = |key: &str| {
            if key == exam.key_digest.full() {
                return true;
            }
            let first: String = key.chars().take(16).collect();
            let other = (self.laws.exam)(self.exam, &exam.exam_digest.short(), &first);
            let rubric = |exam: &Exam| {
                let key = exam.question(&question.id).and_then(|other| other.key.clone());
                if let Some(Key::Essay { criteria, sample: _ }) = key { Some(criteria) } else { None }
            };
            other.is_some_and(|other| other.key_digest.full() == key && rubric(&other) == rubric(exam))
        };
        Some(expected(exam, question, attempt.progress.get(place)?, given, &by_same_rubric))
    }

    pub(super) fn exam(&self, place: usize, key: &str) -> Option<Arc<Exam>> {
        (self.laws.exam)(self.exam, self.cell(place, "exam_digest"), key)
    }

    fn recorded_ms(&self) -> Option<i64> {
        let recorded = |event: &Event| matches!(event, Event::Recorded { .. });
        self.journal.entries.iter().find(|entry| recorded(&entry.event)).map(|entry| entry.stamp.at.0)
    }

    fn altered(&self, row: &Row, place: usize, must: &Expected, why: &str) -> Vec<Alteration> {
        let altered = |(column, must): (&'static str, String)| Alteration {
            column: Some(column),
            row: Some(row.cell(column).to_owned()),
            expected: Some(must),
            why: why.to_owned(),
            ..self.alteration(Kind::Cell, Some(place), Some(row.line))
        };
        differences(row, must).into_iter().map(altered).collect()
    }
}

/// The judged columns in which a row says something else, with what it has to say.
fn differences(row: &Row, must: &Expected) -> Vec<(&'static str, String)> {
    let all = [
        ("outcome", must.outcome.as_deref()),
        ("points", Some(must.points.as_str())),
        ("max_points", Some(must.max_points.as_str())),
        ("grader", Some(must.grader.as_str())),
    ];
    let differs = |(column, must): (&'static str, Option<&str>)| {
        let says = row.cells[COLUMNS.iter().position(|known| *known == column)?].as_deref()?;
        let Some(must) = must else {
            let known = Outcome::from_word(says).is_some();
            return (!known).then(|| (column, "an outcome".to_owned()));
        };
        let must = if is_text(column) { guard(must).into_owned() } else { must.to_owned() };
        (says != must).then_some((column, must))
    };
    all.into_iter().filter_map(differs).collect()
}
