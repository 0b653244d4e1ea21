use super::*;
use crate::report::gather::{Split, Table, Wanted, gather};
use crate::report::pivot::{Along, Shape, pivots};
use crate::results::scan;
use crate::scoring::RungStatus;

const HEADER: &str = "attempt_id,candidate,candidate_id,exam_id,exam_digest,key_digest,started_at,question_id,topic,level,ladder,outcome,points,max_points,seconds\n";
const TOPICS: [&str; 5] = ["delivery", "idempotency", "ordering", "outbox", "schemas"];
const LADDER: &str = "junior=0.70 middle=0.65 senior=0.60";

/// One attempt at 30 questions: how many are right of the ten of each level.
fn attempt(name: &str, number: u8, right: [u32; 3]) -> String {
    let mut text = String::new();
    for (level, right) in ["junior", "middle", "senior"].iter().zip(right) {
        for question in 0..10_u32 {
            let (outcome, points) = if question < right { ("correct", 1) } else { ("incorrect", 0) };
            let topic = TOPICS[usize::try_from(question).unwrap() % 5];
            text.push_str(&format!(
                "{name}-{number},{name},,messaging,5b0e77d2,90ac41f3,2026-11-18T09:0{number}:00Z,{level}-{question},{topic},{level},{LADDER},{outcome},{points},1,2.5\n"
            ));
        }
    }
    text
}

fn panel() -> String {
    let sat = [
        ("Vega", 1, [10, 9, 9]),
        ("Rigel", 1, [10, 9, 4]),
        ("Mira", 1, [7, 5, 2]),
        ("Deneb", 1, [9, 6, 3]),
        ("Altair", 1, [9, 8, 6]),
        ("Mira", 2, [10, 10, 10]),
    ];
    HEADER.to_owned() + &sat.map(|(name, number, right)| attempt(name, number, right)).concat()
}

fn report_of(text: &str, asked: Asked, code: Option<&CodeOf<'_>>) -> Report {
    let bytes = text.as_bytes().to_vec();
    let columns = scan::Columns::read(&bytes, true).unwrap();
    let wanted = Wanted { groupings: GROUPINGS.to_vec(), choice: asked.attempts, ..Wanted::default() };
    let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
    let beside = Beside { copy: &|_, _, _| None, limit: &|_| Some(300.0), code };
    assemble(&gathered, asked, &beside)
}

fn names(exam: &ExamFigures) -> Vec<&str> {
    exam.candidates.iter().map(|candidate| candidate.shown_as.as_str()).collect()
}

#[test]
fn the_panels_figures_are_those_of_the_specification() {
    let report = report_of(&panel(), Asked::default(), None);
    let exam = &report.exams[0];
    assert_eq!(names(exam), ["Vega", "Rigel", "Altair", "Deneb", "Mira"]);
    assert_eq!((exam.questions.one(), exam.same_questions), (Some(30), true));
    let vega = &exam.candidates[0];
    let interval = vega.total.interval().unwrap();
    assert_eq!(format!("{:.2} {:.2}", interval.low, interval.high), "0.79 0.98");
    let interval = exam.candidates[1].total.interval().unwrap();
    assert_eq!(format!("{:.2} {:.2}", interval.low, interval.high), "0.59 0.88");
    let rungs: Vec<RungStatus> =
        exam.candidates[1].level.shown.as_ref().unwrap().rungs.iter().map(|rung| rung.status).collect();
    assert_eq!(rungs, [RungStatus::Shown, RungStatus::Shown, RungStatus::NotYet]);
    let apart: Vec<(&str, &str)> = exam
        .told_apart
        .iter()
        .map(|apart| (exam.candidates[apart.a].shown_as.as_str(), exam.candidates[apart.b].shown_as.as_str()))
        .collect();
    assert_eq!((apart, exam.pairs), (vec![("Vega", "Deneb"), ("Vega", "Mira")], 10));
    let topics: Vec<&str> = exam.topics.iter().map(|topic| topic.id.as_str()).collect();
    assert_eq!(topics, TOPICS);
    assert_eq!(
        vega.topics.iter().map(|(_, cell)| cell.points.0 / 10_000).collect::<Vec<_>>(),
        [6, 6, 6, 6, 4]
    );
    let spread = exam.topic_spreads[0];
    assert_eq!((spread.n, spread.min, spread.max), (5, Some(4.0 / 6.0), Some(1.0)));
    let again = Note::SatAgain { exam: 0, candidate: 4, times: 2 };
    assert_eq!(report.notes, [again, Note::NoCopy { exam: 0 }]);
    assert_eq!(vega.time_share, Some(75.0 / 300.0));
}

#[test]
fn ranks_are_one_and_how_many_did_better() {
    let text = HEADER.to_owned()
        + &attempt("A", 1, [9, 9, 9])
        + &attempt("B", 1, [9, 9, 9])
        + &attempt("C", 1, [9, 9, 8])
        + &attempt("D", 1, [10, 10, 10]).replacen("correct,1", "ungraded,", 1);
    let report = report_of(&text, Asked { sort: Sort::Total, ..Asked::default() }, None);
    let ranks: Vec<_> = report.exams[0].candidates.iter().map(|of| (of.shown_as.as_str(), of.rank)).collect();
    assert_eq!(ranks, [("A", Some(1)), ("B", Some(1)), ("C", Some(3)), ("D", None)]);
    assert_eq!(report.notes[0], Note::Ungraded { exam: 0, candidate: 3, answers: 1 });
}

#[test]
fn all_and_part_carry_no_level() {
    let all = report_of(&panel(), Asked { attempts: Choice::All, ..Asked::default() }, None);
    let exam = &all.exams[0];
    let mira = exam.candidates.iter().find(|of| of.candidate == "Mira").unwrap();
    assert_eq!((mira.total.questions, mira.total.attempts()), (60, 2));
    assert_eq!(mira.level.shown, Err(NoLevel::SeveralAttempts));
    // Of six questions twice for one of them nothing is said that is not so for all.
    assert_eq!((exam.topics[0].questions.one(), exam.topics[0].worth), (None, None));
    assert_eq!((exam.per_attempt(), exam.questions.most, exam.attempts), (Some(30), 60, 6));
    let best = report_of(&panel(), Asked { attempts: Choice::Best, ..Asked::default() }, None);
    let mira = best.exams[0].candidates.iter().find(|of| of.candidate == "Mira").unwrap();
    assert_eq!((mira.level.shown.clone(), mira.total.points.0), (Err(NoLevel::BestOf(2)), 300_000));
}

#[test]
fn a_blind_report_names_nobody() {
    let code = |name: &str, _: &str| format!("K{}", name.len());
    let report = report_of(&panel(), Asked::default(), Some(&code));
    let exam = &report.exams[0];
    assert_eq!(names(exam), ["K4", "K5", "K5", "K6", "K4"]);
    assert_eq!((exam.began, exam.candidates[0].time_share), (None, None));
    let shown = format!("{report:?}");
    for name in ["Vega", "Rigel", "Mira", "2026", "Some(75", "Vega-1"] {
        assert!(!shown.contains(name), "{name}");
    }
}

#[test]
fn ladders_that_differ_and_none_at_all_are_said() {
    let mixed = HEADER.to_owned()
        + &attempt("A", 1, [9, 9, 9])
        + &attempt("B", 1, [9, 9, 9]).replace("junior=0.70", "junior=0.80");
    let report = report_of(&mixed, Asked::default(), None);
    assert_eq!((&report.exams[0].cuts, &report.notes[0]), (&Cuts::Mixed, &Note::MixedLadders { exam: 0 }));
    let within = HEADER.to_owned()
        + &attempt("A", 1, [9, 9, 9])
        + &attempt("A", 2, [9, 9, 9]).replace("junior=0.70", "junior=0.80");
    let all = Asked { attempts: Choice::All, ..Asked::default() };
    assert_eq!(report_of(&within, all, None).exams[0].cuts, Cuts::Mixed);
    assert_ne!(report_of(&within, Asked::default(), None).exams[0].cuts, Cuts::Mixed);
    let none = (HEADER.to_owned() + &attempt("A", 1, [9, 9, 9])).replace(LADDER, "");
    assert_eq!(report_of(&none, Asked::default(), None).exams[0].cuts, Cuts::Lesson);
    // Without the column nothing tells of a lesson, digest or not.
    let unaware =
        none.replace(",ladder,", ",").replace(",,correct", ",correct").replace(",,incorrect", ",incorrect");
    let unaware = report_of(&unaware, Asked::default(), None);
    assert!(
        matches!(unaware.exams[0].cuts, Cuts::One(_, Some(CutsSource::Defaults))),
        "{:?}",
        unaware.exams[0].cuts
    );
    assert_eq!(unaware.notes[0], Note::DefaultCuts { exam: 0 });
    assert!(unaware.exams[0].candidates[0].level.shown.is_ok());
    let foreign = report_of(&none.replace("5b0e77d2", ""), Asked::default(), None);
    assert_eq!(foreign.notes[0], Note::DefaultCuts { exam: 0 });
    assert!(foreign.exams[0].candidates[0].level.shown.is_ok());
}

#[test]
fn nobody_is_shown_as_somebody_else() {
    let of = |name: &str, id: &str, number: u8| {
        attempt(name, number, [9, 9, 9])
            .replace(&format!(",{name},,"), &format!(",{name},{id},"))
            .replace(&format!("{name}-{number},"), &format!("{name}-{id}-{number},"))
    };
    let sat =
        [of("Ada", "x", 1), of("Ada", "y", 2), of("Ada (x)", "", 3), of("Ada", "", 4), of("Bob", "z", 5)];
    let text = HEADER.to_owned() + &sat.concat();
    let report = report_of(&text, Asked::default(), None);
    let expected = ["Ada", "Ada (id x)", "Ada (x)", "Ada (y)", "Bob"];
    assert_eq!(names(&report.exams[0]), expected);
    let bytes = text.into_bytes();
    let columns = scan::Columns::read(&bytes, true).unwrap();
    let wanted = Wanted { groupings: GROUPINGS.to_vec(), ..Wanted::default() };
    let gathered = gather(&[Table { bytes: &bytes, columns }], &wanted, Split::default()).unwrap();
    for (rows, columns) in [(Along::Candidate, Along::Nothing), (Along::Nothing, Along::Candidate)] {
        let table = pivots(&gathered, Shape { rows, columns }, 0, None, &report).remove(0);
        let labels = if rows == Along::Candidate { table.rows } else { table.columns };
        assert_eq!(labels.iter().map(|label| label.id.as_str()).collect::<Vec<_>>(), expected);
    }
}
