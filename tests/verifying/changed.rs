//! Any one cell of any row.

use examiner::results::COLUMNS;
use examiner::verifying::Kind;
use proptest::prelude::*;

use super::bench::Bench;

/// Changes a cell, and asserts that it is found, by its line and its column, and nothing else is.
fn found(bench: &mut Bench, row: usize, column: &'static str, text: &str) {
    let before = std::mem::replace(bench.cell(row, column), text.to_owned());
    if before == text {
        return;
    }
    let verdict = bench.verdict();
    let line = 2 + bench.rows[..row].iter().map(|row| 1 + feeds(row)).sum::<u64>();
    let told: Vec<_> = verdict.alterations.iter().map(|one| (one.kind, one.line, one.column)).collect();
    assert_eq!(told, [(Kind::Cell, Some(line), Some(column))], "{column}: `{before}` → `{text}`");
    let one = &verdict.alterations[0];
    assert_eq!((one.row.as_deref(), one.expected.as_deref()), (Some(text), Some(before.as_str())));
    assert_eq!(verdict.not_recorded, []);
    assert_eq!(verdict.no_journal, []);
    *bench.cell(row, column) = before;
}

fn feeds(row: &[String]) -> u64 {
    row.iter().map(|cell| cell.matches('\n').count() as u64).sum()
}

#[test]
fn an_untouched_file_is_never_accused() {
    for name in ["ito.csv", "lindqvist.csv", "okafor.csv"] {
        let verdict = Bench::of_panel(name).verdict();
        assert!(verdict.is_clean(), "{name}: {:?}", verdict.alterations);
    }
}

/// One attempt's rows alone, so that all of its cells can be tried.
fn small() -> Bench {
    let mut bench = Bench::of_panel("ito.csv");
    let id = bench.rows[0][0].clone();
    let other = bench.rows.iter().find(|row| row[0] != id).unwrap()[0].clone();
    bench.rows.retain(|row| row[0] == id || row[0] == other);
    bench.evidence.retain(|key, _| *key == id || *key == other);
    bench
}

#[test]
fn every_cell_of_an_attempt_is_held() {
    let mut bench = small();
    let of_first = bench.rows.iter().filter(|row| row[0] == bench.rows[0][0]).count();
    let other = bench.rows.last().unwrap()[0].clone();
    for column in COLUMNS {
        for row in 0..of_first {
            let text = if column == "attempt_id" { other.clone() } else { "x".to_owned() };
            found(&mut bench, row, column, &text);
        }
        found(&mut bench, 0, column, "");
    }
    assert!(bench.verdict().is_clean());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn any_changed_cell_of_any_row_is_found_and_named(
        row in any::<prop::sample::Index>(),
        place in 0..COLUMNS.len(),
        how in 0..6_u8,
        other in any::<prop::sample::Index>(),
        text in "[ '=0-9a-zé\",\n+-]{0,5}",
    ) {
        let mut bench = Bench::of_panel("okafor.csv");
        let row = row.index(bench.rows.len());
        let column = COLUMNS[place];
        let cell = bench.cell(row, column).clone();
        let other = other.index(bench.rows.len());
        let text = match how {
            0 => bench.cell(other, column).clone(),
            1 => format!("{cell} "),
            2 => format!("'{cell}"),
            3 => cell.chars().skip(1).collect(),
            4 => cell.to_uppercase() + "\u{301}",
            _ => text,
        };
        // A line's end of its own before the header's end would be no cell.
        found(&mut bench, row, column, &text);
    }
}

#[test]
fn order_line_ends_and_columns_of_others_are_no_alterations() {
    let mut bench = Bench::of_panel("okafor.csv");
    bench.rows.sort_by_key(|row| std::cmp::Reverse(row[11].clone()));
    assert!(bench.verdict().is_clean(), "other rows between");
    assert!(bench.verdict_on(&bench.bytes(csv::Terminator::CRLF)).is_clean());
    bench.header.reverse();
    bench.header.insert(3, "remark".to_owned());
    for row in &mut bench.rows {
        row.reverse();
        row.insert(3, "my own,\n\"words\"".to_owned());
    }
    for ending in [csv::Terminator::CRLF, csv::Terminator::Any(b'\n')] {
        assert!(bench.verdict_on(&bench.bytes(ending)).is_clean());
    }
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(bench.bytes(csv::Terminator::CRLF));
    assert!(bench.verdict_on(&marked).is_clean());
    found(&mut bench, 100, "points", "7");
}

#[test]
fn rows_added_doubled_and_taken_are_named() {
    let bench = small();
    let kinds = |bench: &Bench| -> Vec<_> {
        bench.alterations().into_iter().map(|one| (one.kind, one.line, one.question)).collect()
    };
    let question = |row: &Vec<String>| row[11].clone();
    let last = Some(bench.rows.len() as u64 + 2);

    let mut doubled = small();
    doubled.rows.push(bench.rows[3].clone());
    assert_eq!(kinds(&doubled), [(Kind::Twice, last, question(&bench.rows[3]))]);
    *doubled.cell(3, "points") = "9".to_owned();
    assert_eq!(doubled.alterations().len(), 2, "which of two counts is not said by either");

    let mut added = small();
    let mut row = bench.rows[3].clone();
    row[10] = "99".to_owned();
    row[11] = "another".to_owned();
    added.rows.push(row);
    assert_eq!(kinds(&added), [(Kind::Unknown, last, "another".to_owned())]);

    let mut taken = small();
    taken.rows.remove(3);
    assert_eq!(kinds(&taken), [(Kind::Missing, None, question(&bench.rows[3]))]);
    let id = bench.rows[0][0].clone();
    taken.rows.retain(|row| row[0] != id);
    assert_eq!(kinds(&taken), [(Kind::Missing, None, String::new())]);

    let mut cut = small();
    cut.rows[3].pop();
    assert_eq!(kinds(&cut), [(Kind::CellCount, Some(5), question(&bench.rows[3]))]);
}

#[test]
fn a_whole_attempt_under_another_id_is_named_row_by_row() {
    let mut bench = small();
    let id = bench.rows[0][0].clone();
    let theirs: Vec<usize> = (0..bench.rows.len()).filter(|&row| bench.rows[row][0] == id).collect();
    for &row in &theirs {
        bench.rows[row][0] = "forged".to_owned();
    }
    let verdict = bench.verdict();
    assert_eq!(verdict.alterations.len(), theirs.len());
    assert!(verdict.alterations.iter().all(|one| one.column == Some("attempt_id") && one.attempt == id));
    assert_eq!((verdict.no_journal.len(), verdict.not_recorded.len()), (0, 0));
}

#[test]
fn bytes_that_are_no_text_and_columns_that_are_gone_are_named() {
    let bench = small();
    let text = String::from_utf8(bench.bytes(csv::Terminator::Any(b'\n'))).unwrap();
    let name = bench.rows[0][1].clone();
    let mut bytes = text.clone().into_bytes();
    let at = text.find(&format!(",{name},")).unwrap() + 1;
    bytes[at] = 0xff;
    let told = bench.verdict_on(&bytes).alterations;
    assert_eq!(told.iter().map(|one| one.column).collect::<Vec<_>>(), [Some("candidate")]);

    let mut lacking = small();
    let place = lacking.place("answer");
    lacking.header.remove(place);
    lacking.rows.iter_mut().for_each(|row| drop(row.remove(place)));
    let told: Vec<_> = lacking.alterations().into_iter().map(|one| (one.kind, one.column)).collect();
    assert_eq!(told, [(Kind::Column, Some("answer"))]);
    // Without any journal they are somebody else's results.
    lacking.evidence.clear();
    let verdict = lacking.verdict();
    assert_eq!((verdict.alterations.len(), verdict.no_journal.len()), (0, 2));
    assert_eq!(verdict.facts.len(), 1);
}
