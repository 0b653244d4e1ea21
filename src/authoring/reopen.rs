//! A file that was written from a draft → the draft again, to go on with it.

use super::draft::{Choice, Draft, Question, Snippet, Topic, Unfinished, Way};
use super::write::{self, UNFINISHED};
use crate::exam::{
    self, CutsSource, Exam, Face, Fragment, Key, Merit, Millis, OptionKey, Part, PartId, Problems, TextKey,
    Tolerance,
};

/// Why a file can't be gone on with.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It has faults.
    Faulty(Problems),
    /// It holds things that a draft can't: it was changed by hand, or written by another version.
    Foreign,
}

/// The draft that a file was written from.
///
/// # Errors
///
/// Where anything in it would be lost or changed.
pub fn draft(bytes: &[u8]) -> Result<Draft, Refusal> {
    let text = str::from_utf8(bytes).map_err(|_| Refusal::Foreign)?;
    let mut draft = read(text).map_err(Refusal::Faulty)?;
    draft.unfinished = unfinished(text);
    if write::exam(&draft) == text { Ok(draft) } else { Err(Refusal::Foreign) }
}

/// The file of a draft as [`draft`] reads it: numbers and times in the form that they come back in.
pub fn file(draft: &Draft) -> String {
    let text = write::exam(draft);
    match read(&text) {
        Ok(read) => write::exam(&Draft { unfinished: draft.unfinished.clone(), ..read }),
        Err(_) => text,
    }
}

/// The file as a draft. Without a question it is no exam yet: with one that is taken away again it is.
fn read(text: &str) -> Result<Draft, Problems> {
    let mut draft = read_whole(text)?;
    if !text.contains(CUTS) {
        draft.cuts.clear();
    }
    Ok(draft)
}

fn read_whole(text: &str) -> Result<Draft, Problems> {
    exam::parse(text.as_bytes()).map(|exam| of(&exam)).or_else(|problems| {
        let exam =
            exam::parse(format!("{text}{}", placeholder(text)).as_bytes()).map_err(|_| problems.clone())?;
        let mut draft = of(&exam);
        if draft.questions.len() != 1 {
            return Err(problems);
        }
        draft.questions.clear();
        if !text.contains(TOPIC) {
            draft.topics.clear();
        }
        Ok(draft)
    })
}

const CUTS: &str = "\ncuts = ";
const TOPIC: &str = "\n[[topic]]\n";

fn placeholder(text: &str) -> String {
    let topic = text.split_once(TOPIC).and_then(|(_, topics)| {
        topics.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))
    });
    let topic = topic.unwrap_or("none");
    format!(
        "\n[[question]]\nid = \"none\"\nkind = \"boolean\"\ntopic = \"{topic}\"\nprompt = \"-\"\nanswer = true\n"
    )
}

fn unfinished(text: &str) -> Vec<String> {
    let mark = format!("\n{UNFINISHED}\n");
    let blocks = text.split(&mark).skip(1);
    let lines = |block: &str| -> String {
        let lines = block.lines().map_while(|line| line.strip_prefix('#'));
        lines.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect()
    };
    blocks.map(lines).collect()
}

/// A question that was left half written, as [`write::unfinished`] wrote it; nothing where it was changed since and would lose by it.
pub fn question(text: &str) -> Option<Unfinished> {
    let file = Fragment::file(text)?;
    let topics = file.tables("topic");
    let topic = topics.first().map(|topic| Topic::new(topic.text("id"), topic.text("title")));
    let questions = file.tables("question");
    let unfinished = Unfinished { question: begun(questions.first()?)?, topic };
    (write::unfinished(&unfinished) == text).then_some(unfinished)
}

fn begun(read: &Fragment<'_>) -> Option<Question> {
    let option = |option: &Fragment<'_>| Choice {
        text: option.text("text"),
        correct: option.truth("correct").unwrap_or_default(),
        heads_up: option.text("heads_up"),
        credit: option.text("credit"),
    };
    let snippet = |snippet: &Fragment<'_>| Snippet {
        file: String::new(),
        code: snippet.text("code"),
        title: snippet.text("title"),
        language: snippet.text("language"),
    };
    Some(Question {
        kind: exam::Kind::from_word(&read.text("kind"))?,
        topic: read.text("topic"),
        level: read.text("level"),
        title: read.text("title"),
        prompt: read.text("prompt"),
        id: read.text("id"),
        snippets: read.tables("snippet").iter().map(snippet).collect(),
        options: read.tables("option").iter().map(option).collect(),
        truth: read.truth("answer").unwrap_or(true),
        why: read.text("heads_up"),
        way: if read.has("pattern") { Way::Pattern } else { Way::Accept },
        accept: read.texts("accept"),
        pattern: read.text("pattern"),
        answer: read.text("answer"),
        tolerance: read.text("tolerance"),
        unit: read.text("unit"),
        entries: read.tables("entry").iter().map(|entry| entry.text("text")).collect(),
        pairs: read.tables("pair").iter().map(|pair| (pair.text("left"), pair.text("right"))).collect(),
        distractors: read.texts("distractors"),
        criteria: read
            .tables("criterion")
            .iter()
            .map(|criterion| (criterion.text("text"), criterion.text("points")))
            .collect(),
        sample: read.text("sample"),
        explanation: read.text("explanation"),
        follow_up: read.text("follow_up"),
        hint: read.text("hint"),
        points: read.text("points"),
    })
}

fn of(exam: &Exam) -> Draft {
    let defaults: Vec<String> = Draft::new().levels();
    let ladder: Vec<String> = exam.ladder.rungs.iter().map(|rung| rung.level.to_string()).collect();
    Draft {
        title: exam.title.clone(),
        id: exam.id.to_string(),
        purpose: exam.purpose,
        minutes: exam.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        time_limit: exam.time_limit.map(span).unwrap_or_default(),
        ladder: if ladder == defaults { Vec::new() } else { ladder },
        cuts: (exam.ladder.rungs.iter())
            .map(|rung| (rung.level.to_string(), rung.cut.with_two_places()))
            .collect(),
        cuts_basis: match &exam.ladder.cuts {
            CutsSource::Basis(basis) => basis.clone(),
            CutsSource::Defaults | CutsSource::File => String::new(),
        },
        allow: exam.allow.clone(),
        topics: exam.topics.iter().map(|topic| Topic::new(topic.id.as_str(), topic.title.as_str())).collect(),
        questions: exam.questions.iter().map(complete).collect(),
        unfinished: Vec::new(),
    }
}

fn complete(read: &exam::Question) -> Question {
    let mut question = Question {
        kind: read.face.kind(),
        topic: read.topic.to_string(),
        level: read.level.as_ref().map(ToString::to_string).unwrap_or_default(),
        title: read.title.clone().unwrap_or_default(),
        prompt: read.prompt.clone(),
        id: read.id.to_string(),
        explanation: read.teaching.explanation.clone().unwrap_or_default(),
        follow_up: read.teaching.follow_up.clone().unwrap_or_default(),
        hint: read.teaching.hint.clone().unwrap_or_default(),
        points: if read.points == exam::default::POINTS { String::new() } else { read.points.to_string() },
        ..Question::new()
    };
    question.snippets = read.snippets.iter().map(snippet).collect();
    if let Face::Number { unit } = &read.face {
        question.unit = unit.clone().unwrap_or_default();
    }
    if let Some(key) = &read.key {
        answer(&mut question, &read.face, key);
    }
    question
}

fn answer(question: &mut Question, face: &Face, key: &Key) {
    match key {
        Key::Single(keys) | Key::Multiple(keys) => {
            question.options =
                face.options().iter().zip(keys).map(|(option, key)| choice(&option.text, key)).collect();
        }
        Key::Boolean { answer, heads_up } => {
            question.truth = *answer == exam::Truth::True;
            question.why = heads_up.clone().unwrap_or_default();
        }
        Key::Text(TextKey::Accept { texts, .. }) => question.accept.clone_from(texts),
        Key::Text(TextKey::Pattern { source, .. }) => {
            question.way = Way::Pattern;
            question.pattern.clone_from(source);
        }
        Key::Number { answer, tolerance } => {
            question.answer = answer.to_plain_string();
            question.tolerance = match tolerance {
                Tolerance::Absolute(off) if *off == bigdecimal::BigDecimal::default() => String::new(),
                Tolerance::Absolute(off) => off.to_plain_string(),
                Tolerance::Percent(share) => format!("{}%", share.to_plain_string()),
            };
        }
        Key::Order(order) => {
            let Face::Order(entries) = face else { return };
            question.entries = order.iter().map(|id| text(entries, id)).collect();
        }
        Key::Match(pairs) => {
            let Face::Match { lefts, rights } = face else { return };
            question.pairs =
                pairs.iter().map(|(left, right)| (text(lefts, left), text(rights, right))).collect();
            let belongs = |part: &&Part| pairs.iter().any(|(_, right)| *right == part.id);
            question.distractors =
                rights.iter().filter(|part| !belongs(part)).map(|part| part.text.clone()).collect();
        }
        Key::Essay { criteria, sample } => {
            question.criteria = criteria
                .iter()
                .map(|criterion| (criterion.text.clone(), criterion.points.to_string()))
                .collect();
            question.sample = sample.clone().unwrap_or_default();
        }
    }
}

fn choice(text: &str, key: &OptionKey) -> Choice {
    let credit = match key.merit {
        Merit::Credit(credit) => credit.to_string(),
        Merit::Right | Merit::Wrong => String::new(),
    };
    let heads_up = key.heads_up.clone().unwrap_or_default();
    Choice { text: text.to_owned(), correct: key.merit == Merit::Right, heads_up, credit }
}

fn snippet(read: &exam::Snippet) -> Snippet {
    Snippet {
        file: String::new(),
        code: read.code.clone(),
        title: read.title.clone().unwrap_or_default(),
        language: if read.language == exam::default::SNIPPET_LANGUAGE {
            String::new()
        } else {
            read.language.clone()
        },
    }
}

fn text(parts: &[Part], id: &PartId) -> String {
    parts.iter().find(|part| part.id == *id).map(|part| part.text.clone()).unwrap_or_default()
}

/// A span of time as the format writes it: `1h 30m`.
fn span(time: Millis) -> String {
    let seconds = time.0 / 1000;
    let parts = [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    parts.map(|(count, unit)| format!("{count}{unit}")).collect::<Vec<_>>().join(" ")
}
