//! Journals that were cut, changed, or written anew.

use examiner::exam::digest::hex;
use examiner::verifying::{Evidence, FactKind, Kind, Receipt};
use sha2::{Digest as _, Sha256};

use super::bench::{Bench, evidence};
use crate::cli::sandbox::Sandbox;

/// Somebody has sat the exam of four questions; its journal's bytes, and the attempt's id.
fn sat() -> (Sandbox, Bench, Vec<u8>, String) {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["take", "four.toml", "--candidate", "Ada", "--yes"], "b\na c\nx\n42\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let bench = Bench::at(&sandbox.path("results.csv"));
    let path = sandbox.journal("results.csv");
    let id = path.file_stem().unwrap().to_string_lossy().into_owned();
    (sandbox, bench, std::fs::read(path).unwrap(), id)
}

fn line_ends(bytes: &[u8]) -> Vec<usize> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect()
}

#[test]
fn a_journal_that_is_cut_at_any_byte_vouches_for_nothing_it_does_not_hold() {
    let (_sandbox, mut bench, bytes, id) = sat();
    let ends = line_ends(&bytes);
    // The last lines are `submitted` and `recorded`.
    let handed_in = ends[ends.len() - 2];
    for cut in 0..=bytes.len() {
        bench.evidence.insert(id.clone(), evidence(&bytes[..cut]));
        let verdict = bench.verdict();
        if cut >= handed_in {
            assert!(verdict.is_clean(), "cut at {cut}");
        } else {
            let kinds: Vec<Kind> = verdict.alterations.iter().map(|one| one.kind).collect();
            assert_eq!(kinds, [Kind::NotHandedIn], "cut at {cut}");
        }
        let torn = verdict.facts.iter().any(|fact| fact.kind == FactKind::Torn);
        assert_eq!(torn, cut > ends[0] && !ends.contains(&cut), "cut at {cut}");
    }
    bench.rows.clear();
    bench.evidence.insert(id.clone(), evidence(&bytes));
    assert_eq!(bench.alterations()[0].why, "all 4 rows of it");
    bench.evidence.insert(id, evidence(&bytes[..handed_in]));
    let verdict = bench.verdict();
    assert_eq!((verdict.alterations.len(), verdict.not_recorded.len()), (0, 1));
}

#[test]
fn a_byte_that_is_changed_anywhere_is_named_by_its_line() {
    let (_sandbox, mut bench, bytes, id) = sat();
    let ends = line_ends(&bytes);
    let last = ends[ends.len() - 2];
    for at in 0..last - 1 {
        let mut changed = bytes.clone();
        changed[at] = changed[at].wrapping_add(1);
        let found = evidence(&changed);
        let line = ends.iter().filter(|end| **end <= at).count() as u64 + 1;
        let Evidence::Damaged { line: named, .. } = &found else { panic!("byte {at}: {found:?}") };
        assert!(*named == line, "byte {at}: line {named} of {line}");
        if at % 97 == 0 {
            bench.evidence.insert(id.clone(), found);
            let told = bench.alterations();
            assert_eq!(told.len(), 1);
            assert_eq!((told[0].kind, told[0].attempt.as_str()), (Kind::Journal, id.as_str()));
            assert!(told[0].why.contains(&format!("line {line}")), "{}", told[0].why);
        }
    }
    // Where `submitted` ends, what is changed looks torn; then nothing says that it was handed in.
    let mut changed = bytes.clone();
    changed[last - 1] = b'x';
    bench.evidence.insert(id, evidence(&changed));
    assert_eq!(bench.alterations()[0].kind, Kind::NotHandedIn);
}

/// Chains lines anew, as whoever forges a journal would.
fn chained(text: &str) -> Vec<u8> {
    let mut before = "0".repeat(64);
    let mut out = String::new();
    for line in text.lines() {
        let body = line.rsplit_once(",\"chain\":").expect("a chain").0;
        let digits = Sha256::digest(format!("{before}{body}").as_bytes());
        before = hex(&digits);
        out.push_str(&format!("{body},\"chain\":\"{before}\"}}\n"));
    }
    out.into_bytes()
}

#[test]
fn a_hand_in_that_was_changed_with_the_results_does_not_follow_from_its_events() {
    let (_sandbox, mut bench, bytes, id) = sat();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(chained(&text), text.as_bytes(), "the same lines have the same chain");
    for (from, to, columns) in [
        (r#""x","incorrect","0""#, r#""x","correct","1""#, &["outcome", "points"][..]),
        (r#""x","incorrect","0""#, r#""c","correct","1""#, &["answer", "outcome", "points"]),
        (r#"","Ada","","four""#, r#"","Eve","","four""#, &["candidate"; 4]),
    ] {
        let (events, rest) = text.split_once("\"event\":\"submitted\"").unwrap();
        assert!(rest.contains(from), "{from}");
        let forged = chained(&format!("{events}\"event\":\"submitted\"{}", rest.replace(from, to)));
        let journal = evidence(&forged);
        let Evidence::Journal(held) = &journal else { panic!("{journal:?}") };
        let examiner::session::AttemptState::Recorded { rows, .. } = &held.attempt.state else { panic!() };
        bench.rows.clone_from(&rows.rows);
        bench.evidence.insert(id.clone(), journal);
        let told = bench.alterations();
        assert!(told.iter().all(|one| one.kind == Kind::Journal), "{told:?}");
        let named: Vec<&str> = told.iter().filter_map(|one| one.column).collect();
        assert_eq!(named, columns, "{from} → {to}");
        assert_ne!(Receipt::all_in(&forged), Receipt::all_in(text.as_bytes()), "the receipt tells");
    }
    // All of it forged: only the receipt tells.
    let forged = chained(
        &text
            .replace(r#""answer":"x""#, r#""answer":"c""#)
            .replace(r#""x","incorrect","0""#, r#""c","correct","1""#),
    );
    let journal = evidence(&forged);
    let Evidence::Journal(held) = &journal else { panic!("{journal:?}") };
    let examiner::session::AttemptState::Recorded { rows, .. } = &held.attempt.state else { panic!() };
    bench.rows.clone_from(&rows.rows);
    bench.evidence.insert(id, journal);
    assert!(bench.verdict().is_clean());
    assert_ne!(Receipt::all_in(&forged), Receipt::all_in(text.as_bytes()));
}
