//! Whole jobs for the tests of faults: each ends with the same attempt in its results, however often it broke off.
//!
//! Questions and options are shuffled, and what is answered after a fault follows from the order that the journal named
//! before it: another order would give wrong answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::sandbox::{EXAM, Ran, Sandbox};

const TAKE: [&str; 7] = ["take", "four.toml", "--candidate", "Ada", "--quiet-clock", "--seed", "9"];
const PRACTICE: [&str; 5] = ["practice", "four.toml", "--no-predict", "--seed", "9"];
/// What is right, as it stands in the results.
const RIGHT: [(&str, &str); 4] = [("pick", "b"), ("tick", "a+c"), ("name", "c"), ("count", "42")];

/// A command that ends with an attempt in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// From the start.
    Take,
    /// From the second question on.
    Resume,
    /// Of what is handed in.
    Record,
    /// A learner's.
    Practice,
}

impl Job {
    pub(crate) const ALL: [Self; 4] = [Self::Take, Self::Resume, Self::Record, Self::Practice];

    /// A folder in which it can be done.
    pub(crate) fn sandbox(self) -> Sandbox {
        let sandbox = Sandbox::new();
        let shuffled = "shuffle = { questions = true, options = true }";
        sandbox.write("four.toml", EXAM.replace("shuffle = { options = false }", shuffled));
        match self {
            Self::Take | Self::Practice => {}
            Self::Resume => {
                let first = Self::Take.inputs().first().expect("an answer");
                let ran = sandbox.run(&Self::Take.args(), &format!("{first}\n"));
                assert_eq!(ran.code, Some(130), "{ran:?}");
            }
            Self::Record => {
                let steps = Self::Take.steps();
                let append = steps.iter().position(|step| step == "append to results").expect("a step") + 1;
                let ran = Self::Take.run_with(&sandbox, &format!("kill:{append}"));
                assert_eq!(ran.code, None, "{ran:?}");
                assert!(holds_event(&Self::Take.journal(&sandbox).expect("a journal"), "submitted"));
            }
        }
        sandbox
    }

    /// Where its results are.
    pub(crate) fn results(self) -> &'static str {
        match self {
            Self::Take | Self::Resume | Self::Record => "results.csv",
            Self::Practice => "home/.local/share/examiner/practice.csv",
        }
    }

    /// Its command line; nothing is asked but the questions.
    pub(crate) fn args(self) -> Vec<&'static str> {
        let mut args = self.asking();
        if self != Self::Record {
            args.push("--yes");
        }
        args
    }

    /// Its command line where everything is asked.
    pub(crate) fn asking(self) -> Vec<&'static str> {
        match self {
            Self::Take => TAKE.to_vec(),
            Self::Resume => vec!["resume", "--quiet-clock"],
            Self::Record => vec!["record"],
            Self::Practice => PRACTICE.to_vec(),
        }
    }

    /// What it is told, line by line, where everything is asked.
    pub(crate) fn told(self) -> Vec<String> {
        let yes = || vec!["y".to_owned()];
        match self {
            Self::Take | Self::Resume => [yes(), self.inputs().to_vec(), yes()].concat(),
            Self::Practice => [yes(), self.inputs().to_vec()].concat(),
            Self::Record => Vec::new(),
        }
    }

    /// The lines that answer all that is still open.
    pub(crate) fn lines(self) -> String {
        lines(self.inputs())
    }

    /// The same, one by one. The seed makes the order; it is read from the journal of an attempt that goes no further.
    pub(crate) fn inputs(self) -> &'static [String] {
        static INPUTS: [OnceLock<Vec<String>>; 2] = [const { OnceLock::new() }; 2];
        let first = |job: Self| {
            let sandbox = job.sandbox();
            assert_eq!(sandbox.run(&job.args(), "").code, Some(130));
            open_questions(&job.journal(&sandbox).expect("a journal"), "answered")
        };
        match self {
            Self::Take => INPUTS[0].get_or_init(|| first(Self::Take)),
            Self::Resume => Self::Take.inputs().get(1..).unwrap_or_default(),
            Self::Record => &[],
            Self::Practice => INPUTS[1].get_or_init(|| first(Self::Practice)),
        }
    }

    /// Does it with a fault.
    pub(crate) fn run_with(self, sandbox: &Sandbox, fault: &str) -> Ran {
        sandbox.run_with("EXAMINER_TEST_FAULT", fault, &self.args(), &self.lines())
    }

    /// The steps that it takes, by name.
    pub(crate) fn steps(self) -> Vec<String> {
        let sandbox = self.sandbox();
        let file = sandbox.path("steps");
        let ran = self.run_with(&sandbox, &format!("steps:{}", file.display()));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        fs::read_to_string(file).expect("the steps").lines().map(str::to_owned).collect()
    }

    /// The lines of its journal, if it has begun.
    pub(crate) fn journal(self, sandbox: &Sandbox) -> Option<Vec<Value>> {
        sandbox.journals(self.results()).into_iter().find(|journal| !journal.is_empty())
    }

    /// Goes on from wherever it broke off until the attempt is recorded, and looks at what came of it.
    ///
    /// `acknowledged` answers must be there; what the journal says of order and deadline before it goes on must hold.
    pub(crate) fn finish(self, sandbox: &Sandbox, acknowledged: usize, at: &str) {
        let before = self.journal(sandbox);
        let results = sandbox.path(self.results()).display().to_string();
        let record = ["record", "--results", &results];
        if let Some(journal) = &before {
            let answered = answers(journal);
            assert!(answered >= acknowledged, "{at}: {acknowledged} acknowledged, {answered} kept");
            let ran = if holds_event(journal, "submitted") {
                sandbox.run(&record, "")
            } else {
                // In practice a question is done with when it is completed; until then it is asked again.
                let done = if self == Self::Practice { "completed" } else { "answered" };
                let ran = sandbox.run(&["resume", "--yes"], &lines(&open_questions(journal, done)));
                if let Some(deadline) = deadline(&journal[0]) {
                    let said = packed(&ran.err);
                    assert!(said.contains(&packed(&deadline)), "{at}: `{deadline}` in {ran:?}");
                }
                ran
            };
            assert_eq!(ran.code, Some(0), "{at}: {ran:?}");
        } else {
            assert_eq!(acknowledged, 0, "{at}");
            let ran = sandbox.run(&self.args(), &self.lines());
            assert_eq!(ran.code, Some(0), "{at}: {ran:?}");
        }
        for _ in 0..2 {
            let again = sandbox.run(&record, "");
            assert_eq!((again.code, again.out.as_str()), (Some(0), "nothing to record\n"), "{at}: {again:?}");
        }
        self.assert_done(sandbox, at);
        let after = self.journal(sandbox).expect("a journal");
        let before = before.unwrap_or_default();
        assert_eq!(after[..before.len().min(after.len())], before[..], "{at}: what was kept stays as it was");
        let started = before.first().unwrap_or(&after[0]);
        let order: Vec<String> = questions(started).map(|question| text(&question["id"])).collect();
        assert_eq!(sandbox.column(self.results(), "question_id"), order, "{at}: the order of the questions");
        assert_eq!(after.iter().filter(|line| line["event"] == "submitted").count(), 1, "{at}");
    }

    /// The results are whole, and hold the attempt once.
    pub(crate) fn assert_done(self, sandbox: &Sandbox, at: &str) {
        let text = fs::read_to_string(sandbox.path(self.results())).expect("the results");
        assert_eq!(text.matches("attempt_id").count(), 1, "{at}: one header");
        assert!(text.ends_with('\n'), "{at}");
        for row in sandbox.rows(self.results()) {
            let right = BTreeMap::from(RIGHT)[row["question_id"].as_str()];
            assert_eq!(row["answer"], right, "{at}: {row:?}");
        }
        assert_eq!(sandbox.column(self.results(), "outcome"), ["correct"; 4], "{at}");
        let ids: BTreeSet<String> = sandbox.column(self.results(), "attempt_id").into_iter().collect();
        assert_eq!(ids.len(), 1, "{at}");
    }
}

fn lines(inputs: &[String]) -> String {
    inputs.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn questions(started: &Value) -> impl Iterator<Item = &Value> {
    started["questions"].as_array().expect("questions").iter()
}

/// What is to be typed to answer what has no event of that name yet, in the order that the journal names.
pub(crate) fn open_questions(journal: &[Value], done: &str) -> Vec<String> {
    let is_open = |question: &&Value| {
        !journal.iter().any(|line| line["event"] == done && line["question"] == question["id"])
    };
    let input = |question: &Value| {
        let right = BTreeMap::from(RIGHT)[text(&question["id"]).as_str()];
        let Some(parts) = question["parts"].as_array() else { return right.to_owned() };
        let letter = |part: &str| {
            let place = parts.iter().position(|known| known == part).expect("an option");
            ["a", "b", "c"][place].to_owned()
        };
        right.split('+').map(letter).collect::<Vec<_>>().join(" ")
    };
    questions(&journal[0]).filter(is_open).map(input).collect()
}

/// When the exam ends, as a person is told.
fn deadline(started: &Value) -> Option<String> {
    let limit = (started["pace"] == "timed").then(|| started["limit"].as_i64()).flatten()?;
    let begun: Timestamp = text(&started["at"]).parse().expect("an instant");
    let ends = begun + SignedDuration::from_millis(limit);
    Some(format!("ends {}", ends.strftime("%-d %b %Y, %H:%M:%S")))
}

/// How many answers were acknowledged, in plain lines.
pub(crate) fn acknowledged(err: &str) -> usize {
    let kept = err.lines().filter_map(|line| line.strip_prefix("kept: ")?.split(' ').next()?.parse().ok());
    kept.max().unwrap_or(0)
}

/// How many questions of a journal have an answer.
pub(crate) fn answers(journal: &[Value]) -> usize {
    distinct(journal, "answered")
}

/// Of how many questions there is an event of this name.
fn distinct(journal: &[Value], event: &str) -> usize {
    let events = journal.iter().filter(|line| line["event"] == event);
    events.map(|line| line["question"].to_string()).collect::<BTreeSet<_>>().len()
}

/// Whether there is an event of this name.
pub(crate) fn holds_event(journal: &[Value], event: &str) -> bool {
    journal.iter().any(|line| line["event"] == event)
}

/// A text without any white space: paths and commands may be broken anywhere.
pub(crate) fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}
