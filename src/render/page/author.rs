//! What an exam's author wrote, in Markdown, on a page: the same parts as everywhere, and code in its colours.

use maud::{Markup, html};

use super::super::markup::{self, Block, Inline};
use super::super::paint::{Color, Ink, Line, Weight};
use super::super::{sanitize, snippet};

/// Whether lines are numbered, so that texts can point at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// They are.
    Shown,
    /// They are not.
    Hidden,
}

/// A text of some blocks.
pub fn text(source: &str) -> Markup {
    html! { @for block in markup::parse(source) { (self::block(&block)) } }
}

/// A text of one paragraph, without the paragraph; several are put on one line.
pub fn line(source: &str) -> Markup {
    let blocks = markup::parse(source);
    html! {
        @for (place, block) in blocks.iter().enumerate() {
            @if place > 0 { " " }
            @match block {
                Block::Paragraph(inlines) => (self::inlines(inlines)),
                Block::Code { code, .. } => code { (sanitize::line(code)) },
                Block::List { items, .. } => @for item in items { @for block in item {
                    @if let Block::Paragraph(inlines) = block { (self::inlines(inlines)) " " }
                } },
                Block::Written(text) => (sanitize::line(text)),
            }
        }
    }
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Paragraph(inlines) => html! { p { (self::inlines(inlines)) } },
        Block::Code { language, code } => self::code(code, language, Numbers::Hidden),
        Block::List { start: Some(start), items, .. } => html! { ol start=(start) { (self::items(items)) } },
        Block::List { start: None, items, .. } => html! { ul { (self::items(items)) } },
        Block::Written(text) => html! { p.written { (sanitize::text(text)) } },
    }
}

fn items(items: &[Vec<Block>]) -> Markup {
    html! { @for item in items { li { @for block in item { (self::block(block)) } } } }
}

fn inlines(inlines: &[Inline]) -> Markup {
    html! {
        @for inline in inlines {
            @match inline {
                Inline::Text(text) => (sanitize::line(text)),
                Inline::Code(text) => code { (sanitize::line(text)) },
                Inline::Emphasis(_, inner) => em { (self::inlines(inner)) },
                Inline::Strong(_, inner) => strong { (self::inlines(inner)) },
                Inline::Break => br;,
            }
        }
    }
}

/// Code, in its colours.
pub fn code(code: &str, language: &str, numbers: Numbers) -> Markup {
    let lines = snippet::code_lines(code, language, Color::On);
    html! {
        pre.numbered[numbers == Numbers::Shown] tabindex="0" {
            code { @for line in &lines { span.row { (colored(line)) "\n" } } }
        }
    }
}

fn colored(line: &Line) -> Markup {
    html! {
        @for span in line {
            @match class(span.style.ink, span.style.weight) {
                Some(class) => span class=(class) { (span.text) },
                None => (span.text),
            }
        }
    }
}

fn class(ink: Ink, weight: Weight) -> Option<&'static str> {
    match (ink, weight) {
        (Ink::Red, _) => Some("red"),
        (Ink::Green, _) => Some("green"),
        (Ink::Magenta, _) => Some("magenta"),
        (Ink::Cyan, _) => Some("cyan"),
        (Ink::Text, Weight::Dim) => Some("dim"),
        (Ink::Text, Weight::Bold) => Some("bold"),
        (Ink::Text, Weight::Normal) => None,
    }
}
