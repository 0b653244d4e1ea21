//! Commands for what to practise next: how an exam is named on a command line, and which attempts are open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::lines::{self, quoted};
use super::list;
use crate::cli::DEFAULT_LEARNER;
use crate::exam::{self, Exam};
use crate::library;
use crate::render::report::history::Open;
use crate::report::history::sat::base;
use crate::report::history::{History, Next, Person, Run, Sat};
use crate::report::model::Absent;
use crate::session::{Attempt, AttemptId, AttemptState, Mode};
use crate::store::ledger::Ledger;
use crate::store::{folder, journal, regular};

/// How exams are named on a command line, by id.
pub(super) struct AtHand(HashMap<String, (String, Option<Exam>)>);

impl AtHand {
    /// The exams of these attempts.
    pub(super) fn of(sats: &[Sat], own: Option<&Path>, named: Option<&Path>) -> Self {
        let ledger = own.and_then(|own| Ledger::of_learner(own).ok());
        let mut latest: HashMap<&str, &Sat> = HashMap::new();
        for sat in sats {
            let known = latest.entry(sat.base()).or_insert(sat);
            if (sat.own, sat.started_at) > (known.own, known.started_at) {
                *known = sat;
            }
        }
        let mut here = None;
        let found = latest.into_iter().filter_map(|(id, sat)| {
            let name = name(id, sat, ledger.as_ref(), named, &mut here)?;
            let exam = exam_called(&name);
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
                let has = |id: &String| {
                    exam.as_ref().is_none_or(|exam| exam.topics.iter().any(|topic| topic.id.as_str() == id))
                };
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
    id: &str,
    sat: &Sat,
    ledger: Option<&Ledger>,
    named: Option<&Path>,
    here: &mut Option<HashMap<String, String>>,
) -> Option<String> {
    let is_it = |name: &String| exam_called(name).is_some_and(|exam| exam.id.as_str() == id);
    let as_named = named.map(|path| path.display().to_string());
    let journal = || {
        let path = ledger?.journal(&AttemptId::new(&sat.attempt_id)?);
        journal::whose(&path)?.0.named.filter(is_it)
    };
    let built_in = || library::built_in(id).map(|known| known.id.to_owned());
    let mut in_folder = || {
        let here = here.get_or_insert_with(|| {
            let at_hand = list::at_hand(Path::new(".")).into_iter();
            at_hand.filter_map(|one| Some((one.exam.ok()?.id.to_string(), one.name))).collect()
        });
        here.get(id).cloned()
    };
    let kept = || {
        let copies = ledger?.copies(&sat.exam_digest);
        copies.iter().map(|path| path.display().to_string()).find(is_it)
    };
    as_named.or_else(journal).or_else(built_in).or_else(&mut in_folder).or_else(kept)
}

fn exam_called(name: &str) -> Option<Exam> {
    match library::built_in(name) {
        Some(known) => exam::parse(known.bytes).ok(),
        None => exam::parse(&folder::read_if_there(Path::new(name), regular::EXAM)?).ok(),
    }
}

/// Attempts of some people that are not in the results, the one begun last first.
pub(super) fn open(own: Option<&Path>, others: &[PathBuf], of: &[&Person], exam: Option<&str>) -> Vec<Open> {
    let learners = own.and_then(|own| Ledger::of_learner(own).ok());
    let ledgers = others.iter().filter_map(|path| Ledger::at(path).ok());
    let mut open = Vec::new();
    for (is_own, ledger) in learners.into_iter().map(|it| (true, it)).chain(ledgers.map(|it| (false, it))) {
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
