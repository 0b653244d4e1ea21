//! A sheet as Markdown. What the tool doesn't render of an author's text (headings, links, html) is escaped, so that it stands as it
//! was written here, too.

use crate::render::markup::{self, Block};

use super::again::{author, code_span, escaped, fenced};
use super::piece::{Choice, Mark, Merit, Piece, Room};

/// How many lines an essay has on paper.
const LINES: usize = 14;

/// Writes it.
pub(super) fn write(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if !out.is_empty() {
            out.push('\n');
        }
        match piece {
            Piece::Title(title) => out.push_str(&format!("# {}\n", escaped(title))),
            Piece::Facts(facts) => out.push_str(&format!("*{}*\n", escaped(&facts.join(" · ")))),
            Piece::Text { label, markdown } => {
                if !label.is_empty() {
                    out.push_str(&format!("**{label}**\n\n"));
                }
                out.push_str(&author(markdown, ""));
            }
            Piece::Question(parts) => out.push_str(&format!("---\n\n## {}\n", escaped(&parts.join(" · ")))),
            Piece::Recap(markdown) => {
                out.push_str(&format!("---\n\n## Recap\n\n{}", author(markdown, "")));
            }
            Piece::Subtitle(title) => out.push_str(&format!("### {}\n", escaped(title))),
            Piece::Snippet(shown) => {
                if let Some(title) = &shown.title {
                    out.push_str(&format!("{}\n\n", code_span(title)));
                }
                out.push_str(&fenced(&shown.language, &numbered(&shown.code), ""));
            }
            Piece::Prompt(prompt) => out.push_str(&author(prompt, "")),
            Piece::How(how) => out.push_str(&format!("*{}*\n", escaped(how))),
            Piece::Choices(choices) => out.extend(choices.iter().map(choice)),
            Piece::Room(room) => out.push_str(&room_for(*room)),
            Piece::Key { label, texts } => {
                out.push_str(&format!("**{label}:**\n\n"));
                if let [one] = texts.as_slice() {
                    out.push_str(&author(one, ""));
                } else {
                    out.extend(texts.iter().map(|text| item("- ", text)));
                }
            }
            Piece::Steps { label, texts } => {
                out.push_str(&format!("**{label}:**\n\n"));
                out.extend(texts.iter().enumerate().map(|(at, text)| item(&format!("{}. ", at + 1), text)));
            }
        }
    }
    out
}

fn choice(choice: &Choice<'_>) -> String {
    let mark = match (&choice.merit, choice.mark) {
        (Some(Merit::Right), _) => "☑ ",
        (Some(Merit::Credit(_) | Merit::Wrong) | None, Mark::Box) => "☐ ",
        (Some(Merit::Credit(_) | Merit::Wrong) | None, Mark::Round) => "○ ",
        (_, Mark::Line) => "\\_\\_\\_ ",
        (_, Mark::None) => "",
    };
    let mut out = item(&format!("- {mark}**{}.** ", choice.label), choice.text);
    if let Some(Merit::Credit(share)) = &choice.merit {
        out.push_str(&format!("  - earns {share}\n"));
    }
    if let Some(heads_up) = choice.heads_up {
        out.push_str(&item("  - ", heads_up));
    }
    out
}

fn room_for(room: Room<'_>) -> String {
    // A rule across the page.
    let line = "\u{a0}\n\n___\n";
    match room {
        Room::Who => format!("Name: {} Date: {}\n", "\\_".repeat(32), "\\_".repeat(14)),
        Room::TrueFalse => "- ○ true\n- ○ false\n".to_owned(),
        Room::Line => line.to_owned(),
        Room::Number(unit) => format!("{} {}\n", "\\_".repeat(12), escaped(unit.unwrap_or_default())),
        Room::Lines => vec![line; LINES].join("\n"),
    }
}

/// An item of a list: its first line behind `lead`, all else under it.
fn item(lead: &str, text: &str) -> String {
    let marker = lead.trim_start().find(' ').map_or(2, |end| end + 1);
    let indent = " ".repeat(lead.len() - lead.trim_start().len() + marker);
    let body = author(text, &indent);
    match markup::parse(text).first() {
        Some(Block::Paragraph(_) | Block::Written(_)) | None => {
            format!("{lead}{}", body.strip_prefix(&indent).unwrap_or(&body))
        }
        // Behind the marker alone nothing may stand on a line: it would underline the text above, and leave the item empty.
        Some(Block::Code { .. } | Block::List { .. }) if !lead.trim().contains(' ') => {
            format!("{lead}{}", body.strip_prefix(&indent).unwrap_or(&body))
        }
        // Behind words a fence or a list begins a line of its own.
        Some(Block::Code { .. } | Block::List { .. }) => format!("{}\n\n{body}", lead.trim_end()),
    }
}

/// Code with its lines numbered, so that texts can point at them.
fn numbered(code: &str) -> String {
    let lines: Vec<&str> = code.trim_end_matches(['\n', '\r']).split('\n').collect();
    let digits = lines.len().to_string().len();
    let lines = lines.iter().enumerate().map(|(at, line)| format!("{:>digits$} │ {line}", at + 1));
    lines.collect::<Vec<_>>().join("\n")
}
