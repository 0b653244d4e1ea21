//! Plain tables of rows and columns, and tidy CSV: what stands in them, in which order, and what is said besides.

use std::fmt::Write as _;

use super::report::{printed, report, with_panel};
use super::resuming::TAKE_YES;
use super::sandbox::{Sandbox, holds};

/// A CSV; what is said besides is said elsewhere.
fn csv(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = report(sandbox, arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    ran.out
}

/// A header with the required columns, `level` and `ladder`, and rows of candidate, exam, question, topic, level, outcome, points.
pub(super) fn rows(rows: &[(&str, &str, &str, &str, &str, &str, &str)]) -> String {
    let mut text =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,level,outcome,points,max_points\n"
            .to_owned();
    for (candidate, exam, question, topic, level, outcome, points) in rows {
        writeln!(
            text,
            "{candidate}-{exam},{candidate},{exam},2026-11-18T09:00:00Z,{question},{topic},{level},{outcome},{points},1"
        )
        .unwrap();
    }
    text
}

#[test]
fn tidy_csv_has_a_line_for_each_cell_and_no_totals() {
    let sandbox = with_panel();
    let text = csv(&sandbox, &["panel.csv", "--format", "csv"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "candidate,topic,points,max_points,share,low,high,answered,questions,attempts,ungraded"
    );
    assert_eq!(lines.len(), 1 + 5 * 5);
    assert_eq!(
        lines[1],
        "Altair,consumer-groups,4,6,0.6666666666666666,0.299993315138392,0.9032285888942195,6,6,1,0"
    );
    let all = csv(&sandbox, &["panel.csv", "--format", "csv", "--attempts", "all", "--candidate", "Mira"]);
    holds(&all, &["Mira,consumer-groups,7,12,0.5833333333333334,"]);
    let kinds = csv(&sandbox, &["panel.csv", "--format", "csv", "--rows", "kind", "--columns", "level"]);
    holds(&kinds, &["kind,level,points", "single,junior,45,50,0.9,"]);
    let nothing = csv(&sandbox, &["panel.csv", "--format", "csv", "--rows", "none", "--columns", "exam"]);
    holds(&nothing, &["exam,points,max_points", "messaging,106,150,"]);
}

#[test]
fn csv_says_besides_what_was_left_out() {
    let sandbox = with_panel();
    let bad = PANEL_ROW_BAD;
    let text = std::fs::read_to_string(sandbox.path("panel.csv")).unwrap();
    sandbox.write("bad.csv", text.replacen(bad.0, bad.1, 1));
    let ran = report(&sandbox, &["bad.csv", "--format", "csv", "--skip-bad-rows"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.err,
        "1 candidate sat an exam more than once; the first counts; --attempts all counts\nall\n1 of 30 rows of Vega left out, so there is no range, no level and no comparison;\nthe first is `bad.csv:2`: column `outcome`: `right`, expected `correct`,\n`partial`, `incorrect`, `unanswered`, `timed_out`, `ungraded`\n1 row that can't be understood, left out\n"
    );
    assert!(ran.out.starts_with("candidate,topic,") && !ran.out.contains("left out"), "{ran:?}");
}

/// A cell of the panel's first row, and what no outcome is.
const PANEL_ROW_BAD: (&str, &str) = (",correct,1,1,", ",right,1,1,");

#[test]
fn csv_names_exams_where_several_count() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "two.csv",
        rows(&[
            ("Ada", "one", "q1", "t", "junior", "correct", "1"),
            ("Ada", "two", "q1", "t", "junior", "correct", "1"),
        ]),
    );
    assert!(csv(&sandbox, &["two.csv", "--format", "csv"]).starts_with("exam_id,candidate,topic,"));
    let one = csv(&sandbox, &["two.csv", "--format", "csv", "--exam", "one"]);
    assert!(one.starts_with("candidate,topic,"), "{one}");
}

#[test]
fn one_plain_table_of_any_two_dimensions() {
    let sandbox = with_panel();
    let table =
        printed(&sandbox, &["panel.csv", "--rows", "topic", "--columns", "level", "--cell", "percent"]);
    assert_eq!(
        table,
        "\
messaging · 5 candidates · the same 30 questions for all
18–21 Nov 2026 · exam 5b0e77d2 · key 90ac41f3 (one for all)

topic                 junior  middle  senior  total
───────────────────────────────────────────────────
consumer-groups          90%     50%     60%    67%
delivery-semantics      100%     80%     20%    67%
idempotency              90%     40%     40%    57%
observability            90%    100%     60%    83%
transactional-outbox     80%    100%     60%    80%
all                      90%     74%     48%    71%

Cells: percent of points; right of asked where fewer than four questions carry
none.

Mira sat it twice; the first counts; --attempts all counts all
no copy of the exam is at hand, so ids stand for titles (--exam-file names one)

An estimate from these 30 questions on one day, for people to weigh with
everything else they know. It decides nothing, and it has not been checked
against work in your job. Every number can be recomputed from the CSV. Cuts:
junior 70%, middle 65%, senior 60%; basis: not known without a copy of the exam,
the cuts are those in the results.
"
    );
    let by_name = printed(&sandbox, &["panel.csv", "--rows", "candidate", "--columns", "level"]);
    holds(&by_name, &["\nMira¹ ", "\n¹ Mira sat it twice"]);
}

#[test]
fn cells_show_what_is_asked_for() {
    let sandbox = with_panel();
    let vega = |cell| {
        let shape =
            ["panel.csv", "--candidate", "Vega", "--rows", "topic", "--columns", "none", "--cell", cell];
        let page = printed(&sandbox, &shape);
        let row = page.lines().find(|line| line.starts_with("idempotency")).unwrap().to_owned();
        row.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(["both", "percent", "points", "interval"].map(vega), ["5/6 83%", "83%", "5/6", "44–97%"]);
    // Under four questions there is no percentage, of whatever kind.
    for cell in ["both", "percent", "points", "interval"] {
        let shape =
            ["panel.csv", "--candidate", "Vega", "--rows", "topic", "--columns", "level", "--cell", cell];
        let page = printed(&sandbox, &shape);
        let row = page.lines().find(|line| line.starts_with("idempotency")).unwrap();
        assert_eq!(row.split_whitespace().nth(1), Some("2/2"), "{page}");
    }
}

#[test]
fn rows_and_columns_stand_in_the_exams_order_under_its_titles() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\na c\nc\n42\n").code, Some(0));
    let page = printed(&sandbox, &["--rows", "topic", "--columns", "level"]);
    holds(
        &page,
        &["Four kinds · 1 candidate · 4 questions", "junior  middle  senior", "\nLetters ", "\nNumbers "],
    );
    let page = printed(&sandbox, &["--rows", "question", "--columns", "candidate"]);
    let places = ["\npick", "\ntick", "\nname", "\ncount"].map(|id| page.find(id).unwrap());
    assert!(places.is_sorted(), "{page}");
    // Machines get ids.
    let json = printed(&sandbox, &["--rows", "topic", "--columns", "level", "--format", "json"]);
    holds(&json, &["\"row\": \"letters\"", "\"generated_at\"", "\"filters\"", "\"notes\": []"]);
}

#[test]
fn a_candidates_total_is_what_the_panel_shows() {
    let sandbox = Sandbox::new();
    let lost = |question| ("Ada", "x", question, "t", "junior", "incorrect", "-1");
    sandbox.write(
        "x.csv",
        rows(&[lost("q1"), lost("q2"), ("Ada", "x", "q3", "u", "junior", "correct", "1"), lost("q4")]),
    );
    let page = printed(&sandbox, &["x.csv", "--rows", "candidate", "--columns", "topic"]);
    holds(&page, &["Ada        −3/3  1/1  0/4 0%", "an attempt's total is not below nothing"]);
    let turned = printed(&sandbox, &["x.csv", "--rows", "topic", "--columns", "candidate"]);
    holds(&turned, &["t        −3/3", "all    0/4 0%"]);
    holds(&printed(&sandbox, &["x.csv"]), &["an attempt's total is not below nothing"]);
}

#[test]
fn options_that_would_change_nothing_are_refused() {
    let sandbox = with_panel();
    for idle in [
        &["--rows", "topic", "--sort", "name"][..],
        &["--columns", "topic", "--times"],
        &["--format", "csv", "--sort", "total"],
        &["--format", "csv", "--times"],
        &["--format", "csv", "--cell", "percent"],
        &["--format", "json", "--rows", "topic", "--cell", "both"],
        &["--cell", "both"],
        &["--times", "--topic", "idempotency"],
        &["--times", "--level", "junior"],
        &["--times", "--blind"],
        &["--rows", "topic", "--columns", "topic"],
    ] {
        let ran = report(&sandbox, &[&["panel.csv"], idle].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{idle:?}: {ran:?}");
        holds(&ran.err, &["help: "]);
    }
    assert!(!sandbox.path("panel.csv.codes").exists());
}

#[test]
fn ten_thousand_topics_take_no_longer_than_their_cells() {
    let sandbox = Sandbox::new();
    let mut text = rows(&[]);
    for candidate in 0..4 {
        for topic in 0..10_000 {
            let outcome = if (topic + candidate) % 3 == 0 { "incorrect,0" } else { "correct,1" };
            writeln!(
                text,
                "a{candidate},C{candidate},x,2026-11-18T09:00:00Z,q{topic},t{topic:05},,{outcome},1"
            )
            .unwrap();
        }
    }
    sandbox.write("wide.csv", text);
    let begun = std::time::Instant::now();
    let page = printed(&sandbox, &["wide.csv", "--rows", "candidate", "--columns", "topic"]);
    for topic in ["t00000", "t05000", "t09999"] {
        assert_eq!(page.matches(topic).count(), 1, "{topic}");
    }
    holds(&page, &["C3", "6666/10000 67%"]);
    let panel = printed(&sandbox, &["wide.csv"]);
    holds(&panel, &["\nt00000 ", "\nt09999 "]);
    // Far below what making every block anew took, which was minutes.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn whatever_the_table_all_of_it_is_one_number() {
    let sandbox = Sandbox::new();
    let header =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,level,outcome,points,max_points\n";
    let mut text = header.to_owned();
    for (name, told) in
        [("Ada", "incorrect,-1"), ("Bob", "incorrect,-1"), ("Cy", "incorrect,-1"), ("Dan", "correct,1")]
    {
        for n in 0..6 {
            let topic = n % 2;
            text += &format!("{name},{name},m,2026-01-01T00:00:00Z,q{n},t{topic},junior,{told},1\n");
        }
    }
    sandbox.write("negative.csv", text);
    for rows in ["none", "candidate", "topic", "level", "question", "kind", "exam"] {
        for columns in ["none", "candidate", "topic", "level", "question", "kind", "exam"] {
            if rows == columns && rows != "none" {
                continue;
            }
            let ran =
                report(&sandbox, &["negative.csv", "--rows", rows, "--columns", columns, "--cell", "points"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            let all = ran.out.lines().rfind(|line| line.ends_with("/24"));
            assert!(all.is_some_and(|line| line.ends_with(" 6/24")), "{rows} × {columns}: {}", ran.out);
            assert!(!ran.out.contains("−12/24"), "{rows} × {columns}: {}", ran.out);
        }
    }
}
