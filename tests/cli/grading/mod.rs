//! `examiner grade`: answers marked anew.

mod by_hand;
mod dropped;
mod faults;
mod regrade;
mod verified;

use std::fs;
use std::path::Path;

use super::sandbox::{EXAM, Ran, Sandbox};

/// The exam with another letter that is right, and another number.
fn mended() -> String {
    let first = "text = \"the first\"\nheads_up = \"It is the first.\"";
    let second = "text = \"the second\"\ncorrect = true";
    assert!(EXAM.contains(first) && EXAM.contains(second));
    let swapped = EXAM.replace(first, "text = \"the first\"\ncorrect = true");
    swapped.replacen(second, "text = \"the second\"", 1).replace("answer = 42", "answer = 43")
}

/// A folder in which Ada and Bob sat the exam of four questions: Ada all right, Bob with the first option and no number.
fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", "b\na c\nc\n42\n");
    sit(&sandbox, "Bob", "a\na c\nd\n:skip\n");
    sandbox.write("mended.toml", mended());
    sandbox
}

fn sit(sandbox: &Sandbox, candidate: &str, lines: &str) {
    let ran = sandbox.run(&["take", "four.toml", "--candidate", candidate, "--yes"], lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// Runs `grade` on the results; it is done.
fn grade(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let ran = sandbox.run(&[&["grade", "results.csv"], args].concat(), "");
    assert_eq!(ran.code, Some(0), "{args:?}: {ran:?}");
    ran
}

/// Everything that lies in the folder of the results, by name, but for what is never of interest.
fn files(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let listed = fs::read_dir(sandbox.path("")).unwrap();
    let mut files: Vec<_> = listed
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The files that were kept as they were.
fn backups(sandbox: &Sandbox) -> Vec<Vec<u8>> {
    let is_one = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "bak");
    files(sandbox).into_iter().filter(|(name, _)| is_one(name)).map(|(_, bytes)| bytes).collect()
}

/// The only file whose name ends so.
fn ending(sandbox: &Sandbox, with: &str) -> (String, Vec<u8>) {
    let mut found: Vec<_> = files(sandbox).into_iter().filter(|(name, _)| name.ends_with(with)).collect();
    assert_eq!(found.len(), 1, "{with}");
    found.remove(0)
}
