//! A journal cut, or filled with NUL bytes, at every byte: what was whole is there, and it goes on from there.

use std::fs;

use examiner::clock::Clock as _;
use examiner::session::{Attempt, AttemptState, Event};
use examiner::sitting::closing::tidy;
use examiner::store::journal::{Journal, Unusable, read};
use examiner::store::ledger::Ledger;

use super::bench_attempt::{bytes, clock, submitted};

#[test]
fn a_journal_cut_at_every_byte_keeps_its_whole_lines_and_takes_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    let (id, _) = submitted(&ledger, 1, "Ada \u{9b}\u{202e}");
    let path = ledger.journal(&id);
    let whole = bytes(&path);
    let ends: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] == b'\n').map(|at| at + 1).collect();
    for cut in 0..=whole.len() {
        for nuls in [0, 7] {
            let mut torn = whole[..cut].to_vec();
            torn.resize(cut + nuls, 0);
            fs::write(&path, &torn).expect("cut");
            let lines = ends.iter().filter(|&&end| end <= cut).count();
            let (mut journal, contents) = match Journal::open(&path) {
                Ok(opened) => opened,
                Err(Unusable::Empty) if lines == 0 => continue,
                Err(other) => panic!("cut at {cut}: {other:?}"),
            };
            assert_eq!(contents.entries.len(), lines, "cut at {cut}");
            let attempt = Attempt::from_entries(&contents.entries).expect("an attempt");
            if attempt.state == AttemptState::Open {
                let event = Event::Left { how: "menu".to_owned() };
                journal.append(&event, clock().now(), clock().boot()).expect("it takes the next line");
                drop(journal);
                assert_eq!(read(&path).expect("whole").entries.len(), lines + 1, "cut at {cut}");
            }
        }
    }
}

#[test]
fn a_journal_cut_behind_its_submission_is_recorded_once_and_one_cut_before_stays_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::at(&folder.path().join("results.csv")).expect("a ledger");
    let (id, _) = submitted(&ledger, 1, "Ada");
    let path = ledger.journal(&id);
    let open = bytes(&path);
    let submission = open[..open.len() - 1].iter().rposition(|&byte| byte == b'\n').expect("lines") + 1;
    tidy(&ledger, &clock(), 0, &mut |_| {}).expect("recorded");
    let results = bytes(ledger.results());
    let recorded = bytes(&path);
    let header = results.iter().position(|&byte| byte == b'\n').expect("a header") + 1;
    for cut in submission..=recorded.len() {
        fs::write(&path, &recorded[..cut]).expect("cut");
        fs::write(ledger.results(), &results[..header]).expect("emptied");
        let submitted_is_whole = cut >= open.len();
        let says_recorded = cut == recorded.len();
        tidy(&ledger, &clock(), 0, &mut |_| {}).expect("tidied");
        let now = bytes(ledger.results());
        if submitted_is_whole && !says_recorded {
            assert_eq!(now, results, "cut at {cut}");
        } else {
            assert_eq!(now, results[..header], "cut at {cut}");
        }
    }
}
