//! What the author has said so far, as it was typed: texts, most of them, for the parser to judge. An empty text was not given.

use crate::exam::{Fraction, Kind, Purpose, default};

/// An exam in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// About how long it takes.
    pub minutes: String,
    /// How long it may take.
    pub time_limit: String,
    /// Its levels, lowest first; none for the format's own.
    pub ladder: Vec<String>,
    /// The cuts that were said, by level.
    pub cuts: Vec<(String, String)>,
    /// Where the cuts come from.
    pub cuts_basis: String,
    /// Warnings silenced: name and reason.
    pub allow: Vec<(String, String)>,
    /// Its topics.
    pub topics: Vec<Topic>,
    /// Its questions, all of them complete.
    pub questions: Vec<Question>,
    /// Questions that were left half written, as TOML: they stay in the file as comments.
    pub unfinished: Vec<String>,
}

/// A topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A question of any kind: what was said for one kind is kept while another is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its kind.
    pub kind: Kind,
    /// The id of its topic.
    pub topic: String,
    /// Its level.
    pub level: String,
    /// Its title.
    pub title: String,
    /// The question.
    pub prompt: String,
    /// Its id.
    pub id: String,
    /// What is shown first.
    pub snippets: Vec<Snippet>,
    /// Options of a single or multiple question.
    pub options: Vec<Choice>,
    /// What is right of a boolean question.
    pub truth: bool,
    /// Why the other is wrong.
    pub why: String,
    /// How a text is accepted.
    pub way: Way,
    /// Accepted texts.
    pub accept: Vec<String>,
    /// What an accepted text matches.
    pub pattern: String,
    /// The right number.
    pub answer: String,
    /// How far off it may be.
    pub tolerance: String,
    /// What it is counted in.
    pub unit: String,
    /// Entries in the right order.
    pub entries: Vec<String>,
    /// Left and right sides that belong together.
    pub pairs: Vec<(String, String)>,
    /// Right sides that belong to none.
    pub distractors: Vec<String>,
    /// The rubric of an essay: what is looked for, and what it is worth.
    pub criteria: Vec<(String, String)>,
    /// A model answer.
    pub sample: String,
    /// Shown with the feedback.
    pub explanation: String,
    /// What an interviewer asks next.
    pub follow_up: String,
    /// Offered in practice.
    pub hint: String,
    /// What it is worth.
    pub points: String,
}

/// A question that was left half written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// What there is of it.
    pub question: Question,
    /// The topic that came with it, if the exam does not have it otherwise.
    pub topic: Option<Topic>,
}

/// How the answer to a text question is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// With texts that are accepted.
    #[default]
    Accept,
    /// With a pattern.
    Pattern,
}

/// A snippet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The file it was read from; no key of the exam.
    pub file: String,
    /// Its text.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
}

/// An option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its text.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// Why it is wrong, or right.
    pub heads_up: String,
    /// The share of the points that it earns though it is wrong.
    pub credit: String,
}

impl Draft {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            title: String::new(),
            id: String::new(),
            purpose: Purpose::Exam,
            minutes: String::new(),
            time_limit: String::new(),
            ladder: Vec::new(),
            cuts: Vec::new(),
            cuts_basis: String::new(),
            allow: Vec::new(),
            topics: Vec::new(),
            questions: Vec::new(),
            unfinished: Vec::new(),
        }
    }

    /// Its levels, lowest first.
    pub fn levels(&self) -> Vec<String> {
        if self.ladder.is_empty() {
            default::ladder().iter().map(ToString::to_string).collect()
        } else {
            self.ladder.clone()
        }
    }

    /// The cut of the n-th level as it was said, or the format's own.
    pub fn cut(&self, rung: usize) -> String {
        let level = self.levels().get(rung).cloned().unwrap_or_default();
        let said = self.cuts.iter().find(|(known, _)| *known == level);
        said.map_or_else(|| default::cut(rung).with_two_places(), |(_, cut)| cut.clone())
    }

    /// The cuts to be written, one for each level: where they differ from the format's own, or somebody stands for them.
    pub fn written_cuts(&self) -> Vec<(String, String)> {
        let levels = self.levels();
        let cuts = levels.iter().enumerate().map(|(rung, level)| (level.clone(), self.cut(rung)));
        let own =
            |(rung, (_, cut)): (usize, &(String, String))| Fraction::parse(cut) == Some(default::cut(rung));
        let cuts: Vec<_> = cuts.collect();
        let said = levels.iter().any(|level| self.cuts.iter().any(|(known, _)| known == level));
        let is_written = said && (!self.cuts_basis.is_empty() || !cuts.iter().enumerate().all(own));
        if is_written { cuts } else { Vec::new() }
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

impl Question {
    /// A blank one.
    pub fn new() -> Self {
        Self {
            kind: Kind::Single,
            topic: String::new(),
            level: String::new(),
            title: String::new(),
            prompt: String::new(),
            id: String::new(),
            snippets: Vec::new(),
            options: Vec::new(),
            truth: true,
            why: String::new(),
            way: Way::Accept,
            accept: Vec::new(),
            pattern: String::new(),
            answer: String::new(),
            tolerance: String::new(),
            unit: String::new(),
            entries: Vec::new(),
            pairs: Vec::new(),
            distractors: Vec::new(),
            criteria: Vec::new(),
            sample: String::new(),
            explanation: String::new(),
            follow_up: String::new(),
            hint: String::new(),
            points: String::new(),
        }
    }
}

impl Default for Question {
    fn default() -> Self {
        Self::new()
    }
}
