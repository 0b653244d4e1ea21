//! Names, texts, paths and lines that want to be more than text: nothing of them controls a terminal, a spreadsheet, a
//! shell or a path.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Stdio};

use examiner::results::cell::unguard;

use super::resuming::TAKE_YES;
use super::sandbox::{EXAM, PROGRAM, Ran, Sandbox, holds};

const ALL: &str = "b\na c\nc\n42\n";
/// Clears the screen, sets the title, in seven and in eight bits, turns the text round, hides it.
const EVIL: &str = "E\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}live\u{2066}\u{200b}\u{7f}\u{8}";

/// No control character but the newline, no direction override, nothing hidden.
fn assert_safe(text: &str, what: &str) {
    let bad = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
    };
    if let Some(found) = text.chars().find(bad) {
        panic!("{what}: U+{:04X} in {text:?}", u32::from(found));
    }
}

fn safe(ran: Ran, what: &str) -> Ran {
    assert_safe(&ran.out, what);
    assert_safe(&ran.err, what);
    ran
}

/// A basic TOML string.
fn toml(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

#[test]
fn a_name_is_kept_as_given_and_never_controls_a_terminal_or_a_spreadsheet() {
    let long = "y".repeat(200);
    for (name, cell) in [
        (EVIL, EVIL),
        ("=cmd()", "'=cmd()"),
        ("'=cmd()", "''=cmd()"),
        ("''+1", "'''+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+1", "'-1+1"),
        ("'quoted'", "'quoted'"),
        ("Ada, \"the\" Countess", "Ada, \"the\" Countess"),
        (" Ada\n\tLovelace ", "Ada\n\tLovelace"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("Zoe\u{308}", "Zo\u{eb}"),
        (long.as_str(), long.as_str()),
    ] {
        let sandbox = Sandbox::new();
        let equals = format!("--candidate={name}");
        let args = ["take", "four.toml", &equals, "--yes", "--reveal", "answers"];
        let left = safe(sandbox.run(&args, "b\n"), name);
        assert_eq!(left.code, Some(130), "{name:?}: {left:?}");
        safe(sandbox.run(&["resume", "--list"], ""), name);
        safe(sandbox.run(&["record"], ""), name);
        let ran = safe(sandbox.run(&["resume"], "y\na c\nc\n42\ny\n"), name);
        assert_eq!(ran.code, Some(0), "{name:?}: {ran:?}");
        assert_eq!(sandbox.column("results.csv", "candidate"), [cell; 4], "{name:?}");
        let started = &sandbox.events("results.csv", "started")[0];
        assert_eq!(unguard(cell), started["candidate"], "{name:?}");
        let again = safe(sandbox.run(&["take", "four.toml", &equals], "y\nn\n"), name);
        holds(&again.words(), &["The same person?"]);
        assert_eq!(sandbox.journal_paths("results.csv").len(), 1);
    }
}

#[test]
fn a_name_of_nothing_or_of_too_much_is_refused() {
    let sandbox = Sandbox::new();
    for name in ["", "   ", "\u{85}\n", &"y".repeat(201), &"y".repeat(100_000)] {
        let ran =
            safe(sandbox.run(&["take", "four.toml", &format!("--candidate={name}"), "--yes"], ALL), "name");
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
    assert!(sandbox.rows_if_any("results.csv").is_empty());
}

#[test]
fn an_answer_is_a_cell_that_no_spreadsheet_runs_and_reads_back_as_typed() {
    for answer in ["=cmd()", "'=cmd()", "+1", "-1", "@x", "\t=1", "'", "a,\"b\"", "'''=", " =x", "=\u{202e}x"]
    {
        let sandbox = Sandbox::new();
        let ran = safe(sandbox.run(&TAKE_YES, &format!("b\na c\n{answer}\n42\n")), answer);
        assert_eq!(ran.code, Some(0), "{answer:?}: {ran:?}");
        let cell = sandbox.column("results.csv", "answer").remove(2);
        assert_eq!(unguard(&cell), answer);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
        assert_eq!(sandbox.events("results.csv", "answered")[2]["answer"], answer);
    }
}

#[test]
fn lines_that_are_no_text_are_refused_and_the_question_stays() {
    let sandbox = Sandbox::new();
    let mut input = b"b\na c\n".to_vec();
    for line in [&b"\xff\xfe\xfd"[..], b"a\0b", b"\x1b[2J", b"\xc2\x9b31m", b"\xed\xa0\x80", b"\x07"] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend(std::iter::repeat_n(b'x', (1 << 20) + 1));
    input.push(b'\n');
    input.extend(std::iter::repeat_n(b'y', 1 << 20));
    input.extend_from_slice(b"\nc\n42\n");
    let ran = safe(sandbox.run_bytes(&TAKE_YES, &input), "lines");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.err.matches("not taken: ").count(), 7, "{}", ran.err);
    holds(&ran.err, &["longer than 64 KiB"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn a_line_that_never_ends_is_no_answer() {
    let sandbox = Sandbox::new();
    let ran = safe(sandbox.run_bytes(&TAKE_YES, &vec![b'b'; 5 << 20]), "endless");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert_eq!(sandbox.events("results.csv", "answered").len(), 0);
}

/// Every text of the exam with `tail` behind it.
fn exam_with(tail: &str) -> String {
    let evil = |text: &str| toml(&format!("{text} {tail}"));
    EXAM.replace("\"Four kinds\"", &evil("Four"))
        .replace("\"Letters\"", &evil("Letters"))
        .replace("\"Pick the second.\"", &evil("Pick."))
        .replace("\"the first\"", &evil("the first"))
        .replace("\"It is the first.\"", &evil("It is."))
        .replace("\"How much is 40 + 2?\"", &evil("How much?"))
        .replace("answer = 42", &format!("answer = 42\nunit = {}", evil("kg")))
        .replace("cuts_basis = \"a test\"", &format!("cuts_basis = {}\nnotice = {}", evil("b"), evil("n")))
        + &format!(
            "[[question.snippet]]\nlanguage = {}\ntitle = {}\ncode = {}\n",
            toml("rust"),
            evil("code.rs"),
            evil("fn main() {}")
        )
}

#[test]
fn an_exam_that_is_hostile_in_every_text_is_refused_or_shown_as_text() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", exam_with(EVIL));
    assert_eq!(safe(sandbox.run(&["check", "four.toml"], ""), "check").code, Some(1));
    assert_eq!(safe(sandbox.run(&TAKE_YES, ALL), "take").code, Some(3));
    // What a TOML file may hold, a terminal may still not see.
    sandbox.write("four.toml", exam_with("\u{202e}live\u{2066}\u{200b}\u{feff}\u{200f}"));
    let checked = safe(sandbox.run(&["check", "four.toml"], ""), "check");
    assert_eq!(checked.code, Some(0), "{checked:?}");
    for args in [&["list"][..], &[], &["resume", "--list"], &["resume"]] {
        safe(sandbox.run(args, ""), "list");
    }
    let args = ["take", "four.toml", "--candidate", "Ada", "--reveal", "answers"];
    let ran = safe(sandbox.run(&args, "y\n?\n:unclear \u{202e}what\n:time\na\na c\nc\nx\n42\ny\n"), "take");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    safe(
        sandbox.run(&["practice", "four.toml", "--candidate", EVIL], "y\n\na\nb\n\na c\nc\n42\n"),
        "practice",
    );
}

#[test]
fn what_is_wrong_with_a_hostile_file_is_quoted_as_text() {
    let sandbox = Sandbox::new();
    for (name, content) in [
        ("a.toml", format!("format = 1\nid = {}\n", toml(EVIL))),
        ("b.toml", format!("format = 1 {EVIL}\n")),
        ("c.toml", EXAM.replace("format = 1", &format!("format = 1\n{} = 1", toml(EVIL)))),
        ("d.toml", EVIL.to_owned()),
    ] {
        sandbox.write(name, content);
        for command in ["check", "take"] {
            let more = if command == "take" { &["--candidate", "Ada"][..] } else { &[] };
            let ran = safe(sandbox.run(&[&[command, name], more].concat(), ""), name);
            assert_ne!(ran.code, Some(0), "{command} {name}");
        }
    }
    safe(sandbox.run(&["list"], ""), "list");
    safe(sandbox.run(&[], ""), "home");
}

#[test]
fn what_was_typed_on_the_command_line_comes_back_as_text() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, "b\n");
    let flag = format!("--{EVIL}");
    let toml = format!("{EVIL}.toml");
    let folder = format!("no\n{EVIL}/x.csv");
    for (args, code) in [
        (&[EVIL][..], 2),
        (&[&flag], 2),
        (&["take", EVIL, "--candidate", "Ada"], 2),
        (&["take", &toml, "--candidate", "Ada"], 3),
        (&["take", "four.toml", "--form", EVIL, "--candidate", "Ada"], 2),
        (&["take", "four.toml", "--candidate", "Ada", "--results", &folder], 3),
        (&["take", "four.toml", "--candidate", "Ada", "--extra-time", EVIL], 2),
        (&["take", "four.toml", "--candidate", "Ada", "--seed", EVIL], 2),
        (&["take", "four.toml", "--candidate", "Ada", "--reveal", EVIL], 2),
        (&["practice", "four.toml", "--topic", EVIL], 2),
        (&["practice", "four.toml", "--level", EVIL], 2),
        (&["resume", EVIL], 2),
        (&["resume", "--give-back", EVIL, "--by", EVIL], 2),
        (&["record", &toml], 3),
        (&["record", "--exam", &toml], 3),
        (&["check", &toml], 3),
        (&["list", &toml], 0),
    ] {
        let ran = safe(sandbox.run(args, ""), &args.join(" "));
        if code != 0 {
            assert_eq!(ran.code, Some(code), "{args:?}: {ran:?}");
        }
    }
    let given = sandbox.run(&["resume", "--give-back", "5m", "--by", EVIL], "n\n");
    assert_eq!(safe(given, "--by").code, Some(130));
}

#[test]
fn arguments_that_are_not_utf_8_are_a_wrong_command_line_or_a_path() {
    let sandbox = Sandbox::new();
    let bad = OsStr::from_bytes(b"bad\xff\x1b[2J");
    for (args, code) in [
        (vec![OsStr::new("take"), bad, OsStr::new("--candidate"), OsStr::new("Ada")], 2),
        (vec![OsStr::new("take"), OsStr::new("four.toml"), OsStr::new("--candidate"), bad], 2),
        (vec![bad], 2),
        (vec![OsStr::new("resume"), bad], 2),
        (vec![OsStr::new("record"), bad], 3),
        (vec![OsStr::new("check"), bad], 2),
    ] {
        let mut command = sandbox.command(&[]);
        let output = command.args(&args).stdin(Stdio::null()).output().expect("it runs");
        let err = String::from_utf8(output.stderr).expect("UTF-8, whatever was typed");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {err}");
        assert_safe(&err, "not UTF-8");
    }
    // A results file may have any name; the line that resumes it can only be as good as the name.
    let mut command = sandbox.command(&TAKE_YES);
    sandbox.write("input", ALL);
    let input = std::fs::File::open(sandbox.path("input")).expect("the input");
    let output = command.arg("--results").arg(bad).stdin(input).output().expect("it runs");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert_safe(&err, "results");
    assert!(sandbox.path("").join(bad).exists());
    for name in ["EXAMINER_CANDIDATE", "EXAMINER_PLAIN"] {
        let output =
            sandbox.command(&["take", "four.toml", "--yes"]).env(name, bad).stdin(Stdio::null()).output();
        assert_safe(&String::from_utf8(output.expect("it runs").stderr).expect("UTF-8"), name);
    }
}

#[test]
fn the_line_that_goes_on_can_be_pasted_into_a_shell() {
    let sandbox = Sandbox::new();
    let folder = "a \"folder\" of $HOME's; `all` \\ & more * with a name that is longer than any line ~ #x";
    std::fs::create_dir(sandbox.path(folder)).expect("a folder");
    let results = format!("{folder}/-r e s.csv");
    let ran = sandbox.run(&[&TAKE_YES[..], &["--results", &results]].concat(), "b\n");
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let (_, line) = ran.err.split_once("To go on:").expect("the line");
    let line = line.trim();
    assert!(!line.contains('\n'), "{line}");
    let line = line.replacen("examiner", PROGRAM, 1);
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", &format!("{line} --yes")])
        .current_dir("/")
        .env_clear()
        .env("HOME", sandbox.path("home"));
    sandbox.write("input", "a c\nc\n42\n");
    let input = std::fs::File::open(sandbox.path("input")).expect("the input");
    let output = shell.stdin(input).output().expect("sh runs");
    assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(sandbox.column(&results, "outcome"), ["correct"; 4]);
}

/// A pipe that nobody reads.
fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::new();
    sandbox.run(&TAKE_YES, "b\n");
    for args in [
        &["list"][..],
        &[],
        &["--help"],
        &["take", "--help"],
        &["--version"],
        &["resume", "--list"],
        &["record"],
        &["check", "four.toml"],
    ] {
        let mut command = sandbox.command(args);
        let status =
            command.stdin(Stdio::null()).stdout(unread()).stderr(unread()).status().expect("it runs");
        assert_eq!(status.code(), Some(0), "{args:?}");
    }
    // Nobody reads what it says; the answers count all the same.
    sandbox.write("input", "a c\nc\n42\n");
    let input = std::fs::File::open(sandbox.path("input")).expect("the input");
    let mut command = sandbox.command(&["resume", "--yes"]);
    let status = command.stdin(input).stdout(unread()).stderr(unread()).status().expect("it runs");
    assert_eq!(status.code(), Some(0));
    assert_eq!(sandbox.column("results.csv", "outcome"), ["correct"; 4]);
}

#[test]
fn exit_codes_are_those_of_the_table() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.toml", "format = 1\n");
    for (args, code) in [
        (&[][..], 0),
        (&["--help"], 0),
        (&["help", "take"], 0),
        (&["--version"], 0),
        (&["list"], 0),
        (&["resume"], 0),
        (&["record"], 0),
        (&["check", "four.toml"], 0),
        (&["check", "bad.toml"], 1),
        (&["check", "none.toml"], 3),
        (&["--nonsense"], 2),
        (&["nonsense"], 2),
        (&["take", "four.toml", "--candidate", "Ada", "--nonsense"], 2),
        (&["take", "four.toml"], 2),
        (&["check"], 2),
        (&["take", "bad.toml", "--candidate", "Ada"], 3),
        (&["take", "none.toml", "--candidate", "Ada"], 3),
        (&["take", "no-such-exam", "--candidate", "Ada"], 2),
        (&["take", "four.toml", "--candidate", "Ada", "--yes"], 130),
        (&["take", "four.toml", "--candidate", "Bob"], 130),
    ] {
        let ran = sandbox.run(args, "");
        assert_eq!(ran.code, Some(code), "{args:?}: {ran:?}");
    }
}
