//! What answers are marked by: the rows, the marks of people, the journals and the exams' copies beside the results.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::filters::nowhere;
use super::super::source::Source;
use crate::cli::grade::Grade;
use crate::exam::{self, Exam, Fraction, Question};
use crate::failure::{Failure, Kind};
use crate::grading::evidence::{self, Evidence, base};
use crate::grading::fit::{self, Misfit, Misfits};
use crate::grading::opinions::{Opinions, same_rubric};
use crate::grading::plan::{Basis, Plan};
use crate::grading::preview::{Note, Preview};
use crate::grading::said::Said;
use crate::library;
use crate::render::{plural, sanitize};
use crate::results::Header;
use crate::results::row::handed_in as handed_in_by;
use crate::results::scan::{BadCell, Columns, locate};
use crate::scoring::Outcome;
use crate::scoring::mark::HandedIn;
use crate::session::{Attempt, AttemptId};
use crate::store::ledger::Ledger;
use crate::store::trouble::Trouble;
use crate::store::{folder, journal, marks, regular};

/// The longest results file that is marked anew, in bytes: it is kept in memory.
const MOST: u64 = 2 << 30;
/// How many questions are named that don't fit.
const MOST_NAMED: usize = 20;

/// Everything at hand.
pub(super) struct Material<'a> {
    ledger: &'a Ledger,
    source: &'a Source,
    /// The results, whole.
    pub(super) bytes: Vec<u8>,
    /// Where their columns are.
    pub(super) columns: Columns,
    /// The exam's rows, its forms' too.
    pub(super) rows: Vec<Evidence>,
    /// What people said, in order.
    pub(super) said: Vec<Said>,
    /// Questions that ask the same though they are worded otherwise.
    same: &'a [String],
}

impl<'a> Material<'a> {
    /// Reads it. Results without rows of the exam are refused, and so are rows that can't be understood, whosever they are.
    pub(super) fn read(ledger: &'a Ledger, source: &'a Source, args: &'a Grade) -> Result<Self, Failure> {
        let path = ledger.results();
        let bytes = folder::read(path, MOST)?;
        let look = usize::try_from(Header::LOOK).unwrap_or(usize::MAX).min(bytes.len());
        let refused = |what: String, help: &str| Failure::from(Trouble::new(path, what, help));
        Header::read(&bytes[..look]).map_err(|problem| {
            refused(problem.to_string(), "marks go into results with all columns that `examiner take` writes")
        })?;
        let columns = Columns::read(&bytes, true)
            .map_err(|problem| refused(problem.to_string(), "is it a results file?"))?;
        let read = evidence::read(&bytes, &columns, &source.exam.id);
        if let Some((at, bad)) = &read.bad {
            return Err(bad_row(ledger, &bytes, *at, bad));
        }
        if read.rows.is_empty() {
            let known: Vec<String> =
                read.exams.iter().map(|exam| format!("`{}`", sanitize::line(exam))).collect();
            let help = if known.is_empty() {
                "there are no rows in it at all; `examiner record` brings in what is handed in".to_owned()
            } else {
                format!("it has rows of {}", plural::list(&known))
            };
            let what = format!("no rows of the exam `{}`", source.exam.id);
            return Err(refused(what, &help));
        }
        let path = marks::path(path);
        let lines = marks::read(&path).map_err(|problem| Failure::from(marks::unusable(&path, &problem)))?;
        let said = lines.into_iter().map(|line| line.said).collect();
        for id in &args.same_question {
            let known = || source.exam.questions.iter().map(|question| question.id.as_str());
            if !known().any(|known| known == id) {
                return Err(nowhere("question", id, known()));
            }
        }
        let same = &args.same_question;
        Ok(Self { ledger, source, bytes, columns, rows: read.rows, said, same })
    }

    /// The same with more said.
    pub(super) fn with(mut self, said: Vec<Said>) -> Self {
        self.said.extend(said);
        self
    }

    /// What people said, added up.
    pub(super) fn opinions(&self) -> Opinions {
        let exam = &self.source.exam;
        let known: RefCell<HashMap<String, Option<Exam>>> = RefCell::default();
        let is_same = |key: &str, question: &Question| {
            if key == exam.key_digest.full() {
                return true;
            }
            let mut known = known.borrow_mut();
            let then = known.entry(key.to_owned()).or_insert_with(|| self.exam_with_key(key));
            let id = question.id.as_str();
            then.as_ref().is_some_and(|then| same_rubric(then, exam, id))
        };
        Opinions::of(self.said.iter(), exam, &is_same)
    }

    /// The rows whose answers count: of questions that are not taken out.
    pub(super) fn counting<'s>(&'s self, opinions: &'s Opinions) -> impl Iterator<Item = &'s Evidence> {
        let is_dropped = |row: &&Evidence| !opinions.dropped.contains_key(&row.question);
        let counts = |row: &&Evidence| !row.now.is_dropped() || opinions.restored.contains(&row.question);
        self.rows.iter().filter(is_dropped).filter(counts)
    }

    /// What marking anew comes to. An exam that does not fit the answers is refused.
    pub(super) fn graded(self) -> Result<(Plan, Preview), Failure> {
        let mut notes = self.fits()?;
        let (opinions, exam) = (self.opinions(), &self.source.exam);
        let journals = self.journals();
        let costs = exam.scoring.wrong != Fraction::ZERO;
        let lost = journals.values().filter(|journal| journal.is_none()).count();
        if costs && lost > 0 {
            notes.push(Note::NoJournal(lost));
        }
        let only = self.in_journals_only()?;
        if only > 0 {
            notes.push(Note::JournalsOnly(only));
        }
        let handed_in = |attempt: &str, question: &str| -> Option<HandedIn> {
            journals.get(attempt)?.as_ref()?.get(question).copied()
        };
        let basis = Basis { exam, opinions: &opinions, handed_in: &handed_in };
        let plan = Plan::of(self.rows, &basis);
        let mut preview = Preview::of(self.ledger.name(), &plan, exam, &opinions);
        preview.notes.extend(notes);
        Ok((plan, preview))
    }

    /// Refuses an exam that is not the one that was sat in what its answers need.
    pub(super) fn fits(&self) -> Result<Vec<Note>, Failure> {
        let exam = &self.source.exam;
        let opinions = self.opinions();
        let counting: Vec<&Evidence> = self.counting(&opinions).collect();
        let mut notes = Vec::new();
        let mut misfits = fit::of_rows(counting.iter().copied(), exam);
        let digests: BTreeSet<&str> = self.rows.iter().map(|row| row.exam_digest.as_str()).collect();
        for digest in digests.into_iter().filter(|digest| *digest != exam.exam_digest.short()) {
            let rows = counting.iter().filter(|row| row.exam_digest == digest);
            let asked: BTreeSet<&str> = rows.map(|row| row.question.as_str()).collect();
            if let Some(sat) = self.exam_as_sat(digest) {
                // What two exams differ in says more than what one row shows of it.
                let (same, reworded): (Misfits, Misfits) =
                    fit::wordings(&sat, exam, &asked).into_iter().partition(|(id, _)| self.same.contains(id));
                misfits.extend(reworded);
                misfits.extend(fit::of_exams(&sat, exam, &asked));
                notes.push(Note::OtherText(digest.to_owned()));
                notes.extend(same.into_keys().map(Note::SameQuestion));
                continue;
            }
            notes.push(Note::NoCopy(digest.to_owned()));
            let (same, unseen): (Vec<&str>, Vec<&str>) =
                asked.into_iter().partition(|id| self.same.iter().any(|same| same == id));
            for id in unseen {
                misfits.entry(id.to_owned()).or_insert(Misfit::Unseen);
            }
            notes.extend(same.into_iter().map(|id| Note::SameQuestion(id.to_owned())));
        }
        if misfits.is_empty() { Ok(notes) } else { Err(self.refused(&misfits)) }
    }

    fn refused(&self, misfits: &Misfits) -> Failure {
        let name = sanitize::line(&self.source.name).into_owned();
        let mut message = format!("`{name}` can't mark these answers, it is not the exam that was sat:");
        for (id, misfit) in misfits.iter().take(MOST_NAMED) {
            let place = if id.is_empty() { String::new() } else { format!("{id}: ") };
            message.push_str(&format!("\n  {}", sanitize::line(&format!("{place}{misfit}"))));
        }
        if misfits.len() > MOST_NAMED {
            message.push_str(&format!("\n  and {} more", misfits.len() - MOST_NAMED));
        }
        let is_wording = |misfit: &Misfit| matches!(misfit, Misfit::Wording(_));
        let is_lone = |misfit: &Misfit| matches!(misfit, Misfit::Answer(_) | Misfit::NoAnswer);
        let help = if misfits.values().any(|misfit| *misfit == Misfit::Unseen) {
            "it has another text than the one that was sat, of which no copy is beside the results: name that file, or \
             let `examiner record --exam FILE` keep it; or say that a question asks the same: `--same-question ID`"
        } else if misfits.values().all(is_lone) {
            "see whether these rows were altered; `--drop-question ID` takes a question out"
        } else if misfits.values().all(is_wording) {
            "mend the key alone and leave the text as it was sat; or say that a question still asks the same: \
             `--same-question ID`"
        } else {
            "mend what is right and leave the rest as it was sat; `--drop-question ID` takes a question out"
        };
        Failure::new(Kind::File, message, help)
    }

    /// The exam as it was sat: a copy beside the results, or the built-in one.
    fn exam_as_sat(&self, digest: &str) -> Option<Exam> {
        let id = &self.source.exam.id;
        // A digest from the results is part of a path only if it is one.
        let is_digest = digest.len() >= 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let copies = if is_digest { self.ledger.copies(digest) } else { Vec::new() };
        let kept = copies.into_iter().filter_map(|path| folder::read_if_there(&path, regular::EXAM));
        let built_in = library::built_in(id.as_str()).map(|known| known.bytes.to_vec());
        kept.chain(built_in)
            .filter_map(|bytes| exam::parse(&bytes).ok())
            .find(|exam| exam.id == *id && digest.starts_with(&exam.exam_digest.short()))
    }

    /// An exam of this id with this key, from the copies beside the results.
    fn exam_with_key(&self, key_digest: &str) -> Option<Exam> {
        let copies = self.ledger.copies_with_key(key_digest).into_iter();
        copies
            .filter_map(|path| exam::parse(&folder::read_if_there(&path, regular::EXAM)?).ok())
            .find(|exam| exam.id == self.source.exam.id && exam.key_digest.full() == key_digest)
    }

    /// By attempt who handed each answer in, of the attempts whose rows don't tell it; `None` where there is no journal.
    fn journals(&self) -> HashMap<String, Option<HashMap<String, HandedIn>>> {
        let costs = self.source.exam.scoring.wrong != Fraction::ZERO;
        let needs = |row: &Evidence| costs || row.now.outcome == Outcome::Ungraded;
        let mut journals = HashMap::new();
        for row in self.rows.iter().filter(|row| needs(row)) {
            if !journals.contains_key(&row.attempt) {
                journals.insert(row.attempt.clone(), self.journal(&row.attempt));
            }
        }
        journals
    }

    fn journal(&self, attempt: &str) -> Option<HashMap<String, HandedIn>> {
        let contents = journal::read(&self.ledger.journal(&AttemptId::new(attempt)?)).ok()?;
        let attempt = Attempt::from_entries(&contents.entries).ok()?;
        let handed_in = attempt.started.questions.iter().zip(&attempt.progress);
        let handed_in = handed_in.map(|(drawn, progress)| (drawn.id.to_string(), handed_in_by(progress)));
        Some(handed_in.collect())
    }

    /// How many attempts at the exam have a journal here and no rows.
    fn in_journals_only(&self) -> Result<usize, Failure> {
        let there: HashSet<&str> = self.rows.iter().map(|row| row.attempt.as_str()).collect();
        let ids = self.ledger.journals()?;
        let absent = ids.iter().filter(|id| !there.contains(id.as_str())).filter(|id| {
            let path = self.ledger.journal(id);
            let contents = journal::read(&path).ok();
            let attempt = contents.and_then(|contents| Attempt::from_entries(&contents.entries).ok());
            attempt.is_some_and(|attempt| base(&attempt.started.exam) == self.source.exam.id.as_str())
        });
        Ok(absent.count())
    }
}

/// A row that can't be understood, with its place.
fn bad_row(ledger: &Ledger, bytes: &[u8], at: usize, bad: &BadCell) -> Failure {
    let lines = memchr::memchr_iter(b'\n', &bytes[..at]).count();
    let place = locate::locate(lines as u64, &bytes[at..], bad.place);
    let (line, character) = place.unwrap_or((lines as u64 + 1, 1));
    let path = ledger.results().display().to_string();
    let message = format!("`{path}:{line}:{character}`: {bad}");
    let help = "mend the row; a last row that was torn is mended by `examiner record`";
    Failure::new(Kind::File, sanitize::line(&message).into_owned(), help)
}
