//! `new`: the starter, and what is said where nobody can be asked.

use std::fs;

use super::sandbox::{Sandbox, holds};

#[test]
fn the_starter_is_an_exam_without_errors_or_warnings() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["new", "--template", "my exam.toml"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    holds(
        &ran.err,
        &["Written: my exam.toml (8 questions, 2 topics). Next:", "    examiner check 'my exam.toml'\n"],
    );
    let ran = sandbox.run(&["check", "--deny", "warnings", "my exam.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("my exam.toml: no errors, no warnings"), "{ran:?}");
    let text = fs::read_to_string(sandbox.path("my exam.toml")).unwrap();
    holds(&text, &["id = \"my-exam\"\ntitle = \"My exam\"\n", "# What results call the question"]);
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 3, "a home, an exam, and another");
}

#[test]
fn what_the_starter_says_to_run_next_runs() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["new", "--template", "starter.toml"], "");
    let next: Vec<Vec<&str>> = ran
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("    examiner "))
        .map(|line| line.split(' ').collect())
        .collect();
    assert_eq!(next.len(), 2, "{ran:?}");
    assert_eq!(sandbox.run(&next[0], "").code, Some(0));
    let mut practice = next[1].clone();
    practice.extend(["--yes", "--no-record", "--seed", "1"]);
    let ran = sandbox.run(&practice, "");
    holds(&ran.err, &["Question 1 of"]);
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let sandbox = Sandbox::new();
    let before = fs::read(sandbox.path("four.toml")).unwrap();
    for args in [&["new", "--template", "four.toml"][..], &["new", "four.toml"]] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(
            &ran.words(),
            &["`four.toml`: there is something of that name, and it is not replaced", "help: name another"],
        );
    }
    assert_eq!(fs::read(sandbox.path("four.toml")).unwrap(), before);
    // Before anything is asked.
    for args in [&["new", "--template", "nowhere/x.toml"][..], &["new", "nowhere/x.toml"]] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        holds(&ran.words(), &["there is no such folder", "make the folder first"]);
    }
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let sandbox = Sandbox::new();
    for args in [&["new", "x.toml"][..], &["new", "--plain", "x.toml"]] {
        let ran = sandbox.run(args, "Title\n");
        assert_eq!(ran.code, Some(4), "{ran:?}");
        holds(&ran.words(), &["there is no terminal to ask on", "examiner new --template x.toml"]);
    }
    assert!(!sandbox.path("x.toml").exists() && !sandbox.path("x.toml.draft").exists());
}

#[test]
fn its_help_ends_with_examples() {
    let ran = Sandbox::new().run(&["new", "--help"], "");
    holds(&ran.out, &["4 no terminal to ask on", "Examples:\n  examiner new interview.toml\n"]);
}

#[test]
#[cfg(debug_assertions)]
fn a_disk_that_is_full_leaves_no_half_of_a_file() {
    let sandbox = Sandbox::new();
    let args = ["new", "--template", "x.toml"];
    for fault in ["full:3:100", "torn:3:100", "kill:4", "kill:5"] {
        let ran = sandbox.run_with("EXAMINER_TEST_FAULT", fault, &args, "");
        assert_ne!(ran.code, Some(0), "{fault}: {ran:?}");
        assert!(!sandbox.path("x.toml").exists(), "{fault}");
    }
    assert_eq!(sandbox.run(&args, "").code, Some(0));
}

#[test]
fn a_starter_beside_a_draft_says_that_there_is_one() {
    let sandbox = Sandbox::new();
    sandbox.write("x.toml.draft", "mine");
    let ran = sandbox.run(&["new", "--template", "x.toml"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.words(), &["There is a draft of that name, too, which is left as it is: x.toml.draft."]);
    assert_eq!(fs::read_to_string(sandbox.path("x.toml.draft")).unwrap(), "mine");
}
