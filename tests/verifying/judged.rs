//! What may change after the hand-in: another key, marks by people, questions that count for nobody.

use examiner::exam::Exam;
use examiner::grading::said::{Mark, Said};
use examiner::verifying::{FactKind, Kind};
use std::sync::Arc;

use super::bench::Bench;
use crate::cli::sandbox::{EXAM, Sandbox};

const ESSAY: &str = r#"
[[question]]
id = "why"
topic = "letters"
kind = "essay"
points = 3
prompt = "Why?"
criterion = [{ text = "a cause", points = 1 }, { text = "an effect", points = 2 }]
"#;

struct Marked {
    _sandbox: Sandbox,
    bench: Bench,
    exam: Arc<Exam>,
    ids: Vec<String>,
    text: String,
}

/// Ada and Bob have sat four questions and an essay; a wrong answer costs a quarter.
fn sat() -> Marked {
    let sandbox = Sandbox::new();
    let text = format!("{EXAM}{ESSAY}").replacen("[[topic]]", "[scoring]\nwrong = 0.25\n[[topic]]", 1);
    sandbox.write("four.toml", &text);
    for name in ["Ada", "Bob"] {
        let lines = "a\na c\nx\n42\nBecause.\n.\n";
        let ran = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], lines);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let mut bench = Bench::at(&sandbox.path("results.csv"));
    let exam = bench.keep(text.as_bytes());
    let ids = [0, 5].map(|row| bench.rows[row][0].clone()).to_vec();
    Marked { _sandbox: sandbox, bench, exam, ids, text }
}

impl Marked {
    fn give(&mut self, who: usize, criterion: usize, points: &str, grader: &str, agreed: bool) {
        let mark = Mark {
            attempt: self.ids[who].clone(),
            question: "why".to_owned(),
            criterion,
            points: points.to_owned(),
            grader: grader.to_owned(),
            comment: None,
            key_digest: self.exam.key_digest.full(),
        };
        let said = if agreed { Said::Agreed(mark) } else { Said::Marked(mark) };
        self.bench.said.push((i64::MAX, said));
    }

    /// Says that a question is broken.
    fn strike(&mut self, question: &str, at_ms: i64) {
        let said = Said::Dropped {
            exam: "four".to_owned(),
            question: question.to_owned(),
            grader: "Ito".to_owned(),
            comment: None,
            key_digest: self.exam.key_digest.full(),
        };
        self.bench.said.push((at_ms, said));
    }

    /// The mark that was given as the nth.
    fn mark(&mut self, nth: usize) -> &mut Mark {
        match &mut self.bench.said[nth].1 {
            Said::Marked(mark) | Said::Agreed(mark) => mark,
            Said::Dropped { .. } => panic!("no mark"),
        }
    }

    /// Writes what a row says of its mark.
    fn say(&mut self, row: usize, outcome: &str, points: &str, grader: &str) {
        for (column, text) in [("outcome", outcome), ("points", points), ("grader", grader)] {
            text.clone_into(self.bench.cell(row, column));
        }
    }

    fn told(&self) -> Vec<(Kind, Option<u64>, Option<&'static str>)> {
        self.bench.alterations().iter().map(|one| (one.kind, one.line, one.column)).collect()
    }

    fn facts(&self) -> Vec<FactKind> {
        self.bench.verdict().facts.into_iter().map(|fact| fact.kind).collect()
    }
}

fn cell(line: u64, column: &'static str) -> (Kind, Option<u64>, Option<&'static str>) {
    (Kind::Cell, Some(line), Some(column))
}

#[test]
fn an_essay_has_the_points_that_people_gave_and_no_others() {
    let mut it = sat();
    assert_eq!(it.told(), []);
    it.say(4, "correct", "3", "Ito");
    assert_eq!(it.told(), ["outcome", "points", "grader"].map(|column| cell(6, column)), "nobody marked it");
    it.give(0, 1, "1", "Ito", false);
    assert_eq!(it.told().len(), 3, "half of it is marked");
    it.give(0, 2, "0.5", "Ito", false);
    assert_eq!(it.told(), [cell(6, "outcome"), cell(6, "points")]);
    it.say(4, "partial", "1.5", "Ito");
    assert_eq!(it.told(), []);
    assert_eq!(it.facts(), [FactKind::ByHand { answers: 1, graders: "Ito".to_owned() }]);
    it.say(4, "partial", "1.5", "Okafor");
    assert_eq!(it.told(), [cell(6, "grader")]);
    // Another says the same, then something else; then they agree.
    it.give(0, 2, "0.50", "Adeyemi", false);
    it.say(4, "partial", "1.5", "Ito");
    assert_eq!(it.told(), [], "who marked only a part stands for nothing yet");
    it.give(0, 1, "1", "Adeyemi", false);
    it.say(4, "partial", "1.5", "Adeyemi+Ito");
    assert_eq!(it.told(), []);
    it.give(0, 2, "2", "Adeyemi", false);
    assert_eq!(it.told(), [], "as it was before they differed");
    it.say(4, "ungraded", "", "");
    assert_eq!(it.told(), []);
    it.give(0, 2, "1", "Ito+Adeyemi", true);
    it.say(4, "partial", "2", "Adeyemi+Ito");
    assert_eq!(it.told(), []);
    // Marks that the results do not have yet.
    it.say(4, "ungraded", "", "");
    assert_eq!((it.told(), it.facts()), (vec![], vec![FactKind::Waiting { answers: 1 }]));
    // Nobody else's answer has them.
    it.say(9, "partial", "2", "Adeyemi+Ito");
    assert_eq!(it.told().len(), 3);
}

#[test]
fn marks_by_another_rubric_or_beyond_it_are_none() {
    let mut it = sat();
    it.give(0, 1, "1", "Ito", false);
    it.give(0, 2, "2", "Ito", false);
    it.say(4, "correct", "3", "Ito");
    assert_eq!(it.told(), []);
    let said = it.bench.said.clone();
    it.mark(1).key_digest = "0".repeat(64);
    assert_eq!(it.told().len(), 3);
    it.bench.said.clone_from(&said);
    for points in ["2.5", "-1", "all", ""] {
        it.mark(1).points = points.to_owned();
        assert_eq!(it.told().len(), 3, "{points}");
    }
    // Where no exam is at hand, marks can't be followed, and that is said.
    it.bench.said = said;
    it.bench.exams.clear();
    assert_eq!(it.told().len(), 3);
    assert!(it.bench.alterations()[0].why.contains("--exam"));
    it.say(4, "ungraded", "", "");
    assert_eq!(it.told(), []);
}

#[test]
fn another_key_marks_every_answer_anew() {
    let mut it = sat();
    let mended = it.text.replacen("accept = [\"c\"]", "accept = [\"c\", \"x\"]", 1);
    let exam = examiner::exam::parse(mended.as_bytes()).unwrap();
    assert_eq!(exam.exam_digest, it.exam.exam_digest);
    let key = exam.key_digest.short();
    for row in 0..5 {
        key.clone_into(it.bench.cell(row, "key_digest"));
    }
    it.say(2, "correct", "1", "key");
    assert_eq!(it.told(), [2, 3, 4, 5, 6].map(|line| cell(line, "key_digest")));
    assert!(it.bench.alterations()[0].why.contains("no exam with that key"));
    it.bench.keep(mended.as_bytes());
    assert_eq!(it.told(), []);
    let from = it.exam.key_digest.short();
    let exam_id = "four".to_owned();
    assert_eq!(
        it.facts(),
        [FactKind::Versions { exam: exam_id, texts: 1, keys: 2 }, FactKind::Mended { from, to: key }]
    );
    it.say(2, "incorrect", "-0.25", "key");
    assert_eq!(it.told(), [cell(4, "outcome"), cell(4, "points")], "by the old key");
    it.say(2, "correct", "1", "key");
    it.say(0, "incorrect", "0", "key");
    assert_eq!(it.told(), [cell(2, "points")], "a wrong answer is still charged");
    it.say(0, "incorrect", "-0.25", "key");
    // A question that is dropped after that waits as well.
    it.strike("name", i64::MAX);
    assert_eq!(it.told(), []);
    it.bench.said.clear();
    // One row alone by another key is no grading.
    let own = it.exam.key_digest.short();
    own.clone_into(it.bench.cell(3, "key_digest"));
    assert_eq!(it.told(), [cell(5, "key_digest")]);
}

#[test]
fn a_dropped_question_counts_for_nobody() {
    let mut it = sat();
    let drop = |it: &mut Marked, row: usize| {
        for (column, text) in [("points", "0"), ("max_points", "0"), ("grader", "dropped")] {
            text.clone_into(it.bench.cell(row, column));
        }
    };
    drop(&mut it, 0);
    assert_eq!(it.told(), ["points", "max_points", "grader"].map(|column| cell(2, column)), "nobody said so");
    it.strike("pick", i64::MAX);
    let told = it.told();
    assert_eq!(
        told,
        ["points", "max_points", "grader"].map(|column| cell(7, column)),
        "for some, not for all"
    );
    drop(&mut it, 5);
    assert_eq!(it.told(), []);
    *it.bench.cell(5, "max_points") = "1".to_owned();
    assert_eq!(it.told(), [cell(7, "max_points")]);
    // Where nobody is without it yet, all wait; and who came later waits for the next grading.
    it = sat();
    it.strike("pick", 0);
    assert_eq!(it.told(), []);
    assert!(it.facts().contains(&FactKind::Waiting { answers: 1 }));
    it.bench.said.clear();
    it.strike("pick", 1_000_000_000_000);
    drop(&mut it, 0);
    assert_eq!(it.told(), [], "Bob was recorded after it was said");
    assert!(it.facts().contains(&FactKind::Waiting { answers: 1 }));
    it.bench.said.clear();
    it.strike("pick", i64::MAX);
    assert_eq!(it.told(), ["points", "max_points", "grader"].map(|column| cell(7, column)), "before it was");
    // An essay that nobody marked can be dropped, too.
    it = sat();
    it.strike("why", 0);
    for row in [4, 9] {
        it.say(row, "incorrect", "0", "dropped");
        *it.bench.cell(row, "max_points") = "0".to_owned();
    }
    assert_eq!(it.told(), []);
}
