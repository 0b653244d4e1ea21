//! One question: what all kinds have in common.

use std::collections::HashMap;

use super::front::{self, Unique};
use super::kind;
use super::known::{self, Known};
use super::{Mode, number};
use crate::exam::default;
use crate::exam::id::{Level, QuestionId, SnippetId, TopicId};
use crate::exam::model::{Kind, Question, Snippet, Teaching};
use crate::exam::problem::Fault;
use crate::exam::quantity::Points;
use crate::exam::raw::{self, Read, Sink, Table};
use crate::exam::section::{Section, kinds_of};

/// What a question may refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    /// Whether there is a key to read.
    pub(super) mode: Mode,
    /// Declared topics; `None` where any is allowed.
    pub(super) topics: Option<&'a Known>,
    /// The rungs; `None` where they could not be read.
    pub(super) levels: Option<&'a Known>,
    /// Shared snippets; `None` where they could not be read.
    pub(super) snippets: Option<&'a Known>,
}

/// A question as far as it could be read.
#[derive(Debug)]
pub(super) struct Reading {
    /// What draws ask of it; `None` if that could not be read.
    pub(super) place: Option<(QuestionId, TopicId, Option<Level>)>,
    /// All of it.
    pub(super) question: Read<Question>,
}

/// Reads one question.
pub(super) fn read(
    mut table: Table<'_>,
    around: Surroundings<'_>,
    unique: &mut Unique,
    sink: &mut Sink<'_>,
) -> Reading {
    let id = unique.id(&mut table, QuestionId::new, sink);
    let topic = table
        .need_text("topic", sink)
        .and_then(|topic| known::name(topic, around.topics, TopicId::new, sink));
    let level = match table.take("level") {
        Some(item) => {
            item.text(sink).and_then(|level| known::name(level, around.levels, Level::new, sink)).map(Some)
        }
        None => Ok(None),
    };
    let place = match (&id, &topic, &level) {
        (Ok(id), Ok(topic), Ok(level)) => Some((id.clone(), topic.clone(), level.clone())),
        _ => None,
    };
    let title = table.text("title", sink);
    let prompt = table.need_text("prompt", sink);
    let points = points(&mut table, sink);
    let time_limit = front::time_limit(&mut table, sink);
    let uses = uses(&mut table, around.snippets, sink);
    let snippets = snippets(&mut table, sink);
    let teaching = teaching(&mut table, around.mode, sink);
    let kind = kind(&mut table, sink);
    let answer = kind.and_then(|kind| kind::read(&mut table, kind, around.mode, sink));
    let rest = finish(table, kind, around.mode, sink);
    let question = || {
        rest?;
        let (face, key) = answer?;
        Ok(Question {
            id: id?,
            topic: topic?,
            level: level?,
            points: points?,
            time_limit: time_limit?,
            title: title?,
            uses: uses?,
            snippets: snippets?,
            prompt: prompt?.value,
            face,
            teaching: teaching?,
            key,
        })
    };
    Reading { place, question: question() }
}

fn kind(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Kind> {
    let Some(text) = table.take("kind").map(|item| item.text(sink)).transpose()? else {
        return Ok(Kind::Single);
    };
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == text.value) {
        return Ok(kind);
    }
    let words = Kind::ALL.into_iter().map(Kind::word);
    let meant = meant(&text.value).map(|kind| kind.word().to_owned());
    Err(front::unknown_word("kind", text, words, meant, sink))
}

/// The kind that other programs, or plain words, call by another name.
fn meant(word: &str) -> Option<Kind> {
    Some(match word.to_ascii_lowercase().as_str() {
        "numeric" | "numerical" | "integer" | "int" | "float" | "decimal" => Kind::Number,
        "bool" | "true-false" | "true_false" | "true/false" | "truefalse" | "yes-no" => Kind::Boolean,
        "choice" | "single-choice" | "radio" => Kind::Single,
        "multi" | "multi-select" | "checkbox" | "checkboxes" => Kind::Multiple,
        "string" | "short" | "short-answer" | "fill-in" => Kind::Text,
        "sequence" | "sort" | "ordering" | "ranking" => Kind::Order,
        "matching" | "pair" | "pairs" => Kind::Match,
        "open" | "free" | "long" | "long-answer" | "free-text" => Kind::Essay,
        _ => return None,
    })
}

/// Points, by default one.
fn points(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Points> {
    match table.take("points") {
        Some(item) => {
            let literal = item.number(number::POINTS, sink)?;
            number::points(&literal.value)
                .ok_or_else(|| raw::out_of_range("points", number::POINTS, literal.span, sink))
        }
        None => Ok(default::POINTS),
    }
}

fn uses(table: &mut Table<'_>, snippets: Option<&Known>, sink: &mut Sink<'_>) -> Read<Vec<SnippetId>> {
    let mut seen = HashMap::new();
    let mut uses = Ok(Vec::new());
    for text in table.texts("uses", sink)? {
        let span = text.span.clone();
        let id = known::name(text, snippets, SnippetId::new, sink).and_then(|id| {
            match seen.insert(id.clone(), span.clone()) {
                Some(first) => {
                    let fault = Fault::Repeated { key: "uses", found: id.to_string() };
                    Err(sink.add_second(fault, span, first))
                }
                None => Ok(id),
            }
        });
        raw::push(&mut uses, id);
    }
    uses
}

fn snippets(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Vec<Snippet>> {
    let mut snippets = Ok(Vec::new());
    for table in table.tables("snippet", Section::QuestionSnippet, sink)? {
        let snippet = front::snippet(table, sink);
        raw::push(&mut snippets, snippet);
    }
    snippets
}

fn teaching(table: &mut Table<'_>, mode: Mode, sink: &mut Sink<'_>) -> Read<Teaching> {
    let hint = front::of_key(table, "hint", mode, sink);
    let explanation = front::of_key(table, "explanation", mode, sink);
    let follow_up = front::of_key(table, "follow_up", mode, sink);
    Ok(Teaching { hint: hint?, explanation: explanation?, follow_up: follow_up? })
}

/// Reports what is left: keys of other kinds, keys that have no place here, unknown ones.
fn finish(table: Table<'_>, kind: Read<Kind>, mode: Mode, sink: &mut Sink<'_>) -> Read<()> {
    let mut read = Ok(());
    for item in table.rest() {
        let known = Section::Question.keys().contains(&&*item.key);
        let Ok(kind) = kind else {
            if !known {
                read = Err(item.unknown(Section::Question, Section::Question.keys(), sink));
            }
            continue;
        };
        let key = item.key.to_string();
        let fault = match mode {
            _ if !known => {
                read = Err(item.unknown(Section::Question, &offered(kind, mode), sink));
                continue;
            }
            _ if !kinds_of(&key).contains(&kind) => Fault::OtherKind { key, kind },
            Mode::Exam => Fault::OnlyInPaper(key),
            Mode::Paper => Fault::KeyInPaper(key),
        };
        read = Err(sink.add(fault, item.key_span));
    }
    read
}

/// The keys to suggest for a question of a kind.
fn offered(kind: Kind, mode: Mode) -> Vec<&'static str> {
    let of_paper = |key: &str| matches!(key, "left" | "right");
    let keys = Section::Question.keys().iter().copied();
    keys.filter(|key| kinds_of(key).is_empty() || kinds_of(key).contains(&kind))
        .filter(|key| mode == Mode::Paper || !of_paper(key))
        .collect()
}
