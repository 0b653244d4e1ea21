//! `examiner compare`: one sentence that claims no more than the interval, counts, and what to ask.

use super::sandbox::{Ran, Sandbox, holds};

const PANEL: &str = include_str!("../fixtures/results/panel.csv");

fn compare(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["compare"], arguments].concat(), "")
}

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = compare(sandbox, arguments);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    ran.out
}

fn with_panel() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("results.csv", PANEL);
    sandbox
}

/// A page with its lines joined.
fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sentence_claims_no_more_than_the_interval() {
    let sandbox = with_panel();
    let same = words(&printed(&sandbox, &["Rigel", "Altair"]));
    holds(&same, &["On this exam no difference between Rigel and Altair is shown: 23 and 23 of 30."]);
    let apart = words(&printed(&sandbox, &["Mira", "Vega"]));
    // Newcombe's interval for 28 and 14 of 30 at 95%.
    holds(
        &apart,
        &[
            "Vega earned more than Mira (28 and 14 of 30; 95% range +24 to +64 points of 100). It says nothing about why.",
        ],
    );
    let three = words(&printed(&sandbox, &["Vega", "Rigel", "Mira"]));
    holds(
        &three,
        &[
            "Vega earned more than Mira (28 and 14 of 30;",
            "allowing for three comparisons",
            "No other difference among them is shown.",
        ],
    );
    for word in ["better", "equal", "failed", "likely"] {
        assert!(!apart.contains(word) && !same.contains(word), "{word}");
    }
}

#[test]
fn counts_by_level_or_topic_and_who_got_what() {
    let sandbox = with_panel();
    let page = printed(&sandbox, &["Rigel", "Vega"]);
    holds(
        &page,
        &[
            "Rigel and Vega · messaging",
            "        Rigel   Vega\n────────────────────\njunior  10/10  10/10\nmiddle   9/10   9/10\nsenior   4/10   9/10\ntotal   23/30  28/30\n",
            "Rigel: at least middle · senior not yet · 4 of 10, 8 would show it",
            "that one got right and the other didn't, the highest level first",
        ],
    );
    let topics = printed(&sandbox, &["Rigel", "Vega", "--rows", "topic"]);
    holds(&topics, &["idempotency             3/6    5/6"]);
    let json = printed(&sandbox, &["Rigel", "Vega", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["comparisons"][0]["differences"][0]["shown"], false);
}

#[test]
fn in_words_where_the_exam_is_at_hand() {
    let sandbox = Sandbox::new();
    for (name, typed) in [("Ada", "b\na c\nc\n41\n"), ("Bob", "c\na c\nd\n40\n")] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], typed);
        assert_eq!(taken.code, Some(0), "{taken:?}");
    }
    let page = printed(&sandbox, &["Ada", "Bob"]);
    holds(
        &page,
        &[
            "Ada and Bob · Four kinds",
            "2 questions that one got right and the other didn't",
            "Pick the second. · Letters · junior\n  Ada        right: the second\n  Bob        0 of 1: the third\n             means: It is the third.\n",
            "Worth asking both: nobody got these right\n\nHow much is 40 + 2? · Numbers · senior\n  Ada        0 of 1: 41\n  Bob        0 of 1: 40\n  right      42\n",
        ],
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let sandbox = with_panel();
    for (arguments, said) in [
        (&["Rigel"][..], "required"),
        (&["Rigel", "Vegga"], "did you mean `Vega`?"),
        (&["a", "b", "c", "d", "e", "f"], "at most 5 are compared"),
    ] {
        let ran = compare(&sandbox, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        holds(&ran.words(), &[said]);
    }
    let ran = sandbox.run(&["compare", "Rigel", "Vega", "results.csv"], "");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    holds(
        &ran.words(),
        &["`results.csv` is a file or a folder", "name results with `--results results.csv`"],
    );
    let lines = PANEL.lines().filter(|line| !line.contains(",Vega,"));
    let vega = PANEL
        .lines()
        .filter(|line| line.contains(",Vega,"))
        .map(|line| line.replace(",messaging,", ",queries,"));
    let text: String = lines.map(str::to_owned).chain(vega).map(|line| line + "\n").collect();
    sandbox.write("results.csv", text);
    let ran = compare(&sandbox, &["Rigel", "Vega"]);
    assert_eq!(ran.code, Some(2));
    holds(&ran.words(), &["no exam was sat by all of them: Rigel sat `messaging`; Vega sat `queries`"]);
}
