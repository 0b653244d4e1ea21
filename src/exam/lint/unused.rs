//! What is declared and never used: topics without questions, shared snippets that nobody gets to see.

use std::collections::HashSet;

use super::Finding;
use crate::exam::model::Exam;
use crate::exam::problem::Warning;
use crate::exam::spans::Spans;

/// `unused-topic` and `unused-snippet`.
pub(super) fn lint(exam: &Exam, spans: &Spans) -> Vec<Finding> {
    let mut found = Vec::new();
    let asked: HashSet<_> = exam.questions.iter().map(|question| &question.topic).collect();
    let topics = exam.topics.iter().zip(&spans.topics).filter(|(topic, _)| !asked.contains(&topic.id));
    let (topics, places): (Vec<_>, Vec<_>) = topics.map(|(topic, at)| (topic.id.clone(), at.clone())).unzip();
    if !topics.is_empty() {
        found.push(Finding { warning: Warning::UnusedTopic { topics }, places });
    }
    let used: HashSet<_> = exam.questions.iter().flat_map(|question| &question.uses).collect();
    let snippets = exam.snippets.iter().zip(&spans.snippets).filter(|((id, _), _)| !used.contains(id));
    let (snippets, places): (Vec<_>, Vec<_>) = snippets.map(|((id, _), at)| (id.clone(), at.clone())).unzip();
    if !snippets.is_empty() {
        found.push(Finding { warning: Warning::UnusedSnippet { snippets }, places });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::test::Made;
    use super::*;

    const DECLARED: &str = r#"
        [[topic]]
        id = "asked"
        [[topic]]
        id = "announced"
        [[snippet]]
        id = "used"
        code = "a"
        [[snippet]]
        id = "forgotten"
        code = "b"
        [[snippet]]
        id = "lost"
        code = "c"
        [[question]]
        id = "q"
        topic = "asked"
        kind = "text"
        uses = ["used"]
        prompt = "What is it?"
        accept = ["a"]
    "#;

    #[test]
    fn what_no_question_has_is_unused() {
        let Made { exam, spans, source } = Made::of(DECLARED);
        let found = lint(&exam, &spans);
        let [topics, snippets] = &found[..] else { panic!("{found:?}") };
        assert!(matches!(&topics.warning, Warning::UnusedTopic { topics } if topics.len() == 1));
        assert_eq!(&source[topics.places[0].clone()], "\"announced\"");
        assert!(matches!(&snippets.warning, Warning::UnusedSnippet { snippets } if snippets.len() == 2));
        let named: Vec<&str> = snippets.places.iter().map(|place| &source[place.clone()]).collect();
        assert_eq!(named, ["\"forgotten\"", "\"lost\""]);
    }

    #[test]
    fn topics_of_questions_alone_are_used() {
        let (_, questions) = DECLARED.split_once("[[question]]").unwrap();
        let Made { exam, spans, .. } =
            Made::of(&format!("[[question]]{questions}").replace("uses = [\"used\"]", ""));
        assert!(lint(&exam, &spans).is_empty());
    }
}
