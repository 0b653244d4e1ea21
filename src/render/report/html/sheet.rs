//! What sheets for a conversation have in common: a question as it was asked with what was answered, and room to write on paper.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::report::Cell;
use crate::report::debrief::Told;
use crate::report::model::{CandidateFigures, Note};

use super::super::super::document::Block;
use super::super::super::page::{Page, STYLE, author, heading, parts, running_head};
use super::super::super::sanitize;
use super::super::debrief::{notes_in_words, total};
use super::super::range_of;
use super::super::told::{self, Line, Piece};
use super::bars;

/// How sheets look, besides.
const SHEET: &str = include_str!("../../page/sheet.css");
/// The language that sheets are in.
const LANGUAGE: &str = "en";
/// Lines to write on at the end of a sheet.
const MANY: usize = 12;

/// What a page of sheets is made of.
pub(super) struct Sheets<'a> {
    /// For the window.
    pub title: &'a str,
    /// What stands in the margin of each sheet's printed pages.
    pub margins: &'a [String],
    /// What it says.
    pub body: Markup,
}

impl Sheets<'_> {
    /// The whole page.
    pub(super) fn text(self) -> String {
        let mut style = format!("{STYLE}{SHEET}");
        for (place, margin) in self.margins.iter().enumerate() {
            let of = if self.margins.len() > 1 { format!("s{}", place + 1) } else { String::new() };
            style += &running_head(&of, margin);
            if !of.is_empty() {
                // Writing to a String cannot go wrong.
                let _ = write!(style, ".{of}{{page:{of}}}");
            }
        }
        Page { title: self.title, language: LANGUAGE, style: &style, script: None, body: self.body }.text()
    }
}

/// A question as it was asked: its title, what stands below it, all of its text, its code, and so many lines to write on.
pub(super) fn asked(
    level: u8,
    id: &str,
    told: &Told,
    facts: &[String],
    inner: &Markup,
    room: usize,
) -> Markup {
    html! {
        section.asked aria-labelledby=(id) {
            (heading(level, Some(id), &in_language(told, &title(told))))
            p.facts { (sanitize::line(&facts.join(" · "))) }
            @if let Some(rest) = rest(told) { div.prose lang=[language(told)] { (author::text(rest)) } }
            @for snippet in &told.snippets {
                (parts::block(&Block::Code {
                    title: snippet.title.clone(), language: snippet.language.clone(), code: snippet.code.clone(),
                }))
            }
            (inner)
            (lines(room))
        }
    }
}

/// The title, or the id where there is no copy of the exam.
pub(super) fn title(told: &Told) -> Markup {
    if told.prompt.is_none() && told.title == told.id {
        return html! { code { (sanitize::line(&told.id)) } };
    }
    author::line(&told.title)
}

/// The language of the author's text, where it is not the page's.
fn language(told: &Told) -> Option<&str> {
    Some(told.language.as_str()).filter(|language| !language.is_empty() && *language != LANGUAGE)
}

/// The author's text among the page's own.
fn in_language(told: &Told, text: &Markup) -> Markup {
    html! { @if let Some(language) = language(told) { span lang=(sanitize::line(language)) { (text) } } @else { (text) } }
}

/// What the prompt says besides the title.
fn rest(told: &Told) -> Option<&str> {
    let prompt = told.prompt.as_deref()?;
    let after = prompt.strip_prefix(told.title.trim()).filter(|after| after.starts_with('\n'));
    Some(after.unwrap_or(prompt)).filter(|rest| !rest.trim().is_empty())
}

/// Labels with lines.
pub(super) fn facts(told: &Told, facts: &[(&str, Vec<Line>)]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl.told {
                @for (label, said) in facts {
                    div.ask[*label == "ask next"] {
                        dt { (label) }
                        @for line in said { dd { (self::line(told, line)) } }
                    }
                }
            }
        }
    }
}

/// A line of pieces.
pub(super) fn line(told: &Told, line: &[Piece]) -> Markup {
    html! {
        @for piece in line {
            @match piece {
                Piece::Written(text) => (in_language(told, &author::line(text))),
                Piece::Plain(text) => (sanitize::line(text)),
            }
        }
    }
}

/// A total with its range.
pub(super) fn sum(cell: &Cell) -> Markup {
    let words = total(cell);
    let interval = cell.interval().filter(|_| range_of(cell).is_some());
    html! {
        p.sum {
            (words)
            @if let Some((share, range)) = cell.share().zip(interval) { (bars::range(share, range.low, range.high, &words)) }
        }
    }
}

/// How the ladder's bars are read, where there are any.
pub(super) fn legend<'a>(mut candidates: impl Iterator<Item = &'a CandidateFigures>) -> Markup {
    let has_bars = |of: &CandidateFigures| {
        of.level.shown.as_ref().is_ok_and(|shown| shown.rungs.iter().any(|rung| bars::rung(rung).is_some()))
    };
    html! {
        @if candidates.any(has_bars) {
            p.legend { "A bar at a level is how probable it is that it is reached; from the tick, 80%, it is " em { "shown" } ". A bar at a topic is the share that was right." }
        }
    }
}

/// Lines to write on, on paper.
fn lines(n: usize) -> Markup {
    html! { div.lines aria-hidden="true" { @for _ in 0..n { i {} } } }
}

/// Room at the end.
pub(super) fn notes(level: u8, id: &str) -> Markup {
    html! {
        section aria-labelledby=(id) {
            (heading(level, Some(id), &html! { "Notes" }))
            p.facts.on-screen { "On paper there are lines to write on here, and below each question." }
            (lines(MANY))
        }
    }
}

/// Remarks, one a line.
pub(super) fn remarks(texts: Vec<String>) -> Markup {
    parts::remarks(&texts.into_iter().map(|text| (String::new(), text)).collect::<Vec<_>>())
}

/// What must be known besides.
pub(super) fn besides(notes: &[Note]) -> Markup {
    remarks(notes_in_words(notes))
}

/// What became of a question, in words that stand below its title.
pub(super) fn place(told: &Told) -> Vec<String> {
    let mut place = told::heading(told);
    place.remove(0);
    if !told.number.is_empty() {
        place.insert(0, format!("asked as question {}", told.number));
    }
    place
}
