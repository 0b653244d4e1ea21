//! The texts of rows by what they are, each as a number.

use std::hash::{Hash, Hasher};

use uuid::Uuid;

use super::names::{Name, Names};

/// What a question is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Its topic.
    Topic,
    /// Its level.
    Level,
    /// Its kind.
    Kind,
    /// Itself.
    Question,
}

/// Texts by what they are.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Candidates, their letters composed.
    pub candidates: Names,
    /// Candidate ids.
    pub candidate_ids: Names,
    /// Exams.
    pub exams: Names,
    /// Digests, of exams and of keys.
    pub digests: Names,
    /// Ladders.
    pub ladders: Names,
    /// Attempts whose ids are no UUIDs.
    pub attempts: Names,
    /// Topics.
    pub topics: Names,
    /// Levels.
    pub levels: Names,
    /// Kinds.
    pub kinds: Names,
    /// Questions.
    pub questions: Names,
}

impl Known {
    /// The texts of a dimension.
    pub const fn along(&self, dimension: Dimension) -> &Names {
        match dimension {
            Dimension::Topic => &self.topics,
            Dimension::Level => &self.levels,
            Dimension::Kind => &self.kinds,
            Dimension::Question => &self.questions,
        }
    }

    /// The key of an attempt's id, if it is known or a number by itself.
    pub(super) fn attempt(&self, id: &str) -> Option<AttemptKey> {
        uuid(id).map(AttemptKey::Uuid).or_else(|| self.attempts.find(id.as_bytes()).map(AttemptKey::Other))
    }
}

/// An attempt's id: as a number where it is a UUID, else by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptKey {
    /// A UUID with hyphens; large letters and small ones are the same.
    Uuid(Uuid),
    /// The number of any other text.
    Other(Name),
}

impl Hash for AttemptKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Uuid(uuid) => state.write_u128(uuid.as_u128()),
            Self::Other(name) => state.write_u32(*name),
        }
    }
}

/// Reads a UUID with hyphens, in letters of any size.
pub(super) fn uuid(text: &str) -> Option<Uuid> {
    if text.len() != 36 {
        return None;
    }
    Uuid::try_parse(text).ok()
}

/// An attempt's id as text.
pub fn attempt_id(known: &Known, attempt: AttemptKey) -> String {
    match attempt {
        AttemptKey::Uuid(uuid) => uuid.to_string(),
        AttemptKey::Other(name) => known.attempts.text(name).to_owned(),
    }
}
