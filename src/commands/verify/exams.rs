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

/// The exams at hand.
pub(super) struct Exams {
    named: Vec<Arc<Exam>>,
    ledger: Option<Ledger>,
    found: Mutex<HashMap<[String; 3], Option<Arc<Exam>>>>,
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

    /// The exam of this id, without a form, whose digests begin so.
    pub(super) fn find(&self, id: &str, text: &str, key: &str) -> Option<Arc<Exam>> {
        let of = [id, text, key].map(str::to_owned);
        let mut found = self.found.lock().ok()?;
        found.entry(of).or_insert_with(|| self.look(id, text, key)).clone()
    }

    fn look(&self, id: &str, text: &str, key: &str) -> Option<Arc<Exam>> {
        if ![text, key].into_iter().all(is_digest) {
            return None;
        }
        let is_it = |exam: &Exam| {
            exam.id.as_str() == id && exam.exam_digest.short() == text && exam.key_digest.short() == key
        };
        let parsed = |bytes: &[u8]| exam::parse(bytes).ok().filter(is_it).map(Arc::new);
        let named = self.named.iter().find(|exam| is_it(exam)).cloned();
        let kept = || {
            let path = self.ledger.as_ref()?.copy_path(text, key);
            parsed(&folder::read_if_there(&path, regular::EXAM)?)
        };
        named.or_else(kept).or_else(|| parsed(library::built_in(id)?.bytes))
    }
}

/// Whether a text from the results is how a digest is shown, and so may be part of a path.
fn is_digest(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
