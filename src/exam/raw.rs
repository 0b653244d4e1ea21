//! A file's bytes → toml's spanned tree → located values, one table at a time. Knows types and places, nothing of what an exam is.
//!
//! A problem is reported to the [`Sink`], which gives a [`Reported`] for it: nothing can fail without a word.

mod file;
mod fragment;
mod slip;
mod spans;
mod string;

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue};

use super::parse::{number, pattern, suggest};
use super::problem::{Fault, Problem, Problems};
use super::section::Section;
pub(super) use file::read;
pub use fragment::Fragment;

/// Problems beyond which no suggestion is looked for: a file of nothing but slips must not take minutes.
const SUGGESTIONS: usize = 200;

/// Proof that a problem was reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported(());

/// A value, or proof that the reason for its absence was reported.
pub(super) type Read<T> = Result<T, Reported>;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Located<T> {
    /// The value.
    pub(super) value: T,
    /// Where it is.
    pub(super) span: Range<usize>,
}

/// Where problems go.
#[derive(Debug)]
pub(super) struct Sink<'s> {
    source: &'s str,
    problems: Vec<Problem>,
    /// What patterns may still cost, or that they cost too much already.
    work: Result<usize, Reported>,
}

impl<'s> Sink<'s> {
    pub(super) const fn new(source: &'s str) -> Self {
        Self { source, problems: Vec::new(), work: Ok(pattern::WORK) }
    }

    pub(super) fn add(&mut self, fault: Fault, span: Range<usize>) -> Reported {
        self.problems.push(Problem::new(fault, span));
        Reported(())
    }

    pub(super) fn add_second(&mut self, fault: Fault, span: Range<usize>, first: Range<usize>) -> Reported {
        self.problems.push(Problem::second(fault, span, first));
        Reported(())
    }

    /// Spends what all patterns of the file may cost together. Whoever comes when there is too little left is the fault; it is
    /// said once.
    pub(super) fn spend(&mut self, work: usize, fault: Fault, span: &Range<usize>) -> Read<()> {
        let left = self.work?;
        self.work = match left.checked_sub(work) {
            Some(left) => Ok(left),
            None => Err(self.add(fault, span.clone())),
        };
        self.work.map(drop)
    }

    /// What looks like a word, unless there are so many problems that nobody reads it.
    pub(super) fn near<'c>(&self, word: &str, known: impl IntoIterator<Item = &'c str>) -> Option<String> {
        if self.problems.len() < SUGGESTIONS { suggest::near(word, known) } else { None }
    }

    /// The file's text at a place.
    pub(super) fn written(&self, span: &Range<usize>) -> &'s str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn into_problems(self) -> Problems {
        Problems::new(self.problems)
    }
}

/// A table whose keys are taken one by one; what is left is unknown.
#[derive(Debug)]
pub(super) struct Table<'s> {
    /// Which table of the format it is.
    pub(super) section: Section,
    /// Its header, or all of it when written inline.
    pub(super) span: Range<usize>,
    entries: DeTable<'s>,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Item<'s> {
    /// The key.
    pub(super) key: Cow<'s, str>,
    /// Where the key is.
    pub(super) key_span: Range<usize>,
    /// Where the value is.
    pub(super) span: Range<usize>,
    value: DeValue<'s>,
}

impl<'s> Table<'s> {
    /// Takes a key out.
    pub(super) fn take(&mut self, key: &str) -> Option<Item<'s>> {
        let (key, value) = self.entries.remove_entry(key)?;
        let (key_span, span) = (key.span(), value.span());
        Some(Item { key: key.into_inner(), key_span, span, value: value.into_inner() })
    }

    /// Takes out a key that must be there.
    pub(super) fn need(&mut self, key: &'static str, sink: &mut Sink<'_>) -> Read<Item<'s>> {
        self.take(key)
            .ok_or_else(|| sink.add(Fault::Missing { key, section: self.section }, self.span.clone()))
    }

    /// A text that may be absent.
    pub(super) fn text(&mut self, key: &str, sink: &mut Sink<'_>) -> Read<Option<String>> {
        self.take(key).map(|item| item.text(sink)).transpose().map(|text| text.map(|text| text.value))
    }

    /// A text that must be there.
    pub(super) fn need_text(&mut self, key: &'static str, sink: &mut Sink<'_>) -> Read<Located<String>> {
        self.need(key, sink)?.text(sink)
    }

    /// True or false, if it is there.
    pub(super) fn boolean(&mut self, key: &str, sink: &mut Sink<'_>) -> Read<Option<bool>> {
        self.take(key).map(|item| item.boolean(sink)).transpose()
    }

    /// A list of texts; empty if it is absent.
    pub(super) fn texts(&mut self, key: &str, sink: &mut Sink<'_>) -> Read<Vec<Located<String>>> {
        self.take(key).map_or_else(|| Ok(Vec::new()), |item| item.texts(sink))
    }

    /// A table, if it is there.
    pub(super) fn table(
        &mut self,
        key: &str,
        section: Section,
        sink: &mut Sink<'_>,
    ) -> Read<Option<Table<'s>>> {
        self.take(key).map(|item| item.table(section, sink)).transpose()
    }

    /// A list of tables; empty if it is absent.
    pub(super) fn tables(
        &mut self,
        key: &str,
        section: Section,
        sink: &mut Sink<'_>,
    ) -> Read<Vec<Table<'s>>> {
        self.take(key).map_or_else(|| Ok(Vec::new()), |item| item.tables(section, sink))
    }

    /// All that was not taken, in the order of the file.
    pub(super) fn rest(self) -> Vec<Item<'s>> {
        let mut rest: Vec<Item<'s>> = self
            .entries
            .into_iter()
            .map(|(key, value)| {
                let (key_span, span) = (key.span(), value.span());
                Item { key: key.into_inner(), key_span, span, value: value.into_inner() }
            })
            .collect();
        rest.sort_by_key(|item| item.key_span.start);
        rest
    }

    /// Reports what was not taken as unknown.
    pub(super) fn finish(self, sink: &mut Sink<'_>) -> Read<()> {
        let section = self.section;
        let mut read = Ok(());
        for item in self.rest() {
            read = Err(item.unknown(section, section.keys(), sink));
        }
        read
    }
}

impl<'s> Item<'s> {
    /// Reports the key as unknown; what it may have meant is one of `known`.
    pub(super) fn unknown(&self, section: Section, known: &[&str], sink: &mut Sink<'_>) -> Reported {
        let home = match section.elsewhere(&self.key) {
            // What is shuffled or not is said by true or false: anything else means the parts themselves.
            Some(Section::Shuffle) if !matches!(self.value, DeValue::Boolean(_)) => {
                self.key.strip_suffix('s').and_then(|one| section.elsewhere(one))
            }
            home => home,
        };
        let meant = section.meant(&self.key).map(str::to_owned);
        let near = meant.or_else(|| {
            let is_moved = home.is_some() && section != Section::Shuffle;
            if is_moved { None } else { sink.near(&self.key, known.iter().copied()) }
        });
        let fault = Fault::UnknownKey { key: self.key.to_string(), section, near, home };
        sink.add(fault, self.key_span.clone())
    }

    /// Whether the value is text.
    pub(super) const fn is_text(&self) -> bool {
        matches!(self.value, DeValue::String(_))
    }

    /// Whether the value is a number.
    pub(super) const fn is_number(&self) -> bool {
        matches!(self.value, DeValue::Integer(_) | DeValue::Float(_))
    }

    /// The value as text.
    pub(super) fn text(self, sink: &mut Sink<'_>) -> Read<Located<String>> {
        let DeValue::String(text) = self.value else { return Err(self.wrong_type("text", sink)) };
        string::text(text, &self.key, self.span, sink)
    }

    /// The value as true or false.
    pub(super) fn boolean(self, sink: &mut Sink<'_>) -> Read<bool> {
        let DeValue::Boolean(value) = self.value else { return Err(self.wrong_type("true or false", sink)) };
        Ok(value)
    }

    /// The value as a whole number that is not negative; the fault, if it is another number, says what was expected.
    pub(super) fn whole(self, expected: &'static str, sink: &mut Sink<'_>) -> Read<Located<u64>> {
        let DeValue::Integer(number) = &self.value else {
            return Err(self.wrong_type("a whole number", sink));
        };
        match u64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Ok(Located { value, span: self.span }),
            Err(_) => Err(out_of_range(&self.key, expected, self.span, sink)),
        }
    }

    /// The value as a number: the digits as written, without underscores and in base ten.
    pub(super) fn number(self, expected: &'static str, sink: &mut Sink<'_>) -> Read<Located<String>> {
        let literal = if let DeValue::Float(number) = &self.value {
            Some(number.as_str().to_owned())
        } else if let DeValue::Integer(number) = &self.value {
            if number.radix() == 10 {
                Some(number.as_str().to_owned())
            } else {
                u128::from_str_radix(number.as_str(), number.radix()).ok().map(|value| value.to_string())
            }
        } else {
            return Err(self.wrong_type("a number", sink));
        };
        match literal {
            Some(value) => Ok(Located { value, span: self.span }),
            None => Err(out_of_range(&self.key, expected, self.span, sink)),
        }
    }

    /// The value as a list of texts.
    pub(super) fn texts(self, sink: &mut Sink<'_>) -> Read<Vec<Located<String>>> {
        let DeValue::Array(list) = self.value else {
            return Err(self.wrong_type("a list of texts", sink));
        };
        let mut texts = Ok(Vec::with_capacity(list.len()));
        for item in members(&self.key, list) {
            push(&mut texts, item.text(sink));
        }
        texts
    }

    /// The value as a table.
    pub(super) fn table(self, section: Section, sink: &mut Sink<'_>) -> Read<Table<'s>> {
        let DeValue::Table(entries) = self.value else { return Err(self.wrong_type("a table", sink)) };
        Ok(Table { section, span: self.span, entries })
    }

    /// The value as a list of tables.
    pub(super) fn tables(self, section: Section, sink: &mut Sink<'_>) -> Read<Vec<Table<'s>>> {
        let DeValue::Array(list) = self.value else {
            return Err(self.wrong_type("a list of tables", sink));
        };
        let mut tables = Ok(Vec::with_capacity(list.len()));
        for item in members(&self.key, list) {
            push(&mut tables, item.table(section, sink));
        }
        tables
    }

    fn wrong_type(&self, expected: &'static str, sink: &mut Sink<'_>) -> Reported {
        let found = match &self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let meant = if let DeValue::String(text) = &self.value
            && expected.ends_with("number")
        {
            number::meant(text)
        } else {
            None
        };
        sink.add(Fault::WrongType { key: self.key.to_string(), found, expected, meant }, self.span.clone())
    }
}

/// What is in a list, each under the name that problems call it by.
fn members<'s>(key: &str, list: DeArray<'s>) -> impl Iterator<Item = Item<'s>> {
    let key = format!("{key}[…]");
    list.into_iter().map(move |value| {
        let span = value.span();
        Item { key: Cow::Owned(key.clone()), key_span: span.clone(), span, value: value.into_inner() }
    })
}

/// Adds to a list that is there only if all of it is.
pub(super) fn push<T>(list: &mut Read<Vec<T>>, value: Read<T>) {
    match (list.as_mut(), value) {
        (Ok(list), Ok(value)) => list.push(value),
        (_, Err(reported)) => *list = Err(reported),
        (Err(_), Ok(_)) => {}
    }
}

/// Reports a number that is not in its range, as written.
pub(super) fn out_of_range(
    key: &str,
    expected: &'static str,
    span: Range<usize>,
    sink: &mut Sink<'_>,
) -> Reported {
    let found = sink.written(&span).to_owned();
    sink.add(Fault::NumberRange { key: key.to_owned(), found, expected }, span)
}
