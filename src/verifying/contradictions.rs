//! Whether the rows that a journal holds follow from its own events: a hand-in that was changed together with the results does not.

use crate::exam::Exam;
use crate::results::follow::contradictions;
use crate::session::Rows;

use super::super::kinds::{Alteration, FactKind, Kind};
use super::{Findings, Held};

impl Held<'_> {
    pub(super) fn contradictions(&self, held: &Rows, found: &mut Findings) {
        let exams: Vec<&Exam> = self.texts.iter().map(AsRef::as_ref).collect();
        for one in contradictions(&self.journal.attempt, held, &exams) {
            found.alterations.push(Alteration {
                column: Some(one.column),
                row: Some(one.says),
                expected: Some(one.must),
                why: "its `submitted` does not follow from its other lines".to_owned(),
                ..self.alteration(Kind::Journal, Some(one.place), None)
            });
        }
    }

    /// Limits that are not the exam's, though nobody was granted extra time.
    pub(super) fn limits(&self, found: &mut Findings) {
        let started = &self.journal.attempt.started;
        let Some(exam) = self.sat.as_ref().filter(|_| started.extra_time.is_none()) else { return };
        let form = started
            .exam
            .split_once('/')
            .and_then(|(_, form)| exam.forms.iter().find(|known| known.id.as_str() == form));
        let whole = form.and_then(|form| form.time_limit).or(exam.time_limit);
        let ms = |limit: Option<crate::exam::Millis>| limit.map(|limit| limit.0);
        if started.limit != whole {
            let (sat, of_exam) = (ms(started.limit), ms(whole));
            found.facts.push(FactKind::OtherLimit { question: None, sat, of_exam });
        }
        for drawn in &started.questions {
            let of_exam = exam.question(&drawn.id).and_then(|question| question.time_limit);
            if drawn.limit != of_exam {
                let question = Some(drawn.id.to_string());
                found.facts.push(FactKind::OtherLimit {
                    question,
                    sat: ms(drawn.limit),
                    of_exam: ms(of_exam),
                });
            }
        }
    }
}
