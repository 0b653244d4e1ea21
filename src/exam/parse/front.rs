//! What stands above the questions: titles and texts, rules, topics, shared snippets.

use std::collections::HashMap;
use std::ops::Range;

use super::known::Known;
use super::{Mode, number};
use crate::exam::default;
use crate::exam::id::{SnippetId, TopicId};
use crate::exam::model::{
    Arrangement, Navigation, Partial, Predict, Purpose, Reveal, ScoringRule, Shuffle, Snippet, Topic,
};
use crate::exam::problem::{Fault, WarningName};
use crate::exam::quantity::{Fraction, Millis};
use crate::exam::raw::{self, Item, Located, Read, Sink, Table};
use crate::exam::section::Section;

/// What is expected of `minutes`.
const MINUTES: &str = "a whole number from 1 to 100000";
/// The longest limit: a clock can be added to it without overflow.
const LONGEST: Millis = Millis(1_000 * 3_600_000);

/// Titles and texts.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) crux: Option<String>,
    pub(super) intro: Option<String>,
    pub(super) goal: Option<String>,
    pub(super) recap: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) license: Option<String>,
    pub(super) language: String,
    pub(super) tags: Vec<String>,
}

impl Texts {
    pub(super) fn read(table: &mut Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<Self> {
        let crux = table.text("crux", sink);
        let intro = table.text("intro", sink);
        let goal = table.text("goal", sink);
        let recap = of_key(table, "recap", mode, sink);
        let notice = table.text("notice", sink);
        let authors = table.texts("authors", sink);
        let license = table.text("license", sink);
        let language = table.text("language", sink);
        let tags = table.texts("tags", sink);
        Ok(Self {
            crux: crux?,
            intro: intro?,
            goal: goal?,
            recap: recap?,
            notice: notice?,
            authors: values(authors?),
            license: license?,
            language: language?.unwrap_or_else(|| default::LANGUAGE.to_owned()),
            tags: values(tags?),
        })
    }
}

/// How the exam is sat and scored.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) purpose: Purpose,
    pub(super) minutes: Option<u32>,
    pub(super) time_limit: Option<Millis>,
    pub(super) predict: Predict,
    pub(super) reveal: Reveal,
    pub(super) navigation: Navigation,
    pub(super) shuffle: Shuffle,
    pub(super) allow: Vec<(String, String)>,
    pub(super) scoring: ScoringRule,
}

impl Rules {
    pub(super) fn read(table: &mut Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<Self> {
        let purposes = [("exam", Purpose::Exam), ("lesson", Purpose::Lesson)];
        let purpose = word(table, "purpose", &purposes, sink);
        let minutes = minutes(table, sink);
        let time_limit = time_limit(table, sink);
        let predict = table.boolean("predict", sink);
        let reveals = [("nothing", Reveal::Nothing), ("score", Reveal::Score), ("answers", Reveal::Answers)];
        let reveal = word(table, "reveal", &reveals, sink);
        let navigations = [("free", Navigation::Free), ("linear", Navigation::Linear)];
        let navigation = word(table, "navigation", &navigations, sink);
        let shuffle = shuffle(table, sink);
        let allow = allow(table, mode, sink);
        let scoring = scoring(table, sink);
        Ok(Self {
            purpose: purpose?.unwrap_or(Purpose::Exam),
            minutes: minutes?,
            time_limit: time_limit?,
            predict: if predict? == Some(true) { Predict::Ask } else { Predict::Skip },
            reveal: reveal?.unwrap_or(Reveal::Nothing),
            navigation: navigation?.unwrap_or(Navigation::Free),
            shuffle: shuffle?,
            allow: allow?,
            scoring: scoring?,
        })
    }
}

fn minutes(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Option<u32>> {
    let Some(item) = table.take("minutes") else { return Ok(None) };
    let minutes = item.whole(MINUTES, sink)?;
    match u32::try_from(minutes.value) {
        Ok(value @ 1..=100_000) => Ok(Some(value)),
        Ok(_) | Err(_) => Err(raw::out_of_range("minutes", MINUTES, minutes.span, sink)),
    }
}

fn shuffle(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Shuffle> {
    let arranged = |shuffled| if shuffled { Arrangement::Shuffled } else { Arrangement::AsWritten };
    let (questions, options) = match table.table("shuffle", Section::Shuffle, sink)? {
        Some(mut table) => {
            let questions = table.boolean("questions", sink);
            let options = table.boolean("options", sink);
            table.finish(sink)?;
            (questions?, options?)
        }
        None => (None, None),
    };
    Ok(Shuffle {
        questions: arranged(questions.unwrap_or(false)),
        options: arranged(options.unwrap_or(true)),
    })
}

fn allow(table: &mut Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<Vec<(String, String)>> {
    let Some(item) = table.take("allow") else { return Ok(Vec::new()) };
    if mode == Mode::Paper {
        return Err(sink.add(Fault::KeyInPaper(item.key.to_string()), item.key_span));
    }
    let mut allowed = Ok(Vec::new());
    for item in item.table(Section::Allow, sink)?.rest() {
        let name = item.key.to_string();
        let one = if WarningName::from_word(&name).is_some() {
            item.text(sink).map(|reason| (name, reason.value))
        } else {
            let near = sink.near(&name, WarningName::words());
            Err(sink.add(Fault::NotAllowable { found: name, near }, item.key_span))
        };
        raw::push(&mut allowed, one);
    }
    allowed
}

fn scoring(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<ScoringRule> {
    let Some(mut table) = table.table("scoring", Section::Scoring, sink)? else {
        return Ok(ScoringRule { partial: Partial::None, wrong: Fraction::ZERO });
    };
    let partial = word(&mut table, "partial", &[("none", Partial::None), ("net", Partial::Net)], sink);
    let wrong = table.take("wrong").map(|item| {
        let literal = item.number(number::WRONG, sink)?;
        number::fraction(&literal.value)
            .ok_or_else(|| raw::out_of_range("wrong", number::WRONG, literal.span, sink))
    });
    table.finish(sink)?;
    Ok(ScoringRule {
        partial: partial?.unwrap_or(Partial::None),
        wrong: wrong.transpose()?.unwrap_or(Fraction::ZERO),
    })
}

/// Declared topics, and their ids where all can be read.
pub(super) fn topics(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<(Vec<Topic>, Option<Known>)> {
    let tables = table.tables("topic", Section::Topic, sink)?;
    let mut unique = Unique::new("topic");
    let mut topics = Ok(Vec::with_capacity(tables.len()));
    for mut table in tables {
        let id = unique.id(&mut table, TopicId::new, sink);
        let title = table.text("title", sink);
        let rest = table.finish(sink);
        let topic = id.and_then(|id| {
            rest?;
            let title = title?.unwrap_or_else(|| id.to_string());
            Ok(Topic { id, title })
        });
        raw::push(&mut topics, topic);
    }
    let known = unique.known();
    topics.map(|topics| {
        let known = if topics.is_empty() { None } else { known };
        (topics, known)
    })
}

/// Shared snippets, and their ids where all can be read.
pub(super) fn snippets(
    table: &mut Table<'_>,
    sink: &mut Sink<'_>,
) -> (Read<Vec<(SnippetId, Snippet)>>, Option<Known>) {
    let tables = match table.tables("snippet", Section::Snippet, sink) {
        Ok(tables) => tables,
        Err(reported) => return (Err(reported), None),
    };
    let mut unique = Unique::new("snippet");
    let mut snippets = Ok(Vec::with_capacity(tables.len()));
    for mut table in tables {
        let id = unique.id(&mut table, SnippetId::new, sink);
        let read = snippet(table, sink);
        raw::push(&mut snippets, id.and_then(|id| Ok((id, read?))));
    }
    (snippets, unique.known())
}

/// A snippet, shared or of a question, once its id is taken.
pub(super) fn snippet(mut table: Table<'_>, sink: &mut Sink<'_>) -> Read<Snippet> {
    let title = table.text("title", sink);
    let language = table.text("language", sink);
    let code = table.need_text("code", sink);
    table.finish(sink)?;
    Ok(Snippet {
        title: title?,
        language: language?.unwrap_or_else(|| default::SNIPPET_LANGUAGE.to_owned()),
        code: code?.value,
    })
}

/// Ids of one sort, each to be used once.
#[derive(Debug)]
pub(super) struct Unique {
    what: &'static str,
    seen: HashMap<String, Range<usize>>,
    order: Vec<String>,
    complete: bool,
}

impl Unique {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, seen: HashMap::new(), order: Vec::new(), complete: true }
    }

    /// Takes a table's `id`, which must be there.
    pub(super) fn id<T>(
        &mut self,
        table: &mut Table<'_>,
        make: impl FnOnce(&str) -> Option<T>,
        sink: &mut Sink<'_>,
    ) -> Read<T> {
        let id = table.need_text("id", sink).and_then(|text| {
            let span = text.span.clone();
            Ok((text.value.clone(), id(text, make, sink)?, span))
        });
        match id {
            Ok((text, id, span)) => self.add(text, span, sink).map(|()| id),
            Err(reported) => {
                self.complete = false;
                Err(reported)
            }
        }
    }

    /// Notes an id.
    pub(super) fn add(&mut self, id: String, span: Range<usize>, sink: &mut Sink<'_>) -> Read<()> {
        if let Some(first) = self.seen.get(&id) {
            return Err(sink.add_second(Fault::DuplicateId { what: self.what, id }, span, first.clone()));
        }
        self.order.push(id.clone());
        self.seen.insert(id, span);
        Ok(())
    }

    /// All of them, unless some could not be read.
    fn known(self) -> Option<Known> {
        self.complete.then(|| Known::new(self.what, self.order.iter().map(String::as_str)))
    }
}

/// A text that must be an id.
pub(super) fn id<T>(
    text: Located<String>,
    make: impl FnOnce(&str) -> Option<T>,
    sink: &mut Sink<'_>,
) -> Read<T> {
    make(&text.value).ok_or_else(|| sink.add(Fault::NoId(text.value), text.span))
}

/// A span of time, if it is there.
pub(super) fn time_limit(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Option<Millis>> {
    let Some(item) = table.take("time_limit") else { return Ok(None) };
    if item.is_number() {
        let found = sink.written(&item.span).to_owned();
        return Err(sink.add(Fault::NoDuration { key: "time_limit", found }, item.span));
    }
    let text = item.text(sink)?;
    match Millis::parse(&text.value) {
        Some(limit) if limit <= LONGEST => Ok(Some(limit)),
        Some(_) | None => {
            Err(sink.add(Fault::NoDuration { key: "time_limit", found: text.value }, text.span))
        }
    }
}

/// A text that depends on the key and is in no paper.
pub(super) fn of_key(
    table: &mut Table<'_>,
    key: &str,
    mode: Mode,
    sink: &mut Sink<'_>,
) -> Read<Option<String>> {
    match mode {
        Mode::Exam => table.text(key, sink),
        Mode::Paper => match table.take(key) {
            Some(Item { key, key_span, .. }) => Err(sink.add(Fault::KeyInPaper(key.into_owned()), key_span)),
            None => Ok(None),
        },
    }
}

/// One of several words, if it is there.
pub(super) fn word<T: Copy>(
    table: &mut Table<'_>,
    key: &'static str,
    words: &[(&'static str, T)],
    sink: &mut Sink<'_>,
) -> Read<Option<T>> {
    let Some(text) = table.take(key).map(|item| item.text(sink)).transpose()? else { return Ok(None) };
    match words.iter().find(|(word, _)| *word == text.value) {
        Some((_, value)) => Ok(Some(*value)),
        None => Err(unknown_word(key, text, words.iter().map(|(word, _)| *word), None, sink)),
    }
}

/// Reports a word that is none of those to choose from; what it may have meant, where that is known, or else what looks like it.
pub(super) fn unknown_word(
    key: &'static str,
    text: Located<String>,
    words: impl Iterator<Item = &'static str> + Clone,
    meant: Option<String>,
    sink: &mut Sink<'_>,
) -> raw::Reported {
    let near = meant.or_else(|| sink.near(&text.value, words.clone()));
    let expected = words.map(str::to_owned).collect();
    sink.add(Fault::UnknownWord { key: key.to_owned(), found: text.value, expected, near }, text.span)
}

/// The values without their places.
pub(super) fn values(texts: Vec<Located<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
