use proptest::prelude::*;

use super::*;

const HEADER: &str = "attempt_id,candidate,exam_id,started_at,mode,ladder,question_id,topic,outcome,points,max_points,seconds\n";
const GOOD: &str = "a,Ada,m,2026-11-18T09:30:00Z,exam,junior=0.70,q1,t,correct,1,1,2.5\n";

#[derive(Default)]
struct Told {
    heads: Vec<String>,
    rows: Vec<String>,
    /// The other cells of each, and its head.
    whole: Vec<String>,
    bad: Vec<String>,
}

impl Sink for Told {
    fn head(&mut self, _at: usize, head: &Head<'_>) {
        let ladder = head.ladder.unwrap_or("no such column");
        self.heads.push(format!("{} {} {ladder}", head.attempt_id, head.candidate));
    }

    fn row(&mut self, row: &Row<'_>) {
        let points = row.points.map(|points| points.to_string()).unwrap_or_default();
        let question = String::from_utf8_lossy(row.question_id());
        self.rows.push(format!("{question} {points}/{}", row.max_points));
        let cells = [row.topic(), row.level(), row.kind()].map(String::from_utf8_lossy);
        let head = self.heads.last();
        self.whole.push(format!("{head:?} {cells:?} {:?} {:?}", row.outcome, row.seconds));
    }

    fn bad(&mut self, place: Range<usize>, bad: &BadCell) {
        self.bad.push(format!("{} {} {}", place.start, bad.column, bad.problem));
    }
}

fn told(bytes: &[u8]) -> Told {
    let columns = Columns::read(bytes, true).unwrap();
    let mut told = Told::default();
    let from = usize::try_from(columns.end).unwrap();
    Rows::new(&columns).read(bytes, from, bytes.len(), true, &mut told);
    told
}

fn bad(from: &str, to: &str) -> String {
    let told = told(format!("{HEADER}{}", GOOD.replacen(from, to, 1)).as_bytes());
    assert!(told.rows.is_empty(), "{:?}", told.rows);
    let place = format!("{} ", HEADER.len());
    told.bad.concat().strip_prefix(&place).unwrap().to_owned()
}

#[test]
fn rows_of_one_head_follow_it() {
    let second = GOOD.replace("q1,t,correct,1", "q2,t,incorrect,-0.25");
    let other = GOOD.replace("a,Ada", "b,'=cmd()");
    let rounded = GOOD.replace("q1,t,correct,1", "\"q\"\"3\",t,ungraded,");
    let told = told(format!("{HEADER}{GOOD}{second}{other}{GOOD}{rounded}").as_bytes());
    assert_eq!(told.heads, ["a Ada junior=0.70", "b =cmd() junior=0.70", "a Ada junior=0.70"]);
    assert_eq!(told.rows, ["q1 1/1", "q2 -0.25/1", "q1 1/1", "q1 1/1", "q\"3 /1"]);
    assert_eq!(told.bad, Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_cell_is_said_with_what_was_expected() {
    for (from, to, said) in [
        (
            "correct",
            "right",
            "outcome `right`, expected `correct`, `partial`, `incorrect`, `unanswered`, `timed_out`, `ungraded`",
        ),
        (
            ",1,1,",
            ",1.00001,1,",
            "points `1.00001`, expected a decimal such as `0.25` with at most four places",
        ),
        (",1,1,", ",2,1,", "points `2`, and `max_points` is 1"),
        (",1,1,", ",-2,1,", "points `-2`, and `max_points` is 1"),
        (",1,1,", ",,1,", "points nothing, and the outcome is `correct`"),
        (",1,1,", ",1,,", "max_points nothing, where something must be"),
        (",1,1,", ",1,-1,", "max_points `-1`, expected nothing less than 0"),
        (",1,1,", ",1,1000000.1,", "max_points `1000000.1`, expected 1000000 at most"),
        ("t,correct,1", "t,correct,0.5", "points `0.5`, and `correct` earns all of 1"),
        ("t,correct,1", "t,partial,-0.1", "points `-0.1`, and `partial` costs nothing"),
        ("t,correct,1", "t,incorrect,0.1", "points `0.1`, and `incorrect` earns nothing"),
        ("t,correct,1", "t,unanswered,1", "points `1`, and `unanswered` has 0"),
        ("t,correct,1", "t,unanswered,-1", "points `-1`, and `unanswered` has 0"),
        ("t,correct,1", "t,timed_out,0.5", "points `0.5`, and `timed_out` has 0"),
        ("correct", "ungraded", "points `1`, and an `ungraded` answer has no points yet"),
        ("2.5", "-2.5", "seconds `-2.5`, expected nothing less than 0"),
        (
            "2026-11-18T09:30:00Z",
            "yesterday",
            "started_at `yesterday`, expected an instant such as `2026-11-18T09:30:00Z`",
        ),
        (",exam,", ",viva,", "mode `viva`, expected `exam`, `practice`"),
        ("=0.70", "=7", "ladder `junior=7`, expected rungs with cuts such as `junior=0.70 middle=0.65`"),
        (
            "=0.70",
            "=0.7 junior=0.8",
            "ladder `junior=0.7 junior=0.8`, expected rungs with cuts such as `junior=0.70 middle=0.65`",
        ),
        ("Ada", "", "candidate nothing, where something must be"),
        ("Ada", " ", "candidate nothing, where something must be"),
        (",q1,", ",,", "question_id nothing, where something must be"),
        (",q1,", ",q1,q1,", " 13 cells, and the header has 12"),
    ] {
        assert_eq!(bad(from, to), said);
    }
}

#[test]
fn an_outcome_may_have_all_the_points_that_it_can_earn() {
    for (outcome, points) in [
        ("correct", &["1", "1.0"][..]),
        // A part may be so small or so great that it is rounded to nothing or to all.
        ("partial", &["0", "0.0001", "0.5", "1"]),
        ("incorrect", &["0", "-0.25", "-1"]),
        ("unanswered", &["0", "-0"]),
        ("timed_out", &["0.0"]),
    ] {
        for points in points {
            let row = GOOD.replace("correct,1,", &format!("{outcome},{points},"));
            let told = told(format!("{HEADER}{row}").as_bytes());
            assert_eq!((told.rows.len(), told.bad), (1, Vec::new()), "{outcome} {points}");
        }
    }
}

#[test]
fn a_ladder_has_so_many_rungs_and_no_more() {
    let ladder = |n: usize| (0..n).map(|rung| format!("r{rung}=0.5")).collect::<Vec<_>>().join(" ");
    let row = GOOD.replace("junior=0.70", &ladder(64));
    assert_eq!(told(format!("{HEADER}{row}").as_bytes()).rows.len(), 1);
    for n in [65, 100_000] {
        let said = bad("junior=0.70", &ladder(n));
        assert_eq!(said, "ladder a ladder of more than 64 rungs, expected 64 at most");
    }
}

#[test]
fn what_is_not_utf8_is_a_bad_cell_and_no_more() {
    let mut bytes = format!("{HEADER}{GOOD}{GOOD}").into_bytes();
    let last_topic = String::from_utf8_lossy(&bytes).rfind(",t,").unwrap() + 1;
    bytes[last_topic] = 0xff;
    let told = told(&bytes);
    assert_eq!(told.rows.len(), 1);
    assert!(told.bad.concat().ends_with("topic text that is not UTF-8"), "{:?}", told.bad);
}

proptest! {
    #[test]
    fn amounts_are_read_as_points_are(text in "-?[0-9.]{0,12}") {
        prop_assert_eq!(amount(text.as_bytes()), Points::parse(&text));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        told(&[HEADER.as_bytes(), &bytes].concat());
    }
}

/// As in our own results the ladder stands behind the lead.
const BEHIND: &str =
    "attempt_id,candidate,exam_id,started_at,question_id,topic,ladder,outcome,points,max_points,seconds\n";

/// A row of few different ones, some of which can't be understood.
fn row_of_few() -> impl Strategy<Value = String> {
    let of = |texts: &'static [&'static str]| proptest::sample::select(texts);
    (
        of(&["a,Ada,m,2026-11-18T09:30:00Z", "a,Ada,m,2026-11-18T09:30:00Z", "b,Bob,m,never"]),
        of(&["q1,t", "q2,u", ",t", "\u{e9},t", "\"q\",t", "q1,t,x"]),
        of(&["junior=0.70", "middle=0.65", "", "junior"]),
        of(&["correct,1,1", "incorrect,0,1", "correct,0,1", "ungraded,,1", "wrong,0,1", "partial,0.5,"]),
        of(&["", "2.5", "13.3", "-1", "soon"]),
    )
        .prop_map(|(head, question, ladder, earned, seconds)| {
            format!("{head},{question},{ladder},{earned},{seconds}\n")
        })
}

proptest! {
    #[test]
    fn rows_that_come_again_are_judged_as_each_is_by_itself(rows in proptest::collection::vec(row_of_few(), 1..60)) {
        let all = told(format!("{BEHIND}{}", rows.concat()).as_bytes());
        let (mut at, mut alone) = (BEHIND.len(), Told::default());
        for row in &rows {
            let one = told(format!("{BEHIND}{row}").as_bytes());
            alone.rows.extend(one.rows);
            alone.whole.extend(one.whole);
            let place = |bad: &String| bad.replacen(&BEHIND.len().to_string(), &at.to_string(), 1);
            alone.bad.extend(one.bad.iter().map(place));
            at += row.len();
        }
        prop_assert_eq!((all.rows, all.whole, all.bad), (alone.rows, alone.whole, alone.bad));
    }
}
