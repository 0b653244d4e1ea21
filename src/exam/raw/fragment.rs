//! A file that need not be whole: what is there, as it was written; what is not, or is something else, is empty.

use toml::de::{DeTable, DeValue};

use super::file;

/// A file, or a table in it.
#[derive(Clone, Debug)]
pub struct Fragment<'s>(DeTable<'s>);

impl<'s> Fragment<'s> {
    /// All of a text, if it can be read.
    pub fn file(text: &'s str) -> Option<Self> {
        let (_, root) = file::read(text.as_bytes()).ok()?;
        Some(Self(root.entries))
    }

    fn get(&self, key: &str) -> Option<&DeValue<'s>> {
        self.0.get(key).map(toml::Spanned::get_ref)
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A text, or a number as it was written.
    pub fn text(&self, key: &str) -> String {
        self.get(key).map(text).unwrap_or_default()
    }

    /// True or false.
    pub fn truth(&self, key: &str) -> Option<bool> {
        if let Some(DeValue::Boolean(truth)) = self.get(key) { Some(*truth) } else { None }
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.list(key).map(text).collect()
    }

    /// A list of tables.
    pub fn tables(&self, key: &str) -> Vec<Self> {
        let table = |value: &DeValue<'s>| {
            if let DeValue::Table(table) = value { Some(Self(table.clone())) } else { None }
        };
        self.list(key).filter_map(table).collect()
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &DeValue<'s>> {
        let list = if let Some(DeValue::Array(list)) = self.get(key) { Some(list) } else { None };
        list.into_iter().flat_map(|list| list.iter()).map(toml::Spanned::get_ref)
    }
}

fn text(value: &DeValue<'_>) -> String {
    if let DeValue::String(text) = value {
        text.to_string()
    } else if let DeValue::Integer(number) = value {
        number.as_str().to_owned()
    } else if let DeValue::Float(number) = value {
        number.as_str().to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Fragment;

    #[test]
    fn what_is_there_is_given_as_it_was_written() {
        let text = "[[question]]\nid = \"a\"\npoints = 1.50\nanswer = 1.5e3\naccept = [\"b\", 2]\noption = [{ text = \"c\", correct = true }]\n";
        let file = Fragment::file(text).unwrap();
        let [question] = &file.tables("question")[..] else { panic!() };
        assert_eq!(
            [question.text("id"), question.text("points"), question.text("answer")],
            ["a", "1.50", "1.5e3"]
        );
        assert_eq!(question.texts("accept"), ["b", "2"]);
        let options = question.tables("option");
        assert_eq!(
            (options.len(), options[0].text("text").as_str(), options[0].truth("correct")),
            (1, "c", Some(true))
        );
        assert!(question.has("id") && !question.has("prompt") && question.text("prompt").is_empty());
        assert_eq!(question.truth("id"), None);
        for none in ["", "question = 1"] {
            assert!(Fragment::file(none).unwrap().tables("question").is_empty());
        }
        for none in ["[[question", &format!("a{} = 1", ".a".repeat(100_000))] {
            assert!(Fragment::file(none).is_none());
        }
    }
}
