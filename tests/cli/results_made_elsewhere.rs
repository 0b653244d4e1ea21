//! `examiner report` on results that other programs made: few columns, many topics, no levels, attempts in pieces.

use super::sandbox::{PROGRAM, Sandbox, holds, run};

const REQUIRED: &str =
    "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n";

/// A row with the required columns.
fn row(attempt: &str, candidate: &str, question: &str, topic: &str, right: bool) -> String {
    let (outcome, points) = if right { ("correct", 1) } else { ("incorrect", 0) };
    format!("{attempt},{candidate},m,2026-11-18T09:00:00Z,{question},{topic},{outcome},{points},1\n")
}

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = sandbox.run(&[&["report"], arguments].concat(), "");
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    // What must be known to read a CSV is said besides.
    assert!(ran.err.is_empty() || arguments.contains(&"csv"), "{arguments:?}: {ran:?}");
    ran.out
}

fn lacks(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "`{part}` is in:\n{text}");
    }
}

#[test]
fn ten_thousand_topics_are_reported() {
    let sandbox = Sandbox::new();
    let mut text = REQUIRED.to_owned();
    for (attempt, candidate) in [("a", "Ada"), ("b", "Bob")] {
        for n in 0..10_000 {
            text.push_str(&row(attempt, candidate, &format!("q{n}"), &format!("topic-{n:05}"), n % 4 > 0));
        }
    }
    sandbox.write("many.csv", text);
    let csv = printed(&sandbox, &["many.csv", "--format", "csv"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 20_001);
    assert!(lines[1].starts_with("Ada,topic-00000,0,1,"), "{}", lines[1]);
    assert!(lines[20_000].starts_with("Bob,topic-09999,1,1,"), "{}", lines[20_000]);
    let page = printed(&sandbox, &["many.csv"]);
    let topics = page.lines().filter(|line| line.starts_with("topic-")).count();
    assert_eq!(topics, 10_000);
    holds(&page, &["2 candidates · the same 10000 questions", "7500"]);
}

#[test]
fn questions_without_a_level_count_and_show_no_level() {
    let sandbox = Sandbox::new();
    let header = REQUIRED.replace("topic,", "topic,level,");
    let rows: String =
        (0..12).map(|n| row("a", "Ada", &format!("q{n}"), "sql", n > 2).replace(",sql,", ",sql,,")).collect();
    sandbox.write("none.csv", format!("{header}{rows}"));
    let page = printed(&sandbox, &["none.csv"]);
    holds(&page, &["1 candidate · 12 questions"]);
    lacks(&page, &["at least", "not asked", "shown"]);
    // Where some questions have one, the others count for the total alone.
    let some = rows.replacen(",sql,,", ",sql,junior,", 6);
    sandbox.write("some.csv", format!("{header}{some}"));
    let json = printed(&sandbox, &["some.csv", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let ada = &report["exams"][0]["candidates"][0];
    assert_eq!((&ada["total"]["questions"], &ada["levels"]["junior"]["questions"]), (&12.into(), &6.into()));
    assert_eq!(ada["levels"].as_object().unwrap().len(), 1);
    assert_eq!(ada["level"]["rungs"][1]["status"], "not_asked");
}

#[test]
fn levels_that_are_no_rungs_are_said() {
    let sandbox = Sandbox::new();
    let header = REQUIRED.replace("topic,", "topic,level,");
    let rows: String = (0..8)
        .map(|n| row("a", "Ada", &format!("q{n}"), "sql", n > 2).replace(",sql,", ",sql,Junior,"))
        .collect();
    sandbox.write("capital.csv", format!("{header}{rows}"));
    let page = printed(&sandbox, &["capital.csv"]);
    holds(&page, &["questions of `Junior` stand on no rung of the ladder"]);
}

#[test]
fn a_key_that_not_all_name_is_not_called_one_for_all() {
    let sandbox = Sandbox::new();
    let header = REQUIRED.replace("exam_id,", "exam_id,exam_digest,key_digest,");
    let of = |attempt: &str, candidate: &str, digests: &str| {
        row(attempt, candidate, "q1", "sql", true).replace(",m,", &format!(",m,{digests},"))
    };
    let rows = [
        of("a", "Ada", "5b0e77d25b0e77d2,90ac41f390ac41f3"),
        of("b", "Bob", "5b0e77d25b0e77d2,"),
        of("c", "Cyd", ","),
    ];
    sandbox.write("some.csv", format!("{header}{}", rows.concat()));
    let page = printed(&sandbox, &["some.csv"]);
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(
        &words,
        &[
            "exam 5b0e77d2 · key 90ac41f3",
            "not all attempts name a version of the exam: none named by Cyd; 5b0e77d2 by Ada and Bob",
            "not all attempts name the key: none named by Bob and Cyd; 90ac41f3 by Ada",
        ],
    );
    lacks(&words, &["one for all"]);
}

#[test]
fn an_attempt_split_over_files_is_one() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> =
        (0..9).map(|n| row("a", "Ada", &format!("q{n}"), ["sql", "http"][n % 2], n > 1)).collect();
    let file = |rows: &[String]| format!("{REQUIRED}{}", rows.concat());
    sandbox.write("whole.csv", file(&rows));
    let whole = printed(&sandbox, &["whole.csv", "--format", "csv"]);
    // With other columns, in another order, and with other line ends; one row stands in both.
    sandbox.write("first.csv", file(&rows[..5]));
    let second: Vec<String> = rows[4..].iter().map(|row| format!("x,{}\r\n", row.trim_end())).collect();
    let second = second.concat();
    sandbox.write("second.csv", format!("remark,{}\r\n{second}", REQUIRED.trim_end()));
    assert_eq!(printed(&sandbox, &["first.csv", "second.csv", "--format", "csv"]), whole);
    assert_eq!(printed(&sandbox, &["second.csv", "first.csv", "--format", "csv"]), whole);
    holds(&whole, &["\nAda,http,3,4,", "\nAda,sql,4,5,"]);
}

#[test]
fn a_name_is_found_whichever_way_it_is_typed() {
    let sandbox = Sandbox::new();
    let (together, apart) = ("Jos\u{e9}", "Jose\u{301}");
    let rows = [row("a", together, "q1", "sql", true), row("b", apart, "q1", "sql", false)].concat();
    sandbox.write("names.csv", format!("{REQUIRED}{rows}"));
    for name in [together, apart] {
        let csv =
            printed(&sandbox, &["names.csv", "--format", "csv", "--attempts", "all", "--candidate", name]);
        let lines: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(lines.len(), 1, "{csv}");
        assert!(lines[0].starts_with(&format!("{together},sql,1,2,")), "{csv}");
        let debrief = sandbox.run(&["debrief", name, "names.csv"], "");
        assert_eq!((debrief.code, debrief.err.as_str()), (Some(0), ""), "{debrief:?}");
    }
}

#[test]
fn rows_left_out_stay_left_out_of_an_attempt_in_parts() {
    let sandbox = Sandbox::new();
    let good: Vec<String> = (0..4).map(|n| row("a", "Ada", &format!("q{n}"), "sql", true)).collect();
    let bad = row("b", "Bob", "q9", "sql", true).replace("2026-11-18T09:00:00Z", "yesterday");
    sandbox.write("one.csv", [REQUIRED, &good[0], &bad, &good[1]].concat());
    sandbox.write("two.csv", [REQUIRED, &good[2], &good[3]].concat());
    for more in [&[][..], &["--on-conflict", "first"]] {
        let page = printed(&sandbox, &[&["one.csv", "two.csv", "--skip-bad-rows"], more].concat());
        holds(&page, &["1 candidate · 4 questions", "1 row that can't", "the only row of Bob left out"]);
    }
}

#[test]
fn lone_carriage_returns_end_rows() {
    let sandbox = Sandbox::new();
    let rows: String = (0..25_000).map(|n| row("a", "Ada", &format!("q{n}"), "sql", true)).collect();
    let text = format!("{REQUIRED}{rows}").replace('\n', "\r");
    assert!(text.len() > 1 << 20);
    sandbox.write("mac.csv", text);
    let csv = printed(&sandbox, &["mac.csv", "--format", "csv"]);
    assert!(csv.lines().nth(1).is_some_and(|line| line.starts_with("Ada,sql,25000,25000,")), "{csv}");
}

#[test]
fn a_nul_before_a_row_makes_no_other_attempt_of_it() {
    let sandbox = Sandbox::new();
    let rows = [row("a", "Ada", "q1", "sql", true), row("a", "Ada", "q2", "sql", true)].concat();
    sandbox.write("nul.csv", format!("{REQUIRED}\0\0\0\0{rows}"));
    let ran = sandbox.run(&["report", "nul.csv"], "");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    holds(&ran.words(), &["`nul.csv:2:1`: column `attempt_id`: NUL bytes"]);
}

#[test]
fn attempts_begin_to_the_nanosecond() {
    let sandbox = Sandbox::new();
    for (one, other, first) in
        [("00.1Z", "00.100001Z", 1), ("00.100001Z", "00.1Z", 0), ("00.1000009Z", "00.1000010Z", 1)]
    {
        let at = |row: String, rest: &str| row.replace("09:00:00Z", &format!("09:00:{rest}"));
        // By id alone the second would be first.
        let rows =
            [at(row("b", "Ada", "q1", "sql", true), one), at(row("a", "Ada", "q1", "sql", false), other)];
        sandbox.write("close.csv", format!("{REQUIRED}{}", rows.concat()));
        let csv = printed(&sandbox, &["close.csv", "--format", "csv"]);
        holds(&csv, &[&format!("Ada,sql,{first},1,")]);
    }
}

#[test]
fn an_open_quote_takes_as_many_rows_as_it_takes() {
    let sandbox = Sandbox::new();
    let rows = [
        row("a", "Ada", "q1", "sql", true),
        row("b", "\"Bob", "q1", "sql", true),
        row("c", "Cyd", "q1", "sql", true),
    ];
    sandbox.write("open.csv", format!("{REQUIRED}{}", rows.concat()));
    let page = printed(&sandbox, &["open.csv", "--skip-bad-rows"]);
    holds(&page, &["2 rows that can't be understood, left out; whose they are can't be told"]);
}

#[test]
fn a_part_that_is_rounded_to_all_is_not_missed() {
    let sandbox = Sandbox::new();
    let rows = row("a", "Ada", "q1", "sql", true).replace(",correct,1,1", ",partial,1,1");
    sandbox.write("part.csv", format!("{REQUIRED}{rows}"));
    let sheet = sandbox.run(&["debrief", "Ada", "part.csv"], "");
    holds(&sheet.out, &["Nothing was missed."]);
}

#[test]
fn cuts_of_the_rows_are_not_laid_to_a_file_with_others() {
    let sandbox = Sandbox::new();
    let header = REQUIRED.replace("topic,", "topic,level,ladder,");
    let rows: String = (0..8)
        .map(|n| row("a", "Ada", &format!("q{n}"), "sql", true))
        .map(|row| row.replace(",m,", ",four,").replace(",sql,", ",sql,junior,junior=0.90,"))
        .collect();
    sandbox.write("ladder.csv", format!("{header}{rows}"));
    let page = printed(&sandbox, &["ladder.csv", "--exam-file", "four.toml"]);
    holds(&page.split_whitespace().collect::<Vec<_>>().join(" "), &["Cuts: junior 90%; basis: not known"]);
}

#[test]
fn the_last_day_of_the_calendar_is_a_day() {
    let sandbox = Sandbox::new();
    sandbox.write("some.csv", format!("{REQUIRED}{}", row("a", "Ada", "q1", "sql", true)));
    printed(&sandbox, &["some.csv", "--until", "9999-12-31"]);
    let ran = sandbox.run(&["report", "some.csv", "--until", "9999-12-32"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn rungs_without_questions_are_not_asked_where_nobody_has_a_level() {
    let sandbox = Sandbox::new();
    sandbox.write("some.csv", format!("{REQUIRED}{}", row("a", "Ada", "q1", "sql", true)));
    let json: serde_json::Value =
        serde_json::from_str(&printed(&sandbox, &["some.csv", "--format", "json"])).unwrap();
    let level = &json["exams"][0]["candidates"][0]["level"];
    assert_eq!((&level["reason"], &level["rungs"][0]["status"]), (&"no-levels".into(), &"not_asked".into()));
}

/// A folder may hold more files than a program may have open at first.
#[test]
fn more_files_than_may_be_open_at_once_are_read() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("all")).unwrap();
    for i in 0..100 {
        let text = REQUIRED.to_owned() + &row(&format!("a{i}"), &format!("C{i:03}"), "q", "t", true);
        sandbox.write(&format!("all/{i}.csv"), text);
    }
    let limited = |limit: &str| {
        let mut command = sandbox.command_of("prlimit".as_ref(), &[]);
        command.arg(format!("--nofile={limit}")).arg(PROGRAM).args([
            "report",
            "all",
            "--rows",
            "exam",
            "--columns",
            "none",
        ]);
        run(&mut command, b"")
    };
    let ran = limited("50:4096");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["100"]);
    // With few left nothing else is missed for it: it is read with all that belongs to it, or not at all.
    for limit in ["50:50", "100:100", "103:103", "106:106", "110:110"] {
        let ran = limited(limit);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.err, &["error: `all/", "could not be read", "help: join some of the files", "ulimit -n"]);
    }
    assert_eq!(limited("140:140").code, Some(0));
}
