//! One person, two names; two persons, one name.

use super::resuming::{TAKE, TAKE_YES};
use super::sandbox::{EXAM, Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";

fn ids(sandbox: &Sandbox) -> Vec<String> {
    sandbox.column("results.csv", "candidate_id").chunks(4).map(|rows| rows[0].clone()).collect()
}

#[test]
fn a_name_that_sat_the_exam_before_is_asked_about() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, ALL).code, Some(0));
    let same = sandbox.run(&TAKE, "y\ny\nb\na c\nc\n42\ny\n");
    assert_eq!(same.code, Some(0), "{same:?}");
    holds(&same.err, &["Ada sat this exam on ", "The same person?"]);
    // Nothing tells them apart, then too much, then a team.
    let other = format!("n\n\n{}\n  platform team \ny\n{ALL}y\n", "x".repeat(201));
    let other = sandbox.run(&TAKE, &other);
    assert_eq!(other.code, Some(0), "{other:?}");
    holds(&other.err, &["What tells you apart?", "Something is needed"]);
    assert_eq!(ids(&sandbox), ["", "", "platform team"]);
    // `--yes` assumes that it is the same person as the last time.
    assert_eq!(sandbox.run(&TAKE_YES, ALL).code, Some(0));
    assert_eq!(ids(&sandbox)[3], "platform team");
    let third = sandbox.run(&TAKE, &format!("n\nplatform team\nteam two\ny\n{ALL}y\n"));
    assert_eq!(third.code, Some(0), "{third:?}");
    holds(&third.err, &["something else is needed"]);
    assert_eq!(ids(&sandbox)[4], "team two");
}

#[test]
fn another_exam_or_another_name_is_not_asked_about() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, ALL);
    sandbox.write("five.toml", EXAM.replace("id = \"four\"", "id = \"five\""));
    for args in [["take", "five.toml", "--candidate", "Ada"], ["take", "four.toml", "--candidate", "ada"]] {
        let ran = sandbox.run(&args, "");
        assert!(!ran.err.contains("The same person?"), "{ran:?}");
    }
}

#[test]
fn an_open_attempt_is_offered_and_no_to_it_asks_who_it_is() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&TAKE_YES, "b\n").code, Some(130));
    let ran = sandbox.run(&TAKE, &format!("n\nn\nplatform\ny\n{ALL}y\n"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["has this exam open, unsubmitted", "Ada began this exam on ", "What tells you apart?"]);
    assert_eq!(ids(&sandbox), ["platform"]);
    let ran = sandbox.run(&TAKE, "y\na c\nc\n42\ny\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.err, &["Answered 1 of 4."]);
    assert_eq!(ids(&sandbox), ["platform", ""]);
}

#[test]
fn who_leaves_at_the_question_starts_nothing() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, ALL);
    let before = std::fs::read(sandbox.path("results.csv")).expect("the results");
    for lines in ["", "n\n", "y\n", "y\nn\n"] {
        let ran = sandbox.run(&TAKE, lines);
        assert_eq!(ran.code, Some(130), "{lines:?}: {ran:?}");
    }
    assert_eq!(std::fs::read(sandbox.path("results.csv")).expect("the results"), before);
    assert_eq!(sandbox.journals("results.csv").len(), 1);
}

#[test]
fn who_sits_the_exam_elsewhere_now_is_told_so() {
    let sandbox = Sandbox::new();
    let mut first = sandbox.live(&TAKE_YES);
    first.send("b\n");
    first.wait_for("Question 2 of 4");
    // Enter alone starts nothing.
    let second = sandbox.run(&TAKE, "\n");
    assert_eq!(second.code, Some(130), "{second:?}");
    holds(
        &second.words(),
        &[
            "Ada is sitting this exam elsewhere now, since ",
            "Start another attempt? [y/N]",
            "nothing was started",
        ],
    );
    assert_eq!(sandbox.journal_paths("results.csv").len(), 1);
    let third = sandbox.run(&TAKE_YES, ALL);
    assert_eq!(third.code, Some(0), "{third:?}");
    holds(
        &third.words(),
        &["note: Ada is sitting this exam elsewhere now, since ", "This is another attempt."],
    );
    let other = sandbox.run(&["take", "four.toml", "--candidate", "Bo", "--yes"], ALL);
    assert!(!other.err.contains("elsewhere"), "{other:?}");
    first.send("a c\nc\n42\n");
    assert_eq!(first.closed().code, Some(0));
    assert_eq!(sandbox.rows("results.csv").len(), 12);
}
