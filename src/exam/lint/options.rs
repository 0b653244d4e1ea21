//! What single options lack: a heads-up, a place of their own.

use super::Finding;
use crate::exam::model::{Arrangement, Exam, Key, Merit, Pin, Question};
use crate::exam::problem::Warning;
use crate::exam::spans::Spans;

/// An option of more words than this says something of its own.
const MOST_WORDS: usize = 8;

/// `no-heads-up` and `all-of-the-above`.
pub(super) fn lint(exam: &Exam, spans: &Spans) -> Vec<Finding> {
    [no_heads_up(exam, spans), all_of_the_above(exam, spans)].into_iter().flatten().collect()
}

fn no_heads_up(exam: &Exam, spans: &Spans) -> Option<Finding> {
    let (mut distractors, mut places) = (0, Vec::new());
    for (question, at) in exam.questions.iter().zip(&spans.questions) {
        for (key, place) in question.option_keys().iter().zip(&at.options) {
            if key.merit != Merit::Right {
                distractors += 1;
                if key.heads_up.is_none() {
                    places.push(place.clone());
                }
            }
        }
        if let Some(Key::Boolean { heads_up, .. }) = &question.key {
            distractors += 1;
            if heads_up.is_none() {
                places.extend(at.answer.clone());
            }
        }
    }
    let warning = Warning::NoHeadsUp { without: places.len(), distractors };
    (!places.is_empty()).then_some(Finding { warning, places })
}

fn all_of_the_above(exam: &Exam, spans: &Spans) -> Option<Finding> {
    if exam.shuffle.options == Arrangement::AsWritten {
        return None;
    }
    let mut places = Vec::new();
    for (question, at) in exam.questions.iter().zip(&spans.questions) {
        let options = question.face.options();
        for (option, place) in options.iter().zip(&at.options) {
            let means_others = || by_place(&option.text) || by_letter(exam, question, &option.text);
            if option.pin == Pin::Free && means_others() {
                places.push(place.clone());
            }
        }
    }
    let warning = Warning::AllOfTheAbove { options: places.len() };
    (!places.is_empty()).then_some(Finding { warning, places })
}

/// The words of an option, if they are few.
fn few_words(text: &str) -> Option<Vec<&str>> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MOST_WORDS + 1).collect();
    (words.len() <= MOST_WORDS).then_some(words)
}

/// Whether an option means others by where they stand: "All of the above", "None of these".
fn by_place(text: &str) -> bool {
    let how_many = [
        "all",
        "any",
        "both",
        "each",
        "either",
        "every",
        "everything",
        "most",
        "neither",
        "none",
        "nothing",
        "some",
        "two",
        "three",
    ];
    let Some(words) = few_words(text) else { return false };
    let Some((first, rest)) = words.split_first() else { return false };
    if !how_many.iter().any(|word| first.eq_ignore_ascii_case(word)) {
        return false;
    }
    let rest: Vec<String> = rest.iter().map(|word| word.to_lowercase()).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match rest.as_slice() {
        ["of", "these"] | ["of", "these", "options" | "answers" | "choices" | "statements"] => true,
        rest => rest.iter().any(|word| matches!(*word, "above" | "below" | "preceding" | "foregoing")),
    }
}

/// Whether an option means others by their letters: "Both A and C". Letters that the question itself uses as names are none.
fn by_letter(exam: &Exam, question: &Question, text: &str) -> bool {
    let Some(words) = few_words(text) else { return false };
    let filler = [
        "answer", "answers", "both", "choices", "either", "neither", "only", "option", "options", "and",
        "but", "nor", "not", "or",
    ];
    let is_filler = |word: &str| filler.iter().any(|known| word.eq_ignore_ascii_case(known));
    let named: Vec<&str> = words.into_iter().filter(|word| !is_filler(word)).collect();
    let options = question.face.options().len();
    let is_letter = |word: &&str| match word.as_bytes() {
        [letter @ (b'a'..=b'z' | b'A'..=b'Z')] => usize::from(letter.to_ascii_lowercase() - b'a') < options,
        _ => false,
    };
    let distinct = (1..named.len()).all(|at| !named[..at].contains(&named[at]));
    if named.len() < 2 || !distinct || !named.iter().all(is_letter) {
        return false;
    }
    let codes = exam.snippets_of(question).map(|snippet| snippet.code.as_str());
    let texts: Vec<&str> = std::iter::once(question.prompt.as_str()).chain(codes).collect();
    let is_name = |letter: &&str| {
        let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        words.into_iter().any(|word| word == *letter)
    };
    !named.iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::super::test::{Made, exam};
    use super::*;

    #[test]
    fn options_that_mean_others_by_place_are_known_by_their_words() {
        for text in [
            "All of the above",
            "*None* of the above.",
            "both of the above",
            "All the above statements",
            "None of these",
            "any of these answers!",
            "All of the options below",
        ] {
            assert!(by_place(text), "{text}");
        }
        for text in [
            "Neither of them",
            "Both of them",
            "All of these rows are locked",
            "The line above",
            "Nothing",
            "All rows whose total is above the limit and which were written today",
            "",
        ] {
            assert!(!by_place(text), "{text}");
        }
    }

    #[test]
    fn letters_are_names_where_the_question_uses_them() {
        let made = |prompt: &str, option: &str| {
            let head = format!("[[question]]\nid = \"q\"\ntopic = \"t\"\nprompt = \"{prompt}\"\n");
            let options = "option = [{ text = \"x\", correct = true }, { text = \"y\" }, { text = \"z\" }]\n";
            let (exam, _) = exam(&format!("{head}{options}"));
            by_letter(&exam, &exam.questions[0], option)
        };
        assert!(made("Which?", "Both A and B"));
        assert!(made("Which is a way?", "a and b"));
        assert!(made("Which?", "A, B and C"));
        assert!(!made("Between A and B, which node?", "Both A and B"));
        assert!(!made("Which?", "A and D"), "there is no d");
        assert!(!made("Which?", "A"), "one letter is a name");
        assert!(!made("Which?", "A and the rest"));
    }

    #[test]
    fn heads_ups_are_missed_on_distractors_only() {
        let Made { exam, spans, source } = Made::of(
            r#"
            [[question]]
            id = "single"
            topic = "t"
            prompt = "One?"
            option = [
                { text = "right", correct = true },
                { text = "half", credit = 0.5 },
                { text = "told", heads_up = "No." },
                { text = "wrong" },
            ]
            [[question]]
            id = "boolean"
            topic = "t"
            kind = "boolean"
            prompt = "Is it?"
            answer = true
            [[question]]
            id = "told"
            topic = "t"
            kind = "boolean"
            prompt = "Is it not?"
            answer = false
            heads_up = "It is."
            [[question]]
            id = "number"
            topic = "t"
            kind = "number"
            prompt = "How many?"
            answer = 1
            "#,
        );
        let finding = no_heads_up(&exam, &spans).unwrap();
        assert_eq!(finding.warning, Warning::NoHeadsUp { without: 3, distractors: 5 });
        let named: Vec<&str> = finding.places.into_iter().map(|place| &source[place]).collect();
        assert_eq!(named, ["\"half\"", "\"wrong\"", "true"]);
    }
}
