//! One attempt, event by event.

use super::super::resuming::MINUTE;
use super::super::sandbox::{EXAM, Sandbox, holds};
use super::{ALL, ids, sit};

/// Left after two questions, away for five minutes, two given back, an answer changed, the third one's time over.
fn eventful() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let limited = EXAM.replace("id = \"name\"", "id = \"name\"\ntime_limit = \"30s\"");
    sandbox.write("four.toml", limited);
    sandbox.clock(0, 0, "boot");
    let take = ["take", "four.toml", "--candidate", "Ada", "--yes", "--seed", "7"];
    let extra = ["--extra-time", "50%", "--extra-time-ref", "HR-2041"];
    let ran =
        sandbox.run_by_clock(&[&take[..], &extra[..]].concat(), "a\n:unclear which vowels\n:flag\n:quit\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    sandbox.clock(5 * MINUTE, 5 * MINUTE, "boot");
    let id = ids(&sandbox, "Ada").remove(0);
    let back = ["resume", &id, "--give-back", "2m", "--by", "M. Ito", "--yes"];
    let ran = sandbox.run_by_clock(&back, ":back\n:back\nb\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    (sandbox, id)
}

#[test]
fn a_timeline_says_what_happened_when_and_nothing_of_right_and_wrong() {
    let (sandbox, id) = eventful();
    let ran = sandbox.run(&["attempts", "show", &id[..13]], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    holds(
        &ran.out,
        &[
            "Ada · Four kinds\n",
            "limit       15 min\n",
            "extra time  50%, in the limits, filed under HR-2041\n",
            "seed        7, given by hand\n",
            "Question 1 of 4 · pick · Pick the second.\n",
            "0:00       answered: the first (0.0 s on it)\n",
            "objected: which vowels\n",
            "left (menu)\n",
            "5:00       2 min given back by M. Ito\n",
            "5:00       resumed after 5 min away\n",
            "5:00       changed the answer to: the second (0.0 s on it)\n",
            "limit 45 s",
        ],
    );
    for word in ["correct", "right", "outcome", "receipt", "points"] {
        assert!(!ran.out.contains(word), "`{word}` in {}", ran.out);
    }
    let json = sandbox.run(&["attempts", "show", &id, "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let events = json["events"].as_array().expect("events");
    let answered = events.iter().find(|event| event["event"] == "answered").expect("an answer");
    assert_eq!((&answered["in_words"][0], &answered["number"]), (&"the first".into(), &1.into()));
    let resumed = events.iter().find(|event| event["event"] == "resumed").expect("resumed");
    assert!(resumed["away_ms"].as_i64().is_some_and(|away| away >= 5 * MINUTE), "{resumed}");
    assert_eq!(json["questions"][2]["limit_ms"], 45_000);
}

#[test]
fn what_was_earned_is_told_where_that_is_asked_for() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", "a\na c\nc\n42\n");
    let id = ids(&sandbox, "Ada").remove(0);
    let ran = sandbox.run(&["attempts", "show", &id], "");
    holds(&ran.out, &["handed in\n", "recorded in `results.csv`\n", "4 of 4 questions answered."]);
    let events = sandbox.events("results.csv", "submitted");
    let receipt = &events[0]["chain"].as_str().expect("a chain")[..4];
    holds(&ran.out, &[&format!("receipt {receipt} ")]);
    assert!(!ran.out.contains("incorrect"), "{ran:?}");
    let plain = sandbox.run(&["attempts", "show", &id, "--format", "json"], "");
    assert!(!plain.out.contains("incorrect") && !plain.out.contains("max_points"), "{plain:?}");
    let ran = sandbox.run(&["attempts", "show", &id, "--answers"], "");
    holds(&ran.out, &["outcome    incorrect, 0 of 1\n", "right      the second\n", "right      a + e\n"]);
    let json = sandbox.run(&["attempts", "show", &id, "--answers", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["answers"][0]["outcome"], "incorrect");
    assert_eq!(json["answers"][1]["right"], serde_json::json!(["a", "e"]));
    // By another key it is what the results say now.
    let mended = EXAM.replacen(
        "text = \"the first\"\nheads_up = \"It is the first.\"",
        "text = \"the first\"\ncorrect = true",
        1,
    );
    let mended = mended.replacen("text = \"the second\"\ncorrect = true", "text = \"the second\"", 1);
    sandbox.write("mended.toml", mended);
    let ran = sandbox.run(
        &[
            "grade",
            "results.csv",
            "--exam",
            "mended.toml",
            "--drop-question",
            "tick",
            "--grader",
            "Ito",
            "--write",
        ],
        "",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = sandbox.run(&["attempts", "show", &id, "--answers"], "");
    holds(
        &ran.out,
        &[
            "by the results as they are now",
            "outcome    correct, 1 of 1\n",
            "handed in  incorrect, 0 of 1\n",
            "marked by  nobody: it is taken out\n",
        ],
    );
    let json = sandbox.run(&["attempts", "show", &id, "--answers", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["answers"][0]["now"]["points"], 1);
    assert_eq!(json["answers"][1]["now"]["grader"], "dropped");
}

#[test]
fn without_a_copy_of_the_exam_ids_stand_for_words() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    std::fs::remove_dir_all(sandbox.path("results.csv.attempts/exams")).expect("removed");
    let id = ids(&sandbox, "Ada").remove(0);
    let ran = sandbox.run(&["attempts", "show", &id, "--answers"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["Ada · four\n", "answered: a+c (", "ids stand for titles and options"]);
}

#[test]
fn practice_does_not_say_how_a_question_was_completed() {
    let sandbox = Sandbox::new();
    sandbox.run(&["practice", "four.toml", "--no-predict"], "y\na\nb\na c\nc\n42\n");
    let practice = ["--results", "home/.local/share/examiner/practice.csv"];
    let list = sandbox.run(&[&["attempts", "--format", "csv"], &practice[..]].concat(), "");
    let id = list.out.lines().nth(1).and_then(|line| line.split(',').next()).expect("an attempt");
    let ran = sandbox.run(&[&["attempts", "show", id], &practice[..]].concat(), "");
    holds(&ran.out, &["another answer: the second\n", "completed\n", "from       practice\n"]);
    assert!(!ran.out.contains("answered right"), "{ran:?}");
    let ran = sandbox.run(&[&["attempts", "show", id, "--answers"], &practice[..]].concat(), "");
    holds(&ran.out, &["completed: answered right in the end\n"]);
}

#[test]
fn an_attempt_is_named_by_as_much_of_its_id_as_it_takes() {
    let sandbox = Sandbox::new();
    sit(&sandbox, "Ada", ALL);
    sit(&sandbox, "Bo", ALL);
    let (ada, bo) = (ids(&sandbox, "Ada").remove(0), ids(&sandbox, "Bo").remove(0));
    let other = format!("{}{}", &bo[..35], if bo.ends_with('0') { '1' } else { '0' });
    let ran = sandbox.run(&["attempts", "show", &ada[24..]], "");
    holds(&ran.out, &[&format!("attempt {ada}")]);
    for (named, code, said) in [
        (ada[..6].to_owned(), 2, format!("`{}` could be 2 attempts help: name more of its id:", &ada[..6])),
        (ada[..3].to_owned(), 2, "name at least 4 characters of its id".to_owned()),
        (other.clone(), 2, format!("no attempt `{other}`")),
        ("Adda".to_owned(), 2, format!("did you mean `{ada}` (Ada)?")),
        ("\u{1b}[2J".to_owned(), 2, "no attempt `\\u{1b}[2J` in these results".to_owned()),
    ] {
        let ran = sandbox.run(&["attempts", "show", &named], "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{named}: {ran:?}");
        holds(&ran.words(), &[&said]);
    }
    std::fs::remove_file(sandbox.path(&format!("results.csv.attempts/{ada}.jsonl"))).expect("removed");
    let ran = sandbox.run(&["attempts", "show", &ada], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["has no journal here", "`examiner debrief Ada` shows its answers"]);
    let path = sandbox.path(&format!("results.csv.attempts/{bo}.jsonl"));
    let journal =
        std::fs::read_to_string(&path).expect("a journal").replace("\"answer\":\"b\"", "\"answer\":\"a\"");
    std::fs::write(&path, journal).expect("written");
    let ran = sandbox.run(&["attempts", "show", &bo], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["line 3: its chain does not follow", "restore the journal from a copy"]);
}
