//! A person's data removed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::super::sandbox::{Sandbox, holds};
use super::{ALL, column, files, ids, sit};

#[test]
fn where_nothing_can_be_written_nothing_is_removed() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    let before = files(&sandbox.path(""));
    let forget = ["attempts", "forget", "Ada", "--yes"];
    for step in ["denied:1", "denied:2"] {
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", step, &forget, "");
        assert_eq!(ran.code, Some(3), "{step}: {ran:?}");
        holds(&ran.words(), &["nothing can be written in this folder", "nothing was removed"]);
        assert_eq!(files(&sandbox.path("")), before, "{step}");
    }
    assert_eq!(sandbox.run(&forget, "").code, Some(0));
}

#[test]
fn rows_journals_and_marks_go_and_a_line_that_names_nobody_stays() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("kept")).expect("a folder");
    std::os::unix::fs::symlink("kept/panel.csv", sandbox.path("results.csv")).expect("a link");
    sit(&sandbox, "Bo", ALL);
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", ALL);
    sit(&sandbox, "Ada", "b\n");
    let ada = ids(&sandbox, "Ada");
    let sent =
        fs::read(sandbox.path(&format!("kept/panel.csv.attempts/{}.jsonl", ada[0]))).expect("a journal");
    fs::set_permissions(sandbox.path("kept/panel.csv"), fs::Permissions::from_mode(0o640)).expect("set");
    sandbox.write("kept/panel.csv.codes", "code,candidate,candidate_id\nK7,Ada,\n");
    let before = fs::read_to_string(sandbox.path("kept/panel.csv")).expect("results");
    let ran = sandbox.run(&["attempts", "forget", "Ada", "--yes"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Ada, 2 attempts. This goes, for good:", "4 rows from ", "2 journals from "]);
    holds(
        &ran.out,
        &["Removed: 2 attempts of Ada (4 rows and 2 journals)\n", "panel.csv.codes` may hold the name, too"],
    );
    let after = fs::read_to_string(sandbox.path("kept/panel.csv")).expect("results");
    let others: String = before.split_inclusive('\n').filter(|line| !line.contains("Ada")).collect();
    assert_eq!(after, others);
    assert!(fs::symlink_metadata(sandbox.path("results.csv")).expect("there").is_symlink());
    let mode = fs::metadata(sandbox.path("kept/panel.csv")).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o640);
    for (name, bytes) in
        files(&sandbox.path("kept")).iter().filter(|(name, _)| name.rsplit('.').next() != Some("codes"))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("Ada") && !text.contains(&ada[0]) && !name.contains(&ada[0]),
            "{name}: {text}"
        );
    }
    let stones = fs::read_to_string(sandbox.path("kept/panel.csv.attempts/forgotten.jsonl")).expect("stones");
    holds(&stones, &["\"exam\":\"four\",\"mode\":\"exam\",\"rows\":4", "\"rows\":0"]);
    assert_eq!(stones.lines().count(), 2);

    assert_eq!(column(&sandbox, "candidate"), ["Bo", "Bo"]);
    let list = sandbox.run(&["attempts"], "");
    holds(&list.out, &["2 attempts were removed at their candidates' wish\n"]);
    let report = sandbox.run(&["report"], "");
    assert_eq!(report.code, Some(0), "{report:?}");
    holds(&report.out, &["2 attempts were removed at their candidates' wish\n"]);
    let json = sandbox.run(&["report", "--format", "json"], "");
    holds(&json.out, &["\"code\": \"removed-attempts\"", "\"count\": 2"]);
    let other = sandbox.run(&["report", "--candidate", "Bo"], "");
    assert!(!other.out.contains("removed"), "{other:?}");
    // Nothing brings it back, not even the journal that somebody has kept.
    sandbox.write(&format!("{}.jsonl", ada[0]), sent);
    let ran = sandbox.run(&["record", &format!("{}.jsonl", ada[0])], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["was removed from these results at its candidate's wish"]);
    assert_eq!(fs::read_to_string(sandbox.path("results.csv")).expect("results"), others);
    let again = sandbox.run(&["attempts", "forget", "Ada", "--yes"], "");
    assert_eq!(again.code, Some(2), "{again:?}");
    // A new attempt is a new attempt.
    sit(&sandbox, "Ada", ALL);
    assert_eq!(column(&sandbox, "recorded"), ["yes", "yes", "yes"]);
}

#[test]
fn a_name_that_is_not_typed_again_removes_nothing() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    let before = files(&sandbox.path(""));
    for (typed, code, said) in [
        ("ada\n", Some(1), "That is not the name; nothing was removed."),
        ("\n", Some(1), "That is not the name; nothing was removed."),
        ("", Some(130), "Left; nothing was removed."),
    ] {
        let ran = sandbox.run(&["attempts", "forget", "Ada"], typed);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{ran:?}");
        holds(&ran.words(), &[said]);
        assert_eq!(files(&sandbox.path("")), before);
    }
    let ran = sandbox.run(&["--plain", "attempts", "forget", "Ada"], "Ada\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ids(&sandbox, "Ada").is_empty());
}

#[test]
fn an_attempt_that_somebody_sits_is_refused() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    let mut live = sandbox.live(&["take", "four.toml", "--candidate", "Ada", "--yes"]);
    live.send("b\n");
    live.wait_for("kept: 1 of 4");
    let ran = sandbox.run(&["attempts", "forget", "Ada", "--yes"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{ran:?}");
    holds(&ran.words(), &["is running in another process; nothing was removed"]);
    live.send("a c\nc\n42\n");
    assert_eq!(live.closed().code, Some(0));
    assert_eq!(sandbox.rows("results.csv").len(), 8);
}

#[test]
fn other_bytes_of_a_file_from_elsewhere_stay_as_they_are() {
    let sandbox = Sandbox::new();
    let header = "\u{feff}topic,candidate,remark,attempt_id,exam_id,started_at,question_id,outcome,points,max_points\r\n";
    let row = |name: &str, id: &str| {
        format!("t,\"{name}\",\"a, b\r\nc\",{id},x,2026-01-02T03:04:05Z,q,correct,1,1\r\n")
    };
    let (ada, bo) = (row("Ada", "1"), row("Bo", "2"));
    let broken = "what is this\r\n";
    let text = [header, &ada, &bo, "\r\n", broken, &ada, &bo, &ada].concat();
    sandbox.write("panel.csv", text);
    let ran = sandbox.run(&["attempts", "forget", "Ada", "--yes", "--results", "panel.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let after = fs::read_to_string(sandbox.path("panel.csv")).expect("results");
    assert_eq!(after, [header, &bo, "\r\n", broken, &bo].concat());
}
