//! What each problem is called and how it is said: lower case, no full stop, what was found, what was expected, what to do.

use super::{Bound, Fault, Severity};
use crate::exam::section::{Section, kinds_of};

/// What is wrong with a pattern that is well formed but too large.
pub(in crate::exam) const TOO_BIG: &str = "it takes too much memory";

impl Fault {
    /// The short name of the problem.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotUtf8(_) => "not-utf8",
            Self::TooMuch(..) => "too-much",
            Self::Syntax(_) => "syntax",
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
        Severity::Error
    }

    /// What was found and what was expected.
    pub fn message(&self) -> String {
        match self {
            Self::NotUtf8(byte) => format!("byte 0x{byte:02X} is no UTF-8, expected a file in UTF-8"),
            Self::TooMuch(bound, found) => too_much(*bound, *found),
            Self::Syntax(said) => format!("no valid TOML: {said}"),
            Self::Nesting => "a key with too many parts, expected at most 8".to_owned(),
            Self::ControlCharacter(character) => format!(
                "control character U+{:04X} in a string, expected none but newline and tab",
                u32::from(*character)
            ),
            Self::WrongType { key, found, expected } => {
                format!("`{}` is {found}, expected {expected}", brief(key))
            }
            Self::UnknownKey { key, section, .. } => match section {
                Section::Exam => format!("unknown key `{}`", brief(key)),
                _ => format!("unknown key `{}` in {}", brief(key), section.header()),
            },
            Self::OtherKind { key, kind } => {
                let kinds = listed(kinds_of(key).iter().map(|kind| kind.word()), "or");
                format!("`{key}` belongs to {kinds} questions, this one is {}", tick(kind.word()))
            }
            Self::KeyInPaper(key) => {
                format!("`{key}` says something of the key, expected none of it in a paper")
            }
            Self::OnlyInPaper(key) => format!("`{key}` belongs to papers, expected `pair` in an exam"),
            Self::Missing { key, section } => match section {
                Section::Exam => format!("no `{key}`, expected one at the top of the file"),
                _ => format!("{} has no `{key}`, expected one", section.header()),
            },
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
            Self::NoneRight(kind) => {
                format!("no option is right, expected {} of them", right_options(*kind))
            }
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
            Self::NoPattern(said) => format!("no valid pattern: {said}"),
            Self::NoDigest(found) => format!("`paper_of` is {}, expected 64 hex digits", tick(found)),
            Self::AlteredPaper { named, found } => {
                format!("a paper of exam {named}, but its text is that of {found}")
            }
        }
    }

    /// What to do.
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::NotUtf8(_) => "save the file as UTF-8".to_owned(),
            Self::TooMuch(bound, _) => match bound {
                Bound::File | Bound::Questions => "split the exam into several files".to_owned(),
                Bound::Parts(_) => "split the question into several".to_owned(),
                Bound::Text => "shorten it to what can be read in an exam".to_owned(),
            },
            Self::Syntax(said) => return syntax_help(said),
            Self::Nesting => "write the table with a header of its own".to_owned(),
            Self::ControlCharacter(_) => "remove it; show it as text if the question is about it".to_owned(),
            Self::WrongType { key, found, expected } => return type_help(key, found, expected),
            Self::UnknownKey { key, section, near, home } => match (near, home) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(home)) => moved(key, *section, *home),
                (None, None) if section.keys().is_empty() => return None,
                (None, None) if *section == Section::Question || *section == Section::Exam => {
                    "remove it, or see the exam format for the keys there are".to_owned()
                }
                (None, None) => {
                    format!("{} knows {}", section.header(), listed(section.keys().iter().copied(), "and"))
                }
            },
            Self::OtherKind { key, .. } => {
                let kinds = listed(kinds_of(key).iter().map(|kind| kind.word()), "or");
                format!("remove it, or set `kind` to {kinds}")
            }
            Self::KeyInPaper(key) if key == "pair" || key == "distractors" => {
                "write `[[question.left]]` and `[[question.right]]`, each with `text`".to_owned()
            }
            Self::KeyInPaper(_) => {
                "remove it, or remove `paper_of` if this is an exam with its key".to_owned()
            }
            Self::OnlyInPaper(_) => "write `[[question.pair]]` with `left` and `right`".to_owned(),
            Self::Missing { key, .. } => return missing_help(key),
            Self::OtherFormat(_) => {
                "write `format = 1`, or use a version of the program that knows it".to_owned()
            }
            Self::NoId(found) => return slug(found).map(|slug| format!("write `{slug}`")),
            Self::ZeroRung => "remove it: everyone starts there".to_owned(),
            Self::DuplicateId { what, .. } => format!("give one {what} another id"),
            Self::DuplicateHash { what: "entry", .. } => "give one of them an `id`".to_owned(),
            Self::DuplicateHash { .. } => "reword one of them".to_owned(),
            Self::DuplicateText(_) => "reword or remove one of them".to_owned(),
            Self::Repeated { .. } => "remove one of them".to_owned(),
            Self::Empty(_) => "write it, or leave the key out if it is optional".to_owned(),
            Self::EmptyList(_) => "fill it, or leave the key out if it is optional".to_owned(),
            Self::UnknownWord { near, .. } => format!("did you mean `{}`?", near.as_ref()?),
            Self::NotAllowable { near, .. } => match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "only warnings can be silenced, errors have to be mended".to_owned(),
            },
            Self::NumberRange { .. } | Self::NoTolerance(_) => return None,
            Self::NoDuration { .. } => {
                "write hours, minutes and seconds: \"90s\", \"14m\" or \"1h 30m\"".to_owned()
            }
            Self::TooFew { section, .. } => format!("add a {}", section.header()),
            Self::NoneRight(_) => "set `correct = true` on what is right".to_owned(),
            Self::SecondRight => "remove one `correct = true`, or set `kind = \"multiple\"`".to_owned(),
            Self::CreditOnRight => "remove it: a right option earns all of the points".to_owned(),
            Self::CreditOnMultiple => {
                "remove it; `partial = \"net\"` under `[scoring]` gives a part".to_owned()
            }
            Self::Undeclared { what, near, .. } => match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if *what == "level" => "add it to `ladder`, or name one of its rungs".to_owned(),
                None => format!("declare it with `[[{what}]]`, or name one that is"),
            },
            Self::UnreachableDraw { matching: 0, .. } => {
                "write such questions, or remove the draw".to_owned()
            }
            Self::UnreachableDraw { matching, .. } => {
                format!("write more such questions, or `count = {matching}`")
            }
            Self::OverlappingDraws { .. } => {
                "narrow one of them by `topic` or `level`, or make them one".to_owned()
            }
            Self::PercentOfZero => "write it in the answer's own unit: `tolerance = 0.5`".to_owned(),
            Self::NothingAccepted => "write `accept = [\"…\"]`".to_owned(),
            Self::AcceptAndPattern => "remove one of them".to_owned(),
            Self::NormalizedPattern => "remove it; `(?i)` in the pattern ignores case".to_owned(),
            Self::NoPattern(said) if said == TOO_BIG => "let it repeat less".to_owned(),
            Self::NoPattern(_) => {
                "a pattern must match the whole trimmed answer; it has no look-around and no back-references"
                    .to_owned()
            }
            Self::NoDigest(_) => "have the paper made from its exam again".to_owned(),
            Self::AlteredPaper { .. } => "use the paper as it was made, or make it again".to_owned(),
        };
        Some(text)
    }

    /// What to write at the first place of two.
    pub fn first_label(&self) -> &'static str {
        match self {
            Self::AcceptAndPattern | Self::NormalizedPattern => "the pattern",
            Self::PercentOfZero => "the answer",
            Self::CreditOnRight => "right here",
            _ => "the first",
        }
    }
}

fn too_much(bound: Bound, found: usize) -> String {
    let most = bound.most();
    match bound {
        Bound::File => format!("a file of {found} bytes, expected at most {most} (16 MiB)"),
        Bound::Questions => format!("{found} questions, expected at most {most}"),
        Bound::Parts(what) => format!("{found} {what}, expected at most {most}"),
        Bound::Text => format!("a string of {found} bytes, expected at most {most} (64 KiB)"),
    }
}

fn right_options(kind: crate::exam::model::Kind) -> &'static str {
    use crate::exam::model::Kind;
    match kind {
        Kind::Single => "exactly one",
        Kind::Multiple
        | Kind::Boolean
        | Kind::Text
        | Kind::Number
        | Kind::Order
        | Kind::Match
        | Kind::Essay => "at least one",
    }
}

fn moved(key: &str, from: Section, home: Section) -> String {
    let nested = matches!(
        from,
        Section::QuestionSnippet
            | Section::Choice
            | Section::Entry
            | Section::Pair
            | Section::Left
            | Section::Right
            | Section::Criterion
    );
    match home {
        Section::Exam => format!("`{key}` belongs to the exam: move it above the first table"),
        Section::Question if nested => {
            format!("`{key}` belongs to the question: move it above the question's first {}", from.header())
        }
        _ => format!("`{key}` belongs in {}", home.header()),
    }
}

fn type_help(key: &str, found: &str, expected: &str) -> Option<String> {
    match (key, expected) {
        ("topic" | "snippet" | "draw" | "form" | "question", "a list of tables") => {
            Some(format!("write `[[{key}]]` with two brackets"))
        }
        ("option" | "entry" | "pair" | "criterion" | "left" | "right", "a list of tables") => {
            Some(format!("write `[[question.{key}]]` with two brackets"))
        }
        (_, "text") if !matches!(found, "a list" | "a table") => Some("put it in quotes".to_owned()),
        (_, "true or false") => Some("write `true` or `false` without quotes".to_owned()),
        (_, "a number" | "a whole number") if found == "text" => Some("write it without quotes".to_owned()),
        (_, "a list of texts") => Some("write `[\"…\", \"…\"]`".to_owned()),
        _ => None,
    }
}

fn missing_help(key: &str) -> Option<String> {
    let text = match key {
        "format" => "write `format = 1` first",
        "id" => "write `id = \"…\"`: a short name that stays when the text changes",
        "topic" => "write `topic = \"…\"`: what it is about, as reports call it",
        "question" => "add a `[[question]]`",
        "answer" => "write what is right",
        "count" => "write how many to draw: `count = 3`",
        "points" => "write what it is worth: `points = 1`",
        "title" | "prompt" | "text" | "code" | "left" | "right" => {
            return Some(format!("write `{key} = \"…\"`"));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

fn syntax_help(said: &str) -> Option<String> {
    let text = if said.contains("duplicate key") {
        "a key may be written once in a table; `[[…]]` with two brackets starts one more"
    } else if said.contains("recurs") {
        "an exam file needs at most three levels"
    } else if said.contains("quoted") {
        "put text in quotes"
    } else {
        return None;
    };
    Some(text.to_owned())
}

/// A text that was meant as an id, made into one.
fn slug(found: &str) -> Option<String> {
    let mut slug = String::new();
    for character in found.chars().take(200) {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            '_' if !slug.is_empty() => slug.push('_'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(crate::exam::id::LONGEST);
    let slug = slug.trim_end_matches(['-', '_']);
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// Text of the file as a message quotes it: at most 60 characters.
fn brief(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn tick(text: &str) -> String {
    format!("`{}`", brief(text))
}

/// `a`, `b` or `c`.
fn listed<'a>(words: impl Iterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<String> = words.map(tick).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
