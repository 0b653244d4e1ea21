use proptest::prelude::*;

use super::*;

fn panel() -> Table {
    let mut table = Table::new([
        Column::text("Level shown"),
        Column::number("junior").under("of 10"),
        Column::number("senior").under("of 10"),
        Column::number("total").under("of 30"),
        Column::number("95% range"),
    ]);
    table.group("at least senior").row(["  Vega", "10 shown", "9 shown", "28", "79–98%"]);
    table.group("at least middle").row(["  Rigel of the long name", "10 shown", "4 not yet", "23", "59–88%"]);
    table
}

#[test]
fn a_table_has_a_rule_and_no_box() {
    assert_eq!(
        panel().render(Look::plain(80)),
        "\
Level shown                 junior     senior  total  95% range
                             of 10      of 10  of 30
───────────────────────────────────────────────────────────────
at least senior
  Vega                    10 shown    9 shown     28     79–98%
at least middle
  Rigel of the long name  10 shown  4 not yet     23     59–88%
"
    );
}

#[test]
fn at_50_columns_titles_wrap_and_then_texts() {
    assert_eq!(
        panel().render(Look::plain(50)),
        "\
Level shown       junior     senior  total     95%
                   of 10      of 10  of 30   range
──────────────────────────────────────────────────
at least senior
  Vega          10 shown    9 shown     28  79–98%
at least middle
  Rigel of the  10 shown  4 not yet     23  59–88%
  long name
"
    );
}

#[test]
fn numbers_that_cannot_fit_overflow_and_words_stay_whole() {
    let table = panel();
    let least = total(&table.widths(Measure::Words));
    assert_eq!(width::widest_line(&table.render(Look::plain(10))), least);
    assert_eq!(table.natural_width(), 63);
}

#[test]
fn titles_give_way_before_texts_and_texts_before_words() {
    let mut table = Table::new([Column::text(""), Column::number("Ordering and partitions")]);
    table.row(["Candidate number 003", "6"]).row(["Wolfeschlegelsteinhausenberger", "5"]);
    assert_eq!(
        table.render(Look::plain(42)),
        "                                  Ordering\n                                       and\n                                partitions\n──────────────────────────────────────────\nCandidate number 003                     6\nWolfeschlegelsteinhausenberger           5\n"
    );
    assert_eq!(
        table.render(Look::plain(30)),
        "                      Ordering\n                           and\n                    partitions\n──────────────────────────────\nCandidate number             6\n003\nWolfeschlegelstei-           5\nnhausenberger\n"
    );
}

#[test]
fn a_name_without_spaces_breaks_anywhere_and_a_long_word_with_a_hyphen() {
    let mut table = Table::new([Column::text(""), Column::number("山田太郎山田太郎山田太郎")]);
    table.row(["x", "12"]).row(["abcdefghijklmnop", "3"]);
    assert_eq!(
        table.render(Look::plain(20)),
        "            山田太郎\n            山田太郎\n            山田太郎\n────────────────────\nx                 12\nabcdefghi-         3\njklmnop\n"
    );
    assert_eq!(broken("abcdefghij kl", 6), "abcde-\nfghij kl");
    assert_eq!(broken("abcdef ab", 6), "abcdef ab");
    // At a hyphen that is there, unless that leaves too little.
    assert_eq!(broken("abcd-fghij-kl", 8), "abcd-\nfghij-kl");
    assert_eq!(broken("a-cdefghijkl", 8), "a-cdefg-\nhijkl");
    assert_eq!(broken("abcdefg-hijk", 8), "abcdefg-\nhijk");
}

#[test]
fn a_table_is_split_between_columns_that_are_not_glued() {
    let mut table = Table::new([
        Column::text("who"),
        Column::number("junior"),
        Column::number("senior"),
        Column::number("total"),
        Column::number("range").glued(),
    ]);
    table.group("at least x").row(["Ada", "10 shown", "9 shown", "19", "79–98%"]).remark("  a remark");
    assert_eq!(table.clone().split(1, 80), [table.clone()]);
    let parts = table.clone().split(1, 26);
    let shown: String = parts.iter().map(|part| part.render(Look::plain(26))).collect();
    assert_eq!(
        shown,
        "\
who    junior   senior
──────────────────────
at least x
Ada  10 shown  9 shown
  a remark
who  total   range
──────────────────
at least x
Ada     19  79–98%
"
    );
    assert_eq!(table.split(1, 5).len(), 3);
}

#[test]
fn colour_adds_weight_to_titles_only() {
    let mut table = Table::new([Column::text("a"), Column::number("b")]);
    table.row(["日本", "1"]).row(["c\u{1b}", "12"]);
    assert_eq!(
        table.render(Look::colored(60)),
        "\u{1b}[1ma         b\u{1b}[0m\n\u{1b}[2m───────────\u{1b}[0m\n日本      1\nc\\u{1b}  12\n"
    );
}

#[test]
fn numbers_stand_in_line_after_text_that_joins() {
    let mut table = Table::new([Column::text("a"), Column::number("b")]);
    // Two letters that count as one where the layout measures them, an astronaut, a flag, a heart.
    for text in ["\u{644}\u{627}", "👩‍🚀", "🇯🇵🇯", "❤\u{fe0f}", "日本"] {
        table.row([text, "1"]);
    }
    table.row(["\u{644}\u{627}", "\u{644}\u{627}"]);
    let shown = table.render(Look::plain(60));
    assert!(shown.lines().skip(1).all(|line| width::of(line) == table.natural_width()), "{shown}");
    assert!(!shown.contains(FILLER), "{shown:?}");
}

#[test]
fn missing_cells_are_empty_and_cells_beyond_the_columns_left_out() {
    let mut table = Table::new([Column::text("a"), Column::number("b")]);
    table.row(["x"]).row(["y", "1", "beyond"]).row::<&str>([]).row(["\u{1}", "\u{2}"]).row(["\u{2}"]);
    assert_eq!(
        table.render(Look::plain(60)),
        "a          b\n────────────\nx\ny          1\n\n\\u{1}  \\u{2}\n\\u{2}\n"
    );
}

#[test]
fn what_is_too_wide_to_count_is_all_there() {
    let word = "9".repeat(70_000);
    let mut table = Table::new([Column::text("a"), Column::number("b")]);
    table.row([word.as_str(), word.as_str()]);
    let shown = table.render(Look::plain(80));
    assert_eq!(shown.matches('9').count(), 2 * word.len());
}

#[test]
fn headings_span_the_table_and_may_follow_each_other() {
    let mut table = Table::new([Column::number("n")]);
    table.group("wide as the look").group("two").row(["12"]).group("end");
    assert_eq!(table.render(Look::plain(11)), " n\n──\nwide as the\nlook\ntwo\n12\nend\n");
    assert_eq!(Table::default().render(Look::plain(11)), "\n");
}

proptest! {
    #[test]
    fn any_text_stays_in_its_column(texts in prop::collection::vec(any::<String>(), 1..6)) {
        let mut table = Table::new([Column::text("Title"), Column::number("n")]);
        for text in &texts {
            table.row([text.as_str(), "1"]);
        }
        let shown = table.render(Look::plain(usize::MAX));
        prop_assert_eq!(shown.lines().count(), texts.len() + 2);
        for line in shown.lines() {
            prop_assert_eq!(width::of(line), table.natural_width(), "{}", shown);
        }
    }

    #[test]
    fn no_word_is_broken_and_no_number_cut(
        rows in prop::collection::vec(("[a-z]{1,9}( [a-z]{1,9}){0,4}", 0_u32..100_000), 1..6),
        width in 1_usize..80,
    ) {
        let mut table = Table::new([Column::text("Some title"), Column::number("n")]);
        for (text, number) in &rows {
            table.row([text.as_str(), &number.to_string()]);
        }
        let shown = table.render(Look::plain(width));
        let (words, least) = (total(&table.widths(Measure::Words)), total(&table.widths(Measure::Broken)));
        let most = if width < least { words } else { width };
        prop_assert!(width::widest_line(&shown) <= most);
        if (least..words).contains(&width) {
            // Words are broken there, but no number is.
            prop_assert!(rows.iter().all(|(_, n)| shown.lines().any(|line| line.ends_with(&n.to_string()))));
            return Ok(());
        }
        for word in rows.iter().flat_map(|(text, n)| text.split(' ').map(String::from).chain([n.to_string()])) {
            prop_assert!(shown.split_whitespace().any(|seen| seen == word), "{}\n{}", word, shown);
        }
    }
}
