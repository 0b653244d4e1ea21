//! Reading what the snippets show: messages, JSON, times and numbers.

use serde_json::{Deserializer, Value};

use super::Asked;

/// The value of a header in a message.
pub(super) fn header<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The messages of an exchange, which blank lines part; a body counts as one.
pub(super) fn messages(exchange: &str) -> Vec<&str> {
    exchange.trim().split("\n\n").collect()
}

/// What a request asks for: the second word of its first line.
pub(super) fn target(request: &str) -> &str {
    request.split_whitespace().nth(1).unwrap_or_else(|| panic!("no target: {request}"))
}

/// The JSON objects at the beginning of lines, in their order.
pub(super) fn objects(text: &str) -> Vec<Value> {
    let starts = text.match_indices('{').filter(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    let parsed = starts.map(|(at, _)| {
        let mut values = Deserializer::from_str(&text[at..]).into_iter::<Value>();
        values.next().and_then(Result::ok).unwrap_or_else(|| panic!("no JSON: {}", &text[at..]))
    });
    parsed.collect()
}

/// What stands between the first two backticks.
pub(super) fn quoted(text: &str) -> &str {
    text.split('`').nth(1).unwrap_or_else(|| panic!("nothing quoted: {text}"))
}

/// The number behind the first occurrence of these words; blanks between them don't count.
pub(super) fn number_after(text: &str, words: &str) -> f64 {
    let (_, rest) = text.split_once(words).unwrap_or_else(|| panic!("no {words:?} in {text}"));
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest[..end]
        .trim_end_matches('.')
        .parse()
        .unwrap_or_else(|error| panic!("{error} behind {words:?}: {rest}"))
}

/// The whole number behind the first occurrence of these words.
pub(super) fn count_after(text: &str, words: &str) -> u32 {
    let number = number_after(text, words);
    format!("{number}").parse().unwrap_or_else(|error| panic!("{error} behind {words:?}"))
}

/// The number before the first occurrence of these words.
pub(super) fn count_before(text: &str, words: &str) -> u32 {
    let (before, _) = text.split_once(words).unwrap_or_else(|| panic!("no {words:?} in {text}"));
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or_else(|error| panic!("{error} before {words:?}: {before}"))
}

/// Seconds since midnight of a time such as `10:00:05` or `12:00:02.5`.
pub(super) fn clock(time: &str) -> f64 {
    let parts: Vec<f64> =
        time.split(':').map(|part| part.parse().unwrap_or_else(|e| panic!("{e}: {time}"))).collect();
    let [hours, minutes, seconds] = parts[..] else { panic!("no time: {time}") };
    hours * 3600.0 + minutes * 60.0 + seconds
}

/// Holds each option, whose text quotes a JSON value, against what that value means.
pub(super) fn assert_json_options(asked: &Asked, holds: impl Fn(&Value) -> bool) {
    let judge = |text: &str| {
        let value = serde_json::from_str(quoted(text)).unwrap_or_else(|error| panic!("{error}: {text}"));
        holds(&value)
    };
    let claims: Vec<(&str, bool)> =
        asked.option.iter().map(|option| (option.text.as_str(), judge(&option.text))).collect();
    asked.assert_options(&claims);
}

/// All orders of these items.
pub(super) fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..items.len() {
        let mut rest = items.to_vec();
        let item = rest.remove(first);
        for mut tail in permutations(&rest) {
            tail.insert(0, item.clone());
            all.push(tail);
        }
    }
    all
}

#[test]
fn numbers_and_times_are_read_from_texts() {
    assert_eq!(count_after("max-age=600, private", "max-age="), 600);
    assert_eq!(count_before("per_minute, 300 requests/s", " requests/s"), 300);
    assert!((number_after("booked after 2.6 s", "after") - 2.6).abs() < 1e-12);
    assert!((clock("12:00:02.5") - 43_202.5).abs() < 1e-9);
    assert_eq!(permutations(&[1, 2, 3]).len(), 6);
}
