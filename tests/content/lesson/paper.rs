//! The lesson's file, as far as its tests read it.

use serde::Deserialize;

const FILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/exams/delivery-guarantees.toml"));

/// The lesson.
#[derive(Debug, Deserialize)]
pub(crate) struct Lesson {
    pub(crate) purpose: String,
    pub(crate) predict: bool,
    pub(crate) minutes: u32,
    pub(crate) crux: String,
    pub(crate) intro: String,
    pub(crate) goal: String,
    pub(crate) recap: String,
    pub(crate) topic: Vec<Topic>,
    pub(crate) question: Vec<Question>,
}

/// A topic that questions name.
#[derive(Debug, Deserialize)]
pub(crate) struct Topic {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// A question with one right option.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) topic: String,
    pub(crate) level: String,
    pub(crate) title: String,
    pub(crate) prompt: String,
    pub(crate) hint: String,
    pub(crate) explanation: String,
    pub(crate) follow_up: String,
    pub(crate) snippet: Vec<Snippet>,
    pub(crate) option: Vec<Choice>,
}

/// Code or numbers shown before the prompt.
#[derive(Debug, Deserialize)]
pub(crate) struct Snippet {
    pub(crate) title: String,
    pub(crate) language: String,
    pub(crate) code: String,
}

/// An option.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) correct: bool,
    pub(crate) credit: Option<f64>,
    pub(crate) heads_up: String,
}

impl Lesson {
    /// Reads the lesson that the program ships.
    pub(crate) fn read() -> Self {
        toml::from_str(FILE).expect("the lesson is valid TOML and has the keys its tests read")
    }

    /// The question of that id, taken out of the lesson.
    pub(crate) fn question(self, id: &str) -> Question {
        self.question
            .into_iter()
            .find(|question| question.id == id)
            .unwrap_or_else(|| panic!("the lesson has no question {id}"))
    }

    /// The whole file as text.
    pub(crate) const fn source() -> &'static str {
        FILE
    }
}

impl Question {
    /// The code of its snippet in that language; there must be just one.
    pub(crate) fn code(&self, language: &str) -> &str {
        let mut found = self.snippet.iter().filter(|s| s.language == language);
        match (found.next(), found.next()) {
            (Some(snippet), None) => &snippet.code,
            (None, _) => panic!("{}: no snippet in {language}", self.id),
            (Some(_), Some(_)) => panic!("{}: several snippets in {language}", self.id),
        }
    }
}

/// The first fenced block of that language in a Markdown text.
pub(crate) fn fence(markdown: &str, language: &str) -> String {
    let opening = format!("```{language}\n");
    let (_, rest) = markdown.split_once(&opening).unwrap_or_else(|| panic!("no fenced block in {language}"));
    let (block, _) = rest.split_once("```").expect("the fence is closed");
    block.to_owned()
}
