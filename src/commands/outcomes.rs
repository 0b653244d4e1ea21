//! What became of each question: the attempts that count, read once more with all their cells.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::attempt_rows::{self, Whose};
use super::beside::Beside;
use super::misread::Naming;
use crate::exam::Exam;
use crate::failure::Failure;
use crate::report::Report;
use crate::report::assemble::CodeOf;
use crate::report::gather::attempt_id;
use crate::report::gather::{Fact, Gathered, Seat};
use crate::report::model::ExamFigures;
use crate::report::outcomes::{MOST_CANDIDATES, Outcomes, Sitting, Source, outcomes};
use crate::store::results_files::ResultsFile;

/// What is read, and how.
pub struct Material<'a> {
    /// The results.
    pub files: &'a [ResultsFile],
    /// What was gathered of them.
    pub gathered: &'a Gathered,
    /// The exams.
    pub beside: &'a Beside,
    /// Codes in place of names.
    pub code: Option<&'a CodeOf<'a>>,
}

/// For each exam of a report.
pub fn of(report: &Report, material: &Material<'_>) -> Result<Vec<Outcomes>, Failure> {
    let seats = material.seats();
    let is_few = |exam: &&ExamFigures| exam.candidates.len() <= MOST_CANDIDATES;
    let few = report.exams.iter().filter(is_few);
    let wanted: HashSet<Whose> = few
        .flat_map(|exam| sittings(exam, &seats))
        .map(|(_, seat, fact)| material.whose(seat, fact))
        .collect();
    let naming = if report.blind { Naming::Blind } else { Naming::Plain };
    let rows = attempt_rows::of(material.files, &wanted, material.gathered, naming)?;
    let of_exam = |exam: &ExamFigures| {
        if !is_few(&exam) {
            return Outcomes::TooManyCandidates(exam.candidates.len());
        }
        let sittings = sittings(exam, &seats);
        let copies: Vec<Option<Rc<Exam>>> =
            sittings.iter().map(|(_, _, fact)| material.copy(&exam.id, fact)).collect();
        let source = |((sitting, seat, fact), copy): (&(Sitting, &Seat, &Fact), &'_ Option<Rc<Exam>>)| {
            (*sitting, rows.get(&material.whose(seat, fact)), copy.clone())
        };
        let found: Vec<_> = sittings.iter().zip(&copies).map(source).collect();
        let sources: Vec<Source<'_>> = found
            .iter()
            .map(|(sitting, rows, exam)| Source {
                sitting: *sitting,
                rows: rows.map(Vec::as_slice).unwrap_or_default(),
                exam: exam.as_deref(),
            })
            .collect();
        outcomes(exam, &report.asked, &sources, report.blind)
    };
    Ok(report.exams.iter().map(of_exam).collect())
}

/// Seats by exam, name or code, and candidate id.
type Seats<'a> = HashMap<(&'a str, String, &'a str), &'a Seat>;

impl<'a> Material<'a> {
    fn seats(&self) -> Seats<'a> {
        let known = &self.gathered.known;
        let key = |seat: &'a Seat| {
            let (name, id) =
                (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
            let exam = known.exams.text(seat.exam);
            match self.code {
                Some(code) => (exam, code(name, id), ""),
                None => (exam, name.to_owned(), id),
            }
        };
        self.gathered.seats.iter().map(|seat| (key(seat), seat)).collect()
    }

    fn copy(&self, exam: &str, fact: &Fact) -> Option<Rc<Exam>> {
        let digest = |name| self.gathered.known.digests.text(name);
        self.beside.copy(exam, digest(fact.exam_digest), digest(fact.key_digest))
    }

    fn whose(&self, seat: &Seat, fact: &Fact) -> Whose {
        let known = &self.gathered.known;
        let person = (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
        Whose {
            attempt: attempt_id(known, fact.attempt),
            candidate: (person.0.to_owned(), person.1.to_owned()),
            exam: known.exams.text(seat.exam).to_owned(),
        }
    }
}

/// The attempts that count, in the order of an exam's candidates.
fn sittings<'a>(exam: &ExamFigures, seats: &Seats<'a>) -> Vec<(Sitting, &'a Seat, &'a Fact)> {
    let mut sittings = Vec::new();
    for (candidate, of) in exam.candidates.iter().enumerate() {
        let key = (exam.id.as_str(), of.candidate.clone(), of.candidate_id.as_str());
        let Some(seat) = seats.get(&key).copied() else { continue };
        let several = seat.facts.len() > 1;
        let facts = seat.facts.iter().enumerate();
        sittings.extend(
            facts.map(|(place, fact)| {
                (Sitting { candidate, attempt: several.then_some(place + 1) }, seat, fact)
            }),
        );
    }
    sittings
}
