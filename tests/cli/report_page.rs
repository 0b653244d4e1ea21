//! The panel's page: what it holds, what it never holds, and how large it gets.

use std::path::Path;

use super::report::{report, with_panel};
use super::sandbox::{EXAM, Ran, Sandbox, holds};
use crate::browser::results::{Make, numbered};

/// What is read on a page: its text without its style, script, marks and pictures' titles.
pub(super) fn words(page: &str) -> String {
    let body = page.split_once("<body>").expect("a body").1;
    let mut out = String::new();
    let mut rest = body;
    while let Some((text, more)) = rest.split_once('<') {
        out.push_str(text);
        out.push(' ');
        let (mark, after) = more.split_once('>').expect("a mark ends");
        rest = after;
        for hidden in ["script", "title"] {
            if mark == hidden {
                rest = rest.split_once(&format!("</{hidden}>")).expect("it ends").1;
            }
        }
    }
    let text = out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn panel(options: &[&str]) -> Ran {
    let sandbox = Sandbox::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let copied = std::process::Command::new("cp").arg("-r").arg(from).arg(sandbox.path("panel")).status();
    assert!(copied.expect("a copy").success());
    sandbox.run(&[&["report", "panel", "--format", "html"], options].concat(), "")
}

#[test]
fn it_holds_what_the_tables_hold() {
    let sandbox = with_panel();
    // A page says by itself how it is read.
    let table =
        report(&sandbox, &["panel.csv"]).out.replace("How to read a level: `examiner help levels`.", "");
    let page = report(&sandbox, &["panel.csv", "--format", "html"]);
    assert_eq!((page.code, page.err.as_str()), (Some(0), ""));
    let page = words(&page.out);
    let all: Vec<&str> = table
        .split_whitespace()
        .filter(|word| !word.starts_with('─'))
        .map(|word| word.trim_end_matches(['¹', '²']))
        .collect();
    assert!(all.len() > 100);
    for word in all {
        assert!(page.contains(word), "{word}: {page}");
    }
    let again = report(&sandbox, &["panel.csv", "-o", "page.html"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_eq!(words(&std::fs::read_to_string(sandbox.path("page.html")).unwrap()), page);
}

#[test]
fn who_chose_what_is_told_in_the_exams_words() {
    let page = panel(&["--exam", "messaging"]).out;
    let text = words(&page);
    holds(
        &text,
        &[
            "13 Two consumers get the same message at the same time. Which one charges? Idempotency · middle · 6 of 11 right",
            "✕ a The first one that inserts Both charge before either inserts: the check and the act are two steps. 1 Antares",
            "● b Both of them 6 Arcturus, Vega, Capella, Altair, Mira, Polaris",
            "– not answered 2 Rigel, Deneb",
            "Mixed: 3 of 10 at junior, but 8 of 10 at middle and 9 of 10 at senior",
            "junior cut 70% 10 of 10 over 99% shown middle cut 65% 9 of 10",
            "40 to under 50% 1 50 to under 60% 3",
        ],
    );
    assert!(page.contains("title=\"Antares, 13: wrong: a The first one that inserts\""), "on hover");
}

#[test]
fn what_few_candidates_do_not_carry_is_left_out_and_why_is_said() {
    let names = |n: usize| ["Altair", "Vega", "Rigel", "Deneb", "Mira", "Polaris"].into_iter().take(n);
    let of = |n: usize| {
        let asked: Vec<&str> = names(n).flat_map(|name| ["--candidate", name]).collect();
        words(&panel(&[&["--exam", "messaging"], &asked[..]].concat()).out)
    };
    let one = of(1);
    assert!(!one.contains("spread") && !one.contains("median") && !one.contains("Find a candidate"), "{one}");
    holds(&one, &["at least junior · middle open, 79% · 8 of 10, 9 would show it"]);
    let four = of(4);
    holds(
        &four,
        &["spread is shown from 5 candidates on", "How totals spread is shown from ten candidates on"],
    );
    assert!(!four.contains("median"), "{four}");
    let six = of(6);
    holds(&six, &["Over 6 candidates", "median", "How totals spread is shown from ten candidates on"]);
    assert!(!six.contains("Student"), "{six}");
}

#[test]
fn blind_there_is_no_name_id_time_file_or_typed_word_in_the_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let ran = panel(&["--blind"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let page = ran.out;
    let exams: String = ["messaging", "queries"]
        .map(|exam| std::fs::read_to_string(folder.join(format!("exams/{exam}.toml"))).unwrap())
        .concat();
    let mut told = vec!["ito.csv".to_owned(), "okafor".to_owned(), "lindqvist".to_owned(), "2026".to_owned()];
    for file in ["ito", "okafor", "lindqvist"] {
        let text = std::fs::read_to_string(folder.join(format!("{file}.csv"))).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let columns = rows.headers().unwrap().clone();
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        for row in rows.records() {
            let row = row.unwrap();
            for column in ["attempt_id", "candidate", "candidate_id", "started_at", "finished_at", "grader"] {
                told.push(row[at(column)].to_owned());
            }
            if ["text", "number", "essay"].contains(&&row[at("kind")]) {
                told.push(row[at("answer")].to_owned());
            }
        }
    }
    told.sort();
    told.dedup();
    let mut tried = 0;
    for text in told.iter().filter(|text| text.len() > 3 && !exams.contains(text.as_str())) {
        let escaped =
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(!page.contains(text.as_str()) && !page.contains(&escaped), "{text}");
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
    assert!(words(&page).contains("What was typed is not shown."));
    assert!(panel(&[]).out.contains("Altair"), "names would be found");
}

/// Rows of one question by candidates who answered so, in a file made elsewhere.
fn answered(answers: &[(&str, &str, &str)]) -> String {
    let mut text =
        "attempt_id,candidate,exam_id,started_at,question_id,topic,kind,answer,outcome,points,max_points\n"
            .to_owned();
    for (place, (candidate, answer, outcome)) in answers.iter().enumerate() {
        let answer = answer.replace('"', "\"\"");
        let points = i32::from(*outcome == "correct");
        text.push_str(&format!(
            "a{place},{candidate},made,2026-11-18T09:00:00Z,q1,letters,single,\"{answer}\",{outcome},{points},1\n"
        ));
    }
    text
}

#[test]
fn blind_an_answer_that_is_no_option_may_be_typed_and_is_not_shown() {
    let sandbox = Sandbox::new();
    let typed = "<Ada> & \"Ada\"";
    sandbox.write("made.csv", answered(&[("Ada", typed, "incorrect"), ("Bob", "b", "correct")]));
    let escaped = "&lt;Ada&gt; &amp; &quot;Ada&quot;";
    assert!(sandbox.run(&["report", "made.csv", "--format", "html"], "").out.contains(escaped));
    let blind = sandbox.run(&["report", "made.csv", "--format", "html", "--blind"], "");
    assert_eq!(blind.code, Some(0), "{blind:?}");
    assert!(!blind.out.contains(escaped) && !blind.out.contains("Ada"), "{}", blind.out);
    let said = words(&blind.out);
    holds(&said, &["answer n who ● right 1", "✕ wrong 1"]);
}

#[test]
fn an_answer_that_the_results_do_not_hold_is_among_who_chose_what() {
    let sandbox = Sandbox::new();
    let rows = [("Ada", "", "incorrect"), ("Bob", "b", "correct"), ("Eve", "b", "incorrect")];
    sandbox.write("made.csv", answered(&rows));
    let page = words(&sandbox.run(&["report", "made.csv", "--format", "html"], "").out);
    // Without a copy an answer may be worth different things in different versions.
    holds(&page, &["✕ wrong, the answer is not shown 1 Ada", "● b 1 Bob", "✕ b 1 Eve"]);
}

#[test]
fn the_lead_adds_up_to_all_candidates() {
    let sandbox = Sandbox::new();
    let mut text =
        "attempt_id,candidate,exam_id,started_at,ladder,question_id,topic,level,outcome,points,max_points\n"
            .to_owned();
    for (candidate, level) in [("Ada", "junior"), ("Bob", ""), ("Eve", "junior")] {
        for question in 0..8 {
            text.push_str(&format!(
                "{candidate},{candidate},made,2026-11-18T09:00:00Z,junior=0.70,q{question},letters,{level},correct,1,1\n"
            ));
        }
    }
    sandbox.write("made.csv", text);
    let page = words(&sandbox.run(&["report", "made.csv", "--format", "html"], "").out);
    holds(&page, &["Of 3 candidates: at least junior 2, no level 1."]);
}

#[test]
fn each_version_of_a_question_has_a_column_of_its_own() {
    let sandbox = Sandbox::new();
    let take = |name: &str| {
        let ran = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], "b\na b\nc\n42\n");
        assert_eq!(ran.code, Some(0), "{ran:?}");
    };
    take("Ada");
    let turned = EXAM
        .replace("text = \"the first\"", "text = \"the other\"")
        .replace("text = \"the second\"", "text = \"the first\"")
        .replace("text = \"the other\"", "text = \"the second\"");
    sandbox.write("four.toml", turned);
    take("Bob");
    let ran = sandbox.run(&["report", "results.csv", "--format", "html"], "");
    let page = words(&ran.out);
    holds(
        &page,
        &[
            "1 question came in different versions",
            "version 1 of 2 · 1 of 1 right",
            "version 2 of 2 · 1 of 1 right",
            "● b the second 1 Ada",
            "● b the first 1 Bob",
            "asked 1 1 2 2 2",
        ],
    );
    assert_eq!(page.matches("version 1 of").count(), 1, "what is the same is not split");
    assert!(!ran.out.contains(">probability</th>"), "so few answers have no probability");
    assert!(panel(&[]).out.contains(">probability</th>"));
}

#[test]
fn there_is_no_time_unless_it_is_asked_for() {
    let plain = panel(&["--exam", "messaging"]).out;
    assert!(!words(&plain).contains("of own limit"));
    let with = panel(&["--exam", "messaging", "--times"]).out;
    holds(&words(&with), &["time of own limit"]);
    assert!(!with.contains("T09:"), "no instants");
}

#[test]
fn a_hundred_candidates_and_eight_topics_stay_under_a_megabyte() {
    let sandbox = Sandbox::new();
    let (candidates, topics) = (numbered("Candidate", 100), numbered("topic", 8));
    sandbox.write("made.csv", Make { candidates: &candidates, topics: &topics, questions: 5 }.csv());
    let page = sandbox.run(&["report", "made.csv", "--format", "html"], "");
    assert_eq!(page.code, Some(0), "{}", page.err);
    assert!((200_000..1_000_000).contains(&page.out.len()), "{} bytes", page.out.len());
    assert_eq!(page.out.matches("Candidate 100</bdi>").count(), 5, "in all tables, two of them the grid's");
    assert!(page.out.matches("Candidate 100").count() >= 4 + 40, "and at every question");
}

#[test]
fn on_paper_each_page_says_what_it_is_of() {
    let page = panel(&["--exam", "messaging"]).out;
    let head = "@page {margin-top:18mm;margin-bottom:17mm;@top-left{content:\"Messaging\";";
    assert_eq!(page.matches(head).count(), 1, "{page}");
}

#[test]
fn above_its_bounds_the_page_says_what_it_leaves_out() {
    let sandbox = Sandbox::new();
    let topics = numbered("topic", 2);
    sandbox.write("many.csv", Make { candidates: &numbered("C", 501), topics: &topics, questions: 3 }.csv());
    let page = words(&sandbox.run(&["report", "many.csv", "--format", "html"], "").out);
    let out = "What became of each question is left out: it is shown for at most 500 candidates, and these are 501.";
    holds(&page, &[out, "Candidates are shown one by one up to 500", "C 501"]);
    sandbox.write("wide.csv", Make { candidates: &numbered("C", 2), topics: &topics, questions: 101 }.csv());
    let page = words(&sandbox.run(&["report", "wide.csv", "--format", "html"], "").out);
    holds(&page, &["for at most 200 questions, and candidates were asked 202 different ones."]);
    sandbox.write("fits.csv", Make { candidates: &numbered("C", 500), topics: &topics, questions: 6 }.csv());
    let page = words(&sandbox.run(&["report", "fits.csv", "--format", "html"], "").out);
    holds(&page, &["Each row is a candidate, each column a question", "Unfold all candidates", "C 500"]);
}

#[test]
fn all_attempts_stand_in_the_grid_each_by_itself() {
    let page = words(&panel(&["--exam", "messaging", "--attempts", "all"]).out);
    holds(&page, &["Mira (attempt 1)", "Mira (attempt 2)", "No level: one attempt carries one"]);
}

#[test]
fn rows_and_columns_are_one_plain_table() {
    let sandbox = with_panel();
    let ran =
        report(&sandbox, &["panel.csv", "--rows", "candidate", "--columns", "level", "--format", "html"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.out.matches("<table").count(), 1, "{}", ran.out);
    holds(&words(&ran.out), &["candidate junior middle senior total", "Rigel"]);
}

#[test]
fn a_filtered_page_shows_the_questions_that_count() {
    let page = words(&panel(&["--exam", "messaging", "--topic", "outbox"]).out);
    holds(&page, &["Outbox · junior ·", "No level: only a part of the questions counts."]);
    assert!(!page.contains("Observability"), "{page}");
}

#[test]
fn debriefs_and_comparisons_are_pages_too() {
    let sandbox = Sandbox::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    let from = from.to_str().unwrap();
    let debrief = sandbox.run(&["debrief", "Rigel", from, "--exam", "messaging", "--format", "html"], "");
    let compare = ["compare", "Rigel", "Vega", "--results", from, "--exam", "messaging", "--format", "html"];
    let compare = sandbox.run(&compare, "");
    for (ran, said) in [(&debrief, "ask next"), (&compare, "no difference between Rigel and Vega is shown")] {
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        assert_eq!((ran.out.matches("<h1").count(), ran.out.matches("<main").count()), (1, 1), "{}", ran.out);
        holds(&words(&ran.out), &[said]);
    }
}
