//! Whether there is time for what is asked: the questions' own limits added up, and reading alone.

use std::collections::HashMap;
use std::ops::Range;

use super::Finding;
use super::mix::Mix;
use crate::exam::id::SnippetId;
use crate::exam::model::{Exam, Face, Question, Snippet};
use crate::exam::problem::{Overrun, Warning};
use crate::exam::quantity::Millis;
use crate::exam::spans::Spans;

/// Words that an adult reads silently in a minute, of English non-fiction (Brysbaert 2019).
const WORDS_A_MINUTE: u64 = 238;

/// `time-budget`.
pub(super) fn lint(exam: &Exam, spans: &Spans, mixes: &[Mix<'_>]) -> Vec<Finding> {
    let limited = exam.questions.iter().any(|question| question.time_limit.is_some());
    if !limited && mixes.iter().all(|mix| mix.limit.is_none()) {
        return Vec::new();
    }
    let words = words(exam);
    let limit_of = |at: usize| exam.questions.get(at)?.time_limit;
    let mut found = Vec::new();
    for mix in mixes {
        let Some(limit) = mix.limit else { continue };
        let place = place(spans, mix);
        let form = mix.form.map(|(_, form)| form.id.clone());
        let sum = Millis(mix.most(|at| limit_of(at).unwrap_or_default().0));
        if sum > limit {
            let overrun = Overrun::Limits { form: form.clone(), sum, limit };
            found.push(Finding { warning: Warning::TimeBudget(overrun), places: vec![place.clone()] });
        }
        let most = mix.most(|at| words.get(at).copied().unwrap_or(0));
        let takes = reading(most);
        if takes > limit {
            let words = usize::try_from(most).unwrap_or(usize::MAX);
            let overrun = Overrun::Reading { form, words, takes, limit };
            found.push(Finding { warning: Warning::TimeBudget(overrun), places: vec![place] });
        }
    }
    found.extend(own_limits(exam, spans, &words));
    found
}

/// Where the limit is written; of a form that has the exam's, the form.
fn place(spans: &Spans, mix: &Mix<'_>) -> Range<usize> {
    let place = match mix.form {
        Some((at, _)) => spans.forms.get(at).map(|form| form.time_limit.clone().unwrap_or(form.id.clone())),
        None => spans.time_limit.clone(),
    };
    place.unwrap_or_else(|| spans.id.clone())
}

fn own_limits(exam: &Exam, spans: &Spans, words: &[u64]) -> Option<Finding> {
    let (mut limited, mut places) = (0, Vec::new());
    for ((question, at), words) in exam.questions.iter().zip(&spans.questions).zip(words) {
        if let Some(limit) = question.time_limit {
            limited += 1;
            if reading(*words) > limit {
                places.extend(at.time_limit.clone());
            }
        }
    }
    let warning = Warning::TimeBudget(Overrun::OwnLimit { questions: places.len(), limited });
    (!places.is_empty()).then_some(Finding { warning, places })
}

const fn reading(words: u64) -> Millis {
    Millis(words * 60_000 / WORDS_A_MINUTE)
}

/// The words of each question.
fn words(exam: &Exam) -> Vec<u64> {
    let shared: HashMap<&SnippetId, u64> =
        exam.snippets.iter().map(|(id, snippet)| (id, of_snippet(snippet))).collect();
    let of = |question: &Question| {
        let used = question.uses.iter().filter_map(|id| shared.get(id)).sum::<u64>();
        let own = question.snippets.iter().map(of_snippet).sum::<u64>();
        let title = question.title.as_deref().map_or(0, count);
        title + used + own + count(&question.prompt) + of_face(&question.face)
    };
    exam.questions.iter().map(of).collect()
}

fn of_snippet(snippet: &Snippet) -> u64 {
    snippet.title.as_deref().map_or(0, count) + count(&snippet.code)
}

fn of_face(face: &Face) -> u64 {
    match face {
        Face::Single(options) | Face::Multiple(options) => {
            options.iter().map(|option| count(&option.text)).sum()
        }
        Face::Order(entries) => entries.iter().map(|entry| count(&entry.text)).sum(),
        Face::Match { lefts, rights } => lefts.iter().chain(rights).map(|side| count(&side.text)).sum(),
        Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => 0,
    }
}

/// What stands between white space and has a letter or a digit in it.
fn count(text: &str) -> u64 {
    if !text.is_ascii() {
        let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        return words.count() as u64;
    }
    // The same, byte by byte: most of a large file is read in here.
    let (mut words, mut counted) = (0, false);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            words += u64::from(!counted);
            counted = true;
        } else if byte.is_ascii_whitespace() || byte == b'\x0b' {
            counted = false;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::mix;
    use super::super::test::Made;
    use super::*;

    #[test]
    fn words_have_a_letter_or_a_digit() {
        assert_eq!(count("A worker acks **before** - it `works`. 5 > 3;\n}"), 8);
        assert_eq!(count("A worker acks **before** – it `works`. 5 > 3;\n}"), 8);
        assert_eq!([count(""), count(" - "), count("é 1"), count("a\tb\nc")], [0, 0, 2, 3]);
        assert_eq!(reading(238), Millis(60_000));
        assert_eq!(reading(119), Millis(30_000));
    }

    #[test]
    fn all_that_is_shown_of_a_question_is_read() {
        let Made { exam, .. } = Made::of(
            r#"
            intro = "not this"
            [[snippet]]
            id = "s"
            title = "one"
            code = "two three"
            [[question]]
            id = "a"
            topic = "t"
            title = "one"
            uses = ["s"]
            prompt = "two three four"
            explanation = "not this"
            option = [{ text = "a b", correct = true, heads_up = "nor this" }, { text = "c" }]
            [[question.snippet]]
            code = "five six = seven"
            [[question]]
            id = "b"
            topic = "t"
            kind = "match"
            prompt = "one"
            pair = [{ left = "a", right = "b c" }, { left = "d", right = "e" }]
            distractors = ["f g"]
            [[question]]
            id = "c"
            topic = "t"
            kind = "order"
            prompt = "one"
            entry = [{ text = "a b" }, { text = "c" }]
            "#,
        );
        assert_eq!(words(&exam), [1 + 3 + 3 + 3 + 3, 1 + 7, 1 + 3]);
    }

    /// Warnings with the texts of their first places.
    fn found(rest: &str) -> Vec<(String, String)> {
        let Made { exam, spans, source } = Made::of(rest);
        let found = lint(&exam, &spans, &mix::all(&exam));
        found
            .into_iter()
            .map(|one| (one.warning.message(), source[one.places[0].clone()].to_owned()))
            .collect()
    }

    fn question(id: &str, limit: &str, words: usize) -> String {
        let prompt = "word ".repeat(words);
        format!(
            "[[question]]\nid = \"{id}\"\ntopic = \"t\"\nlevel = \"junior\"\nkind = \"text\"\n{limit}\nprompt = \"{prompt}\"\naccept = [\"a\"]\n"
        )
    }

    #[test]
    fn limits_may_add_up_to_the_whole_and_no_further() {
        let two =
            format!("{}{}", question("a", "time_limit = \"5m\"", 1), question("b", "time_limit = \"5m\"", 1));
        assert_eq!(found(&format!("time_limit = \"10m\"\n{two}")), []);
        assert_eq!(
            found(&format!("time_limit = \"9m 59s\"\n{two}")),
            [(
                "the questions' limits add up to 10m, expected at most 9m 59s".to_owned(),
                "\"9m 59s\"".to_owned()
            )]
        );
        assert_eq!(found(&two), [], "without a limit there is nothing to exceed");
    }

    #[test]
    fn of_a_draw_the_longest_count() {
        let two =
            format!("{}{}", question("a", "time_limit = \"8m\"", 1), question("b", "time_limit = \"3m\"", 1));
        let draw = "[[draw]]\nlevel = \"junior\"\ncount = 1\n";
        assert_eq!(found(&format!("time_limit = \"8m\"\n{draw}{two}")), []);
        assert_eq!(found(&format!("time_limit = \"7m\"\n{draw}{two}")).len(), 1);
        let form = "[[form]]\nid = \"f\"\ntime_limit = \"7m\"\ndraw = [{ count = 1 }]\n";
        assert_eq!(
            found(&format!("{form}{two}")),
            [(
                "the questions' limits in form `f` add up to 8m, expected at most 7m".to_owned(),
                "\"7m\"".to_owned()
            )]
        );
    }

    #[test]
    fn reading_must_not_take_longer_than_the_limit() {
        let long = question("a", "", 476);
        assert_eq!(found(&format!("time_limit = \"2m\"\n{long}")), []);
        assert_eq!(
            found(&format!("time_limit = \"1m 59s\"\n{long}")),
            [(
                "reading all takes 2m (476 words), expected at most the limit of 1m 59s".to_owned(),
                "\"1m 59s\"".to_owned()
            )]
        );
        let own = question("a", "time_limit = \"60s\"", 239);
        assert_eq!(
            found(&format!("{own}{}", question("b", "time_limit = \"60s\"", 238))),
            [(
                "1 of 2 questions with a limit takes longer than that to read, expected none".to_owned(),
                "\"60s\"".to_owned()
            )]
        );
    }
}
