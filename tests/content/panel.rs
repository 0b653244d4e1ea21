//! The example panel is what its program makes, and shows what its README says.

#[path = "../../examples/make_panel.rs"]
#[expect(dead_code, reason = "a program of its own; the test calls what it calls")]
mod make_panel;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use examiner::session::Attempt;
use examiner::store::{journal, ledger::Ledger};

const NAMES: [&str; 3] = ["ito", "okafor", "lindqvist"];

fn panel() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel")
}

/// All files below a folder with their bytes.
fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder.join(below)).unwrap() {
        let name = format!("{below}/{}", entry.unwrap().file_name().to_string_lossy());
        if folder.join(&name).is_dir() {
            files(folder, &name, found);
        } else {
            found.insert(name.clone(), std::fs::read(folder.join(&name)).unwrap());
        }
    }
}

fn run(arguments: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_examiner");
    let output = Command::new(program).args(arguments).env_clear().output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_files_are_what_the_program_makes() {
    let made = tempfile::tempdir().unwrap();
    make_panel::make(made.path()).unwrap();
    for name in NAMES {
        let (mut here, mut there) = (BTreeMap::new(), BTreeMap::new());
        let attempts = format!("{name}.csv.attempts");
        files(&panel(), &attempts, &mut here);
        files(made.path(), &attempts, &mut there);
        assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
        assert!(here == there, "the journals and copies of {name}");
        let csv = format!("{name}.csv");
        let bytes = |folder: &Path| std::fs::read(folder.join(&csv)).unwrap();
        assert!(bytes(&panel()) == bytes(made.path()), "{csv}");
    }
}

#[test]
fn every_journal_chains_and_nothing_waits_to_be_recorded() {
    let mut attempts = 0;
    for name in NAMES {
        let ledger = Ledger::at(&panel().join(format!("{name}.csv"))).unwrap();
        for id in ledger.journals().unwrap() {
            let contents = journal::read(&ledger.journal(&id)).unwrap();
            assert_eq!(contents.torn, 0);
            let attempt = Attempt::from_entries(&contents.entries).unwrap();
            let open = attempt.started.candidate == "Spica";
            assert_eq!(journal::ends_recorded(&ledger.journal(&id)), !open, "{id}");
            attempts += 1;
        }
    }
    assert_eq!(attempts, 20);
}

#[test]
fn the_panel_shows_what_its_readme_says() {
    let folder = panel().display().to_string();
    let page = run(&["report", &folder]);
    for part in [
        "Messaging · 11 candidates · the same 30 questions for all",
        "mixed: read the answers\n  Polaris",
        "at least middle\n  Capella        9 shown      9 shown      4 not yet     22     56–86%\n  Rigel ",
        "¹ Mira sat it twice; the first counts; --attempts all counts all",
        "Queries · 6 candidates",
        "1 answer of Rigel waits for a mark and is in no share",
        "1 attempt is not handed in and not counted: Spica (messaging)",
        "a copy of an attempt of Rigel was there; it counts once",
    ] {
        assert!(page.contains(part), "`{part}` is missing in:\n{page}");
    }
    let sheet = run(&["debrief", "Rigel", &folder, "--exam", "messaging"]);
    for part in [
        "Rigel · Messaging",
        "22.5 of 30 points, 75%",
        "predicted  “the table was down and came back”",
        "does \"problem\" mean of the consumers",
        ": that earned more",
        ": that earned less",
        "ask next",
    ] {
        assert!(sheet.contains(part), "`{part}` is missing in:\n{sheet}");
    }
    let both = run(&["compare", "Rigel", "Vega", "--results", &folder, "--exam", "messaging"]);
    assert!(both.contains("Rigel and Vega · Messaging"), "{both}");
}

#[test]
fn what_would_wrong_somebody_is_said() {
    let panel = panel();
    let panel = panel.to_str().unwrap();
    let joined = |arguments: &[&str]| run(arguments).split_whitespace().collect::<Vec<_>>().join(" ");
    let over_exams = joined(&["report", panel, "--rows", "candidate", "--columns", "exam"]);
    assert!(
        over_exams.contains("Not all sat the same exams, so totals are of different questions"),
        "{over_exams}"
    );
    assert!(over_exams.contains("An estimate from these questions on a day for each exam, "), "{over_exams}");
    let both = ["--candidate", "Vega", "--candidate", "Rigel"];
    let full = joined(&[&["report", panel, "--rows", "candidate", "--columns", "exam"][..], &both].concat());
    assert!(!full.contains("Not all sat"), "{full}");
    // A pair alone is told apart sooner than among all pairs.
    let alone = "It allows for pairs of the candidates asked for alone";
    let pair = joined(&[&["report", panel, "--exam", "messaging"][..], &both].concat());
    assert!(pair.contains(alone), "{pair}");
    assert!(!joined(&["report", panel, "--exam", "messaging"]).contains(alone));
}
