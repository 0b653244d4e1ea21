//! What Markdown looks like.

use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "\
The consumer *commits* first and **then** writes, so a crash between the two loses the message. Which `offset` does it
resume from?

1. It reads `orders`.
2. It commits:
   - the offset
   - nothing else

```python
consumer.commit()
```
";

#[test]
fn at_60_columns_without_colour_marks_are_kept() {
    assert_eq!(
        render(SAMPLE, Look::plain(60), ""),
        "\
The consumer *commits* first and **then** writes, so a crash
between the two loses the message. Which `offset` does it
resume from?

1. It reads `orders`.
2. It commits:
   • the offset
   • nothing else

    consumer.commit()
"
    );
}

#[test]
fn at_80_columns_lines_are_longer() {
    assert_eq!(
        render(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
            Look::plain(80),
            "  "
        ),
        "  one two three four five six seven eight nine ten eleven twelve thirteen\n  fourteen\n"
    );
}

#[test]
fn with_colour_emphasis_is_painted_and_code_keeps_its_ticks() {
    assert_eq!(
        render("a *b* **c** `d`", Look::colored(60), ""),
        "a \u{1b}[3mb\u{1b}[0m \u{1b}[1mc\u{1b}[0m \u{1b}[2m`\u{1b}[0m\u{1b}[35md\u{1b}[0m\u{1b}[2m`\u{1b}[0m\n"
    );
    assert_eq!(render("***a***", Look::colored(60), ""), "\u{1b}[1;3ma\u{1b}[0m\n");
}

#[test]
fn code_with_ticks_in_it_keeps_its_fence() {
    assert_eq!(render("`` a`b ``", Look::plain(60), ""), "``a`b``\n");
    assert_eq!(render("`` `a` ``", Look::plain(60), ""), "`` `a` ``\n");
}

#[test]
fn all_else_is_shown_as_written() {
    for written in [
        "# A title",
        "Title\n=====",
        "> quoted\n> twice",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "see [the docs](https://example.org \"t\") and ![x](y)",
        "<b>bold</b>",
        "<div>\nblock\n</div>",
        "    indented = code",
        "---",
        "~~gone~~ [^1] $x$",
        "[a]: https://example.org",
        "- [ ] task",
    ] {
        let shown = render(written, Look::plain(80), "");
        assert_eq!(shown, format!("{}\n", written.replace("- [", "• [")), "{written}");
    }
    assert_eq!(render("see [a]\n\n[a]: u", Look::plain(80), ""), "see [a]\n\n[a]: u\n");
}

#[test]
fn loose_items_are_set_apart() {
    assert_eq!(
        render("- a\n\n- b\n\n  more\n\nend", Look::plain(80), "  "),
        "  • a\n\n  • b\n\n    more\n\n  end\n"
    );
    assert_eq!(render("- - a\n  - b\n-\n- c", Look::plain(80), ""), "• • a\n  • b\n•\n• c\n");
}

#[test]
fn entities_cannot_smuggle_controls() {
    assert_eq!(render("a&#x9b;2J &#27;[31m b", Look::plain(80), ""), "a\\u{9b}2J \\u{1b}[31m b\n");
    assert_eq!(render("`a\u{1b}[31m`", Look::plain(80), ""), "`a\\u{1b}[31m`\n");
    assert_eq!(render("```\n\u{9b}\n```", Look::plain(80), ""), "    \\u{9b}\n");
}

#[test]
fn nothing_is_one_empty_line() {
    assert_eq!(render("", Look::plain(80), "  "), "\n");
}

#[test]
fn plain_lines_have_no_marks() {
    assert_eq!(plain_line("Move `commit()` **after**\nthe *write*."), "Move commit() after the write.");
    assert_eq!(plain_line("- 5"), "- 5");
    assert_eq!(plain_line("1. a\n2. b"), "1. a 2. b");
    assert_eq!(plain_line("a\u{1b}[0m"), "a\\u{1b}[0m");
}

#[test]
fn deep_nesting_neither_overflows_nor_explodes() {
    for unit in ["- ", "> ", "1. ", "*", "[", "**a ", "`", "<a ", "- > "] {
        let shown = render(&unit.repeat(20_000), Look::plain(80), "");
        assert!(shown.len() < 400_000, "{unit}: {}", shown.len());
        assert!(shown.lines().all(|line| width::of(line) <= 80), "{unit}");
    }
}

/// Text in which Markdown's marks are frequent.
fn marked() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "*",
            "**",
            "_",
            "`",
            "``",
            "```\n",
            "\n",
            "\n\n",
            "- ",
            "  - ",
            "1. ",
            "> ",
            "# ",
            "[a](b)",
            "|a|\n|-|\n",
            "<b>",
            "---\n",
            "    ",
            "\t",
            "&#x9b;",
            "\\",
            "日本語 ",
            "word ",
            "  \n",
            "[x]: y\n",
            "\r\n",
            "\u{1b}[2J",
        ])
        .prop_map(String::from),
        any::<char>().prop_map(|c| c.to_string()),
    ];
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_line_is_wider_and_nothing_controls(text in marked(), width in 20_usize..100) {
        let shown = render(&text, Look::plain(width), "  ");
        prop_assert!(shown.ends_with('\n'));
        for line in shown.lines() {
            prop_assert!(width::of(line) <= width, "{:?}", line);
        }
        prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn colour_adds_styles_only(text in marked()) {
        let shown = render(&text, Look::colored(60), "");
        let mut rest = shown.as_str();
        while let Some((_, after)) = rest.split_once('\u{1b}') {
            let sgr = after.strip_prefix('[').and_then(|s| s.split_once('m'));
            prop_assert!(sgr.is_some_and(|(codes, _)| codes.chars().all(|c| c.is_ascii_digit() || c == ';')));
            rest = after;
        }
    }

    #[test]
    fn words_are_not_lost(words in prop::collection::vec("[a-z]{1,12}", 1..40)) {
        let text = words.join(" ");
        let shown = render(&text, Look::plain(40), "");
        prop_assert_eq!(shown.split_whitespace().collect::<Vec<_>>().join(" "), text);
    }

    #[test]
    fn a_plain_line_is_one_line(text in marked()) {
        let line = plain_line(&text);
        prop_assert!(!line.chars().any(char::is_control));
    }
}
