//! What is put in comes back out: drafts, files, and the steps between.

mod proposed;

use proptest::prelude::*;

use super::asked::Field;
use super::draft::{Choice, Draft, Question, Snippet, Topic, Unfinished, Way};
use super::judge::{self, Objection};
use super::reopen::{self, Refusal};
use super::step::{Given, Step, Work};
use super::write;
use crate::exam::{self, Kind, Purpose};

fn said(text: &str) -> Given {
    Given::Text(text.to_owned())
}

/// Walks from a step on, saying these things; each must be taken. Returns the steps, and where it ended.
fn walk(work: &mut Work, from: Step, given: &[Given]) -> (Vec<Step>, Option<Step>) {
    let mut at = Some(from);
    let mut steps = Vec::new();
    for given in given {
        let step = at.expect("a step to say it at");
        judge::judge(work, step, given)
            .unwrap_or_else(|objection| panic!("{step:?} {given:?}: {objection:?}"));
        let next = work.take(step, given);
        steps.push(step);
        at = next;
    }
    (steps, at)
}

fn objection(work: &Work, step: Step, text: &str) -> Objection {
    judge::judge(work, step, &said(text)).unwrap_err()
}

fn begun() -> Work {
    let mut work = Work::new(Draft::new(), "queues");
    work.draft.title = "Queues".to_owned();
    work.draft.id = "queues".to_owned();
    work.draft.topics.push(Topic::new("acks", "Acks"));
    work
}

#[test]
fn the_front_is_asked_for_to_its_end() {
    let mut work = Work::new(Draft::new(), "queue-basics");
    let given = [
        said("Queues"),
        said("queues"),
        Given::Place(0),
        said("20"),
        said("1h30m"),
        said("easy, hard"),
        said("0.80"),
        said("0.65"),
        said("two judges"),
        said("Acks"),
        said("acks"),
        said(""),
    ];
    let (_, end) = walk(&mut work, Step::Title, &given);
    assert_eq!(end, None);
    assert_eq!(work.draft.ladder, ["easy", "hard"]);
    assert_eq!(work.draft.topics, [Topic::new("acks", "Acks")]);
    let mut lesson = Work::new(Draft::new(), "x");
    let given = [said("T"), said("t"), Given::Place(1), said(""), said(""), said("")];
    assert_eq!(walk(&mut lesson, Step::Title, &given).1, Some(Step::TopicTitle(0)), "a lesson has no cuts");
}

#[test]
fn what_is_said_is_judged_in_the_parsers_words() {
    let work = begun();
    let what = |step, text| {
        let Objection { what, help } = objection(&work, step, text);
        format!("{what} | {help}").trim_end().to_owned()
    };
    insta::assert_snapshot!(
        [
            what(Step::Title, ""),
            what(Step::Id, "My Queue"),
            what(Step::Minutes, "ten"),
            what(Step::Minutes, "0"),
            what(Step::TimeLimit, "ten minutes"),
            what(Step::Ladder, "zero one"),
            what(Step::Ladder, "a, a"),
            what(Step::TopicId(1), "acks"),
            what(Step::Prompt, " "),
            what(Step::Prompt, "a\u{9b}b"),
            what(Step::Points, "0"),
            what(Step::Points, "1.234"),
            what(Step::Points, ".5"),
            what(Step::Points, "2026-11-25"),
        ]
        .join("\n"),
        @r#"
    `title` is empty, expected text | write something, or go back
    `My Queue` is no id, expected lower-case letters, digits, `-` and `_`, at most 64, a letter or digit first | write `my-queue`
    `ten` is no whole number, expected one such as 20 |
    `minutes` is 0, expected a whole number from 1 to 100000 |
    `time_limit` is `ten minutes`, expected a span of time of at most 1000h | write hours, minutes and seconds: "90s", "14m" or "1h 30m"
    `zero` is a rung of the ladder, expected it below the first only | remove it: everyone starts there
    `a` twice in `ladder`, expected it once | remove one of them
    topic `acks` for the second time, expected each id once | give one topic another id
    `prompt` is empty, expected text | write something, or go back
    control character U+009B, expected none but newline and tab | remove it; show it as text if the question is about it
    `points` is 0, expected more than 0, at most 1000000, at most two decimals |
    `points` is 1.234, expected more than 0, at most 1000000, at most two decimals |
    `.5` is no number, expected one such as 42, 0.5 or 1.5e3 |
    `2026-11-25` is no number, expected one such as 42, 0.5 or 1.5e3 |
    "#
    );
}

#[test]
fn each_kind_is_asked_for_to_its_end() {
    let start = |kind: Kind| {
        let place = Kind::ALL.iter().position(|known| *known == kind).unwrap();
        let mut given = vec![Given::Place(place), Given::Place(0), Given::Place(0)];
        given.extend([said("A title"), said("What?\nSay it."), said("what"), Given::Place(0)]);
        given
    };
    let truth = Given::Truth;
    let kinds: [(Kind, Vec<Given>); 9] = [
        (
            Kind::Single,
            vec![
                said("one"),
                truth(false),
                said("not this"),
                said("0.5"),
                said("two"),
                truth(true),
                said(""),
                said("three"),
                said("nor this"),
                said(""),
                said(""),
            ],
        ),
        (
            Kind::Multiple,
            vec![
                said("one"),
                truth(true),
                said(""),
                said("two"),
                truth(true),
                said(""),
                said("three"),
                truth(false),
                said("no"),
                said(""),
            ],
        ),
        (Kind::Boolean, vec![Given::Place(1), said("it is not")]),
        (Kind::Text, vec![Given::Place(0), said("a"), said("b"), said("")]),
        (Kind::Text, vec![Given::Place(1), said("(?i)at[ -]most")]),
        (Kind::Number, vec![said("42"), said("5%"), said("ms")]),
        (Kind::Order, vec![said("a"), said("b"), said("c"), said("")]),
        (Kind::Match, vec![said("a"), said("1"), said("b"), said("2"), said(""), said("3"), said("")]),
        (Kind::Essay, vec![said("says why"), said("2"), said(""), said("Because.")]),
    ];
    for (kind, of_kind) in kinds {
        let mut work = begun();
        let mut given = start(kind);
        given.extend(of_kind);
        given.extend([said("So it is."), said("And then?"), said("Think."), said("2")]);
        let (steps, end) = walk(&mut work, Step::Kind, &given);
        assert_eq!(end, None, "{kind:?}: {steps:?}");
        assert_eq!(steps.last(), Some(&Step::Points), "{kind:?}: {steps:?}");
        let Work { mut draft, open, .. } = work;
        draft.questions.push(open);
        let exam = exam::parse(write::exam(&draft).as_bytes()).unwrap();
        assert_eq!(exam.questions[0].face.kind(), kind);
        assert_eq!(exam.questions[0].prompt, "What?\nSay it.");
        assert_eq!(reopen::draft(reopen::file(&draft).as_bytes()), Ok(draft));
    }
}

#[test]
fn a_list_can_end_only_when_it_will_do() {
    let mut work = begun();
    work.open.kind = Kind::Single;
    let ends = |work: &Work| objection(work, Step::OptionText(work.open.options.len()), "");
    assert_eq!(ends(&work).what, "0 `[[question.option]]`, expected at least 2");
    work.open.options = vec![Choice::wrong("a"), Choice::wrong("b")];
    assert_eq!(ends(&work).what, "no option is right, expected exactly one of them");
    assert_eq!(
        objection(&work, Step::OptionText(2), " b").what,
        "the same option twice, expected different texts"
    );
    work.open.options[0].correct = true;
    assert_eq!(judge::judge(&work, Step::OptionText(2), &said("")), Ok(()));
    assert!(judge::judge(&work, Step::OptionRight(1), &Given::Truth(true)).is_err());
    for (kind, step) in
        [(Kind::Order, Step::Entry(0)), (Kind::Match, Step::Left(0)), (Kind::Essay, Step::Criterion(0))]
    {
        work.open.kind = kind;
        assert!(objection(&work, step, "").what.contains("expected at least"), "{kind:?}");
    }
    work.open.kind = Kind::Text;
    assert_eq!(
        objection(&work, Step::Accept(0), "").what,
        "neither `accept` nor `pattern` in a `text` question, expected one of them"
    );
    work.open.way = Way::Pattern;
    assert_eq!(objection(&work, Step::Pattern, "(").what, "no valid pattern: unclosed group");
    work.open.kind = Kind::Number;
    work.open.answer = "0".to_owned();
    assert_eq!(
        objection(&work, Step::Tolerance, "5%").what,
        "a tolerance in percent of 0, expected an absolute one"
    );
    assert!(objection(&work, Step::Tolerance, "some").what.contains("expected a number such as 0.5"));
}

#[test]
fn an_emptied_member_of_a_list_is_taken_out() {
    let mut work = begun();
    work.open.options = ["a", "b", "c"].map(Choice::wrong).into();
    assert_eq!(work.take(Step::OptionText(1), &said("")), Some(Step::OptionText(1)));
    assert_eq!(work.open.options, ["a", "c"].map(Choice::wrong));
    work.draft.questions.push(Question { topic: "acks".to_owned(), ..Question::new() });
    assert_eq!(
        objection(&work, Step::TopicTitle(0), "").what,
        "questions are about this topic, expected it to stay"
    );
}

#[test]
fn a_new_topic_comes_and_goes_with_its_question() {
    let mut work = begun();
    let given = [Given::Place(0), Given::Place(1), said("Retries"), said("retries"), Given::Place(1)];
    walk(&mut work, Step::Kind, &given);
    assert_eq!(work.draft.topics.len(), 2);
    assert_eq!((work.open.topic.as_str(), work.open.level.as_str()), ("retries", "middle"));
    work.put(Step::NewTopicTitle, &said("Retry"));
    assert_eq!(work.draft.topics[1].title, "Retry");
    work.put(Step::Topic, &Given::Place(0));
    assert_eq!(work.draft.topics.len(), 1);
    assert_eq!(work.open.topic, "acks");
}

#[test]
fn an_id_is_proposed_that_no_other_question_has() {
    let mut work = begun();
    work.open.prompt = "What does an ack do, and when?".to_owned();
    let proposed = |work: &Work| {
        let field = work.ask(Step::QuestionId).field;
        let Field::Proposed(text) = field else { panic!("{field:?}") };
        text
    };
    assert_eq!(proposed(&work), "what-does-an-ack-do");
    work.draft.questions.push(Question { id: "what-does-an-ack-do".to_owned(), ..Question::new() });
    assert_eq!(proposed(&work), "what-does-an-ack-do-2");
    work.open.title = "Acks".to_owned();
    assert_eq!(proposed(&work), "acks");
    work.open = Question { prompt: "漢字".to_owned(), topic: "acks".to_owned(), ..Question::new() };
    assert_eq!(proposed(&work), "acks");
}

#[test]
fn a_topic_needs_a_title_that_no_other_has() {
    let mut work = begun();
    let what = |work: &Work, step: Step, text: &str| objection(work, step, text).what;
    assert_eq!(what(&work, Step::NewTopicTitle, " "), "the topic has no title, expected one");
    let twice = "there is a topic `acks` already, expected another title";
    assert_eq!(what(&work, Step::NewTopicTitle, "acks "), twice);
    assert_eq!(what(&work, Step::TopicTitle(1), "acks"), twice);
    assert_eq!(judge::judge(&work, Step::TopicTitle(0), &said("acks")), Ok(()), "its own");
    work.put(Step::NewTopicTitle, &said("Retries"));
    assert_eq!(judge::judge(&work, Step::NewTopicTitle, &said("Retries")), Ok(()), "its own");
}

#[test]
fn a_draft_without_questions_can_be_gone_on_with() {
    for topics in [vec![], vec![Topic::new("a", "A")]] {
        let unfinished = vec!["[[question]]\nprompt = \"\"\"\na\n\n  b\"\"\"\n".to_owned()];
        let draft = Draft { topics, unfinished, time_limit: "90m".to_owned(), ..begun().draft };
        let file = reopen::file(&draft);
        let again = reopen::draft(file.as_bytes()).unwrap();
        assert_eq!(again, Draft { time_limit: "1h 30m".to_owned(), ..draft });
        assert_eq!(reopen::file(&again), file);
    }
}

#[test]
fn what_a_draft_cannot_hold_is_not_gone_on_with() {
    let file = reopen::file(&begun().draft);
    assert_eq!(reopen::draft(format!("{file}# mine\n").as_bytes()), Err(Refusal::Foreign));
    assert_eq!(reopen::draft(b"\xff"), Err(Refusal::Foreign));
    assert!(matches!(reopen::draft(b"format = 2"), Err(Refusal::Faulty(_))));
    let other = file.replace("purpose", "reveal = \"score\"\npurpose");
    assert_eq!(reopen::draft(other.as_bytes()), Err(Refusal::Foreign));
}

/// Text that an exam may hold: something in it, and no control character.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'''".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("\\".to_owned()),
        Just("\n".to_owned()),
        Just("\t".to_owned()),
        Just(" # ".to_owned()),
        any::<char>().prop_filter("no control", |c| !c.is_control()).prop_map(String::from),
        "[a-z]{1,8}",
    ];
    proptest::collection::vec(piece, 1..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("something in it", |text| !text.trim().is_empty())
}

fn different(count: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(text(), count)
        .prop_map(|texts| texts.into_iter().enumerate().map(|(at, text)| format!("{at} {text}")).collect())
}

prop_compose! {
    fn any_question()(
        kind in 0_usize..8,
        texts in different(12),
        optional in any::<bool>(),
        truth in any::<bool>(),
        number in -1_000_000_i64..1_000_000,
    ) -> Question {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = <[String; 12]>::try_from(texts).unwrap();
        let may = |text: String| if optional { text } else { String::new() };
        Question {
            kind: Kind::ALL[kind],
            topic: "acks".to_owned(),
            level: may("middle".to_owned()),
            title: may(a.clone()),
            prompt: b.clone(),
            id: "q".to_owned(),
            snippets: vec![Snippet { file: String::new(), code: c.clone(), title: may(d.clone()), language: may("sql".to_owned()) }],
            options: vec![
                Choice { correct: true, heads_up: may(e.clone()), ..Choice::wrong(f.clone()) },
                Choice { credit: may("0.25".to_owned()), heads_up: may(g.clone()), ..Choice::wrong(h.clone()) },
            ],
            truth,
            why: may(i.clone()),
            way: if truth { Way::Accept } else { Way::Pattern },
            accept: vec![j.clone(), k.clone()],
            pattern: "a|b\\d'+\"".to_owned(),
            answer: number.to_string(),
            tolerance: may("0.5".to_owned()),
            unit: may(l.clone()),
            entries: vec![a.clone(), b, c.clone()],
            pairs: vec![(a, c), (d, e)],
            distractors: if optional { vec![f.clone()] } else { vec![] },
            criteria: vec![(f, "1.5".to_owned()), (g, "1".to_owned())],
            sample: may(h),
            explanation: may(i),
            follow_up: may(j),
            hint: may(k),
            points: may("2.25".to_owned()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_question_left_unfinished_is_read_back(question in any_question()) {
        // What its kind has: the rest is never asked for.
        let topic = question.truth.then(|| Topic::new("", "Retries"));
        let text = write::unfinished(&Unfinished { question, topic });
        let again = reopen::question(&text);
        prop_assert_eq!(again.map(|again| write::unfinished(&again)), Some(text));
    }

    #[test]
    fn any_question_is_read_back_from_its_file(question in any_question(), title in text(), lesson in any::<bool>()) {
        let purpose = if lesson { Purpose::Lesson } else { Purpose::Exam };
        let mut draft = Draft { title, purpose, ..begun().draft };
        draft.questions.push(question.clone());
        draft.unfinished.push(write::unfinished(&Unfinished { question: question.clone(), topic: None }));
        let file = write::exam(&draft);
        let exam = exam::parse(file.as_bytes());
        prop_assert!(exam.is_ok(), "{:?}\n{}", exam.unwrap_err(), file);
        prop_assert_eq!(&exam.unwrap().questions[0].prompt, &question.prompt);
        let normal = reopen::file(&draft);
        let again = reopen::draft(normal.as_bytes());
        prop_assert!(again.is_ok(), "{:?}\n{}", again, normal);
        let again = again.unwrap();
        prop_assert_eq!(&again.unfinished, &draft.unfinished);
        prop_assert_eq!(&again.questions[0].explanation, &question.explanation);
        prop_assert_eq!(reopen::file(&again), normal);
    }
}
