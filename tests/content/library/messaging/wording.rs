//! The line numbers that texts point at.

use std::collections::BTreeSet;

use super::{Asked, BASIS, Paper};

/// A question, a line of its program that its texts name, and how that line starts.
const POINTED_AT: [(&str, usize, &str); 17] = [
    ("commit-before-work", 4, "consumer.commit()"),
    ("commit-before-work", 6, "store(msg)"),
    ("transaction-and-mail", 7, "mailer.send("),
    ("transaction-and-mail", 9, "producer.send_offsets("),
    ("transaction-and-mail", 10, "producer.commit_transaction("),
    ("placed-after-cancelled", 3, "producer.send("),
    ("retry-overtaken", 8, "consumer.commit()"),
    ("seen-in-memory", 6, "give_bonus("),
    ("marked-before-done", 2, "fresh = redis.set("),
    ("marked-before-done", 4, "consumer.commit()"),
    ("marked-before-done", 5, "return"),
    ("marked-before-done", 6, "ship("),
    ("sent-then-rolled-back", 5, "producer.send("),
    ("poison-message", 7, "consumer.seek("),
    ("dead-letter-without-key", 2, "event_id = msg.headers["),
    ("dead-letter-without-key", 4, "apply_once("),
    ("dead-letter-without-key", 10, "producer.send("),
];

#[test]
fn line_numbers_in_texts_point_at_the_lines_they_mean() {
    let paper = Paper::read(BASIS.exam);
    for (id, number, start) in POINTED_AT {
        let question = paper.question(id);
        let program =
            question.snippet.iter().find(|snippet| snippet.language == "python").expect("a program");
        let line = program.code.lines().nth(number - 1).unwrap_or_else(|| panic!("{id}: no line {number}"));
        assert!(line.trim().starts_with(start), "{id}: {number}: {line}");
    }
}

#[test]
fn every_line_number_in_a_text_is_checked() {
    let checked: BTreeSet<(&str, usize)> = POINTED_AT.iter().map(|(id, number, _)| (*id, *number)).collect();
    for question in &Paper::read(BASIS.exam).question {
        for number in named(question) {
            assert!(checked.contains(&(question.id.as_str(), number)), "{}: line {number}", question.id);
        }
    }
}

fn named(question: &Asked) -> Vec<usize> {
    let line = regex::Regex::new(r"\b[Ll]ines?\s+(\d+)(?:\s+(?:to|and)\s+(\d+))?").expect("a valid pattern");
    let heads_ups = question.option.iter().map(|option| &option.heads_up);
    let texts = heads_ups.chain([&question.prompt, &question.explanation, &question.follow_up]);
    let numbers = texts.flat_map(|text| line.captures_iter(text)).flat_map(|found| {
        let both = [found.get(1), found.get(2)];
        both.into_iter()
            .flatten()
            .map(|number| number.as_str().parse().expect("a number"))
            .collect::<Vec<usize>>()
    });
    numbers.collect()
}
