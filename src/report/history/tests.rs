use proptest::prelude::*;

use super::*;
use crate::exam::Points;
use crate::results::scan::{Columns, FullRows};
use crate::scoring::Outcome;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// An attempt begun on a day: `q1+ q2- q3? q4. q5o` are right, missed, ungraded, never reached and skipped; topics and levels by the first letter.
fn sat(day: i64, mode: Mode, answers: &str) -> Sat {
    let answer = |text: &str| {
        let (question, sign) = text.split_at(text.len() - 1);
        let (outcome, points) = match sign {
            "+" => (Outcome::Correct, Some(1)),
            "-" => (Outcome::Incorrect, Some(0)),
            "?" => (Outcome::Ungraded, None),
            _ => (Outcome::Unanswered, Some(0)),
        };
        Answered {
            question: question.to_owned(),
            topic: question[..1].to_owned(),
            level: "junior".to_owned(),
            outcome,
            points: points.map(|points| Points(points * Points::SCALE)),
            max_points: Points(Points::SCALE),
            took_time: sign == "o",
        }
    };
    Sat {
        attempt_id: format!("a{day:03}"),
        candidate: "learner".to_owned(),
        exam_id: "messaging".to_owned(),
        mode: Some(mode),
        started_at: WallTime(day * DAY),
        ladder: Some("junior=0.70".to_owned()),
        own: true,
        answers: answers.split_whitespace().map(answer).collect(),
        ..Sat::default()
    }
}

fn told(sats: &[Sat], asked: &Asked) -> History {
    history(sats.to_vec(), &|_, _, _| None, asked)
}

fn today(day: i64) -> Asked {
    Asked { learner: "learner".to_owned(), now: WallTime(day * DAY), ..Asked::default() }
}

fn of(x: f64, n: u32) -> Evidence {
    Evidence { x, n }
}

#[test]
fn what_was_left_open_counts_at_an_exam_and_not_in_practice() {
    let sats = [sat(1, Mode::Practice, "a1+ a2. a3?"), sat(2, Mode::Exam, "a1+ a2. a3?")];
    let history = told(&sats, &today(2));
    let [practice, exam] = &history.exams[0].sittings[..] else { panic!("two attempts") };
    assert_eq!((practice.tally, practice.left_open, practice.waiting), (of(1.0, 1), 1, 1));
    assert_eq!((exam.tally, exam.left_open, exam.waiting), (of(1.0, 2), 0, 1));
    // Whether what was left open was seen is not known: it is not said.
    assert_eq!((practice.seen, exam.seen), (0, 2));
    // One of them waits for a mark, and is none of those that count.
    assert_eq!(exam.seen_of_counted, 1);
}

#[test]
fn attempts_stand_in_order_of_time_whatever_the_rows_order() {
    let sats = [sat(9, Mode::Practice, "a1+"), sat(3, Mode::Practice, "a1- b1-")];
    let exam = &told(&sats, &today(9)).exams[0];
    let days: Vec<i64> = exam.sittings.iter().map(|sitting| sitting.started_at.0 / DAY).collect();
    assert_eq!(days, [3, 9]);
    assert_eq!(exam.topics[0].series, [(0, of(0.0, 1)), (1, of(1.0, 1))]);
    assert_eq!((exam.topics[0].last(), exam.topics[0].now), (Some(of(1.0, 1)), of(1.0, 1)));
    assert_eq!(exam.how_far(), HowFar { tried: 2, right: 1, missed: 1 });
}

#[test]
fn the_best_share_is_not_that_of_one_lucky_answer() {
    let sats = [sat(1, Mode::Practice, "a1+ a2+ a3+ a4-"), sat(2, Mode::Practice, "a1+")];
    assert_eq!(told(&sats, &today(2)).exams[0].topics[0].best(), Some(of(3.0, 4)));
    let sats = [sat(1, Mode::Practice, "a1- a2+"), sat(2, Mode::Practice, "a1+")];
    // Of what was missed alone, beside another of its topic.
    assert_eq!(told(&sats, &today(2)).exams[0].topics[0].best(), Some(of(1.0, 2)));
    let sats = [sat(1, Mode::Practice, "a1-"), sat(2, Mode::Practice, "a1+")];
    assert_eq!(told(&sats, &today(2)).exams[0].topics[0].best(), Some(of(1.0, 1)));
}

#[test]
fn an_attempt_that_asks_all_of_a_topic_is_none_at_what_was_missed() {
    let sats = [sat(1, Mode::Practice, "a1- a2- b1+ b2-"), sat(2, Mode::Practice, "a1+ a2- b2+")];
    let exam = &told(&sats, &today(2)).exams[0];
    assert_eq!((exam.sittings[1].only_missed, exam.sittings[1].picked), (true, true));
    // Of `a` it asks all there is, of `b` what was missed.
    assert_eq!(exam.topics[0].series, [(0, of(0.0, 2)), (1, of(1.0, 2))]);
    assert_eq!(exam.topics[1].series, [(0, of(1.0, 2))]);
    let sats = [sat(1, Mode::Practice, "a1- a2-"), sat(2, Mode::Practice, "a1+ a2-")];
    let again = &told(&sats, &today(2)).exams[0].sittings[1];
    assert_eq!((again.only_missed, again.picked), (true, false));
}

#[test]
fn a_trend_is_told_by_the_same_questions_and_not_by_what_was_missed_alone() {
    let first = "a1- a2- a3- a4- a5- a6- b1+";
    let only_missed = sat(2, Mode::Practice, "a1+ a2+ a3+ a4+ a5+ a6+");
    let exam = &told(&[sat(1, Mode::Practice, first), only_missed.clone()], &today(2)).exams[0];
    assert!(exam.sittings[1].only_missed && !exam.sittings[0].only_missed);
    assert_eq!((exam.again, exam.trend()), (Again::default(), Trend::TooFew));
    let whole = sat(3, Mode::Practice, "a1+ a2+ a3+ a4+ a5+ a6+ b1-");
    let exam = &told(&[sat(1, Mode::Practice, first), only_missed, whole], &today(3)).exams[0];
    assert_eq!(exam.again, Again { asked: 7, gained: 6, lost: 1 });
    assert_eq!(exam.trend(), Trend::NotShown);
    // By itself six of six would show it; of two topics it would take seven.
    assert_eq!((exam.topics[0].again.gained, exam.topics[0].trend), (6, Trend::TooFew));
    assert_eq!(exam.topics[0].again.trend(), Trend::Up);
    // Other questions than at first show nothing, however many are right.
    let other = [sat(1, Mode::Exam, first), sat(2, Mode::Exam, "c1+ c2+ c3+ c4+ c5+ c6+ c7+")];
    assert_eq!(told(&other, &today(2)).exams[0].trend(), Trend::TooFew);
}

#[test]
fn days_and_forms_leave_attempts_out_and_forget_nothing() {
    let mut short = sat(5, Mode::Practice, "a1+");
    short.exam_id = "messaging/short".to_owned();
    let sats = [sat(1, Mode::Practice, "a1- b1+"), short];
    let since = Asked { since: Some(2 * DAY), ..today(5) };
    let form = Asked { form: Some("messaging/short".to_owned()), ..today(5) };
    for asked in [since, form] {
        let exam = &told(&sats, &asked).exams[0];
        let listed: Vec<bool> = exam.sittings.iter().map(|sitting| sitting.listed).collect();
        assert_eq!((listed, exam.sittings[1].seen), (vec![false, true], 1));
        assert_eq!((exam.topics[0].series.len(), exam.again.asked), (1, 0));
        assert_eq!(exam.how_far(), HowFar { tried: 2, right: 2, missed: 0 });
    }
    assert!(told(&sats, &Asked { since: Some(9 * DAY), ..today(9) }).exams.is_empty());
}

#[test]
fn topics_that_are_asked_for_do_not_make_an_attempt_one_at_what_was_missed() {
    let sats = [sat(1, Mode::Practice, "a1- b1+"), sat(2, Mode::Practice, "a1+ b1+")];
    let exam = &told(&sats, &Asked { topics: vec!["a".to_owned()], ..today(2) }).exams[0];
    assert_eq!((exam.sittings[1].only_missed, exam.topics.len(), exam.again.gained), (false, 1, 1));
    assert_eq!(exam.level, None);
}

#[test]
fn the_level_is_that_of_an_exam_before_practice_and_of_the_most_questions() {
    let many = "a1+ a2+ a3+ a4+ a5+ a6+ a7+ a8+";
    let practice = [sat(1, Mode::Practice, many), sat(2, Mode::Practice, "a1-")];
    let level = told(&practice, &today(2)).exams[0].level.clone().expect("a level");
    assert_eq!((level.sitting, level.evidence[0], level.shown.shown), (0, of(8.0, 8), Some(0)));
    let with_exam = [sat(1, Mode::Exam, "a1- a2+"), sat(2, Mode::Practice, many)];
    assert_eq!(told(&with_exam, &today(2)).exams[0].level.clone().map(|level| level.sitting), Some(0));
    let mut lesson = sat(1, Mode::Practice, many);
    (lesson.ladder, lesson.exam_digest) = (Some(String::new()), "5b0e77d25b0e77d2".to_owned());
    assert_eq!(told(&[lesson], &today(1)).exams[0].level, None);
}

/// A copy of the exam that asks these.
fn copy(ids: &[&str], more: &str) -> Rc<Exam> {
    let question = |id: &&str| {
        let topic = &id[..1];
        format!(
            "[[question]]\nid = \"{id}\"\ntopic = \"{topic}\"\nlevel = \"junior\"\nkind = \"boolean\"\nprompt = \"Is {id} so?\"\nanswer = true\n"
        )
    };
    let questions: String = ids.iter().map(question).collect();
    let text = format!("format = 1\nid = \"messaging\"\ntitle = \"Messaging\"\n{more}{questions}");
    Rc::new(crate::exam::parse(text.as_bytes()).expect("an exam"))
}

fn told_with(copy: &Rc<Exam>, sats: &[Sat], day: i64) -> ExamHistory {
    history(sats.to_vec(), &|_, _, _| Some(Rc::clone(copy)), &today(day)).exams.remove(0)
}

#[test]
fn a_level_rests_on_a_whole_attempt() {
    let exam = copy(&["a1", "a2", "a3", "b1"], "[[form]]\nid = \"short\"\n[[form.draw]]\ncount = 2\n");
    let level = |sats: &[Sat]| {
        let told = told_with(&exam, sats, 9);
        (told.level.map(|level| level.sitting), told.no_level == Some(NoLevel::OnlyParts))
    };
    let whole = sat(1, Mode::Practice, "a1+ a2+ a3- b1+");
    let narrowed = sat(2, Mode::Practice, "a1+ a2+ a3+");
    let left_open = sat(3, Mode::Practice, "a1+ a2+ a3. b1.");
    let missed = sat(4, Mode::Practice, "a3+");
    assert_eq!(level(&[whole.clone(), narrowed.clone(), left_open, missed]), (Some(0), false));
    assert_eq!(level(std::slice::from_ref(&narrowed)), (None, true));
    let mut short = sat(5, Mode::Practice, "a1+ b1-");
    short.exam_id = "messaging/short".to_owned();
    assert_eq!(level(&[whole.clone(), narrowed, short]), (Some(2), false));
    let latest = sat(6, Mode::Practice, "a1+ a2+ a3+ b1+");
    assert_eq!(level(&[whole, latest]), (Some(1), false));
}

#[test]
fn what_is_not_asked_any_more_is_not_part_of_how_far_one_got() {
    let exam = copy(&["a1", "b1"], "");
    let told = told_with(&exam, &[sat(1, Mode::Practice, "a1+ a2+ b1-")], 1);
    assert_eq!(told.how_far(), HowFar { tried: 2, right: 1, missed: 1 });
    assert_eq!((told.topics[0].now, told.sittings[0].tally), (of(1.0, 1), of(2.0, 3)));
}

fn next(sats: &[Sat], day: i64) -> Vec<(&'static str, Run)> {
    told(sats, &today(day)).next.into_iter().map(|next| (next.why.code(), next.run)).collect()
}

#[test]
fn what_is_next_is_what_was_missed_then_the_weakest_topic() {
    let once = [sat(1, Mode::Practice, "a1- a2+")];
    assert_eq!(next(&once, 1), [("missed", Run::OnlyMissed)]);
    let twice = [sat(1, Mode::Practice, "a1- a2+"), sat(2, Mode::Practice, "a1- a2-")];
    assert_eq!(next(&twice, 2), [("missed-twice", Run::OnlyMissed)]);
    let mended =
        [sat(1, Mode::Practice, "a1-"), sat(2, Mode::Practice, "a1-"), sat(3, Mode::Practice, "a1+")];
    assert_eq!(next(&mended, 3), []);
    let weak = [sat(1, Mode::Practice, "a1- a2- a3+ a4+ b1- b2+ b3+ b4+")];
    let topics = Run::Topics(vec!["a".to_owned()]);
    assert_eq!(next(&weak, 1), [("missed", Run::OnlyMissed), ("weakest-topic", topics)]);
}

#[test]
fn only_missed_is_said_only_where_practice_finds_the_same() {
    let mut elsewhere = sat(1, Mode::Exam, "a1- b1+");
    elsewhere.own = false;
    let topics = Run::Topics(vec!["a".to_owned()]);
    assert_eq!(next(std::slice::from_ref(&elsewhere), 1), [("missed", topics.clone())]);
    // Under another name `practice` would look in vain.
    let mut other = sat(1, Mode::Practice, "a1- b1+");
    other.candidate = "Ada".to_owned();
    assert_eq!(next(&[other], 1), [("missed", topics)]);
}

#[test]
fn what_was_right_long_ago_is_to_be_seen_again() {
    let sats = [sat(1, Mode::Practice, "a1+ b1+"), sat(20, Mode::Practice, "b1+")];
    assert_eq!(next(&sats, 30), []);
    assert_eq!(next(&sats, 31), [("long-unseen", Run::Topics(vec!["a".to_owned()]))]);
    assert_eq!(next(&sats, 60), [("long-unseen", Run::All)]);
}

#[test]
fn an_open_attempt_says_how_questions_stand_and_is_in_no_table() {
    let open = Sat { open: true, ..sat(2, Mode::Practice, "a1+ a2. b1. c1.") };
    let history = told(&[sat(1, Mode::Practice, "a1- a2- b1+"), open], &today(2));
    let exam = &history.exams[0];
    assert_eq!(exam.sittings.iter().map(|sitting| sitting.listed).collect::<Vec<_>>(), [true, false]);
    assert_eq!(exam.how_far(), HowFar { tried: 3, right: 2, missed: 1 });
    let topics: Vec<_> =
        exam.topics.iter().map(|topic| (&*topic.id, topic.series.len(), topic.now)).collect();
    assert_eq!(topics, [("a", 1, of(1.0, 2)), ("b", 1, of(1.0, 1))]);
    // All that is missed is asked there.
    assert_eq!(history.next, []);
    let elsewhere = Sat { open: true, ..sat(2, Mode::Practice, "a1. b1.") };
    let history = told(&[sat(1, Mode::Practice, "a1- a2- b1+"), elsewhere], &today(2));
    assert_eq!((history.next[0].why.code(), history.next[0].pending), ("missed", 1));
}

#[test]
fn who_is_meant_is_the_only_one_or_the_learner() {
    let person =
        |name: &str, id: &str, latest| Person { name: name.into(), id: id.into(), attempts: 1, latest };
    let (ada, learner) = (person("Ada", "", 1), person("learner", "", 0));
    let berlin = person("Ada", "berlin", 5);
    let meant = |all: &[Person]| people::meant(all, "learner").map(Person::called).map_err(<[_]>::len);
    assert_eq!(meant(std::slice::from_ref(&ada)), Ok("Ada".to_owned()));
    assert_eq!(meant(&[ada.clone(), learner]), Ok("learner".to_owned()));
    assert_eq!(meant(&[ada.clone(), berlin.clone()]), Err(2));
    let all = [ada, berlin];
    let called = |name: &str| people::called(&all, name).map(Person::called);
    assert_eq!(called("Ada"), Some("Ada".to_owned()));
    assert_eq!(called("Ada (berlin)"), Some("Ada (berlin)".to_owned()));
    assert_eq!(called("Bob"), None);
}

fn is_bounded(history: &History) -> bool {
    let within = |tally: Evidence| share(tally).is_none_or(|share| (0.0..=1.0).contains(&share));
    history.exams.iter().all(|exam| {
        let far = exam.how_far();
        exam.sittings.iter().all(|of| within(of.tally) && of.seen <= of.tally.n + of.waiting)
            && exam.topics.iter().all(|topic| {
                within(topic.now)
                    && topic.series.iter().all(|(_, tally)| within(*tally) && tally.n > 0)
                    && topic.again.gained + topic.again.lost <= topic.again.asked
                    && (0.0..=1.0).contains(&topic.again.p())
            })
            && far.right + far.missed <= far.tried
    }) && history.next.iter().all(|next| next.exam < history.exams.len())
}

proptest! {
    #[test]
    fn shares_stay_between_nothing_and_all(
        attempts in prop::collection::vec((0_i64..60, any::<bool>(), prop::collection::vec(("[ab][1-4]", "[-+.?]"), 0..9)), 0..8),
        now in 0_i64..90,
    ) {
        let sats: Vec<Sat> = attempts
            .iter()
            .map(|(day, exam, answers)| {
                let text: Vec<String> = answers.iter().map(|(id, sign)| format!("{id}{sign}")).collect();
                sat(*day, if *exam { Mode::Exam } else { Mode::Practice }, &text.join(" "))
            })
            .collect();
        let history = told(&sats, &today(now));
        prop_assert!(is_bounded(&history));
        // What the history says of questions is what the list, the home and practice are told.
        let by_exam = by_exam(sats);
        for exam in &history.exams {
            prop_assert_eq!(Some(&exam.questions), by_exam.get(&exam.id));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[-,\"0-9a-z\n=:.T+]{0,300}") {
        let header = crate::results::COLUMNS.join(",");
        for body in [&bytes[..], text.as_bytes()] {
            let file = [header.as_bytes(), b"\n", body].concat();
            let Ok(columns) = Columns::read(&file, true) else { continue };
            let rows = FullRows::new(&columns).read(body);
            let sats: Vec<Sat> = rows.iter().filter_map(|row| Sat::of(std::slice::from_ref(row))).collect();
            prop_assert!(is_bounded(&told(&sats, &today(1))));
        }
    }
}
