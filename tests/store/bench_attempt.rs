//! Attempts made by the library, without a terminal: started, answered, submitted; recorded where a test says so.

use std::path::Path;

use examiner::clock::{Clock, FixedClock};
use examiner::exam::{self, Exam};
use examiner::session::machine::{self, Input};
use examiner::session::{Attempt, AttemptId, Event, Mode, Moment, Pace, Rows};
use examiner::sitting::starting::{self, Plan};
use examiner::store::journal::Journal;
use examiner::store::ledger::Ledger;

/// An exam of three questions whose texts want quoting in CSV.
pub(crate) const EXAM: &str = r#"
format = 1
id = "kinds"
title = "Kinds"
time_limit = "45m"

[[question]]
id = "one"
topic = "first"
level = "junior"
kind = "text"
prompt = "One?"
accept = ["a, \"b\""]

[[question]]
id = "two"
topic = "first"
level = "middle"
prompt = "Two?"
[[question.option]]
text = "right"
correct = true
[[question.option]]
text = "wrong"

[[question]]
id = "three"
topic = "second"
kind = "number"
prompt = "Three?"
answer = 3
"#;

pub(crate) fn exam() -> Exam {
    exam::parse(EXAM.as_bytes()).expect("the exam is valid")
}

pub(crate) fn clock() -> FixedClock {
    FixedClock::new(Moment { wall_ms: 1_795_421_606_123, up_ms: 5_000_000 }, "boot-1")
}

/// An attempt id of its own for each number.
pub(crate) fn id(number: u8) -> AttemptId {
    starting::attempt_id(clock().now(), [number; 10])
}

/// Starts, answers and submits an attempt; its journal is beside the results and does not say `recorded`.
pub(crate) fn submitted(ledger: &Ledger, number: u8, candidate: &str) -> (AttemptId, Rows) {
    let exam = exam();
    let clock = clock();
    let plan = Plan {
        exam: &exam,
        form: None,
        mode: Mode::Exam,
        pace: Pace::Timed,
        candidate: candidate.to_owned(),
        candidate_id: String::new(),
        seed: 1,
        seed_given: true,
        extra: None,
        narrowed: None,
        reveal: None,
        quiet_clock: false,
        no_predict: false,
        named: None,
    };
    ledger.prepare(&mut |_| {}).expect("the results can be prepared");
    ledger.keep_exam(exam.exam_digest, exam.key_digest, EXAM.as_bytes()).expect("the copy can be kept");
    let id = id(number);
    let event = Event::Started(Box::new(starting::started(&plan, id.clone())));
    let (mut journal, entry) =
        Journal::create(&ledger.journal(&id), &event, clock.now(), clock.boot()).expect("a journal");
    let mut attempt = Attempt::from_entries(&[entry]).expect("an attempt");
    for (place, text) in ["a, \"b\"", "a", "3"].iter().enumerate() {
        let question = exam.question(&attempt.drawn(place).id).expect("a question");
        let answer = examiner::exam::Answer::read(text, &question.face).expect("an answer");
        for input in [Input::Show, Input::Answer(answer)] {
            for event in machine::step(&attempt, place, input, clock.now(), clock.boot()) {
                let entry = journal.append(&event, clock.now(), clock.boot()).expect("appended");
                attempt.apply(&entry).expect("applied");
            }
        }
    }
    let closing = examiner::results::Closing {
        by: examiner::session::By::Person,
        finished_at: attempt.started_at,
        elapsed_ms: 0,
    };
    let rows = examiner::results::rows_of(&attempt, &exam, closing);
    let event = Event::Submitted { by: examiner::session::By::Person, rows: rows.clone() };
    journal.append(&event, clock.now(), clock.boot()).expect("appended");
    (id, rows)
}

/// The results' bytes.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the results can be read")
}
