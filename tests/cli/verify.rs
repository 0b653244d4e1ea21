//! `examiner verify`: its words, its exit codes, and what it finds beside the results.

use examiner::session::moment::WallTime;
use examiner::store::marks::{Mark, Marks, Said};

use super::resuming::{MINUTE, TAKE_YES};
use super::sandbox::{EXAM, Ran, Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";

fn sat(names: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    for name in names {
        let ran = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], ALL);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    sandbox
}

fn verify(sandbox: &Sandbox, more: &[&str]) -> Ran {
    sandbox.run(&[&["verify", "results.csv"], more].concat(), "")
}

fn json(sandbox: &Sandbox, more: &[&str]) -> serde_json::Value {
    let ran = verify(sandbox, &[more, &["--format", "json"]].concat());
    assert_eq!(ran.err, "", "{ran:?}");
    serde_json::from_str(&ran.out).expect("JSON")
}

/// Replaces a text in a file, once.
fn replace(sandbox: &Sandbox, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
    assert!(text.contains(from), "`{from}` is not in {name}");
    sandbox.write(name, text.replacen(from, to, 1));
}

fn facts(document: &serde_json::Value) -> Vec<String> {
    let facts = document["facts"].as_array().expect("facts").iter();
    facts.map(|fact| fact["fact"].as_str().expect("a fact").to_owned()).collect()
}

#[test]
fn what_is_as_it_was_written_is_said_and_so_is_what_is_not() {
    let sandbox = sat(&["Ada", "Bob"]);
    let ran = verify(&sandbox, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    holds(&ran.out, &["8 rows of 2 attempts: 0 alterations\n", "Not proved: ", "receipt"]);

    replace(&sandbox, "results.csv", ",c,correct,1,1,", ",x,incorrect,0,1,");
    let ran = verify(&sandbox, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:?}");
    holds(&ran.out, &["8 rows of 2 attempts: 3 alterations", "Ada · attempt ", "4  name      answer   x "]);
    let told = json(&sandbox, &[]);
    assert_eq!((&told["holds"], &told["format"]), (&false.into(), &1.into()));
    let one = &told["alterations"][0];
    for (member, value) in [
        ("kind", "cell"),
        ("candidate", "Ada"),
        ("question", "name"),
        ("column", "answer"),
        ("row", "x"),
        ("expected", "c"),
    ] {
        assert_eq!(one[member], value, "{member}");
    }
    assert_eq!(one["line"], 4);
}

#[test]
fn cells_that_can_not_be_right_are_alterations_and_no_error() {
    for (from, to) in [
        (",c,correct,1,1,", ",c,right,1,1,"),
        (",c,correct,1,1,", ",c,correct,one,1,"),
        (",c,correct,1,1,", ",c,correct,,1,"),
        (",c,correct,1,1,", ",c,ungraded,1,1,"),
        (",exam,submitted,", ",quiz,submitted,"),
        (",exam,submitted,2", ",exam,submitted,yesterday 2"),
        (",junior,single,", ",junior,single,,"),
        ("junior=0.70 ", "junior "),
    ] {
        let sandbox = sat(&["Ada"]);
        replace(&sandbox, "results.csv", from, to);
        let ran = verify(&sandbox, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{to}: {ran:?}");
    }
}

#[test]
fn only_what_is_no_results_or_can_not_be_opened_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("other.csv", "name,phone\nBob,1\n");
    sandbox.write("empty.csv", "");
    sandbox.write("results.csv", "");
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for name in ["none.csv", "other.csv", "empty.csv", "folder"] {
        let ran = sandbox.run(&["verify", name], "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{name}: {ran:?}");
        holds(&ran.err, &["error: ", "help: "]);
    }
    assert_eq!(sandbox.run(&["verify"], "").code, Some(2));
    let sandbox = sat(&["Ada"]);
    for receipt in ["", "0123", "0123 4567 89ab cdef 012x"] {
        let ran = verify(&sandbox, &["--receipt", receipt]);
        assert_eq!(ran.code, Some(2), "{receipt}: {ran:?}");
        holds(&ran.err, &["is no receipt"]);
    }
    for exam in ["none.toml", "results.csv"] {
        assert_eq!(verify(&sandbox, &["--exam", exam]).code, Some(3));
    }
}

#[test]
fn a_receipt_tells_whose_hand_in_it_is_of_and_whether_that_holds() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&TAKE_YES, ALL);
    let receipt = ran.err.split("Your receipt: ").nth(1).expect("a receipt").lines().next().unwrap().trim();
    let joined = receipt.replace(' ', "").to_uppercase();
    for receipt in [receipt, &joined] {
        let ran = verify(&sandbox, &["--receipt", receipt]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&ran.out, &["1 receipt holds", "holds: Ada · attempt"]);
    }
    let other = "0000 1111 2222 3333 4444";
    let ran = verify(&sandbox, &["--receipt", receipt, "--receipt", other]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["0 alterations, 1 receipt holds, 1 receipt fits no hand-in", other, "Read it again"]);

    let journal = sandbox.journal("results.csv");
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.replacen("\"answer\":\"b\"", "\"answer\":\"a\"", 1)).unwrap();
    let told = json(&sandbox, &["--receipt", receipt]);
    let kinds: Vec<_> =
        told["alterations"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["journal", "receipt"]);
    assert_eq!(told["alterations"][0]["attempt"], told["alterations"][1]["attempt"]);
    // The end of the journal is cut: what is left looks well, and the receipt tells.
    let cut = text.lines().take_while(|line| !line.contains("\"event\":\"submitted\""));
    std::fs::write(&journal, cut.collect::<Vec<_>>().join("\n") + "\n").unwrap();
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    sandbox.write("results.csv", results.lines().next().unwrap().to_owned() + "\n");
    assert_eq!(verify(&sandbox, &[]).code, Some(0));
    assert_eq!(verify(&sandbox, &["--receipt", receipt]).code, Some(1));
}

#[test]
fn rows_without_a_journal_and_attempts_without_rows_are_listed() {
    let sandbox = sat(&["Ada", "Bob"]);
    let journals = sandbox.journal_paths("results.csv");
    let kept = std::fs::read(&journals[0]).unwrap();
    std::fs::remove_file(&journals[0]).unwrap();
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["0 alterations, 1 journal missing", "no journal", "Ada", "nothing can be verified"]);
    std::fs::write(&journals[0], kept).unwrap();

    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let without: Vec<&str> = text.lines().filter(|line| !line.contains(",Ada,")).collect();
    sandbox.write("results.csv", without.join("\n") + "\n");
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["1 alteration", "missing", "all 4 rows of it"]);
    // Handed in, and the machine went down before the rows were written.
    let journal = std::fs::read_to_string(&journals[0]).unwrap();
    let lines: Vec<&str> = journal.lines().filter(|line| !line.contains("\"recorded\"")).collect();
    std::fs::write(&journals[0], lines.join("\n") + "\n").unwrap();
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["0 alterations, 1 attempt not recorded", "`examiner record` brings"]);
    assert_eq!(sandbox.run(&["record"], "").code, Some(0));
    assert_eq!(verify(&sandbox, &[]).code, Some(0));
}

#[test]
fn results_of_others_have_no_journals_and_are_read_all_the_same() {
    let sandbox = Sandbox::new();
    let header = "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points";
    sandbox.write("results.csv", format!("{header}\r\n1,Ada,m,2026-11-18T09:00:00Z,q,t,correct,1,1\r\n"));
    let ran = verify(&sandbox, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:?}");
    holds(
        &ran.out,
        &["1 row of 1 attempt: 0 alterations, 1 journal missing", "columns not there: candidate_id"],
    );
    let ran = sandbox
        .run(&["verify", "/dev/stdin"], &std::fs::read_to_string(sandbox.path("results.csv")).unwrap());
    assert_eq!(ran.code, Some(1), "{ran:?}");
}

#[test]
fn journals_that_were_sent_vouch_for_the_rows_that_record_made_of_them() {
    let away = sat(&["Ada", "Bob"]);
    let home = Sandbox::new();
    let names: Vec<String> = away
        .journal_paths("results.csv")
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            home.write(&name, std::fs::read(path).unwrap());
            name
        })
        .collect();
    // A file of somebody's own: another order of columns, one more, and lines as on Windows.
    let mut columns: Vec<&str> = examiner::results::COLUMNS.to_vec();
    columns.rotate_left(7);
    columns.insert(2, "remark");
    home.write("results.csv", columns.join(",") + "\r\n");
    let ran = home.run(&["record", &names[0], &names[1], "--exam", "four.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = verify(&home, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["8 rows of 2 attempts: 0 alterations"]);
    assert!(std::fs::read_to_string(home.path("results.csv")).unwrap().ends_with("\r\n"));
}

#[test]
fn marks_and_drops_are_read_beside_the_results() {
    let sandbox = Sandbox::new();
    let essay = "\n[[question]]\nid = \"why\"\ntopic = \"letters\"\nkind = \"essay\"\npoints = 2\nprompt = \"Why?\"\ncriterion = [{ text = \"a\", points = 2 }]\n";
    sandbox.write("four.toml", format!("{EXAM}{essay}"));
    assert_eq!(sandbox.run(&TAKE_YES, &format!("{ALL}Because.\n.\n")).code, Some(0));
    let key = sandbox.events("results.csv", "started")[0]["key_digest"].as_str().unwrap().to_owned();
    let attempt = sandbox.rows("results.csv")[0]["attempt_id"].clone();
    replace(&sandbox, "results.csv", "Because.,ungraded,,2,", "Because.,partial,1.5,2,");
    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    sandbox.write("results.csv", text.trim_end().to_owned() + "Ito\n");
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["3 alterations", "by the marks"]);
    let path = sandbox.path("results.csv.marks.jsonl");
    let mut marks = Marks::open(&path).unwrap();
    let mark = Mark {
        attempt,
        question: "why".to_owned(),
        criterion: 1,
        points: "1.5".to_owned(),
        grader: "Ito".to_owned(),
        comment: None,
        key_digest: key.clone(),
    };
    marks.append(Said::Marked(mark), WallTime(1)).unwrap();
    let dropped = Said::Dropped {
        exam: "four".to_owned(),
        question: "pick".to_owned(),
        grader: "Ito".to_owned(),
        comment: None,
        key_digest: key,
    };
    marks.append(dropped, WallTime(2)).unwrap();
    drop(marks);
    replace(&sandbox, "results.csv", ",b,correct,1,1,", ",b,correct,0,0,");
    replace(&sandbox, "results.csv", ",key\n", ",dropped\n");
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["1 answer marked by Ito", "four: question pick counts for nobody, says Ito"]);
    replace(&sandbox, "results.csv.marks.jsonl", "\"points\":\"1.5\"", "\"points\":\"2\"");
    let told = json(&sandbox, &[]);
    assert_eq!(told["holds"], false);
    let is_marks =
        |one: &serde_json::Value| one["kind"] == "marks" && one["why"].as_str().unwrap().contains("line 1");
    assert!(told["alterations"].as_array().unwrap().iter().any(is_marks), "{told}");
}

#[test]
fn what_whoever_reads_a_score_has_to_know_is_told() {
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    let take =
        [&TAKE_YES[..], &["--extra-time", "25%", "--extra-time-ref", "HR-2041", "--seed", "7"]].concat();
    assert_eq!(sandbox.run_by_clock(&take, "b\n").code, Some(130));
    let told = json(&sandbox, &[]);
    assert_eq!((&told["holds"], facts(&told).last().map(String::as_str)), (&true.into(), Some("open")));
    sandbox.clock(20 * MINUTE, 3 * MINUTE, "one");
    let give = ["resume", "--give-back", "5m", "--by", "M. Ito", "--yes"];
    assert_eq!(sandbox.run_by_clock(&give, "a c\n").code, Some(130));
    sandbox.clock(21 * MINUTE, MINUTE, "two");
    assert_eq!(sandbox.run_by_clock(&["resume", "--yes"], "c\n42\n").code, Some(0));
    sandbox.write("results.csv.attempts/forgotten.jsonl", "{}\n{}\n{}\n");
    let ran = verify(&sandbox, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(
        &words,
        &[
            "extra time 25%, filed at HR-2041",
            "seed 7 was given by hand",
            "5 min given back by M. Ito",
            "a clock was stopped or set: line 6 of the journal is ",
            "the machine was restarted once",
            "interrupted 2 times, away for ",
            "3 attempts removed",
        ],
    );
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    assert_eq!(sandbox.run_by_clock(&TAKE_YES, "b\n").code, Some(130));
    sandbox.clock(9 * MINUTE, 3 * MINUTE, "one");
    assert_eq!(sandbox.run_by_clock(&["resume", "--yes"], "a c\nc\n42\n").code, Some(0));
    assert_eq!(facts(&json(&sandbox, &[])), ["clock-jumped", "interrupted"]);
    holds(&verify(&sandbox, &[]).out, &["the wall clock jumped forward by "]);
}

#[test]
fn hostile_cells_control_no_terminal_and_long_ones_show_where_they_differ() {
    let sandbox = sat(&["Ada"]);
    replace(&sandbox, "results.csv", ",c,correct,", ",c\u{1b}[2J\u{202e},correct,");
    replace(&sandbox, "results.csv", ",Ada,,", &format!(",Ada\u{7},\u{9b}{},", "x".repeat(500)));
    for args in [&["--format", "json"][..], &[]] {
        let ran = verify(&sandbox, args);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let is_safe = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(ran.out.chars().all(is_safe), "{}", ran.out);
        holds(&ran.out, &["Ada"]);
    }
    assert!(verify(&sandbox, &[]).out.contains('…'));
}

#[test]
fn fifty_are_listed_and_the_rest_is_counted() {
    let names: Vec<String> = (0..15).map(|n| format!("N{n}")).collect();
    let sandbox = sat(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    sandbox.write("results.csv", text.replace(",exam,submitted,", ",exam,expired,"));
    let ran = verify(&sandbox, &[]);
    holds(&ran.out, &["60 alterations", "10 alterations more; `--all` lists all"]);
    let listed = |text: &str| text.lines().filter(|line| line.contains("  status ")).count();
    assert_eq!(listed(&ran.out), 50);
    assert_eq!(listed(&verify(&sandbox, &["--all"]).out), 60);
    assert_eq!(json(&sandbox, &[])["alterations"].as_array().unwrap().len(), 60);
}
