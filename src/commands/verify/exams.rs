//! Exams by their digests: named on the command line, kept beside the journals, built in.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use foldhash::HashMap;

use crate::exam::{self, Exam};
use crate::failure::{Failure, Kind};
use crate::library;
use crate::render::sanitize;
use crate::store::ledger::Ledger;
use crate::store::{folder, regular};

/// Exams of one id with one key.
type Several = Arc<[Arc<Exam>]>;

/// The exams at hand.
pub(super) struct Exams {
    named: Vec<Arc<Exam>>,
    ledger: Option<Ledger>,
    found: Mutex<HashMap<[String; 2], Several>>,
}

impl Exams {
    /// Those that are named, and those beside these results.
    pub(super) fn of(files: &[PathBuf], ledger: Option<&Ledger>) -> Result<Self, Failure> {
        let mut named = Vec::new();
        for path in files {
            let exam = exam::parse(&folder::read_exam(path)?).map_err(|_| {
                let name = path.display().to_string();
                let name = sanitize::line(&name);
                let help = format!("`examiner check {name}` says what is wrong with it");
                Failure::new(Kind::File, format!("`{name}` can't be read as an exam"), help)
            })?;
            named.push(Arc::new(exam));
        }
        Ok(Self { named, ledger: ledger.cloned(), found: Mutex::default() })
    }

    /// The exams of this id, without a form, whose key's digest begins so: 16 digits, or all 64.
    pub(super) fn find(&self, id: &str, key: &str) -> Several {
        let Ok(mut found) = self.found.lock() else { return Arc::default() };
        let of = [id, key].map(str::to_owned);
        Arc::clone(found.entry(of).or_insert_with(|| self.look(id, key)))
    }

    fn look(&self, id: &str, key: &str) -> Several {
        if !is_digest(key) {
            return Arc::default();
        }
        let is_it = |exam: &Arc<Exam>| exam.id.as_str() == id && exam.key_digest.full().starts_with(key);
        let parsed = |bytes: &[u8]| exam::parse(bytes).ok().map(Arc::new);
        let copies = self.ledger.iter().flat_map(|ledger| ledger.copies_with_key(key));
        let kept = copies.filter_map(|path| parsed(&folder::read_if_there(&path, regular::EXAM)?));
        let built_in = library::built_in(id).and_then(|known| parsed(known.bytes));
        let mut all: Vec<Arc<Exam>> = Vec::new();
        for exam in self.named.iter().cloned().chain(kept).chain(built_in).filter(is_it) {
            if !all.iter().any(|known| known.exam_digest == exam.exam_digest) {
                all.push(exam);
            }
        }
        all.into()
    }
}

/// Whether a text from the results is how a digest is shown, or is whole, and so may be part of a path.
fn is_digest(text: &str) -> bool {
    [16, 64].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
