//! The lesson's shape: four senior questions, each complete.

use std::collections::BTreeSet;

use super::paper::Lesson;

#[test]
fn the_lesson_has_four_senior_questions_on_its_four_topics() {
    let lesson = Lesson::read();
    assert_eq!(lesson.purpose, "lesson");
    assert!(lesson.predict);
    assert_eq!(lesson.minutes, 14);
    let declared: BTreeSet<&str> = lesson.topic.iter().map(|t| t.id.as_str()).collect();
    let asked: BTreeSet<&str> = lesson.question.iter().map(|q| q.topic.as_str()).collect();
    assert_eq!(declared, asked);
    assert_eq!(lesson.question.len(), 4);
    assert!(lesson.question.iter().all(|q| q.level == "senior"));
    assert!(lesson.topic.iter().all(|topic| !topic.title.is_empty()));
    for text in [&lesson.crux, &lesson.intro, &lesson.goal, &lesson.recap] {
        assert!(!text.trim().is_empty());
    }
    assert_eq!(lesson.crux.matches(['.', '!', '?']).count(), 1);
}

#[test]
fn every_question_has_its_texts_and_every_option_a_heads_up_of_its_own() {
    let mut heads_ups = BTreeSet::new();
    for question in Lesson::read().question {
        let texts =
            [&question.title, &question.prompt, &question.hint, &question.explanation, &question.follow_up];
        assert!(texts.iter().all(|text| !text.trim().is_empty()));
        assert!(!question.snippet.is_empty());
        assert_eq!(question.option.iter().filter(|o| o.correct).count(), 1);
        for option in question.option {
            assert!(option.heads_up.len() > 80, "{}", option.text);
            assert!(heads_ups.insert(option.heads_up), "{}", option.text);
        }
    }
}

#[test]
fn the_right_option_is_never_the_longest_and_stands_in_a_different_place_each_time() {
    let mut places = BTreeSet::new();
    for question in Lesson::read().question {
        let right = question.option.iter().position(|o| o.correct);
        places.insert(right);
        let length = |text: &str| text.chars().count();
        let lengths = question.option.iter().map(|o| length(&o.text));
        let right = question.option.iter().find(|o| o.correct);
        assert!(right.map(|o| length(&o.text)) < lengths.clone().max());
        assert!(lengths.clone().max() <= lengths.min().map(|min| min * 5 / 4));
    }
    assert_eq!(places.len(), 4);
}

#[test]
fn snippets_fit_sixty_columns_with_their_line_numbers() {
    for question in Lesson::read().question {
        for snippet in &question.snippet {
            let widest = snippet.code.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(54), "{}: {}", question.id, snippet.title);
        }
    }
}
