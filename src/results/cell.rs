//! Text cells that no spreadsheet takes for a formula, reversibly.
//!
//! A text that is zero or more `'` followed by one of `=` `+` `-` `@` tab CR LF gets one more `'` in front. The reader
//! takes one `'` off such a cell, if it begins with one, and off no other.

use std::borrow::Cow;

fn could_be_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// A text as it is written.
pub fn guard(text: &str) -> Cow<'_, str> {
    if could_be_a_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A written text as it was.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if could_be_a_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_a_quote_and_lose_it_again() {
        for (text, cell) in [
            ("=cmd()", "'=cmd()"),
            ("'=cmd()", "''=cmd()"),
            ("+49", "'+49"),
            ("\tx", "'\tx"),
            ("'quoted", "'quoted"),
            ("Ada", "Ada"),
            ("", ""),
        ] {
            assert_eq!(guard(text), cell);
            assert_eq!(unguard(cell), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in "['=+@a\t\r\n-]{0,6}.{0,20}") {
            let cell = guard(&text).into_owned();
            proptest::prop_assert_eq!(unguard(&cell), text.as_str());
            proptest::prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        }
    }
}
