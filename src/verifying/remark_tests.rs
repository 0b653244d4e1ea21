//! What a row has to say, kind by kind.

use super::*;
use crate::exam::parse;
use crate::session::By;

const EXAM: &str = r#"
format = 1
id = "m"
title = "M"
[scoring]
wrong = 0.5
[[topic]]
id = "t"
title = "T"
[[question]]
id = "pick"
topic = "t"
points = 2
prompt = "Which?"
option = [{ text = "this", correct = true }, { text = "that", credit = 0.25 }, { text = "none" }]
[[question]]
id = "count"
topic = "t"
kind = "number"
prompt = "How many?"
answer = 4
[[question]]
id = "why"
topic = "t"
kind = "essay"
points = 4
prompt = "Why?"
criterion = [{ text = "a", points = 1 }, { text = "b", points = 1 }]
"#;

fn of(id: &str, answer: Option<(&str, By)>, given: &[Given]) -> String {
    let exam = parse(EXAM.as_bytes()).unwrap();
    let question = exam.questions.iter().find(|question| question.id.as_str() == id).unwrap();
    let answer = answer.map(|(answer, by)| (answer.to_owned(), by));
    let progress = Progress { answer, ..Progress::default() };
    let told = expected(&exam, question, &progress, given, &|key| key == "own");
    let outcome = told.outcome.unwrap();
    format!("{outcome} {} {} {}", told.points, told.max_points, told.grader)
}

fn given(criterion: usize, points: &str, grader: &str, agreed: bool) -> Given {
    let (points, grader) = (points.to_owned(), grader.to_owned());
    Given { criterion, points, grader, key_digest: "own".to_owned(), agreed }
}

#[test]
fn the_key_marks_what_it_can_and_charges_no_answer_of_the_clocks() {
    assert_eq!(of("pick", Some(("a", By::Person)), &[]), "correct 2 2 key");
    assert_eq!(of("pick", Some(("b", By::Person)), &[]), "partial 0.5 2 key");
    assert_eq!(of("pick", Some(("c", By::Person)), &[]), "incorrect -1 2 key");
    assert_eq!(of("pick", Some(("c", By::Clock)), &[]), "incorrect 0 2 key");
    assert_eq!(of("pick", None, &[]), "unanswered 0 2 key");
    assert_eq!(of("count", Some(("many", By::Person)), &[]), "incorrect -0.5 1 key");
    assert_eq!(of("count", Some(("many", By::Clock)), &[]), "timed_out 0 1 key");
    // Nobody marks what the key does.
    assert_eq!(of("pick", Some(("c", By::Clock)), &[given(1, "1", "Ito", true)]), "incorrect 0 2 key");
}

#[test]
fn an_essay_waits_until_each_criterion_has_one_mark() {
    let essay = |given: &[Given]| of("why", Some(("Because.", By::Person)), given);
    let (one, two) = (given(1, "1", "Ito", false), given(2, "0.5", "Ito", false));
    assert_eq!(essay(&[]), "ungraded  4 ");
    assert_eq!(essay(std::slice::from_ref(&one)), "ungraded  4 ");
    assert_eq!(essay(&[one.clone(), two.clone()]), "partial 3 4 Ito");
    let last = given(2, "1", "Ito", false);
    assert_eq!(essay(&[one.clone(), two.clone(), last]), "correct 4 4 Ito", "the last word counts");
    let both = [one.clone(), two.clone(), given(1, "1.0", "Abe", false), given(2, "0.5", "Abe", false)];
    assert_eq!(essay(&both), "partial 3 4 Abe+Ito");
    let differ = [one.clone(), two.clone(), given(1, "0", "Abe", false)];
    assert_eq!(essay(&differ), "ungraded  4 ");
    let agreed = [&differ[..], &[given(1, "0.5", "Ito+Abe", true)]].concat();
    assert_eq!(essay(&agreed), "partial 2 4 Abe+Ito");
    assert_eq!(essay(&[given(1, "0", "Ito", false), given(2, "0", "Ito", false)]), "incorrect 0 4 Ito");
    assert_eq!(essay(&[one.clone(), given(2, "9", "Ito", false)]), "ungraded  4 ");
    let other = Given { key_digest: "other".to_owned(), ..two };
    assert_eq!(essay(&[one, other]), "ungraded  4 ");
    assert_eq!(of("why", None, &differ), "unanswered 0 4 key");
}
