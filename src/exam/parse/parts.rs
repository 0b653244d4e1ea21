//! Questions made of parts: options, entries, pairs.

use std::ops::Range;

use super::{Mode, front, kind::Answerable, number};
use crate::exam::default;
use crate::exam::id::PartId;
use crate::exam::model::{Choice, Face, Key, Kind, Merit, OptionKey, Part, Pin};
use crate::exam::problem::{Bound, Fault};
use crate::exam::quantity::Fraction;
use crate::exam::raw::{self, Item, Located, Read, Sink, Table};
use crate::exam::section::Section;

/// Reports too few or too many tables.
pub(super) fn bounded(
    section: Section,
    bound: Bound,
    tables: &[Table<'_>],
    least: usize,
    question: &Range<usize>,
    sink: &mut Sink<'_>,
) -> Read<()> {
    if tables.len() < least {
        let fault = Fault::TooFew { section, found: tables.len(), least };
        return Err(sink.add(fault, question.clone()));
    }
    match tables.get(bound.most()) {
        Some(table) => Err(sink.add(Fault::TooMuch(bound, tables.len()), table.span.clone())),
        None => Ok(()),
    }
}

/// Parts of one sort: neither a text nor an id twice. There are at most 64, so that looking through all beats hashing.
#[derive(Debug)]
struct Parts {
    what: &'static str,
    texts: Vec<(String, Range<usize>)>,
    ids: Vec<(PartId, Range<usize>)>,
}

impl Parts {
    const fn new(what: &'static str) -> Self {
        Self { what, texts: Vec::new(), ids: Vec::new() }
    }

    /// Adds a part with the id of the file or, by default, one made of its text.
    fn part(
        &mut self,
        text: Located<String>,
        id: Option<Located<PartId>>,
        sink: &mut Sink<'_>,
    ) -> Read<Part> {
        let made = id.is_none();
        let span = text.span.clone();
        let id = id.unwrap_or_else(|| Located { value: default::part_id(&text.value), span: span.clone() });
        self.text(&text, sink)?;
        let named = id.value.clone();
        self.id(id, made, sink)?;
        Ok(Part { id: named, text: text.value })
    }

    fn text(&mut self, text: &Located<String>, sink: &mut Sink<'_>) -> Read<()> {
        let trimmed = text.value.trim();
        if let Some((_, first)) = self.texts.iter().find(|(known, _)| known == trimmed) {
            let fault = Fault::DuplicateText(self.what);
            return Err(sink.add_second(fault, text.span.clone(), first.clone()));
        }
        self.texts.push((trimmed.to_owned(), text.span.clone()));
        Ok(())
    }

    fn id(&mut self, id: Located<PartId>, made: bool, sink: &mut Sink<'_>) -> Read<()> {
        if let Some((_, first)) = self.ids.iter().find(|(known, _)| *known == id.value) {
            let (first, text) = (first.clone(), id.value.to_string());
            let fault = if made {
                Fault::DuplicateHash { what: self.what, id: text }
            } else {
                Fault::DuplicateId { what: self.what, id: text }
            };
            return Err(sink.add_second(fault, id.span, first));
        }
        self.ids.push((id.value, id.span));
        Ok(())
    }
}

/// An `id` that may be absent.
fn part_id(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Option<Located<PartId>>> {
    let Some(item) = table.take("id") else { return Ok(None) };
    let text = item.text(sink)?;
    let span = text.span.clone();
    Ok(Some(Located { value: front::id(text, PartId::new, sink)?, span }))
}

/// One option as the file has it.
struct OptionRead {
    choice: Choice,
    key: OptionKey,
    /// Where it says that it is right.
    right: Option<Range<usize>>,
}

/// Options of a single or multiple question.
pub(super) fn options(
    table: &mut Table<'_>,
    kind: Kind,
    mode: Mode,
    sink: &mut Sink<'_>,
) -> Read<Answerable> {
    let question = table.span.clone();
    let tables = table.tables("option", Section::Choice, sink)?;
    bounded(Section::Choice, Bound::Parts("options"), &tables, 2, &question, sink)?;
    let mut parts = Parts::new("option");
    let mut options = Ok(Vec::with_capacity(tables.len()));
    for (place, table) in tables.into_iter().enumerate() {
        let option = option(table, place, kind, mode, &mut parts, sink);
        raw::push(&mut options, option);
    }
    let options: Vec<OptionRead> = options?;
    if mode == Mode::Exam {
        let mut right = options.iter().filter_map(|option| option.right.clone());
        let Some(first) = right.next() else {
            return Err(sink.add(Fault::NoneRight(kind), question));
        };
        if kind == Kind::Single
            && let Some(second) = right.next()
        {
            return Err(sink.add_second(Fault::SecondRight, second, first));
        }
    }
    let (choices, keys): (Vec<Choice>, Vec<OptionKey>) =
        options.into_iter().map(|option| (option.choice, option.key)).unzip();
    let (face, key) = if kind == Kind::Single {
        (Face::Single(choices), Key::Single(keys))
    } else {
        (Face::Multiple(choices), Key::Multiple(keys))
    };
    Ok((face, (mode == Mode::Exam).then_some(key)))
}

fn option(
    mut table: Table<'_>,
    place: usize,
    kind: Kind,
    mode: Mode,
    parts: &mut Parts,
    sink: &mut Sink<'_>,
) -> Read<OptionRead> {
    let header = table.span.clone();
    let text = table.need_text("text", sink);
    let id = part_id(&mut table, sink);
    let pinned = table.boolean("pin", sink);
    let key = match mode {
        Mode::Exam => option_key(&mut table, kind, sink),
        Mode::Paper => Ok((OptionKey { merit: Merit::Wrong, heads_up: None }, None)),
    };
    let known = finish(table, mode, sink);
    let id = id.and_then(|id| {
        let id = id.unwrap_or(Located { value: default::option_id(place), span: header });
        let value = id.value.clone();
        parts.id(id, false, sink).map(|()| value)
    });
    let text = text.and_then(|text| parts.text(&text, sink).map(|()| text.value));
    known?;
    let pin = if pinned? == Some(true) { Pin::Pinned } else { Pin::Free };
    let (key, right) = key?;
    Ok(OptionRead { choice: Choice { id: id?, text: text?, pin }, key, right })
}

/// What an option earns and why, and where it says that it is right.
fn option_key(
    table: &mut Table<'_>,
    kind: Kind,
    sink: &mut Sink<'_>,
) -> Read<(OptionKey, Option<Range<usize>>)> {
    let heads_up = table.text("heads_up", sink);
    let correct = match table.take("correct") {
        Some(item) => {
            let span = item.span.clone();
            item.boolean(sink).map(|correct| correct.then_some(span))
        }
        None => Ok(None),
    };
    let credit = table.take("credit").map(|item| (item.key_span.clone(), credit(item, sink)));
    let (heads_up, correct) = (heads_up?, correct?);
    let merit = match (credit, &correct) {
        (None, Some(_)) => Merit::Right,
        (None, None) => Merit::Wrong,
        (Some((span, _)), _) if kind == Kind::Multiple => {
            return Err(sink.add(Fault::CreditOnMultiple, span));
        }
        (Some((span, _)), Some(right)) => {
            return Err(sink.add_second(Fault::CreditOnRight, span, right.clone()));
        }
        (Some((_, credit)), None) => Merit::Credit(credit?),
    };
    Ok((OptionKey { merit, heads_up }, correct))
}

fn credit(item: Item<'_>, sink: &mut Sink<'_>) -> Read<Fraction> {
    let literal = item.number(number::CREDIT, sink)?;
    number::fraction(&literal.value)
        .filter(|credit| (1..10_000).contains(&credit.ten_thousandths()))
        .ok_or_else(|| raw::out_of_range("credit", number::CREDIT, literal.span, sink))
}

/// Reports what is left of an option: in a paper, what says something of the key.
fn finish(mut table: Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<()> {
    let mut read = Ok(());
    if mode == Mode::Paper {
        for key in ["correct", "heads_up", "credit"] {
            if let Some(item) = table.take(key) {
                read = Err(sink.add(Fault::KeyInPaper(key.to_owned()), item.key_span));
            }
        }
    }
    table.finish(sink).and(read)
}

/// Entries of an order: in an exam written in the right one.
pub(super) fn order(table: &mut Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<Answerable> {
    let entries = listed(table, "entry", Section::Entry, ("entry", "entries"), 2, sink)?;
    let key = match mode {
        Mode::Exam => Some(Key::Order(entries.iter().map(|entry| entry.id.clone()).collect())),
        Mode::Paper => None,
    };
    Ok((Face::Order(sorted(entries)), key))
}

/// Both sides of a match as a paper has them.
pub(super) fn sides(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Answerable> {
    let lefts = listed(table, "left", Section::Left, ("left side", "left sides"), 2, sink);
    let least = lefts.as_ref().map_or(2, Vec::len);
    let rights = listed(table, "right", Section::Right, ("right side", "right sides"), least, sink);
    Ok((Face::Match { lefts: lefts?, rights: sorted(rights?) }, None))
}

fn listed(
    table: &mut Table<'_>,
    key: &str,
    section: Section,
    (one, many): (&'static str, &'static str),
    least: usize,
    sink: &mut Sink<'_>,
) -> Read<Vec<Part>> {
    let question = table.span.clone();
    let tables = table.tables(key, section, sink)?;
    bounded(section, Bound::Parts(many), &tables, least, &question, sink)?;
    let mut parts = Parts::new(one);
    let mut list = Ok(Vec::with_capacity(tables.len()));
    for mut table in tables {
        let text = table.need_text("text", sink);
        let id = part_id(&mut table, sink);
        let rest = table.finish(sink);
        let part = text.and_then(|text| parts.part(text, id?, sink)).and_then(|part| rest.map(|()| part));
        raw::push(&mut list, part);
    }
    list
}

/// Pairs of a match with their distractors.
pub(super) fn pairs(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Answerable> {
    let question = table.span.clone();
    let tables = table.tables("pair", Section::Pair, sink);
    let distractors = table.texts("distractors", sink);
    let (tables, distractors) = (tables?, distractors?);
    bounded(Section::Pair, Bound::Parts("pairs"), &tables, 2, &question, sink)?;
    let sides = tables.len() + distractors.len();
    let bound = Bound::Parts("right sides");
    if sides > bound.most() {
        return Err(sink.add(Fault::TooMuch(bound, sides), question));
    }
    let (mut left_parts, mut right_parts) = (Parts::new("left side"), Parts::new("right side"));
    let mut lefts = Ok(Vec::with_capacity(tables.len()));
    let mut rights = Ok(Vec::with_capacity(sides));
    for mut table in tables {
        let left = table.need_text("left", sink).and_then(|text| left_parts.part(text, None, sink));
        let right = table.need_text("right", sink).and_then(|text| right_parts.part(text, None, sink));
        if let Err(reported) = table.finish(sink) {
            raw::push(&mut lefts, Err(reported));
        }
        raw::push(&mut lefts, left);
        raw::push(&mut rights, right);
    }
    for text in distractors {
        let right = right_parts.part(text, None, sink);
        raw::push(&mut rights, right);
    }
    let (lefts, rights) = (lefts?, rights?);
    let ids = |parts: &[Part]| parts.iter().map(|part| part.id.clone()).collect::<Vec<_>>();
    let key = ids(&lefts).into_iter().zip(ids(&rights)).collect();
    Ok((Face::Match { lefts, rights: sorted(rights) }, Some(Key::Match(key))))
}

/// By id, so that nothing follows from their order.
fn sorted(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|one, other| one.id.cmp(&other.id));
    parts
}
