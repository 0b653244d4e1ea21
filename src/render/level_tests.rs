//! What is said of a level.

use super::*;

fn rung_of(level: &str, x: f64, n: u32, status: RungStatus, needed: Option<u32>) -> RungView {
    RungView { level: level.to_owned(), x, n, status, needed }
}

fn said(rungs: Vec<RungView>, shown: Option<&str>, mixed: bool) -> String {
    words(&LevelView { rungs, shown: shown.map(str::to_owned), mixed }).line()
}

fn open(probability: f64) -> RungStatus {
    RungStatus::Open { probability: Some(probability) }
}

#[test]
fn a_level_shown_is_said_with_what_is_next() {
    let rungs = vec![
        rung_of("junior", 10.0, 10, RungStatus::Shown, Some(8)),
        rung_of("middle", 9.0, 10, RungStatus::Shown, Some(8)),
        rung_of("senior", 6.0, 10, open(0.47), Some(8)),
    ];
    assert_eq!(
        said(rungs, Some("middle"), false),
        "at least middle · senior open, 47% · 6 of 10, 8 would show it"
    );
}

#[test]
fn the_highest_level_has_nothing_next() {
    let rungs = vec![rung_of("junior", 10.0, 10, RungStatus::Shown, Some(8))];
    assert_eq!(said(rungs, Some("junior"), false), "at least junior");
}

#[test]
fn nothing_shown_names_the_nearest() {
    let rungs = vec![rung_of("junior", 7.5, 10, open(0.75), Some(8))];
    assert_eq!(
        said(rungs, None, false),
        "nothing settled yet · nearest: junior 75% · 7.5 of 10, 8 would show it"
    );
    let rungs = vec![rung_of("junior", 2.0, 10, RungStatus::NotYet, Some(8))];
    assert_eq!(said(rungs, None, false), "nothing settled yet · junior not yet · 2 of 10, 8 would show it");
    assert_eq!(said(vec![], None, false), "nothing settled yet");
}

#[test]
fn mixed_answers_are_to_be_read() {
    assert_eq!(said(vec![], None, true), "mixed: read the answers");
    assert_eq!(said(vec![], Some("junior"), true), "at least junior · mixed: read the answers");
}

#[test]
fn few_and_no_questions_are_said() {
    let shown = rung_of("junior", 10.0, 10, RungStatus::Shown, None);
    let few = rung_of("middle", 4.0, 4, RungStatus::TooFew, None);
    assert_eq!(
        said(vec![shown.clone(), few.clone()], Some("junior"), false),
        "at least junior · middle: 4 of 4 right; 6 questions is the least that can show a level"
    );
    let none = rung_of("middle", 0.0, 0, RungStatus::NotAsked, None);
    assert_eq!(said(vec![shown, none.clone()], Some("junior"), false), "at least junior · middle not asked");
    assert_eq!(rung(&few, false), "middle: 4 of 4 right; 6 questions is the least that can show a level");
    assert_eq!(rung(&none, true), "middle: not asked");
}

#[test]
fn where_no_count_is_enough_the_reason_is_said() {
    let low = rung_of("junior", 5.0, 6, open(0.5), None);
    let high = rung_of("middle", 5.0, 6, RungStatus::Open { probability: None }, None);
    assert_eq!(rung(&low, true), "junior: 5 of 6, open, 50%; too few questions to show it");
    assert_eq!(rung(&high, false), "middle: 5 of 6, open; the rung below first");
}

#[test]
fn open_percentages_stay_within_21_and_79() {
    assert_eq!(status(open(0.2001)), "open, 21%");
    assert_eq!(status(open(0.7999)), "open, 79%");
    assert_eq!(status(open(0.555)), "open, 56%");
}

#[test]
fn the_line_wraps_at_60_columns() {
    let rungs = vec![
        rung_of("junior", 10.0, 10, RungStatus::Shown, None),
        rung_of("middle", 6.0, 10, open(0.47), Some(8)),
    ];
    let view = LevelView { rungs, shown: Some("junior".to_owned()), mixed: false };
    assert_eq!(
        words(&view).render(Look::plain(60)),
        "at least junior · middle open, 47%\n  6 of 10, 8 would show it\n"
    );
    assert_eq!(
        words(&view).render(Look::colored(40)),
        "\u{1b}[1mat least junior\u{1b}[0m\u{1b}[2m · \u{1b}[0mmiddle open, 47%\n  6 of 10, 8 would show it\n"
    );
}

#[test]
fn under_every_table_it_is_said_what_it_is() {
    let cut = |text| Fraction::parse(text).unwrap();
    let cuts = [("junior", cut("0.70")), ("middle", cut("0.675")), ("senior", cut("0.60"))];
    let estimate = Estimate { questions: 30, cuts: Some(&cuts), basis: Some(&CutsSource::Defaults) };
    assert_eq!(
        estimate.render(Look::plain(80)),
        "\
An estimate from these 30 questions on one day, for people to weigh with
everything else they know. It decides nothing, and it has not been checked
against work in your job. Every number can be recomputed from the CSV. Cuts:
junior 70%, middle 67.5%, senior 60%; basis: the program's defaults, not set by
your panel.
"
    );
    let basis = CutsSource::Basis("Angoff, 4 judges, 2026-10.".to_owned());
    let text = Estimate { questions: 1, basis: Some(&basis), ..estimate }.text();
    assert!(text.starts_with("An estimate from one question on one day, "));
    assert!(text.ends_with("basis: Angoff, 4 judges, 2026-10."));
}
