//! The lesson's words: those it never uses, and the line numbers it points at.

use super::paper::Lesson;

#[test]
fn words_that_no_page_uses_are_not_used() {
    let text = Lesson::source().to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic());
    let banned = ["failed", "zero", "likely", "irregular", "verdict", "equal", "better"];
    assert_eq!(words.find(|word| banned.contains(word)), None);
}

#[test]
fn no_control_character_but_newline_is_in_the_file() {
    let strange = |c: &char| c.is_control() && *c != '\n';
    assert_eq!(Lesson::source().chars().find(strange), None);
}

#[test]
fn no_text_points_at_an_option_by_its_place() {
    let text = Lesson::source().to_lowercase();
    let places = ["option a", "option b", "option c", "option d", "the above"];
    for place in places {
        assert!(!text.contains(place), "{place}");
    }
}

/// A question, the words that name a line, the line's number, and how that line starts.
const POINTED_AT: [(&str, &str, usize, &str); 8] = [
    ("check-then-charge", "the check on line 5", 5, "seen ="),
    ("check-then-charge", "the insert on line 15", 15, "db.execute("),
    ("check-then-charge", "line 14 has charged", 14, "payments.charge("),
    ("check-then-charge", "before line 15 inserts", 15, "db.execute("),
    ("commit-then-ack", "insert on line 7", 7, "db.execute("),
    ("commit-then-ack", "before line 12", 12, "db.execute("),
    ("charge-then-crash", "line 8 sends", 8, "idempotency_key=msg.id"),
    ("charge-then-crash", "lines 10 to 15 write", 10, "db.execute("),
];

#[test]
fn line_numbers_in_texts_point_at_the_lines_they_mean() {
    for (id, words, number, start) in POINTED_AT {
        let question = Lesson::read().question(id);
        let heads_ups = question.option.iter().map(|o| &o.heads_up);
        let mut texts = heads_ups.chain([&question.explanation, &question.prompt]);
        let one_line = |text: &String| text.replace('\n', " ").contains(words);
        assert!(texts.any(one_line), "{id}: {words}");
        let line = question.code("python").lines().nth(number - 1);
        let line = line.expect("the snippet is long enough").trim();
        assert!(line.starts_with(start), "{id}: {number}: {line}");
    }
}

#[test]
fn every_line_number_in_a_text_is_checked() {
    let text = Lesson::source().replace('\n', " ");
    let is_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let named = ["line ", "lines "].into_iter().flat_map(|word| {
        let places = text.match_indices(word);
        places.filter(|(at, found)| is_number(&text[at + found.len()..]))
    });
    assert_eq!(named.count(), POINTED_AT.len());
}
