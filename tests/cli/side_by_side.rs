//! Several processes at one results file, and journals that come from another machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;

use super::resuming::{MINUTE, TAKE, TAKE_YES};
use super::sandbox::{Ran, Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";

/// Each attempt's rows stand together, each once, under one header.
fn assert_whole(sandbox: &Sandbox, attempts: usize) {
    let text = std::fs::read_to_string(sandbox.path("results.csv")).expect("the results");
    assert_eq!(text.matches("attempt_id").count(), 1, "one header");
    let mut order: Vec<String> = Vec::new();
    let mut count: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in sandbox.rows("results.csv") {
        if order.last() != Some(&row["attempt_id"]) {
            order.push(row["attempt_id"].clone());
        }
        *count.entry((row["attempt_id"].clone(), row["question_id"].clone())).or_default() += 1;
    }
    assert_eq!(order.len(), attempts, "rows of an attempt stand together");
    assert_eq!(count.len(), attempts * 4);
    assert!(count.values().all(|count| *count == 1), "{count:?}");
}

/// Submitted, not recorded: the results were not writable when it ended.
fn unrecorded(sandbox: &Sandbox, name: &str) {
    let mut live = sandbox.live(&["take", "four.toml", "--candidate", name, "--yes"]);
    live.wait_for("Question 1 of 4");
    let kept = std::fs::read(sandbox.path("results.csv")).expect("the results");
    sandbox.write("results.csv", "foreign\n");
    live.send(ALL);
    let ran = live.ended();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    sandbox.write("results.csv", kept);
}

fn start(sandbox: &Sandbox, args: &[&str], input: Option<&str>) -> Child {
    let input = input.map_or(std::process::Stdio::null(), |input| {
        if !sandbox.path("input").exists() {
            sandbox.write("input", input);
        }
        std::fs::File::open(sandbox.path("input")).expect("the input").into()
    });
    let mut command = sandbox.command(args);
    command.stdin(input).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    command.spawn().expect("the program starts")
}

fn all_done(children: Vec<Child>) {
    for child in children {
        let output = child.wait_with_output().expect("its output");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn eight_record_twelve_attempts_at_once() {
    let sandbox = Sandbox::new();
    for number in 0..12 {
        unrecorded(&sandbox, &format!("candidate {number}"));
    }
    all_done((0..8).map(|_| start(&sandbox, &["record"], None)).collect());
    assert_whole(&sandbox, 12);
    for journal in sandbox.journals("results.csv") {
        assert_eq!(journal.iter().filter(|line| line["event"] == "recorded").count(), 1);
    }
    let again = sandbox.run(&["record"], "");
    assert_eq!((again.code, again.out.as_str()), (Some(0), "nothing to record\n"));
}

#[test]
fn eight_take_at_once_into_one_file() {
    for _ in 0..3 {
        let sandbox = Sandbox::new();
        let names: Vec<String> = (0..8).map(|number| format!("candidate {number}")).collect();
        let take =
            |name: &String| start(&sandbox, &["take", "four.toml", "--candidate", name, "--yes"], Some(ALL));
        all_done(names.iter().map(take).collect());
        assert_whole(&sandbox, 8);
    }
}

#[test]
fn what_somebody_sits_is_left_alone_by_everybody_else() {
    let sandbox = Sandbox::new();
    sandbox.clock(0, 0, "one");
    let mut live = sandbox.live_by_clock(&TAKE_YES);
    live.send("b\n");
    live.wait_for("Question 2 of 4");
    let id = sandbox.events("results.csv", "started")[0]["attempt"].as_str().expect("an id").to_owned();
    let running = "running now, left alone: Ada, four, begun ".to_owned();
    let record = sandbox.run(&["record"], "");
    assert_eq!(record.code, Some(0), "{record:?}");
    holds(&record.out, &[&running, "nothing to record"]);
    let resume = sandbox.run(&["resume", "--yes"], "");
    assert_eq!(resume.code, Some(0), "{resume:?}");
    holds(&resume.err, &[&running, "No unfinished attempts."]);
    let named = sandbox.run(&["resume", &id, "--yes"], "");
    assert_eq!(named.code, Some(3), "{named:?}");
    holds(&named.words(), &["is running in another process", "help: "]);
    let list = sandbox.run(&["resume", "--list"], "");
    holds(&list.err, &[&running, "No unfinished attempts."]);
    let give = sandbox.run(&["resume", &id, "--give-back", "5m", "--by", "M. Ito"], "");
    assert_eq!(give.code, Some(3), "{give:?}");
    let journal = sandbox.journal("results.csv");
    let sent = sandbox.run(&["record", &journal.display().to_string()], "");
    assert_eq!(sent.code, Some(3), "{sent:?}");
    holds(&sent.words(), &["somebody is sitting this attempt"]);
    let other = sandbox.run(&["take", "four.toml", "--candidate", "Bob", "--yes"], ALL);
    assert_eq!(other.code, Some(0), "{other:?}");
    live.send("a c\nc\n42\n");
    assert_eq!(live.ended().code, Some(0));
    assert_whole(&sandbox, 2);
}

/// Two offer to go on with the same attempt; one does. The other finds it handed in and changes nothing.
#[test]
fn whoever_comes_second_to_an_attempt_does_not_hand_it_in_again() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let mut second = sandbox.live(&TAKE);
    second.wait_for("Go on with it?");
    assert_eq!(sandbox.run(&["resume", "--yes"], "a c\nc\n42\n").code, Some(0));
    let before = std::fs::read(sandbox.path("results.csv")).expect("the results");
    second.send("y\n");
    let ran = second.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["handed in meanwhile"]);
    assert_eq!(std::fs::read(sandbox.path("results.csv")).expect("the results"), before);
    assert_eq!(sandbox.events("results.csv", "submitted").len(), 1);
}

/// Another machine's folder, with an attempt in it.
fn elsewhere(input: &str) -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, input);
    let journal = sandbox.journal("results.csv");
    (sandbox, journal)
}

fn record(sandbox: &Sandbox, journal: &Path, more: &[&str]) -> Ran {
    sandbox.run(&[&["record", &journal.display().to_string()], more].concat(), "")
}

#[test]
fn a_journal_that_was_recorded_elsewhere_is_recorded_here_too_once() {
    let (there, journal) = elsewhere(ALL);
    let here = Sandbox::new();
    let ran = record(&here, &journal, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["recorded: Ada, four"]);
    holds(&ran.words(), &["note: ", "--exam FILE"]);
    assert_whole(&here, 1);
    assert_eq!(here.rows("results.csv"), there.rows("results.csv"));
    for more in [&[][..], &["--exam", "four.toml"]] {
        let ran = record(&here, &journal, more);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&ran.out, &["was there already: Ada", "nothing to record"]);
        assert_whole(&here, 1);
    }
    assert!(!record(&here, &journal, &[]).err.contains("note: "), "now the exam is kept");
    // The results are gone: its journal here brings the rows back.
    std::fs::remove_file(here.path("results.csv")).expect("removed");
    let own = here.journal("results.csv");
    assert_eq!(record(&here, &own, &[]).code, Some(0));
    assert_whole(&here, 1);
}

#[test]
fn a_journal_that_is_not_handed_in_is_kept_and_grows_when_a_longer_one_comes() {
    let (there, journal) = elsewhere("b\n");
    let here = Sandbox::new();
    let first = record(&here, &journal, &[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    holds(&first.words(), &["is not handed in yet"]);
    assert_eq!(std::fs::read(&journal).unwrap(), std::fs::read(here.journal("results.csv")).unwrap());
    let short = std::fs::read(&journal).unwrap();
    assert_eq!(there.run(&["resume", "--yes"], "a c\nc\n42\n").code, Some(0));
    let longer = record(&here, &journal, &[]);
    assert_eq!(longer.code, Some(0), "{longer:?}");
    assert_whole(&here, 1);
    // The shorter one once more changes nothing.
    here.write("short.jsonl", short);
    assert_eq!(record(&here, Path::new("short.jsonl"), &[]).code, Some(0));
    assert_whole(&here, 1);
}

#[test]
fn an_overdue_journal_from_elsewhere_needs_the_exam() {
    let there = Sandbox::new();
    there.clock(0, 0, "one");
    there.run_by_clock(&TAKE_YES, "b\n");
    let journal = there.journal("results.csv").display().to_string();
    let here = Sandbox::new();
    here.clock(20 * MINUTE, 0, "their-other-machine");
    let ran = here.run_by_clock(&["record", &journal], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let err = ran.words();
    holds(
        &err,
        &["the copy of the exam that this attempt needs is not there", "examiner record --exam FILE"],
    );
    let ran = here.run_by_clock(&["record", &journal, "--exam", "four.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(here.column("results.csv", "outcome"), ["correct", "timed_out", "unanswered", "unanswered"]);
}

#[test]
fn a_different_journal_of_the_same_attempt_is_refused_and_the_others_are_taken() {
    let (there, journal) = elsewhere("b\n");
    let fork = std::fs::read(&journal).unwrap();
    there.run(&["resume", "--yes"], "a c\nc\n42\n");
    let here = Sandbox::new();
    assert_eq!(record(&here, &journal, &[]).code, Some(0));
    let results = std::fs::read(here.path("results.csv")).unwrap();
    // The same beginning, another end.
    std::fs::write(&journal, fork).unwrap();
    there.run(&["resume", "--yes"], "a c\nd\n41\n");
    let (_third, other) = elsewhere(ALL);
    let ran = here.run(&["record", &journal.display().to_string(), &other.display().to_string()], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let err = ran.words();
    holds(&err, &["is here already, and it says something else"]);
    assert!(std::fs::read(here.path("results.csv")).unwrap().starts_with(&results));
    assert_whole(&here, 2);
}

#[test]
fn a_damaged_journal_is_named_by_line_and_a_torn_one_is_as_long_as_its_whole_lines() {
    let (_there, journal) = elsewhere(ALL);
    let bytes = std::fs::read(&journal).unwrap();
    let here = Sandbox::new();
    let second = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 20;
    let mut damaged = bytes.clone();
    damaged[second] ^= 1;
    here.write("damaged.jsonl", damaged);
    here.write("torn.jsonl", [&bytes[..], b"{\"v\":1,\"se\0\0\0"].concat());
    here.write("empty.jsonl", b"");
    let ran = here.run(&["record", "damaged.jsonl", "empty.jsonl", "nowhere.jsonl", "torn.jsonl"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let err = ran.words();
    let says =
        ["`damaged.jsonl`: line 2: ", "`empty.jsonl`: it has no whole line", "`nowhere.jsonl`: could not"];
    holds(&err, &says);
    assert_whole(&here, 1);
}

#[test]
fn damage_in_a_journal_beside_the_results_is_named_and_stops_nobody() {
    let (here, journal) = elsewhere("b\n");
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes[30] ^= 1;
    std::fs::write(&journal, &bytes).unwrap();
    std::fs::write(journal.with_file_name("0192f0c4.jsonl"), "torn").unwrap();
    let ran = here.run(&["take", "four.toml", "--candidate", "Bob", "--yes"], ALL);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let err = ran.words();
    holds(&err, &["line 1: ", "left as it is", "has no whole line and is no attempt; skipped and kept"]);
    assert_whole(&here, 1);
    assert_eq!(std::fs::read(&journal).unwrap(), bytes);
    let ran = here.run(&["record"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(here.run(&["resume"], "").code, Some(0));
}

/// A journal whose chain is right, but whose content was made by somebody else.
fn forged(lines: &[serde_json::Value]) -> String {
    use sha2::Digest as _;
    let mut chain = "0".repeat(64);
    let mut text = String::new();
    for line in lines {
        let body = line.to_string();
        let body = body.strip_suffix('}').expect("an object");
        let mut hash = sha2::Sha256::new();
        hash.update(chain.as_bytes());
        hash.update(body.as_bytes());
        chain = examiner::exam::digest::hex(&hash.finalize());
        text.push_str(&format!("{body},\"chain\":\"{chain}\"}}\n"));
    }
    text
}

fn without_chain(journal: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(journal).unwrap();
    let mut lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &mut lines {
        line.as_object_mut().unwrap().remove("chain");
    }
    lines
}

#[test]
fn a_forged_journal_writes_nowhere_but_its_own_rows() {
    let (_there, journal) = elsewhere(ALL);
    let lines = without_chain(&journal);
    let submitted = lines.iter().position(|line| line["event"] == "submitted").expect("it");
    let alter = |change: &dyn Fn(&mut Vec<serde_json::Value>)| {
        let mut lines = lines.clone();
        lines.truncate(submitted + 1);
        change(&mut lines);
        forged(&lines)
    };
    let id = |text: &str| {
        let text = text.to_owned();
        alter(&move |lines| lines[0]["attempt"] = text.clone().into())
    };
    for (name, text, says) in [
        ("path", id("../../evil"), "letters, digits and hyphens"),
        ("absolute", id("/tmp/evil"), "letters, digits and hyphens"),
        ("nul", id("a\0b"), "letters, digits and hyphens"),
        ("long", id(&"a".repeat(65)), "letters, digits and hyphens"),
        ("other", alter(&|lines| lines[submitted]["rows"][1][0] = "another".into()), "are not those"),
        (
            "fewer",
            alter(&|lines| drop(lines[submitted]["rows"].as_array_mut().unwrap().pop())),
            "are not those",
        ),
        (
            "cells",
            alter(&|lines| drop(lines[submitted]["rows"][0].as_array_mut().unwrap().pop())),
            "are not those",
        ),
        (
            "after",
            alter(&|lines| {
                let mut late = lines[2].clone();
                late["seq"] = (submitted + 2).into();
                lines.push(late);
            }),
            "after it was handed in",
        ),
    ] {
        let here = Sandbox::new();
        here.write("sent.jsonl", &text);
        let ran = here.run(&["record", "sent.jsonl"], "");
        assert_eq!(ran.code, Some(3), "{name}: {ran:?}");
        let err = ran.words();
        holds(&err, &["line ", says]);
        assert!(here.rows("results.csv").is_empty(), "{name}");
        assert!(here.journal_paths("results.csv").is_empty(), "{name}");
    }
    let here = Sandbox::new();
    here.write("sent.jsonl", alter(&|_| ()));
    assert_eq!(here.run(&["record", "sent.jsonl"], "").code, Some(0), "the forger's tools work");
}
