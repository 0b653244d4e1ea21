//! Exam files, one situation each: what is valid is read whole, what is not is said in full, and so is what measures or teaches badly.
//!
//! Beside each file in `tests/fixtures/exams/invalid` and `warned` stands what is said of it, 80 columns wide. `UPDATE_FIXTURES=1 cargo test` writes these
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

use examiner::exam::{Exam, Severity, WarningName, lint, parse, parse_with_spans};
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

/// Holds what is said of a file to the text beside it, or writes that text.
#[track_caller]
fn assert_said(path: &Path, said: &str) {
    let expected = path.with_extension("txt");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&expected, said).unwrap();
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(said, expected, "{}: run with UPDATE_FIXTURES=1 and read what changed", path.display());
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The files with several faults each, to see that all are said; every other one has a single fault.
const SEVERAL: [&str; 4] = ["empty.toml", "missing-keys.toml", "paper-with-key.toml", "wrong-types.toml"];

#[test]
fn every_invalid_file_is_told_all_its_problems() {
    let mut single = 0;
    for path in fixtures("invalid") {
        let bytes = fs::read(&path).unwrap();
        let Err(problems) = parse(&bytes) else { panic!("{} is valid", name(&path)) };
        assert!(problems.iter().all(|problem| problem.severity() == Severity::Error));
        assert_eq!(problems.len() > 1, SEVERAL.contains(&name(&path)), "{}: {problems:#?}", name(&path));
        single += usize::from(problems.len() == 1);
        assert_said(&path, &render(&problems, &bytes, name(&path), Look::plain(80)));
    }
    assert!(single >= 60, "{single} files with one fault each");
}

#[test]
fn every_file_is_told_all_that_it_is_to_be_warned_of() {
    let mut told = Vec::new();
    for path in fixtures("warned") {
        let bytes = fs::read(&path).unwrap();
        let (exam, spans) = parse_with_spans(&bytes).unwrap();
        let problems = lint(&exam, &spans);
        assert!(problems.iter().all(|problem| problem.severity() == Severity::Warning));
        told.extend(problems.iter().map(|problem| problem.fault.name()));
        assert_said(&path, &render(&problems, &bytes, name(&path), Look::plain(80)));
    }
    for name in WarningName::words() {
        assert!(told.contains(&name), "no file is warned of `{name}`");
    }
}

#[test]
fn a_paper_is_warned_of_nothing() {
    let path = fixtures("valid").into_iter().find(|path| path.ends_with("paper.toml")).unwrap();
    let (paper, spans) = parse_with_spans(&fs::read(path).unwrap()).unwrap();
    assert!(paper.paper_of.is_some() && lint(&paper, &spans).is_empty());
}
