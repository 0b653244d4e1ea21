//! What is written out is read again as the same.

use proptest::prelude::*;

use super::*;

/// Text in one piece; what is no paragraph as one, line by line. Lists with such text in them become loose.
fn plain(blocks: Vec<Block>, all_loose: bool) -> Vec<Block> {
    let block = |block| match block {
        Block::Paragraph(inlines) => Block::Paragraph(joined(inlines)),
        Block::Code { language, code } => {
            let lines: Vec<&str> = code.trim_end().split('\n').map(str::trim_end).collect();
            let language = language.chars().filter(|c| c.is_ascii_alphanumeric() || "+-#_".contains(*c));
            Block::Code { language: language.collect(), code: lines.join("\n") }
        }
        Block::List { start, loose, items } => {
            let items = items.into_iter().map(|item| plain(item, all_loose)).collect();
            Block::List { start, loose: loose || all_loose, items }
        }
        Block::Written(text) => {
            let mut inlines = Vec::new();
            for (at, line) in text.lines().enumerate() {
                if at > 0 {
                    inlines.push(Inline::Break);
                }
                inlines.push(Inline::Text(line.trim().to_owned()));
            }
            Block::Paragraph(joined(inlines))
        }
    };
    blocks.into_iter().map(block).collect()
}

/// Whether something has to stand apart that did not: what is no paragraph, or a paragraph right behind a list.
fn stands_apart(blocks: &[Block]) -> bool {
    let behind = blocks.windows(2).any(|two| matches!(two, [Block::List { .. }, Block::Paragraph(_)]));
    let written = blocks.iter().any(|block| match block {
        Block::Written(_) => true,
        Block::List { items, .. } => items.iter().any(|item| stands_apart(item)),
        Block::Paragraph(_) | Block::Code { .. } => false,
    });
    behind || written
}

/// What is written of a source, what that is read as, and what the source is.
fn both(source: &str) -> (String, Vec<Block>, Vec<Block>) {
    let read = markup::parse(source);
    let all_loose = stands_apart(&read);
    let written = author(source, "");
    let again = plain(markup::parse(&written), all_loose);
    (written, again, plain(read, all_loose))
}

fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (out.last_mut(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, Inline::Emphasis(sign, inner)) => out.push(Inline::Emphasis(sign, joined(inner))),
            (_, Inline::Strong(sign, inner)) => out.push(Inline::Strong(sign, joined(inner))),
            (_, inline) => out.push(inline),
        }
    }
    out
}

#[track_caller]
fn same(source: &str) {
    let (written, again, read) = both(source);
    assert_eq!(again, read, "{source:?} as {written:?}");
}

#[test]
fn what_stands_at_the_start_of_a_line_is_text_again() {
    for source in [
        "1\\. x",
        "12\\) x",
        "\\- x",
        "\\+",
        "\\===",
        "a\\\n1\\. b",
        "a\\\n---",
        "- 1\\. x",
        "&#45; x",
        "\\# x",
        "\\> x",
    ] {
        same(source);
    }
    assert_eq!(author("1\\. x", ""), "1\\. x\n");
    assert_eq!(author("22.5 of 30", ""), "22\\.5 of 30\n");
}

#[test]
fn emphasis_beside_emphasis_stays_apart() {
    for source in [
        "*a*_b_",
        "_a_*b*",
        "**a**__b__",
        "***a** b*",
        "**a *b***",
        "*a **b***",
        "*a**b***",
        "__a__*b*",
        "**_a_**",
        "**a*",
        "*a**",
        "*&nbsp;a*",
    ] {
        same(source);
    }
    assert_eq!(author("*a*_b_", ""), "*a*_b_\n");
}

#[test]
fn lists_stay_loose_tight_and_apart() {
    for source in [
        "- a\n- b",
        "- a\n\n- b",
        "1. a\n\n   b\n2. c",
        "- a\n  - b\n  - c\n- d",
        "- a\n\n  - b\n- c",
        "- a\n  ```\n  x\n  ```\n- b",
        "- a\n\n* b",
        "1. a\n\n1) b",
        "- a\n\n* b\n\n- c",
        "- ```\n  x\n  ```",
        "- - a\n  - b",
        "-\n- b",
        "- a\n\n\n  b",
    ] {
        same(source);
    }
    assert_eq!(author("- a\n\n- b", ""), "- a\n\n- b\n");
    assert_eq!(author("- a\n- b", ""), "- a\n- b\n");
}

#[test]
fn names_of_signs_and_code_are_what_they_were() {
    for source in [
        "a &lt;b&gt; &amp;lt; &copy;",
        "a &amp; b",
        "a&nbsp;b",
        "`` ` ``",
        "`  a  `",
        "`a|b`",
        "```a-b\nx\n```",
        "&#42;a&#42;",
    ] {
        same(source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_out_is_read_as_the_same(
        pieces in prop::collection::vec(prop_oneof![
            Just("\n".to_owned()),
            Just("\n\n".to_owned()),
            Just("\n- ".to_owned()),
            Just("\n\n* ".to_owned()),
            Just("\n  ".to_owned()),
            Just("\n1. ".to_owned()),
            Just("\\\n".to_owned()),
            Just(" ".to_owned()),
            Just("&lt;".to_owned()),
            Just("&nbsp;".to_owned()),
            // Not left alone beside others: which of them belong together depends on how many there are in a row.
            Just(" *a*_b_ ".to_owned()),
            Just(" _b_ ".to_owned()),
            Just(" **c** ".to_owned()),
            Just(" __d__ ".to_owned()),
            Just(" ***a** b* ".to_owned()),
            Just(" * ".to_owned()),
            Just("\\*".to_owned()),
            Just("`".to_owned()),
            Just("`x`".to_owned()),
            Just("```\n".to_owned()),
            "[a-c.,1()\\\\#>=+:~|-]{1,3}",
        ], 1..14),
    ) {
        let source = pieces.concat();
        let (written, again, read) = both(&source);
        prop_assert_eq!(again, read, "{:?} as {:?}", source, written);
    }
}
