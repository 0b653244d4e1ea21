//! Commands for what to practise next: how an exam is named on a command line.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::lines::{self, quoted};
use super::open::ledgers;
use crate::cli::DEFAULT_LEARNER;
use crate::exam::{self, Exam};
use crate::library;
use crate::report::history::{History, Next, Run, Sat};
use crate::session::AttemptId;
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
            Run::OnlyNew => command.push_str(" --only-new"),
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

fn exam_called(name: &str) -> Option<Exam> {
    match library::built_in(name) {
        Some(known) => exam::parse(known.bytes).ok(),
        None => exam::parse(&folder::read_if_there(Path::new(name), regular::EXAM)?).ok(),
    }
}
