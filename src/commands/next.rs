//! Commands for what to practise next: how an exam is named on a command line, and which attempts are open.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::lines::{self, quoted};
use crate::cli::DEFAULT_LEARNER;
use crate::exam::{self, Exam};
use crate::library;
use crate::render::report::history::Open;
use crate::report::history::sat::base;
use crate::report::history::{History, Next, Person, Run, Sat};
use crate::report::model::Absent;
use crate::session::{Attempt, AttemptId, AttemptState, Mode};
use crate::store::ledger::Ledger;
use crate::store::results_files::ResultsFile;
use crate::store::{folder, journal, regular};

/// How exams are named on a command line, by id.
pub(super) struct AtHand(HashMap<String, (String, Exam)>);

impl AtHand {
    /// The exams of these attempts, which stand in `files`.
    pub(super) fn of(sats: &[Sat], own: Option<&Path>, files: &[ResultsFile], named: Option<&Path>) -> Self {
        let ledgers: Vec<Ledger> = ledgers(own, files).into_iter().map(|(_, ledger)| ledger).collect();
        let mut latest: HashMap<&str, &Sat> = HashMap::new();
        for sat in sats {
            let known = latest.entry(sat.base()).or_insert(sat);
            if (sat.own, sat.started_at) > (known.own, known.started_at) {
                *known = sat;
            }
        }
        let mut here = None;
        let found = latest.into_iter().filter_map(|(id, sat)| {
            let (name, exam) = name(sat, &ledgers, named, &mut here)?;
            Some((id.to_owned(), (name, exam)))
        });
        Self(found.collect())
    }

    /// The command that practises what is next; `None` where the exam is not at hand.
    pub(super) fn command(&self, history: &History, next: &Next, learner: &str) -> Option<String> {
        let (name, exam) = self.0.get(&history.exams.get(next.exam)?.id)?;
        let mut command = format!("examiner practice {}", quoted(name));
        match &next.run {
            Run::OnlyMissed => return Some(lines::only_missed(name, learner)),
            Run::All => {}
            Run::Topics(topics) => {
                // A topic that the exam does not have any more can't be practised: then all of it is.
                let has = |id: &String| exam.topics.iter().any(|topic| topic.id.as_str() == id);
                for topic in topics.iter().filter(|id| has(id)) {
                    command.push_str(&format!(" --topic {}", quoted(topic)));
                }
            }
        }
        if learner != DEFAULT_LEARNER {
            command.push_str(&format!(" --candidate {}", quoted(learner)));
        }
        Some(command)
    }
}

/// As it was named when it was last practised; else built in, a file in this folder, or the copy that was kept.
fn name(
    sat: &Sat,
    ledgers: &[Ledger],
    named: Option<&Path>,
    here: &mut Option<Vec<String>>,
) -> Option<(String, Exam)> {
    let if_it = |name: String| exam_called(&name).filter(|exam| is_it(exam, sat)).map(|exam| (name, exam));
    let as_named = || if_it(named?.display().to_string());
    let journal = || {
        let id = AttemptId::new(&sat.attempt_id)?;
        let begun = ledgers.iter().find_map(|ledger| journal::whose(&ledger.journal(&id)))?;
        if_it(begun.0.named?)
    };
    let built_in = || if_it(library::built_in(sat.base())?.id.to_owned());
    let in_folder = || {
        let here = here.get_or_insert_with(|| {
            let paths = folder::toml_files(Path::new(".")).into_iter();
            paths.map(|path| path.display().to_string()).collect()
        });
        here.iter().cloned().find_map(if_it)
    };
    let kept = || {
        let copies = ledgers.iter().flat_map(|ledger| ledger.copies(&sat.exam_digest));
        copies.map(|path| path.display().to_string()).find_map(if_it)
    };
    as_named().or_else(journal).or_else(built_in).or_else(in_folder).or_else(kept)
}

/// Whether an exam is the one that was sat, though perhaps a mended version: another may have its id, but not its questions.
fn is_it(exam: &Exam, sat: &Sat) -> bool {
    let asked: HashSet<&str> = exam.questions.iter().map(|question| question.id.as_str()).collect();
    let known = sat.answers.iter().filter(|answer| asked.contains(answer.question.as_str())).count();
    exam.id.as_str() == sat.base() && known * 2 > sat.answers.len()
}

/// The learner's own, and those of the results; whether it is the own one.
fn ledgers(own: Option<&Path>, files: &[ResultsFile]) -> Vec<(bool, Ledger)> {
    let own = own.and_then(|own| Ledger::of_learner(own).ok());
    let of_own = |ledger: &Ledger| own.as_ref().is_some_and(|own| own.results() == ledger.results());
    let others = files.iter().filter_map(|file| Ledger::at(&file.path).ok()).filter(|it| !of_own(it));
    let others: Vec<_> = others.map(|ledger| (false, ledger)).collect();
    own.into_iter().map(|ledger| (true, ledger)).chain(others).collect()
}

fn exam_called(name: &str) -> Option<Exam> {
    match library::built_in(name) {
        Some(known) => exam::parse(known.bytes).ok(),
        None => exam::parse(&folder::read_if_there(Path::new(name), regular::EXAM)?).ok(),
    }
}

/// Attempts of some people that are not in the results, the one begun last first.
pub(super) fn open(
    own: Option<&Path>,
    files: &[ResultsFile],
    of: &[&Person],
    exam: Option<&str>,
) -> Vec<Open> {
    let mut open = Vec::new();
    for (is_own, ledger) in ledgers(own, files) {
        for id in ledger.journals().unwrap_or_default() {
            let path = ledger.journal(&id);
            if journal::ends_recorded(&path) {
                continue;
            }
            let Ok(contents) = journal::read(&path) else { continue };
            let Ok(attempt) = Attempt::from_entries(&contents.entries) else { continue };
            let started = &attempt.started;
            // Where nobody is known yet, what one began is one's own.
            let is_theirs =
                of.iter().any(|one| one.name == started.candidate && one.id == started.candidate_id)
                    || of.is_empty() && is_own;
            if !is_theirs || exam.is_some_and(|exam| base(&started.exam) != exam) {
                continue;
            }
            let state = match attempt.state {
                AttemptState::Recorded { .. } => continue,
                AttemptState::Submitted { .. } => Absent::Unrecorded,
                AttemptState::Open if journal::is_running(&path) => Absent::Running,
                AttemptState::Open => Absent::Open,
            };
            let resume = || match started.mode {
                Mode::Practice if is_own => format!("examiner resume {id}"),
                Mode::Practice | Mode::Exam => lines::resume_line(&ledger, id.as_str()),
            };
            open.push(Open {
                attempt_id: id.to_string(),
                exam_id: started.exam.clone(),
                mode: started.mode,
                state,
                started_at: attempt.started_at,
                answered: attempt.answered(),
                of: attempt.progress.len(),
                command: match state {
                    Absent::Open => Some(resume()),
                    Absent::Unrecorded => Some(lines::record_line(&ledger)),
                    Absent::Running => None,
                },
            });
        }
    }
    open.sort_by_key(|open| std::cmp::Reverse(open.started_at));
    open
}
