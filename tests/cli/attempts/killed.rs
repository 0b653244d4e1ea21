//! `kill -9` at every step of a removal: nothing comes back, and the same command finishes it.

use std::fs;
use std::process::Command;
use std::sync::OnceLock;

use examiner::session::moment::WallTime;
use examiner::store::marks::{self, Mark, Marks, Said};

use super::super::sandbox::Sandbox;
use super::{ALL, files, ids, listed, sit};

const FORGET: [&str; 4] = ["attempts", "forget", "Ada", "--yes"];

/// The same room, again and again.
fn room() -> Sandbox {
    static FIRST: OnceLock<Sandbox> = OnceLock::new();
    let first = FIRST.get_or_init(furnished);
    let copy = Sandbox::new();
    let from = format!("{}/.", first.path("").display());
    let copied = Command::new("cp").args(["-a", &from]).arg(copy.path("")).status();
    assert!(copied.expect("cp runs").success());
    copy
}

/// Ada: recorded; handed in and killed in the middle of the rows; open, with a draft. Bo: recorded before that, and open.
fn furnished() -> Sandbox {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", ALL);
    sit(&sandbox, "Bo", "b\n");
    sit(&sandbox, "Ada", "b\n");
    let take = ["take", "four.toml", "--candidate", "Ada", "--yes"];
    let trial = Sandbox::new();
    sit(&trial, "Cy", ALL);
    let steps = trial.path("steps");
    trial.run_with("EXAMINER_TEST_FAULT", &format!("steps:{}", steps.display()), &take, ALL);
    let steps = fs::read_to_string(steps).expect("steps");
    let append = steps.lines().position(|step| step == "append to results").expect("a step") + 1;
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("torn:{append}:300"), &take, ALL);
    assert_eq!(ran.code, None, "{ran:?}");
    let (ada, bo) = (ids(&sandbox, "Ada"), ids(&sandbox, "Bo"));
    assert_eq!((ada.len(), bo.len()), (3, 2));
    sandbox.write(&format!("results.csv.attempts/{}.answer-3.md", ada[1]), "half a thought");
    let mark = |id: &str| {
        Said::Marked(Mark {
            attempt: id.to_owned(),
            question: "name".to_owned(),
            criterion: 1,
            points: "1".to_owned(),
            grader: "Ito".to_owned(),
            comment: None,
            key_digest: "0".repeat(64),
        })
    };
    let mut marks = Marks::open(&marks::path(&sandbox.path("results.csv"))).expect("marks");
    for id in [&ada[0], &bo[0], &ada[0]] {
        marks.append(mark(id), WallTime(0)).expect("a mark");
    }
    sandbox
}

/// What is left when it is done: everything of Bo's, nothing of Ada's, and the tombstones.
fn assert_done(sandbox: &Sandbox, ada: &[String], results: &str, at: &str) {
    assert_eq!(fs::read_to_string(sandbox.path("results.csv")).expect("results"), results, "{at}");
    for (name, bytes) in files(&sandbox.path("")) {
        let text = String::from_utf8_lossy(&bytes);
        let is_clean = !text.contains("Ada") && ada.iter().all(|id| !text.contains(id) && !name.contains(id));
        assert!(is_clean, "{at}: {name}: {text}");
        assert!(!name.contains("forgetting"), "{at}: {name}");
    }
    let marks = marks::read(&marks::path(&sandbox.path("results.csv"))).expect("marks that hold together");
    assert_eq!(marks.len(), 1, "{at}");
    let stones = fs::read_to_string(sandbox.path("results.csv.attempts/forgotten.jsonl")).expect("stones");
    assert_eq!(stones.lines().count(), 3, "{at}: {stones}");
    assert_eq!(listed(sandbox).len(), 2, "{at}");
}

#[test]
fn a_removal_that_was_killed_at_any_step_brings_nothing_back_and_is_finished_by_the_same_command() {
    let counted = room();
    let steps = counted.path("steps");
    let fault = format!("steps:{}", steps.display());
    assert_eq!(counted.run_with("EXAMINER_TEST_FAULT", &fault, &FORGET, "").code, Some(0));
    let steps: Vec<String> = fs::read_to_string(steps).expect("steps").lines().map(str::to_owned).collect();
    assert!(steps.len() > 15, "{steps:?}");
    for (at, step) in steps.iter().enumerate() {
        let sandbox = room();
        let ada = ids(&sandbox, "Ada");
        let text = fs::read_to_string(sandbox.path("results.csv")).expect("results");
        let others: String = text
            .split_inclusive('\n')
            .filter(|line| ada.iter().all(|id| !line.starts_with(id.as_str())))
            .collect();
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("kill:{}", at + 1), &FORGET, "");
        assert_eq!(ran.code, None, "{ran:?}");
        let at = format!("kill:{} ({step})", at + 1);
        // Once it has begun, nothing that records brings anything of it back.
        if sandbox.path("results.csv.attempts/forgotten.jsonl").exists() {
            let before = fs::read_to_string(sandbox.path("results.csv")).expect("results");
            sandbox.run(&["record"], "");
            sandbox.run(&["resume", "--list"], "");
            let after = fs::read_to_string(sandbox.path("results.csv")).expect("results");
            assert_eq!(after, before, "{at}");
            let being = listed(&sandbox).into_iter().filter(|row| row["candidate"] == "Ada");
            assert!(being.into_iter().all(|row| row["status"] == "being_removed"), "{at}");
        }
        let finished = sandbox.run(&FORGET, "");
        // Killed behind the last change, there is nobody left to remove.
        let is_last = finished.code == Some(2) && finished.err.contains("no candidate `Ada`");
        assert!(finished.code == Some(0) || is_last, "{at}: {finished:?}");
        assert_done(&sandbox, &ada, &others, &at);
        assert_eq!(sandbox.run(&["record"], "").code, Some(0), "{at}");
        assert_eq!(fs::read_to_string(sandbox.path("results.csv")).expect("results"), others, "{at}");
    }
}

#[test]
fn a_removal_that_finds_the_disk_full_is_finished_by_the_same_command() {
    let sandbox = room();
    let ada = ids(&sandbox, "Ada");
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", "full:4:10", &FORGET, "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(!sandbox.path("results.csv.attempts/forgotten.jsonl").exists());
    assert_eq!(ids(&sandbox, "Ada"), ada);
    assert_eq!(sandbox.run(&FORGET, "").code, Some(0));
}
