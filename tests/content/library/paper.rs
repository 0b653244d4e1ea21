//! An exam's file, as far as its proofs read it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// An exam of the library.
#[derive(Debug, Deserialize)]
pub(crate) struct Paper {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) crux: String,
    #[serde(default)]
    pub(crate) intro: String,
    #[serde(default)]
    pub(crate) goal: String,
    #[serde(default)]
    pub(crate) recap: String,
    pub(crate) minutes: u32,
    pub(crate) time_limit: String,
    pub(crate) cuts: BTreeMap<String, f64>,
    pub(crate) cuts_basis: String,
    pub(crate) topic: Vec<Topic>,
    pub(crate) form: Vec<Form>,
    #[serde(default)]
    pub(crate) snippet: Vec<Snippet>,
    pub(crate) question: Vec<Asked>,
}

/// A topic that questions name.
#[derive(Debug, Deserialize)]
pub(crate) struct Topic {
    pub(crate) id: String,
}

/// A shorter cut.
#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    pub(crate) id: String,
    pub(crate) time_limit: String,
    pub(crate) draw: Vec<Draw>,
}

/// How many questions of a level are drawn.
#[derive(Debug, Deserialize)]
pub(crate) struct Draw {
    pub(crate) level: String,
    pub(crate) count: usize,
}

/// A question with its key; its snippets are the shared ones first, as a candidate sees them.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    pub(crate) id: String,
    #[serde(default = "single")]
    pub(crate) kind: String,
    pub(crate) topic: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) prompt: String,
    #[serde(default)]
    pub(crate) hint: String,
    #[serde(default)]
    pub(crate) explanation: String,
    #[serde(default)]
    pub(crate) follow_up: String,
    #[serde(default)]
    pub(crate) uses: Vec<String>,
    #[serde(default)]
    pub(crate) snippet: Vec<Snippet>,
    #[serde(default)]
    pub(crate) option: Vec<Choice>,
    #[serde(default)]
    pub(crate) entry: Vec<Entry>,
    #[serde(default)]
    pub(crate) accept: Vec<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) answer: Option<toml::Value>,
}

/// Code, a plan, a log or numbers shown before the prompt.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Snippet {
    #[serde(default)]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) code: String,
}

/// An option.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) correct: bool,
    pub(crate) credit: Option<f64>,
    #[serde(default)]
    pub(crate) heads_up: String,
}

/// An entry of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) text: String,
}

fn single() -> String {
    "single".to_owned()
}

impl Paper {
    /// Reads the exam of that id from the project's `exams/`.
    pub(crate) fn read(id: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("exams/{id}.toml"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut paper: Self = toml::from_str(&text).unwrap_or_else(|error| panic!("{id}: {error}"));
        for question in &mut paper.question {
            let shared = question.uses.iter().map(|id| {
                let mut found = paper.snippet.iter().filter(|snippet| snippet.id == *id);
                found.next().cloned().unwrap_or_else(|| panic!("{}: no snippet {id}", question.id))
            });
            let shared: Vec<Snippet> = shared.collect();
            question.snippet.splice(0..0, shared);
        }
        paper
    }

    /// The question of that id.
    pub(crate) fn question(&self, id: &str) -> &Asked {
        let mut found = self.question.iter().filter(|question| question.id == id);
        found.next().unwrap_or_else(|| panic!("no question {id}"))
    }
}

impl Asked {
    /// The code of the one snippet of that title.
    pub(crate) fn code(&self, title: &str) -> &str {
        let mut found = self.snippet.iter().filter(|snippet| snippet.title == title);
        match (found.next(), found.next()) {
            (Some(snippet), None) => &snippet.code,
            (None, _) => panic!("{}: no snippet {title}", self.id),
            (Some(_), Some(_)) => panic!("{}: several snippets {title}", self.id),
        }
    }

    /// Holds the key against what happened: words that only one option has, and whether it holds.
    /// Every option must be named, and those that hold must be the right ones.
    pub(crate) fn assert_options(&self, claims: &[(&str, bool)]) {
        assert_eq!(self.option.len(), claims.len(), "{}: a claim for each option", self.id);
        for (words, holds) in claims {
            let option = self.option(words);
            assert_eq!(option.correct, *holds, "{}: {}", self.id, option.text);
        }
    }

    /// A claim on an option that leaves what was played as it is shown: the words that make it so must stand
    /// in the prompt or in a snippet.
    pub(crate) fn changes_nothing<'a>(&self, words: &'a str, because: &str, shown: bool) -> (&'a str, bool) {
        let mut read = self.snippet.iter().map(|snippet| &snippet.code).chain([&self.prompt]);
        assert!(read.any(|text| text.contains(because)), "{}: {words}: no {because:?}", self.id);
        (words, shown)
    }

    /// The one option with these words.
    pub(crate) fn option(&self, words: &str) -> &Choice {
        let mut meant = self.option.iter().filter(|option| option.text.contains(words));
        let option = meant.next().unwrap_or_else(|| panic!("{}: no option with {words:?}", self.id));
        assert!(meant.next().is_none(), "{}: {words:?} in two options", self.id);
        option
    }

    /// The right option's text, where one is right.
    pub(crate) fn right(&self) -> &str {
        let mut right = self.option.iter().filter(|option| option.correct);
        match (right.next(), right.next()) {
            (Some(option), None) => &option.text,
            _ => panic!("{}: not one right option", self.id),
        }
    }

    /// The key of a number.
    pub(crate) fn number(&self) -> f64 {
        match &self.answer {
            Some(toml::Value::Integer(number)) => number.to_string().parse().expect("a number"),
            Some(toml::Value::Float(number)) => *number,
            _ => panic!("{}: no number", self.id),
        }
    }

    /// Whether a text question takes this answer, by its list or its pattern.
    pub(crate) fn accepts(&self, answer: &str) -> bool {
        let listed = self.accept.iter().any(|accepted| accepted.eq_ignore_ascii_case(answer));
        let matched = self.pattern.as_ref().is_some_and(|pattern| {
            let whole = regex::Regex::new(&format!("^(?:{pattern})$")).expect("a valid pattern");
            whole.is_match(answer)
        });
        listed || matched
    }
}
