//! An exam → its paper: the same text for whoever sits it, without the key and without anything that follows from it.
//!
//! Entries and right-hand sides stand in the order of their ids, as the exam holds them; used and unused right-hand sides
//! alike. A paper parses to its exam's `exam_digest`.

use super::strings::{code, list, prose};
use crate::exam::id::SnippetId;
use crate::exam::{
    Arrangement, Choice, CutsSource, Draw, Exam, Face, Key, Kind, Millis, Navigation, Part, Partial, Pin,
    Predict, Purpose, Question, QuestionId, Snippet, default,
};

/// The paper of an exam, as a file.
pub fn paper(exam: &Exam) -> String {
    let mut page = Page(format!("# A paper: the exam `{}` without its key.\n\n", exam.id));
    page.front(exam);
    for (id, shared) in &exam.snippets {
        page.table("snippet");
        page.key("id", prose(id.as_str()));
        page.snippet(shared);
    }
    for draw in &exam.draws {
        page.0.push_str(&format!("\n[[draw]]\n{}\n", rules(draw).join("\n")));
    }
    for form in &exam.forms {
        page.table("form");
        page.key("id", prose(form.id.as_str()));
        page.key("title", prose(&form.title));
        page.some("time_limit", form.time_limit.map(span));
        let draws: Vec<String> =
            form.draws.iter().map(|draw| format!("{{ {} }}", rules(draw).join(", "))).collect();
        page.key("draw", format!("[{}]", draws.join(", ")));
    }
    for question in &exam.questions {
        page.question(question);
    }
    page.0
}

/// Questions of which ids may tell what is right, as a paper shows them: entries whose ids, sorted, stand in the right order or in the
/// reverse of it, and pairs whose sides, sorted by their ids, go together one by one. Ids that were made of texts tell nothing.
pub fn telling(exam: &Exam) -> Vec<&QuestionId> {
    let tells = |question: &&Question| match (&question.key, &question.face) {
        (Some(Key::Order(right)), Face::Order(entries)) => {
            named(entries) && (right.is_sorted() || right.iter().rev().is_sorted())
        }
        (Some(Key::Match(pairs)), Face::Match { lefts, rights }) => {
            let mut pairs: Vec<_> = pairs.iter().collect();
            pairs.sort();
            named(lefts)
                && named(rights)
                && pairs.len() > 1
                && pairs.iter().map(|(_, right)| right).is_sorted()
        }
        _ => false,
    };
    exam.questions.iter().filter(tells).map(|question| &question.id).collect()
}

/// Whether somebody gave them ids.
fn named(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.id != default::part_id(&part.text))
}

/// A file in the making.
struct Page(String);

impl Page {
    fn key(&mut self, key: &str, value: impl AsRef<str>) {
        self.0.push_str(&format!("{key} = {}\n", value.as_ref()));
    }

    fn some(&mut self, key: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.key(key, value);
        }
    }

    fn text(&mut self, key: &str, text: Option<&String>) {
        self.some(key, text.map(|text| prose(text)));
    }

    fn table(&mut self, name: &str) {
        self.0.push_str(&format!("\n[[{name}]]\n"));
    }

    fn front(&mut self, exam: &Exam) {
        self.key("format", "1");
        self.key("id", prose(exam.id.as_str()));
        self.key("title", prose(&exam.title));
        self.key("paper_of", prose(&exam.exam_digest.full()));
        if exam.purpose == Purpose::Lesson {
            self.key("purpose", prose("lesson"));
        }
        self.text("crux", exam.crux.as_ref());
        self.text("intro", exam.intro.as_ref());
        self.text("goal", exam.goal.as_ref());
        self.text("notice", exam.notice.as_ref());
        if !exam.authors.is_empty() {
            self.key("authors", list(&exam.authors));
        }
        self.text("license", exam.license.as_ref());
        self.key("language", prose(&exam.language));
        if !exam.tags.is_empty() {
            self.key("tags", list(&exam.tags));
        }
        self.some("minutes", exam.minutes.map(|minutes| minutes.to_string()));
        self.some("time_limit", exam.time_limit.map(span));
        let rungs = &exam.ladder.rungs;
        self.key("ladder", list(&rungs.iter().map(|rung| rung.level.as_str()).collect::<Vec<_>>()));
        let cuts: Vec<String> =
            rungs.iter().map(|rung| format!("{} = {}", prose(rung.level.as_str()), rung.cut)).collect();
        // Set cuts are told from the program's by being set: as in the digest, those that are the same are left out.
        let set: Vec<String> = rungs
            .iter()
            .zip(cuts)
            .enumerate()
            .filter(|(place, (rung, _))| {
                exam.ladder.cuts != CutsSource::Defaults || rung.cut != default::cut(*place)
            })
            .map(|(_, (_, cut))| cut)
            .collect();
        if !set.is_empty() {
            self.key("cuts", format!("{{ {} }}", set.join(", ")));
        }
        if let CutsSource::Basis(basis) = &exam.ladder.cuts {
            self.key("cuts_basis", prose(basis));
        }
        if exam.predict == Predict::Ask {
            self.key("predict", "true");
        }
        self.key("reveal", prose(exam.reveal.word()));
        if exam.navigation == Navigation::Linear {
            self.key("navigation", prose("linear"));
        }
        let shuffled = |what: Arrangement| what == Arrangement::Shuffled;
        let (questions, options) = (shuffled(exam.shuffle.questions), shuffled(exam.shuffle.options));
        self.key("shuffle", format!("{{ questions = {questions}, options = {options} }}"));
        let partial = match exam.scoring.partial {
            Partial::None => "none",
            Partial::Net => "net",
        };
        self.0.push_str(&format!("\n[scoring]\npartial = \"{partial}\"\nwrong = {}\n", exam.scoring.wrong));
        if exam.topics != default::topics(&exam.questions) {
            for topic in &exam.topics {
                self.table("topic");
                self.key("id", prose(topic.id.as_str()));
                self.key("title", prose(&topic.title));
            }
        }
    }

    fn snippet(&mut self, snippet: &Snippet) {
        self.text("title", snippet.title.as_ref());
        self.key("language", prose(&snippet.language));
        self.key("code", code(&snippet.code));
    }

    fn question(&mut self, question: &Question) {
        self.table("question");
        self.key("id", prose(question.id.as_str()));
        let kind = question.face.kind();
        if kind != Kind::Single {
            self.key("kind", prose(kind.word()));
        }
        self.key("topic", prose(question.topic.as_str()));
        self.some("level", question.level.as_ref().map(|level| prose(level.as_str())));
        if question.points != default::POINTS {
            self.key("points", question.points.to_string());
        }
        self.some("time_limit", question.time_limit.map(span));
        self.text("title", question.title.as_ref());
        if !question.uses.is_empty() {
            self.key("uses", list(&question.uses.iter().map(SnippetId::as_str).collect::<Vec<_>>()));
        }
        self.key("prompt", prose(&question.prompt));
        if let Face::Number { unit } = &question.face {
            self.text("unit", unit.as_ref());
        }
        for snippet in &question.snippets {
            self.table("question.snippet");
            self.snippet(snippet);
        }
        match &question.face {
            Face::Single(options) | Face::Multiple(options) => {
                for option in options {
                    self.option(option);
                }
            }
            Face::Order(entries) => self.parts("question.entry", entries),
            Face::Match { lefts, rights } => {
                self.parts("question.left", lefts);
                self.parts("question.right", rights);
            }
            Face::Boolean | Face::Text | Face::Number { .. } | Face::Essay => {}
        }
    }

    fn option(&mut self, option: &Choice) {
        self.table("question.option");
        self.key("id", prose(option.id.as_str()));
        self.key("text", prose(&option.text));
        if option.pin == Pin::Pinned {
            self.key("pin", "true");
        }
    }

    fn parts(&mut self, table: &str, parts: &[Part]) {
        for part in parts {
            self.table(table);
            self.key("id", prose(part.id.as_str()));
            self.key("text", prose(&part.text));
        }
    }
}

/// The keys of a draw.
fn rules(draw: &Draw) -> Vec<String> {
    let mut rules = Vec::new();
    rules.extend(draw.topic.as_ref().map(|topic| format!("topic = {}", prose(topic.as_str()))));
    rules.extend(draw.level.as_ref().map(|level| format!("level = {}", prose(level.as_str()))));
    rules.push(format!("count = {}", draw.count));
    rules
}

/// A span of time as files have it: whole seconds, in the largest units.
fn span(limit: Millis) -> String {
    let seconds = limit.0 / 1000;
    let parts = [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    prose(&parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::{Millis, parse};

    const EVERYTHING: [&[u8]; 4] = [
        include_bytes!("../../tests/fixtures/exams/valid/everything.toml"),
        include_bytes!("../../tests/fixtures/exams/valid/all-kinds.toml"),
        include_bytes!("../../tests/fixtures/exams/valid/draws.toml"),
        include_bytes!("../../exams/delivery-guarantees.toml"),
    ];

    #[test]
    fn a_paper_parses_to_its_exams_digest_and_to_its_own_paper_again() {
        for bytes in EVERYTHING {
            let exam = parse(bytes).unwrap();
            let text = paper(&exam);
            let read = parse(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
            assert_eq!(read.exam_digest, exam.exam_digest, "{text}");
            assert_eq!(read.paper_of, Some(exam.exam_digest));
            assert!(read.questions.iter().all(|question| question.key.is_none()));
            assert_eq!(paper(&read), text);
        }
    }

    #[test]
    fn cuts_of_which_only_some_are_set_stay_so() {
        let exam = "format = 1\nid = \"c\"\ntitle = \"C\"\ncuts = { junior = 0.9 }\n[[question]]\nid = \"q\"\n\
                    topic = \"t\"\nlevel = \"junior\"\nprompt = \"?\"\nkind = \"boolean\"\nanswer = true\n";
        let exam = parse(exam.as_bytes()).unwrap();
        let read = parse(paper(&exam).as_bytes()).unwrap();
        assert_eq!((read.exam_digest, read.ladder), (exam.exam_digest, exam.ladder));
    }

    /// An exam with one question of each kind that hides an order, and everything that is said about a key.
    fn keyed(right: &str, entries: &str, pairs: &str, said: &str) -> String {
        let exam = format!(
            r#"
format = 1
id = "keyed"
title = "Keyed"
recap = "{said}"
[[question]]
id = "one"
topic = "t"
prompt = "?"
hint = "{said}"
explanation = "{said}"
follow_up = "{said}"
option = [{right}]
[[question]]
id = "two"
kind = "order"
topic = "t"
prompt = "?"
entry = [{entries}]
[[question]]
id = "three"
kind = "match"
topic = "t"
prompt = "?"
{pairs}
[[question]]
id = "four"
kind = "number"
topic = "t"
prompt = "?"
answer = {}
"#,
            said.len()
        );
        paper(&parse(exam.as_bytes()).unwrap())
    }

    #[test]
    fn nothing_of_the_key_is_in_a_paper_not_even_by_an_order_or_a_length() {
        let one = keyed(
            r#"{ text = "x", correct = true }, { text = "y", heads_up = "secret" }"#,
            r#"{ text = "first" }, { text = "second" }, { text = "third" }"#,
            r#"pair = [{ left = "a", right = "A" }, { left = "b", right = "B" }]
distractors = ["C"]"#,
            "secret",
        );
        let other = keyed(
            r#"{ text = "x", credit = 0.5, heads_up = "another secret" }, { text = "y", correct = true }"#,
            r#"{ text = "third" }, { text = "first" }, { text = "second" }"#,
            r#"pair = [{ left = "a", right = "C" }, { left = "b", right = "A" }]
distractors = ["B"]"#,
            "a longer secret of another key",
        );
        assert_eq!(one, other);
        assert!(!one.contains("secret"), "{one}");
    }

    #[test]
    fn ids_that_stand_in_the_right_order_are_named() {
        let told = |entries: &str, pairs: &str| -> Vec<String> {
            let exam = format!(
                "format = 1\nid = \"e\"\ntitle = \"E\"\n\
                 [[question]]\nid = \"order\"\nkind = \"order\"\ntopic = \"t\"\nprompt = \"?\"\nentry = [{entries}]\n\
                 [[question]]\nid = \"match\"\nkind = \"match\"\ntopic = \"t\"\nprompt = \"?\"\n{pairs}"
            );
            let exam = parse(exam.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
            telling(&exam).into_iter().map(ToString::to_string).collect()
        };
        let entry = |id: &str, text: &str| format!("{{ id = \"{id}\", text = \"{text}\" }}");
        let entries = |ids: [&str; 3]| {
            ids.iter().map(|id| entry(id, &format!("text {id}"))).collect::<Vec<_>>().join(", ")
        };
        let none = "pair = [{ left = \"a\", right = \"A\" }, { left = \"b\", right = \"B\" }]\n";
        assert_eq!(told(&entries(["s1", "s2", "s3"]), none), ["order"]);
        assert_eq!(told(&entries(["s3", "s2", "s1"]), none), ["order"]);
        assert!(told(&entries(["s2", "s3", "s1"]), none).is_empty());
        // Made of the texts, whatever their order.
        for texts in [["x", "y", "z"], ["z", "y", "x"], ["y", "x", "z"], ["z", "x", "y"]] {
            let entries: Vec<String> = texts.iter().map(|text| format!("{{ text = \"{text}\" }}")).collect();
            assert!(told(&entries.join(", "), none).is_empty());
        }
    }

    #[test]
    fn spans_are_read_as_they_were() {
        for seconds in [1, 59, 60, 90, 3600, 3661, 45 * 60] {
            let limit = Millis(seconds * 1000);
            assert_eq!(Millis::parse(span(limit).trim_matches('"')), Some(limit));
        }
    }
}
