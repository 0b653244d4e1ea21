//! What happened in an attempt, in words.

use crate::exam::{Answer, Exam, Question, words};
use crate::session::timeline::Happened;
use crate::session::{By, Completion, Event, Mode, Pace, Scope, Started};

use super::super::{duration, markdown, width};
use super::timeline::Keyed;

/// The longest title, in columns.
const LONGEST_TITLE: usize = 72;

/// A question as it is named on a line.
pub(super) fn title(question: &Question) -> String {
    let prompt = || question.prompt.trim().lines().next().unwrap_or_default();
    let text = question.title.as_deref().unwrap_or_else(prompt);
    width::truncate(&markdown::plain_line(text), LONGEST_TITLE).into_owned()
}

/// An answer in the exam's words, a text each; none where the exam is not at hand.
pub(super) fn in_words(exam: Option<&Exam>, question: &str, answer: &str) -> Option<Vec<String>> {
    let question = exam?.questions.iter().find(|known| known.id.as_str() == question)?;
    let answer = Answer::read(answer, &question.face)?;
    let plain = |text: &String| match answer {
        Answer::Text(_) | Answer::Number(_) | Answer::Essay(_) => text.clone(),
        Answer::Single(_)
        | Answer::Multiple(_)
        | Answer::Boolean(_)
        | Answer::Order(_)
        | Answer::Match(_) => markdown::plain_line(text),
    };
    Some(words::in_words(question, &answer).iter().map(plain).collect())
}

/// The same on one line; as it was written where it can't be put in words.
pub(super) fn answer(exam: Option<&Exam>, question: &str, answer: &str) -> String {
    match in_words(exam, question, answer) {
        Some(texts) => texts.join(" + "),
        None if answer.is_empty() => "nothing".to_owned(),
        None => answer.to_owned(),
    }
}

/// What happened; nothing of what is told elsewhere.
pub(super) fn happened(one: &Happened<'_>, exam: Option<&Exam>, keyed: Keyed) -> Option<String> {
    let on_it = || one.on.as_ref().map_or_else(String::new, |on| format!(" ({} on it)", spent(on.seen_ms)));
    let stood = one.on.as_ref().and_then(|on| on.stood.as_deref());
    let visits = one.on.as_ref().map_or(0, |on| on.visits);
    Some(match one.event {
        Event::Started(_) => return None,
        Event::Shown { .. } => if visits > 1 { "shown again" } else { "shown" }.to_owned(),
        Event::Predicted { text, .. } => format!("predicted: {text}"),
        Event::Answered { question, answer: given, .. } => {
            let how = match stood {
                None => "answered",
                Some(before) if before == given => "kept the answer",
                Some(_) => "changed the answer to",
            };
            format!("{how}: {}{}", answer(exam, question.as_str(), given), on_it())
        }
        Event::Tried { question, answer: given } => {
            format!("another answer: {}", answer(exam, question.as_str(), given))
        }
        Event::Completed { how, .. } => match (keyed, how) {
            (Keyed::Yes, Completion::Right) => "completed: answered right in the end".to_owned(),
            (Keyed::Yes, Completion::Shown) => "completed: the answer was shown".to_owned(),
            (Keyed::Yes, Completion::Passed) => "completed: passed over".to_owned(),
            (Keyed::No, Completion::Right | Completion::Shown | Completion::Passed) => "completed".to_owned(),
        },
        Event::Skipped { .. } => format!("skipped{}", on_it()),
        Event::Flagged { .. } => "flagged to come back to".to_owned(),
        Event::Unclear { text, .. } if text.is_empty() => "objected to it".to_owned(),
        Event::Unclear { text, .. } => format!("objected: {text}"),
        Event::Expired { scope, question, draft, answer: counted, away_ms } => {
            let what = match scope {
                Scope::Question => format!("the question's time ran out{}", on_it()),
                Scope::Exam => "the exam's time ran out".to_owned(),
            };
            let away = away_ms.map_or_else(String::new, |_| {
                format!(", {} after the last sign of life", duration::words(one.away_ms))
            });
            let id = question.as_ref().map_or("", |id| id.as_str());
            let stood = match (draft, counted) {
                (Some(draft), Some(_)) => {
                    format!("; what stood there counts: {}", answer(exam, id, draft))
                }
                (None, Some(counted)) => {
                    format!("; what stood there counts: {}", answer(exam, id, counted))
                }
                (Some(draft), None) => format!("; there stood: {}", answer(exam, id, draft)),
                (None, None) if question.is_some() => "; nothing stood there".to_owned(),
                (None, None) => String::new(),
            };
            format!("{what}{away}{stood}")
        }
        Event::ClockJumped { by_ms } => {
            let way = if *by_ms < 0 { "back" } else { "forward" };
            format!("the computer's clock was moved {way} by {}", duration::words(by_ms.unsigned_abs()))
        }
        Event::Left { how } => format!("left ({})", left(how)),
        Event::Resumed { rebooted, .. } => {
            let rebooted = if *rebooted { ", the computer was restarted in between" } else { "" };
            format!("resumed after {} away{rebooted}", duration::words(one.away_ms))
        }
        Event::GivenBack { ms, by } => format!("{} given back by {by}", duration::words(ms.0)),
        Event::Submitted { by: By::Person, .. } => "handed in".to_owned(),
        Event::Submitted { by: By::Clock, .. } => "ended by the clock".to_owned(),
        Event::Recorded { results } => format!("recorded in `{results}`"),
    })
}

fn left(how: &str) -> &str {
    match how {
        "ctrl-c" => "Ctrl-C",
        "terminated" => "the process was ended",
        "hung-up" => "the terminal went away",
        "end-of-input" => "the input ended",
        other => other,
    }
}

/// Time on a question: with tenths, as in the results, while that is short.
fn spent(ms: u64) -> String {
    if ms < 60_000 { format!("{}.{} s", ms / 1000, ms % 1000 / 100) } else { duration::words(ms) }
}

/// What was fixed at the start: labels and texts.
pub(super) fn started(started: &Started) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if started.mode == Mode::Practice {
        lines.push(("from", "practice".to_owned()));
    }
    lines.push(("questions", started.questions.len().to_string()));
    let limit = match (started.pace, started.limit) {
        (Pace::Timed, Some(limit)) => duration::words(limit.0),
        (Pace::Untimed, _) | (_, None) => "none".to_owned(),
    };
    lines.push(("limit", limit));
    if let Some(extra) = &started.extra_time {
        let reference = extra.reference.as_ref().map(|of| format!(", filed under {of}")).unwrap_or_default();
        lines.push(("extra time", format!("{}, in the limits{reference}", extra.amount)));
    }
    if started.seed_given {
        lines.push(("seed", format!("{}, given by hand", started.seed)));
    }
    lines
}
