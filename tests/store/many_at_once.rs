//! Eight record at once: nothing is lost, nothing is mixed, nothing stands there twice.

use std::collections::BTreeMap;
use std::thread;

use examiner::sitting::closing::tidy;
use examiner::store::ledger::Ledger;

use super::bench_attempt::{bytes, clock, submitted};

#[test]
fn eight_that_tidy_the_same_folder_record_each_attempt_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    for number in 0..12 {
        submitted(&ledger, number, &format!("candidate {number}"));
    }
    thread::scope(|scope| {
        for _ in 0..8 {
            let ledger = ledger.clone();
            scope.spawn(move || {
                tidy(&ledger, &clock(), 0, &mut |_| {}).expect("tidied");
            });
        }
    });
    // Whoever found a journal held by another skipped it; one more round leaves nothing behind.
    tidy(&ledger, &clock(), 0, &mut |_| {}).expect("tidied");
    let results = bytes(ledger.results());
    let mut reader = csv::Reader::from_reader(&results[..]);
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let mut order = Vec::new();
    for record in reader.records() {
        let record = record.expect("a whole row");
        *rows.entry(record[0].to_owned()).or_default() += 1;
        if order.last() != Some(&record[0].to_owned()) {
            order.push(record[0].to_owned());
        }
    }
    assert_eq!(rows.len(), 12);
    assert!(rows.values().all(|count| *count == 3), "{rows:?}");
    assert_eq!(order.len(), 12, "an attempt's rows stand together");
}
