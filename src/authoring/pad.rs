//! A whole exam of what there is so far: what was not asked for yet is filled in, so that the parser can judge what was.

use super::draft::{Choice, Question, Topic, Way};
use super::step::Work;
use crate::exam::Kind;

/// A text that nobody types.
const FILLER: &str = "\u{2237} not written yet \u{2237}";
/// An id that nobody types.
const FILLER_ID: &str = "not-written-yet-0d1f2e";

/// Whether the lists of the open question may be filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lists {
    /// They go on: what they lack is filled in.
    GoOn,
    /// They are complete as they are.
    Complete,
}

impl Work {
    /// Fills in what is not there yet.
    pub(super) fn pad(&mut self, lists: Lists) {
        let draft = &mut self.draft;
        fill(&mut draft.title, FILLER);
        fill(&mut draft.id, FILLER_ID);
        for (place, topic) in draft.topics.iter_mut().enumerate() {
            fill(&mut topic.id, &format!("{FILLER_ID}-{place}"));
            fill(&mut topic.title, FILLER);
        }
        let first = draft.topics.first().map_or(FILLER_ID, |topic| topic.id.as_str()).to_owned();
        let open = &mut self.open;
        fill(&mut open.topic, &first);
        fill(&mut open.id, FILLER_ID);
        fill(&mut open.prompt, FILLER);
        for snippet in &mut open.snippets {
            fill(&mut snippet.code, FILLER);
        }
        pad_kind(open, lists);
    }
}

fn pad_kind(open: &mut Question, lists: Lists) {
    let go_on = lists == Lists::GoOn;
    match open.kind {
        Kind::Single | Kind::Multiple if go_on => {
            if !open.options.iter().any(|option| option.correct) {
                open.options.push(Choice { correct: true, ..Choice::wrong(FILLER) });
            }
            if open.options.len() < 2 {
                open.options.push(Choice::wrong(format!("{FILLER} either")));
            }
        }
        Kind::Single | Kind::Multiple | Kind::Boolean => {}
        Kind::Text => match open.way {
            Way::Accept if go_on && open.accept.is_empty() => open.accept.push(FILLER.to_owned()),
            Way::Accept => {}
            Way::Pattern => fill(&mut open.pattern, "x"),
        },
        Kind::Number => fill(&mut open.answer, "1"),
        Kind::Order => {
            while go_on && open.entries.len() < 2 {
                open.entries.push(format!("{FILLER} {}", open.entries.len()));
            }
        }
        Kind::Match => {
            while go_on && open.pairs.len() < 2 {
                let filler = format!("{FILLER} {}", open.pairs.len());
                open.pairs.push((filler.clone(), filler));
            }
            for (at, (left, right)) in open.pairs.iter_mut().enumerate() {
                fill(left, FILLER);
                fill(right, &format!("{FILLER} at {at}"));
            }
        }
        Kind::Essay => {
            if go_on && open.criteria.is_empty() {
                open.criteria.push((FILLER.to_owned(), String::new()));
            }
            for (_, points) in &mut open.criteria {
                fill(points, "1");
            }
        }
    }
}

impl Topic {
    /// A topic of that id and title.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into() }
    }
}

fn fill(slot: &mut String, filler: &str) {
    if slot.is_empty() {
        filler.clone_into(slot);
    }
}
