//! Tests of the rules of a sitting: what counts at a deadline, where it goes on.

use super::*;
use crate::exam::{Millis, QuestionId, TopicId};
use crate::session::event::{AttemptId, By, Drawn, Entry, Mode, Pace, Rows, Stamp, Started};
use crate::session::moment::WallTime;

fn id(number: usize) -> QuestionId {
    QuestionId::new(&format!("q{number}")).unwrap()
}

/// Four questions in ten seconds; the last has two of its own.
fn attempt() -> Attempt {
    let drawn = |number| Drawn {
        id: id(number),
        topic: TopicId::new("t").unwrap(),
        level: None,
        parts: Vec::new(),
        limit: (number == 3).then_some(Millis(2_000)),
    };
    let started = Started {
        attempt: AttemptId::new("a").unwrap(),
        candidate: "Ada".to_owned(),
        candidate_id: String::new(),
        exam: "e".to_owned(),
        exam_digest: String::new(),
        key_digest: String::new(),
        mode: Mode::Exam,
        seed: 1,
        seed_given: true,
        pace: Pace::Timed,
        limit: Some(Millis(10_000)),
        extra_time: None,
        reveal: None,
        quiet_clock: false,
        no_predict: false,
        named: None,
        questions: (0..4).map(drawn).collect(),
        program: "test".to_owned(),
    };
    Attempt::from_entries(&[entry(0, Event::Started(Box::new(started)))]).unwrap()
}

fn entry(at: u64, event: Event) -> Entry {
    let wall = i64::try_from(at).unwrap();
    Entry { stamp: Stamp { seq: 1, at: WallTime(wall), up: at, boot: "b".to_owned() }, event }
}

fn at(ms: u64) -> Moment {
    Moment { wall_ms: i64::try_from(ms).unwrap(), up_ms: ms }
}

/// What an input comes to, applied.
fn put(attempt: &mut Attempt, place: usize, ms: u64, input: Input) -> Vec<Event> {
    let events = step(attempt, place, input, at(ms), "b");
    for event in &events {
        attempt.apply(&entry(ms, event.clone())).unwrap();
    }
    events
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

#[test]
fn an_answer_at_exactly_the_deadline_counts_and_one_a_millisecond_later_does_not() {
    for (ms, counts) in [(9_999, true), (10_000, true), (10_001, false)] {
        let mut attempt = attempt();
        put(&mut attempt, 0, 1_000, Input::Show);
        let events = put(&mut attempt, 0, ms, Input::Answer(text("x")));
        assert_eq!(matches!(events[..], [Event::Answered { .. }]), counts, "{ms}: {events:?}");
        assert_eq!(attempt.progress[0].answer.is_some(), counts, "{ms}");
        if !counts {
            let Event::Expired { scope, draft, answer, .. } = &events[0] else { panic!("{events:?}") };
            assert_eq!((*scope, draft.as_deref(), answer.as_deref()), (Scope::Exam, Some("x"), None));
        }
        assert_eq!(exam_is_over(&attempt, ms), !counts);
    }
    for (ms, counts) in [(5_000, true), (5_001, false)] {
        let mut attempt = attempt();
        put(&mut attempt, 3, 3_000, Input::Show);
        let events = put(&mut attempt, 3, ms, Input::Answer(text("x")));
        assert_eq!(matches!(events[..], [Event::Answered { .. }]), counts, "{ms}: {events:?}");
        assert!(!exam_is_over(&attempt, ms));
    }
}

#[test]
fn a_draft_counts_only_where_no_answer_stood() {
    let draft = || Input::Expire { draft: Some("y".to_owned()), answer: Some(text("y")) };
    let mut fresh = attempt();
    put(&mut fresh, 0, 0, Input::Show);
    put(&mut fresh, 0, 10_000, draft());
    assert_eq!(fresh.progress[0].answer, Some(("y".to_owned(), By::Clock)));
    let mut stood = attempt();
    put(&mut stood, 0, 0, Input::Show);
    put(&mut stood, 0, 1_000, Input::Answer(text("x")));
    put(&mut stood, 0, 2_000, Input::Show);
    let events = put(&mut stood, 0, 10_000, draft());
    let Event::Expired { answer, draft, .. } = &events[0] else { panic!("{events:?}") };
    assert_eq!(
        (answer, draft.as_deref()),
        (&None, Some("y")),
        "what stood there is kept in the journal alone"
    );
    assert_eq!(stood.progress[0].answer, Some(("x".to_owned(), By::Person)));
}

#[test]
fn an_answer_tells_the_seconds_over_all_visits() {
    let mut attempt = attempt();
    put(&mut attempt, 0, 0, Input::Show);
    put(&mut attempt, 0, 1_000, Input::Skip);
    put(&mut attempt, 1, 1_000, Input::Show);
    put(&mut attempt, 0, 5_000, Input::Show);
    let events = put(&mut attempt, 0, 6_540, Input::Answer(text("x")));
    let Event::Answered { seconds, .. } = events[0] else { panic!("{events:?}") };
    assert!((seconds - 2.5).abs() < 1e-9, "{seconds}");
}

#[test]
fn forward_only_shows_nothing_twice_and_free_goes_back() {
    let mut attempt = attempt();
    put(&mut attempt, 0, 0, Input::Show);
    put(&mut attempt, 0, 1, Input::Skip);
    put(&mut attempt, 1, 1, Input::Show);
    put(&mut attempt, 1, 2, Input::Answer(text("x")));
    assert_eq!(next_behind(&attempt, 1, Navigation::Linear, 2), Some(2));
    assert_eq!(before(&attempt, 1, Navigation::Linear, 2), None);
    assert_eq!(before(&attempt, 1, Navigation::Free, 2), Some(0));
    assert_eq!(before(&attempt, 0, Navigation::Free, 2), None);
    assert_eq!(first_unseen(&attempt, 2), Some(2));
    assert_eq!(to_review(&attempt, 2), [0, 2, 3]);
    put(&mut attempt, 1, 2, Input::Flag);
    assert_eq!(to_review(&attempt, 2), [0, 1, 2, 3], "answered, but flagged");
}

#[test]
fn a_question_whose_time_is_used_up_is_not_shown_again() {
    let mut attempt = attempt();
    put(&mut attempt, 3, 0, Input::Show);
    put(&mut attempt, 3, 2_000, Input::Expire { draft: None, answer: None });
    assert!(!may_show(&attempt, 3, 2_000));
    assert_eq!(to_review(&attempt, 2_000), [0, 1, 2]);
    assert_eq!(resume_at(&attempt, 2_000), Some(0));
}

#[test]
fn what_ran_out_while_away_is_told_apart_from_the_exam_s_end() {
    let mut attempt = attempt();
    put(&mut attempt, 3, 0, Input::Show);
    assert_eq!(ran_out_away(&attempt, 2_000), None, "exactly at its end it is not over");
    assert!(!exam_is_over(&attempt, attempt.exam_deadline().unwrap()));
    assert!(exam_is_over(&attempt, attempt.exam_deadline().unwrap() + 1));
    assert_eq!(resume_at(&attempt, 2_000), Some(3), "and it is there until it is");
    assert_eq!(ran_out_away(&attempt, 2_001), Some(3));
    assert_eq!(resume_at(&attempt, 2_001), Some(0));
    put(&mut attempt, 3, 2_500, Input::Expire { draft: None, answer: None });
    assert_eq!(ran_out_away(&attempt, 3_000), None);
}

#[test]
fn nothing_is_shown_of_what_is_handed_in() {
    let mut attempt = attempt();
    let rows = Rows { columns: vec!["attempt_id".to_owned()], rows: vec![vec!["a".to_owned()]; 4] };
    attempt.apply(&entry(1, Event::Submitted { by: By::Person, rows })).unwrap();
    assert_eq!(resume_at(&attempt, 1), None);
    assert!(to_review(&attempt, 1).is_empty());
}
