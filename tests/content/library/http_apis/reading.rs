//! Reading what the snippets show: messages, JSON, times and numbers.

use serde_json::{Deserializer, Value};

pub(super) use super::super::reading::{assert_only_order, count_after, number_after, quoted};
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

#[test]
fn numbers_and_times_are_read_from_texts() {
    assert_eq!(count_before("per_minute, 300 requests/s", " requests/s"), 300);
    assert!((clock("12:00:02.5") - 43_202.5).abs() < 1e-9);
}
