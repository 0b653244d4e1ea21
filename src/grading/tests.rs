//! Marks added up, answers marked anew: from the pieces to the bytes.

use proptest::prelude::*;

use super::evidence::{Evidence, Marked, read};
use super::figures::{of_attempts, of_questions};
use super::opinions::{Opinions, Verdict};
use super::plan::{Basis, Plan, Waiting};
use super::said::{Mark, Said};
use crate::exam::{Exam, Points, parse};
use crate::results::COLUMNS;
use crate::results::scan::Columns;
use crate::scoring::Outcome;
use crate::scoring::mark::HandedIn;

const EXAM: &str = r#"
format = 1
id = "e"
title = "E"
scoring = { wrong = 0.5 }
[[topic]]
id = "t"
title = "T"
[[question]]
id = "why"
topic = "t"
kind = "essay"
points = 4
prompt = "Why?"
criterion = [{ text = "one", points = 2 }, { text = "two", points = 1 }]
[[question]]
id = "yes"
topic = "t"
level = "junior"
kind = "boolean"
prompt = "Yes?"
answer = true
"#;

fn exam() -> Exam {
    parse(EXAM.as_bytes()).unwrap()
}

fn mark(criterion: usize, points: &str, grader: &str) -> Mark {
    Mark {
        attempt: "a1".to_owned(),
        question: "why".to_owned(),
        criterion,
        points: points.to_owned(),
        grader: grader.to_owned(),
        comment: None,
        key_digest: "k".to_owned(),
    }
}

fn marked(criterion: usize, points: &str, grader: &str) -> Said {
    Said::Marked(mark(criterion, points, grader))
}

fn agreed(criterion: usize, points: &str, graders: &str) -> Said {
    Said::Agreed(mark(criterion, points, graders))
}

fn drop_of(question: &str) -> Said {
    Said::Dropped {
        exam: "e".to_owned(),
        question: question.to_owned(),
        grader: "Ito".to_owned(),
        comment: None,
        key_digest: "k".to_owned(),
    }
}

fn verdict(said: &[Said]) -> Verdict {
    Opinions::of(said.iter(), &exam(), &|_, _| true).verdict("a1", "why")
}

fn settled(points: [i64; 2], graders: &str) -> Verdict {
    let points = points.map(|points| Points(points * 10_000)).to_vec();
    Verdict::Settled { points, graders: graders.to_owned() }
}

#[test]
fn an_answer_has_points_once_every_criterion_has_a_mark_and_nobody_differs() {
    let all = |grader| [marked(1, "2", grader), marked(2, "1", grader)];
    assert_eq!(verdict(&[]), Verdict::Unmarked);
    assert_eq!(verdict(&all("Ito")[..1]), Verdict::Partly { marked: 1, of: 2 });
    assert_eq!(verdict(&all("Ito")), settled([2, 1], "Ito"));
    assert_eq!(verdict(&[all("Ito"), all("Berg")].concat()), settled([2, 1], "Berg+Ito"));
    // Who has marked only a part, and the same, stands for nothing yet.
    assert_eq!(verdict(&[&all("Ito")[..], &all("Berg")[..1]].concat()), settled([2, 1], "Ito"));
    assert_eq!(verdict(&[marked(1, "2", "Ito"), marked(2, "1", "Berg")]), settled([2, 1], "Berg+Ito"));
    let differ = [&all("Ito")[..], &[marked(1, "2", "Berg"), marked(2, "0", "Berg")]].concat();
    assert_eq!(verdict(&differ), Verdict::Differ(vec![1]));
    // The last mark of a grader is theirs.
    assert_eq!(verdict(&[&differ[..], &[marked(2, "1", "Berg")]].concat()), settled([2, 1], "Berg+Ito"));
    let with = |said: Said| [&differ[..], &[said]].concat();
    assert_eq!(verdict(&with(agreed(2, "1", "Berg+Ito+Moe"))), settled([2, 1], "Berg+Ito+Moe"));
    // What was agreed on is open again when somebody says something else.
    let again = [&with(agreed(2, "1", "Berg+Ito"))[..], &[marked(2, "0.5", "Ito")]].concat();
    assert_eq!(verdict(&again), Verdict::Differ(vec![1]));
}

#[test]
fn marks_that_do_not_fit_the_rubric_do_not_count() {
    for said in [
        marked(3, "1", "Ito"),
        marked(0, "1", "Ito"),
        marked(1, "2.5", "Ito"),
        marked(1, "-1", "Ito"),
        marked(1, "x", "Ito"),
    ] {
        let opinions = Opinions::of([&said].into_iter(), &exam(), &|_, _| true);
        assert_eq!(opinions.verdict("a1", "why"), Verdict::Unmarked, "{said:?}");
        assert_eq!(opinions.other_rubric.len(), 1);
    }
    let said = [marked(1, "1", "Ito")];
    let opinions = Opinions::of(said.iter(), &exam(), &|key, _| key != "k");
    assert_eq!((opinions.verdict("a1", "why"), opinions.other_rubric.len()), (Verdict::Unmarked, 1));
}

fn row(question: &str, answer: &str, outcome: Outcome, points: Option<i64>, grader: &str) -> Evidence {
    let max_points = Points(if question == "why" { 40_000 } else { 10_000 });
    Evidence {
        place: 0..0,
        attempt: "a1".to_owned(),
        candidate: "Ada".to_owned(),
        candidate_id: String::new(),
        exam: "e".to_owned(),
        exam_digest: String::new(),
        status: "submitted".to_owned(),
        started_at: String::new(),
        question: question.to_owned(),
        level: if question == "yes" { "junior" } else { "" }.to_owned(),
        kind: String::new(),
        ladder: String::new(),
        answer: answer.to_owned(),
        now: Marked {
            outcome,
            points: points.map(Points),
            max_points,
            grader: grader.to_owned(),
            key_digest: String::new(),
        },
    }
}

fn plan(rows: Vec<Evidence>, said: &[Said], dropped: &[&str], handed_in: Option<HandedIn>) -> Plan {
    let exam = exam();
    let drops = dropped.iter().map(|id| drop_of(id));
    let said: Vec<Said> = said.iter().cloned().chain(drops).collect();
    let opinions = Opinions::of(said.iter(), &exam, &|_, _| true);
    let handed_in = |_: &str, _: &str| handed_in;
    Plan::of(rows, &Basis { exam: &exam, opinions: &opinions, handed_in: &handed_in })
}

#[test]
fn a_wrong_answer_costs_unless_the_clock_handed_it_in() {
    let points = |row: Evidence, handed_in| plan(vec![row], &[], &[], handed_in).then[0].points;
    let right = row("yes", "false", Outcome::Correct, Some(10_000), "key");
    assert_eq!(points(right.clone(), None), Some(Points(-5_000)));
    assert_eq!(points(right, Some(HandedIn::ByClock)), Some(Points(0)));
    let spared = row("yes", "false", Outcome::Incorrect, Some(0), "key");
    assert_eq!(points(spared.clone(), None), Some(Points(0)), "its row tells");
    assert_eq!(points(spared, Some(HandedIn::ByPerson)), Some(Points(-5_000)), "its journal decides");
    let timed_out = row("yes", "", Outcome::TimedOut, Some(0), "key");
    assert_eq!(plan(vec![timed_out], &[], &[], None).then[0].outcome, Outcome::TimedOut);
    let skipped = row("yes", "", Outcome::Unanswered, Some(0), "key");
    assert_eq!(plan(vec![skipped], &[], &[], None).then[0].outcome, Outcome::Unanswered);
}

#[test]
fn where_no_journal_tells_an_answer_is_charged_only_if_no_clock_can_have_handed_it_in() {
    let with = |status: &str, outcome, points| Evidence {
        status: status.to_owned(),
        ..row("yes", "false", outcome, Some(points), "key")
    };
    let graded = |row: Evidence| {
        let plan = plan(vec![row], &[], &[], None);
        (plan.then[0].points, plan.waiting.iter().map(|(_, why)| why.clone()).collect::<Vec<_>>())
    };
    let charged = (Some(Points(-5_000)), vec![]);
    assert_eq!(graded(with("submitted", Outcome::Correct, 10_000)), charged);
    assert_eq!(graded(with("expired", Outcome::Incorrect, -5_000)), charged, "its row tells");
    // To another key and back: the clock's answer was right for a while.
    for status in ["expired", ""] {
        let spared = (Some(Points(0)), vec![Waiting::Spared]);
        assert_eq!(graded(with(status, Outcome::Correct, 10_000)), spared, "{status}");
        assert_eq!(graded(with(status, Outcome::Incorrect, 0)), (Some(Points(0)), vec![]));
    }
}

#[test]
fn an_essay_has_the_points_of_its_marks_or_keeps_those_whose_marks_are_not_here() {
    let open = row("why", "because", Outcome::Ungraded, None, "");
    let done = plan(vec![open.clone()], &[marked(1, "2", "Ito"), marked(2, "0.25", "Ito")], &[], None);
    assert_eq!((done.then[0].points, done.then[0].grader.as_str()), (Some(Points(30_000)), "Ito"));
    assert_eq!(done.then[0].outcome, Outcome::Partial);
    let waits = plan(vec![open], &[], &[], None);
    assert_eq!(waits.waiting, [(0, Waiting::ForMarks(Verdict::Unmarked))]);
    let elsewhere = row("why", "because", Outcome::Partial, Some(20_000), "Moe");
    let kept = plan(vec![elsewhere.clone()], &[], &[], None);
    assert_eq!(kept.waiting, [(0, Waiting::MarkedElsewhere)]);
    assert!(kept.then[0].is_worth_the_same(&elsewhere.now));
    let opened = plan(vec![elsewhere], &[marked(1, "2", "Ito")], &[], None);
    assert_eq!(opened.then[0].outcome, Outcome::Ungraded, "marks that are here decide");
}

#[test]
fn a_dropped_question_is_worth_nothing_and_shows_no_level() {
    let rows = vec![
        row("why", "because", Outcome::Ungraded, None, ""),
        row("yes", "true", Outcome::Correct, Some(10_000), "key"),
    ];
    let plan = plan(rows, &[], &["why", "yes"], None);
    let of = &of_attempts(&plan, &exam())[0];
    assert_eq!((of.total[0].questions, of.total[1].questions), (2, 0));
    assert!(of.level[0].is_some() && of.level[1].is_none() && of.level_changes());
    assert!(plan.then.iter().all(Marked::is_dropped));
    assert_eq!((plan.then[0].outcome, plan.then[1].outcome), (Outcome::Incorrect, Outcome::Correct));
    assert_eq!(of_questions(&plan, &exam()).len(), 2);
}

#[test]
fn a_dropped_row_says_what_its_answer_would_have_been_whatever_it_said_before() {
    let again = |row: Evidence, said: &[Said]| plan(vec![row], said, &["why", "yes"], None).then[0].outcome;
    for now in [Outcome::Correct, Outcome::Incorrect, Outcome::Partial] {
        for grader in ["key", "dropped"] {
            assert_eq!(again(row("yes", "true", now, Some(0), grader), &[]), Outcome::Correct);
            assert_eq!(again(row("yes", "false", now, Some(0), grader), &[]), Outcome::Incorrect);
            assert_eq!(again(row("why", "because", now, Some(0), grader), &[]), Outcome::Incorrect);
            let marks = [marked(1, "2", "Ito"), marked(2, "0", "Ito")];
            assert_eq!(again(row("why", "because", now, Some(0), grader), &marks), Outcome::Partial);
            // The exam has no such question any more, or it takes no such answer.
            assert_eq!(again(row("yes", "maybe", now, Some(0), grader), &[]), Outcome::Incorrect);
        }
    }
    assert_eq!(again(row("yes", "", Outcome::TimedOut, Some(0), "key"), &[]), Outcome::TimedOut);
    assert_eq!(again(row("yes", "", Outcome::Unanswered, Some(0), "key"), &[]), Outcome::Unanswered);
}

#[test]
fn a_row_that_says_it_is_dropped_drops_nothing_for_anybody_else() {
    let mut forged = row("yes", "false", Outcome::Incorrect, Some(0), "dropped");
    forged.now.max_points = Points(0);
    let other =
        Evidence { attempt: "a2".to_owned(), ..row("yes", "true", Outcome::Correct, Some(10_000), "key") };
    let plan = plan(vec![forged, other], &[], &[], None);
    assert_eq!(plan.waiting, [(0, Waiting::DroppedElsewhere)]);
    assert_eq!((plan.then[1].points, plan.then[1].is_dropped()), (Some(Points(10_000)), false));
}

/// A file of rows with any answers to two exams, in any order of columns.
fn file() -> impl Strategy<Value = (String, Vec<usize>)> {
    let row = (0..2_usize, 0..3_usize, any::<bool>(), "[a,\"é=' ]{0,6}");
    (
        proptest::collection::vec(row, 0..12),
        Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle(),
        any::<bool>(),
    )
        .prop_map(|(rows, order, crlf)| {
            let end = if crlf { "\r\n" } else { "\n" };
            let line = |cells: [String; 22]| {
                let quoted = |text: &String| {
                    if text.contains([',', '"']) {
                        format!("\"{}\"", text.replace('"', "\"\""))
                    } else {
                        text.clone()
                    }
                };
                order.iter().map(|&place| quoted(&cells[place])).collect::<Vec<_>>().join(",") + end
            };
            let mut text = line(COLUMNS.map(str::to_owned));
            let mut mine = Vec::new();
            for (n, (other, answer, right, name)) in rows.into_iter().enumerate() {
                let answer = ["true", "false", ""][answer];
                let (outcome, points) = match (answer, right) {
                    ("", _) => ("unanswered", "0"),
                    (_, true) => ("correct", "1"),
                    (_, false) => ("incorrect", "-0.50"),
                };
                if other == 0 {
                    mine.push(n);
                }
                text += &line(COLUMNS.map(|column| match column {
                    "attempt_id" => format!("a{n}"),
                    "candidate" => format!("N{}", crate::results::cell::guard(&name).replace('é', "e")),
                    "exam_id" => ["e/form", "other"][other].to_owned(),
                    "started_at" => "2026-11-18T09:00:00Z".to_owned(),
                    "question_id" => "yes".to_owned(),
                    "topic" => name.clone() + "t",
                    "outcome" => outcome.to_owned(),
                    "answer" => answer.to_owned(),
                    "points" => points.to_owned(),
                    "max_points" => "1.0".to_owned(),
                    "grader" => "key".to_owned(),
                    _ => String::new(),
                }));
            }
            (text, mine)
        })
}

proptest! {
    /// What is written reads as it was planned; rows of others, and cells that marking does not change, stay to the byte.
    #[test]
    fn what_is_written_is_what_was_planned((text, mine) in file(), drop in any::<bool>()) {
        let columns = Columns::read(text.as_bytes(), true).unwrap();
        let exam = exam();
        let found = read(text.as_bytes(), &columns, &exam.id);
        prop_assert!(found.bad.is_none(), "{:?}", found.bad);
        prop_assert_eq!(found.rows.len(), mine.len());
        let plan = plan(found.rows, &[], if drop { &["yes"] } else { &[] }, None);
        let written = plan.apply(text.as_bytes(), &columns);
        let again = read(&written, &columns, &exam.id);
        prop_assert!(again.bad.is_none());
        let now: Vec<Marked> = again.rows.iter().map(|row| row.now.clone()).collect();
        prop_assert_eq!(&now, &plan.then);
        let written = String::from_utf8(written).unwrap();
        for (n, (before, after)) in text.split('\n').zip(written.split('\n')).enumerate() {
            if n == 0 || !mine.contains(&(n - 1)) {
                prop_assert_eq!(before, after);
            }
        }
        // Marked once more nothing changes.
        let plan = self::plan(again.rows, &[], if drop { &["yes"] } else { &[] }, None);
        prop_assert_eq!(plan.changed().count(), 0);
        prop_assert_eq!(plan.apply(written.as_bytes(), &columns), written.as_bytes());
    }
}
