//! Each question in text: what was asked, and who chose what.

use maud::{Markup, html};

use crate::exam::Kind;
use crate::exam::words::Right;
use crate::report::outcomes::{
    Choice, Grid, MOST_CANDIDATES, MOST_QUESTIONS, Made, Outcomes, Over, Text, Worth,
};
use crate::scoring::Outcome;

use super::super::super::page::author::{self, Numbers};
use super::super::super::page::heading;
use super::super::super::sanitize;
use super::{Shown, grid, unfolds};

/// The grid and the questions, or why they are not here.
pub(super) fn section(shown: &Shown<'_>, outcomes: &Outcomes) -> Markup {
    match outcomes {
        Outcomes::Known(of) if of.questions.is_empty() => {
            html! { p { "Nothing is known of single questions." } }
        }
        Outcomes::Known(of) => html! {
            (grid::section(shown, of))
            (unfolds("questions"))
            @for (at, question) in of.questions.iter().enumerate() { (one(shown, of, at, question)) }
        },
        Outcomes::TooManyCandidates(n) => html! {
            p { "What became of each question is left out: it is shown for at most " (MOST_CANDIDATES) " candidates, and these are " (n) "." }
        },
        Outcomes::TooManyQuestions(n) => html! {
            p { "What became of each question is left out: it is shown for at most " (MOST_QUESTIONS) " questions, and candidates were asked " (n) " different ones." }
        },
    }
}

fn one(shown: &Shown<'_>, of: &Grid, at: usize, question: &Over) -> Markup {
    let topic = question.topic.map(|topic| shown.exam.topics[topic].title.clone());
    let level = (!question.level.is_empty()).then(|| question.level.clone());
    let facts: Vec<String> = topic.into_iter().chain(level).chain([grid::counts(question)]).collect();
    let language = question.text.as_ref().map(|text| text.language.as_str());
    html! {
        details.question id=(shown.id(&format!("q{at}"))) {
            summary {
                (heading(shown.level + 1, None, &html! { span.no { (at + 1) } " " span lang=[language] { (title(question)) } }))
                " " span.facts { (sanitize::line(&facts.join(" · "))) }
            }
            @if let Some(text) = &question.text {
                div lang=(text.language) {
                    @if says_more(text) { div.prompt { (author::text(&text.prompt)) } }
                    @for snippet in &text.snippets {
                        figure {
                            @if let Some(title) = &snippet.title { figcaption { (sanitize::line(title)) } }
                            (author::code(&snippet.code, &snippet.language, Numbers::Shown))
                        }
                    }
                }
            }
            (choices(shown, of, question))
        }
    }
}

/// The title, or how the prompt begins; the id without a copy of the exam.
fn title(question: &Over) -> Markup {
    let Some(text) = &question.text else { return html! { (sanitize::line(&question.id)) } };
    author::line(text.title.as_deref().unwrap_or_else(|| first_paragraph(&text.prompt)))
}

fn first_paragraph(prompt: &str) -> &str {
    let prompt = prompt.trim();
    let end = prompt.find("\n\n").unwrap_or(prompt.len()).min(prompt.find("\n```").unwrap_or(prompt.len()));
    prompt[..end].trim()
}

/// Whether the prompt says more than stands over it.
fn says_more(text: &Text) -> bool {
    text.title.is_some() || first_paragraph(&text.prompt) != text.prompt.trim()
}

/// Who chose what: a table of the choices, and of those without one.
fn choices(shown: &Shown<'_>, of: &Grid, question: &Over) -> Markup {
    let has_means = question.choices.iter().any(|choice| choice.heads_up.is_some());
    let is_by_outcome = question.choices.is_empty() || question.kind == Some(Kind::Multiple);
    let rest: Vec<Made> =
        rest(is_by_outcome).into_iter().filter(|made| question.made.contains(made)).collect();
    let right = question.text.as_ref().and_then(|text| text.right.as_ref());
    html! {
        @if let Some(right) = right { p.right { span.cell.r { "●" } " " (self::right(right)) } }
        @if question.words_are_out {
            p.legend {
                @if question.kind == Some(Kind::Essay) { "Essays are long, and are not shown here." } @else { "What was typed is not shown." }
            }
        }
        table.choices {
            caption.said { "Who chose what" }
            thead {
                tr {
                    th scope="col" { (if question.kind == Some(Kind::Multiple) { "ticked" } else { "answer" }) }
                    @if has_means { th scope="col" { "what it means" } }
                    th.n scope="col" { "n" }
                    th scope="col" { "who" }
                }
            }
            tbody {
                @for choice in &question.choices {
                    tr {
                        th scope="row" { (chosen(question, choice)) }
                        @if has_means { td { @if let Some(text) = &choice.heads_up { (author::line(text)) } } }
                        td.n { (choice.who.len()) }
                        td { (people(shown, of, choice.who.iter().copied())) }
                    }
                }
                @for made in rest {
                    @let (sign, class, word) = grid::sign(made);
                    @let who: Vec<usize> = (0..question.made.len()).filter(|&place| question.made[place] == made).collect();
                    tr.rest {
                        th scope="row" { span class={ "cell " (class) } { (sign) } " " (word) }
                        @if has_means { td {} }
                        td.n { (who.len()) }
                        td { (people(shown, of, who.iter().copied())) }
                    }
                }
            }
        }
    }
}

/// What became of it where that is not said by a choice.
fn rest(is_by_outcome: bool) -> Vec<Made> {
    let by_outcome = [Outcome::Correct, Outcome::Partial, Outcome::Incorrect, Outcome::Ungraded];
    let without = [Outcome::Unanswered, Outcome::TimedOut];
    let by_outcome = by_outcome.into_iter().filter(|_| is_by_outcome);
    by_outcome.chain(without).map(Made::Was).chain([Made::Dropped]).collect()
}

fn chosen(question: &Over, choice: &Choice) -> Markup {
    let (sign, class, word) = match choice.worth {
        Some(Worth::Right) => ("●", "r", "right"),
        Some(Worth::Partly) => ("◐", "p", "earns a part"),
        Some(Worth::Wrong) => ("✕", "w", "wrong"),
        None => ("?", "g", "waits for a mark"),
    };
    let has_letter = question.kind == Some(Kind::Single) || question.kind == Some(Kind::Multiple);
    let letter = Some(choice.label.as_str()).filter(|label| has_letter && label.chars().count() == 1);
    let is_label = choice.words.len() == 1 && letter == choice.words.first().map(String::as_str);
    html! {
        span class={ "cell " (class) } title=(word) { (sign) }
        " "
        @if let Some(letter) = letter { b { (letter) } " " }
        @if !is_label {
            @for (place, words) in choice.words.iter().enumerate() {
                @if place > 0 { "; " }
                @if choice.is_typed { (sanitize::line(words)) } @else { (author::line(words)) }
            }
        }
    }
}

/// What is right, where that is no option.
fn right(right: &Right) -> Markup {
    let (before, between) = match right {
        Right::One(_) => ("", ""),
        Right::All(_) => ("all of: ", "; "),
        Right::Any(_) => ("any of: ", ", "),
        Right::InOrder(_) => ("in this order: ", "; "),
        Right::Pairs(_) => ("", "; "),
    };
    html! {
        (before)
        @for (place, text) in right.texts().iter().enumerate() {
            @if place > 0 { (between) }
            (sanitize::line(text))
        }
    }
}

fn people(shown: &Shown<'_>, of: &Grid, who: impl Iterator<Item = usize>) -> Markup {
    html! {
        @for (place, sitting) in who.enumerate() {
            @if place > 0 { ", " }
            (grid::listed(shown, of.sittings[sitting]))
        }
    }
}
