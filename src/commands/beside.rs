//! What stands beside the results: copies of the exams, and attempts whose journals say that they are not in the results.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::lines::quoted;
use crate::cli::DEFAULT_RESULTS;
use crate::exam::{self, Exam};
use crate::failure::{Failure, Kind};
use crate::grading::said::Said;
use crate::library;
use crate::render::sanitize;
use crate::report::model::{Absent, Note};
use crate::session::{Attempt, AttemptId, AttemptState, Entry, Mode};
use crate::store::forgotten::{self, Tombstone};
use crate::store::ledger::Ledger;
use crate::store::recording::is_there;
use crate::store::results_files::ResultsFile;
use crate::store::trouble::Trouble;
use crate::store::{folder, journal, marks, regular};

/// The exams and journals beside some results.
pub struct Beside {
    /// Where journals and copies are, each with its results as they were named.
    ledgers: Vec<(Ledger, PathBuf)>,
    /// Exams that were named on the command line, with their files.
    named: Vec<(Rc<Exam>, PathBuf)>,
    /// Of these the ones that are another version than attempts were sat in: by file, the exam's id and the version that was sat.
    others: RefCell<BTreeSet<(PathBuf, String, String)>>,
    found: RefCell<HashMap<[String; 3], Option<Rc<Exam>>>>,
}

impl Beside {
    /// Beside these files, with exams named on the command line.
    pub fn of(files: &[ResultsFile], exam_files: &[PathBuf]) -> Result<Self, Failure> {
        // What has no place in a folder (a pipe) has nothing beside it.
        let ledgers = files.iter().filter_map(|file| Some((Ledger::at(&file.path).ok()?, file.path.clone())));
        let ledgers = ledgers.collect();
        let mut named = Vec::new();
        for path in exam_files {
            let bytes = folder::read_exam(path)?;
            let exam = exam::parse(&bytes).map_err(|_| {
                let name = path.display().to_string();
                let name = sanitize::line(&name);
                let help = format!("`examiner check {name}` says what is wrong with it");
                Failure::new(Kind::File, format!("`{name}` can't be read as an exam"), help)
            })?;
            named.push((Rc::new(exam), path.clone()));
        }
        Ok(Self { ledgers, named, others: RefCell::default(), found: RefCell::default() })
    }

    /// What people say of answers, beside any of these results; nothing where it can't be read, which `verify` tells.
    pub fn said(&self) -> Vec<Said> {
        let read = |(ledger, _): &(Ledger, PathBuf)| marks::read(&marks::path(ledger.results())).ok();
        self.ledgers.iter().filter_map(read).flatten().map(|line| line.said).collect()
    }

    /// A copy of an exam with another key; all 64 digits of that.
    pub fn with_key(&self, exam: &Exam, key: &str) -> Option<Exam> {
        let paths = self.ledgers.iter().flat_map(|(ledger, _)| ledger.copies_with_key(key));
        paths
            .filter_map(|path| exam::parse(&folder::read_if_there(&path, regular::EXAM)?).ok())
            .find(|other| other.id == exam.id && other.key_digest.full() == key)
    }

    /// The exam that attempts name: the copy kept beside the results, the same text with another key, a file named on the
    /// command line, or the built-in one.
    pub fn copy(&self, id: &str, exam_digest: &str, key_digest: &str) -> Option<Rc<Exam>> {
        let key = [id, exam_digest, key_digest].map(str::to_owned);
        if let Some(known) = self.found.borrow().get(&key) {
            return known.clone();
        }
        let found = self.look(id, exam_digest, key_digest);
        self.found.borrow_mut().insert(key, found.clone());
        found
    }

    fn look(&self, id: &str, exam_digest: &str, key_digest: &str) -> Option<Rc<Exam>> {
        let base = base(id);
        let fits = |exam: &Exam| exam.id.as_str() == base;
        let kept = is_digest(exam_digest)
            .then(|| {
                self.ledgers.iter().find_map(|(ledger, _)| {
                    let exact = is_digest(key_digest).then(|| ledger.copy_path(exam_digest, key_digest));
                    // What was marked anew by a mended exam has its key, though perhaps an older text.
                    let by_key = is_digest(key_digest).then(|| ledger.copies_with_key(key_digest));
                    let paths = exact.into_iter().chain(by_key.into_iter().flatten());
                    let mut paths = paths.chain(ledger.copies(exam_digest));
                    paths.find_map(|path| {
                        exam::parse(&folder::read_if_there(&path, regular::EXAM)?).ok().filter(fits)
                    })
                })
            })
            .flatten();
        let named = self.named(id, exam_digest, fits);
        let built_in = || {
            let exam = exam::parse(library::built_in(base)?.bytes).ok()?;
            (exam.exam_digest.short() == exam_digest).then(|| Rc::new(exam))
        };
        kept.map(Rc::new).or(named).or_else(built_in)
    }

    /// The exam that was named on the command line. Another version of it is not taken for what was sat, and that is kept to be told.
    fn named(&self, id: &str, exam_digest: &str, fits: impl Fn(&Exam) -> bool) -> Option<Rc<Exam>> {
        let named = || self.named.iter().filter(|(exam, _)| fits(exam));
        // Results that were made elsewhere may tell of no version.
        let is_it =
            |exam: &Exam| !is_digest(exam_digest) || exam_digest.starts_with(&exam.exam_digest.short());
        let found = named().find(|(exam, _)| is_it(exam));
        if found.is_none() {
            let others = named().map(|(_, path)| (path.clone(), id.to_owned(), exam_digest.to_owned()));
            self.others.borrow_mut().extend(others);
        }
        found.map(|(exam, _)| Rc::clone(exam))
    }

    /// Notes on exams that were named on the command line and are another version than was sat, or were not sat at all.
    pub fn other_versions(&self, blind: bool) -> Vec<Note> {
        let note = |(path, exam, sat): &(PathBuf, String, String)| Note::OtherVersion {
            file: if blind { String::new() } else { path.display().to_string() },
            exam: exam.clone(),
            sat: sat.clone(),
        };
        let mut notes: Vec<Note> = self.others.borrow().iter().map(note).collect();
        let asked = self.found.borrow();
        let was_sat = |exam: &Exam| asked.keys().any(|[id, ..]| base(id) == exam.id.as_str());
        for (exam, path) in self.named.iter().filter(|(exam, _)| !asked.is_empty() && !was_sat(exam)) {
            let file = if blind { String::new() } else { path.display().to_string() };
            notes.push(Note::OtherExam(file, exam.id.to_string()));
        }
        notes
    }

    /// An attempt's journal, if it is here and can be read: where it stands, and its events.
    pub fn journal(&self, id: &str) -> Option<(Attempt, Vec<Entry>)> {
        let id = AttemptId::new(id)?;
        self.ledgers.iter().find_map(|(ledger, _)| {
            let contents = journal::read(&ledger.journal(&id)).ok()?;
            Some((Attempt::from_entries(&contents.entries).ok()?, contents.entries))
        })
    }

    /// The candidate's own limit in an attempt, in seconds: extra time and time given back included.
    #[expect(clippy::cast_precision_loss, reason = "a limit is far below 2⁵³ milliseconds")]
    pub fn limit(&self, id: &str) -> Option<f64> {
        Some(self.journal(id)?.0.exam_deadline()? as f64 / 1000.0)
    }

    /// A note on attempts that were removed at their candidates' wish, of these exams and modes; and one where that can't be told.
    pub fn removed(&self, exams: &[String], modes: &[Mode], blind: bool) -> Vec<Note> {
        let modes = if modes.is_empty() { &[Mode::Exam] } else { modes };
        let mut count = 0;
        let mut notes = Vec::new();
        for (ledger, results) in &self.ledgers {
            let stones = match forgotten::read(ledger) {
                Ok(forgotten) => forgotten.stones.into_iter(),
                Err(trouble) => {
                    notes.push(not_looked_at(results, &trouble, blind));
                    continue;
                }
            };
            let counts = |stone: &Tombstone| {
                (exams.is_empty() || exams.contains(&stone.exam))
                    && stone.mode.is_none_or(|mode| modes.contains(&mode))
            };
            count += stones.filter(counts).count() as u64;
        }
        notes.extend((count > 0).then_some(Note::Removed(count)));
        notes
    }

    /// Notes on attempts that have a journal here and are not, or not all, in the results. `counts` tells which are asked
    /// for, `there` of which rows stand in the results.
    pub fn absent(
        &self,
        counts: impl Fn(&Attempt) -> bool,
        modes: &[Mode],
        there: impl Fn(&str) -> bool,
        blind: bool,
    ) -> Vec<Note> {
        let mut notes = Vec::new();
        let shown = |text: &str| if blind { String::new() } else { text.to_owned() };
        for (ledger, results) in &self.ledgers {
            let ids = match ledger.journals() {
                Ok(ids) => ids,
                Err(trouble) => {
                    notes.push(not_looked_at(results, &trouble, blind));
                    continue;
                }
            };
            for id in ids {
                let path = ledger.journal(&id);
                if journal::ends_recorded(&path) {
                    continue;
                }
                let is_seen = there(id.as_str());
                let contents = journal::read(&path);
                // A journal without a whole line is no attempt.
                if contents.as_ref().is_ok_and(|contents| contents.entries.is_empty()) {
                    continue;
                }
                let attempt =
                    contents.ok().and_then(|contents| Attempt::from_entries(&contents.entries).ok());
                let Some(attempt) = attempt else {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    notes.push(Note::BadJournal(shown(&name)));
                    continue;
                };
                let started = &attempt.started;
                let of_mode =
                    if modes.is_empty() { started.mode == Mode::Exam } else { modes.contains(&started.mode) };
                if !of_mode || !counts(&attempt) {
                    continue;
                }
                let state = match attempt.state {
                    AttemptState::Recorded { .. } => continue,
                    // Of one whose recording broke off some rows are there.
                    AttemptState::Submitted { ref rows, .. } if is_seen && is_there(ledger, &id, rows) => {
                        continue;
                    }
                    AttemptState::Submitted { .. } => Absent::Unrecorded,
                    AttemptState::Open if is_seen => continue,
                    AttemptState::Open if journal::is_running(&path) => Absent::Running,
                    AttemptState::Open => Absent::Open,
                };
                notes.push(Note::NotInResults {
                    state,
                    candidate: shown(&started.candidate),
                    exam: started.exam.clone(),
                    results: shown(&word(results)),
                });
            }
        }
        notes
    }
}

/// That the attempts beside some results can't be looked at: some of them may be open, or not in the results.
fn not_looked_at(results: &Path, trouble: &Trouble, blind: bool) -> Note {
    if blind {
        return Note::NotLookedAt(String::new(), String::new());
    }
    Note::NotLookedAt(results.display().to_string(), trouble.what.clone())
}

/// A results file as a word for a shell; empty for the default one.
fn word(path: &Path) -> String {
    if path == Path::new(DEFAULT_RESULTS) { String::new() } else { quoted(&path.display().to_string()) }
}

/// The exam of a form.
fn base(id: &str) -> &str {
    id.split_once('/').map_or(id, |(base, _)| base)
}

/// Whether a text from the results is a digest, and so may be part of a path.
fn is_digest(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
