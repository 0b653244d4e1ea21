//! Whether the rows that a journal holds follow from its own events: a hand-in that was changed together with the results does not.

use crate::grading::evidence::KEY;
use crate::results::COLUMNS;
use crate::results::cell::guard;
use crate::results::row::{is_text, ladder_cell, marked};
use crate::scoring::Outcome;
use crate::session::{AttemptState, By};

use super::super::kinds::{Alteration, Kind};
use super::{Findings, Held};

impl Held<'_> {
    pub(super) fn contradictions(&self, found: &mut Findings) {
        for place in 0..self.rows.len() {
            for (column, must) in self.told(place) {
                let says = self.cell(place, column);
                let must = if is_text(column) { guard(&must).into_owned() } else { must };
                let at = COLUMNS.iter().position(|known| *known == column);
                let has = at.is_some_and(|at| self.rows[place][at].is_some());
                if has && says != must {
                    found.alterations.push(Alteration {
                        column: Some(column),
                        row: Some(says.to_owned()),
                        expected: Some(must),
                        why: "its `submitted` does not follow from its other lines".to_owned(),
                        ..self.alteration(Kind::Journal, Some(place), None)
                    });
                }
            }
        }
    }

    /// What the events say of a row; with the exam, also what it is marked.
    fn told(&self, place: usize) -> Vec<(&'static str, String)> {
        let attempt = &self.journal.attempt;
        let (started, drawn, progress) = (&attempt.started, attempt.drawn(place), &attempt.progress[place]);
        let mut told = vec![
            ("candidate", started.candidate.clone()),
            ("candidate_id", started.candidate_id.clone()),
            ("exam_id", started.exam.clone()),
            ("exam_digest", started.exam_digest.chars().take(16).collect()),
            ("mode", started.mode.word().to_owned()),
            ("started_at", attempt.started_at.with_seconds()),
            ("number", (place + 1).to_string()),
            ("question_id", drawn.id.to_string()),
            ("topic", drawn.topic.to_string()),
            ("level", drawn.level.as_ref().map(ToString::to_string).unwrap_or_default()),
        ];
        if let AttemptState::Submitted { by, .. } | AttemptState::Recorded { by, .. } = &attempt.state {
            let status = match by {
                By::Person => "submitted",
                By::Clock => "expired",
            };
            told.push(("status", status.to_owned()));
        }
        let question = self.sat.as_ref().and_then(|exam| Some((exam, exam.question(&drawn.id)?)));
        if let Some((exam, question)) = question {
            let (answer, mark) = marked(exam, question, progress);
            told.extend([
                ("kind", question.face.kind().word().to_owned()),
                ("ladder", ladder_cell(exam)),
                ("answer", answer),
                ("outcome", mark.outcome.word().to_owned()),
                ("points", mark.points.map(|points| points.to_string()).unwrap_or_default()),
                ("max_points", mark.max_points.to_string()),
                ("grader", if mark.outcome == Outcome::Ungraded { "" } else { KEY }.to_owned()),
            ]);
        } else {
            let answer = progress.answer.as_ref().map(|(answer, _)| answer.clone()).unwrap_or_default();
            told.push(("answer", answer));
        }
        told
    }
}
