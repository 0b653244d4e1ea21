//! People's names: the same name is the same text, whichever way its letters were typed.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// A name without space around it and with its letters composed (NFC), as the contract has it: `e` and an accent to `é`.
pub fn composed(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_space_around_is_no_name() {
        for (name, expected) in [
            ("Jose\u{301}", "Jos\u{e9}"),
            ("Jos\u{e9}", "Jos\u{e9}"),
            ("Ada", "Ada"),
            (" Ada Lovelace\t", "Ada Lovelace"),
            (" ", ""),
            ("林檎", "林檎"),
            ("", ""),
        ] {
            assert_eq!(composed(name), expected);
        }
    }
}
