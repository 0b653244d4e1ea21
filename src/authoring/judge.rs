//! What is wrong with what was just said, by the parser's own rules: it reads a whole exam with just this in it.

use super::pad::Lists;
use super::step::{Given, Step, Work};
use super::{Draft, write};
use crate::exam::problem::Bound;
use crate::exam::{self, Fault, Kind, WarningName};

/// What is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// What was found and what was expected.
    pub what: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Judges what is about to be put into the work. What the work holds already was judged before.
///
/// # Errors
///
/// The first problem that the parser has with the exam that it would be.
pub fn judge(work: &Work, step: Step, given: &Given) -> Result<(), Objection> {
    let mut whole = work.clone();
    let ends = work.ends_list(step, given);
    if work.loses_one(step, given) {
        if let Step::TopicTitle(n) = step
            && is_used(work, n)
        {
            let what = "questions are about this topic, expected it to stay".to_owned();
            return Err(Objection { what, help: "give it another title".to_owned() });
        }
        return Ok(());
    }
    if ends && matches!(step, Step::TopicTitle(_)) {
        return Ok(());
    }
    topic(work, step, given)?;
    whole.put(step, given);
    whole.pad(if ends { Lists::Complete } else { Lists::GoOn });
    if !ends {
        // Also where nothing was said: then it is for the parser to say whether that will do.
        whole.set(step, given);
    }
    let mut exam = whole.draft;
    exam.questions.push(whole.open);
    let Err(problems) = exam::parse(write::exam(&exam).as_bytes()) else { return Ok(()) };
    let Some(problem) = problems.iter().next() else { return Ok(()) };
    Err(objection(&problem.fault, step, given))
}

/// What `check` will warn of, by name and in its own words; what the draft allows is left out.
pub fn warnings(draft: &Draft) -> Vec<(WarningName, Vec<String>)> {
    let Ok((exam, spans)) = exam::parse_with_spans(write::exam(draft).as_bytes()) else { return Vec::new() };
    let mut warned: Vec<(WarningName, Vec<String>)> = Vec::new();
    for problem in &exam::lint(&exam, &spans) {
        let Fault::Warning(warning) = &problem.fault else { continue };
        let name = warning.name();
        if exam.allow.iter().any(|(allowed, _)| allowed == name.word()) {
            continue;
        }
        let said = problem.fault.message();
        match warned.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(said),
            None => warned.push((name, vec![said])),
        }
    }
    warned
}

/// A topic has a title of its own: scores are told by it. The format asks for neither, so this is for the dialogue to say.
fn topic(work: &Work, step: Step, given: &Given) -> Result<(), Objection> {
    let Given::Text(title) = given else { return Ok(()) };
    let topics = &work.draft.topics;
    let place = if let Step::TopicTitle(n) = step {
        n
    } else if step == Step::NewTopicTitle {
        work.known_topics().len()
    } else {
        return Ok(());
    };
    let title = title.trim();
    if title.is_empty() {
        let what = "the topic has no title, expected one".to_owned();
        return Err(Objection { what, help: "write it, or go back".to_owned() });
    }
    let others = topics.iter().enumerate().filter(|(at, _)| *at != place);
    if others.into_iter().any(|(_, topic)| topic.title.trim().to_lowercase() == title.to_lowercase()) {
        let what = format!("there is a topic `{title}` already, expected another title");
        return Err(Objection { what, help: "go back to choose that one, or write another".to_owned() });
    }
    Ok(())
}

fn is_used(work: &Work, topic: usize) -> bool {
    let id = work.draft.topics.get(topic).map(|topic| topic.id.as_str());
    work.draft.questions.iter().any(|question| Some(question.topic.as_str()) == id)
}

/// The parser's words; what it says of the file is said of the dialogue where that is another matter.
fn objection(fault: &Fault, step: Step, given: &Given) -> Objection {
    let typed = match given {
        Given::Text(text) => text.as_str(),
        Given::Place(_) | Given::Truth(_) => "",
    };
    let number = matches!(
        step,
        Step::Minutes
            | Step::Number
            | Step::Tolerance
            | Step::Cut(_)
            | Step::OptionCredit(_)
            | Step::Points
            | Step::CriterionPoints(_)
    );
    let no_number = matches!(fault, Fault::Syntax(_) | Fault::WrongType { .. });
    if number && no_number {
        let what = if step == Step::Minutes {
            format!("`{typed}` is no whole number, expected one such as 20")
        } else if let Step::Cut(_) = step {
            format!("`{typed}` is no share, expected one such as 0.70")
        } else {
            format!("`{typed}` is no number, expected one such as 42, 0.5 or 1.5e3")
        };
        return Objection { what, help: String::new() };
    }
    if let Fault::Missing { key, .. } = fault {
        return Objection { what: format!("no `{key}`, expected one"), help: "write it".to_owned() };
    }
    Objection { what: fault.message(), help: help(fault).unwrap_or_default() }
}

fn help(fault: &Fault) -> Option<String> {
    let text = if matches!(fault, Fault::NoneRight(Kind::Multiple)) {
        "write one that is right, or go back and say so of one"
    } else if matches!(fault, Fault::NoneRight(_)) {
        "write the right one, or go back and say so of one"
    } else if matches!(fault, Fault::SecondRight) {
        "say no, or go back and say no of the other; several right options make a `multiple` question"
    } else if matches!(fault, Fault::TooFew { .. } | Fault::NothingAccepted | Fault::EmptyList(_)) {
        "write one more"
    } else if matches!(fault, Fault::Empty(_)) {
        "write something, or go back"
    } else if matches!(fault, Fault::TooMuch(Bound::Parts(_), _)) {
        "leave this one out"
    } else {
        return fault.help();
    };
    Some(text.to_owned())
}
