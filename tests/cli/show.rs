//! `show`: an exam to read or to print.

use std::path::Path;

use super::sandbox::{EXAM, Sandbox, holds};

/// The four questions with shuffled options and something to say about each.
fn told() -> String {
    EXAM.replace("shuffle = { options = false }\n", "")
        .replace(
            "accept = [\"c\"]",
            "accept = [\"c\"]\nhint = \"secret: a hint\"\nexplanation = \"secret: because\"",
        )
        .replace("answer = 42", "answer = 42\nfollow_up = \"secret: and then?\"")
}

#[test]
fn what_is_right_is_shown_only_where_it_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", told());
    for format in ["text", "markdown", "html"] {
        let ran = sandbox.run(&["show", "four.toml", "--format", format], "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{format}");
        holds(&ran.out, &["Four kinds", "Question 4 of 4", "Pick the second.", "the third", "limit 10 min"]);
        for hidden in ["secret", "42,", "It is the first.", "✓"] {
            assert!(!ran.out.contains(hidden), "{format}: `{hidden}` in:\n{}", ran.out);
        }
        let ran = sandbox.run(&["show", "four.toml", "--answers", "--format", format], "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{format}");
        holds(
            &ran.out,
            &[
                "It is the first.",
                "secret: a hint",
                "secret: because",
                "secret: and then?",
                "middle",
                "cuts junior 70%",
            ],
        );
    }
}

#[test]
fn a_seed_shows_what_take_asks() {
    let sandbox = Sandbox::new();
    let draws = "\n[[draw]]\nlevel = \"middle\"\ncount = 1\n";
    sandbox.write("four.toml", told() + draws);
    let lines = |text: &str| -> Vec<String> {
        let shown = text.lines().map(str::trim).filter(|line| {
            line.starts_with(['a', 'b', 'c']) && line.get(1..3) == Some("  ")
                || line.ends_with(['.', '?']) && line.len() > 12
        });
        shown
            .filter(|line| ["the ", "Tick the", "Which"].iter().any(|part| line.contains(part)))
            .filter(|line| !line.starts_with("Choose all"))
            .map(str::to_owned)
            .collect()
    };
    let mut different = std::collections::BTreeSet::new();
    for seed in 0..6_u32 {
        let seed = seed.to_string();
        let shown = sandbox.run(&["show", "four.toml", "--seed", &seed], "").out;
        let taken = sandbox.run(
            &["take", "four.toml", "--candidate", "Ada", "--yes", "--no-record", "--seed", &seed],
            ":skip\n:skip\n:skip\n:submit\n",
        );
        holds(&shown, &[&format!("3 questions, as drawn for seed {seed}")]);
        let asked: Vec<String> = lines(&taken.err)
            .into_iter()
            .filter(|line| !line.starts_with('-') && !line.contains("time"))
            .collect();
        for line in lines(&shown) {
            assert!(asked.contains(&line), "seed {seed}: `{line}` is not asked:\n{}", taken.err);
        }
        different.insert(lines(&shown));
    }
    assert!(different.len() > 1, "seeds differ");
    let all = sandbox.run(&["show", "four.toml"], "").out;
    holds(
        &all,
        &["3 of these 4 questions, drawn for each candidate", "Tick the vowels.", "Which letter comes"],
    );
}

#[test]
fn a_form_shows_what_its_draws_may_bring() {
    let sandbox = Sandbox::new();
    let form =
        "\n[[form]]\nid = \"low\"\ntitle = \"The low ones\"\ndraw = [{ level = \"junior\", count = 1 }]\n";
    sandbox.write("four.toml", told() + form);
    let ran = sandbox.run(&["show", "four.toml/low"], "");
    holds(&ran.out, &["The low ones", "Question 1 of 1", "Pick the second."]);
    assert!(!ran.out.contains("Tick the vowels"), "{}", ran.out);
}

#[test]
fn kinds_that_are_marked_by_people_are_shown_too_and_their_files_order_is_kept() {
    let sandbox = Sandbox::new();
    let kinds = include_str!("../fixtures/exams/valid/all-kinds.toml");
    sandbox.write("kinds.toml", kinds);
    let ran = sandbox.run(&["show", "kinds.toml", "-o", "paper.md"], "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    let paper = std::fs::read_to_string(sandbox.path("paper.md")).unwrap();
    holds(
        &paper,
        &["# ", "## Question 8 of 8", "○ true", "Put these in order", "Match each number with a letter"],
    );
    let ran = sandbox.run(&["show", "kinds.toml", "--answers", "-o", "marker.html"], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let page = std::fs::read_to_string(sandbox.path("marker.html")).unwrap();
    holds(&page, &["<!DOCTYPE html>", "Right order", "Right pairs", "Criteria"]);
    for elsewhere in ["http://", "https://", "src=", "<script", "@import", "url("] {
        assert!(!page.contains(elsewhere), "`{elsewhere}`");
    }
}

#[test]
fn a_paper_has_no_answers_to_show() {
    let sandbox = Sandbox::new();
    sandbox.write("paper.toml", include_str!("../fixtures/exams/valid/paper.toml"));
    assert_eq!(sandbox.run(&["show", "paper.toml"], "").code, Some(0));
    let ran = sandbox.run(&["show", "paper.toml", "--answers"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["is a paper, an exam without its key"]);
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let sandbox = Sandbox::new();
    let shown = |pager: &str, args: &[&str], rows: u16| {
        let mut pty = sandbox.pty_with(&[("PAGER", Path::new(pager))], args, 80, rows);
        let code = pty.finish();
        (code, pty.transcript())
    };
    let show = ["show", "four.toml"];
    let (code, text) = shown("sed 's/Question/PAGED/g'", &show, 24);
    assert!(code == 0 && text.contains("PAGED 4 of 4"), "{code} {text}");
    // What fits, what is asked for at once, and what has no pager is printed.
    let (code, text) = shown("sed 's/Question/PAGED/g'", &show, 200);
    assert!(code == 0 && text.contains("Question 4 of 4"), "{code} {text}");
    let (code, text) = shown("sed 's/Question/PAGED/g'", &["show", "four.toml", "--no-pager"], 24);
    assert!(code == 0 && text.contains("Question 4 of 4"), "{code} {text}");
    let (code, text) = shown("/nope/pager", &show, 24);
    assert!(code == 0 && text.contains("Question 4 of 4"), "{code} {text}");
    // Whoever quits the pager has seen enough.
    let (code, text) = shown("head -n 1", &show, 24);
    assert!(code == 0 && text.contains("Four kinds") && !text.contains("Question 4 of 4"), "{code} {text}");
}

#[test]
fn a_sheet_never_takes_the_place_of_its_exam() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("four.toml")).unwrap();
    for args in [
        &["show", "four.toml", "--format", "markdown", "-o", "four.toml"][..],
        &["show", "./four.toml", "--answers", "--format", "html", "-o", "four.toml"],
    ] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &["`four.toml` holds an exam, and would be replaced"]);
    }
    let ran = sandbox.run(&["show", "four.toml", "-o", "paper.pdf"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["`.pdf` tells no format", "--format text|markdown|html"]);
    assert_eq!(sandbox.run(&["show", "four.toml", "-o", "paper.HTML"], "").code, Some(0));
    holds(&std::fs::read_to_string(sandbox.path("paper.HTML")).unwrap(), &["<!DOCTYPE html>"]);
    assert_eq!(std::fs::read(sandbox.path("four.toml")).unwrap(), before);
}

#[test]
fn no_report_or_sheet_takes_the_place_of_an_exam_or_a_journal() {
    let sandbox = Sandbox::new();
    sandbox.write("other.toml", told());
    assert_eq!(sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\n").code, Some(130));
    let journal = sandbox.journal("results.csv");
    let before = std::fs::read(&journal).unwrap();
    let path = journal.display().to_string();
    for (target, what) in [("other.toml", "holds an exam"), (path.as_str(), "holds an attempt's journal")] {
        let ran = sandbox.run(&["show", "four.toml", "--format", "markdown", "-o", target], "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[what]);
    }
    assert_eq!(std::fs::read_to_string(sandbox.path("other.toml")).unwrap(), told());
    assert_eq!(std::fs::read(&journal).unwrap(), before);
}

#[test]
fn the_order_of_an_authors_ids_is_not_shown() {
    let sandbox = Sandbox::new();
    let entries: Vec<String> =
        (1..=8).map(|at| format!("[[question.entry]]\nid = \"e{at}\"\ntext = \"step {at}\"\n")).collect();
    let exam = format!(
        "format = 1\nid = \"o\"\ntitle = \"O\"\n[[question]]\nid = \"q\"\ntopic = \"t\"\nkind = \"order\"\nprompt = \"Sort.\"\n{}",
        entries.concat()
    );
    sandbox.write("o.toml", exam);
    let shown = sandbox.run(&["show", "o.toml"], "").out;
    let steps: Vec<&str> = shown.lines().filter_map(|line| line.split("step ").nth(1)).collect();
    assert_eq!(steps.len(), 8, "{shown}");
    assert_ne!(steps, ["1", "2", "3", "4", "5", "6", "7", "8"], "{shown}");
}

#[test]
fn a_seed_below_zero_is_no_seed() {
    let sandbox = Sandbox::new();
    for args in [&["show", "four.toml", "--seed", "-1"][..], &["take", "four.toml", "--seed", "-1"]] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &["invalid value '-1' for '--seed <N>'"]);
    }
}
