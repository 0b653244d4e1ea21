//! What is at hand to be named. What can't be read is not there, and nothing takes long.

use std::path::{Path, PathBuf};

use super::engine::{Named, toml_files};
use super::{Candidate, recorded};
use crate::cli::pages;
use crate::commands::{help, list};
use crate::exam::{self, Exam, WarningName};
use crate::library;
use crate::report::gather::{Known, Names};
use crate::store::folder;

/// Exam files of more bytes are offered without their forms.
const MOST_OF_AN_EXAM: u64 = 1 << 20;
/// So many exam files are looked into.
const MOST_EXAMS: usize = 64;

/// The warnings of `check`.
fn warnings() -> impl Iterator<Item = Candidate> {
    WarningName::words().into_iter().map(|name| Candidate::new(name, ""))
}

/// The words before the cursor, and where results are.
pub(super) struct World {
    words: Vec<String>,
    data: Option<PathBuf>,
}

impl World {
    pub(super) fn of(words: &[String], data: Option<PathBuf>) -> Self {
        Self { words: words.to_vec(), data }
    }

    /// All of a sort; what is typed so far says where files are looked for.
    pub(super) fn all(&self, named: Named, typed: &str) -> Vec<Candidate> {
        match named {
            Named::Exam => exams(typed),
            Named::ExamFile => {
                let built_in = library::BUILT_IN.iter().map(|exam| Candidate::new(exam.id, "built in"));
                built_in.chain(toml_files(typed).into_iter().map(|path| Candidate::new(path, ""))).collect()
            }
            Named::Form => self.of_exam(|exam| {
                exam.forms.iter().map(|form| Candidate::new(form.id.as_str(), &form.title)).collect()
            }),
            Named::Topic => self.of_exam(|exam| {
                exam.topics.iter().map(|topic| Candidate::new(topic.id.as_str(), &topic.title)).collect()
            }),
            Named::Level => self.of_exam(|exam| {
                exam.ladder.rungs.iter().map(|rung| Candidate::new(rung.level.as_str(), "")).collect()
            }),
            Named::Attempt => recorded::attempts(&self.words, self.data.as_deref()),
            Named::Journaled => recorded::journaled(&self.words),
            Named::Candidate => self.in_results(|known| &known.candidates),
            Named::ExamSat => self.in_results(|known| &known.exams),
            Named::TopicAsked => self.in_results(|known| &known.topics),
            Named::LevelAsked => self.in_results(|known| &known.levels),
            Named::Practised => self.in_history(|known| &known.exams),
            Named::Learner => self.in_history(|known| &known.candidates),
            Named::TopicPractised => self.in_history(|known| &known.topics),
            Named::Warning => warnings().collect(),
            Named::HelpTopic if self.words.get(2).is_some_and(|word| word == "check") => warnings().collect(),
            Named::HelpTopic => {
                let topics = help::TOPICS.iter().map(|topic| Candidate::new(topic.name, topic.about));
                topics.chain(commands()).collect()
            }
            Named::Command => commands().collect(),
        }
    }

    /// What is in the first exam that the line names.
    fn of_exam(&self, what: impl Fn(&Exam) -> Vec<Candidate>) -> Vec<Candidate> {
        let words = self.words.iter().skip(2).filter(|word| !word.starts_with('-'));
        words.filter_map(|word| exam_called(word)).map(|exam| what(&exam)).next().unwrap_or_default()
    }

    fn in_results(&self, names: impl Fn(&Known) -> &Names) -> Vec<Candidate> {
        recorded::names(&recorded::results(&self.words), names)
    }

    fn in_history(&self, names: impl Fn(&Known) -> &Names) -> Vec<Candidate> {
        let own = self.data.iter().map(|data| data.join("practice.csv"));
        recorded::names(&own.chain(recorded::named(&self.words)).collect::<Vec<_>>(), names)
    }
}

fn commands() -> impl Iterator<Item = Candidate> {
    pages::commands().into_iter().map(|name| Candidate::new(name, ""))
}

/// Built-in exams and files, each followed by its forms.
fn exams(typed: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut add = |name: &str, exam: Option<Exam>| {
        let title = exam.as_ref().map_or("", |exam| exam.title.as_str());
        found.push(Candidate::new(name, title));
        for form in exam.iter().flat_map(|exam| &exam.forms) {
            found.push(Candidate::new(format!("{name}/{}", form.id), &form.title));
        }
    };
    for built_in in library::BUILT_IN {
        add(built_in.id, exam::parse(built_in.bytes).ok());
    }
    let file = typed.rsplit_once('/').map(|(file, _)| file).filter(|file| folder::is_file(Path::new(file)));
    let paths = file.map_or_else(|| toml_files(typed), |file| vec![file.to_owned()]);
    for (at, path) in paths.iter().enumerate() {
        if path.ends_with('/') || at >= MOST_EXAMS {
            add(path, None);
        } else if let Some(bytes) = folder::read_if_there(Path::new(path), MOST_OF_AN_EXAM) {
            if list::looks_like_an_exam(&bytes) {
                add(path, exam::parse(&bytes).ok());
            }
        } else if folder::is_file(Path::new(path)) {
            add(path, None);
        }
    }
    found
}

/// The exam that a word names, with or without a form.
fn exam_called(word: &str) -> Option<Exam> {
    let base = word.rsplit_once('/').map(|(base, _)| base);
    [Some(word), base].into_iter().flatten().find_map(|name| match library::built_in(name) {
        Some(known) => exam::parse(known.bytes).ok(),
        None => exam::parse(&folder::read_if_there(Path::new(name), MOST_OF_AN_EXAM)?).ok(),
    })
}
