//! Rows as `grade --write` leaves them are as they have to be for `verify`, however often they were marked; and no others are.

use examiner::exam::{Exam, parse};
use examiner::session::moment::WallTime;
use examiner::store::marks::{Mark, Said, say};

use super::grade;
use crate::cli::sandbox::{EXAM, Ran, Sandbox, holds};
use crate::verifying::bench::Bench;

const ESSAY: &str = r#"
[[question]]
id = "why"
topic = "letters"
kind = "essay"
points = 3
prompt = "Why?"
criterion = [{ text = "a cause", points = 1 }, { text = "an effect", points = 2 }]
"#;

/// Far later than anything is recorded.
const LATER: i64 = 9_000_000_000_000;

struct Room {
    sandbox: Sandbox,
    exam: Exam,
}

/// Ada and Bob have sat four questions and an essay; a wrong answer costs a quarter.
fn room() -> Room {
    let sandbox = Sandbox::new();
    let text = format!("{EXAM}{ESSAY}").replacen("[[topic]]", "[scoring]\nwrong = 0.25\n[[topic]]", 1);
    sandbox.write("four.toml", &text);
    let room = Room { sandbox, exam: parse(text.as_bytes()).unwrap() };
    room.sit("Ada");
    room.sit("Bob");
    room
}

impl Room {
    fn sit(&self, name: &str) {
        let lines = "a\na c\nx\n42\nBecause.\n.\n";
        let ran = self.sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], lines);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }

    /// The exam as it is now, with other text; gives it.
    fn mend(&mut self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.sandbox.path("four.toml")).unwrap();
        assert!(text.contains(from), "`{from}` is not in the exam");
        let text = text.replacen(from, to, 1);
        self.sandbox.write("four.toml", &text);
        self.exam = parse(text.as_bytes()).unwrap();
    }

    fn mark(&self, who: usize, criterion: usize, points: &str, grader: &str) -> Mark {
        Mark {
            attempt: self.sandbox.rows("results.csv")[who * 5]["attempt_id"].clone(),
            question: "why".to_owned(),
            criterion,
            points: points.to_owned(),
            grader: grader.to_owned(),
            comment: None,
            key_digest: self.exam.key_digest.full(),
        }
    }

    fn say(&self, said: Said) {
        say(&self.sandbox.path("results.csv.marks.jsonl"), [said], WallTime(LATER)).unwrap();
    }

    /// Both criteria of an answer.
    fn give(&self, who: usize, points: [&str; 2], grader: &str) {
        for (criterion, points) in (1..).zip(points) {
            self.say(Said::Marked(self.mark(who, criterion, points, grader)));
        }
    }

    fn write(&self, more: &[&str]) {
        grade(&self.sandbox, &[&["--exam", "four.toml", "--write"], more].concat());
    }

    fn verify(&self) -> Ran {
        self.sandbox.run(&["verify", "results.csv"], "")
    }

    /// Every row is as it has to be; and if any of the cells that marks and key decide is changed, it is found.
    fn is_clean(&self, knows: &[&str]) {
        let ran = self.verify();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&ran.out.split_whitespace().collect::<Vec<_>>().join(" "), knows);
        let mut bench = Bench::at(&self.sandbox.path("results.csv"));
        assert_eq!(bench.alterations(), []);
        for row in 0..bench.rows.len() {
            let others = [
                ("outcome", &["correct", "partial", "incorrect", "unanswered", "timed_out", "ungraded"][..]),
                ("points", &["", "0", "0.5", "1", "2", "3", "-0.25"]),
                ("max_points", &["", "0", "1", "2", "3"]),
                ("grader", &["", "key", "dropped", "Ito", "Berg", "Berg+Ito", "Okafor"]),
                ("key_digest", &["", "0000000000000000", "0123"]),
            ];
            for (column, texts) in others {
                let was = bench.cell(row, column).clone();
                for text in texts.iter().filter(|text| was != **text) {
                    (*text).clone_into(bench.cell(row, column));
                    let found = bench.alterations();
                    let told: Vec<_> = found
                        .iter()
                        .map(|one| (one.column, one.row.as_deref(), one.expected.as_deref()))
                        .collect();
                    assert_eq!(
                        told,
                        [(Some(column), Some(*text), Some(was.as_str()))],
                        "row {row}: {found:?}"
                    );
                }
                was.clone_into(bench.cell(row, column));
            }
        }
    }
}

#[test]
fn rows_that_were_marked_by_hand_and_by_a_mended_key_are_clean() {
    let mut room = room();
    room.is_clean(&["10 rows of 2 attempts: 0 alterations"]);
    room.give(0, ["1", "0.5"], "Ito");
    room.give(1, ["0", "2"], "Ito");
    room.write(&[]);
    room.is_clean(&["1 answer marked by Ito"]);
    room.mend("accept = [\"c\"]", "accept = [\"c\", \"x\"]");
    room.write(&[]);
    room.is_clean(&["marked by the key", "1 answer marked by Ito"]);
    // To and fro, by keys that are known.
    room.mend("accept = [\"c\", \"x\"]", "accept = [\"c\"]");
    room.write(&[]);
    room.is_clean(&["1 answer marked by Ito"]);
}

#[test]
fn an_agreed_mark_that_is_taken_up_again_is_open_again() {
    let room = room();
    room.give(0, ["1", "0.5"], "Ito");
    room.give(0, ["1", "2"], "Berg");
    room.say(Said::Agreed(room.mark(0, 2, "1", "Berg+Ito")));
    room.write(&[]);
    room.is_clean(&["1 answer marked by Berg+Ito"]);
    room.say(Said::Marked(room.mark(0, 2, "1.5", "Ito")));
    let ran = room.verify();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["1 answer marked or dropped, and not so in the results yet"]);
    room.write(&[]);
    assert_eq!(room.sandbox.column("results.csv", "outcome")[4], "ungraded");
    room.is_clean(&[]);
}

#[test]
fn a_second_grader_who_marked_only_some_criteria_stands_for_nothing() {
    let room = room();
    room.give(0, ["1", "0.5"], "Ito");
    room.say(Said::Marked(room.mark(0, 1, "1", "Berg")));
    room.write(&[]);
    assert_eq!(room.sandbox.column("results.csv", "grader")[4], "Ito");
    room.is_clean(&["1 answer marked by Ito"]);
}

#[test]
fn marks_after_the_last_writing_wait_and_are_no_alteration() {
    let room = room();
    room.give(0, ["1", "0.5"], "Ito");
    room.give(1, ["1", "0.5"], "Ito");
    room.write(&[]);
    room.is_clean(&["1 answer marked by Ito"]);
    room.give(0, ["1", "2"], "Berg");
    let ran = room.verify();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    holds(&words, &["1 answer marked by Ito", "1 answer marked or dropped, and not so in the results yet"]);
    room.is_clean(&[]);
    room.give(1, ["0", "0.5"], "Ito");
    room.is_clean(&[]);
    room.write(&[]);
    room.is_clean(&[]);
    // Who is recorded after that waits, and may not say otherwise.
    room.sit("Cy");
    room.give(2, ["1", "2"], "Ito");
    room.is_clean(&["15 rows of 3 attempts", "not so in the results yet"]);
}

#[test]
fn a_row_that_went_back_to_earlier_marks_is_found_by_the_others() {
    let room = room();
    room.give(0, ["1", "2"], "Ito");
    room.give(1, ["1", "2"], "Ito");
    room.write(&[]);
    let before = std::fs::read_to_string(room.sandbox.path("results.csv")).unwrap();
    room.give(0, ["0", "0"], "Ito");
    room.give(1, ["0", "0"], "Ito");
    room.write(&[]);
    room.is_clean(&[]);
    let now = std::fs::read_to_string(room.sandbox.path("results.csv")).unwrap();
    let line = |text: &str, nth: usize| text.lines().nth(nth).unwrap().to_owned();
    room.sandbox.write("results.csv", now.replacen(&line(&now, 5), &line(&before, 5), 1));
    let ran = room.verify();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    holds(&ran.out, &["2 alterations", "by the marks"]);
    // All of them: the file of before, which is another matter.
    room.sandbox.write("results.csv", before);
    let ran = room.verify();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["not so in the results yet"]);
}

#[test]
fn a_drop_and_a_mended_key_may_be_written_at_once() {
    let mut room = room();
    room.mend("accept = [\"c\"]", "accept = [\"c\", \"x\"]");
    room.write(&["--drop-question", "name", "--grader", "Ito", "--comment", "two are right"]);
    assert_eq!(room.sandbox.column("results.csv", "outcome")[2], "correct");
    room.is_clean(&["name counts for nobody, says Ito: two are right", "marked by the key"]);
    room.write(&["--drop-question", "why", "--grader", "Ito"]);
    room.is_clean(&["why counts for nobody"]);
    // An exam without the question that was dropped.
    let text = std::fs::read_to_string(room.sandbox.path("four.toml")).unwrap();
    room.sandbox.write("four.toml", text.split("[[question]]\nid = \"why\"").next().unwrap());
    room.write(&[]);
    room.is_clean(&["why counts for nobody", "marked by the exam's text"]);
}

#[test]
fn another_text_of_the_exam_may_have_marked() {
    let mut room = room();
    room.give(0, ["1", "0.5"], "Ito");
    // Marks by a key of which there is a copy count under the next with the same rubric.
    room.write(&[]);
    room.mend("title = \"Four kinds\"", "title = \"Four of them\"");
    room.mend("accept = [\"c\"]", "accept = [\"c\", \"x\"]");
    room.write(&[]);
    assert_eq!(room.sandbox.column("results.csv", "outcome")[2], "correct");
    room.is_clean(&["marked by the key", "marked by the exam's text", "1 answer marked by Ito"]);
    room.mend("{ text = \"a cause\", points = 1 }", "{ text = \"the cause\", points = 1 }");
    room.write(&[]);
    assert_eq!(room.sandbox.column("results.csv", "outcome")[4], "ungraded", "by another rubric");
    room.is_clean(&[]);
}
