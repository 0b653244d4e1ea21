use super::super::super::model::Choice;
use super::super::tests::{Line, file, gathered, line, wanted};
use super::super::{Counted, Split, Wanted, attempt_id};

#[test]
fn the_best_attempt_is_the_one_with_the_greatest_share_and_ties_go_to_the_later() {
    let files = [file(&[line(1, 1, 1), line(2, 1, 2), line(3, 1, 2), line(4, 1, 0)], "\n")];
    let found = gathered(&files, &wanted(Choice::Best), Split::default()).unwrap();
    assert_eq!(found.seats[0].sat, 4);
    assert_eq!(attempt_id(&found.known, found.seats[0].facts[0].attempt), "a3");
}

#[test]
fn the_best_attempt_is_chosen_by_all_its_questions_whichever_are_asked_for() {
    let other = |attempt, topic, points| Line { topic, question: 2, ..line(attempt, 1, points) };
    let files = [file(&[line(1, 1, 2), other(1, "outbox", 0), line(2, 1, 1), other(2, "outbox", 2)], "\n")];
    for topics in [vec![], vec!["sql".to_owned()]] {
        let counted = Counted { topics, ..Counted::default() };
        let found = gathered(&files, &Wanted { counted, ..wanted(Choice::Best) }, Split::default()).unwrap();
        assert_eq!(attempt_id(&found.known, found.seats[0].facts[0].attempt), "a2");
    }
}

#[test]
fn all_attempts_stand_in_the_order_in_which_they_began_whatever_that_of_the_file() {
    for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1], [3, 2, 1]] {
        let lines: Vec<Line> = order.iter().map(|&attempt| line(attempt, 1, 1)).collect();
        let found = gathered(&[file(&lines, "\n")], &wanted(Choice::All), Split::default()).unwrap();
        let ids = found.seats[0].facts.iter().map(|fact| attempt_id(&found.known, fact.attempt));
        assert_eq!(ids.collect::<Vec<_>>(), ["a1", "a2", "a3"], "{order:?}");
    }
}

#[test]
fn a_guarded_question_is_the_same_question() {
    let with = |question: &str, attempt| {
        let text = String::from_utf8(file(&[line(attempt, 1, 1)], "\n")).unwrap();
        assert_eq!(text.matches(",q1,").count(), 1);
        text.replace(",q1,", &format!(",{question},")).into_bytes()
    };
    let files = [with("=q", 1), with("'=q", 2)];
    let found = gathered(&files, &wanted(Choice::All), Split::default()).unwrap();
    let facts = &found.seats[0].facts;
    assert_eq!((facts.len(), facts[0].question_set), (2, facts[1].question_set));
}
