//! Whether a typed line is an accepted text: what is made the same before comparing, and patterns.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::exam::{Normalize, TextKey};

/// Whether an answer is accepted: it equals one of the texts after normalisation, or the pattern matches all of it, trimmed.
pub fn is_accepted(answer: &str, key: &TextKey) -> bool {
    match key {
        TextKey::Accept { texts, normalize } => {
            let given = normalised(answer, *normalize);
            texts.iter().any(|text| normalised(text, *normalize) == given)
        }
        TextKey::Pattern { source: _, regex } => regex.is_match(&trimmed(answer)),
    }
}

/// A text as it is compared: NFC and trimmed always; full case folding, one space for a run of white space,
/// and letters without combining marks, as asked.
///
/// Case is folded on the decomposed text (Unicode 3.13, D145), so that it does not matter how an accent was typed.
pub fn normalised(text: &str, normalize: Normalize) -> String {
    let mut text: String = text.nfd().collect();
    if normalize.case {
        text = caseless::default_case_fold_str(&text).nfd().collect();
    }
    if normalize.accents {
        text.retain(|c| !is_combining_mark(c));
    }
    if normalize.space {
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    trimmed(&text)
}

/// NFC, without white space at either end.
fn trimmed(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn accepts(text: &str, normalize: Normalize, answer: &str) -> bool {
        is_accepted(answer, &TextKey::Accept { texts: vec!["other".to_owned(), text.to_owned()], normalize })
    }

    const PLAIN: Normalize = Normalize { case: false, space: false, accents: false };

    #[test]
    fn by_default_case_and_runs_of_space_do_not_matter() {
        let usual = Normalize::default();
        assert!(accepts("Exactly once", usual, "  eXaCtLy \t\u{a0} ONCE\n"));
        assert!(accepts("Straße", usual, "STRASSE"));
        assert!(accepts("ΣΊΣΥΦΟΣ", usual, "σίσυφος"));
        assert!(!accepts("Exactly once", usual, "exactlyonce"));
        assert!(!accepts("résumé", usual, "resume"));
    }

    #[test]
    fn without_normalisation_only_composition_and_the_ends_are_made_the_same() {
        assert!(accepts("café", PLAIN, " cafe\u{301} "));
        assert!(!accepts("café", PLAIN, "Café"));
        assert!(!accepts("a b", PLAIN, "a  b"));
    }

    #[test]
    fn accents_are_dropped_when_asked() {
        let accents = Normalize { accents: true, ..PLAIN };
        assert!(accepts("résumé", accents, "resume"));
        assert!(accepts("resume", accents, "re\u{301}sumé"));
        assert!(!accepts("résumé", accents, "Resume"));
        assert!(accepts("a", accents, "a \u{301}"));
    }

    #[test]
    fn a_pattern_sees_the_trimmed_answer_in_nfc() {
        let key =
            TextKey::Pattern { source: "é+|b c".to_owned(), regex: Regex::new("^(?:é+|b c)$").unwrap() };
        assert!(is_accepted(" e\u{301}é ", &key));
        assert!(is_accepted("b c\n", &key));
        assert!(!is_accepted("b  c", &key));
        assert!(!is_accepted("É", &key));
    }

    proptest! {
        #[test]
        fn how_an_answer_was_composed_does_not_matter(text in ".*", case: bool, space: bool, accents: bool) {
            let normalize = Normalize { case, space, accents };
            let apart: String = text.nfd().collect();
            let together: String = text.nfc().collect();
            prop_assert_eq!(normalised(&apart, normalize), normalised(&together, normalize));
            prop_assert!(accepts(&text, normalize, &text));
        }
    }
}
