//! Any document as a page: its headings, tables, sentences, entries and remarks, as they stand in a terminal or in Markdown.

use maud::{Markup, html};

use super::super::document::{Block, Document, Part};
use super::super::sanitize;
use super::super::table::Table;
use super::author::{self, Numbers};
use super::table::{Dress, plain, table, unclassed};
use super::{Page, STYLE, heading, running_head};

/// The whole page of a document. `title` is for the window, and heads the page where the document has several headings or none.
pub fn page(document: &Document, title: &str) -> String {
    let headings = document.parts.iter().filter(|part| matches!(part, Part::Heading(_))).count();
    let own = headings != 1;
    let body = html! {
        main {
            @if own { h1 { (sanitize::line(title)) } }
            (parts(&document.parts, if own { 2 } else { 1 }, "p"))
        }
    };
    let style = STYLE.to_owned() + &running_head("", title);
    Page { title, language: "en", style: &style, script: None, body }.text()
}

/// Parts of a document, headings of this level, ids that begin with `prefix`. A sentence right above a table is its caption.
pub fn parts(parts: &[Part], level: u8, prefix: &str) -> Markup {
    let is_caption =
        |at: usize| matches!((&parts[at], parts.get(at + 1)), (Part::Text(_), Some(Part::Table(_))));
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @match part {
                Part::Heading(texts) => (heading(level, None, &joined(texts))),
                Part::Under(texts) => p.facts { (joined(texts)) },
                Part::Table(of) => {
                    @match at.checked_sub(1).filter(|before| is_caption(*before)).map(|before| &parts[before]) {
                        Some(Part::Text(text)) => (captioned(of, &format!("{prefix}{at}"), text, false)),
                        _ => (captioned(of, &format!("{prefix}{at}"), &titles(of), true)),
                    }
                },
                Part::Text(text) => @if !is_caption(at) { p { (sanitize::line(text)) } },
                Part::Entry { title, blocks, lines } => {
                    section.entry {
                        (heading(level + 1, None, &joined(title)))
                        @for block in blocks { (self::block(block)) }
                        (labelled(lines))
                    }
                },
                Part::Command(command) => pre.command { code { (sanitize::line(command)) } },
                Part::Remarks(remarks) => (self::remarks(remarks)),
            }
        }
    }
}

/// Remarks as a list.
pub fn remarks(remarks: &[(String, String)]) -> Markup {
    html! {
        @if !remarks.is_empty() {
            ul.remarks {
                @for (mark, text) in remarks {
                    li { @if !mark.is_empty() { span.mark { (mark) } " " } (sanitize::line(text)) }
                }
            }
        }
    }
}

fn captioned(of: &Table, id: &str, caption: &str, is_said_only: bool) -> Markup {
    let caption = html! { (sanitize::line(caption)) };
    table(
        of,
        &Dress {
            id,
            of: None,
            caption,
            column: &unclassed,
            is_said_only,
            class: "plain",
            head: 0,
            picture: None,
            cell: &plain,
        },
    )
}

/// What a table without a sentence over it shows: its columns.
fn titles(table: &Table) -> String {
    let titles = table.columns.iter().map(|column| column.title.join(" "));
    titles.filter(|title| !title.is_empty()).collect::<Vec<_>>().join(", ")
}

fn joined(texts: &[String]) -> Markup {
    html! {
        @for (place, text) in texts.iter().enumerate() {
            @if place > 0 { " · " }
            (sanitize::line(text))
        }
    }
}

/// What an author wrote.
pub fn block(block: &Block) -> Markup {
    match block {
        Block::Prose(text) => html! { div.prose { (author::text(text)) } },
        Block::Code { title, language, code } => html! {
            figure {
                @if let Some(title) = title { figcaption { (sanitize::line(title)) } }
                (author::code(code, language, Numbers::Shown))
            }
        },
    }
}

/// Labels with their texts; a text without a label goes on with the one before.
fn labelled(lines: &[(String, String)]) -> Markup {
    html! {
        @if !lines.is_empty() {
            dl {
                @for (label, text) in lines {
                    @if !label.is_empty() { dt { (sanitize::line(label)) } }
                    dd { (sanitize::line(text)) }
                }
            }
        }
    }
}
