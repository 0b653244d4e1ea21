//! What `examiner history` sends a learner to next, what an open attempt says of it, and `practice --only-new`.

use std::fs;

use serde_json::Value;

use super::history::{line, practised, rows};
use super::sandbox::{EXAM, Ran, Sandbox, holds};

/// Practises on these lines; whether it was gone through is the caller's business.
fn practice(sandbox: &Sandbox, more: &[&str], lines: &str) -> Ran {
    sandbox.run(&[&["practice", "four.toml", "--yes"], more].concat(), lines)
}

/// The page's first command that begins so, as arguments.
fn command<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    let found = page.lines().map(str::trim).find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no `{start}` in:\n{page}")).split_whitespace().skip(1).collect()
}

fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn where_all_was_right_it_is_said_and_what_remains() {
    let sandbox = Sandbox::new();
    assert_eq!(practice(&sandbox, &[], "b\na c\nc\n42\n").code, Some(0));
    for format in ["table", "html", "markdown"] {
        let page = sandbox.run(&["history", "--format", format], "").out;
        let said = "all 4 questions tried were right the last time; none is left to try; what is not seen for 30 days comes back here";
        holds(&words(&page), &[said]);
    }
}

#[test]
fn what_was_never_tried_is_named_with_the_command_that_asks_just_that() {
    let sandbox = Sandbox::new();
    assert_eq!(practice(&sandbox, &["--topic", "letters"], "b\na c\nc\n").code, Some(0));
    let page = sandbox.run(&["history"], "").out;
    holds(&words(&page), &["1 of its 4 questions not tried yet, the others all right the last time"]);
    let args = command(&page, "examiner practice");
    assert_eq!(args, ["practice", "four.toml", "--only-new"]);
    let ran = sandbox.run(&[&args[..], &["--yes"]].concat(), "42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Question 1 of 1", "40 + 2"]);
    let ran = practice(&sandbox, &["--only-new"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(
        &ran.words(),
        &["nothing is new: each of these questions was answered before", "leave out `--only-new`"],
    );
}

#[test]
fn only_new_asks_all_of_who_is_new_in_an_order_of_the_seed() {
    let sandbox = Sandbox::new();
    let order = |seed: &str| {
        let name = format!("L{seed}");
        let args = ["--only-new", "--seed", seed, "--candidate", &name];
        let ran = practice(&sandbox, &args, "");
        assert_eq!(ran.code, Some(130), "{ran:?}");
        holds(&ran.err, &["Question 1 of 4"]);
        ran.err
    };
    order("1");
    sandbox.write("four.toml", EXAM.replace("options = false", "options = false, questions = true"));
    let first = |page: String| {
        page.lines().skip_while(|line| !line.contains("Question 1 of 4")).take(4).collect::<String>()
    };
    let firsts: std::collections::BTreeSet<String> =
        ["20", "31", "42", "53", "64"].map(|seed| first(order(seed))).into();
    assert!(firsts.len() > 1, "{firsts:?}");
}

#[test]
fn only_new_is_refused_where_it_can_mean_nothing() {
    let sandbox = Sandbox::new();
    for (more, said) in [
        (&["--only-new", "--only-missed"][..], "cannot be used with"),
        (&["--only-new", "--no-record"], "`--only-new` needs a record, and `--no-record` reads none"),
    ] {
        let ran = practice(&sandbox, more, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[said]);
    }
    assert_eq!(practice(&sandbox, &["--candidate", "Grace"], "b\na c\nc\n42\n").code, Some(0));
    let ran = practice(&sandbox, &["--only-new", "--candidate", "Garce"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["did you mean `Grace`? Else leave out `--only-new`: all of it is new"]);
}

#[test]
fn answers_of_an_open_attempt_count_and_the_way_on_is_everywhere() {
    let sandbox = Sandbox::new();
    assert_eq!(practice(&sandbox, &[], "a\na c\nc\n41\n").code, Some(0));
    let left = practice(&sandbox, &[], "b\n");
    assert_eq!(left.code, Some(130), "{left:?}");
    // `pick` is right by now; `count` is missed still, and the open attempt asks it.
    let list = sandbox.run(&["list"], "").out;
    holds(
        &words(&list),
        &["practised 4 of 4, 3 right the last time", "practice of four, begun", "is open: 1 of 4 answered"],
    );
    command(&list, "examiner resume");
    let home = sandbox.run(&[], "").out;
    assert_eq!(line(&home, "four.toml"), "four.toml Four kinds 4 4 3");
    holds(&words(&home), &["Not finished practice of four, begun"]);
    command(&home, "examiner resume");
    let page = sandbox.run(&["history"], "").out;
    assert_eq!(line(&page, "Letters"), "Letters 2/3 3/3");
    holds(&words(&page), &["now: the latest answer to each, also in practice that is open"]);
    holds(&words(&page), &["1 attempt,", "Four kinds: what there is to practise is in what is open"]);
    assert!(!page.contains("--only-missed"), "{page}");
    // Who asks for it all the same is told, and asked what is missed now and nothing else.
    let ran = practice(&sandbox, &["--only-missed"], "42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(
        &ran.words(),
        &["An earlier practice of four, begun", "To go on with it instead: examiner resume", "40 + 2"],
    );
    let ran = practice(&sandbox, &["--only-missed"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn an_exam_that_is_only_open_is_no_blank() {
    let sandbox = Sandbox::new();
    assert_eq!(practice(&sandbox, &[], "b\n").code, Some(130));
    assert_eq!(line(&sandbox.run(&[], "").out, "four.toml"), "four.toml Four kinds 4 1 1");
    let ran = practice(&sandbox, &["--only-new"], "a c\n");
    holds(&ran.err, &["Question 1 of 3"]);
    let ran = sandbox.run(&["history", "four.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    command(&ran.out, "examiner resume");
}

#[test]
fn somebody_elses_exam_that_is_open_is_named_for_what_it_is() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\n").code, Some(130));
    for args in [&[][..], &["list"]] {
        let page = sandbox.run(args, "").out;
        holds(&words(&page), &["exam four by Ada, begun", "is open: 1 of 4 answered"]);
        // An exam's answers say nothing before it is handed in.
        assert!(!page.contains("practised") && !page.contains("tried"), "{page}");
    }
}

#[test]
fn the_weakest_topic_is_named_with_its_counts_and_the_rule() {
    let sandbox = Sandbox::new();
    practised(&sandbox, &rows("learner", "practice", 1, "pick- tick- name+ q4+ count+"));
    let page = words(&sandbox.run(&["history"], "").out);
    holds(&page, &["letters, 2/4 50% right the last time: the one topic with at least 4 questions answered"]);
}

#[test]
fn what_is_too_few_for_a_level_is_said_once() {
    let sandbox = Sandbox::new();
    let taken = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\na c\nc\n42\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let page = sandbox.run(&["history", "--results", "results.csv"], "").out;
    assert_eq!(page.matches("6 questions is the least").count(), 1, "{page}");
    holds(&page, &["junior: 1 of 1, too few\nmiddle: 2 of 2, too few\nsenior: 1 of 1, too few\n6 questions"]);
}

#[test]
fn titles_are_words_without_the_marks_of_markdown() {
    let sandbox = Sandbox::new();
    let marked = EXAM
        .replace("\"Pick the second.\"", "\"- **one** or\\n- _two_\"")
        .replace("\"Tick the vowels.\"", "\"> **Tick** `vowels`\"");
    sandbox.write("four.toml", marked);
    assert_eq!(practice(&sandbox, &[], "a\na\nc\n42\n").code, Some(0));
    for args in [&["history", "--plain"][..], &["history"], &["history", "--format", "json"]] {
        let page = sandbox.run(args, "").out;
        holds(&words(&page), &["“one or two” and “Tick vowels”"]);
    }
}

#[test]
fn an_exam_that_nobody_knows_is_refused_with_the_nearest() {
    let sandbox = Sandbox::new();
    let refused = |args: &[&str], said: &[&str]| {
        let ran = sandbox.run(args, "");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        holds(&ran.words(), said);
    };
    refused(&["history", "nosuch"], &["no file and no built-in exam is called `nosuch`", "`examiner list`"]);
    refused(&["history", "mesaging"], &["did you mean `messaging`?"]);
    refused(&["history", "messaging/shrt"], &["`messaging` has no form `shrt`", "did you mean `short`?"]);
    refused(&["history", "nosuch", "--format", "json"], &["`nosuch`"]);
    // One that is known by its id is begun by its file.
    let ran = sandbox.run(&["history", "four"], "");
    assert_eq!(
        (ran.code, ran.words().as_str()),
        (Some(0), "No attempts yet. To begin: examiner practice four.toml")
    );
    practised(&sandbox, &rows("learner", "practice", 1, "pick-").replace(",four,", ",other,"));
    refused(&["history", "mesaging"], &["no exam `mesaging` in these results", "did you mean `messaging`?"]);
    refused(&["history", "four"], &["no attempt of `learner` at `four` yet", "examiner practice four.toml"]);
}

#[test]
fn a_best_share_of_too_few_is_remarked_upon() {
    let sandbox = Sandbox::new();
    let long = rows("learner", "practice", 1, "pick- tick+ name+ q4+");
    practised(&sandbox, &(long + &rows("learner", "practice", 2, "pick+ tick+")));
    let page = sandbox.run(&["history"], "").out;
    assert_eq!(line(&page, "letters"), "letters ▆█ 2/2 3/4 75% 4/4 100% +1 −0");
    holds(
        &words(&page),
        &[
            "best: of attempts with at least 4 questions of the topic; with fewer there was more in letters 2/2",
        ],
    );
    let json: Value =
        serde_json::from_str(&sandbox.run(&["history", "--format", "json"], "").out).expect("JSON");
    assert_eq!(json["exams"][0]["topics"][0]["best_of_few"]["n"], 2);
}

#[test]
fn what_was_seen_and_not_answered_was_seen() {
    let sandbox = Sandbox::new();
    let unanswered = |rows: &str| rows.replace("incorrect", "unanswered");
    let never = |rows: &str| unanswered(rows).replace(",12.0,", ",0.0,");
    let skipped = unanswered(&rows("learner", "exam", 1, "pick-"));
    let never = never(&rows("learner", "exam", 1, "tick-"));
    practised(&sandbox, &(skipped + &never + &rows("learner", "exam", 2, "pick+ tick+")));
    let page = sandbox.run(&["history"], "").out;
    assert_eq!(line(&page, "exam 2 Nov"), "exam 2 Nov 2026 2/2 1 of 2");
}

#[test]
fn an_attempt_that_lacks_rows_shows_no_level() {
    let sandbox = Sandbox::new();
    let panel = include_str!("../fixtures/results/panel.csv");
    let history = ["history", "--results", "panel.csv", "--candidate", "Rigel", "--skip-bad-rows"];
    sandbox.write("panel.csv", panel);
    holds(&sandbox.run(&history, "").out, &["Level shown · "]);
    let line =
        panel.lines().find(|line| line.contains(",Rigel,") && line.contains(",correct,1,1,")).expect("a row");
    sandbox
        .write("panel.csv", panel.replacen(line, &line.replace(",correct,1,1,", ",correct,\"1,0\",1,"), 1));
    let page = sandbox.run(&history, "").out;
    assert!(!page.contains("Level shown"), "{page}");
    holds(&words(&page), &["No level is shown: rows of the exam of ", " are left out."]);
    let json = sandbox.run(&[&history[..], &["--format", "json"]].concat(), "").out;
    holds(&json, &["\"no_level\": \"rows-left-out\"", "\"level\": null"]);
}

#[test]
fn tables_fit_a_narrow_screen_and_heads_keep_their_words() {
    let sandbox = Sandbox::new();
    let wide = |mode: &str, day: u32| {
        let answers: Vec<String> =
            (0..24).map(|n| format!("q{n}{}", if n % 3 == 0 { '-' } else { '+' })).collect();
        let answers = answers.join(" ");
        rows("learner", mode, day, &answers)
            .replace(",letters,", ",idempotency-of-all-consumers,")
            .replacen(",correct,1,1,12.0,key", ",ungraded,,1,12.0,", 2)
            .replacen(",incorrect,0,", ",partial,0.25,", 1)
            .replacen(",incorrect,0,", ",unanswered,0,", 3)
    };
    practised(&sandbox, &(1..6).map(|day| wide("practice", day)).collect::<String>());
    sandbox.write("a-really-long-name-of-an-exam-file.toml", EXAM);
    for args in [&["history"][..], &["history", "--plain"], &[], &["list"]] {
        let mut pty = sandbox.pty(args, 60, 140);
        assert_eq!(pty.finish(), 0);
        let screen = pty.screen();
        assert!(screen.lines().all(|line| line.trim_end().chars().count() <= 60), "{screen}");
        assert!(!screen.contains("questio-") && !screen.contains("unmarke"), "{screen}");
    }
    fs::remove_file(sandbox.path("a-really-long-name-of-an-exam-file.toml")).expect("removed");
}
