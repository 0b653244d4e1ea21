//! What may be answered and what is right, for each kind of question.

use bigdecimal::{BigDecimal, Signed as _, Zero as _};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::parts;
use super::{Mode, front, number, pattern};
use crate::exam::model::{Criterion, Face, Key, Kind, Normalize, TextKey, Tolerance, Truth};
use crate::exam::problem::{Bound, Fault};
use crate::exam::raw::{self, Item, Located, Read, Sink, Table};
use crate::exam::section::Section;

/// A face and, in an exam, its key.
pub(super) type Answerable = (Face, Option<Key>);

/// Reads what a question of this kind has.
pub(super) fn read(table: &mut Table<'_>, kind: Kind, mode: Mode, sink: &mut Sink<'_>) -> Read<Answerable> {
    match kind {
        Kind::Single | Kind::Multiple => parts::options(table, kind, mode, sink),
        Kind::Order => parts::order(table, mode, sink),
        Kind::Match => match mode {
            Mode::Exam => parts::pairs(table, sink),
            Mode::Paper => parts::sides(table, sink),
        },
        Kind::Number => {
            let unit = table.text("unit", sink);
            let key = keyed(mode, || number(table, sink));
            Ok((Face::Number { unit: unit? }, key?))
        }
        Kind::Boolean => Ok((Face::Boolean, keyed(mode, || boolean(table, sink))?)),
        Kind::Text => Ok((Face::Text, keyed(mode, || text(table, sink).map(Key::Text))?)),
        Kind::Essay => Ok((Face::Essay, keyed(mode, || essay(table, sink))?)),
    }
}

fn keyed(mode: Mode, read: impl FnOnce() -> Read<Key>) -> Read<Option<Key>> {
    match mode {
        Mode::Exam => read().map(Some),
        Mode::Paper => Ok(None),
    }
}

fn boolean(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Key> {
    let answer = table.need("answer", sink).and_then(|item| item.boolean(sink));
    let heads_up = table.text("heads_up", sink);
    Ok(Key::Boolean { answer: Truth::from(answer?), heads_up: heads_up? })
}

fn number(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Key> {
    let answer = table.need("answer", sink).and_then(|item| {
        let literal = item.number(number::ANSWER, sink)?;
        let Some(value) = number::decimal(&literal.value) else {
            return Err(raw::out_of_range("answer", number::ANSWER, literal.span, sink));
        };
        Ok(Located { value, span: literal.span })
    });
    let tolerance = match table.take("tolerance") {
        Some(item) => {
            let span = item.span.clone();
            tolerance(item, sink).map(|value| Located { value, span })
        }
        None => Ok(Located { value: Tolerance::Absolute(BigDecimal::zero()), span: 0..0 }),
    };
    let (answer, tolerance) = (answer?, tolerance?);
    if matches!(tolerance.value, Tolerance::Percent(_)) && answer.value.is_zero() {
        return Err(sink.add_second(Fault::PercentOfZero, tolerance.span, answer.span));
    }
    Ok(Key::Number { answer: answer.value, tolerance: tolerance.value })
}

fn tolerance(item: Item<'_>, sink: &mut Sink<'_>) -> Read<Tolerance> {
    if item.is_text() {
        let text = item.text(sink)?;
        return match number::percent(&text.value) {
            Some(percent) => Ok(Tolerance::Percent(percent)),
            None => Err(sink.add(Fault::NoTolerance(text.value), text.span)),
        };
    }
    let literal = item.number(number::TOLERANCE, sink)?;
    match number::decimal(&literal.value) {
        Some(value) if !value.is_negative() => Ok(Tolerance::Absolute(value)),
        Some(_) | None => Err(raw::out_of_range("tolerance", number::TOLERANCE, literal.span, sink)),
    }
}

fn text(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<TextKey> {
    let normalize = table.take("normalize");
    let normalize_span = normalize.as_ref().map(|item| item.key_span.clone());
    let normalize = normalize.map_or_else(|| Ok(Normalize::default()), |item| normalization(item, sink));
    match (table.take("accept"), table.take("pattern")) {
        (None, None) => Err(sink.add(Fault::NothingAccepted, table.span.clone())),
        (Some(accept), Some(pattern)) => {
            Err(sink.add_second(Fault::AcceptAndPattern, accept.key_span, pattern.key_span))
        }
        (Some(accept), None) => accepted(accept, normalize, sink),
        (None, Some(item)) => {
            let key_span = item.key_span.clone();
            let compiled = item.text(sink).and_then(|source| pattern::compiled(source, sink));
            match normalize_span {
                Some(span) => Err(sink.add_second(Fault::NormalizedPattern, span, key_span)),
                None => compiled,
            }
        }
    }
}

fn accepted(item: Item<'_>, normalize: Read<Normalize>, sink: &mut Sink<'_>) -> Read<TextKey> {
    let span = item.span.clone();
    let located = item.texts(sink)?;
    let normalize = normalize?;
    if located.is_empty() {
        return Err(sink.add(Fault::EmptyList("accept"), span));
    }
    let mut texts = Ok(Vec::with_capacity(located.len()));
    for text in located {
        let nothing = normalize.accents
            && text.value.nfd().all(|letter| is_combining_mark(letter) || letter.is_whitespace());
        let text = if nothing {
            Err(sink.add(Fault::Empty("accept".to_owned()), text.span))
        } else {
            Ok(text.value)
        };
        raw::push(&mut texts, text);
    }
    Ok(TextKey::Accept { texts: texts?, normalize })
}

fn normalization(item: Item<'_>, sink: &mut Sink<'_>) -> Read<Normalize> {
    let mut normalize = Normalize { case: false, space: false, accents: false };
    let mut read = Ok(());
    for text in item.texts(sink)? {
        let flag = match text.value.as_str() {
            "case" => &mut normalize.case,
            "space" => &mut normalize.space,
            "accents" => &mut normalize.accents,
            _ => {
                let words = ["case", "space", "accents"].into_iter();
                read = Err(front::unknown_word("normalize", text, words, None, sink));
                continue;
            }
        };
        if *flag {
            read = Err(sink.add(Fault::Repeated { key: "normalize", found: text.value }, text.span));
        } else {
            *flag = true;
        }
    }
    read.map(|()| normalize)
}

fn essay(table: &mut Table<'_>, sink: &mut Sink<'_>) -> Read<Key> {
    let sample = table.text("sample", sink);
    let span = table.span.clone();
    let tables = table.tables("criterion", Section::Criterion, sink)?;
    parts::bounded(Section::Criterion, Bound::Parts("criteria"), &tables, 1, &span, sink)?;
    let mut criteria = Ok(Vec::with_capacity(tables.len()));
    for table in tables {
        let criterion = criterion(table, sink);
        raw::push(&mut criteria, criterion);
    }
    Ok(Key::Essay { criteria: criteria?, sample: sample? })
}

fn criterion(mut table: Table<'_>, sink: &mut Sink<'_>) -> Read<Criterion> {
    let text = table.need_text("text", sink);
    let points = table.need("points", sink).and_then(|item| {
        let literal = item.number(number::POINTS, sink)?;
        number::points(&literal.value)
            .ok_or_else(|| raw::out_of_range("points", number::POINTS, literal.span, sink))
    });
    table.finish(sink)?;
    Ok(Criterion { text: text?.value, points: points? })
}
