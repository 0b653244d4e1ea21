//! Code in colour: which words of a snippet are keywords, strings, numbers, comments. Only [`super::snippet`] and
//! [`super::markdown`] ask, and only when colour is on.
//!
//! The theme is our own, of the terminal's basic colours and weights, so that it reads on light and on dark.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use two_face::re_exports::syntect::easy::HighlightLines;
use two_face::re_exports::syntect::highlighting::{
    Color as ThemeColor, ScopeSelectors, StyleModifier, Theme, ThemeItem,
};
use two_face::re_exports::syntect::parsing::{SyntaxReference, SyntaxSet};

use super::paint::{Ink, Line, Span, Style};

/// Longer code is shown without colour: highlighting it would keep a person waiting.
const MOST_BYTES: usize = 12_000;

/// Longer lines end the colouring: some patterns take time that grows with its square.
const MOST_LINE_BYTES: usize = 240;

/// What is coloured how. The first of a theme colour's parts is the place in here.
const RULES: [(&str, Style); 6] = [
    ("comment, punctuation.definition.comment", Style::DIM),
    ("string, constant.character, punctuation.definition.string, meta.string string", Style::ink(Ink::Green)),
    ("constant.numeric, constant.language, constant.other, keyword.other.unit", Style::ink(Ink::Cyan)),
    ("keyword, storage, variable.language", Style::ink(Ink::Magenta)),
    ("keyword.operator - keyword.operator.logical - keyword.operator.word", Style::PLAIN),
    (
        "entity.name.function, entity.name.type, entity.name.class, entity.name.struct, entity.name.tag",
        Style::BOLD,
    ),
];

/// Loads what highlighting this code takes, so that whoever shows it, or the like, does not wait for it.
/// Meant for a thread of its own, while a person reads the introduction.
///
/// The whole set loads in 3 ms; what a language needs is read and compiled when it is first used, and is kept:
/// json 1, toml 5, yaml 7, go 11, rust 25, sql, python and bash 35–40, javascript 65 ms.
pub fn warm(code: &str, language: &str) {
    // Only what stays behind in memory matters.
    let _ = lines(code, language);
}

/// The lines of code (already safe for a terminal) in colour; `None` for a language that is not known, and for `text`.
pub(super) fn lines(code: &str, language: &str) -> Option<Vec<Line>> {
    let name = match language.trim().to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "log" => return None,
        "shell" | "console" => "bash".to_owned(),
        "postgres" | "postgresql" | "sqlite" | "mysql" => "sql".to_owned(),
        "jsonl" | "jsonc" => "json".to_owned(),
        other => other.to_owned(),
    };
    if code.len() > MOST_BYTES {
        return None;
    }
    let syntax = syntaxes().find_syntax_by_token(&name)?;
    let turn = turn(&syntax.name);
    let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    Some(colored(code, syntax))
}

/// One thread at a time highlights a language: two that compile the same patterns would wait for each other at each of them.
fn turn(language: &str) -> Arc<Mutex<()>> {
    static TURNS: Mutex<Option<HashMap<String, Arc<Mutex<()>>>>> = Mutex::new(None);
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(turns.get_or_insert_default().entry(language.to_owned()).or_default())
}

fn colored(code: &str, syntax: &SyntaxReference) -> Vec<Line> {
    let mut highlighter = Some(HighlightLines::new(syntax, theme()));
    let mut out = Vec::new();
    for line in code.split('\n') {
        if line.len() > MOST_LINE_BYTES {
            // What a later line means depends on this one.
            highlighter = None;
        }
        let with_end = format!("{line}\n");
        let regions = highlighter.as_mut().and_then(|h| h.highlight_line(&with_end, syntaxes()).ok());
        out.push(match regions {
            Some(regions) => regions
                .into_iter()
                .map(|(style, text)| Span::new(text.trim_end_matches('\n'), ours(style.foreground)))
                .filter(|span| !span.text.is_empty())
                .collect(),
            None => vec![Span::plain(line)],
        });
    }
    out
}

/// The style that a theme colour stands for.
fn ours(color: ThemeColor) -> Style {
    RULES.get(usize::from(color.r)).map_or(Style::PLAIN, |(_, style)| *style)
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

fn theme() -> &'static Theme {
    static THEME: OnceLock<Theme> = OnceLock::new();
    THEME.get_or_init(|| {
        let plain = ThemeColor { r: u8::MAX, g: 0, b: 0, a: u8::MAX };
        let mut theme = Theme::default();
        theme.settings.foreground = Some(plain);
        theme.scopes = (0_u8..)
            .zip(RULES)
            .filter_map(|(place, (scopes, _))| {
                let foreground = Some(ThemeColor { r: place, ..plain });
                let scope = ScopeSelectors::from_str(scopes).ok()?;
                Some(ThemeItem { scope, style: StyleModifier { foreground, ..StyleModifier::default() } })
            })
            .collect();
        theme
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::paint;
    use super::super::sanitize;
    use super::*;

    fn styles(code: &str, language: &str) -> Vec<(String, Style)> {
        let lines = lines(code, language).expect("a known language");
        lines.into_iter().flatten().map(|span| (span.text, span.style)).collect()
    }

    #[test]
    fn all_languages_of_the_exams_are_known() {
        for language in [
            "sql",
            "python",
            "py",
            "rust",
            "bash",
            "sh",
            "json",
            "toml",
            "yaml",
            "go",
            "javascript",
            "js",
            "http",
            "java",
        ] {
            assert!(lines("x = 1\n", language).is_some(), "{language}");
        }
        for language in ["text", "", "no-such-language", "Text"] {
            assert_eq!(lines("x", language), None, "{language}");
        }
    }

    #[test]
    fn keywords_strings_numbers_and_comments_differ() {
        let spans = styles("SELECT 'a', 12 -- why", "sql");
        let of = |text: &str| spans.iter().find(|(t, _)| t.trim() == text).map(|(_, style)| *style);
        assert_eq!(of("SELECT"), Some(Style::ink(Ink::Magenta)));
        assert_eq!(of("12"), Some(Style::ink(Ink::Cyan)));
        assert!(spans.iter().any(|(t, style)| t.contains("why") && *style == Style::DIM), "{spans:?}");
        assert!(
            spans.iter().any(|(t, style)| t.contains('a') && *style == Style::ink(Ink::Green)),
            "{spans:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_text_is_the_same_in_colour(
            raw in any::<String>(),
            language in prop::sample::select(vec!["sql", "json", "toml", "yaml"]),
        ) {
            let code = sanitize::text(&raw);
            let text: Vec<String> = lines(&code, language).unwrap().iter().map(|line| paint::text_of(line)).collect();
            prop_assert_eq!(text.join("\n"), code);
        }
    }
}
