//! What there is so far: how many questions, and which levels and topics lack some.

use super::draft::Draft;

/// The fewest questions at a level that can tell it from another.
pub const ENOUGH: usize = 10;

/// What there is so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many questions.
    pub questions: usize,
    /// How many at each level, lowest first.
    pub levels: Vec<(String, usize)>,
    /// How many without a level.
    pub without: usize,
    /// The titles of topics without questions.
    pub bare_topics: Vec<String>,
}

impl Standing {
    /// Counts.
    pub fn of(draft: &Draft) -> Self {
        let at = |level: &str| draft.questions.iter().filter(|question| question.level == level).count();
        let levels = draft.levels().into_iter().map(|level| {
            let count = at(&level);
            (level, count)
        });
        let bare = |id: &str| !draft.questions.iter().any(|question| question.topic == id);
        let bare_topics =
            draft.topics.iter().filter(|topic| bare(&topic.id)).map(|topic| topic.title.clone());
        Self {
            questions: draft.questions.len(),
            levels: levels.collect(),
            without: at(""),
            bare_topics: bare_topics.collect(),
        }
    }
}
