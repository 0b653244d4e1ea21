//! Attempts that are recorded already, brought in once more: what can't be looked into is said, not passed over.

use std::fs;

use examiner::sitting::closing::{Found, record_again, tidy};
use examiner::store::journal::Journal;
use examiner::store::ledger::Ledger;

use super::bench_attempt::{bytes, clock, submitted};

#[test]
fn a_journal_that_is_locked_or_damaged_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    let (id, _) = submitted(&ledger, 1, "Ada");
    tidy(&ledger, &clock(), 0, &mut |_| {}).expect("recorded");
    let path = ledger.journal(&id);
    let again = || record_again(&ledger, &id, &clock(), &mut |_| {}).expect("it is looked at");
    assert!(matches!(again(), Found::There(_)));

    let held = Journal::open(&path).expect("nobody holds it");
    let Found::Running(said) = again() else { panic!("somebody holds it") };
    assert!(said.contains("running now, left alone: Ada"), "{said}");
    drop(held);

    let whole = fs::read_to_string(&path).expect("a journal");
    fs::write(&path, whole.replacen("Ada", "Bob", 1)).expect("altered");
    let Found::Unusable(said) = again() else { panic!("it is altered") };
    assert!(said.contains(&path.display().to_string()) && said.contains("line 1"), "{said}");

    fs::write(&path, "").expect("emptied");
    assert!(matches!(again(), Found::NoAttempt(_)));
}

#[test]
fn a_line_that_says_recorded_and_does_not_chain_is_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    let (id, _) = submitted(&ledger, 1, "Ada");
    tidy(&ledger, &clock(), 0, &mut |_| {}).expect("recorded");
    let path = ledger.journal(&id);
    let results = bytes(ledger.results());
    let whole = fs::read_to_string(&path).expect("a journal");
    fs::write(&path, whole.replace("\"results.csv\"", "\"results.CSV\"")).expect("altered");
    let again = record_again(&ledger, &id, &clock(), &mut |_| {}).expect("it is looked at");
    assert!(matches!(again, Found::Recorded(_)), "{again:?}");
    assert_eq!(bytes(ledger.results()), results, "its rows were there");
    assert_eq!(fs::read_to_string(&path).expect("a journal"), whole);
}

#[test]
fn one_that_can_not_be_brought_in_again_holds_up_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    let (id, _) = submitted(&ledger, 1, "Ada");
    tidy(&ledger, &clock(), 0, &mut |_| {}).expect("recorded");
    fs::write(ledger.results(), "name,phone\nBob,1\n").expect("foreign");
    let again = record_again(&ledger, &id, &clock(), &mut |_| {}).expect("it is looked at");
    let Found::Stuck(said) = again else { panic!("{again:?}") };
    assert!(said.contains("no header of results") && said.contains("safe in"), "{said}");
}
