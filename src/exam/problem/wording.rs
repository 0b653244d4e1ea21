//! What each problem is called and how it is said: lower case, no full stop, names in backticks, what was found, what was expected.
//! What to do about it is said in `help`.

use super::{Bound, Fault, Severity};
use crate::exam::model::Kind;
use crate::exam::section::{Section, kinds_of};

/// What is wrong with a pattern that is well formed but too large.
pub(in crate::exam) const TOO_BIG: &str = "it takes too much memory";

impl Fault {
    /// The short name of the problem.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Warning(warning) => warning.name().word(),
            Self::NotUtf8(_) => "not-utf8",
            Self::TooMuch(..) | Self::TooManyPatterns => "too-much",
            Self::Syntax(_)
            | Self::ClosedText(_)
            | Self::OpenText(_)
            | Self::CurlyQuote(_)
            | Self::Header { .. } => "syntax",
            Self::Nesting => "nesting",
            Self::ControlCharacter(_) => "control-character",
            Self::WrongType { .. } => "wrong-type",
            Self::UnknownKey { .. } => "unknown-key",
            Self::OtherKind { .. } => "other-kind",
            Self::KeyInPaper(_) => "key-in-paper",
            Self::OnlyInPaper(_) => "only-in-paper",
            Self::Missing { .. } => "missing-key",
            Self::OtherFormat(_) => "other-format",
            Self::NoId(_) => "no-id",
            Self::ZeroRung => "zero-rung",
            Self::DuplicateId { .. } | Self::DuplicateHash { .. } => "duplicate-id",
            Self::DuplicateText("option") => "duplicate-option",
            Self::DuplicateText(_) => "duplicate-text",
            Self::Repeated { .. } => "repeated",
            Self::Empty(_) | Self::EmptyList(_) => "empty",
            Self::UnknownWord { .. } => "unknown-word",
            Self::NotAllowable { .. } => "not-allowable",
            Self::NumberRange { .. } => "number-range",
            Self::NoDuration { .. } => "no-duration",
            Self::TooFew { .. } => "too-few",
            Self::NoneRight(_) => "none-right",
            Self::SecondRight => "second-right",
            Self::CreditOnRight | Self::CreditOnMultiple => "misplaced-credit",
            Self::Undeclared { .. } => "undeclared",
            Self::UnreachableDraw { .. } => "unreachable-draw",
            Self::OverlappingDraws { .. } => "overlapping-draws",
            Self::PercentOfZero | Self::NoTolerance(_) => "no-tolerance",
            Self::NothingAccepted => "nothing-accepted",
            Self::AcceptAndPattern => "accept-and-pattern",
            Self::NormalizedPattern => "normalized-pattern",
            Self::NoPattern(_) => "no-pattern",
            Self::NoDigest(_) => "no-digest",
            Self::AlteredPaper { .. } => "altered-paper",
        }
    }

    /// How bad it is.
    pub const fn severity(&self) -> Severity {
        if matches!(self, Self::Warning(_)) { Severity::Warning } else { Severity::Error }
    }

    /// What was found and what was expected.
    #[expect(clippy::too_many_lines, reason = "one arm a fault, all the wording in one place")]
    pub fn message(&self) -> String {
        match self {
            Self::Warning(warning) => warning.message(),
            Self::NotUtf8(byte) => format!("byte 0x{byte:02X} is no UTF-8, expected a file in UTF-8"),
            Self::TooMuch(bound, found) => too_much(*bound, *found),
            Self::Syntax(said) => format!("no valid TOML: {said}"),
            Self::ClosedText(quote) => {
                format!("no valid TOML: text goes on after its closing `{quote}`, expected nothing behind it")
            }
            Self::OpenText(quotes) => {
                format!("no valid TOML: text is opened with `{quotes}` here and not closed where it ends")
            }
            Self::CurlyQuote(quote) => format!(
                "no valid TOML: `{quote}` (U+{:04X}) is no quote here, expected `\"`",
                u32::from(*quote)
            ),
            Self::Header { found, name } => {
                format!("no valid TOML: `{found}` among several of them, expected `[[{name}]]`")
            }
            Self::Nesting => "a key with too many parts, expected at most 8".to_owned(),
            Self::ControlCharacter(character) => format!(
                "control character U+{:04X}, expected none but newline and tab",
                u32::from(*character)
            ),
            Self::WrongType { key, found, expected, .. } => {
                format!("`{}` is {found}, expected {expected}", brief(key))
            }
            Self::UnknownKey { key, section: Section::Exam, .. } => format!("unknown key `{}`", brief(key)),
            Self::UnknownKey { key, section, .. } => {
                format!("unknown key `{}` in {}", brief(key), section.header())
            }
            Self::OtherKind { key, kind } => {
                let kinds = listed(kinds_of(key).iter().map(|kind| kind.word()), "or");
                format!("`{key}` belongs to {kinds} questions, this one is {}", tick(kind.word()))
            }
            Self::KeyInPaper(key) => {
                format!("`{key}` says something of the key, expected none of it in a paper")
            }
            Self::OnlyInPaper(key) => format!("`{key}` belongs to papers, expected `pair` in an exam"),
            Self::Missing { key, section: Section::Exam } => {
                format!("no `{key}`, expected one at the top of the file")
            }
            Self::Missing { key, section } => format!("{} has no `{key}`, expected one", section.header()),
            Self::OtherFormat(found) => format!("`format` is {}, expected 1", brief(found)),
            Self::NoId(found) => format!(
                "{} is no id, expected lower-case letters, digits, `-` and `_`, at most 64, a letter or digit first",
                tick(found)
            ),
            Self::ZeroRung => "`zero` is a rung of the ladder, expected it below the first only".to_owned(),
            Self::DuplicateId { what, id } => {
                format!("{what} `{id}` for the second time, expected each id once")
            }
            Self::DuplicateHash { what, id } => format!("two {what} texts give the same id `{id}`"),
            Self::DuplicateText(what) => format!("the same {what} twice, expected different texts"),
            Self::Repeated { key, found } => format!("{} twice in `{key}`, expected it once", tick(found)),
            Self::Empty(key) => format!("`{}` is empty, expected text", brief(key)),
            Self::EmptyList(key) => format!("`{key}` is an empty list, expected at least one"),
            Self::UnknownWord { key, found, expected, .. } => {
                let expected = listed(expected.iter().map(String::as_str), "or");
                format!("`{}` is {}, expected {expected}", brief(key), tick(found))
            }
            Self::NotAllowable { found, .. } => {
                format!("{} is no warning, expected the name of one", tick(found))
            }
            Self::NumberRange { key, found, expected } => {
                format!("`{}` is {}, expected {expected}", brief(key), brief(found))
            }
            Self::NoDuration { key, found } => {
                format!("`{key}` is {}, expected a span of time of at most 1000h", tick(found))
            }
            Self::TooFew { section, found, least } => {
                format!("{found} {}, expected at least {least}", section.header())
            }
            Self::NoneRight(Kind::Single) => "no option is right, expected exactly one of them".to_owned(),
            Self::NoneRight(_) => "no option is right, expected at least one of them".to_owned(),
            Self::SecondRight => {
                "a second right option, expected exactly one in a `single` question".to_owned()
            }
            Self::CreditOnRight => "`credit` on a right option, expected it on wrong ones only".to_owned(),
            Self::CreditOnMultiple => {
                "`credit` in a `multiple` question, expected it in `single` ones only".to_owned()
            }
            Self::Undeclared { what, found, known, .. } => {
                let expected = if known.is_empty() {
                    "expected a declared one".to_owned()
                } else {
                    format!("expected {}", listed(known.iter().map(String::as_str), "or"))
                };
                format!("no {what} {}, {expected}", tick(found))
            }
            Self::UnreachableDraw { count, matching } => {
                format!("draws {count} of {matching} matching questions, expected at most as many as match")
            }
            Self::OverlappingDraws { question } => {
                format!("two draws match the question `{question}`, expected each question in one draw")
            }
            Self::PercentOfZero => "a tolerance in percent of 0, expected an absolute one".to_owned(),
            Self::NoTolerance(found) => {
                format!(
                    "`tolerance` is {}, expected a number such as 0.5 or a share such as \"5%\"",
                    tick(found)
                )
            }
            Self::NothingAccepted => {
                "neither `accept` nor `pattern` in a `text` question, expected one of them".to_owned()
            }
            Self::AcceptAndPattern => {
                "both `accept` and `pattern` in a `text` question, expected one of them".to_owned()
            }
            Self::NormalizedPattern => {
                "`normalize` with a `pattern`, expected it with `accept` only".to_owned()
            }
            Self::TooManyPatterns => {
                "the patterns up to this one take too much work together, expected fewer or simpler ones"
                    .to_owned()
            }
            Self::NoPattern(said) => format!("no valid pattern: {said}"),
            Self::NoDigest(found) => format!("`paper_of` is {}, expected 64 hex digits", tick(found)),
            Self::AlteredPaper { named, found } => {
                format!("a paper of exam {named}, but its text is that of {found}")
            }
        }
    }

    /// What to write at the first place of two.
    pub fn first_label(&self) -> &'static str {
        if matches!(self, Self::AcceptAndPattern | Self::NormalizedPattern) {
            "the pattern"
        } else if matches!(self, Self::PercentOfZero) {
            "the answer"
        } else if matches!(self, Self::CreditOnRight) {
            "right here"
        } else {
            "the first"
        }
    }
}

fn too_much(bound: Bound, found: usize) -> String {
    let most = bound.most();
    match bound {
        // Whoever reads a file stops at the bound, and does not know how much more there is.
        Bound::File => "a file of more than 16 MiB, expected at most 16 MiB".to_owned(),
        Bound::Questions => format!("{found} questions, expected at most {most}"),
        Bound::Parts(what) => format!("{found} {what}, expected at most {most}"),
        Bound::Rungs => format!("a ladder of {found} rungs, expected at most {most}"),
        Bound::Text => format!("a string of {found} bytes, expected at most {most} (64 KiB)"),
    }
}

/// Text of the file as a message quotes it: at most 60 characters.
fn brief(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// A text in backticks.
pub(super) fn tick(text: &str) -> String {
    format!("`{}`", brief(text))
}

/// `a`, `b` or `c`.
pub(super) fn listed<'a>(words: impl Iterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<String> = words.map(tick).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
