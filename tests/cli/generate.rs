//! `examiner generate`: schema, completion scripts, manual pages.

use std::fs;

use super::sandbox::{Sandbox, holds};

#[test]
fn the_schema_is_printed() {
    let ran = Sandbox::new().run(&["generate", "schema"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let schema: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn there_is_a_script_for_each_shell() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = sandbox.run(&["generate", "completions", shell], "");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        holds(&ran.out, &[&format!("__complete {shell} ")]);
    }
    let ran = sandbox.run(&["generate", "completions", "fisch"], "");
    assert_eq!(ran.code, Some(2));
    holds(&ran.err, &["'fish'"]);
}

#[test]
fn a_page_of_the_manual_is_printed_or_all_are_written() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["generate", "man"], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    holds(&ran.out, &[".TH examiner 1", "examiner\\-take(1)", "examiner\\-generate(1)"]);
    assert!(!ran.out.contains("complete(1)"), "what is hidden is on no page");
    let one = sandbox.run(&["generate", "man", "take"], "");
    holds(&one.out, &[".TH examiner-take 1", ".SH EXAMPLES\n.nf\n  examiner take delivery\\-guarantees"]);

    fs::create_dir(sandbox.path("man1")).expect("a folder");
    let ran = sandbox.run(&["generate", "man", "-o", "man1"], "");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    let read = |name: &str| fs::read_to_string(sandbox.path("man1").join(name)).expect(name);
    assert_eq!(read("examiner-take.1"), one.out);
    holds(&read("examiner-generate-completions.1"), &[".SH EXAMPLES"]);
    assert!(fs::read_dir(sandbox.path("man1")).expect("a folder").count() > 12);
}

#[test]
fn a_manual_that_has_no_place_or_no_page_is_refused() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["generate", "man", "-o", "nowhere"], "");
    assert_eq!(ran.code, Some(3));
    holds(&ran.words(), &["`nowhere`: there is no such folder", "mkdir -p nowhere"]);
    let ran = sandbox.run(&["generate", "man", "tkae"], "");
    assert_eq!(ran.code, Some(2));
    holds(&ran.words(), &["no command `tkae`", "did you mean `take`?"]);
}
