use proptest::prelude::*;

use super::*;
use crate::render::{Look, width};
use crate::report::Report;
use crate::report::assemble::{Beside, GROUPINGS, assemble};
use crate::report::gather::{Counted, Split, Table, Wanted, gather};
use crate::report::model::{Asked, Choice, Sort};
use crate::results::scan::Columns;
use crate::session::moment::WallTime;

const PANEL: &str = include_str!("../../../tests/fixtures/results/panel.csv");

fn report(text: &str, sort: Sort) -> Report {
    report_of(text, Asked { sort, ..Asked::default() })
}

fn report_of(text: &str, asked: Asked) -> Report {
    let bytes = text.as_bytes().to_vec();
    let columns = Columns::read(&bytes, true).unwrap();
    let wanted = Wanted {
        groupings: GROUPINGS.to_vec(),
        counted: Counted { topics: asked.topics.clone(), levels: asked.levels.clone() },
        choice: asked.attempts,
        ..Wanted::default()
    };
    let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
    let beside = Beside { copy: &|_, _, _| None, limit: &|_| None, code: None };
    assemble(&gathered, asked, &beside)
}

fn shown(report: &Report, width: usize) -> String {
    page(report, Shown { width, times: false }).render(Look::plain(width))
}

const NAMES: [&str; 7] = [
    "Ana",
    "山田太郎",
    "José María",
    "👩‍🚀 Zoë",
    "Christopher-Alexander",
    "Wolfeschlegelsteinhausenbergerdorff",
    "Bo",
];

/// So many candidates at so many topics, three questions each, names of all kinds.
fn crowd(candidates: usize, topics: usize) -> String {
    let mut text = HEADER.to_owned();
    for candidate in 0..candidates {
        for question in 0..topics * 3 {
            let level = ["junior", "middle", "senior"][question % 3];
            let right = (question * 7 + candidate * 13) % 10 < 5 + candidate % 5;
            let name = format!("{} {candidate}", NAMES[candidate % NAMES.len()]);
            let topic = format!("topic-{}", question / 3);
            let points = if right { "1" } else { "0" };
            text.push_str(&line(
                &format!("a{candidate}"),
                &name,
                &format!("q{question}"),
                &topic,
                level,
                points,
                "1",
            ));
        }
    }
    text
}

const HEADER: &str =
    "attempt_id,candidate,exam_id,started_at,ladder,question_id,topic,level,outcome,points,max_points\n";

/// A row; without points it waits for a mark.
fn line(
    attempt: &str,
    name: &str,
    question: &str,
    topic: &str,
    level: &str,
    points: &str,
    worth: &str,
) -> String {
    let outcome = match points {
        "" => "ungraded",
        points if points == worth => "correct",
        points if points.starts_with('-') || points == "0" => "incorrect",
        _ => "partial",
    };
    format!(
        "{attempt},{name},m,2026-11-18T09:00:00Z,junior=0.70 middle=0.65 senior=0.60,{question},{topic},{level},{outcome},{points},{worth}\n"
    )
}

/// So many right of ten at each level, question by question in two topics.
fn tens(name: &str, right: [usize; 3]) -> String {
    let mut text = String::new();
    for (level, right) in ["junior", "middle", "senior"].iter().zip(right) {
        for question in 0..10 {
            let points = if question < right { "1" } else { "0" };
            let topic = if question % 2 == 0 { "even" } else { "odd" };
            text.push_str(&line(name, name, &format!("{level}-{question}"), topic, level, points, "1"));
        }
    }
    text
}

#[test]
fn a_topic_for_each_candidate_is_a_line_for_each() {
    const CANDIDATES: usize = 2000;
    let rows = |n: usize| {
        line(&format!("a{n}"), &format!("C{n:04}"), "q", &format!("t{n:04}"), "junior", "1", "1")
            .replace("junior=0.70 middle=0.65 senior=0.60", &format!("junior=0.70 l{n}=0.6"))
    };
    let text: String = std::iter::once(HEADER.to_owned()).chain((0..CANDIDATES).map(rows)).collect();
    let report = report(&text, Sort::Level);
    assert_eq!(report.exams[0].candidates.iter().map(|of| of.topics.len()).sum::<usize>(), CANDIDATES);
    let page = shown(&report, 80);
    assert!(page.len() < 400 * CANDIDATES, "{}", page.len());
    assert!(page.contains("Candidate  topic"), "{page}");
    assert!(page.lines().any(|line| line.trim_end() == "C1999      t1999  1/1"), "{page}");
}

#[test]
fn pages_fit_where_they_can() {
    for (candidates, topics) in [(1, 1), (2, 3), (5, 6), (12, 5), (40, 8), (200, 15)] {
        let report = report(&crowd(candidates, topics), Sort::Level);
        for columns in [40, 60, 80, 120, 200] {
            let page = shown(&report, columns);
            let widest = width::widest_line(&page);
            assert!(widest <= columns, "{candidates} × {topics} at {columns}: {widest}\n{page}");
            // Colour changes no letter.
            let look = Look { color: crate::render::Color::On, ..Look::plain(columns) };
            let colored = self::page(&report, Shown { width: columns, times: false }).render(look);
            assert_eq!(strip(&colored), page, "{candidates} × {topics} at {columns}");
        }
    }
}

/// Without what gives colour and weight.
fn strip(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.split_once('m').unwrap().1).collect::<String>()
}

#[test]
fn names_stay_on_one_line_where_the_table_can_be_split() {
    let page = shown(&report(&crowd(200, 15), Sort::Level), 80);
    assert!(page.contains("José María 2 ") && page.contains("Christopher-Alexander 4 "), "{page}");
    let page = shown(&report(&crowd(30, 11), Sort::Name), 120);
    assert!(page.contains("Christopher-Alexander 25 "), "{page}");
    let page = shown(&report(&crowd(9, 4), Sort::Total), 80);
    assert!(page.contains("nothing settled yet\n") || page.contains("at least junior\n"), "{page}");
}

#[test]
fn all_attempts_are_counted_of_what_all_were_asked() {
    let twice = tens("Ada", [9, 9, 9])
        + &tens("Bob", [5, 5, 5])
        + &tens("again", [10, 10, 10]).replace(",again,", ",Ada,");
    let report =
        report_of(&(HEADER.to_owned() + &twice), Asked { attempts: Choice::All, ..Asked::default() });
    let page = shown(&report, 80);
    for said in [
        "2 candidates · 3 attempts · the same 30 questions in each",
        "57/60",
        "Per topic, right of asked",
        "30/30",
        "No level: one attempt carries one, and here all are added up.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Attempts of different length are not averaged.
    let short =
        HEADER.to_owned() + &tens("Ada", [9, 9, 9]) + &line("b", "Ada", "other", "even", "junior", "1", "1");
    let report = report_of(&short, Asked { attempts: Choice::All, ..Asked::default() });
    let page = shown(&report, 80);
    assert!(page.contains("1 candidate · 2 attempts · 31 questions in all"), "{page}");
    assert_eq!((report.exams[0].questions.one(), report.exams[0].per_attempt()), (Some(31), None));
}

#[test]
fn under_four_questions_there_is_no_percentage() {
    let mut text = HEADER.to_owned();
    for candidate in 0..12 {
        let (name, worth) = (format!("C{candidate}"), if candidate % 2 == 0 { "1" } else { "2" });
        text.push_str(&line(&name, &name, "q1", "t", "junior", worth, worth));
        text.push_str(&line(&name, &name, "q2", "u", "junior", "0", worth));
    }
    let page = shown(&report(&text, Sort::Level), 80);
    let (table, _) = page.split_once("An estimate").unwrap();
    let over = table.lines().position(|line| line.starts_with("Over 12")).unwrap();
    // The share of all twelve's answers rests on twelve.
    for (i, line) in table.lines().enumerate().filter(|(_, line)| line.contains('%')) {
        let allowed = line.contains("95% range") || line.contains("(95%") || line.contains("of the mean");
        assert!(allowed || i > over && line.matches('%').count() == 1, "{line}\n{page}");
    }
    let two = HEADER.to_owned()
        + &line("a", "Ada", "q1", "t", "junior", "1", "1")
        + &line("b", "Bob", "q1", "t", "junior", "0", "1");
    let page = shown(&report(&two, Sort::Level), 80);
    assert!(!page.contains("Difference of totals") && !page.contains("–100%"), "{page}");
}

#[test]
fn who_is_not_compared_is_named_and_other_topics_keep_their_medians() {
    let mut text = HEADER.to_owned();
    for name in ["Ada", "Bob", "Cyd", "Dan", "Eve", "Fay"] {
        for question in ["q1", "q2", "q3", "q4"] {
            text.push_str(&line(name, name, question, "marked", "junior", "1", "1"));
        }
        let points = if name < "Cyd" { "" } else { "2" };
        text.push_str(&line(name, name, "essay", "essays", "senior", points, "2"));
    }
    let report = report(&text, Sort::Level);
    let page = shown(&report, 100);
    for said in [
        "between any two of the four that are marked",
        "Ada and Bob are not compared while answers wait for a mark.",
        "Per topic, points: enough",
        "total 95% range of 4 of 6 points",
    ] {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&page).contains(&words(said)), "{said}: {page}");
    }
    let row = |topic: &str| page.lines().find(|line| line.starts_with(topic)).unwrap().to_owned();
    assert!(row("marked").ends_with("4    4–4") && row("essays").ends_with("–      –"), "{page}");
    let worthless = HEADER.to_owned()
        + &line("a", "Ada", "q", "t", "junior", "0", "0")
        + &line("b", "Bob", "q", "t", "junior", "0", "0");
    let page = shown(&self::report(&worthless, Sort::Level), 80);
    assert!(page.contains("No attempt counts here.") && !page.contains("unmarked"), "{page}");
}

#[test]
fn mixed_answers_say_which_rungs_contradict_each_other() {
    let text = HEADER.to_owned()
        + &tens("Polaris", [3, 8, 9])
        + &tens("Vega", [10, 9, 9])
        + &tens("Spica", [10, 1, 9]);
    let page = shown(&report(&text, Sort::Level), 80);
    assert!(page.contains("\n    3 of 10 at junior, but 8 of 10 at middle and 9 of 10 at senior"), "{page}");
    assert!(
        page.contains("Spica (mixed above)")
            && page.contains("\n    1 of 10 at middle, but 9 of 10 at senior"),
        "{page}"
    );
    assert!(
        super::page(&report(&text, Sort::Level), Shown::default())
            .markdown()
            .contains("| 3 of 10 at junior, but")
    );
}

#[test]
fn told_apart_from_the_same_others_are_named_together_and_one_more_by_name() {
    let mut text = HEADER.to_owned();
    for (name, right) in [
        ("Top", [10, 10, 10]),
        ("Upper", [10, 10, 10]),
        ("A", [1, 1, 1]),
        ("B", [1, 1, 1]),
        ("C", [1, 1, 1]),
        ("D", [1, 1, 1]),
    ] {
        text.push_str(&tens(name, right));
    }
    let page = shown(&report(&text, Sort::Total), 80);
    assert!(page.contains("These 30 questions tell apart: Top and Upper from A, B, C and D."), "{page}");
    let ladder = (0..60).map(|i| tens(&format!("C{i}"), [i / 6, i / 6, i / 6]));
    let many = shown(&report(&(HEADER.to_owned() + &ladder.collect::<String>()), Sort::Level), 80);
    let at = many.find("tell apart:").unwrap();
    let sentence = many[at..].split("\n\n").next().unwrap();
    assert!(sentence.lines().count() <= 10, "{sentence}");
}

#[test]
fn two_versions_are_not_called_the_same_questions() {
    let header = HEADER.replace("exam_id,", "exam_id,exam_digest,");
    let one = tens("Vega", [10, 10, 10]).replace(",m,", ",m,aaaaaaaaaaaaaaaa,");
    let other = tens("Mira", [1, 1, 1]).replace(",m,", ",m,bbbbbbbbbbbbbbbb,");
    let page = shown(&report(&(header + &one + &other), Sort::Level), 80);
    assert!(page.contains("30 questions each, in several versions"), "{page}");
    let (caution, sentence) =
        (page.find("Not all had the same versions of this exam").unwrap(), page.find("tell apart").unwrap());
    assert!(caution < sentence && !page.contains("errs wide"), "{page}");
}

#[test]
fn cuts_are_named_only_where_a_level_is_asked_and_levels_off_the_ladder_are_told() {
    let text = tens("Ada", [9, 9, 9]);
    let none = HEADER.replace("ladder,", "")
        + &text
            .replace("junior=0.70 middle=0.65 senior=0.60,", "")
            .replace(",junior,", ",,")
            .replace(",middle,", ",,")
            .replace(",senior,", ",,");
    let page = shown(&report(&none, Sort::Level), 80);
    assert!(!page.contains("Cuts:") && !page.contains("no cuts were set"), "{page}");
    assert!(
        page.contains("No level: no question names a rung of the ladder in the column `level`."),
        "{page}"
    );
    let guru = HEADER.to_owned() + &text.replace(",senior,", ",guru,");
    let page = shown(&report(&guru, Sort::Level), 80);
    assert!(page.contains("questions of `guru` stand on no rung of the ladder"), "{page}");
}

#[test]
fn many_candidates_have_percentiles_and_few_have_none() {
    assert!(shown(&report(&crowd(30, 2), Sort::Name), 80).contains("percentile"));
    let nine = shown(&report(&crowd(9, 2), Sort::Name), 80);
    assert!(!nine.contains("percentile") && !nine.contains("mean") && nine.contains("median"), "{nine}");
    let four = shown(&report(&crowd(4, 2), Sort::Name), 80);
    assert!(!four.contains("median") && four.contains("Difference of totals"), "{four}");
}

#[test]
fn ranks_come_with_what_they_bear() {
    let page = shown(&report(PANEL, Sort::Total), 80);
    assert!(
        page.contains("rank  Candidate") && page.contains("a rank is 1 + how many have a greater total"),
        "{page}"
    );
    assert!(page.contains("   2  Altair") && page.contains("   2  Rigel"), "{page}");
}

fn as_json(report: &Report) -> serde_json::Value {
    let mut written = Vec::new();
    json::report(report, WallTime(0), &mut written).unwrap();
    serde_json::from_slice(&written).unwrap()
}

#[test]
fn no_banned_word_is_on_a_page_or_in_a_note() {
    let mixed = HEADER.to_owned() + &tens("Polaris", [3, 8, 9]) + &tens("Vega", [10, 9, 9]);
    let all = Asked { attempts: Choice::All, ..Asked::default() };
    let part = Asked { topics: vec!["even".to_owned()], ..Asked::default() };
    let reports = [
        report(PANEL, Sort::Level),
        report(PANEL, Sort::Total),
        report(&crowd(40, 5), Sort::Total),
        report(&mixed, Sort::Level),
        report_of(PANEL, all),
        report_of(&mixed, part),
    ];
    for report in &reports {
        let json = as_json(report);
        let notes = json["notes"].as_array().unwrap().iter().map(|note| note["text"].to_string());
        let said = notes.fold(shown(report, 80), |said, note| said + &note).to_lowercase();
        for word in ["failed", "zero", "likely", "irregular", "verdict", "equal", "better"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn json_has_percentiles_and_reasons() {
    let panel = as_json(&report(PANEL, Sort::Total));
    let exam = &panel["exams"][0];
    assert_eq!(exam["candidates"][0]["percentile"], serde_json::Value::Null);
    assert_eq!(exam["candidates"][0]["percentile_reason"], "few-candidates");
    assert_eq!((&exam["told_apart_reason"], &exam["attempts"]), (&serde_json::Value::Null, &5.into()));
    let codes: Vec<&str> =
        panel["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["sat-again", "ranks", "no-exam-copy"]);
    let mut crowd = HEADER.to_owned();
    for candidate in 0..1001 {
        let name = format!("C{candidate}");
        let points = if candidate % 2 == 0 { "1" } else { "0" };
        for question in ["q1", "q2", "q3", "q4"] {
            crowd.push_str(&line(&name, &name, question, "t", "junior", points, "1"));
        }
    }
    let report = report(&crowd, Sort::Level);
    let exam = &as_json(&report)["exams"][0];
    assert_eq!((&exam["pairs"], &exam["told_apart_reason"]), (&0.into(), &"too-many-candidates".into()));
    assert!(shown(&report, 80).contains("Of 1001 candidates, pairs are not compared: 1000 are the most."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_total_is_on_the_page_uncut(candidates in 1..40_usize, topics in 2..12_usize, columns in 40..200_usize) {
        let report = report(&crowd(candidates, topics), Sort::Name);
        let page = shown(&report, columns);
        for candidate in &report.exams[0].candidates {
            let interval = candidate.total.interval().unwrap();
            let range = super::super::share::range(interval.low, interval.high);
            prop_assert!(page.contains(&range), "{}", range);
        }
        let widest = width::widest_line(&page);
        prop_assert!(widest <= columns, "{}: {}\n{}", columns, widest, page);
    }
}
