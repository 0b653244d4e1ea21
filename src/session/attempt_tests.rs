//! What events add up to: time over visits, away and across boots; answers, expiries, time given back.

use super::*;
use crate::exam::{ExamId, TopicId};
use crate::session::event::{AttemptId, Mode, Stamp};
use crate::session::machine::{self, Input};

const BOOT: &str = "boot-1";

fn question(place: usize) -> QuestionId {
    QuestionId::new(&format!("q{place}")).unwrap()
}

fn drawn(place: usize, limit: Option<u64>) -> Drawn {
    let topic = TopicId::new("t").unwrap();
    Drawn { id: question(place), topic, level: None, parts: Vec::new(), limit: limit.map(Millis) }
}

/// An attempt of three questions, the last with a limit of 10 s of its own, the whole with 60 s.
fn begun() -> Attempt {
    let started = Started {
        attempt: AttemptId::new("a").unwrap(),
        candidate: "Ada".to_owned(),
        candidate_id: String::new(),
        exam: ExamId::new("e").unwrap().to_string(),
        exam_digest: String::new(),
        key_digest: String::new(),
        mode: Mode::Exam,
        seed: 1,
        seed_given: false,
        pace: Pace::Timed,
        limit: Some(Millis(60_000)),
        extra_time: None,
        reveal: None,
        quiet_clock: false,
        no_predict: false,
        named: None,
        questions: vec![drawn(0, None), drawn(1, None), drawn(2, Some(10_000))],
        program: String::new(),
    };
    Attempt::from_entries(&[entry(1, 0, Event::Started(Box::new(started)))]).unwrap()
}

fn moment(ms: u64) -> Moment {
    Moment { wall_ms: 1_000_000 + i64::try_from(ms).unwrap(), up_ms: 5_000 + ms }
}

fn entry(seq: u64, ms: u64, event: Event) -> Entry {
    let Moment { wall_ms, up_ms } = moment(ms);
    Entry { stamp: Stamp { seq, at: WallTime(wall_ms), up: up_ms, boot: BOOT.to_owned() }, event }
}

fn happen(attempt: &mut Attempt, ms: u64, event: Event) {
    attempt.apply(&entry(2, ms, event)).unwrap();
}

fn show(attempt: &mut Attempt, ms: u64, place: usize) {
    happen(attempt, ms, Event::Shown { question: question(place) });
}

fn answer(attempt: &mut Attempt, ms: u64, place: usize) {
    let event = Event::Answered { question: question(place), answer: "x".to_owned(), seconds: 0.0 };
    happen(attempt, ms, event);
}

fn expired(scope: Scope, place: Option<usize>, answer: Option<&str>) -> Event {
    let answer = answer.map(str::to_owned);
    Event::Expired { scope, question: place.map(question), draft: None, answer, away_ms: None }
}

#[test]
fn seconds_add_up_over_visits_and_time_away_is_none_of_them() {
    let mut attempt = begun();
    show(&mut attempt, 1_000, 0);
    happen(&mut attempt, 3_000, Event::Skipped { question: question(0) });
    show(&mut attempt, 4_000, 0);
    happen(&mut attempt, 5_000, Event::Left { how: "menu".to_owned() });
    happen(&mut attempt, 25_000, Event::Resumed { away_ms: 20_000, rebooted: false });
    assert_eq!(attempt.seen_ms(0, 26_000), 2_000 + 2_000);
    answer(&mut attempt, 26_000, 0);
    assert_eq!(attempt.seen_ms(0, 40_000), 4_000);
    assert_eq!(attempt.interruptions, 1);
}

#[test]
fn a_question_s_limit_runs_over_visits_and_while_away() {
    let mut attempt = begun();
    show(&mut attempt, 0, 2);
    assert_eq!(attempt.question_deadline(2, 0), Some(10_000));
    happen(&mut attempt, 4_000, Event::Skipped { question: question(2) });
    assert_eq!(attempt.question_deadline(2, 20_000), Some(26_000));
    show(&mut attempt, 20_000, 2);
    happen(&mut attempt, 21_000, Event::Left { how: "ctrl-c".to_owned() });
    happen(&mut attempt, 30_000, Event::Resumed { away_ms: 9_000, rebooted: false });
    assert_eq!(attempt.question_deadline(2, 30_000), Some(26_000));
    assert!(!machine::may_show(&attempt, 2, 30_000));
}

#[test]
fn across_a_reboot_the_wall_clock_decides_and_never_runs_backwards() {
    let attempt = begun();
    let later = Moment { wall_ms: 1_007_000, up_ms: 3 };
    assert_eq!(attempt.elapsed_at(later, "boot-2"), 7_000);
    let earlier = Moment { wall_ms: 1, up_ms: 3 };
    assert_eq!(attempt.elapsed_at(earlier, "boot-2"), 0);
    let jumped = Moment { wall_ms: 99_000_000, up_ms: 5_250 };
    assert_eq!(attempt.elapsed_at(jumped, BOOT), 250);
}

#[test]
fn an_answer_at_the_deadline_counts_and_one_a_millisecond_later_does_not() {
    let mut attempt = begun();
    show(&mut attempt, 0, 0);
    let given = crate::exam::Answer::Text("x".to_owned());
    let at = machine::step(&attempt, 0, Input::Answer(given.clone()), moment(60_000), BOOT);
    assert!(matches!(at[..], [Event::Answered { .. }]), "{at:?}");
    let late = machine::step(&attempt, 0, Input::Answer(given), moment(60_001), BOOT);
    assert!(matches!(late[..], [Event::Expired { scope: Scope::Exam, answer: None, .. }]), "{late:?}");
}

#[test]
fn an_answer_that_stood_outlives_what_is_typed_over_it_at_the_deadline() {
    let mut attempt = begun();
    show(&mut attempt, 0, 0);
    answer(&mut attempt, 1_000, 0);
    show(&mut attempt, 2_000, 0);
    let other = crate::exam::Answer::Text("other".to_owned());
    let input = Input::Expire { draft: Some("other".to_owned()), answer: Some(other) };
    for event in machine::step(&attempt, 0, input, moment(60_000), BOOT) {
        happen(&mut attempt, 60_000, event);
    }
    assert_eq!(attempt.progress[0].answer, Some(("x".to_owned(), By::Person)));
    assert_eq!(attempt.progress[0].timed_out, None);
}

#[test]
fn time_given_back_undoes_an_expiry_and_a_second_one_finds_the_same_question() {
    let mut attempt = begun();
    show(&mut attempt, 1_000, 1);
    happen(&mut attempt, 60_000, expired(Scope::Exam, Some(1), None));
    assert_eq!(attempt.progress[1].timed_out, Some(Scope::Exam));
    happen(&mut attempt, 70_000, Event::GivenBack { ms: Millis(5_000), by: "M. Ito".to_owned() });
    assert_eq!((attempt.expired, attempt.exam_deadline()), (Expiry::Running, Some(65_000)));
    assert_eq!(attempt.progress[1].timed_out, None);
    assert_eq!(attempt.on_screen().or(attempt.cut_short()), Some(1));
    happen(&mut attempt, 71_000, expired(Scope::Exam, Some(1), None));
    assert_eq!(attempt.progress[1].timed_out, Some(Scope::Exam));
}

#[test]
fn what_stood_there_when_time_ended_is_the_clock_s() {
    let mut attempt = begun();
    show(&mut attempt, 1_000, 0);
    happen(&mut attempt, 60_000, expired(Scope::Exam, Some(0), Some("half")));
    assert_eq!(attempt.progress[0].answer, Some(("half".to_owned(), By::Clock)));
    assert_eq!(attempt.seen_ms(0, 99_000), 59_000);
}

#[test]
fn events_that_cannot_be_are_refused() {
    let mut attempt = begun();
    let unknown = Event::Shown { question: question(9) };
    assert!(attempt.apply(&entry(2, 1, unknown)).is_err());
    assert!(attempt.apply(&entry(2, 1, Event::Recorded { results: String::new() })).is_err());
    assert!(Attempt::from_entries(&[]).is_err());
    assert!(Attempt::from_entries(&[entry(1, 0, Event::ClockJumped { by_ms: 1 })]).is_err());
}

proptest::proptest! {
    #[test]
    fn whatever_happens_elapsed_time_never_runs_backwards(
        steps in proptest::collection::vec((0_usize..6, 0_usize..3, 0_u64..20_000, proptest::bool::ANY), 0..40)
    ) {
        let mut attempt = begun();
        let mut clock = 0_i64;
        let mut before = 0;
        for (what, place, ms, back) in steps {
            let ms = i64::try_from(ms).unwrap();
            clock = (clock + if back { -ms } else { ms }).max(0);
            let event = match what {
                0 => Event::Shown { question: question(place) },
                1 => Event::Answered { question: question(place), answer: "x".to_owned(), seconds: 0.0 },
                2 => Event::Skipped { question: question(place) },
                3 => expired(Scope::Question, Some(place), None),
                4 => Event::Resumed { away_ms: 100, rebooted: false },
                _ => Event::GivenBack { ms: Millis(50), by: "x".to_owned() },
            };
            happen(&mut attempt, u64::try_from(clock).unwrap(), event);
            let elapsed = attempt.elapsed_at(attempt.last(), BOOT);
            proptest::prop_assert!(elapsed >= before);
            before = elapsed;
            for place in 0..3 {
                proptest::prop_assert!(attempt.seen_ms(place, elapsed) <= elapsed);
            }
        }
    }
}
