//! The rules of a sitting: what an input makes of an attempt, and where it goes next. Inputs in, events out.

use crate::exam::{Answer, Navigation};

use super::attempt::{Attempt, AttemptState, Expiry};
use super::event::{Completion, Event, Scope};
use super::moment::{Moment, in_time, left_ms};

/// Something that a person, or the clock, did.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A question comes on screen.
    Show,
    /// A line of prediction.
    Predict(String),
    /// An answer, accepted as valid.
    Answer(Answer),
    /// Practice: another try.
    Try(Answer),
    /// Practice: the question is done with.
    Complete(Completion),
    /// Left for now.
    Skip,
    /// Flagged, and left for now.
    Flag,
    /// An objection.
    Object(String),
    /// Time ended under an open prompt: what stood there, and the valid answer that it makes, if it does.
    Expire {
        /// As it stood.
        draft: Option<String>,
        /// The answer that it makes.
        answer: Option<Answer>,
    },
}

/// The earlier of a question's and the exam's deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Milliseconds since the start.
    pub elapsed_ms: u64,
    /// Whose it is. When both end together, the exam's.
    pub scope: Scope,
}

/// What an input makes of the attempt at `place`: the events to journal, in order.
///
/// An answer whose instant is past the deadline becomes an expiry without an answer; a draft counts only where no
/// answer stood before.
pub fn step(attempt: &Attempt, place: usize, input: Input, at: Moment, boot: &str) -> Vec<Event> {
    let question = attempt.drawn(place).id.clone();
    let elapsed = attempt.elapsed_at(at, boot);
    let deadline = deadline(attempt, place, elapsed);
    let late = deadline.filter(|deadline| !in_time(elapsed, deadline.elapsed_ms));
    match input {
        Input::Show => vec![Event::Shown { question }],
        Input::Predict(text) => vec![Event::Predicted { question, text }],
        Input::Answer(answer) => match late {
            Some(late) => vec![Event::Expired {
                scope: late.scope,
                question: Some(question),
                draft: Some(answer.to_string()),
                answer: None,
                away_ms: None,
            }],
            None => vec![Event::Answered {
                seconds: seconds(attempt.seen_ms(place, elapsed)),
                question,
                answer: answer.to_string(),
            }],
        },
        Input::Try(answer) => vec![Event::Tried { question, answer: answer.to_string() }],
        Input::Complete(how) => vec![Event::Completed { question, how }],
        Input::Skip => vec![Event::Skipped { question }],
        Input::Flag => vec![Event::Flagged { question: question.clone() }, Event::Skipped { question }],
        Input::Object(text) => vec![Event::Unclear { question, text }],
        Input::Expire { draft, answer } => {
            let stood = attempt.progress[place].answer.is_some();
            vec![Event::Expired {
                scope: deadline.map_or(Scope::Exam, |deadline| deadline.scope),
                question: Some(question),
                draft,
                answer: answer.filter(|_| !stood).map(|answer| answer.to_string()),
                away_ms: None,
            }]
        }
    }
}

fn seconds(ms: u64) -> f64 {
    let tenths = u32::try_from(ms.saturating_add(50) / 100).unwrap_or(u32::MAX);
    f64::from(tenths) / 10.0
}

/// The deadline of a question that is, or comes, on screen now.
pub fn deadline(attempt: &Attempt, place: usize, elapsed_ms: u64) -> Option<Deadline> {
    let exam = attempt.exam_deadline().map(|ms| Deadline { elapsed_ms: ms, scope: Scope::Exam });
    let question = attempt
        .question_deadline(place, elapsed_ms)
        .map(|ms| Deadline { elapsed_ms: ms, scope: Scope::Question });
    match (exam, question) {
        (Some(exam), Some(question)) if question.elapsed_ms < exam.elapsed_ms => Some(question),
        (Some(exam), _) => Some(exam),
        (None, question) => question,
    }
}

/// Whether the exam's time is over at this instant.
pub fn exam_is_over(attempt: &Attempt, elapsed_ms: u64) -> bool {
    attempt.expired == Expiry::RanOut || attempt.exam_deadline().is_some_and(|end| !in_time(elapsed_ms, end))
}

/// Whether a question may still come on screen: the attempt is open, and its own time is not used up.
pub fn may_show(attempt: &Attempt, place: usize, elapsed_ms: u64) -> bool {
    attempt.state == AttemptState::Open
        && attempt.progress[place].timed_out.is_none()
        && attempt.question_deadline(place, elapsed_ms).is_none_or(|end| left_ms(elapsed_ms, end) > 0)
}

/// Where to go on: at the question on screen; else at the one that time given back opens again; else at the first that
/// never was on screen; `None`: all were seen.
pub fn resume_at(attempt: &Attempt, elapsed_ms: u64) -> Option<usize> {
    // In the last millisecond of its time it is not over: it ends on screen, and is journaled so.
    let ending = |place: usize| {
        let end = attempt.question_deadline(place, elapsed_ms);
        attempt.state == AttemptState::Open && end.is_some_and(|end| in_time(elapsed_ms, end))
    };
    if let Some(place) = attempt.on_screen().filter(|&place| ending(place)) {
        return Some(place);
    }
    let open = |place: &usize| may_show(attempt, *place, elapsed_ms);
    let stopped_at = attempt.on_screen().or(attempt.cut_short()).filter(open);
    stopped_at.or_else(|| first_unseen(attempt, elapsed_ms))
}

/// The question on screen, if its own time ran out while the program was away and the exam's did not.
pub fn ran_out_away(attempt: &Attempt, elapsed_ms: u64) -> Option<usize> {
    let place = attempt.on_screen()?;
    let over = deadline(attempt, place, elapsed_ms)
        .is_some_and(|end| end.scope == Scope::Question && !in_time(elapsed_ms, end.elapsed_ms));
    over.then_some(place)
}

/// The first question that never was on screen.
pub fn first_unseen(attempt: &Attempt, elapsed_ms: u64) -> Option<usize> {
    (0..attempt.progress.len())
        .find(|&place| attempt.progress[place].visits == 0 && may_show(attempt, place, elapsed_ms))
}

/// The next question behind this one that has no answer; `None`: nothing is left but the review.
pub fn next_behind(
    attempt: &Attempt,
    place: usize,
    navigation: Navigation,
    elapsed_ms: u64,
) -> Option<usize> {
    (place + 1..attempt.progress.len()).find(|&place| {
        let progress = &attempt.progress[place];
        let open = match navigation {
            Navigation::Free => progress.answer.is_none(),
            Navigation::Linear => progress.visits == 0,
        };
        open && may_show(attempt, place, elapsed_ms)
    })
}

/// The question before this one that may still be shown, under free navigation.
pub fn before(attempt: &Attempt, place: usize, navigation: Navigation, elapsed_ms: u64) -> Option<usize> {
    match navigation {
        Navigation::Linear => None,
        Navigation::Free => (0..place).rev().find(|&place| may_show(attempt, place, elapsed_ms)),
    }
}

/// Questions to come back to before submitting: unanswered or flagged, and still open.
pub fn to_review(attempt: &Attempt, elapsed_ms: u64) -> Vec<usize> {
    (0..attempt.progress.len())
        .filter(|&place| {
            let progress = &attempt.progress[place];
            (progress.answer.is_none() || progress.flagged) && may_show(attempt, place, elapsed_ms)
        })
        .collect()
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
