//! Where what was said goes.

use super::draft::{Choice, Question, Topic, Unfinished, Way};
use super::step::{Given, List, Step, Work};
use crate::exam::{Kind, Purpose, id};

impl Work {
    /// Takes in what was said. A member of a list of which nothing is left is taken out, the end of a list changes nothing.
    pub(super) fn put(&mut self, step: Step, given: &Given) {
        match step.list() {
            Some(_) if self.ends_list(step, given) => {}
            Some(member) if self.loses_one(step, given) => self.take_out(member),
            Some(_) | None => self.set(step, given),
        }
    }

    fn take_out(&mut self, (list, at): (List, usize)) {
        let open = &mut self.open;
        match list {
            List::Topics => drop(self.draft.topics.remove(at)),
            List::Options => drop(open.options.remove(at)),
            List::Accepted => drop(open.accept.remove(at)),
            List::Entries => drop(open.entries.remove(at)),
            List::Pairs => drop(open.pairs.remove(at)),
            List::Distractors => drop(open.distractors.remove(at)),
            List::Criteria => drop(open.criteria.remove(at)),
        }
    }

    /// Writes what was said where it belongs, whatever it is.
    pub(super) fn set(&mut self, step: Step, given: &Given) {
        match given {
            Given::Text(text) => self.set_text(step, text.clone()),
            Given::Place(at) => self.set_place(step, *at),
            Given::Truth(truth) => {
                if let Step::OptionRight(n) = step {
                    member(&mut self.open.options, n).correct = *truth;
                }
            }
        }
        if let Step::OptionText(n) = step
            && self.open.kind == Kind::Single
            && self.open.options.iter().enumerate().any(|(at, option)| at != n && option.correct)
        {
            member(&mut self.open.options, n).correct = false;
        }
    }

    fn set_text(&mut self, step: Step, text: String) {
        let named = matches!(step, Step::Prompt | Step::QuestionTitle);
        // An id that was proposed is proposed anew where it was made of what changes here.
        let is_proposed = named && self.open.id == self.new_id();
        self.write_text(step, text);
        if is_proposed && self.open.id != self.new_id() {
            self.open.id.clear();
        }
    }

    fn write_text(&mut self, step: Step, text: String) {
        let (draft, open) = (&mut self.draft, &mut self.open);
        let slot = match step {
            Step::Title => &mut draft.title,
            Step::Id => &mut draft.id,
            Step::Minutes => &mut draft.minutes,
            Step::TimeLimit => &mut draft.time_limit,
            Step::Cut(n) => {
                let level = draft.levels().get(n).cloned().unwrap_or_default();
                draft.cuts.retain(|(known, _)| *known != level);
                draft.cuts.push((level, text));
                return;
            }
            Step::CutsBasis => &mut draft.cuts_basis,
            Step::TopicTitle(n) => &mut member(&mut draft.topics, n).title,
            Step::TopicId(n) => &mut member(&mut draft.topics, n).id,
            Step::NewTopicTitle => {
                if !std::mem::replace(&mut self.new_topic, true) {
                    draft.topics.push(Topic::default());
                }
                let last = draft.topics.len().saturating_sub(1);
                let topic = member(&mut draft.topics, last);
                open.topic.clone_from(&topic.id);
                &mut topic.title
            }
            Step::NewTopicId => {
                open.topic.clone_from(&text);
                let last = draft.topics.len().saturating_sub(1);
                &mut member(&mut draft.topics, last).id
            }
            Step::QuestionTitle => &mut open.title,
            Step::Prompt => &mut open.prompt,
            Step::QuestionId => &mut open.id,
            Step::SnippetFile(n) => &mut member(&mut open.snippets, n).file,
            Step::SnippetCode(n) => &mut member(&mut open.snippets, n).code,
            Step::SnippetTitle(n) => &mut member(&mut open.snippets, n).title,
            Step::SnippetLanguage(n) => &mut member(&mut open.snippets, n).language,
            Step::OptionText(n) => &mut member(&mut open.options, n).text,
            Step::OptionWhy(n) => &mut member(&mut open.options, n).heads_up,
            Step::OptionCredit(n) => &mut member(&mut open.options, n).credit,
            Step::TruthWhy => &mut open.why,
            Step::Accept(n) => member(&mut open.accept, n),
            Step::Pattern => &mut open.pattern,
            Step::Number => &mut open.answer,
            Step::Tolerance => &mut open.tolerance,
            Step::Unit => &mut open.unit,
            Step::Entry(n) => member(&mut open.entries, n),
            Step::Left(n) => &mut member(&mut open.pairs, n).0,
            Step::Right(n) => &mut member(&mut open.pairs, n).1,
            Step::Distractor(n) => member(&mut open.distractors, n),
            Step::Criterion(n) => &mut member(&mut open.criteria, n).0,
            Step::CriterionPoints(n) => &mut member(&mut open.criteria, n).1,
            Step::Sample => &mut open.sample,
            Step::Explanation => &mut open.explanation,
            Step::FollowUp => &mut open.follow_up,
            Step::Hint => &mut open.hint,
            Step::Points => &mut open.points,
            Step::Ladder => {
                let names = text.split(|c: char| c == ',' || c.is_whitespace());
                draft.ladder = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
                return;
            }
            Step::Purpose
            | Step::Kind
            | Step::Topic
            | Step::Level
            | Step::Snippet(_)
            | Step::OptionRight(_)
            | Step::Truth
            | Step::Way => return,
        };
        *slot = text;
        if let Step::SnippetCode(n) = step {
            let code = &mut member(&mut self.open.snippets, n).code;
            if code.contains('\n') && !code.ends_with('\n') {
                code.push('\n');
            }
        }
    }

    fn set_place(&mut self, step: Step, at: usize) {
        if step == Step::Purpose {
            self.draft.purpose = if at == 0 { Purpose::Exam } else { Purpose::Lesson };
        } else if step == Step::Kind {
            self.open.kind = Kind::ALL.get(at).copied().unwrap_or(Kind::Single);
        } else if step == Step::Topic {
            if let Some(topic) = self.known_topics().get(at).map(|topic| topic.id.clone()) {
                self.forget_new_topic();
                self.open.topic = topic;
            }
        } else if step == Step::Level {
            self.open.level = self.draft.levels().get(at).cloned().unwrap_or_default();
        } else if step == Step::Way {
            self.open.way = if at == 0 { Way::Accept } else { Way::Pattern };
        } else if step == Step::Truth {
            self.open.truth = at == 0;
        } else if let Step::Snippet(n) = step {
            if at == 0 {
                self.open.snippets.truncate(n);
            } else {
                member(&mut self.open.snippets, n);
            }
        }
    }

    /// Gives ids to what was left without: the exam, and a topic whose title alone was said.
    pub fn settle(&mut self) {
        if self.draft.id.is_empty() {
            let made = id::like(&self.name).or_else(|| id::like(&self.draft.title));
            self.draft.id = made.unwrap_or_else(|| "exam".to_owned());
        }
        while self.draft.topics.last().is_some_and(|topic| topic.id.is_empty()) {
            self.draft.topics.pop();
        }
    }

    /// Takes back the topic that came with the open question.
    pub fn forget_new_topic(&mut self) -> Option<Topic> {
        if std::mem::take(&mut self.new_topic) { self.draft.topics.pop() } else { None }
    }

    /// The open question as it was left, with the topic that came with it; nothing where nothing was said yet. The level alone says
    /// nothing: it comes from the question before.
    pub fn set_aside(&mut self) -> Option<Unfinished> {
        let question = std::mem::take(&mut self.open);
        let topic = self.forget_new_topic();
        let blank = Question { level: question.level.clone(), ..Question::new() };
        (question != blank || topic.is_some()).then_some(Unfinished { question, topic })
    }

    /// Goes on with a question that was left half written. The exam may be another by now: what it does not have any more is asked
    /// for again.
    pub fn take_up(&mut self, unfinished: Unfinished) {
        let Unfinished { mut question, topic } = unfinished;
        let known = |id: &str| self.draft.topics.iter().any(|topic| topic.id == id);
        if let Some(topic) = topic.filter(|topic| topic.id.is_empty() || !known(&topic.id)) {
            self.new_topic = true;
            self.draft.topics.push(topic);
        } else if !known(&question.topic) {
            question.topic.clear();
        }
        if !self.draft.levels().contains(&question.level) {
            question.level.clear();
        }
        if self.draft.questions.iter().any(|other| other.id == question.id) {
            question.id.clear();
        }
        self.open = question;
    }
}

/// The n-th of a list, made if it is not there yet.
fn member<T: Default>(list: &mut Vec<T>, at: usize) -> &mut T {
    if at >= list.len() {
        list.push(T::default());
    }
    let last = list.len() - 1;
    &mut list[at.min(last)]
}

impl Choice {
    /// A wrong option.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
