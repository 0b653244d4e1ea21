//! Results and journals in memory, held against each other as the command does.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use examiner::exam::{Exam, parse};
use examiner::results::scan::Columns;
use examiner::session::Attempt;
use examiner::store::journal;
use examiner::verifying::kinds::Journal;
use examiner::verifying::places::{Places, rows};
use examiner::verifying::remark::Said;
use examiner::verifying::{Alteration, Evidence, Laws, Total, Verdict, check, settle};

/// Results, and all that is known of them.
pub(super) struct Bench {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) evidence: BTreeMap<String, Evidence>,
    pub(super) exams: HashMap<(String, String), Arc<Exam>>,
    pub(super) said: Said,
}

pub(super) fn panel(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel").join(name)
}

/// What a journal's bytes are to an attempt.
pub(super) fn evidence(bytes: &[u8]) -> Evidence {
    match journal::parse(bytes) {
        Ok(contents) => match Attempt::from_entries(&contents.entries) {
            Ok(attempt) => Evidence::Journal(Box::new(Journal {
                attempt,
                entries: contents.entries,
                torn: contents.torn > 0,
                running: false,
            })),
            Err(wrong) => Evidence::Damaged { line: wrong.line, why: wrong.why },
        },
        Err(journal::Unusable::Damaged { line, why }) => Evidence::Damaged { line, why },
        Err(_) => Evidence::Empty,
    }
}

impl Bench {
    /// One interviewer's results of the example panel.
    pub(super) fn of_panel(name: &str) -> Self {
        Self::at(&panel(name))
    }

    /// Results and what lies beside them.
    pub(super) fn at(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let mut bench =
            Self { header, rows, evidence: BTreeMap::new(), exams: HashMap::new(), said: Said::default() };
        let attempts = PathBuf::from(format!("{}.attempts", path.display()));
        for entry in std::fs::read_dir(&attempts).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let id = path.file_stem().unwrap().to_string_lossy().into_owned();
                bench.evidence.insert(id, evidence(&std::fs::read(path).unwrap()));
            }
        }
        for entry in std::fs::read_dir(attempts.join("exams")).unwrap() {
            bench.keep(&std::fs::read(entry.unwrap().path()).unwrap());
        }
        bench
    }

    /// Keeps a copy of an exam.
    pub(super) fn keep(&mut self, bytes: &[u8]) -> Arc<Exam> {
        let exam = Arc::new(parse(bytes).expect("an exam"));
        self.exams.insert((exam.exam_digest.short(), exam.key_digest.short()), Arc::clone(&exam));
        exam
    }

    /// The results as bytes.
    pub(super) fn bytes(&self, ending: csv::Terminator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(ending).flexible(true).from_writer(Vec::new());
        writer.write_record(&self.header).unwrap();
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }

    pub(super) fn place(&self, column: &str) -> usize {
        self.header.iter().position(|name| name == column).unwrap()
    }

    /// A cell.
    pub(super) fn cell(&mut self, row: usize, column: &str) -> &mut String {
        let place = self.place(column);
        &mut self.rows[row][place]
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.verdict_on(&self.bytes(csv::Terminator::Any(b'\n')))
    }

    pub(super) fn verdict_on(&self, bytes: &[u8]) -> Verdict {
        let bytes = bytes.to_vec();
        let columns = Columns::read(&bytes, true).unwrap();
        let places = Places::of(&bytes, &columns).unwrap();
        let find =
            |_: &str, text: &str, key: &str| self.exams.get(&(text.to_owned(), key.to_owned())).cloned();
        let laws = Laws {
            exam: &find,
            said: &self.said,
            count: columns.count(),
            any_journal: !self.evidence.is_empty(),
        };
        let known: Vec<String> = places.attempts.iter().map(|(id, _)| id.clone()).collect();
        let others = self.evidence.keys().filter(|id| !known.contains(id)).map(|id| (id.clone(), Vec::new()));
        let all = places.attempts.into_iter().chain(others);
        let missing = Evidence::Missing;
        let findings = all.map(|(id, runs)| {
            let rows = rows(&bytes, &columns, &runs).unwrap();
            check(&id, &rows, self.evidence.get(&id).unwrap_or(&missing), &laws)
        });
        let no_columns = examiner::results::COLUMNS
            .into_iter()
            .filter(|column| !columns.names.iter().any(|name| name == column))
            .collect();
        settle(Total { findings: findings.collect(), no_columns, said: Some(&self.said), ..Total::default() })
    }

    pub(super) fn alterations(&self) -> Vec<Alteration> {
        self.verdict().alterations
    }
}
