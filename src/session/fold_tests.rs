//! Tests of the fold: deadlines over visits, away, across a reboot; time given back; whatever a journal may hold.

use proptest::prelude::*;

use super::*;
use crate::session::event::{AttemptId, Mode, Stamp};
use crate::session::machine;

const MINUTE: u64 = 60_000;

fn id(number: usize) -> QuestionId {
    QuestionId::new(&format!("q{number}")).unwrap()
}

/// Three questions; the second has two minutes of its own, the whole ten.
fn started() -> Started {
    let drawn = |number| Drawn {
        id: id(number),
        topic: crate::exam::TopicId::new("t").unwrap(),
        level: None,
        parts: Vec::new(),
        limit: (number == 1).then_some(Millis(2 * MINUTE)),
    };
    Started {
        attempt: AttemptId::new("a").unwrap(),
        candidate: "Ada".to_owned(),
        candidate_id: String::new(),
        exam: "e".to_owned(),
        exam_digest: "0".repeat(64),
        key_digest: "0".repeat(64),
        mode: Mode::Exam,
        seed: 1,
        seed_given: true,
        pace: Pace::Timed,
        limit: Some(Millis(10 * MINUTE)),
        extra_time: None,
        reveal: None,
        quiet_clock: false,
        no_predict: false,
        named: None,
        questions: (0..3).map(drawn).collect(),
        program: "test".to_owned(),
    }
}

fn entry(seq: u64, wall_ms: i64, up_ms: u64, boot: &str, event: Event) -> Entry {
    Entry { stamp: Stamp { seq, at: WallTime(wall_ms), up: up_ms, boot: boot.to_owned() }, event }
}

/// Events at milliseconds since the start, all in one boot.
fn fold(events: Vec<(u64, Event)>) -> Attempt {
    let first = entry(1, 0, 1_000, "one", Event::Started(Box::new(started())));
    let mut attempt = Attempt::from_entries(&[first]).unwrap();
    for (seq, (at, event)) in (2..).zip(events) {
        let wall = i64::try_from(at).unwrap();
        attempt.apply(&entry(seq, wall, 1_000 + at, "one", event)).unwrap();
    }
    attempt
}

fn shown(number: usize) -> Event {
    Event::Shown { question: id(number) }
}

fn answered(number: usize, answer: &str) -> Event {
    Event::Answered { question: id(number), answer: answer.to_owned(), seconds: 0.0 }
}

fn skipped(number: usize) -> Event {
    Event::Skipped { question: id(number) }
}

fn resumed() -> Event {
    Event::Resumed { away_ms: 0, rebooted: false }
}

fn expired(scope: Scope, number: usize, answer: Option<&str>) -> Event {
    let answer = answer.map(str::to_owned);
    Event::Expired { scope, question: Some(id(number)), draft: None, answer, away_ms: None }
}

fn left() -> Event {
    Event::Left { how: "ctrl-c".to_owned() }
}

fn given(ms: u64) -> Event {
    Event::GivenBack { ms: Millis(ms), by: "M. Ito".to_owned() }
}

fn submitted(by: By) -> Event {
    let rows = Rows { columns: vec!["attempt_id".to_owned()], rows: vec![vec!["a".to_owned()]; 3] };
    Event::Submitted { by, rows }
}

#[test]
fn a_question_s_limit_runs_over_all_visits_and_while_away() {
    let attempt = fold(vec![(0, shown(1)), (MINUTE, skipped(1)), (3 * MINUTE, shown(0))]);
    assert_eq!(attempt.question_deadline(1, 5 * MINUTE), Some(6 * MINUTE), "one minute of two is left");
    assert_eq!(attempt.question_deadline(0, 5 * MINUTE), None);
    let attempt = fold(vec![(0, shown(1)), (90_000, resumed())]);
    assert_eq!(attempt.question_deadline(1, 100_000), Some(2 * MINUTE), "it ran on while away");
    assert!(!machine::may_show(&attempt, 1, 2 * MINUTE));
    assert!(machine::may_show(&attempt, 1, 2 * MINUTE - 1));
}

#[test]
fn time_away_is_no_time_on_the_question_even_past_a_deadline() {
    let away = fold(vec![(0, shown(0)), (5_000, answered(0, "x")), (5_000, shown(2)), (65_000, resumed())]);
    assert_eq!(away.seen_ms(0, 70_000), 5_000);
    assert_eq!(away.seen_ms(2, 70_000), 5_000, "a minute of it away");
    let mut over = fold(vec![(0, shown(0)), (7_000, Event::Left { how: "ctrl-c".to_owned() })]);
    let event = Event::Expired {
        scope: Scope::Exam,
        question: Some(id(0)),
        draft: None,
        answer: None,
        away_ms: Some(3_593_000),
    };
    over.apply(&entry(4, 3_600_000, 3_601_000, "one", event)).unwrap();
    assert_eq!(over.seen_ms(0, 3_600_000), 7_000, "the hour away does not eat what was seen before");
    let slept = fold(vec![(0, shown(1)), (60 * MINUTE, expired(Scope::Question, 1, None))]);
    assert_eq!(slept.seen_ms(1, 60 * MINUTE), 2 * MINUTE, "a visit ends with the question's time");
}

#[test]
fn across_a_reboot_the_wall_clock_decides_and_never_goes_back() {
    let attempt = fold(vec![(60_000, shown(0))]);
    let at = |wall_ms, up_ms| Moment { wall_ms, up_ms };
    assert_eq!(attempt.elapsed_at(at(0, 61_000 + 5_000), "one"), 65_000, "one boot: the sleep-proof clock");
    assert_eq!(attempt.elapsed_at(at(3_660_000, 66_000), "one"), 65_000);
    assert_eq!(attempt.elapsed_at(at(90_000, 3), "two"), 90_000);
    assert_eq!(attempt.elapsed_at(at(-9_000_000, 3), "two"), 60_000, "never before the last event");
    assert_eq!(attempt.elapsed_at(at(0, 0), "one"), 60_000);
}

#[test]
fn the_deadline_is_fixed_and_the_earlier_one_wins() {
    let attempt = fold(vec![(9 * MINUTE, shown(1))]);
    let end = machine::deadline(&attempt, 1, 9 * MINUTE).unwrap();
    assert_eq!((end.elapsed_ms, end.scope), (10 * MINUTE, Scope::Exam));
    let attempt = fold(vec![(8 * MINUTE, shown(1))]);
    let end = machine::deadline(&attempt, 1, 8 * MINUTE).unwrap();
    assert_eq!((end.elapsed_ms, end.scope), (10 * MINUTE, Scope::Exam), "both at once: the exam's");
    let attempt = fold(vec![(MINUTE, shown(1))]);
    let end = machine::deadline(&attempt, 1, MINUTE).unwrap();
    assert_eq!((end.elapsed_ms, end.scope), (3 * MINUTE, Scope::Question));
}

#[test]
fn an_expiry_keeps_what_stood_before_and_takes_a_draft_otherwise() {
    let attempt = fold(vec![
        (0, shown(0)),
        (1, answered(0, "x")),
        (2, shown(0)),
        (3, expired(Scope::Exam, 0, Some("y"))),
    ]);
    assert_eq!(attempt.progress[0].answer, Some(("x".to_owned(), By::Person)));
    let attempt = fold(vec![(0, shown(0)), (3, expired(Scope::Exam, 0, Some("y")))]);
    assert_eq!(attempt.progress[0].answer, Some(("y".to_owned(), By::Clock)));
    assert_eq!(attempt.progress[0].timed_out, None);
    let attempt = fold(vec![(0, shown(0)), (3, expired(Scope::Exam, 0, None))]);
    assert_eq!(attempt.progress[0].timed_out, Some(Scope::Exam));
    assert_eq!(attempt.expired, Expiry::RanOut);
}

#[test]
fn time_given_back_reopens_what_the_clock_closed() {
    let over = vec![
        (0, shown(0)),
        (10 * MINUTE, expired(Scope::Exam, 0, None)),
        (10 * MINUTE, submitted(By::Clock)),
    ];
    let mut events = over.clone();
    events.push((11 * MINUTE, given(5 * MINUTE)));
    let attempt = fold(events);
    assert_eq!((attempt.state.clone(), attempt.expired), (AttemptState::Open, Expiry::Running));
    assert_eq!(attempt.exam_deadline(), Some(15 * MINUTE));
    assert_eq!(machine::resume_at(&attempt, 11 * MINUTE), Some(0), "where it was cut short");
    assert!(!machine::exam_is_over(&attempt, 15 * MINUTE));
    assert!(machine::exam_is_over(&attempt, 15 * MINUTE + 1));
    let by_person = fold(vec![(0, submitted(By::Person)), (1, given(1))]);
    assert!(
        matches!(by_person.state, AttemptState::Submitted { .. }),
        "what a person handed in stays handed in"
    );
}

#[test]
fn time_given_back_counts_for_the_question_it_was_taken_from() {
    let open = fold(vec![(0, shown(1)), (9 * MINUTE, given(8 * MINUTE))]);
    assert_eq!(open.question_deadline(1, 9 * MINUTE), Some(10 * MINUTE));
    let ran_out =
        vec![(0, shown(1)), (9 * MINUTE, resumed()), (9 * MINUTE, expired(Scope::Question, 1, None))];
    let away = fold([ran_out, vec![(9 * MINUTE, given(MINUTE))]].concat());
    assert_eq!(away.progress[1].timed_out, None);
    assert_eq!(away.question_deadline(1, 10 * MINUTE), Some(11 * MINUTE), "what was given, no more");
    let sat_through = fold(vec![
        (0, shown(1)),
        (2 * MINUTE, expired(Scope::Question, 1, None)),
        (3 * MINUTE, given(MINUTE)),
    ]);
    assert_eq!(sat_through.progress[1].timed_out, Some(Scope::Question), "nothing was lost there");
}

#[test]
fn time_away_is_no_time_on_the_question_though_some_was_given_back_meanwhile() {
    let resumed =
        fold(vec![(0, shown(0)), (2_000, left()), (MINUTE, given(MINUTE)), (2 * MINUTE, resumed())]);
    assert_eq!(resumed.seen_ms(0, 2 * MINUTE + 500), 2_500);
}

#[test]
fn what_is_handed_in_goes_on_no_more() {
    let mut attempt = fold(vec![(0, shown(0)), (1, submitted(By::Person))]);
    assert!(attempt.apply(&entry(4, 2, 1_002, "one", answered(0, "x"))).is_err());
    assert!(attempt.apply(&entry(4, 2, 1_002, "one", submitted(By::Person))).is_err());
    assert!(attempt.apply(&entry(4, 2, 1_002, "one", Event::Recorded { results: "r".to_owned() })).is_ok());
    let mut open = fold(vec![]);
    assert!(open.apply(&entry(2, 2, 1_002, "one", Event::Recorded { results: "r".to_owned() })).is_err());
    let of_another = Rows { columns: vec!["attempt_id".to_owned()], rows: vec![vec!["b".to_owned()]; 3] };
    let event = Event::Submitted { by: By::Person, rows: of_another };
    assert!(open.apply(&entry(2, 2, 1_002, "one", event)).is_err());
}

#[test]
fn a_journal_begins_with_started_once_and_names_its_own_questions() {
    let first = entry(1, 0, 0, "one", Event::Started(Box::new(started())));
    assert_eq!(Attempt::from_entries(&[]).unwrap_err().line, 1);
    assert_eq!(Attempt::from_entries(&[entry(1, 0, 0, "one", shown(0))]).unwrap_err().line, 1);
    let twice = Entry { stamp: Stamp { seq: 2, ..first.stamp.clone() }, ..first.clone() };
    assert_eq!(Attempt::from_entries(&[first.clone(), twice]).unwrap_err().line, 2);
    let unknown = Attempt::from_entries(&[first, entry(2, 0, 0, "one", shown(9))]).unwrap_err();
    assert!(unknown.why.contains("`q9` is not part"), "{unknown:?}");
}

fn any_event() -> impl Strategy<Value = Event> {
    let scope = prop_oneof![Just(Scope::Question), Just(Scope::Exam)];
    let number = 0..4_usize;
    prop_oneof![
        4 => number.clone().prop_map(shown),
        2 => number.clone().prop_map(|number| answered(number, "x")),
        2 => number.clone().prop_map(skipped),
        1 => number.clone().prop_map(|number| Event::Flagged { question: id(number) }),
        1 => number.clone().prop_map(|number| Event::Tried { question: id(number), answer: "y".to_owned() }),
        2 => (scope, number, any::<Option<u64>>(), any::<bool>()).prop_map(|(scope, number, away_ms, draft)| {
            Event::Expired {
                scope,
                question: (number < 3).then(|| id(number)),
                draft: None,
                answer: draft.then(|| "z".to_owned()),
                away_ms,
            }
        }),
        2 => (any::<u64>(), any::<bool>()).prop_map(|(away_ms, rebooted)| Event::Resumed { away_ms, rebooted }),
        1 => any::<u64>().prop_map(given),
        1 => any::<i64>().prop_map(|by_ms| Event::ClockJumped { by_ms }),
        1 => prop_oneof![Just(By::Person), Just(By::Clock)].prop_map(submitted),
        1 => Just(Event::Recorded { results: "r".to_owned() }),
        1 => Just(Event::Started(Box::new(started()))),
    ]
}

/// Clocks that stand still, jump, run over, and boots that change.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let clock = prop_oneof![4 => (0..3_600_000_i64).boxed(), 1 => any::<i64>().boxed()];
    let up = prop_oneof![4 => (0..3_600_000_u64).boxed(), 1 => any::<u64>().boxed()];
    let one = (clock, up, 0..2_u8, any_event());
    prop::collection::vec(one, 0..40).prop_map(|events| {
        let first = entry(1, 0, 0, "0", Event::Started(Box::new(started())));
        let rest = (2..)
            .zip(events)
            .map(|(seq, (wall, up, boot, event))| entry(seq, wall, up, &boot.to_string(), event));
        std::iter::once(first).chain(rest).collect()
    })
}

proptest! {
    #[test]
    fn whatever_is_folded_nothing_panics_and_elapsed_never_goes_back(
        entries in any_entries(),
        wall_ms: i64,
        up_ms: u64,
    ) {
        let mut attempt = Attempt::from_entries(&entries[..1]).unwrap();
        let now = Moment { wall_ms, up_ms };
        let mut before = 0;
        for entry in &entries[1..] {
            let _ = attempt.apply(entry);
            let last = attempt.elapsed_at(attempt.last(), attempt.boot());
            prop_assert!(last >= before);
            before = last;
            for boot in ["0", "1"] {
                let elapsed = attempt.elapsed_at(now, boot);
                prop_assert!(elapsed >= last);
                for place in 0..3 {
                    let seen = attempt.seen_ms(place, elapsed);
                    prop_assert!(seen <= elapsed || attempt.progress[place].visits > 1);
                    let _ = machine::deadline(&attempt, place, elapsed);
                    let _ = machine::ran_out_away(&attempt, elapsed);
                    for input in [machine::Input::Show, machine::Input::Expire { draft: None, answer: None }] {
                        let _ = machine::step(&attempt, place, input, now, boot);
                    }
                }
                let _ = (machine::resume_at(&attempt, elapsed), machine::to_review(&attempt, elapsed));
                let _ = (crate::session::moment::drift(attempt.last(), now), attempt.exam_deadline_at());
            }
        }
    }

    #[test]
    fn a_prefix_of_an_attempt_is_an_attempt(entries in any_entries()) {
        let whole = Attempt::from_entries(&entries);
        let good = whole.map_or_else(|why| usize::try_from(why.line).unwrap() - 1, |_| entries.len());
        for end in 1..=good {
            prop_assert!(Attempt::from_entries(&entries[..end]).is_ok());
        }
    }

    #[test]
    fn without_time_given_back_no_question_is_seen_longer_than_its_limit(entries in any_entries()) {
        let given = |entry: &&Entry| !matches!(entry.event, Event::GivenBack { .. });
        let entries: Vec<Entry> = entries.iter().filter(given).cloned().collect();
        let mut attempt = Attempt::from_entries(&entries[..1]).unwrap();
        for entry in &entries[1..] {
            let _ = attempt.apply(entry);
            prop_assert!(attempt.progress[1].spent.charged_ms <= 2 * MINUTE);
            prop_assert!(attempt.progress.iter().all(|one| one.spent.seen_ms <= one.spent.charged_ms));
        }
    }
}
