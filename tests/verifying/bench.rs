//! Results and journals in memory, held against each other as the command does.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use examiner::exam::{Exam, parse};
use examiner::grading::said::Said;
use examiner::results::scan::Columns;
use examiner::session::Attempt;
use examiner::store::journal;
use examiner::verifying::kinds::Journal;
use examiner::verifying::places::{Places, rows};
use examiner::verifying::{Alteration, Evidence, Laws, Total, Verdict, Voices, check, settle};

/// Results, and all that is known of them.
pub(crate) struct Bench {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) evidence: BTreeMap<String, Evidence>,
    pub(crate) exams: HashMap<(String, String), Arc<Exam>>,
    /// With the instants at which it was said.
    pub(crate) said: Vec<(i64, Said)>,
}

pub(crate) fn panel(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel").join(name)
}

/// What a journal's bytes are to an attempt.
pub(crate) fn evidence(bytes: &[u8]) -> Evidence {
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
    pub(crate) fn of_panel(name: &str) -> Self {
        Self::at(&panel(name))
    }

    /// Results and what lies beside them.
    pub(crate) fn at(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let mut bench =
            Self { header, rows, evidence: BTreeMap::new(), exams: HashMap::new(), said: Vec::new() };
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
        let marks = examiner::store::marks::read(&examiner::store::marks::path(path)).unwrap();
        bench.said = marks.into_iter().map(|line| (line.at.0, line.said)).collect();
        bench
    }

    /// Keeps a copy of an exam.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Arc<Exam> {
        let exam = Arc::new(parse(bytes).expect("an exam"));
        self.exams.insert((exam.exam_digest.short(), exam.key_digest.short()), Arc::clone(&exam));
        exam
    }

    /// The results as bytes.
    pub(crate) fn bytes(&self, ending: csv::Terminator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(ending).flexible(true).from_writer(Vec::new());
        writer.write_record(&self.header).unwrap();
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }

    pub(crate) fn place(&self, column: &str) -> usize {
        self.header.iter().position(|name| name == column).unwrap()
    }

    /// A cell.
    pub(crate) fn cell(&mut self, row: usize, column: &str) -> &mut String {
        let place = self.place(column);
        &mut self.rows[row][place]
    }

    pub(crate) fn verdict(&self) -> Verdict {
        self.verdict_on(&self.bytes(csv::Terminator::Any(b'\n')))
    }

    pub(crate) fn verdict_on(&self, bytes: &[u8]) -> Verdict {
        let bytes = bytes.to_vec();
        let columns = Columns::read(&bytes, true).unwrap();
        let places = Places::of(&bytes, &columns).unwrap();
        let find = |id: &str, key: &str| -> Arc<[Arc<Exam>]> {
            let is_it = |exam: &&Arc<Exam>| exam.id.as_str() == id && exam.key_digest.full().starts_with(key);
            self.exams.values().filter(is_it).cloned().collect()
        };
        let said = Voices::of(self.said.iter().cloned());
        let laws = Laws {
            exams: &find,
            said: &said,
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
        settle(Total { findings: findings.collect(), no_columns, said: Some(&said), ..Total::default() })
    }

    pub(crate) fn alterations(&self) -> Vec<Alteration> {
        self.verdict().alterations
    }
}
