//! `kill -9` at every step of a session whose prompts are drawn: what was acknowledged is there, and it can be ended.

use std::path::Path;

use crate::cli::jobs::Job;

/// Sits it until it is killed, then ends it. An answer is acknowledged by what comes behind it.
fn sit(job: Job, fault: &str) {
    let sandbox = job.sandbox();
    let mut pty = sandbox.pty_with(&[("EXAMINER_TEST_FAULT", Path::new(fault))], &job.args(), 80, 24);
    let inputs = job.inputs();
    let first = 4 - inputs.len();
    let mut acknowledged = first;
    let mut alive = true;
    for (at, input) in inputs.iter().enumerate() {
        let number = format!("Question {} of 4", first + at + 1);
        let shown = |text: &str| text.contains(&number);
        let drawn = |text: &str| {
            let behind = text.rsplit(&number).next().unwrap_or_default();
            shown(text) && behind.contains("\n? ") && behind.trim_end().ends_with(']')
        };
        alive = pty.lives_to_see(&number, drawn);
        if shown(&pty.transcript()) {
            acknowledged = first + at;
        }
        if !alive {
            break;
        }
        pty.send(format!("{}\r", input.replace(' ', "")));
    }
    if alive && pty.lives_to_see("the end", |text| text.contains("Thank you.")) {
        acknowledged = 4;
    }
    let code = pty.finish();
    assert_eq!(code, 1, "{job:?} {fault}: it was killed:\n{}", pty.transcript());
    job.finish(&sandbox, acknowledged, &format!("{job:?} on screen, {fault}"));
}

#[test]
fn a_drawn_session_that_was_killed_at_any_step_goes_on() {
    for at in 1..=Job::Take.steps().len() {
        sit(Job::Take, &format!("kill:{at}"));
    }
}

#[test]
fn a_drawn_session_that_was_resumed_and_killed_at_any_step_goes_on() {
    for at in 1..=Job::Resume.steps().len() {
        sit(Job::Resume, &format!("kill:{at}"));
    }
}
