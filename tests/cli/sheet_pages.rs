//! The interviewer's sheet and the comparison as pages: what they hold, on screen and on paper.

use super::report::with_panel;
use super::report_page::words;
use super::resuming::TAKE_YES;
use super::sandbox::{Sandbox, holds};

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let ran = sandbox.run(arguments, "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {ran:?}");
    ran.out
}

/// Ada misses two, changes one of them, objects to a third, and hands in before the last; Bob misses others.
fn with_both() -> Sandbox {
    let sandbox = Sandbox::new();
    let taken = sandbox.run(&TAKE_YES, "a\n:back\nc\na b\n:unclear which *alphabet*?\nc\n:submit\ny\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let taken = sandbox.run(&["take", "four.toml", "--candidate", "Bob", "--yes"], "b\na b\nd\n40\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    sandbox
}

#[test]
fn a_sheet_holds_each_question_with_what_to_ask_and_room_to_write() {
    let sandbox = with_both();
    let page = printed(&sandbox, &["debrief", "Ada", "--format", "html"]);
    let read = words(&page);
    holds(
        &read,
        &[
            "Ada Four kinds · ",
            "1 of 4 points, 25%; 95% range 5–70%",
            "2 questions missed, most telling first",
            "Tick the vowels. asked as question 2 · Letters · middle · 0 of 1 answered a b means b: not among the right ones missed e",
            "Pick the second. asked as question 1 · Letters · junior · 0 of 1 answered the third changed from “the first”: that earned the same means It is the third. right the second",
            "1 question not answered How much is 40 + 2? asked as question 4 · Numbers · senior · not answered right 42",
            "Answered right, after a change or with an objection Which letter comes after b?",
            "objected which *alphabet*?",
            "Notes On paper there are lines to write on here, and below each question.",
            "basis: a test",
        ],
    );
    let lines = page.matches("<div class=\"lines\" aria-hidden=\"true\">").count();
    assert_eq!(lines, 5, "below each of four questions, and at the end");
    assert!(page.contains("@top-left{content:\"Ada\\000020\\0000b7\\000020Four\\000020kinds\""), "{page}");
    let all = words(&printed(&sandbox, &["debrief", "Bob", "--all", "--format", "html"]));
    holds(
        &all,
        &["The others Pick the second. asked as question 1 · Letters · junior · right answered the second"],
    );
    let named = words(&printed(&sandbox, &["debrief", "Bob", "--question", "pick", "--format", "html"]));
    holds(&named, &["1 question Pick the second."]);
    assert!(!named.contains("40 + 2"), "{named}");
}

#[test]
fn what_never_came_on_screen_is_told_from_what_was_left_empty() {
    let sandbox = Sandbox::new();
    let taken = sandbox.run(&TAKE_YES, "b\n:submit\ny\n");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    for format in ["table", "html"] {
        let sheet = printed(&sandbox, &["debrief", "Ada", "--format", format]);
        let told = (sheet.matches("· not answered").count(), sheet.matches("· never reached").count());
        assert_eq!(told, (1, 2), "{sheet}");
    }
    std::fs::remove_dir_all(sandbox.path("results.csv.attempts")).unwrap();
    // Without the journal the time spent tells it, where any was.
    let text = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let spent = |seconds: [&str; 4]| {
        let mut seconds = seconds.iter();
        let row = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[20] != "seconds" {
                cells[20] = seconds.next().unwrap();
            }
            cells.join(",") + "\n"
        };
        text.lines().map(row).collect::<String>()
    };
    sandbox.write("results.csv", spent(["5.0", "2.5", "0.0", "0.0"]));
    let sheet = printed(&sandbox, &["debrief", "Ada"]);
    let told = (sheet.matches("· not answered").count(), sheet.matches("· never reached").count());
    assert_eq!(told, (1, 2), "{sheet}");
    sandbox.write("results.csv", spent(["0.0"; 4]));
    let sheet = printed(&sandbox, &["debrief", "Ada"]);
    assert_eq!(sheet.matches("· not answered").count(), 3, "{sheet}");
}

#[test]
fn a_sheet_says_what_the_text_says() {
    let sandbox = with_both();
    for arguments in [&["debrief", "Ada"][..], &["debrief", "Bob", "--all"], &["compare", "Ada", "Bob"]] {
        let text = printed(&sandbox, arguments);
        let page = words(&printed(&sandbox, &[arguments, &["--format", "html"]].concat())).to_lowercase();
        // Sums stand in sentences of their own, and on a page names need no colon.
        for word in
            text.split_whitespace().map(|word| word.trim_matches([':', '·', ';', '“', '”', '…', ',', '.']))
        {
            let is_own = word.contains('─') || ["as", "code", "--full", "3", "of", "them"].contains(&word);
            assert!(is_own || page.contains(&word.to_lowercase()), "{arguments:?} {word}: {page}");
        }
    }
}

#[test]
fn a_comparison_sets_side_by_side_what_each_chose() {
    let sandbox = with_both();
    let page = words(&printed(&sandbox, &["compare", "Ada", "Bob", "--format", "html"]));
    holds(
        &page,
        &[
            "Ada and Bob Four kinds · Ada ",
            "On this exam no difference between Ada and Bob is shown: 1 and 1 of 4.",
            "junior middle senior total Ada 0/1 1/2 0/1 1/4",
            "Pick the second. Letters · junior Ada 0 of 1 the third means It is the third. Bob right the second",
            "Worth asking both: nobody got these right How much is 40 + 2? Numbers · senior Ada not answered Bob 0 of 1 40 right 42",
            "Notes On paper",
        ],
    );
    let topics = words(&printed(&sandbox, &["compare", "Ada", "Bob", "--rows", "topic", "--format", "html"]));
    holds(&topics, &["Counts by topic Ada Bob Letters 1/3 1/3"]);
}

#[test]
fn who_chose_the_same_stands_together() {
    let sandbox = with_panel();
    let five =
        ["compare", "Rigel", "Vega", "Mira", "Altair", "Deneb", "--results", "panel.csv", "-o", "five.html"];
    assert_eq!(printed(&sandbox, &five), "");
    let page = words(&std::fs::read_to_string(sandbox.path("five.html")).unwrap());
    holds(
        &page,
        &[
            "Rigel , Vega , Mira , Altair and Deneb messaging",
            "Rigel and Vega right",
            "No copy of the exam is at hand",
        ],
    );
}

#[test]
fn nothing_that_somebody_wrote_ends_a_mark_or_a_style() {
    let sandbox = Sandbox::new();
    let name = "</style><script>alert(1)</script>\"}*{color:red}";
    let other = "Bob \u{202e}<b>";
    for (name, typed) in [(name, ":unclear </dd><i>why</i>\nc\na b\nd\n40\n"), (other, "b\na c\nc\n42\n")] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], typed);
        assert_eq!(taken.code, Some(0), "{taken:?}");
    }
    for arguments in
        [&["debrief", name, "--format", "html"][..], &["compare", name, other, "--format", "html"]]
    {
        let page = printed(&sandbox, arguments);
        assert_eq!(page.matches("<style>").count() + page.matches("</style>").count(), 2, "{page}");
        for wrong in ["<script", "<b>", "<i>why", "\"}*{", "\u{202e}"] {
            assert!(!page.contains(wrong), "{wrong}: {page}");
        }
        let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
        assert_eq!(style.matches('{').count(), style.matches('}').count());
        assert!(page.contains("&lt;/style&gt;"), "{page}");
    }
}

#[test]
fn the_exams_own_text_says_its_language_where_it_is_not_the_pages() {
    let sandbox = Sandbox::new();
    sandbox.write("four.toml", super::sandbox::EXAM.replace("format = 1", "format = 1\nlanguage = \"de\""));
    for name in ["Ada", "Bob"] {
        let taken = sandbox.run(&["take", "four.toml", "--candidate", name, "--yes"], "a\na b\nd\n40\n");
        assert_eq!(taken.code, Some(0), "{taken:?}");
    }
    for asked in [&["debrief", "Ada"][..], &["compare", "Ada", "Bob"][..]] {
        let page = sandbox.run(&[asked, &["--format", "html"]].concat(), "").out;
        assert!(page.contains("<span lang=\"de\">Pick the second.</span>"), "{page}");
        assert!(page.contains("<span lang=\"de\">It is the first.</span>"), "{page}");
    }
}
