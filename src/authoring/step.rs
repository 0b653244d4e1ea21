//! What comes after what: the steps of the exam itself and of one question.

use super::draft::{Draft, Question, Topic, Way};
use crate::exam::{Kind, Purpose};

/// One thing to be said. The number of a step counts its like from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The exam's title.
    Title,
    /// The exam's id.
    Id,
    /// What it is for.
    Purpose,
    /// About how long it takes.
    Minutes,
    /// How long it may take.
    TimeLimit,
    /// Its levels.
    Ladder,
    /// The cut of a level.
    Cut(usize),
    /// Where the cuts come from.
    CutsBasis,
    /// A topic's title; nothing ends the list.
    TopicTitle(usize),
    /// A topic's id.
    TopicId(usize),
    /// A question's kind.
    Kind,
    /// Its topic: one that is there, or a new one.
    Topic,
    /// A new topic's title.
    NewTopicTitle,
    /// A new topic's id.
    NewTopicId,
    /// Its level.
    Level,
    /// Its title.
    QuestionTitle,
    /// The question.
    Prompt,
    /// Its id.
    QuestionId,
    /// Whether there is something to read first, and where it comes from.
    Snippet(usize),
    /// The file that it is in.
    SnippetFile(usize),
    /// Its text.
    SnippetCode(usize),
    /// Its title.
    SnippetTitle(usize),
    /// Its language.
    SnippetLanguage(usize),
    /// An option's text; nothing ends the list.
    OptionText(usize),
    /// Whether it is right.
    OptionRight(usize),
    /// Why it is wrong, or right.
    OptionWhy(usize),
    /// What it earns though it is wrong.
    OptionCredit(usize),
    /// True or false.
    Truth,
    /// Why the other is wrong.
    TruthWhy,
    /// How a text is accepted.
    Way,
    /// An accepted text; nothing ends the list.
    Accept(usize),
    /// A pattern.
    Pattern,
    /// The right number.
    Number,
    /// How far off it may be.
    Tolerance,
    /// What it is counted in.
    Unit,
    /// An entry of an order; nothing ends the list.
    Entry(usize),
    /// The left side of a pair; nothing ends the list.
    Left(usize),
    /// Its right side.
    Right(usize),
    /// A right side that belongs to nothing; nothing ends the list.
    Distractor(usize),
    /// A line of a rubric; nothing ends the list.
    Criterion(usize),
    /// What it is worth.
    CriterionPoints(usize),
    /// A model answer.
    Sample,
    /// The explanation.
    Explanation,
    /// What to ask next.
    FollowUp,
    /// A hint.
    Hint,
    /// What the question is worth.
    Points,
}

impl Step {
    /// Whether it is about the exam itself, and not about a question.
    pub const fn is_of_the_exam(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Id
                | Self::Purpose
                | Self::Minutes
                | Self::TimeLimit
                | Self::Ladder
                | Self::Cut(_)
                | Self::CutsBasis
                | Self::TopicTitle(_)
                | Self::TopicId(_)
        )
    }

    /// The list that a text adds to at this step, and the place in it.
    pub(super) fn list(self) -> Option<(List, usize)> {
        Some(if let Self::TopicTitle(n) = self {
            (List::Topics, n)
        } else if let Self::OptionText(n) = self {
            (List::Options, n)
        } else if let Self::Accept(n) = self {
            (List::Accepted, n)
        } else if let Self::Entry(n) = self {
            (List::Entries, n)
        } else if let Self::Left(n) = self {
            (List::Pairs, n)
        } else if let Self::Distractor(n) = self {
            (List::Distractors, n)
        } else if let Self::Criterion(n) = self {
            (List::Criteria, n)
        } else {
            return None;
        })
    }
}

/// A list that texts are added to until nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// The exam's topics.
    Topics,
    /// Options.
    Options,
    /// Accepted texts.
    Accepted,
    /// Entries of an order.
    Entries,
    /// Pairs.
    Pairs,
    /// Right sides that belong to nothing.
    Distractors,
    /// Lines of a rubric.
    Criteria,
}

/// What was said at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A text, perhaps an empty one.
    Text(String),
    /// The place of a choice.
    Place(usize),
    /// Yes or no.
    Truth(bool),
}

/// What is being written: the exam so far and the question that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The exam.
    pub draft: Draft,
    /// The question that is being asked for.
    pub open: Question,
    /// The topic that came with that question; it is the last of the exam's.
    pub new_topic: bool,
    /// The name of the file, without its ending.
    pub name: String,
}

impl Work {
    /// Begins, or goes on with a draft.
    pub fn new(draft: Draft, name: impl Into<String>) -> Self {
        Self { draft, open: Question::new(), new_topic: false, name: name.into() }
    }

    /// The topics but for the one that comes with the open question.
    pub fn known_topics(&self) -> &[Topic] {
        let all = self.draft.topics.as_slice();
        let known = all.len().saturating_sub(usize::from(self.new_topic));
        all.get(..known).unwrap_or_default()
    }

    /// Whether what is said here ends a list: nothing, in place of one more.
    pub fn ends_list(&self, step: Step, given: &Given) -> bool {
        is_nothing(given) && step.list().is_some_and(|(list, at)| at >= self.length(list))
    }

    /// Whether what is said here takes a member out of a list: nothing, in its place.
    pub fn loses_one(&self, step: Step, given: &Given) -> bool {
        is_nothing(given) && step.list().is_some_and(|(list, at)| at < self.length(list))
    }

    /// Takes in what was said, and tells what comes after it; nothing after the last of the exam itself, or of a question.
    pub fn take(&mut self, step: Step, given: &Given) -> Option<Step> {
        if self.ends_list(step, given) {
            return step.list().and_then(|(list, _)| after(list));
        }
        let loses_one = self.loses_one(step, given);
        self.put(step, given);
        // The next of the list has the place of the one that was taken out.
        if loses_one { Some(step) } else { self.after(step, given) }
    }

    fn length(&self, list: List) -> usize {
        match list {
            List::Topics => self.draft.topics.len(),
            List::Options => self.open.options.len(),
            List::Accepted => self.open.accept.len(),
            List::Entries => self.open.entries.len(),
            List::Pairs => self.open.pairs.len(),
            List::Distractors => self.open.distractors.len(),
            List::Criteria => self.open.criteria.len(),
        }
    }

    fn after(&self, step: Step, given: &Given) -> Option<Step> {
        use Step as S;
        Some(match step {
            S::Title => S::Id,
            S::Id => S::Purpose,
            S::Purpose => S::Minutes,
            S::Minutes => S::TimeLimit,
            S::TimeLimit => S::Ladder,
            S::Ladder if self.draft.purpose == Purpose::Exam => S::Cut(0),
            S::Cut(n) if n + 1 < self.draft.levels().len() => S::Cut(n + 1),
            S::Cut(_) => S::CutsBasis,
            S::Ladder | S::CutsBasis => S::TopicTitle(0),
            S::TopicTitle(n) => S::TopicId(n),
            S::TopicId(n) => S::TopicTitle(n + 1),
            S::Kind if self.known_topics().is_empty() => S::NewTopicTitle,
            S::Kind => S::Topic,
            S::Topic if matches!(given, Given::Place(at) if *at >= self.known_topics().len()) => {
                S::NewTopicTitle
            }
            S::NewTopicTitle => S::NewTopicId,
            S::Topic | S::NewTopicId => S::Level,
            S::Level => S::QuestionTitle,
            S::QuestionTitle => S::Prompt,
            S::Prompt => S::QuestionId,
            S::QuestionId => S::Snippet(0),
            S::Snippet(n) => match given {
                Given::Place(1) => S::SnippetCode(n),
                Given::Place(2) => S::SnippetFile(n),
                Given::Place(_) | Given::Text(_) | Given::Truth(_) => self.first_of_kind(),
            },
            S::SnippetFile(n) | S::SnippetCode(n) => S::SnippetTitle(n),
            S::SnippetTitle(n) => S::SnippetLanguage(n),
            S::SnippetLanguage(n) => S::Snippet(n + 1),
            S::OptionText(n) if self.another_is_right(n) => S::OptionWhy(n),
            S::OptionText(n) => S::OptionRight(n),
            S::OptionRight(n) => S::OptionWhy(n),
            S::OptionWhy(n) if self.may_earn_a_part(n) => S::OptionCredit(n),
            S::OptionWhy(n) | S::OptionCredit(n) => S::OptionText(n + 1),
            S::Truth => S::TruthWhy,
            S::Way if self.open.way == Way::Pattern => S::Pattern,
            S::Way => S::Accept(0),
            S::Accept(n) => S::Accept(n + 1),
            S::Number => S::Tolerance,
            S::Tolerance => S::Unit,
            S::Entry(n) => S::Entry(n + 1),
            S::Left(n) => S::Right(n),
            S::Right(n) => S::Left(n + 1),
            S::Distractor(n) => S::Distractor(n + 1),
            S::Criterion(n) => S::CriterionPoints(n),
            S::CriterionPoints(n) => S::Criterion(n + 1),
            S::TruthWhy | S::Pattern | S::Unit | S::Sample => S::Explanation,
            S::Explanation => S::FollowUp,
            S::FollowUp => S::Hint,
            S::Hint => S::Points,
            S::Points => return None,
        })
    }

    fn first_of_kind(&self) -> Step {
        match self.open.kind {
            Kind::Single | Kind::Multiple => Step::OptionText(0),
            Kind::Boolean => Step::Truth,
            Kind::Text => Step::Way,
            Kind::Number => Step::Number,
            Kind::Order => Step::Entry(0),
            Kind::Match => Step::Left(0),
            Kind::Essay => Step::Criterion(0),
        }
    }

    /// Of a single question only one option is right: once there is one, the others are not asked about.
    fn another_is_right(&self, place: usize) -> bool {
        let others = self.open.options.iter().enumerate().filter(|(at, _)| *at != place);
        self.open.kind == Kind::Single && others.into_iter().any(|(_, option)| option.correct)
    }

    fn may_earn_a_part(&self, place: usize) -> bool {
        let wrong = self.open.options.get(place).is_some_and(|option| !option.correct);
        self.open.kind == Kind::Single && wrong
    }
}

/// What comes after the end of a list.
const fn after(list: List) -> Option<Step> {
    match list {
        List::Topics => None,
        List::Pairs => Some(Step::Distractor(0)),
        List::Criteria => Some(Step::Sample),
        List::Options | List::Accepted | List::Entries | List::Distractors => Some(Step::Explanation),
    }
}

fn is_nothing(given: &Given) -> bool {
    matches!(given, Given::Text(text) if text.trim().is_empty())
}
