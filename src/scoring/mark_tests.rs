//! Tests of marking: every kind, what a wrong answer costs, the oracle of the rules for several right options.

use bigdecimal::BigDecimal;
use proptest::prelude::*;

use super::Outcome::{Correct, Incorrect, Partial as Partly};
use super::*;
use crate::exam::{
    Choice, Fraction, Normalize, OptionKey, Part, Pin, QuestionId, Teaching, TextKey, Tolerance, TopicId,
    Truth,
};

const NONE: ScoringRule = ScoringRule { partial: Partial::None, wrong: Fraction::ZERO };
const NET: ScoringRule = ScoringRule { partial: Partial::Net, wrong: Fraction::ZERO };

/// A wrong answer costs a quarter.
fn charged(partial: Partial) -> ScoringRule {
    ScoringRule { partial, wrong: Fraction::parse("0.25").unwrap() }
}

fn id(text: &str) -> PartId {
    PartId::new(text).unwrap()
}

fn ids(text: &str) -> Vec<PartId> {
    text.chars().map(|c| id(&c.to_string())).collect()
}

fn parts(text: &str) -> Vec<Part> {
    ids(text).into_iter().map(|id| Part { text: id.to_string(), id }).collect()
}

fn pairs(text: &str) -> Vec<(PartId, PartId)> {
    text.split_whitespace().map(|pair| (id(&pair[..1]), id(&pair[1..]))).collect()
}

fn question(face: Face, key: Key) -> Question {
    Question {
        id: QuestionId::new("q").unwrap(),
        topic: TopicId::new("t").unwrap(),
        level: None,
        points: Points(20_000),
        time_limit: None,
        title: None,
        uses: Vec::new(),
        snippets: Vec::new(),
        prompt: String::new(),
        face,
        teaching: Teaching::default(),
        key: Some(key),
    }
}

fn choices(count: usize) -> Vec<Choice> {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    ids(&letters[..count]).into_iter().map(|id| Choice { text: id.to_string(), id, pin: Pin::Free }).collect()
}

fn merits(all: &[Merit]) -> Vec<OptionKey> {
    all.iter().map(|merit| OptionKey { merit: *merit, heads_up: None }).collect()
}

/// Right, half right, wrong.
fn single_question() -> Question {
    let half = Merit::Credit(Fraction::parse("0.5").unwrap());
    question(Face::Single(choices(3)), Key::Single(merits(&[Merit::Right, half, Merit::Wrong])))
}

/// `bits` says which options are right.
fn multiple_question(bits: &str) -> Question {
    let keys: Vec<_> = bits.chars().map(|bit| if bit == '1' { Merit::Right } else { Merit::Wrong }).collect();
    question(Face::Multiple(choices(bits.len())), Key::Multiple(merits(&keys)))
}

fn boolean_question() -> Question {
    question(Face::Boolean, Key::Boolean { answer: Truth::True, heads_up: None })
}

fn text_question() -> Question {
    let texts = vec!["At least once".to_owned()];
    question(Face::Text, Key::Text(TextKey::Accept { texts, normalize: Normalize::default() }))
}

fn number_question() -> Question {
    let tolerance = Tolerance::Absolute(BigDecimal::from(1));
    let unit = Some("ms".to_owned());
    question(Face::Number { unit }, Key::Number { answer: BigDecimal::from(40), tolerance })
}

/// The right order is `dbca`.
fn order_question() -> Question {
    question(Face::Order(parts("abcd")), Key::Order(ids("dbca")))
}

/// `a1 b2 c3`, and `4` is a distractor.
fn match_question() -> Question {
    let face = Face::Match { lefts: parts("abc"), rights: parts("1234") };
    question(face, Key::Match(pairs("a1 b2 c3")))
}

fn essay_question() -> Question {
    let criterion = |points| Criterion { text: String::new(), points: Points(points) };
    let criteria = vec![criterion(10_000), criterion(20_000)];
    question(Face::Essay, Key::Essay { criteria, sample: None })
}

fn every_question() -> [Question; 8] {
    [
        single_question(),
        multiple_question("110"),
        boolean_question(),
        text_question(),
        number_question(),
        order_question(),
        match_question(),
        essay_question(),
    ]
}

/// Outcome and points of an answer by a person.
fn marked(question: &Question, answer: &Answer, rule: ScoringRule) -> (Outcome, i64) {
    let mark = mark(question, Some(answer), rule, HandedIn::ByPerson);
    assert_eq!(mark.max_points, Points(20_000));
    (mark.outcome, mark.points.unwrap().0)
}

#[test]
fn a_single_choice_earns_all_its_credit_or_nothing() {
    let question = single_question();
    let choose = |option: &str, rule| marked(&question, &Answer::Single(id(option)), rule);
    assert_eq!(choose("a", NONE), (Correct, 20_000));
    assert_eq!(choose("b", NONE), (Partly, 10_000));
    assert_eq!(choose("c", NONE), (Incorrect, 0));
    assert_eq!(choose("b", charged(Partial::None)), (Partly, 10_000));
    assert_eq!(choose("c", charged(Partial::Net)), (Incorrect, -5_000));
}

#[test]
fn boolean_text_and_number_are_right_or_cost() {
    let rule = charged(Partial::Net);
    let (right, wrong) = ((Correct, 20_000), (Incorrect, -5_000));
    assert_eq!(marked(&boolean_question(), &Answer::Boolean(Truth::True), rule), right);
    assert_eq!(marked(&boolean_question(), &Answer::Boolean(Truth::False), rule), wrong);
    assert_eq!(marked(&text_question(), &Answer::Text(" AT  least once".into()), rule), right);
    assert_eq!(marked(&text_question(), &Answer::Text("once".into()), rule), wrong);
    assert_eq!(marked(&number_question(), &Answer::Number("41 ms".into()), rule), right);
    assert_eq!(marked(&number_question(), &Answer::Number("41.001".into()), rule), wrong);
}

#[test]
fn several_right_options_go_by_the_oracle() {
    let mut seen = 0;
    for line in include_str!("../../tests/fixtures/oracles/multiselect_rules.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let ticks: Vec<PartId> = choices(cells[0].len())
            .into_iter()
            .zip(cells[1].chars())
            .filter(|(_, bit)| *bit == '1')
            .map(|(choice, _)| choice.id)
            .collect();
        let question = multiple_question(cells[0]);
        let Some(Key::Multiple(keys)) = &question.key else { panic!("not multiple") };
        for (partial, expected) in [(Partial::None, cells[2]), (Partial::Net, cells[3])] {
            let share = multiple(&question.face, keys, &ticks, partial).as_f64();
            let expected: f64 = expected.parse().unwrap();
            assert!((share - expected).abs() < 1e-12, "{line}: {share}");
        }
        seen += 1;
    }
    assert_eq!(seen, 160);
}

#[test]
fn several_right_options_cost_only_when_all_or_nothing() {
    let tick =
        |options: &str, rule| marked(&multiple_question("1110"), &Answer::Multiple(ids(options)), rule);
    assert_eq!(tick("abc", NONE), (Correct, 20_000));
    assert_eq!(tick("ab", NONE), (Incorrect, 0));
    assert_eq!(tick("ab", charged(Partial::None)), (Incorrect, -5_000));
    assert_eq!(tick("a", NET), (Partly, 6_667));
    assert_eq!(tick("ab", NET), (Partly, 13_333));
    assert_eq!(tick("ad", charged(Partial::Net)), (Incorrect, 0));
}

#[test]
fn an_order_earns_kendalls_tau_when_net() {
    let put = |order: &str, rule| marked(&order_question(), &Answer::Order(ids(order)), rule);
    assert_eq!(put("dbca", charged(Partial::None)), (Correct, 20_000));
    assert_eq!(put("bdca", charged(Partial::None)), (Incorrect, -5_000));
    // One of six pairs is the wrong way round: τ = (5 − 1) / 6.
    assert_eq!(put("bdca", NET), (Partly, 13_333));
    assert_eq!(put("acbd", charged(Partial::Net)), (Incorrect, 0));
}

#[test]
fn a_left_side_without_an_answer_is_neither_right_nor_wrong() {
    let pair = |given: &str, rule| marked(&match_question(), &Answer::Match(pairs(given)), rule);
    assert_eq!(pair("a1 b2 c3", charged(Partial::None)), (Correct, 20_000));
    assert_eq!(pair("a1 b2", charged(Partial::None)), (Incorrect, -5_000));
    assert_eq!(pair("a1 b2", NET), (Partly, 13_333));
    assert_eq!(pair("a1 b2 c4", NET), (Partly, 6_667));
    assert_eq!(pair("a1 c4", charged(Partial::Net)), (Incorrect, 0));
    assert_eq!(pair("a2 b1 c3", NET), (Incorrect, 0));
}

#[test]
fn what_the_clock_hands_in_may_earn_but_never_cost() {
    let rule = charged(Partial::None);
    let clocked = |question: &Question, answer| mark(question, Some(&answer), rule, HandedIn::ByClock);
    let wrong = clocked(&text_question(), Answer::Text("at lea".into()));
    assert_eq!((wrong.outcome, wrong.points), (Incorrect, Some(Points(0))));
    let right = clocked(&number_question(), Answer::Number("40".into()));
    assert_eq!((right.outcome, right.points), (Correct, Some(Points(20_000))));
    for half_typed in ["4e", "-", "1,000", "40 m"] {
        let none = clocked(&number_question(), Answer::Number(half_typed.into()));
        assert_eq!((none.outcome, none.points), (Outcome::TimedOut, Some(Points(0))));
    }
}

#[test]
fn without_an_answer_nothing_is_earned_and_nothing_costs() {
    for question in every_question() {
        for (handed_in, outcome) in
            [(HandedIn::ByPerson, Outcome::Unanswered), (HandedIn::ByClock, Outcome::TimedOut)]
        {
            let mark = mark(&question, None, charged(Partial::None), handed_in);
            assert_eq!((mark.outcome, mark.points), (outcome, Some(Points(0))));
        }
    }
}

#[test]
fn an_answer_that_cannot_be_given_is_none() {
    let unanswered = |question: &Question, answer| {
        let mark = mark(question, Some(&answer), charged(Partial::None), HandedIn::ByPerson);
        assert_eq!((mark.outcome, mark.points), (Outcome::Unanswered, Some(Points(0))), "{answer:?}");
    };
    unanswered(&single_question(), Answer::Single(id("z")));
    unanswered(&multiple_question("110"), Answer::Multiple(Vec::new()));
    unanswered(&text_question(), Answer::Text(" \t".into()));
    unanswered(&order_question(), Answer::Order(ids("abc")));
    unanswered(&order_question(), Answer::Order(ids("abca")));
    unanswered(&match_question(), Answer::Match(pairs("a9")));
    unanswered(&boolean_question(), Answer::Text("perhaps".into()));
}

#[test]
fn a_paper_grades_nothing() {
    let mut question = boolean_question();
    question.key = None;
    let answered = mark(&question, Some(&Answer::Boolean(Truth::True)), NONE, HandedIn::ByPerson);
    assert_eq!((answered.outcome, answered.points), (Outcome::Ungraded, None));
    assert_eq!(mark(&question, None, NONE, HandedIn::ByPerson).outcome, Outcome::Unanswered);
    assert_eq!(mark_essay(&question, &[]), Err(EssayProblem::NoRubric));
}

#[test]
fn an_essay_waits_for_people() {
    let question = essay_question();
    let waiting =
        mark(&question, Some(&Answer::Essay("x".into())), charged(Partial::None), HandedIn::ByPerson);
    assert_eq!((waiting.outcome, waiting.points), (Outcome::Ungraded, None));
    let given = |first, second| mark_essay(&question, &[Points(first), Points(second)]);
    let earned = |first, second| given(first, second).map(|mark| (mark.outcome, mark.points.unwrap().0));
    assert_eq!(earned(10_000, 20_000), Ok((Correct, 20_000)));
    assert_eq!(earned(0, 10_000), Ok((Partly, 6_667)));
    assert_eq!(earned(0, 0), Ok((Incorrect, 0)));
    let most = Points(20_000);
    assert_eq!(given(0, 20_001), Err(EssayProblem::OutOfRange { place: 1, given: Points(20_001), most }));
    assert_eq!(given(0, -1).unwrap_err().to_string(), "criterion 2 is worth 0 to 2 points, found `-0.0001`");
    assert_eq!(mark_essay(&question, &[most]), Err(EssayProblem::Count { given: 1, criteria: 2 }));
}

#[test]
fn outcomes_read_as_they_are_written() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_word(outcome.word()), Some(outcome));
    }
    assert_eq!(Outcome::from_word("right"), None);
}

/// Shuffled `abcdefg`, of some length from 2.
fn an_order() -> impl Strategy<Value = Vec<PartId>> {
    (2..=7_usize).prop_flat_map(|count| Just(ids(&"abcdefg"[..count])).prop_shuffle())
}

/// Any right sides for some of the left ones.
fn some_pairs() -> impl Strategy<Value = Vec<(PartId, PartId)>> {
    proptest::collection::vec(proptest::option::of(0..4_usize), 3).prop_map(|rights| {
        let given = ids("abc").into_iter().zip(rights);
        given.filter_map(|(left, right)| Some((left, id(&(right? + 1).to_string())))).collect()
    })
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic_and_outcome_goes_with_points(
        text in prop_oneof![".*", "[a-d0-9>+= ,.e-]{0,12}"],
        kind in 0..8_usize,
        net: bool,
        clock: bool,
        wrong in 0..=10_000_u16,
    ) {
        let question = &every_question()[kind];
        let partial = if net { Partial::Net } else { Partial::None };
        let rule = ScoringRule { partial, wrong: Fraction::new(wrong).unwrap() };
        let handed_in = if clock { HandedIn::ByClock } else { HandedIn::ByPerson };
        let read = Answer::read(&text, &question.face);
        for answer in [Some(Answer::Text(text.clone())), Some(Answer::Number(text.clone())), Some(Answer::Essay(text)), read] {
            let mark = mark(question, answer.as_ref(), rule, handed_in);
            let points = mark.points.map(|points| points.0);
            let consistent = match mark.outcome {
                Outcome::Correct => points == Some(20_000),
                Outcome::Partial => points.is_some_and(|points| (1..20_000).contains(&points)),
                Outcome::Incorrect => points.is_some_and(|points| (-2 * i64::from(wrong)..=0).contains(&points)),
                Outcome::Unanswered => points == Some(0) && !clock,
                Outcome::TimedOut => points == Some(0) && clock,
                Outcome::Ungraded => points.is_none(),
            };
            prop_assert!(consistent, "{:?}", mark);
            prop_assert!(!clock || points.is_none_or(|points| points >= 0));
        }
    }

    #[test]
    fn tau_is_one_for_the_right_order_only_and_undoing_is_worth_the_same(given in an_order()) {
        let mut right = given.clone();
        right.sort();
        let share = order(&right, &given, Partial::Net);
        prop_assert_eq!(share.is_all(), right == given);
        prop_assert_eq!(order(&right, &given, Partial::None).is_all(), right == given);
        prop_assert_eq!(share, order(&given, &right, Partial::Net));
        // An order and its reverse can't both earn: τ changes its sign.
        let reversed: Vec<_> = given.iter().rev().cloned().collect();
        prop_assert!(share.is_none() || order(&right, &reversed, Partial::Net).is_none());
    }

    #[test]
    fn one_more_right_pair_never_lowers_a_match(given in some_pairs(), place in 0..3_usize) {
        let key = pairs("a1 b2 c3");
        let mut more: Vec<_> = given.iter().filter(|(left, _)| *left != key[place].0).cloned().collect();
        more.push(key[place].clone());
        for partial in [Partial::None, Partial::Net] {
            prop_assert!(matching(&key, &given, partial) <= matching(&key, &more, partial));
        }
    }
}
