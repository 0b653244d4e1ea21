use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::report::model::Choice;
use crate::results::scan::{Columns, ReadAt};

const HEADER: &str = "attempt_id,candidate,candidate_id,exam_id,started_at,mode,question_id,topic,level,outcome,points,max_points,seconds";

/// One question of one attempt.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) attempt: u8,
    pub(super) candidate: &'static str,
    pub(super) minute: u8,
    pub(super) question: u8,
    pub(super) topic: &'static str,
    pub(super) points: Option<i8>,
    pub(super) max: u8,
}

impl Line {
    pub(super) fn text(&self, ending: &str) -> String {
        let outcome = match self.points {
            None => "ungraded",
            Some(0) => "unanswered",
            Some(points) if points < 0 => "incorrect",
            Some(points) if points < self.max.cast_signed() => "partial",
            Some(_) => "correct",
        };
        let points =
            self.points.map(|points| points.min(self.max.cast_signed()).to_string()).unwrap_or_default();
        format!(
            "a{},{},,m,2026-11-18T09:{:02}:00Z,exam,q{},{},junior,{outcome},{points},{},1.5{ending}",
            self.attempt, self.candidate, self.minute, self.question, self.topic, self.max,
        )
    }
}

const NAMES: [&str; 5] = ["Ada", "\"Ito, M.\"", "\"two\nlines\"", "Ze\"d", "Änne"];
const TOPICS: [&str; 3] = ["idempotency", "\"a, b\"", "sql"];

fn attempt(id: u8) -> impl Strategy<Value = Vec<Line>> {
    let question = (0..3_usize, proptest::option::of(-1..=3_i8), 1..=3_u8);
    (0..NAMES.len(), 0..3_u8, proptest::collection::vec(question, 1..6)).prop_map(
        move |(name, minute, questions)| {
            let line = |(question, (topic, points, max)): (usize, (usize, Option<i8>, u8))| Line {
                attempt: id,
                candidate: NAMES[name],
                minute,
                question: u8::try_from(question).unwrap(),
                topic: TOPICS[topic],
                points,
                max,
            };
            questions.into_iter().enumerate().map(line).collect()
        },
    )
}

fn attempts() -> impl Strategy<Value = Vec<Vec<Line>>> {
    (1..12_u8).prop_flat_map(|n| (0..n).map(attempt).collect::<Vec<_>>())
}

pub(super) fn file(lines: &[Line], ending: &str) -> Vec<u8> {
    let lines: String = lines.iter().map(|line| line.text(ending)).collect();
    format!("{HEADER}{ending}{lines}").into_bytes()
}

pub(super) fn gathered(files: &[Vec<u8>], wanted: &Wanted, split: Split) -> Result<Gathered, GatherProblem> {
    fn table(bytes: &Vec<u8>) -> Table<'_> {
        Table { columns: Columns::read(bytes, true).unwrap(), bytes }
    }
    gather(&files.iter().map(table).collect::<Vec<_>>(), wanted, split)
}

type Sums = BTreeMap<(String, String), (i64, i64, u32, u32, u32)>;

/// Candidate × topic: points, of how many, answered, questions, attempts; the total under no topic.
fn sums(gathered: &Gathered) -> Sums {
    let mut sums = Sums::new();
    for seat in &gathered.seats {
        let name = gathered.known.candidates.text(seat.candidate).to_owned();
        let cells = seat.cells.iter().map(|(key, cell)| (gathered.known.topics.text(key.first), cell));
        for (topic, cell) in cells.chain([("", &seat.total)]) {
            let figures = (cell.points.0, cell.max_points.0, cell.answered, cell.questions, cell.attempts());
            sums.insert((name.clone(), topic.to_owned()), figures);
        }
    }
    sums
}

/// The same, made the plain way.
fn plainly(attempts: &[Vec<Line>], choice: Choice) -> Sums {
    let plain = |text: &str| text.trim_matches('"').to_owned();
    let mut chosen: BTreeMap<&str, Vec<&Vec<Line>>> = BTreeMap::new();
    for attempt in attempts {
        chosen.entry(attempt[0].candidate).or_default().push(attempt);
    }
    let worth = |line: &Line| i64::from(line.max) * 10_000;
    let points =
        |line: &Line| line.points.map(|points| i64::from(points.min(line.max.cast_signed())) * 10_000);
    let mut sums = Sums::new();
    for (name, mut attempts) in chosen {
        attempts.sort_by_key(|attempt| (attempt[0].minute, format!("a{}", attempt[0].attempt)));
        // 360,360 is a multiple of every sum from 1 to 15 points, so shares are exact.
        let share = |attempt: &&Vec<Line>| {
            let sum: i64 = attempt.iter().filter_map(points).sum();
            sum * 360_360 / attempt.iter().map(worth).sum::<i64>()
        };
        let kept: Vec<&Vec<Line>> = match choice {
            Choice::First => vec![attempts[0]],
            Choice::Latest => vec![attempts[attempts.len() - 1]],
            Choice::Best => attempts.iter().copied().max_by_key(share).into_iter().collect(),
            Choice::All => attempts,
        };
        for attempt in kept {
            let mut own = Sums::new();
            for line in attempt {
                for topic in ["", line.topic] {
                    let sum = own.entry((plain(name), plain(topic))).or_default();
                    if let Some(points) = points(line) {
                        sum.0 += points;
                        sum.1 += worth(line);
                    }
                    sum.2 += u32::from(line.points != Some(0));
                    sum.3 += 1;
                    sum.4 = 1;
                }
            }
            for (key, own) in own {
                let sum = sums.entry(key.clone()).or_default();
                sum.0 += if key.1.is_empty() { own.0.max(0) } else { own.0 };
                sum.1 += own.1;
                sum.2 += own.2;
                sum.3 += own.3;
                sum.4 += own.4;
            }
        }
    }
    sums
}

pub(super) fn wanted(choice: Choice) -> Wanted {
    Wanted { groupings: vec![(Dimension::Topic, None)], choice, ..Wanted::default() }
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![Just(Choice::First), Just(Choice::Latest), Just(Choice::Best), Just(Choice::All)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_blocks_and_threads_give_the_plain_sums(
        attempts in attempts(), choice in choice(), block in 1..400_u64, threads in 1..4_usize, chunk in 1..200_usize, crlf: bool,
    ) {
        let ending = if crlf { "\r\n" } else { "\n" };
        let split = Split { block, threads, chunk };
        let found = gathered(&[file(&attempts.concat(), ending)], &wanted(choice), split);
        prop_assert_eq!(sums(&found.unwrap()), plainly(&attempts, choice));
    }

    #[test]
    fn copies_and_parts_count_once(
        attempts in attempts(), choice in choice(), block in 1..400_u64, chunk in 1..500_usize, cuts in proptest::collection::vec((0..60_usize, any::<bool>()), 0..4),
    ) {
        let lines = attempts.concat();
        // The second file holds some of the lines, as copies or moved there.
        let (mut first, mut second) = (lines.clone(), Vec::new());
        for (cut, moved) in cuts {
            let cut = cut % lines.len();
            let line = lines[cut].clone();
            if moved {
                first.retain(|other| (other.attempt, other.question) != (line.attempt, line.question));
            }
            second.push(line);
        }
        prop_assume!(!first.is_empty());
        let files = [file(&first, "\n"), file(&second, "\r\n")];
        let found = gathered(&files, &wanted(choice), Split { block, threads: 2, chunk });
        prop_assert_eq!(sums(&found.unwrap()), plainly(&attempts, choice));
    }
}

pub(super) fn line(attempt: u8, question: u8, points: i8) -> Line {
    Line { attempt, candidate: "Ada", minute: attempt, question, topic: "sql", points: Some(points), max: 2 }
}

#[test]
fn the_first_bad_row_is_named_whatever_the_blocks() {
    let mut bytes = file(&(0..40).map(|question| line(1, question, 1)).collect::<Vec<_>>(), "\n");
    bytes.extend_from_slice(b"a2,Ada,,m,2026-11-18T09:00:00Z,exam,q1,sql,junior,right,1,1,1\n");
    bytes.extend_from_slice(b"a2,Ada,,m,2026-11-18T09:00:00Z,exam,q2,sql,junior,wrong,1,1,1\n");
    for block in [1, 7, 100, 1 << 20] {
        let split = Split { block, threads: 2, chunk: 60 };
        let found = gathered(&[bytes.clone()], &wanted(Choice::All), split);
        let Err(GatherProblem::BadRow { file: 0, line: 42, character: 51, bad, rows: 2 }) = found else {
            panic!("{found:?}");
        };
        assert_eq!(bad.column, "outcome");
        let skipping = Wanted { skip_bad_rows: true, ..wanted(Choice::All) };
        let found = gathered(&[bytes.clone()], &skipping, split).unwrap();
        assert_eq!((found.bad_rows, found.seats[0].total.questions), (2, 40));
    }
}

/// A file that is cut short after it was opened.
struct Shrunk(Vec<u8>);

impl ReadAt for Shrunk {
    fn length(&self) -> u64 {
        self.0.length() + 1000
    }

    fn read_at(&self, to: &mut [u8], at: u64) -> std::io::Result<usize> {
        self.0.read_at(to, at)
    }
}

#[test]
fn a_file_that_becomes_shorter_while_it_is_read_is_an_error() {
    let bytes = file(&[line(1, 1, 1), line(2, 1, 1)], "\n");
    let columns = Columns::read(&bytes, true).unwrap();
    let shrunk = Shrunk(bytes);
    let table = [Table { bytes: &shrunk, columns }];
    for threads in [1, 2] {
        let split = Split { block: 200, threads, chunk: 100 };
        let found = gather(&table, &wanted(Choice::All), split);
        let Err(GatherProblem::Read { error, .. }) = found else { panic!("{found:?}") };
        assert_eq!(error.to_string(), "it became shorter while it was read");
    }
}

#[test]
fn a_row_that_swallows_others_tells_of_its_lines() {
    let mut bytes = file(&[line(1, 1, 1)], "\n");
    bytes.extend_from_slice(b"a2,\"Ada,,m,2026-11-18T09:00:00Z,exam,q1,sql,junior,correct,1,1,1\n");
    bytes.extend_from_slice(&file(&[line(3, 1, 1), line(4, 1, 1)], "\n").split_off(HEADER.len() + 1));
    let found = gathered(std::slice::from_ref(&bytes), &wanted(Choice::All), Split::default());
    let Err(GatherProblem::BadRow { bad, .. }) = found else { panic!("{found:?}") };
    assert!(bad.problem.to_string().ends_with("the row goes over 3 lines: a quote in it may not be closed"));
    let skipping = Wanted { skip_bad_rows: true, ..wanted(Choice::All) };
    assert_eq!(gathered(&[bytes], &skipping, Split::default()).unwrap().bad_rows, 3);
}

#[test]
fn filters_count_what_they_leave_out() {
    let other = Line { candidate: "Bob", ..line(3, 1, 1) };
    let mut bytes = file(&[line(1, 1, 1), line(2, 1, 2), other], "\n");
    bytes.extend_from_slice(b"a4,Ada,,m,2026-11-18T09:00:00Z,practice,q1,sql,junior,correct,1,1,1\n");
    let nine = crate::session::moment::WallTime::parse("2026-11-18T09:00:00Z").unwrap().0;
    let wanted = Wanted {
        candidates: vec!["Ada".to_owned()],
        since: Some(nine + 2 * 60_000),
        ..wanted(Choice::First)
    };
    let found = gathered(&[bytes], &wanted, Split::default()).unwrap();
    assert_eq!((found.seats.len(), found.other_mode), (1, 1));
    let seat = &found.seats[0];
    assert_eq!((seat.sat, seat.outside, seat.total.points.0), (1, 1, 20_000));
    assert_eq!(found.known.candidates.iter().collect::<Vec<_>>(), ["Ada", "Bob"]);
}

#[test]
fn a_name_typed_in_two_ways_is_one_person() {
    let (together, apart) = ("Jos\u{e9}", "Jose\u{301}");
    let named = |name, number| Line { candidate: name, ..line(number, 1, 1) };
    let bytes = file(&[named(apart, 1), named(together, 2), line(3, 1, 1)], "\n");
    for name in [together, apart] {
        let wanted = Wanted { candidates: vec![name.to_owned()], ..wanted(Choice::All) };
        let found = gathered(std::slice::from_ref(&bytes), &wanted, Split::default()).unwrap();
        assert_eq!((found.seats.len(), found.seats[0].sat), (1, 2));
        assert_eq!(found.known.candidates.iter().collect::<Vec<_>>(), [together, "Ada"]);
    }
    // The two ways are no two versions of an attempt.
    let files = [file(&[named(apart, 1)], "\n"), file(&[named(together, 1)], "\n")];
    let found = gathered(&files, &wanted(Choice::All), Split::default()).unwrap();
    assert_eq!((found.duplicates, found.seats.len(), found.seats[0].sat), (1, 1, 1));
}

#[test]
fn every_attempt_is_seen_whether_it_counts_or_not() {
    let uuid = "019a9000-0000-7000-a000-000000000001";
    let bob = Line { candidate: "Bob", ..line(4, 1, 1) };
    let text = String::from_utf8(file(&[line(1, 1, 1), line(2, 1, 2), line(3, 1, 1), bob], "\n")).unwrap();
    let text = text.replace("a3,", &format!("{uuid},")).replacen(",exam,", ",practice,", 1);
    // The second is there once more, in other words: it is read apart.
    let files = [text.into_bytes(), file(&[line(2, 1, 2)], "\r\n")];
    let wanted = Wanted { candidates: vec!["Ada".to_owned()], ..wanted(Choice::Latest) };
    let found = gathered(&files, &wanted, Split::default()).unwrap();
    assert_eq!(attempt_id(&found.known, found.seats[0].facts[0].attempt), uuid);
    for id in ["a1", "a2", uuid, "a4"] {
        assert!(found.saw(id), "{id}");
    }
    for id in ["a5", "", "019a9000-0000-7000-a000-000000000002"] {
        assert!(!found.saw(id), "{id}");
    }
}

#[test]
fn lone_carriage_returns_end_rows_however_many_there_are() {
    let lines: Vec<Line> = (0..=200)
        .flat_map(|attempt| (0..=99).map(move |question| Line { minute: 1, ..line(attempt, question, 1) }))
        .collect();
    let expected = gathered(&[file(&lines, "\n")], &wanted(Choice::All), Split::default()).unwrap();
    // More than what is read of a file at first.
    let bytes = file(&lines, "\r");
    assert!(bytes.len() > Columns::LONGEST);
    let columns = Columns::read(&bytes[..Columns::LONGEST], false).unwrap();
    for block in [100_000, 4 << 20] {
        let table = [Table { bytes: &bytes, columns: columns.clone() }];
        let found =
            gather(&table, &wanted(Choice::All), Split { block, threads: 2, ..Split::default() }).unwrap();
        assert_eq!(sums(&found), sums(&expected));
    }
}

/// Panics on some thread as soon as it is read there.
struct Breaking(Vec<u8>, fn(bool) -> bool, std::thread::ThreadId);

impl ReadAt for Breaking {
    fn length(&self) -> u64 {
        self.0.length()
    }

    fn read_at(&self, to: &mut [u8], at: u64) -> std::io::Result<usize> {
        let is_taker = std::thread::current().id() == self.2;
        assert!(!(self.1)(is_taker), "a panic that was asked for");
        self.0.read_at(to, at)
    }
}

#[test]
fn nobody_waits_for_a_thread_that_broke_off() {
    let quoted = Line { candidate: "\"two\nlines\"", ..line(1, 1, 1) };
    let lines: Vec<Line> = (0..60).map(|attempt| Line { attempt, ..quoted.clone() }).collect();
    let bytes = file(&lines, "\n");
    let columns = Columns::read(&bytes, true).unwrap();
    let gather_of = |panics: fn(bool) -> bool| {
        let bytes = Breaking(bytes.clone(), panics, std::thread::current().id());
        let table = [Table { bytes: &bytes, columns: columns.clone() }];
        gather(&table, &wanted(Choice::All), Split { block: 150, threads: 2, ..Split::default() }).map(|_| ())
    };
    let found = gather_of(|is_taker| !is_taker);
    assert!(matches!(&found, Err(GatherProblem::Read { file: 0, .. })), "{found:?}");
    // Blocks begin within quotes, so the taker reads some again.
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| gather_of(|is_taker| is_taker)));
    assert!(found.is_err(), "{found:?}");
}

#[test]
fn an_attempt_without_a_row_that_is_understood_is_none() {
    let bad = "a1,Ada,,m,2026-11-18T09:00:00Z,exam,q1,sql,junior,right,1,1,1\n".repeat(40);
    let bytes = [file(&[], "\n"), bad.into_bytes(), file(&[line(2, 1, 2)], "\n").split_off(HEADER.len() + 1)]
        .concat();
    let skipping = Wanted { skip_bad_rows: true, ..wanted(Choice::First) };
    for block in [70, 1 << 20] {
        let split = Split { block, threads: 2, chunk: 100 };
        let found = gathered(std::slice::from_ref(&bytes), &skipping, split).unwrap();
        assert_eq!((found.seats.len(), found.seats[0].sat, found.bad_rows), (1, 1, 40));
        assert_eq!(found.seats[0].total.points.0, 20_000);
        assert!(found.saw("a1"));
    }
}

#[test]
fn a_quote_that_nobody_closes_is_named_by_its_line_and_does_not_take_the_file_in() {
    let mut bytes = file(&[line(1, 1, 1)], "\n");
    bytes.extend_from_slice(b"a2,\"Ada,,m,2026-11-18T09:00:00Z,exam,q1,sql,junior,correct,1,1,1\n");
    bytes.resize(bytes.len() + (40 << 20), b'\n');
    for threads in [1, 2] {
        let split = Split { threads, ..Split::default() };
        let found = gathered(std::slice::from_ref(&bytes), &wanted(Choice::All), split);
        let Err(GatherProblem::Read { file: 0, error }) = found else { panic!("{found:?}") };
        assert_eq!(
            error.to_string(),
            "the row on line 3 is longer than 16 MiB: a quote in it may never be closed"
        );
    }
}
