//! Facts in words.

use std::fmt;

use super::kinds::FactKind;
use crate::exam::digest;

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |n: usize| if n == 1 { "" } else { "s" };
        match self {
            Self::ExtraTime { amount, reference: Some(filed) } => {
                write!(f, "extra time {amount}, filed at {filed}")
            }
            Self::ExtraTime { amount, reference: None } => write!(f, "extra time {amount}, no reference"),
            Self::GivenBack { ms, by } => write!(f, "{} given back by {by}", Span(*ms)),
            Self::ClockJumped { by_ms } => {
                let to = if *by_ms < 0 { "back" } else { "forward" };
                write!(f, "the wall clock jumped {to} by {}", Span(by_ms.unsigned_abs()))
            }
            Self::ClockStopped { line, by_ms } => {
                write!(
                    f,
                    "a clock was stopped or set: line {line} of the journal is {} off",
                    Span(by_ms.unsigned_abs())
                )
            }
            Self::Untimed => f.write_str("sat without a clock"),
            Self::OtherLimit { question, sat, of_exam } => {
                let limit = |ms: &Option<u64>| ms.map_or("none".to_owned(), |ms| Span(ms).to_string());
                let of =
                    question.as_ref().map(|question| format!("question {question}: ")).unwrap_or_default();
                write!(f, "{of}time limit {}, the exam's is {}", limit(sat), limit(of_exam))
            }
            Self::SeedGiven { seed } => write!(f, "seed {seed} was given by hand"),
            Self::Rebooted { times } => write!(f, "the machine was restarted {}", Times(*times)),
            Self::Interrupted { times, away_ms } => {
                write!(f, "interrupted {}, away for {} in all", Times(*times), Span(*away_ms))
            }
            Self::Torn => f.write_str("the journal's last line is torn"),
            Self::Mended { from, to } if *from == digest::no_key().short() => {
                write!(f, "marked by the key {to}, sat as a paper, which has none")
            }
            Self::Mended { from, to } => write!(f, "marked by the key {to}, handed in with {from}"),
            Self::OtherText { sat, by, reworded } => {
                write!(f, "marked by the exam's text {by}, sat with {sat}; ")?;
                if reworded.is_empty() {
                    return f.write_str("what answers need is the same");
                }
                write!(f, "worded otherwise: {}", reworded.join(", "))
            }
            Self::ByHand { answers, graders } => {
                write!(f, "{answers} answer{} marked by {graders}", s(*answers))
            }
            Self::Waiting { answers } => {
                write!(f, "{answers} answer{} marked or dropped, and not so in the results yet", s(*answers))
            }
            Self::Open { running: true } => f.write_str("running now"),
            Self::Open { running: false } => f.write_str("not handed in"),
            Self::NoAttempt => f.write_str("a journal without a whole line is no attempt"),
            Self::Versions { exam, texts, keys } => {
                write!(f, "{exam}: {texts} text{}, {keys} key{}", s(*texts), s(*keys))
            }
            Self::Dropped { exam, question, grader, comment } => {
                let why = comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
                write!(f, "{exam}: question {question} counts for nobody, says {grader}{why}")
            }
            Self::Removed { attempts } => write!(f, "{attempts} attempt{} removed", s(*attempts)),
            Self::NoColumns { columns } => write!(f, "columns not there: {}", columns.join(", ")),
        }
    }
}

/// `1.5 s`, `5 min`, `1 h 5 min`.
struct Span(u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, tenths) = (self.0 / 3_600_000, self.0 / 60_000 % 60, self.0 / 100 % 600);
        let (seconds, tenth) = (tenths / 10, tenths % 10);
        match (hours, minutes, seconds) {
            (0, 0, _) if tenth > 0 => write!(f, "{seconds}.{tenth} s"),
            (0, 0, _) => write!(f, "{seconds} s"),
            (0, _, 0) => write!(f, "{minutes} min"),
            (0, ..) => write!(f, "{minutes} min {seconds} s"),
            (_, 0, _) => write!(f, "{hours} h"),
            _ => write!(f, "{hours} h {minutes} min"),
        }
    }
}

/// `once`, `3 times`.
struct Times(u32);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1 { f.write_str("once") } else { write!(f, "{} times", self.0) }
    }
}
