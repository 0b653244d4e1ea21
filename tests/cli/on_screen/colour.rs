//! Colour where it is wanted, and words that fit the screen.

use std::path::Path;

use super::{TAKE, answer, ends, question, room};
use crate::cli::sandbox::Sandbox;
use crate::terminal::pty::Pty;

/// Every way to set a colour: `ESC [ 3x m`, `4x`, `9x`, `10x`, alone or among others.
fn colours(pty: &Pty) -> usize {
    let raw = String::from_utf8_lossy(&pty.raw_output()).into_owned();
    let sets_colour = |rest: &&str| {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == ':'));
        let Some(end) = end.filter(|&end| rest[end..].starts_with('m')) else { return false };
        let mut codes = rest[..end].split([';', ':']).filter_map(|code| code.parse::<u32>().ok());
        codes.any(|code| matches!(code, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    };
    raw.split("\x1b[").skip(1).filter(sets_colour).count()
}

fn one_question(sandbox: &Sandbox, more: &[(&str, &Path)], args: &[&str]) -> Pty {
    let mut pty = sandbox.pty_with(more, &[&TAKE[..], args].concat(), 80, 24);
    answer(&mut pty, "Start now?", "\r");
    question(&mut pty, 1, "Your choice");
    pty.send("b").wait_for("> b)").send("\r");
    question(&mut pty, 2, "Your choices");
    pty.send("\x03");
    ends(&mut pty, 130);
    pty
}

#[test]
fn no_color_has_no_colour() {
    let colourful = one_question(&room(), &[], &[]);
    assert!(colours(&colourful) > 0);
    for (more, args) in [(vec![("NO_COLOR", Path::new("1"))], vec![]), (vec![], vec!["--color", "never"])] {
        let plain = one_question(&room(), &more, &args);
        assert_eq!(colours(&plain), 0);
        // Nothing is said by colour alone.
        assert_eq!(texts(&plain), texts(&colourful));
    }
}

/// What stands on the screen but for times and ids.
fn texts(pty: &Pty) -> Vec<String> {
    let told = |line: &&str| {
        !line.contains(" left, ends ") && !line.contains("examiner resume") && !line.contains("- Where")
    };
    pty.transcript().lines().filter(told).map(str::to_owned).collect()
}

#[test]
fn helps_fit_eighty_columns() {
    let sandbox = Sandbox::new();
    for command in ["take", "practice", "resume", "record", "check", "list"] {
        let mut pty = sandbox.pty(&[command, "--help"], 80, 24);
        ends(&mut pty, 0);
        pty.wait_for("Usage: examiner");
        assert_eq!(pty.broken_rows(), Vec::<String>::new(), "{command}");
    }
}
