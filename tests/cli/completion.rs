//! What is offered at Tab, and that nothing that a file holds can do harm there.

use std::path::Path;
use std::process::Command;

use super::sandbox::{PROGRAM, Sandbox, run};

const HEADER: &str = "attempt_id,candidate,exam_id,started_at,question_id,topic,outcome,points,max_points\n";

/// Results of these candidates.
fn results(candidates: &[&str]) -> String {
    let rows = candidates.iter().enumerate().map(|(at, candidate)| {
        let quoted = candidate.replace('"', "\"\"");
        format!("a{at},\"{quoted}\",messaging,2026-11-18T10:00:00Z,q1,delivery,correct,1,1\n")
    });
    HEADER.to_owned() + &rows.collect::<String>()
}

/// What fish is offered for these words, without what it means.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let (last, before) = words.split_last().expect("a word");
    let at = format!("--at={last}");
    let args = [&["__complete", "fish", &at, "--", "examiner"], before].concat();
    let ran = sandbox.run(&args, "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words:?}");
    let words = ran.out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned());
    // Where there is nothing else, options are offered.
    words.filter(|word| last.starts_with('-') || !word.starts_with('-')).collect()
}

fn with_forms() -> Sandbox {
    let sandbox = Sandbox::new();
    let forms = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exams/valid/draws.toml");
    sandbox.write("draws.toml", std::fs::read(forms).expect("an exam"));
    sandbox.write("other.toml", "[package]\n");
    std::fs::create_dir(sandbox.path("more")).expect("a folder");
    sandbox
}

#[test]
fn exams_and_forms_are_offered() {
    let sandbox = with_forms();
    let mut exams = vec!["delivery-guarantees".to_owned()];
    for id in ["messaging", "sql", "rust", "http-apis", "observability", "linux"] {
        exams.extend([id.to_owned(), format!("{id}/short")]);
    }
    exams.extend(["draws.toml", "draws.toml/short", "draws.toml/whole", "four.toml"].map(str::to_owned));
    exams.extend(["home/", "more/"].map(str::to_owned));
    for command in ["take", "practice", "show"] {
        assert_eq!(offered(&sandbox, &[command, ""]), exams);
        assert_eq!(offered(&sandbox, &[command, "draws.toml/s"]), ["draws.toml/short"]);
        assert_eq!(offered(&sandbox, &[command, "draws.toml", "--form", ""]), ["short", "whole"]);
        assert_eq!(offered(&sandbox, &[command, "draws.toml", "--form=w"]), ["--form=whole"]);
        assert_eq!(offered(&sandbox, &[command, "four.toml", "--form", ""]), [""; 0]);
    }
    assert_eq!(offered(&sandbox, &["check", "o"]), ["observability", "other.toml"]);
    assert_eq!(offered(&sandbox, &["publish", "del"]), ["delivery-guarantees"]);
    assert_eq!(offered(&sandbox, &["check", "--allow", "gu"]), ["guessable"]);
    assert_eq!(offered(&sandbox, &["help", "check", "near"]), ["near-duplicate"]);
    assert_eq!(offered(&sandbox, &["practice", "four.toml", "--topic", ""]), ["letters", "numbers"]);
    assert_eq!(offered(&sandbox, &["practice", "draws.toml/short", "--level", "t"]), ["two", "three"]);
}

#[test]
fn commands_options_and_words_are_offered() {
    let sandbox = Sandbox::new();
    assert_eq!(offered(&sandbox, &["re"]), ["resume", "record", "report"]);
    assert_eq!(offered(&sandbox, &["generate", ""]), ["schema", "completions", "man"]);
    assert_eq!(offered(&sandbox, &["take", "--ex"]), ["--extra-time", "--extra-time-ref"]);
    assert_eq!(offered(&sandbox, &["take", "--reveal", ""]), ["nothing", "score", "answers"]);
    assert_eq!(offered(&sandbox, &["help", "f"]), ["format"]);
    assert_eq!(offered(&sandbox, &["help", "ta"]), ["take"]);
    assert!(!offered(&sandbox, &[""]).iter().any(|word| word.starts_with('_')));
}

#[test]
fn names_in_the_results_are_offered() {
    let sandbox = Sandbox::new();
    assert_eq!(offered(&sandbox, &["compare", ""]), [""; 0], "without results there are no names");
    sandbox.write("results.csv", results(&["Grace O'Hara", "Ada", "Ada Lovelace"]));
    sandbox.write("panel.csv", results(&["Rigel"]));
    assert_eq!(offered(&sandbox, &["debrief", ""]), ["Ada", "Ada Lovelace", "Grace O'Hara"]);
    assert_eq!(offered(&sandbox, &["debrief", "ada"]), ["Ada", "Ada Lovelace"]);
    assert_eq!(offered(&sandbox, &["compare", "Ada", "G"]), ["Grace O'Hara"]);
    assert_eq!(offered(&sandbox, &["compare", "--results", "panel.csv", ""]), ["Rigel"]);
    assert_eq!(offered(&sandbox, &["report", "panel.csv", "--candidate", ""]), ["Rigel"]);
    assert_eq!(offered(&sandbox, &["report", "--topic", ""]), ["delivery"]);
    let elsewhere = sandbox.run_with(
        "EXAMINER_RESULTS",
        "panel.csv",
        &["__complete", "fish", "--at=", "--", "examiner", "debrief"],
        "",
    );
    assert_eq!(elsewhere.out, "Rigel\t\n");
}

#[test]
fn what_was_practised_is_offered_to_the_history() {
    let sandbox = Sandbox::new();
    assert_eq!(offered(&sandbox, &["history", "m"]), [""; 0], "nothing was practised");
    let folder = sandbox.path("home/.local/share/examiner");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("practice.csv"), results(&["learner"])).expect("written");
    sandbox.write("panel.csv", results(&["Rigel"]).replace("messaging", "queries"));
    assert_eq!(offered(&sandbox, &["history", "m"]), ["messaging"]);
    assert_eq!(offered(&sandbox, &["history", "--topic", ""]), ["delivery"]);
    assert_eq!(offered(&sandbox, &["history", "--candidate", ""]), ["learner"]);
    let with_panel = ["history", "--results", "panel.csv", "--candidate", ""];
    assert_eq!(offered(&sandbox, &with_panel), ["Rigel", "learner"]);
}

#[test]
fn unfinished_attempts_are_offered() {
    let sandbox = Sandbox::new();
    let left = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\n");
    assert_eq!(left.code, Some(130));
    let journal = sandbox.journal("results.csv");
    let id = journal.file_stem().expect("a name").to_string_lossy().into_owned();
    let ran = sandbox.run(&["__complete", "fish", "--at=", "--", "examiner", "resume"], "");
    assert_eq!(ran.out, format!("{id}\tAda, four\n"));
}

#[test]
fn what_files_hold_can_neither_control_the_terminal_nor_keep_it_waiting() {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", results(&["\u{1b}[2J", "\u{9b}31m", "two\nlines", "\u{202e}", "K7"]));
    assert_eq!(offered(&sandbox, &["debrief", ""]), ["K7"]);
    for strange in [&b"\0\0"[..], b"", b"\xff\xfe", b"attempt_id,candidate\n"] {
        sandbox.write("results.csv", strange);
        assert_eq!(offered(&sandbox, &["compare", ""]), [""; 0]);
    }
    std::fs::remove_file(sandbox.path("results.csv")).expect("removed");
    for pipe in ["results.csv", "pipe.toml"] {
        let made = Command::new("mkfifo").arg(sandbox.path(pipe)).status();
        assert!(made.expect("mkfifo runs").success());
    }
    assert_eq!(offered(&sandbox, &["compare", ""]), [""; 0]);
    assert_eq!(offered(&sandbox, &["take", "p"]), [""; 0]);
    assert_eq!(offered(&sandbox, &["take", "pipe.toml", "--form", ""]), [""; 0]);
}

/// Runs a script of a shell with the program on its path.
fn shell(sandbox: &Sandbox, shell: &str, script: &str) -> String {
    let folder = Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    let mut command = sandbox.command_of(Path::new(shell), &["-c", script]);
    command.env("PATH", format!("{folder}:/usr/bin:/bin")).env("LC_ALL", "C.UTF-8");
    let ran = run(&mut command, b"");
    assert_eq!(ran.err, "", "{shell} -c {script}");
    ran.out
}

fn is_there(shell: &str) -> bool {
    ["/bin", "/usr/bin"].iter().any(|folder| Path::new(folder).join(shell).exists())
}

#[test]
fn bash_quotes_what_it_is_offered_for_its_place() {
    let sandbox = with_forms();
    sandbox.write("results.csv", results(&["Ada Lovelace", "$(touch pwned)", "*"]));
    for (line, expected) in [
        ("examiner take draws.toml/", "draws.toml/short\ndraws.toml/whole\n"),
        ("examiner take draws.toml --form=w", "whole\n"),
        ("examiner debrief Ada", "Ada\\ Lovelace\n"),
        ("examiner debrief \"Ada L", "Ada Lovelace\n"),
        ("examiner debrief ", "\\$\\(touch\\ pwned\\)\n\\*\nAda\\ Lovelace\n"),
    ] {
        let script = format!(
            "eval \"$(examiner generate completions bash)\"; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}
            _examiner; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        assert_eq!(shell(&sandbox, "/bin/bash", &script), expected, "{line}");
    }
    assert!(!sandbox.path("pwned").exists());
}

#[test]
fn fish_and_zsh_take_their_scripts_where_they_are_installed() {
    let sandbox = with_forms();
    sandbox.write("results.csv", results(&["Ada Lovelace"]));
    if is_there("fish") {
        for (line, expected) in [
            ("examiner take draws.toml --form ", "short\tHalf of it\nwhole\tDraws and forms, whole\n"),
            ("examiner debrief Ada\\ ", "Ada Lovelace\n"),
        ] {
            let script = format!("examiner generate completions fish | source; complete -C '{line}'");
            assert_eq!(shell(&sandbox, "/usr/bin/fish", &script).trim_end(), expected.trim_end(), "{line}");
        }
    }
    if is_there("zsh") {
        let written = sandbox.run(&["generate", "completions", "zsh"], "");
        sandbox.write("_examiner", written.out);
        let said = "autoload -U compinit; compinit -u -D; source ./_examiner; echo $_comps[examiner]";
        assert_eq!(shell(&sandbox, "/bin/zsh", said), "_examiner\n");
    }
}
