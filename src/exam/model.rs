//! What an exam is, valid by construction: only `parse` makes these, and past it nothing asks whether an exam is well formed.
//!
//! A question has a *face* (what a candidate may see) and a *key* (what is right). A paper is an exam whose questions have no key.

use bigdecimal::BigDecimal;
use regex::Regex;

use super::digest::Digest;
use super::id::{ExamId, FormId, Level, PartId, QuestionId, SnippetId, TopicId};
use super::quantity::{Fraction, Millis, Points};

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

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Its topic.
    pub topic: TopicId,
    /// Its level; without one it counts in no level.
    pub level: Option<Level>,
    /// What it is worth; more than nothing.
    pub points: Points,
    /// How long it may be on screen, over all visits.
    pub time_limit: Option<Millis>,
    /// A title.
    pub title: Option<String>,
    /// Shared snippets, shown first.
    pub uses: Vec<SnippetId>,
    /// Its own snippets.
    pub snippets: Vec<Snippet>,
    /// The question (Markdown).
    pub prompt: String,
    /// What may be answered.
    pub face: Face,
    /// Kind-independent text that depends on the key: hint, explanation, follow-up.
    pub teaching: Teaching,
    /// What is right; `None` in a paper only.
    pub key: Option<Key>,
}

/// What is said about a question apart from its options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teaching {
    /// Offered in practice only.
    pub hint: Option<String>,
    /// Shown with the feedback, right or wrong (Markdown).
    pub explanation: Option<String>,
    /// What an interviewer asks next; shown in the debrief only.
    pub follow_up: Option<String>,
}

/// What may be answered, as a candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// One of these.
    Single(Vec<Choice>),
    /// Any of these, at least one.
    Multiple(Vec<Choice>),
    /// True or false.
    Boolean,
    /// One line of text.
    Text,
    /// A number.
    Number {
        /// What it is counted in.
        unit: Option<String>,
    },
    /// These, to be put in order; sorted by id (the file's order is the key).
    Order(Vec<Part>),
    /// One right for each left.
    Match {
        /// Left sides in file order.
        lefts: Vec<Part>,
        /// Right sides, distractors alike, sorted by id.
        rights: Vec<Part>,
    },
    /// Free text, marked by people.
    Essay,
}

/// The kind of a question, as named in the file and the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One of several options.
    Single,
    /// Any number of several options.
    Multiple,
    /// True or false.
    Boolean,
    /// One line of text.
    Text,
    /// A number.
    Number,
    /// An order.
    Order,
    /// Pairs.
    Match,
    /// Free text.
    Essay,
}

impl Kind {
    /// All kinds, in the order of the format's table.
    pub const ALL: [Self; 8] = [
        Self::Single,
        Self::Multiple,
        Self::Boolean,
        Self::Text,
        Self::Number,
        Self::Order,
        Self::Match,
        Self::Essay,
    ];

    /// The word for it in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Boolean => "boolean",
            Self::Text => "text",
            Self::Number => "number",
            Self::Order => "order",
            Self::Match => "match",
            Self::Essay => "essay",
        }
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Face {
    /// The kind of the question.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multiple(_) => Kind::Multiple,
            Self::Boolean => Kind::Boolean,
            Self::Text => Kind::Text,
            Self::Number { .. } => Kind::Number,
            Self::Order(_) => Kind::Order,
            Self::Match { .. } => Kind::Match,
            Self::Essay => Kind::Essay,
        }
    }

    /// The options of a single or multiple question; empty for other kinds.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Single(options) | Self::Multiple(options) => options,
            Self::Boolean
            | Self::Text
            | Self::Number { .. }
            | Self::Order(_)
            | Self::Match { .. }
            | Self::Essay => &[],
        }
    }
}

/// An option as a candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id; unique in the question.
    pub id: PartId,
    /// Its text (Markdown).
    pub text: String,
    /// Whether it keeps its place when options are shuffled.
    pub pin: Pin,
}

/// Whether an option keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// It keeps its place.
    Pinned,
    /// It moves.
    Free,
}

/// An entry of an order, or a side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its id; unique among its like.
    pub id: PartId,
    /// Its text.
    pub text: String,
}

/// What is right.
#[derive(Clone, Debug)]
pub enum Key {
    /// For each option, in the face's order; exactly one is right.
    Single(Vec<OptionKey>),
    /// For each option, in the face's order; at least one is right.
    Multiple(Vec<OptionKey>),
    /// True or false.
    Boolean {
        /// What is right.
        answer: Truth,
        /// Why the other is wrong.
        heads_up: Option<String>,
    },
    /// An accepted text or a pattern.
    Text(TextKey),
    /// A number with its tolerance.
    Number {
        /// What is right.
        answer: BigDecimal,
        /// How far off still counts.
        tolerance: Tolerance,
    },
    /// The right order.
    Order(Vec<PartId>),
    /// Left and right that belong together, in file order.
    Match(Vec<(PartId, PartId)>),
    /// The rubric.
    Essay {
        /// At least one.
        criteria: Vec<Criterion>,
        /// A model answer.
        sample: Option<String>,
    },
}

/// True or false, as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// True.
    True,
    /// False.
    False,
}

impl Truth {
    /// `true` or `false`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
        }
    }
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// What the key says of one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionKey {
    /// Right, wrong, or in between.
    pub merit: Merit,
    /// Why it is wrong (or, on a right one, why it is right).
    pub heads_up: Option<String>,
}

/// What choosing an option earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// All of it.
    Right,
    /// A part: it works, but is not what comes first. More than 0, less than 1.
    Credit(Fraction),
    /// Nothing.
    Wrong,
}

/// What texts are accepted.
#[derive(Clone, Debug)]
pub enum TextKey {
    /// One of these, after normalisation. At least one.
    Accept {
        /// The texts as written in the file.
        texts: Vec<String>,
        /// What is made the same before comparing.
        normalize: Normalize,
    },
    /// A pattern that the whole trimmed answer must match: the source as written, and the compiled, anchored form.
    Pattern {
        /// As written.
        source: String,
        /// Anchored at both ends.
        regex: Regex,
    },
}

/// What is made the same before texts are compared. NFC and trimming always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Normalize {
    /// Full case folding.
    pub case: bool,
    /// Runs of white space become one space.
    pub space: bool,
    /// Combining marks are dropped.
    pub accents: bool,
}

impl Default for Normalize {
    fn default() -> Self {
        Self { case: true, space: true, accents: false }
    }
}

/// How far off a number may be, inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// In the answer's own unit; 0 for exact.
    Absolute(BigDecimal),
    /// Percent of the right answer.
    Percent(BigDecimal),
}

/// One line of an essay's rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// What is looked for.
    pub text: String,
    /// What it is worth.
    pub points: Points,
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
