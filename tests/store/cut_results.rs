//! The results cut, or filled with NUL bytes, at every byte of their last attempt: recording again gives the same file.

use std::fs;

use examiner::sitting::closing::tidy;
use examiner::store::ledger::Ledger;
use examiner::store::recording::{self, Outcome};

use super::bench_attempt::{bytes, clock, id, submitted};

fn silent() -> impl FnMut(&str) {
    |_| {}
}

/// Two attempts, the first recorded and journaled so, the second recorded but for the line in its journal.
fn two_attempts() -> (tempfile::TempDir, Ledger, Vec<u8>, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    submitted(&ledger, 1, "Ada");
    tidy(&ledger, &clock(), 0, &mut silent()).expect("recorded");
    let before = bytes(ledger.results()).len();
    let (second, rows) = submitted(&ledger, 2, "=Böb, \"B\"");
    recording::record(&ledger, &second, &rows, &mut silent()).expect("recorded");
    let whole = bytes(ledger.results());
    (folder, ledger, whole, before)
}

#[test]
fn results_cut_at_every_byte_of_the_last_attempt_are_made_whole() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (second, rows) = (id(2), rows_of_second(&ledger));
    for cut in before..=whole.len() {
        fs::write(ledger.results(), &whole[..cut]).expect("cut");
        let outcome = recording::record(&ledger, &second, &rows, &mut silent()).expect("recorded");
        assert_eq!(
            outcome,
            if cut == whole.len() { Outcome::WasThere } else { Outcome::Written },
            "cut {cut}"
        );
        assert_eq!(bytes(ledger.results()), whole, "cut at {cut}");
    }
}

#[test]
fn bytes_lost_to_a_power_cut_are_nul_and_are_made_whole() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (second, rows) = (id(2), rows_of_second(&ledger));
    for cut in before..whole.len() {
        let mut torn = whole.clone();
        torn[cut..].fill(0);
        fs::write(ledger.results(), &torn).expect("torn");
        recording::record(&ledger, &second, &rows, &mut silent()).expect("recorded");
        assert_eq!(bytes(ledger.results()), whole, "NUL from {cut}");
    }
}

/// NUL bytes alone don't say whose they were: only as many as an attempt has are its own.
#[test]
fn nul_bytes_that_are_no_attempts_are_never_cut() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (second, rows) = (id(2), rows_of_second(&ledger));
    for nuls in [1, 4, whole.len() - before - 1, whole.len() - before + 1, 1 << 16] {
        let mut with_nuls = whole[..before].to_vec();
        with_nuls.resize(before + nuls, 0);
        fs::write(ledger.results(), &with_nuls).expect("written");
        let trouble = recording::record(&ledger, &second, &rows, &mut silent()).expect_err("refused");
        assert_eq!(bytes(ledger.results()), with_nuls, "{nuls} NUL bytes are left alone");
        let s = if nuls == 1 { "" } else { "s" };
        let what = format!("line 5: {nuls} NUL byte{s} of no attempt here, expected rows");
        assert_eq!((trouble.what, trouble.help.contains("examiner record")), (what, true));
    }
}

#[test]
fn an_attempt_that_is_there_is_not_written_again_because_of_nul_bytes_behind_it() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (second, rows) = (id(2), rows_of_second(&ledger));
    for nuls in [1, 40, whole.len() - before, 1 << 16] {
        let mut with_nuls = whole.clone();
        with_nuls.resize(whole.len() + nuls, 0);
        fs::write(ledger.results(), &with_nuls).expect("written");
        let outcome = recording::record(&ledger, &second, &rows, &mut silent()).expect("it is there");
        assert_eq!(outcome, Outcome::WasThere, "{nuls} NUL bytes");
        assert!(bytes(ledger.results()).starts_with(&whole));
    }
}

#[test]
fn another_attempt_that_records_first_mends_the_torn_one_too() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (third, rows) = submitted(&ledger, 3, "Cy");
    let mut all = whole.clone();
    all.extend(examiner::results::Header::ours().encode(&rows));
    for cut in before..=whole.len() {
        fs::write(ledger.results(), &whole[..cut]).expect("cut");
        recording::record(&ledger, &third, &rows, &mut silent()).expect("recorded");
        let now = bytes(ledger.results());
        let second_first = now == all;
        // Where too little of the id is left to tell whose row it was, the second comes in behind.
        let third_first = cut - before < 36 && now.len() == before + (all.len() - whole.len());
        assert!(second_first || third_first, "cut at {cut}: {}", String::from_utf8_lossy(&now));
        recording::record(&ledger, &id(2), &rows_of_second(&ledger), &mut silent()).expect("recorded");
        assert_eq!(bytes(ledger.results()).len(), all.len(), "cut at {cut}");
    }
}

#[test]
fn a_torn_row_that_belongs_to_no_journal_is_never_cut() {
    let (_folder, ledger, whole, before) = two_attempts();
    let (third, rows) = submitted(&ledger, 3, "Cy");
    let foreign = String::from_utf8(whole[before..].to_vec()).expect("UTF-8").replace('-', "f");
    for cut in 1..foreign.len() {
        let mut torn = whole.clone();
        torn.extend_from_slice(&foreign.as_bytes()[..cut]);
        fs::write(ledger.results(), &torn).expect("torn");
        let recorded = recording::record(&ledger, &third, &rows, &mut silent());
        let now = bytes(ledger.results());
        assert!(now.starts_with(&torn), "bytes of another were cut, at {cut}");
        if recorded.is_err() {
            assert_eq!(now, torn, "a refusal changes nothing, at {cut}");
        }
    }
}

#[test]
fn a_whole_last_row_without_a_newline_gets_one() {
    let (_folder, ledger, mut whole, _) = two_attempts();
    let foreign = examiner::results::COLUMNS.map(|_| "x").join(",");
    whole.extend_from_slice(foreign.as_bytes());
    fs::write(ledger.results(), &whole).expect("written");
    let (third, rows) = submitted(&ledger, 3, "Cy");
    recording::record(&ledger, &third, &rows, &mut silent()).expect("recorded");
    whole.push(b'\n');
    whole.extend(examiner::results::Header::ours().encode(&rows));
    assert_eq!(bytes(ledger.results()), whole);
}

#[test]
fn recording_again_and_again_changes_nothing() {
    let (_folder, ledger, whole, _) = two_attempts();
    let rows = rows_of_second(&ledger);
    for _ in 0..3 {
        assert_eq!(
            recording::record(&ledger, &id(2), &rows, &mut silent()).expect("recorded"),
            Outcome::WasThere
        );
        assert_eq!(bytes(ledger.results()), whole);
    }
}

fn rows_of_second(ledger: &Ledger) -> examiner::session::Rows {
    let contents = examiner::store::journal::read(&ledger.journal(&id(2))).expect("a journal");
    let rows = contents.entries.iter().find_map(|entry| match &entry.event {
        examiner::session::Event::Submitted { rows, .. } => Some(rows.clone()),
        _ => None,
    });
    rows.expect("it is submitted")
}
