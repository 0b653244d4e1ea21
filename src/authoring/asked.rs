//! How each step is asked for: its line, its help, and what stands there at the start.

use super::draft::{Question, Snippet, Way};
use super::hints::help;
use super::step::{Step, Work};
use crate::exam::{Kind, Points, Purpose, id};

/// How a step is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The prompt's line.
    pub message: String,
    /// What to know about it, in a few words.
    pub help: &'static str,
    /// What kind of answer is wanted.
    pub field: Field,
}

/// What kind of answer a step wants, and what stands there at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A line, and what stands in it to be changed.
    Line(String),
    /// A line in which nothing stands, and what is taken where nothing is said.
    Proposed(String),
    /// Several lines, and what an empty one means that is the first.
    Lines(String, Empty),
    /// One of these, and where the highlight starts.
    Choice(Vec<String>, usize),
    /// Yes or no.
    YesNo(bool),
}

/// What an empty line means in front of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// There is no text.
    NoText,
    /// It is a line of the text.
    ALine,
}

impl Asked {
    /// What an empty line means in front of everything.
    pub fn empty(&self) -> Empty {
        if let Field::Lines(_, empty) = &self.field { *empty } else { Empty::NoText }
    }
}

impl Work {
    /// How the step is asked for.
    pub fn ask(&self, step: Step) -> Asked {
        Asked { message: self.message(step), help: self.help(step), field: self.field(step) }
    }

    fn message(&self, step: Step) -> String {
        let text = match step {
            Step::Title | Step::QuestionTitle => "Title",
            Step::Id | Step::TopicId(_) | Step::NewTopicId | Step::QuestionId => "Id",
            Step::Purpose => "What is it for?",
            Step::Minutes => "About how many minutes",
            Step::TimeLimit => "Time limit",
            Step::Ladder => "Levels, lowest first",
            Step::Cut(n) => return format!("Cut for {}", self.level(n)),
            Step::CutsBasis => "Where the cuts come from",
            Step::TopicTitle(n) => return format!("Topic {}", n + 1),
            Step::Kind => "Kind of question",
            Step::Topic => "Topic",
            Step::NewTopicTitle => "New topic",
            Step::Level => "Level",
            Step::Prompt => "The question",
            Step::Snippet(0) => "Something to read first?",
            Step::Snippet(_) => "Something more to read first?",
            Step::SnippetFile(_) => "Which file",
            Step::SnippetCode(_) => "What there is to read",
            Step::SnippetTitle(_) => "Its title",
            Step::SnippetLanguage(_) => "Its language",
            Step::OptionText(n) => return format!("Option {}", n + 1),
            Step::OptionRight(_) => "Is it right?",
            Step::OptionWhy(n) if self.open.options.get(n).is_some_and(|option| option.correct) => {
                "Why it is right"
            }
            Step::OptionWhy(_) => "Why it is wrong (its heads-up)",
            Step::OptionCredit(_) => "Credit",
            Step::Truth => "What is right?",
            Step::TruthWhy => "Why the other is wrong (its heads-up)",
            Step::Way => "What is accepted?",
            Step::Accept(n) => return format!("Accepted text {}", n + 1),
            Step::Pattern => "Pattern",
            Step::Number => "The right number",
            Step::Tolerance => "Tolerance",
            Step::Unit => "Unit",
            Step::Entry(n) => return format!("Entry {}", n + 1),
            Step::Left(n) => return format!("Left side {}", n + 1),
            Step::Right(_) => "belongs to",
            Step::Distractor(n) => return format!("Right side without a left {}", n + 1),
            Step::Criterion(n) => return format!("Criterion {}", n + 1),
            Step::CriterionPoints(_) => "Its points",
            Step::Sample => "A model answer",
            Step::Explanation => "Explanation",
            Step::FollowUp => "Follow-up",
            Step::Hint => "Hint",
            Step::Points => "Points",
        };
        text.to_owned()
    }

    fn field(&self, step: Step) -> Field {
        let (draft, open) = (&self.draft, &self.open);
        match step {
            Step::Purpose => {
                let exam = "an exam: who takes it may show a level";
                let lesson = "a lesson: no level is claimed, practice is its home";
                Field::Choice(
                    vec![exam.to_owned(), lesson.to_owned()],
                    usize::from(draft.purpose == Purpose::Lesson),
                )
            }
            Step::Kind => {
                let kinds = Kind::ALL.map(|kind| format!("{}: {}", kind.word(), kind_in_words(kind)));
                let at = Kind::ALL.iter().position(|kind| *kind == open.kind).unwrap_or(0);
                Field::Choice(kinds.into(), at)
            }
            Step::Topic => {
                let known = self.known_topics();
                let mut topics: Vec<String> = known.iter().map(|topic| topic.title.clone()).collect();
                let at = known.iter().position(|topic| topic.id == open.topic);
                let is_new = self.new_topic || !open.topic.is_empty();
                let last = if is_new { known.len() } else { self.topic_before() };
                topics.push("a new topic".to_owned());
                Field::Choice(topics, at.unwrap_or(last))
            }
            Step::Level => {
                let mut levels = draft.levels();
                let at = levels.iter().position(|level| *level == open.level).unwrap_or(0);
                levels.push("none: it counts in no level".to_owned());
                Field::Choice(levels, at)
            }
            Step::Snippet(n) => {
                let ways = ["no", "yes, to be typed or pasted", "yes, from a file"];
                let at =
                    open.snippets.get(n).map_or(0, |snippet| if snippet.file.is_empty() { 1 } else { 2 });
                Field::Choice(ways.map(str::to_owned).into(), at)
            }
            Step::Way => {
                let ways = ["one of some texts", "what matches a pattern (a regular expression)"];
                Field::Choice(ways.map(str::to_owned).into(), usize::from(open.way == Way::Pattern))
            }
            Step::Truth => {
                Field::Choice(["true", "false"].map(str::to_owned).into(), usize::from(!open.truth))
            }
            Step::OptionRight(n) => Field::YesNo(open.options.get(n).is_some_and(|option| option.correct)),
            Step::Prompt | Step::Sample | Step::Explanation | Step::FollowUp => {
                Field::Lines(self.text(step), Empty::NoText)
            }
            Step::SnippetCode(_) => Field::Lines(self.text(step), Empty::ALine),
            Step::Title
            | Step::Id
            | Step::Minutes
            | Step::TimeLimit
            | Step::Ladder
            | Step::Cut(_)
            | Step::CutsBasis
            | Step::TopicTitle(_)
            | Step::TopicId(_)
            | Step::NewTopicTitle
            | Step::NewTopicId
            | Step::QuestionTitle
            | Step::QuestionId
            | Step::SnippetFile(_)
            | Step::SnippetTitle(_)
            | Step::SnippetLanguage(_)
            | Step::OptionText(_)
            | Step::OptionWhy(_)
            | Step::OptionCredit(_)
            | Step::TruthWhy
            | Step::Accept(_)
            | Step::Pattern
            | Step::Number
            | Step::Tolerance
            | Step::Unit
            | Step::Entry(_)
            | Step::Left(_)
            | Step::Right(_)
            | Step::Distractor(_)
            | Step::Criterion(_)
            | Step::CriterionPoints(_)
            | Step::Hint
            | Step::Points => {
                let text = self.text(step);
                if self.is_proposed(step) { Field::Proposed(text) } else { Field::Line(text) }
            }
        }
    }

    /// Whether what stands at a step is no text to be worked on, but one to be taken or replaced as a whole: the program's own
    /// proposals, ids, points and numbers.
    fn is_proposed(&self, step: Step) -> bool {
        let snippet = |n: usize| self.open.snippets.get(n);
        let whole = matches!(
            step,
            Step::Id
                | Step::Cut(_)
                | Step::TopicId(_)
                | Step::NewTopicId
                | Step::QuestionId
                | Step::Number
                | Step::CriterionPoints(_)
                | Step::Points
        );
        let short = if step == Step::Title {
            self.draft.title.is_empty()
        } else if let Step::SnippetTitle(n) = step {
            snippet(n).is_none_or(|snippet| snippet.title.is_empty())
        } else if let Step::SnippetLanguage(n) = step {
            snippet(n).is_none_or(|snippet| snippet.language.is_empty())
        } else {
            whole
        };
        short && !self.text(step).is_empty()
    }

    fn help(&self, step: Step) -> &'static str {
        if matches!(step, Step::SnippetTitle(_) | Step::SnippetLanguage(_)) && self.is_proposed(step) {
            "Enter takes what is in brackets, a space: none"
        } else {
            help(step)
        }
    }

    /// The topic of the question before: most questions come in rows.
    fn topic_before(&self) -> usize {
        let before = self.draft.questions.last().map(|question| question.topic.as_str());
        self.known_topics().iter().position(|topic| Some(topic.id.as_str()) == before).unwrap_or(0)
    }

    /// What stands at a step that is a text, or what is proposed there.
    fn text(&self, step: Step) -> String {
        let (draft, open) = (&self.draft, &self.open);
        let snippet = |n: usize| open.snippets.get(n).cloned().unwrap_or_default();
        let option = |n: usize| open.options.get(n).cloned().unwrap_or_default();
        let nth = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
        let topic = |n: usize| draft.topics.get(n).cloned().unwrap_or_default();
        let last = draft.topics.len().saturating_sub(1);
        match step {
            Step::Title => or(&draft.title, || title_of(&self.name)),
            Step::Id => {
                or(&draft.id, || id::like(&self.name).or_else(|| id::like(&draft.title)).unwrap_or_default())
            }
            Step::Minutes => draft.minutes.clone(),
            Step::TimeLimit => draft.time_limit.clone(),
            Step::Ladder => draft.levels().join(", "),
            Step::Cut(n) => draft.cut(n),
            Step::CutsBasis => draft.cuts_basis.clone(),
            Step::TopicTitle(n) => topic(n).title,
            Step::TopicId(n) => or(&topic(n).id, || id::like(&topic(n).title).unwrap_or_default()),
            Step::NewTopicTitle if self.new_topic => topic(last).title,
            Step::NewTopicId => or(&topic(last).id, || id::like(&topic(last).title).unwrap_or_default()),
            Step::QuestionTitle => open.title.clone(),
            Step::Prompt => open.prompt.clone(),
            Step::QuestionId => or(&open.id, || self.new_id()),
            Step::SnippetFile(n) => snippet(n).file,
            Step::SnippetCode(n) => snippet(n).code,
            Step::SnippetTitle(n) => or(&snippet(n).title, || file_name(&snippet(n)).to_owned()),
            Step::SnippetLanguage(n) => or(&snippet(n).language, || language(&snippet(n)).to_owned()),
            Step::OptionText(n) => option(n).text,
            Step::OptionWhy(n) => option(n).heads_up,
            Step::OptionCredit(n) => option(n).credit,
            Step::TruthWhy => open.why.clone(),
            Step::Accept(n) => nth(&open.accept, n),
            Step::Pattern => open.pattern.clone(),
            Step::Number => open.answer.clone(),
            Step::Tolerance => open.tolerance.clone(),
            Step::Unit => open.unit.clone(),
            Step::Entry(n) => nth(&open.entries, n),
            Step::Left(n) => open.pairs.get(n).cloned().unwrap_or_default().0,
            Step::Right(n) => open.pairs.get(n).cloned().unwrap_or_default().1,
            Step::Distractor(n) => nth(&open.distractors, n),
            Step::Criterion(n) => open.criteria.get(n).cloned().unwrap_or_default().0,
            Step::CriterionPoints(n) => {
                or(&open.criteria.get(n).cloned().unwrap_or_default().1, || "1".to_owned())
            }
            Step::Sample => open.sample.clone(),
            Step::Explanation => open.explanation.clone(),
            Step::FollowUp => open.follow_up.clone(),
            Step::Hint => open.hint.clone(),
            Step::Points => or(&open.points, || self.worth()),
            Step::Purpose
            | Step::Kind
            | Step::Topic
            | Step::NewTopicTitle
            | Step::Level
            | Step::Snippet(_)
            | Step::OptionRight(_)
            | Step::Truth
            | Step::Way => String::new(),
        }
    }

    fn level(&self, rung: usize) -> String {
        self.draft.levels().get(rung).cloned().unwrap_or_default()
    }

    /// What the open question is worth where nothing is said: an essay the sum of its criteria.
    fn worth(&self) -> String {
        let points = self.open.criteria.iter().filter_map(|(_, points)| Points::parse(points));
        let sum = points.fold(0_i64, |sum, points| sum.saturating_add(points.0));
        if self.open.kind == Kind::Essay && sum > 0 { Points(sum).to_string() } else { "1".to_owned() }
    }

    /// An id made of the question's title or its first words, which no other question has.
    pub(super) fn new_id(&self) -> String {
        let words: Vec<&str> = self.open.prompt.split_whitespace().take(5).collect();
        let made = id::like(&self.open.title).or_else(|| id::like(&words.join(" ")));
        let made = made.or_else(|| id::like(&self.open.topic)).unwrap_or_else(|| "question".to_owned());
        let taken = |id: &str| self.draft.questions.iter().any(|Question { id: known, .. }| known == id);
        let short = made.get(..id::LONGEST - 6).unwrap_or(&made).trim_end_matches('-');
        let numbered = (2..).map(|number| format!("{short}-{number}"));
        std::iter::once(made.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
    }
}

/// What is asked in a question of a kind.
pub const fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "one of several options",
        Kind::Multiple => "all of the options that are right",
        Kind::Boolean => "true or false",
        Kind::Text => "a line of text",
        Kind::Number => "a number",
        Kind::Order => "put into order",
        Kind::Match => "what belongs to what",
        Kind::Essay => "free text, marked by people",
    }
}

fn or(text: &str, proposed: impl FnOnce() -> String) -> String {
    if text.is_empty() { proposed() } else { text.to_owned() }
}

/// A file's name as a title: `first-exam` is `First exam`.
pub fn title_of(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| c == '-' || c == '_' || c.is_whitespace()).collect();
    let words = words.join(" ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn file_name(snippet: &Snippet) -> &str {
    snippet.file.rsplit('/').next().unwrap_or_default()
}

/// The language that a file's ending names.
fn language(snippet: &Snippet) -> &'static str {
    let (_, ending) = file_name(snippet).rsplit_once('.').unwrap_or_default();
    match ending {
        "py" => "python",
        "rs" => "rust",
        "sql" => "sql",
        "go" => "go",
        "java" => "java",
        "kt" => "kotlin",
        "js" => "javascript",
        "ts" => "typescript",
        "rb" => "ruby",
        "c" | "h" => "c",
        "cpp" | "cc" | "hpp" => "cpp",
        "cs" => "csharp",
        "sh" => "bash",
        "json" => "json",
        "yaml" | "yml" => "yaml",
        "toml" => "toml",
        "xml" => "xml",
        "html" => "html",
        "css" => "css",
        "properties" => "properties",
        _ => "",
    }
}
