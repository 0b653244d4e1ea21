use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::render::{Look, width};
use crate::report::Report;
use crate::report::assemble::{Beside, GROUPINGS, assemble};
use crate::report::gather::{Split, Table, Wanted, gather};
use crate::report::model::{Asked, Sort};
use crate::results::scan::Columns;

const PANEL: &str = include_str!("../../../tests/fixtures/results/panel.csv");

fn report(text: &str, sort: Sort) -> Report {
    let bytes = text.as_bytes().to_vec();
    let columns = Columns::read(&bytes, true).unwrap();
    let wanted = Wanted { groupings: GROUPINGS.to_vec(), ..Wanted::default() };
    let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
    let beside = Beside { copy: &|_, _, _| None, limit: &|_| None, code: None };
    assemble(&gathered, Asked { sort, ..Asked::default() }, &beside)
}

fn shown(report: &Report, width: usize) -> String {
    page(report, Shown { width, times: false }).render(Look::plain(width))
}

/// So many candidates at so many topics, three questions each, names of all kinds.
fn crowd(candidates: usize, topics: usize) -> String {
    let mut text = String::from(
        "attempt_id,candidate,exam_id,started_at,ladder,question_id,topic,level,outcome,points,max_points\n",
    );
    for candidate in 0..candidates {
        let name = ["Ana", "山田太郎", "José María", "👩‍🚀 Zoë", "Christopher-Alexander", "Bo"][candidate % 6];
        for question in 0..topics * 3 {
            let level = ["junior", "middle", "senior"][question % 3];
            let right = (question * 7 + candidate * 13) % 10 < 5 + candidate % 5;
            let (outcome, points) = if right { ("correct", 1) } else { ("incorrect", 0) };
            writeln!(
                text,
                "a{candidate},{name} {candidate},m,2026-11-18T09:00:00Z,junior=0.70 middle=0.65 senior=0.60,q{question},topic-{},{level},{outcome},{points},1",
                question / 3
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn pages_fit_where_they_can() {
    for (candidates, topics) in [(1, 1), (2, 3), (5, 6), (12, 5), (40, 8), (200, 15)] {
        let report = report(&crowd(candidates, topics), Sort::Level);
        for columns in [60, 80, 120, 200] {
            let page = shown(&report, columns);
            let widest = width::widest_line(&page);
            assert!(widest <= columns, "{candidates} × {topics} at {columns}: {widest}\n{page}");
        }
    }
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
        page.contains("rank  Candidate") && page.contains("A rank is 1 + how many have a greater total"),
        "{page}"
    );
    assert!(page.contains("   2  Altair") && page.contains("   2  Rigel"), "{page}");
}

#[test]
fn no_banned_word_is_on_a_page() {
    let pages =
        [report(PANEL, Sort::Level), report(&crowd(40, 5), Sort::Total)].map(|report| shown(&report, 80));
    for word in ["failed", "zero", "likely", "irregular", "verdict", "equal", "better"] {
        assert!(pages.iter().all(|page| !page.to_lowercase().contains(word)), "{word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_total_is_on_the_page_uncut(candidates in 1..40_usize, topics in 1..12_usize, columns in 40..200_usize) {
        let report = report(&crowd(candidates, topics), Sort::Name);
        let page = shown(&report, columns);
        for candidate in &report.exams[0].candidates {
            let interval = candidate.total.interval().unwrap();
            let range = super::super::share::range(interval.low, interval.high);
            prop_assert!(page.contains(&range), "{}", range);
        }
        let widest = width::widest_line(&page);
        prop_assert!(columns < 60 || widest <= columns, "{}: {}\n{}", columns, widest, page);
    }
}
