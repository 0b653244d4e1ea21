//! Exam files, one situation each: what is valid is read whole, what is not is said in full.
//!
//! Beside each file in `tests/fixtures/exams/invalid` stands what is said of it, 80 columns wide. `UPDATE_FIXTURES=1 cargo test` writes these
//! texts anew; read them before committing.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests: a failure is what a panic is for, and their texts are short"
)]

mod digests;
mod hostile;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

use examiner::exam::{Exam, parse};
use examiner::render::Look;
use examiner::render::diagnostic::render;

/// All exam files of a folder of fixtures.
pub(crate) fn fixtures(folder: &str) -> Vec<PathBuf> {
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

/// Reads a text that must be an exam.
#[track_caller]
pub(crate) fn exam(text: &str) -> Exam {
    parse(text.as_bytes()).unwrap_or_else(|problems| {
        panic!("{}", render(&problems, text.as_bytes(), "exam.toml", Look::plain(100)))
    })
}

#[test]
fn every_valid_file_is_read() {
    for path in fixtures("valid") {
        exam(&fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn every_invalid_file_is_told_all_its_problems() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    for path in fixtures("invalid") {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Err(problems) = parse(&bytes) else { panic!("{name} is valid") };
        let said = render(&problems, &bytes, name, Look::plain(80));
        let expected = path.with_extension("txt");
        if update {
            fs::write(&expected, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(said, expected, "{name}: run with UPDATE_FIXTURES=1 and read what changed");
    }
}
