//! One question with what was answered, as it stands on a sheet.

use crate::exam::words::Right;
use crate::exam::{Points, Snippet};
use crate::report::debrief::{Answered, Change, Effect, Meaning, Script, Told, Tried};
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
    match told.answered() {
        Answered::Words => lines.add("answered", told.answer.iter().map(|text| words(told, text))),
        // The title says it.
        Answered::Nothing | Answered::NotHere => {}
    }
    lines.add("changed", told.change.as_ref().map(|of| change(told, of)));
    if told.by == Some(By::Clock) && told.answered() == Answered::Words {
        lines.add("clock", ["as it stood when time ended".to_owned()]);
    }
    lines.add("means", told.means.iter().map(meaning));
    lines.add("missed", told.missed.iter().map(|text| plain_line(text)));
    // Of several that are right, those ticked in vain and those missed tell it.
    let is_told = told.answered() == Answered::Words
        && matches!(told.right, Some(Right::All(_)))
        && !(told.means.is_empty() && told.missed.is_empty());
    if !told.is_right() && !is_told {
        lines.add("right", right(told));
    }
    lines.add("predicted", told.predicted.as_ref().map(|text| format!("“{text}”")));
    lines.add("objected", told.unclear.iter().cloned());
    lines.add("flagged", told.flagged.then(|| "marked to come back to".to_owned()));
    lines.add("ask next", told.follow_up.as_deref().map(plain_line));
    Part::Entry { title, blocks, lines: lines.0 }
}

/// Entries of which nothing but the title is known are a list.
pub(super) fn put_together(entries: Vec<Part>) -> Vec<Part> {
    let is_bare = |part: &Part| matches!(part, Part::Entry { blocks, lines, .. } if blocks.is_empty() && lines.is_empty());
    if entries.is_empty() || !entries.iter().all(is_bare) {
        return entries;
    }
    let titles = entries.into_iter().map(|part| match part {
        Part::Entry { title, .. } => (String::new(), title.join(" · ")),
        Part::Heading(_) | Part::Under(_) | Part::Table(_) | Part::Text(_) | Part::Remarks(_) => {
            Default::default()
        }
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
fn goes_on(told: &Told) -> bool {
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
        _ if told.tried == Tried::NotReached => "not reached".to_owned(),
        Outcome::Unanswered => "not answered".to_owned(),
        Outcome::TimedOut => "time ended, not answered".to_owned(),
        Outcome::Ungraded => "waits for a mark".to_owned(),
        Outcome::Partial | Outcome::Incorrect => {
            format!("{} of {}", of(told.points.unwrap_or_default()), of(told.max_points))
        }
    }
}

/// What a choice means, with the choice where several could be made.
pub(super) fn meaning(meaning: &Meaning) -> String {
    let heads_up =
        meaning.heads_up.as_deref().map_or_else(|| "not among the right ones".to_owned(), plain_line);
    match &meaning.of {
        Some(of) => format!("{}: {heads_up}", plain_line(of)),
        None => heads_up,
    }
}

/// What is right, a line each; texts of which any is accepted on one line.
pub(super) fn right(told: &Told) -> Vec<String> {
    let plain = |texts: &[String]| texts.iter().map(|text| words(told, text)).collect::<Vec<_>>();
    match &told.right {
        None => Vec::new(),
        Some(Right::One(text)) => vec![words(told, text)],
        Some(Right::All(texts)) => {
            let all = if texts.len() == 2 { "both of these:" } else { "all of these:" };
            std::iter::once(all.to_owned()).chain(plain(texts)).collect()
        }
        Some(Right::Any(texts)) => vec![format!("any of: {}", plain(texts).join(", "))],
        Some(Right::InOrder(texts)) => {
            plain(texts).iter().enumerate().map(|(at, text)| format!("{}. {text}", at + 1)).collect()
        }
        Some(Right::Pairs(texts)) => plain(texts),
    }
}

/// Words of an answer, or of what is right, as plain text.
pub(super) fn words(told: &Told, text: &str) -> String {
    match told.script {
        Script::Markdown => plain_line(text),
        Script::Typed => text.to_owned(),
    }
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
fn change(told: &Told, change: &Change) -> String {
    let to = match told.answered() {
        Answered::Words => String::new(),
        Answered::Nothing | Answered::NotHere => format!(" to {}", quoted(told, &change.to)),
    };
    let effect = match change.effect {
        Some(Effect::Gained) => ": that earned more",
        Some(Effect::Lost) => ": that earned less",
        Some(Effect::Same) => ": that earned the same",
        None => "",
    };
    format!("from {}{to}{effect}", quoted(told, &change.from))
}

fn quoted(told: &Told, texts: &[String]) -> String {
    texts.iter().map(|text| format!("“{}”", words(told, text))).collect::<Vec<_>>().join(" + ")
}
