//! A paper goes out, is sat elsewhere, and comes home: nothing of the key was there, and no answer is lost.

use std::fs;
use std::path::Path;

use super::sandbox::{Sandbox, holds};

/// An exam that says `secret` wherever it says what is right.
const EXAM: &str = r#"
format = 1
id = "home"
title = "At home"
reveal = "answers"
recap = "secret"
[[topic]]
id = "t"
title = "T"
[[question]]
id = "pick"
topic = "t"
prompt = "Which?"
hint = "secret"
explanation = "secret"
follow_up = "secret?"
option = [{ text = "this" }, { text = "that", correct = true, heads_up = "secret" }]
[[question]]
id = "name"
topic = "t"
kind = "text"
prompt = "Name it."
accept = ["secret"]
[[question]]
id = "steps"
topic = "t"
kind = "order"
prompt = "In which order?"
entry = [{ text = "poll" }, { text = "act" }, { text = "commit" }]
[[question]]
id = "sides"
topic = "t"
kind = "match"
prompt = "What belongs together?"
distractors = ["zero"]
pair = [{ left = "one", right = "1" }, { left = "two", right = "2" }]
[[question]]
id = "why"
topic = "t"
kind = "essay"
points = 3
prompt = "Why?"
sample = "secret"
criterion = [{ text = "secret", points = 3 }]
"#;

const TAKE: [&str; 5] = ["take", "paper.toml", "--candidate", "Ada", "--yes"];
const LINES: &str = "b\nlog\nabc\n1a 2b\nBecause.\n.\n";

/// Everything that lies in a folder, as one text.
fn all_in(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&all_in(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
        }
    }
    text
}

#[test]
fn a_paper_is_sat_elsewhere_and_its_answers_come_home() {
    let home = Sandbox::new();
    home.write("exam.toml", EXAM);
    let ran = home.run(&["publish", "exam.toml", "-o", "paper.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Written: paper.toml (5 questions", "reveal = \"answers\"", "has no key"]);
    assert!(ran.out.is_empty());

    let away = Sandbox::new();
    away.write("paper.toml", fs::read(home.path("paper.toml")).unwrap());
    let ran = away.run(&TAKE, LINES);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let journal = away.journal("results.csv");
    let journal_name = journal.file_name().unwrap().to_string_lossy().into_owned();
    // The path can be copied: it stands whole on a line of its own.
    let path = format!("\n  {}\n", journal.display());
    holds(&ran.err, &["Next: send this one file to whoever gave you the paper:\n", &path, "Your receipt"]);
    assert!(!all_in(&away.path("results.csv.attempts")).contains("secret"));
    assert!(!all_in(&away.path("")).contains("secret"));
    assert_eq!(away.column("results.csv", "outcome"), ["ungraded"; 5]);
    assert_eq!(away.column("results.csv", "points"), [""; 5]);

    home.write(&journal_name, fs::read(journal).unwrap());
    let ran = home.run(&["record", &journal_name, "--results", "panel.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &ran.words(),
        &["It was sat as a paper, and waits for the key.", "examiner grade ", "panel.csv --exam EXAM.toml"],
    );
    assert_eq!(home.column("panel.csv", "answer"), away.column("results.csv", "answer"));
    let digest = &home.rows("panel.csv")[0]["exam_digest"];
    let checked = home.run(&["show", "exam.toml"], "");
    holds(&checked.out, &[digest]);

    let grade = ["grade", "panel.csv", "--exam", "exam.toml", "--write"];
    holds(&home.run(&grade[..4], "").out, &["; the rows have none, as of a paper"]);
    let ran = home.run(&grade, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["; the rows had none, as of a paper"]);
    let ran = home.run(&["verify", "panel.csv", "--exam", "exam.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["sat as a paper, which has none"]);
}

#[test]
fn a_paper_can_be_left_and_gone_on_with() {
    let sandbox = Sandbox::new();
    sandbox.write("exam.toml", EXAM);
    assert_eq!(sandbox.run(&["publish", "exam.toml", "-o", "paper.toml"], "").code, Some(0));
    fs::remove_file(sandbox.path("exam.toml")).unwrap();
    let ran = sandbox.run(&TAKE, "b\n:quit\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let ran = sandbox.run(&["resume", "--yes"], "log\nabc\n1a 2b\nBecause.\n.\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(sandbox.column("results.csv", "outcome"), ["ungraded"; 5]);
    assert!(!ran.words().contains("right"), "{}", ran.words());
}

#[test]
fn what_a_paper_cannot_do_is_said() {
    let sandbox = Sandbox::new();
    sandbox.write("exam.toml", EXAM);
    let ran = sandbox.run(&["publish", "exam.toml"], "");
    assert_eq!(ran.code, Some(0));
    sandbox.write("paper.toml", &ran.out);
    for (args, said) in [
        (&["publish", "paper.toml"][..], "is a paper already"),
        (&["practice", "paper.toml", "--yes"][..], "practice could not say what is right"),
        (&["take", "paper.toml", "--candidate", "Ada", "--yes", "--reveal", "score"][..], "a paper has none"),
        (&["publish", "exam.toml", "-o", "exam.toml"][..], "would be replaced"),
        (&["show", "paper.toml", "--answers"][..], "is a paper"),
    ] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
        holds(&ran.words(), &[said]);
    }
    assert!(!sandbox.path("results.csv").exists());
    assert_eq!(sandbox.run(&["check", "paper.toml", "--deny", "warnings"], "").code, Some(0));
    let question = |id: usize| {
        format!(
            "[[question]]\nid = \"q{id}\"\ntopic = \"t\"\nprompt = \"Which {id}?\"\noption = [{{ text = \"this\", correct = true }}, {{ text = \"that\" }}, {{ text = \"none\" }}]\n"
        )
    };
    let first =
        EXAM.split("[[question]]").next().unwrap().to_owned() + &(0..9).map(question).collect::<String>();
    sandbox.write("first.toml", first);
    let ran = sandbox.run(&["publish", "first.toml", "-o", "first-paper.toml"], "");
    holds(&ran.words(), &["warning: position-bias:", "the paper shows options in the file's order"]);
    let built_in = sandbox.run(&["publish", "delivery-guarantees", "-o", "built.toml"], "");
    holds(&built_in.err, &["its key is in every copy of this program"]);
}

/// A journal whose last hand-in says something else, chained anew.
fn forged(journal: &str, forge: impl Fn(&mut serde_json::Value)) -> String {
    let (mut before, mut out) = ("0".repeat(64), String::new());
    for line in journal.lines() {
        let mut event: serde_json::Value = serde_json::from_str(line).unwrap();
        event.as_object_mut().unwrap().shift_remove("chain");
        if event["event"] == "submitted" {
            forge(&mut event);
        }
        let text = event.to_string();
        let body = text.strip_suffix('}').unwrap();
        before = examiner::exam::Digest::of(format!("{before}{body}").as_bytes()).full();
        out.push_str(&format!("{body},\"chain\":\"{before}\"}}\n"));
    }
    out
}

#[test]
fn what_a_sent_journal_hands_in_has_to_follow_from_its_own_lines() {
    let away = Sandbox::new();
    away.write("exam.toml", EXAM);
    assert_eq!(away.run(&["publish", "exam.toml", "-o", "paper.toml"], "").code, Some(0));
    assert_eq!(away.run(&TAKE, LINES).code, Some(0));
    let journal = fs::read_to_string(&away.journal_paths("results.csv")[0]).unwrap();
    let id = away.rows("results.csv")[0]["attempt_id"].clone();
    let forge = |column: &'static str, text: &'static str| {
        forged(&journal, |event| {
            let columns =
                event["rows"]["columns"].as_array().or(event["columns"].as_array()).unwrap().clone();
            let at = columns.iter().position(|name| name == column).unwrap();
            let rows = if event["rows"].is_array() { &mut event["rows"] } else { &mut event["rows"]["rows"] };
            rows[0][at] = text.into();
        })
    };
    let record = |text: &str, exam: bool| {
        let home = Sandbox::new();
        home.write("exam.toml", EXAM);
        home.write(&format!("{id}.jsonl"), text);
        let name = format!("{id}.jsonl");
        let with = ["record", &name, "--exam", "exam.toml"];
        let ran = home.run(if exam { &with } else { &with[..2] }, "");
        (home, ran)
    };
    let (_, ran) = record(&forged(&journal, |_| ()), false);
    assert_eq!(ran.code, Some(0), "chained as it was: {ran:?}");
    for (column, text, exam) in [
        ("grader", "dropped", false),
        ("grader", "Boss", false),
        ("outcome", "correct", false),
        ("points", "1", false),
        ("key_digest", "0123456789abcdef", false),
        ("answer", "d", false),
        ("max_points", "100", true),
        ("kind", "multiple", true),
        ("ladder", "junior=0.10", true),
    ] {
        let (home, ran) = record(&forge(column, text), exam);
        assert_eq!(ran.code, Some(3), "{column}: {ran:?}");
        let says = format!("column `{column}` says `{text}`");
        holds(&ran.words(), &["does not follow from its own lines: question pick", &says]);
        assert!(home.journal_paths("results.csv").is_empty(), "{column}");
    }
    // The exam came too late to refuse it.
    let (home, ran) = record(&forge("max_points", "100"), false);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = home.run(&["verify", "results.csv", "--exam", "exam.toml"], "");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(&words, &["does not follow from its other lines"]);
}

#[test]
fn an_exam_with_another_text_than_the_papers_marks_nothing() {
    let home = Sandbox::new();
    home.write("exam.toml", EXAM);
    home.write("other.toml", EXAM.replace("Which?", "Which not?"));
    assert_eq!(home.run(&["publish", "exam.toml", "-o", "paper.toml"], "").code, Some(0));
    let paper = fs::read_to_string(home.path("paper.toml")).unwrap();
    assert_eq!(home.run(&TAKE, LINES).code, Some(0));
    let journal = home.journal_paths("results.csv")[0].clone();
    let grade = |exam: &str| home.run(&["grade", "home.csv", "--exam", exam, "--write"], "");
    let journal = journal.display().to_string();
    let ran = home.run(&["record", &journal, "--results", "home.csv", "--exam", "other.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.words(), &["was sat with another exam than `other.toml`"]);
    let ran = grade("other.toml");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["pick: nothing here tells whether it asks what was asked"]);
    assert_eq!(grade("exam.toml").code, Some(0));
    assert_eq!(home.run(&["verify", "home.csv"], "").code, Some(0));
    assert!(!paper.contains("time_limit"));
}
