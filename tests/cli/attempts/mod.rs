//! `examiner attempts`: what is held, one attempt in full, a person's data handed over and removed.

mod forgetting;
mod handing_over;
mod killed;
mod listing;
mod showing;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::sandbox::Sandbox;

/// Right answers to all four questions.
const ALL: &str = "b\na c\nc\n42\n";

/// Somebody sits all of it, or as far as these lines go.
fn sit(sandbox: &Sandbox, candidate: &str, lines: &str) {
    let ran = sandbox.run(&["take", "four.toml", "--candidate", candidate, "--yes"], lines);
    assert!(matches!(ran.code, Some(0 | 130)), "{ran:?}");
}

/// Namesakes: somebody else of this name sits it.
fn sit_as_another(sandbox: &Sandbox, candidate: &str, apart: &str) {
    let ran =
        sandbox.run(&["take", "four.toml", "--candidate", candidate], &format!("n\n{apart}\ny\n{ALL}y\n"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// The list, a map for each attempt.
fn listed(sandbox: &Sandbox) -> Vec<BTreeMap<String, String>> {
    let ran = sandbox.run(&["attempts", "--format", "csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// One column of the list.
fn column(sandbox: &Sandbox, column: &str) -> Vec<String> {
    listed(sandbox).into_iter().map(|row| row[column].clone()).collect()
}

/// The ids of somebody's attempts.
fn ids(sandbox: &Sandbox, candidate: &str) -> Vec<String> {
    let of = listed(sandbox).into_iter().filter(|row| row["candidate"] == candidate);
    of.map(|row| row["attempt_id"].clone()).collect()
}

/// All files below a folder, by name, with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, from: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                add(&path, from, found);
            } else {
                let name = path.strip_prefix(from).expect("below").display().to_string();
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    let mut found = BTreeMap::new();
    add(folder, folder, &mut found);
    found
}
