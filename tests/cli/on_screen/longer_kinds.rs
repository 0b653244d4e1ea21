//! Orders, pairs and essays: several prompts to an answer, and an editor that has the terminal for a while.

use std::path::{Path, PathBuf};

use super::{answer, ends, question, reads_well, ready, shows};
use crate::cli::sandbox::{Sandbox, holds};

const EXAM: &str = include_str!("three.toml");
const TAKE: [&str; 4] = ["take", "three.toml", "--candidate", "Ada"];

fn room() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("three.toml", EXAM);
    sandbox
}

/// The letter of an entry or a side, as the screen has it.
fn letter(screen: &str, text: &str) -> String {
    let line =
        screen.lines().rfind(|line| line.trim_start().get(1..).is_some_and(|rest| rest.trim() == text));
    line.unwrap_or_else(|| panic!("no `{text}` on\n{screen}")).trim()[..1].to_owned()
}

/// An editor that is a script.
fn editor(sandbox: &Sandbox, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    sandbox.write("edit", format!("#!/bin/sh\n{script}\n"));
    let path = sandbox.path("edit");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn orders_pairs_and_lines_from_start_to_receipt_at_every_width() {
    for columns in [60, 80, 120] {
        let sandbox = room();
        let mut pty = sandbox.pty(&TAKE, columns, 30);
        answer(&mut pty, "Start now?", "\r");
        question(&mut pty, 1, "Which comes first?");
        let screen = pty.screen();
        let (poll, commit) = (letter(&screen, "poll"), letter(&screen, "commit"));
        // The wrong one first, and back.
        pty.send(&commit).wait_for(&format!("> {commit}) commit")).send("\r");
        ready(&mut pty, &format!("{commit} – which comes next?"));
        pty.send("u").wait_for("> u) take the last one back").send("\r");
        ready(&mut pty, "Which comes first?");
        pty.send(&poll).wait_for(&format!("> {poll}) poll")).send("\r");
        ready(&mut pty, &format!("{poll} – which comes next?"));
        pty.wait_for_screen("the list", |screen| screen.contains(") act, and make"));
        let act = ["a", "b", "c"].into_iter().find(|letter| *letter != poll && *letter != commit).unwrap();
        pty.send(act).wait_for(&format!("> {act}) act")).send("\r");
        ready(&mut pty, &format!("Your order: {poll} {act} {commit}"));
        pty.send("\r");
        question(&mut pty, 2, "1  commit, then act – which one?");
        let screen = pty.screen();
        let (most, least) = (letter(&screen, "at most once"), letter(&screen, "at least once"));
        pty.send(&most).wait_for(&format!("> {most}) at most once")).send("\r");
        ready(&mut pty, "2  act, then commit – which one?");
        shows(&mut pty, &[&format!("{most}) at most once (1)")]);
        pty.send(&least).wait_for(&format!("> {least}) at least once")).send("\r");
        ready(&mut pty, &format!("Your pairs: 1{most} 2{least}"));
        pty.send("\r");
        question(&mut pty, 3, "Your text");
        pty.send("The effect is outside.\r");
        answer(&mut pty, "…", "So is the crash.\r");
        answer(&mut pty, "…", ".\r");
        answer(&mut pty, "Submit?", "\r");
        ends(&mut pty, 0);
        shows(&mut pty, &["3 of 3 answered"]);
        reads_well(&pty);
        for hidden in ["ent-", "qid-", "outside of it", "names the effect"] {
            assert!(!pty.transcript().contains(hidden), "{hidden}");
        }
        assert_eq!(sandbox.column("results.csv", "outcome"), ["correct", "correct", "ungraded"]);
        let answers = sandbox.column("results.csv", "answer");
        assert_eq!(answers[0], "ent-poll>ent-act>ent-commit");
        assert_eq!(answers[2], "The effect is outside.\nSo is the crash.");
        assert_eq!(sandbox.column("results.csv", "points"), ["2", "2", ""]);
    }
}

#[test]
fn a_text_is_written_in_the_candidates_editor() {
    let sandbox = room();
    let editor = editor(&sandbox, "test -t 0 && test -t 1 && printf 'It is %s.\\n' outside >> \"$1\"");
    let mut pty = sandbox.pty_with(&[("EDITOR", &editor)], &TAKE, 80, 30);
    answer(&mut pty, "Start now?", "\r");
    for _ in 0..2 {
        ready(&mut pty, "which");
        pty.send("\x1b");
        answer(&mut pty, "Menu", "s");
        pty.wait_for("> s) skip").send("\r");
    }
    question(&mut pty, 3, "Your text");
    shows(&mut pty, &["e) write it in edit"]);
    pty.send("\r");
    ready(&mut pty, "Your text, 3 words");
    // Once more, on what is there.
    pty.send("e").wait_for("> e) write it").send("\r");
    ready(&mut pty, "Your text, 6 words");
    pty.send("k").wait_for("> k) keep it").send("\r");
    ready(&mut pty, "Go back to one, or submit");
    pty.send("s").wait_for("> s) submit").send("\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "answer")[2], "It is outside.\nIt is outside.");
    assert_eq!(drafts(&sandbox), [""; 0], "what is in the journal does not lie beside it");
    assert_eq!(pty.mode_faults(), "");
}

/// The texts that lie beside the journals.
fn drafts(sandbox: &Sandbox) -> Vec<String> {
    let folder = std::fs::read_dir(sandbox.path("results.csv.attempts")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let drafts = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    drafts.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// An exam of one essay, and what its editor does.
fn essay(limit: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let (_, essay) = EXAM.rsplit_once("[[question]]").unwrap();
    let text = format!("format = 1\nid = \"three\"\ntitle = \"One\"\n{limit}\n[[question]]{essay}");
    sandbox.write("three.toml", text);
    sandbox
}

#[test]
fn an_editor_that_will_not_end_is_ended_by_the_clock_and_what_it_saved_counts() {
    let sandbox = essay("time_limit = \"3s\"");
    // Whatever it starts is ended with it.
    let editor = editor(
        &sandbox,
        "printf 'half a thought' > \"$1\"; trap '' HUP; echo editing; (trap '' HUP; sleep 1000); sleep 1000",
    );
    let mut pty = sandbox.pty_with(&[("VISUAL", &editor)], &TAKE, 80, 30);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your text");
    pty.send("\r").wait_for("editing");
    ends(&mut pty, 0);
    holds(&pty.transcript(), &["Time is up.", "What stood there counts as your answer"]);
    assert_eq!(sandbox.column("results.csv", "answer"), ["half a thought"]);
    assert_eq!(sandbox.column("results.csv", "outcome"), ["ungraded"]);
    assert_eq!(pty.mode_faults(), "");
}

#[test]
fn what_an_editor_saved_is_there_again_after_the_program_was_ended() {
    let sandbox = essay("");
    let editor = editor(&sandbox, "printf 'half a thought' > \"$1\"; echo editing; sleep 1000");
    let mut pty = sandbox.pty_with(&[("VISUAL", &editor)], &TAKE, 80, 30);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your text");
    pty.send("\r").wait_for("editing");
    pty.signal(rustix::process::Signal::TERM);
    ends(&mut pty, 130);
    assert_eq!(drafts(&sandbox), ["half a thought"]);
    assert_eq!(pty.mode_faults(), "");
    let mut pty = sandbox.pty(&["resume", "--yes"], 80, 30);
    ready(&mut pty, "Your text, 3 words");
    pty.send("\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "answer"), ["half a thought"]);
}

#[test]
fn without_a_usable_editor_the_text_is_typed() {
    let sandbox = essay("");
    let mut pty = sandbox.pty_with(&[("VISUAL", Path::new("/no/such/editor"))], &TAKE, 80, 30);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your text");
    pty.send("\r").wait_for("editor could not be used");
    ready(&mut pty, "Your text");
    pty.send("t").wait_for("> t) type it here").send("\r");
    ready(&mut pty, "Your text");
    pty.wait_for_screen("a line", |screen| screen.contains("a line `.` ends it"));
    pty.send("Typed.\r");
    answer(&mut pty, "…", ".\r");
    pty.wait_for("> k) keep it").send("\r");
    answer(&mut pty, "Submit?", "\r");
    ends(&mut pty, 0);
    assert_eq!(sandbox.column("results.csv", "answer"), ["Typed."]);
}

#[test]
fn plain_lines_can_do_all_of_it() {
    let sandbox = room();
    let lines = "a b\nabc\n1a\n1a 2-\nThe effect\n:unclear what is `exactly`?\n\\:skip\n  is outside\n.\n";
    let ran = sandbox.run(&[&TAKE[..], &["--yes", "--seed", "7"]].concat(), lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = [
        "c is missing",
        "2 has no letter",
        "kept: 2 of 3",
        "a number and a letter each",
        "a line `.` ends it",
    ];
    holds(&ran.err, &said);
    let answers = sandbox.column("results.csv", "answer");
    assert_eq!(answers[0].split('>').count(), 3);
    assert_eq!(answers[1].split('=').count(), 2);
    assert_eq!(answers[2], "The effect\n:skip\n  is outside");
    assert_eq!(sandbox.events("results.csv", "unclear").len(), 1);
}
