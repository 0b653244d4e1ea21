//! A sheet as one page of HTML: nothing from elsewhere, light and dark, prints on A4. Every value is escaped by its type.

use maud::{Markup, html};

use crate::render::page::Page;
use crate::render::page::author::{Numbers, code, text as author};
use crate::render::sanitize;

use super::piece::{Choice, Mark, Merit, Piece, Room};

/// How lines look, on a screen and on paper.
const STYLE: &str = include_str!("sheet.css");
/// How many lines an essay has on paper.
const LINES: usize = 14;

/// Writes it.
pub(super) fn write(pieces: &[Piece<'_>], title: &str, language: &str) -> String {
    let first = pieces.iter().position(|piece| matches!(piece, Piece::Question(_))).unwrap_or(pieces.len());
    let (front, questions) = pieces.split_at(first);
    let body = html! {
        main {
            header { @for piece in front { (self::piece(piece)) } }
            @for question in split(questions) {
                @if matches!(question.first(), Some(Piece::Question(_))) {
                    section { @for piece in question { (self::piece(piece)) } }
                } @else {
                    footer { @for piece in question { (self::piece(piece)) } }
                }
            }
        }
    };
    Page { title, language, style: STYLE, script: None, body }.text()
}

/// Questions one by one, and what comes behind the last.
fn split<'p, 'e>(pieces: &'p [Piece<'e>]) -> Vec<&'p [Piece<'e>]> {
    let begins = |(at, piece): (usize, &Piece<'e>)| {
        matches!(piece, Piece::Question(_) | Piece::Recap(_)).then_some(at)
    };
    let starts: Vec<usize> = pieces.iter().enumerate().filter_map(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &pieces[start..end]).collect()
}

fn piece(piece: &Piece<'_>) -> Markup {
    match piece {
        Piece::Title(title) => html! { h1 { (sanitize::line(title)) } },
        Piece::Facts(facts) => html! { p.facts { (sanitize::line(&facts.join(" · "))) } },
        Piece::Text { label, markdown } => html! {
            @if !label.is_empty() { p.label { (label) } }
            (author(markdown))
        },
        Piece::Question(parts) => html! { h2 { (sanitize::line(&parts.join(" · "))) } },
        Piece::Recap(markdown) => html! { h2 { "Recap" } (author(markdown)) },
        Piece::Subtitle(title) => html! { h3 { (sanitize::line(title)) } },
        Piece::Snippet(shown) => html! {
            figure {
                @if let Some(title) = &shown.title { figcaption { (sanitize::line(title)) } }
                (code(&shown.code, &shown.language, Numbers::Shown))
            }
        },
        Piece::Prompt(prompt) => html! { div.prompt { (author(prompt)) } },
        Piece::How(how) => html! { p.how { (sanitize::line(how)) } },
        Piece::Choices(choices) => html! { ul.choices { @for choice in choices { (self::choice(choice)) } } },
        Piece::Room(room) => room_for(*room),
        Piece::Steps { label, texts } => html! {
            div.key {
                p.label { (label) }
                ol { @for text in texts { li { (author(text)) } } }
            }
        },
        Piece::Key { label, texts } => html! {
            div.key {
                p.label { (label) }
                @match texts.as_slice() {
                    [one] => (author(one)),
                    several => ul { @for text in several { li { (author(text)) } } },
                }
            }
        },
    }
}

fn choice(choice: &Choice<'_>) -> Markup {
    let right = choice.merit == Some(Merit::Right);
    html! {
        li.right[right] {
            span.mark {
                @match (&choice.merit, choice.mark) {
                    (Some(Merit::Right), _) => { "✓" },
                    (Some(Merit::Credit(_) | Merit::Wrong), _) | (None, Mark::None) => {},
                    (None, Mark::Round) => span.box.round {},
                    (None, Mark::Box) => span.box {},
                    (None, Mark::Line) => span.short {},
                }
            }
            span.letter { (choice.label) }
            div {
                (author(choice.text))
                @if right { p.merit { "right" } }
                @if let Some(Merit::Credit(share)) = &choice.merit { p.merit { "earns " (share) } }
                @if let Some(heads_up) = choice.heads_up { div.heads-up { (author(heads_up)) } }
            }
        }
    }
}

fn room_for(room: Room<'_>) -> Markup {
    match room {
        Room::Who => html! { p.who { span { "Name" } span {} span { "Date" } span {} } },
        Room::TrueFalse => html! {
            ul.choices {
                @for word in ["true", "false"] { li { span.mark { span.box.round {} } span.letter {} div { p { (word) } } } }
            }
        },
        Room::Line => html! { div.line {} },
        Room::Number(unit) => html! {
            p { span.number {} " " (sanitize::line(unit.unwrap_or_default())) }
        },
        Room::Lines => html! { @for _ in 0..LINES { div.line {} } },
    }
}
