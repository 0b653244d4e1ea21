//! Names that the exam file gives to things: validated once, then carried as types of their own.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id, in characters (all ASCII).
pub const LONGEST: usize = 64;

/// Whether a text is an id: `[a-z0-9][a-z0-9_-]{0,63}`.
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut bytes = text.bytes();
    text.len() <= LONGEST
        && bytes.next().is_some_and(plain)
        && bytes.all(|byte| plain(byte) || byte == b'_' || byte == b'-')
}

/// A text that was meant as an id, or that an id is to be made of, as one; `None` where nothing of it can stand in an id.
pub fn like(text: &str) -> Option<String> {
    let mut id = String::new();
    for character in text.chars().take(200) {
        match character {
            'a'..='z' | '0'..='9' => id.push(character),
            'A'..='Z' => id.push(character.to_ascii_lowercase()),
            '_' if !id.is_empty() => id.push('_'),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(LONGEST);
    let id = id.trim_end_matches(['-', '_']);
    (!id.is_empty()).then(|| id.to_owned())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a text that is an id; `None` for any other.
            pub fn new(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                Self::new(&text).ok_or_else(|| format!("`{text}` is no id"))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )+};
}

ids! {
    /// An exam's id.
    ExamId,
    /// A form's id: a shorter cut of an exam.
    FormId,
    /// A question's id.
    QuestionId,
    /// A topic's id.
    TopicId,
    /// A shared snippet's id.
    SnippetId,
    /// The name of a rung of the ladder.
    Level,
    /// The id of an option, an entry or a side of a pair.
    PartId,
}

impl Level {
    /// Takes a text that is an id by the way it was made.
    pub(super) const fn known(text: String) -> Self {
        Self(text)
    }
}

impl PartId {
    /// Takes a text that is an id by the way it was made.
    pub(super) const fn known(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_and_at_most_64_long() {
        assert!(is_id("a") && is_id("0-a_b") && is_id(&"x".repeat(64)));
        for bad in ["", "-a", "_a", "A", "a b", "ä", "../a", &"x".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
