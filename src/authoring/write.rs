//! A draft → an exam file with comments that teach: each key is explained where it first stands.

use std::collections::HashSet;

use super::draft::{Choice, Draft, Question, Snippet, Topic, Unfinished, Way};
use super::notes::{MORE, note};
use super::strings::{code, list, number, prose};
use crate::exam::id::is_id;
use crate::exam::section::Section;
use crate::exam::{Kind, Purpose};

/// The line above a question that was left half written.
pub const UNFINISHED: &str = "# Not finished:";

/// The draft as an exam file.
pub fn exam(draft: &Draft) -> String {
    let mut page = Page::default();
    page.front(draft);
    for question in &draft.questions {
        page.question(question);
    }
    for text in &draft.unfinished {
        page.unfinished(text);
    }
    page.text
}

/// A question that was left half written as it would stand in a file, as far as it goes, without comments; above it the topic that
/// came with it.
pub fn unfinished(unfinished: &Unfinished) -> String {
    let mut page = Page { silent: true, ..Page::default() };
    unfinished.topic.iter().for_each(|topic| page.topic(topic));
    page.question(&unfinished.question);
    page.text.trim_start().to_owned()
}

/// A name as a key: one that is no id is not bare, so that the parser says what is wrong with it.
fn key(name: &str) -> String {
    if is_id(name) { name.to_owned() } else { prose(name) }
}

/// A file in the making.
#[derive(Default)]
struct Page {
    text: String,
    /// The keys that were explained.
    explained: HashSet<(&'static str, &'static str)>,
    /// Nothing is explained.
    silent: bool,
}

impl Page {
    fn front(&mut self, draft: &Draft) {
        self.text.push_str(
            "# `examiner check` says what is wrong with it, `examiner help format` what can stand in it.\n\n",
        );
        self.key(Section::Exam, "format", "1");
        self.key(Section::Exam, "id", &prose(&draft.id));
        self.key(Section::Exam, "title", &prose(&draft.title));
        let purpose = match draft.purpose {
            Purpose::Exam => "\"exam\"",
            Purpose::Lesson => "\"lesson\"",
        };
        self.key(Section::Exam, "purpose", purpose);
        self.or_example(Section::Exam, "minutes", &draft.minutes, number, "20");
        self.or_example(Section::Exam, "time_limit", &draft.time_limit, prose, "\"45m\"");
        self.key(Section::Exam, "ladder", &list(&draft.levels()));
        if draft.purpose == Purpose::Exam {
            let cuts = draft.written_cuts();
            if !cuts.is_empty() {
                let cuts: Vec<String> =
                    cuts.iter().map(|(level, cut)| format!("{} = {}", key(level), number(cut))).collect();
                self.key(Section::Exam, "cuts", &format!("{{ {} }}", cuts.join(", ")));
            }
            let example = "\"Angoff, 4 judges, 2026-10\"";
            self.or_example(Section::Exam, "cuts_basis", &draft.cuts_basis, prose, example);
        }
        if !draft.allow.is_empty() {
            let allowed: Vec<String> =
                draft.allow.iter().map(|(name, reason)| format!("{name} = {}", prose(reason))).collect();
            self.key(Section::Exam, "allow", &format!("{{ {} }}", allowed.join(", ")));
        }
        self.text.push('\n');
        self.text.push_str(MORE);
        for topic in &draft.topics {
            self.topic(topic);
        }
    }

    fn topic(&mut self, topic: &Topic) {
        self.table("topic");
        self.given(Section::Topic, "id", &topic.id, prose);
        self.given(Section::Topic, "title", &topic.title, prose);
    }

    fn question(&mut self, question: &Question) {
        use Section::Question as Here;
        if !self.silent && is_id(&question.id) {
            let bar = "-".repeat(90_usize.saturating_sub(question.id.len()).max(3));
            self.text.push_str(&format!("\n# --- {} {bar}\n", question.id));
        }
        self.table("question");
        self.given(Here, "id", &question.id, prose);
        self.key(Here, "kind", &prose(question.kind.word()));
        self.given(Here, "topic", &question.topic, prose);
        self.given(Here, "level", &question.level, prose);
        self.given(Here, "points", &question.points, number);
        self.given(Here, "title", &question.title, prose);
        self.given(Here, "prompt", &question.prompt, prose);
        self.given(Here, "hint", &question.hint, prose);
        self.given(Here, "explanation", &question.explanation, prose);
        self.given(Here, "follow_up", &question.follow_up, prose);
        self.plain_keys(question);
        for snippet in &question.snippets {
            self.snippet(snippet);
        }
        self.tables(question);
    }

    /// What the kind has in keys of the question itself; these stand above its tables.
    fn plain_keys(&mut self, question: &Question) {
        use Section::Question as Here;
        match question.kind {
            Kind::Single | Kind::Multiple | Kind::Order => {}
            Kind::Boolean => {
                self.key(Here, "answer", if question.truth { "true" } else { "false" });
                self.given(Here, "heads_up", &question.why, prose);
            }
            Kind::Text => match question.way {
                Way::Accept if question.accept.is_empty() => {}
                Way::Accept => self.key(Here, "accept", &list(&question.accept)),
                Way::Pattern => self.given(Here, "pattern", &question.pattern, prose),
            },
            Kind::Number => {
                self.given(Here, "answer", &question.answer, number);
                self.given(Here, "tolerance", &question.tolerance, number);
                self.given(Here, "unit", &question.unit, prose);
            }
            Kind::Match if question.distractors.is_empty() => {}
            Kind::Match => self.key(Here, "distractors", &list(&question.distractors)),
            Kind::Essay => self.given(Here, "sample", &question.sample, prose),
        }
    }

    /// What the kind has in tables of its own.
    fn tables(&mut self, question: &Question) {
        match question.kind {
            Kind::Single | Kind::Multiple => {
                for option in &question.options {
                    self.option(option, question.kind);
                }
            }
            Kind::Boolean | Kind::Text | Kind::Number => {}
            Kind::Order => {
                for entry in &question.entries {
                    self.table("question.entry");
                    self.key(Section::Entry, "text", &prose(entry));
                }
            }
            Kind::Match => {
                for (left, right) in &question.pairs {
                    self.table("question.pair");
                    self.key(Section::Pair, "left", &prose(left));
                    self.key(Section::Pair, "right", &prose(right));
                }
            }
            Kind::Essay => {
                for (text, points) in &question.criteria {
                    self.table("question.criterion");
                    self.key(Section::Criterion, "text", &prose(text));
                    self.given(Section::Criterion, "points", points, number);
                }
            }
        }
    }

    fn snippet(&mut self, snippet: &Snippet) {
        self.table("question.snippet");
        self.given(Section::QuestionSnippet, "title", &snippet.title, prose);
        self.given(Section::QuestionSnippet, "language", &snippet.language, prose);
        self.key(Section::QuestionSnippet, "code", &code(&snippet.code));
    }

    fn option(&mut self, option: &Choice, kind: Kind) {
        self.table("question.option");
        self.key(Section::Choice, "text", &prose(&option.text));
        if option.correct {
            self.key(Section::Choice, "correct", "true");
        }
        self.given(Section::Choice, "heads_up", &option.heads_up, prose);
        if !option.correct && kind == Kind::Single {
            self.given(Section::Choice, "credit", &option.credit, number);
        }
    }

    fn unfinished(&mut self, text: &str) {
        self.text.push_str(&format!("\n{UNFINISHED}\n"));
        for line in text.lines() {
            // No line ends in a space.
            self.text.push_str(if line.is_empty() { "#" } else { "# " });
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn table(&mut self, name: &str) {
        self.text.push_str(&format!("\n[[{name}]]\n"));
    }

    /// A key that is there if something was given.
    fn given(&mut self, section: Section, key: &'static str, text: &str, form: impl Fn(&str) -> String) {
        if !text.is_empty() {
            self.key(section, key, &form(text));
        }
    }

    /// A key, or how it would look.
    fn or_example(
        &mut self,
        section: Section,
        key: &'static str,
        text: &str,
        form: impl Fn(&str) -> String,
        example: &str,
    ) {
        if text.is_empty() {
            self.explain(section, key);
            self.text.push_str(&format!("# {key} = {example}\n"));
        } else {
            self.key(section, key, &form(text));
        }
    }

    fn key(&mut self, section: Section, key: &'static str, value: &str) {
        self.explain(section, key);
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    fn explain(&mut self, section: Section, key: &'static str) {
        if self.silent || !self.explained.insert((section.header(), key)) {
            return;
        }
        for line in note(section, key).lines() {
            self.text.push_str(&format!("# {line}\n"));
        }
    }
}
