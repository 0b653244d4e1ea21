//! Exam files, one situation each: what is valid is read whole, what is not is said in full.

use std::fs;
use std::path::{Path, PathBuf};

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exams").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_valid_file_is_read() {
    for path in fixtures("valid") {
        let bytes = fs::read(&path).unwrap();
        if let Err(problems) = examiner::exam::parse(&bytes) {
            panic!("{}: {problems}", path.display());
        }
    }
}
