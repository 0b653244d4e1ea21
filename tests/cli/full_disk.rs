//! A disk that is full at any write: nothing that was accepted is lost, the person is told, and it can be finished.

use super::jobs::{Job, acknowledged, holds_event, packed};
use super::sandbox::{PROGRAM, Ran, Sandbox, holds, run};

/// What is said when something could not be written: what, what to do, where the attempt is safe, what finishes it.
fn assert_said(job: Job, sandbox: &Sandbox, ran: &Ran, at: &str) {
    assert_eq!(ran.code, Some(3), "{at}: {ran:?}");
    holds(&ran.err, &["help:", "make room"]);
    let Some(journal) = job.journal(sandbox) else { return };
    let said = packed(&ran.err);
    let path = sandbox.journal(job.results()).display().to_string();
    assert!(said.contains(&packed(&path)), "{at}: the journal is named: {ran:?}");
    let id = journal[0]["attempt"].as_str().expect("an id");
    let finishes = if holds_event(&journal, "submitted") {
        format!("examiner record --results {}", sandbox.path(job.results()).display())
    } else {
        format!("examiner resume {id}")
    };
    assert!(said.contains(&packed(&finishes)), "{at}: `{finishes}` is named: {ran:?}");
}

#[test]
fn a_disk_that_is_full_for_one_write_loses_nothing() {
    for job in Job::ALL {
        for at in 1..=job.steps().len() {
            // Steps come in twos, a write and its sync.
            let bytes = if at / 2 % 2 == 0 { 0 } else { 25 };
            let sandbox = job.sandbox();
            let fault = format!("full:{at}:{bytes}");
            let ran = job.run_with(&sandbox, &fault);
            let at = format!("{job:?} {fault}");
            if ran.code == Some(0) {
                job.assert_done(&sandbox, &at);
                continue;
            }
            assert_said(job, &sandbox, &ran, &at);
            job.finish(&sandbox, acknowledged(&ran.err), &at);
        }
    }
}

/// The lines that are told, with an empty one for each time that it is asked "Try again?".
fn with_tries(told: &[String], err: &str) -> String {
    let (before, _) = err.split_once("Try again?").expect("it is asked");
    let prompts = before.matches(" > \n").count();
    let mut lines = told.to_vec();
    lines.insert(prompts, String::new());
    lines.join("\n") + "\n"
}

#[test]
fn where_it_can_be_asked_the_answer_is_held_and_all_ends_well_once_there_is_room() {
    for job in Job::ALL {
        let mut held = 0;
        for at in 1..=job.steps().len() {
            let fault = format!("full:{at}:10");
            let told = job.told().join("\n") + "\n";
            let first = job.sandbox().run_with("EXAMINER_TEST_FAULT", &fault, &job.asking(), &told);
            if !first.err.contains("It is held here") {
                continue;
            }
            held += 1;
            // The same again, and there is room when it is tried again.
            let sandbox = job.sandbox();
            let told = with_tries(&job.told(), &first.err);
            let ran = sandbox.run_with("EXAMINER_TEST_FAULT", &fault, &job.asking(), &told);
            holds(&ran.err, &["It is held here"]);
            assert_eq!(ran.code, Some(0), "{job:?} {fault}: {ran:?}");
            job.assert_done(&sandbox, &format!("{job:?} {fault}"));
        }
        let answers = match job {
            Job::Take | Job::Practice => 4,
            Job::Resume => 3,
            Job::Record => 0,
        };
        assert!(held >= answers, "{job:?}: the answers' writes were among them: {held}");
    }
}

/// The kernel's own limit on the size of a file, at several sizes.
#[test]
fn a_limit_on_file_size_is_an_error_with_a_remedy_and_no_signal() {
    for job in Job::ALL {
        let mut refused = 0;
        for limit in [100, 1000, 2000, 3500, 4500, 6000] {
            let sandbox = job.sandbox();
            let mut command = sandbox.command_of("prlimit".as_ref(), &[]);
            command.arg(format!("--fsize={limit}")).arg(PROGRAM).args(job.args());
            let ran = run(&mut command, job.lines().as_bytes());
            let at = format!("{job:?} limit {limit}");
            if ran.code == Some(0) {
                job.assert_done(&sandbox, &at);
                continue;
            }
            refused += 1;
            assert_said(job, &sandbox, &ran, &at);
            job.finish(&sandbox, acknowledged(&ran.err), &at);
        }
        assert!(refused >= 2, "{job:?}: {refused}");
    }
}
