//! A folder of its own for each test, an empty environment, and the program in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use super::live::Live;
use crate::terminal::pty::Pty;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_examiner");

/// Four questions, one of each kind that can be asked, in file order, options as written.
pub(crate) const EXAM: &str = r#"
format = 1
id = "four"
title = "Four kinds"
time_limit = "10m"
shuffle = { options = false }
cuts_basis = "a test"

[[topic]]
id = "letters"
title = "Letters"
[[topic]]
id = "numbers"
title = "Numbers"

[[question]]
id = "pick"
topic = "letters"
level = "junior"
prompt = "Pick the second."
[[question.option]]
text = "the first"
heads_up = "It is the first."
[[question.option]]
text = "the second"
correct = true
[[question.option]]
text = "the third"
heads_up = "It is the third."

[[question]]
id = "tick"
topic = "letters"
level = "middle"
kind = "multiple"
prompt = "Tick the vowels."
[[question.option]]
text = "a"
correct = true
[[question.option]]
text = "b"
[[question.option]]
text = "e"
correct = true

[[question]]
id = "name"
topic = "letters"
level = "middle"
kind = "text"
prompt = "Which letter comes after b?"
accept = ["c"]

[[question]]
id = "count"
topic = "numbers"
level = "senior"
kind = "number"
prompt = "How much is 40 + 2?"
answer = 42
"#;

/// The exam of four questions with another limit.
pub(crate) fn exam_with_limit(limit: &str) -> String {
    EXAM.replace("time_limit = \"10m\"", limit)
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Standard error with its lines joined: where they break depends on the length of a path.
    pub(crate) fn words(&self) -> String {
        self.err.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A folder with an empty environment.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// With the exam of four questions as `four.toml`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let sandbox = Self { folder };
        fs::create_dir(sandbox.path("home")).expect("a home");
        sandbox.write("four.toml", EXAM);
        sandbox
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).expect("written");
    }

    fn environment(&self) -> [(&'static str, PathBuf); 3] {
        [("HOME", self.path("home")), ("TZ", PathBuf::from("UTC")), ("PATH", PathBuf::from("/usr/bin:/bin"))]
    }

    /// The program with these arguments, not started.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_of(Path::new(PROGRAM), args)
    }

    /// Another program, or another build of it, with these arguments, not started.
    pub(crate) fn command_of(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.folder.path()).env_clear().envs(self.environment());
        command
    }

    /// Runs it on these lines.
    pub(crate) fn run(&self, args: &[&str], input: &str) -> Ran {
        run(&mut self.command(args), input.as_bytes())
    }

    /// Runs it with one more variable in the environment.
    pub(crate) fn run_with(&self, name: &str, value: &str, args: &[&str], input: &str) -> Ran {
        run(self.command(args).env(name, value), input.as_bytes())
    }

    /// Starts it with its input held open.
    pub(crate) fn live(&self, args: &[&str]) -> Live {
        Live::start(self.command(args))
    }

    /// Starts it with its input held open, by the clock that [`Sandbox::clock`] sets.
    pub(crate) fn live_by_clock(&self, args: &[&str]) -> Live {
        let mut command = self.command(args);
        command.env("EXAMINER_TEST_CLOCK", self.path("clock"));
        Live::start(command)
    }

    /// Moves the clocks of [`Sandbox::run_by_clock`], milliseconds, and names the boot. A rename, so that no look at the
    /// clock falls between.
    pub(crate) fn clock(&self, wall_ms: i64, up_ms: i64, boot: &str) {
        self.write("clock.new", format!("{wall_ms} {up_ms} {boot}"));
        fs::rename(self.path("clock.new"), self.path("clock")).expect("renamed");
    }

    /// Runs it on these lines, by the clock that [`Sandbox::clock`] sets.
    pub(crate) fn run_by_clock(&self, args: &[&str], input: &str) -> Ran {
        run(self.command(args).env("EXAMINER_TEST_CLOCK", self.path("clock")), input.as_bytes())
    }

    /// Runs it on these bytes.
    pub(crate) fn run_bytes(&self, args: &[&str], input: &[u8]) -> Ran {
        run(&mut self.command(args), input)
    }

    /// The path of the only journal beside a results file.
    pub(crate) fn journal(&self, name: &str) -> PathBuf {
        let mut paths = self.journal_paths(name);
        assert_eq!(paths.len(), 1, "one journal");
        paths.remove(0)
    }

    /// Starts it in a pseudo-terminal.
    pub(crate) fn pty(&self, args: &[&str], cols: u16, rows: u16) -> Pty {
        self.pty_with(&[], args, cols, rows)
    }

    /// Starts it in a pseudo-terminal, with more in the environment.
    pub(crate) fn pty_with(&self, more: &[(&str, &Path)], args: &[&str], cols: u16, rows: u16) -> Pty {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(args);
        command.cwd(self.folder.path());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        Pty::spawn(command, cols, rows)
    }

    /// The rows of a results file, by column.
    pub(crate) fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path(name)).expect("results");
        let header = reader.headers().expect("a header").clone();
        let row = |record: csv::StringRecord| {
            header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
        };
        reader.records().map(|record| row(record.expect("a whole row"))).collect()
    }

    /// The same, or nothing where there is no file.
    pub(crate) fn rows_if_any(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        if self.path(name).exists() { self.rows(name) } else { Vec::new() }
    }

    /// One column of all rows.
    pub(crate) fn column(&self, name: &str, column: &str) -> Vec<String> {
        self.rows(name).into_iter().map(|row| row[column].clone()).collect()
    }

    /// The journals beside a results file, oldest first, as lines of JSON.
    pub(crate) fn journals(&self, name: &str) -> Vec<Vec<serde_json::Value>> {
        let lines = |path: PathBuf| {
            let text = fs::read_to_string(path).expect("a journal");
            text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
        };
        self.journal_paths(name).into_iter().map(lines).collect()
    }

    /// The paths of the journals beside a results file, oldest first.
    pub(crate) fn journal_paths(&self, name: &str) -> Vec<PathBuf> {
        let folder = self.path(&format!("{name}.attempts"));
        let Ok(listed) = fs::read_dir(folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = listed
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
            .collect();
        paths.sort();
        paths
    }

    /// The events of a name in the only journal.
    pub(crate) fn events(&self, name: &str, event: &str) -> Vec<serde_json::Value> {
        let journals = self.journals(name);
        assert_eq!(journals.len(), 1, "one journal");
        journals.into_iter().flatten().filter(|line| line["event"] == event).collect()
    }
}

/// Runs a command on this input.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input");
    let input = input.to_vec();
    // A program that ends without reading all is no fault of the test's.
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("its output");
    let _ = feeder.join().expect("the feeder ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Asserts that a text holds all of these.
pub(crate) fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}
