//! A mended key: shown first, then written, and nothing else changes by a byte.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::{backups, ending, files, grade, mended, room, sit};
use crate::cli::sandbox::{EXAM, Sandbox, holds};

const MENDED: [&str; 2] = ["--exam", "mended.toml"];
const WRITE: [&str; 3] = ["--exam", "mended.toml", "--write"];

#[test]
fn what_would_change_is_shown_and_nothing_is_written() {
    let sandbox = room();
    let before = files(&sandbox);
    let ran = grade(&sandbox, &MENDED);
    holds(
        &ran.out,
        &[
            "Four kinds · 2 attempts · 8 answers",
            "3 answers are worth something else. Nothing is written yet: --write does that.",
            "pick       1 of 2  correct, 1 of 1    incorrect, 0 of 1",
            "incorrect, 0 of 1  correct, 1 of 1",
            "count      1 of 2  correct, 1 of 1    incorrect, 0 of 1",
            "Ada              2  4 of 4, 100%  2 of 4, 50%",
            "Bob              1  1 of 4, 25%   2 of 4, 50%",
        ],
    );
    assert_eq!(files(&sandbox), before);
    let json: serde_json::Value =
        serde_json::from_str(&grade(&sandbox, &["--exam", "mended.toml", "--format", "json"]).out).unwrap();
    assert_eq!((&json["written"], &json["rows_changed"]), (&false.into(), &8.into()));
    assert_eq!(json["questions"][1]["changes"][0]["from"]["outcome"], "correct");
    assert_eq!(
        (&json["attempts"][0]["from"]["share"], &json["attempts"][0]["to"]["share"]),
        (&1.0.into(), &0.5.into())
    );
    assert_eq!(files(&sandbox), before);
}

#[test]
fn a_mended_key_is_written_and_nothing_else_changes() {
    let sandbox = room();
    let was = fs::read(sandbox.path("results.csv")).unwrap();
    fs::set_permissions(sandbox.path("results.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    let rows = sandbox.rows("results.csv");
    let ran = grade(&sandbox, &WRITE);
    holds(&ran.out, &["Written; as it was it is kept in", ".bak."]);
    let (name, backup) = ending(&sandbox, ".bak");
    assert_eq!(backup, was);
    for name in ["results.csv", &name] {
        let mode = fs::metadata(sandbox.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
    let mut expected = rows;
    let key = sandbox.rows("results.csv")[0]["key_digest"].clone();
    for (row, changed) in expected.iter_mut().zip(["10", "", "", "10", "01", "", "", ""]) {
        assert_ne!(row["key_digest"], key);
        row.insert("key_digest".to_owned(), key.clone());
        if !changed.is_empty() {
            let outcome = if changed == "01" { "correct" } else { "incorrect" };
            row.insert("outcome".to_owned(), outcome.to_owned());
            row.insert("points".to_owned(), changed[1..].to_owned());
        }
    }
    assert_eq!(sandbox.rows("results.csv"), expected);
    let exams = fs::read_dir(sandbox.path("results.csv.attempts/exams")).unwrap();
    let names: Vec<String> = exams.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let copy = format!("{}-{key}.toml", expected[0]["exam_digest"]);
    assert!(names.contains(&copy) && names.len() == 2, "{names:?}");

    // Once more: nothing changes, and nothing is written.
    let before = files(&sandbox);
    holds(&grade(&sandbox, &WRITE).out, &["Nothing changes"]);
    assert_eq!(files(&sandbox), before);
    // Back again: what was marked by the first key is what was there before, byte for byte.
    let ran = grade(&sandbox, &["--exam", "four.toml", "--write"]);
    holds(&ran.out, &["3 answers are worth something else", "Written"]);
    assert_eq!(fs::read(sandbox.path("results.csv")).unwrap(), was);
    assert_eq!(backups(&sandbox).len(), 2);
}

#[test]
fn a_file_of_another_hand_keeps_its_ways() {
    let sandbox = room();
    let text = fs::read_to_string(sandbox.path("results.csv")).unwrap();
    // Columns turned round, one more among them, all cells quoted, CRLF, an exam of somebody else, and guards.
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(|cell| format!("\"{cell}\"")).collect();
        cells.reverse();
        cells.insert(3, if at == 0 { "remark".to_owned() } else { "'=a \"\"quoted\"\" one".to_owned() });
        let line = cells.join(",");
        lines.push(line.clone());
        if at == 1 {
            lines.push(line.replace("\"four\"", "\"other\"").replace("\"correct\"", "correct"));
        }
    }
    let other = lines[2].clone();
    sandbox.write("results.csv", lines.join("\r\n"));
    let was = fs::read(sandbox.path("results.csv")).unwrap();
    grade(&sandbox, &WRITE);
    let now = fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let now_lines: Vec<&str> = now.split("\r\n").collect();
    assert_eq!(now_lines.len(), lines.len());
    assert_eq!((now_lines[0], now_lines[2]), (lines[0].as_str(), other.as_str()));
    assert!(now_lines[1].contains("\"incorrect\"") && now_lines[1].contains("'=a \"\"quoted\"\" one"));
    assert!(!now.ends_with('\n'));
    grade(&sandbox, &["--exam", "four.toml", "--write"]);
    assert_eq!(fs::read(sandbox.path("results.csv")).unwrap(), was);
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_replaced() {
    let sandbox = room();
    fs::create_dir(sandbox.path("kept")).unwrap();
    for name in ["results.csv", "results.csv.attempts"] {
        fs::rename(sandbox.path(name), sandbox.path(&format!("kept/{name}"))).unwrap();
    }
    symlink("kept/results.csv", sandbox.path("results.csv")).unwrap();
    grade(&sandbox, &WRITE);
    assert!(fs::symlink_metadata(sandbox.path("results.csv")).unwrap().is_symlink());
    assert_eq!(sandbox.column("kept/results.csv", "outcome")[0], "incorrect");
    assert!(
        fs::read_dir(sandbox.path("kept"))
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().ends_with(".bak") })
    );
}

/// A change of the exam, and what is said of it; none if it can mark.
#[test]
fn an_exam_that_was_not_sat_is_refused_by_question() {
    type Mend = fn(&str) -> String;
    let mends: [(Mend, &[&str]); 9] = [
        (
            |exam| exam.replace("\"the third\"", "\"another\""),
            &["pick: the words to choose from are not those that were sat"],
        ),
        (|exam| exam.replace("id = \"name\"", "id = \"nome\""), &["name: there is no such question"]),
        (|exam| exam.replace("answer = 42", "answer = 42\nunit = \"ms\""), &["count: it has another unit"]),
        (
            |exam| exam.replace("answer = 42", "answer = 42\npoints = 2"),
            &["count: it was worth 1 and is worth 2"],
        ),
        (
            |exam| exam.replace("cuts_basis", "scoring = { wrong = 0.5 }\ncuts_basis"),
            &["it scores by another rule"],
        ),
        (
            |exam| {
                exam.replace("kind = \"multiple\"", "")
                    .replace("text = \"e\"\ncorrect = true", "text = \"e\"")
            },
            &["tick: it was `multiple` and is `single`"],
        ),
        (
            |exam| exam.replace("Pick the second.", "Pick the 2nd."),
            &["pick: its prompt is not the one that was sat"],
        ),
        (|exam| exam.replace("title = \"Four kinds\"", "title = \"Four\""), &[]),
        (|exam| exam.replace("level = \"senior\"", "level = \"junior\""), &[]),
    ];
    for copies in [true, false] {
        for (mend, said) in mends {
            let sandbox = room();
            if !copies {
                fs::remove_dir_all(sandbox.path("results.csv.attempts/exams")).unwrap();
            }
            let other = mend(EXAM);
            assert_ne!(other, EXAM);
            sandbox.write("other.toml", other);
            let before = files(&sandbox);
            let ran = sandbox.run(&["grade", "results.csv", "--exam", "other.toml", "--write"], "");
            // Without a copy, texts, units and scoring can't be seen.
            let is_blind = ["choose from", "prompt", "unit", "rule"];
            let expected = copies || !said.iter().any(|said| is_blind.iter().any(|word| said.contains(word)));
            if said.is_empty() || !expected {
                assert_eq!(ran.code, Some(0), "{said:?}: {ran:?}");
                let note = if copies { "another text" } else { "no copy of the exam" };
                holds(&ran.out, &[note]);
                continue;
            }
            assert_eq!(ran.code, Some(3), "{said:?}: {ran:?}");
            holds(&ran.words(), said);
            assert_eq!(files(&sandbox), before, "{said:?}");
        }
    }
}

#[test]
fn what_cannot_be_marked_is_refused_with_its_place() {
    let sandbox = room();
    assert_eq!(sandbox.run(&["publish", "four.toml", "-o", "paper.toml"], "").code, Some(0));
    sandbox
        .write("bad.csv", fs::read_to_string(sandbox.path("results.csv")).unwrap().replace(",1,1,", ",3,1,"));
    sandbox.write("foreign.csv", "name,phone\nx,y\n");
    let altered =
        fs::read_to_string(sandbox.path("results.csv")).unwrap().replacen(",b,correct", ",z,correct", 1);
    sandbox.write("altered.csv", altered);
    for (args, code, said) in [
        (&["results.csv", "--exam", "paper.toml"][..], 2, "is a paper and has no key"),
        (&["results.csv", "--exam", "messaging"], 3, "no rows of the exam `messaging`"),
        (&["results.csv", "--exam", "messaging"], 3, "it has rows of `four`"),
        (&["none.csv", "--exam", "four.toml"], 3, "could not be read"),
        (&["bad.csv", "--exam", "four.toml"], 3, "bad.csv:2:"),
        (&["foreign.csv", "--exam", "four.toml"], 3, "no header of results"),
        (&["altered.csv", "--exam", "four.toml"], 3, "pick: the answer `z` can't be given to it"),
        (&["results.csv", "--exam", "nowhere.toml"], 3, "no file and no built-in exam"),
        (&["results.csv", "--exam", "four.toml", "--grader", "Ito"], 2, "nobody is asked"),
    ] {
        let ran = sandbox.run(&[&["grade"], args].concat(), "");
        assert_eq!(ran.code, Some(code), "{args:?}: {ran:?}");
        holds(&ran.words(), &[said]);
    }
}

/// What the clock handed in may earn and never costs, by whichever key.
#[test]
fn what_the_clock_handed_in_costs_nothing_by_any_key() {
    for journal in [true, false] {
        let sandbox = Sandbox::new();
        let costs = |exam: &str| exam.replace("cuts_basis", "scoring = { wrong = 0.5 }\ncuts_basis");
        sandbox.write("four.toml", costs(EXAM));
        sandbox.write("mended.toml", costs(&mended()));
        sit(&sandbox, "Ada", "b\nb\nd\n42\n");
        let mut text = fs::read_to_string(sandbox.path("results.csv")).unwrap();
        assert!(text.contains(",d,incorrect,-0.5,1"), "{text}");
        if !journal {
            fs::remove_dir_all(sandbox.path("results.csv.attempts")).unwrap();
            // As if the clock had handed it in.
            text = text.replace(",d,incorrect,-0.5,1", ",d,incorrect,0,1");
            sandbox.write("results.csv", text);
        }
        let ran = grade(&sandbox, &WRITE);
        let points = if journal { ["-0.5", "-0.5", "-0.5", "-0.5"] } else { ["-0.5", "-0.5", "0", "-0.5"] };
        assert_eq!(sandbox.column("results.csv", "points"), points);
        assert_eq!(ran.out.contains("1 attempt without a journal"), !journal, "{}", ran.out);
    }
}

#[test]
fn attempts_in_journals_are_said_and_brought_in_where_they_are_handed_in() {
    let sandbox = room();
    let ran = sandbox.run(&["take", "four.toml", "--candidate", "Cy", "--yes"], "b\n:quit\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let ran = grade(&sandbox, &MENDED);
    holds(&ran.out, &["1 attempt of this exam is in journals only"]);
    assert_eq!(sandbox.rows("results.csv").len(), 8);
}

#[test]
fn a_paper_that_came_home_is_marked() {
    let home = Sandbox::new();
    assert_eq!(home.run(&["publish", "four.toml", "-o", "paper.toml"], "").code, Some(0));
    let ran = home.run(&["take", "paper.toml", "--candidate", "Ada", "--yes"], "b\na c\nd\n:skip\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(home.column("results.csv", "outcome")[..3], ["ungraded"; 3]);
    grade(&home, &["--exam", "four.toml", "--write"]);
    assert_eq!(home.column("results.csv", "outcome"), ["correct", "correct", "incorrect", "unanswered"]);
    assert_eq!(home.column("results.csv", "points"), ["1", "1", "0", "0"]);
    assert_eq!(home.column("results.csv", "grader"), ["key"; 4]);
    let report = home.run(&["report", "results.csv"], "");
    holds(&report.out, &["Ada"]);
    assert!(!report.out.contains("wait for a mark"), "{}", report.out);
}

#[test]
fn what_was_marked_by_a_mended_text_is_told_by_its_key() {
    let sandbox = room();
    sandbox.write("mended.toml", mended().replace("Pick the second.", "Pick the first."));
    grade(&sandbox, &[&WRITE[..], &["--same-question", "pick"]].concat());
    let debrief = sandbox.run(&["debrief", "Ada", "results.csv", "--question", "pick"], "");
    assert_eq!(debrief.code, Some(0), "{debrief:?}");
    holds(&debrief.out, &["right      the first", "0 of 1"]);
}

#[test]
fn a_question_that_is_worded_otherwise_is_another_until_somebody_says_that_it_asks_the_same() {
    let sandbox = room();
    for (from, to, what) in [
        (
            "prompt = \"Pick the second.\"",
            "prompt = \"Pick that one.\"",
            "pick: its prompt is not the one that was sat",
        ),
        (
            "text = \"the second\"",
            "text = \"the other\"",
            "pick: the words to choose from are not those that were sat",
        ),
    ] {
        let text = fs::read_to_string(sandbox.path("four.toml")).unwrap();
        assert!(text.contains(from), "{from}");
        sandbox.write("reworded.toml", text.replacen(from, to, 1));
        let grade_it = ["grade", "results.csv", "--exam", "reworded.toml"];
        let ran = sandbox.run(&grade_it, "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), &[what, "--same-question ID"]);
        let ran = sandbox.run(&[&grade_it[..], &["--same-question", "pick"]].concat(), "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(
            &ran.out.split_whitespace().collect::<Vec<_>>().join(" "),
            &["pick is worded otherwise", "asks the same"],
        );
        let ran = sandbox.run(&[&grade_it[..], &["--same-question", "none"]].concat(), "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
    // What is said about right and wrong may be mended as one likes.
    let text = fs::read_to_string(sandbox.path("four.toml")).unwrap();
    sandbox.write("mended.toml", text.replacen("It is the first.", "It is the first one.", 1));
    grade(&sandbox, &["--exam", "mended.toml", "--write"]);
    // Verify says which were worded otherwise.
    let text = text.replacen("prompt = \"Pick the second.\"", "prompt = \"Pick that one.\"", 1);
    sandbox.write("reworded.toml", text.replace("answer = 42", "answer = 43"));
    grade(&sandbox, &["--exam", "reworded.toml", "--same-question", "pick", "--write"]);
    let ran = sandbox.run(&["verify", "results.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out.split_whitespace().collect::<Vec<_>>().join(" "), &["worded otherwise: pick"]);
}
