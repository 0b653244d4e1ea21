//! What an answer means by the key, in the exam's own words.

use super::{Answer, Face, Key, Merit, OptionKey, Part, PartId, Question, TextKey, Tolerance};

/// What the key says of each option, with its text, in file order; nothing for kinds without options.
pub fn options_with_key(question: &Question) -> Vec<(&PartId, &str, &OptionKey)> {
    let options = question.face.options().iter();
    options.zip(question.option_keys()).map(|(option, key)| (&option.id, option.text.as_str(), key)).collect()
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

/// What is right, in Markdown, and how much of it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// This.
    One(String),
    /// All of these, and nothing else.
    All(Vec<String>),
    /// Any of these.
    Any(Vec<String>),
    /// These, first to last.
    InOrder(Vec<String>),
    /// These pairs.
    Pairs(Vec<String>),
}

impl Right {
    /// The texts.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::All(texts) | Self::Any(texts) | Self::InOrder(texts) | Self::Pairs(texts) => texts,
        }
    }
}

/// What is right; `None` for what people mark.
pub fn right(question: &Question) -> Option<Right> {
    let one_of = |texts: Vec<String>, several: fn(Vec<String>) -> Right| match <[String; 1]>::try_from(texts)
    {
        Ok([only]) => Right::One(only),
        Err(texts) => several(texts),
    };
    Some(match question.key.as_ref()? {
        Key::Single(_) | Key::Multiple(_) => {
            let options = options_with_key(question);
            let right = options.iter().filter(|(_, _, key)| key.merit == Merit::Right);
            one_of(right.map(|(_, text, _)| text.trim().to_owned()).collect(), Right::All)
        }
        Key::Boolean { answer, .. } => Right::One(answer.word().to_owned()),
        Key::Text(TextKey::Accept { texts, .. }) => {
            one_of(texts.iter().map(|text| text.trim().to_owned()).collect(), Right::Any)
        }
        Key::Text(TextKey::Pattern { source, .. }) => Right::One(format!("a text that matches `{source}`")),
        Key::Number { answer, tolerance } => {
            let unit = if let Face::Number { unit: Some(unit) } = &question.face {
                format!(" {unit}")
            } else {
                String::new()
            };
            let answer = answer.to_plain_string();
            Right::One(match tolerance {
                Tolerance::Absolute(off) if *off == bigdecimal::BigDecimal::default() => {
                    format!("{answer}{unit}")
                }
                Tolerance::Absolute(off) => format!("{answer}{unit}, give or take {}", off.to_plain_string()),
                Tolerance::Percent(off) => format!("{answer}{unit}, give or take {}%", off.to_plain_string()),
            })
        }
        Key::Order(ids) => Right::InOrder(in_words(question, &Answer::Order(ids.clone()))),
        Key::Match(pairs) => Right::Pairs(in_words(question, &Answer::Match(pairs.clone()))),
        Key::Essay { .. } => return None,
    })
}

/// A text as Markdown that shows it as it is.
pub fn literal(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

/// What is right as Markdown, options and accepted texts as a list; `None` for what people mark.
pub fn right_answer(question: &Question) -> Option<String> {
    let right = right(question)?;
    let is_list = matches!(
        question.key,
        Some(Key::Single(_) | Key::Multiple(_) | Key::Text(TextKey::Accept { .. }) | Key::Match(_))
    );
    let dash = if is_list { "- " } else { "" };
    let is_typed = matches!(question.key, Some(Key::Text(TextKey::Accept { .. })));
    let line = |(at, text): (usize, &String)| match right {
        Right::InOrder(_) => format!("{}. {text}", at + 1),
        // What is to be typed is shown as it is.
        Right::One(_) | Right::All(_) | Right::Any(_) | Right::Pairs(_) if is_typed => {
            format!("{dash}{}", literal(text))
        }
        Right::One(_) | Right::All(_) | Right::Any(_) | Right::Pairs(_) => format!("{dash}{text}"),
    };
    let texts = right.texts();
    // Other spellings of what is to be typed say nothing new.
    let shown = if is_typed { texts.len().min(SPELLINGS) } else { texts.len() };
    let mut lines: Vec<String> = texts.iter().take(shown).enumerate().map(line).collect();
    if shown < texts.len() {
        lines.push(format!("{dash}({} more spellings)", texts.len() - shown));
    }
    Some(lines.join("\n"))
}

/// So many spellings of an answer are shown; an exam names the plainest first.
const SPELLINGS: usize = 3;

/// Of a question with several right options, what was ticked and is not right, each with its heads-up; in file order.
pub fn ticked_in_vain<'q>(question: &'q Question, answer: &Answer) -> Vec<(&'q str, Option<&'q str>)> {
    let (Some(Key::Multiple(_)), Answer::Multiple(ids)) = (&question.key, answer) else { return Vec::new() };
    options_with_key(question)
        .into_iter()
        .filter(|(known, _, key)| ids.contains(known) && key.merit != Merit::Right)
        .map(|(_, text, key)| (text.trim(), key.heads_up.as_deref()))
        .collect()
}

/// Of a question with several right options, those that were not ticked; in file order.
pub fn not_ticked<'q>(question: &'q Question, answer: &Answer) -> Vec<&'q str> {
    let (Some(Key::Multiple(_)), Answer::Multiple(ids)) = (&question.key, answer) else { return Vec::new() };
    options_with_key(question)
        .into_iter()
        .filter(|(known, _, key)| !ids.contains(known) && key.merit == Merit::Right)
        .map(|(_, text, _)| text.trim())
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    const EXAM: &str = r#"
format = 1
id = "words"
title = "Words"
[[question]]
id = "several"
topic = "t"
kind = "multiple"
prompt = "Which?"
[[question.option]]
text = "one"
correct = true
[[question.option]]
text = "two"
heads_up = "It is not."
[[question.option]]
text = "three"
correct = true
[[question.option]]
text = "four"
[[question]]
id = "any"
topic = "t"
kind = "text"
prompt = "Name it."
accept = ["dlq", "dead letter queue"]
[[question]]
id = "only"
topic = "t"
kind = "number"
prompt = "How many?"
answer = 3
unit = "s"
"#;

    #[test]
    fn all_or_any_of_several_are_right() {
        let exam = super::super::parse(EXAM.as_bytes()).unwrap();
        let said: Vec<Right> = exam.questions.iter().filter_map(right).collect();
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected = [
            Right::All(texts(&["one", "three"])),
            Right::Any(texts(&["dlq", "dead letter queue"])),
            Right::One("3 s".into()),
        ];
        assert_eq!(said, expected);
        let listed = exam.questions.iter().filter_map(right_answer).collect::<Vec<_>>();
        assert_eq!(listed, ["- one\n- three", "- dlq\n- dead letter queue", "3 s"]);
        assert_eq!(literal("__init__ 2*3"), "\\_\\_init\\_\\_ 2\\*3");
    }

    #[test]
    fn of_several_it_is_told_what_was_ticked_in_vain_and_what_was_not_ticked() {
        let exam = super::super::parse(EXAM.as_bytes()).unwrap();
        let question = &exam.questions[0];
        let answer = Answer::read("b+c+d", &question.face).unwrap();
        assert_eq!(ticked_in_vain(question, &answer), [("two", Some("It is not.")), ("four", None)]);
        assert_eq!(not_ticked(question, &answer), ["one"]);
        let other = Answer::read("dlq", &exam.questions[1].face).unwrap();
        assert!(ticked_in_vain(&exam.questions[1], &other).is_empty());
        assert!(not_ticked(&exam.questions[1], &other).is_empty());
    }
}
