//! Which text, which key: SHA-256 over canonical JSON (RFC 8785) of a parsed exam.
//!
//! The members are named as in the exam file. One that equals its default is left out, a number is a decimal string, a span of time is in
//! seconds. What has no order of its own (entries, both sides of pairs, the questions of the key) is sorted by id.

use std::fmt;

use super::canonical::Members;
use super::default;
use super::model::CutsSource;
use super::model::{
    Arrangement, Choice, Draw, Exam, Face, Form, Key, Kind, Ladder, Merit, Navigation, Normalize, OptionKey,
    Part, Partial, Pin, Predict, Purpose, Question, Reveal, Snippet, TextKey, Tolerance, Topic, Truth,
};
use super::quantity::{Fraction, Millis};

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads all 64 hex digits, as [`Digest::full`] writes them.
    pub fn parse_full(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let plain = |digit: &u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit);
        if digits.len() != 64 || !digits.iter().all(plain) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// All 64 hex digits.
    pub fn full(&self) -> String {
        hex(&self.0)
    }

    /// The first 16 hex digits: how a digest is shown.
    pub fn short(&self) -> String {
        let mut text = self.full();
        text.truncate(16);
        text
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full())
    }
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let pair = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    bytes.iter().flat_map(pair).collect()
}

/// Digest of what a candidate can see: texts, options, ids, points, limits, scoring, ladder, cuts, draws; nothing that follows from the key.
pub fn exam_digest(exam: &Exam) -> Digest {
    of_json(seen(exam))
}

/// Digest of what is right and of all that is said about it.
pub fn key_digest(exam: &Exam) -> Digest {
    of_json(right(exam))
}

/// Digest of the key of an exam that has none: a paper's.
pub fn no_key() -> Digest {
    of_json(Members::default())
}

fn of_json(members: Members<'_>) -> Digest {
    use sha2::Digest as _;
    let mut hasher = sha2::Sha256::new();
    members.write(&mut |bytes| hasher.update(bytes));
    Digest(hasher.finalize().into())
}

fn seen(exam: &Exam) -> Members<'_> {
    let mut all = Members::default();
    all.put("format", "1");
    all.put("id", exam.id.as_str());
    all.put("title", exam.title.as_str());
    match exam.purpose {
        Purpose::Exam => {}
        Purpose::Lesson => all.put("purpose", "lesson"),
    }
    all.put_some("crux", exam.crux.as_ref());
    all.put_some("intro", exam.intro.as_ref());
    all.put_some("goal", exam.goal.as_ref());
    all.put_some("notice", exam.notice.as_ref());
    all.put_list("authors", exam.authors.iter().map(String::as_str));
    all.put_some("license", exam.license.as_ref());
    all.put_some("language", other(&exam.language, default::LANGUAGE));
    all.put_list("tags", exam.tags.iter().map(String::as_str));
    all.put_some("minutes", exam.minutes.map(|minutes| minutes.to_string()));
    all.put_some("time_limit", exam.time_limit.map(seconds));
    ladder(&mut all, &exam.ladder);
    match exam.predict {
        Predict::Ask => all.put("predict", true),
        Predict::Skip => {}
    }
    match exam.reveal {
        Reveal::Nothing => {}
        Reveal::Score => all.put("reveal", "score"),
        Reveal::Answers => all.put("reveal", "answers"),
    }
    match exam.navigation {
        Navigation::Free => {}
        Navigation::Linear => all.put("navigation", "linear"),
    }
    let mut shuffle = Members::default();
    if exam.shuffle.questions == Arrangement::Shuffled {
        shuffle.put("questions", true);
    }
    if exam.shuffle.options == Arrangement::AsWritten {
        shuffle.put("options", false);
    }
    all.put_object("shuffle", shuffle);
    let mut scoring = Members::default();
    match exam.scoring.partial {
        Partial::None => {}
        Partial::Net => scoring.put("partial", "net"),
    }
    if exam.scoring.wrong != Fraction::ZERO {
        scoring.put("wrong", exam.scoring.wrong.to_string());
    }
    all.put_object("scoring", scoring);
    if exam.topics != default::topics(&exam.questions) {
        all.put_list("topic", exam.topics.iter().map(topic));
    }
    all.put_list(
        "snippet",
        exam.snippets.iter().map(|(id, shared)| {
            let mut members = snippet(shared);
            members.put("id", id.as_str());
            members
        }),
    );
    all.put_list("draw", exam.draws.iter().map(draw));
    all.put_list("form", exam.forms.iter().map(|one| form(exam, one)));
    all.put_each("question", exam.questions.iter().map(question));
    all
}

fn ladder<'a>(all: &mut Members<'a>, ladder: &'a Ladder) {
    let levels = ladder.rungs.iter().map(|rung| &rung.level);
    if !levels.clone().eq(&default::ladder()) {
        all.put_list("ladder", levels.map(super::id::Level::as_str));
    }
    let mut cuts = Members::default();
    for (place, rung) in ladder.rungs.iter().enumerate() {
        if rung.cut != default::cut(place) {
            cuts.put(rung.level.as_str(), rung.cut.to_string());
        }
    }
    all.put_object("cuts", cuts);
    match &ladder.cuts {
        CutsSource::Basis(basis) => all.put("cuts_basis", basis.as_str()),
        CutsSource::Defaults | CutsSource::File => {}
    }
}

fn topic(topic: &Topic) -> Members<'_> {
    let mut members = Members::default();
    members.put("id", topic.id.as_str());
    members.put_some("title", other(&topic.title, topic.id.as_str()));
    members
}

fn snippet(snippet: &Snippet) -> Members<'_> {
    let mut members = Members::default();
    members.put_some("title", snippet.title.as_ref());
    members.put_some("language", other(&snippet.language, default::SNIPPET_LANGUAGE));
    members.put("code", snippet.code.as_str());
    members
}

fn draw(draw: &Draw) -> Members<'_> {
    let mut members = Members::default();
    members.put_some("topic", draw.topic.as_ref().map(super::id::TopicId::as_str));
    members.put_some("level", draw.level.as_ref().map(super::id::Level::as_str));
    members.put("count", draw.count.to_string());
    members
}

fn form<'a>(exam: &Exam, form: &'a Form) -> Members<'a> {
    let mut members = Members::default();
    members.put("id", form.id.as_str());
    members.put_some("title", other(&form.title, &default::form_title(&exam.title, &form.id)));
    if form.time_limit != exam.time_limit {
        members.put_some("time_limit", form.time_limit.map(seconds));
    }
    members.put_list("draw", form.draws.iter().map(draw));
    members
}

fn question(question: &Question) -> Members<'_> {
    let mut members = Members::default();
    members.put("id", question.id.as_str());
    match question.face.kind() {
        Kind::Single => {}
        kind @ (Kind::Multiple
        | Kind::Boolean
        | Kind::Text
        | Kind::Number
        | Kind::Order
        | Kind::Match
        | Kind::Essay) => members.put("kind", kind.word()),
    }
    members.put("topic", question.topic.as_str());
    members.put_some("level", question.level.as_ref().map(super::id::Level::as_str));
    if question.points != default::POINTS {
        members.put("points", question.points.to_string());
    }
    members.put_some("time_limit", question.time_limit.map(seconds));
    members.put_some("title", question.title.as_ref());
    members.put_list("uses", question.uses.iter().map(super::id::SnippetId::as_str));
    members.put("prompt", question.prompt.as_str());
    members.put_list("snippet", question.snippets.iter().map(snippet));
    match &question.face {
        Face::Single(options) | Face::Multiple(options) => {
            members
                .put_list("option", options.iter().enumerate().map(|(place, option)| choice(place, option)));
        }
        Face::Number { unit } => members.put_some("unit", unit.as_ref()),
        Face::Order(entries) => members.put_list("entry", by_id(entries)),
        Face::Match { lefts, rights } => {
            members.put_list("left", by_id(lefts));
            members.put_list("right", by_id(rights));
        }
        Face::Boolean | Face::Text | Face::Essay => {}
    }
    members
}

fn choice(place: usize, choice: &Choice) -> Members<'_> {
    let mut members = Members::default();
    if choice.id != default::option_id(place) {
        members.put("id", choice.id.as_str());
    }
    members.put("text", choice.text.as_str());
    match choice.pin {
        Pin::Pinned => members.put("pin", true),
        Pin::Free => {}
    }
    members
}

fn by_id(parts: &[Part]) -> Vec<Members<'_>> {
    let mut parts: Vec<&Part> = parts.iter().collect();
    parts.sort_by(|one, other| one.id.cmp(&other.id));
    parts
        .into_iter()
        .map(|part| {
            let mut members = Members::default();
            if part.id != default::part_id(&part.text) {
                members.put("id", part.id.as_str());
            }
            members.put("text", part.text.as_str());
            members
        })
        .collect()
}

fn right(exam: &Exam) -> Members<'_> {
    let mut all = Members::default();
    all.put_some("recap", exam.recap.as_ref());
    let mut questions: Vec<&Question> = exam.questions.iter().collect();
    questions.sort_by(|one, other| one.id.cmp(&other.id));
    all.put_named("question", questions.into_iter().map(|question| (question.id.as_str(), of_key(question))));
    all
}

fn of_key(question: &Question) -> Members<'_> {
    let mut members = Members::default();
    members.put_some("hint", question.teaching.hint.as_ref());
    members.put_some("explanation", question.teaching.explanation.as_ref());
    members.put_some("follow_up", question.teaching.follow_up.as_ref());
    if let Some(key) = &question.key {
        put_key(&mut members, key, &question.face);
    }
    members
}

fn put_key<'a>(members: &mut Members<'a>, key: &'a Key, face: &'a Face) {
    match key {
        Key::Single(options) | Key::Multiple(options) => {
            let mut all = Members::default();
            for (choice, key) in face.options().iter().zip(options) {
                all.put_object(choice.id.as_str(), option_key(key));
            }
            members.put_object("option", all);
        }
        Key::Boolean { answer, heads_up } => {
            members.put("answer", *answer == Truth::True);
            members.put_some("heads_up", heads_up.as_ref());
        }
        Key::Text(TextKey::Accept { texts, normalize }) => {
            members.put_list("accept", texts.iter().map(String::as_str));
            if *normalize != Normalize::default() {
                let words =
                    [("case", normalize.case), ("space", normalize.space), ("accents", normalize.accents)];
                let words: Vec<&str> =
                    words.into_iter().filter(|(_, set)| *set).map(|(word, _)| word).collect();
                members.put_all("normalize", words);
            }
        }
        Key::Text(TextKey::Pattern { source, .. }) => members.put("pattern", source.as_str()),
        Key::Number { answer, tolerance } => {
            members.put("answer", answer.normalized().to_plain_string());
            match tolerance {
                Tolerance::Absolute(off) if *off == bigdecimal::BigDecimal::default() => {}
                Tolerance::Absolute(off) => members.put("tolerance", off.normalized().to_plain_string()),
                Tolerance::Percent(off) => {
                    members.put("tolerance", format!("{}%", off.normalized().to_plain_string()));
                }
            }
        }
        Key::Order(ids) => members.put_list("entry", ids.iter().map(super::id::PartId::as_str)),
        Key::Match(pairs) => {
            let mut sorted = Members::default();
            for (left, right) in pairs {
                sorted.put(left.as_str(), right.as_str());
            }
            members.put_object("pair", sorted);
        }
        Key::Essay { criteria, sample } => {
            members.put_list(
                "criterion",
                criteria.iter().map(|criterion| {
                    let mut members = Members::default();
                    members.put("text", criterion.text.as_str());
                    members.put("points", criterion.points.to_string());
                    members
                }),
            );
            members.put_some("sample", sample.as_ref());
        }
    }
}

fn option_key(key: &OptionKey) -> Members<'_> {
    let mut members = Members::default();
    match key.merit {
        Merit::Right => members.put("correct", true),
        Merit::Credit(credit) => members.put("credit", credit.to_string()),
        Merit::Wrong => {}
    }
    members.put_some("heads_up", key.heads_up.as_ref());
    members
}

/// A text, unless it is the default.
fn other<'t>(text: &'t str, default: &str) -> Option<&'t str> {
    (text != default).then_some(text)
}

/// A span of time in seconds, as a decimal.
fn seconds(time: Millis) -> String {
    super::quantity::Points(i64::try_from(time.0).unwrap_or(i64::MAX).saturating_mul(10)).to_string()
}
