//! A program for the tests in this folder to run: this test binary itself, playing a script of prompts on the real relay.
//!
//! A script is steps separated by `;`, each a word and its settings: `choose`, `tick`, `line`, `confirm` ask; `until=MS` sets a
//! deadline that many milliseconds from then; `bell=MS`; `draft=TEXT`, `ticked=0,2`, `cursor=N`, `tried=N`, `options=N`, `wide`;
//! `nocommands` makes Esc mean nothing. `hold=FILE` waits until the file is there, and prints `called` when SIGTERM comes meanwhile; `suspend=FILE` lends the terminal meanwhile;
//! `panic` panics. With
//! `STAGE_PLAIN` the prompts are plain lines. Each reply is printed as `reply N: …` with how late it came.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use examiner::clock::{Clock, SystemClock};
use examiner::terminal::inquire::{Colour, InquirePrompter};
use examiner::terminal::plain::PlainPrompter;
use examiner::terminal::prompter::{Ask, Choice, CommandWord, Prompter, Want};
use portable_pty::CommandBuilder;

use super::pty::Pty;

/// Starts the script in a terminal of 80 columns and 24 rows.
pub(crate) fn play(script: &str) -> Pty {
    play_on(script, 80, 24)
}

/// Starts the script in a terminal of that size.
pub(crate) fn play_on(script: &str, cols: u16, rows: u16) -> Pty {
    Pty::spawn(command(script), cols, rows)
}

/// The command that plays the script.
pub(crate) fn command(script: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.env_clear();
    command.cwd(std::env::temp_dir());
    command.args(["terminal::stage::stage", "--exact", "--nocapture", "--quiet"]);
    command.env("EXAMINER_STAGE", script);
    command
}

/// Plays the script in plain lines: `input` comes through a pipe that is then kept open for `open_for`. Returns standard error.
pub(crate) fn play_plain(script: &str, input: &[u8], open_for: Option<Duration>) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(std::env::current_exe().unwrap())
        .env_clear()
        .env("EXAMINER_STAGE", script)
        .env("STAGE_PLAIN", "1")
        .args(["terminal::stage::stage", "--exact", "--nocapture", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(input).unwrap();
    let holder = std::thread::spawn(move || {
        std::thread::sleep(open_for.unwrap_or_default());
        drop(pipe);
    });
    let output = child.wait_with_output().unwrap();
    holder.join().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

/// The milliseconds by which reply `number` came late.
pub(crate) fn lateness(pty: &mut Pty, number: usize) -> u64 {
    let told = |transcript: &str| -> Option<u64> {
        let reply = transcript.split(&format!("reply {number}:")).nth(1)?;
        let late = reply.split("late=").nth(1)?.split_once("ms")?.0;
        late.parse().ok()
    };
    pty.wait_for_transcript(&format!("how late reply {number} was"), |transcript| told(transcript).is_some());
    told(&pty.transcript()).unwrap()
}

/// A file that is made to let the script go on.
pub(crate) struct Gate {
    folder: tempfile::TempDir,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("open")
    }

    pub(crate) fn open(&self) {
        std::fs::write(self.path(), "").unwrap();
    }
}

/// The hands of the clock that a script goes by, which can be moved.
pub(crate) struct Hands {
    folder: tempfile::TempDir,
}

impl Hands {
    /// Starts the script by a clock with hands that can be moved.
    pub(crate) fn play(script: &str) -> (Self, Pty) {
        let hands = Self { folder: tempfile::tempdir().unwrap() };
        let mut command = command(script);
        command.env("EXAMINER_TEST_CLOCK", hands.folder.path().join("clock"));
        (hands, Pty::spawn(command, 80, 24))
    }

    /// The same in plain lines on a terminal.
    pub(crate) fn play_plain(script: &str) -> (Self, Pty) {
        let hands = Self { folder: tempfile::tempdir().unwrap() };
        let mut command = command(script);
        command.env("EXAMINER_TEST_CLOCK", hands.folder.path().join("clock"));
        command.env("STAGE_PLAIN", "1");
        (hands, Pty::spawn(command, 80, 24))
    }

    /// Moves the wall clock and the sleep-proof one, milliseconds from where the machine's are. A rename, so that no look falls
    /// between.
    pub(crate) fn set(&self, wall_ms: i64, up_ms: i64) {
        let new = self.folder.path().join("new");
        std::fs::write(&new, format!("{wall_ms} {up_ms}")).unwrap();
        std::fs::rename(new, self.folder.path().join("clock")).unwrap();
    }
}

/// The program itself; as a test it does nothing.
#[test]
fn stage() {
    let Ok(script) = std::env::var("EXAMINER_STAGE") else { return };
    let clock = Arc::new(SystemClock::new());
    let colour = if std::env::var_os("STAGE_COLOUR").is_some() { Colour::On } else { Colour::Off };
    if std::env::var_os("STAGE_PLAIN").is_some() {
        let mut prompter = PlainPrompter::start(clock.clone()).unwrap();
        for (number, step) in script.split(';').enumerate() {
            let (reply, late) = perform(step, &mut prompter, clock.as_ref());
            prompter.acknowledge(&format!("reply {number}: {reply} late={late}ms"));
        }
        return;
    }
    let mut prompter = InquirePrompter::start(clock.clone(), colour).unwrap();
    // Behind the prompter's own: when this is set, the prompter has noticed.
    let called = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGTERM, Arc::clone(&called)).unwrap();
    for (number, step) in script.split(';').enumerate() {
        if let Some(file) = step.strip_prefix("hold=") {
            eprintln!("holding");
            wait_for_file(Path::new(file), &called);
        } else if let Some(file) = step.strip_prefix("suspend=") {
            let suspended = prompter.suspend();
            eprintln!("lent");
            drop(suspended.terminal().unwrap());
            wait_for_file(Path::new(file), &called);
            drop(suspended);
            eprintln!("back");
        } else if step == "panic" {
            panic!("on purpose");
        } else {
            let (reply, late) = perform(step, &mut prompter, clock.as_ref());
            eprintln!("reply {number}: {reply} late={late}ms");
        }
    }
    drop(prompter);
    eprintln!("the end");
}

fn wait_for_file(file: &Path, called: &AtomicBool) {
    while !file.exists() {
        if called.swap(false, Ordering::SeqCst) {
            eprintln!("called");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn perform(step: &str, prompter: &mut dyn Prompter, clock: &dyn Clock) -> (String, u64) {
    let settings: Vec<(&str, &str)> =
        step.split_whitespace().map(|word| word.split_once('=').unwrap_or((word, ""))).collect();
    let setting = |wanted: &str| settings.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let number = |wanted: &str| setting(wanted).map(|value| value.parse::<u64>().unwrap());
    let now = clock.now();
    let until_up_ms = number("until").map(|ms| now.up_ms + ms);
    let bells: Vec<_> = number("bell").map(|ms| now.up_ms + ms).into_iter().collect();
    let count = usize::try_from(number("options").unwrap_or(4)).unwrap();
    let tried = number("tried").map(|place| usize::try_from(place).unwrap());
    let texts: Vec<(String, String)> =
        (0..count).map(|place| (label(place), text(place, setting("wide").is_some()))).collect();
    let choices: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(place, (label, text))| Choice { label, text, open: Some(place) != tried })
        .collect();
    let ticked: Vec<usize> = setting("ticked")
        .map(|list| list.split(',').map(|place| place.parse().unwrap()).collect())
        .unwrap_or_default();
    let want = match settings[0].0 {
        "choose" => Want::Choose {
            choices: &choices,
            cursor: usize::try_from(number("cursor").unwrap_or(0)).unwrap(),
        },
        "tick" => Want::Tick { choices: &choices, ticked: &ticked },
        "line" => Want::Line { draft: setting("draft").unwrap_or("") },
        "confirm" => Want::Confirm { default: setting("yes").is_some() },
        other => panic!("no such step: {other}"),
    };
    let ask = Ask {
        message: "Your answer",
        help: "Enter answers, Esc opens the menu",
        want,
        until_up_ms,
        bells_up_ms: &bells,
        commands: if setting("nocommands").is_some() { &[] } else { &[CommandWord::Skip] },
    };
    let reply = prompter.ask(&ask);
    let late = until_up_ms.map_or(0, |until| clock.now().up_ms.saturating_sub(until));
    let jumps: Vec<_> = reply.jumps.iter().map(|jump| jump.by_ms).collect();
    let pressed = reply.at.up_ms.saturating_sub(now.up_ms);
    (format!("{:?} jumps={jumps:?} after={pressed}", reply.got), late)
}

fn label(place: usize) -> String {
    let letter = |index: usize| char::from(b'a' + u8::try_from(index).unwrap());
    if place < 26 {
        letter(place).to_string()
    } else {
        format!("{}{}", letter(place / 26 - 1), letter(place % 26))
    }
}

fn text(place: usize, wide: bool) -> String {
    if wide {
        return format!(
            "選択肢 {place} 🧑‍🔬 冪等な消費者は同じメッセージを二度処理しても結果が変わらない e\u{301}tude 🎉🎉🎉 終わり"
        );
    }
    format!("option number {place}")
}
