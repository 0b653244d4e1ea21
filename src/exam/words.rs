//! What an answer means by the key, in the exam's own words.

use super::{Answer, Face, Key, Merit, OptionKey, Part, PartId, Question, TextKey, Tolerance};

/// What the key says of each option, with its text, in file order; nothing for kinds without options.
pub fn options_with_key(question: &Question) -> Vec<(&PartId, &str, &OptionKey)> {
    let keys = match &question.key {
        Some(Key::Single(keys) | Key::Multiple(keys)) => keys.as_slice(),
        Some(
            Key::Boolean { .. }
            | Key::Text(_)
            | Key::Number { .. }
            | Key::Order(_)
            | Key::Match(_)
            | Key::Essay { .. },
        )
        | None => &[],
    };
    let options = question.face.options().iter();
    options.zip(keys).map(|(option, key)| (&option.id, option.text.as_str(), key)).collect()
}

/// The heads-ups that belong to what was answered.
pub fn heads_ups_of<'q>(question: &'q Question, answer: &Answer) -> Vec<&'q str> {
    match (&question.key, answer) {
        (Some(Key::Boolean { answer: right, heads_up }), Answer::Boolean(given)) if right != given => {
            heads_up.iter().map(String::as_str).collect()
        }
        (Some(Key::Single(_)), Answer::Single(id)) => options_with_key(question)
            .into_iter()
            .filter(|(known, ..)| *known == id)
            .filter_map(|(_, _, key)| key.heads_up.as_deref())
            .collect(),
        (Some(Key::Multiple(_)), Answer::Multiple(ids)) => options_with_key(question)
            .into_iter()
            .filter(|(known, _, key)| ids.contains(known) && key.merit != Merit::Right)
            .filter_map(|(_, _, key)| key.heads_up.as_deref())
            .collect(),
        (Some(_) | None, _) => Vec::new(),
    }
}

/// What is right, in words; `None` for what people mark.
pub fn right_answer(question: &Question) -> Option<String> {
    let quoted = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(|text| format!("- {}", text.trim())).collect::<Vec<_>>().join("\n")
    };
    match question.key.as_ref()? {
        Key::Single(_) | Key::Multiple(_) => {
            let options = options_with_key(question);
            let mut right =
                options.iter().filter(|(_, _, key)| key.merit == Merit::Right).map(|(_, text, _)| *text);
            Some(quoted(&mut right))
        }
        Key::Boolean { answer, .. } => Some(answer.word().to_owned()),
        Key::Text(TextKey::Accept { texts, .. }) => Some(quoted(&mut texts.iter().map(String::as_str))),
        Key::Text(TextKey::Pattern { source, .. }) => Some(format!("a text that matches `{source}`")),
        Key::Number { answer, tolerance } => {
            let unit = if let Face::Number { unit: Some(unit) } = &question.face {
                format!(" {unit}")
            } else {
                String::new()
            };
            let answer = answer.to_plain_string();
            Some(match tolerance {
                Tolerance::Absolute(off) if *off == bigdecimal::BigDecimal::default() => {
                    format!("{answer}{unit}")
                }
                Tolerance::Absolute(off) => format!("{answer}{unit}, give or take {}", off.to_plain_string()),
                Tolerance::Percent(off) => format!("{answer}{unit}, give or take {}%", off.to_plain_string()),
            })
        }
        Key::Order(_) | Key::Match(_) | Key::Essay { .. } => None,
    }
}

/// An answer in the exam's words: the texts of what was chosen, in Markdown; what was typed as it was typed.
pub fn in_words(question: &Question, answer: &Answer) -> Vec<String> {
    let option = |id: &PartId| {
        let options = question.face.options();
        let found = options.iter().find(|option| option.id == *id);
        found.map_or_else(|| id.to_string(), |option| option.text.trim().to_owned())
    };
    let part = |parts: &[Part], id: &PartId| {
        let found = parts.iter().find(|part| part.id == *id);
        found.map_or_else(|| id.to_string(), |part| part.text.trim().to_owned())
    };
    match (answer, &question.face) {
        (Answer::Single(id), _) => vec![option(id)],
        (Answer::Multiple(ids), _) => ids.iter().map(option).collect(),
        (Answer::Boolean(truth), _) => vec![truth.word().to_owned()],
        (Answer::Order(ids), Face::Order(entries)) => ids.iter().map(|id| part(entries, id)).collect(),
        (Answer::Match(pairs), Face::Match { lefts, rights }) => pairs
            .iter()
            .map(|(left, right)| format!("{}: {}", part(lefts, left), part(rights, right)))
            .collect(),
        (Answer::Text(text) | Answer::Number(text) | Answer::Essay(text), _) => vec![text.clone()],
        (Answer::Order(_) | Answer::Match(_), _) => vec![answer.to_string()],
    }
}
