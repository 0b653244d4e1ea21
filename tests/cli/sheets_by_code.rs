//! Sheets by the codes of a blind report, and by copies of the exam that are not the one that was sat or marked by.

use super::sandbox::{EXAM, Sandbox, holds};

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ada and Bob sat the exam, and have codes.
fn coded() -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::new();
    for (name, typed) in [("Ada Lovelace", "b\na c\nc\n41\n"), ("Bob Roe", "c\na c\nd\n40\n")] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], typed);
        assert_eq!(taken.code, Some(0), "{taken:?}");
    }
    let blind = sandbox.run(&["report", "--blind"], "");
    assert_eq!(blind.code, Some(0), "{blind:?}");
    let codes = std::fs::read_to_string(sandbox.path("results.csv.codes")).unwrap();
    let mut of: Vec<(String, String)> = codes
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').map(|(code, name)| (name.to_owned(), code.to_owned())).unwrap())
        .collect();
    of.sort();
    (sandbox, of.into_iter().map(|(_, code)| code).collect())
}

#[test]
fn a_code_stands_for_its_candidate_and_no_name_is_shown() {
    let (sandbox, codes) = coded();
    let (ada, bob) = (codes[0].as_str(), codes[1].as_str());
    for format in ["table", "markdown", "csv", "json"] {
        for arguments in [&["debrief", ada, "--all"][..], &["compare", ada, bob]] {
            let ran = sandbox.run(&[arguments, &["--format", format]].concat(), "");
            assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
            holds(&ran.out, &[ada, "the second"]);
            let said = ran.out + &ran.err;
            let year = &sandbox.column("results.csv", "started_at")[0][..10];
            for name in
                ["Ada", "Lovelace", "Bob", "Roe", &sandbox.column("results.csv", "attempt_id")[0], year]
            {
                assert!(!said.contains(name), "{arguments:?}: `{name}` is in:\n{said}");
            }
        }
    }
    let ran = sandbox.run(&["compare", ada, "Bob Roe"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(&ran.words(), &["some are named by their codes and others by their names"]);
    let ran = sandbox.run(&["debrief", ada, "--exam", "five"], "");
    assert!(!(ran.out + &ran.err).contains("Ada"));
}

#[test]
fn a_name_that_looks_like_a_code_is_a_name() {
    let (sandbox, codes) = coded();
    let taken = sandbox.run(&["take", "four.toml", "--candidate", &codes[0], "--yes"], "a\na\na\n1\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let ran = sandbox.run(&["debrief", &codes[0]], "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&ran.out, &["0 of 4 points", "attempt 0"]);
}

#[test]
fn a_copy_with_another_key_is_told_of_and_so_is_another_exam() {
    let (sandbox, _) = coded();
    let (second, first) = ("text = \"the second\"\ncorrect = true", "text = \"the first\"\n");
    let mended = EXAM.replacen(second, "text = \"the second\"", 1).replacen(
        first,
        "text = \"the first\"\ncorrect = true\n",
        1,
    );
    sandbox.write("mended.toml", mended);
    std::fs::rename(sandbox.path("results.csv"), sandbox.path("elsewhere.csv")).unwrap();
    let arguments = ["debrief", "Ada Lovelace", "elsewhere.csv", "--exam-file", "mended.toml"];
    let ran = sandbox.run(&arguments, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds(&words(&ran.out), &["The marks were made by the key", "may not be what counted as right."]);
    let own = ["debrief", "Ada Lovelace", "elsewhere.csv", "--exam-file", "four.toml"];
    assert!(!sandbox.run(&own, "").out.contains("made by the key"));
    sandbox.write("other.toml", EXAM.replace("id = \"four\"", "id = \"five\""));
    for command in [&["debrief", "Ada Lovelace"][..], &["report"]] {
        let ran = sandbox.run(&[command, &["elsewhere.csv", "--exam-file", "other.toml"]].concat(), "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        holds(&words(&ran.out), &["`other.toml` is the exam `five`, and no attempt here is of that"]);
    }
}
