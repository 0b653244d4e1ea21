//! What is released has no doors for tests: neither the clock nor the files can be tampered with by the environment. Each
//! test shows on the debug build beside it that it would notice.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use super::sandbox::{PROGRAM, Sandbox, run};

/// The largest that the program may be, in bytes.
const LARGEST: u64 = 16_000_000;
const TEN_YEARS_MS: u64 = 10 * 365 * 86_400_000;
const TAKE: [&str; 5] = ["take", "four.toml", "--candidate", "Ada", "--yes"];

/// The release build, made if it is not there.
static RELEASED: LazyLock<PathBuf> = LazyLock::new(|| {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--bin", "examiner"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "the release build");
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let executable = |message: serde_json::Value| message["executable"].as_str().map(PathBuf::from);
    messages.filter_map(executable).next_back().expect("where the release build is")
});

/// Sits the exam, and moves both clocks on by ten years once the first answer is kept; the outcomes.
fn outcomes_after_ten_years(program: &Path) -> Vec<String> {
    let sandbox = Sandbox::new();
    sandbox.write("clock", "0 0");
    let mut child = sandbox
        .command_of(program, &TAKE)
        .env("EXAMINER_TEST_CLOCK", sandbox.path("clock"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(b"b\n").expect("the first answer");
    let lines = BufReader::new(child.stderr.take().expect("its messages")).lines();
    let mut lines = lines.map(|line| line.expect("a line"));
    assert!(lines.any(|line| line.starts_with("kept: 1 of 4")), "the first answer is kept");
    sandbox.write("clock", format!("{TEN_YEARS_MS} {TEN_YEARS_MS}"));
    // Whose time is over reads no more.
    let _ = input.write_all(b"a c\nc\n42\n");
    let _ = lines.count();
    let status = child.wait().expect("its end");
    assert!(status.success(), "{status}");
    sandbox.column("results.csv", "outcome")
}

#[test]
fn a_release_build_keeps_its_own_time() {
    let felt = outcomes_after_ten_years(Path::new(PROGRAM));
    assert_ne!(felt, ["correct"; 4], "the clock of a debug build can be moved");
    let outcomes = outcomes_after_ten_years(&RELEASED);
    assert_eq!(outcomes, ["correct"; 4], "that of a release build can't");
}

#[test]
fn a_release_build_starts_when_it_starts() {
    let started = |program: &Path| {
        let sandbox = Sandbox::new();
        sandbox.write("clock", format!("{TEN_YEARS_MS} 0 another-boot"));
        let mut command = sandbox.command_of(program, &TAKE);
        let ran = run(command.env("EXAMINER_TEST_CLOCK", sandbox.path("clock")), b"b\na c\nc\n42\n");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        sandbox.column("results.csv", "started_at").remove(0)
    };
    let year = |at: &str| -> i16 { at[..4].parse().expect("a year") };
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).year();
    assert!(year(&started(Path::new(PROGRAM))) >= now + 9, "a debug build starts in ten years");
    assert!(year(&started(&RELEASED)) <= now + 1, "a release build starts now");
}

/// How the program ends with a fault to make, and the steps it names if that is the fault.
fn ends_with(fault: &str, program: &Path) -> (Option<i32>, Option<String>) {
    let sandbox = Sandbox::new();
    let file = sandbox.path("steps");
    let fault = fault.replace("FILE", &file.display().to_string());
    let mut command = sandbox.command_of(program, &TAKE);
    let ran = run(command.env("EXAMINER_TEST_FAULT", fault), b"b\na c\nc\n42\n");
    (ran.code, std::fs::read_to_string(file).ok())
}

#[test]
fn a_release_build_makes_no_faults() {
    let debug = Path::new(PROGRAM);
    let (_, steps) = ends_with("steps:FILE", debug);
    let steps = steps.expect("a debug build names its steps");
    let write = steps.lines().position(|step| step == "append to journal").expect("a write") + 1;
    assert_eq!(ends_with("steps:FILE", &RELEASED), (Some(0), None), "a release build names none");
    for fault in ["kill:1".to_owned(), format!("torn:{write}:1"), format!("full:{write}:1")] {
        assert_ne!(ends_with(&fault, debug).0, Some(0), "{fault} ends a debug build");
        assert_eq!(ends_with(&fault, &RELEASED).0, Some(0), "{fault} is nothing to a release build");
    }
}

#[test]
fn the_release_build_is_small() {
    let size = std::fs::metadata(&*RELEASED).expect("the release build").len();
    assert!(size < LARGEST, "{size} bytes");
}
