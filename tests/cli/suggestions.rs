//! "Did you mean", wherever a name is typed that has to be known.

use super::sandbox::{Sandbox, holds};

/// Runs it, and holds what is said against this.
#[track_caller]
fn said(sandbox: &Sandbox, args: &[&str], code: i32, parts: &[&str]) {
    let ran = sandbox.run(args, "");
    assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.err);
    holds(&ran.words(), parts);
}

#[test]
fn a_command_that_is_none() {
    let sandbox = Sandbox::new();
    said(&sandbox, &["tkae"], 2, &["'take'"]);
    said(&sandbox, &["generate", "shema"], 2, &["'schema'"]);
}

#[test]
fn an_exam_that_is_nowhere() {
    let sandbox = Sandbox::new();
    let take = |exam: &str, code: i32, near: &str| {
        said(&sandbox, &["take", exam, "--candidate", "Ada"], code, &[&format!("did you mean `{near}`?")]);
    };
    take("delivery-guarantes", 2, "delivery-guarantees");
    take("Delivery-Guarantees", 2, "delivery-guarantees");
    take("delivery-guarantes/short", 3, "delivery-guarantees/short");
    take("fuor.toml", 3, "four.toml");
    take("four", 2, "four.toml");
    sandbox.write("gamma.toml", super::sandbox::EXAM);
    let ran = sandbox.run(&["check", "--format", "json", "gmama.toml"], "");
    assert!(ran.out.contains("did you mean `gamma.toml`?"), "{ran:?}");
    let ran = sandbox.run(&["check", "alpha.toml"], "");
    assert!(!ran.err.contains("did you mean"), "an ending alone is no likeness: {ran:?}");
    std::fs::remove_file(sandbox.path("gamma.toml")).expect("removed");
    std::fs::create_dir(sandbox.path("exams")).expect("a folder");
    std::fs::rename(sandbox.path("four.toml"), sandbox.path("exams/four.toml")).expect("moved");
    take("exams/fuor.toml", 3, "exams/four.toml");
    said(&sandbox, &["check", "delivery-guarantes"], 3, &["did you mean `delivery-guarantees`?"]);
    said(&sandbox, &["check", "exams/for.toml"], 3, &["did you mean `exams/four.toml`?"]);
    said(&sandbox, &["check", "zzz"], 3, &["check the path"]);
}

#[test]
fn a_form_a_topic_or_a_level_that_the_exam_has_not() {
    let sandbox = Sandbox::new();
    let form = "[[form]]\nid = \"short\"\ndraw = [{ topic = \"letters\", count = 1 }]\n";
    sandbox
        .write("four.toml", super::sandbox::EXAM.replacen("[[question]]", &format!("{form}[[question]]"), 1));
    said(&sandbox, &["take", "four.toml/shrot", "--candidate", "A"], 2, &["did you mean `short`?"]);
    said(
        &sandbox,
        &["take", "four.toml", "--form", "Short", "--candidate", "A"],
        2,
        &["did you mean `short`?"],
    );
    said(&sandbox, &["practice", "four.toml", "--topic", "lettres"], 2, &["did you mean `letters`?"]);
    said(&sandbox, &["practice", "four.toml", "--level", "Senior"], 2, &["did you mean `senior`?"]);
    said(
        &sandbox,
        &["practice", "four.toml", "--level", "zzz"],
        2,
        &["there are: `junior`, `middle`, `senior`"],
    );
}

#[test]
fn a_name_that_is_not_in_the_results() {
    let sandbox = Sandbox::new();
    for name in ["Rigel", "Vega"] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], "b\na c\nc\n42\n");
        assert_eq!(taken.code, Some(0), "{}", taken.err);
    }
    said(&sandbox, &["debrief", "Rigle"], 2, &["no candidate `Rigle`", "did you mean `Rigel`?"]);
    said(&sandbox, &["debrief", "vega"], 2, &["did you mean `Vega`?"]);
    said(&sandbox, &["debrief", "Vega", "--exam", "fuor"], 2, &["did you mean `four`?"]);
    said(&sandbox, &["debrief", "Vega", "--question", "pik"], 2, &["did you mean `pick`?"]);
    said(&sandbox, &["compare", "Rigel", "Vgea"], 2, &["did you mean `Vega`?"]);
    said(&sandbox, &["compare", "Rigel", "Vega", "--exam", "Four"], 2, &["did you mean `four`?"]);
    for (option, typed, near) in [
        ("--candidate", "Rigl", "Rigel"),
        ("--exam", "for", "four"),
        ("--topic", "Letters", "letters"),
        ("--level", "midle", "middle"),
    ] {
        said(&sandbox, &["report", option, typed], 2, &[&format!("did you mean `{near}`?")]);
    }
}

#[test]
fn an_attempt_that_is_not_open_and_a_learner_who_has_not_practised() {
    let sandbox = Sandbox::new();
    said(&sandbox, &["resume", "0192"], 2, &["there is none at all"]);
    let left = sandbox.run(&["take", "four.toml", "--candidate", "Olga", "--yes"], "b\n");
    assert_eq!(left.code, Some(130));
    let id = sandbox.journal("results.csv").file_stem().expect("a name").to_string_lossy().into_owned();
    // No id has such letters.
    said(&sandbox, &["resume", "olga"], 2, &[&format!("did you mean `{id}` (Olga)?")]);
    let slip = format!("{}x{}", &id[..9], &id[10..]);
    said(&sandbox, &["resume", &slip], 2, &[&format!("did you mean `{id}` (Olga)?")]);
    said(&sandbox, &["resume", "zzzz"], 2, &["`examiner resume --list` lists the 1 there are"]);

    let args = ["practice", "four.toml", "--yes", "--candidate", "Grace"];
    assert_eq!(sandbox.run(&args, "b\na c\nc\n42\n").code, Some(0));
    let args = ["practice", "four.toml", "--only-missed", "--candidate", "Garce"];
    said(&sandbox, &args, 2, &["`Garce` has not practised `four` yet", "did you mean `Grace`?"]);
}
