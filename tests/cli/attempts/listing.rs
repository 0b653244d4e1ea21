//! The list.

use super::super::sandbox::{EXAM, Sandbox, holds};
use super::{ALL, column, files, listed, sit, sit_as_another};

#[test]
fn points_are_of_all_that_was_asked_as_they_are_elsewhere() {
    let sandbox = Sandbox::new();
    let essay = "\n[[question]]\nid = \"why\"\ntopic = \"letters\"\nkind = \"essay\"\npoints = 2\nprompt = \"Why?\"\ncriterion = [{ text = \"a\", points = 2 }]\n";
    sandbox.write("four.toml", format!("{}{essay}", super::super::sandbox::EXAM));
    sit(&sandbox, "Ada", &format!("{ALL}Because.\n.\n"));
    holds(&sandbox.run(&["attempts"], "").out, &["4 of 6, 1 unmarked"]);
    assert_eq!(column(&sandbox, "max_points"), ["6"]);
    holds(&sandbox.run(&["debrief", "Ada", "results.csv"], "").out, &["at least 4 of 6 points"]);
}

#[test]
fn every_attempt_is_listed_with_how_it_stands_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", "b\n");
    // Damaged; no attempt at all.
    sit(&sandbox, "Flo", "b\n");
    let flo = sandbox.journal_paths("results.csv").pop().expect("a journal");
    let journal = std::fs::read_to_string(&flo).expect("a journal");
    std::fs::write(&flo, journal.replace("\"answer\":\"b\"", "\"answer\":\"a\"")).expect("written");
    sandbox.write("results.csv.attempts/nothing.jsonl", "");
    let cy = ["take", "four.toml", "--candidate", "Cy", "--yes"];
    let steps = sandbox.path("steps");
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("steps:{}", steps.display()), &cy, ALL);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // Without a journal, without a status, not marked.
    let mut results = std::fs::read_to_string(sandbox.path("results.csv")).expect("results");
    let mut elsewhere: Vec<&str> = results.lines().nth(1).expect("a row").split(',').collect();
    for (place, cell) in
        [(0, "sent-1"), (1, "Eve"), (7, ""), (8, "2026-01-02T03:04:05Z"), (17, "ungraded"), (18, "")]
    {
        elsewhere[place] = cell;
    }
    let elsewhere = elsewhere.join(",");
    results.push_str(&format!("{elsewhere}\n"));
    sandbox.write("results.csv", results);
    // Handed in, and killed before the rows were written.
    let steps = std::fs::read_to_string(steps).expect("steps");
    let append = steps.lines().position(|step| step == "append to results").expect("a step") + 1;
    let dee = ["take", "four.toml", "--candidate", "Dee", "--yes"];
    let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &format!("kill:{append}"), &dee, ALL);
    assert_eq!(ran.code, None, "{ran:?}");

    let before = files(&sandbox.path(""));
    assert_eq!(column(&sandbox, "candidate"), ["Eve", "Ada", "Bo", "Flo", "Cy", "Dee"]);
    assert_eq!(column(&sandbox, "status"), ["", "submitted", "open", "damaged", "submitted", "submitted"]);
    assert_eq!(column(&sandbox, "recorded"), ["yes", "yes", "no", "no", "yes", "no"]);
    assert_eq!(column(&sandbox, "journal"), ["no", "yes", "yes", "yes", "yes", "yes"]);
    assert_eq!(column(&sandbox, "points"), ["0", "4", "", "", "4", ""]);
    assert_eq!(column(&sandbox, "unmarked"), ["1", "0", "", "", "0", ""]);
    let ran = sandbox.run(&["attempts"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    holds(
        &ran.out,
        &["2 Jan 2026,", "03:04", "1 unmarked", "4 of 4", "handed in", "open", "damaged", "sent-1"],
    );
    let json = sandbox.run(&["attempts", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["attempts"][1]["points"], 4);
    assert_eq!(json["attempts"][2]["points"], serde_json::Value::Null);
    assert_eq!(files(&sandbox.path("")), before, "nothing was written");
}

#[test]
fn filters_choose_and_say_what_was_probably_meant() {
    let sandbox = Sandbox::new();
    sandbox.write("five.toml", EXAM.replace("id = \"four\"", "id = \"five\""));
    sit(&sandbox, "Ada", ALL);
    sandbox.run(&["take", "five.toml", "--candidate", "Bo", "--yes"], ALL);
    sit_as_another(&sandbox, "Ada", "platform");
    let ran = sandbox.run(&["attempts", "--candidate", "Ada"], "");
    holds(&ran.out, &["Ada ", "Ada (platform)"]);
    assert!(!ran.out.contains("Bo"), "{ran:?}");
    let ran = sandbox.run(&["attempts", "--exam", "five", "--format", "csv"], "");
    assert_eq!(ran.out.lines().count(), 2, "{ran:?}");
    for (args, said) in [
        (["attempts", "--candidate", "ada"], "no candidate `ada` in these results help: did you mean `Ada`?"),
        (["attempts", "--exam", "fife"], "no exam `fife` in these results help: did you mean `five`?"),
    ] {
        let ran = sandbox.run(&args, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[said]);
    }
}

#[test]
fn where_nothing_is_there_is_nothing_to_list() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["attempts"], "");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "No attempts.\n", ""));
    assert!(!sandbox.path("results.csv.lock").exists());
    sandbox.write("results.csv", "name,points\nAda,4\n");
    let ran = sandbox.run(&["attempts"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["it lacks the columns"]);
}

#[test]
fn practice_is_listed_where_its_file_is_named() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["practice", "four.toml", "--yes"], ALL);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(listed(&sandbox).is_empty());
    let practice = "home/.local/share/examiner/practice.csv";
    let ran = sandbox.run(&["attempts", "--results", practice], "");
    holds(&ran.out, &["learner", "handed in", "4 of 4"]);
}

#[test]
fn an_attempt_that_somebody_sits_is_running() {
    let sandbox = Sandbox::new();
    let mut live = sandbox.live(&["take", "four.toml", "--candidate", "Ada", "--yes"]);
    live.send("b\n");
    live.wait_for("kept: 1 of 4");
    assert_eq!(column(&sandbox, "status"), ["running"]);
    assert_eq!(live.closed().code, Some(130));
    assert_eq!(column(&sandbox, "status"), ["open"]);
}
