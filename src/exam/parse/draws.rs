//! Draws: how many questions each can reach, and whether two reach the same. Near-linear in questions and draws.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::known::{self, Known};
use crate::exam::id::{Level, TopicId};
use crate::exam::model::Draw;
use crate::exam::problem::Fault;
use crate::exam::raw::{self, Located, Read, Sink, Table};

/// What is expected of a count.
const COUNT: &str = "a whole number of at least 1";

/// Topics and levels of a whole exam, as far as draws ask for them.
#[derive(Debug, Default)]
pub(super) struct Places<'q> {
    /// How many questions there are for each topic and level, and the first of them.
    cells: HashMap<Selector<'q>, (usize, &'q str)>,
    /// The levels that occur with a topic.
    levels: HashMap<&'q str, Vec<&'q str>>,
    /// The topics that occur with a level.
    topics: HashMap<&'q str, Vec<&'q str>>,
}

/// A topic and a level, each of them or any.
type Selector<'q> = (Option<&'q str>, Option<&'q str>);

impl<'q> Places<'q> {
    /// Counts questions: id, topic, level.
    pub(super) fn new(questions: impl Iterator<Item = (&'q str, &'q str, Option<&'q str>)>) -> Self {
        let mut places = Self::default();
        for (id, topic, level) in questions {
            if let Some(level) = level {
                if !places.cells.contains_key(&(Some(topic), Some(level))) {
                    places.levels.entry(topic).or_default().push(level);
                    places.topics.entry(level).or_default().push(topic);
                }
                places.count((Some(topic), Some(level)), id);
                places.count((None, Some(level)), id);
            }
            places.count((Some(topic), None), id);
            places.count((None, None), id);
        }
        places
    }

    fn count(&mut self, selector: Selector<'q>, id: &'q str) {
        self.cells.entry(selector).or_insert((0, id)).0 += 1;
    }

    /// How many questions a draw matches.
    fn matching(&self, selector: Selector<'_>) -> usize {
        self.cells.get(&selector).map_or(0, |(count, _)| *count)
    }

    /// Reports draws that ask for more than there is, and those that match what an earlier one of the same list matches.
    pub(super) fn check(&self, draws: &[Located<Draw>], sink: &mut Sink<'_>) -> Read<()> {
        let mut earlier: BTreeMap<Selector<'_>, Range<usize>> = BTreeMap::new();
        let mut read = Ok(());
        for draw in draws {
            let selector = (
                draw.value.topic.as_ref().map(TopicId::as_str),
                draw.value.level.as_ref().map(Level::as_str),
            );
            let matching = self.matching(selector);
            if draw.value.count > matching {
                let fault = Fault::UnreachableDraw { count: draw.value.count as u64, matching };
                read = Err(sink.add(fault, draw.span.clone()));
            }
            if let Some((question, first)) = self.shared(selector, &earlier) {
                let fault = Fault::OverlappingDraws { question: question.to_owned() };
                read = Err(sink.add_second(fault, draw.span.clone(), first));
            }
            earlier.entry(selector).or_insert_with(|| draw.span.clone());
        }
        read
    }

    /// A question that a draw and an earlier one match, and where the earlier is.
    fn shared(
        &self,
        selector: Selector<'_>,
        earlier: &BTreeMap<Selector<'_>, Range<usize>>,
    ) -> Option<(&'q str, Range<usize>)> {
        if earlier.is_empty() {
            return None;
        }
        let both = |cell: Selector<'_>, other: Selector<'_>| {
            let question = self.cells.get(&cell)?.1;
            Some((question, earlier.get(&other)?.clone()))
        };
        let wider = |(topic, level): Selector<'_>| {
            [(topic, level), (topic, None), (None, level), (None, None)]
                .into_iter()
                .find_map(|other| both((topic, level), other))
        };
        let nothing = Vec::new();
        wider(selector).or_else(|| match selector {
            (Some(_), Some(_)) => None,
            (Some(topic), None) => {
                let levels = self.levels.get(topic).unwrap_or(&nothing);
                levels.iter().find_map(|level| wider((Some(topic), Some(level))))
            }
            (None, Some(level)) => {
                let topics = self.topics.get(level).unwrap_or(&nothing);
                topics.iter().find_map(|topic| wider((Some(topic), Some(level))))
            }
            (None, None) => earlier.keys().find_map(|other| both(*other, *other)),
        })
    }
}

/// Reads a list of draws.
pub(super) fn read(
    tables: Vec<Table<'_>>,
    topics: Option<&Known>,
    levels: Option<&Known>,
    sink: &mut Sink<'_>,
) -> Read<Vec<Located<Draw>>> {
    let mut draws = Ok(Vec::with_capacity(tables.len()));
    for table in tables {
        let draw = draw(table, topics, levels, sink);
        raw::push(&mut draws, draw);
    }
    draws
}

fn draw(
    mut table: Table<'_>,
    topics: Option<&Known>,
    levels: Option<&Known>,
    sink: &mut Sink<'_>,
) -> Read<Located<Draw>> {
    let span = table.span.clone();
    let topic = table.take("topic").map(|item| {
        let text = item.text(sink)?;
        known::name(text, topics, TopicId::new, sink)
    });
    let level = table.take("level").map(|item| {
        let text = item.text(sink)?;
        known::name(text, levels, Level::new, sink)
    });
    let count = table.need("count", sink).and_then(|item| item.whole(COUNT, sink)).and_then(|count| {
        usize::try_from(count.value)
            .ok()
            .filter(|value| *value > 0)
            .ok_or_else(|| raw::out_of_range("count", COUNT, count.span, sink))
    });
    table.finish(sink)?;
    let draw = Draw { topic: topic.transpose()?, level: level.transpose()?, count: count? };
    Ok(Located { value: draw, span })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOPICS: [&str; 3] = ["s", "t", "u"];
    const LEVELS: [&str; 3] = ["one", "two", "three"];

    fn some(names: [&'static str; 3], at: usize) -> Option<&'static str> {
        names.get(at).copied()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn draws_are_judged_as_if_each_were_held_against_each_question(
            questions in prop::collection::vec((0..3_usize, 0..4_usize), 0..8),
            draws in prop::collection::vec((0..4_usize, 0..4_usize, 1..4_usize), 0..5),
        ) {
            let questions: Vec<_> = questions.iter().map(|(topic, level)| (TOPICS[*topic], some(LEVELS, *level))).collect();
            let draws: Vec<Located<Draw>> = draws
                .iter()
                .enumerate()
                .map(|(at, (topic, level, count))| Located {
                    value: Draw {
                        topic: some(TOPICS, *topic).and_then(TopicId::new),
                        level: some(LEVELS, *level).and_then(Level::new),
                        count: *count,
                    },
                    span: at..at,
                })
                .collect();
            let matches = |draw: &Draw, (topic, level): &(&str, Option<&str>)| {
                draw.topic.as_ref().is_none_or(|known| known.as_str() == *topic)
                    && draw.level.as_ref().is_none_or(|known| Some(known.as_str()) == *level)
            };
            let mut expected = Vec::new();
            for (at, draw) in draws.iter().enumerate() {
                let matching = questions.iter().filter(|question| matches(&draw.value, question)).count();
                if draw.value.count > matching {
                    expected.push((at, "unreachable-draw"));
                }
                let both = |other: &Located<Draw>| {
                    questions.iter().any(|one| matches(&draw.value, one) && matches(&other.value, one))
                };
                if draws[..at].iter().any(both) {
                    expected.push((at, "overlapping-draws"));
                }
            }
            let places = Places::new(questions.iter().map(|(topic, level)| ("q", *topic, *level)));
            let mut sink = Sink::new("");
            let read = places.check(&draws, &mut sink);
            let found: Vec<_> =
                sink.into_problems().iter().map(|problem| (problem.span.start, problem.fault.name())).collect();
            prop_assert_eq!(read.is_ok(), expected.is_empty());
            prop_assert_eq!(found, expected);
        }
    }
}
