use super::super::tests::{Line, file, gathered, line, wanted};
use super::super::{Gathered, Split, Wanted};
use super::*;
use crate::report::model::Choice;

#[test]
fn a_copy_of_an_attempt_is_counted_once_and_said() {
    let lines = file(&[line(1, 1, 1), line(1, 2, 2)], "\n");
    let found = gathered(&[lines.clone(), lines], &wanted(Choice::All), Split::default()).unwrap();
    assert_eq!((found.duplicates, found.seats[0].total.questions, found.seats[0].sat), (1, 2, 1));
    // The same in other words, and twice in one run.
    let crlf = file(&[line(1, 2, 2), line(1, 1, 1)], "\r\n");
    let twice = file(&[line(1, 1, 1), line(1, 2, 2), line(1, 1, 1)], "\n");
    let found = gathered(&[twice, crlf], &wanted(Choice::All), Split::default()).unwrap();
    assert_eq!((found.duplicates, found.seats[0].total.questions), (1, 2));
}

#[test]
fn rows_that_contradict_each_other_are_named() {
    let files = [file(&[line(1, 1, 1), line(1, 2, 2)], "\n"), file(&[line(2, 1, 1), line(1, 2, 1)], "\n")];
    let GatherProblem::Conflict(found) =
        gathered(&files, &wanted(Choice::All), Split::default()).unwrap_err()
    else {
        panic!("a conflict");
    };
    assert_eq!((found.first, found.second, found.column), ((0, 3), (1, 3), "outcome"));
    let said = (found.attempt.as_str(), found.one.as_str(), found.other.as_str());
    assert_eq!(said, ("a1", "correct", "partial"));
    // Of each file its own rows, and no attempt that neither holds.
    for (kept, points) in [(Kept::First, 3), (Kept::Last, 1)] {
        let wanted = Wanted { on_conflict: Some(kept), ..wanted(Choice::First) };
        let found = gathered(&files, &wanted, Split::default()).unwrap();
        assert_eq!((found.conflicts, found.seats[0].total.points.0), (1, points * 10_000));
    }
    let other_name = Line { candidate: "Bob", ..line(1, 3, 1) };
    let files = [file(&[line(1, 1, 1), other_name], "\n")];
    let GatherProblem::Conflict(found) =
        gathered(&files, &wanted(Choice::All), Split::default()).unwrap_err()
    else {
        panic!("a conflict");
    };
    assert_eq!((found.first, found.second, found.column), ((0, 2), (0, 3), "candidate"));
}

#[test]
fn the_last_of_two_rows_counts_wherever_it_stands() {
    let (one, other, between) = (line(1, 1, 1), line(1, 1, 2), line(2, 1, 1));
    for lines in [&[one.clone(), other.clone()][..], &[one.clone(), between.clone(), other.clone()]] {
        for (kept, points) in [(Kept::First, 1), (Kept::Last, 2)] {
            let wanted = Wanted { on_conflict: Some(kept), ..wanted(Choice::First) };
            let found = gathered(&[file(lines, "\n")], &wanted, Split::default()).unwrap();
            assert_eq!((found.conflicts, found.seats[0].total.points.0), (1, points * 10_000), "{kept:?}");
        }
    }
}

#[test]
fn rows_of_another_person_are_noticed_whoever_is_asked_for() {
    let (ada, bob) = (line(1, 1, 1), Line { candidate: "Bob", ..line(1, 1, 2) });
    let (ada, bob) = (file(&[ada], "\n"), file(&[bob], "\n"));
    for files in [[ada.clone(), bob.clone()], [bob.clone(), ada.clone()]] {
        for asked in ["Ada", "Bob"] {
            let of = |on_conflict| Wanted {
                candidates: vec![asked.to_owned()],
                on_conflict,
                ..wanted(Choice::First)
            };
            let GatherProblem::Conflict(found) = gathered(&files, &of(None), Split::default()).unwrap_err()
            else {
                panic!("a conflict");
            };
            assert_eq!((found.first, found.second, found.column), ((0, 2), (1, 2), "candidate"));
            let found = gathered(&files, &of(Some(Kept::First)), Split::default()).unwrap();
            let first = if files[0] == ada { vec![("Ada", 1, 10_000)] } else { vec![("Bob", 1, 20_000)] };
            let own = first[0].0 == asked;
            assert_eq!((found.conflicts, counted(&found)), (1, if own { first } else { Vec::new() }));
        }
        // Nobody's business where neither is asked for.
        let others =
            [files[0].clone(), files[1].clone(), file(&[Line { candidate: "Eve", ..line(2, 1, 1) }], "\n")];
        let eve = Wanted { candidates: vec!["Eve".to_owned()], ..wanted(Choice::First) };
        assert_eq!(counted(&gathered(&others, &eve, Split::default()).unwrap()), [("Eve", 1, 10_000)]);
    }
}

#[test]
fn versions_of_attempts_on_other_days_are_not_told_of() {
    let files = [file(&[line(1, 1, 1), line(9, 1, 1)], "\n"), file(&[line(1, 1, 2)], "\n")];
    let begun = crate::session::moment::WallTime::parse("2026-11-18T09:05:00Z").unwrap().0;
    for (since, conflicts) in [(None, 1), (Some(begun), 0)] {
        let wanted = Wanted { since, on_conflict: Some(Kept::First), ..wanted(Choice::First) };
        assert_eq!(gathered(&files, &wanted, Split::default()).unwrap().conflicts, conflicts);
    }
}

/// With bad rows left out.
fn skipping(files: &[Vec<u8>], on_conflict: Option<Kept>) -> Gathered {
    let wanted = Wanted { skip_bad_rows: true, on_conflict, ..wanted(Choice::All) };
    gathered(files, &wanted, Split::default()).unwrap()
}

fn counted(found: &Gathered) -> Vec<(&str, u32, i64)> {
    let seats = found.seats.iter();
    seats
        .map(|of| (found.known.candidates.text(of.candidate), of.total.questions, of.total.points.0))
        .collect()
}

#[test]
fn bad_rows_stay_left_out_of_an_attempt_in_parts() {
    let text = |lines: &[Line]| String::from_utf8(file(lines, "\n")).unwrap();
    let one_too_many = line(1, 2, 2).text("").replace(",sql,", ",sql,sql,") + "\n";
    let elsewhere = file(&[line(1, 4, 1)], "\n");
    let with = |between: &str| {
        let mut lines = text(&[line(1, 1, 1)]);
        lines.push_str(between);
        lines.push_str(&line(1, 3, 1).text("\n"));
        lines.into_bytes()
    };
    for on_conflict in [None, Some(Kept::First), Some(Kept::Last)] {
        let found = skipping(&[with(&one_too_many), elsewhere.clone()], on_conflict);
        assert_eq!((counted(&found), found.bad_rows, found.conflicts), (vec![("Ada", 3, 30_000)], 1, 0));
        // Another's row that can't be understood stands between: it is nobody's.
        let bob = line(2, 9, 2).text("\n").replace("Ada", "Bob").replace("2026-11-18T09:02:00Z", "yesterday");
        let found = skipping(&[with(&bob), elsewhere.clone()], on_conflict);
        assert_eq!((counted(&found), found.bad_rows, found.conflicts), (vec![("Ada", 3, 30_000)], 1, 0));
        // Mended in another file, it is no other version of the bad one.
        let bad = line(1, 4, 1).text("\n").replace("partial", "right");
        let found = skipping(&[with(&bad), elsewhere.clone()], on_conflict);
        assert_eq!((counted(&found), found.bad_rows, found.conflicts), (vec![("Ada", 3, 30_000)], 1, 0));
    }
}

#[test]
fn every_copy_counts_as_one_whatever_it_looks_like() {
    let whole = [line(1, 1, 1), line(1, 2, 2)];
    let (copy, part) = (file(&whole, "\n"), file(&whole[1..], "\n"));
    let found =
        gathered(&[copy.clone(), copy.clone(), part], &wanted(Choice::All), Split::default()).unwrap();
    assert_eq!((found.duplicates, counted(&found)), (2, vec![("Ada", 2, 30_000)]));
    // In another order, an attempt's rows stand apart: one copy of all of them is one.
    let apart = [line(1, 1, 1), line(2, 1, 1), line(1, 2, 2), line(2, 2, 2)];
    let files = [file(&apart, "\n"), file(&apart, "\n")];
    let found = gathered(&files, &wanted(Choice::All), Split::default()).unwrap();
    assert_eq!((found.duplicates, counted(&found)), (2, vec![("Ada", 4, 60_000)]));
}

#[test]
fn an_attempt_of_many_questions_in_another_copy_takes_no_time() {
    let text = |ending: &str| {
        let questions = (0..20_000).map(|n| line(1, 1, 1).text(ending).replace(",q1,", &format!(",q{n},")));
        [String::from_utf8(file(&[], ending)).unwrap(), questions.collect()].concat().into_bytes()
    };
    let found = gathered(
        &[text("\n"), text("\r\n")],
        &wanted(Choice::All),
        Split { block: 4096, threads: 2, ..Split::default() },
    );
    let found = found.unwrap();
    assert_eq!((found.duplicates, counted(&found)), (1, vec![("Ada", 20_000, 200_000_000)]));
}
