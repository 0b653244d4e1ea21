//! What to do about each problem.

use super::wording::{TOO_BIG, listed};
use super::{Bound, Fault};
use crate::exam::id;
use crate::exam::model::Kind;
use crate::exam::parse::number;
use crate::exam::section::{Section, kinds_of};

impl Fault {
    /// What to do.
    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::Warning(warning) => warning.help().to_owned(),
            Self::NotUtf8(_) => "save the file as UTF-8".to_owned(),
            Self::TooMuch(bound, _) => match bound {
                Bound::File | Bound::Questions => "split the exam into several files".to_owned(),
                Bound::Parts(_) => "split the question into several".to_owned(),
                Bound::Rungs => "leave rungs out that no question stands on, or split the exam".to_owned(),
                Bound::Text => "shorten it to what can be read in an exam".to_owned(),
            },
            Self::Syntax(said) => return syntax_help(said),
            Self::ClosedText('"') => "write `\\\"` for a quote inside the text".to_owned(),
            Self::ClosedText(_) => "put the text in double quotes: \"…\"".to_owned(),
            Self::OpenText(quotes) => format!("write `{quotes}` at its end"),
            Self::CurlyQuote(_) => "write straight quotes: \"…\"".to_owned(),
            Self::Header { found, name } if found.starts_with("[[") => {
                format!("write `[[{name}]]` in lower case")
            }
            Self::Header { name, .. } => format!("write `[[{name}]]` with two brackets"),
            Self::Nesting => "write the table with a header of its own".to_owned(),
            Self::ControlCharacter(_) => "remove it; show it as text if the question is about it".to_owned(),
            Self::WrongType { meant: Some(number), .. } => format!("write {number}, without quotes"),
            Self::WrongType { key, found, expected, .. } => return type_help(key, found, expected),
            Self::UnknownKey { key, section, near, home } => {
                return unknown_help(key, *section, near.as_deref(), *home);
            }
            Self::OtherKind { key, kind } => other_kind_help(key, *kind),
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
            Self::NoId(found) => return id::like(found).map(|id| format!("write `{id}`")),
            Self::ZeroRung => "remove it: everyone starts there".to_owned(),
            Self::DuplicateId { what, .. } => format!("give one {what} another id"),
            Self::DuplicateHash { what: "entry", .. } => "give one of them an `id`".to_owned(),
            Self::DuplicateHash { .. } => "reword one of them".to_owned(),
            Self::DuplicateText(_) => "reword or remove one of them".to_owned(),
            Self::Repeated { .. } | Self::AcceptAndPattern => "remove one of them".to_owned(),
            Self::Empty(_) => "write it, or leave the key out if it is optional".to_owned(),
            Self::EmptyList(_) => "fill it, or leave the key out if it is optional".to_owned(),
            Self::UnknownWord { near, .. } => format!("did you mean `{}`?", near.as_ref()?),
            Self::NotAllowable { near, .. } => match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "only warnings can be silenced, errors have to be mended".to_owned(),
            },
            Self::NoTolerance(found) => format!("write {}, without quotes", number::meant(found)?),
            Self::NumberRange { .. } => return None,
            Self::NoDuration { found, .. } if found.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("say of what, in quotes: \"{found}m\" for minutes, \"{found}s\" for seconds")
            }
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
            Self::NormalizedPattern => "remove it; `(?i)` in the pattern ignores case".to_owned(),
            Self::TooManyPatterns => {
                "write `accept` where a list of texts will do, `[a-z]` for `\\w`, `[0-9]` for `\\d`; let them repeat less"
                    .to_owned()
            }
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
}

fn unknown_help(key: &str, section: Section, near: Option<&str>, home: Option<Section>) -> Option<String> {
    let text = match (near, home) {
        (Some(near), _) if section == Section::Question && is_list(near) => {
            format!("did you mean `{near}`? Write `[[question.{near}]]` for each")
        }
        (Some("question"), _) if section == Section::Exam => {
            "did you mean `question`? Write `[[question]]` for each".to_owned()
        }
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(home)) => moved(key, section, home),
        (None, None) if section.keys().is_empty() => return None,
        (None, None) if section == Section::Question || section == Section::Exam => {
            "remove it, or see the exam format for the keys there are".to_owned()
        }
        (None, None) => {
            format!("{} knows {}", section.header(), listed(section.keys().iter().copied(), "and"))
        }
    };
    Some(text)
}

fn other_kind_help(key: &str, kind: Kind) -> String {
    let kinds = listed(kinds_of(key).iter().map(|kind| kind.word()), "or");
    match (key, kind) {
        ("answer", Kind::Text) => "write `accept = [\"…\"]` instead".to_owned(),
        ("answer", Kind::Single | Kind::Multiple) => {
            "remove it, and write `correct = true` in the option that is right".to_owned()
        }
        _ => format!("remove it, or set `kind` to {kinds}"),
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
    let key = key.strip_suffix('s').filter(|one| is_list(one)).unwrap_or(key);
    if key == "id" && from == Section::Criterion {
        "remove it: criteria are told apart by their places".to_owned()
    } else if from == Section::Exam && home == Section::Question && is_list(key) {
        format!("write `[[question.{key}]]`, below the question that it belongs to")
    } else if home == Section::Exam {
        format!("`{key}` belongs to the exam: move it above the first table")
    } else if home == Section::Question && nested {
        format!("`{key}` belongs to the question: move it above the question's first {}", from.header())
    } else {
        format!("`{key}` belongs in {}", home.header())
    }
}

/// Whether a key of a question is a list of tables.
fn is_list(key: &str) -> bool {
    matches!(key, "option" | "entry" | "pair" | "criterion" | "left" | "right")
}

fn type_help(key: &str, found: &str, expected: &str) -> Option<String> {
    match (key, expected) {
        ("topic" | "snippet" | "draw" | "form" | "question", "a list of tables") => {
            Some(format!("write `[[{key}]]` with two brackets"))
        }
        (key, "a list of tables") if is_list(key) => {
            Some(format!("write `[[question.{key}]]` with two brackets"))
        }
        ("cuts", "a table") => Some("write `cuts = { junior = 0.70 }`, a cut for each level".to_owned()),
        ("shuffle", "a table") => Some("write `shuffle = { questions = false, options = false }`".to_owned()),
        ("allow", "a table") => Some("write `allow = { guessable = \"why it may stay\" }`".to_owned()),
        ("scoring", "a table") => Some("write `scoring = { wrong = 0.25 }`".to_owned()),
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
    } else if said.contains("escaped value") {
        "put the text in single quotes, '…': in them a backslash is a backslash"
    } else if said.contains("quoted") {
        "put text in quotes"
    } else {
        return None;
    };
    Some(text.to_owned())
}
