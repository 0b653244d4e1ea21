//! What an exam is, valid by construction: only `parse` makes these, and past it nothing asks whether an exam is well formed.
//!
//! A question has a *face* (what a candidate may see) and a *key* (what is right). A paper is an exam whose questions have no key.

mod key;
mod question;

pub use key::{Criterion, Key, Merit, Normalize, OptionKey, TextKey, Tolerance, Truth};
pub use question::{Choice, Face, Kind, Part, Pin, Question, Teaching};

use super::digest::Digest;
use super::id::{ExamId, FormId, Level, QuestionId, SnippetId, TopicId};
use super::quantity::{Fraction, Millis};

/// One exam.
#[derive(Clone, Debug)]
pub struct Exam {
    /// Its id.
    pub id: ExamId,
    /// Its title.
    pub title: String,
    /// Whether it claims levels.
    pub purpose: Purpose,
    /// What is tested, in one sentence.
    pub crux: Option<String>,
    /// How to read it (Markdown).
    pub intro: Option<String>,
    /// What one can do afterwards (Markdown).
    pub goal: Option<String>,
    /// Shown when answers may be shown (Markdown).
    pub recap: Option<String>,
    /// Shown before the start of `take` (Markdown).
    pub notice: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its licence.
    pub license: Option<String>,
    /// The language of its text, `en` by default.
    pub language: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// About how long it takes; limits nothing.
    pub minutes: Option<u32>,
    /// How long an attempt may take.
    pub time_limit: Option<Millis>,
    /// Its levels with their cuts, lowest first.
    pub ladder: Ladder,
    /// Whether prediction comes before the options.
    pub predict: Predict,
    /// What a candidate sees after `take`.
    pub reveal: Reveal,
    /// How a candidate may move.
    pub navigation: Navigation,
    /// What is shuffled.
    pub shuffle: Shuffle,
    /// Warnings silenced: name and reason, in file order.
    pub allow: Vec<(String, String)>,
    /// How answers are scored.
    pub scoring: ScoringRule,
    /// Its topics, in the order declared, or of first use where none is declared.
    pub topics: Vec<Topic>,
    /// Shared snippets.
    pub snippets: Vec<(SnippetId, Snippet)>,
    /// What the exam without a form draws.
    pub draws: Vec<Draw>,
    /// Shorter cuts.
    pub forms: Vec<Form>,
    /// All questions in file order.
    pub questions: Vec<Question>,
    /// Digest of what a candidate can see.
    pub exam_digest: Digest,
    /// Digest of what is right.
    pub key_digest: Digest,
    /// For a paper: the `exam_digest` of the exam it was made from.
    pub paper_of: Option<Digest>,
}

/// What an exam is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It claims levels.
    Exam,
    /// It claims none; altitude is progress.
    Lesson,
}

/// Whether a line of prediction is asked for before the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predict {
    /// Asked for.
    Ask,
    /// Not asked for.
    Skip,
}

/// What a candidate sees after `take`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// Nothing about right or wrong.
    Nothing,
    /// Shares by topic and level.
    Score,
    /// Level shown and everything missed, too.
    Answers,
}

impl Reveal {
    /// All of them, from nothing to everything.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Score, Self::Answers];

    /// The word for it in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Score => "score",
            Self::Answers => "answers",
        }
    }

    /// What a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reveal| reveal.word() == word)
    }
}

/// How a candidate may move between questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// Skip, flag, go back before submitting.
    Free,
    /// Forward only.
    Linear,
}

/// Whether an order is kept or drawn from the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// As written.
    AsWritten,
    /// Drawn from the attempt's seed.
    Shuffled,
}

/// What is shuffled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shuffle {
    /// The questions; as written by default.
    pub questions: Arrangement,
    /// The options of a question; shuffled by default.
    pub options: Arrangement,
}

/// The ladder: levels lowest first, each with its cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// At least one rung, no level twice.
    pub rungs: Vec<Rung>,
    /// Where the cuts come from.
    pub cuts: CutsSource,
}

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Its name.
    pub level: Level,
    /// The share that shows it.
    pub cut: Fraction,
}

/// Where an exam's cuts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CutsSource {
    /// The program's defaults (at least for one rung), and no basis is named.
    Defaults,
    /// The file sets every cut, and no basis is named.
    File,
    /// The file names a basis (`cuts_basis`).
    Basis(String),
}

/// How answers are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoringRule {
    /// Partial credit for multiple, order and match.
    pub partial: Partial,
    /// Share of a question's points that a wrong answer costs.
    pub wrong: Fraction,
}

/// Partial credit for kinds with several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// All or nothing.
    None,
    /// Right minus wrong, never below nothing.
    Net,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its title; the id where none is given.
    pub title: String,
}

/// Code, SQL, a metrics line: something real to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// For example a file name.
    pub title: Option<String>,
    /// For highlighting; `text` by default.
    pub language: String,
    /// The text, as written.
    pub code: String,
}

/// Administer `count` questions drawn from those that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Only this topic.
    pub topic: Option<TopicId>,
    /// Only this level.
    pub level: Option<Level>,
    /// How many; at least one, and no more than match.
    pub count: usize,
}

impl Form {
    /// Whether a question may come in it.
    pub fn may_ask(&self, question: &Question) -> bool {
        self.draws.iter().any(|draw| draw.matches(question))
    }
}

impl Draw {
    /// Whether the draw is from among questions like this one.
    pub fn matches(&self, question: &Question) -> bool {
        self.topic.as_ref().is_none_or(|topic| *topic == question.topic)
            && (self.level.is_none() || self.level == question.level)
    }
}

/// A shorter cut of an exam: what its draws match, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its id.
    pub id: FormId,
    /// Its title; the exam's with the id where none is given.
    pub title: String,
    /// Its limit; the exam's where none is given.
    pub time_limit: Option<Millis>,
    /// At least one draw.
    pub draws: Vec<Draw>,
}

impl Exam {
    /// The question with this id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The form with this id.
    pub fn form(&self, id: &FormId) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == *id)
    }

    /// How many questions it asks, or one of its forms; `None` where it knows no such form.
    pub fn asks(&self, form: Option<&str>) -> Option<usize> {
        let drawn = |draws: &[Draw]| draws.iter().map(|draw| draw.count).sum::<usize>();
        if let Some(id) = form {
            return self.forms.iter().find(|form| form.id.as_str() == id).map(|form| drawn(&form.draws));
        }
        let is_drawn = |question: &&Question| self.draws.iter().any(|draw| draw.matches(question));
        Some(drawn(&self.draws) + self.questions.iter().filter(|of| !is_drawn(of)).count())
    }

    /// A topic's title, or its id where the exam does not know it.
    pub fn topic_title<'a>(&'a self, id: &'a TopicId) -> &'a str {
        self.topics.iter().find(|topic| topic.id == *id).map_or(id.as_str(), |topic| topic.title.as_str())
    }

    /// The snippets of a question: shared ones first, then its own.
    pub fn snippets_of<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = &'a Snippet> {
        let shared = question
            .uses
            .iter()
            .filter_map(|id| self.snippets.iter().find(|(known, _)| known == id).map(|(_, snippet)| snippet));
        shared.chain(&question.snippets)
    }
}
