//! From the numbers of one stretch's texts to those of all files.

use super::super::cell::Cell;
use super::known::{AttemptKey, Dimension, Known};
use super::names::Name;
use super::runs::{Grouping, Key, Run};

/// A batch's numbers to those here.
pub(super) struct Maps {
    candidates: Vec<Name>,
    candidate_ids: Vec<Name>,
    exams: Vec<Name>,
    digests: Vec<Name>,
    ladders: Vec<Name>,
    attempts: Vec<Name>,
    topics: Vec<Name>,
    levels: Vec<Name>,
    kinds: Vec<Name>,
    /// Of questions.
    pub(super) questions: Vec<Name>,
}

impl Maps {
    /// Takes a batch's texts in.
    pub(super) fn new(known: &mut Known, own: &Known) -> Self {
        Self {
            candidates: known.candidates.take_in(&own.candidates),
            candidate_ids: known.candidate_ids.take_in(&own.candidate_ids),
            exams: known.exams.take_in(&own.exams),
            digests: known.digests.take_in(&own.digests),
            ladders: known.ladders.take_in(&own.ladders),
            attempts: known.attempts.take_in(&own.attempts),
            topics: known.topics.take_in(&own.topics),
            levels: known.levels.take_in(&own.levels),
            kinds: known.kinds.take_in(&own.kinds),
            questions: known.questions.take_in(&own.questions),
        }
    }

    /// Puts a run's numbers into those here.
    pub(super) fn translate(&self, run: &mut Run, cells: &mut [(Key, Cell)], groupings: &[Grouping]) {
        let to = |map: &[Name], name: Name| map.get(name as usize).copied().unwrap_or_default();
        let whose = &mut run.whose;
        if let AttemptKey::Other(name) = whose.attempt {
            whose.attempt = AttemptKey::Other(to(&self.attempts, name));
        }
        whose.candidate = to(&self.candidates, whose.candidate);
        whose.candidate_id = to(&self.candidate_ids, whose.candidate_id);
        whose.exam = to(&self.exams, whose.exam);
        whose.exam_digest = to(&self.digests, whose.exam_digest);
        whose.key_digest = to(&self.digests, whose.key_digest);
        whose.ladder = whose.ladder.map(|ladder| to(&self.ladders, ladder));
        for question in &mut run.dropped {
            *question = to(&self.questions, *question);
        }
        let along = |dimension| match dimension {
            Dimension::Topic => &self.topics,
            Dimension::Level => &self.levels,
            Dimension::Kind => &self.kinds,
            Dimension::Question => &self.questions,
        };
        for (key, _) in cells {
            let (first, second) = groupings[usize::from(key.grouping)];
            key.first = to(along(first), key.first);
            key.second = second.map_or(0, |second| to(along(second), key.second));
        }
    }
}
