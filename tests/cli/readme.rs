//! Every command in the README is run, and prints what stands there.

use std::path::Path;
use std::process::Command;

use super::sandbox::{PROGRAM, Sandbox};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("the README")
}

/// The blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let mut blocks = Vec::new();
    let mut rest = text.as_str();
    let opening = format!("```{language}\n");
    while let Some(at) = rest.find(&opening) {
        rest = &rest[at + opening.len()..];
        let end = rest.find("```\n").expect("the block ends");
        blocks.push(rest[..end].to_owned());
        rest = &rest[end..];
    }
    blocks
}

#[test]
fn every_command_prints_what_stands_under_it() {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path("four.toml")).expect("removed");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/first-exam.toml");
    let bin = Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    sandbox.write("first-exam.toml", std::fs::read(example).expect("the example"));
    let panel = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/panel");
    std::fs::create_dir(sandbox.path("examples")).expect("a folder");
    let copied = Command::new("cp").arg("-r").arg(panel).arg(sandbox.path("examples")).status();
    assert!(copied.expect("cp runs").success());
    let mut commands = 0;
    for block in blocks("console") {
        for part in format!("\n{block}").split("\n$ ").skip(1) {
            let (line, expected) = part.split_once('\n').unwrap_or((part, ""));
            let output = Command::new("sh")
                .args(["-c", &format!("exec 2>&1; {line}")])
                .current_dir(sandbox.path(""))
                .env_clear()
                .env("HOME", sandbox.path("home"))
                .env("TZ", "UTC")
                .env("PATH", format!("{bin}:/usr/bin:/bin"))
                .output()
                .expect("sh runs");
            let printed = String::from_utf8_lossy(&output.stdout);
            let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            assert_eq!(trimmed(printed.trim_end()), trimmed(expected.trim_end()), "$ {line}");
            commands += 1;
        }
    }
    assert!(commands >= 10, "the README's commands were found: {commands}");
}

#[test]
fn the_first_command_administers_the_lesson_and_the_second_is_what_the_gate_runs() {
    let top = blocks("sh").into_iter().next().expect("a block on top");
    let lines: Vec<&str> = top.lines().collect();
    let [first, second] = lines[..] else { panic!("two commands: {lines:?}") };
    let arguments = first.strip_prefix("cargo run --release --locked -- ").expect("it runs the program");
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let sandbox = Sandbox::new();
    let mut screen = sandbox.pty(&arguments, 80, 24);
    screen.wait_for("Start?").send("\r").wait_for("Question 1 of 4").wait_for("First say it yourself");
    screen.send("\r").wait_for("Your choice").send("\u{3}").wait_for("To go on: examiner resume");
    assert_eq!(screen.finish(), 130);
    assert_eq!(second, "cargo test --locked");
    let gate = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run");
    let gate = std::fs::read_to_string(gate).expect("the gate");
    assert!(gate.contains("grep -m1 '^cargo test'") && gate.contains("eval \"$test_command\""));
}
