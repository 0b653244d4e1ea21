//! What `debrief` and `compare` say of the example panel and of results with gaps, as an interviewer reads it.

use std::path::{Path, PathBuf};

use super::resuming::TAKE_YES;
use super::sandbox::{Ran, Sandbox, holds};

/// The words that no page uses of a person.
const BANNED: [&str; 7] = ["failed", "likely", "irregular", "verdict", "equal", "better", "zero"];

fn panel() -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    path.display().to_string()
}

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = sandbox.run(arguments, "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    ran.out
}

fn refused(sandbox: &Sandbox, arguments: &[&str], said: &str) {
    let ran: Ran = sandbox.run(arguments, "");
    assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
    holds(&ran.words(), &[said]);
}

/// A page with its lines joined.
fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_waits_for_a_mark_is_not_missed() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let sheet = printed(&sandbox, &["debrief", "Rigel", &panel, "--exam", "queries"]);
    holds(
        &sheet,
        &[
            "at least 6 of 11 points; one answer waits for a mark",
            "\n1 question missed\n\nWHERE lower(email)",
            "\n1 answer waits for a mark\n\nA page of a customer's last twenty orders",
        ],
    );
    let both = printed(&sandbox, &["compare", "Rigel", "Vega", "--results", &panel, "--exam", "queries"]);
    holds(
        &both,
        &[
            "at least 6 and 7 of 11\npoints.",
            "1 question that one got right and the other didn't\n",
            "1 question waits for a mark\n\nA page of a customer's",
            "\n  Rigel      waits for a mark\n  Vega       not answered\n  ask next   What would have",
        ],
    );
    assert!(!both.contains("nobody got these right"), "{both}");
    // Levels are counts of questions, which is what they rest on; the total says that it is in points.
    holds(
        &both,
        &[
            "junior           2/2   2/2\nmiddle           3/3   3/3\nsenior          1+/3   2/3\ntotal, points  6+/11  7/11\n",
            "+ more may come of what waits for a mark.",
        ],
    );
    let topics = printed(
        &sandbox,
        &["compare", "Rigel", "Vega", "--results", &panel, "--exam", "queries", "--rows", "topic"],
    );
    holds(&topics, &["Indexes         1+/3   2/3\n"]);
}

#[test]
fn where_answers_are_mixed_the_rungs_that_contradict_each_other_are_named() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let sheet = printed(&sandbox, &["debrief", "Polaris", &panel]);
    let mixed = "3 of 10 at junior, but 8 of 10 at middle and 9 of 10 at senior";
    let counts = "\nmixed: read the answers\n\njunior: 3 of 10\nmiddle: 8 of 10\nsenior: 9 of 10\n";
    holds(&sheet, &[&format!("{counts}{mixed}\n\n")]);
    assert!(!sheet.contains("would show it") && !sheet.contains("open,"), "{sheet}");
    let both = words(&printed(&sandbox, &["compare", "Polaris", "Vega", "--results", &panel]));
    holds(&both, &[&format!("Polaris: mixed: read the answers · {mixed} Vega: at least senior")]);
}

#[test]
fn a_question_comes_with_its_code_and_without_the_others() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let short = printed(&sandbox, &["debrief", "Rigel", &panel]);
    holds(
        &short,
        &[
            "  code       6 lines of python (--question check-then-act)\n  right      Both of them\n",
            "--full shows questions with all of their text and their code.",
        ],
    );
    assert!(!short.contains("def handle"), "{short}");
    let code = "Idempotency · middle · not answered\n 1 │ def handle(msg):\n";
    let one = printed(&sandbox, &["debrief", "Rigel", &panel, "--question", "check-then-act"]);
    holds(&one, &[code, " 6 │     ack(msg)\n  right      Both of them\n"]);
    let no_others = !one.contains("Queries") && !one.contains("changed") && !one.contains("--full");
    assert!(no_others && one.contains("\n1 question\n"), "{one}");
    holds(&printed(&sandbox, &["debrief", "Rigel", &panel, "--full"]), &[code]);
    let page = printed(
        &sandbox,
        &["debrief", "Rigel", &panel, "--question", "check-then-act", "--format", "markdown"],
    );
    holds(
        &page,
        &["not answered\n\n```text\n 1 │ def handle(msg):\n", "ack(msg)\n```\n\n- **right:** Both of them\n"],
    );
}

#[test]
fn right_answers_say_whether_all_or_any_are_asked_for() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let sheet = printed(&sandbox, &["debrief", "Mira", &panel]);
    holds(
        &sheet,
        &[
            "  answered   Deleting rows that were published and confirmed\n  missed     Dropping old partitions of which every row is confirmed\n\n",
            "  right      any of: correlation, correlation-id, correlation id, trace,\n             trace-id, trace id\n",
        ],
    );
    // Who ticked nothing is told all of them.
    let nothing = sandbox.run(&TAKE_YES, "b\n:skip\nc\n42\n:submit\n");
    assert_eq!(nothing.code, Some(0), "{nothing:?}");
    holds(
        &printed(&sandbox, &["debrief", "Ada"]),
        &["Letters · middle · not answered\n  right      both of these:\n             a\n             e\n"],
    );
}

#[test]
fn a_comparison_says_what_it_rests_on() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let arguments = ["compare", "Mira", "Rigel", "--results", &panel];
    let page = printed(&sandbox, &arguments);
    holds(
        &page,
        &[
            "Mira and Rigel · Messaging\nMira 18 Nov 2026 · Rigel 19 Nov 2026\n",
            "Mira sat it twice; the first counts (--attempts latest takes the latest).",
            // A part of the points is not nothing.
            "\n  Mira       0.5 of 1: Stop the partition until somebody mends the message\n",
            "\n             missed: Dropping old partitions of which every row is confirmed\n",
        ],
    );
    let latest = printed(&sandbox, &[&arguments[..], &["--attempts", "latest"]].concat());
    holds(&latest, &["Mira 21 Nov 2026", "the latest counts, with the questions seen before (--attempts"]);
    let three = words(&printed(&sandbox, &["compare", "Vega", "Arcturus", "Mira", "--results", &panel]));
    // Said once of all of them.
    assert_eq!(three.matches("allowing for three comparisons").count(), 1, "{three}");
    holds(&three, &["It says nothing about why.", "on the same questions that errs wide."]);
    // What somebody chose before is not said twice.
    holds(
        &three,
        &["Vega right: Make the effect of a message idempotent Arcturus right Mira 0 of 1: Commit"],
    );
}

#[test]
fn results_without_answers_are_compared_without_inventing_any() {
    let sandbox = Sandbox::new();
    let mut rows =
        String::from("attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n");
    for (name, outcomes) in [("Ada", ["correct", "incorrect"]), ("Bob", ["incorrect", "incorrect"])] {
        for (i, outcome) in outcomes.iter().enumerate() {
            let points = u8::from(*outcome == "correct");
            rows += &format!("{name},{name},viva,2026-11-18T10:30:00Z,q{i},sql,{outcome},{points},1\n");
        }
    }
    sandbox.write("results.csv", rows);
    let page = printed(&sandbox, &["compare", "Ada", "Bob"]);
    holds(
        &page,
        &[
            // Without levels there are topics.
            "       Ada  Bob\n───────────────\nsql    1/2  0/2\ntotal  1/2  0/2\n",
            "q0 · sql\n  Ada        right\n  Bob        0 of 1\n",
            "nobody got these right\n\nq1 · sql\n",
            "No copy of the exam is at hand, so ids stand for words (--exam-file names one).\n",
            "These results don't hold the answers: what was chosen is not known.\n",
            "No journal is at hand",
        ],
    );
}

#[test]
fn rows_that_are_left_out_are_left_out_of_sheets_and_versions_are_chosen() {
    let sandbox = Sandbox::new();
    for (name, typed) in [("Ada", "b\na c\nc\n41\n"), ("Bob", "c\na c\nd\n40\n")] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], typed);
        assert_eq!(taken.code, Some(0), "{taken:?}");
    }
    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    sandbox.write("bad.csv", text.replacen(",incorrect,0,", ",wrong,0,", 1));
    for command in [&["debrief", "Ada", "bad.csv"][..], &["compare", "Ada", "Bob", "--results", "bad.csv"]] {
        let ran = sandbox.run(command, "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), &["leave such rows out with `--skip-bad-rows`"]);
        let page = printed(&sandbox, &[command, &["--skip-bad-rows"]].concat());
        holds(&page, &["1 row that can't be understood, left out"]);
        assert!(!page.contains("waits for a mark"), "{page}");
    }
    let sheet = printed(&sandbox, &["debrief", "Ada", "bad.csv", "--skip-bad-rows"]);
    assert!(sheet.contains("3 of 3 points") && sheet.contains("Nothing was missed."), "{sheet}");
    let csv = sandbox.run(&["debrief", "Ada", "bad.csv", "--skip-bad-rows", "--format", "csv"], "");
    assert_eq!((csv.code, csv.out.lines().count()), (Some(0), 4), "{csv:?}");
    holds(&csv.err, &["1 row that can't be understood"]);

    // Ada's last answer was marked again in another file.
    let ada: Vec<&str> = text.lines().filter(|line| !line.contains(",Bob,")).collect();
    sandbox.write("marked.csv", ada.join("\n").replace(",41,incorrect,0,", ",41,correct,1,") + "\n");
    for (command, file) in [
        (&["debrief", "Ada", "results.csv"][..], "marked.csv"),
        (&["compare", "Ada", "Bob", "--results", "results.csv", "--results"], "marked.csv"),
    ] {
        let command = [command, &[file]].concat();
        let ran = sandbox.run(&command, "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), &["choose with `--on-conflict first`"]);
        let kept = |which: &str| printed(&sandbox, &[&command[..], &["--on-conflict", which]].concat());
        holds(&kept("first"), &["3 ", " of 4", "those that stand first count"]);
        holds(&kept("last"), &["4 ", " of 4", "those that stand last count"]);
    }
    let last = printed(&sandbox, &["debrief", "Ada", "results.csv", "marked.csv", "--on-conflict", "last"]);
    holds(&last, &["Nothing was missed."]);
}

#[test]
fn the_last_attempt_is_looked_for_in_ones_own_practice_too() {
    let sandbox = Sandbox::new();
    let practised = sandbox.run(&["practice", "four.toml", "--yes"], "a\na c\nc\n42\n");
    assert_eq!(practised.code, Some(0), "{practised:?}");
    let own = printed(&sandbox, &["debrief", "--last"]);
    holds(&own, &["learner · Four kinds\npractice · ", "1 question missed\n\nPick the second."]);
    let taken = sandbox.run(&TAKE_YES, "b\na c\nc\n42\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    holds(&printed(&sandbox, &["debrief", "--last"]), &["Ada · Four kinds"]);
    let again = sandbox.run(&["practice", "four.toml", "--yes"], "b\na c\nc\n42\n");
    assert_eq!(again.code, Some(0), "{again:?}");
    holds(&printed(&sandbox, &["debrief", "--last"]), &["learner · Four kinds", "Nothing was missed."]);
    // Where a file is named, it is that file.
    holds(&printed(&sandbox, &["debrief", "--last", "results.csv"]), &["Ada · Four kinds"]);
    assert_eq!(
        printed(&sandbox, &["debrief", "Ada", "--results", "results.csv"]).matches("Ada ·").count(),
        1
    );
}

#[test]
fn what_is_in_the_results_is_not_said_to_be_missing_there() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    // The rows were written, and the process ended before the journal said so.
    let journal = sandbox.journal("results.csv");
    let text = std::fs::read_to_string(&journal).unwrap();
    let recorded = text.trim_end().rfind('\n').unwrap();
    std::fs::write(&journal, &text[..=recorded]).unwrap();
    let sheet = printed(&sandbox, &["debrief", "Ada"]);
    assert!(!sheet.contains("not in the results"), "{sheet}");
    std::fs::write(
        sandbox.path("results.csv"),
        "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n",
    )
    .unwrap();
    refused(
        &sandbox,
        &["debrief", "Ada"],
        "1 attempt is handed in but not, or not all, in the results yet: Ada (four)",
    );
    refused(
        &sandbox,
        &["compare", "Ada", "Bob"],
        "1 attempt is handed in but not, or not all, in the results yet: Ada (four)",
    );
}

#[test]
fn who_cannot_be_compared_is_told_why() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    let compare = |arguments: &[&str], said: &str| {
        refused(&sandbox, &[&["compare"], arguments, &["--results", &panel]].concat(), said);
    };
    compare(&["Rigel", "Rigel"], "`Rigel` is named twice");
    compare(&["Antares", "Spica"], "1 attempt is not handed in and not counted: Spica");
    compare(
        &["Antares", "Vega", "--exam", "queries"],
        "`queries` was not sat by all of them: Antares sat `messaging`; Vega sat `messaging` and `queries`",
    );
}

#[test]
fn the_clock_is_said_once_and_extra_time_never() {
    let sandbox = Sandbox::new();
    sandbox.write("short.toml", super::sandbox::exam_with_limit("time_limit = \"2m\""));
    sandbox.clock(1_800_000_000_000, 1_000, "boot");
    let take = ["take", "short.toml", "--candidate", "Ada", "--yes", "--extra-time", "25%"];
    assert_eq!(sandbox.run_by_clock(&take, "b\n").code, Some(130));
    sandbox.clock(1_800_000_000_000 + 600_000, 601_000, "boot");
    let resumed = sandbox.run_by_clock(&["resume", "--yes"], "");
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    for format in ["table", "json"] {
        let sheet = printed(&sandbox, &["debrief", "Ada", "--format", format]);
        assert!(!sheet.contains("25%") || sheet.contains("1 of 4 points, 25%"), "{sheet}");
        assert!(!sheet.contains("extra"), "{sheet}");
    }
    let sheet = printed(&sandbox, &["debrief", "Ada"]);
    holds(&sheet, &["ended by the clock"]);
    assert!(!sheet.contains("the exam's time ended\n"), "{sheet}");
}

#[test]
fn an_answer_that_the_clock_handed_in_is_told_from_one_that_a_person_did() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "half.toml",
        super::sandbox::EXAM.replace("kind = \"text\"", "kind = \"text\"\ntime_limit = \"1m\""),
    );
    sandbox.clock(0, 0, "one");
    let mut live = sandbox.live_by_clock(&["take", "half.toml", "--candidate", "Ada", "--yes"]);
    live.send("b\na c\n");
    live.wait_for("Question 3 of 4");
    live.send("?\nhalf a word");
    live.wait_for("makes a line literal");
    sandbox.clock(120_000, 120_000, "one");
    live.wait_for("Question 4 of 4");
    live.send("\n42\n");
    let ran = live.ended();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &printed(&sandbox, &["debrief", "Ada"]),
        &[
            "Which letter comes after b? · Letters · middle · 0 of 1\n  answered   half a word\n  clock      as it stood when time ended\n  right      c\n",
            "The clock\n\nthe time of “Which letter comes after b?” ended\n",
        ],
    );
}

#[test]
fn no_banned_word_is_on_a_sheet() {
    let (sandbox, panel) = (Sandbox::new(), panel());
    for format in ["table", "markdown", "json"] {
        for name in ["Rigel", "Polaris", "Mira", "Sirius", "Vega"] {
            let mut sheet = printed(&sandbox, &["debrief", name, &panel, "--format", format]);
            sheet +=
                &printed(&sandbox, &["compare", name, "Altair", "--results", &panel, "--format", format]);
            // What the exam's author wrote is theirs.
            let ours = sheet.replace("Lag is flat at zero", "");
            for word in BANNED {
                assert!(!ours.to_lowercase().contains(word), "{word}: {format} {name}\n{ours}");
            }
        }
    }
}

/// The header of results made elsewhere, with answers.
const ANSWERS: &str = "attempt_id,candidate,exam_id,started_at,question_id,topic,level,ladder,kind,outcome,points,max_points,answer\n";

#[test]
fn one_attempt_under_two_names_is_nobody_elses() {
    let sandbox = Sandbox::new();
    let row = |who: &str, exam: &str, rest: &str| {
        format!("1,{who},{exam},2026-11-18T09:00:00Z,q1,t,,,single,{rest}\n")
    };
    sandbox.write("ada.csv", format!("{ANSWERS}{}", row("Ada", "m", "correct,1,1,yes")));
    let bobs = format!("{ANSWERS}{}", row("Bob", "m", "incorrect,0,1,no"));
    sandbox.write("bob.csv", &bobs);
    let both = ["debrief", "Bob", "ada.csv", "bob.csv"];
    let refused = sandbox.run(&both, "");
    assert_eq!((refused.code, refused.out.as_str()), (Some(3), ""), "{refused:?}");
    holds(&refused.words(), &["`candidate` is `Ada` in `ada.csv:2` and `Bob` in `bob.csv:2`"]);
    let last = printed(&sandbox, &[&both[..], &["--on-conflict", "last"]].concat());
    holds(&last, &["0 of 1 point", "answered   no"]);
    assert!(!last.contains("yes"), "{last}");
    let first = sandbox.run(&[&both[..], &["--on-conflict", "first"]].concat(), "");
    assert_eq!((first.code, first.out.as_str()), (Some(2), ""), "{first:?}");
    // The same at two exams.
    sandbox.write("bob.csv", bobs + &row("Bob", "n", "incorrect,0,1,never"));
    let refused = sandbox.run(&["debrief", "Bob", "bob.csv", "--exam", "m"], "");
    assert_eq!((refused.code, refused.out.as_str()), (Some(3), ""), "{refused:?}");
    holds(&refused.words(), &["`exam_id` is `m` in `bob.csv:2` and `n` in `bob.csv:3`"]);
}

#[test]
fn what_was_typed_stands_there_as_it_was_typed() {
    let sandbox = Sandbox::new();
    let rows = "1,Ada,m,2026-11-18T09:00:00Z,q_1*a*,t,,,text,incorrect,0,1,__init__ or 2*3*4 &lt;\n";
    sandbox.write("ada.csv", format!("{ANSWERS}{rows}"));
    for format in ["table", "csv", "json"] {
        let ran = sandbox.run(&["debrief", "Ada", "ada.csv", "--format", format], "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&ran.out, &["__init__ or 2*3*4 &lt;", "q_1*a*"]);
    }
    let exam = "format = 1\nid = \"m\"\ntitle = \"M\"\n[[question]]\nid = \"q_1\"\ntopic = \"t\"\nkind = \"text\"\nprompt = \"Which?\"\naccept = [\"__new__\"]\n";
    sandbox.write("m.toml", exam);
    sandbox.write("ada.csv", format!("{ANSWERS}{}", rows.replace("q_1*a*", "q_1")));
    let ran = sandbox.run(&["debrief", "Ada", "ada.csv", "--exam-file", "m.toml"], "");
    holds(&ran.out, &["answered   __init__ or 2*3*4 &lt;", "right      __new__"]);
}
