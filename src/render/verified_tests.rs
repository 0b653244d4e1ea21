//! The page at the widths of screens.

use super::*;
use crate::render::{Look, width};
use crate::verifying::settle::Holds;
use crate::verifying::{FactKind, NoJournal, NotRecorded};

const ID: &str = "01a215f3-c541-7831-9e5a-856d4373b331";

fn verdict() -> Verdict {
    let cell = |line, question: &str, row: &str, expected: &str| Alteration {
        line: Some(line),
        candidate: "Ada Lovelace".to_owned(),
        attempt: ID.to_owned(),
        question: question.to_owned(),
        column: Some("answer"),
        row: Some(row.to_owned()),
        expected: Some(expected.to_owned()),
        ..Alteration::of(Kind::Cell)
    };
    let because =
        "Because a consumer that commits first loses what it did not get to, and one that commits last";
    let (candidate, attempt) = ("Ada Lovelace".to_owned(), ID.to_owned());
    let filed = Some("HR-2041".to_owned());
    let extra = FactKind::ExtraTime { amount: "25%".to_owned(), reference: filed };
    let mut stray = cell(9, "after-the-crash", "", "");
    stray = Alteration { kind: Kind::Unknown, row: None, expected: None, column: None, ..stray };
    Verdict {
        rows: 48,
        attempts: 12,
        alterations: vec![
            cell(4, "after-the-crash", "", "a"),
            cell(5, "why-commit-last", &format!("{because} twice"), &format!("{because} once")),
            Alteration { why: "by the marks".to_owned(), ..cell(7, "lag", "1", "2") },
            stray,
        ],
        no_journal: vec![NoJournal {
            candidate: candidate.clone(),
            attempt: attempt.clone(),
            line: 6,
            rows: 4,
        }],
        not_recorded: vec![NotRecorded { candidate: candidate.clone(), attempt: attempt.clone(), rows: 4 }],
        receipts: vec![Holds {
            receipt: "0123 4567 89ab cdef 0123".to_owned(),
            candidate: candidate.clone(),
            attempt: attempt.clone(),
            reopened: false,
        }],
        unknown_receipts: Vec::new(),
        facts: vec![
            Fact {
                candidate: String::new(),
                attempt: String::new(),
                kind: FactKind::Removed { attempts: 2 },
            },
            Fact { candidate, attempt, kind: extra },
        ],
    }
}

#[test]
fn it_fits_the_screen_and_says_where_two_texts_part() {
    for room in [60, 80, 120] {
        let page = page("results.csv", &verdict(), MOST).render(Look::plain(room));
        for line in page.lines() {
            assert!(width::of(line) <= room, "{room}: {line}\n{page}");
        }
        let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "48 rows of 12 attempts: 4 alterations, 1 journal missing, 1 attempt not recorded, 1 receipt holds, 2 facts to know",
            "Ada Lovelace · attempt",
            "(empty)",
            "by the marks",
            "a row that no journal",
            "extra time 25%, filed at HR-2041",
            "2 attempts removed",
            "Nothing proves who sat at the keyboard.",
        ] {
            assert!(words.contains(part), "{room}: `{part}` is missing in:\n{page}");
        }
    }
    let (one, other) = excerpts(&format!("{}x", "a".repeat(90)), &format!("{}y", "a".repeat(90)));
    assert!(one.starts_with('…') && one.ends_with('x') && other.ends_with('y'), "{one} {other}");
    assert_eq!(in_short(&Verdict::default()), "0 rows of 0 attempts: 0 alterations");
}

#[test]
fn what_is_beyond_the_most_is_counted() {
    let page = page("results.csv", &verdict(), 1).render(Look::plain(80));
    assert!(page.contains("3 alterations more; `--all` lists all"), "{page}");
    assert!(page.contains("1 fact more; `--all` lists all"), "{page}");
}
