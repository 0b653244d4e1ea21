//! `examiner history`: what a learner sees of their past, what they are told to do next, and that it can be done.

use std::fmt::Write as _;
use std::fs;

use super::sandbox::{EXAM, Sandbox, holds};

pub(super) fn header() -> String {
    examiner::results::COLUMNS.join(",") + "\n"
}

/// Rows of an attempt begun on a day of November: `pick+ tick-` are right and missed.
pub(super) fn rows(candidate: &str, mode: &str, day: u32, answers: &str) -> String {
    let mut rows = String::new();
    for answer in answers.split_whitespace() {
        let (question, sign) = answer.split_at(answer.len() - 1);
        let (outcome, points) = if sign == "+" { ("correct", 1) } else { ("incorrect", 0) };
        let topic = if question == "count" { "numbers" } else { "letters" };
        writeln!(
            rows,
            "{candidate}-{mode}-{day},{candidate},,four,5b0e77d25b0e77d2,90ac41f390ac41f3,{mode},submitted,\
             2026-11-{day:02}T09:00:00Z,2026-11-{day:02}T09:10:00Z,1,{question},{topic},middle,single,middle=0.65,a,\
             {outcome},{points},1,12.0,key"
        )
        .expect("written");
    }
    rows
}

/// A learner's own results.
pub(super) fn practised(sandbox: &Sandbox, rows: &str) {
    let folder = sandbox.path("home/.local/share/examiner");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("practice.csv"), header() + rows).expect("written");
}

fn two_attempts() -> Sandbox {
    let sandbox = Sandbox::new();
    let first = rows("learner", "practice", 1, "pick- tick- name+ count+");
    practised(&sandbox, &(first + &rows("learner", "practice", 3, "pick- tick+ name+ count+")));
    sandbox
}

/// The line of a page that begins so, its blanks made one.
pub(super) fn line(page: &str, start: &str) -> String {
    let mut lines = page.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.find(|line| line.starts_with(start)).unwrap_or_default()
}

#[test]
fn without_attempts_it_says_how_to_begin() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["history"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert_eq!(ran.err, "No attempts yet. To begin: examiner practice delivery-guarantees\n");
    let ran = sandbox.run(&["history", "four.toml"], "");
    assert_eq!(ran.err, "No attempts yet. To begin: examiner practice four.toml\n");
    holds(&sandbox.run(&["history", "--format", "json"], "").out, &["\"format\": 1", "\"exams\": []"]);
}

#[test]
fn the_page_shows_attempts_topics_and_what_is_next() {
    let sandbox = two_attempts();
    let ran = sandbox.run(&["history"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    holds(&ran.out, &["4 questions tried, 3 right the last time\n2 attempts, 1–3 Nov 2026\n"]);
    assert_eq!(line(&ran.out, "practice 1"), "practice 1 Nov 2026 2/4 50% 0 of 4");
    assert_eq!(line(&ran.out, "practice 3"), "practice 3 Nov 2026 3/4 75% 4 of 4");
    assert_eq!(line(&ran.out, "letters"), "letters ▃▆ 2/3 2/3 2/3 +1 −0");
    holds(&ran.out, &["Of 4 questions asked again 1 earns more than at first and 0 less: too few"]);
    holds(
        &ran.out,
        &["four: 1 question missed twice or more, the last time too: pick\n    examiner practice"],
    );
    let plain = sandbox.run(&["history", "--plain"], "").out;
    assert_eq!(line(&plain, "letters"), "letters 1/3 2/3 2/3 2/3 2/3 +1 −0");
}

#[test]
fn the_command_that_it_names_practises_just_that() {
    let sandbox = two_attempts();
    let page = sandbox.run(&["history"], "").out;
    let command = page.lines().find(|line| line.starts_with("    examiner practice")).expect("a command");
    assert_eq!(command.trim(), "examiner practice four.toml --only-missed");
    let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
    words.extend(["--yes", "--seed", "1"]);
    let ran = sandbox.run(&words, "b\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Question 1 of 1", "kept: 1 of 1"]);
    holds(
        &sandbox.run(&["history"], "").out,
        &["4 of 4 questions tried, 4 right the last time", "of missed"],
    );
}

#[test]
fn the_list_and_the_home_say_the_same_as_the_history() {
    let sandbox = two_attempts();
    let home = sandbox.run(&[], "").out;
    assert_eq!(line(&home, "Exams at hand"), "Exams at hand questions tried right");
    assert_eq!(line(&home, "four.toml"), "four.toml Four kinds 4 4 3");
    holds(&sandbox.run(&["list"], "").out, &["so far  practised 4 of 4, 3 right the last time"]);
    // Who practised nothing is shown no columns for it.
    assert_eq!(line(&Sandbox::new().run(&[], "").out, "four.toml"), "four.toml Four kinds 4");
}

#[test]
fn whose_it_is_is_said_or_asked_for() {
    let sandbox = two_attempts();
    let ada = rows("Ada", "exam", 2, "pick+ tick+ name+ count-");
    sandbox.write("results.csv", header() + &ada + &rows("Grace", "exam", 2, "pick+"));
    let results = ["history", "--results", "results.csv"];
    let ran = sandbox.run(&results, "");
    holds(&ran.out, &["2 attempts, 1–3 Nov 2026", "left out: Ada (1 attempt) and Grace (1 attempt)"]);
    let both = [&results[..], &["--candidate", "learner", "--candidate", "Ada"]].concat();
    let ran = sandbox.run(&both, "");
    assert_eq!(line(&ran.out, "exam"), "exam 2 Nov 2026 3/4 75% 4 of 4");
    let ran = sandbox.run(&[&results[..], &["--candidate", "Gracie"]].concat(), "");
    assert_eq!(ran.code, Some(2));
    holds(&ran.words(), &["no candidate `Gracie` in these results", "did you mean `Grace`?"]);
    practised(&sandbox, "");
    let ran = sandbox.run(&results, "");
    assert_eq!(ran.code, Some(2));
    holds(&ran.words(), &["attempts of several people: `Ada`, `Grace`", "--candidate NAME"]);
}

#[test]
fn filters_leave_out_what_is_not_asked_for() {
    let sandbox = two_attempts();
    let since = sandbox.run(&["history", "--since", "2026-11-02"], "").out;
    assert_eq!(line(&since, "practice"), "practice 3 Nov 2026 3/4 75% 4 of 4");
    let topic = sandbox.run(&["history", "four", "--topic", "numbers"], "").out;
    assert!(!topic.contains("letters") && topic.contains("1/1"), "{topic}");
    for (args, words) in [
        (&["history", "--since", "2027-01-01"][..], "no attempt was begun on 2027-01-01 or later"),
        (&["history", "--topic", "leters"], "did you mean `letters`?"),
        (&["history", "fuor"], "did you mean `four`?"),
        (&["history", "four/short"], "no attempt at the form `four/short`"),
        (&["history", "sql"], "no attempt of `learner` at `sql` yet"),
    ] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[words]);
    }
}

#[test]
fn every_format_is_written_whole() {
    let sandbox = two_attempts();
    for (name, parts) in [
        (
            "h.md",
            &["## four", "| Topic | by attempt |", "```sh\nexaminer practice four.toml --only-missed\n```"][..],
        ),
        (
            "h.html",
            &["<title>History of learner</title>", "<svg", "examiner practice four.toml --only-missed"],
        ),
        (
            "h.csv",
            &["exam_id,attempt_id,mode,started_at,topic,right,questions,share\n", "letters,1,3,0.3333\n"],
        ),
        ("h.json", &["\"why\": \"missed-twice\"", "\"trend\": \"too_few\"", "\"seen_before\": 4"]),
    ] {
        let ran = sandbox.run(&["history", "-o", name], "");
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""), "{name}");
        holds(&fs::read_to_string(sandbox.path(name)).expect("written"), parts);
    }
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(sandbox.path("h.json")).expect("written")).expect("JSON");
    assert_eq!(json["exams"][0]["topics"][0]["now"]["share"], 2.0 / 3.0);
    let own = "home/.local/share/examiner/practice.csv";
    let ran = sandbox.run(&["history", "-o", own], "");
    assert_eq!(ran.code, Some(2), "what it is made from is spared: {ran:?}");
}

#[test]
fn rows_that_cannot_be_understood_are_named_or_left_out() {
    let sandbox = two_attempts();
    let bad = rows("learner", "practice", 4, "pick+").replace("correct", "perfect");
    practised(&sandbox, &(rows("learner", "practice", 1, "pick-") + &bad));
    let ran = sandbox.run(&["history"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["practice.csv:3:", "column `outcome`: `perfect`", "--skip-bad-rows"]);
    let ran = sandbox.run(&["history", "--skip-bad-rows"], "");
    assert_eq!(ran.code, Some(0));
    holds(&ran.out, &["1 question tried, 0 right", "1 row that can't be understood"]);
    // The home has no place for it.
    assert_eq!(line(&sandbox.run(&[], "").out, "four.toml"), "four.toml Four kinds 4 1 0");
}

#[test]
fn what_stands_in_rows_and_names_controls_nothing() {
    let sandbox = Sandbox::new();
    let evil = "\u{1b}[31m<script>\u{202e}";
    practised(&sandbox, &rows("learner", "practice", 1, "pick-").replace("letters", evil));
    for format in ["table", "markdown", "html", "csv", "json"] {
        let ran = sandbox.run(&["history", "--format", format], "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{format}: {}", ran.out);
        assert!(!matches!(format, "html" | "markdown") || !ran.out.contains("<script>"), "{format}");
    }
}

#[test]
fn an_attempt_that_is_open_is_said_with_the_way_on() {
    let sandbox = Sandbox::new();
    let left = sandbox.run(&["practice", "four.toml"], "y\n\nb\n");
    assert_eq!(left.code, Some(130), "{left:?}");
    let ran = sandbox.run(&["history"], "");
    holds(&ran.out, &["practice of four, begun ", " is open: 1 of 4 answered\n    examiner resume "]);
    let command = ran.out.lines().find(|line| line.starts_with("    examiner resume")).expect("a command");
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let ran = sandbox.run(&[&words[..], &["--yes"]].concat(), "a c\nc\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&sandbox.run(&["history"], "").out, &["Four kinds · 4 of 4 questions tried, 4 right"]);
}

#[test]
fn an_exam_that_was_moved_is_practised_from_the_copy_that_was_kept() {
    let sandbox = Sandbox::new();
    let practised =
        sandbox.run(&["practice", "four.toml", "--yes", "--candidate", "O'Hara"], "a\na c\nc\n42\n");
    assert_eq!(practised.code, Some(0), "{practised:?}");
    fs::remove_file(sandbox.path("four.toml")).expect("removed");
    let page = sandbox.run(&["history"], "").out;
    holds(
        &page,
        &["“Pick the second.”", "practice.csv.attempts/exams/", r"--only-missed --candidate 'O'\''Hara'"],
    );
}

#[test]
fn a_person_sees_it_on_a_narrow_screen() {
    let sandbox = two_attempts();
    let mut pty = sandbox.pty(&["history"], 60, 60);
    assert_eq!(pty.finish(), 0);
    let screen = pty.screen();
    holds(&screen, &["letters", "▃▆", "examiner practice four.toml --only-missed"]);
    assert!(screen.lines().all(|line| line.trim_end().chars().count() <= 60), "{screen}");
}

#[test]
fn another_exam_of_the_same_id_is_not_what_to_practise() {
    let sandbox = Sandbox::new();
    practised(&sandbox, &rows("learner", "practice", 1, "pick- tick+").replace(",four,", ",messaging,"));
    let page = sandbox.run(&["history"], "").out;
    assert!(!page.contains("examiner practice messaging"), "{page}");
    holds(&page, &["messaging: 1 question missed the last time: pick\n", "its file is not at hand"]);
    sandbox.write("mine.toml", EXAM.replace("id = \"four\"", "id = \"messaging\""));
    holds(&sandbox.run(&["history"], "").out, &["    examiner practice mine.toml --only-missed\n"]);
}
