//! `examiner report`: the tables, what counts, what is said of what doesn't, formats and files.

use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

/// Five candidates at 30 questions, one of them twice.
const PANEL: &str = include_str!("../fixtures/results/panel.csv");

pub(super) fn with_panel() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("panel.csv", PANEL);
    sandbox
}

pub(super) fn report(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["report"], arguments].concat(), "")
}

/// What is printed where all goes well and nothing is to be said besides.
pub(super) fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = report(sandbox, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    ran.out
}

#[test]
fn the_panels_page_at_80_columns() {
    let sandbox = with_panel();
    assert_eq!(
        printed(&sandbox, &["panel.csv"]),
        "\
messaging · 5 candidates · the same 30 questions for all
18–21 Nov 2026 · exam 5b0e77d2 · key 90ac41f3 (one for all)

Level shown       junior       middle       senior  total  95% range
                   of 10        of 10        of 10  of 30
────────────────────────────────────────────────────────────────────
at least senior
  Vega          10 shown      9 shown      9 shown     28     79–98%
at least middle
  Rigel         10 shown      9 shown    4 not yet     23     59–88%
at least junior
  Altair         9 shown  8 open, 79%  6 open, 39%     23     59–88%
  Deneb          9 shown  6 open, 33%    3 not yet     18     42–75%
nothing settled yet
  Mira¹      7 open, 48%    5 not yet    2 not yet     14     30–64%

How to read a level: `examiner help levels`.

Per topic, right of 6: enough to see where to ask, too few to rank by

                      Altair  Deneb  Mira  Rigel  Vega  median  range
─────────────────────────────────────────────────────────────────────
consumer-groups            4      2     2      6     6       4    2–6
delivery-semantics         5      3     3      4     5       4    3–5
idempotency                4      4     1      3     5       4    1–5
observability              5      5     4      5     6       5    4–6
transactional-outbox       5      4     4      5     6       5    4–6

These 30 questions tell apart: Vega from Deneb and Mira. No difference is shown
for the other eight pairs (95%, allowing for ten comparisons). This takes
candidates as independent, so on the same questions it errs wide.

¹ Mira sat it twice; the first counts; --attempts all counts all
no copy of the exam is at hand, so ids stand for titles (--exam-file names one)

An estimate from these 30 questions on one day, for people to weigh with
everything else they know. It decides nothing, and it has not been checked
against work in your job. Every number can be recomputed from the CSV. Cuts:
junior 70%, middle 65%, senior 60%; basis: not known without a copy of the exam,
the cuts are those in the results.
"
    );
}

#[test]
fn what_so_few_candidates_cannot_carry_is_not_shown() {
    let sandbox = with_panel();
    let one = printed(&sandbox, &["panel.csv", "--candidate", "Rigel"]);
    holds(
        &one,
        &["1 candidate · 30 questions", "at least middle · senior not yet · 4 of 10, 8 would show it"],
    );
    for absent in ["median", "tell apart", "rank"] {
        assert!(!one.contains(absent), "{absent}: {one}");
    }
    let two = printed(&sandbox, &["panel.csv", "--candidate", "Rigel", "--candidate", "Vega"]);
    holds(
        &two,
        &["show no difference between these two (95%)", "Vega and Rigel                  +17  −2 to +35"],
    );
    assert!(!two.contains("median") && !two.contains("mean"), "{two}");
}

#[test]
fn a_real_exam_is_shown_with_its_titles_and_what_is_not_handed_in() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    let bob = ["take", "four.toml", "--candidate", "Bob", "--yes"];
    assert_eq!(sandbox.run(&bob, "b\n").code, Some(130));
    let page = printed(&sandbox, &[]);
    holds(
        &page,
        &[
            "Four kinds · 1 candidate · 4 questions",
            "Letters (of 3)",
            "Numbers (of 1)",
            "1 attempt is not handed in and not counted: Bob (four)",
            "basis: a test",
        ],
    );
    std::fs::remove_dir_all(sandbox.path("results.csv.attempts")).unwrap();
    let bare = printed(&sandbox, &[]);
    holds(&bare, &["four · 1 candidate", "letters (of 3)", "no copy of the exam is at hand"]);
    let named = printed(&sandbox, &["--exam-file", "four.toml"]);
    holds(&named, &["Four kinds · 1 candidate", "Letters (of 3)"]);
}

#[test]
fn attempts_that_are_not_in_the_results_are_named_by_how_they_stand() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    let folder = sandbox.path("results.csv.attempts");
    let journal = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_file())
        .unwrap();
    // As if it had broken off between the hand-in and the rows.
    let lines = std::fs::read_to_string(&journal).unwrap();
    let without = lines.trim_end().rsplit_once('\n').unwrap().0;
    std::fs::write(&journal, format!("{without}\n")).unwrap();
    let csv = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    // Or among the rows.
    let some: Vec<&str> = csv.lines().take(3).collect();
    sandbox.write("results.csv", format!("{}\n", some.join("\n")));
    holds(
        &printed(&sandbox, &[]),
        &["1 attempt is handed in but not, or not all, in the results yet: Ada (four)"],
    );
    sandbox.write("results.csv", format!("{}\n", csv.lines().next().unwrap()));
    let page = printed(&sandbox, &[]);
    holds(
        &page,
        &[
            "No attempt counts here.",
            "1 attempt is handed in but not, or not all, in the results yet: Ada (four)",
            "(`examiner record` brings it in)",
        ],
    );
    let bob = ["take", "four.toml", "--candidate", "Bob", "--yes", "--results", "b.csv"];
    assert_eq!(sandbox.run(&bob, "b\n").code, Some(130));
    let folder = sandbox.path("b.csv.attempts");
    let journal = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_file())
        .unwrap();
    let held = std::fs::File::open(journal).unwrap();
    held.lock().unwrap();
    holds(&printed(&sandbox, &["b.csv"]), &["1 attempt is being sat now and not counted: Bob (four)"]);
    let blind = report(&sandbox, &["b.csv", "--format", "json", "--blind"]);
    assert!(blind.out.contains("running-attempt") && !blind.out.contains("Bob"), "{blind:?}");
}

#[test]
fn json_holds_everything_and_null_with_a_reason() {
    let sandbox = with_panel();
    let text = printed(&sandbox, &["panel.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["notes"][0]["code"], "sat-again");
    let exam = &json["exams"][0];
    assert_eq!((&exam["cuts"]["middle"], &exam["digests"][0]), (&0.65.into(), &"5b0e77d2a1c40f39".into()));
    let rigel = &exam["candidates"][1];
    assert_eq!((&rigel["candidate"], &rigel["level"]["shown"]), (&"Rigel".into(), &"middle".into()));
    assert_eq!((&rigel["total"]["points"], &rigel["total"]["graded"]), (&23.into(), &30.into()));
    assert_eq!(rigel["level"]["rungs"][2]["status"], "not_yet");
    assert_eq!(exam["topics"]["idempotency"]["n"], 5);
    assert_eq!((&exam["told_apart"][0]["a"], &exam["told_apart"][0]["b"]), (&"Vega".into(), &"Deneb".into()));
    let one =
        printed(&sandbox, &["panel.csv", "--format", "json", "--candidate", "Vega", "--attempts", "all"]);
    let json: serde_json::Value = serde_json::from_str(&one).unwrap();
    let level = &json["exams"][0]["candidates"][0]["level"];
    assert_eq!((&level["shown"], &level["reason"]), (&serde_json::Value::Null, &"several-attempts".into()));
    let spread = &json["exams"][0]["topics"]["idempotency"];
    assert_eq!((&spread["sd"], &spread["reason"]), (&serde_json::Value::Null, &"one-candidate".into()));
}

#[test]
fn copies_count_once_and_versions_that_differ_are_named() {
    let sandbox = with_panel();
    std::fs::create_dir(sandbox.path("copies")).unwrap();
    sandbox.write("copies/a.csv", PANEL);
    sandbox.write("copies/b.csv", PANEL.replace('\n', "\r\n"));
    sandbox.write("copies/notes.txt", "no results");
    let page = printed(&sandbox, &["copies"]);
    holds(
        &page,
        &[
            "5 candidates",
            "6 copies of attempts of Vega, Rigel, Altair, Deneb and Mira were there; each\n  counts once",
        ],
    );
    // What is not asked for has no copies either.
    let vega = printed(&sandbox, &["copies", "--candidate", "Mira", "--until", "2026-11-19"]);
    holds(&vega, &["a copy of an attempt of Mira was there; it counts once"]);
    let other = PANEL.replacen(
        "delivery-semantics,junior,single,junior=0.70 middle=0.65 senior=0.60,a,correct,1",
        "delivery-semantics,junior,single,junior=0.70 middle=0.65 senior=0.60,a,incorrect,0",
        1,
    );
    assert_ne!(other, PANEL);
    sandbox.write("other.csv", &other);
    let ran = report(&sandbox, &["panel.csv", "other.csv"]);
    assert_eq!(ran.code, Some(3));
    let words = ran.words();
    holds(
        &words,
        &["`outcome` is `correct` in `panel.csv:", "and `incorrect` in `other.csv:", "--on-conflict first"],
    );
    let last = printed(&sandbox, &["panel.csv", "other.csv", "--on-conflict", "last"]);
    holds(&last, &["1 attempt with rows that contradict each other; those that stand last count"]);
    assert_eq!(
        printed(&sandbox, &["panel.csv", "panel.csv", "./panel.csv"]),
        printed(&sandbox, &["panel.csv"])
    );
}

#[test]
fn bad_rows_are_named_or_left_out() {
    let sandbox = with_panel();
    let bad = PANEL.replacen(",correct,1,1,", ",right,1,1,", 1);
    let line = bad.lines().position(|line| line.contains(",right,")).unwrap() + 1;
    let column = bad.lines().nth(line - 1).unwrap().find("right").unwrap() + 1;
    sandbox.write("bad.csv", &bad);
    let ran = report(&sandbox, &["bad.csv"]);
    assert_eq!(ran.code, Some(3));
    let words = ran.words();
    holds(
        &words,
        &[
            &format!("`bad.csv:{line}:{column}`: column `outcome`: `right`, expected `correct`"),
            "--skip-bad-rows",
        ],
    );
    holds(&printed(&sandbox, &["bad.csv", "--skip-bad-rows"]), &["1 row that can't be understood, left out"]);
}

#[test]
fn results_made_elsewhere_need_nine_columns() {
    let sandbox = Sandbox::new();
    let rows = "\
points,max_points,outcome,topic,question_id,started_at,exam_id,candidate,attempt_id,remark\r
1,1,correct,\"sql, joins\",q1,2026-11-18T10:30:00+01:00,viva,\"Ada\nLovelace\",1,x\r
0,1,incorrect,\"sql, joins\",q2,2026-11-18T10:30:00+01:00,viva,\"Ada\nLovelace\",1,x\r
";
    sandbox.write("viva.csv", format!("\u{feff}{rows}"));
    let page = printed(&sandbox, &["viva.csv"]);
    holds(
        &page,
        &[
            "viva · 1 candidate · 2 questions",
            "Ada\\nLovelace",
            "sql, joins",
            "no question names a rung of the ladder",
        ],
    );
    for (text, said) in [
        (rows.replace(",topic,", ",subject,"), "it lacks the column `topic`"),
        (rows.replace(',', ";"), "its cells are parted by `;`"),
        (String::new(), "it is empty, and results begin with a header"),
        (rows.replace("remark", "topic"), "it has the column `topic` twice"),
    ] {
        sandbox.write("odd.csv", &text);
        let ran = report(&sandbox, &["odd.csv"]);
        assert_eq!(ran.code, Some(3), "{said}");
        holds(&ran.words(), &["`odd.csv:1`", said, "help: "]);
    }
    sandbox.write("odd.csv", rows.lines().next().unwrap());
    holds(&printed(&sandbox, &["odd.csv"]), &["No attempt counts here. These results hold none."]);
    let missing = report(&sandbox, &["none.csv"]);
    assert_eq!(missing.code, Some(3));
    holds(&missing.err, &["none.csv", "help: "]);
}

#[test]
fn text_from_results_controls_neither_terminal_nor_spreadsheet() {
    let sandbox = Sandbox::new();
    let hostile = PANEL.replace("Vega", "\u{1b}[2J\u{9b}31m\u{202e}Vega").replace("Rigel", "'=cmd()");
    sandbox.write("panel.csv", hostile);
    for format in ["table", "markdown", "json", "csv"] {
        let ran = report(&sandbox, &["panel.csv", "--format", format]);
        let text = ran.out + &ran.err;
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{format}");
    }
    let json = printed(&sandbox, &["panel.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["exams"][0]["candidates"][0]["candidate"], "\u{1b}[2J\u{9b}31m\u{202e}Vega");
    holds(&report(&sandbox, &["panel.csv", "--format", "csv"]).out, &["\n'=cmd(),consumer-groups"]);
}

#[test]
fn time_is_a_share_of_ones_own_limit() {
    let sandbox = Sandbox::new();
    let take = [&TAKE_YES[..], &["--extra-time", "10m"]].concat();
    assert_eq!(sandbox.run(&take, "b\na c\nc\n42\n").code, Some(0));
    let seconds: f64 =
        sandbox.column("results.csv", "seconds").iter().map(|cell| cell.parse::<f64>().unwrap()).sum();
    let json = printed(&sandbox, &["--format", "json", "--times"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let share = json["exams"][0]["candidates"][0]["time_share"].as_f64().unwrap();
    // The exam's ten minutes and ten more.
    assert!((share - seconds / 1200.0).abs() < 1e-9, "{share} {seconds}");
    let page = printed(&sandbox, &["--times"]);
    holds(&page, &["         time\n", "of own limit\n", " 0%\n"]);
    // Without the journal nobody knows the limit.
    std::fs::remove_file(sandbox.journal("results.csv")).unwrap();
    let json = printed(&sandbox, &["--format", "json", "--times"]);
    holds(&json, &["\"time_share\": null"]);
}

#[test]
fn a_small_reports_json_has_all_members() {
    let sandbox = Sandbox::new();
    let rows = "\
attempt_id,candidate,exam_id,started_at,question_id,topic,level,outcome,points,max_points
a,Ada,viva,2026-11-18T10:30:00Z,q1,sql,junior,correct,1,1
a,Ada,viva,2026-11-18T10:30:00Z,q2,http,senior,ungraded,,2
b,Bob,viva,2026-11-18T11:30:00Z,q1,sql,junior,incorrect,-0.5,1
b,Bob,viva,2026-11-18T11:30:00Z,q2,http,senior,correct,2,2
";
    sandbox.write("viva.csv", rows);
    let json = printed(&sandbox, &["viva.csv", "--format", "json", "--sort", "total"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut members = std::collections::BTreeMap::new();
    collect(&json, "", &mut members);
    let list: Vec<String> =
        members.iter().map(|(path, keys)| format!("{path}: {}", keys.join(" "))).collect();
    insta::assert_snapshot!(list.join("\n"), @r"
    : format generated_at blind filters notes exams
    .exams[]: id title digests key_digests questions same_questions cuts cuts_basis cuts_reason candidates topics totals attempts pairs told_apart told_apart_reason not_compared
    .exams[].candidates[]: candidate candidate_id shown_as attempts sat total topics levels level rank percentile percentile_reason rows_left_out time_share
    .exams[].candidates[].attempts[]: attempt_id status started_at seconds exam_digest key_digest
    .exams[].candidates[].level: shown mixed reason rungs
    .exams[].candidates[].level.rungs[]: level x n cut p_own p_at_least status needed place
    .exams[].candidates[].levels: junior senior
    .exams[].candidates[].levels.junior: points max_points share low high answered graded questions reason
    .exams[].candidates[].levels.senior: points max_points share low high answered graded questions reason
    .exams[].candidates[].topics: http sql
    .exams[].candidates[].topics.http: points max_points share low high answered graded questions reason
    .exams[].candidates[].topics.sql: points max_points share low high answered graded questions reason
    .exams[].candidates[].total: points max_points share low high answered graded questions reason
    .exams[].cuts: junior middle senior
    .exams[].not_compared[]: candidate reason
    .exams[].questions: least most
    .exams[].topics: http sql
    .exams[].topics.http: n median min max mean low high sd facility reason
    .exams[].topics.http.facility: points max_points share low high answered graded questions reason
    .exams[].topics.sql: n median min max mean low high sd facility reason
    .exams[].topics.sql.facility: points max_points share low high answered graded questions reason
    .exams[].totals: n median min max mean low high sd facility reason
    .exams[].totals.facility: points max_points share low high answered graded questions reason
    .filters: candidates exams topics levels since until modes attempts sort
    .notes[]: code count exam text
    ");
    let waits = &json["exams"][0]["candidates"][1];
    assert_eq!((&waits["candidate"], &waits["rank"], &waits["percentile"]), (&"Ada".into(), &NULL, &NULL));
    assert_eq!((&waits["total"]["low"], &waits["total"]["reason"]), (&NULL, &"ungraded".into()));
    assert_eq!(json["exams"][0]["candidates"][0]["topics"]["sql"]["points"], -0.5);
}

const NULL: serde_json::Value = serde_json::Value::Null;

/// The members of every kind of object, by its path.
fn collect(json: &serde_json::Value, path: &str, to: &mut std::collections::BTreeMap<String, Vec<String>>) {
    if let Some(members) = json.as_object() {
        let names = to.entry(path.to_owned()).or_default();
        let new: Vec<String> = members.keys().filter(|name| !names.contains(name)).cloned().collect();
        names.extend(new);
        for (name, value) in members {
            collect(value, &format!("{path}.{name}"), to);
        }
    }
    for one in json.as_array().into_iter().flatten() {
        collect(one, &format!("{path}[]"), to);
    }
}

#[test]
fn a_rung_of_another_ladder_is_another_rung() {
    let sandbox = Sandbox::new();
    let mut rows =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,level,ladder,outcome,points,max_points\n"
            .to_owned();
    for (who, ladder, low, high) in [
        ("Bob", "junior=0.70 senior=0.60", "junior", "senior"),
        ("Ada", "senior=0.70 staff=0.60", "senior", "staff"),
    ] {
        for number in 0..20 {
            let (level, rest) = if number < 10 { (low, "correct,1,1") } else { (high, "incorrect,0,1") };
            rows.push_str(&format!(
                "{who},{who},m,2026-11-18T09:00:00Z,q{number},t,{level},{ladder},{rest}\n"
            ));
        }
    }
    sandbox.write("two.csv", rows);
    let page = sandbox.run(&["report", "two.csv"], "").out;
    let under =
        |heading: &str| page.split(heading).nth(1).and_then(|rest| rest.trim_start().split(' ').next());
    assert_eq!(under("at least junior\n"), Some("Bob"), "{page}");
    assert_eq!(under("at least senior\n"), Some("Ada"), "{page}");
}
