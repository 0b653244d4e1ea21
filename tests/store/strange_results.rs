//! Files under the results' name that are no results of ours: refused, untouched.

use std::fs;
use std::os::unix::fs::symlink;

use examiner::results::COLUMNS;
use examiner::store::ledger::Ledger;

fn refused(content: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("results.csv");
    fs::write(&path, content).expect("written");
    let ledger = Ledger::at(&path).expect("a regular file");
    let trouble = ledger.prepare(&mut |_| {}).expect_err("it is refused");
    assert_eq!(fs::read(&path).expect("read"), content, "it is left untouched");
    assert!(!trouble.help.is_empty());
    trouble.what
}

#[test]
fn a_foreign_file_is_refused_and_left_untouched() {
    assert!(refused(b"name,phone\nAda,1\n").contains("no header of results"));
    assert!(refused(b"\x89PNG\r\n\x1a\n\0\0").contains("header"));
    assert!(refused(&vec![b'x'; 1 << 20]).contains("no header of results"));
}

#[test]
fn a_header_that_lacks_a_column_is_refused_by_the_column() {
    let header = COLUMNS.join(",").replace(",outcome", "") + "\n";
    assert!(refused(header.as_bytes()).contains("`outcome`"));
}

#[test]
fn semicolons_are_named() {
    assert!(refused((COLUMNS.join(";") + "\n").as_bytes()).contains('`'));
}

#[test]
fn an_empty_file_and_a_torn_header_become_results() {
    let header = COLUMNS.join(",") + "\n";
    for cut in 0..header.len() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("results.csv");
        fs::write(&path, &header.as_bytes()[..cut]).expect("written");
        let ledger = Ledger::at(&path).expect("a regular file");
        ledger.prepare(&mut |_| {}).unwrap_or_else(|trouble| panic!("cut at {cut}: {trouble}"));
        assert_eq!(fs::read_to_string(&path).expect("read"), header, "cut at {cut}");
    }
}

#[test]
fn devices_and_folders_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in ["/dev/full", "/dev/null", folder.path().to_str().expect("UTF-8")] {
        assert!(Ledger::at(path.as_ref()).is_err(), "{path}");
    }
}

#[test]
fn a_link_is_followed_once_and_the_rows_go_where_it_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let there = folder.path().join("there");
    fs::create_dir(&there).expect("a folder");
    let link = folder.path().join("results.csv");
    symlink("there/panel.csv", &link).expect("a link");
    let ledger = Ledger::at(&link).expect("a file that is not there yet");
    assert!(ledger.results().ends_with("there/panel.csv"));
    ledger.prepare(&mut |_| {}).expect("prepared");
    assert!(there.join("panel.csv").is_file());
    assert!(there.join("panel.csv.attempts/exams").is_dir());
    symlink("loop", folder.path().join("loop")).expect("a link");
    assert!(Ledger::at(&folder.path().join("loop")).is_err());
}
