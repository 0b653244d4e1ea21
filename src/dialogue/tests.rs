//! Scripts play the whole dialogue.

#![expect(clippy::disallowed_methods, reason = "a test touches the world")]

mod leaving;
mod texts;
mod unfinished;

use std::path::PathBuf;
use std::sync::Arc;

use super::author::{Author, Stop};
use super::shelf::Shelf;
use crate::authoring::{Draft, reopen};
use crate::clock::{FixedClock, Moment};
use crate::exam::{self, Exam, Face, Kind};
use crate::render::Look;
use crate::terminal::prompter::{Command, CommandWord, Draft as Stood, Gone, Got, Manner};
use crate::terminal::script::{Asked, Log, ScriptPrompter, Wanted};

/// A folder to write in, and what came of it.
struct Played {
    folder: tempfile::TempDir,
    ended: Result<Draft, Stop>,
    log: Log,
    left: usize,
}

impl Played {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name))
            .unwrap_or_else(|error| panic!("{error}\n{}", self.log.text()))
    }

    /// All that was shown, its lines joined.
    fn words(&self) -> String {
        self.log.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn exam(&self) -> Exam {
        assert!(self.ended.is_ok(), "{:?}\n{}", self.ended, self.log.text());
        assert_eq!(self.left, 0, "all of the script was asked for\n{}", self.log.text());
        let text = self.text("acks.toml");
        exam::parse(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
    }

    /// The prompts of this line.
    fn asked(&self, message: &str) -> Vec<Asked> {
        self.log.asked().into_iter().filter(|asked| asked.message.starts_with(message)).collect()
    }
}

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::new(Moment { wall_ms: 0, up_ms: 0 }, "boot"))
}

fn play_in(
    folder: tempfile::TempDir,
    script: impl FnOnce(&mut ScriptPrompter),
    manner: Manner,
    draft: Draft,
) -> Played {
    let mut prompter = ScriptPrompter::new(clock(), manner, []);
    script(&mut prompter);
    let log = prompter.log();
    let mut shelf = Shelf::of(&folder.path().join("acks.toml")).unwrap();
    if draft != Draft::new() {
        shelf.adopt();
    }
    let ended = Author::new(&mut prompter, Look::plain(80), &mut shelf, draft, "acks").run();
    Played { folder, ended, log, left: prompter.left() }
}

fn play(replies: Vec<Got>) -> Played {
    let script = |prompter: &mut ScriptPrompter| {
        for got in replies {
            prompter.then(|| (), got);
        }
    };
    play_in(tempfile::tempdir().unwrap(), script, Manner::Interactive, Draft::new())
}

fn said(text: &str) -> Got {
    Got::Typed(text.to_owned())
}

fn place(at: usize) -> Got {
    Got::Chosen(at)
}

fn yes(truth: bool) -> Got {
    Got::Confirmed(truth)
}

fn esc(text: &str) -> Got {
    Got::Escaped(Stood::Typed(text.to_owned()))
}

/// The exam itself: a lesson about one topic.
fn front() -> Vec<Got> {
    let mut given = vec![said("Acks"), said("acks"), place(1)];
    given.extend(["5", "", "junior, senior", "Acks", "acks", ""].map(said));
    given
}

/// A question up to what its kind asks for.
fn begin(kind: Kind, title: &str) -> Vec<Got> {
    let kind = Kind::ALL.iter().position(|known| *known == kind).unwrap();
    let mut given =
        vec![place(kind), place(0), place(1), said(title), said("What"), said("  now?"), said(".")];
    given.extend([said(&title.to_lowercase()), place(0)]);
    given
}

/// What comes after the kind's own: neither explanation nor follow-up nor hint, one point.
fn end() -> Vec<Got> {
    ["", "", "", "1"].map(said).into()
}

const ANOTHER: usize = 0;
const LIST: usize = 1;
const CHANGE: usize = 2;
const TAKE_OUT: usize = 3;
const FRONT: usize = 4;
const SAVE: usize = 5;

fn boolean(title: &str) -> Vec<Got> {
    [begin(Kind::Boolean, title), vec![place(0), said("It does.")], end()].concat()
}

#[test]
fn a_question_of_each_kind_becomes_an_exam() {
    let own: [(Kind, Vec<Got>); 8] = [
        (
            Kind::Single,
            vec![
                said("wrong"),
                yes(false),
                said("no"),
                said("0.5"),
                said("right"),
                yes(true),
                said(""),
                said("wrong, too"),
                said("nor this"),
                said(""),
                said(""),
            ],
        ),
        (
            Kind::Multiple,
            vec![
                said("a"),
                yes(true),
                said(""),
                said("b"),
                yes(false),
                said("not b"),
                said("c"),
                yes(true),
                said(""),
                said(""),
            ],
        ),
        (Kind::Boolean, vec![place(1), said("because")]),
        (Kind::Text, vec![place(0), said("at least once"), said("")]),
        (Kind::Number, vec![said("42"), said("5%"), said("ms")]),
        (Kind::Order, vec![said("first"), said("second"), said("")]),
        (Kind::Match, vec![said("a"), said("1"), said("b"), said("2"), said(""), said("3"), said("")]),
        (
            Kind::Essay,
            vec![said("says why"), said("2"), said(""), said("Because"), said("it is."), said(".")],
        ),
    ];
    let mut script = front();
    for (number, (kind, own)) in own.into_iter().enumerate() {
        if number > 0 {
            script.push(place(ANOTHER));
        }
        script.extend([begin(kind, kind.word()), own, end()].concat());
    }
    // All of them have the same prompt.
    script.extend([place(LIST), place(SAVE), said("kinds are what differs")]);
    let played = play(script);
    let exam = played.exam();
    assert_eq!(exam.allow, [("near-duplicate".to_owned(), "kinds are what differs".to_owned())]);
    assert_eq!(exam.questions.iter().map(|question| question.face.kind()).collect::<Vec<_>>(), Kind::ALL);
    assert_eq!(exam.questions[0].prompt, "What\n  now?");
    let Face::Match { rights, .. } = &exam.questions[6].face else { panic!() };
    assert_eq!(rights.len(), 3);
    assert!(played.log.text().contains("  8  essay · senior · acks: essay"), "{}", played.log.text());
    assert!(!played.path("acks.toml.draft").exists());
}

#[test]
fn what_will_not_do_is_said_and_stands_there_again() {
    let mut script = vec![said(" "), said("Acks"), said("My Acks"), said("my-acks"), place(1)];
    script.extend(["", "1 hour", "1h", "junior", "Acks", "acks", ""].map(said));
    script.extend(begin(Kind::Number, "Many"));
    script.extend(["forty", "40", "some", "0.5", ""].map(said));
    script.extend([end(), vec![place(SAVE)]].concat());
    let played = play(script);
    played.exam();
    let text = played.words();
    for part in [
        "Not taken: `title` is empty, expected text help: write something, or go back ? Title [Acks] ",
        "Not taken: `My Acks` is no id, expected lower-case letters",
        "at most 64, a letter or digit first help: write `my-acks` ? Id ",
        "Not taken: `time_limit` is `1 hour`",
        "Not taken: `forty` is no number, expected one such as 42, 0.5 or 1.5e3 ? The right number ",
        "Not taken: `tolerance` is `some`, expected a number such as 0.5 or a share such as \"5%\"",
    ] {
        assert!(text.contains(part), "`{part}` in\n{text}");
    }
    assert_eq!(played.asked("Id")[1].wanted, Wanted::Line("My Acks".to_owned()));
    assert_eq!(played.asked("The right number")[1].wanted, Wanted::Line("forty".to_owned()));
}

#[test]
fn esc_goes_a_step_back_and_what_was_begun_is_not_lost() {
    let mut script = vec![said("Ack"), esc("begun"), place(1), said("Acks"), said("acks"), place(1)];
    script.extend(["", "", "", "Acks", "acks", ""].map(said));
    script.extend(begin(Kind::Order, "Order"));
    // In a text of several lines: the menu, and on from there.
    script.extend([said("a"), said("b"), said("")]);
    script.extend([said("Because"), esc("it"), place(0), said("it is"), said(".")]);
    script.extend(["", "", "1"].map(said));
    script.push(place(SAVE));
    let played = play(script);
    let exam = played.exam();
    assert_eq!(exam.questions[0].teaching.explanation.as_deref(), Some("Because\nit is"));
    assert_eq!(played.asked("Id")[1].wanted, Wanted::Line("begun".to_owned()));
    let lines: Vec<Wanted> = played.asked(" 2 │").into_iter().map(|asked| asked.wanted).collect();
    assert_eq!(lines[1..], [Wanted::LineOfMany(String::new()), Wanted::LineOfMany("it".to_owned())]);
}

#[test]
fn a_question_can_be_dropped_changed_and_taken_out() {
    let mut script = [front(), begin(Kind::Boolean, "Dropped")].concat();
    script.extend([Got::Escaped(Stood::Nothing), place(2)]);
    script.extend([boolean("One"), vec![place(ANOTHER)], boolean("Two")].concat());
    // The first again: everything as it was but for its title and what is right.
    script.extend([
        place(CHANGE),
        place(0),
        place(2),
        place(0),
        place(1),
        said("Uno"),
        place(0),
        said("one"),
        place(0),
    ]);
    script.extend([vec![place(1), said("It doesn't.")], end()].concat());
    // The second, and left as it was.
    script.extend([place(CHANGE), place(1), place(0), Got::Escaped(Stood::Nothing), place(2)]);
    script.extend([place(ANOTHER)]);
    script.extend(boolean("Three"));
    script.extend([place(TAKE_OUT), place(2), yes(true), place(TAKE_OUT), place(0), yes(false)]);
    script.extend([place(FRONT), said("All about acks"), said("acks"), place(1)]);
    script.extend(["", "", "junior, senior", "Acks", "acks", ""].map(said));
    script.extend([place(SAVE), said("")]);
    let played = play(script);
    let exam = played.exam();
    assert_eq!(exam.title, "All about acks");
    let titles: Vec<&str> =
        exam.questions.iter().map(|question| question.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["Uno", "Two"]);
    assert_eq!(exam.questions[1].face.kind(), Kind::Boolean);
    assert!(played.text("acks.toml").contains("answer = false\n"));
}

#[test]
fn a_snippet_is_typed_or_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("consumer.py");
    std::fs::write(&code, "def f():\r\n\treturn '''x'''\\\r\n").unwrap();
    std::fs::write(folder.path().join("bad"), b"\xff").unwrap();
    let mut script = front();
    script.extend(begin(Kind::Boolean, "One"));
    script.pop();
    script.extend([
        place(1),
        said("    a = 1"),
        said(""),
        said("\\."),
        said("."),
        said("a.sql"),
        said("sql"),
    ]);
    let slip = folder.path().join("consumr.py");
    script.extend([
        place(2),
        said("nowhere"),
        said(slip.to_str().unwrap()),
        said(folder.path().join("bad").to_str().unwrap()),
    ]);
    script.extend([said(code.to_str().unwrap()), said("consumer.py"), said("python"), place(0)]);
    script.extend([vec![place(0), said("So.")], end(), vec![place(SAVE)]].concat());
    let play_it = |prompter: &mut ScriptPrompter| {
        for got in script {
            prompter.then(|| (), got);
        }
    };
    let played = play_in(folder, play_it, Manner::Interactive, Draft::new());
    let exam = played.exam();
    assert_eq!(exam.questions[0].snippets[0].code, "    a = 1\n\n.\n");
    assert_eq!(exam.questions[0].snippets[1].code, "def f():\n\treturn '''x'''\\\n");
    assert_eq!(played.asked("Its title [consumer.py]")[0].wanted, Wanted::Line(String::new()));
    assert_eq!(played.asked("Its language [python]")[0].wanted, Wanted::Line(String::new()));
    assert!(played.log.text().contains("could not be read"), "{}", played.log.text());
    assert!(played.log.text().contains("is no UTF-8"), "{}", played.log.text());
    let meant = format!("did you mean `{}`?", played.path("consumer.py").display());
    assert!(played.log.text().replace("\n  ", "").contains(&meant), "{}", played.log.text());
}

#[test]
fn what_check_will_warn_of_is_asked_for_its_reasons_or_mended() {
    let mut script = front();
    script[2] = place(0);
    script.splice(6..6, ["", "", ""].map(said));
    script.extend([boolean("One"), vec![place(SAVE), Got::Escaped(Stood::Nothing), place(SAVE)]].concat());
    // In the order of the file: the default cuts, the level without questions and the one with few.
    script.extend([said("a first guess"), said(""), said("a warm-up"), said("it is one question")]);
    let played = play(script);
    let exam = played.ended.as_ref().map(|_| played.text("acks.toml")).unwrap();
    let exam = exam::parse(exam.as_bytes()).unwrap();
    let text = played.words();
    for name in ["default-cuts", "untested-level", "few-questions", "guessable"] {
        assert!(text.contains(&format!("`check` will warn of `{name}`")), "{name}: {text}");
    }
    assert_eq!(exam.allow.len(), 3, "{:?}\n{text}", exam.allow);
    assert!(text.contains("1 question: junior none yet and senior 1. It takes 10 questions"), "{text}");
    assert_eq!(played.asked("A reason").len(), 5);
}

#[test]
fn a_lesson_whose_wrong_answers_have_heads_ups_is_warned_of_nothing() {
    let played = play([front(), boolean("One"), vec![place(SAVE)]].concat());
    played.exam();
    assert!(played.asked("A reason").is_empty());
    assert_eq!(crate::authoring::judge::warnings(played.ended.as_ref().unwrap()), []);
}

#[test]
fn plain_lines_can_do_it_all() {
    let back = || Got::Command(Command::Plain(CommandWord::Back));
    let quit = || Got::Command(Command::Plain(CommandWord::Quit));
    let mut script = vec![said(""), back(), said("Acks, plainly"), said(""), place(1)];
    script.extend(["", "", "", "Acks", "", ""].map(said));
    script.extend(begin(Kind::Boolean, "One"));
    script.extend([
        place(0),
        quit(),
        place(0),
        said("It does."),
        said("Because"),
        quit(),
        place(0),
        said("."),
    ]);
    script.extend(["", "", ""].map(said));
    script.push(place(SAVE));
    let play_it = |prompter: &mut ScriptPrompter| {
        for got in script {
            prompter.then(|| (), got);
        }
    };
    let played = play_in(tempfile::tempdir().unwrap(), play_it, Manner::Plain, Draft::new());
    let exam = played.exam();
    assert_eq!((exam.title.as_str(), exam.id.as_str()), ("Acks, plainly", "acks"));
    assert_eq!(exam.questions[0].teaching.explanation.as_deref(), Some("Because"));
    let text = played.log.text();
    assert!(
        text.contains("? Title [Acks]\n") && text.contains("  a  single: one of several options\n"),
        "{text}"
    );
}
