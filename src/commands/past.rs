//! Attempts of the past, as a history needs them: read from results, and from the learner's own.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use super::attempt_rows::{self, Whose};
use super::misread::Naming;
use super::{learner, open, tables};
use crate::cli::DEFAULT_LEARNER;
use crate::context::Context;
use crate::exam::Exam;
use crate::failure::Failure;
use crate::report::gather::attempt_id;
use crate::report::gather::{Gathered, Wanted};
use crate::report::history::people::meant;
use crate::report::history::sat::base;
use crate::report::history::{HowFar, Person, Question, Sat, by_exam, people};
use crate::report::model::{Choice, Kept};
use crate::session::Mode;
use crate::store::ledger::Ledger;
use crate::store::results_files::{self, ResultsFile};

/// Every attempt there is, at exams and at practice.
pub fn wanted() -> Wanted {
    Wanted { modes: vec![Mode::Exam, Mode::Practice], choice: Choice::All, ..Wanted::default() }
}

/// The attempts of some people, at one exam or at all.
pub fn sats(
    files: &[ResultsFile],
    gathered: &Gathered,
    of: &[&Person],
    exam: Option<&str>,
) -> Result<Vec<Sat>, Failure> {
    let known = &gathered.known;
    let mut wanted = HashSet::new();
    for seat in &gathered.seats {
        let (name, id) = (known.candidates.text(seat.candidate), known.candidate_ids.text(seat.candidate_id));
        let at = known.exams.text(seat.exam);
        let is_meant = of.iter().any(|person| person.name == name && person.id == id)
            && exam.is_none_or(|exam| base(at) == exam);
        if is_meant {
            wanted.extend(seat.facts.iter().map(|fact| Whose {
                attempt: attempt_id(known, fact.attempt),
                candidate: (name.to_owned(), id.to_owned()),
                exam: at.to_owned(),
            }));
        }
    }
    let rows = attempt_rows::of(files, &wanted, gathered, Naming::Plain)?;
    let lacks = lacking(gathered);
    let sat = |(whose, rows): (&Whose, &Vec<_>)| {
        let lacks_rows = lacks.contains(&(whose.attempt.clone(), whose.exam.clone()));
        Some(Sat { lacks_rows, ..Sat::of(rows)? })
    };
    Ok(rows.iter().filter_map(sat).collect())
}

/// Attempts at exams of which rows are left out, because they can't be understood or others contradict them. Where one can't be understood at all, any of its seat may be the lesser for it.
fn lacking(gathered: &Gathered) -> HashSet<(String, String)> {
    let known = &gathered.known;
    let mut lacking = HashSet::new();
    for of in &gathered.left_out {
        let Some(seat) = of.seat.and_then(|place| gathered.seats.get(place)) else { continue };
        let ids: HashSet<String> = seat.facts.iter().map(|fact| attempt_id(known, fact.attempt)).collect();
        let all_there = of.attempts.iter().all(|id| ids.contains(id));
        let exam = known.exams.text(seat.exam);
        let lesser = ids.into_iter().filter(|id| !all_there || of.attempts.contains(id));
        lacking.extend(lesser.map(|id| (id, exam.to_owned())));
    }
    for of in gathered.contradicted.iter().filter(|of| of.lacks > 0) {
        lacking.insert((attempt_id(known, of.attempt), known.exams.text(of.exam).to_owned()));
    }
    lacking
}

/// The learner's own attempts, read without a word: what can't be understood says nothing here.
pub struct Own {
    /// Whose there are.
    pub people: Vec<Person>,
    files: Vec<ResultsFile>,
    gathered: Gathered,
}

impl Own {
    /// Of these results; `None` where there is nothing to read.
    pub fn of(results: PathBuf) -> Option<Self> {
        let files = results_files::open(&[results]).ok()?;
        let wanted = Wanted { skip_bad_rows: true, on_conflict: Some(Kept::Last), ..wanted() };
        let gathered = tables::gathered_quietly(&files, &wanted).ok()?;
        Some(Self { people: people(&gathered), files, gathered })
    }

    /// The attempts of some of them.
    pub fn sats(&self, of: &[&Person]) -> Vec<Sat> {
        let mut sats = sats(&self.files, &self.gathered, of, None).unwrap_or_default();
        for sat in &mut sats {
            sat.own = true;
        }
        sats
    }

    /// Their ids.
    pub fn ids(&self) -> HashSet<String> {
        let facts = self.gathered.seats.iter().flat_map(|seat| &seat.facts);
        facts.map(|fact| attempt_id(&self.gathered.known, fact.attempt)).collect()
    }
}

/// Of open attempts those that are not in the results all the same.
pub(super) fn not_there(open: Vec<Sat>, sats: &[Sat]) -> impl Iterator<Item = Sat> + use<> {
    let there: HashSet<String> = sats.iter().map(|sat| sat.attempt_id.clone()).collect();
    open.into_iter().filter(move |sat| !there.contains(&sat.attempt_id))
}

/// How each question that somebody practised stands, by exam.
#[derive(Default)]
pub struct Practised(HashMap<String, Vec<Question>>);

impl Practised {
    /// Of the learner: whoever is meant where nobody is named, else who practised last.
    pub fn of_learner(context: &Context) -> Self {
        let Some(ledger) = learner::existing_ledger(context) else { return Self::default() };
        let own = Own::of(ledger.results().to_owned());
        let people = own.as_ref().map(|own| &own.people[..]).unwrap_or_default();
        let who = meant(people, DEFAULT_LEARNER).ok();
        let who = who.or_else(|| people.iter().max_by_key(|person| person.latest));
        let sats = own.as_ref().map(|own| own.sats(&who.into_iter().collect::<Vec<_>>())).unwrap_or_default();
        let open = open::sats(&ledger);
        // Who has only begun yet is the learner, too.
        let last = || open.iter().max_by_key(|sat| sat.started_at).map(|sat| sat.candidate.clone());
        let name = who.map(|person| person.name.clone()).or_else(last).unwrap_or_default();
        Self::over(sats, open, &name)
    }

    /// Of somebody by this name, with all names that practised an exam there.
    pub fn of_name(ledger: &Ledger, name: &str, exam: &str) -> (Self, BTreeSet<String>) {
        let open = open::sats(ledger);
        let mut names: BTreeSet<String> =
            open.iter().filter(|sat| sat.base() == exam).map(|sat| sat.candidate.clone()).collect();
        let Some(own) = Own::of(ledger.results().to_owned()) else {
            return (Self::over(Vec::new(), open, name), names);
        };
        let who: Vec<&Person> = own.people.iter().filter(|person| person.name == name).collect();
        let known = &own.gathered.known;
        let at_exam = own.gathered.seats.iter().filter(|seat| base(known.exams.text(seat.exam)) == exam);
        names.extend(at_exam.map(|seat| known.candidates.text(seat.candidate).to_owned()));
        (Self::over(own.sats(&who), open, name), names)
    }

    /// Over attempts in the results, and those of a name that are open.
    fn over(mut sats: Vec<Sat>, open: Vec<Sat>, name: &str) -> Self {
        sats.extend(not_there(open, &sats).filter(|sat| sat.candidate == name));
        Self(by_exam(sats))
    }

    /// The questions of an exam, those that it does not ask any more left out.
    pub fn questions<'a>(&'a self, exam: &Exam) -> Vec<&'a Question> {
        let asked: HashSet<&str> = exam.questions.iter().map(|question| question.id.as_str()).collect();
        let questions = self.0.get(exam.id.as_str()).into_iter().flatten();
        questions.filter(|question| asked.contains(question.id.as_str())).collect()
    }

    /// Whether anything of an exam was practised.
    pub fn knows(&self, exam: &str) -> bool {
        self.0.get(exam).is_some_and(|questions| !questions.is_empty())
    }

    /// How far one got at an exam; `None` where nothing was tried.
    pub fn how_far(&self, exam: &Exam) -> Option<HowFar> {
        let far = HowFar::of(self.questions(exam));
        (far.tried > 0).then_some(far)
    }
}
