//! One answer to outcome and points. Knows no attempt: who decides what counts as handed in, and when, is the caller.

use std::fmt;

use super::{number, share::Share, text};
use crate::exam::{
    Answer, Criterion, Face, Key, Merit, OptionKey, PartId, Partial, Points, Question, ScoringRule,
};

/// How a question ended: by the person, or by its clock (the question's or the exam's, while it was on screen).
///
/// An answer that was accepted before the clock ended was handed in by the person, also if it was on screen again at the end.
/// A question never reached was not on screen, so it counts as left by the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedIn {
    /// The person answered or skipped it, or never reached it.
    ByPerson,
    /// Time ended while it was on screen; what was typed or ticked may earn, never cost.
    ByClock,
}

/// What became of a question, as named in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// All of the share.
    Correct,
    /// Part of it.
    Partial,
    /// Nothing or less, with an answer.
    Incorrect,
    /// Skipped or never reached.
    Unanswered,
    /// On screen when its time ended, without a valid answer.
    TimedOut,
    /// Answered, and not marked yet.
    Ungraded,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 6] =
        [Self::Correct, Self::Partial, Self::Incorrect, Self::Unanswered, Self::TimedOut, Self::Ungraded];

    /// The word for it in the results.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Partial => "partial",
            Self::Incorrect => "incorrect",
            Self::Unanswered => "unanswered",
            Self::TimedOut => "timed_out",
            Self::Ungraded => "ungraded",
        }
    }

    /// The outcome that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The outcome of an answer that earned this share.
    fn of_share(share: Share) -> Self {
        if share.is_all() {
            Self::Correct
        } else if share.is_none() {
            Self::Incorrect
        } else {
            Self::Partial
        }
    }
}

/// Outcome and points of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What became of it.
    pub outcome: Outcome,
    /// What it earned, less what it cost; `None` exactly while ungraded. May be below nothing.
    pub points: Option<Points>,
    /// What it is worth.
    pub max_points: Points,
}

/// Marks one question by its key.
///
/// Without an answer the outcome is `unanswered` if handed in by the person, `timed_out` if by the clock. An answer that
/// can't be given to the question (see [`Answer::read`]) is none, nor is a number that can't be read when the clock
/// handed it in; from a person it is incorrect. An answer to an essay, or to a question without a key, is ungraded.
pub fn mark(question: &Question, answer: Option<&Answer>, rule: ScoringRule, handed_in: HandedIn) -> Mark {
    let max_points = question.points;
    let Some(answer) = answer.and_then(|answer| Answer::read(&answer.to_string(), &question.face)) else {
        return nothing(handed_in, max_points);
    };
    let share = match judged(question, &answer, rule.partial) {
        Judged::Share(share) => share,
        Judged::Unreadable => match handed_in {
            HandedIn::ByPerson => Share::NONE,
            HandedIn::ByClock => return nothing(handed_in, max_points),
        },
        Judged::Unmarked => return Mark { outcome: Outcome::Ungraded, points: None, max_points },
    };
    let costs =
        share.is_none() && handed_in == HandedIn::ByPerson && all_or_nothing(&question.face, rule.partial);
    let points = if costs {
        Points(Share::from(rule.wrong).of(max_points).0.saturating_neg())
    } else {
        share.of(max_points)
    };
    Mark { outcome: Outcome::of_share(share), points: Some(points), max_points }
}

/// Marks an essay by the points that people gave, one for each line of its rubric, in order. Never costs.
///
/// # Errors
///
/// If the points don't fit the rubric, or the question has none.
pub fn mark_essay(question: &Question, given: &[Points]) -> Result<Mark, EssayProblem> {
    let Some(Key::Essay { criteria, sample: _ }) = &question.key else {
        return Err(EssayProblem::NoRubric);
    };
    let share = essay_share(given, criteria)?;
    let points = Some(share.of(question.points));
    Ok(Mark { outcome: Outcome::of_share(share), points, max_points: question.points })
}

/// The share that an essay earned: points given of the rubric's points.
///
/// # Errors
///
/// If there are more or fewer points than lines in the rubric, or some are below nothing or above what their line is worth.
pub fn essay_share(given: &[Points], criteria: &[Criterion]) -> Result<Share, EssayProblem> {
    if given.len() != criteria.len() {
        return Err(EssayProblem::Count { given: given.len(), criteria: criteria.len() });
    }
    for (place, (points, criterion)) in given.iter().zip(criteria).enumerate() {
        if *points < Points(0) || *points > criterion.points {
            return Err(EssayProblem::OutOfRange { place, given: *points, most: criterion.points });
        }
    }
    let of: Points = criteria.iter().map(|criterion| criterion.points).sum();
    Ok(Share::of_points(given.iter().copied().sum(), of))
}

/// Why an essay can't be marked with the points given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EssayProblem {
    /// The question is no essay, or is in a paper.
    NoRubric,
    /// Not one number of points for each line.
    Count {
        /// How many there are.
        given: usize,
        /// How many lines the rubric has.
        criteria: usize,
    },
    /// More than a line is worth, or less than nothing.
    OutOfRange {
        /// The line, counted from 0.
        place: usize,
        /// What was given.
        given: Points,
        /// What the line is worth.
        most: Points,
    },
}

impl fmt::Display for EssayProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRubric => f.write_str("the question has no rubric to mark by"),
            Self::Count { given, criteria } => {
                write!(f, "the rubric has {criteria} criteria, points were given for {given}")
            }
            Self::OutOfRange { place, given, most } => {
                write!(f, "criterion {} is worth 0 to {most} points, found `{given}`", place + 1)
            }
        }
    }
}

impl std::error::Error for EssayProblem {}

/// The mark of a question without an answer.
fn nothing(handed_in: HandedIn, max_points: Points) -> Mark {
    let outcome = match handed_in {
        HandedIn::ByPerson => Outcome::Unanswered,
        HandedIn::ByClock => Outcome::TimedOut,
    };
    Mark { outcome, points: Some(Points(0)), max_points }
}

/// What the key says of an answer.
enum Judged {
    /// It earns this.
    Share(Share),
    /// It is a number that can't be read.
    Unreadable,
    /// It takes a key or a person to tell.
    Unmarked,
}

/// Compares an answer that fits the face with the key.
fn judged(question: &Question, answer: &Answer, partial: Partial) -> Judged {
    let Some(key) = &question.key else {
        return Judged::Unmarked;
    };
    Judged::Share(match (key, answer) {
        (Key::Single(keys), Answer::Single(chosen)) => single(&question.face, keys, chosen),
        (Key::Multiple(keys), Answer::Multiple(ticked)) => multiple(&question.face, keys, ticked, partial),
        (Key::Boolean { answer: right, heads_up: _ }, Answer::Boolean(given)) => {
            Share::all_if(given == right)
        }
        (Key::Text(key), Answer::Text(given)) => Share::all_if(text::is_accepted(given, key)),
        (Key::Number { answer: right, tolerance }, Answer::Number(given)) => {
            match number::read(given, unit(&question.face)) {
                Ok(given) => Share::all_if(number::is_within(&given, right, tolerance)),
                Err(_) => return Judged::Unreadable,
            }
        }
        (Key::Order(right), Answer::Order(given)) => order(right, given, partial),
        (Key::Match(right), Answer::Match(given)) => matching(right, given, partial),
        (
            Key::Essay { .. }
            | Key::Single(_)
            | Key::Multiple(_)
            | Key::Boolean { .. }
            | Key::Text(_)
            | Key::Number { .. }
            | Key::Order(_)
            | Key::Match(_),
            Answer::Essay(_)
            | Answer::Single(_)
            | Answer::Multiple(_)
            | Answer::Boolean(_)
            | Answer::Text(_)
            | Answer::Number(_)
            | Answer::Order(_)
            | Answer::Match(_),
        ) => return Judged::Unmarked,
    })
}

/// Whether a kind gives all or nothing, so that a wrong answer may cost. An essay never does.
pub const fn all_or_nothing(face: &Face, partial: Partial) -> bool {
    match face {
        Face::Single(_) | Face::Boolean | Face::Text | Face::Number { .. } => true,
        Face::Multiple(_) | Face::Order(_) | Face::Match { .. } => matches!(partial, Partial::None),
        Face::Essay => false,
    }
}

/// What a number is counted in.
fn unit(face: &Face) -> Option<&str> {
    match face {
        Face::Number { unit } => unit.as_deref(),
        Face::Single(_)
        | Face::Multiple(_)
        | Face::Boolean
        | Face::Text
        | Face::Order(_)
        | Face::Match { .. }
        | Face::Essay => None,
    }
}

/// 1 if right; a wrong option's credit; else 0.
fn single(face: &Face, keys: &[OptionKey], chosen: &PartId) -> Share {
    let key = face.options().iter().zip(keys).find(|(option, _)| option.id == *chosen);
    match key.map(|(_, key)| key.merit) {
        Some(Merit::Right) => Share::ALL,
        Some(Merit::Credit(credit)) => Share::from(credit),
        Some(Merit::Wrong) | None => Share::NONE,
    }
}

/// 1 if exactly the right options are ticked, else 0; net: max(0, (t − f) / c).
fn multiple(face: &Face, keys: &[OptionKey], ticked: &[PartId], partial: Partial) -> Share {
    let (mut right, mut right_ticked, mut wrong_ticked) = (0, 0, 0);
    for (option, key) in face.options().iter().zip(keys) {
        let is_ticked = i64::from(ticked.contains(&option.id));
        match key.merit {
            Merit::Right => {
                right += 1;
                right_ticked += is_ticked;
            }
            Merit::Credit(_) | Merit::Wrong => wrong_ticked += is_ticked,
        }
    }
    match partial {
        Partial::None => Share::all_if(right_ticked == right && wrong_ticked == 0),
        Partial::Net => Share::new(right_ticked - wrong_ticked, right),
    }
}

/// 1 if the order is right, else 0; net: max(0, Kendall's τ), concordant less discordant pairs of all pairs.
fn order(right: &[PartId], given: &[PartId], partial: Partial) -> Share {
    match partial {
        Partial::None => Share::all_if(right == given),
        Partial::Net => {
            let places: Vec<_> = given.iter().map(|id| right.iter().position(|known| known == id)).collect();
            let (mut net, mut pairs) = (0, 0);
            for (place, second) in places.iter().enumerate() {
                for first in &places[..place] {
                    pairs += 1;
                    net += if first < second { 1 } else { -1 };
                }
            }
            Share::new(net, pairs)
        }
    }
}

/// 1 if every left side is matched right, else 0; net: max(0, (right − wrong) / left sides).
fn matching(key: &[(PartId, PartId)], given: &[(PartId, PartId)], partial: Partial) -> Share {
    let (mut right, mut wrong, mut lefts) = (0, 0, 0);
    for (left, belongs) in key {
        lefts += 1;
        match given.iter().find(|(asked, _)| asked == left) {
            Some((_, chosen)) if chosen == belongs => right += 1,
            Some(_) => wrong += 1,
            None => {}
        }
    }
    match partial {
        Partial::None => Share::all_if(right == lefts),
        Partial::Net => Share::new(right - wrong, lefts),
    }
}

#[cfg(test)]
#[path = "mark_tests.rs"]
mod tests;
