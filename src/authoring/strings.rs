//! Texts as TOML strings: every text comes back from the file as it went in, in the form that is easiest to read and to change.

use toml_writer::{ToTomlValue as _, TomlStringBuilder};

/// Prose: `"…"` on one line, `"""` over several.
pub fn prose(text: &str) -> String {
    let string = TomlStringBuilder::new(text);
    let easy = if text.contains('\n') { string.as_ml_basic_pretty() } else { string.as_basic_pretty() };
    easy.unwrap_or_else(|| string.as_default()).to_toml_value()
}

/// Code: `'''`, in which nothing is escaped, wherever that can hold it.
pub fn code(text: &str) -> String {
    let string = TomlStringBuilder::new(text);
    if !text.contains('\n') {
        return prose(text);
    }
    string.as_ml_literal().unwrap_or_else(|| string.as_ml_basic()).to_toml_value()
}

/// A list of texts on one line.
pub fn list<S: AsRef<str>>(texts: &[S]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| prose(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// A text that may be a number or a share: bare if it is made of what numbers are made of, so that the parser says what is wrong with it.
pub fn number(text: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_digit() || b"+-._eE".contains(&byte);
    if !text.is_empty() && text.bytes().all(bare) { text.to_owned() } else { prose(text) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    /// What a TOML reader makes of it.
    fn read(value: &str) -> String {
        let file = format!("text = {value}\nnext = \"here\"\n");
        let mut read: HashMap<String, String> = toml::from_str(&file).expect(&file);
        assert_eq!(read.remove("next").as_deref(), Some("here"));
        read.remove("text").unwrap()
    }

    #[test]
    fn the_form_is_the_one_that_reads_best() {
        assert_eq!(prose("plain"), "\"plain\"");
        assert_eq!(prose("say \"so\""), "'say \"so\"'");
        assert_eq!(prose("two\nlines"), "\"\"\"\ntwo\nlines\"\"\"");
        assert_eq!(prose("a\\d\nb"), "'''\na\\d\nb'''");
        assert_eq!(code("a\n\tb\\n\n"), "'''\na\n\tb\\n\n'''");
        assert_eq!(code("'''\n\\"), "\"\"\"\n'''\n\\\\\"\"\"");
        assert_eq!(list(&["a", "\"b\""]), "[\"a\", '\"b\"']");
        assert_eq!(number("-1.5e3"), "-1.5e3");
        assert_eq!(number("5%"), "\"5%\"");
        assert_eq!(number("1, evil = 2"), "\"1, evil = 2\"");
    }

    fn hard() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            Just("'".to_owned()),
            Just("'''".to_owned()),
            Just("\"".to_owned()),
            Just("\"\"\"".to_owned()),
            Just("\\".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            Just("\t".to_owned()),
            Just("#".to_owned()),
            Just(" ".to_owned()),
            any::<char>().prop_map(String::from),
            "[a-z \\]\\[={}]{0,6}",
        ];
        proptest::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_went_in(text in prop_oneof![hard(), any::<String>()]) {
            prop_assert_eq!(read(&prose(&text)), text.as_str());
            prop_assert_eq!(read(&code(&text)), text.as_str());
        }

        #[test]
        fn so_do_lists(texts in proptest::collection::vec(hard(), 0..5)) {
            let read: HashMap<String, Vec<String>> = toml::from_str(&format!("texts = {}", list(&texts))).unwrap();
            prop_assert_eq!(&read["texts"], &texts);
        }
    }
}
