//! `examiner debrief`: what was missed, in words where a copy and a journal are at hand.

use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

const PANEL: &str = include_str!("../fixtures/results/panel.csv");

fn debrief(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["debrief"], arguments].concat(), "")
}

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = debrief(sandbox, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    ran.out
}

/// Ada changes her first answer from wrong to another wrong one, objects to the third question, and misses two.
fn with_ada() -> Sandbox {
    let sandbox = Sandbox::new();
    let typed = "a\n:back\nc\na b\n:unclear which alphabet?\nc\n41\n";
    let taken = sandbox.run(&TAKE_YES, typed);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    sandbox
}

#[test]
fn the_sheet_says_what_was_chosen_what_it_means_and_what_was_objected() {
    let sandbox = with_ada();
    let sheet = printed(&sandbox, &["Ada"]);
    holds(
        &sheet,
        &[
            "Ada · Four kinds",
            "handed in · attempt ",
            "1 of 4 points, 25%; 95% range 5–70%",
            "3 questions missed, most telling first",
            "How much is 40 + 2? · Numbers · senior · 0 of 1\n  answered   41\n  right      42",
            "Tick the vowels. · Letters · middle · 0 of 1\n  answered   a\n             b\n  means      b: not among the right ones\n  missed     e\n\n",
            "Pick the second. · Letters · junior · 0 of 1\n  answered   the third\n  changed    from “the first”: that earned the same\n  means      It is the third.\n  right      the second\n\n",
            "Answered right, after a change or with an objection\n\nWhich letter comes after b? · Letters · middle · right\n  answered   c\n  objected   which alphabet?\n\n",
            "basis: a test",
        ],
    );
    let senior = sheet.find("40 + 2").unwrap();
    assert!(senior < sheet.find("Tick the vowels").unwrap(), "{sheet}");
}

#[test]
fn what_is_missing_is_said_and_the_rows_are_shown() {
    let sandbox = with_ada();
    std::fs::remove_dir_all(sandbox.path("results.csv.attempts")).unwrap();
    let bare = printed(&sandbox, &["Ada"]);
    holds(
        &bare,
        &[
            "Ada · four",
            "pick · letters · junior · 0 of 1\n  answered   c\n",
            "No copy of the exam is at hand",
            "No journal is at hand",
        ],
    );
    let named = printed(&sandbox, &["Ada", "--exam-file", "four.toml"]);
    holds(&named, &["answered   the third", "No journal is at hand"]);
    // Another key is no other version; another text is, and nothing of it is shown.
    let text = std::fs::read_to_string(sandbox.path("four.toml")).unwrap();
    sandbox.write("other.toml", text.replacen("the third", "the 3rd", 1));
    sandbox.write("key.toml", text.replacen("It is the third.", "It is the last.", 1));
    for command in [&["debrief", "Ada"][..], &["report"]] {
        let ran = sandbox.run(&[command, &["--exam-file", "other.toml"]].concat(), "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        holds(&words, &["`other.toml` is another version of four than was sat ("]);
        assert!(!ran.out.contains("Four kinds") && !ran.out.contains("the 3rd"), "{}", ran.out);
        let both = ["--exam-file", "other.toml", "--exam-file", "four.toml"];
        for named in [&["--exam-file", "key.toml"][..], &both] {
            let ran = sandbox.run(&[command, named].concat(), "");
            assert!(!ran.out.contains("another version"), "{}", ran.out);
            holds(&ran.out, &["Four kinds"]);
        }
    }
    let foreign = "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n\
                   1,Ada,viva,2026-11-18T10:30:00Z,q1,sql,incorrect,0,1\n";
    sandbox.write("viva.csv", foreign);
    let page = printed(&sandbox, &["Ada", "viva.csv"]);
    holds(
        &page,
        &["Ada · viva", "\nq1 · sql · 0 of 1\n\n", "These results don't hold the answers: what was chosen"],
    );
    // An answer that was given is not said to be none.
    assert!(!page.contains("  answered") && !page.contains("not answered"), "{page}");
    let json = printed(&sandbox, &["Ada", "viva.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let question = &json["sheets"][0]["questions"][0];
    assert_eq!((&question["answer"], &question["answer_reason"]), (&().into(), &"not-in-results".into()));
}

#[test]
fn formats_and_questions_can_be_chosen() {
    let sandbox = with_ada();
    let csv = printed(&sandbox, &["Ada", "--format", "csv"]);
    holds(
        &csv,
        &[
            "candidate,candidate_id,exam_id,attempt_id,question_id",
            ",pick,Letters,junior,incorrect,the third,It is the third.,,the second,",
        ],
    );
    let json = printed(&sandbox, &["--last", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let sheet = &json["sheets"][0];
    assert_eq!(
        (&sheet["questions"][0]["means"][0], &sheet["has_journal"]),
        (&"It is the third.".into(), &true.into())
    );
    assert_eq!(sheet["changes"][0]["effect"], "same");
    assert_eq!(printed(&sandbox, &["Ada", "-o", "ada.md"]), "");
    let page = std::fs::read_to_string(sandbox.path("ada.md")).unwrap();
    holds(
        &page,
        &[
            "## Ada · Four kinds",
            "### Pick the second. · Letters · junior · 0 of 1",
            "- **answered:** the third\n- **changed:** from “the first”: that earned the same\n- **means:** It is the third.",
            "- **answered:** a\n  - b\n- **means:** b: not among the right ones",
        ],
    );
    let one = printed(&sandbox, &["Ada", "--question", "name"]);
    assert!(one.contains("Which letter comes after b?") && !one.contains("40 + 2"), "{one}");
    // What happened at other questions is not said, in no format.
    assert!(!one.contains("changed"), "{one}");
    let csv = printed(&sandbox, &["Ada", "--question", "name", "--format", "csv"]);
    assert!(
        csv.lines().count() == 2 && csv.contains(",name,Letters,middle,correct,c,,,c,,which alphabet?,"),
        "{csv}"
    );
    let json = printed(&sandbox, &["Ada", "--question", "name", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let sheet = &json["sheets"][0];
    assert_eq!(sheet["questions"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&sheet["questions"][0]["question"], &sheet["changes"]),
        (&"name".into(), &serde_json::json!([]))
    );
    let all = printed(&sandbox, &["Ada", "--all"]);
    holds(&all, &["All 4 questions", "Which letter comes after b? · Letters · middle · right"]);
}

#[test]
fn a_name_that_is_nowhere_gets_the_nearest() {
    let sandbox = with_ada();
    for (arguments, said) in [
        (&["Adda"][..], "did you mean `Ada`?"),
        (&["Ada", "--exam", "for"], "did you mean `four`?"),
        (&["Ada", "--question", "pik"], "did you mean `pick`?"),
        (&[], "CANDIDATE"),
    ] {
        let ran = debrief(&sandbox, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[said]);
    }
    assert_eq!(debrief(&sandbox, &["Ada", "none.csv"]).code, Some(3));
}

#[test]
fn an_attempt_that_is_not_handed_in_is_said() {
    let sandbox = with_ada();
    let bob = ["take", "four.toml", "--candidate", "Bob", "--yes"];
    assert_eq!(sandbox.run(&bob, "b\n").code, Some(130));
    let ran = debrief(&sandbox, &["Bob"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["1 attempt is not handed in and not counted: Bob (four)"]);
    assert!(!printed(&sandbox, &["Ada"]).contains("not handed in"));
}

#[test]
fn the_first_attempt_counts_and_copies_count_once() {
    let sandbox = Sandbox::new();
    sandbox.write("a.csv", PANEL);
    sandbox.write("b.csv", PANEL);
    let first = printed(&sandbox, &["Mira", "a.csv", "b.csv"]);
    holds(&first, &["the first of two attempts", "14 of 30 points, 47%", "16 questions missed"]);
    holds(&first, &["2 copies of attempts of Mira were there; each counts once"]);
    let latest = printed(&sandbox, &["Mira", "a.csv", "--attempts", "latest"]);
    holds(&latest, &["the latest of two attempts", "26 of 30 points, 87%"]);
}

#[test]
fn nothing_in_the_results_controls_the_terminal() {
    let sandbox = Sandbox::new();
    let hostile = PANEL.replace("Mira", "\u{1b}[2JMira").replace("consumer-groups", "=cmd()\u{9b}");
    sandbox.write("hostile.csv", hostile);
    for format in ["table", "markdown", "csv", "json"] {
        let text = printed(&sandbox, &["--last", "hostile.csv", "--format", format]);
        assert!(text.contains("[2JMira") || text.contains("\\[2JMira"), "{format}: {text:?}");
        assert!(text.contains("cmd()"), "{format}: {text:?}");
        assert!(!text.contains(['\u{1b}', '\u{9b}']), "{format}: {text:?}");
    }
}

#[test]
fn an_essay_that_nobody_marked_is_neither_missed_nor_of_a_level_and_stands_line_by_line() {
    let sandbox = Sandbox::new();
    let essay = "format = 1\nid = \"e\"\ntitle = \"E\"\n[[question]]\nid = \"why\"\ntopic = \"t\"\nkind = \"essay\"\nprompt = \"Why?\"\ncriterion = [{ text = \"a cause\", points = 2 }]\n";
    sandbox.write("four.toml", essay);
    let ran = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "One line.\nAnother.\n.\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = sandbox.run(&["debrief", "Ada", "results.csv"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &ran.out,
        &[
            "No answer is marked yet.",
            "  answered   One line.\n             Another.\n",
            "a cause (of 2): no mark",
        ],
    );
    assert!(
        !ran.out.to_lowercase().contains("no level") && !ran.out.contains("Nothing was missed"),
        "{}",
        ran.out
    );
    let id = sandbox.rows("results.csv")[0]["attempt_id"].clone();
    let shown = sandbox.run(&["attempts", "show", &id], "");
    assert!(!shown.out.contains("\\n"), "{}", shown.out);
    holds(&shown.out, &["answered: One line.\n", " Another."]);
    holds(&sandbox.run(&["attempts"], "").out, &["1 unmarked"]);
}
