//! Questions that nobody saw are not missed; and attempts that can't be looked at are told of.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::sandbox::{Sandbox, holds};

const HEADER: &str = "attempt_id,candidate,exam_id,started_at,status,number,question_id,topic,level,ladder,answer,outcome,points,max_points,seconds\n";

fn row(name: &str, n: usize, level: &str, told: &str) -> String {
    let ladder = "junior=0.70 middle=0.65 senior=0.60";
    let topic = if n < 8 { "sql" } else { "http" };
    format!("{name},{name},m,2026-11-18T09:00:00Z,expired,{n},q{n:02},{topic},{level},{ladder},{told}\n")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ada saw ten of twelve questions, and time ended at the tenth.
fn results() -> String {
    let told = |n: usize| match n {
        0..7 => "a,correct,1,1,20.5",
        7 => "b,incorrect,0,1,20.5",
        8 => ",unanswered,0,1,3.0",
        9 => ",timed_out,0,1,5.0",
        _ => ",unanswered,0,1,0.0",
    };
    let ada: String = (0..12).map(|n| row("Ada", n, "junior", told(n))).collect();
    let bob: String = (0..12).map(|n| row("Bob", n, "junior", "a,correct,1,1,9.0")).collect();
    HEADER.to_owned() + &ada + &bob
}

#[test]
fn what_was_not_reached_stands_apart_from_what_was_missed() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", results());
    let sheet = sandbox.run(&["debrief", "Ada", "results.csv"], "").out;
    holds(
        &sheet,
        &[
            "10 of the 12 questions reached; the others count as not right.",
            "2 questions missed, 1 of them not answered, most telling first\n",
            "3 questions never reached, or cut off by the end of the time\n",
            "q10 · http · junior · never reached",
        ],
    );
    let json = sandbox.run(&["debrief", "Ada", "results.csv", "--format", "json"], "").out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let questions = json["sheets"][0]["questions"].as_array().unwrap();
    let told: Vec<(bool, bool)> = questions
        .iter()
        .skip(8)
        .map(|of| (of["reached"].as_bool().unwrap(), of["cut_off"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [(true, false), (true, true), (false, false), (false, false)]);
    assert_eq!(json["sheets"][0]["reached"], 10);
    let compared = words(&sandbox.run(&["compare", "Ada", "Bob"], "").out);
    holds(
        &compared,
        &["Ada reached 10 of the 12 questions; the others count as not right.", "Ada never reached"],
    );
    let page = words(&sandbox.run(&["report", "results.csv"], "").out);
    holds(
        &page,
        &["the clock ended Ada's attempt: 4 of 12 questions have no answer and count as not right (http 4)"],
    );
}

#[test]
fn the_clock_is_not_blamed_for_attempts_that_it_did_not_end() {
    let sandbox = Sandbox::new();
    let second = results().lines().filter(|line| line.contains("Ada,")).fold(String::new(), |text, line| {
        text + &line.replace("Ada,Ada", "Ada2,Ada").replace("T09", "T10").replace("expired", "submitted")
            + "\n"
    });
    sandbox.write("results.csv", results() + &second);
    let page = words(&sandbox.run(&["report", "results.csv", "--attempts", "all"], "").out);
    holds(
        &page,
        &[
            "the clock ended 1 of 2 attempts of Ada; of all of them 8 of 24 questions have no answer and count as not right (http 8)",
        ],
    );
}

#[test]
fn most_telling_is_said_where_levels_tell_it() {
    let sandbox = Sandbox::new();
    let levels = |level: fn(usize) -> &'static str, right: fn(usize) -> bool| {
        let told = |n| if right(n) { "a,correct,1,1,9.0" } else { "b,incorrect,0,1,9.0" };
        HEADER.to_owned() + &(0..30).map(|n| row("Ada", n, level(n), told(n))).collect::<String>()
    };
    let sheet = |sandbox: &Sandbox| sandbox.run(&["debrief", "Ada", "results.csv"], "").out;
    sandbox.write("results.csv", levels(|_| "", |n| n > 1));
    holds(&sheet(&sandbox), &["2 questions missed\n"]);
    // A level that is no rung is not above the highest.
    sandbox.write("results.csv", levels(|n| ["junior", "senior", "zany"][n % 3], |n| n > 2));
    let page = sheet(&sandbox);
    let places: Vec<usize> =
        ["q01 · ", "q00 · ", "q02 · "].iter().map(|id| page.find(*id).unwrap()).collect();
    assert!(places.is_sorted(), "{page}");
    // Where answers are mixed, the weak rung comes first.
    sandbox.write("results.csv", levels(|n| ["junior", "middle", "senior"][n % 3], |n| n % 3 > 0 && n > 2));
    let page = sheet(&sandbox);
    holds(&page, &["12 questions missed, first those at junior, which make it mixed"]);
    assert!(page.find("q27 · ").unwrap() < page.find("q02 · ").unwrap(), "{page}");
}

#[test]
fn the_latest_attempt_comes_with_a_word_on_what_was_seen() {
    let sandbox = Sandbox::new();
    let again = results().lines().filter(|line| line.contains("Ada,")).fold(String::new(), |text, line| {
        text + &line.replace("Ada,Ada", "Ada2,Ada").replace("T09", "T10") + "\n"
    });
    sandbox.write("results.csv", results() + &again);
    let sheet = words(&sandbox.run(&["debrief", "Ada", "results.csv", "--attempts", "latest"], "").out);
    holds(&sheet, &["the latest of two attempts, with the questions seen before"]);
    let both = words(&sandbox.run(&["compare", "Ada", "Bob", "--attempts", "latest"], "").out);
    holds(&both, &["Ada sat it twice; the latest counts, with the questions seen before"]);
}

#[test]
fn attempts_that_cannot_be_looked_at_are_told_of() {
    let sandbox = Sandbox::new();
    let taken = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\na c\nc\n42\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let folder = sandbox.path("results.csv.attempts");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may do anything can look all the same.
    let may_look = fs::read_dir(&folder).is_ok();
    let ran = ["report", "compare"].map(|command| {
        let arguments: &[&str] = if command == "report" { &[command] } else { &["debrief", "Ada"] };
        sandbox.run(arguments, "")
    });
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    for ran in ran.iter().filter(|_| !may_look) {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(
            &words(&ran.out),
            &["attempts beside `results.csv` can't be looked at: could not list the journals"],
        );
    }
    // A file in the folder's place is no folder for anybody.
    fs::rename(&folder, sandbox.path("kept")).unwrap();
    sandbox.write("results.csv.attempts", "");
    let ran = sandbox.run(&["report"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &words(&ran.out),
        &["attempts beside `results.csv` can't be looked at: a plain file, expected the folder"],
    );
}

#[test]
fn rows_that_were_cut_off_a_recorded_attempt_are_told_of() {
    let sandbox = Sandbox::new();
    let taken = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\na c\nc\n42\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let text = fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let half: Vec<&str> = text.lines().take(3).collect();
    sandbox.write("results.csv", half.join("\n") + "\n");
    let ran = sandbox.run(&["debrief", "Ada"], "");
    holds(
        &words(&ran.out),
        &[
            "The attempt had 4 questions by its journal, and the results hold 2 questions: the figures are of these only",
        ],
    );
    // The lock that keeps two programs apart is not written over.
    let ran = sandbox.run(&["report", "-o", "results.csv.lock", "--format", "csv"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["keeps two programs from writing at once"]);
}
