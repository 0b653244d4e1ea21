//! A raw table → the places of its parts, by looking only: nothing is taken out, and whatever is not there has no place.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Table;
use crate::exam::spans::{FormSpans, QuestionSpans, Spans};

impl Table<'_> {
    /// The places of an exam's parts, if this is a whole file.
    pub(in crate::exam) fn spans(&self) -> Spans {
        let root = &self.entries;
        Spans {
            id: at(root, "id").unwrap_or_default(),
            time_limit: at(root, "time_limit"),
            cuts: keys(root, "cuts"),
            rungs: members(root, "ladder"),
            topics: of_each(root, "topic", |topic| at(topic, "id").unwrap_or_default()),
            snippets: of_each(root, "snippet", |snippet| at(snippet, "id").unwrap_or_default()),
            forms: of_each(root, "form", |form| FormSpans {
                id: at(form, "id").unwrap_or_default(),
                time_limit: at(form, "time_limit"),
            }),
            questions: of_each(root, "question", |question| QuestionSpans {
                id: at(question, "id").unwrap_or_default(),
                level: at(question, "level"),
                time_limit: at(question, "time_limit"),
                answer: at(question, "answer"),
                options: of_each(question, "option", |option| at(option, "text").unwrap_or_default()),
            }),
        }
    }
}

/// Where a key's value is.
fn at(table: &DeTable<'_>, key: &str) -> Option<Range<usize>> {
    table.get(key).map(toml::Spanned::span)
}

/// The keys of a table, and where they are.
fn keys(table: &DeTable<'_>, key: &str) -> Vec<(String, Range<usize>)> {
    match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Table(table)) => {
            table.keys().map(|key| (key.get_ref().clone().into_owned(), key.span())).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

/// Where the members of a list are.
fn members(table: &DeTable<'_>, key: &str) -> Vec<Range<usize>> {
    match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Array(list)) => list.iter().map(toml::Spanned::span).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Something of each table in a list.
fn of_each<T>(table: &DeTable<'_>, key: &str, of: impl Fn(&DeTable<'_>) -> T) -> Vec<T> {
    let Some(DeValue::Array(list)) = table.get(key).map(toml::Spanned::get_ref) else { return Vec::new() };
    let tables = list.iter().filter_map(|member| match member.get_ref() {
        DeValue::Table(table) => Some(of(table)),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => None,
    });
    tables.collect()
}
