//! Imports run one way, and each foreign crate has its room: read off the `use` lines and paths of the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of ours.
const MAY: &[(&str, &[&str])] = &[
    ("exam", &[]),
    ("authoring", &["exam"]),
    ("session", &["exam"]),
    ("scoring", &["exam"]),
    ("results", &["exam", "session", "scoring"]),
    ("report", &["exam", "session", "scoring", "results"]),
    ("grading", &["exam", "session", "scoring", "results", "report"]),
    ("verifying", &["exam", "session", "scoring", "results", "grading"]),
    ("render", &["exam", "session", "scoring", "report", "grading", "verifying"]),
    ("clock", &["session"]),
    ("library", &[]),
    ("away", &[]),
    ("terminal", &["away", "clock", "render"]),
    ("store", &["away", "exam", "session", "results", "render", "grading"]),
    ("dialogue", &["authoring", "exam", "render", "store", "terminal"]),
    ("sitting", &["exam", "session", "scoring", "results", "render", "clock", "store", "terminal"]),
    ("cli", &["render"]),
    ("failure", &["store"]),
    ("context", &["clock", "render", "terminal"]),
    ("world", &["cli", "clock", "context", "render", "store", "terminal"]),
];

/// Which files may name a crate.
const ROOMS: &[(&str, &[&str])] = &[
    ("toml", &["src/exam/"]),
    ("toml_writer", &["src/authoring/"]),
    ("csv", &["src/results/"]),
    ("comfy_table", &["src/render/table.rs"]),
    ("inquire", &["src/terminal/inquire.rs"]),
    ("clap", &["src/cli.rs", "src/cli/", "src/commands/complete/"]),
    ("clap_complete", &["src/commands/complete/"]),
    ("clap_mangen", &["src/cli/pages.rs"]),
    ("indicatif", &["src/terminal/bar.rs"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Each source file, its room, and its code without comments and tests.
fn code() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join("src"), &mut paths);
    assert!(paths.len() > 50, "the sources were found");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).expect("below the root").display().to_string();
        let room = name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default().to_owned();
        let text = fs::read_to_string(&path).expect("a source");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        (name, room, lines.collect::<Vec<_>>().join("\n"))
    };
    paths.into_iter().map(read).filter(|(name, ..)| !name.contains("tests")).collect()
}

#[test]
fn imports_run_one_way() {
    for (name, room, text) in code() {
        let Some((_, may)) = MAY.iter().find(|(known, _)| *known == room) else { continue };
        for part in text.split("crate::").skip(1) {
            let target: String =
                part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(target == room || may.contains(&target.as_str()), "{name} imports `{target}`");
        }
    }
}

#[test]
fn each_crate_has_its_room() {
    for (name, _, text) in code() {
        for (krate, rooms) in ROOMS {
            let named = text.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with(&format!("use {krate}::")) || line.contains(&format!(" {krate}::"))
            });
            assert!(!named || rooms.iter().any(|room| name.starts_with(room)), "{name} names `{krate}`");
        }
    }
}
