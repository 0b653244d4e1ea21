//! One question with what was answered, as it stands on a sheet.

use crate::exam::words::Right;
use crate::exam::{Points, Snippet};
use crate::report::debrief::{Answered, Change, Effect, Meaning, Rated, Script, Told, Tried, Voice};
use crate::scoring::Outcome;
use crate::session::By;

use super::super::document::{Block, Part};
use super::super::markdown::plain_line;
use super::super::{plural, share};
use super::points;

/// How much of a question stands there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Its title, and of its code how much there is.
    #[default]
    Short,
    /// Its whole prompt and its code.
    Full,
}

/// A question on a sheet.
pub(super) fn entry(told: &Told, detail: Detail) -> Part {
    let mut title = heading(told);
    title.push(outcome(told));
    let (blocks, code) = match detail {
        Detail::Full => (blocks(told), None),
        Detail::Short => (Vec::new(), code(told)),
    };
    let mut lines = Labelled::default();
    lines.add("asked", asked(told).filter(|_| detail == Detail::Short));
    lines.add("code", code);
    for (label, said) in facts(told) {
        lines.add(label, said.iter().map(|line| flat(line)));
    }
    Part::Entry { title, blocks, lines: lines.0 }
}

/// What is known of an answer, by kind; kinds of which nothing is known are not there.
pub(super) fn facts(told: &Told) -> Vec<(&'static str, Vec<Line>)> {
    let plain = |text: &str| vec![vec![Piece::Plain(text.to_owned())]];
    let typed = |texts: &[String]| -> Vec<Line> {
        texts.iter().map(|text| vec![Piece::Plain(text.clone())]).collect()
    };
    let by_clock = told.by == Some(By::Clock) && told.answered() == Answered::Words;
    // Of several that are right, those ticked in vain and those missed tell it.
    let is_told = told.answered() == Answered::Words
        && matches!(told.right, Some(Right::All(_)))
        && !(told.means.is_empty() && told.missed.is_empty());
    let predicted = told.predicted.as_ref().map(|text| vec![Piece::Plain(format!("“{text}”"))]);
    let all = [
        // No answer is told by the outcome.
        ("answered", answer(told)),
        ("changed", told.change.iter().map(|of| change(told, of)).collect()),
        ("clock", if by_clock { plain("as it stood when time ended") } else { Vec::new() }),
        ("means", told.means.iter().map(meaning).collect()),
        ("missed", not_ticked(told)),
        ("right", if told.is_right() || is_told { Vec::new() } else { right(told) }),
        ("criteria", told.rubric.iter().map(|of| rated(of, told.answered() != Answered::Nothing)).collect()),
        ("model", told.sample.iter().filter(|_| !told.is_right()).map(|text| written(text)).collect()),
        ("predicted", predicted.into_iter().collect()),
        ("objected", typed(&told.unclear)),
        ("flagged", if told.flagged { plain("marked to come back to") } else { Vec::new() }),
        ("ask next", told.follow_up.iter().map(|text| written(text)).collect()),
    ];
    all.into_iter().filter(|(_, said)| !said.is_empty()).collect()
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An author's words, in Markdown.
    Written(String),
    /// As it is.
    Plain(String),
}

/// A line of pieces.
pub(super) type Line = Vec<Piece>;

/// A line that an author wrote.
fn written(text: &str) -> Line {
    vec![Piece::Written(text.to_owned())]
}

/// A line as plain text.
pub(super) fn flat(line: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Written(text) => plain_line(text),
        Piece::Plain(text) => text.clone(),
    };
    line.iter().map(text).collect()
}

/// What was answered, as it was typed, line by line.
pub(super) fn answer(told: &Told) -> Vec<Line> {
    let lines = |text: &String| match told.script {
        Script::Typed => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.map(|line| vec![Piece::Plain(line.to_owned())]).collect()
        }
        Script::Markdown => vec![written(text)],
    };
    told.answer.iter().flat_map(lines).collect()
}

/// What is right and was not ticked, a line each.
pub(super) fn not_ticked(told: &Told) -> Vec<Line> {
    told.missed.iter().map(|text| written(text)).collect()
}

/// `names the effect (of 2): Ito 1.5, “only half of it”; Berg 2; decided 2 by Berg`.
fn rated(rated: &Rated, is_answered: bool) -> Line {
    let mark = |of: &Voice| {
        let comment = of.comment.as_ref().map(|comment| format!(", “{comment}”")).unwrap_or_default();
        format!("{} {}{comment}", of.grader, of.points)
    };
    let mut said: Vec<String> = rated.marks.iter().map(mark).collect();
    let decided = |of: &Voice| {
        let comment = of.comment.as_ref().map(|comment| format!(", “{comment}”")).unwrap_or_default();
        format!("decided {} by {}{comment}", of.points, of.grader)
    };
    said.extend(rated.agreed.as_ref().map(decided));
    let said = match (said.is_empty(), is_answered) {
        (false, _) => format!(": {}", said.join("; ")),
        (true, true) => ": no mark".to_owned(),
        // Nobody is to mark it.
        (true, false) => String::new(),
    };
    vec![Piece::Written(rated.text.clone()), Piece::Plain(format!(" (of {}){said}", rated.most))]
}

/// Entries of which nothing but the title is known are a list.
pub(super) fn put_together(entries: Vec<Part>) -> Vec<Part> {
    let is_bare = |part: &Part| matches!(part, Part::Entry { blocks, lines, .. } if blocks.is_empty() && lines.is_empty());
    if entries.is_empty() || !entries.iter().all(is_bare) {
        return entries;
    }
    let titles = entries.into_iter().map(|part| match part {
        Part::Entry { title, .. } => (String::new(), title.join(" · ")),
        Part::Heading(_)
        | Part::Under(_)
        | Part::Table(_)
        | Part::Text(_)
        | Part::Command(_)
        | Part::Remarks(_) => Default::default(),
    });
    vec![Part::Remarks(titles.collect())]
}

/// Lines, the first of each kind with its label.
#[derive(Default)]
pub(super) struct Labelled(pub Vec<(String, String)>);

impl Labelled {
    /// Lines of one kind.
    pub(super) fn add(&mut self, label: &str, texts: impl IntoIterator<Item = String>) {
        for (i, text) in texts.into_iter().enumerate() {
            self.0.push((if i == 0 { label.to_owned() } else { String::new() }, text));
        }
    }
}

/// The title, the topic, the level.
pub(super) fn heading(told: &Told) -> Vec<String> {
    // Without a copy of the exam it is an id.
    let title = if told.prompt.is_none() && told.title == told.id {
        told.id.clone()
    } else {
        plain_line(&told.title)
    };
    let mut heading = vec![if goes_on(told) { format!("{title} …") } else { title }, told.topic.clone()];
    heading.extend((!told.level.is_empty()).then(|| told.level.clone()));
    heading
}

/// Whether the title is how the prompt begins.
pub(super) fn goes_on(told: &Told) -> bool {
    told.prompt.as_deref().is_some_and(|prompt| prompt.starts_with(told.title.trim()))
}

/// How the prompt begins, where the title does not say it.
fn asked(told: &Told) -> Option<String> {
    let prompt = told.prompt.as_deref().filter(|_| !goes_on(told))?;
    let first = prompt.split("\n\n").next().unwrap_or_default();
    let more = if first.len() < prompt.len() { " …" } else { "" };
    Some(plain_line(first) + more)
}

/// `right`, `0.5 of 1`, `not answered`, `waits for a mark`, `taken out`.
pub(super) fn outcome(told: &Told) -> String {
    let of = |points_of: Points| share::sum(points(points_of));
    match told.outcome {
        _ if told.is_dropped() => "taken out, counts for nobody".to_owned(),
        Outcome::Correct => "right".to_owned(),
        _ if told.tried == Tried::NotReached => "never reached".to_owned(),
        Outcome::Unanswered => "not answered".to_owned(),
        Outcome::TimedOut => "time ended, not answered".to_owned(),
        Outcome::Ungraded => "waits for a mark".to_owned(),
        Outcome::Partial | Outcome::Incorrect => {
            format!("{} of {}", of(told.points.unwrap_or_default()), of(told.max_points))
        }
    }
}

/// What a choice means, with the choice where several could be made.
pub(super) fn meaning(meaning: &Meaning) -> Line {
    let heads_up = match &meaning.heads_up {
        Some(text) => Piece::Written(text.clone()),
        None => Piece::Plain("not among the right ones".to_owned()),
    };
    match &meaning.of {
        Some(of) => vec![Piece::Written(of.clone()), Piece::Plain(": ".to_owned()), heads_up],
        None => vec![heads_up],
    }
}

/// What is right, a line each; texts of which any is accepted on one line.
pub(super) fn right(told: &Told) -> Vec<Line> {
    let before = |before: &str, text: &String| match before {
        "" => vec![piece(told, text)],
        _ => vec![Piece::Plain(before.to_owned()), piece(told, text)],
    };
    match &told.right {
        None => Vec::new(),
        Some(Right::One(text)) => vec![before("", text)],
        Some(Right::All(texts)) => {
            let all = if texts.len() == 2 { "both of these:" } else { "all of these:" };
            let each = texts.iter().map(|text| before("", text));
            std::iter::once(vec![Piece::Plain(all.to_owned())]).chain(each).collect()
        }
        Some(Right::Any(texts)) => {
            let each = |(at, text)| before(if at == 0 { "any of: " } else { ", " }, text);
            vec![texts.iter().enumerate().flat_map(each).collect()]
        }
        Some(Right::InOrder(texts)) => {
            texts.iter().enumerate().map(|(at, text)| before(&format!("{}. ", at + 1), text)).collect()
        }
        Some(Right::Pairs(texts)) => texts.iter().map(|text| before("", text)).collect(),
    }
}

fn piece(told: &Told, text: &str) -> Piece {
    match told.script {
        Script::Markdown => Piece::Written(text.to_owned()),
        Script::Typed => Piece::Plain(text.to_owned()),
    }
}

/// Words of an answer as plain text.
pub(super) fn words(told: &Told, text: &str) -> String {
    flat(&[piece(told, text)])
}

/// Whether more can be shown of a question.
pub(super) fn has_more(told: &Told) -> bool {
    told.prompt.is_some() || !told.snippets.is_empty()
}

/// `consumer.py, 7 lines` with how to see it.
fn code(told: &Told) -> Option<String> {
    let named = |snippet: &Snippet| {
        let lines = plural::count(snippet.code.trim_end().lines().count(), "line");
        match &snippet.title {
            Some(title) => format!("{title}, {lines}"),
            None if snippet.language == "text" => lines,
            None => format!("{lines} of {}", snippet.language),
        }
    };
    let all: Vec<String> = told.snippets.iter().map(named).collect();
    (!all.is_empty()).then(|| format!("{} (--question {})", all.join("; "), told.id))
}

fn blocks(told: &Told) -> Vec<Block> {
    let prompt = told.prompt.iter().cloned().map(Block::Prose);
    let code = told.snippets.iter().map(|snippet| Block::Code {
        title: snippet.title.clone(),
        language: snippet.language.clone(),
        code: snippet.code.clone(),
    });
    prompt.chain(code).collect()
}

/// `from “…”: that earned more`; with what it was changed to where that does not stand above.
fn change(told: &Told, change: &Change) -> Line {
    let mut line = vec![Piece::Plain("from ".to_owned())];
    line.extend(quoted(told, &change.from));
    if told.answered() != Answered::Words {
        line.push(Piece::Plain(" to ".to_owned()));
        line.extend(quoted(told, &change.to));
    }
    let effect = match change.effect {
        Some(Effect::Gained) => ": that earned more",
        Some(Effect::Lost) => ": that earned less",
        Some(Effect::Same) => ": that earned the same",
        None => "",
    };
    line.push(Piece::Plain(effect.to_owned()));
    line
}

fn quoted(told: &Told, texts: &[String]) -> Line {
    let each = |(at, text): (usize, &String)| {
        let open = if at == 0 { "“" } else { " + “" };
        [Piece::Plain(open.to_owned()), piece(told, text), Piece::Plain("”".to_owned())]
    };
    texts.iter().enumerate().flat_map(each).collect()
}
