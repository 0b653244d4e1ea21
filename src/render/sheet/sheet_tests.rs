//! What stands on a sheet, and what must not.

use super::*;
use crate::exam::parse;
use crate::session::order;

const EXAM: &str = include_str!("../../../tests/fixtures/exams/valid/all-kinds.toml");

fn sheet(exam: &Exam, answers: Answers) -> Sheet<'_> {
    let shown = exam
        .questions
        .iter()
        .map(|question| Shown { question, parts: order::parts(exam, question, 7) })
        .collect();
    Sheet { exam, form: None, shown, extent: Extent::Drawn { seed: 7 }, answers }
}

fn all(sheet: &Sheet<'_>) -> [String; 4] {
    [sheet.text(Look::plain(80)), sheet.text(Look::colored(60)), sheet.markdown(), sheet.html()]
}

/// An exam whose every secret is a word of its own.
const SECRETS: &str = r#"
format = 1
id = "secrets"
title = "Secrets"
recap = "secret-recap"

[[question]]
id = "pick"
topic = "t"
title = "Pick"
prompt = "Which?"
hint = "secret-hint"
explanation = "secret-explanation"
follow_up = "secret-follow-up"
[[question.option]]
text = "one <b>&amp; `x < y`"
heads_up = "secret-heads-up"
credit = 0.25
[[question.option]]
text = "two"
correct = true
heads_up = "secret-why"

[[question]]
id = "say"
topic = "t"
kind = "text"
prompt = "Say."
accept = ["secret-text"]

[[question]]
id = "sort"
topic = "t"
kind = "order"
prompt = "Sort."
entry = [{ text = "first" }, { text = "second" }]

[[question]]
id = "write"
topic = "t"
kind = "essay"
prompt = "Write."
sample = "secret-sample"
criterion = [{ text = "secret-criterion", points = 1 }]
"#;

const TOLD: [&str; 8] = [
    "secret-recap",
    "secret-hint",
    "secret-explanation",
    "secret-follow-up",
    "secret-heads-up",
    "secret-why",
    "secret-text",
    "secret-sample",
];

#[test]
fn what_is_right_stands_only_where_it_is_asked_for() {
    let exam = parse(SECRETS.as_bytes()).unwrap();
    for page in all(&sheet(&exam, Answers::Hidden)) {
        assert!(!page.contains("secret-") && !page.contains("0.25") && !page.contains('✓'), "{page}");
    }
    for page in all(&sheet(&exam, Answers::Shown)) {
        for word in TOLD {
            assert!(page.contains(word), "{word} in:\n{page}");
        }
        assert!(page.contains("earns 0.25") && page.contains("secret-criterion"), "{page}");
    }
}

#[test]
fn every_kind_is_on_every_sheet() {
    let exam = parse(EXAM.as_bytes()).unwrap();
    for answers in [Answers::Hidden, Answers::Shown] {
        for page in all(&sheet(&exam, answers)) {
            for at in 1..=exam.questions.len() {
                assert!(page.contains(&format!("Question {at} of {}", exam.questions.len())), "{page}");
            }
        }
    }
}

#[test]
fn a_text_can_be_nothing_but_text() {
    let hostile = "<script>alert(1)</script> \u{1b}[31m # no heading\n\n# none either\n\n[link](javascript:x) ![i](http://h/) & | \u{202e}";
    let toml = SECRETS.replace(
        "\"Which?\"",
        &format!("{hostile:?}").replace("\\u{1b}", "").replace("\\u{202e}", "\u{202e}"),
    );
    let exam = parse(toml.as_bytes()).unwrap();
    let sheet = sheet(&exam, Answers::Shown);
    let html = sheet.html();
    assert!(
        !html.contains("<script")
            && !html.contains("<a ")
            && !html.contains("<img")
            && html.matches("http-equiv").count() == 1
    );
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(html.contains("<code>x &lt; y</code>"), "{html}");
    let markdown = sheet.markdown();
    assert!(markdown.contains("\\<script\\>") && markdown.contains("\\# none either"), "{markdown}");
    assert!(markdown.contains("\\[link\\](javascript:x)"), "{markdown}");
    for page in all(&sheet) {
        assert!(!page.contains('\u{202e}'), "{page}");
    }
}

#[test]
fn a_page_stays_within_its_width() {
    let exam = parse(include_bytes!("../../../exams/delivery-guarantees.toml")).unwrap();
    for answers in [Answers::Hidden, Answers::Shown] {
        let sheet = sheet(&exam, answers);
        for width in [60, 80, 120] {
            let page = sheet.text(Look::plain(width));
            assert!(crate::render::width::widest_line(&page) <= width, "{width}:\n{page}");
        }
    }
}

#[test]
fn a_key_says_the_order_and_what_belongs_to_nothing() {
    let toml = SECRETS.to_owned()
        + "[[question]]\nid = \"pair\"\ntopic = \"t\"\nkind = \"match\"\nprompt = \"Match.\"\ndistractors = [\"left over\"]\n"
        + "pair = [{ left = \"l1\", right = \"r1\" }, { left = \"l2\", right = \"r2\" }]\n";
    let exam = parse(toml.as_bytes()).unwrap();
    let sheet = sheet(&exam, Answers::Shown);
    let text = sheet.text(Look::plain(80));
    assert!(text.contains("Right order\n  1.  first\n  2.  second\n"), "{text}");
    assert!(text.contains("Belongs to nothing\n  left over\n"), "{text}");
    let markdown = sheet.markdown();
    assert!(markdown.contains("**Right order:**\n\n1. first\n2. second\n"), "{markdown}");
    assert!(markdown.contains("**Belongs to nothing:**\n\nleft over\n"), "{markdown}");
    assert!(
        sheet.html().contains("<ol><li><p>first</p></li><li><p>second</p></li></ol>"),
        "{}",
        sheet.html()
    );
}

#[test]
fn a_heads_up_that_begins_with_code_or_a_list_is_an_item_and_underlines_nothing() {
    for heads_up in ["```sql\nSELECT 1;\n```\nIt locks.", "- one\n- two"] {
        let toml = format!(
            "format = 1\nid = \"x\"\ntitle = \"X\"\n[[question]]\nid = \"q\"\ntopic = \"t\"\nprompt = \"?\"\n\
             option = [{{ text = \"a\", correct = true }}, {{ text = \"b\", heads_up = {heads_up:?} }}]\n"
        );
        let exam = parse(toml.as_bytes()).unwrap();
        let markdown = sheet(&exam, Answers::Shown).markdown();
        let bare = |line: &&str| matches!(line.trim(), "-" | "1.");
        assert_eq!(markdown.lines().find(bare), None, "{markdown}");
        let begins = heads_up.lines().next().unwrap();
        assert!(markdown.contains(&format!("\n  - {begins}\n")), "{markdown}");
    }
}

#[test]
fn it_is_said_how_many_options_can_be_chosen() {
    let exam = parse(EXAM.as_bytes()).unwrap();
    let sheet = sheet(&exam, Answers::Hidden);
    for page in all(&sheet) {
        assert!(page.contains("Choose one.") && page.contains("Choose all that are right: "), "{page}");
    }
    let html = sheet.html();
    assert!(
        html.contains("<span class=\"box round\"></span>") && html.contains("<span class=\"box\"></span>")
    );
    assert!(sheet.markdown().contains("- ○ **a.** ") && sheet.markdown().contains("- ☐ **a.** "));
}
