//! The tables of an exam file and the keys that each knows: one list for reading, for suggestions and for documentation.

use super::model::Kind;

/// A table of the exam file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The keys before any table.
    Exam,
    /// `cuts`: its keys are the rungs of the ladder.
    Cuts,
    /// `shuffle`.
    Shuffle,
    /// `allow`: its keys are the names of warnings.
    Allow,
    /// `[scoring]`.
    Scoring,
    /// `[[topic]]`.
    Topic,
    /// `[[snippet]]`.
    Snippet,
    /// `[[draw]]`, and the draws of a form.
    Draw,
    /// `[[form]]`.
    Form,
    /// `[[question]]`.
    Question,
    /// `[[question.snippet]]`.
    QuestionSnippet,
    /// `[[question.option]]`.
    Choice,
    /// `[[question.entry]]`.
    Entry,
    /// `[[question.pair]]`.
    Pair,
    /// `[[question.left]]`, in papers.
    Left,
    /// `[[question.right]]`, in papers.
    Right,
    /// `[[question.criterion]]`.
    Criterion,
}

impl Section {
    /// All tables, outermost first.
    pub const ALL: [Self; 17] = [
        Self::Exam,
        Self::Cuts,
        Self::Shuffle,
        Self::Allow,
        Self::Scoring,
        Self::Topic,
        Self::Snippet,
        Self::Draw,
        Self::Form,
        Self::Question,
        Self::QuestionSnippet,
        Self::Choice,
        Self::Entry,
        Self::Pair,
        Self::Left,
        Self::Right,
        Self::Criterion,
    ];

    /// How the table is written in the file; for the outermost the words for its place.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Exam => "the top of the file",
            Self::Cuts => "`cuts`",
            Self::Shuffle => "`shuffle`",
            Self::Allow => "`allow`",
            Self::Scoring => "`[scoring]`",
            Self::Topic => "`[[topic]]`",
            Self::Snippet => "`[[snippet]]`",
            Self::Draw => "`[[draw]]`",
            Self::Form => "`[[form]]`",
            Self::Question => "`[[question]]`",
            Self::QuestionSnippet => "`[[question.snippet]]`",
            Self::Choice => "`[[question.option]]`",
            Self::Entry => "`[[question.entry]]`",
            Self::Pair => "`[[question.pair]]`",
            Self::Left => "`[[question.left]]`",
            Self::Right => "`[[question.right]]`",
            Self::Criterion => "`[[question.criterion]]`",
        }
    }

    /// The keys that the table knows; none where the file chooses them.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Exam => &[
                "format",
                "id",
                "title",
                "purpose",
                "crux",
                "intro",
                "goal",
                "recap",
                "notice",
                "authors",
                "license",
                "language",
                "tags",
                "minutes",
                "time_limit",
                "ladder",
                "cuts",
                "cuts_basis",
                "predict",
                "reveal",
                "navigation",
                "shuffle",
                "allow",
                "scoring",
                "topic",
                "snippet",
                "draw",
                "form",
                "question",
                "paper_of",
            ],
            Self::Cuts | Self::Allow => &[],
            Self::Shuffle => &["questions", "options"],
            Self::Scoring => &["partial", "wrong"],
            Self::Topic => &["id", "title"],
            Self::Snippet => &["id", "title", "language", "code"],
            Self::Draw => &["topic", "level", "count"],
            Self::Form => &["id", "title", "time_limit", "draw"],
            Self::Question => &[
                "id",
                "kind",
                "topic",
                "level",
                "points",
                "time_limit",
                "title",
                "uses",
                "prompt",
                "hint",
                "explanation",
                "follow_up",
                "snippet",
                "option",
                "answer",
                "heads_up",
                "accept",
                "normalize",
                "pattern",
                "tolerance",
                "unit",
                "entry",
                "pair",
                "distractors",
                "left",
                "right",
                "criterion",
                "sample",
            ],
            Self::QuestionSnippet => &["title", "language", "code"],
            Self::Choice => &["text", "correct", "heads_up", "credit", "id", "pin"],
            Self::Entry | Self::Left | Self::Right => &["text", "id"],
            Self::Pair => &["left", "right"],
            Self::Criterion => &["text", "points"],
        }
    }

    /// The key that is meant by a word of which other programs, or plain words, make one.
    pub fn meant(self, key: &str) -> Option<&'static str> {
        Some(match (self, key.to_ascii_lowercase().as_str()) {
            (Self::Question, "type") => "kind",
            (Self::Question, "options" | "choices" | "choice" | "answers") => "option",
            (Self::Question, "entries") => "entry",
            (Self::Exam, "questions") => "question",
            _ => return None,
        })
    }

    /// Which other table a key belongs to, the outermost first: a key written one table too late is the most usual slip.
    pub fn elsewhere(self, key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| *section != self && section.keys().contains(&key))
    }
}

/// The kinds of question that a key of `[[question]]` belongs to; empty for a key of every kind.
pub const fn kinds_of(key: &str) -> &'static [Kind] {
    match key.as_bytes() {
        b"option" => &[Kind::Single, Kind::Multiple],
        b"answer" => &[Kind::Boolean, Kind::Number],
        b"heads_up" => &[Kind::Boolean],
        b"accept" | b"normalize" | b"pattern" => &[Kind::Text],
        b"tolerance" | b"unit" => &[Kind::Number],
        b"entry" => &[Kind::Order],
        b"pair" | b"distractors" | b"left" | b"right" => &[Kind::Match],
        b"criterion" | b"sample" => &[Kind::Essay],
        _ => &[],
    }
}
