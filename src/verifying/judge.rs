//! The columns that may change after the hand-in. What they have to say is decided where answers are marked ([`crate::grading`]).

use std::sync::Arc;

use crate::exam::{Exam, Points, Question, QuestionId};
use crate::grading::Marked;
use crate::grading::evidence::{Evidence as Answer, KEY};
use crate::grading::opinions::{Opinions, same_rubric};
use crate::grading::plan::Basis;
use crate::grading::{fit, said::Said};
use crate::results::COLUMNS;
use crate::results::cell::{guard, unguard};
use crate::results::row::{handed_in, is_text};
use crate::scoring::Outcome;
use crate::session::Event;

use super::super::kinds::{Alteration, Kind, Row};
use super::super::standing::{JUDGED, Standing, State};
use super::{Findings, Held, Tally};

impl Held<'_> {
    /// The exams with a key, which may have marked rows: the text that was sat first.
    pub(super) fn markers(&self, key: &str) -> Vec<Arc<Exam>> {
        let sat: String = self.journal.attempt.started.exam_digest.chars().take(16).collect();
        let all = (self.laws.exams)(self.exam, key);
        let (same, other): (Vec<_>, Vec<_>) =
            all.iter().cloned().partition(|exam| exam.exam_digest.short() == sat);
        same.into_iter().chain(other).collect()
    }

    /// The four columns that follow from key and marks.
    pub(super) fn judge(
        &self,
        row: &Row,
        place: usize,
        (key, exams): (&str, &[Arc<Exam>]),
        tally: &mut Tally,
        found: &mut Findings,
    ) {
        let is_own = key == self.cell(place, "key_digest");
        let as_held = JUDGED.map(|column| self.cell(place, column).to_owned());
        let held = is_own && differences(row, &as_held).is_empty();
        let answer = self.answer(place);
        let voices = self.laws.said.on(self.exam, &answer.attempt, &answer.question);
        let by_hand = !voices.is_empty() || self.cell(place, "outcome") == Outcome::Ungraded.word();
        let mut all: Vec<(&Arc<Exam>, Vec<State>)> =
            exams.iter().map(|exam| (exam, self.states(place, &answer, &voices, exam))).collect();
        let says_one = |(_, states): &(&Arc<Exam>, Vec<State>)| {
            states.iter().any(|state| differences(row, &state.must).is_empty())
        };
        let by = all.iter().position(says_one).unwrap_or_default();
        if all.is_empty() {
            // Without an exam marks can't be followed.
            let why = if by_hand {
                "no exam with this key is at hand to follow marks by; name its file with `--exam`"
            } else {
                ""
            };
            let says = differences(row, &as_held);
            found.alterations.extend(says.into_iter().map(|says| self.altered(row, place, says, why)));
            return;
        }
        let (exam, states) = all.swap_remove(by);
        if exam.exam_digest.short() != self.cell(place, "exam_digest") {
            tally.text = Some((self.cell(place, "exam_digest").to_owned(), exam.exam_digest.short()));
            let asked = std::iter::once(answer.question.as_str()).collect();
            let sat = self.sat.iter();
            tally.reworded.extend(sat.flat_map(|sat| fit::wordings(sat, exam, &asked).into_keys()));
        }
        let why = match (by_hand, is_own) {
            (false, true) => "",
            (false, false) => "by the key of the row",
            (true, true) => "by the marks",
            (true, false) => "by the key of the row, and the marks",
        };
        if let [state] = &states[..] {
            if !held {
                let says = differences(row, &state.must);
                found.alterations.extend(says.into_iter().map(|says| self.altered(row, place, says, why)));
            }
            return;
        }
        let recorded = self.recorded_ms().map_or(usize::MAX, |at_ms| self.laws.said.by(at_ms));
        found.standing.push(Standing {
            exam: self.exam.to_owned(),
            says: JUDGED.map(|column| says(row, column).map(str::to_owned)),
            held: held.then_some(recorded),
            states,
            altered: self.altered(row, place, ("outcome", String::new()), why),
        });
    }

    /// The row as answers are marked by: as it was handed in.
    fn answer(&self, place: usize) -> Answer {
        let cell = |column: &str| unguard(self.cell(place, column)).to_owned();
        Answer {
            place: 0..0,
            attempt: self.journal.attempt.started.attempt.to_string(),
            candidate: cell("candidate"),
            candidate_id: cell("candidate_id"),
            exam: cell("exam_id"),
            exam_digest: cell("exam_digest"),
            status: cell("status"),
            started_at: cell("started_at"),
            question: cell("question_id"),
            level: cell("level"),
            kind: cell("kind"),
            ladder: cell("ladder"),
            answer: cell("answer"),
            now: Marked {
                outcome: Outcome::from_word(&cell("outcome")).unwrap_or(Outcome::Unanswered),
                points: Points::parse(&cell("points")),
                max_points: Points::parse(&cell("max_points")).unwrap_or(Points(0)),
                // Nobody has marked it by hand yet.
                grader: KEY.to_owned(),
                key_digest: cell("key_digest"),
            },
        }
    }

    /// What the row has to say, from the first line of the marks to the last.
    fn states(&self, place: usize, answer: &Answer, voices: &[(usize, &Said)], exam: &Exam) -> Vec<State> {
        let is_same = |key: &str, question: &Question| {
            let of_key = |other: &Arc<Exam>| {
                other.key_digest.full() == key && same_rubric(other, exam, question.id.as_str())
            };
            key == exam.key_digest.full() || (self.laws.exams)(self.exam, key).iter().any(of_key)
        };
        let by = self.journal.attempt.progress.get(place).map(handed_in);
        let by = |_: &str, _: &str| by;
        let mut opinions = Opinions::default();
        let mut states: Vec<State> = Vec::new();
        let mut add = |after: usize, opinions: &Opinions| {
            let is_dropped = opinions.dropped.contains_key(&answer.question);
            let fits = || self.fits(answer, exam);
            // By an exam that does not fit nobody has marked it.
            let must =
                (is_dropped || fits()).then(|| Basis { exam, opinions, handed_in: &by }.marked(answer).0);
            let must = must.map_or_else(
                || JUDGED.map(|column| self.cell(place, column).to_owned()),
                |must| texts(&must),
            );
            if states.last().is_none_or(|last| last.must != must) {
                states.push(State { after, must });
            }
        };
        add(0, &opinions);
        for (after, said) in voices {
            opinions.say(said, exam, &is_same);
            add(*after, &opinions);
        }
        states
    }

    /// Whether answers to this question are marked by an exam at all.
    fn fits(&self, answer: &Answer, exam: &Exam) -> bool {
        let sat = self.sat.as_ref().filter(|sat| sat.exam_digest != exam.exam_digest);
        let asked = std::iter::once(answer.question.as_str()).collect();
        let known = QuestionId::new(&answer.question).is_some_and(|id| exam.question(&id).is_some());
        known
            && fit::of_rows(std::iter::once(answer), exam).is_empty()
            && sat.is_none_or(|sat| fit::of_exams(sat, exam, &asked).is_empty())
    }

    fn recorded_ms(&self) -> Option<i64> {
        let recorded = |event: &Event| matches!(event, Event::Recorded { .. });
        self.journal.entries.iter().rfind(|entry| recorded(&entry.event)).map(|entry| entry.stamp.at.0)
    }

    fn altered(
        &self,
        row: &Row,
        place: usize,
        (column, must): (&'static str, String),
        why: &str,
    ) -> Alteration {
        Alteration {
            column: Some(column),
            row: Some(row.cell(column).to_owned()),
            expected: Some(must),
            why: why.to_owned(),
            ..self.alteration(Kind::Cell, Some(place), Some(row.line))
        }
    }
}

/// What a row says, where the file has the column.
fn says<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    row.cells[COLUMNS.iter().position(|known| *known == column)?].as_deref()
}

/// The columns in which a row says something else, with what it has to say.
fn differences(row: &Row, must: &[String; 4]) -> Vec<(&'static str, String)> {
    let differs = |(column, must): (&'static str, &String)| {
        (says(row, column)? != must).then(|| (column, must.clone()))
    };
    JUDGED.into_iter().zip(must).filter_map(differs).collect()
}

/// As a row is written.
fn texts(marked: &Marked) -> [String; 4] {
    let points = marked.points.map(|points| points.to_string()).unwrap_or_default();
    let all =
        [marked.outcome.word().to_owned(), points, marked.max_points.to_string(), marked.grader.clone()];
    let mut columns = JUDGED.into_iter();
    all.map(|text| {
        let is_text = columns.next().is_some_and(is_text);
        if is_text { guard(&text).into_owned() } else { text }
    })
}
