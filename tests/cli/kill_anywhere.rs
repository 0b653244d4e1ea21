//! `kill -9` at every step of a job that touches a file, torn writes included; then on with it: every acknowledged
//! answer is there, in the order and against the deadline that the journal named before, and the attempt is in the
//! results once.

use super::jobs::{Job, acknowledged};

#[test]
fn killed_before_any_step_it_goes_on_as_if_nothing_had_happened() {
    for job in Job::ALL {
        let steps = job.steps();
        assert!(steps.len() >= if job == Job::Record { 4 } else { 20 }, "{steps:?}");
        for (at, step) in steps.iter().enumerate() {
            let sandbox = job.sandbox();
            let fault = format!("kill:{}", at + 1);
            let ran = job.run_with(&sandbox, &fault);
            assert_eq!(ran.code, None, "killed at {fault}: {ran:?}");
            job.finish(&sandbox, acknowledged(&ran.err), &format!("{job:?} {fault} ({step})"));
        }
    }
}

#[test]
fn killed_in_the_middle_of_any_write_it_goes_on_as_if_nothing_had_happened() {
    for job in Job::ALL {
        for (at, step) in job.steps().iter().enumerate().filter(|(_, step)| is_write(step)) {
            // Many steps are syncs, where nothing is torn; each length is tried with every third write to a journal.
            let lengths = [1, 40, 300];
            let (from, to) = if step == "append to journal" { (at / 2 % 3, at / 2 % 3 + 1) } else { (0, 3) };
            for bytes in &lengths[from..to] {
                let sandbox = job.sandbox();
                let fault = format!("torn:{}:{bytes}", at + 1);
                let ran = job.run_with(&sandbox, &fault);
                if ran.code.is_none() {
                    job.finish(&sandbox, acknowledged(&ran.err), &format!("{job:?} {fault} ({step})"));
                }
            }
        }
    }
}

fn is_write(step: &str) -> bool {
    ["append to journal", "append to results", "write header", "write temporary file"].contains(&step)
}
