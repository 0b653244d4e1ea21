//! Whole jobs for the tests of faults: each ends with the same attempt in its results, however often it broke off.

use std::collections::BTreeSet;
use std::fs;

use super::sandbox::{Ran, Sandbox};

const ANSWERS: [&str; 4] = ["b", "a c", "c", "42"];
const TAKE: [&str; 5] = ["take", "four.toml", "--candidate", "Ada", "--quiet-clock"];
const PRACTICE: [&str; 3] = ["practice", "four.toml", "--no-predict"];

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
        match self {
            Self::Take | Self::Practice => {}
            Self::Resume => {
                let ran = sandbox.run(&Self::Take.args(), "b\n");
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
    pub(crate) fn told(self) -> Vec<&'static str> {
        match self {
            Self::Take => vec!["y", "b", "a c", "c", "42", "y"],
            Self::Resume => vec!["y", "a c", "c", "42", "y"],
            Self::Record => Vec::new(),
            Self::Practice => vec!["y", "b", "a c", "c", "42"],
        }
    }

    /// The lines that answer all that is still open.
    pub(crate) fn lines(self) -> String {
        match self {
            Self::Take | Self::Practice => lines(0),
            Self::Resume => lines(1),
            Self::Record => String::new(),
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
    pub(crate) fn journal(self, sandbox: &Sandbox) -> Option<Vec<serde_json::Value>> {
        sandbox.journals(self.results()).into_iter().find(|journal| !journal.is_empty())
    }

    /// Goes on from wherever it broke off until the attempt is recorded, and looks at what came of it.
    ///
    /// `acknowledged` answers must be there; the journal as it was before must be how the journal afterwards begins.
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
                let done = if self == Self::Practice { distinct(journal, "completed") } else { answered };
                sandbox.run(&["resume", "--yes"], &lines(done))
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
        assert_eq!(after.iter().filter(|line| line["event"] == "submitted").count(), 1, "{at}");
    }

    /// The results are whole, and hold the attempt once.
    pub(crate) fn assert_done(self, sandbox: &Sandbox, at: &str) {
        let text = fs::read_to_string(sandbox.path(self.results())).expect("the results");
        assert_eq!(text.matches("attempt_id").count(), 1, "{at}: one header");
        assert!(text.ends_with('\n'), "{at}");
        assert_eq!(sandbox.column(self.results(), "answer"), ["b", "a+c", "c", "42"], "{at}");
        assert_eq!(sandbox.column(self.results(), "outcome"), ["correct"; 4], "{at}");
        let ids: BTreeSet<String> = sandbox.column(self.results(), "attempt_id").into_iter().collect();
        assert_eq!(ids.len(), 1, "{at}");
    }
}

fn lines(from: usize) -> String {
    ANSWERS.get(from..).unwrap_or_default().iter().map(|line| format!("{line}\n")).collect()
}

/// How many answers were acknowledged.
pub(crate) fn acknowledged(err: &str) -> usize {
    let kept = err.lines().filter_map(|line| line.strip_prefix("kept: ")?.split(' ').next()?.parse().ok());
    kept.max().unwrap_or(0)
}

/// How many questions of a journal have an answer.
pub(crate) fn answers(journal: &[serde_json::Value]) -> usize {
    distinct(journal, "answered")
}

/// Of how many questions there is an event of this name.
fn distinct(journal: &[serde_json::Value], event: &str) -> usize {
    let events = journal.iter().filter(|line| line["event"] == event);
    events.map(|line| line["question"].to_string()).collect::<BTreeSet<_>>().len()
}

/// Whether there is an event of this name.
pub(crate) fn holds_event(journal: &[serde_json::Value], event: &str) -> bool {
    journal.iter().any(|line| line["event"] == event)
}

/// A text without any white space: paths and commands may be broken anywhere.
pub(crate) fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}
